import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Collected } from '#connectors/connector.ts'
import { csvFile } from '#connectors/csv-file/connector.ts'
import { xlsxFile } from '#connectors/xlsx-file/connector.ts'
import type { CareSetting, Criticality, DeviceClaims } from '#model/device.ts'
import { silentLog } from '#platform/log.ts'
import { diskFile } from '#tests/support/input-file.ts'
import { classify } from './classing.ts'

const areas: readonly (readonly [CareSetting, ...string[]])[] = [
  [
    'icu',
    'MEDICAL ICU',
    'MICU 4A',
    'NICU',
    'Neonatal ICU',
    'CCU',
    'Critical Care',
    'Intensivstation 2',
    'Réanimation',
    'Soins intensifs',
    'UCI',
    'Cuidados Intensivos',
  ],
  [
    'or',
    'OPERATING ROOM',
    'OR MAIN',
    'OR-15',
    'Surgery',
    'PACU',
    'Post Anesthesia Care',
    'Theatre 3',
    'OP-Saal 4',
    'Aufwachraum',
    'Bloc opératoire',
    'Quirófano 2',
    'Endoscopy',
  ],
  ['emergency', 'EMERGENCY DEPT', 'ED', 'ER', 'A&E', 'Notaufnahme', 'Schockraum', 'Urgences', 'Urgencias'],
  [
    'ward',
    '4 WEST MED SURG',
    '5E',
    'Tele 6',
    'Orthopedics 7',
    'LABOR & DELIVERY',
    'L&D',
    'ONCOLOGY',
    'DIALYSIS',
    'Ward 12',
    'Station 4B',
    'Hospitalisation',
    'Planta 3',
  ],
  [
    'imaging',
    'RADIOLOGY',
    'CATH LAB',
    'EP LAB',
    'MRI SUITE',
    'Diagnostic Imaging',
    'CT 2',
    'Radiation Oncology',
    'Radiologie',
    'Röntgen',
    'Herzkatheterlabor',
    'Imagerie médicale',
    'Radiología',
  ],
  ['lab', 'CLINICAL LABORATORY', 'LAB', 'Pathology', 'Blood Bank', 'Zentrallabor Labor', 'Laboratoire', 'Laboratorio'],
  [
    'outpatient',
    'WESTBROOK CLINIC',
    'Outpatient',
    'Primary Care',
    'Infusion Ctr',
    'Poliklinik',
    'Consultations externes',
    'Consultas externas',
  ],
  ['home', 'Home', 'Home care', 'Patient home', 'À domicile'],
  [
    'storage',
    'BIOMED STORAGE',
    'Clinical Engineering',
    'EQUIPMENT POOL',
    'Loaner Pool',
    'Medizintechnik',
    'Lager',
    'Almacén',
  ],
  [
    'technical',
    'PLANT OPS',
    'Facilities',
    'IT',
    'IT CLOSETS',
    'DATA CENTER',
    'PHARMACY',
    'Sterile Processing',
    'Serverraum',
    'Apotheke',
    'Salle serveur',
    'Mantenimiento',
  ],
  ['unknown', '', 'XYZ'],
]

test.each(areas.flatMap(([setting, ...texts]) => texts.map((text) => [text, setting])))('%s is %s', (text, setting) => {
  expect(classify({ careArea: text }).careSetting).toBe(setting)
})

const placed: readonly (readonly [string, DeviceClaims, CareSetting])[] = [
  ['a stored device stands in no ward', { lifecycle: 'stored', careArea: 'ICU' }, 'storage'],
  ['the care area counts before the building', { careArea: 'PHARMACY', building: 'Emergency Building' }, 'technical'],
  [
    'a specialty leaves it to the site',
    { department: 'CARDIOLOGY', site: 'Westbrook Outpatient Center' },
    'outpatient',
  ],
  ['a specialty alone is a ward', { department: 'CARDIOLOGY', site: 'Main Campus' }, 'ward'],
  ['a name tells where nothing else does', { hostname: 'PCA-MICU-1552', site: 'Main Campus' }, 'icu'],
  ['a CT stands in imaging', { deviceType: 'CT' }, 'imaging'],
  ['a pump may stand anywhere', { deviceType: 'Infusion Pump' }, 'unknown'],
]

test.each(placed)('%s', (_, claims, setting) => {
  expect(classify(claims).careSetting).toBe(setting)
})

const risks: readonly (readonly [string, DeviceClaims, Criticality])[] = [
  ['what the hospital states stands', { criticality: 'low', deviceType: 'Ventilator' }, 'low'],
  [
    'a stated class counts before the kind',
    { riskClass: 'Life support', deviceType: 'Syringe Pump' },
    'life_sustaining',
  ],
  ['a class in German', { riskClass: 'Hoch', deviceType: 'Drucker' }, 'high'],
  ['not life support is not life support', { riskClass: 'Non life-support', deviceType: 'Bed' }, 'low'],
  [
    'a class of the MDR says nothing of harm here',
    { riskClass: 'IIb', deviceType: 'Beatmungsgerät' },
    'life_sustaining',
  ],
  ['an unknown criticality is none', { criticality: 'unknown', deviceType: 'Infusion Pump' }, 'high'],
  ['a ventilator sustains life', { description: 'VENTILATOR, INTENSIVE CARE' }, 'life_sustaining'],
  ['a printer does not', { deviceType: 'Printer' }, 'low'],
  ['a brand tells where no word does', { manufacturer: 'BD', model: 'Alaris 8015' }, 'high'],
  ['nothing tells', { manufacturer: 'ACME', model: 'X1' }, 'unknown'],
]

test.each(risks)('%s', (_, claims, criticality) => {
  expect(classify(claims).criticality).toBe(criticality)
})

test('what is told of the model raises what the kind of device tells, and stands below what the inventory says', () => {
  const told = (claims: DeviceClaims, criticality: Criticality | null) => classify(claims, criticality).criticality
  expect(told({ model: 'X1' }, 'life_sustaining')).toBe('life_sustaining')
  expect(told({ deviceType: 'Infusion pump' }, 'life_sustaining')).toBe('life_sustaining')
  expect(told({ deviceType: 'Printer' }, 'high')).toBe('high')
  // Unknown counts as the worst: it is not lowered.
  expect(told({ model: 'X1' }, 'high')).toBe('unknown')
  expect(told({ deviceType: 'Ventilator' }, 'high')).toBe('life_sustaining')
  expect(told({ deviceType: 'Ventilator', criticality: 'low' }, 'life_sustaining')).toBe('low')
  expect(told({ deviceType: 'Ventilator', riskClass: 'Medium risk' }, 'life_sustaining')).toBe('medium')
})

interface Truth {
  readonly kind: string
  readonly id: string
  readonly setting: CareSetting
  readonly lifecycle: string
  readonly criticality: Criticality
  readonly cmms: readonly { row: number }[]
  readonly mdsp: readonly { id: string }[]
}

test('hardly a device in use at Riverside General stands in an unknown place or has an unknown criticality', async () => {
  const folder = 'fixtures/riverside-general'
  const context = { log: silentLog, now: () => new Date('2026-11-16T08:00:00Z') }
  const observed = async (all: AsyncIterable<Collected>) => {
    const claims = new Map<string, DeviceClaims>()
    for await (const one of all)
      if (one.kind === 'observation') {
        claims.set(one.position, one.observation.claims)
        claims.set(one.observation.raw?.['Device ID'] ?? '', one.observation.claims)
      }
    return claims
  }
  const cmms = await observed(
    xlsxFile.collect({ file: diskFile(`${folder}/cmms.xlsx`), config: xlsxFile.config.parse({}), ...context }),
  )
  const mdsp = await observed(
    csvFile.collect({ file: diskFile(`${folder}/mdsp.csv`), config: csvFile.config.parse({}), ...context }),
  )
  const devices = readFileSync(`${folder}/ground-truth.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line): Truth => JSON.parse(line))
    .filter(
      ({ kind, lifecycle, cmms, mdsp }) => kind === 'device' && lifecycle === 'in_use' && cmms.length + mdsp.length > 0,
    )
  const classed = devices.map((truth) => {
    const claims = Object.assign(
      {},
      ...truth.mdsp.map(({ id }) => mdsp.get(id)),
      ...truth.cmms.map(({ row }) => cmms.get(`row ${row}`)),
    )
    return { truth, ...classify(claims) }
  })
  const share = (is: (one: (typeof classed)[number]) => boolean) => classed.filter(is).length / classed.length

  expect(classed.length).toBeGreaterThan(1500)
  expect(share(({ careSetting }) => careSetting === 'unknown')).toBeLessThanOrEqual(0.05)
  expect(share(({ criticality }) => criticality === 'unknown')).toBeLessThanOrEqual(0.05)
  expect(share(({ careSetting, truth }) => careSetting === truth.setting)).toBeGreaterThanOrEqual(0.9)
  expect(share(({ criticality, truth }) => criticality === truth.criticality)).toBeGreaterThanOrEqual(0.9)
})
