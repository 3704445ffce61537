import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** Rows inserted, updated and deleted while `work` ran, by table; a table that was left alone is absent. */
export async function writesDuring(db: Db, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await countWrites(db)
  await work()
  const after = await countWrites(db)
  return Object.fromEntries(
    Object.entries(after)
      .map(([table, count]) => [table, count - (before[table] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  )
}

/** Each connection of the pool tells its own counts now, instead of some time after its next use. */
async function countWrites(db: Db): Promise<Record<string, number>> {
  // All at once, so that none is asked twice and another not at all.
  const connections = Array.from({ length: 12 }, () =>
    sql`select pg_stat_force_next_flush(), pg_sleep(0.05)`.execute(db),
  )
  await Promise.all(connections)
  await sql`select pg_stat_clear_snapshot()`.execute(db)
  const { rows } = await sql<{ table: string; writes: number }>`
    select relname as table, n_tup_ins + n_tup_upd + n_tup_del as writes from pg_stat_user_tables`.execute(db)
  return Object.fromEntries(rows.map(({ table, writes }) => [table, writes]))
}
