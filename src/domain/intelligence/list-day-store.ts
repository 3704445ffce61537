import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** Microsoft's documents tell their moment as text, and some copies none. */
const isoDay = '^\\d{4}-\\d\\d-\\d\\d'

export interface ListDay {
  list: string
  day: string
}
export interface StoredListDay extends ListDay {
  releasedAt: string | null
}

/** Writes only what is otherwise, and nothing older, unless what is stored is of a day after `lastDay`: that cannot be. */
export const upsertListDays = (db: Db, rows: readonly StoredListDay[], lastDay: string) =>
  sql`insert into list_day as l (list, day, released_at)
      select list, day, "releasedAt" from jsonb_to_recordset(${jsonRows(rows)}) as r(list text, day date, "releasedAt" timestamptz)
      order by list
      on conflict (list) do update set day = excluded.day, released_at = excluded.released_at
      where (l.day, l.released_at) is distinct from (excluded.day, excluded.released_at)
        and (l.day <= excluded.day or l.day > ${lastDay})`.execute(db)

const storedDays = sql`select list, day, released_at as "releasedAt" from list_day`

export const storedListDay = async (db: Db, list: string) =>
  (await sql<StoredListDay>`${storedDays} where list = ${list}`.execute(db)).rows[0]

/** Whoever wants to replace one of them waits. */
export const lockListDays = async (db: Db, lists: readonly string[]) =>
  (await sql<StoredListDay>`${storedDays} where list = any(${lists}) order by list for update`.execute(db)).rows

export const listDayRows = async (db: Db) =>
  (
    await sql<ListDay>`select list, day from list_day
      -- Of a catalogue that never came whole, as from a bundle: it is at least of the day of its newest entry.
      union all select 'kev', max(added_on) from known_exploited where delisted_at is null
      having count(*) > 0 and not exists (select from list_day where list = 'kev')
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
