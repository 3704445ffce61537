import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Advisory } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { decideFinding, findingEvents, getFinding, listFindings } from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, device, observation, identifier, configuration, context, advisory, vulnerability cascade`.execute(
    db,
  )
  hospital = await newHospital(db)
})

const drip = (version: string, over: Partial<Advisory> = {}) =>
  advisoryRecord({
    trackingId: 'A-1',
    products: [productEntry({ productId: 'P1', version, versionForm: 'comparison', isRange: true })],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    ...over,
  })

const pump = (softwareVersion?: string): DeviceClaims => ({
  assetTag: 'T-1',
  serialNumber: 'S-1001',
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  ...(softwareVersion && { softwareVersion }),
})

const says = (softwareVersion?: string) => hospital.says(hospital.cmms, { a: pump(softwareVersion) })
const finding = async () => {
  const filter = FindingFilter.parse({ open: 'any', active: 'any' })
  const [row] = (await listFindings(db, hospital.organisationId, { filter, limit: 5 })).items
  const key = { deviceId: row!.device.id, vulnerabilityId: row!.vulnerabilityId }
  return { key, row: row!, ...(await getFinding(db, hospital.organisationId, key)) }
}
const stored = async () => (await sql<{ n: number }>`select count(*)::int as n from finding`.execute(db)).rows[0]!.n

test.each([
  ['2.5', '2.6'],
  [undefined, '2.5'],
  ['2.5', undefined],
])('a finding that stays open from version %s to %s is as old as it was', async (before, after) => {
  await hospital.publish(drip('< 3.0'))
  await says(before)
  const { openedAt } = (await finding()).finding

  await says(after)
  await says('2.7')

  const now = await finding()
  expect([now.finding.openedAt, now.row.openedAt]).toEqual([openedAt, openedAt])
  expect(now.finding.isOpen).toBe(true)
  expect(await stored()).toBe(0)
  await decideFinding(db, hospital.actor, now.key, {
    decision: 'accepted',
    reason: 'Stands alone',
    expiresOn: '2099-01-01',
  })
  expect((await finding()).finding.openedAt).toBe(openedAt)
})

test('a finding that nobody could tell and a version closes says when it was open, when it was closed and why', async () => {
  await hospital.publish(drip('< 3.0'))
  await says()
  const { openedAt } = (await finding()).finding

  await says('3.5')

  const now = await finding()
  expect(now.finding).toMatchObject({ answer: 'not_affected', isOpen: false, openedAt, closedAt: expect.any(String) })
  expect(now.events).toEqual([
    expect.objectContaining({
      kind: 'cleared',
      at: now.finding.closedAt,
      reason: expect.stringMatching(/software version 3\.5 \(was unknown\); .*3\.5/),
    }),
  ])
  const { deviceId, vulnerabilityId } = now.key
  expect(await findingEvents(db, hospital.organisationId, { deviceId })).toEqual(
    now.events.map((event) => ({ ...event, vulnerabilityId })),
  )
  expect(await stored()).toBe(0)

  // What was closed, opened again and closed is told twice, here as there.
  await says()
  await says('3.6')
  const again = await finding()
  expect(again.events).toHaveLength(2)
  expect((await findingEvents(db, hospital.organisationId, { deviceId })).map(({ at }) => at)).toEqual(
    again.events.map(({ at }) => at),
  )
})

test('one that was fixed keeps the time at which it was opened before an earlier change', async () => {
  await hospital.publish(drip('< 3.0'))
  await says('2.5')
  const { openedAt } = (await finding()).finding

  await says('2.6')
  await says('3.0')

  const now = await finding()
  expect(now.finding).toMatchObject({ status: 'fixed', openedAt })
  expect(now.events.map(({ kind }) => kind)).toEqual(['fixed'])
})

test('what a later advisory opens is no older than that, though it was open on a version that the device left', async () => {
  await hospital.publish(drip('<= 2.4'))
  await says()
  const first = (await finding()).finding.openedAt
  await says('2.5')
  const { closedAt } = (await finding()).finding

  await hospital.publish(drip('< 3.0', { revision: '2', revisedAt: '2026-02-01T10:00:00Z' }))

  const now = (await finding()).finding
  expect(now.isOpen).toBe(true)
  expect(Date.parse(closedAt!)).toBeGreaterThan(Date.parse(first))
  expect(Date.parse(now.openedAt)).toBeGreaterThan(Date.parse(closedAt!))
})

test('a finding that comes back is as old as its return, and says that it was closed before', async () => {
  await hospital.publish(drip('< 3.0'))
  await says()
  const first = (await finding()).finding.openedAt
  await says('3.5')
  await says()

  const now = await finding()
  expect(now.finding.isOpen).toBe(true)
  expect(Date.parse(now.finding.openedAt)).toBeGreaterThan(Date.parse(first))
  expect(now.events.map(({ kind }) => kind)).toEqual(['cleared'])
})
