import { setRemediation } from '#domain/findings/findings.ts'
import {
  type CarriedRows,
  carriedRows,
  isSameRow,
  type Joining,
  type Row,
  rowsBy,
} from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { RemediationState } from '#model/finding.ts'
import type { Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import * as store from './carry-store.ts'
import * as orders from './work-order-store.ts'
import { followWithFindings } from './work-orders.ts'

// Work orders go with the records of their device: when two devices become one, when one becomes two, and when that is taken back.

/** What work keeps of the devices, to be compared with what it keeps afterwards. */
export const workRows = store.rowsOfDevices

/** What of it is another than before, for each entry. */
export function carriedWork(
  entries: readonly Pick<Joining, 'entryId' | 'from' | 'into'>[],
  before: store.WorkRows,
  after: store.WorkRows,
): Map<string, Record<string, CarriedRows>> {
  const byDevice = (rows: readonly Row[]) => Map.groupBy(rows, (row) => String(row.device_id))
  const [ordersWas, ordersIs, eventsWas, eventsIs] = [before.order, after.order, before.event, after.event].map(
    byDevice,
  )
  return new Map(
    entries.map(({ entryId, from, into }) => {
      const of = (rows: ReadonlyMap<string, readonly Row[]> | undefined) => [
        ...(rows?.get(from) ?? []),
        ...(rows?.get(into) ?? []),
      ]
      const event = carriedRows(of(eventsWas), of(eventsIs))
      // An order of which only the history grew is as it was left while it is as it is now.
      const told = new Set([...event.before, ...event.after].map((row) => row.work_order_id))
      const order = carriedRows(of(ordersWas), of(ordersIs))
      const both = (rows: readonly Row[], own: readonly Row[]) => [
        ...own,
        ...rows.filter((row) => told.has(row.id) && !own.includes(row)),
      ]
      return [
        entryId,
        { event, order: { before: both(of(ordersWas), order.before), after: both(of(ordersIs), order.after) } },
      ]
    }),
  )
}

/** All orders of each `from`, or those of `ids` alone, go to its `into`. */
export async function carryWork(
  tx: Tx,
  organisationId: OrganisationId,
  pairs: readonly Pick<Joining, 'from' | 'into'>[],
  ids?: ReadonlySet<string>,
): Promise<void> {
  const into = new Map(pairs.map((pair) => [pair.from, pair.into]))
  const rows = await store.rowsOfDevices(tx, organisationId, [...into.keys()])
  const going = rows.order.filter((row) => !ids || ids.has(String(row.id)))
  await store.giveOrders(
    tx,
    organisationId,
    going.map((row) => ({ id: String(row.id), device_id: into.get(String(row.device_id))! })),
  )
}

/** What orders that are to leave a device are of, and what those that stay are of. */
export async function workToSplit(tx: Tx, organisationId: OrganisationId, deviceId: string, ids: readonly string[]) {
  const all = await store.ordersOf(tx, organisationId, deviceId)
  const wanted = new Set(ids)
  const going = all.filter(({ id }) => wanted.has(id))
  if (going.length < wanted.size)
    throw new AppError('conflict', 'Not all of these are work orders of the device. Load it again, then choose.')
  const of = (some: typeof all) => new Set(some.flatMap(({ vulnerability_ids }) => vulnerability_ids))
  return { going: of(going), staying: of(all.filter(({ id }) => !wanted.has(id))) }
}

export interface CarriedEntry {
  readonly kind: 'merge' | 'split'
  readonly at: string
  readonly from: string
  readonly into: string
  readonly carried: Readonly<Record<string, CarriedRows>>
}

export interface WorkBack {
  /** Vulnerabilities that work of the device that stays refers to. */
  readonly staying: ReadonlySet<string>
  /** Orders that changed since, with the state that the entry left them in. */
  readonly moved: readonly { readonly id: string; readonly left: Row }[]
  /** Events that the entry itself had made, taken out again. */
  readonly events: readonly Row[]
}

/**
 * Orders go back to the half that they were of, as they are now: what was completed meanwhile stays completed. What the entry itself
 * had made of one that nobody touched since is taken back. Orders made since stay with the device that stayed.
 */
export async function takeWorkBack(tx: Tx, organisationId: OrganisationId, entry: CarriedEntry): Promise<WorkBack> {
  const { from, into, kind, carried } = entry
  const { order = { before: [], after: [] }, event = { before: [], after: [] } } = carried
  const id = (row: Row) => String(row.id)
  const [was, left] = [rowsBy(order.before, id), rowsBy(order.after, id)]
  const now = await store.rowsOfDevices(tx, organisationId, [from, into])
  const give: store.Given[] = []
  const restore: Row[] = []
  const moved: { id: string; left: Row }[] = []
  for (const row of now.order) {
    const [before, after] = [was.get(id(row)), left.get(id(row))]
    if (!before) {
      if (kind === 'split' && row.device_id === into) give.push({ id: id(row), device_id: from })
      continue
    }
    give.push({ id: id(row), device_id: String(before.device_id) })
    if (isSameRow(row, after)) restore.push(before)
    else if (row.device_id === into || before.device_id === into) moved.push({ id: id(row), left: after! })
  }
  await store.giveOrders(tx, organisationId, give)
  await store.restoreOrders(tx, organisationId, restore)
  const restored = new Set(restore.map(id))
  const known = new Set(event.before.map(id))
  const made = event.after.filter((row) => !known.has(id(row)) && restored.has(String(row.work_order_id)))
  const events = await store.takeEvents(tx, organisationId, made.map(id))
  const staying = new Set((await store.workOn(tx, organisationId, into)).keys())
  return { staying, moved, events }
}

/**
 * After the findings have gone back too: those of an order that went on meanwhile go on with it, on its own half; and where only that
 * order had moved the joined finding, the other half's is where it was.
 */
export async function settleWorkBack(
  tx: Tx,
  actor: Actor,
  { into, at }: Pick<CarriedEntry, 'into' | 'at'>,
  moved: WorkBack['moved'],
  parted: readonly { readonly vulnerabilityId: string; readonly remediation: RemediationState }[],
): Promise<void> {
  const { organisationId } = actor
  for (const { id, left } of moved) {
    const order = await orders.lockOrder(tx, organisationId, id)
    if (order)
      await followWithFindings(tx, actor, order, left.state as typeof order.state, order.state, 'the merge was undone')
  }
  const work = await store.workOn(tx, organisationId, into)
  for (const { vulnerabilityId, remediation } of parted) {
    const changedAt = work.get(vulnerabilityId)
    if (changedAt !== undefined && Date.parse(changedAt) > Date.parse(at)) continue
    const keys = [{ deviceId: into, vulnerabilityId }]
    await setRemediation(
      tx,
      organisationId,
      keys,
      remediation,
      actor,
      'The work was of the other device: the merge was undone',
    )
  }
}
