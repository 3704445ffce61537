import { z } from 'zod'
import { notify, recordAudit } from '#domain/access/access.ts'
import { joinedNames, setRemediation } from '#domain/findings/findings.ts'
import { forgetOrder, lockInventory, settleByOrder } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId, Permission } from '#model/access.ts'
import type { RiskBand } from '#model/risk.ts'
import type {
  EvidenceKind,
  EvidenceRow,
  WorkOrderDetail,
  WorkOrderEvent,
  WorkOrderFilter,
  WorkOrderRow,
  WorkOrderSort,
  WorkOrderState,
  WorkOrderTransition,
} from '#model/work-order.ts'
import type { Condition } from '#platform/db/conditions.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { assertAssignable } from './assigning.ts'
import * as campaigns from './campaign-store.ts'
import type { ObserveByPerson } from './effects.ts'
import * as evidence from './evidence-store.ts'
import { assertPhotos } from './photos.ts'
import {
  assertReachable,
  isClaimed,
  isOpenOrder,
  type Move,
  readWorkOrderNumber,
  remediationOf,
  stepsToCompletion,
  transitionsOf,
  words,
  workOrderNumber,
} from './work-order.ts'
import * as store from './work-order-store.ts'

/** Somebody who works on orders, with what their role permits. */
export interface Worker {
  readonly actor: Actor
  readonly permissions: readonly Permission[]
}

export interface WorkOrderView {
  readonly order: WorkOrderDetail
  readonly findings: readonly store.FindingKey[]
  readonly events: readonly WorkOrderEvent[]
  readonly evidence: readonly EvidenceRow[]
  readonly transitions: readonly WorkOrderTransition[]
}

export async function listWorkOrders(
  db: Db,
  organisationId: OrganisationId,
  query: {
    filter: WorkOrderFilter
    /** As `askWork` gives it. */
    queried?: Condition | undefined
    sort: WorkOrderSort
    cursor?: string | undefined
    limit: number
  },
): Promise<PageOf<WorkOrderRow>> {
  const { filter, queried, sort, cursor, limit } = query
  const key =
    sort === 'number'
      ? z.tuple([Digits])
      : sort === 'due'
        ? z.tuple([Day, Digits, z.uuid()])
        : z.tuple([Digits, Day, z.uuid()])
  const rows = await store.orderPage(db, organisationId, {
    ...(await narrowedBy(db, organisationId, filter)),
    queried,
    sort,
    after: cursor ? decodeCursor<string[]>(cursor, key) : null,
    limit: limit + 1,
  })
  return pageOf(
    rows,
    limit,
    (row) => row.sortKey,
    ({ sortKey: _, ...row }) => toRow(row),
  )
}

const narrowedBy = async (db: Db, organisationId: OrganisationId, filter: WorkOrderFilter) => ({
  filter,
  campaignIds: filter.alike ? await campaignsAlike(db, organisationId, filter) : undefined,
  number: filter.q ? readWorkOrderNumber(filter.q) : undefined,
})

/** How many there are, counted no further than to `most`. */
export const countWorkOrders = async (
  db: Db,
  organisationId: OrganisationId,
  { filter, queried }: { filter: WorkOrderFilter; queried?: Condition | undefined },
  most: number,
): Promise<number> =>
  await store.countOrders(db, organisationId, { ...(await narrowedBy(db, organisationId, filter)), queried }, most)

/** Campaigns of the group that the filter names, however it was spelt when they were made. */
async function campaignsAlike(
  db: Db,
  organisationId: OrganisationId,
  { advisory, manufacturer, model, site }: WorkOrderFilter,
): Promise<string[]> {
  const { modelOf, siteOf } = await joinedNames(db, organisationId)
  const nameOf = (name: { readonly manufacturer: string; readonly model: string }) => JSON.stringify(modelOf(name))
  const wanted = manufacturer !== undefined && model !== undefined ? nameOf({ manufacturer, model }) : null
  return (await campaigns.campaignNames(db, organisationId, advisory))
    .filter((one) => wanted === null || nameOf({ manufacturer: one.manufacturer, model: one.model }) === wanted)
    .filter((one) => site === undefined || siteOf(one.site) === siteOf(site))
    .map(({ id }) => id)
}
const Digits = z.string().regex(/^\d{1,9}$/)
const Day = z.iso.date()

export async function getWorkOrder(db: Db, worker: Worker, id: string): Promise<WorkOrderView> {
  const { organisationId } = worker.actor
  const row = await store.orderDetail(db, organisationId, id)
  if (!row) throw notFound('work order', id)
  const [findings, events, left] = await Promise.all([
    store.findingsOf(db, organisationId, [row.id]),
    store.listEvents(db, organisationId, row.id),
    evidence.listEvidence(db, organisationId, row.id),
  ])
  const standing = { state: row.state, assignedTo: row.assignee?.id ?? null, dueOn: row.dueOn }
  return {
    order: { ...row, number: workOrderNumber(row.number) },
    findings: findings.map(({ deviceId, vulnerabilityId }) => ({ deviceId, vulnerabilityId })),
    events,
    evidence: left,
    transitions: transitionsOf(standing, worker.permissions),
  }
}

export const listWorkOrdersOfFinding = async (db: Db, organisationId: OrganisationId, key: store.FindingKey) =>
  (await store.ordersOfFinding(db, organisationId, key)).map(toRow)

/** Moves an order on. To complete it is to claim: see `completeWorkOrder`. */
export async function moveWorkOrder(
  db: Db,
  worker: Worker,
  id: string,
  move: Move & { readonly version: number },
  observe: ObserveByPerson,
): Promise<void> {
  const { actor, permissions } = worker
  await inTransaction(db, async (tx) => {
    const order = await lock(tx, actor.organisationId, id, move.version)
    assertReachable(standingOf(order), move, permissions)
    if (move.to === 'work_complete') await claim(tx, actor, order, move.reason ?? null, {}, observe)
    else await go(tx, actor, order, move, observe)
    await recordAudit(tx, actor, {
      action: 'work_order.moved',
      subjectKind: 'work_order',
      subjectId: id,
      reason: move.reason ?? null,
      detail: { from: order.state, to: move.to, holdReason: move.holdReason ?? undefined },
    })
  })
}

export interface WorkOrderChange {
  readonly version: number
  readonly assignedTo?: string | null | undefined
  readonly dueOn?: string | null | undefined
  readonly priority?: RiskBand | undefined
}

/** Gives the order to somebody, or sets its date or priority. */
export async function changeWorkOrder(db: Db, actor: Actor, id: string, change: WorkOrderChange): Promise<void> {
  const { organisationId } = actor
  await inTransaction(db, async (tx) => {
    const order = await lock(tx, organisationId, id, change.version)
    if (!isOpenOrder(order.state))
      throw new AppError('conflict', `This work order is ${words(order.state)}; nothing about it changes any more.`)
    if (change.assignedTo) await assertAssignable(tx, organisationId, change.assignedTo)
    if (change.assignedTo === null && underWay.includes(order.state))
      throw new AppError('conflict', 'It is under way: give it to somebody else, call it back or put it on hold.')
    await store.updateOrders(tx, organisationId, [id], {
      ...(change.assignedTo !== undefined ? { assigned_to: change.assignedTo } : {}),
      ...(change.dueOn !== undefined ? { due_on: change.dueOn } : {}),
      ...(change.priority !== undefined ? { priority: change.priority } : {}),
    })
    const { version: _, ...after } = change
    await recordAudit(tx, actor, {
      action: 'work_order.changed',
      subjectKind: 'work_order',
      subjectId: id,
      detail: {
        before: { assignedTo: order.assigned_to, dueOn: order.due_on, priority: order.priority },
        after,
      },
    })
    if (change.assignedTo && change.assignedTo !== order.assigned_to && change.assignedTo !== actor.personId)
      await notify(tx, organisationId, [change.assignedTo], {
        kind: 'work_order.assigned',
        title: `${workOrderNumber(order.number)} is yours: ${order.title}`,
        body: order.due_on ? `Due on ${change.dueOn ?? order.due_on}.` : '',
        path: `/work-orders/${id}`,
        dedupeKey: `work_order.assigned:${id}:${order.version}`,
      })
  })
}

const underWay: readonly WorkOrderState[] = ['dispatched', 'in_progress', 'on_hold']

export interface NewEvidence {
  /** The sender's own key: the same again is one piece of evidence. */
  readonly clientKey: string
  readonly kind: EvidenceKind
  readonly value: string
  readonly fileId?: string | undefined
}

/** Leaves a piece of evidence with an order. It proves nothing until it is accepted. */
export async function leaveEvidence(db: Db, actor: Actor, id: string, left: NewEvidence): Promise<EvidenceRow> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    const order = await lock(tx, organisationId, id)
    const known = await evidence.evidenceByKey(tx, organisationId, id, left.clientKey)
    if (known) return known
    if (!isOpenOrder(order.state))
      throw new AppError('conflict', `This work order is ${words(order.state)}; it takes no more evidence.`)
    if (left.fileId) await assertPhotos(tx, organisationId, [left.fileId])
    await evidence.insertEvidence(tx, organisationId, [toEvidence(actor, id, left)])
    await recordAudit(tx, actor, {
      action: 'work_order.evidence_left',
      subjectKind: 'work_order',
      subjectId: id,
      detail: { kind: left.kind, value: left.value, fileId: left.fileId },
    })
    return (await evidence.evidenceByKey(tx, organisationId, id, left.clientKey))!
  })
}

export interface Completion {
  readonly clientKey: string
  readonly softwareVersion?: string | undefined
  readonly note?: string | undefined
  readonly fileIds?: readonly string[] | undefined
  /** How long it took. */
  readonly minutes?: number | undefined
}

/**
 * Somebody says that the work is done: a claim, with what they brought back. The findings wait for an observation, or
 * for somebody to accept the evidence. The same form sent twice is one claim.
 */
export async function completeWorkOrder(
  db: Db,
  worker: Worker,
  id: string,
  completion: Completion,
  observe: ObserveByPerson,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const order = await lock(tx, worker.actor.organisationId, id)
    if (await claimWith(tx, worker.actor, order, completion, worker.permissions, observe))
      await recordAudit(tx, worker.actor, {
        action: 'work_order.completed',
        subjectKind: 'work_order',
        subjectId: id,
        detail: {
          softwareVersion: completion.softwareVersion,
          note: completion.note,
          photos: completion.fileIds?.length ?? 0,
          minutes: completion.minutes,
        },
      })
  })
}

/** Claims the work of a locked order; false where this very claim was made before. */
export async function claimWith(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  completion: Completion,
  permissions: readonly Permission[],
  observe: ObserveByPerson,
  reason: string | null = null,
): Promise<boolean> {
  const { organisationId } = actor
  const left = evidenceOf(completion)
  const known = await evidence.knownKeys(
    tx,
    organisationId,
    order.id,
    left.map(({ clientKey }) => clientKey),
  )
  if (left.length > 0 && known.length === left.length) return false
  if (left.length === 0 && isClaimed(order.state)) return false
  const path = stepsToCompletion(order.state)
  if (!path)
    throw new AppError(
      'conflict',
      order.state === 'verification_pending'
        ? 'This work order was completed already; leave what else you have as evidence.'
        : `A work order that is ${words(order.state)} cannot be completed.`,
    )
  for (const [position, to] of path.entries())
    assertReachable({ ...standingOf(order), state: path[position - 1] ?? order.state }, { to }, permissions)
  await assertPhotos(tx, organisationId, completion.fileIds ?? [])
  await evidence.insertEvidence(
    tx,
    organisationId,
    left.map((one) => toEvidence(actor, order.id, one)),
  )
  await claim(tx, actor, order, reason ?? completion.note ?? null, { minutes: completion.minutes }, observe)
  return true
}

function evidenceOf({ clientKey, softwareVersion, note, fileIds }: Completion): readonly NewEvidence[] {
  const version = softwareVersion?.trim()
  return [
    ...(version ? [{ clientKey: `${clientKey}:version`, kind: 'version_read', value: version } as const] : []),
    ...(note?.trim() ? [{ clientKey: `${clientKey}:note`, kind: 'note', value: note.trim() } as const] : []),
    ...(fileIds ?? []).map(
      (fileId) => ({ clientKey: `${clientKey}:photo:${fileId}`, kind: 'photo', value: 'Photo', fileId }) as const,
    ),
  ]
}

export const toEvidence = (actor: Actor, orderId: string, left: NewEvidence): evidence.NewEvidence => ({
  id: newId(),
  work_order_id: orderId,
  kind: left.kind,
  value: left.value,
  file_id: left.fileId ?? null,
  client_key: left.clientKey,
  by_id: actor.personId,
  by_name: actor.name,
})

/** Walks the order to the end of its work, each step an event of its own. */
export async function claim(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  reason: string | null,
  { minutes }: { minutes?: number | undefined },
  observe: ObserveByPerson,
) {
  let state = order.state
  for (const to of stepsToCompletion(order.state)!) {
    const said =
      to === 'in_progress'
        ? 'Started and completed in one go'
        : to === 'verification_pending'
          ? 'Waits for an observation or accepted evidence'
          : (reason ?? 'The work is done')
    await go(tx, actor, { ...order, state }, { to, reason: said }, observe, {
      ...(to === 'work_complete' ? { completed_at: new Date().toISOString() } : {}),
      ...(to === 'work_complete' && minutes !== undefined ? { minutes } : {}),
    })
    state = to
  }
}

/** One move of a locked order, already found to be reachable: the order, its event, its findings, and who must hear of it. */
export async function go(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  move: Move,
  observe: ObserveByPerson | null,
  more: store.OrderChange = {},
): Promise<void> {
  const { organisationId } = actor
  await store.updateOrders(tx, organisationId, [order.id], {
    ...more,
    state: move.to,
    hold_reason: move.to === 'on_hold' ? (move.holdReason ?? null) : null,
  })
  const held = move.holdReason ? `Waits for ${words(move.holdReason as never)}` : null
  const reason = [held, move.reason?.trim()].filter(Boolean).join(': ') || null
  await store.insertEvents(tx, organisationId, [
    {
      id: newId(),
      work_order_id: order.id,
      actor_id: actor.personId,
      actor_name: actor.name,
      from_state: order.state,
      to_state: move.to,
      reason,
    },
  ])
  await followWithFindings(tx, actor, order, order.state, move.to, reason)
  if (observe) await followWithDevice(tx, actor, order, move, observe)
  await followWithQuestions(tx, actor, order, move.to, reason)
  await tell(tx, actor, order, move.to, reason)
}

/** The findings that are not settled go with their order: under way, claimed, or back to the worklist. */
export async function followWithFindings(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  from: WorkOrderState,
  to: WorkOrderState,
  reason: string | null,
) {
  const after = remediationOf(to, order.type)
  if (after === 'verified' || after === remediationOf(from, order.type)) return
  const keys = await store.unsettledFindingsOf(tx, actor.organisationId, [order.id])
  if (keys.length === 0) return
  const said = `${workOrderNumber(order.number)} is ${words(to)}${reason ? `: ${reason}` : ''}`
  await setRemediation(tx, actor.organisationId, keys, after, actor, said)
}

/** What waited for a look is settled by it, or no longer waits for one that will not be. */
async function followWithQuestions(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  to: WorkOrderState,
  reason: string | null,
) {
  const { id } = order
  if (to === 'verified' || to === 'administratively_closed')
    await settleByOrder(tx, actor, { id, number: workOrderNumber(order.number) }, reason ?? 'the work is done')
  if (to === 'cancelled') await forgetOrder(tx, actor.organisationId, id)
}

/** A device that nobody can find is missing until it is found: people then look for it. */
async function followWithDevice(tx: Tx, actor: Actor, order: store.OrderRow, move: Move, observe: ObserveByPerson) {
  const now = new Date().toISOString()
  if (move.to === 'unable_to_locate') await observe(tx, actor, order.device_id, { lifecycle: 'missing' }, now)
  // What the systems say of its life counts again.
  if (order.state === 'unable_to_locate' && move.to === 'in_progress')
    await observe(tx, actor, order.device_id, { lifecycle: null }, now)
}

async function tell(tx: Tx, actor: Actor, order: store.OrderRow, to: WorkOrderState, reason: string | null) {
  const number = workOrderNumber(order.number)
  const news = {
    body: reason ?? '',
    path: `/work-orders/${order.id}`,
    dedupeKey: `work_order.${to}:${order.id}:${order.version}`,
  }
  if (to === 'dispatched' && order.assigned_to && order.assigned_to !== actor.personId)
    await notify(tx, actor.organisationId, [order.assigned_to], {
      ...news,
      kind: 'work_order.assigned',
      title: `${number} is yours: ${order.title}`,
    })
  if (to === 'unable_to_locate' || to === 'unable_to_complete')
    await notify(
      tx,
      actor.organisationId,
      { permission: 'work-order:accept' },
      {
        ...news,
        kind: `work_order.${to}`,
        title: `${number}: ${words(to)}. Send somebody again, or cancel it`,
      },
    )
  if (to === 'cancelled' && order.assigned_to && order.assigned_to !== actor.personId)
    await notify(tx, actor.organisationId, [order.assigned_to], {
      ...news,
      kind: 'work_order.cancelled',
      title: `${number} was cancelled: ${order.title}`,
    })
  if (to === 'verification_failed') await tellOfFailure(tx, actor.organisationId, order, reason ?? '')
}

/** The work did not take: whoever did it hears of it, and those who plan. */
export async function tellOfFailure(
  tx: Tx,
  organisationId: OrganisationId,
  order: Pick<store.OrderRow, 'id' | 'number' | 'title' | 'version' | 'assigned_to'>,
  reason: string,
) {
  const news = {
    kind: 'work_order.verification_failed',
    title: `${workOrderNumber(order.number)} did not take: ${order.title}`,
    body: reason,
    path: `/work-orders/${order.id}`,
    dedupeKey: `work_order.verification_failed:${order.id}:${order.version}`,
  }
  await notify(tx, organisationId, { permission: 'work-order:accept' }, news)
  if (order.assigned_to) await notify(tx, organisationId, [order.assigned_to], news)
}

export const standingOf = (order: store.OrderRow) => ({
  state: order.state,
  assignedTo: order.assigned_to,
  dueOn: order.due_on,
})

/** The order, held until the transaction ends. Where a version is named, it must be the present one. */
export async function lock(
  tx: Tx,
  organisationId: OrganisationId,
  id: string,
  version?: number,
): Promise<store.OrderRow> {
  // First the inventory, as an import does, whose moves then touch orders.
  await lockInventory(tx, organisationId)
  const order = isUuid(id) ? await store.lockOrder(tx, organisationId, id) : undefined
  if (!order) throw notFound('work order', id)
  if (version !== undefined && version !== order.version)
    throw new AppError(
      'conflict',
      'Somebody else changed this work order in the meantime. Look at it again, then decide.',
      {
        details: { version: order.version },
      },
    )
  return order
}

const isUuid = (text: string) => z.uuid().safeParse(text).success

const toRow = ({ number, ...row }: store.ListedOrder): WorkOrderRow => ({ ...row, number: workOrderNumber(number) })
