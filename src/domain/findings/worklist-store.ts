import { type RawBuilder, sql } from 'kysely'
import type { FindingFilter } from '#model/finding-list.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { type Actions, openClasses, rankStep } from './action-store.ts'
import {
  all,
  deviceConditions,
  deviceFilters,
  type FindingListKey,
  hasBroken,
  isOfHistory,
  type NarrowedQuery,
  ofAdvisory,
  ownStateConditions,
  vulnerabilityConditions,
} from './finding-filter-store.ts'
import {
  actionsOf,
  actionValue,
  byKey,
  isAfter,
  lastDevice,
  lastOf,
  noDevice,
  type PageKey,
} from './finding-order-store.ts'
import { isOpenRow } from './finding-store.ts'
import { countsAsOf, isSetAside } from './treated-store.ts'

// The worklist: what is open, worst first, by the scores that some device has open; or the most urgent action first, and by the scores
// within each.

/** Open, on the worklist, worst first; not what only a finding's own row can tell. */
export const isWorklist = ({ filter, sort, queried }: Pick<NarrowedQuery, 'filter' | 'sort' | 'queried'>) =>
  filter.open === 'true' &&
  (filter.active ?? 'true') === 'true' &&
  filter.device === undefined &&
  sort !== 'opened' &&
  !isOfHistory(filter) &&
  !queried?.isOfRowsAlone

interface Step extends Omit<PageKey, 'device_id'> {
  open_devices: number
}

/** Behind so many devices of the steps that do not fill a page, nearly none of them is what is asked for. */
const mostLookedAt = 100_000

/**
 * Walks down the scores that some device has open, and takes the devices of each, until the page is full. The steps are
 * queries of their own: left to itself PostgreSQL would rather join everything and sort it. Null where a query leaves so few
 * of the devices on the way that they are found faster by the query than by the way.
 */
export async function worklistKeys(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
): Promise<PageKey[] | null> {
  const { after, limit } = query
  const onStep = (await query.queried?.onStep(today)) ?? []
  let lookedAt = 0
  let isOfAnyTold = false
  const isCountTooLow = await hasExpired(db, organisationId, today)
  const keys = await keptKeys(db, organisationId, query, today)
  const actions = actionsOf(query)
  const way = actions && (await wayOf(db, organisationId, actions, isCountTooLow))
  let from = after
  let wanted = limit
  for (let size = limit; ; size *= 4) {
    const steps = await walk(db, organisationId, query, from, size, { isCountTooLow, isOfAnyTold, way })
    let isTurned = false
    for (let at = 0; at < steps.length; ) {
      const some = upTo(steps.slice(at), wanted)
      keys.push(...(await devicesOnSteps(db, organisationId, query, today, some, from, onStep)))
      at += some.length
      for (const { open_devices } of some) lookedAt += open_devices
      // What is kept from elsewhere and stands behind the last step counts only when the walk gets there.
      const reached = { ...some.at(-1)!, device_id: lastDevice }
      const found = keys.filter((key) => byKey(key, reached) <= 0).length
      if (found >= limit) return keys.sort(byKey).slice(0, limit)
      if (onStep.length > 0 && lookedAt > mostLookedAt) return null
      if (!isOfAnyTold && query.queried?.ofAny.length && lookedAt > limit * 4) {
        // Many groups on the way have no device that is asked for: which have one is worth looking up.
        isOfAnyTold = true
        isTurned = true
        wanted = limit - found
        from = [reached.sort_value, reached.configuration_id, reached.context_id, reached.vulnerability_id, lastDevice]
        break
      }
      // As many as would fill the page, were there as few of what is asked for as so far.
      wanted = Math.min(wanted * 4, Math.ceil(((limit - found) * (lookedAt + 1)) / (found + 1)))
    }
    if (isTurned) continue
    const last = steps.at(-1)
    if (!last || steps.length < size) return keys.sort(byKey).slice(0, limit)
    from = [last.sort_value, last.configuration_id, last.context_id, last.vulnerability_id, lastDevice]
  }
}

/**
 * The first steps, until they have so many devices open among them: filters leave some of these, and a platform's count is that
 * of all its configurations, hence more each time.
 */
function upTo(steps: readonly Step[], devices: number): readonly Step[] {
  let open = 0
  let end = 0
  while (end < steps.length && open < devices) open += Math.max(steps[end++]!.open_devices, 1)
  return steps.slice(0, end)
}

/**
 * True while a decision is past its last day and not yet swept: then the counts of open devices are too low. The earliest
 * day is the first of the index; of "any earlier than today" the planner expects many and reads the whole table.
 */
const hasExpired = async (db: Db, organisationId: string, today: RawBuilder<unknown>) =>
  (
    await sql<{ has: boolean }>`
      select coalesce((select min(f.decision_expires_on) from finding f where f.organisation_id = ${organisationId} and f.decision <> 'none'
        and f.decision_expires_on is not null) < ${today}, false) as has`.execute(db)
  ).rows[0]!.has

async function walk(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  from: FindingListKey | null,
  size: number,
  { isCountTooLow, isOfAnyTold, way }: { isCountTooLow: boolean; isOfAnyTold: boolean; way: Way | null },
): Promise<Step[]> {
  const { filter } = query
  const ofDevices = deviceFilters(query)
  const ofMatch: RawBuilder<unknown>[] = []
  if (filter.countsAs !== undefined)
    ofMatch.push(sql`${countsAsOf(organisationId, sql`m.answer`)} = ${filter.countsAs}`)
  // What is open stands as the statements have it.
  if (filter.answer !== undefined) ofMatch.push(sql`m.answer = ${filter.answer}`)
  if (filter.status !== undefined)
    ofMatch.push(sql`case m.answer when 'cannot_tell' then 'under_investigation' else m.answer end = ${filter.status}`)
  if (filter.advisory !== undefined) ofMatch.push(ofAdvisory(filter.advisory))
  const asked = await query.queried?.onTheWay(isOfAnyTold)
  ofMatch.push(...(asked?.match ?? []))
  const conditions = [
    sql`s.organisation_id = ${organisationId}`,
    ...(asked?.score ?? []),
    ...(isCountTooLow ? [] : [sql`s.open_devices > 0`]),
    ...(query.hasSetAside ? [sql`not ${isSetAside(organisationId)}`] : []),
    ...(filter.band === undefined ? [] : [sql`s.band = ${filter.band}`]),
    ...vulnerabilityConditions(query, sql`s.vulnerability_id`),
    ...(ofDevices.length === 0
      ? []
      : [sql`(s.configuration_id, s.context_id) in (select configuration_id, context_id from standing)`]),
    ...(ofMatch.length === 0
      ? []
      : [
          sql`exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = s.configuration_id
            and m.vulnerability_id = s.vulnerability_id and ${all(ofMatch)})`,
        ]),
  ]
  // Which pairs there are is found once, and not for each score on the way.
  const pairs = (name: string, more: readonly RawBuilder<unknown>[]) => sql`${sql.ref(name)} as materialized (
    select distinct d.configuration_id, d.context_id from device d
    where ${all([...deviceConditions(organisationId, query), ...more])})`
  const lookedUp = [
    ...(ofDevices.length === 0 ? [] : [pairs('standing', [])]),
    ...(isOfAnyTold ? (query.queried?.ofAny ?? []).map(({ name, condition }) => pairs(name, [condition])) : []),
  ]
  const tables = lookedUp.length === 0 ? sql`` : sql`with ${sql.join(lookedUp)}`
  if (way) return await walkByAction(db, way, { tables, conditions }, from, size)
  const { rows } = await sql<Step>`
    ${tables}
    select s.score as sort_value, s.configuration_id, s.context_id, s.vulnerability_id, s.open_devices from score s
    where ${all([...conditions, ...(from ? furtherDown(from[0], from) : [])])}
    order by s.score desc, s.configuration_id, s.context_id, s.vulnerability_id limit ${size}`.execute(db)
  return rows
}

const furtherDown = (score: number, [, configuration, context, vulnerability, device]: FindingListKey) => [
  sql`s.score <= ${score}::real`,
  sql`(s.score < ${score}::real or (s.configuration_id, s.context_id, s.vulnerability_id)
        ${device === lastDevice ? sql`>` : sql`>=`} (${configuration}::uuid, ${context}::uuid, ${vulnerability}))`,
]

// by action ---------------------------------------------------------------------------------------------------------

/** Null stands for all whose answers were not worked out yet: they are taken as the most urgent. */
interface Class {
  readonly points: number | null
  /** No score of it is higher. */
  readonly top: number
}

/** The classes of each action, the most urgent first, and of each the one with the worst score first. */
type Way = readonly { readonly rank: number; readonly classes: readonly Class[] }[]

async function wayOf(db: Db, organisationId: string, actions: Actions, isCountTooLow: boolean): Promise<Way> {
  const open: Class[] = isCountTooLow
    ? actions.classes.map((points) => ({ points, top: Number.POSITIVE_INFINITY }))
    : await openClasses(db, organisationId)
  const most = actions.appetite.actions.length
  const ofRank = Map.groupBy([{ points: null, top: Number.POSITIVE_INFINITY }, ...open], ({ points }) =>
    points === null ? most : actions.ruleOf(points).rank,
  )
  return [...ofRank]
    .map(([rank, classes]) => ({ rank, classes: classes.sort((a, b) => b.top - a.top) }))
    .sort((a, b) => b.rank - a.rank)
}

const classesAtOnce = 8

/**
 * Within an action, the scores of its classes together: those of a few classes first, and of another only where its worst score
 * stands before the last of these.
 */
async function walkByAction(
  db: Db,
  way: Way,
  { tables, conditions }: { readonly tables: RawBuilder<unknown>; readonly conditions: readonly RawBuilder<unknown>[] },
  from: FindingListKey | null,
  size: number,
): Promise<Step[]> {
  const steps: Step[] = []
  const reached = from === null ? Number.POSITIVE_INFINITY : Math.floor(from[0] / rankStep)
  for (const { rank, classes } of way) {
    const wanted = size - steps.length
    if (wanted <= 0) break
    if (rank > reached) continue
    const further = from && rank === reached ? furtherDown(from[0] - rank * rankStep, from) : []
    let found: Step[] = []
    for (let at = 0, some = classesAtOnce; at < classes.length; at += some, some *= 2) {
      const last = found[wanted - 1]
      if (last && classes[at]!.top + rank * rankStep < last.sort_value) break
      const points = classes.slice(at, at + some).map((one) => one.points)
      const rows = await stepsOf(db, rank, points, { tables, conditions: [...conditions, ...further] }, wanted)
      found = [...found, ...rows]
        .sort((a, b) => byKey({ ...a, device_id: '' }, { ...b, device_id: '' }))
        .slice(0, wanted)
    }
    steps.push(...found)
  }
  return steps
}

async function stepsOf(
  db: Db,
  rank: number,
  points: readonly (number | null)[],
  { tables, conditions }: { readonly tables: RawBuilder<unknown>; readonly conditions: readonly RawBuilder<unknown>[] },
  limit: number,
): Promise<Step[]> {
  const steps = (of: RawBuilder<unknown>) => sql`
    select ${sql.lit(rank * rankStep)} + s.score::double precision as sort_value, s.configuration_id, s.context_id,
      s.vulnerability_id, s.open_devices
    from score s where ${all([of, ...conditions])}
    order by s.score desc, s.configuration_id, s.context_id, s.vulnerability_id limit ${limit}`
  const told = points.filter((one) => one !== null)
  const { rows } = await sql<Step>`
    ${tables}
    ${told.length === 0 ? sql`` : sql`select step.* from unnest(${told}::int[]) c(points) cross join lateral (${steps(sql`s.points = c.points`)}) step`}
    ${told.length > 0 && told.length < points.length ? sql`union all` : sql``}
    ${told.length < points.length ? sql`select step.* from (${steps(sql`s.points is null`)}) step` : sql``}
    order by sort_value desc, configuration_id, context_id, vulnerability_id limit ${limit}`.execute(db)
  return rows
}

async function devicesOnSteps(
  db: Db,
  organisationId: string,
  { filter, text, limit }: NarrowedQuery,
  today: RawBuilder<unknown>,
  steps: readonly Step[],
  from: FindingListKey | null,
  onStep: readonly RawBuilder<unknown>[],
): Promise<PageKey[]> {
  const first = steps[0]!
  const isWithin =
    from &&
    first.configuration_id === from[1] &&
    first.context_id === from[2] &&
    first.vulnerability_id === from[3] &&
    first.sort_value === from[0]
  const numbered = steps.map((step, position) => ({
    ...step,
    position,
    after: position === 0 && isWithin ? from[4] : noDevice,
  }))
  const { rows } = await sql<PageKey>`
    select d.id as device_id, step.vulnerability_id, step.configuration_id, step.context_id, step.sort_value
    from jsonb_to_recordset(${jsonRows(numbered)}) as step(position int, configuration_id uuid, context_id uuid, vulnerability_id text,
      sort_value double precision, after uuid)
    ${
      onStep.length === 0
        ? sql``
        : sql`join match m on m.organisation_id = ${organisationId} and m.configuration_id = step.configuration_id
            and m.vulnerability_id = step.vulnerability_id
          join score s on s.organisation_id = ${organisationId} and s.configuration_id = step.configuration_id
            and s.context_id = step.context_id and s.vulnerability_id = step.vulnerability_id`
    }
    cross join lateral (
      select d.id from device d
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = step.vulnerability_id
      where ${all([...deviceConditions(organisationId, { filter, text }), ...onStep])} and d.configuration_id = step.configuration_id
        and d.context_id = step.context_id and d.id > step.after
        and (f.device_id is null or (${all([isOpenRow(today), ...historyConditions(filter)])}))
      order by d.id limit ${limit}
    ) d
    order by step.position, d.id limit ${limit}`.execute(db)
  return rows
}

/** Of an open finding's own row. */
const historyConditions = ({ remediation, reopened, decisionBroke }: FindingFilter) => [
  ...(decisionBroke === undefined ? [] : [sql`not ${hasBroken}`]),
  ...(remediation === undefined ? [] : [sql`f.remediation = ${remediation}`]),
  ...(reopened === undefined ? [] : [sql`f.reopened = 0`]),
]

/** Open findings that outlived their match on the device's own configuration. */
async function keptKeys(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
): Promise<PageKey[]> {
  const { after, limit } = query
  const actions = actionsOf(query)
  const sortValue = actions ? actionValue(actions) : sql`coalesce(s.score, -1)::real`
  const key = [sql`f.kept_configuration_id`, sql`f.kept_context_id`, sql`f.vulnerability_id`, sql`d.id`]
  const conditions = [
    sql`f.organisation_id = ${organisationId}`,
    sql`f.kept_configuration_id is not null`,
    ...deviceConditions(organisationId, query),
    ...vulnerabilityConditions(query, sql`f.vulnerability_id`),
    ...ownStateConditions(query, today),
    ...((await query.queried?.own(today)) ?? []),
    ...(after ? [isAfter(after, sortValue, key, lastOf(query, after[0]))] : []),
  ]
  const { rows } = await sql<PageKey>`
    select d.id as device_id, f.vulnerability_id, f.kept_configuration_id as configuration_id, f.kept_context_id as context_id,
      ${sortValue} as sort_value
    from finding f
    join device d on d.id = f.device_id
    left join match m on m.organisation_id = ${organisationId} and m.configuration_id = f.kept_configuration_id
      and m.vulnerability_id = f.vulnerability_id
    left join score s on s.organisation_id = ${organisationId} and s.configuration_id = f.kept_configuration_id
      and s.context_id = f.kept_context_id and s.vulnerability_id = f.vulnerability_id
    where ${all(conditions)}
    order by sort_value desc, ${sql.join(key)} limit ${limit}`.execute(db)
  return rows
}
