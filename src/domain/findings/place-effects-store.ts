import { sql } from 'kysely'
import { isAtSites } from '#domain/inventory/inventory.ts'
import type { Db } from '#platform/db/database.ts'

/** Sites that decisions in force or waiting rest on, with the vulnerabilities that they are on. */
export const sitesOfDecisions = async (db: Db, organisationId: string) =>
  (
    await sql<{ id: string; site: string; vulnerabilityIds: string[] }>`
      select n.id, p ->> 'site' as site, n.vulnerability_ids as "vulnerabilityIds"
      from decision n cross join jsonb_array_elements(n.premises) p
      where n.organisation_id = ${organisationId} and n.withdrawn_at is null and p ->> 'kind' = 'site'`.execute(db)
  ).rows

export const devicesAtSites = async (db: Db, organisationId: string, sites: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select id from device d where d.organisation_id = ${organisationId} and d.gone_at is null and ${isAtSites(sites)}`.execute(
      db,
    )
  ).rows.map(({ id }) => id)
