import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

// All that is kept of devices, table by table, to be compared after what is to leave no trace.

/**
 * What becomes of a table's rows when a merge or a split is taken back: `same` as they were before, or why not. Every table that
 * names devices, or rows of such a table, stands here.
 */
const rules: Readonly<Record<string, 'same' | { readonly why: string }>> = {
  arrival_place: 'same',
  conflict: 'same',
  decision: 'same',
  decision_standing: 'same',
  device: 'same',
  device_past: 'same',
  evidence: 'same',
  finding: 'same',
  finding_comment: 'same',
  finding_event: 'same',
  identifier: 'same',
  identity_review: 'same',
  identity_verdict: 'same',
  observation: 'same',
  work_order: 'same',
  work_order_event: 'same',
  work_order_finding: 'same',

  decision_approval: { why: 'what was approved stays as it was signed' },
  decision_proposal: { why: 'what was proposed stays as it was; when it takes effect, merges count' },
  device_behind: { why: 'what is still to be made again at the end of the next run' },
  device_health: { why: 'counted anew after the next run' },
  device_untold: { why: 'what is still to be told at the end of the next run' },
  device_version: { why: 'what was known on a day stays known on it' },
  identity_entry: { why: 'what was done, and who took it back' },
  identity_move: { why: 'what was done' },
  match_run: { why: 'the devices that a person asked for' },
  observation_past: { why: 'what was known on a day stays known on it' },
  reading_missing: { why: 'of an observation, whichever device that stands in' },
  register_duplicate: { why: 'counted anew after the next run' },
}

/** What of a row is no trace: when it was written last, and since when the record is known as it is. */
const apart: Readonly<Record<string, readonly string[]>> = {
  device: ['known_since'],
  // What was put off is asked at once when its answer is taken back.
  identity_review: ['later_until', 'later_by', 'later_reason', 'worth'],
}

/** Only what is in force; devices that a split made and its undoing left empty are not there. */
const only: Readonly<Record<string, RawBuilder<unknown>>> = {
  identity_verdict: sql`t.withdrawn_at is null`,
  device: sql`t.gone_at is null or not exists (select from identity_entry e where e.to_device_id = t.id and e.kind = 'split')`,
}

/** Tables that no rule speaks of: whoever adds one says what becomes of it when a merge is taken back. */
export async function tablesWithoutRule(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with recursive ofDevice as (
      select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and (c.relname = 'device' or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attname like '%device%'
          and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)))
      union
      select k.conrelid from pg_constraint k join ofDevice d on k.confrelid = d.oid where k.contype = 'f'
    )
    select oid::regclass::text as name from ofDevice order by 1`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(rules, name))
}

export async function deviceTables(db: Db): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const [name, rule] of Object.entries(rules)) {
    if (rule !== 'same') continue
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - 'updated_at' - ${apart[name] ?? []}::text[])::text as row from ${sql.table(name)} t
      where ${only[name] ?? sql`true`} order by 1`.execute(db)
    all[name] = rows.map(({ row }) => row)
  }
  const { rows } = await sql<{ row: string }>`
    select (jsonb_build_object('basis', basis_id, 'group', group_id, 'context', context_id, 'vulnerability', vulnerability_id,
      'open', open_devices))::text as row from basis_score where open_devices > 0 order by 1`.execute(db)
  all.basis_score = rows.map(({ row }) => row)
  return all
}

/** What is kept of past days, to be found again whatever happens. */
export async function pastTables(db: Db): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const name of ['device_version', 'observation_past']) {
    const { rows } = await sql<{
      row: string
    }>`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(db)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}
