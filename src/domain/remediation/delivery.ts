import { recordAudit } from '#domain/access/access.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, Permission } from '#model/access.ts'
import type { WorkOrderState } from '#model/work-order.ts'
import type { OutgoingWorkOrder, WorkOrderResult } from '#model/work-order-delivery.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { canonicalJson, newId, sha256 } from '#platform/id.ts'
import type { ObserveByPerson } from './effects.ts'
import * as evidence from './evidence-store.ts'
import { isClaimed, isOpenOrder, reachableFrom, readWorkOrderNumber, words, workOrderNumber } from './work-order.ts'
import * as store from './work-order-store.ts'
import { claimWith, go } from './work-orders.ts'

/** What this module asks of an outlet: the contract is in `outlets/outlet.ts`. */
export interface Delivering {
  readonly id: string
  readonly title: string
  write(orders: AsyncIterable<OutgoingWorkOrder>): AsyncIterable<string>
}

/** A row of a result file, or why it could not be read. */
export type ReadResult =
  | { readonly result: WorkOrderResult }
  | { readonly skipped: { readonly position: string; readonly reason: string } }

/**
 * The work orders as a file for the hospital's system. Each page of them is marked as sent once it has been taken;
 * what a broken download did not take stays as it was. Sent is not accepted.
 */
export async function* exportWorkOrders(
  db: Db,
  actor: Actor,
  outlet: Delivering,
  states: readonly WorkOrderState[] | null = null,
): AsyncIterable<string> {
  const count = { sent: 0 }
  try {
    yield* outlet.write(outgoing(db, actor, states, count))
  } finally {
    // Of a download that broke off as well: what it took is marked as sent.
    await recordAudit(db, actor, {
      action: 'work_order.sent',
      subjectKind: 'outlet',
      subjectId: outlet.id,
      detail: { workOrders: count.sent, states },
    })
  }
}

async function* outgoing(
  db: Db,
  actor: Actor,
  states: readonly WorkOrderState[] | null,
  count: { sent: number },
): AsyncIterable<OutgoingWorkOrder> {
  const limit = 200
  for (let afterNumber = 0; ; ) {
    const rows = await store.outgoingOrders(db, actor.organisationId, { states, afterNumber, limit })
    for (const row of rows) yield toOutgoing(row)
    await store.markSent(
      db,
      actor.organisationId,
      rows.map(({ id }) => id),
    )
    count.sent += rows.length
    if (rows.length < limit) return
    afterNumber = rows.at(-1)!.number
  }
}

const toOutgoing = (row: store.OutgoingRow): OutgoingWorkOrder => ({
  number: workOrderNumber(row.number),
  title: row.title,
  type: row.type,
  state: row.state,
  priority: row.priority,
  dueOn: row.due_on,
  assetTag: row.asset_tag ?? '',
  serialNumber: row.serial_number ?? '',
  manufacturer: row.manufacturer ?? '',
  model: row.model ?? '',
  site: row.site ?? '',
  careArea: row.care_area ?? '',
  room: row.room ?? '',
  assignedTo: row.assignee ?? '',
  instructions: row.steps.map(({ title, text }, position) => `${position + 1}. ${title}\n${text}`).join('\n\n'),
  vulnerabilities: row.vulnerabilities ?? [],
  externalId: row.external_id ?? '',
})

export interface ImportedResults {
  readonly applied: number
  readonly unchanged: number
  readonly skipped: readonly { readonly position: string; readonly reason: string }[]
}

/**
 * What the hospital's system says of orders that we sent, row by row; a row that cannot be taken is given back with the
 * reason and stops no other. The same file twice changes nothing.
 */
export async function importResults(
  db: Db,
  actor: Actor,
  outlet: Pick<Delivering, 'id' | 'title'>,
  read: AsyncIterable<ReadResult>,
  observe: ObserveByPerson,
): Promise<ImportedResults> {
  const skipped: { position: string; reason: string }[] = []
  const last = new Map<string, WorkOrderResult>()
  for await (const row of read) {
    if ('skipped' in row) {
      skipped.push({ position: row.skipped.position, reason: row.skipped.reason })
      continue
    }
    const key = String(readWorkOrderNumber(row.result.number) ?? row.result.number)
    const earlier = last.get(key)
    if (earlier)
      skipped.push({
        position: earlier.position,
        reason: `A later row of the file says something of ${row.result.number} too; the later one counts.`,
      })
    last.delete(key)
    last.set(key, row.result)
  }

  const count = { applied: 0, unchanged: 0 }
  try {
    for (const result of last.values()) {
      try {
        const changed = await inTransaction(db, (tx) => applyResult(tx, actor, outlet, result, observe))
        if (changed) count.applied++
        else count.unchanged++
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        skipped.push({ position: result.position, reason: error.message })
      }
    }
  } finally {
    // Each row is a transaction of its own: what was applied before a failure stays.
    if (count.applied > 0 || skipped.length > 0)
      await recordAudit(db, actor, {
        action: 'work_order.results_read',
        subjectKind: 'outlet',
        subjectId: outlet.id,
        detail: { ...count, skipped: skipped.slice(0, 100), skippedRows: skipped.length },
      })
  }
  return { ...count, skipped }
}

// The file speaks for whoever did the work there.
const onBehalf: readonly Permission[] = ['work-order:write', 'work-order:perform']

const saysDone: readonly WorkOrderState[] = [
  'work_complete',
  'verification_pending',
  'verified',
  'administratively_closed',
]
const saysKnown: readonly WorkOrderState[] = ['draft', 'approved', 'scheduled']

/** Takes one result; false where it says nothing new. Everything that may refuse it stands before the first write. */
async function applyResult(
  tx: Tx,
  actor: Actor,
  outlet: Pick<Delivering, 'id' | 'title'>,
  result: WorkOrderResult,
  observe: ObserveByPerson,
): Promise<boolean> {
  const { organisationId } = actor
  const number = readWorkOrderNumber(result.number)
  await lockInventory(tx, organisationId)
  const order = number === undefined ? undefined : await store.lockOrderByNumber(tx, organisationId, number)
  if (!order) throw new AppError('not_found', `There is no work order "${result.number}" here. Check its number.`)
  const name = workOrderNumber(order.number)

  const { position: _, ...said } = result
  const digest = sha256(canonicalJson(said))
  if (order.result_digest === digest) return false
  if (result.externalId && order.external_id && result.externalId !== order.external_id)
    throw new AppError(
      'conflict',
      `${name} is known there as ${order.external_id}; this row calls it ${result.externalId}. One of them belongs to another order.`,
    )

  const by = result.technician?.trim() || outlet.title
  const worker: Actor = { organisationId, personId: null, name: by }
  const reason = saying(outlet.title, result)
  const changed =
    result.state && saysDone.includes(result.state)
      ? await takeClaim(tx, worker, order, result, digest, reason, observe)
      : await takeState(tx, worker, order, result, digest, reason, observe)

  const isNews =
    (result.externalId !== null && result.externalId !== order.external_id) || order.sync_state !== 'accepted'
  await store.updateSync(tx, organisationId, order.id, {
    result_digest: digest,
    sync_state: 'accepted',
    ...(result.externalId ? { external_id: result.externalId } : {}),
  })
  return changed || isNews
}

/** "Completed" in the hospital's system is a claim here, whatever word it has for it; it never verifies. */
async function takeClaim(
  tx: Tx,
  worker: Actor,
  order: store.OrderRow,
  result: WorkOrderResult,
  digest: string,
  reason: string,
  observe: ObserveByPerson,
): Promise<boolean> {
  if (order.state === 'verified' || order.state === 'administratively_closed') return false
  if (!isOpenOrder(order.state))
    throw new AppError(
      'conflict',
      `${workOrderNumber(order.number)} is ${words(order.state)} here, and the file says that it was done. Look at the device, and make a new work order where it is needed.`,
    )
  if (isClaimed(order.state)) return await leaveReading(tx, worker, order, result, digest)
  return await claimWith(
    tx,
    worker,
    order,
    {
      clientKey: digest,
      softwareVersion: result.softwareVersion ?? undefined,
      note: result.note ?? undefined,
      minutes: result.minutes ?? undefined,
    },
    onBehalf,
    observe,
    reason,
  )
}

async function takeState(
  tx: Tx,
  worker: Actor,
  order: store.OrderRow,
  result: WorkOrderResult,
  digest: string,
  reason: string,
  observe: ObserveByPerson,
): Promise<boolean> {
  const to = result.state
  const isMove = to !== null && to !== order.state && !saysKnown.includes(to)
  if (isMove && (to === 'verification_failed' || !reachableFrom(order.state).includes(to)))
    throw new AppError(
      'conflict',
      `${workOrderNumber(order.number)} is ${words(order.state)} here and cannot become ${words(to)}. It was left as it is.`,
    )
  const hasRead = isOpenOrder(order.state) && (await leaveReading(tx, worker, order, result, digest))
  if (isMove) await go(tx, worker, order, { to, reason }, observe)
  return isMove || hasRead
}

/** A version, or a note, that came along: evidence that somebody may accept. */
async function leaveReading(
  tx: Tx,
  worker: Actor,
  order: store.OrderRow,
  result: WorkOrderResult,
  digest: string,
): Promise<boolean> {
  const piece = (kind: 'version_read' | 'note', value: string | null) =>
    value?.trim()
      ? [
          {
            id: newId(),
            work_order_id: order.id,
            kind,
            value: value.trim(),
            file_id: null,
            client_key: `${digest}:${kind}`,
            by_id: null,
            by_name: worker.name,
          },
        ]
      : []
  const stored = await evidence.insertEvidence(tx, worker.organisationId, [
    ...piece('version_read', result.softwareVersion),
    ...piece('note', result.note),
  ])
  return stored > 0
}

const saying = (title: string, { completedOn, technician, note }: WorkOrderResult): string =>
  [
    `${title} says so`,
    completedOn ? `done on ${completedOn}` : null,
    technician ? `by ${technician}` : null,
    note?.trim() ? `"${note.trim()}"` : null,
  ]
    .filter(Boolean)
    .join(', ')
