import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'

export interface NotificationRow {
  id: string
  at: string
  kind: string
  title: string
  body: string
  path: string | null
  read_at: string | null
}

/** Gives how many are new; the same news to the same person is told once. */
export async function insert(
  db: Db,
  organisationId: string,
  personIds: readonly string[],
  news: { kind: string; title: string; body: string; path: string | null; dedupeKey: string },
): Promise<number> {
  const ids = personIds.map(() => newId())
  const { numAffectedRows } = await sql`
    insert into notification (organisation_id, id, person_id, kind, title, body, path, dedupe_key)
    select ${organisationId}, t.id, t.person_id, ${news.kind}, ${news.title}, ${news.body}, ${news.path}, ${news.dedupeKey}
    from unnest(${ids}::uuid[], ${personIds}::uuid[]) as t (id, person_id)
    join person p on p.organisation_id = ${organisationId} and p.id = t.person_id and p.disabled_at is null
    on conflict (organisation_id, person_id, dedupe_key) do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function list(
  db: Db,
  organisationId: string,
  personId: string,
  before: string | null,
  limit: number,
): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    select id, at, kind, title, body, path, read_at from notification
    where organisation_id = ${organisationId} and person_id = ${personId}
      ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`.execute(db)
  return rows
}

export async function countUnread(db: Db, organisationId: string, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from notification
    where organisation_id = ${organisationId} and person_id = ${personId} and read_at is null`.execute(db)
  return rows[0]!.count
}

export async function markRead(
  db: Db,
  organisationId: string,
  personId: string,
  ids: readonly string[] | 'all',
): Promise<void> {
  await sql`
    update notification set read_at = now()
    where organisation_id = ${organisationId} and person_id = ${personId} and read_at is null
      ${ids === 'all' ? sql`` : sql`and id = any(${ids}::uuid[])`}`.execute(db)
}

// Old news is not mailed: a mail server that is set up later, or was away for days, gets no flood.
const due = sql`
  n.mailed_at is null and n.read_at is null and n.at > now() - interval '2 days' and n.mail_attempts < 8
  and (n.mail_after is null or n.mail_after <= now())`

export async function listRecipients(db: Db, organisationId: string): Promise<{ id: string; email: string }[]> {
  const { rows } = await sql<{ id: string; email: string }>`
    select p.id, p.email from person p
    where p.organisation_id = ${organisationId} and p.disabled_at is null and exists (
      select 1 from notification n
      where n.organisation_id = ${organisationId} and n.person_id = p.id and ${due})
    order by p.id`.execute(db)
  return rows
}

/** Those that no other worker is mailing now. */
export async function lockDue(db: Db, organisationId: string, personId: string): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    select n.id, n.at, n.kind, n.title, n.body, n.path, n.read_at from notification n
    where n.organisation_id = ${organisationId} and n.person_id = ${personId} and ${due}
    order by n.id for update skip locked`.execute(db)
  return rows
}

export async function markMailed(db: Db, organisationId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update notification set mailed_at = now()
    where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
}

/** Waits 5, 20, 45 … minutes. */
export async function postponeMail(db: Db, organisationId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update notification set mail_attempts = mail_attempts + 1,
      mail_after = now() + interval '5 minutes' * (mail_attempts + 1) * (mail_attempts + 1)
    where organisation_id = ${organisationId} and id = any(${ids}::uuid[])`.execute(db)
}
