import { wordTable } from '#model/word-table.ts'

/** Further companies that were taken over, by name, as in vendor-mergers.ts: of buildings, power, doors, industry and networks. */
export const technicalMergers: Readonly<Record<string, string>> = wordTable({
  abb: 'eve systems, asti mobile robotics',
  acuity: 'sensor switch, holophane, juno lighting, lithonia, lithonia lighting, nlight, ke2 therm',
  adtran: 'adva, adva optical networking, smartrg',
  advantech: 'imc networks, quatech',
  arista: 'awake security',
  assaabloy: 'control id, effeff, mul-t-lock, medeco, keso',
  bakerhughes: 'bently nevada, panametrics, druck, waygate technologies, reuter-stokes, ge oil and gas',
  belden: 'lumberg automation, netmodule, otn systems, thinklogical, macmon',
  bosch: 'rexroth, telex, rts intercom',
  carrier: 'det-tronics',
  ceragon: 'siklu',
  cisco: 'opendns, appdynamics',
  dormakaba: 'legic',
  eaton:
    'moeller, klockner moeller, cutler-hammer, bussmann, crouse-hinds, cooper power systems, cooper industries, mtl instruments, green motion',
  emerson:
    'asco, asco valve, asco numatics, numatics, rosemount, micro motion, open systems international, branson, fisher controls, westinghouse process control',
  enghouse: 'lifesize, vidyo',
  eppendorf: 'new brunswick, new brunswick scientific',
  flir: 'raymarine',
  fortive: 'accruent, gordian, servicechannel, industrial scientific, provation',
  hexagon: 'leica geosystems, pas global',
  hid: 'fargo electronics, actividentity',
  hms: 'owasys, netbiter',
  honeywell: 'enraf, intelligrated, farenhyt, compressor controls',
  hubbell: 'aclara, beckwith electric, gai-tronics, burndy',
  johnsoncontrols:
    'qolsys, american dynamics, fm systems, wormald, tempered networks, cloudvue, frick, sabroe, silent-aire',
  legrand: 'usystems, encelium, wattstopper, middle atlantic, middle atlantic products, zpe systems',
  motorola:
    'vigilant solutions, watchguard video, silvus technologies, envysion, rave mobile safety, barrett communications, noggin, kodiak networks, twisted pair solutions, spillman, theatro',
  napco: 'continental access, alarm lock, marks usa',
  nicesecurity: 'fibaro',
  nokia: 'infinera, nuage networks',
  phoenixcontact: 'kw-software',
  progress: 'flowmon, chef software',
  ptc: 'axeda',
  resideo: 'control4, honeywell home',
  ribbon: 'sonus networks, genband, eci telecom, edgewater networks',
  rockwell:
    'fiix, thinmanager, automation control products, asem, ics triplex, sensia, reliance electric, maverick technologies',
  schneider:
    'asco, asco power technologies, feller, eliwell, sarel, ritto, telvent, etap, rib software, lauritz knudsen',
  siemens: 'russelectric, polarion, senseye, supplyframe',
  solarwinds: 'rhinosoft',
  teamviewer: 'ubimax',
  thermofisher: 'forma scientific, kendro',
  tkelevator: 'tke',
  trane: 'thermo king, brainbox ai',
  zebra: 'photoneo',
})
