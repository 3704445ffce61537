import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

export interface ListDay {
  list: string
  day: string
}

/** Writes only what is otherwise. An older catalogue takes the place of a newer one; of the others nothing older is taken. */
export const upsertListDays = (db: Db, rows: readonly ListDay[]) =>
  sql`insert into list_day as l (list, day)
      select list, day from jsonb_to_recordset(${jsonRows(rows)}) as r(list text, day date) order by list
      on conflict (list) do update set day = excluded.day
      where l.day < excluded.day or (l.list = 'kev' and l.day <> excluded.day)`.execute(db)

export const listDayRows = async (db: Db) => (await sql<ListDay>`select list, day from list_day`.execute(db)).rows

/** Of which day NVD's and the CVE List's entries of a CVE are. */
export const entryDayRows = async (db: Db, cve: string) =>
  (
    await sql<ListDay>`
      select 'nvd' as list, (modified_at at time zone 'UTC')::date as day from nvd_cve where cve = ${cve}
      union all select 'cve', (updated_at at time zone 'UTC')::date from cve_record where cve = ${cve}`.execute(db)
  ).rows
