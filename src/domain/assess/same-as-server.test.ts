import { expect, test } from 'vitest'
import { compileNvd, compileUpdates } from '#domain/applicability/applicability.ts'
import { getFinding, listFindings } from '#domain/findings/findings.ts'
import { msrcWordsOf, nvdWordsOf, recordApplicability, recordWordsOf } from '#domain/intelligence/intelligence.ts'
import { onFeedRecords, onNames } from '#domain/loop.ts'
import { compileAliases } from '#domain/matching/matching.ts'
import { nameRules } from '#domain/names/names.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { NameRule } from '#model/name-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { canonicalJson } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { cveRecord, cvssOf, cweOf } from '#tests/support/cve-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { msrcFix, msrcRecord, windows7, windows1607 } from '#tests/support/msrc-entries.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { type AssessedDevice, assess, matchInventory } from './assess.ts'

const { db } = await testDatabase()
const random = seeded(41)

const claimsOf = (n: number): DeviceClaims => ({
  assetTag: `T-${n}`,
  serialNumber: `S-${n}`,
  manufacturer: random.of(['Example Medical', 'Meadow Imaging', 'Zorblax Infusion', null]),
  model: random.of(['Drip 3000', 'Vital 500', 'Viewer', 'ZX-77', 'Example Medical Drip 3000']),
  softwareVersion: random.of(['9.0', '9.2', '10.0', null]),
  operatingSystem: random.of([
    ...['Windows 7 Professional SP1', 'Windows 7', 'Windows 10 Enterprise LTSB 2016', null],
    ...['Windows 10 LTSB 2016 x64 10.0.14393.6614', 'Windows 10 LTSB 2016 x64 10.0.14393.6500'],
  ]),
  installedUpdates: random.of([
    null,
    null,
    ['KB5000001'],
    ['KB5000002'],
    ['KB4999999', 'KB4999998'],
    ['KB4999999', '…'],
  ]),
  criticality: random.of(['high', 'low']),
  lifecycle: 'in_use',
  site: 'North',
})
const rules: NameRule[] = [
  { kind: 'vendor', name: 'Zorblax Infusion', maker: 'Example Medical' },
  { kind: 'model', name: 'ZX 77', maker: 'Example Medical', model: 'Drip 3000' },
]
const nvdRecords = [
  nvdRecord('CVE-2026-0001', [named('o:microsoft:windows_7:-:sp1')]),
  nvdRecord('CVE-2026-0002', [named('o:microsoft:windows_7:-:sp1'), named('o:microsoft:windows_10:1607')], {
    scores: [],
  }),
  nvdRecord('CVE-2026-0003', [named('o:example_medical:drip_3000_firmware', { before: '9.2' })]),
  nvdRecord('CVE-2026-0004', [named('a:meadow_imaging:viewer', { upTo: '9.0' })], { weaknesses: [] }),
  nvdRecord('CVE-2026-0005', [named('o:microsoft:windows_8.1:-')]),
]
const recordRecords = [
  cveRecord({
    cve: 'CVE-2026-0020',
    affected: [
      {
        publisher: 'adp:CISA-ADP',
        defaultStatus: 'unaffected',
        versions: [{ version: '0', status: 'affected', lessThan: '9.2' }],
        cpes: [named('o:microsoft:windows_7:-:sp1').cpe, named('o:example_medical:drip_3000_firmware').cpe],
      },
    ],
    assessments: [
      cvssOf('cna:meadow', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8),
      cweOf('cna:meadow', 'CWE-306'),
    ],
  }),
]
const sevens = [windows7, 'Windows 7 for 32-bit Systems Service Pack 1']
const msrcRecords = [
  msrcRecord('CVE-2026-0001', [msrcFix('5000001', { products: sevens })]),
  msrcRecord('CVE-2026-0002', [
    msrcFix('5000003', { products: [windows1607], fixedBuild: '10.0.14393.6614' }),
    msrcFix('5000001', { products: sevens }),
  ]),
  msrcRecord('CVE-2026-0009', [msrcFix('5000001', { products: sevens })], {
    title: 'MITRE: CVE-2026-0009 Not its own',
  }),
  msrcRecord('CVE-2026-0010', [msrcFix('5000002', { products: sevens, supersedes: ['5000001'] })], { scores: [] }),
]
const advisories = [
  advisoryRecord({
    trackingId: 'A-1',
    products: [
      productEntry({ productId: 'P1', name: 'Drip 3000', version: '< 9.2', versionForm: 'comparison', isRange: true }),
    ],
    vulnerabilities: [
      statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } }),
      statement({ vulnerabilityId: 'CVE-2026-0009', status: { known_affected: ['P1'] } }),
    ],
  }),
  advisoryRecord({
    trackingId: 'M-1',
    publisher: 'Meadow Imaging',
    products: [
      productEntry({
        productId: 'P1',
        vendor: 'Meadow Imaging',
        name: 'Viewer',
        version: '< 9.0',
        versionForm: 'comparison',
        isRange: true,
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
  }),
  advisoryRecord({
    trackingId: 'R-1',
    products: [
      productEntry({
        ...{ productId: 'P1', name: 'Drip 3000', version: 'vers:all/*', versionForm: 'all' },
        identifiers: { serialRanges: [{ from: 'S-10', to: 'S-29' }] },
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'R-1', status: { known_affected: ['P1'] } })],
  }),
  // Whose products no branch says, a component, the ends of a release line, and a product without a status.
  advisoryRecord({
    trackingId: 'U-1',
    publisher: 'Example Medical',
    isByVendor: true,
    properties: {
      ...{ category: 'csaf_security_advisory', csafVersion: '2.0', publisherCategory: 'vendor', generator: '' },
      ...{ aggregateSeverity: '', revisionHistory: [] },
    },
    products: [
      productEntry({ productId: 'P1', vendor: '', name: 'Drip 3000', version: '9.1', versionForm: 'exact' }),
      productEntry({ productId: 'P2', vendor: 'Meadow Imaging', name: 'Viewer' }),
      productEntry({ productId: 'S', vendor: 'Libco', name: 'SoftLib', version: '<1.2', versionForm: 'comparison' }),
      productEntry({
        ...{
          productId: 'H',
          vendor: 'Meadow Imaging',
          name: 'Vital 500',
          version: '<=10.0',
          versionForm: 'comparison',
        },
      }),
      productEntry({
        ...{ productId: 'C', vendor: 'Meadow Imaging', name: 'Vital 500 SoftLib', version: '<1.2' },
        ...{
          versionForm: 'comparison',
          relation: { category: 'default_component_of', productId: 'S', relatesTo: 'H' },
        },
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'U-1', status: { first_affected: ['P1'], known_affected: ['C'] } })],
  }),
]

test('the server, assess and match give the same answers with NVD, Microsoft, aliases and serial numbers', {
  timeout: 60_000,
}, async () => {
  const devices: AssessedDevice[] = Array.from({ length: 60 }, (_, n) => ({
    key: `d${n}`,
    position: `row ${n + 2}`,
    claims: claimsOf(n),
  }))
  const hospital = await newHospital(db)
  await hospital.says(hospital.cmms, Object.fromEntries(devices.map(({ key, claims }) => [key, claims])))
  const { organisationId, actor } = hospital
  await inTransaction(db, (tx) =>
    onFeedRecords(tx, organisationId, actor, [...advisories, ...nvdRecords, ...recordRecords, ...msrcRecords]),
  )
  const noted = rules.map((rule) => ({ rule, note: 'The plate' }))
  await inTransaction(db, (tx) => onNames(tx, actor, () => nameRules.set(tx, actor, noted)))
  await hospital.follow()
  const aliases = compileAliases(rules)
  const { items } = await listFindings(db, hospital.organisationId, { filter: { open: 'true' }, limit: 1000 })
  const ofServer = items.map((row) => [
    row.device.name.split(' · ')[1]!,
    row.vulnerabilityId,
    row.advisoryId,
    row.answer,
    row.score,
  ])
  expect(new Set(ofServer.map(([, , by]) => by)).size).toBeGreaterThan(3)
  // The recall's devices are told apart, whether their maker stands in its field, in the model's, behind an alias, or in the
  // model's while another sold it.
  const recalled = items.filter(({ vulnerabilityId }) => vulnerabilityId === 'R-1')
  expect(new Set(recalled.map(({ answer }) => answer))).toEqual(new Set(['affected']))
  expect(new Set(recalled.map(({ device }) => device.manufacturer))).toEqual(
    new Set(['Example Medical', 'Zorblax Infusion', 'Meadow Imaging', null]),
  )

  const unnamed = items.filter(({ vulnerabilityId }) => vulnerabilityId === 'U-1')
  const models = (of: 'affected' | 'cannot_tell') =>
    new Set(unnamed.filter(({ answer }) => answer === of).map(({ device }) => device.model))
  expect(models('affected')).toContain('Vital 500')
  expect([...models('cannot_tell')]).toEqual(expect.arrayContaining(['Drip 3000', 'Viewer']))

  const compiler = compileNvd()
  const words = new Map<string, ReturnType<typeof nvdWordsOf>>()
  for (const record of nvdRecords)
    if (record.kind === 'nvd_cve') {
      compiler.add(record.entry)
      words.set(record.entry.cve, nvdWordsOf(record.entry))
    }
  for (const one of recordRecords)
    if (one.kind === 'cve_record') {
      const { cve, assessments } = one.record
      compiler.add({ cve, configurations: recordApplicability(one.record) })
      words.set(cve, { ...recordWordsOf(one.record), assessments: [...assessments] })
    }
  expect(ofServer.filter(([, , by]) => by === 'CVE').length).toBeGreaterThan(5)
  const applicability = compiler.finish()
  const updatesCompiler = compileUpdates()
  const msrcWords = new Map<string, ReturnType<typeof msrcWordsOf>>()
  for (const record of msrcRecords)
    if (record.kind === 'msrc_cve') {
      updatesCompiler.add(record.entry)
      msrcWords.set(record.entry.cve, msrcWordsOf(record.entry))
    }
  const updates = updatesCompiler.finish()
  const assessment = assess({
    devices,
    advisories: advisories.map(({ advisory }) => advisory),
    nvd: { applicability, words, nvdCves: nvdRecords.length, recordCves: recordRecords.length },
    microsoft: { updates, words: msrcWords },
    aliases,
    knownExploited: null,
    exploitProbability: null,
    inventory: { file: '', columns: [], refused: [], remarks: [], unread: [], skipped: [] },
    intelligence: { source: '', knownExploited: null, exploitProbability: null, skipped: [] },
    now: new Date(),
  })
  // Of each device and advisory, assess says the worst.
  const worst = new Map<string, (typeof ofServer)[number]>()
  const weigh = ([, , , answer, score]: (typeof ofServer)[number]) =>
    (answer === 'affected' ? 1000 : 0) + (score as number)
  for (const row of ofServer) {
    const key = `${row[0]} ${row[2]}`
    const other = worst.get(key)
    if (!other || weigh(row) > weigh(other)) worst.set(key, row)
  }
  const ofAssess = [...assessment.actions, ...assessment.questions].flatMap((group) =>
    group.devices.map((device) => `${device.assetTag} ${group.advisory.id} ${device.answer} ${device.score}`),
  )
  expect(ofAssess.sort()).toEqual(
    [...worst.values()].map(([tag, , by, answer, score]) => `${tag} ${by} ${answer} ${score}`).sort(),
  )
  expect(assessment.totals.affected).toBe(
    new Set(ofServer.filter(([, , , answer]) => answer === 'affected').map(([tag]) => tag)).size,
  )

  // Line by line, what databases say is the server's evidence, superseded or not; what gives way to Microsoft has no line. That NVD
  // names another version is no evidence, and told in lines alone.
  const lines = [
    ...matchInventory(
      devices,
      advisories.map(({ advisory }) => advisory),
      { all: true, nvd: applicability, updates, aliases, nameOf: ({ claims }) => claims.assetTag! },
    ),
  ].filter(({ advisory, answer }) => answer !== 'not_affected' || (advisory !== 'NVD' && advisory !== 'CVE'))
  const evidence = []
  const { items: all } = await listFindings(db, hospital.organisationId, { filter: { open: 'any' }, limit: 1000 })
  for (const { device, vulnerabilityId } of all)
    for (const one of (await getFinding(db, hospital.organisationId, { deviceId: device.id, vulnerabilityId }))
      .evidence) {
      if (one.givesWay?.startsWith('Microsoft’s updates') && one.database) continue
      evidence.push([
        device.name.split(' · ')[1],
        one.advisoryId.split(':').at(-1),
        vulnerabilityId,
        one.answer,
        one.probability,
        one.because,
      ])
    }
  const inOrder = (rows: readonly unknown[]) => rows.map((row) => canonicalJson(row)).sort()
  // That an update cured what nobody else speaks of is no finding.
  const isKept = new Set(all.map(({ device, vulnerabilityId }) => `${device.name.split(' · ')[1]} ${vulnerabilityId}`))
  const kept = lines.filter((line) => isKept.has(`${line.device} ${line.vulnerability}`))
  expect(lines.filter((line) => !kept.includes(line)).map((line) => `${line.advisory} ${line.answer}`)).toEqual(
    lines.filter((line) => !kept.includes(line)).map(() => 'MSRC not_affected'),
  )
  expect(
    inOrder(
      kept.map((line) => [line.device, line.advisory, line.vulnerability, line.answer, line.probability, line.because]),
    ),
  ).toEqual(inOrder(evidence))
})
