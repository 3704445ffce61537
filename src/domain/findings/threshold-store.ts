import { sql } from 'kysely'
import type { Criticality } from '#model/device.ts'
import type { Tier } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { isOpenRow, todayOf } from './finding-store.ts'
import { isNameAlone } from './treated-store.ts'

// The thresholds by criticality, and which findings a change of them is about.

export interface ThresholdRow {
  criticality: Tier
  affected_from: number | null
  look_from: number
}

export const thresholdRows = async (db: Db, organisationId: string) =>
  (
    await sql<ThresholdRow>`
      select criticality, affected_from, look_from from threshold where organisation_id = ${organisationId}`.execute(db)
  ).rows

export const upsertThresholds = (db: Db, organisationId: string, rows: readonly ThresholdRow[]) =>
  sql`insert into threshold (organisation_id, criticality, affected_from, look_from)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(rows)}) as r(criticality text, affected_from real, look_from real)
      on conflict (organisation_id, criticality) do update set affected_from = excluded.affected_from,
        look_from = excluded.look_from`.execute(db)

/** Which matches a change is about: of these criticalities, with a probability within one of the ranges. */
export interface ChangedRange {
  readonly criticalities: readonly Criticality[]
  readonly from: number
  readonly below: number
}

const isWithin = (ranges: readonly ChangedRange[]) =>
  sql.join(
    ranges.map(
      ({ criticalities, from, below }) =>
        sql`(x.criticality = any(${criticalities}) and m.probability >= ${from}::real and m.probability < ${below}::real)`,
    ),
    sql` or `,
  )

/** Vulnerabilities of which nobody can tell on some device within the ranges. */
export const vulnerabilitiesWithin = async (db: Db, organisationId: string, ranges: readonly ChangedRange[]) =>
  (
    await sql<{ id: string }>`
      with pair as materialized (
        select distinct d.configuration_id, x.criticality from device d
        join context x on x.organisation_id = d.organisation_id and x.id = d.context_id
        where d.organisation_id = ${organisationId}
      )
      select distinct m.vulnerability_id as id from match m
      join pair x on x.configuration_id = m.configuration_id
      where m.organisation_id = ${organisationId} and m.answer = 'cannot_tell' and (${isWithin(ranges)})
      order by 1`.execute(db)
  ).rows.map((row) => row.id)

/** Of match `m` on configuration `c`; as `ranking.ts` sees it. */
const isOfNameAlone = sql`${isNameAlone} and trim(c.model) <> ''`

const isExploited = sql`(not exists (select from known_exploited)
  or exists (select from known_exploited k where k.cve = m.vulnerability_id and k.delisted_at is null)
  or exists (select from assessment a where a.cve = m.vulnerability_id and (a.kind = 'exploited'
    or (a.kind = 'ssvc' and jsonb_path_exists(a.value, '$[*].points.exploitation ? (@ == "active")')))))`

/** What thresholds look at in one finding. */
export const treatedMatch = async (
  db: Db,
  organisationId: string,
  one: { configuration_id: string; context_id: string; vulnerability_id: string },
) =>
  (
    await sql<Omit<AlikeFindings, 'manufacturer' | 'model' | 'findings'>>`
      select x.criticality, m.probability, ${isOfNameAlone} as is_name_alone, ${isExploited} as is_exploited
      from match m
      join configuration c on c.organisation_id = m.organisation_id and c.id = m.configuration_id
      join context x on x.organisation_id = m.organisation_id and x.id = ${one.context_id}
      where m.organisation_id = ${organisationId} and m.configuration_id = ${one.configuration_id}
        and m.vulnerability_id = ${one.vulnerability_id} and m.answer = 'cannot_tell'`.execute(db)
  ).rows[0]

/** Open findings of the worklist that are alike in all that thresholds look at. */
export interface AlikeFindings {
  criticality: Criticality
  probability: number
  is_name_alone: boolean
  is_exploited: boolean
  manufacturer: string
  model: string
  findings: number
}

/** What a person decided, or what is done, moves nowhere. */
export const findingsWithin = async (db: Db, organisationId: string, ranges: readonly ChangedRange[], now: Date) =>
  (
    await sql<AlikeFindings>`
      with pair as materialized (
        select d.configuration_id, d.context_id, x.criticality, coalesce(d.manufacturer, '') as manufacturer,
          coalesce(d.model, '') as model, count(*) as n
        from device d join context x on x.organisation_id = d.organisation_id and x.id = d.context_id
        where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active group by 1, 2, 3, 4, 5
      ),
      done as materialized (
        select d.configuration_id, d.context_id, coalesce(d.manufacturer, '') as manufacturer, coalesce(d.model, '') as model,
          f.vulnerability_id, count(*) as n
        from finding f
        join device d on d.organisation_id = f.organisation_id and d.id = f.device_id and d.gone_at is null and d.is_active
        where f.organisation_id = ${organisationId} and not ${isOpenRow(todayOf(organisationId, now))} group by 1, 2, 3, 4, 5
      )
      select x.criticality, m.probability, ${isOfNameAlone} as is_name_alone,
        ${isExploited} as is_exploited,
        x.manufacturer, x.model, sum(x.n - coalesce(done.n, 0))::int as findings
      from pair x
      join match m on m.organisation_id = ${organisationId} and m.configuration_id = x.configuration_id
      join configuration c on c.organisation_id = m.organisation_id and c.id = m.configuration_id
      left join done on done.configuration_id = x.configuration_id and done.context_id = x.context_id
        and done.manufacturer = x.manufacturer and done.model = x.model and done.vulnerability_id = m.vulnerability_id
      where m.answer = 'cannot_tell' and (${isWithin(ranges)})
      group by 1, 2, 3, 4, 5, 6 having sum(x.n - coalesce(done.n, 0)) > 0`.execute(db)
  ).rows
