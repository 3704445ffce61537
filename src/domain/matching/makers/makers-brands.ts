import { makersIn } from '#domain/matching/maker-table.ts'

/** Lines of devices by which people call their maker, where no second company has one of the name. */
export const furtherBrands = makersIn(`
  # Laboratories.
  +abbott * architect i2000, architect c8000, alinity, cell-dyn, afinion
  +beckman * dxh 800, dxh 900, unicel dxi, au5800, au680
  +bd * bactec, bd phoenix, arctic sun, pleurx
  +bruker * maldi biotyper, microflex lt
  +diasorin * liaison xl
  +haemonetics * teg 5000, teg 6s, teg hemostasis
  +hologic * thinprep, panther fusion
  +leica * bond-iii, bond-max, aperio at2
  +ortho * vitros
  +radiometer * abl800, abl800 flex, abl80
  +roche * benchmark ultra, cobas liat, cobas b 123, urisys, cedex
  +sebia * capillarys, minicap
  +siemens * dimension vista, dimension exl, clinitek, dca vantage, rapidlab, xprecia stride, bn prospec
  +sysmex * xn-1000, xn-550
  +werfen * rotem delta, rotem sigma
  +zoetis * piccolo xpress, vetscan

  # Pictures.
  +canon * aplio, xario, ultimax
  +esaote * mylab
  +ge * signa, lightspeed vct, brightspeed, definium, oec 9900, oec 9800, lunar prodigy, lunar idxa, aisys, datex-ohmeda s5
  +hitachi * noblus, hi vision preirus
  +mindray * resona 7
  +philips * ingenia, achieva, iu22, hdi 5000, bv pulsera, bv endura, heartstart mrx, pagewriter tc
  +siemens * symbia, magnetom skyra, magnetom avanto, sonoline, arcadis orbic

  # In theatre and at the bed.
  +arjo * flowtron, maxi move, sara plus
  +ethicon * harmonic gen11
  +medela * thopaz
  +medtronic * ligasure, covidien forcetriad, valleylab ft10, bis vista, invos, puritan bennett 840, puritan bennett 980
  +zoll * thermogard, coolgard
`)
