import { z } from 'zod'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './audit-store.ts'

export interface AuditEntry {
  readonly id: string
  readonly at: string
  readonly actorName: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly reason: string | null
  readonly detail: unknown
}

export interface NewAuditEntry {
  /** `noun.verb` in the past: `person.disabled`. */
  readonly action: string
  /** The noun, as in the subject's address: `person`, `device`, `work_order`. */
  readonly subjectKind: string
  readonly subjectId: string
  readonly reason?: string | null
  /** What was before and after; no secret ever. */
  readonly detail?: unknown
}

/** Adds to the trail, in the caller's transaction: what is undone was never done. Every change calls it. */
export const recordAudit = (db: Db, actor: Actor, entry: NewAuditEntry): Promise<void> =>
  store.insert(db, actor, { ...entry, reason: entry.reason ?? null, detail: entry.detail })

/** Newest first. */
export async function listAudit(
  db: Db,
  organisationId: OrganisationId,
  query: { subjectKind?: string; subjectId?: string; actor?: string; cursor?: string; limit: number },
): Promise<PageOf<AuditEntry>> {
  const [before] = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()])) : [null]
  const rows = await store.list(db, organisationId, query, before, query.limit + 1)
  return pageOf(rows, query.limit, (row) => [row.id], toEntry)
}

const toEntry = (row: store.AuditRow): AuditEntry => ({
  id: row.id,
  at: row.at,
  actorName: row.actor_name,
  action: row.action,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  reason: row.reason,
  detail: row.detail,
})
