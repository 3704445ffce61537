import { expect, test } from 'vitest'
import { compileUpdates } from '#domain/applicability/applicability.ts'
import { compileAliases } from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import { type AssessInput, assess } from './assess.ts'

const advisory = (
  trackingId: string,
  vendor: string,
  name: string,
  version: string,
  cve: string,
  vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
): Advisory => ({
  id: `test:${trackingId}`,
  publisher: 'Test',
  publisherNamespace: 'https://test.example',
  trackingId,
  title: `${name} can be misused`,
  summary: '',
  revision: '1',
  trackingStatus: 'final',
  publishedAt: '2024-01-01T00:00:00Z',
  revisedAt: '2024-02-02T00:00:00Z',
  url: `https://test.example/${trackingId}`,
  products: [
    { productId: 'P', vendor, name, version, versionForm: 'comparison', fullName: `${name} ${version}`, isRange: true },
  ],
  vulnerabilities: [
    {
      vulnerabilityId: cve,
      cve,
      title: 'No password is asked for',
      description: '',
      scores: [{ version: '3.1', vector, score: 9.8, source: 'Test', productIds: ['P'] }],
      remediations: [
        { category: 'mitigation', details: 'Keep it off the network', productIds: ['P'] },
        { category: 'vendor_fix', details: 'Install 3.0', url: 'https://test.example/fix', productIds: ['P'] },
      ],
      status: { known_affected: ['P'] },
      threats: [],
      flags: [],
    },
  ],
})

const pumps = advisory('PUMP', 'B. Braun', 'SpaceStation', '< 3.0', 'CVE-2024-0001')
const printers = advisory(
  'PRINT',
  'Zebra',
  'ZD420',
  'vers:all/*',
  'CVE-2024-0002',
  'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N',
)

function assessed(claims: readonly DeviceClaims[], more: Partial<AssessInput> = {}) {
  return assess({
    devices: claims.map((one, index) => ({ key: `d${index + 1}`, position: `row ${index + 2}`, claims: one })),
    advisories: [printers, pumps],
    knownExploited: new Map(),
    exploitProbability: new Map(),
    inventory: { file: 'inventory.csv', columns: [], refused: [], skipped: [], unread: [], remarks: [] },
    intelligence: { source: 'test', knownExploited: { entries: 0, asOf: null }, exploitProbability: null, skipped: [] },
    now: new Date('2024-06-01T00:00:00Z'),
    ...more,
  })
}

const pump = (softwareVersion: string | null, careArea: string, more: DeviceClaims = {}): DeviceClaims => ({
  manufacturer: 'B. Braun Melsungen AG',
  model: 'SpaceStation',
  description: 'Infusion pump',
  softwareVersion,
  careArea,
  ...more,
})

test('a manager sees how many pumps in which wards, and what to do first', () => {
  const { actions, totals } = assessed([
    pump('2.0', 'ICU'),
    pump('2.1', 'ICU'),
    pump('2.0', 'Ward 4', { model: 'Space Station' }),
    pump(null, 'Ward 4'),
    { manufacturer: 'Zebra', model: 'ZD420', description: 'Label printer', careArea: 'Stores' },
  ])

  expect(actions.map((group) => [group.advisory.trackingId, group.affected, group.cannotTell])).toEqual([
    ['PUMP', 3, 1],
    ['PRINT', 1, 0],
  ])
  const [first, last] = actions
  expect(first?.places).toEqual([
    { place: 'ICU', devices: 2 },
    { place: 'Ward 4', devices: 2 },
  ])
  expect(first?.models).toEqual([
    { model: 'SpaceStation', devices: 3 },
    { model: 'Space Station', devices: 1 },
  ])
  expect(first?.remediations.map((one) => one.details)).toEqual(['Install 3.0', 'Keep it off the network'])
  expect(first!.risk.score).toBeGreaterThan(last!.risk.score * 2)
  expect(first?.risk.reasons.every((reason) => reason.text !== '' && reason.source !== '')).toBe(true)
  expect(totals).toMatchObject({ devices: 5, affected: 4, cannotTell: 1, notAffected: 0, notNamed: 0 })
})

test('each device is counted once, by the worst that is said of it', () => {
  const { totals } = assessed([
    pump('2.0', 'ICU'),
    pump('3.0', 'ICU'),
    pump(null, 'ICU'),
    { manufacturer: 'Acme', model: 'Widget' },
    { assetTag: '17' },
    pump('1.0', 'Cellar', { lifecycle: 'stored' }),
  ])

  expect(totals).toMatchObject({
    devices: 6,
    affected: 1,
    cannotTell: 1,
    notAffected: 1,
    notNamed: 1,
    unidentified: 1,
    offWorklist: 1,
    offWorklistAffected: 1,
  })
})

test('a stored device is in no list of what to do', () => {
  const { actions } = assessed([pump('1.0', 'Cellar', { lifecycle: 'stored' })])

  expect(actions).toEqual([])
})

test('what nobody can tell says what would settle it', () => {
  const { actions, questions, gaps } = assessed([pump(null, 'ICU'), pump(null, 'Ward 4'), pump('K', 'OR')])

  expect(actions).toEqual([])
  expect(questions.map((group) => [group.cannotTell, group.unknown])).toEqual([
    [3, ['the version of the device is not known', 'software version K cannot be compared with "< 3.0"']],
  ])
  expect(gaps.map(({ part, devices, advisories }) => [part, devices, advisories])).toEqual([
    ['version_missing', 2, 1],
    ['version', 1, 1],
  ])
})

test('a flaw that attackers are known to use comes first, and is counted', () => {
  const other = advisory('OTHER', 'B. Braun', 'Perfusor', 'vers:all/*', 'CVE-2024-0003')
  const devices = [pump('2.0', 'ICU'), pump('2.0', 'ICU', { model: 'Perfusor' })]
  const listed = {
    cve: 'CVE-2024-0003',
    vendor: 'B. Braun',
    product: 'Perfusor',
    name: '',
    addedOn: '2024-05-05',
    ransomware: false,
    requiredAction: '',
  }
  const { actions, totals } = assessed(devices, {
    advisories: [pumps, other],
    knownExploited: new Map([[listed.cve, listed]]),
  })

  expect(actions.map((group) => group.advisory.trackingId)).toEqual(['OTHER', 'PUMP'])
  expect(actions[0]?.vulnerabilities[0]?.knownExploited).toEqual({ addedOn: '2024-05-05', ransomware: false })
  expect(totals.knownExploited).toBe(1)
})

test('an empty inventory is an answer', () => {
  const { totals, actions, questions, gaps } = assessed([])

  expect([totals.devices, actions, questions, gaps]).toEqual([0, [], [], []])
})

test('a vulnerability of Windows that an installed update cured is not on the device, whoever names it', () => {
  const compiler = compileUpdates()
  const product = 'Windows 7 for x64-based Systems Service Pack 1'
  compiler.add({
    ...{ document: '2019-May', asOf: '2019-05-14', cve: 'CVE-2024-0001', title: '', severity: '', impact: '' },
    ...{ publishedOn: '2019-05-14', revisedOn: '2019-05-14', isExploited: null, isDisclosed: null, scores: [] },
    products: [product],
    fixes: [
      {
        ...{ kb: '4499175', supersedes: [], fixedBuild: '', kind: '', component: '', postedOn: '2019-05-14' },
        products: [product],
      },
    ],
  })
  const updates = compiler.finish()
  const station = (...installedUpdates: string[]) =>
    pump('2.0', 'ICU', { operatingSystem: 'Windows 7 SP1 x64', installedUpdates })

  expect(
    assessed([station('KB4499175'), station('KB4499164')], { microsoft: { updates, words: new Map() } }).totals,
  ).toMatchObject({
    affected: 1,
    notAffected: 1,
  })
})

test('makers and models that an alias takes for one are one group, also where their operating system is affected', () => {
  const system = advisory('WIN', 'Microsoft', 'Windows 7', 'vers:all/*', 'CVE-2024-0003')
  const { actions } = assessed(
    [
      { manufacturer: 'Zorblax', model: 'ZX-77', operatingSystem: 'Windows 7' },
      { manufacturer: 'B. Braun', model: 'SpaceStation', operatingSystem: 'Windows 7' },
    ],
    {
      advisories: [system],
      aliases: compileAliases([
        { kind: 'vendor', name: 'Zorblax', maker: 'B. Braun' },
        { kind: 'model', name: 'ZX 77', maker: 'B. Braun', model: 'SpaceStation' },
      ]),
    },
  )
  expect(actions.map(({ advisory: { trackingId }, devices }) => `${trackingId}: ${devices.length}`)).toEqual(['WIN: 2'])
})

test('models of one family that one advisory names stand in groups of their own, as on the server', () => {
  const venue = advisory('VENUE', 'GE Healthcare', 'Venue', 'vers:all/*', 'CVE-2024-0009')
  const { actions, questions } = assessed(
    ['Venue Go', 'Venue Go', 'VENUE-GO', 'Venue 40', 'Venue 50'].map((model) => ({
      manufacturer: 'GE Healthcare',
      model,
      description: 'Ultrasound',
    })),
    { advisories: [venue] },
  )

  const groups = [...actions, ...questions]
  expect(groups.map(({ models }) => models.map(({ model }) => model).join(' = ')).sort()).toEqual([
    'Venue 40',
    'Venue 50',
    'Venue Go = VENUE-GO',
  ])
  expect(groups.map(({ model, affected, cannotTell }) => [model, affected + cannotTell])).toContainEqual([
    'Venue Go',
    3,
  ])
})
