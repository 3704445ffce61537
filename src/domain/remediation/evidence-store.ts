import { sql } from 'kysely'
import type { EvidenceKind, EvidenceRow } from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

export interface NewEvidence {
  readonly id: string
  readonly work_order_id: string
  readonly kind: EvidenceKind
  readonly value: string
  readonly file_id: string | null
  readonly client_key: string
  readonly by_id: string | null
  readonly by_name: string
}

/** Takes what is new; what came before under the same key of the sender stays as it is. */
export async function insertEvidence(db: Db, organisationId: string, rows: readonly NewEvidence[]): Promise<number> {
  if (rows.length === 0) return 0
  const { rows: stored } = await sql`
    insert into evidence (organisation_id, id, work_order_id, kind, value, file_id, client_key, by_id, by_name)
    select ${organisationId}::uuid, e.* from jsonb_to_recordset(${jsonRows(rows)}) as e(id uuid, work_order_id uuid,
      kind text, value text, file_id uuid, client_key text, by_id uuid, by_name text)
    on conflict (organisation_id, work_order_id, client_key) do nothing returning 1`.execute(db)
  return stored.length
}

const columns = sql`id, kind, value, file_id as "fileId", at, by_name as "byName", accepted_at as "acceptedAt",
  accepted_by as "acceptedBy"`

export const listEvidence = async (db: Db, organisationId: string, orderId: string) =>
  (
    await sql<EvidenceRow>`select ${columns} from evidence
      where organisation_id = ${organisationId} and work_order_id = ${orderId} order by id`.execute(db)
  ).rows

export const evidenceByKey = async (db: Db, organisationId: string, orderId: string, clientKey: string) =>
  (
    await sql<EvidenceRow>`select ${columns} from evidence
      where organisation_id = ${organisationId} and work_order_id = ${orderId} and client_key = ${clientKey}`.execute(
      db,
    )
  ).rows[0]

export const knownKeys = async (db: Db, organisationId: string, orderId: string, clientKeys: readonly string[]) =>
  (
    await sql<{ client_key: string }>`select client_key from evidence
      where organisation_id = ${organisationId} and work_order_id = ${orderId} and client_key = any(${clientKeys})`.execute(
      db,
    )
  ).rows.map(({ client_key }) => client_key)

export const lockEvidence = async (db: Db, organisationId: string, orderId: string, id: string) =>
  (
    await sql<EvidenceRow & { byId: string | null }>`select ${columns}, by_id as "byId" from evidence
      where organisation_id = ${organisationId} and work_order_id = ${orderId} and id::text = ${id} for update`.execute(
      db,
    )
  ).rows[0]

export async function markAccepted(db: Db, organisationId: string, id: string, acceptedBy: string): Promise<void> {
  await sql`update evidence set accepted_at = now(), accepted_by = ${acceptedBy}
    where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}
