import { sql } from 'kysely'
import type { DecisionOn } from '#model/approval.ts'
import type { Premise } from '#model/decision.ts'
import type { DecisionKind } from '#model/finding.ts'
import type { VexJustification } from '#model/vex.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows, storableJson } from '#platform/db/json-rows.ts'
import { todayOf } from './finding-store.ts'

// Decisions as they were taken. Table: decision. How they stand with findings is in standing-store.ts, what is shown of them in
// decision-register-store.ts.

export interface DecisionRecord {
  readonly id: string
  readonly decision: DecisionKind
  readonly reason: string
  readonly justification: VexJustification | null
  readonly advisory_id: string | null
  readonly manufacturer: string
  readonly model: string
  readonly vulnerability_ids: readonly string[]
  readonly product_key: string | null
  readonly premises: readonly Premise[]
  readonly expires_on: string | null
  readonly decided_by: string
  readonly decided_by_id: string | null
  /** As it was asked for; null of those from before that was kept. */
  readonly scope: DecisionOn | null
  readonly proposal_id: string | null
  readonly renews: string | null
  readonly decided_at: string
  readonly withdrawn_by: string | null
  readonly withdrawn_reason: string | null
}

export const hasDecisions = async (db: Db, organisationId: string): Promise<boolean> =>
  (
    await sql<{ has: boolean }>`
      select exists (select from decision where organisation_id = ${organisationId}) as has`.execute(db)
  ).rows[0]!.has

export const today = async (db: Db, organisationId: string, now: Date): Promise<string> =>
  (await sql<{ today: string }>`select ${todayOf(organisationId, now)} as today`.execute(db)).rows[0]!.today

export const insertDecision = (
  db: Db,
  organisationId: string,
  row: Omit<DecisionRecord, 'decided_at' | `withdrawn_${string}`>,
) =>
  sql`insert into decision (organisation_id, id, decision, reason, justification, advisory_id, manufacturer, model, vulnerability_ids,
        product_key, premises, expires_on, decided_by, decided_by_id, scope, proposal_id, renews)
      values (${organisationId}, ${row.id}, ${row.decision}, ${row.reason}, ${row.justification}, ${row.advisory_id}, ${row.manufacturer},
        ${row.model}, ${row.vulnerability_ids}, ${row.product_key}, ${jsonRows(row.premises)}, ${row.expires_on}, ${row.decided_by},
        ${row.decided_by_id}, ${row.scope && storableJson(row.scope)}::jsonb, ${row.proposal_id}, ${row.renews})`.execute(
    db,
  )

const decisionColumns = sql`n.id, n.decision, n.reason, n.justification, n.advisory_id, n.manufacturer, n.model, n.vulnerability_ids,
  n.product_key, n.premises, n.expires_on, n.decided_by, n.decided_by_id, n.scope, n.proposal_id,
  n.renews, n.decided_at, n.withdrawn_by, n.withdrawn_reason`

export const decisionsById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<DecisionRecord>`
      select ${decisionColumns} from decision n where n.organisation_id = ${organisationId} and n.id = any(${ids}::uuid[])`.execute(
      db,
    )
  ).rows

export const devicesOfDecision = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<{ id: string }>`
      select distinct device_id as id from decision_standing where organisation_id = ${organisationId} and decision_id = ${id}`.execute(
      db,
    )
  ).rows.map((row) => row.id)

export const withdrawDecision = async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
  (
    await sql<{ id: string }>`
      update decision set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason}
      where organisation_id = ${organisationId} and id = ${id} and withdrawn_at is null returning id`.execute(db)
  ).rows.length > 0
