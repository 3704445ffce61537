import { notify, recordAudit } from '#domain/access/access.ts'
import { getDeviceRow, lockInventory, waitForInspections } from '#domain/inventory/inventory.ts'
import type { Actor } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { InspectionAnswer } from '#model/work-order.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { assertAssignable } from './assigning.ts'
import { draftInspection } from './drafting.ts'
import type { ObserveByPerson } from './effects.ts'
import * as evidence from './evidence-store.ts'
import * as searched from './inspection-store.ts'
import { assertPhotos } from './photos.ts'
import { subjectOf } from './subject.ts'
import { assertReachable, dueOnFor, isClaimed, stepsToCompletion, words, workOrderNumber } from './work-order.ts'
import * as store from './work-order-store.ts'
import { claim, go, lock, standingOf, toEvidence, type Worker } from './work-orders.ts'

// A device that the inventory lists and nothing sees, or that systems contradict each other on: somebody goes and looks for it.

/** Devices of one order to look for them at once. */
export const mostInspections = 500

export interface NewInspections {
  readonly deviceIds: readonly string[]
  /** To whom the work goes; then it is dispatched at once. */
  readonly assignedTo?: string | undefined
  readonly dueOn?: string | undefined
}

export interface MadeInspections {
  readonly workOrders: readonly { readonly id: string; readonly number: string; readonly deviceId: string }[]
  /** Devices for which none was made, and why. */
  readonly skipped: readonly { readonly deviceId: string; readonly reason: string }[]
}

/**
 * One inspection for each device, numbered in the order of the rooms, so that one round serves the place. Open conflicts over whether the
 * device is still there wait for it. A device that somebody looks for already gets none; asking again makes nothing new.
 */
export async function createInspections(db: Db, actor: Actor, asked: NewInspections): Promise<MadeInspections> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    await store.lockWorkOrders(tx, organisationId)
    if (asked.assignedTo) await assertAssignable(tx, organisationId, asked.assignedTo)
    const ids = [...new Set(asked.deviceIds)]
    const devices = await searched.devicesToInspect(tx, organisationId, ids)
    const known = new Set(devices.map(({ id }) => id))
    const skipped = ids
      .filter((id) => !known.has(id))
      .map((deviceId) => ({
        deviceId,
        reason: 'There is no such device any more: it was merged, or no record speaks of it.',
      }))
    for (const { id, order_number } of devices)
      if (order_number !== null)
        skipped.push({ deviceId: id, reason: `${workOrderNumber(order_number)} looks for it already.` })
    const toMake = devices.filter(({ order_number }) => order_number === null)
    if (toMake.length === 0) return { workOrders: [], skipped }

    const first = await store.lastNumber(tx, organisationId)
    const today = await store.today(tx, organisationId)
    const state = asked.assignedTo ? ('dispatched' as const) : ('approved' as const)
    const orders = toMake.map((device, position) => {
      const priority = device.criticality === 'life_sustaining' ? ('high' as const) : ('medium' as const)
      const { manufacturer, model, device_type, operating_system, criticality } = device
      return {
        id: newId(),
        number: first + 1 + position,
        campaign_id: null,
        device_id: device.id,
        state,
        priority,
        due_on: asked.dueOn ?? dueOnFor(priority, today),
        assigned_to: asked.assignedTo ?? null,
        ...draftInspection({
          subject: subjectOf(
            {
              manufacturer: manufacturer ?? '',
              model: model ?? '',
              deviceType: device_type ?? '',
              operatingSystem: operating_system ?? '',
              criticality,
            },
            [],
          ),
          place: [device.site, device.building, device.care_area, device.room].filter(Boolean).join(', '),
          address: [device.hostname, ...device.ip_addresses, ...device.mac_addresses].filter(Boolean).join(', '),
          seenAt: device.last_seen_at,
          disputes: device.disputes,
        }),
      } as const
    })
    await store.insertOrders(tx, organisationId, orders)
    if (orders.length >= 200) await store.learnSizes(tx)
    await waitForInspections(
      tx,
      organisationId,
      orders.map(({ id, device_id }) => ({ deviceId: device_id, orderId: id })),
    )
    const last = workOrderNumber(first + orders.length)
    const numbers = `${workOrderNumber(first + 1)}${orders.length > 1 ? ` to ${last}` : ''}`
    await store.insertEvents(
      tx,
      organisationId,
      orders.map(({ id }) => ({
        id: newId(),
        work_order_id: id,
        actor_id: actor.personId,
        actor_name: actor.name,
        from_state: null,
        to_state: state,
        reason: 'Made to look for the device',
      })),
    )
    const { assignedTo, dueOn } = asked
    await recordAudit(tx, actor, {
      action: 'inspections.made',
      subjectKind: 'work_order',
      subjectId: orders[0]!.id,
      reason: `${numbers} made to look for devices`,
      detail: { assignedTo, dueOn, workOrders: orders.length, skipped: skipped.length },
    })
    if (assignedTo && assignedTo !== actor.personId)
      await notify(tx, organisationId, [assignedTo], {
        kind: 'work_order.assigned',
        title:
          orders.length === 1
            ? `${workOrderNumber(first + 1)} is yours: ${orders[0]!.title}`
            : `${orders.length} inspections are yours: ${orders[0]!.title}`,
        body: `Due on ${orders[0]!.due_on}.`,
        path: orders.length === 1 ? `/work-orders/${orders[0]!.id}` : '/work-orders?assignedTo=me&type=inspection',
        dedupeKey: `work_order.assigned:${orders[0]!.id}`,
      })
    return {
      workOrders: orders.map(({ id, number, device_id }) => ({
        id,
        number: workOrderNumber(number),
        deviceId: device_id,
      })),
      skipped,
    }
  })
}

export interface Inspected {
  /** The sender's own key: the same answer sent again is one. */
  readonly clientKey: string
  readonly answer: InspectionAnswer
  /** Of `here`: where it stands. What is left out stays as it is. */
  readonly site?: string | undefined
  readonly building?: string | undefined
  readonly careArea?: string | undefined
  readonly room?: string | undefined
  readonly note?: string | undefined
  /** Photos that were stored before. */
  readonly fileIds?: readonly string[] | undefined
}

const answerWords: Readonly<Record<InspectionAnswer, string>> = {
  here: 'Found here',
  gone: 'Not there',
  disposed: 'Disposed of',
}

/**
 * What somebody found who looked for a device becomes their observation of it at once, and settles what waited for it: it is there, and
 * where; it is disposed of; or it is not there, and missing until it is found. Throws where the order looks for no device, or is over.
 */
export async function answerInspection(
  db: Db,
  worker: Worker,
  id: string,
  found: Inspected,
  observe: ObserveByPerson,
): Promise<void> {
  const { actor, permissions } = worker
  const { organisationId } = actor
  await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    const order = await lock(tx, organisationId, id)
    if (order.verification.attribute !== 'lifecycle')
      throw new AppError('bad_request', 'This work order does not look for a device: complete it instead.')
    if (await evidence.evidenceByKey(tx, organisationId, id, `${found.clientKey}:note`)) return
    const place = placeOf(found)
    const where = Object.values(place).filter(Boolean).join(', ')
    const said = [answerWords[found.answer], where, found.note?.trim()].filter(Boolean).join(': ')
    const path = found.answer === 'gone' ? (['unable_to_locate'] as const) : stepsToCompletion(order.state)
    if (!path) throw new AppError('conflict', `A work order that is ${words(order.state)} takes no answer any more.`)
    for (const [position, to] of path.entries())
      assertReachable(
        { ...standingOf(order), state: path[position - 1] ?? order.state },
        { to, reason: said },
        permissions,
      )
    const { clientKey, fileIds = [] } = found
    await assertPhotos(tx, organisationId, fileIds)
    await evidence.insertEvidence(
      tx,
      organisationId,
      [
        { clientKey: `${clientKey}:note`, kind: 'note', value: said } as const,
        ...fileIds.map(
          (fileId) => ({ clientKey: `${clientKey}:photo:${fileId}`, kind: 'photo', value: 'Photo', fileId }) as const,
        ),
      ].map((left) => toEvidence(actor, id, left)),
    )
    if (found.answer === 'gone') await go(tx, actor, order, { to: 'unable_to_locate', reason: said }, observe)
    else {
      await claim(tx, actor, order, said, {}, observe)
      const claims = found.answer === 'here' ? { ...place, ...(await aliveOf(tx, actor, order.device_id)) } : disposed
      const today = await store.today(tx, organisationId)
      const observed = found.answer === 'disposed' ? { ...claims, retiredOn: today } : claims
      await observe(tx, actor, order.device_id, observed, new Date().toISOString())
      // Who was there has seen it: nobody else is needed to believe that.
      const after = await store.lockOrder(tx, organisationId, id)
      if (after && isClaimed(after.state)) await go(tx, actor, after, { to: 'verified', reason: said }, null)
    }
    await recordAudit(tx, actor, {
      action: 'work_order.inspected',
      subjectKind: 'work_order',
      subjectId: id,
      reason: said,
      detail: { device: order.device_id, answer: found.answer, ...place },
    })
  })
}

const disposed: DeviceClaims = { lifecycle: 'disposed' }

function placeOf({ answer, site, building, careArea, room }: Inspected): DeviceClaims {
  if (answer !== 'here') return {}
  const said = Object.entries({ site, building, careArea, room }).flatMap(([attribute, value]) =>
    value?.trim() ? [[attribute, value.trim()]] : [],
  )
  return Object.fromEntries(said)
}

/** It lives as it was said to live; where it was said to be gone, it is in use again. */
async function aliveOf(tx: Tx, { organisationId }: Actor, deviceId: string): Promise<DeviceClaims> {
  const { lifecycle } = await getDeviceRow(tx, organisationId, deviceId)
  if (lifecycle === 'missing') return { lifecycle: 'in_use' }
  return lifecycle === 'retired' || lifecycle === 'disposed' ? { lifecycle: 'in_use', retiredOn: null } : { lifecycle }
}
