import { z } from 'zod'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { ControlDetail, ControlRow, ControlVerification, NewControl, NewVerification } from '#model/control.ts'
import type { Premise } from '#model/decision.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './control-store.ts'
import { devicesOfDecision, today } from './decision-store.ts'
import { configurationsOfProducts, type DecisionScope } from './premise-facts-store.ts'
import { controlState } from './premises.ts'
import { rollUp } from './roll-up.ts'
import { settleDecisions } from './settle.ts'

// Compensating controls: what stands in place of a fix, who verified it on which evidence, and when that has to be done
// again. Decisions rest on them as on any other fact; one verification serves all decisions that rest on the control.

const ControlKey = z.tuple([z.string(), z.uuid()])

export async function listControls(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit, now = new Date() }: { cursor?: string | undefined; limit: number; now?: Date },
): Promise<PageOf<ControlRow>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, ControlKey)
  const day = await today(db, organisationId, now)
  const rows = await store.controlRows(db, organisationId, { after, limit: limit + 1 })
  return pageOf(
    rows,
    limit,
    (row) => [row.key, row.id],
    ({ key: _, ...row }) => ({ ...row, state: controlState(row.last, day) }),
  )
}

export async function getControl(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  now = new Date(),
): Promise<ControlDetail> {
  const [row] = await store.controlRows(db, organisationId, { id, limit: 1 })
  if (!row) throw notFound('control', id)
  const { key: _, ...control } = row
  const state = controlState(row.last, await today(db, organisationId, now))
  return { ...control, state, verifications: await store.verificationsOf(db, organisationId, id, 100) }
}

/** A control that a person verified; gives its id. */
export async function addControl(db: Db, actor: Actor, control: NewControl, now = new Date()): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const { organisationId, name: addedBy } = actor
    await lockInventory(tx, organisationId)
    const id = newId()
    const { name, place, ...verification } = control
    if (!(await store.insertControl(tx, organisationId, { id, name, place, added_by: addedBy })))
      throw new AppError('conflict', `There is a control “${name}” at “${place}” already. Record a verification of it.`)
    await insertVerification(tx, actor, { id, last: null }, { outcome: 'held', ...verification }, now)
    return id
  })
}

/** Every decision that rests on the control holds or breaks by what is said here. */
export async function recordVerification(
  db: Db,
  actor: Actor,
  controlId: string,
  verification: NewVerification,
  now = new Date(),
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await lockInventory(tx, organisationId)
    const [control] = await store.controlRows(tx, organisationId, { id: controlId, limit: 1 })
    if (!control) throw notFound('control', controlId)
    await insertVerification(tx, actor, control, verification, now)
    for (const decision of await store.decisionsRestingOn(tx, organisationId, controlId)) {
      const deviceIds = await devicesOfDecision(tx, organisationId, decision.id)
      await settleOn(tx, actor, { deviceIds, vulnerabilityIds: decision.vulnerability_ids, evenInactive: true }, now)
      if (decision.product_key === null) continue
      const configurationIds = await configurationsOfProducts(tx, organisationId, [decision.product_key])
      await settleOn(tx, actor, { configurationIds, vulnerabilityIds: decision.vulnerability_ids }, now)
    }
  })
}

async function settleOn(tx: Tx, actor: Actor, scope: DecisionScope, now: Date) {
  const deviceIds = await settleDecisions(tx, actor.organisationId, scope, { actor, now })
  if (deviceIds.length > 0) await rollUp(tx, actor.organisationId, { deviceIds }, { now })
}

interface Before {
  readonly id: string
  /** Null of a control that is new. */
  readonly last: ControlVerification | null
}

async function insertVerification(tx: Tx, actor: Actor, { id, last }: Before, said: NewVerification, now: Date) {
  const { organisationId } = actor
  const day = await today(tx, organisationId, now)
  const { outcome, evidence } = said
  const verifiedOn = outcome === 'taken_back' && last ? last.verifiedOn : (said.verifiedOn ?? day)
  const verifyAgainBy = outcome === 'held' ? (said.verifyAgainBy ?? null) : null
  const refuse = (why: string) => new AppError('bad_request', why)
  if (verifiedOn > day) throw refuse('Nobody has verified it on a day that is still to come.')
  if (last && verifiedOn < last.verifiedOn)
    throw refuse(`It was verified later than that, on ${last.verifiedOn}. Take that back if it was wrong.`)
  if (outcome === 'held' && (verifyAgainBy === null || verifyAgainBy < verifiedOn))
    throw refuse('Say by when it has to be verified again: the day of the verification, or a later one.')
  if (outcome === 'taken_back' && last?.outcome === 'taken_back')
    throw new AppError('conflict', 'The verification was taken back before.')
  await store.insertVerification(tx, organisationId, {
    id: newId(),
    control_id: id,
    outcome,
    verified_on: verifiedOn,
    verified_by: said.verifiedBy ?? actor.name,
    evidence,
    verify_again_by: verifyAgainBy,
    recorded_by: actor.name,
  })
}

/** A control that was not verified again in time breaks what rests on it. */
export async function breakOverdue(tx: Tx, organisationId: OrganisationId, now: Date): Promise<void> {
  await lockInventory(tx, organisationId)
  const deviceIds = await store.devicesOfOverdue(tx, organisationId, now)
  if (deviceIds.length === 0) return
  await settleOn(tx, { organisationId, personId: null, name: 'Homeostat' }, { deviceIds }, now)
}

/** A premise names its control as it is on record, whatever the caller wrote. */
export async function asOnRecord<T extends { readonly premises?: readonly Premise[] | undefined }>(
  db: Db,
  organisationId: OrganisationId,
  decision: T,
): Promise<T> {
  if (!decision.premises?.some(({ kind }) => kind === 'control_verified')) return decision
  const controls = new Map((await store.allControls(db, organisationId)).map((one) => [one.id, one]))
  const premises = decision.premises.map((premise) => {
    if (premise.kind !== 'control_verified') return premise
    const control = controls.get(premise.controlId)
    if (!control) throw notFound('control', premise.controlId)
    return { ...premise, control: control.name, place: control.place }
  })
  return { ...decision, premises }
}
