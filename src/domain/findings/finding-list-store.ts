import { type RawBuilder, sql } from 'kysely'
import { configurationsOfBill } from '#domain/composition/composition.ts'
import { isAtPlaces, isAtSites, isOfModels, textConditions } from '#domain/inventory/inventory.ts'
import type { Because, Evidence, FindingEvent, FindingRow, FindingState } from '#model/finding.ts'
import type { FindingFacet, FindingFilter, FindingSort } from '#model/finding-list.ts'
import type { Reason, RiskBand } from '#model/risk.ts'
import type { CountsAs } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { vulnerabilitiesOfComponent } from './bill-findings.ts'
import { isSource } from './databases.ts'
import { inForce, isOpenRow, todayOf } from './finding-store.ts'
import type { AlikeNames } from './joined-names.ts'
import { isSaidBy } from './said-by-store.ts'
import { countsAsOf, hasSetAside, isSetAside } from './treated-store.ts'

// Reading findings: most have no row of their own and are read through device × match × score. `d` is the device, `m` its
// match, `s` the score, `f` the finding's own row where it has one.

export interface FindingListQuery {
  readonly filter: FindingFilter
  /** All that devices write for the maker, model and place of the filter. */
  readonly alike?: AlikeNames | undefined
  readonly sort: FindingSort
  readonly after: FindingListKey | null
  readonly limit: number
  readonly now: Date
}

/** What the list is ordered by: score (or time of opening in µs), configuration, context, vulnerability, device. */
export type FindingListKey = readonly [number, string, string, string, string]

export interface FindingListRow extends FindingState {
  device_id: string
  device_name: string
  manufacturer: string | null
  model: string | null
  site: string | null
  care_area: string | null
  is_active: boolean
  vulnerability_id: string
  title: string
  advisory_id: string | null
  is_open: boolean
  counts_as: CountsAs | null
  score: number | null
  band: RiskBand | null
  likelihood: number | null
  safety: number | null
  care: number | null
  privacy: number | null
  known_exploited: boolean
  opened_at: string
  because: Because[] | null
  unsupported: FindingRow['unsupported']
  undecided: FindingRow['undecided']
  sort_value: number
  configuration_id: string
  context_id: string
}

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
const like = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
const words = (q: string | undefined) => (q ?? '').split(/\s+/).filter(Boolean)
const isCve = (word: string) => /^cve-/i.test(word)

interface Narrowing {
  readonly filter: FindingFilter
  readonly organisationId: string
  /** Whether the thresholds set anything aside: else no score is looked at for it. */
  readonly hasSetAside: boolean
  /** What the filter's words come to on device `d`. */
  readonly text: readonly RawBuilder<boolean>[]
  /** The vulnerabilities that a component of a bill has; absent where none is asked for. */
  readonly named?: readonly string[]
}
type NarrowedQuery = FindingListQuery & Narrowing

const narrowing = async (
  db: Db,
  organisationId: string,
  { filter, alike }: Pick<FindingListQuery, 'filter' | 'alike'>,
): Promise<Narrowing> => ({
  filter: withoutNames(filter, alike),
  organisationId,
  hasSetAside: await hasSetAside(db, organisationId),
  ...(filter.sbom !== undefined &&
    filter.component !== undefined && {
      named: await vulnerabilitiesOfComponent(db, organisationId, filter.sbom, filter.component),
    }),
  text: [
    ...(alike?.models ? [isOfModels(alike.models)] : []),
    ...(alike?.places ? [isAtPlaces(alike.places)] : []),
    ...(alike?.sites ? [isAtSites(alike.sites)] : []),
    ...(await textConditions(
      db,
      organisationId,
      words(filter.q).filter((word) => !isCve(word)),
    )),
    ...(filter.sbom === undefined
      ? []
      : [
          sql<boolean>`d.configuration_id = any(${await configurationsOfBill(db, organisationId, filter.sbom)}::uuid[])`,
        ]),
  ],
})

/** What several spellings stand for is asked for no more by one. */
const withoutNames = (filter: FindingFilter, alike: AlikeNames = {}): FindingFilter => ({
  ...filter,
  ...(alike.models && { manufacturer: undefined, model: undefined }),
  ...((alike.places || alike.sites) && { site: undefined }),
  ...(alike.places && { careArea: undefined }),
})

type OfDevices = Pick<Narrowing, 'filter' | 'text'>

function deviceConditions(organisationId: string, { filter, text }: OfDevices): RawBuilder<unknown>[] {
  const conditions = [
    sql`d.organisation_id = ${organisationId}`,
    sql`d.gone_at is null`,
    ...deviceFilters({ filter, text }),
  ]
  const active = filter.active ?? (filter.device === undefined ? 'true' : 'any')
  if (active !== 'any') conditions.push(active === 'true' ? sql`d.is_active` : sql`not d.is_active`)
  if (filter.device !== undefined) conditions.push(sql`d.id = ${filter.device}`)
  return conditions
}

function deviceFilters({ filter, text }: OfDevices): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [...text]
  const equal = [
    [filter.site, 'site'],
    [filter.careArea, 'care_area'],
    [filter.manufacturer, 'manufacturer'],
    [filter.model, 'model'],
  ] as const
  for (const [value, column] of equal)
    if (value !== undefined)
      conditions.push(value === '' ? sql`${sql.ref(`d.${column}`)} is null` : sql`${sql.ref(`d.${column}`)} = ${value}`)
  return conditions
}

/** On the vulnerability's id, `id`. */
function vulnerabilityConditions({ filter, named }: Narrowing, id: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (named !== undefined) conditions.push(sql`${id} = any(${named}::text[])`)
  if (filter.vulnerability !== undefined) conditions.push(sql`${id} = ${filter.vulnerability}`)
  if (filter.advisory !== undefined && !isSource(filter.advisory))
    conditions.push(
      sql`${id} in (select vulnerability_id from advisory_vulnerability where advisory_id = ${filter.advisory})`,
    )
  for (const word of words(filter.q)) if (isCve(word)) conditions.push(sql`${id} ilike ${like(word)}`)
  if (filter.knownExploited !== undefined)
    conditions.push(
      sql`${filter.knownExploited ? sql`` : sql`not `}exists (select from known_exploited k where k.cve = ${id} and k.delisted_at is null)`,
    )
  return conditions
}

const answer = sql`coalesce(f.answer, m.answer)`
const status = sql`coalesce(f.status, case m.answer when 'cannot_tell' then 'under_investigation' else m.answer end)`
const remediation = sql`coalesce(f.remediation, 'not_remediated')`
const decision = (today: RawBuilder<unknown>) => sql`case when ${inForce(today)} then f.decision else 'none' end`
const isOpen = (today: RawBuilder<unknown>) =>
  sql`case when f.device_id is null then m.answer <> 'not_affected' else ${isOpenRow(today)} end`

/** On the finding's state and rank; `m`, `s` and `f` are there or null. */
const stateConditions = (narrowed: Narrowing, today: RawBuilder<unknown>) =>
  conditionsOn(narrowed, { answer, status, decision: decision(today), remediation, isOpen: isOpen(today) })

/** As `stateConditions` where `f` is always there: said without `m`, they are tried before anything is joined. */
const ownStateConditions = (narrowed: Narrowing, today: RawBuilder<unknown>) =>
  conditionsOn(narrowed, {
    answer: sql`f.answer`,
    status: sql`f.status`,
    decision: decision(today),
    remediation: sql`f.remediation`,
    isOpen: isOpenRow(today),
  })

const hasBroken = sql`exists (select from decision_standing st where st.organisation_id = f.organisation_id and st.device_id = f.device_id
  and st.vulnerability_id = f.vulnerability_id and st.state = 'broken')`

type State = Readonly<Record<keyof FindingState | 'isOpen', RawBuilder<unknown>>>

function conditionsOn({ filter, organisationId, hasSetAside }: Narrowing, state: State): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  for (const part of ['answer', 'status', 'decision', 'remediation'] as const)
    if (filter[part] !== undefined) conditions.push(sql`${state[part]} = ${filter[part]}`)
  if (filter.band !== undefined) conditions.push(sql`s.band = ${filter.band}`)
  if (filter.advisory !== undefined) conditions.push(ofAdvisory(filter.advisory))
  if (filter.reopened !== undefined)
    conditions.push(sql`coalesce(f.reopened, 0) ${filter.reopened ? sql`> 0` : sql`= 0`}`)
  if (filter.decisionBroke !== undefined) conditions.push(sql`${filter.decisionBroke ? sql`` : sql`not `}${hasBroken}`)
  if (filter.countsAs !== undefined)
    conditions.push(sql`${countsAsOf(organisationId, state.answer)} = ${filter.countsAs}`)
  const isOpen = hasSetAside ? sql`(${state.isOpen} and not ${isSetAside(organisationId)})` : state.isOpen
  if (filter.open !== 'any') conditions.push(filter.open === 'true' ? isOpen : sql`not (${isOpen})`)
  return conditions
}

const ofAdvisory = (advisoryId: string) =>
  sql`${isSaidBy(advisoryId)} and (m.supported_by @> array[${advisoryId}] or m.answer = 'not_affected')`

interface PageKey {
  device_id: string
  vulnerability_id: string
  configuration_id: string
  context_id: string
  sort_value: number
}

export async function findingPage(db: Db, organisationId: string, query: FindingListQuery): Promise<FindingListRow[]> {
  const today = todayOf(organisationId, query.now)
  const narrowed = { ...query, ...(await narrowing(db, organisationId, query)) }
  const keys = isWorklist(query)
    ? await worklistKeys(db, organisationId, narrowed, today)
    : await anyKeys(db, organisationId, narrowed, today)
  if (keys.length === 0) return []
  const { rows } = await sql<FindingListRow>`
    select d.id as device_id, d.name as device_name, d.manufacturer, d.model, d.site, d.care_area, d.is_active,
      page.vulnerability_id, v.title, m.advisory_id,
      ${answer} as answer, ${status} as status, ${decision(today)} as decision, ${remediation} as remediation,
      (${isOpen(today)} and not ${isSetAside(organisationId)}) as is_open, ${countsAsOf(organisationId, answer)} as counts_as,
      s.score, s.band, s.likelihood, s.safety, s.care, s.privacy, k.cve is not null as known_exploited,
      coalesce(f.opened_at, greatest(m.matched_at, d.configuration_since)) as opened_at, m.because,
      case when m.withdrawn_at is not null and m.because is not null then ${unsupported} end as unsupported,
      case when ${isOpen(today)} then (${undecided(organisationId)}) end as undecided,
      page.sort_value, page.configuration_id, page.context_id
    from jsonb_to_recordset(${jsonRows(keys)}) as page(device_id uuid, vulnerability_id text, configuration_id uuid, context_id uuid,
      sort_value double precision)
    join device d on d.organisation_id = ${organisationId} and d.id = page.device_id
    join vulnerability v on v.id = page.vulnerability_id
    ${stateJoins(organisationId, 'page')}
    left join advisory w on w.id = m.advisory_id and m.withdrawn_at is not null
    left join known_exploited k on k.cve = page.vulnerability_id and k.delisted_at is null`.execute(db)
  const order = new Map(keys.map((key, position) => [`${key.device_id} ${key.vulnerability_id}`, position]))
  const place = (row: FindingListRow) => order.get(`${row.device_id} ${row.vulnerability_id}`)!
  return rows.sort((a, b) => place(a) - place(b))
}

/** Of match `m` that no statement supports any more, the last of which was of advisory `w`. */
const unsupported = sql`jsonb_build_object('since', m.withdrawn_at, 'advisoryId', w.id,
  'withdrawn', case when w.withdrawn_at is not null then jsonb_build_object('at', w.withdrawn_at,
    'by', coalesce(w.withdrawn_by, w.publisher), 'reason', coalesce(w.withdrawn_reason, '')) end)`

/** Of the newest decision that is in force no more, or not yet. */
const undecided = (organisationId: string) => sql`
  select jsonb_build_object('state', st.state, 'text', st.failing -> 0 ->> 'text') from decision_standing st
  where st.organisation_id = ${organisationId} and st.device_id = page.device_id and st.vulnerability_id = page.vulnerability_id
    and st.state in ('broken', 'asks') order by st.state = 'broken' desc, st.since desc limit 1`

const stateJoins = (organisationId: string, from: string) => {
  const key = (column: string) => sql.ref(`${from}.${column}`)
  return sql`
    left join match m on m.organisation_id = ${organisationId} and m.configuration_id = ${key('configuration_id')}
      and m.vulnerability_id = ${key('vulnerability_id')}
    left join score s on s.organisation_id = ${organisationId} and s.configuration_id = ${key('configuration_id')}
      and s.context_id = ${key('context_id')} and s.vulnerability_id = ${key('vulnerability_id')}
    left join finding f on f.organisation_id = ${organisationId} and f.device_id = ${key('device_id')}
      and f.vulnerability_id = ${key('vulnerability_id')}`
}

// the worklist ------------------------------------------------------------------------------------------------------

/** Open, on the worklist, worst first; not what only a finding's own row can tell. */
const isWorklist = ({ filter, sort }: FindingListQuery) =>
  filter.open === 'true' &&
  (filter.active ?? 'true') === 'true' &&
  filter.device === undefined &&
  sort === 'risk' &&
  !isOfHistory(filter)

/** Narrowed to what has a row of its own. */
const isOfHistory = ({ remediation, reopened, decision, decisionBroke }: FindingFilter) =>
  decisionBroke === true ||
  (remediation !== undefined && remediation !== 'not_remediated') ||
  reopened === true ||
  (decision !== undefined && decision !== 'none')

interface Step extends Omit<PageKey, 'device_id'> {
  open_devices: number
}

/**
 * Walks down the scores that some device has open, and takes the devices of each, until the page is full. The steps are
 * queries of their own: left to itself PostgreSQL would rather join everything and sort it.
 */
async function worklistKeys(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
): Promise<PageKey[]> {
  const { after, limit } = query
  const isCountTooLow = await hasExpired(db, organisationId, today)
  const keys = await keptKeys(db, organisationId, query, today)
  let from = after
  let wanted = limit
  for (let size = limit; ; size *= 4) {
    const steps = await walk(db, organisationId, query, from, size, isCountTooLow)
    for (let at = 0; at < steps.length; ) {
      const some = upTo(steps.slice(at), wanted)
      keys.push(...(await devicesOnSteps(db, organisationId, query, today, some, from)))
      at += some.length
      // What is kept from elsewhere and stands behind the last step counts only when the walk gets there.
      const reached = { ...some.at(-1)!, device_id: lastDevice }
      if (keys.filter((key) => byKey(key, reached) <= 0).length >= limit) return keys.sort(byKey).slice(0, limit)
      wanted *= 4
    }
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

const lastDevice = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const byKey = (a: PageKey, b: PageKey) =>
  b.sort_value - a.sort_value ||
  compare(a.configuration_id, b.configuration_id) ||
  compare(a.context_id, b.context_id) ||
  compare(a.vulnerability_id, b.vulnerability_id) ||
  compare(a.device_id, b.device_id)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

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
  isCountTooLow: boolean,
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
  const conditions = [
    sql`s.organisation_id = ${organisationId}`,
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
  if (from) {
    const [score, configuration, context, vulnerability, device] = from
    conditions.push(
      sql`s.score <= ${score}::real`,
      sql`(s.score < ${score}::real or (s.configuration_id, s.context_id, s.vulnerability_id)
            ${device === lastDevice ? sql`>` : sql`>=`} (${configuration}::uuid, ${context}::uuid, ${vulnerability}))`,
    )
  }
  // Which pairs there are is found once, and not for each score on the way.
  const standing = sql`with standing as materialized (
    select distinct d.configuration_id, d.context_id from device d where ${all(deviceConditions(organisationId, query))})`
  const { rows } = await sql<Step>`
    ${ofDevices.length === 0 ? sql`` : standing}
    select s.score as sort_value, s.configuration_id, s.context_id, s.vulnerability_id, s.open_devices from score s where ${all(conditions)}
    order by s.score desc, s.configuration_id, s.context_id, s.vulnerability_id limit ${size}`.execute(db)
  return rows
}

async function devicesOnSteps(
  db: Db,
  organisationId: string,
  { filter, text, limit }: NarrowedQuery,
  today: RawBuilder<unknown>,
  steps: readonly Step[],
  from: FindingListKey | null,
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
    cross join lateral (
      select d.id from device d
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = step.vulnerability_id
      where ${all(deviceConditions(organisationId, { filter, text }))} and d.configuration_id = step.configuration_id
        and d.context_id = step.context_id and d.id > step.after
        and (f.device_id is null or (${all([isOpenRow(today), ...historyConditions(filter)])}))
      order by d.id limit ${limit}
    ) d
    order by step.position, d.id limit ${limit}`.execute(db)
  return rows
}

const noDevice = '00000000-0000-0000-0000-000000000000'

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
  const sortValue = sql`coalesce(s.score, -1)::real`
  const key = [sql`f.kept_configuration_id`, sql`f.kept_context_id`, sql`f.vulnerability_id`, sql`d.id`]
  const conditions = [
    sql`f.organisation_id = ${organisationId}`,
    sql`f.kept_configuration_id is not null`,
    ...deviceConditions(organisationId, query),
    ...vulnerabilityConditions(query, sql`f.vulnerability_id`),
    ...ownStateConditions(query, today),
    ...(after ? [isAfter(after, sortValue, key)] : []),
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

// any findings ------------------------------------------------------------------------------------------------------

/** Done ones too, by any order: what has a row of its own, and what is read through what devices share. */
async function anyKeys(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
): Promise<PageKey[]> {
  const [own, shared] = await Promise.all([
    ownKeys(db, organisationId, query, today),
    isOfHistory(query.filter) ? [] : sharedKeys(db, organisationId, query, today),
  ])
  return [...own, ...shared].sort(byKey).slice(0, query.limit)
}

const isByRisk = ({ sort }: FindingListQuery) => sort === 'risk'

/** What the list is ordered by, as the key has it. */
const sortValueOf = (query: FindingListQuery, time: RawBuilder<unknown>) =>
  isByRisk(query) ? sql`coalesce(s.score, -1)::real` : time

const keyColumn = (query: FindingListQuery) =>
  isByRisk(query) ? sql`sort_value` : sql`(extract(epoch from sort_value) * 1000000)::bigint as sort_value`

/** All microseconds that PostgreSQL keeps fit a double until the year 2255. */
const lastOf = (query: FindingListQuery, value: number) =>
  isByRisk(query) ? sql`${value}::real` : sql`('epoch'::timestamptz + ${value}::bigint * interval '1 microsecond')`

const isScored = (query: NarrowedQuery) =>
  isByRisk(query) ||
  query.filter.band !== undefined ||
  query.filter.countsAs !== undefined ||
  (query.hasSetAside && query.filter.open !== 'any')

/** Findings with a row of their own, on the device's configuration or on the one that they are kept by. */
async function ownKeys(db: Db, organisationId: string, query: NarrowedQuery, today: RawBuilder<unknown>) {
  const { filter, after, limit } = query
  const configuration = sql`coalesce(f.kept_configuration_id, d.configuration_id)`
  const context = sql`coalesce(f.kept_context_id, d.context_id)`
  const sortValue = sortValueOf(query, sql`f.opened_at`)
  const conditions = [
    sql`f.organisation_id = ${organisationId}`,
    ...deviceConditions(organisationId, query),
    ...vulnerabilityConditions(query, sql`f.vulnerability_id`),
    ...ownStateConditions(query, today),
  ]
  if (after) {
    const key = [configuration, context, sql`f.vulnerability_id`, sql`d.id`]
    conditions.push(isAfter(after, sortValue, key, lastOf(query, after[0])))
  }
  const { rows } = await sql<PageKey>`
    select device_id, vulnerability_id, configuration_id, context_id, ${keyColumn(query)} from (
      select d.id as device_id, f.vulnerability_id, ${configuration} as configuration_id, ${context} as context_id, ${sortValue} as sort_value
      from finding f
      join device d on d.id = f.device_id
      ${
        // The row itself has its answer; only who says so stands with the match.
        filter.advisory === undefined
          ? sql``
          : sql`join match m on m.organisation_id = ${organisationId} and m.configuration_id = ${configuration}
              and m.vulnerability_id = f.vulnerability_id`
      }
      ${
        isScored(query)
          ? sql`left join score s on s.organisation_id = ${organisationId} and s.configuration_id = ${configuration}
              and s.context_id = ${context} and s.vulnerability_id = f.vulnerability_id`
          : sql``
      }
      where ${all(conditions)}
      order by sort_value desc, configuration_id, context_id, vulnerability_id, device_id limit ${limit}
    ) found`.execute(db)
  return rows
}

/** Devices that are alike in all that a finding without a row is read through. */
interface Alike extends Omit<PageKey, 'device_id'> {
  since: string | null
  devices: number
}

/**
 * Findings that no row tells of: first the groups of devices that are alike, in the order of the list, then the devices of
 * as many groups as fill the page. Of ten thousand devices a few hundred differ.
 */
async function sharedKeys(db: Db, organisationId: string, query: NarrowedQuery, today: RawBuilder<unknown>) {
  const keys: PageKey[] = []
  let from = query.after
  for (let size = query.limit * 2; ; size *= 4) {
    const groups = await groupsAlike(db, organisationId, query, today, from, size)
    for (let at = 0, wanted = query.limit; at < groups.length; wanted *= 4) {
      const end = endOf(groups, at, wanted)
      keys.push(...(await devicesAlike(db, organisationId, query, groups.slice(at, end))))
      if (keys.length >= query.limit) return keys
      at = end
    }
    const last = groups.at(-1)
    if (!last || groups.length < size) return keys
    from = [last.sort_value, last.configuration_id, last.context_id, last.vulnerability_id, lastDevice]
  }
}

/** Behind the first groups that have so many devices; groups of one key, which differ in their time only, stay together. */
function endOf(groups: readonly Alike[], start: number, devices: number): number {
  let end = start
  for (let found = 0; end < groups.length; end++) {
    const isOfSameKey = end > start && byKey(asKey(groups[end]!), asKey(groups[end - 1]!)) === 0
    if (found >= devices && !isOfSameKey) break
    found += groups[end]!.devices
  }
  return end
}
const asKey = (group: Alike): PageKey => ({ ...group, device_id: '' })

async function groupsAlike(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
  from: FindingListKey | null,
  size: number,
): Promise<Alike[]> {
  const since = isByRisk(query) ? sql`null::timestamptz` : sql`d.configuration_since`
  const conditions = [
    sql`m.organisation_id = ${organisationId}`,
    ...vulnerabilityConditions(query, sql`m.vulnerability_id`),
    ...stateConditions(query, today),
  ]
  const found = isScored(query)
    ? matchesOfGroups(organisationId, query, conditions)
    : newestMatchesOfGroups(conditions, from && { ...keyOf(from), value: lastOf(query, from[0]) }, size)
  const { rows } = await sql<Alike>`
    with g as materialized (
      select d.configuration_id, d.context_id, ${since} as since, count(*)::int as devices from device d
      where ${all(deviceConditions(organisationId, query))} group by 1, 2, 3
    )
    select configuration_id, context_id, vulnerability_id, since, devices, ${keyColumn(query)} from (
      select * from (${found}) found where ${from ? isFrom(from, lastOf(query, from[0])) : sql`true`}
      order by sort_value desc, configuration_id, context_id, vulnerability_id fetch first ${size} rows with ties
    ) first`.execute(db)
  return rows.sort((a, b) => byKey(asKey(a), asKey(b)))
}

const keyOf = ([, configurationId]: FindingListKey) => ({ configurationId })

const isFrom = ([, configuration, context, vulnerability, device]: FindingListKey, last: RawBuilder<unknown>) =>
  sql`(sort_value < ${last} or (sort_value = ${last} and (configuration_id, context_id, vulnerability_id)
    ${device === lastDevice ? sql`>` : sql`>=`} (${configuration}::uuid, ${context}::uuid, ${vulnerability})))`

const matchesOfGroups = (
  organisationId: string,
  query: NarrowedQuery,
  conditions: readonly RawBuilder<unknown>[],
) => sql`
  select g.*, m.vulnerability_id, ${sortValueOf(query, sql`greatest(m.matched_at, g.since)`)} as sort_value from g
  join match m on m.configuration_id = g.configuration_id
  left join finding f on false
  left join score s on s.organisation_id = ${organisationId} and s.configuration_id = g.configuration_id
    and s.context_id = g.context_id and s.vulnerability_id = m.vulnerability_id
  where ${all(conditions)}`

/**
 * When a finding was opened says its configuration alone: the newest are found without the contexts, of which each has
 * many. What stands at the last page's own time and configuration comes along whole, and does not count.
 */
function newestMatchesOfGroups(
  conditions: readonly RawBuilder<unknown>[],
  from: { value: RawBuilder<unknown>; configurationId: string } | null,
  size: number,
) {
  const opened = (which: RawBuilder<unknown>) => sql`
    select * from (
      select c.configuration_id, c.since, m.vulnerability_id, greatest(m.matched_at, c.since) as sort_value
      from (select distinct configuration_id, since from g) c
      join match m on m.configuration_id = c.configuration_id
      left join finding f on false
      where ${all(conditions)}
    ) opened where ${which}`
  const newest = (which: RawBuilder<unknown>) =>
    sql`(${opened(which)} order by sort_value desc, configuration_id fetch first ${size} rows with ties)`
  return sql`
    select g.*, top.vulnerability_id, top.sort_value from (${
      from
        ? sql`${opened(sql`sort_value = ${from.value} and configuration_id = ${from.configurationId}::uuid`)}
            union all
            ${newest(sql`(sort_value < ${from.value} or (sort_value = ${from.value} and configuration_id > ${from.configurationId}::uuid))`)}`
        : newest(sql`true`)
    }) top
    join g on g.configuration_id = top.configuration_id and g.since = top.since`
}

async function devicesAlike(db: Db, organisationId: string, query: NarrowedQuery, groups: readonly Alike[]) {
  const { after, limit } = query
  const numbered = groups.map((group) => {
    const isLast =
      after !== null &&
      byKey(asKey(group), {
        sort_value: after[0],
        configuration_id: after[1],
        context_id: after[2],
        vulnerability_id: after[3],
        device_id: '',
      }) === 0
    return { ...group, after: isLast ? after[4] : noDevice }
  })
  const { rows } = await sql<PageKey>`
    select d.id as device_id, g.vulnerability_id, g.configuration_id, g.context_id, g.sort_value
    from jsonb_to_recordset(${jsonRows(numbered)}) as g(configuration_id uuid, context_id uuid, vulnerability_id text, since timestamptz,
      sort_value double precision, after uuid)
    cross join lateral (
      select d.id from device d
      where ${all(deviceConditions(organisationId, query))} and d.configuration_id = g.configuration_id
        and d.context_id = g.context_id and d.id > g.after ${isByRisk(query) ? sql`` : sql`and d.configuration_since = g.since`}
        and not exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id
          and f.vulnerability_id = g.vulnerability_id)
      order by d.id limit ${limit}
    ) d
    order by g.sort_value desc, g.configuration_id, g.context_id, g.vulnerability_id, d.id limit ${limit}`.execute(db)
  return rows
}

/** Further down a list that descends by its value and ascends by the rest of its key. */
function isAfter(
  [value, configuration, context, vulnerability, device]: FindingListKey,
  sortValue: RawBuilder<unknown>,
  rest: readonly RawBuilder<unknown>[],
  last: RawBuilder<unknown> = sql`${value}`,
) {
  return sql`(${sortValue} < ${last} or (${sortValue} = ${last}
    and (${sql.join(rest)}) > (${configuration}::uuid, ${context}::uuid, ${vulnerability}, ${device}::uuid)))`
}

// facets ------------------------------------------------------------------------------------------------------------

const facetColumns: Record<FindingFacet, string> = {
  band: 'band',
  answer: 'answer',
  countsAs: 'counts_as',
  status: 'status',
  decision: 'decision',
  remediation: 'remediation',
  knownExploited: 'known_exploited',
  site: 'site',
  careArea: 'care_area',
  manufacturer: 'manufacturer',
  model: 'model',
}

export interface FacetRow {
  facet: FindingFacet | null
  value: string | null
  count: number
}

/**
 * How many findings there are by each value. Devices without a history are counted by the group, as they are alike in all
 * that is asked; the others one by one.
 */
export async function facetRows(
  db: Db,
  organisationId: string,
  query: Pick<FindingListQuery, 'filter' | 'alike' | 'now'>,
): Promise<FacetRow[]> {
  const today = todayOf(organisationId, query.now)
  const narrowed = await narrowing(db, organisationId, query)
  const ofDevice = all(deviceConditions(organisationId, narrowed))
  const state = stateConditions(narrowed, today)
  const names = Object.entries(facetColumns) as [FindingFacet, string][]
  const { rows } = await sql<FacetRow>`
    with device_group as (
      select null::uuid as device_id, d.configuration_id, d.context_id, d.site, d.care_area, d.manufacturer, d.model, count(*) as n
      from device d
      where ${ofDevice} and not exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)
      group by 2, 3, 4, 5, 6, 7
      union all
      select d.id, d.configuration_id, d.context_id, d.site, d.care_area, d.manufacturer, d.model, 1
      from device d
      where ${ofDevice} and exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)
    ),
    c as (
      select g.*, m.vulnerability_id from device_group g
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = g.configuration_id
      where ${all(vulnerabilityConditions(narrowed, sql`m.vulnerability_id`))}
      union all
      select d.id, coalesce(f.kept_configuration_id, d.configuration_id), coalesce(f.kept_context_id, d.context_id), d.site, d.care_area,
        d.manufacturer, d.model, 1, f.vulnerability_id
      from finding f join device d on d.id = f.device_id
      where f.organisation_id = ${organisationId} and ${ofDevice}
        and not exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
          and m.vulnerability_id = f.vulnerability_id)
        and ${all(vulnerabilityConditions(narrowed, sql`f.vulnerability_id`))}
    ),
    counted as (
      select c.site, c.care_area, c.manufacturer, c.model, c.n, s.band, ${answer} as answer, ${countsAsOf(organisationId, answer)} as counts_as, ${status} as status,
        ${decision(today)} as decision, ${remediation} as remediation,
        exists (select from known_exploited k where k.cve = c.vulnerability_id and k.delisted_at is null)::text as known_exploited
      from c ${stateJoins(organisationId, 'c')}
      where ${all(state)}
    )
    select case ${sql.join(
      names.map(([facet, column]) => sql`when grouping(${sql.ref(column)}) = 0 then ${facet}`),
      sql` `,
    )} end as facet,
      coalesce(${sql.join(names.map(([, column]) => sql`case when grouping(${sql.ref(column)}) = 0 then ${sql.ref(column)} end`))}) as value,
      coalesce(sum(n), 0)::int as count
    from counted
    group by grouping sets ((), ${sql.join(names.map(([, column]) => sql`(${sql.ref(column)})`))})
    order by count desc, value`.execute(db)
  return rows
}

// one finding -------------------------------------------------------------------------------------------------------

export interface FindingExtra {
  decision_reason: string | null
  decided_by: string | null
  decided_at: string | null
  decision_expires_on: string | null
  reopened: number | null
  closed_at: string | null
  evidence: Evidence[] | null
  reasons: Reason[] | null
}

/** What a finding stands on, beside its row in the list. */
export const findingExtra = async (
  db: Db,
  organisationId: string,
  row: Pick<FindingListRow, 'device_id' | 'vulnerability_id' | 'configuration_id' | 'context_id'>,
) =>
  (
    await sql<FindingExtra>`
      select f.decision_reason, f.decided_by, f.decided_at, f.decision_expires_on, f.reopened, f.closed_at, m.evidence, why.reasons
      from (select ${row.device_id}::uuid as device_id, ${row.vulnerability_id}::text as vulnerability_id,
        ${row.configuration_id}::uuid as configuration_id, ${row.context_id}::uuid as context_id) one
      ${stateJoins(organisationId, 'one')}
      left join score_reasons why on why.organisation_id = ${organisationId} and why.digest = s.digest`.execute(db)
  ).rows[0]!

export const eventRows = async (
  db: Db,
  organisationId: string,
  by: { deviceId: string; vulnerabilityId?: string | undefined; limit: number },
) =>
  (
    await sql<FindingEvent & { vulnerabilityId: string }>`
      select at, actor_name as "actorName", kind, before, after, reason, evidence, vulnerability_id as "vulnerabilityId" from finding_event
      where organisation_id = ${organisationId} and device_id = ${by.deviceId}
        and ${by.vulnerabilityId === undefined ? sql`true` : sql`vulnerability_id = ${by.vulnerabilityId}`}
      order by id desc limit ${by.limit}`.execute(db)
  ).rows
