/** What happens in a place: decides which devices stand there. */
export type PlaceKind =
  | 'icu'
  | 'nicu'
  | 'or'
  | 'emergency'
  | 'ward'
  | 'cath'
  | 'imaging'
  | 'lab'
  | 'oncology'
  | 'dialysis'
  | 'outpatient'
  | 'pharmacy'
  | 'neuro'
  | 'technical'
  | 'storage'
  | 'loaner'

/** The product's word for the same (its `CareSetting`), kept apart from the product's code on purpose. */
export type Setting =
  | 'icu'
  | 'or'
  | 'emergency'
  | 'ward'
  | 'imaging'
  | 'lab'
  | 'outpatient'
  | 'home'
  | 'storage'
  | 'technical'

export interface Place {
  readonly id: string
  readonly kind: PlaceKind
  readonly setting: Setting
  readonly site: string
  readonly building: string
  readonly floor: string
  /** How the CMMS writes the department; the first most of the time. */
  readonly departments: readonly string[]
  readonly costCentre: string
  /** Rooms are this and a number. */
  readonly room: string
  /** How many devices it draws, against others of its kind. */
  readonly weight: number
}

const main = 'Main Campus'
const westbrook = 'Westbrook Outpatient Center'

export const places: readonly Place[] = [
  place('micu', 'icu', 'icu', main, 'Tower A', '4', ['MEDICAL ICU', 'MICU 4A', 'ICU - Medical'], '6010', '4A', 5),
  place('sicu', 'icu', 'icu', main, 'Tower A', '5', ['SURGICAL ICU', 'SICU'], '6011', '5A', 4),
  place('cvicu', 'icu', 'icu', main, 'Tower A', '6', ['CVICU', 'Cardiovascular ICU'], '6012', '6A', 3),
  place('nicu', 'nicu', 'icu', main, 'Tower B', '3', ['NICU', 'NEONATAL ICU'], '6070', '3B', 4),
  place('or', 'or', 'or', main, 'Tower A', '2', ['OPERATING ROOM', 'OR MAIN', 'Surgery'], '7010', 'OR-', 6),
  place('pacu', 'or', 'or', main, 'Tower A', '2', ['PACU', 'Post Anesthesia Care'], '7015', 'PACU-', 2),
  place('ed', 'emergency', 'emergency', main, 'Tower A', '1', ['EMERGENCY DEPT', 'ED', 'ER'], '6200', 'ED-', 5),
  place('4west', 'ward', 'ward', main, 'Tower B', '4', ['4 WEST MED SURG', '4W', 'Med/Surg 4 West'], '6110', '4W', 4),
  place('5east', 'ward', 'ward', main, 'Tower B', '5', ['5 EAST MED SURG', '5E'], '6111', '5E', 4),
  place('6tele', 'ward', 'ward', main, 'Tower B', '6', ['6 TELEMETRY', 'Tele 6'], '6112', '6T', 3),
  place('7ortho', 'ward', 'ward', main, 'Tower B', '7', ['7 ORTHO', 'Orthopedics 7'], '6113', '7R', 3),
  place('ldr', 'ward', 'ward', main, 'Tower B', '2', ['LABOR & DELIVERY', 'L&D'], '6080', 'LD', 2),
  place('cath', 'cath', 'imaging', main, 'Diagnostic Pavilion', '2', ['CATH LAB', 'Cardiac Cath'], '7210', 'CL-', 3),
  place('ep', 'cath', 'imaging', main, 'Diagnostic Pavilion', '2', ['EP LAB', 'Electrophysiology'], '7211', 'EP-', 1),
  place(
    'rad',
    'imaging',
    'imaging',
    main,
    'Diagnostic Pavilion',
    '1',
    ['RADIOLOGY', 'Diagnostic Imaging'],
    '7300',
    'R-',
    5,
  ),
  place(
    'mri',
    'imaging',
    'imaging',
    main,
    'Diagnostic Pavilion',
    'B',
    ['MRI SUITE', 'RADIOLOGY MRI'],
    '7310',
    'MR-',
    1,
  ),
  place('lab', 'lab', 'lab', main, 'Diagnostic Pavilion', '3', ['CLINICAL LABORATORY', 'LAB'], '7400', 'L-', 4),
  place('onc', 'oncology', 'ward', main, 'Tower B', '8', ['ONCOLOGY', 'Onc/Infusion 8'], '6150', '8N', 3),
  place('dial', 'dialysis', 'ward', main, 'Tower A', '3', ['DIALYSIS', 'Hemodialysis'], '6300', 'D-', 3),
  place('pharm', 'pharmacy', 'technical', main, 'Tower A', 'B', ['PHARMACY', 'Inpatient Pharmacy'], '7500', 'P-', 1),
  place('eeg', 'neuro', 'ward', main, 'Tower B', '2', ['NEURODIAGNOSTICS', 'EEG LAB'], '7450', 'N-', 2),
  place(
    'idf',
    'technical',
    'technical',
    main,
    'Tower A',
    'B',
    ['PLANT OPS', 'Facilities', 'IT CLOSETS'],
    '8100',
    'IDF-',
    3,
  ),
  place('dc', 'technical', 'technical', main, 'Diagnostic Pavilion', 'B', ['DATA CENTER', 'IT'], '8120', 'DC-', 2),
  place(
    'biomed',
    'storage',
    'storage',
    main,
    'Service Building',
    'B',
    ['BIOMED STORAGE', 'Clinical Engineering'],
    '8300',
    'BM-',
    2,
  ),
  place(
    'pool',
    'loaner',
    'storage',
    main,
    'Service Building',
    '1',
    ['EQUIPMENT POOL', 'Loaner Pool', 'SPD'],
    '8310',
    'EP',
    3,
  ),
  place(
    'wb-clinic',
    'outpatient',
    'outpatient',
    westbrook,
    'Westbrook',
    '1',
    ['WESTBROOK CLINIC', 'WB Primary Care'],
    '9010',
    'W1',
    4,
  ),
  place(
    'wb-cardio',
    'outpatient',
    'outpatient',
    westbrook,
    'Westbrook',
    '2',
    ['WESTBROOK CARDIOLOGY', 'WB Cardiology'],
    '9020',
    'W2',
    3,
  ),
  place(
    'wb-img',
    'imaging',
    'imaging',
    westbrook,
    'Westbrook',
    '1',
    ['WESTBROOK IMAGING', 'WB Imaging'],
    '9030',
    'WI-',
    2,
  ),
  place(
    'wb-inf',
    'oncology',
    'outpatient',
    westbrook,
    'Westbrook',
    '2',
    ['WESTBROOK INFUSION', 'WB Infusion Ctr'],
    '9040',
    'W2',
    2,
  ),
  place('wb-lab', 'lab', 'lab', westbrook, 'Westbrook', '1', ['WESTBROOK LAB', 'WB Lab'], '9050', 'WL-', 1),
  place(
    'wb-idf',
    'technical',
    'technical',
    westbrook,
    'Westbrook',
    '1',
    ['WESTBROOK FACILITIES', 'WB Facilities'],
    '9080',
    'WT-',
    1,
  ),
]

export const placesOfKind = (kind: PlaceKind): readonly Place[] => places.filter((place) => place.kind === kind)

function place(
  id: string,
  kind: PlaceKind,
  setting: Setting,
  site: string,
  building: string,
  floor: string,
  departments: readonly string[],
  costCentre: string,
  room: string,
  weight: number,
): Place {
  return { id, kind, setting, site, building, floor, departments, costCentre, room, weight }
}
