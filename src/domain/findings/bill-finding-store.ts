import { sql } from 'kysely'
import type { Because } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'

// What databases and advisories name on the configurations that a bill tells of.

/** Vulnerabilities that NVD or OSV name on them; where an advisory speaks of one too, their word stands in its evidence. */
export const namedByDatabases = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select distinct m.vulnerability_id as id from basis_match m
      where m.organisation_id = ${organisationId} and m.withdrawn_at is null
        and (m.advisory_ids is null or m.advisory_ids && array['NVD', 'CVE', 'OSV', 'MSRC'] or m.evidence @? '$[*].database')
        and m.basis_id in (select basis_id from configuration_basis
          where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[]))
      order by 1`.execute(db)
  ).rows.map(({ id }) => id)

/** What advisories say of components inside them, as it stands in the evidence. */
export const namedByAdvisories = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<{ id: string; advisory_id: string; tracking_id: string; because: readonly Because[] }>`
      select distinct m.vulnerability_id as id, a.id as advisory_id, a.tracking_id, e -> 'because' as because
      from basis_match m cross join jsonb_array_elements(m.evidence) as e join advisory a on a.id = e ->> 'advisoryId'
      where m.organisation_id = ${organisationId} and m.withdrawn_at is null and e ->> 'answer' <> 'not_affected'
        and m.evidence @? '$[*].because[*] ? (@.part == "component")' and e -> 'because' @? '$[*] ? (@.part == "component")'
        and m.basis_id in (select basis_id from configuration_basis
          where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[]))
      order by 1, 2, 4`.execute(db)
  ).rows

/** The components of one bill have the same names on every platform: any of them will do. */
export const namesOfOnePlatform = async (db: Db, organisationId: string, configurationIds: readonly string[]) =>
  (
    await sql<{ digest: string; names: unknown }>`
      select p.digest, p.names from platform p
      where p.organisation_id = ${organisationId} and p.id in (select basis_id from configuration_basis
        where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[]))
      order by p.is_system, p.digest limit 1`.execute(db)
  ).rows[0]

/** The highest score of each on devices of the worklist, and whether it is known to be exploited. */
export const worstScores = async (
  db: Db,
  organisationId: string,
  configurationIds: readonly string[],
  vulnerabilityIds: readonly string[],
) =>
  (
    await sql<{
      vulnerability_id: string
      title: string
      known_exploited: boolean
      score: number | null
      band: RiskBand | null
    }>`
      with standing as materialized (
        select distinct configuration_id, context_id from device
        where organisation_id = ${organisationId} and gone_at is null and is_active
          and configuration_id = any(${configurationIds}::uuid[])
      ), worst as (
        select distinct on (s.vulnerability_id) s.vulnerability_id, s.score, s.band from standing t
        join score s on s.organisation_id = ${organisationId} and s.configuration_id = t.configuration_id
          and s.context_id = t.context_id and s.vulnerability_id = any(${vulnerabilityIds}::text[])
        order by s.vulnerability_id, s.score desc
      )
      select v.id as vulnerability_id, v.title, w.score, w.band,
        exists (select from known_exploited k where k.cve = v.id and k.delisted_at is null) as known_exploited
      from vulnerability v left join worst w on w.vulnerability_id = v.id
      where v.id = any(${vulnerabilityIds}::text[])`.execute(db)
  ).rows
