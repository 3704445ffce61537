import { sql } from 'kysely'
import type { Row } from '#domain/inventory/inventory.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Work orders as rows that go from device to device. Tables: work_order, work_order_finding, work_order_event.

/** What work keeps of devices, by table: of an order what may change with its device, of an event only whose it is. */
export interface WorkRows {
  readonly order: readonly Row[]
  readonly event: readonly Row[]
}

const orderJson = sql`jsonb_build_object('id', o.id, 'device_id', o.device_id, 'type', o.type, 'state', o.state, 'hold_reason', o.hold_reason,
  'completed_at', o.completed_at, 'version', o.version, 'number', o.number)`

export async function rowsOfDevices(db: Db, organisationId: string, deviceIds: readonly string[]): Promise<WorkRows> {
  const { rows } = await sql<{ of: keyof WorkRows; row: Row }>`
    select 'order' as of, ${orderJson} as row from work_order o
    where o.organisation_id = ${organisationId} and o.device_id = any(${deviceIds}::uuid[])
    union all
    select 'event', jsonb_build_object('id', e.id, 'device_id', o.device_id, 'work_order_id', e.work_order_id)
    from work_order o
    join work_order_event e on e.organisation_id = o.organisation_id and e.work_order_id = o.id
    where o.organisation_id = ${organisationId} and o.device_id = any(${deviceIds}::uuid[])`.execute(db)
  const of = (table: keyof WorkRows) => rows.filter((row) => row.of === table).map(({ row }) => row)
  return { order: of('order'), event: of('event') }
}

export interface Given {
  readonly id: string
  readonly device_id: string
}

/** Orders go to another device, with what they say of its findings. */
export async function giveOrders(db: Db, organisationId: string, rows: readonly Given[]) {
  await sql`update work_order_finding wf set device_id = k.device_id from jsonb_to_recordset(${jsonRows(rows)}) as k(id uuid, device_id uuid)
    where wf.organisation_id = ${organisationId} and wf.work_order_id = k.id and wf.device_id <> k.device_id`.execute(
    db,
  )
  await sql`update work_order o set device_id = k.device_id, updated_at = now()
    from jsonb_to_recordset(${jsonRows(rows)}) as k(id uuid, device_id uuid)
    where o.organisation_id = ${organisationId} and o.id = k.id and o.device_id <> k.device_id`.execute(db)
}

/** What a merge had made of orders is taken back. */
export const restoreOrders = (db: Db, organisationId: string, rows: readonly Row[]) =>
  sql`update work_order o set state = k.state, hold_reason = k.hold_reason, completed_at = k.completed_at, version = k.version
      from jsonb_to_recordset(${jsonRows(rows)}) as k(id uuid, state text, hold_reason text, completed_at timestamptz, version int)
      where o.organisation_id = ${organisationId} and o.id = k.id`.execute(db)

/** Takes events out of the history, and gives them. */
export const takeEvents = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ row: Row }>`
      delete from work_order_event e where e.organisation_id = ${organisationId} and e.id = any(${ids}::uuid[])
      returning to_jsonb(e) - 'organisation_id' as row`.execute(db)
  ).rows.map(({ row }) => row)

/** Vulnerabilities that orders of the device refer to, each with when one of them changed last. */
export const workOn = async (db: Db, organisationId: string, deviceId: string) =>
  new Map(
    (
      await sql<{ vulnerability_id: string; at: string }>`
        select wf.vulnerability_id, max(o.updated_at) as at from work_order o
        join work_order_finding wf on wf.organisation_id = o.organisation_id and wf.work_order_id = o.id
        where o.organisation_id = ${organisationId} and o.device_id = ${deviceId}::uuid
        group by 1`.execute(db)
    ).rows.map(({ vulnerability_id, at }) => [vulnerability_id, at]),
  )

/** Orders of a device, by id, with what each is of. */
export const ordersOf = async (db: Db, organisationId: string, deviceId: string) =>
  (
    await sql<{ id: string; vulnerability_ids: string[] }>`
      select o.id, array(select wf.vulnerability_id from work_order_finding wf
        where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id) as vulnerability_ids
      from work_order o
      where o.organisation_id = ${organisationId} and o.device_id = ${deviceId}::uuid`.execute(db)
  ).rows
