import { sql } from 'kysely'
import type { Role } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'

export interface SessionRow {
  organisation_id: string
  organisation_name: string
  time_zone: string
  person_id: string
  email: string
  name: string
  role: Role
  approves: boolean
  csrf_token: string
  is_stale: boolean
}

/** The session, where it is neither too old nor idle for too long and its person is not disabled. */
export async function find(db: Db, tokenHash: Buffer, idleMinutes: number): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.organisation_id, o.name as organisation_name, o.time_zone, p.id as person_id, p.email, p.name, p.role, p.approves,
      s.csrf_token, s.last_seen_at < now() - interval '1 minute' as is_stale
    from organisation o
    join session s on s.organisation_id = o.id and s.token_hash = ${tokenHash}
    join person p on p.organisation_id = o.id and p.id = s.person_id
    where s.expires_at > now() and s.last_seen_at > now() - make_interval(mins => ${idleMinutes}::int)
      and p.disabled_at is null`.execute(db)
  return rows[0]
}

export async function touch(db: Db, organisationId: string, tokenHash: Buffer): Promise<void> {
  await sql`
    with seen as (
      update session set last_seen_at = now()
      where organisation_id = ${organisationId} and token_hash = ${tokenHash} returning person_id)
    update person set last_seen_at = now() from seen
    where organisation_id = ${organisationId} and id = seen.person_id`.execute(db)
}

export async function insert(
  db: Db,
  row: {
    organisationId: string
    tokenHash: Buffer
    personId: string
    csrfToken: string
    userAgent: string
    hours: number
  },
): Promise<void> {
  await sql`
    insert into session (organisation_id, token_hash, person_id, csrf_token, user_agent, expires_at)
    values (${row.organisationId}, ${row.tokenHash}, ${row.personId}, ${row.csrfToken}, ${row.userAgent.slice(0, 300)},
      now() + make_interval(hours => ${row.hours}::int))`.execute(db)
  await sql`
    update person set last_seen_at = now()
    where organisation_id = ${row.organisationId} and id = ${row.personId}`.execute(db)
}

export async function remove(db: Db, organisationId: string, tokenHash: Buffer): Promise<void> {
  await sql`
    delete from session where organisation_id = ${organisationId} and token_hash = ${tokenHash}`.execute(db)
}

export async function removeAllOf(db: Db, organisationId: string, personId: string): Promise<void> {
  await sql`
    delete from session where organisation_id = ${organisationId} and person_id = ${personId}`.execute(db)
}

export async function removeEnded(db: Db, organisationId: string, idleMinutes: number): Promise<void> {
  await sql`
    delete from session
    where organisation_id = ${organisationId}
      and (expires_at <= now() or last_seen_at <= now() - make_interval(mins => ${idleMinutes}::int))`.execute(db)
}
