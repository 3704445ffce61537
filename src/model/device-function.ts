/**
 * What a device does for a patient, read from the words of its type, description and model. Inventories say it in free
 * text (UMDNS style `PUMP, INFUSION`, platforms’ `Infusion Pump`, brands), in English, German, French or Spanish.
 */
export type DeviceFunction =
  | 'ventilator'
  | 'anaesthesia'
  | 'circulatory_support'
  | 'defibrillator'
  | 'dialysis'
  | 'incubator'
  | 'infusion'
  | 'insulin_pump'
  | 'implant'
  | 'implant_programmer'
  | 'implant_monitor'
  | 'radiation_therapy'
  | 'surgical_robot'
  | 'energy_surgery'
  | 'device_server'
  | 'patient_monitor'
  | 'central_station'
  | 'vital_signs'
  | 'interventional_imaging'
  | 'imaging'
  | 'ultrasound'
  | 'image_system'
  | 'physiological_recorder'
  | 'endoscopy'
  | 'lab_analyser'
  | 'point_of_care'
  | 'medication_cabinet'
  | 'feeding_pump'
  | 'minor_therapy'
  | 'bed'
  | 'nurse_call'
  | 'pneumatic_tube'
  | 'steriliser'
  | 'power'
  | 'building'
  | 'network'
  | 'workstation'
  | 'server'
  | 'camera'
  | 'printer'
  | 'unknown'

/** As a sentence names it: `an infusion pump`. */
export const deviceFunctionNames: Readonly<Record<DeviceFunction, string>> = {
  ventilator: 'a ventilator',
  anaesthesia: 'an anaesthesia machine',
  circulatory_support: 'a device that keeps the blood going round',
  defibrillator: 'a defibrillator',
  dialysis: 'a dialysis machine',
  incubator: 'an incubator',
  infusion: 'an infusion pump',
  insulin_pump: 'an insulin pump',
  implant: 'an implant',
  implant_programmer: 'a programmer of implants',
  implant_monitor: 'a home monitor of implants',
  radiation_therapy: 'a radiation therapy system',
  surgical_robot: 'a surgical robot',
  energy_surgery: 'an electrosurgical unit or surgical laser',
  device_server: 'a server or gateway that bedside devices depend on',
  patient_monitor: 'a patient monitor',
  central_station: 'a central monitoring station',
  vital_signs: 'a vital signs device',
  interventional_imaging: 'an imaging system that guides interventions',
  imaging: 'an imaging system',
  ultrasound: 'an ultrasound system',
  image_system: 'an image archive or reading workstation',
  physiological_recorder: 'a recorder of heart or brain signals',
  endoscopy: 'an endoscopy system',
  lab_analyser: 'a laboratory analyser',
  point_of_care: 'a point-of-care analyser',
  medication_cabinet: 'a medication dispensing cabinet',
  feeding_pump: 'a feeding pump',
  minor_therapy: 'a device for minor therapy or measurement',
  bed: 'a bed',
  nurse_call: 'a nurse call system',
  pneumatic_tube: 'a pneumatic tube system',
  steriliser: 'a steriliser',
  power: 'a power supply of other devices',
  building: 'a part of the building',
  network: 'a network device',
  workstation: 'a workstation',
  server: 'a server',
  camera: 'a camera',
  printer: 'a printer',
  unknown: 'a device of unknown function',
}

/**
 * The first text that tells decides; give the type and the description before the model. Where no text has a word for
 * the kind, well-known brand and model names tell.
 */
export function deviceFunctionOf(...texts: readonly (string | null | undefined)[]): DeviceFunction {
  const key = texts.join('\n')
  const known = remembered.get(key)
  if (known) return known
  const read = readFunction(texts)
  // A hospital has some thousand such texts for ten thousands of devices; one that is new on each device fills no memory.
  if (remembered.size < 50_000) remembered.set(key, read)
  return read
}

const remembered = new Map<string, DeviceFunction>()

function readFunction(texts: readonly (string | null | undefined)[]): DeviceFunction {
  const read = texts.filter((text) => typeof text === 'string').map(plain)
  for (const patterns of [kinds, brands])
    for (const text of read) {
      if (text === '') continue
      const hit = patterns.find(([, pattern]) => pattern.test(text))
      if (hit) return hit[0]
    }
  return 'unknown'
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

type Patterns = readonly (readonly [DeviceFunction, RegExp])[]

// In order: what is narrower stands first (`monitor, central station` before `monitor`, `cabinet, anesthesia` before
// `anesthesia`), then what can do more harm (`defibrillator/monitor` is a defibrillator).
const kinds: Patterns = [
  ['implant_programmer', /\bprogrammers?\b|\bprogrammiergerat\b|\bprogrammateur\b|\bprogramador\b/],
  [
    'implant_monitor',
    /\b(home|remote|heim) ?monitor(ing)?\b.*\b(implant|cardiac|patient)|\bimplant\b.*\bmonitor|\bmonitor home implant|\bhome monitor/,
  ],
  [
    'medication_cabinet',
    /\b(medication|drug|automated|medicament\w*|medikamenten\w*)\b.*\b(cabinet|dispens\w*|storage|schrank|armoire|armario)|\bdispensing\b|\bcabinet\b.*\bmedic|\bmedication\b|\bmedikamentenschrank/,
  ],
  [
    'device_server',
    /\b(infusion|pump|telemetry|monitoring|vital\w*|medical|device|patient data|ventilator|anesthesia)\b.*\b(server|gateway|systems? manager)\b|\b(server|gateway)\b.*\b(infusion|pump|telemetry|monitor\w*|medical|device)\b/,
  ],
  [
    'central_station',
    /\bcentral (monitor\w* )?station\b|\bcentral monitor|\binformation cent(er|re)\b|\bmonitor\w* central\b|\bzentral(e|station|uberwachung)\b|\bcentrale? de (surveillance|monitorizacion)\b|\bestacion central\b/,
  ],
  [
    'circulatory_support',
    /\becmo\b|\bheart lung\b|\bcardiopulmonary bypass\b|\b(intra aortic )?balloon pump\b|\biabp\b|\bventricular assist\b|\blvad\b|\bherz lungen|\bcoeur poumon\b|\bcirculacion extracorporea\b|\bcorazon pulmon\b/,
  ],
  [
    'implant',
    /\b(implantable|implanted)\b|\b(pacemaker|herzschrittmacher|stimulateur cardiaque|marcapasos)\b(?!.*\b(external|temporary)\b)|\bneurostimulator\b|\bcochlear\b/,
  ],
  ['insulin_pump', /\binsulin ?(pump|infusion)|\binsulinpumpe|\bpompe a insuline\b|\bbomba de insulina\b/],
  ['feeding_pump', /\b(enteral|feeding|nutrition)\b|\bernahrungspumpe|\bnutripompe/],
  [
    'minor_therapy',
    /\bpump (compression|breast|suction|wound|vacuum)\b|\b(compression|breast|suction|wound|milk) (pump|aspirator)|\bbladder\b|\bwarmer (patient|blood|fluid)\b|\b(patient|blood|fluid) warm(er|ing)\b|\bhypo ?hyperthermia\b|\bnebuli[sz]er|\bsuction\b|\baspirator\b|\bphysiotherap|\btens\b|\btraction\b|\bscale\b|\bwaage\b|\bbascula\b|\bhearing\b|\baudiometer|\bdental\b|\bophthalm|\btonometer|\bslit lamp|\bexamination light|\bsurgical light|\btourniquet/,
  ],
  [
    'infusion',
    /\binfusion|\binfuser\b|\binfusor\b|\bsyringe pump|\bpump syringe\b|\bvolumetric\b|\blvp\b|\bpca\b|\bspritzenpumpe|\bpousse seringue|\bpompe a perfusion|\bperfusionspumpe|\bbomba (de )?(jeringa|perfusion|infusion)|\bbomba volumetrica|\biv pump\b/,
  ],
  [
    'ventilator',
    /\bventilators?\b|\brespirators?\b|\bbeatmung|\bventilateur|\brespirateur|\bventilador|\brespirador|\bbi ?pap\b|\bcpap\b|\bhigh flow\b|\bventilation (unit|system|device)\b/,
  ],
  ['anaesthesia', /\ban(a)?esthe(sia|tic|sie|siste)\b|\bnarkose|\banasthesie|\banestesi/],
  [
    'defibrillator',
    /\bdefibril|\bdesfibril|\baed\b|\bdefi\b|\bexternal pacemaker\b|\bpacemaker (external|temporary)\b/,
  ],
  ['dialysis', /dialy[sz]|dialis|\bcrrt\b|\bh?a?emofilt|\brenal replacement/],
  [
    'radiation_therapy',
    /\blinac\b|\blinear accelerator|\b(radio|radiation|proton|brachy)\s?therap|\bstrahlentherapie|\blinearbeschleuniger|\bacelerador lineal|\baccelerateur lineaire|\bradiosurgery/,
  ],
  ['surgical_robot', /\bsurgical robot|\brobot(ic)? (surg|system)|\brobot\b|\boperationsroboter|\broboter\b/],
  [
    'energy_surgery',
    /\belectro ?surg|\besu\b|\bcauter|\bdiathermy|\blaser\b(?!.*\bprinter\b)|\bhf chirurgie|\belektrochirurgie|\bbistouri|\belectrobisturi|\bsurgical (unit|generator|system)\b|^surgical$/,
  ],
  [
    'incubator',
    /\bincubator\b.*\b(infant|neonat\w*|transport|baby)|\b(infant|neonat\w*|baby|transport) incubator|\bradiant warmer|\b(infant|neonat\w*) warmer|\bwarmer (infant|radiant|neonat\w*)|\bcouveuse|\bincubadora|\bbrutkasten|^incubator$|^inkubator$/,
  ],
  ['endoscopy', /\bendoscop|\bendoskop|\blaparoscop|\bcolonoscop|\bgastroscop|\bbronchoscop/],
  [
    'point_of_care',
    /\bglucose\b|\bglucometer|\bpoint of care\b|\bpoct?\b|\bblood gas|\bblutgas|\bgaz du sang|\bgasometr|\bgases? (en )?sangre|\bblutzucker|\bglucometre|\bcoagulation meter/,
  ],
  [
    'lab_analyser',
    /\banaly[sz](er|or|ator)|analysegerat|analysator\b|\banalyseur|\banalizador|\bhematolog|\bhaematolog|\bimmunoassay|\bblood culture|\bcentrifuge|\bzentrifuge|\bcentrifugeuse|\bcentrifuga\b|\bsequencer|\bcytometer|\bmicroscope|\bmikroskop|\bmicroscopio|\bincubator (lab|co2|bacterio)|\bslide (scanner|stainer)|\bspectrometer|\bthermocycler|\bpcr\b|\blaborator/,
  ],
  [
    'image_system',
    /\bpacs\b|\bris\b|\bvna\b|\bimage (server|archive|management)|\b(imaging|diagnostic|reading|radiology|advanced visuali[sz]ation|dicom) (work ?station|server|viewer|router)|\bwork ?station (imaging|diagnostic|radiology|reading)|\bbildarchiv|\bbefundungs|\bdicom\b|\bmedical display\b/,
  ],
  [
    'interventional_imaging',
    /\bangiograph|\bc ?arm\b|\bc bogen\b|\bfluorosc|\bdurchleuchtung|\bcath ?lab\b|\bcardiac cath|\barceau\b|\barco en c\b|\bhemodynamic/,
  ],
  ['ultrasound', /\bultraso|\bsonogra|\becho(graph|cardio)|\bultraschall|\becograf|\bechographe/],
  [
    'imaging',
    /\bct\b|\bmr\b|\bmri\b|\bmrt\b|\birm\b|\btac\b|\bpet\b|\bspect\b|\btomograph|\btomogra|\bmagnetic resonance|\bx ?ray|\brontgen|\bradiogra|\bradiolog|\bmammogra|\bgamma camera|\bnuclear medicine|\bresonancia|\bresonance|\bscanner (ct|computed|mri|pet)|\bscanographe|\bdigital radiography|\bimaging\b|\bbone densito|\bdxa\b|\bdexa\b|\brayos x\b|\bcontrast injector|\binjector\b/,
  ],
  [
    'physiological_recorder',
    /\belectrocardiogra|\becg\b|\bekg\b|\belektrokardiogra|\bholter|\bstress test|\belectroencephal|\belektroenzephal|\beeg\b|\bemg\b|\belectromyogra|\bevoked potential|\bpolysomnogra|\bspiromet|\bpulmonary function|\burodynamic/,
  ],
  [
    'workstation',
    /\b(computer|lcd|led|pc|desktop|display|flat panel) monitor\b|\bmonitor (computer|lcd|led|display|pc|desktop|flat panel)\b/,
  ],
  [
    'vital_signs',
    /\bspot\b|\bvital signs? (device|check|meter)|\bblood pressure|\bsphygmo|\bblutdruck|\bthermomet|\btensiom|\btensiometre|\besfigmo/,
  ],
  [
    'patient_monitor',
    /\bmonitor|\btelemetr|\boximet|\bpulsoxi|\boxymet|\bpulsiox|\bcapnogra|\bkapnogra|\bvital(s| signs?|parameter|werte)\b|\buberwachung|\bmoniteur|\bphysiologic|\bbispectral|\bcardiotocogra|\bfetal|\bfoetal|\bctg\b/,
  ],
  ['pneumatic_tube', /\bpneumatic tube|\btube (station|system|transport)|\brohrpost|\bpneumatique|\btubo neumatico/],
  [
    'nurse_call',
    /\bnurse call|\bcall system|\bschwesternruf|\bpatientenruf|\blichtruf|\bappel (infirmi|malade)|\bllamada (de )?enfermer/,
  ],
  [
    'power',
    /\bups\b|\buninterruptib|\busv\b|\bunterbrechungsfrei|\bonduleur|\bsai\b|\bpdu\b|\bpower (distribution|supply)|\bemergency generator|\bnotstrom/,
  ],
  ['steriliser', /\bsteril|\bautoclav|\bwasher|\bdisinfect|\bdesinfe|\breprocessor/],
  [
    'bed',
    /\bbeds?\b|\b(kranken|pflege|intensiv)?bett(en)?\b|\blit (medical|electrique|d hopital|reanimation)|\bcamas?\b|\bstretcher|\bmattress/,
  ],
  [
    'building',
    /\bhvac\b|\bbuilding (automation|management|controller)|\bbms\b|\bbacnet\b|\belevator|\bdoor (controller|lock)|\bthermostat|\bair handl|\bgebaude|\brefrigerat|\bfreezer|\bfridge|\bkuhlschrank|\bmedical gas\b|\bplc\b|\bpara?meter room pressure/,
  ],
  [
    'network',
    /\b(network )?(switch|router|firewall|access point|wireless controller)\b|\bnetwork\b|\bnetzwerk|\bvpn\b|\bconmutador\b|\bcommutateur\b/,
  ],
  [
    'printer',
    /\bprinter|drucker\b|\bimprimante|\bimpresora|\bplotter|\bfax\b|\bmultifunction|\bdocument scanner|\bbarcode/,
  ],
  ['camera', /\bcamera|\bkamera|\bcctv\b|\bcamara\b|\bvideo (surveillance|recorder)|\bnvr\b/],
  ['server', /\bserver|\bserveur|\bservidor|\bnas\b|\bstorage array/],
  [
    'workstation',
    /\bwork ?station|\bpc\b|\bcomputer|\bdesktop|\blaptop|\bnotebook|\btablet\b|\bthin client|\bordinateur|\bordenador|\brechner\b|\barbeitsplatz|\bkiosk|\bsmartphone|\bphone\b|\btelefon|\bmobile device|\bhandheld\b/,
  ],
]

// Names that inventories give in place of a kind. A name is a fact; it stands here only where one maker uses it for one kind.
const brands: Patterns = [
  ['implant_programmer', /\bcarelink (2090|encore)|\bmedtronic (2090|29901)\b|\bmerlin pcs\b|\bzoom latitude\b/],
  ['implant_monitor', /\bmycarelink\b|\bmerlin home\b|\blatitude (nxt|communicator)\b/],
  ['medication_cabinet', /\bpyxis\b|\bomnicell\b|\bacudose\b/],
  [
    'device_server',
    /\balaris systems manager\b|\bhospira mednet\b|\bmednet\b|\bspacecom\b|\bonlinesuite\b|\bcarescape (gateway|server)/,
  ],
  ['central_station', /\bcic pro\b|\bpic ix\b|\bpiic\b|\bcscs\b|\bapexpro\b/],
  [
    'infusion',
    /\balaris\b|\bplum (a|360|\d)|\bsymbiq\b|\blifecare\b|\bsigma spectrum\b|\bspectrum (iq|v\d)|\bmedfusion\b|\binfusomat\b|\bperfusor\b|\bspacestation\b|\bcadd\b|\bgraseby\b|\bagilia\b|\bsapphire\b/,
  ],
  ['insulin_pump', /\bminimed\b|\banimas\b|\bomnipod\b|\bt slim\b/],
  [
    'ventilator',
    /\bevita\b|\bhamilton\b|\bpuritan bennett\b|\bservo [aiu]\b|\btrilogy\b|\bsavina\b|\bcarefusion ltv\b/,
  ],
  ['anaesthesia', /\baisys\b|\bapollo\b|\bprimus\b|\bperseus a500\b|\bfabius\b|\bavance\b|\baespire\b/],
  ['defibrillator', /\blifepak\b|\bzoll\b|\bheartstart\b/],
  ['dialysis', /\bprismaflex\b|\bprismax\b|\b2008 ?[kt]\b|\bphoenix hemo|\bak 98\b/],
  ['incubator', /\bgiraffe\b|\bisolette\b|\bomnibed\b/],
  ['surgical_robot', /\bda vinci\b|\bmako\b/],
  ['energy_surgery', /\bvalleylab\b|\bvio 300/],
  [
    'patient_monitor',
    /\bintellivue\b|\bcarescape\b|\binfinity (delta|gamma|kappa|acute)|\befficia\b|\bmasimo root\b|\bcms8000\b|\bdash [345]000\b|\bbedside respiratory\b/,
  ],
  ['vital_signs', /\bwelch allyn\b|\bconnex\b|\bcvsm\b|\bcsm\b/],
  ['image_system', /\bsyngo via\b|\bintellispace portal\b|\bvue pacs\b|\bcentricity\b/],
  ['interventional_imaging', /\bartis\b|\bazurion\b|\ballura\b|\bveradius\b|\boec\b/],
  ['ultrasound', /\blogiq\b|\bepiq\b|\bvivid\b|\bacuson\b|\bsonosite\b|\bx porte\b/],
  [
    'imaging',
    /\bsomatom\b|\bmagnetom\b|\bingenia\b|\brevolution\b|\bysio\b|\bdrx\b|\bselenia\b|\bbiograph\b|\bbrightspeed\b|\bsigna\b/,
  ],
  ['physiological_recorder', /\bmac \d{4}\b|\bpagewriter\b|\bneuroworks\b|\bnihon kohden\b/],
  ['point_of_care', /\bi stat\b|\binform ii\b|\babl ?\d{2}/],
  ['lab_analyser', /\barchitect\b|\bcobas\b|\bsysmex\b|\bbactec\b|\badvia\b|\bdimension (exl|vista|xpand)\b/],
  ['power', /\bsmart ups\b|\bsm[tx]\d|\bsrt\d/],
  ['workstation', /\boptiplex\b|\belitedesk\b|\bthinkpad\b|\blatitude \d/],
  ['printer', /\bzebra\b|\blaserjet\b/],
]
