import { sql } from 'kysely'
import { FindingFilter } from '#model/finding-list.ts'
import type { Db } from '#platform/db/database.ts'
import { all, deviceConditions, narrowing, stateConditions, stateJoins } from './finding-filter-store.ts'
import { todayOf } from './finding-store.ts'

/** What the open findings of the worklist come to, for the devices that write site, maker and model alike. Empty for none. */
export interface RiskSum {
  readonly site: string
  readonly manufacturer: string
  readonly model: string
  readonly devices: number
  readonly openFindings: number
  readonly critical: number
  readonly high: number
  readonly medium: number
  readonly low: number
  readonly knownExploited: number
  /** Sums of scores, and of likelihood × harm by axis: each finding 0 to 100. */
  readonly risk: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
}

/**
 * Of all devices that are on the worklist, those without an open finding too. Counted as the facets of the list are:
 * devices without a history by the group, the others one by one.
 */
export async function riskSums(db: Db, organisationId: string, now: Date): Promise<RiskSum[]> {
  const today = todayOf(organisationId, now)
  const narrowed = await narrowing(db, organisationId, { filter: FindingFilter.parse({ active: 'true' }) })
  const ofDevice = all(deviceConditions(organisationId, narrowed))
  const isSingle = sql`exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)`
  // Scores have one decimal, and sums of whole tenths are the same in any order.
  const tenths = (value: ReturnType<typeof sql>) =>
    sql`coalesce(sum(n * round((${value})::float8 * 10)), 0)::float8 / 10`
  const { rows } = await sql<RiskSum>`
    with device_group as (
      select null::uuid as device_id, d.configuration_id, d.context_id, d.site, d.manufacturer, d.model, count(*) as n
      from device d
      where ${ofDevice} and not (${isSingle})
      group by 2, 3, 4, 5, 6
      union all
      select d.id, d.configuration_id, d.context_id, d.site, d.manufacturer, d.model, 1
      from device d
      where ${ofDevice} and ${isSingle}
    ),
    c as (
      select g.*, m.vulnerability_id from device_group g
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = g.configuration_id
      union all
      select d.id, coalesce(f.kept_configuration_id, d.configuration_id), coalesce(f.kept_context_id, d.context_id), d.site,
        d.manufacturer, d.model, 1, f.vulnerability_id
      from finding f join device d on d.id = f.device_id
      where f.organisation_id = ${organisationId} and ${ofDevice}
        and not exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
          and m.vulnerability_id = f.vulnerability_id)
    ),
    open as (
      select c.site, c.manufacturer, c.model, sum(n) as open_findings,
        sum(n) filter (where s.band = 'critical') as critical, sum(n) filter (where s.band = 'high') as high,
        sum(n) filter (where s.band = 'medium') as medium, sum(n) filter (where s.band = 'low') as low,
        sum(n) filter (where k.cve is not null) as known_exploited, ${tenths(sql`s.score`)} as risk,
        ${tenths(sql`s.likelihood * s.safety`)} as safety, ${tenths(sql`s.likelihood * s.care`)} as care,
        ${tenths(sql`s.likelihood * s.privacy`)} as privacy
      from c ${stateJoins(organisationId, 'c')}
      left join known_exploited k on k.cve = c.vulnerability_id and k.delisted_at is null
      where ${all(stateConditions(narrowed, today))}
      group by 1, 2, 3
    ),
    standing as (select site, manufacturer, model, sum(n) as devices from device_group group by 1, 2, 3)
    select coalesce(t.site, '') as site, coalesce(t.manufacturer, '') as manufacturer, coalesce(t.model, '') as model,
      sum(t.devices)::int as devices, coalesce(sum(o.open_findings), 0)::int as "openFindings",
      coalesce(sum(o.critical), 0)::int as critical, coalesce(sum(o.high), 0)::int as high,
      coalesce(sum(o.medium), 0)::int as medium, coalesce(sum(o.low), 0)::int as low,
      coalesce(sum(o.known_exploited), 0)::int as "knownExploited", coalesce(sum(o.risk), 0) as risk,
      coalesce(sum(o.safety), 0) as safety, coalesce(sum(o.care), 0) as care, coalesce(sum(o.privacy), 0) as privacy
    from standing t
    left join open o on o.site is not distinct from t.site and o.manufacturer is not distinct from t.manufacturer
      and o.model is not distinct from t.model
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}
