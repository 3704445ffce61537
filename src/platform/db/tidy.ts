import { sql } from 'kysely'
import { type Db, inTransaction } from './database.ts'

/**
 * What PostgreSQL would do by itself a minute later, done when much was written: words that wait are merged into their
 * index, and tables that changed by a tenth are counted anew, so that the planner knows them.
 */
export async function tidy(db: Db): Promise<void> {
  const { rows: lists } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam
    where a.amname = 'gin' and c.relkind = 'i' and c.relnamespace = 'public'::regnamespace order by 1`.execute(db)
  for (const { name } of lists) await sql`select gin_clean_pending_list(${name}::regclass)`.execute(db)
  await analyzeChanged(db, 0.1)
}

/** Counts tables anew of which such a share changed since they were counted last, and a thousand rows at least. */
export async function analyzeChanged(db: Db, share: number): Promise<void> {
  const { rows: changed } = await sql<{ name: string }>`
    select relid::regclass::text as name from pg_stat_user_tables
    where schemaname = 'public' and n_mod_since_analyze > 1000 and n_mod_since_analyze > n_live_tup * ${share}::float8 order by 1`.execute(
    db,
  )
  if (changed.length === 0) return
  // In the middle of an import a small sample will do.
  await inTransaction(db, async (tx) => {
    if (share >= 0.4) await sql`set local default_statistics_target = 10`.execute(tx)
    await sql`analyze ${sql.raw(changed.map(({ name }) => name).join(', '))}`.execute(tx)
  })
}
