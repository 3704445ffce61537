import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

export interface OrganisationRow {
  id: string
  name: string
  time_zone: string
  settings: Record<string, unknown>
}

export async function find(db: Db): Promise<OrganisationRow | undefined> {
  const { rows } = await sql<OrganisationRow>`
    select id, name, time_zone, settings from organisation order by created_at, id limit 1`.execute(db)
  return rows[0]
}

/** Holds every other change of people and settings back until the transaction ends. */
export async function lock(db: Db): Promise<OrganisationRow | undefined> {
  const { rows } = await sql<OrganisationRow>`
    select id, name, time_zone, settings from organisation order by created_at, id limit 1 for update`.execute(db)
  return rows[0]
}

/** The day that it is there at a moment. */
export const dayOf = async (db: Db, id: string, at: Date) =>
  (
    await sql<{ day: string }>`
      select (${at.toISOString()}::timestamptz at time zone time_zone)::date::text as day from organisation where id = ${id}`.execute(
      db,
    )
  ).rows[0]!.day

export async function insertFirst(db: Db, row: { id: string; name: string; timeZone: string }): Promise<void> {
  await sql`lock table organisation in share row exclusive mode`.execute(db)
  await sql`
    insert into organisation (id, name, time_zone)
    select ${row.id}, ${row.name}, ${row.timeZone}
    where not exists (select 1 from organisation)`.execute(db)
}

export async function update(
  db: Db,
  id: string,
  change: { name: string; timeZone: string; settings: Record<string, unknown> },
): Promise<void> {
  await sql`
    update organisation
    set name = ${change.name}, time_zone = ${change.timeZone}, settings = settings || ${JSON.stringify(change.settings)}::jsonb
    where id = ${id}`.execute(db)
}
