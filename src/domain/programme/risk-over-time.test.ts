import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { decideFinding, listFindings } from '#domain/findings/findings.ts'
import { onPersonMerge } from '#domain/loop.ts'
import type { OrganisationId } from '#model/access.ts'
import { FindingFilter } from '#model/finding-list.ts'
import type { RiskFilter } from '#model/risk-over-time.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import {
  insertDevices,
  insertFindings,
  insertOrganisation,
  insertPerson,
  scoreOf,
} from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { recordRiskDay, riskGroups, riskOverTime } from './programme.ts'
import { dailyDays, daysToLetGo, notMeasured, weeklyDays } from './risk-over-time.ts'

const { db } = await testDatabase()
let organisationId: OrganisationId

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, advisory, vulnerability, known_exploited cascade`.execute(db)
  organisationId = await insertOrganisation(db, 'America/Chicago')
})

const record = (moment: string) => recordRiskDay(db, organisationId, new Date(moment))
const asked = { from: '2026-10-01', to: '2027-12-31' }
const over = (filter: RiskFilter = asked, moment = '2026-11-30T18:00:00Z') =>
  riskOverTime(db, organisationId, { ...asked, ...filter }, new Date(moment))
const changes = async () =>
  (
    await sql<{ day: string; site: string; open: number }>`
      select c.day::text as day, g.site, c.open_findings as open from risk_change c
      join risk_group g on g.organisation_id = c.organisation_id and g.id = c.group_id
      where c.organisation_id = ${organisationId} order by 1, 2, 3`.execute(db)
  ).rows
/** Something happened, as a person's change would tell. */
const happened = () =>
  sql`insert into audit_entry (organisation_id, id, actor_name, action, subject_kind, subject_id, reason)
    values (${organisationId}, ${newId()}, 'test', 'test', 'device', '', '')`.execute(db)

async function pumps() {
  await insertDevices(db, organisationId, [
    ...[{ site: 'North' }, { site: 'North' }, { site: 'South' }],
    ...[
      { site: 'South', model: 'Glow 9', manufacturer: 'Lumen' },
      { isActive: false, lifecycle: 'stored' },
    ],
  ])
  await insertFindings(db, organisationId, {
    vulnerabilities: [
      { id: 'CVE-2026-0001', band: 'critical' },
      { id: 'CVE-2026-0002', band: 'low', answer: 'cannot_tell' },
    ],
  })
  await sql`insert into known_exploited (cve, vendor, product, name, added_on, ransomware, required_action, catalogue)
    values ('CVE-2026-0001', '', '', '', '2026-01-01', false, '', '')`.execute(db)
}

test('before there is a device nothing is measured, and one that goes leaves a hospital that comes to nothing', async () => {
  expect(await writesDuring(db, () => record('2026-11-20T12:00:00Z'))).toEqual({})
  expect(await over()).toMatchObject({ measuredSince: null, points: [], notMeasured: [], today: '2026-11-30' })
  expect(await riskGroups(db, organisationId, 'site', asked, { sort: 'risk', limit: 10 })).toEqual({
    items: [],
    next: null,
  })
  await pumps()
  await record('2026-11-21T12:00:00Z')
  await sql`update device set gone_at = now() where organisation_id = ${organisationId}`.execute(db)
  await record('2026-11-22T12:00:00Z')
  expect((await over()).points.map(({ openFindings, risk, fell }) => [openFindings, risk, fell])).toEqual([
    [6, 330, 0],
    [0, 0, 6],
  ])
})

test('a day comes to what the list of findings has, by band, for all and for a site and a model', async () => {
  await pumps()
  // As the roll-up keeps it.
  await sql`update device set worst_score = ${scoreOf.critical} where organisation_id = ${organisationId} and is_active
    and manufacturer = 'Meridian'`.execute(db)
  await record('2026-11-20T12:00:00Z')
  const { items } = await listFindings(db, organisationId, { filter: FindingFilter.parse({}), limit: 200 })
  const listed = items.reduce((sum, { score }) => sum + (score ?? 0), 0)

  const [all] = (await over()).points
  expect(all).toMatchObject({
    ...{ devices: 4, openFindings: items.length, critical: 3, low: 3, high: 0, medium: 0, knownExploited: 3 },
    ...{ deviceRisk: 3 * scoreOf.critical, risk: listed, safety: 6 * 25, care: 6 * 25, privacy: 6 * 25 },
  })
  expect(listed).toBe(3 * scoreOf.critical + 3 * scoreOf.low)
  expect((await over({ site: 'North' })).points).toMatchObject([{ devices: 2, openFindings: 4, rose: 0, fell: 0 }])
  expect((await over({ manufacturer: 'Lumen' })).points).toMatchObject([{ devices: 1, openFindings: 0 }])
  expect((await over({ site: 'South', manufacturer: 'Meridian', model: 'Flow 3' })).points).toMatchObject([
    { devices: 1, openFindings: 2 },
  ])
  expect((await over({ site: 'Nowhere' })).points).toMatchObject([{ devices: 0, openFindings: 0 }])
  await expect(over({ model: 'Flow 3' })).rejects.toThrow('with its manufacturer')
  await expect(over({ from: '2026-12-01', to: '2026-11-01' })).rejects.toThrow('is after the last')
})

test('findings with a history of their own count as in the list: in work, fixed, decided, over, and kept', async () => {
  const ids = await insertDevices(
    db,
    organisationId,
    ['North', 'North', 'South', 'South', 'South', 'West'].map((site, at) => ({ site, assetTag: `H-${at}` })),
  )
  await insertFindings(db, organisationId, {
    vulnerabilities: [
      { id: 'CVE-2026-0001', band: 'critical' },
      { id: 'CVE-2026-0002', band: 'medium', answer: 'cannot_tell' },
      { id: 'CVE-2026-0003', band: 'low', answer: 'not_affected' },
    ],
  })
  // What is not affected is never scored.
  await sql`delete from basis_score where vulnerability_id = 'CVE-2026-0003'`.execute(db)
  // Kept by a configuration that the device had before, which another still has.
  const [old] = await insertDevices(db, organisationId, [{ site: 'West', softwareVersion: '8.0', assetTag: 'H-9' }])
  await insertFindings(
    db,
    organisationId,
    { id: 'cisa:ICSMA-26-009-01', vulnerabilities: [{ id: 'CVE-2020-0009', band: 'high' }] },
    { softwareVersion: '8.0' },
  )
  const tell = (
    at: number,
    cve: string,
    over: { status?: string; decision?: string; remediation?: string; until?: string },
  ) =>
    sql`insert into finding (organisation_id, device_id, vulnerability_id, answer, status, decision, remediation, opened_at, decision_expires_on)
      values (${organisationId}, ${ids[at]}, ${cve}, 'affected', ${over.status ?? 'affected'}, ${over.decision ?? 'none'},
        ${over.remediation ?? 'not_remediated'}, now(), ${over.until ?? null}::date)`.execute(db)
  await tell(0, 'CVE-2026-0001', { remediation: 'in_progress' })
  await tell(1, 'CVE-2026-0001', { status: 'fixed' })
  await tell(1, 'CVE-2026-0002', { decision: 'accepted', until: '2099-12-31' })
  await tell(2, 'CVE-2026-0001', { decision: 'accepted', until: '2020-01-01' })
  await tell(2, 'CVE-2026-0002', { remediation: 'verified' })
  await tell(3, 'CVE-2026-0003', { status: 'not_affected' })
  await tell(4, 'CVE-2020-0009', {})
  await sql`update finding f set kept_configuration_id = d.configuration_id, kept_context_id = d.context_id from device d
    where d.id = ${old} and f.organisation_id = ${organisationId} and f.device_id = ${ids[4]}`.execute(db)
  await tell(5, 'CVE-2020-0009', { status: 'not_affected' })
  await record('2026-11-20T12:00:00Z')

  for (const site of ['North', 'South', 'West', undefined]) {
    const filter = FindingFilter.parse(site === undefined ? {} : { site })
    const { items } = await listFindings(db, organisationId, { filter, limit: 200 })
    const ofBand = (band: string) => items.filter((one) => one.band === band).length
    const [point] = (await over(site === undefined ? {} : { site })).points
    expect({ site, ...point }).toMatchObject({
      site,
      openFindings: items.length,
      ...{ critical: ofBand('critical'), high: ofBand('high'), medium: ofBand('medium'), low: ofBand('low') },
      risk: items.reduce((sum, { score }) => sum + (score ?? 0), 0),
      care: items.reduce((sum, { likelihood, care }) => sum + (likelihood ?? 0) * (care ?? 0), 0),
    })
  }
  expect((await over({ site: 'South' })).points).toMatchObject([{ devices: 3, openFindings: 6, high: 1 }])
})

test('the day is the hospital’s own, on the days on which clocks change too', async () => {
  await pumps()
  const days = async () => (await over({ from: '2026-10-01', to: '2027-12-31' })).points.map(({ day }) => day)
  // Chicago leaves summer time on 2026-11-01 at 07:00Z: the day has 25 hours.
  await record('2026-11-01T04:59:59Z')
  expect(await days()).toEqual(['2026-10-31'])
  await record('2026-11-01T05:00:00Z')
  await record('2026-11-02T05:59:59Z')
  expect(await days()).toEqual(['2026-10-31', '2026-11-01'])
  await record('2026-11-02T06:00:00Z')
  expect(await days()).toEqual(['2026-10-31', '2026-11-01', '2026-11-02'])
  // And goes back to it on 2027-03-14: 23 hours.
  await record('2027-03-14T06:00:00Z')
  await record('2027-03-15T04:59:59Z')
  await record('2027-03-15T05:00:00Z')
  expect((await days()).slice(-2)).toEqual(['2027-03-14', '2027-03-15'])
})

test('a second count of a day on which nothing happened writes nothing, and one on which something did is the day’s', async () => {
  await pumps()
  expect(await record('2026-11-20T12:00:00Z')).toBe(3)
  expect(await writesDuring(db, () => record('2026-11-20T20:00:00Z'))).toEqual({})
  // A new day on which all is as it was is measured, and leaves no row of a group.
  expect(await record('2026-11-21T12:00:00Z')).toBe(0)
  expect((await over()).points.map(({ day, openFindings }) => [day, openFindings])).toEqual([
    ['2026-11-20', 6],
    ['2026-11-21', 6],
  ])
  await sql`update device set is_active = false where organisation_id = ${organisationId} and site = 'North'`.execute(
    db,
  )
  await happened()
  expect(await record('2026-11-21T12:00:30Z')).toBeNull()
  expect(await record('2026-11-21T12:06:00Z')).toBe(1)
  expect(await changes()).toEqual([
    { day: '2026-11-20', site: 'North', open: 4 },
    { day: '2026-11-20', site: 'South', open: 0 },
    { day: '2026-11-20', site: 'South', open: 2 },
    { day: '2026-11-21', site: 'North', open: 0 },
  ])
  expect((await over()).points.at(-1)).toMatchObject({ day: '2026-11-21', openFindings: 2, rose: 0, fell: 4 })
  expect((await over({ site: 'North' })).points.at(-1)).toMatchObject({ openFindings: 0, rose: 0, fell: 4 })
  expect((await over({ site: 'South' })).points.at(-1)).toMatchObject({ openFindings: 2, rose: 0, fell: 0 })
})

test('two workers that count at once come to one day', async () => {
  await pumps()
  const both = await Promise.all([record('2026-11-20T12:00:00Z'), record('2026-11-20T12:00:00Z')])
  expect(both.filter((one) => one !== null)).toEqual([3])
  expect((await over()).points).toHaveLength(1)
})

test('a count that breaks off leaves nothing, and the next makes up for it', async () => {
  await pumps()
  await sql`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`.execute(
    db,
  )
  await sql`create trigger break_off before insert on risk_change execute function break_off()`.execute(db)
  await expect(record('2026-11-20T12:00:00Z')).rejects.toThrow('killed')
  await sql`drop trigger break_off on risk_change`.execute(db)
  await sql`drop function break_off`.execute(db)
  expect((await over()).points).toEqual([])
  expect(await record('2026-11-20T12:01:00Z')).toBe(3)
})

test('a clock that was put back writes over nothing', async () => {
  await pumps()
  await record('2026-11-20T12:00:00Z')
  expect(await writesDuring(db, () => record('2026-11-18T12:00:00Z'))).toEqual({})
})

test('days on which nobody counted are told, and nothing is put in their place', async () => {
  await pumps()
  await record('2026-11-20T12:00:00Z')
  await record('2026-11-24T12:00:00Z')
  const { points, notMeasured: gaps } = await over({}, '2026-11-25T18:00:00Z')
  expect(points.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-24'])
  expect(gaps).toEqual([
    { from: '2026-11-21', to: '2026-11-23' },
    { from: '2026-11-25', to: '2026-11-25' },
  ])
})

test('groups are compared between the first and the last day, in any order, page by page', async () => {
  await pumps()
  await record('2026-11-20T12:00:00Z')
  await insertDevices(db, organisationId, [{ site: 'West', assetTag: 'W-1' }])
  await record('2026-11-22T12:00:00Z')
  const list = (by: 'site' | 'model' | 'manufacturer', filter: RiskFilter = {}, sort: 'risk' | 'rise' = 'risk') =>
    riskGroups(db, organisationId, by, { ...asked, ...filter }, { sort, limit: 50 })

  expect(
    (await list('site')).items.map(({ site, before, after }) => [site, before.openFindings, after.openFindings]),
  ).toEqual([
    ['North', 4, 4],
    ['South', 2, 2],
    ['West', 0, 2],
  ])
  expect((await list('site', {}, 'rise')).items[0]).toMatchObject({ site: 'West', manufacturer: null, model: null })
  expect((await list('model')).items.map(({ model, after }) => [model, after.devices])).toEqual([
    ['Flow 3', 4],
    ['Glow 9', 1],
  ])
  expect((await list('model', { site: 'South' })).items).toHaveLength(2)
  expect((await list('manufacturer', { manufacturer: 'Lumen' })).items).toMatchObject([{ manufacturer: 'Lumen' }])

  const seen: (string | null)[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await riskGroups(db, organisationId, 'site', asked, { sort: 'name', limit: 1, cursor })
    seen.push(...page.items.map(({ site }) => site))
    if (!page.next) break
    cursor = page.next
  }
  expect(seen).toEqual(['North', 'South', 'West'])
  const nonsense = riskGroups(db, organisationId, 'site', asked, { sort: 'risk', limit: 1, cursor: 'x' })
  await expect(nonsense).rejects.toThrow('cursor')
})

test('sites and models are one however devices write them', async () => {
  await pumps()
  await insertDevices(db, organisationId, [{ site: 'NORTH', model: 'FLOW-3', assetTag: 'N-9' }])
  await record('2026-11-20T12:00:00Z')
  expect((await over({ site: 'north' })).points).toMatchObject([{ devices: 3 }])
  expect((await over({ manufacturer: 'MERIDIAN', model: 'flow 3' })).points).toMatchObject([{ devices: 4 }])
  const { items } = await riskGroups(db, organisationId, 'model', asked, { sort: 'name', limit: 10 })
  expect(items.map(({ model }) => model)).toEqual(['Glow 9', 'Flow 3'])
})

test('what is decided leaves the sum, and a device that was two is counted once', async () => {
  await sql`truncate source, device, observation, decision, identifier, configuration, context, risk_change, risk_day, risk_group cascade`.execute(
    db,
  )
  const hospital = await newHospital(db)
  organisationId = hospital.organisationId as OrganisationId
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    }),
  )
  const pump = { manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '9.1', site: 'North' }
  const { deviceIds } = await hospital.says(hospital.cmms, {
    a: { assetTag: 'T-1', ...pump },
    b: { assetTag: 'T-2', ...pump },
    c: { assetTag: 'T-3', ...pump },
  })
  const [a, b, c] = deviceIds as [string, string, string]
  await record('2026-11-20T12:00:00Z')
  expect((await over()).points).toMatchObject([{ devices: 3, openFindings: 3 }])

  const mara = await insertPerson(db, organisationId, 'administrator', 'Mara')
  await decideFinding(
    db,
    mara,
    { deviceId: a, vulnerabilityId: 'CVE-2026-0001' },
    { decision: 'accepted', reason: 'Behind the firewall', expiresOn: '2099-12-31' },
  )
  await inTransaction(db, (tx) => onPersonMerge(tx, mara, { into: b, from: c, reason: 'One label' }))
  await record('2026-11-21T12:00:00Z')
  const { items } = await listFindings(db, organisationId, { filter: FindingFilter.parse({}), limit: 200 })
  expect(items).toHaveLength(1)
  expect((await over()).points.at(-1)).toMatchObject({ devices: 2, openFindings: 1, rose: 0, fell: 2 })
})

// what is kept --------------------------------------------------------------------------------------------------------

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
const everyDay = (from: string, count: number) => Array.from({ length: count }, (_, at) => dayAfter(from, at))

test('after three months one day of each week is kept, after three years none; what is told of the kept days stays', () => {
  const today = '2026-11-20'
  const days = everyDay(dayAfter(today, -2000), 2001)
  const gone = daysToLetGo(days, today)
  const isGone = new Set(gone.map(({ day }) => day))
  const kept = days.filter((day) => !isGone.has(day))

  expect(kept.filter((day) => day >= dayAfter(today, -dailyDays))).toHaveLength(dailyDays + 1)
  const weeks = kept.filter((day) => day < dayAfter(today, -dailyDays))
  // Sundays, but for the last before the daily ones.
  expect(weeks.every((day) => new Date(day).getUTCDay() === 0)).toBe(true)
  expect(weeks[0]! >= dayAfter(today, -weeklyDays)).toBe(true)
  expect(kept.length).toBeLessThanOrEqual(dailyDays + 1 + weeklyDays / 7 + 1)
  expect(gone.every(({ day, kept: to }) => day < to && !isGone.has(to))).toBe(true)
  // Done again it lets nothing more go.
  expect(daysToLetGo(kept, today)).toEqual([])
  expect(notMeasured(kept, today)).toEqual([])
})

test('where weeks are kept, only a week of which no day is kept was not measured', () => {
  const today = '2026-11-20'
  expect(notMeasured(['2025-03-02', '2025-03-09', '2025-03-30', ...everyDay('2026-08-20', 93)], today)).toEqual([
    { from: '2025-03-10', to: '2025-03-23' },
    { from: '2025-03-31', to: '2026-08-16' },
  ])
})

test('days that are let go leave the kept ones as they were', async () => {
  await pumps()
  const first = '2026-06-01'
  const moment = (at: number) => `${dayAfter(first, at)}T18:00:00Z`
  for (let at = 0; at < 120; at++) {
    // One device more or less each day, at either site.
    if (at % 3 === 0)
      await insertDevices(db, organisationId, [{ site: at % 2 ? 'North' : 'South', assetTag: `D-${at}` }])
    if (at % 5 === 0)
      await sql`update device set is_active = not is_active where organisation_id = ${organisationId} and asset_tag = 'CE-1'`.execute(
        db,
      )
    await record(moment(at))
    if (at === dailyDays) {
      const days = await over({ from: first, site: 'North' }, moment(at))
      expect(days.points).toHaveLength(dailyDays + 1)
    }
  }
  const counted = await over({ from: first }, moment(119))
  const north = await over({ from: first, site: 'North' }, moment(119))
  const south = await over({ from: first, site: 'South' }, moment(119))
  expect(counted.points.length).toBeLessThan(120)
  expect(counted.notMeasured).toEqual([])
  for (const [at, point] of counted.points.entries()) {
    expect(north.points[at]!.devices + south.points[at]!.devices).toBe(point.devices)
    expect(north.points[at]!.openFindings + south.points[at]!.openFindings).toBe(point.openFindings)
    const before = counted.points[at - 1]
    if (before) expect(point.openFindings - before.openFindings).toBe(point.rose - point.fell)
  }
})
