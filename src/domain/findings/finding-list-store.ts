import { type RawBuilder, sql } from 'kysely'
import type { Because, Evidence, FindingEvent, FindingState } from '#model/finding.ts'
import type { FindingFacet, FindingFilter, FindingSort } from '#model/finding-list.ts'
import type { Reason, RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { inForce, isOpenRow, todayOf } from './finding-store.ts'

// Reading findings: most have no row of their own and are read through device × match × score. `d` is the device, `m` its
// match, `s` the score, `f` the finding's own row where it has one.

export interface FindingListQuery {
  readonly filter: FindingFilter
  readonly sort: FindingSort
  readonly after: FindingListKey | null
  readonly limit: number
  readonly now: Date
}

/** What the list is ordered by: score (or time of opening in ms), configuration, context, vulnerability, device. */
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
  score: number | null
  band: RiskBand | null
  likelihood: number | null
  safety: number | null
  care: number | null
  privacy: number | null
  known_exploited: boolean
  opened_at: string
  because: Because[] | null
  sort_value: number
  configuration_id: string
  context_id: string
}

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
const like = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
const words = (q: string | undefined) => (q ?? '').split(/\s+/).filter(Boolean)
const isCve = (word: string) => /^cve-/i.test(word)

function deviceConditions(organisationId: string, filter: FindingFilter): RawBuilder<unknown>[] {
  const conditions = [sql`d.organisation_id = ${organisationId}`, sql`d.gone_at is null`]
  const active = filter.active ?? (filter.device === undefined ? 'true' : 'any')
  if (active !== 'any') conditions.push(active === 'true' ? sql`d.is_active` : sql`not d.is_active`)
  if (filter.device !== undefined) conditions.push(sql`d.id = ${filter.device}`)
  const equal = [
    [filter.site, 'site'],
    [filter.careArea, 'care_area'],
    [filter.manufacturer, 'manufacturer'],
    [filter.model, 'model'],
  ] as const
  for (const [value, column] of equal)
    if (value !== undefined)
      conditions.push(value === '' ? sql`${sql.ref(`d.${column}`)} is null` : sql`${sql.ref(`d.${column}`)} = ${value}`)
  for (const word of words(filter.q)) if (!isCve(word)) conditions.push(sql`d.search like ${like(word)}`)
  return conditions
}

/** On the vulnerability's id, `id`. */
function vulnerabilityConditions(filter: FindingFilter, id: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.vulnerability !== undefined) conditions.push(sql`${id} = ${filter.vulnerability}`)
  if (filter.advisory !== undefined)
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
function stateConditions(filter: FindingFilter, today: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.answer !== undefined) conditions.push(sql`${answer} = ${filter.answer}`)
  if (filter.status !== undefined) conditions.push(sql`${status} = ${filter.status}`)
  if (filter.decision !== undefined) conditions.push(sql`${decision(today)} = ${filter.decision}`)
  if (filter.remediation !== undefined) conditions.push(sql`${remediation} = ${filter.remediation}`)
  if (filter.band !== undefined) conditions.push(sql`s.band = ${filter.band}`)
  if (filter.advisory !== undefined)
    conditions.push(
      sql`m.advisory_ids @> array[${filter.advisory}] and (m.supported_by @> array[${filter.advisory}] or m.answer = 'not_affected')`,
    )
  if (filter.reopened !== undefined)
    conditions.push(sql`coalesce(f.reopened, 0) ${filter.reopened ? sql`> 0` : sql`= 0`}`)
  return conditions
}

/** True while a decision is past its last day and not yet swept: then the counts of open devices are too low. */
const hasExpired = async (db: Db, organisationId: string, today: RawBuilder<unknown>) =>
  (
    await sql<{ has: boolean }>`
      select exists (select from finding f where f.organisation_id = ${organisationId} and f.decision <> 'none'
        and f.decision_expires_on is not null and f.decision_expires_on < ${today}) as has`.execute(db)
  ).rows[0]!.has

export async function findingPage(db: Db, organisationId: string, query: FindingListQuery) {
  const today = todayOf(organisationId, query.now)
  const active = query.filter.active ?? (query.filter.device === undefined ? 'true' : 'any')
  const isWorklist = query.filter.open === 'true' && active === 'true' && query.sort === 'risk'
  const keys = isWorklist
    ? worklistKeys(organisationId, query, today, await hasExpired(db, organisationId, today))
    : anyKeys(organisationId, query, today)
  const descending = sql`sort_value desc, configuration_id, context_id, vulnerability_id, device_id`
  const { rows } = await sql<FindingListRow>`
    with page as materialized (${keys} order by ${descending} limit ${query.limit})
    select d.id as device_id, d.name as device_name, d.manufacturer, d.model, d.site, d.care_area, d.is_active,
      page.vulnerability_id, v.title, m.advisory_id,
      ${answer} as answer, ${status} as status, ${decision(today)} as decision, ${remediation} as remediation,
      ${isOpen(today)} as is_open,
      s.score, s.band, s.likelihood, s.safety, s.care, s.privacy, k.cve is not null as known_exploited,
      coalesce(f.opened_at, greatest(m.matched_at, d.configuration_since)) as opened_at, m.evidence -> 0 -> 'because' as because,
      page.sort_value, page.configuration_id, page.context_id
    from page
    join device d on d.organisation_id = ${organisationId} and d.id = page.device_id
    join vulnerability v on v.id = page.vulnerability_id
    ${stateJoins(organisationId, 'page')}
    left join known_exploited k on k.cve = page.vulnerability_id and k.delisted_at is null
    order by ${descending}`.execute(db)
  return rows
}

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

/** The worklist: walks down the scores that some device has open, and takes the devices of each; stops when the page is full. */
function worklistKeys(
  organisationId: string,
  { filter, after, limit }: FindingListQuery,
  today: RawBuilder<unknown>,
  isCountTooLow: boolean,
) {
  const walk = [
    sql`s.organisation_id = ${organisationId}`,
    ...(isCountTooLow ? [] : [sql`s.open_devices > 0`]),
    sql`m.answer <> 'not_affected'`,
    sql`(f.device_id is null or ${isOpenRow(today)})`,
    ...deviceConditions(organisationId, filter),
    ...vulnerabilityConditions(filter, sql`s.vulnerability_id`),
    ...stateConditions(filter, today),
  ]
  const kept = [
    sql`f.organisation_id = ${organisationId}`,
    sql`f.kept_configuration_id is not null`,
    isOpenRow(today),
    ...deviceConditions(organisationId, filter),
    ...vulnerabilityConditions(filter, sql`f.vulnerability_id`),
    ...stateConditions(filter, today),
  ]
  if (after) {
    const [score, configuration, context, vulnerability, device] = after
    walk.push(
      sql`s.score <= ${score}::real`,
      sql`(s.score < ${score}::real or (s.configuration_id, s.context_id, s.vulnerability_id)
            >= (${configuration}::uuid, ${context}::uuid, ${vulnerability}))`,
      sql`not (s.score = ${score}::real and s.configuration_id = ${configuration}::uuid and s.context_id = ${context}::uuid
            and s.vulnerability_id = ${vulnerability} and d.id <= ${device}::uuid)`,
    )
    kept.push(
      isAfter(after, sql`coalesce(s.score, -1)::real`, [
        sql`f.kept_configuration_id`,
        sql`f.kept_context_id`,
        sql`f.vulnerability_id`,
        sql`d.id`,
      ]),
    )
  }
  return sql`
    select * from ((
      select d.id as device_id, s.vulnerability_id, s.configuration_id, s.context_id, s.score as sort_value
      from score s
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = s.configuration_id
        and m.vulnerability_id = s.vulnerability_id
      join device d on d.configuration_id = s.configuration_id and d.context_id = s.context_id
      left join finding f on f.organisation_id = ${organisationId} and f.device_id = d.id and f.vulnerability_id = s.vulnerability_id
      where ${all(walk)}
      order by s.score desc, s.configuration_id, s.context_id, s.vulnerability_id, d.id limit ${limit}
    ) union all (
      select d.id, f.vulnerability_id, f.kept_configuration_id, f.kept_context_id, coalesce(s.score, -1)::real
      from finding f
      join device d on d.id = f.device_id
      left join match m on m.organisation_id = ${organisationId} and m.configuration_id = f.kept_configuration_id
        and m.vulnerability_id = f.vulnerability_id
      left join score s on s.organisation_id = ${organisationId} and s.configuration_id = f.kept_configuration_id
        and s.context_id = f.kept_context_id and s.vulnerability_id = f.vulnerability_id
      where ${all(kept)}
      order by 5 desc, 3, 4, 2, 1 limit ${limit}
    )) as open_findings`
}

/** Any findings, done ones too: each device's matches, and what it keeps from configurations that it left. */
function anyKeys(
  organisationId: string,
  { filter, sort, after }: FindingListQuery,
  today: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const openedAt = sql`coalesce(f.opened_at, greatest(m.matched_at, d.configuration_since))`
  const sortValue =
    sort === 'risk' ? sql`coalesce(s.score, -1)::real` : sql`(extract(epoch from ${openedAt}) * 1000)::double precision`
  const conditions = [...stateConditions(filter, today)]
  if (filter.open !== 'any') conditions.push(filter.open === 'true' ? isOpen(today) : sql`not (${isOpen(today)})`)
  if (after)
    conditions.push(
      isAfter(after, sortValue, [
        sql`c.configuration_id`,
        sql`c.context_id`,
        sql`c.vulnerability_id`,
        sql`c.device_id`,
      ]),
    )
  return sql`
    select c.device_id, c.vulnerability_id, c.configuration_id, c.context_id, ${sortValue} as sort_value
    from (${candidates(organisationId, filter)}) c
    join device d on d.organisation_id = ${organisationId} and d.id = c.device_id
    ${stateJoins(organisationId, 'c')}
    where ${all(conditions)}`
}

/** Every finding of the devices that the filter leaves: through their configuration, or by a row that outlived its match. */
const candidates = (organisationId: string, filter: FindingFilter) => sql`
  select d.id as device_id, m.vulnerability_id, d.configuration_id, d.context_id
  from device d
  join match m on m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
  where ${all([...deviceConditions(organisationId, filter), ...vulnerabilityConditions(filter, sql`m.vulnerability_id`)])}
  union all
  select d.id, f.vulnerability_id, coalesce(f.kept_configuration_id, d.configuration_id), coalesce(f.kept_context_id, d.context_id)
  from finding f
  join device d on d.id = f.device_id
  where f.organisation_id = ${organisationId}
    and not exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
      and m.vulnerability_id = f.vulnerability_id)
    and ${all([...deviceConditions(organisationId, filter), ...vulnerabilityConditions(filter, sql`f.vulnerability_id`)])}`

/** Further down a list that descends by its value and ascends by the rest of its key. */
function isAfter(
  [value, configuration, context, vulnerability, device]: FindingListKey,
  sortValue: RawBuilder<unknown>,
  rest: readonly RawBuilder<unknown>[],
) {
  return sql`(${sortValue} < ${value} or (${sortValue} = ${value}
    and (${sql.join(rest)}) > (${configuration}::uuid, ${context}::uuid, ${vulnerability}, ${device}::uuid)))`
}

// facets ------------------------------------------------------------------------------------------------------------

const facetColumns: Record<FindingFacet, string> = {
  band: 'band',
  answer: 'answer',
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
export async function facetRows(db: Db, organisationId: string, filter: FindingFilter, now: Date): Promise<FacetRow[]> {
  const today = todayOf(organisationId, now)
  const ofDevice = all(deviceConditions(organisationId, filter))
  const state = stateConditions(filter, today)
  if (filter.open !== 'any') state.push(filter.open === 'true' ? isOpen(today) : sql`not (${isOpen(today)})`)
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
      where ${all(vulnerabilityConditions(filter, sql`m.vulnerability_id`))}
      union all
      select d.id, coalesce(f.kept_configuration_id, d.configuration_id), coalesce(f.kept_context_id, d.context_id), d.site, d.care_area,
        d.manufacturer, d.model, 1, f.vulnerability_id
      from finding f join device d on d.id = f.device_id
      where f.organisation_id = ${organisationId} and ${ofDevice}
        and not exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
          and m.vulnerability_id = f.vulnerability_id)
        and ${all(vulnerabilityConditions(filter, sql`f.vulnerability_id`))}
    ),
    counted as (
      select c.site, c.care_area, c.manufacturer, c.model, c.n, s.band, ${answer} as answer, ${status} as status,
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
      select f.decision_reason, f.decided_by, f.decided_at, f.decision_expires_on, f.reopened, f.closed_at, m.evidence, s.reasons
      from (select ${row.device_id}::uuid as device_id, ${row.vulnerability_id}::text as vulnerability_id,
        ${row.configuration_id}::uuid as configuration_id, ${row.context_id}::uuid as context_id) one
      ${stateJoins(organisationId, 'one')}`.execute(db)
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
