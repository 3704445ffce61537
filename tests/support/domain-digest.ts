import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// What an undisturbed run and one that was killed must agree on: every row of every table. Left out is only what says
// when and by whom a thing was done, and ids that are drawn at random.

/** When the database or the process did it; that it was done at all is compared. */
const clocks = new Set([
  ...[
    'started_at',
    'finished_at',
    'heartbeat_at',
    'recorded_at',
    'stored_at',
    'first_stored_at',
    'matched_at',
    'read_by',
  ],
  ...['scored_at', 'at', 'created_at', 'updated_at', 'opened_at', 'closed_at', 'decided_at', 'remediation_at'],
  ...[
    'superseded_at',
    'retracted_at',
    'settled_at',
    'last_seen_at',
    'withdrawn_at',
    'delisted_at',
    'counted_at',
    'next_run_at',
  ],
  ...[
    'completed_at',
    'sent_at',
    'accepted_at',
    'mailed_at',
    'ended_at',
    'announced_at',
    'since',
    'databases',
    'known_since',
  ],
  // It follows from when its devices changed.
  'lineage',
])
/** Which process did it, how often it had to begin, and how much it then still had before it. */
const runs = new Set(['worker', 'attempts', 'done', 'total'])
const randomIds = new Set(['finding_event', 'work_order_event', 'notification', 'audit_entry', 'match_run'])
/** Here the version is a number that only ever differs from the one before. */
const versioned = new Set(['nvd_cve', 'package_vulnerability'])
/** Migrations, such a number, and past records: of what changes twice in one transaction nobody saw what stood between. */
const left = /^kysely_|^intelligence_state$|^followed_databases$|^device_version$/

/** Rows of all tables in words, in order, by table. */
export async function domainRows(db: Db): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {}
  for (const [table, row] of await comparable(db)) {
    const found = await sql<{ row: string }>`select ${row}::text as row from ${sql.table(table)} t order by 1`.execute(
      db,
    )
    rows[table] = found.rows.map((one) => one.row)
  }
  return rows
}

/** MD5 of the rows and their number, by table. */
export async function domainDigests(db: Db): Promise<Record<string, string>> {
  const parts = (await comparable(db)).map(
    ([table, row]) => sql`
      select ${table} as table, count(*) || ' rows ' || md5(coalesce(string_agg(row, E'\n' order by row), '')) as digest
      from (select ${row}::text as row from ${sql.table(table)} t) r`,
  )
  const { rows } = await sql<{ table: string; digest: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  return Object.fromEntries(rows.map(({ table, digest }) => [table, digest]))
}

/** For each table what of a row is compared, as JSON. */
async function comparable(db: Db) {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`.execute(db)
  return rows
    .filter(({ table }) => !left.test(table))
    .map(({ table, columns }) => {
      const compared = columns.filter(
        (name) =>
          !runs.has(name) && !(name === 'id' && randomIds.has(table)) && !(name === 'version' && versioned.has(table)),
      )
      const pairs = compared.map((name) => {
        const value = sql.ref(`t.${name}`)
        return sql`${sql.lit(name)}, ${clocks.has(name) ? sql`${value} is not null` : value}`
      })
      return [table, sql`jsonb_build_object(${sql.join(pairs)})`] as const
    })
}
