import { type RawBuilder, sql } from 'kysely'
import { FindingFilter } from '#model/finding-list.ts'
import type { RiskBand } from '#model/risk.ts'
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
  /** Sum over the devices of the worst score that is open on each. */
  readonly deviceRisk: number
  /** Sums of scores, and of likelihood × harm by axis: each finding 0 to 100. */
  readonly risk: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
}

/**
 * Of all devices that are on the worklist, those without an open finding too. What a configuration comes to in a context is summed
 * once and counted for each of its devices, as if none had a history; what findings with a row of their own change in that
 * is added, one by one.
 */
export async function riskSums(db: Db, organisationId: string, now: Date): Promise<RiskSum[]> {
  const today = todayOf(organisationId, now)
  const narrowed = await narrowing(db, organisationId, { filter: FindingFilter.parse({ active: 'true' }) })
  const ofDevice = all(deviceConditions(organisationId, narrowed))
  // Of rows `c` with their number `n`. Scores have one decimal, and sums of whole tenths are the same in any order.
  const tenths = (value: RawBuilder<unknown>) => sql`coalesce(sum(c.n * round((${value})::float8 * 10)), 0)::float8`
  const band = (name: RiskBand) => sql`coalesce(sum(c.n) filter (where s.band = ${name}), 0)::bigint`
  const summed = sql`coalesce(sum(c.n), 0)::bigint as open_findings, ${band('critical')} as critical, ${band('high')} as high,
    ${band('medium')} as medium, ${band('low')} as low,
    coalesce(sum(c.n) filter (where k.cve is not null), 0)::bigint as known_exploited, ${tenths(sql`s.score`)} as risk,
    ${tenths(sql`s.likelihood * s.safety`)} as safety, ${tenths(sql`s.likelihood * s.care`)} as care,
    ${tenths(sql`s.likelihood * s.privacy`)} as privacy`
  // A row without a device has no finding of its own.
  const openOf = sql`${stateJoins(organisationId, 'c')}
    left join known_exploited k on k.cve = c.vulnerability_id and k.delisted_at is null
    where ${all(stateConditions(narrowed, today))}`
  const names = [
    'open_findings',
    'critical',
    'high',
    'medium',
    'low',
    'known_exploited',
    'risk',
    'safety',
    'care',
    'privacy',
  ]
  const { rows } = await sql<RiskSum>`
    with standing as materialized (
      select d.site, d.manufacturer, d.model, d.configuration_id, d.context_id, count(*) as n,
        coalesce(sum(round(d.worst_score::float8 * 10)), 0)::float8 as device_risk
      from device d where ${ofDevice} group by 1, 2, 3, 4, 5
    ),
    pair as materialized (select distinct configuration_id, context_id from standing),
    of_pair as materialized (
      select c.configuration_id, c.context_id, ${summed}
      from (
        select null::uuid as device_id, p.configuration_id, p.context_id, m.vulnerability_id, 1 as n from pair p
        join match m on m.organisation_id = ${organisationId} and m.configuration_id = p.configuration_id and m.answer <> 'not_affected'
      ) c ${openOf}
      group by 1, 2
    ),
    told as materialized (
      select d.id as device_id, d.site, d.manufacturer, d.model, f.vulnerability_id, m.vulnerability_id is not null as is_matched,
        case when m.vulnerability_id is null then coalesce(f.kept_configuration_id, d.configuration_id) else d.configuration_id end as configuration_id,
        case when m.vulnerability_id is null then coalesce(f.kept_context_id, d.context_id) else d.context_id end as context_id
      from finding f
      join device d on d.organisation_id = f.organisation_id and d.id = f.device_id
      left join match m on m.organisation_id = f.organisation_id and m.configuration_id = d.configuration_id
        and m.vulnerability_id = f.vulnerability_id
      where f.organisation_id = ${organisationId} and ${ofDevice}
    ),
    of_told as (
      select c.site, c.manufacturer, c.model, ${summed}
      from (
        select device_id, site, manufacturer, model, configuration_id, context_id, vulnerability_id, 1 as n from told
        union all
        select null, site, manufacturer, model, configuration_id, context_id, vulnerability_id, -1 from told where is_matched
      ) c ${openOf}
      group by 1, 2, 3
    ),
    part as (
      select t.site, t.manufacturer, t.model, t.n as devices, t.device_risk, ${sql.join(names.map((name) => sql`t.n * coalesce(p.${sql.ref(name)}, 0) as ${sql.ref(name)}`))}
      from standing t
      left join of_pair p on p.configuration_id = t.configuration_id and p.context_id = t.context_id
      union all
      select site, manufacturer, model, 0, 0, ${sql.join(names.map((name) => sql.ref(name)))} from of_told
    )
    select coalesce(site, '') as site, coalesce(manufacturer, '') as manufacturer, coalesce(model, '') as model, sum(devices)::int as devices,
      sum(open_findings)::int as "openFindings", sum(critical)::int as critical, sum(high)::int as high, sum(medium)::int as medium,
      sum(low)::int as low, sum(known_exploited)::int as "knownExploited", sum(device_risk)::float8 / 10 as "deviceRisk",
      sum(risk)::float8 / 10 as risk,
      sum(safety)::float8 / 10 as safety, sum(care)::float8 / 10 as care, sum(privacy)::float8 / 10 as privacy
    from part group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}
