import { sql } from 'kysely'
import type { FindingComment } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'

// What people said of one finding. Table: finding_comment.

interface Key {
  readonly deviceId: string
  readonly vulnerabilityId: string
}

export const insertFindingComment = (
  db: Db,
  organisationId: string,
  { deviceId, vulnerabilityId, id, text, by }: Key & { id: string; text: string; by: string },
) =>
  sql`insert into finding_comment (organisation_id, id, device_id, vulnerability_id, text, written_by)
      values (${organisationId}, ${id}, ${deviceId}, ${vulnerabilityId}, ${text}, ${by})`.execute(db)

/** Oldest first. */
export const findingCommentRows = async (db: Db, organisationId: string, { deviceId, vulnerabilityId }: Key) =>
  (
    await sql<FindingComment>`select id, text, written_at as "writtenAt", written_by as "writtenBy" from finding_comment
      where organisation_id = ${organisationId} and device_id = ${deviceId} and vulnerability_id = ${vulnerabilityId}
      order by id limit 500`.execute(db)
  ).rows
