import { listHolders, recordAudit } from '#domain/access/access.ts'
import { type FindingId, proposeDecision, setRemediation } from '#domain/findings/findings.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { FindingMove } from '#model/change.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { EvidenceRow } from '#model/work-order.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import type { ObserveByPerson } from './effects.ts'
import * as evidence from './evidence-store.ts'
import { describeOption } from './option-answer.ts'
import { recordedDescription } from './question-store.ts'
import { isClaimed, isOpenOrder, outcomeOf, purposeOf, remediationOf, words } from './work-order.ts'
import * as store from './work-order-store.ts'
import { followWithFindings, go, lock, tellOfFailure } from './work-orders.ts'

/**
 * What was seen meets what was claimed, in the transaction of what was seen. An order is verified when nothing of it is
 * open any more and at least one of its findings is fixed, claimed or not; a claim that is contradicted fails. An order
 * that was verified stays so when its finding opens again (that it was fixed on that day is true): its history says
 * that it opened again, and new work can be made of the finding.
 */
export async function onFindingMoves(
  tx: Tx,
  organisationId: OrganisationId,
  moves: readonly FindingMove[],
  actor: Actor,
): Promise<void> {
  if (moves.length === 0) return
  const byKey = new Map(moves.map((move) => [`${move.deviceId} ${move.vulnerabilityId}`, move]))
  const touched = await store.lockOrdersOfFindings(tx, organisationId, moves)

  const groups = {
    verified: [] as Outcome[],
    failed: [] as Outcome[],
    reopened: [] as Outcome[],
    again: [] as Outcome[],
  }
  for (const order of touched) {
    const own = order.vulnerability_ids.map((id) => byKey.get(`${order.device_id} ${id}`)!)
    const against = own.find(({ kind }) => kind === 'contradicted' || kind === 'reopened')
    const fixed = own.find(({ kind }) => kind === 'fixed')
    if (against && outcomeOf(order.state, 'contradicted')) groups.failed.push({ order, reason: against.reason })
    else if (against && order.state === 'verified')
      groups.reopened.push({ order, reason: `Open again: ${against.reason}` })
    else if (against && isOpenOrder(order.state)) groups.again.push({ order, reason: against.reason })
    else if (fixed && order.isSettled && order.hasFix && outcomeOf(order.state, 'fixed'))
      groups.verified.push({
        order,
        reason: isClaimed(order.state) ? fixed.reason : `Seen without a claim: ${fixed.reason}`,
      })
  }

  await record(tx, actor, groups.verified, 'verified')
  await record(tx, actor, groups.failed, 'verification_failed')
  for (const { order, reason } of groups.failed) {
    // What else was claimed with it is not believed either.
    await followWithFindings(tx, actor, order, order.state, 'verification_failed', reason)
    await tellOfFailure(tx, organisationId, order, reason)
  }
  await record(tx, actor, groups.reopened, null)
  for (const { order, reason } of groups.reopened)
    await tellOfFailure(tx, organisationId, { ...order, title: `${order.title} (verified before)` }, reason)
  // It opened again while its order is still under way: the finding is under way with it.
  for (const { order } of groups.again) {
    if (remediationOf(order.state, order.type) !== 'in_progress') continue
    const keys = await store.unsettledFindingsOf(tx, organisationId, [order.id])
    const reason = `Its work order is ${words(order.state)}`
    if (keys.length > 0) await setRemediation(tx, organisationId, keys, 'in_progress', actor, reason)
  }
}

interface Outcome {
  readonly order: store.TouchedOrder
  readonly reason: string
}

/** The same new state for many orders; null adds to their history and leaves the state. */
async function record(
  tx: Tx,
  actor: Actor,
  outcomes: readonly Outcome[],
  to: 'verified' | 'verification_failed' | null,
): Promise<void> {
  if (outcomes.length === 0) return
  const { organisationId } = actor
  if (to) {
    const unclaimed = outcomes.filter(({ order }) => to === 'verified' && order.completed_at === null)
    const rest = outcomes.filter((outcome) => !unclaimed.includes(outcome))
    const change = { state: to, hold_reason: null }
    if (unclaimed.length > 0)
      await store.updateOrders(tx, organisationId, idsOf(unclaimed), {
        ...change,
        completed_at: new Date().toISOString(),
      })
    if (rest.length > 0) await store.updateOrders(tx, organisationId, idsOf(rest), change)
  }
  await store.insertEvents(
    tx,
    organisationId,
    outcomes.map(({ order, reason }) => ({
      id: newId(),
      work_order_id: order.id,
      actor_id: actor.personId,
      actor_name: actor.name,
      from_state: order.state,
      to_state: to ?? order.state,
      reason,
    })),
  )
}

const idsOf = (outcomes: readonly Outcome[]) => outcomes.map(({ order }) => order.id)

const kindWords = { version_read: 'reading', photo: 'photo', note: 'note' } as const

/**
 * Somebody believes a piece of evidence. A version that was read becomes an observation of theirs, and the loop decides
 * what it proves; a photo or a note closes what the order was made for. Nobody accepts what they left themselves, unless
 * nobody else may accept at all: then that is written down.
 */
export async function acceptEvidence(
  db: Db,
  actor: Actor,
  orderId: string,
  evidenceId: string,
  observe: ObserveByPerson,
): Promise<void> {
  const { organisationId } = actor
  await inTransaction(db, async (tx) => {
    const order = await lock(tx, organisationId, orderId)
    const piece = await evidence.lockEvidence(tx, organisationId, orderId, evidenceId)
    if (!piece) throw notFound('piece of evidence', evidenceId)
    if (piece.acceptedAt) return
    if (!isOpenOrder(order.state))
      throw new AppError('conflict', `This work order is ${words(order.state)}; there is nothing left to prove.`)
    if (piece.kind !== 'version_read' && order.state !== 'verification_pending')
      throw new AppError(
        'conflict',
        `A ${kindWords[piece.kind]} proves work that somebody claims to be done; this work order is ${words(order.state)}. Complete it first.`,
      )
    const alone = await onlyPairOfEyes(tx, actor, piece)
    await evidence.markAccepted(tx, organisationId, evidenceId, actor.name)
    const reason = `${actor.name} accepted the ${kindWords[piece.kind]} that ${piece.byName} left on ${piece.at.slice(0, 10)}${alone}`
    await recordAudit(tx, actor, {
      action: 'work_order.evidence_accepted',
      subjectKind: 'work_order',
      subjectId: orderId,
      reason,
      detail: { evidenceId, kind: piece.kind, value: piece.value },
    })
    if (piece.kind === 'version_read') {
      const claims = await claimsOf(tx, organisationId, order, piece.value)
      await observe(tx, actor, order.device_id, claims, new Date().toISOString())
      // To read the version was all that a check was for, whatever it showed.
      const after = await store.lockOrder(tx, organisationId, orderId)
      if (after && purposeOf(order.type) === 'check' && isClaimed(after.state))
        await go(tx, actor, after, { to: 'verified', reason: `${reason}: ${piece.value}` }, null)
      return
    }
    if (order.verification.attribute === 'lifecycle')
      await observe(tx, actor, order.device_id, { lifecycle: 'in_use' }, new Date().toISOString())
    await settleByEvidence(tx, actor, order, `${reason}: ${piece.value}`)
  })
}

/** What was read, as the device's own attribute. An option is said in the description, where the matcher looks for it. */
async function claimsOf(
  tx: Tx,
  organisationId: OrganisationId,
  order: store.OrderRow,
  value: string,
): Promise<DeviceClaims> {
  const { attribute, option } = order.verification
  // Whoever read anything at the device has found it.
  if (attribute === 'lifecycle') return { lifecycle: 'in_use' }
  if (attribute !== 'option') return { [attribute]: value }
  const said = await recordedDescription(tx, organisationId, order.device_id)
  return { description: describeOption(said, option ?? '', value) }
}

/**
 * What the evidence shows. After a fix the flaw is gone; after a mitigation it is still there and held in check, which is
 * a decision; after a check there is nothing to close, only to know.
 */
async function settleByEvidence(tx: Tx, actor: Actor, order: store.OrderRow, reason: string) {
  const keys = await store.unsettledFindingsOf(tx, actor.organisationId, [order.id])
  const purpose = purposeOf(order.type)
  if (purpose === 'mitigation' && keys.length > 0) {
    await decideByEvidence(tx, actor, order, keys, reason)
    await setRemediation(tx, actor.organisationId, keys, 'not_remediated', actor, reason)
  }
  if (purpose === 'fix' && keys.length > 0)
    await setRemediation(tx, actor.organisationId, keys, 'verified', actor, reason)
  await go(tx, actor, order, { to: 'verified', reason }, null)
}

/** One decision on all that was to do there. Where the rule asks for approval it waits as any decision does, and the findings stay open. */
async function decideByEvidence(
  tx: Tx,
  actor: Actor,
  order: store.OrderRow,
  keys: readonly FindingId[],
  reason: string,
) {
  const findings = keys.map(({ deviceId, vulnerabilityId }) => ({ deviceId, vulnerabilityId }))
  const { isNew, waiting, approvers, decided, proposalId, recordHash } = await proposeDecision(
    tx,
    actor,
    findings.length === 1 ? { kind: 'finding', ...findings[0]! } : { kind: 'findings', findings },
    { decision: 'mitigated', reason },
  )
  if (isNew)
    await recordAudit(tx, actor, {
      action: waiting ? 'decision.proposed' : 'findings.decided',
      subjectKind: waiting ? 'decision_proposal' : 'work_order',
      subjectId: waiting ?? order.id,
      reason,
      detail: {
        decision: 'mitigated',
        findings,
        ...(waiting ? { approvers } : { decided, proposal: proposalId, record: recordHash }),
      },
    })
}

/** Says that nobody else could accept; throws where somebody could. */
async function onlyPairOfEyes(tx: Tx, actor: Actor, piece: EvidenceRow & { byId: string | null }): Promise<string> {
  if (piece.byId === null || piece.byId !== actor.personId) return ''
  const judges = await listHolders(tx, actor.organisationId, 'work-order:accept')
  const others = judges.filter(({ id }) => id !== actor.personId)
  if (others.length > 0)
    throw new AppError(
      'forbidden',
      `You left this evidence yourself; somebody else accepts it: ${others
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ')}.`,
    )
  return ' (the only person who may accept)'
}
