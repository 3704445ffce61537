import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** Microsoft's documents tell their moment as text, and some copies none. */
const isoDay = '^\\d{4}-\\d\\d-\\d\\d'

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

export const listDayRows = async (db: Db) =>
  (
    await sql<ListDay>`select list, day from list_day
      union all select 'msrc', max(left(as_of, 10))::date from msrc_document where as_of ~ ${isoDay}
      having count(*) > 0`.execute(db)
  ).rows

/** Of which day the lists' entries of a CVE are. */
export const entryDayRows = async (db: Db, cve: string) =>
  (
    await sql<ListDay>`
      select 'nvd' as list, (modified_at at time zone 'UTC')::date as day from nvd_cve where cve = ${cve}
      union all select 'cve', (updated_at at time zone 'UTC')::date from cve_record where cve = ${cve}
      union all select 'msrc', max(left(d.as_of, 10))::date from msrc_cve c join msrc_document d on d.id = c.document
        where c.cve = ${cve} and d.as_of ~ ${isoDay} having count(*) > 0
      union all select 'osv', (modified_at at time zone 'UTC')::date from package_vulnerability where id = ${cve}
      union all select 'kev', added_on from known_exploited where cve = ${cve} and delisted_at is null
      union all select 'epss', scored_on from exploit_probability where cve = ${cve}`.execute(db)
  ).rows

export const firstSaidOn = async (db: Db, vulnerabilityId: string) =>
  (
    await sql<{ day: string | null }>`
      select (min(said_at) at time zone 'UTC')::date as day from (
        select published_at as said_at from nvd_cve where cve = ${vulnerabilityId}
        union all select published_at from cve_record where cve = ${vulnerabilityId}
        union all select a.published_at from advisory_vulnerability v join advisory a on a.id = v.advisory_id
          where v.vulnerability_id = ${vulnerabilityId}
      ) as said`.execute(db)
  ).rows[0]!.day
