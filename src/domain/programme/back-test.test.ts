import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decideFinding } from '#domain/findings/findings.ts'
import { onIdentityUndo, onMerge } from '#domain/loop.ts'
import type { Appetite, Deadline } from '#model/appetite.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { backTest } from './back-test.ts'

// A small hospital of which every day is known. The counts beside the tests were worked out by hand.

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, device, observation, identifier, configuration, context, advisory, vulnerability, known_exploited cascade`.execute(
    db,
  )
  hospital = await newHospital(db)
  await hospital.publish(advisory('A-1', 'CVE-2026-0001', 'Drip 3000'), advisory('A-2', 'CVE-2026-0002', 'Vent 5'), {
    kind: 'known_exploited',
    entry: {
      ...{ cve: 'CVE-2026-0002', vendor: 'V', product: 'P', name: 'N', requiredAction: 'Update' },
      ...{ addedOn: '2026-05-04', ransomware: false },
    },
  })
  await sql`update basis_match set matched_at = '2026-01-01T00:00:00Z'`.execute(db)
})

/** Whatever was: what is open now is what the devices themselves count. */
afterEach(async () => {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(sum(open_findings), 0)::int as n from device where gone_at is null and is_active`.execute(db)
  const { draft } = await run(table(days(30)), null, { asOf: new Date() })
  expect(draft.actions.reduce((sum, { openNow }) => sum + openNow, 0)).toBe(rows[0]!.n)
})

const advisory = (trackingId: string, vulnerabilityId: string, name: string) =>
  advisoryRecord({
    trackingId,
    products: [productEntry({ productId: 'P1', name, version: '< 3.0', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
  })

/** A device that the hospital has since a moment. */
async function device(tag: string, since: string, claims: Partial<DeviceClaims> = {}) {
  const { deviceIds } = await hospital.says(hospital.monitor, { [tag]: claimsOf(tag, claims) })
  await sql`update basis_match set matched_at = '2026-01-01T00:00:00Z' where matched_at > '2026-06-20T00:00:00Z'`.execute(
    db,
  )
  await sql`update device set configuration_since = ${since} where id = ${deviceIds[0]}`.execute(db)
  return deviceIds[0]!
}

const claimsOf = (tag: string, claims: Partial<DeviceClaims>): DeviceClaims => ({
  assetTag: tag,
  serialNumber: `S-${tag}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '2.0',
  site: 'North',
  ...claims,
})

const says = (tag: string, claims: Partial<DeviceClaims>) =>
  hospital.says(hospital.monitor, { [tag]: { ...claimsOf(tag, claims), lastSeenAt: new Date().toISOString() } })

/** What the last event of a device's finding says happened then. */
async function happened(deviceId: string, at: string) {
  await sql`update finding_event set at = ${at} where id = (select id from finding_event where device_id = ${deviceId}
    order by id desc limit 1)`.execute(db)
  await sql`update finding set closed_at = case when closed_at is not null then ${at}::timestamptz end,
    opened_at = case when opened_at > '2026-06-20' then (select configuration_since from device where id = ${deviceId}) else opened_at end
    where device_id = ${deviceId}`.execute(db)
}

const decide = (deviceId: string, decision: 'accepted' | 'none', vulnerabilityId = 'CVE-2026-0001') =>
  decideFinding(
    db,
    { ...hospital.actor, name: 'Mara' },
    { deviceId, vulnerabilityId },
    { decision, reason: 'As agreed', expiresOn: null },
  )

const days = (amount: number): Deadline => ({ amount, unit: 'days' })

/** Listed in CISA's catalogue: at once; else as planned. */
function table(planned: Deadline | null, atOnce: Deadline | null = days(7), over: Partial<Appetite> = {}): Appetite {
  const action = (key: string, name: string, deadline: Deadline | null) => ({
    ...{ key, name, deadline },
    ...{ escalation: null, missedTo: null },
  })
  return {
    namespace: 'x_org.example#appetite',
    points: ['cisa:KEV:1.0.0'],
    actions: [action('S', 'Planned', planned), action('I', 'At once', atOnce)],
    rows: [
      { when: ['N'], action: 'S' },
      { when: ['Y'], action: 'I' },
    ],
    exceptions: [],
    calendar: { timeZone: 'UTC', sites: [], weekend: [6, 7], holidays: [] },
    presets: { kev: false, bod2604: false, hipaa: false },
    ...over,
  }
}

const asOf = new Date('2026-06-16T00:00:00Z')
const run = (draft: Appetite, inForce: Appetite | null = null, over: { asOf?: Date; hoursPerWeek?: number } = {}) =>
  backTest(db, hospital.organisationId, {
    ...{ draft, inForce, months: 3, timeZone: 'UTC' },
    asOf: over.asOf ?? asOf,
    hoursPerWeek: over.hoursPerWeek ?? null,
  })
const months = (side: Awaited<ReturnType<typeof run>>['draft'], name: string, of: 'got' | 'openAtEnd' | 'missed') =>
  side.actions.find(({ action }) => action === name)?.months.map((month) => month[of])

test('each deadline is held against when the finding was in fact closed', async () => {
  await device('T-1', '2026-03-10T09:00:00Z')
  const decided = await device('T-2', '2026-03-10T09:00:00Z')
  await decide(decided, 'accepted')
  await happened(decided, '2026-04-05T12:00:00Z')
  const fixed = await device('T-3', '2026-03-10T09:00:00Z')
  await says('T-3', { softwareVersion: '3.1' })
  await happened(fixed, '2026-04-20T00:00:00Z')

  const { draft, findings, openings, devices, months: names } = await run(table(days(30)))

  expect(names).toEqual(['2026-03', '2026-04', '2026-05', '2026-06'])
  expect([devices, findings, openings]).toEqual([3, 3, 3])
  // Due on 9 April: T-1 is open to this day, T-3 was fixed ten days later, T-2 was decided in time.
  expect(months(draft, 'Planned', 'got')).toEqual([3, 0, 0, 0])
  expect(months(draft, 'Planned', 'missed')).toEqual([0, 2, 0, 0])
  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([3, 1, 1, 1])
  expect(draft).toMatchObject({ missed: 2, stillOpen: 1, medianDaysLate: 10, worstDaysLate: 67, overdueAtStart: 0 })
  // Work for two, each one visit of 45 minutes; what was decided in time takes none.
  expect(draft.visits).toBe(2)
  expect(draft.hours.likely).toBe(1.5)
  expect(draft.hours.least).toBeLessThan(1.5)
  expect(draft.hours.most).toBeGreaterThan(1.5)
})

test('what is listed in between counts as listed from that day, and not before', async () => {
  const vent = await device('T-4', '2026-04-20T08:00:00Z', { model: 'Vent 5' })
  await says('T-4', { model: 'Vent 5', softwareVersion: '3.1' })
  await happened(vent, '2026-05-20T00:00:00Z')

  const { draft, remarks } = await run(table(days(30)))

  // Planned until 20 May; listed on 4 May, when the seven days since 20 April were over: overdue at once, and fixed sixteen days later.
  expect(months(draft, 'Planned', 'got')).toEqual([0, 1, 0, 0])
  expect(months(draft, 'At once', 'got')).toEqual([0, 0, 1, 0])
  expect(months(draft, 'At once', 'missed')).toEqual([0, 0, 1, 0])
  expect(draft).toMatchObject({ missed: 1, stillOpen: 0, atOnce: 1, worstDaysLate: 16 })
  expect(remarks.join(' ')).toContain('until the day on which it listed')

  // Within twenty days of its opening: until 10 May.
  const slow = await run(table(days(30), days(20)))
  expect(slow.draft).toMatchObject({ missed: 1, atOnce: 0, worstDaysLate: 9 })
})

test('a finding that opened twice counts from its first opening, and as two', async () => {
  const id = await device('T-1', '2026-03-02T00:00:00Z')
  await decide(id, 'accepted')
  await happened(id, '2026-03-12T00:00:00Z')
  await decide(id, 'none')
  await happened(id, '2026-05-01T00:00:00Z')

  const { draft, findings, openings } = await run(table(days(30)))

  expect([findings, openings]).toEqual([1, 2])
  expect(months(draft, 'Planned', 'got')).toEqual([1, 0, 1, 0])
  // Closed before 1 April, when it was due; overdue at once when it opened again on 1 May.
  expect(months(draft, 'Planned', 'missed')).toEqual([0, 0, 1, 0])
  expect(draft).toMatchObject({ missed: 1, stillOpen: 1, atOnce: 1, worstDaysLate: 46 })
  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([0, 0, 1, 1])
})

test('a device that changed and stayed affected keeps its time; one whose version turned out to be another lost the finding', async () => {
  const kept = await device('T-1', '2026-03-02T00:00:00Z')
  await says('T-1', { softwareVersion: '2.5' })
  const left = await device('T-2', '2026-03-02T00:00:00Z', { softwareVersion: null })
  await says('T-2', { softwareVersion: '3.5' })
  for (const [id, at] of [
    [kept, '2026-04-15T00:00:00Z'],
    [left, '2026-03-20T00:00:00Z'],
  ])
    await sql`update device_past set since = '2026-03-02T00:00:00Z', ended_at = ${at} where device_id = ${id}`.execute(
      db,
    )
  await sql`select relate_pasts(null, null)`.execute(db)
  await sql`update basis_match set matched_at = '2026-01-01T00:00:00Z'`.execute(db)
  await sql`update device set configuration_since = '2026-04-15T00:00:00Z' where id = ${kept}`.execute(db)
  expect((await sql`select from finding`.execute(db)).rows).toHaveLength(0)

  const { draft, findings, openings } = await run(table(days(60)))

  expect([findings, openings]).toEqual([2, 2])
  expect(months(draft, 'Planned', 'got')).toEqual([2, 0, 0, 0])
  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([1, 1, 1, 1])
  // From 2 March: until 1 May.
  expect(months(draft, 'Planned', 'missed')).toEqual([0, 0, 1, 0])
})

test('while a device is away nobody works on it, and what is open on it is overdue when it is back', async () => {
  const id = await device('T-1', '2026-03-02T00:00:00Z')
  await says('T-1', { lifecycle: 'stored' })
  await says('T-1', { lifecycle: 'in_use' })
  await sql`update device set configuration_since = '2026-03-02T00:00:00Z' where id = ${id}`.execute(db)
  await sql`update device_version set known_since = '2026-03-22T00:00:00Z', known_until = '2026-05-11T00:00:00Z'
    where device_id = ${id} and not is_active`.execute(db)

  const { draft, openings } = await run(table(days(30)))

  expect(openings).toBe(2)
  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([0, 0, 1, 1])
  // Due on 1 April, while it was away; it came back on 11 May.
  expect(months(draft, 'Planned', 'missed')).toEqual([0, 0, 1, 0])
  expect(draft).toMatchObject({ missed: 1, atOnce: 1, worstDaysLate: 36 })
})

test('a device that is away to this day is nobody’s any more', async () => {
  const id = await device('T-1', '2026-03-02T00:00:00Z')
  await says('T-1', { lifecycle: 'retired' })
  await sql`update device set configuration_since = '2026-03-02T00:00:00Z', known_since = '2026-03-22T00:00:00Z' where id = ${id}`.execute(
    db,
  )

  const { draft } = await run(table(days(10)))

  expect(draft).toMatchObject({ missed: 1, stillOpen: 0, worstDaysLate: 9 })
  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([0, 0, 0, 0])
})

test('two devices that turned out to be one count as the one that stayed, until that is taken back', async () => {
  const into = await device('T-1', '2026-03-02T00:00:00Z')
  const from = await device('T-2', '2026-04-02T00:00:00Z')
  const two = await run(table(days(30)))
  const { entryId } = await inTransaction(db, (tx) => onMerge(tx, hospital.actor, { into, from, reason: 'One device' }))

  const one = await run(table(days(30)))
  expect([two.devices, one.devices]).toEqual([2, 1])
  expect(months(one.draft, 'Planned', 'missed')).toEqual([0, 1, 0, 0])

  await inTransaction(db, (tx) => onIdentityUndo(tx, hospital.actor, entryId))
  const again = await run(table(days(30)))
  expect(again.devices).toBe(2)
})

test('working days, holidays and the time zone of the site decide what is late', async () => {
  const since = '2026-04-02T23:30:00Z'
  await device('T-1', since)
  // Written otherwise than in the calendar.
  await device('T-2', since, { site: 'OSLO' })
  const calendar = {
    timeZone: 'UTC',
    sites: [{ site: 'Oslo', timeZone: 'Europe/Oslo' }],
    weekend: [6, 7],
    holidays: ['2026-04-03', '2026-04-06'],
  }
  const two = table({ amount: 2, unit: 'working_days' }, days(7), { calendar })

  // In UTC it is Thursday 2 April, behind it Good Friday and Easter Monday: Tuesday and Wednesday, 8 April. In Oslo it is Friday already:
  // the same days. Its midnight is two hours earlier.
  const at = async (moment: string) => (await run(two, null, { asOf: new Date(moment) })).draft.missed
  expect(await at('2026-04-08T21:59:00Z')).toBe(0)
  expect(await at('2026-04-08T22:00:00Z')).toBe(1)
  expect(await at('2026-04-09T00:00:00Z')).toBe(2)

  const ofDays = table(days(1), days(7), { calendar })
  // One day from Thursday is Friday; in Oslo from Friday it is Saturday.
  const late = async (moment: string) => (await run(ofDays, null, { asOf: new Date(moment) })).draft.missed
  expect(await late('2026-04-04T00:00:00Z')).toBe(1)
  expect(await late('2026-04-04T22:00:00Z')).toBe(2)

  const ofHours = table({ amount: 36, unit: 'hours' })
  const hours = async (moment: string) => (await run(ofHours, null, { asOf: new Date(moment) })).draft.missed
  expect(await hours('2026-04-04T11:29:00Z')).toBe(0)
  expect(await hours('2026-04-04T11:30:00Z')).toBe(2)
})

test('the draft stands beside the table in force: what moves, where, and what it costs', async () => {
  await device('T-1', '2026-03-10T00:00:00Z')
  await device('T-2', '2026-03-10T00:00:00Z', { site: 'South' })
  await device('T-3', '2026-05-10T00:00:00Z', { model: 'Vent 5' })
  const inForce = table(null)
  const stricter = { ...table(null), rows: inForce.rows.map((row) => ({ ...row, action: 'I' })) }

  const result = await run(stricter, inForce, { hoursPerWeek: 10 })

  expect(result.moved).toBe(2)
  expect(result.movesBetween).toEqual([{ before: 'Planned', after: 'At once', findings: 2 }])
  expect(
    result.moves.map(({ site, model, vulnerabilityId, findings, open, examples }) => [
      ...[site, model, vulnerabilityId, findings, open],
      examples.map(({ name }) => name.includes('T-')),
    ]),
  ).toEqual([
    ['North', 'Drip 3000', 'CVE-2026-0001', 1, 1, [true]],
    ['South', 'Drip 3000', 'CVE-2026-0001', 1, 1, [true]],
  ])
  // In force: only the ventilator is due, by 17 May. In the draft all three, two of them on 17 March.
  expect(result.inForce).toMatchObject({ visits: 1, missed: 1 })
  expect(result.draft).toMatchObject({ visits: 3, missed: 3 })
  expect(result.draft.hours.likely - result.inForce!.hours.likely).toBeCloseTo(1.5, 5)
  expect(result.inForce!.hoursUndated.likely).toBe(1.5)
  expect(result.availableHoursPerMonth).toBe(43)
  expect(result.minutes).toEqual({ measured: 0, planned: 1 })
})

test('what a publisher withdrew was open until then', async () => {
  await device('T-1', '2026-03-10T00:00:00Z')
  const { advisory: said, ...record } = advisory('A-1', 'CVE-2026-0001', 'Drip 3000')
  const revised = { ...said, revision: '2', revisedAt: '2026-04-20T00:00:00Z', products: [], vulnerabilities: [] }
  await hospital.publish({ ...record, advisory: revised, digest: '2' })
  await sql`update basis_match set withdrawn_at = '2026-04-20T00:00:00Z' where withdrawn_at is not null`.execute(db)

  const { draft } = await run(table(days(30)))

  expect(months(draft, 'Planned', 'openAtEnd')).toEqual([1, 0, 0, 0])
  expect(draft).toMatchObject({ missed: 1, stillOpen: 0, worstDaysLate: 10 })
  // In time it takes no work.
  expect((await run(table(days(60)))).draft).toMatchObject({ missed: 0, visits: 0 })
})

test('an action that the table has not chosen yet is none, and nothing of it is due', async () => {
  await device('T-1', '2026-03-10T00:00:00Z')
  const half = { ...table(days(3)), rows: [{ when: ['N'], action: null }] }

  const { draft } = await run(half)

  expect(draft.missed).toBe(0)
  expect(months(draft, 'Planned', 'got')).toEqual([0, 0, 0, 0])
  expect(draft.actions.at(-1)).toMatchObject({ action: null, got: 1, openNow: 1 })
})

test('what was overdue before the months began is told apart', async () => {
  await device('T-1', '2026-01-10T00:00:00Z')
  const { draft } = await run(table(days(30)))
  expect(draft).toMatchObject({ missed: 1, overdueAtStart: 1, visits: 0 })
  expect(months(draft, 'Planned', 'missed')).toEqual([0, 0, 0, 0])
  expect(draft.actions.find(({ action }) => action === 'Planned')).toMatchObject({ atStart: 1, got: 0, openNow: 1 })
  expect(draft.hoursBefore.likely).toBe(0.8)
})

test('the same again gives the same, and a hospital without devices gives nothing', async () => {
  const nothing = await run(table(days(30)))
  expect(nothing).toMatchObject({
    devices: 0,
    findings: 0,
    oldestOpening: null,
    moves: [],
    draft: { missed: 0, visits: 0 },
  })
  await device('T-1', '2026-03-10T00:00:00Z')
  await device('T-2', '2026-04-10T00:00:00Z')
  expect(await run(table(days(30)), table(days(10)))).toEqual(await run(table(days(30)), table(days(10))))
})
