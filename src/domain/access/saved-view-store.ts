import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'

export interface SavedView {
  id: string
  page: string
  name: string
  query: string
}

export async function list(db: Db, organisationId: string, personId: string, page?: string): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    select id, page, name, query from saved_view
    where organisation_id = ${organisationId} and person_id = ${personId}
      ${page === undefined ? sql`` : sql`and page = ${page}`}
    order by page, lower(name), id`.execute(db)
  return rows
}

/** The same name again replaces it. */
export async function save(
  db: Db,
  organisationId: string,
  personId: string,
  view: { page: string; name: string; query: string },
): Promise<SavedView> {
  const { rows } = await sql<SavedView>`
    insert into saved_view (organisation_id, id, person_id, page, name, query)
    values (${organisationId}, ${newId()}, ${personId}, ${view.page}, ${view.name}, ${view.query})
    on conflict (organisation_id, person_id, page, name) do update set query = excluded.query
    returning id, page, name, query`.execute(db)
  return rows[0]!
}

export async function remove(
  db: Db,
  organisationId: string,
  personId: string,
  id: string,
): Promise<SavedView | undefined> {
  const { rows } = await sql<SavedView>`
    delete from saved_view where organisation_id = ${organisationId} and person_id = ${personId} and id = ${id}
    returning id, page, name, query`.execute(db)
  return rows[0]
}
