import { z } from 'zod'
import { joinedNames, riskSums } from '#domain/findings/findings.ts'
import type { OrganisationId } from '#model/access.ts'
import type {
  RiskFilter,
  RiskGroup,
  RiskGrouping,
  RiskGroupSort,
  RiskOverTime,
  RiskValues,
} from '#model/risk-over-time.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { changeMarker, today as todayOf } from './loop-store.ts'
import * as store from './risk-day-store.ts'

// What the risk came to on each day, by site, manufacturer and model (ADR 0046).

/** While the day runs it is counted again where something changed; no sooner than this. */
const restMs = 60_000
/** And it takes so much of the time at most. */
const restFactor = 20
/** Every day is kept for so long, then the last that was measured of each week, then nothing. */
export const dailyDays = 92
export const weeklyDays = 3 * 366
const usualDays = 90

/**
 * Keeps what the open findings come to today, by the hospital's clock, if something changed since it was counted last. Gives
 * how many groups changed; null where nothing did, or another server counts just now. Days on which nobody counted stay
 * unknown: nothing is put in their place.
 */
export async function recordRiskDay(db: Db, organisationId: OrganisationId, now: Date): Promise<number | null> {
  const isDue = async (from: Db) => {
    const [day, last] = await Promise.all([todayOf(from, organisationId, now), store.lastDay(from, organisationId)])
    // A clock that was put back writes nothing over what is known.
    if (last && last.day > day) return null
    const marker = await changeMarker(from, organisationId)
    if (last?.day !== day) return { day, marker, isNew: true, isFirst: !last }
    const ageMs = now.getTime() - Date.parse(last.countedAt)
    return last.marker !== marker && ageMs >= Math.max(restMs, last.tookMs * restFactor)
      ? { day, marker, isNew: false, isFirst: false }
      : null
  }
  if (!(await isDue(db))) return null
  return await inTransaction(db, async (tx) => {
    if (!(await store.takeTurn(tx, organisationId))) return null
    const due = await isDue(tx)
    if (!due) return null
    const began = performance.now()
    const sums = await riskSums(tx, organisationId, now)
    const tookMs = Math.round(performance.now() - began)
    const { day, marker, isNew, isFirst } = due
    // Before there is a device there is nothing to measure.
    if (isFirst && sums.length === 0) return null
    const written = await store.writeDay(
      tx,
      organisationId,
      { day, countedAt: now.toISOString(), marker, tookMs },
      sums,
    )
    if (isNew) await store.letGo(tx, organisationId, daysToLetGo(await store.measuredDays(tx, organisationId), day))
    return written
  })
}

/** Of the measured days, in order: which go, and the kept day that follows each. */
export function daysToLetGo(days: readonly string[], today: string): { day: string; kept: string }[] {
  const [daily, weekly] = [before(today, dailyDays), before(today, weeklyDays)]
  const isKept = (day: string, next: string | undefined) =>
    day >= daily || next === undefined || (day >= weekly && weekOf(next) !== weekOf(day))
  const gone: { day: string; kept: string }[] = []
  let kept: string | undefined
  for (let at = days.length - 1; at >= 0; at--) {
    const day = days[at]!
    if (kept === undefined || isKept(day, days[at + 1])) kept = day
    else gone.push({ day, kept })
  }
  return gone.reverse()
}

const dayMs = 86_400_000
const before = (day: string, days: number) => new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10)
const after = (day: string, days: number) => before(day, -days)
/** Days since the epoch, a Thursday, in weeks that begin on Monday, 0. */
const weekOf = (day: string) => Math.floor((Date.parse(day) / dayMs + 3) / 7)
const weekdayOf = (day: string) => (Date.parse(day) / dayMs + 3) % 7

/** The points of the days that were measured, and which were not. */
export async function riskOverTime(
  db: Db,
  organisationId: OrganisationId,
  filter: RiskFilter,
  now = new Date(),
): Promise<RiskOverTime> {
  const { today, from, to } = await spanOf(db, organisationId, filter, now)
  const days = await store.measuredDays(db, organisationId)
  const isAll = filter.site === undefined && filter.manufacturer === undefined
  const ids = isAll ? [] : (await namedGroups(db, organisationId, filter)).map(({ id }) => id)
  const points = isAll
    ? await store.pointsOfAll(db, organisationId, from, to)
    : await store.pointsOfGroups(db, organisationId, ids, from, to)
  return {
    timeZone: await store.timeZone(db, organisationId),
    today,
    measuredSince: days[0] ?? null,
    dailySince: before(today, dailyDays),
    // On the first day of all nothing is known of the day before.
    points: points.map((point) => (point.day === days[0] ? { ...point, rose: 0, fell: 0 } : point)),
    notMeasured: notMeasured(days, today).filter((gap) => gap.to >= from && gap.from <= to),
  }
}

/** Days after the first that nobody counted. Where one day of a week is kept, whole weeks of which none is. */
export function notMeasured(days: readonly string[], today: string): { from: string; to: string }[] {
  const daily = before(today, dailyDays)
  return days.flatMap((day, at) => {
    const next = days[at + 1] ?? after(today, 1)
    const weekAfter = after(day, 7 - weekdayOf(day))
    const from = [after(day, 1), [weekAfter, daily].sort()[0]!].sort()[1]!
    const to = next > daily ? before(next, 1) : before(next, weekdayOf(next) + 1)
    return from <= to ? [{ from, to }] : []
  })
}

async function spanOf(db: Db, organisationId: OrganisationId, filter: RiskFilter, now: Date) {
  const today = await todayOf(db, organisationId, now)
  const to = filter.to ?? today
  const from = filter.from ?? before(to, usualDays)
  const { manufacturer, model } = filter
  if (from > to) throw new AppError('bad_request', `The first day, ${from}, is after the last, ${to}.`)
  if (model !== undefined && manufacturer === undefined)
    throw new AppError('bad_request', 'A model is asked for with its manufacturer.')
  return { today, from, to }
}

/** A group under the names that lists give to its site and model. */
type NamedGroup = store.GroupName

async function namedGroups(
  db: Db,
  organisationId: OrganisationId,
  { site, manufacturer, model }: RiskFilter,
): Promise<NamedGroup[]> {
  const [names, groups] = await Promise.all([joinedNames(db, organisationId), store.groupNames(db, organisationId)])
  const asked = {
    site: site === undefined ? undefined : names.siteOf(site),
    ...(manufacturer !== undefined && model !== undefined ? names.modelOf({ manufacturer, model }) : { manufacturer }),
  }
  // Many groups are of few sites, and to read a site's name takes longer than all else.
  const sites = new Map([...new Set(groups.map(({ site: one }) => one))].map((one) => [one, names.siteOf(one)]))
  const siteOf = (one: string) => sites.get(one)!
  return groups
    .map(({ id, ...group }) => ({ id, site: siteOf(group.site), ...names.modelOf(group) }))
    .filter(
      (group) =>
        (asked.site === undefined || group.site === asked.site) &&
        (asked.manufacturer === undefined || group.manufacturer === asked.manufacturer) &&
        (!('model' in asked) || group.model === asked.model),
    )
}

const Key = z.tuple([z.number(), z.string()])

/** Sites, manufacturers or models with what they came to on the first and on the last measured day of the span. */
export async function riskGroups(
  db: Db,
  organisationId: OrganisationId,
  by: RiskGrouping,
  filter: RiskFilter,
  { sort, cursor, limit }: { sort: RiskGroupSort; cursor?: string | undefined; limit: number },
  now = new Date(),
): Promise<PageOf<RiskGroup>> {
  const { from, to } = await spanOf(db, organisationId, filter, now)
  const measured = (await store.measuredDays(db, organisationId)).filter((day) => day >= from && day <= to)
  const [first, last] = [measured[0], measured.at(-1)]
  if (first === undefined || last === undefined) return { items: [], next: null }
  const groups = await namedGroups(db, organisationId, filter)
  const ids = groups.map(({ id }) => id)
  const [then, since] = await Promise.all([
    store.groupsOn(db, organisationId, ids, first),
    store.groupsOn(db, organisationId, ids, last),
  ])
  const sum = (some: readonly NamedGroup[], of: ReadonlyMap<string, RiskValues>) =>
    some.reduce((total, { id }) => plus(total, of.get(id)), nothing)
  const named = ({ site, manufacturer, model }: NamedGroup) => ({
    site: by === 'site' ? site : null,
    manufacturer: by === 'site' ? null : manufacturer,
    model: by === 'model' ? model : null,
  })
  const rows = [...Map.groupBy(groups, (group) => JSON.stringify(named(group)))]
    .map(([name, some]) => ({
      name,
      row: { ...named(some[0]!), before: sum(some, then), after: sum(some, since) },
    }))
    // What stood on neither day is of another time.
    .filter(({ row }) => row.before.devices > 0 || row.after.devices > 0)
    .map((one) => ({ ...one, key: [orderOf(sort, one.row), one.name] as const }))
    .sort((a, b) => b.key[0] - a.key[0] || (a.name < b.name ? -1 : 1))
  const [value, name] = cursor === undefined ? [Number.POSITIVE_INFINITY, ''] : decodeCursor(cursor, Key)
  return pageOf(
    rows.filter(({ key }) => key[0] < value || (key[0] === value && key[1] > name)).slice(0, limit + 1),
    limit,
    ({ key }) => key,
    ({ row }) => row,
  )
}

function orderOf(sort: RiskGroupSort, row: RiskGroup): number {
  const rise = row.after.risk - row.before.risk
  return sort === 'name' ? 0 : sort === 'risk' ? row.after.risk : sort === 'rise' ? rise : -rise
}

const nothing: RiskValues = {
  devices: 0,
  openFindings: 0,
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  knownExploited: 0,
  deviceRisk: 0,
  risk: 0,
  safety: 0,
  care: 0,
  privacy: 0,
}

/** In whole tenths, so that a sum is the same in any order. */
function plus(total: RiskValues, values: RiskValues = nothing): RiskValues {
  const sums = Object.entries(total).map(([name, value]) => [
    name,
    Math.round((value + values[name as keyof RiskValues]) * 10) / 10,
  ])
  return Object.fromEntries(sums) as RiskValues
}
