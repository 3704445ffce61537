import { sql } from 'kysely'
import type { Actor } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'

export interface AuditRow {
  id: string
  at: string
  actor_name: string
  action: string
  subject_kind: string
  subject_id: string
  reason: string | null
  detail: unknown
}

export async function insert(
  db: Db,
  actor: Actor,
  entry: { action: string; subjectKind: string; subjectId: string; reason: string | null; detail: unknown },
): Promise<void> {
  const detail = entry.detail === undefined ? null : JSON.stringify(entry.detail)
  await sql`
    insert into audit_entry (organisation_id, id, actor_id, actor_name, action, subject_kind, subject_id, reason, detail)
    values (${actor.organisationId}, ${newId()}, ${actor.personId}, ${actor.name}, ${entry.action}, ${entry.subjectKind},
      ${entry.subjectId}, ${entry.reason}, ${detail}::jsonb)`.execute(db)
}

/** Newest first. */
export async function list(
  db: Db,
  organisationId: string,
  filter: { subjectKind?: string; subjectId?: string; actor?: string },
  before: string | null,
  limit: number,
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select id, at, actor_name, action, subject_kind, subject_id, reason, detail
    from audit_entry
    where organisation_id = ${organisationId}
      ${filter.subjectKind === undefined ? sql`` : sql`and subject_kind = ${filter.subjectKind}`}
      ${filter.subjectId === undefined ? sql`` : sql`and subject_id = ${filter.subjectId}`}
      ${filter.actor === undefined ? sql`` : sql`and actor_id = ${filter.actor}`}
      ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`.execute(db)
  return rows
}
