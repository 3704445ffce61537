import { sql } from 'kysely'
import type { EnvironmentProfile } from '#model/environment.ts'
import type { Db } from '#platform/db/database.ts'

// Table: environment_profile.

export interface ProfileRow {
  readonly version: number
  readonly profile: EnvironmentProfile
  readonly savedAt: string
  readonly savedBy: string
  readonly reason: string
}

const columns = sql`version, content as profile, saved_at as "savedAt", saved_by as "savedBy", reason`

/** The newest first. */
export const profileRows = async (db: Db, organisationId: string, before: number | null, limit: number) =>
  (
    await sql<ProfileRow>`
      select ${columns} from environment_profile
      where organisation_id = ${organisationId} and ${before === null ? sql`true` : sql`version < ${before}`}
      order by version desc limit ${limit}`.execute(db)
  ).rows

export const insertProfile = (
  db: Db,
  organisationId: string,
  row: { version: number; content: string; savedBy: string; reason: string },
) =>
  sql`insert into environment_profile (organisation_id, version, content, saved_by, reason)
      values (${organisationId}, ${row.version}, ${row.content}::jsonb, ${row.savedBy}, ${row.reason})`.execute(db)
