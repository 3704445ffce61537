import { listOrders } from '#domain/remediation/remediation.ts'
import type { Db } from '#platform/db/database.ts'

/** Rows that may wait for a look at a device, each with the order of it. */
export async function withOrders<Row extends { readonly orderId: string | null }>(
  db: Db,
  organisationId: string,
  rows: readonly Row[],
) {
  const ids = rows.flatMap(({ orderId }) => orderId ?? [])
  const orders = new Map((await listOrders(db, organisationId, ids)).map((order) => [order.id, order]))
  return rows.map(({ orderId, ...row }) => ({ ...row, order: (orderId && orders.get(orderId)) || null }))
}
