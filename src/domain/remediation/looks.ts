import { notify, recordAudit } from '#domain/access/access.ts'
import { getConflict, getDevice, getReview, lockInventory, waitForOrder } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { CheckedAttribute } from '#model/work-order.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { assertAssignable } from './assigning.ts'
import { draftLook } from './drafting.ts'
import { subjectOf } from './subject.ts'
import { dueOnFor, isOpenOrder, workOrderNumber } from './work-order.ts'
import * as store from './work-order-store.ts'

// Where records alone cannot settle which device it is, or what is right of it, somebody goes and looks.

export interface NewLook {
  readonly of: 'review' | 'conflict'
  readonly id: string
  /** Which of the two devices of a review is looked at; left out, the first. */
  readonly deviceId?: string | undefined
  /** To whom the work goes; then it is dispatched at once. */
  readonly assignedTo?: string | undefined
  readonly dueOn?: string | undefined
}

/**
 * One field check for a review or a conflict, which waits for it from then on. A conflict is settled when the look is verified; a
 * review is then to be answered with what was found. Throws a conflict where somebody is looking already.
 */
export async function createLook(
  db: Db,
  actor: Actor,
  look: NewLook,
): Promise<{ readonly id: string; readonly number: string }> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    await store.lockWorkOrders(tx, organisationId)
    if (look.assignedTo) await assertAssignable(tx, organisationId, look.assignedTo)
    const { deviceId, attribute, question, orderId } = await askedOf(tx, organisationId, look)
    const [before] = orderId ? await listOrders(tx, organisationId, [orderId]) : []
    if (before && isOpenOrder(before.state))
      throw new AppError(
        'conflict',
        `${before.number} asks for this already; it is ${before.state.replaceAll('_', ' ')}.`,
      )
    const { device } = await getDevice(tx, organisationId, deviceId)
    const draft = draftLook({
      subject: subjectOf(
        {
          manufacturer: device.manufacturer ?? '',
          model: device.model ?? '',
          deviceType: device.deviceType ?? '',
          operatingSystem: device.operatingSystem ?? '',
          criticality: device.criticality,
        },
        [],
      ),
      attribute,
      question,
    })
    const priority = device.criticality === 'life_sustaining' ? 'high' : 'medium'
    const state = look.assignedTo ? ('dispatched' as const) : ('approved' as const)
    const order = {
      id: newId(),
      number: (await store.lastNumber(tx, organisationId)) + 1,
      campaign_id: null,
      device_id: deviceId,
      state,
      priority,
      due_on: look.dueOn ?? dueOnFor(priority, await store.today(tx, organisationId)),
      assigned_to: look.assignedTo ?? null,
      ...draft,
    } as const
    const number = workOrderNumber(order.number)
    await store.insertOrders(tx, organisationId, [order])
    await waitForOrder(tx, organisationId, look.of, look.id, order.id)
    const reason = look.of === 'review' ? 'Made to tell which device it is' : `Made to settle a conflict: ${question}`
    await store.insertEvents(tx, organisationId, [
      {
        id: newId(),
        work_order_id: order.id,
        actor_id: actor.personId,
        actor_name: actor.name,
        from_state: null,
        to_state: state,
        reason,
      },
    ])
    await recordAudit(tx, actor, {
      action: 'look.made',
      subjectKind: 'work_order',
      subjectId: order.id,
      reason,
      detail: { [look.of]: look.id, device: deviceId, dueOn: order.due_on, assignedTo: look.assignedTo },
    })
    if (look.assignedTo && look.assignedTo !== actor.personId)
      await notify(tx, organisationId, [look.assignedTo], {
        kind: 'work_order.assigned',
        title: `${number} is yours: ${order.title}`,
        body: `Due on ${order.due_on}.`,
        path: `/work-orders/${order.id}`,
        dedupeKey: `work_order.assigned:${order.id}`,
      })
    return { id: order.id, number }
  })
}

async function askedOf(
  db: Db,
  organisationId: OrganisationId,
  look: NewLook,
): Promise<{ deviceId: string; attribute: CheckedAttribute; question: string; orderId: string | null }> {
  if (look.of === 'conflict') {
    const { conflict, reads } = await getConflict(db, organisationId, look.id)
    if (conflict.settledAt) throw settled(conflict.settledBy)
    const attribute = reads === 'assetTag' || reads === 'manufacturer' ? reads : reads ? 'serialNumber' : 'lifecycle'
    return { deviceId: conflict.device.id, attribute, question: conflict.text, orderId: conflict.orderId }
  }
  const { review, reasons } = await getReview(db, organisationId, look.id)
  if (review.settledAt) throw settled(review.settledBy)
  const devices = [review.a.device, review.b.device]
  const device = look.deviceId ? devices.find((one) => one?.id === look.deviceId) : (devices[0] ?? devices[1])
  if (!device) throw new AppError('bad_request', 'Look at one of the two devices of the review. Load it again.')
  const name = (side: typeof review.a) => `${side.source.name} "${side.sourceKey}"`
  const why = reasons.slice(0, 3).map(({ text }) => text)
  return {
    deviceId: device.id,
    attribute: 'serialNumber',
    question: `Are ${name(review.a)} and ${name(review.b)} one device? ${why.join('. ')}${why.length > 0 ? '.' : ''}`,
    orderId: review.orderId,
  }
}

const settled = (by: string | null) =>
  new AppError('conflict', `${by ?? 'Somebody'} settled this before: there is nothing to look for.`)

/** Orders by their ids, as reviews and conflicts that wait for them show them. */
export const listOrders = async (db: Db, organisationId: OrganisationId, ids: readonly string[]) =>
  (await store.ordersById(db, organisationId, ids)).map(({ id, number, state, dueOn }) => ({
    id,
    number: workOrderNumber(number),
    state,
    dueOn,
  }))
