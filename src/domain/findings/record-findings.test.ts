import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import type { AffectedProduct, CveRecord } from '#model/cve-record.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { cveRecord, cvssOf, cweOf } from '#tests/support/cve-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { viewer } from '#tests/support/viewer.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { decideFinding, findingEvents, getFinding, listFindings, presentDatabases } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, nvd_cve, cve_record, cve_applicability, platform, package_vulnerability, sbom,
    followed_databases cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
})

const cve = 'CVE-2026-0001'
const seven = named('o:microsoft:windows_7:-:sp1')
const onSeven = (over: Partial<AffectedProduct> = {}): AffectedProduct => ({
  publisher: 'cna:meadow',
  defaultStatus: 'unaffected',
  versions: [{ version: '0', status: 'affected', lessThanOrEqual: '*' }],
  cpes: [seven.cpe],
  ...over,
})
const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const recordOn = (over: Partial<CveRecord> = {}) =>
  cveRecord({
    cve,
    affected: [onSeven()],
    assessments: [cvssOf('cna:meadow', vector, 9.8), cweOf('cna:meadow', 'CWE-306')],
    ...over,
  })
const later = '2026-03-01T00:00:00.000Z'

const findings = async () =>
  (await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 100 })).items.map((row) => [
    row.vulnerabilityId,
    row.answer,
    row.advisoryId,
  ])
const oneDevice = async () => (await hospital.says(hospital.cmms, { a: viewer('V-1') })).deviceIds[0]!

test('a CVE of which NVD says nothing is on the devices that its record names, with whose word it is', async () => {
  const deviceId = await oneDevice()
  await hospital.publish(recordOn())
  await hospital.follow()

  expect(await findings()).toEqual([[cve, 'affected', 'CVE']])
  const { finding, evidence, reasons } = await getFinding(db, organisationId, { deviceId, vulnerabilityId: cve })
  expect(finding).toMatchObject({ title: 'Gateway runs commands', score: expect.any(Number) })
  expect(evidence).toMatchObject([
    {
      ...{ database: 'CVE', advisoryId: 'CVE', advisoryTitle: 'CVE List', publisher: 'meadow (CNA)' },
      because: [
        { part: 'operating_system', outcome: 'agrees' },
        { part: 'version', text: expect.stringMatching(/^the CVE record of meadow \(CNA\) names cpe:2.3:o:microsoft/) },
      ],
    },
  ])
  // The record's own vector and weakness count.
  expect(reasons.map(({ rule }) => rule)).toContain('no-exploit-needed')
  expect(reasons.find(({ rule }) => rule === 'cvss-exploitability')?.source).toContain('meadow')
})

test('what CISA adds is CISA’s word', async () => {
  const deviceId = await oneDevice()
  await hospital.publish(recordOn({ affected: [onSeven({ publisher: 'adp:CISA-ADP' })] }))
  await hospital.follow()

  const { evidence } = await getFinding(db, organisationId, { deviceId, vulnerabilityId: cve })
  expect(evidence[0]).toMatchObject({ publisher: 'CISA-ADP (ADP)' })
  expect(evidence[0]!.because[1]!.text).toMatch(/^CISA’s ADP names cpe:2.3:o:microsoft/)
})

test.each([
  ['before NVD analysed it', nvdRecord(cve, [], { status: 'Awaiting Analysis' }), [[cve, 'affected', 'CVE']]],
  ['once NVD has', nvdRecord(cve, [seven]), [[cve, 'affected', 'NVD']]],
  ['where NVD names another product', nvdRecord(cve, [named('a:other:thing')]), []],
  ['where NVD rejected it', nvdRecord(cve, [], { status: 'Rejected' }), []],
])('%s', async (_, byNvd, expected) => {
  await oneDevice()
  await hospital.publish(byNvd, recordOn())
  await hospital.follow()
  expect(await findings()).toEqual(expected)

  // Whichever came first.
  await hospital.publish(recordOn({ affected: [], updatedAt: later }))
  await hospital.follow()
  await hospital.publish(recordOn({ updatedAt: '2026-04-01T00:00:00.000Z' }))
  await hospital.follow()
  expect(await findings()).toEqual(expected)
})

test('NVD takes over and the finding keeps its history; what NVD takes back is the record’s again', async () => {
  const deviceId = await oneDevice()
  await hospital.publish(recordOn(), nvdRecord(cve, [], { status: 'Awaiting Analysis' }))
  await hospital.follow()
  const key = { deviceId, vulnerabilityId: cve }
  await inTransaction(db, (tx) =>
    decideFinding(tx, actor, key, { decision: 'accepted', reason: 'Behind a firewall', premises: [] }),
  )
  const { finding: before } = await getFinding(db, organisationId, key)

  await hospital.publish(nvdRecord(cve, [seven], { modifiedAt: later }))
  await hospital.follow()

  const { finding, evidence } = await getFinding(db, organisationId, key)
  expect(evidence).toMatchObject([{ database: 'NVD' }])
  expect(finding).toMatchObject({ decision: 'accepted', openedAt: before.openedAt, reopened: 0 })
  expect((await findingEvents(db, organisationId, key)).map(({ kind }) => kind)).toEqual(['decided'])

  await hospital.publish(nvdRecord(cve, [], { modifiedAt: '2026-04-01T00:00:00.000Z' }))
  await hospital.follow()
  expect((await getFinding(db, organisationId, key)).evidence).toMatchObject([{ database: 'CVE' }])
  expect((await findingEvents(db, organisationId, key)).map(({ kind }) => kind)).toEqual(['decided'])
})

test('a finding is cleared where its record says it no longer, and where it was rejected', async () => {
  const deviceId = await oneDevice()
  const key = { deviceId, vulnerabilityId: cve }
  await hospital.publish(recordOn())
  await hospital.follow()
  await inTransaction(db, (tx) => decideFinding(tx, actor, key, { decision: 'deferred', reason: 'r', premises: [] }))

  await hospital.publish(recordOn({ state: 'rejected', updatedAt: later }))
  await hospital.follow()

  expect(await findings()).toEqual([])
  const [last] = (await findingEvents(db, organisationId, key)).filter(({ kind }) => kind === 'cleared')
  expect(last?.reason).toBe('Its CVE record says no longer that it applies to what the device is made of')
})

test('a version that is not read leaves it open and clears nothing', async () => {
  const deviceId = await oneDevice()
  await hospital.publish(recordOn({ affected: [onSeven({ versions: [{ version: 'n/a', status: 'affected' }] })] }))
  await hospital.follow()

  expect(await findings()).toEqual([[cve, 'cannot_tell', 'CVE']])
  const { evidence } = await getFinding(db, organisationId, { deviceId, vulnerabilityId: cve })
  expect(evidence[0]!.because[1]).toMatchObject({
    outcome: 'unknown',
    text: expect.stringContaining('of which it writes "n/a"'),
  })
})

test('a component of a bill is named by a record, in its range alone', async () => {
  await hospital.says(hospital.cmms, { a: viewer('V-1', { operatingSystem: null }) })
  const versions = [{ version: '3.0', status: 'affected', lessThan: '3.0.8', versionType: 'semver' }] as const
  const inOpenssl = (id: string, lessThan: string) =>
    recordOn({
      cve: id,
      affected: [onSeven({ cpes: [named('a:openssl:openssl').cpe], versions: [{ ...versions[0], lessThan }] })],
    })
  await hospital.publish(inOpenssl('CVE-2026-0001', '3.0.8'), inOpenssl('CVE-2026-0002', '3.0.7'))
  await hospital.follow()
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { name: 'Viewer', version: '2.0', supplier: { name: 'Meadow Imaging' } } },
    components: [{ type: 'library', name: 'openssl', version: '3.0.7', cpe: named('a:openssl:openssl:3.0.7').cpe }],
  }
  const content = Buffer.from(JSON.stringify(bill))
  await inTransaction(db, (tx) =>
    onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content }, {}, new Date())),
  )

  expect(await findings()).toEqual([['CVE-2026-0001', 'affected', 'CVE']])
})

test('the manufacturer’s word on the device weighs more', async () => {
  const deviceId = await oneDevice()
  const { manufacturer, model } = viewer('V-1') as { manufacturer: string; model: string }
  await hospital.publish(
    recordOn(),
    advisoryRecord({
      trackingId: 'M-1',
      publisher: manufacturer,
      products: [productEntry({ productId: 'P', vendor: manufacturer, name: model, version: '2.0' })],
      vulnerabilities: [statement({ vulnerabilityId: cve, cve, status: { known_not_affected: ['P'] } })],
    }),
  )
  await hospital.follow()

  const { evidence } = await getFinding(db, organisationId, { deviceId, vulnerabilityId: cve })
  expect(evidence.find(({ database }) => database === 'CVE')).toMatchObject({ isSuperseded: true })
})

test('the databases’ state is another one, and the same records again write nothing', async () => {
  await oneDevice()
  const before = await presentDatabases(db)
  await hospital.publish(recordOn())
  await hospital.follow()
  const after = await presentDatabases(db)
  expect(after.nvd).toBeGreaterThan(before.nvd)

  expect(
    await writesDuring(db, async () => {
      await hospital.publish(recordOn())
      await hospital.follow()
    }),
  ).toEqual({})
  // What does not say anew what it applies to changes no state.
  await hospital.publish(recordOn({ title: 'Another', updatedAt: later }))
  expect(await presentDatabases(db)).toEqual(after)
})
