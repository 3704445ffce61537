import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { carriedOf, joinLineages, lineageOf } from './device-past-store.ts'
import {
  all,
  deviceConditions,
  type FindingListKey,
  isOfHistory,
  type NarrowedQuery,
  ownStateConditions,
  stateConditions,
  vulnerabilityConditions,
} from './finding-filter-store.ts'
import {
  byKey,
  isAfter,
  isByRisk,
  isScored,
  keyColumn,
  lastDevice,
  lastOf,
  noDevice,
  type PageKey,
  sortValueOf,
} from './finding-order-store.ts'
import { isOpenRow } from './finding-store.ts'

// Findings in any state and order.

/** Done ones too, by any order: what has a row of its own, and what is read through what devices share. */
export async function anyKeys(
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

/** Findings with a row of their own, on the device's configuration or on the one that they are kept by. */
async function ownKeys(db: Db, organisationId: string, query: NarrowedQuery, today: RawBuilder<unknown>) {
  const { filter, after, limit } = query
  const configuration = sql`coalesce(f.kept_configuration_id, d.configuration_id)`
  const context = sql`coalesce(f.kept_context_id, d.context_id)`
  const sortValue = sortValueOf(query, sql`f.opened_at`, isOpenRow(today))
  const conditions = [
    sql`f.organisation_id = ${organisationId}`,
    ...deviceConditions(organisationId, query),
    ...vulnerabilityConditions(query, sql`f.vulnerability_id`),
    ...ownStateConditions(query, today),
    ...((await query.queried?.own(today)) ?? []),
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
        filter.advisory === undefined && !query.queried?.needs.has('match')
          ? sql``
          : sql`left join match m on m.organisation_id = ${organisationId} and m.configuration_id = ${configuration}
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
  lineage: string | null
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

/** Devices that joined a configuration at other times are groups of their own. */
const isSinceTold = (query: NarrowedQuery) => !isByRisk(query) || query.queried?.asksWhenOpened === true

async function groupsAlike(
  db: Db,
  organisationId: string,
  query: NarrowedQuery,
  today: RawBuilder<unknown>,
  from: FindingListKey | null,
  size: number,
): Promise<Alike[]> {
  const isByTime = isSinceTold(query)
  const since = isByTime ? sql`d.configuration_since` : sql`null::timestamptz`
  const lineage = isByTime ? sql`past.lineage` : sql`null::uuid`
  const ofVulnerability = vulnerabilityConditions(query, sql`m.vulnerability_id`)
  const conditions = [
    sql`m.organisation_id = ${organisationId}`,
    ...ofVulnerability,
    ...stateConditions(query, today),
    ...((await query.queried?.ofGroup()) ?? []),
  ]
  const anyColumns = sql.join(
    (query.queried?.ofAny ?? []).map(({ name, condition }) => sql`, bool_or(${condition}) as ${sql.ref(name)}`),
    sql``,
  )
  const found = isScored(query)
    ? matchesOfGroups(organisationId, query, conditions)
    : newestMatchesOfGroups(conditions, from && { ...keyOf(from), value: lastOf(query, from[0]) }, size)
  const { rows } = await sql<Alike>`
    with g as materialized (
      select d.configuration_id, d.context_id, ${since} as since, ${lineage} as lineage, count(*)::int as devices,
        ${isByTime ? sql`(array_agg(d.id))[1]` : sql`null::uuid`} as device_id${anyColumns}
      from device d ${isByTime ? joinLineages(organisationId) : sql``}
      where ${all(deviceConditions(organisationId, query))} group by 1, 2, 3, 4
    ),
    carried as materialized (${isByTime ? carriedOf(organisationId, changed, all(ofVulnerability)) : nothingCarried})
    select configuration_id, context_id, vulnerability_id, since, lineage, devices, ${keyColumn(query)} from (
      select * from (${found}) found where ${from ? isFrom(from, lastOf(query, from[0])) : sql`true`}
      order by sort_value desc, configuration_id, context_id, vulnerability_id fetch first ${size} rows with ties
    ) first`.execute(db)
  return rows.sort((a, b) => byKey(asKey(a), asKey(b)))
}

const changed = sql`(select configuration_id, lineage, (array_agg(device_id))[1] as device_id from g where lineage is not null group by 1, 2)`
const nothingCarried = sql`select null::uuid as configuration_id, null::uuid as lineage, null as vulnerability_id,
  null::timestamptz as opened_at where false`
const joinCarried = (group: 'g' | 'c') => sql`
  left join carried k on k.configuration_id = ${sql.ref(`${group}.configuration_id`)} and k.lineage = ${sql.ref(`${group}.lineage`)}
    and k.vulnerability_id = m.vulnerability_id`

const keyOf = ([, configurationId]: FindingListKey) => ({ configurationId })

const isFrom = ([, configuration, context, vulnerability, device]: FindingListKey, last: RawBuilder<unknown>) =>
  sql`(sort_value < ${last} or (sort_value = ${last} and (configuration_id, context_id, vulnerability_id)
    ${device === lastDevice ? sql`>` : sql`>=`} (${configuration}::uuid, ${context}::uuid, ${vulnerability})))`

const matchesOfGroups = (
  organisationId: string,
  query: NarrowedQuery,
  conditions: readonly RawBuilder<unknown>[],
) => sql`
  select g.*, m.vulnerability_id, ${sortValueOf(query, sql`coalesce(k.opened_at, greatest(m.matched_at, g.since))`, sql`m.answer <> 'not_affected'`)} as sort_value from g
  join match m on m.configuration_id = g.configuration_id
  ${joinCarried('g')}
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
      select c.configuration_id, c.since, c.lineage, m.vulnerability_id,
        coalesce(k.opened_at, greatest(m.matched_at, c.since)) as sort_value
      from (select distinct configuration_id, since, lineage from g) c
      join match m on m.configuration_id = c.configuration_id
      ${joinCarried('c')}
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
    join g on g.configuration_id = top.configuration_id and g.since = top.since and g.lineage is not distinct from top.lineage`
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
  const ofEach = (await query.queried?.ofEach()) ?? []
  const { rows } = await sql<PageKey>`
    select d.id as device_id, g.vulnerability_id, g.configuration_id, g.context_id, g.sort_value
    from jsonb_to_recordset(${jsonRows(numbered)}) as g(configuration_id uuid, context_id uuid, vulnerability_id text, since timestamptz,
      lineage uuid, sort_value double precision, after uuid)
    ${
      ofEach.length === 0
        ? sql``
        : sql`join match m on m.organisation_id = ${organisationId} and m.configuration_id = g.configuration_id
            and m.vulnerability_id = g.vulnerability_id
          left join score s on s.organisation_id = ${organisationId} and s.configuration_id = g.configuration_id
            and s.context_id = g.context_id and s.vulnerability_id = g.vulnerability_id`
    }
    cross join lateral (
      select d.id from device d
      where ${all([...deviceConditions(organisationId, query), ...ofEach])} and d.configuration_id = g.configuration_id
        and d.context_id = g.context_id and d.id > g.after ${isSinceTold(query) ? sql`and d.configuration_since = g.since and ${lineageOf(organisationId)} is not distinct from g.lineage` : sql``}
        and not exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id
          and f.vulnerability_id = g.vulnerability_id)
      order by d.id limit ${limit}
    ) d
    order by g.sort_value desc, g.configuration_id, g.context_id, g.vulnerability_id, d.id limit ${limit}`.execute(db)
  return rows
}
