import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** Each text of an operating system, the empty one too: nobody says which it is. */
export const systemsHere = async (db: Db, organisationId: string): Promise<string[]> =>
  (
    await sql<{ operating_system: string }>`
      select distinct operating_system from configuration where organisation_id = ${organisationId} order by 1`.execute(
      db,
    )
  ).rows.map((row) => row.operating_system)
