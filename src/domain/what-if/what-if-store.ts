import { sql } from 'kysely'
import type { WhatIfMove, WhatIfScenario } from '#model/what-if.ts'
import { copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'

// Tables: what_if_scenario, what_if_move.

const columns = sql`id, name, steps, result, saved_at as "savedAt", saved_by as "savedBy"`

type Row = Omit<WhatIfScenario, 'savedAt'> & { savedAt: Date | string }
const toScenario = (row: Row): WhatIfScenario => ({ ...row, savedAt: new Date(row.savedAt).toISOString() })

/** By name, from the one behind `after` on. */
export const scenarios = async (
  db: Db,
  organisationId: string,
  after: readonly [string, string] | null,
  limit: number,
) =>
  (
    await sql<Row>`
      select ${columns} from what_if_scenario
      where organisation_id = ${organisationId}
        and ${after ? sql`(lower(name), id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
      order by lower(name), id limit ${limit}`.execute(db)
  ).rows.map(toScenario)

export const scenarioById = async (db: Db, organisationId: string, id: string): Promise<WhatIfScenario | undefined> => {
  const { rows } = await sql<Row>`
    select ${columns} from what_if_scenario where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  return rows[0] && toScenario(rows[0])
}

/** False where another bears the name. */
export const upsertScenario = async (
  db: Db,
  organisationId: string,
  row: Omit<WhatIfScenario, 'savedAt'>,
): Promise<boolean> => {
  const isTaken = await sql<{ has: boolean }>`
    select exists (select from what_if_scenario where organisation_id = ${organisationId} and lower(name) = lower(${row.name})
      and id <> ${row.id}) as has`.execute(db)
  if (isTaken.rows[0]!.has) return false
  const { rows } = await sql`
    insert into what_if_scenario (organisation_id, id, name, steps, result, saved_by)
    values (${organisationId}, ${row.id}, ${row.name}, ${storableJsonText(JSON.stringify(row.steps))}::jsonb,
      ${storableJsonText(JSON.stringify(row.result))}::jsonb, ${row.savedBy})
    on conflict (organisation_id, id) do update set name = excluded.name, steps = excluded.steps, result = excluded.result,
      saved_by = excluded.saved_by, saved_at = clock_timestamp()
    returning id`.execute(db)
  return rows.length > 0
}

/** Holds back others who save or change a scenario until the transaction ends. */
export const lockScenarios = (db: Db, organisationId: string) =>
  sql`select pg_advisory_xact_lock(hashtext('what-if ' || ${organisationId}))`.execute(db)

export async function replaceMoves(db: Db, organisationId: string, scenarioId: string, moves: readonly WhatIfMove[]) {
  await sql`delete from what_if_move where organisation_id = ${organisationId} and scenario_id = ${scenarioId}`.execute(
    db,
  )
  await copyRows(
    db,
    'what_if_move',
    ['organisation_id', 'scenario_id', 'rank', 'content'],
    Iterator.from(moves.entries()).map(([rank, move]) => [
      organisationId,
      scenarioId,
      rank,
      storableJsonText(JSON.stringify(move)),
    ]),
  )
}

export const movesOf = async (db: Db, organisationId: string, scenarioId: string, after: number, limit: number) =>
  (
    await sql<{ rank: number; content: WhatIfMove }>`
      select rank, content from what_if_move
      where organisation_id = ${organisationId} and scenario_id = ${scenarioId} and rank > ${after}
      order by rank limit ${limit}`.execute(db)
  ).rows

export const removeScenario = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<{ name: string }>`
      delete from what_if_scenario where organisation_id = ${organisationId} and id = ${id} returning name`.execute(db)
  ).rows[0]
