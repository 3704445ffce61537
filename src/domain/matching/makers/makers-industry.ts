import { makersIn } from '#domain/matching/maker-table.ts'

/** Control of plants: controllers, panels, drives, sensors, their software; solar inverters. Facts from public announcements. */
export const industryMakers = makersIn(`
  +endresshauser = e+h
  +pepperlfuchs = p+f
  +phoenixcontact = pxc
  +rockwell < propack data, encompass technologies, magnemotion, pavilion technologies, kalypso, oylo, avnet data security
  +emerson < flexim, zedi, roxar, mynah technologies, topworx, aventics, damcos
  +gefanuc * cimplicity, proficy, ifix
  +schneider < control microsystems
  +omron < delta tau, sentech
  +panasonic < sunx
  +advantech < broadwin
  +eaton < cybectec
  +endresshauser < innovative sensor technology
  Contec Co = contec * conprosys, solarview
  SEW-Eurodrive = sew eurodrive, sew
  Nord Drivesystems = getriebebau nord
  SMC Corporation
  Parker Hannifin = parker < ssd drives, compumotor
  Nidec < control techniques, leroy somer
  Control Techniques
  Yaskawa = yaskawa electric < vipa, motoman, vipa controls
  VIPA Controls = vipa
  Stäubli = staubli, staeubli
  LS Electric = lsis, ls industrial systems, lg industrial systems, ls elec
  INVT Electric = invt
  Horner Automation = horner apg
  IDEC < apem
  FATEK Automation = fatek
  Xinje = wuxi xinje
  Exor International = exor, uniop
  ESA Automation = esa elettronica
  Skkynet = cogent real time systems
  Ecava = integraxor
  Sielco Sistemi = winlog
  GEOVAP = reliance scada
  Certec EDV = certec, atvise
  Bachmann Electronic < certec edv
  SpiderControl = ininet solutions, ininet
  WIN-911 = specter instruments, win 911 software
  AUVESY-MDT = auvesy, mdt software, amdt
  LCDS = leao consultoria, leao consultoria e desenvolvimento de sistemas, lcds leao consultoria e desenvolvimento de sistemas
  PSI GridConnect = psi nentec
  Real Time Automation = rta
  Real-Time Innovations = rti
  HIMA = hima paul hildebrandt
  Leuze Electronic = leuze
  Balluff < matrix vision
  R. Stahl = r stahl
  Helmholz = systeme helmholz
  Ovarro = servelec technologies, semaphore, primayer, technolog
  Valmet = metso automation
  JTEKT = jtekt electronics, koyo electronics
  Heidenhain = dr johannes heidenhain
  SMA Solar Technology = sma solar
  Enphase Energy = enphase
  Ginlong = solis, ginlong solis
  Pudu Robotics = pudu
  Keenon Robotics = keenon
  General Motors = gm
`)
