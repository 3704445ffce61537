import { makersIn } from '#domain/matching/maker-table.ts'

/** Eyes, teeth, ears. Facts from public announcements. */
export const sensesMakers = makersIn(`
  # Eyes.
  +amo = allergan medical optics
  +zeiss = czmi
  +zeiss < katalyst surgical, kogent surgical * iolmaster, cirrus hd-oct
  +alcon < belkin vision
  +bausch < acufocus, elios vision
  +essilor < satisloh, stereo optical, espansione
  +topcon < sokkia
  +canon < optopol
  +leica < bioptigen
  +glaukos < avedro
  +beavervisitec < physiol, vitreq, malosa
  +icare < oculo
  Forus Health = forus
  Phoenix Technology Group = phoenix micron
  MediWorks = shanghai mediworks
  Suowei = tianjin suowei, sonoptik
  CSO Italia = costruzione strumenti oftalmici
  Rexxam < shin nippon
  Advancing Eyecare < lombart, s4optik, marco ophthalmic
  LKC Technologies = lkc

  # Teeth.
  +dentsply < astra tech, byte
  +duerr < air techniques
  +acteon < de gotzen, pierre rolland
  +wundh < osstell
  +straumann < clearcorrect, medentis, dr smile
  AFP Imaging = imageworks < dent-x, eva dental
  HDX Will = hdx
  vhf camfacture = vhf
  3D Systems < nextdent, oqton, simbionix
  Stratasys < makerbot
  EMS Electro Medical Systems = electro medical systems
  HuFriedyGroup = hu friedy, hufriedy
  Henry Schein = henry schein one, dentrix < software of excellence, exan, axium
  Patterson Dental = eaglesoft
  Open Dental = open dental software

  # Ears.
  Auditdata < otometrics
  GN Group = gn store nord, gn hearing, gn resound, gn audio, gn netcom < resound, beltone, interton, jabra
  +sonova < hansaton, lyric hearing
  Audioscan = etymonic design
  Homoth Medizinelektronik = homoth
  Neurolign = neuro kinetics, neurokinetics
`)
