import { sql } from 'kysely'
import type { FindingFacet } from '#model/finding-list.ts'
import type { Db } from '#platform/db/database.ts'
import {
  all,
  answer,
  decision,
  deviceConditions,
  type FindingListQuery,
  isOpen,
  narrowing,
  remediation,
  stateConditions,
  stateJoins,
  status,
  vulnerabilityConditions,
} from './finding-filter-store.ts'
import { todayOf } from './finding-store.ts'
import { countsAsOf, isSetAside } from './treated-store.ts'

// How many findings there are by each value of what the list is narrowed by.

const facetColumns: Record<FindingFacet, string> = {
  // By class; which action that is, the appetite says.
  action: 'points',
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
  query: Pick<FindingListQuery, 'filter' | 'alike' | 'asked' | 'now'>,
): Promise<FacetRow[]> {
  const today = todayOf(organisationId, query.now)
  const narrowed = await narrowing(db, organisationId, query)
  const ofDevice = all(deviceConditions(organisationId, narrowed))
  const state = [...stateConditions(narrowed, today), ...((await narrowed.queried?.either(today)) ?? [])]
  // Where a query asks of a device and its finding at once, no device stands for others.
  const isSingle = narrowed.queried?.isMixed
    ? sql`true`
    : sql`exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)`
  const isKept = narrowed.hasSetAside ? sql`not ${isSetAside(organisationId)}` : sql`true`
  const names = Object.entries(facetColumns) as [FindingFacet, string][]
  const { rows } = await sql<FacetRow>`
    with device_group as (
      select null::uuid as device_id, d.configuration_id, d.context_id, d.site, d.care_area, d.manufacturer, d.model, count(*) as n
      from device d
      where ${ofDevice} and not (${isSingle})
      group by 2, 3, 4, 5, 6, 7
      union all
      select d.id, d.configuration_id, d.context_id, d.site, d.care_area, d.manufacturer, d.model, 1
      from device d
      where ${ofDevice} and ${isSingle}
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
      select c.site, c.care_area, c.manufacturer, c.model, c.n, s.band, case when ${isOpen(today)} and ${isKept} and s.points >= 0 then s.points end::text as points, ${answer} as answer, ${countsAsOf(organisationId, answer)} as counts_as, ${status} as status,
        ${decision(today)} as decision, ${remediation} as remediation,
        exists (select from known_exploited k where k.cve = c.vulnerability_id and k.delisted_at is null)::text as known_exploited
      from c ${narrowed.queried?.isMixed ? sql`join device d on d.organisation_id = ${organisationId} and d.id = c.device_id` : sql``}
        ${stateJoins(organisationId, 'c')}
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
