import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { createCampaign, getCampaign } from '#domain/remediation/remediation.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding, listFindings, listGroups } from './findings.ts'

// What the maker's bill says of a vulnerability that nobody else names.

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

const states = {
  'CVE-2026-0101': 'exploitable',
  'CVE-2026-0102': 'in_triage',
  'CVE-2026-0103': 'not_affected',
  'CVE-2026-0104': 'resolved',
  'CVE-2026-0105': 'false_positive',
}
const bill = (said: Record<string, string>, day: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: `2026-02-${day}T00:00:00Z`,
      manufacturer: { name: 'Example Medical' },
      component: { name: 'Drip 3000', version: '9.1', supplier: { name: 'Example Medical' } },
    },
    components: [{ 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k' }],
    vulnerabilities: Object.entries(said).map(([id, state]) => ({
      id,
      analysis: { state },
      affects: [{ ref: 'ssl' }],
    })),
  })

const add = (said: Record<string, string>, day = '01') =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () =>
      addBill(tx, actor, { name: 'b.json', content: Buffer.from(bill(said, day)) }, {}, new Date()),
    ),
  )

const pump = (tag: string, softwareVersion: string, site: string) => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion,
  site,
})
let deviceIds: string[]
beforeAll(async () => {
  ;({ deviceIds } = await hospital.says(hospital.cmms, {
    a: pump('T-1', '9.1', 'North'),
    b: pump('T-2', '9.1', 'South'),
    c: pump('T-3', '9.0', 'North'),
  }))
})

const found = async (filter = {}) =>
  (await listFindings(db, organisationId, { filter: { open: 'true', ...filter }, limit: 50 })).items
    .map(({ device, vulnerabilityId, answer, advisoryId }) =>
      [device.id, vulnerabilityId, answer, advisoryId].join(' '),
    )
    .sort()
const onBoth = (...said: string[]) =>
  deviceIds
    .slice(0, 2)
    .flatMap((id) => said.map((one) => `${id} ${one}`))
    .sort()

test('exploitable and in triage make findings on the devices that the bill reaches; what only clears makes none', async () => {
  const { id } = await add(states)

  expect(await found()).toEqual(onBoth('CVE-2026-0101 affected VEX', 'CVE-2026-0102 cannot_tell VEX'))
  expect(await found({ advisory: 'VEX', vulnerability: 'CVE-2026-0101' })).toHaveLength(2)
  const detail = await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-0101' })
  expect(detail).toMatchObject({
    finding: { status: 'affected', isOpen: true, title: '' },
    evidence: [
      {
        sbomId: id,
        advisoryTitle: 'Bill of materials by Example Medical',
        publisher: 'Example Medical',
        isMaker: true,
        isSuperseded: false,
      },
    ],
  })
  const { rows } = await sql<{ n: number }>`
    select open_findings as n from device where gone_at is null order by asset_tag`.execute(db)
  expect(rows.map(({ n }) => n)).toEqual([2, 2, 0])
})

test('they are a group of work like others', async () => {
  const [group, ...others] = (await listGroups(db, organisationId, { limit: 10 })).items
  expect(others).toHaveLength(1)
  expect(group).toMatchObject({ advisoryId: 'VEX', model: 'Drip 3000', devices: 1 })

  const made = await createCampaign(db, actor, {
    ...{ advisoryId: 'VEX', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' },
    type: 'security_remediation',
  })
  expect(made).toMatchObject({ workOrders: 1, skipped: [] })
  expect(await getCampaign(db, organisationId, made.campaignId)).toMatchObject({ advisoryId: 'VEX' })
})

test('a device that comes later has them too', async () => {
  await hospital.says(hospital.cmms, { d: pump('T-4', '9.1', 'North') })
  expect(await found({ vulnerability: 'CVE-2026-0101' })).toHaveLength(3)
})

test('an advisory that names it takes it over, with the bill beside it, and gives it back when it is withdrawn', async () => {
  const advisory = (vulnerabilityId: string) =>
    hospital.publish(
      advisoryRecord({
        trackingId: 'A-1',
        products: [productEntry({ productId: 'P1', version: '9.1', versionForm: 'exact' })],
        vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
      }),
    )
  await advisory('CVE-2026-0101')
  const finding = async () =>
    await getFinding(db, organisationId, { deviceId: deviceIds[0]!, vulnerabilityId: 'CVE-2026-0101' })
  expect(await finding()).toMatchObject({ finding: { advisoryId: 'example-cert:A-1', answer: 'affected' } })
  expect((await finding()).evidence).toHaveLength(2)
  await advisory('CVE-2026-0777')
  expect(await finding()).toMatchObject({ finding: { advisoryId: 'VEX', answer: 'affected' } })
})

test('a bill that no longer says so takes them away, and says why', async () => {
  await add({ 'CVE-2026-0101': 'not_affected', 'CVE-2026-0102': 'exploitable' }, '02')

  expect(await found({ vulnerability: 'CVE-2026-0101' })).toEqual([])
  expect((await found({ vulnerability: 'CVE-2026-0102' })).every((one) => one.endsWith('affected VEX'))).toBe(true)
  const { finding, events } = await getFinding(db, organisationId, {
    deviceId: deviceIds[0]!,
    vulnerabilityId: 'CVE-2026-0101',
  })
  expect(finding).toMatchObject({ isOpen: false, status: 'not_affected' })
  expect(events[0]!.reason).toContain('the bill of materials by Example Medical')
})
