import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

export type LinkPurpose = 'set_up' | 'invite' | 'reset'

export interface LinkRow {
  organisation_id: string
  purpose: LinkPurpose
  person_id: string | null
}

export async function insert(
  db: Db,
  row: { organisationId: string; tokenHash: Buffer; purpose: LinkPurpose; personId: string | null; hours: number },
): Promise<void> {
  await sql`
    insert into access_link (organisation_id, token_hash, purpose, person_id, expires_at)
    values (${row.organisationId}, ${row.tokenHash}, ${row.purpose}, ${row.personId},
      now() + make_interval(hours => ${row.hours}::int))`.execute(db)
}

export async function find(db: Db, organisationId: string, tokenHash: Buffer): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    select organisation_id, purpose, person_id from access_link
    where organisation_id = ${organisationId} and token_hash = ${tokenHash} and used_at is null
      and expires_at > now()`.execute(db)
  return rows[0]
}

/** Of two that come at once, one gets the row. */
export async function use(db: Db, organisationId: string, tokenHash: Buffer): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    update access_link set used_at = now()
    where organisation_id = ${organisationId} and token_hash = ${tokenHash} and used_at is null and expires_at > now()
    returning organisation_id, purpose, person_id`.execute(db)
  return rows[0]
}

export async function removeUnusedSetUp(db: Db, organisationId: string): Promise<void> {
  await sql`
    delete from access_link
    where organisation_id = ${organisationId} and purpose = 'set_up' and used_at is null`.execute(db)
}

export async function removeUnusedOf(db: Db, organisationId: string, personId: string): Promise<void> {
  await sql`
    delete from access_link
    where organisation_id = ${organisationId} and person_id = ${personId} and used_at is null`.execute(db)
}
