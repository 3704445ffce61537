import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { prepare } from '#domain/inventory/inventory.ts'
import { followDatabases, onFeedRecords, onObservations, onRunEnd } from '#domain/loop.ts'
import { completeWorkOrder, createCampaign } from '#domain/remediation/remediation.ts'
import { permissionsOf } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { writeCsafVex } from '#standards/csaf/write-csaf-vex.ts'
import { writeOpenVex } from '#standards/openvex/write-openvex.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { csafFaults } from '#tests/support/csaf-faults.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { msrcFix, msrcRecord, windows7, windows1607 } from '#tests/support/msrc-entries.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { findingEvents, getFinding, issueVex, listFindings, presentDatabases } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

beforeEach(async () => {
  await sql`truncate device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, nvd_cve,
    platform, package_vulnerability, sbom, followed_databases, basis_match, basis_score, msrc_cve, msrc_document, work_order,
    device_behind cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version'), msrc = 0`.execute(db)
})

const station = (claims: DeviceClaims = {}): DeviceClaims => ({
  assetTag: 'S-1',
  manufacturer: 'Philips',
  model: 'IntelliVue MX40',
  operatingSystem: 'Windows 7 Professional SP1 x64',
  ...claims,
})
const withUpdates = (...installedUpdates: string[]) => station({ installedUpdates })
const atBuild = (revision: string) =>
  station({ operatingSystem: `Windows 10 Enterprise LTSB 2016 x64 10.0.14393.${revision}` })

const tell = (...records: FeedRecord[]) => inTransaction(db, (tx) => onFeedRecords(tx, organisationId, actor, records))
const endRun = () => onRunEnd(db, organisationId, actor)
const firstRead = Date.now() + 3_600_000
let read = 0
/** As an import does. */
async function see(claims: DeviceClaims): Promise<string> {
  const at = new Date(firstRead + ++read * 1000).toISOString()
  const run = { id: newId(), now: at, actor }
  const batch = [{ sourceKey: claims.assetTag!, observedAt: at, claims: { ...claims, lastSeenAt: at } }]
  await inTransaction(db, (tx) => onObservations(tx, hospital.monitor, run, batch.map(prepare)))
  return (
    await sql<{ id: string }>`select id from device where asset_tag = ${claims.assetTag} and gone_at is null`.execute(
      db,
    )
  ).rows[0]!.id
}
const open = async () =>
  (await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 100 })).items
    .map((row) => [row.vulnerabilityId, row.answer, row.advisoryId])
    .sort()
const evidenceOf = async (deviceId: string, vulnerabilityId: string) => {
  const { finding, evidence } = await getFinding(db, organisationId, { deviceId, vulnerabilityId })
  return {
    status: finding.status,
    remediation: finding.remediation,
    said: evidence.map(({ advisoryId, answer, isSuperseded }) => `${advisoryId} ${answer}${isSuperseded ? ' -' : ''}`),
    why: evidence[0]?.because.map(({ text }) => text).join('; '),
    probability: evidence[0]?.probability,
    givesWay: evidence[1]?.givesWay,
  }
}
const eventsOf = async (deviceId: string) =>
  (await findingEvents(db, organisationId, { deviceId })).map(({ kind, reason }) => [kind, reason])

const cve = 'CVE-2026-0001'
const seven = named('o:microsoft:windows_7:-:sp1')
const january = msrcRecord(cve, [msrcFix('5000001')])
const february = msrcRecord(
  'CVE-2026-0002',
  [msrcFix('5000002', { supersedes: ['5000001'], postedOn: '2026-02-10' })],
  {
    document: '2026-Feb',
  },
)

test('a device that lacks an update has a finding, and its evidence names the update', async () => {
  const id = await see(withUpdates('KB4999999'))
  await tell(january)
  expect(await open()).toEqual([])
  await endRun()

  expect(await open()).toEqual([[cve, 'affected', 'MSRC']])
  expect(await evidenceOf(id, cve)).toMatchObject({
    said: ['MSRC affected'],
    why: expect.stringMatching(
      /is Windows 7 for x64.*KB5000001 cures it, and neither it nor one that contains it is installed/,
    ),
  })
  const [row] = (await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 10 })).items
  expect(row).toMatchObject({
    title: 'Windows Invented Vulnerability',
    because: expect.stringContaining('KB5000001'),
    score: expect.any(Number),
  })
})

test('whether the device or Microsoft came first makes no difference, and a second time nothing is written', async () => {
  await tell(january, february)
  await endRun()
  await see(withUpdates('KB4999999'))
  const first = await open()
  expect(first.map(([id]) => id)).toEqual([cve, 'CVE-2026-0002'])
  const { rows } = await sql`select digest, names::text from platform`.execute(db)

  await sql`truncate device, configuration, observation, identifier, platform, followed_databases, basis_match, basis_score cascade`.execute(
    db,
  )
  read--
  await see(withUpdates('KB4999999'))
  await endRun()
  expect(await open()).toEqual(first)
  expect((await sql`select digest, names::text from platform`.execute(db)).rows).toEqual(rows)

  const writes = await writesDuring(db, async () => {
    await tell(january, february)
    await endRun()
    read--
    await see(withUpdates('KB4999999'))
  })
  expect(writes).toEqual({})
})

test('an import that reports a superseding update closes the finding and verifies its work order', async () => {
  const id = await see(withUpdates('KB4999999'))
  await tell(january, february)
  await endRun()
  const group = { advisoryId: 'MSRC', manufacturer: 'Philips', model: 'IntelliVue MX40', site: '' }
  expect(await createCampaign(db, actor, group)).toMatchObject({ workOrders: 1, skipped: [] })
  const order = async () =>
    (await sql<{ id: string; state: string; steps: unknown }>`select id, state, steps from work_order`.execute(db))
      .rows[0]!
  expect(JSON.stringify((await order()).steps)).toMatch(
    /KB5000002 of 2026-02-10, or one that contains it, once the manufacturer of the device allows it: it cures 2 vulnerabilities/,
  )
  const worker = { actor, permissions: permissionsOf.administrator }
  await completeWorkOrder(db, worker, (await order()).id, { clientKey: 'k1', note: 'Updated' }, async () => {})
  expect(await order()).toMatchObject({ state: 'verification_pending' })

  await see(withUpdates('KB4999999', 'KB5000002'))

  expect(await open()).toEqual([])
  expect(await order()).toMatchObject({ state: 'verified' })
  const { finding } = await getFinding(db, organisationId, { deviceId: id, vulnerabilityId: cve })
  expect(finding).toMatchObject({ status: 'fixed', remediation: 'verified', isOpen: false })
  const events = await eventsOf(id)
  expect(events).toContainEqual([
    'fixed',
    expect.stringMatching(/installed since: KB5000002; MSRC: KB5000002 is installed, which contains KB5000001$/),
  ])

  await see(withUpdates('KB4999999'))
  expect((await open()).map(([one]) => one)).toEqual([cve, 'CVE-2026-0002'])
  expect((await eventsOf(id)).filter(([kind]) => kind === 'reopened')).toHaveLength(2)
})

test('NVD names the whole release, and the build is that of the update: not affected, with both as evidence', async () => {
  const fixed = msrcRecord(cve, [msrcFix('5000001', { fixedBuild: '10.0.14393.6614', products: [windows1607] })])
  const id = await see(atBuild('6614'))
  await tell(nvdRecord(cve, [named('o:microsoft:windows_10:1607')]))
  await endRun()
  expect(await open()).toEqual([[cve, expect.stringMatching(/affected|cannot_tell/), 'NVD']])

  await tell(fixed)
  await endRun()

  expect(await open()).toEqual([])
  expect(await evidenceOf(id, cve)).toMatchObject({
    status: 'not_affected',
    said: ['MSRC not_affected', expect.stringMatching(/^NVD .* -$/)],
    why: expect.stringContaining('build 14393.6614 is not before 14393.6614, which KB5000001 leaves'),
    givesWay: 'Microsoft’s updates show that it is cured on this device.',
  })

  await see({ ...atBuild('6500') })
  expect(await open()).toEqual([[cve, 'affected', 'MSRC']])
  expect(await evidenceOf(id, cve)).toMatchObject({
    why: expect.stringContaining('build 14393.6500 is before 14393.6614, which KB5000001 leaves'),
  })
})

test('neither the build nor the updates are known: nobody can tell', async () => {
  const id = await see(station())
  await tell(nvdRecord(cve, [seven]), january)
  await endRun()
  expect(await open()).toEqual([[cve, 'cannot_tell', 'MSRC']])
  expect(await evidenceOf(id, cve)).toMatchObject({
    said: ['MSRC cannot_tell', 'NVD affected -'],
    why: expect.stringContaining('neither the installed updates nor the exact build are known'),
  })
})

test('a list without builds says nothing of an exact build, and NVD is heard', async () => {
  const id = await see(atBuild('6500'))
  await tell(
    nvdRecord(cve, [named('o:microsoft:windows_10_1607', { before: '10.0.14393.6614' })]),
    nvdRecord('CVE-2026-0002', [named('o:microsoft:windows_10_1607', { before: '10.0.14393.6000' })]),
    msrcRecord(cve, [msrcFix('5000001', { products: [windows1607] })]),
    msrcRecord('CVE-2026-0002', [msrcFix('5000001', { products: [windows1607] })]),
  )
  await endRun()
  expect(await open()).toEqual([[cve, 'affected', 'NVD']])
  expect(await evidenceOf(id, cve)).toMatchObject({ said: ['NVD affected'] })
})

test('what NVD says of the model stands beside a cured Windows', async () => {
  await see({ ...withUpdates('KB5000001'), softwareVersion: '2.0' })
  await tell(nvdRecord(cve, [seven, named('a:philips:intellivue_mx40', { upTo: '2.0' })]), january)
  await endRun()
  expect(await open()).toEqual([[cve, 'affected', 'NVD']])
})

const byMaker = advisoryRecord({
  trackingId: 'M-1',
  publisher: 'Philips',
  products: [
    productEntry({
      ...{ productId: 'P1', vendor: 'Philips', name: 'IntelliVue MX40', version: 'vers:all/*', versionForm: 'all' },
    }),
  ],
  vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
})

test('an update that is installed cures Microsoft’s own flaw, whoever says that the device is affected', async () => {
  const id = await see(withUpdates('KB5000001'))
  await tell(byMaker)
  expect(await open()).toEqual([[cve, 'affected', 'example-cert:M-1']])
  await tell(january)
  await endRun()
  expect(await open()).toEqual([])
  expect(await evidenceOf(id, cve)).toMatchObject({
    said: ['MSRC not_affected', 'example-cert:M-1 affected -'],
    why: expect.stringContaining('KB5000001 is installed'),
    probability: 0.05,
  })
})

test('it does not cure a flaw of software that the device may have beside Windows', async () => {
  const id = await see(withUpdates('KB5000001'))
  await tell(byMaker, msrcRecord(cve, [msrcFix('5000001')], { title: `MITRE: ${cve} Invented flaw of HTTP` }))
  await endRun()
  expect(await open()).toEqual([[cve, 'affected', 'example-cert:M-1']])
  expect(await evidenceOf(id, cve)).toMatchObject({ said: ['example-cert:M-1 affected', 'MSRC not_affected -'] })
})

test('it does not cure Office, which Microsoft names for the same flaw', async () => {
  const office = 'Microsoft Office 2019 for 64-bit editions'
  const id = await see(withUpdates('KB4999999'))
  await tell(byMaker, nvdRecord(cve, [seven]), msrcRecord(cve, [msrcFix('5000001')], { products: [windows7, office] }))
  await endRun()
  const group = { advisoryId: 'example-cert:M-1', manufacturer: 'Philips', model: 'IntelliVue MX40', site: '' }
  expect(await createCampaign(db, actor, group)).toMatchObject({ workOrders: 1 })
  const order = async () =>
    (await sql<{ id: string; state: string }>`select id, state from work_order`.execute(db)).rows[0]!
  const worker = { actor, permissions: permissionsOf.administrator }
  await completeWorkOrder(db, worker, (await order()).id, { clientKey: 'k2', note: 'Updated' }, async () => {})

  await see(withUpdates('KB4999999', 'KB5000001'))
  await endRun()

  expect(await open()).toEqual([[cve, 'affected', 'example-cert:M-1']])
  expect(await evidenceOf(id, cve)).toMatchObject({
    status: 'affected',
    said: ['example-cert:M-1 affected', 'NVD affected -', 'MSRC not_affected -'],
  })
  expect((await order()).state).not.toBe('verified')
})

test('the hospital’s VEX says that what an update cures is fixed, and by which update', async () => {
  const verdicts = async () => {
    const { vulnerabilities } = (await issueVex(db, actor, { vulnerabilityId: cve }, 'csaf')).content
    return vulnerabilities.flatMap(({ statements }) => statements)
  }
  const by = (text: string) => [{ status: 'fixed', impact: `Cured by Microsoft’s updates: ${text}.`, actions: [] }]
  await see(withUpdates('KB5000002'))
  await tell(nvdRecord(cve, [seven]), january, february)
  await endRun()
  expect(await verdicts()).toMatchObject(by('KB5000002 is installed, which contains KB5000001'))
  const issue = await issueVex(db, actor, { vulnerabilityId: cve }, 'csaf')
  const csaf = JSON.parse(JSON.stringify(writeCsafVex(issue)))
  expect(csaf.vulnerabilities[0].threats).toMatchObject([
    { category: 'impact', details: expect.stringMatching(/KB5000002/) },
  ])
  expect(await csafFaults(csaf)).toEqual([])
  expect(writeOpenVex(issue)).toMatchObject({
    statements: [{ status: 'fixed', status_notes: expect.stringMatching(/KB5000002/) }],
  })
  // The same where the manufacturer's word gives way, so that the evidence is stored.
  await tell(byMaker)
  await endRun()
  expect(await verdicts()).toMatchObject(by('KB5000002 is installed, which contains KB5000001'))

  await see({ ...withUpdates('KB5000001'), assetTag: 'S-2' })
  expect(await verdicts()).toMatchObject([
    {
      status: 'fixed',
      impact: [
        'On 1 of 2 devices: Cured by Microsoft’s updates: KB5000001 is installed.',
        'On 1 of 2 devices: Cured by Microsoft’s updates: KB5000002 is installed, which contains KB5000001.',
      ].join('\n'),
    },
  ])
  // What is not so on all devices of the product is said of none.
  await see({ ...withUpdates('KB4999999'), assetTag: 'S-3' })
  await expect(verdicts()).rejects.toThrow('Devices of the same product and version differ')
})

test('the hospital’s VEX and the finding’s page name the update that cures what is open', async () => {
  const issue = () => issueVex(db, actor, { vulnerabilityId: cve }, 'csaf')
  const remedy = (kb: string) => ({
    category: 'vendor_fix',
    details: `Microsoft’s update KB${kb} cures it, or one that contains it. Install it once the manufacturer of the device allows it.`,
    url: `https://support.microsoft.com/help/${kb}`,
  })
  const id = await see(withUpdates('KB4999999'))
  const key = { deviceId: id, vulnerabilityId: cve }
  // A rollup and a security-only update of the same day: either cures it.
  await tell(msrcRecord(cve, [msrcFix('5000001'), msrcFix('5000003', { kind: 'Security Only' })]))
  await endRun()
  expect((await sql`select evidence from match where vulnerability_id = ${cve}`.execute(db)).rows).toEqual([
    { evidence: [] },
  ])

  const csaf = JSON.parse(JSON.stringify(writeCsafVex(await issue())))
  const [product] = csaf.vulnerabilities[0].product_status.known_affected
  const both = [remedy('5000001'), remedy('5000003')]
  expect(csaf.vulnerabilities[0].remediations).toEqual(both.map((one) => ({ ...one, product_ids: [product] })))
  expect(await csafFaults(csaf)).toEqual([])
  expect(writeOpenVex(await issue())).toMatchObject({
    statements: [
      { status: 'affected', action_statement: both.map(({ details, url }) => `${details} (${url})`).join('\n') },
    ],
  })
  expect((await getFinding(db, organisationId, key)).remediations).toMatchObject(both)

  // The same beside a word of the manufacturer, so that the evidence is stored.
  await tell(byMaker)
  await endRun()
  expect((await issue()).content.vulnerabilities[0]!.statements).toMatchObject([{ status: 'affected', actions: both }])
  expect((await getFinding(db, organisationId, key)).remediations).toMatchObject(both)

  await see(withUpdates('KB4999999', 'KB5000003'))
  expect((await issue()).content.vulnerabilities[0]!.statements).toMatchObject([{ status: 'fixed', actions: [] }])
  expect((await getFinding(db, organisationId, key)).remediations).toEqual([])
})

test('an update without an article goes by its build, and where Microsoft names none nobody does', async () => {
  await see(atBuild('6500'))
  const fix = msrcFix('', { fixedBuild: '10.0.14393.6614', products: [windows1607] })
  await tell(msrcRecord(cve, [fix]), msrcRecord('CVE-2026-0002', [], { products: [windows1607] }))
  await endRun()
  const actions = async (vulnerabilityId: string) =>
    (await issueVex(db, actor, { vulnerabilityId }, 'csaf')).content.vulnerabilities[0]!.statements[0]!.actions
  expect(await actions(cve)).toEqual([
    {
      category: 'vendor_fix',
      details: expect.stringContaining('Microsoft’s update to build 10.0.14393.6614 cures it'),
      url: `https://msrc.microsoft.com/update-guide/vulnerability/${cve}`,
    },
  ])
  expect(await actions('CVE-2026-0002')).toMatchObject([{ category: 'none_available' }])
})

test('what Microsoft takes back is open no longer, and NVD’s word stands again', async () => {
  const id = await see(withUpdates('KB4999999'))
  await tell(january, february, nvdRecord('CVE-2026-0002', [seven]))
  await endRun()
  expect(await open()).toEqual([
    [cve, 'affected', 'MSRC'],
    ['CVE-2026-0002', 'affected', 'MSRC'],
  ])
  const { msrc } = await presentDatabases(db)

  await tell(
    { kind: 'msrc_document', document: '2026-Jan', asOf: '2026-03-01', cves: [] },
    { kind: 'msrc_document', document: '2026-Feb', asOf: '2026-03-01', cves: [] },
  )
  expect((await presentDatabases(db)).msrc).toBeGreaterThan(msrc)
  await followDatabases(db, organisationId, actor)

  expect(await open()).toEqual([['CVE-2026-0002', 'affected', 'NVD']])
  expect(await evidenceOf(id, cve)).toMatchObject({
    status: 'not_affected',
    why: 'Microsoft’s updates left it open on this Windows, and do so no longer',
  })
})

test('a document that comes later tells that what is installed contains the update', async () => {
  const id = await see(withUpdates('KB5000002'))
  await tell(january)
  await endRun()
  const key = { deviceId: id, vulnerabilityId: cve }
  const group = { advisoryId: 'MSRC', manufacturer: 'Philips', model: 'IntelliVue MX40', site: '' }
  await createCampaign(db, actor, group)
  expect(await open()).toEqual([[cve, 'affected', 'MSRC']])

  await tell(february)
  await endRun()

  expect(await open()).toEqual([])
  expect((await getFinding(db, organisationId, key)).finding).toMatchObject({ status: 'not_affected', isOpen: false })
  expect(await eventsOf(id)).toContainEqual(['cleared', 'MSRC: KB5000002 is installed, which contains KB5000001'])
})

test('devices that an earlier version stored without their updates are read anew at the end of a run', async () => {
  const id = await see(withUpdates('KB5000001'))
  await tell(nvdRecord(cve, [seven]), january)
  await endRun()
  expect(await open()).toEqual([])
  // As it was before: the configuration does not know what is installed.
  await sql`truncate device_behind, platform, followed_databases, basis_match, basis_score, configuration_basis`.execute(
    db,
  )
  await sql`update configuration set installed_updates = '{}', matched_at = null, id = gen_random_uuid(), digest = 'earlier'`.execute(
    db,
  )
  await sql`update device set configuration_id = (select id from configuration)`.execute(db)
  await sql`insert into device_behind (organisation_id, device_id) values (${organisationId}, ${id})`.execute(db)

  await endRun()

  expect((await sql`select from device_behind`.execute(db)).rows).toEqual([])
  expect(await open()).toEqual([])
  expect(await evidenceOf(id, cve)).toMatchObject({ said: ['MSRC not_affected', 'NVD affected -'] })
  expect(await writesDuring(db, endRun)).toEqual({})
})
