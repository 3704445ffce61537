import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { viewer } from '#tests/support/viewer.ts'
import { decideFinding, findingEvents, getFinding, listFindings, onDatabases, presentDatabases } from './findings.ts'

// What databases say of an operating system is stored once for all that run it, beside what they say of all else.

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, device, observation, decision, identifier, configuration, context, score_reasons,
    advisory, vulnerability, nvd_cve, platform, sbom, followed_databases cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
})

const seven = named('o:microsoft:windows_7:-:sp1')
const openssl = named('a:openssl:openssl', { before: '1.1.1l' })
const bill = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    timestamp: '2026-02-01T00:00:00Z',
    component: { name: 'Viewer', version: '2.0', supplier: { name: 'Meadow Imaging' } },
  },
  components: [
    { 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k', cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*' },
  ],
})
const addIt = () =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content: Buffer.from(bill) }, {}, new Date())),
  )

/** Two viewers on one Windows; the bill is of the first. */
const twoViewers = async (operatingSystem = 'Windows 7 Professional SP1') => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: viewer('V-1', { operatingSystem }),
    b: viewer('V-2', { softwareVersion: '3.0', operatingSystem }),
  })
  await addIt()
  return deviceIds
}

const open = async () =>
  (await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 100 })).items
    .map((row) => `${row.device.name.split(' ').at(-1)} ${row.vulnerabilityId} ${row.answer}`)
    .sort()
const stored = async () =>
  (
    await sql<{ is_system: boolean; vulnerability_id: string }>`
      select p.is_system, m.vulnerability_id from basis_match m join platform p on p.id = m.basis_id order by 1 desc, 2`.execute(
      db,
    )
  ).rows.map((row) => `${row.is_system ? 'system' : 'besides'} ${row.vulnerability_id}`)
const counted = async () =>
  (
    await sql<{ n: number }>`select open_findings as n from device where gone_at is null order by asset_tag`.execute(db)
  ).rows.map(({ n }) => n)
/** One configuration at a time, as long as there is one; nobody has a vulnerability twice meanwhile. */
const followInParts = async () => {
  const state = await presentDatabases(db)
  while (await inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor, { atOnce: 1 }))) {
    const twice = sql`select from match group by configuration_id, vulnerability_id having count(*) > 1`
    expect((await twice.execute(db)).rows).toEqual([])
  }
}
const later = (month: number) => ({ modifiedAt: `2026-0${month}-01T00:00:00.000Z` })

test('what is said of one Windows is stored once, and what is said of its software stands beside', async () => {
  const deviceIds = await twoViewers()
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]), nvdRecord('CVE-2026-2001', [openssl]))
  await followInParts()

  expect(await open()).toEqual([
    'V-1 CVE-2026-1001 affected',
    'V-1 CVE-2026-2001 affected',
    'V-2 CVE-2026-1001 affected',
  ])
  expect(await stored()).toEqual(['system CVE-2026-1001', 'besides CVE-2026-2001'])
  expect(await counted()).toEqual([2, 1])
  const why = async (vulnerabilityId: string) =>
    (await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId })).finding.because
  expect(await why('CVE-2026-1001')).toContain('operating system "Windows 7 Professional SP1"')
  expect(await why('CVE-2026-2001')).toContain('openssl')
})

test('of a CVE that names both, the system’s word stands for both devices', async () => {
  await twoViewers()
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven, openssl]))
  await followInParts()
  expect(await open()).toEqual(['V-1 CVE-2026-1001 affected', 'V-2 CVE-2026-1001 affected'])
  expect(await stored()).toEqual(['system CVE-2026-1001'])
})

test('what is worse of the software than of the system counts on the device that has it', async () => {
  // Which service pack is not known.
  await twoViewers('Windows 7')
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven, openssl]), nvdRecord('CVE-2026-1002', [seven]))
  await followInParts()
  expect(await open()).toEqual([
    'V-1 CVE-2026-1001 affected',
    'V-1 CVE-2026-1002 cannot_tell',
    'V-2 CVE-2026-1001 cannot_tell',
    'V-2 CVE-2026-1002 cannot_tell',
  ])
  expect(await counted()).toEqual([2, 2])
})

test('a CVE that NVD moves between system and software stays open where it applies, and its history says nothing else', async () => {
  const deviceIds = await twoViewers()
  const id = 'CVE-2026-1001'
  await hospital.publish(
    nvdRecord(id, [seven]),
    nvdRecord('CVE-2026-1002', [seven]),
    nvdRecord('CVE-2026-2001', [openssl]),
  )
  await followInParts()
  for (const deviceId of deviceIds)
    await inTransaction(db, (tx) =>
      decideFinding(
        tx,
        actor,
        { deviceId, vulnerabilityId: id },
        { decision: 'deferred', reason: 'Next visit', expiresOn: '2099-01-01' },
      ),
    )
  const kinds = async (deviceId: string) =>
    (await findingEvents(db, organisationId, { deviceId, vulnerabilityId: id })).map(({ kind }) => kind).sort()

  await hospital.publish(nvdRecord(id, [openssl], later(3)))
  await followInParts()
  expect(await stored()).toEqual(['system CVE-2026-1002', `besides ${id}`, 'besides CVE-2026-2001'])
  expect(await kinds(deviceIds[0]!)).toEqual(['decided'])
  expect(await kinds(deviceIds[1]!)).toEqual(['cleared', 'decided'])

  await hospital.publish(nvdRecord(id, [seven, openssl], later(4)))
  await followInParts()
  expect(await stored()).toEqual([`system ${id}`, 'system CVE-2026-1002', 'besides CVE-2026-2001'])
  expect(await kinds(deviceIds[0]!)).toEqual(['decided'])
  // Deferred still on the first.
  expect((await counted())[0]).toBe(2)
  expect((await sql`select from match where vulnerability_id = ${id}`.execute(db)).rows).toHaveLength(2)
})

test('devices of another function on one Windows are ranked apart, and leave their group as they leave the software', async () => {
  await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('P-1', { manufacturer: 'Meadow Infusion', model: 'Pump', description: 'PUMP, INFUSION' }),
  })
  await hospital.publish(nvdRecord('CVE-2026-1001', [seven]))
  await followInParts()
  expect(await stored()).toEqual(['system CVE-2026-1001'])
  const groups = async () =>
    (await sql<{ open_devices: number }>`select open_devices from basis_score`.execute(db)).rows.map(
      (row) => row.open_devices,
    )
  expect(await groups()).toEqual([1, 1])

  await hospital.says(hospital.cmms, {
    a: viewer('V-1'),
    b: viewer('P-1', {
      ...{ manufacturer: 'Meadow Infusion', model: 'Pump', description: 'PUMP, INFUSION' },
      operatingSystem: 'Debian 10',
    }),
  })
  await followInParts()
  expect(await open()).toEqual(['V-1 CVE-2026-1001 affected'])
  expect(await counted()).toEqual([0, 1])
})
