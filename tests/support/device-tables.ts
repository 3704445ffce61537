import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// All that is kept of devices, table by table, to be compared after what is to leave no trace.

/** Their own history, or what is not of one device. */
const left = new Set(['identity_entry', 'identity_move', 'identity_review', 'identity_verdict', 'device_behind'])

/** Tables without a column for a device, of which rows are of one all the same. */
const others = ['device', 'work_order_event', 'decision']

export async function deviceTables(db: Db): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name = 'device_id' and c.data_type = 'uuid'`.execute(db)
  const names = [...new Set([...tables.map(({ name }) => name).filter((name) => !left.has(name)), ...others])].sort()
  const all: Record<string, string[]> = {}
  for (const name of names) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - 'updated_at')::text as row from ${sql.table(name)} t order by 1`.execute(db)
    all[name] = rows.map(({ row }) => row)
  }
  const { rows } = await sql<{ row: string }>`
    select (jsonb_build_object('basis', basis_id, 'group', group_id, 'context', context_id, 'vulnerability', vulnerability_id,
      'open', open_devices))::text as row from basis_score where open_devices > 0 order by 1`.execute(db)
  all.basis_score = rows.map(({ row }) => row)
  return all
}
