import type { CareSetting, Criticality, DeviceClaims } from '#model/device.ts'
import { type DeviceFunction, deviceFunctionOf } from '#model/device-function.ts'

/**
 * How much harm the device can do, and the kind of place it stands in, from what is claimed. What the hospital states
 * stands; else the kind of device tells, or what is told of its model (`told`) where that is more, and of the place the words for care area, department, room, building and site.
 * `unknown` where nothing tells: a score then counts the worst.
 */
export function classify(
  claims: DeviceClaims,
  told: Criticality | null = null,
): { criticality: Criticality; careSetting: CareSetting } {
  const { deviceType, description, manufacturer, model } = claims
  const kind = deviceFunctionOf(deviceType, description, model, `${manufacturer ?? ''} ${model ?? ''}`)
  return { criticality: criticalityOf(claims, kind, told), careSetting: careSettingOf(claims, kind) }
}

function criticalityOf(
  { criticality, riskClass }: DeviceClaims,
  kind: DeviceFunction,
  told: Criticality | null,
): Criticality {
  if (criticality && criticality !== 'unknown') return criticality
  const stated = riskClass ? firstOf(statedRisks, riskClass) : null
  if (stated) return stated
  const usual = usualRisk[kind]
  return told && harm[told] > harm[usual] ? told : usual
}

/** What is unknown counts as the worst, so that nothing but life-sustaining is more. */
const harm: Readonly<Record<Criticality, number>> = { low: 1, medium: 2, high: 3, unknown: 4, life_sustaining: 5 }

function careSettingOf(claims: DeviceClaims, kind: DeviceFunction): CareSetting {
  if (claims.lifecycle === 'stored' || claims.lifecycle === 'received' || claims.lifecycle === 'planned')
    return 'storage'
  // Last a name such as `PCA-LDR-1552`: it was given when the device was installed.
  const texts = [claims.careArea, claims.department, claims.room, claims.building, claims.site, claims.hostname]
  for (const areas of [places, specialties])
    for (const text of texts) {
      const setting = text ? firstOf(areas, text) : null
      if (setting) return setting
    }
  // The kind of device is a hint where it stands in one kind of place only.
  return usualPlace[kind] ?? 'unknown'
}

type Words<Word> = readonly (readonly [Word, RegExp])[]

/** The first that fits; remembered, because a hospital has some hundred texts for ten thousands of devices. */
function firstOf<Word>(words: Words<Word>, text: string): Word | null {
  const known = remembered.get(words) ?? new Map<string, unknown>()
  remembered.set(words, known)
  const hit = known.get(text)
  if (hit !== undefined) return hit as Word | null
  const read = plain(text)
  const found = words.find(([, pattern]) => pattern.test(read))?.[0] ?? null
  if (known.size < 50_000) known.set(text, found)
  return found
}

const remembered = new Map<Words<unknown>, Map<string, unknown>>()

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9&]+/g, ' ')
    .trim()

/** Words for risk beside the column for criticality: a class of the MDR or the FDA says something of the product, not of harm here. */
const statedRisks: Words<Criticality> = [
  ['low', /\b(not|non) (critical|life ?support\w*|life ?sustain\w*)\b/],
  ['life_sustaining', /\blife ?(support|sustain|saving)|\blebens(erhaltend|wichtig)|\b(soutien|soporte) vital\b/],
  ['high', /\bhigh\b|\bhoch\b|\bhohes?\b|\beleve\b|\balto\b|\bcritical\b|\bkritisch\b|\bcritique\b|\bcritico\b/],
  ['medium', /\bmedium\b|\bmoderate\b|\bmittel|\bmoyen|\bmedio\b/],
  ['low', /\blow\b|\bniedrig|\bgering|\bfaible|\bbajo\b|\bminimal\b/],
]

/** Joint Commission EC.02.04.01 EP 3: what sustains life, and what can do serious harm when it fails. */
const usualRisk: Readonly<Record<DeviceFunction, Criticality>> = {
  ventilator: 'life_sustaining',
  anaesthesia: 'life_sustaining',
  circulatory_support: 'life_sustaining',
  defibrillator: 'life_sustaining',
  dialysis: 'life_sustaining',
  incubator: 'life_sustaining',
  implant: 'life_sustaining',
  infusion: 'high',
  insulin_pump: 'high',
  implant_programmer: 'high',
  radiation_therapy: 'high',
  surgical_robot: 'high',
  energy_surgery: 'high',
  device_server: 'high',
  patient_monitor: 'high',
  central_station: 'high',
  interventional_imaging: 'high',
  imaging: 'medium',
  ultrasound: 'medium',
  image_system: 'medium',
  physiological_recorder: 'medium',
  endoscopy: 'medium',
  lab_analyser: 'medium',
  point_of_care: 'medium',
  medication_cabinet: 'medium',
  feeding_pump: 'medium',
  implant_monitor: 'medium',
  vital_signs: 'medium',
  nurse_call: 'medium',
  steriliser: 'medium',
  power: 'medium',
  building: 'medium',
  network: 'medium',
  server: 'medium',
  pneumatic_tube: 'medium',
  minor_therapy: 'medium',
  bed: 'low',
  workstation: 'low',
  camera: 'low',
  printer: 'low',
  unknown: 'unknown',
}

/** Only where the kind of device stands in one kind of place. */
const usualPlace: Partial<Record<DeviceFunction, CareSetting>> = {
  anaesthesia: 'or',
  surgical_robot: 'or',
  energy_surgery: 'or',
  imaging: 'imaging',
  interventional_imaging: 'imaging',
  radiation_therapy: 'imaging',
  lab_analyser: 'lab',
  implant_monitor: 'home',
  network: 'technical',
  server: 'technical',
  image_system: 'imaging',
  building: 'technical',
  steriliser: 'technical',
}

// Places in order: what is narrower stands first (`cath lab` before `lab`, `labor & delivery` before the German `Labor`,
// `radiation oncology` before `oncology`).
const places: Words<CareSetting> = [
  [
    'storage',
    /\bbio ?med|\bclinical engineering|\bmedizintechnik|\bequipment (pool|room|storage|library)|\bloan(er)?s?\b|\bpool\b|\bstorage\b|\bstore ?room|\bstock ?room|\bwarehouse|\bspares?\b|\bdepot\b|\blager\b|\bgeratepool|\bworkshop|\bwerkstatt|\batelier\b|\bbiomedical|\belectromedicina|\bingenieria clinica|\balmacen|\bdeposito\b|\bmagasin\b/,
  ],
  [
    'home',
    /\bhome ?(care|health|patient|use|hospice|therapy|dialysis)?\b(?! ?(page|office))|\bat home\b|\bdomicil|\bhauslich|\bzuhause|\bheim(dialyse|beatmung)|\bpatient s? ?home/,
  ],
  [
    'imaging',
    /\bcath|\bep lab|\belectrophysiolog|\bradiol|\bradiog|\bradiation|\bradiothera|\bstrahlenthera|\b(diagnostic |medical )?imaging\b|\bimagerie|\bimagen|\bmri?\b|\bmrt\b|\birm\b|\bct\b|\btac\b|\bpet\b|\bx ?ray|\brontgen|\brayos x|\bnuclear med|\bnuklearmed|\bmedecine nucleaire|\bmammog|\bangiog|\bfluoros|\bultrasound|\bultraschall|\bsonog|\bechograph|\becograf|\bhemodinam|\bhemodynam|\bherzkatheter|\bkatheterlabor|\bdexa\b|\binterventional/,
  ],
  [
    'icu',
    /\b(\w?icu|ccu|nicu|picu|cvicu|micu|sicu|icu\d*)\b|\bintensiv|\bintensive|\bcritical care|\bits\b|\breanimation|\brea\b|\bsoins intensifs|\bsoins critiques|\buci(n|p)?\b|\bcuidados (intensivos|criticos)|\bneonat|\bneonatolog|\bburn (unit|cent)|\bstroke unit\b/,
  ],
  [
    'or',
    /\bors?\b|\boperating|\btheat(re|er)s?\b|\bsurg(ery|ical (suite|services|center))\b|\bpacu\b|\bpost an(a)?esth|\brecovery\b|\bop (saal|bereich|zentrum)\b|\bop ?\d+\b|^op$|\bzentral ?op\b|\boperations?saal|\baufwachraum|\bbloc operatoire|\bbloc\b|\bsalle d operation|\bsspi\b|\bsalle de reveil|\bquirofano|\bsala de operaciones|\breanimacion postanest|\ban(a)?esthes|\banastesie|\banasthesie|\banestesi|\bendoscop|\bendoskop|\bgi lab\b|\bperioperative|\bpre ?op\b/,
  ],
  [
    'emergency',
    /\bemergency\b(?! (generator|power))|\bed\b|\ber\b|\ba ?& ?e\b|\btrauma\b|\bresus|\bnotaufnahme|\bnotfall|\bzna\b|\bschockraum|\burgences?\b|\burgencias?\b|\bsamu\b|\bsmur\b|\bambulance\b|\brettung|\bobservation unit\b|\burgent care\b/,
  ],
  [
    'outpatient',
    /\boutpatient|\bout patient|\bclinics?\b|\bambulatory|\bprimary care|\bphysicians? (office|practice)|\bdoctors? office|\bpractice\b|\binfusion (ctr|cent(er|re))\b|\bambulanz|\bpoliklinik|\bsprechstunde|\bpraxis\b|\bconsultations?\b|\bconsultas?\b|\bambulatori|\bhopital de jour|\bhospital de dia|\btagesklinik|\bsleep lab|\bwellness\b|\brehab/,
  ],
  [
    'ward',
    /\bmed ?surg|\bwards?\b|\btele(metry)?\b|\blabou?r (&|and) delivery|\bl ?& ?d\b|\bldrp?\b|\bmaternit|\bpostpartum|\bobstetric|\bdelivery (room|suite)|\bkreisssaal|\bsalle d accouchement|\bsala de partos|\bparitorio|\bnursery|\bp(a)?ediatric|\bstep ?down|\bpcu\b|\bimc\b|\bnursing (unit|floor|station)|\binpatient unit|\bacute care|\bstation \w{1,3}\b|\bbettenstation|\bpflegestation|\bhospitalisation|\bhospitalizacion|\bplanta \d|\bunidad de enfermeria|\bdialy|\bh(a)?emodialy|\bdialis|\bhospice|\bpalliativ|\bgeriatri|\beeg lab|\bneuro ?diagnost/,
  ],
  [
    'technical',
    /\bdata ?cent(er|re)|\bserver ?(room|raum)?\b|\bidf\b|\bmdf\b|\bit\b|\binformation (technology|systems|services)|\bclosets?\b|\bplant\b|\bfacilit|\bmechanical|\belectrical (room|closet)|\bboiler|\bmaintenance\b|\btelecom|\bpharm(ac\w*)?\b|\bpharmazie|\bapotheke|\bfarmacia|\bspd\b|\bcssd\b|\bsterile?\b|\bsterili[sz]|\bzsva\b|\baemp\b|\bcentral (supply|service)|\butilit(y|ies)\b|\brechenzentrum|\brz\b|\btechnik|\bhaustechnik|\bsalle (technique|serveur)|\bservices techniques|\bsala tecnica|\bmantenimiento|\binformati|\bkitchen|\bkuche|\blaundry|\bsecurity\b|\badministration|\bverwaltung|\bwarenlager/,
  ],
  [
    'lab',
    /\blab(s|oratory|oratories)?\b|\blabor\b|\blaboratoire|\blaboratori|\bpatholog|\bblood bank|\bblutbank|\btransfusion|\bmicrobiolog|\bmikrobiolog|\bh(a)?ematology lab|\bhistolog|\bcytolog|\bmorgue\b|\bphlebotom/,
  ],
]

// What a word for a specialty or a floor leaves open is taken for a ward, unless the building or the site says more.
const specialties: Words<CareSetting> = [
  ['outpatient', /\binfusion( suite| therapy)?$/],
  ['imaging', /\brad\b|\bxa\b/],
  [
    'ward',
    /\bonc(olog\w*)?\b|\bonkolog|\bcardio|\bkardio|\bortho|\bneuro|\burolog|\bgyn(a?ecolog\w*)?\b|\bginecolog|\bnephro|\bgastro|\bpulmo|\bpneumo|\brespirat|\bmedicine\b|\binnere medizin|\bmedecine\b|\bmedicina\b|\bpsych|\bderma|\bh(a)?emato|\btransplant|\bchirurg|\bcirugia|\binfusion\b|\bunit\b|\bunite\b|\bunidad\b|\bfloor\b|\bstation\b|\b\d{1,2} ?(n|s|e|w|ne|nw|se|sw|north|south|east|west|tele|ortho|onc|peds?)\b|\bdial\b|\btower [a-z]\b.*\b\d/,
  ],
]
