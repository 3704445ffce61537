import { z } from 'zod'
import { notify, recordAudit } from '#domain/access/access.ts'
import { joinedNames, setRemediation } from '#domain/findings/findings.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { AskedAttribute, type Question } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { assertAssignable } from './assigning.ts'
import { draftCheck } from './drafting.ts'
import { instructions } from './library.ts'
import * as store from './question-store.ts'
import { subjectOf } from './subject.ts'
import { dueOnFor, remediationOf, workOrderNumber } from './work-order.ts'
import * as orders from './work-order-store.ts'

// Where matches say "cannot tell": which one look at which devices is worth a technician's time most?

/** A look at one device, from the instruction that answers it. */
const lookMinutes = Object.fromEntries(
  AskedAttribute.options.map((attribute) => [
    attribute,
    instructions.filter(({ answers }) => answers?.includes(attribute)).reduce((sum, { minutes }) => sum + minutes, 0),
  ]),
) as Record<AskedAttribute, number>

const cursorKey = z.tuple([z.number(), z.string().regex(/^[0-9a-f]{32}$/)])

/** What settles most expected risk per minute stands first. */
export async function listQuestions(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<PageOf<Question>> {
  const after = cursor ? decodeCursor<[number, string]>(cursor, cursorKey) : null
  const rows = await store.questionPage(db, organisationId, {
    after,
    limit: limit + 1,
    lookMinutes,
    otherwise: (await joinedNames(db, organisationId)).otherwise,
  })
  return pageOf(
    rows,
    limit,
    ({ rate, digest }) => [rate, digest],
    ({ rate: _, digest: __, ...question }) => question,
  )
}

export interface NewFieldChecks extends store.QuestionKey {
  /** To whom the work goes; then it is dispatched at once. */
  readonly assignedTo?: string | undefined
  readonly dueOn?: string | undefined
  /** Only these of the question's. */
  readonly deviceIds?: readonly string[] | undefined
}

export interface MadeFieldChecks {
  readonly workOrders: readonly { readonly id: string; readonly number: string }[]
  /** Devices for which none was made, and why. */
  readonly skipped: readonly { readonly deviceId: string; readonly reason: string }[]
}

/**
 * One field check for each device of the question, numbered in the order of the rooms, so that one round serves the place.
 * A device that was asked before gets none; asking again makes nothing new.
 */
export async function createFieldChecks(db: Db, actor: Actor, asked: NewFieldChecks): Promise<MadeFieldChecks> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    await orders.lockWorkOrders(tx, organisationId)
    const { modelOf, placeOf, otherwise } = await joinedNames(tx, organisationId)
    const wanted = { ...asked, ...modelOf(asked), ...placeOf(asked) }
    if (wanted.assignedTo) await assertAssignable(tx, organisationId, wanted.assignedTo)
    const all = await store.devicesToCheck(tx, organisationId, wanted, otherwise)
    const chosen = wanted.deviceIds ? all.filter(({ id }) => wanted.deviceIds!.includes(id)) : all
    const asks = new Set(all.map(({ id }) => id))
    const skipped = (wanted.deviceIds ?? [])
      .filter((id) => !asks.has(id))
      .map((deviceId) => ({ deviceId, reason: 'This answer settles nothing on it, or it stands elsewhere.' }))
    for (const device of chosen)
      if (device.order_number !== null)
        skipped.push({
          deviceId: device.id,
          reason: `${workOrderNumber(device.order_number)} asks the same, or did.`,
        })
    const toMake = chosen.filter((device) => device.order_number === null)
    if (toMake.length === 0) {
      if (skipped.length > 0) return { workOrders: [], skipped }
      throw new AppError('conflict', 'There is nothing to look at here any more: somebody answered it in the meantime.')
    }

    const first = await orders.lastNumber(tx, organisationId)
    const today = await orders.today(tx, organisationId)
    const state = wanted.assignedTo ? 'dispatched' : 'approved'
    const priority = worst.find((band) => toMake.some((device) => device.band === band)) ?? 'high'
    const made = toMake.map((device, position) => ({
      device,
      order: {
        id: newId(),
        number: first + 1 + position,
        campaign_id: null,
        device_id: device.id,
        state,
        priority,
        due_on: wanted.dueOn ?? dueOnFor(priority, today),
        assigned_to: wanted.assignedTo ?? null,
        ...draftCheck(
          {
            subject: subjectOf(
              {
                manufacturer: wanted.manufacturer,
                model: wanted.model,
                deviceType: device.device_type ?? '',
                operatingSystem: device.operating_system,
                criticality: device.criticality,
              },
              [],
            ),
            attribute: wanted.attribute,
            option: wanted.option,
            recorded: device.recorded,
            findings: device.vulnerability_ids.length,
          },
          instructions,
        ),
      } as const,
    }))

    const numbers = `${workOrderNumber(first + 1)}${made.length > 1 ? ` to ${workOrderNumber(first + made.length)}` : ''}`
    const reason = `${numbers} made to ask one thing`
    const keys = made.flatMap(({ device }) =>
      device.vulnerability_ids.map((vulnerabilityId) => ({ deviceId: device.id, vulnerabilityId })),
    )
    // What other work has in hand stays as it stands there.
    const inHand = new Set(
      (
        await orders.openOrdersOfDevices(
          tx,
          organisationId,
          made.map(({ device }) => device.id),
        )
      ).map(({ deviceId, vulnerabilityId }) => `${deviceId} ${vulnerabilityId}`),
    )
    const free = keys.filter(({ deviceId, vulnerabilityId }) => !inHand.has(`${deviceId} ${vulnerabilityId}`))
    await setRemediation(tx, organisationId, free, remediationOf(state, 'field_check'), actor, reason)
    await orders.insertOrders(
      tx,
      organisationId,
      made.map(({ order }) => order),
    )
    if (made.length >= 200) await orders.learnSizes(tx)
    await orders.insertOrderFindings(
      tx,
      organisationId,
      made.flatMap(({ order, device }) =>
        device.vulnerability_ids.map((id) => ({
          work_order_id: order.id,
          device_id: device.id,
          vulnerability_id: id,
        })),
      ),
    )
    await orders.insertEvents(
      tx,
      organisationId,
      made.map(({ order, device }) => ({
        id: newId(),
        work_order_id: order.id,
        actor_id: actor.personId,
        actor_name: actor.name,
        from_state: null,
        to_state: state,
        reason: `Made to ask one thing, which settles ${device.vulnerability_ids.join(', ')}`,
      })),
    )
    const { assignedTo, dueOn, deviceIds: _, ...key } = wanted
    await recordAudit(tx, actor, {
      action: 'field_checks.made',
      subjectKind: 'work_order',
      subjectId: made[0]!.order.id,
      reason,
      detail: { ...key, assignedTo, dueOn, workOrders: made.length, skipped: skipped.length },
    })
    if (assignedTo && assignedTo !== actor.personId)
      await notify(tx, organisationId, [assignedTo], {
        kind: 'work_order.assigned',
        title:
          made.length === 1
            ? `${made[0]!.order.title} is yours`
            : `${made.length} field checks are yours: ${made[0]!.order.title}`,
        body: `${[wanted.careArea, wanted.site].filter(Boolean).join(', ')}. Due on ${made[0]!.order.due_on}.`.replace(
          /^\. /,
          '',
        ),
        path: made.length === 1 ? `/work-orders/${made[0]!.order.id}` : '/work-orders?assignedTo=me&type=field_check',
        dedupeKey: `work_order.assigned:${made[0]!.order.id}`,
      })
    return { workOrders: made.map(({ order }) => ({ id: order.id, number: workOrderNumber(order.number) })), skipped }
  })
}

const worst: readonly RiskBand[] = ['critical', 'high', 'medium', 'low']
