import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** Columns of `device_health` beside its key, in the order in which they are told. */
const columns = [
  'sources',
  'registers',
  'observers',
  'seen_at',
  'seen_by',
  'watched_until',
  'silent_days',
  'bound_days',
  'rhythm',
  'is_unknown',
  'is_ghost',
  'is_missing',
  'missing_by',
  'is_duplicate',
  'is_unmanaged',
  'is_ended',
  'ended',
  'ended_on',
  'score',
  'completeness',
  'agreement',
  'freshness',
  'uniqueness',
  'validity',
  'lacks',
  'wrong',
  'weight',
] as const

/** Keeps how devices stand: `told` has a row for each, with `device_id` and all columns. Only rows that change are written; gives how many. */
export async function recordDeviceHealth(
  db: Db,
  organisationId: string,
  told: RawBuilder<unknown>,
): Promise<{ written: number; removed: number }> {
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const ofTold = sql.join(columns.map((name) => sql.ref(`t.${name}`)))
  const ofKept = sql.join(columns.map((name) => sql.ref(`h.${name}`)))
  const removed = await sql`delete from device_health h where h.organisation_id = ${organisationId}
    and not exists (select from ${told} t where t.device_id = h.device_id)`.execute(db)
  const changed = await sql`
    update device_health h set ${sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`t.${name}`)}`))}
    from ${told} t where h.organisation_id = ${organisationId} and h.device_id = t.device_id
      and (${ofKept}) is distinct from (${ofTold})`.execute(db)
  // No anti-join: while it fills for the first time, the planner takes the table for empty and walks it for each row.
  const added = await sql`
    insert into device_health (organisation_id, device_id, ${names})
    select ${organisationId}::uuid, t.device_id, ${ofTold} from ${told} t
    on conflict (organisation_id, device_id) do nothing`.execute(db)
  return {
    written: Number(changed.numAffectedRows ?? 0n) + Number(added.numAffectedRows ?? 0n),
    removed: Number(removed.numAffectedRows ?? 0n),
  }
}
