import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { type DecisionKind, type FindingState, type RemediationState, statusOf } from '#model/finding.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import * as store from './finding-store.ts'
import { stateOf, toEvent, withVerdict } from './follow.ts'
import { rollUp } from './roll-up.ts'

export interface FindingId {
  readonly deviceId: string
  readonly vulnerabilityId: string
}

export interface Decision {
  /** `none` takes a decision back. */
  readonly decision: DecisionKind
  readonly reason: string
  /** The last day on which it is in force; without one it is for good. */
  readonly expiresOn?: string | null | undefined
}

/** A person's verdict on one finding. The same verdict again is no new one, and gives false. */
export async function decideFinding(
  db: Db,
  actor: Actor,
  finding: FindingId,
  decision: Decision,
  now = new Date(),
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, actor.organisationId)
    const keys = [toKey(finding)]
    const [row] = await load(tx, actor.organisationId, keys)
    if (!row) throw notFound('finding', `${finding.deviceId}/${finding.vulnerabilityId}`)
    if (!isToDecide(row, decision))
      throw new AppError(
        'conflict',
        row.status === 'fixed'
          ? 'This finding is fixed; there is nothing left to decide.'
          : 'This device is not affected; there is nothing left to decide.',
      )
    return (await decide(tx, actor, [row], decision, now)) > 0
  })
}

/** The same verdict on all that an advisory leaves open on one model at one site. Gives how many findings it changed. */
export async function decideGroup(
  db: Db,
  actor: Actor,
  group: store.GroupKey & { readonly vulnerabilityId?: string | undefined },
  decision: Decision,
  now = new Date(),
): Promise<number> {
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, actor.organisationId)
    const keys = await store.findingsOfGroup(tx, actor.organisationId, group)
    const rows = (await load(tx, actor.organisationId, keys)).filter((row) => isToDecide(row, decision))
    return await decide(tx, actor, rows, decision, now)
  })
}

const toKey = ({ deviceId, vulnerabilityId }: FindingId) => ({ device_id: deviceId, vulnerability_id: vulnerabilityId })

async function load(tx: Tx, organisationId: OrganisationId, keys: readonly store.FindingKey[]) {
  if (keys.length === 0) return []
  await store.materialise(tx, organisationId, keys)
  return await store.findingsByKey(tx, organisationId, keys)
}

const isToDecide = (row: store.FindingRecord, { decision }: Decision) =>
  decision === 'none' || row.status === 'affected' || row.status === 'under_investigation'

async function decide(
  tx: Tx,
  actor: Actor,
  rows: readonly store.FindingRecord[],
  { decision, reason, expiresOn = null }: Decision,
  now: Date,
): Promise<number> {
  if (!reason.trim()) throw new AppError('bad_request', 'Say why: the reason stands in the history of the finding.')
  if (expiresOn && expiresOn < now.toISOString().slice(0, 10))
    throw new AppError('bad_request', 'The last day of the decision has passed. Choose today or a later day.')
  const isBack = decision === 'none'
  const changed = rows.filter((row) =>
    isBack
      ? row.decision !== 'none'
      : row.decision !== decision || row.decision_reason !== reason || row.decision_expires_on !== expiresOn,
  )
  if (changed.length === 0) return 0
  await store.recordDecisions(tx, actor.organisationId, changed.map(keyOf), {
    decision,
    reason: isBack ? null : reason,
    expiresOn: isBack ? null : expiresOn,
    by: isBack ? null : actor.name,
  })
  const events = changed.map((row) =>
    toEvent(
      row,
      actor,
      stateOf(row),
      { kind: 'decided', after: { ...stateOf(row), decision } },
      reason,
      expiresOn && !isBack ? { expiresOn } : null,
    ),
  )
  await store.insertEvents(tx, actor.organisationId, events)
  await rollUp(tx, actor.organisationId, { deviceIds: devicesOf(changed) }, { now })
  return changed.length
}

const keyOf = (row: store.FindingRecord) => ({ device_id: row.device_id, vulnerability_id: row.vulnerability_id })
const devicesOf = (rows: readonly store.FindingRecord[]) => [...new Set(rows.map((row) => row.device_id))]

/** Decisions whose last day has passed end here, with an event; a list knew it already. Gives how many. */
export async function expireDecisions(tx: Tx, organisationId: OrganisationId, now: Date): Promise<number> {
  await lockInventory(tx, organisationId)
  const rows = await store.expiredDecisions(tx, organisationId, now)
  if (rows.length === 0) return 0
  const actor: Actor = { organisationId, personId: null, name: 'Homeostat' }
  await store.recordDecisions(tx, organisationId, rows.map(keyOf), {
    decision: 'none',
    reason: null,
    expiresOn: null,
    by: null,
  })
  const events = rows.map((row) =>
    toEvent(
      row,
      actor,
      stateOf(row),
      { kind: 'expired', after: { ...stateOf(row), decision: 'none' } },
      `The decision of ${row.decided_by} was in force until ${row.decision_expires_on}: ${row.decision_reason}`,
      null,
    ),
  )
  await store.insertEvents(tx, organisationId, events)
  await rollUp(tx, organisationId, { deviceIds: devicesOf(rows) }, { now })
  return rows.length
}

export interface RemediatedFinding extends FindingId {
  readonly before: FindingState
  readonly after: FindingState
}

/**
 * Where the fix stands, as the remediation module knows it. Each finding has a row of its own afterwards, so that work can
 * refer to it; one that stands there already is left alone. `verified` makes it fixed. Take `lockInventory` before any
 * row of your own in the same transaction.
 */
export async function setRemediation(
  tx: Tx,
  organisationId: OrganisationId,
  findings: readonly FindingId[],
  remediation: RemediationState,
  actor: Actor,
  reason: string,
): Promise<RemediatedFinding[]> {
  await lockInventory(tx, organisationId)
  const rows = await load(tx, organisationId, findings.map(toKey))
  const found = new Set(rows.map((row) => `${row.device_id} ${row.vulnerability_id}`))
  const lost = findings.find((one) => !found.has(`${one.deviceId} ${one.vulnerabilityId}`))
  if (lost) throw notFound('finding', `${lost.deviceId}/${lost.vulnerabilityId}`)

  const judged = rows.map((row) => ({ row, before: stateOf(row), after: remediated(stateOf(row), remediation) }))
  const changed = judged.filter(({ row }) => row.remediation !== remediation)
  if (changed.length > 0) {
    await store.upsertFindings(
      tx,
      organisationId,
      changed.map(({ row, after }) => withVerdict(row, { kind: 'remediation', after })),
    )
    await store.insertEvents(
      tx,
      organisationId,
      changed.map(({ row, before, after }) =>
        toEvent(row, actor, before, { kind: 'remediation', after }, reason, null),
      ),
    )
    await rollUp(tx, organisationId, { deviceIds: devicesOf(changed.map(({ row }) => row)) })
  }
  return judged.map(({ row, before, after }) => ({
    deviceId: row.device_id,
    vulnerabilityId: row.vulnerability_id,
    before,
    after,
  }))
}

function remediated(state: FindingState, remediation: RemediationState): FindingState {
  if (remediation === state.remediation) return state
  if (remediation === 'verified') return { ...state, remediation, status: 'fixed' }
  return { ...state, remediation, status: state.status === 'fixed' ? statusOf(state.answer) : state.status }
}
