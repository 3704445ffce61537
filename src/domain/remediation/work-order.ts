import type { Permission } from '#model/access.ts'
import type { RemediationState } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { HoldReason, WorkOrderState, WorkOrderTransition, WorkOrderType } from '#model/work-order.ts'
import { AppError } from '#platform/errors.ts'

/** What the way from one state to another depends on. */
export interface OrderStanding {
  readonly state: WorkOrderState
  readonly assignedTo: string | null
  readonly dueOn: string | null
}

export interface Move {
  readonly to: WorkOrderState
  readonly reason?: string | null | undefined
  readonly holdReason?: HoldReason | null | undefined
}

interface Way {
  readonly to: WorkOrderState
  readonly label: string
  /** One of them suffices. */
  readonly by: readonly Permission[]
  readonly needsReason: boolean
}

const planners: readonly Permission[] = ['work-order:write']
const performers: readonly Permission[] = ['work-order:perform']
const either: readonly Permission[] = ['work-order:write', 'work-order:perform']
const judges: readonly Permission[] = ['work-order:accept']

const way = (to: WorkOrderState, label: string, by: readonly Permission[], needsReason = false): Way => ({
  to,
  label,
  by,
  needsReason,
})

const schedule = way('scheduled', 'Schedule', planners)
const dispatch = way('dispatched', 'Dispatch', planners)
const dispatchAgain = way('dispatched', 'Dispatch again', planners, true)
const start = way('in_progress', 'Start work', performers)
const hold = way('on_hold', 'Put on hold', either)
const complete = way('work_complete', 'Complete the work', performers)
const cannotLocate = way('unable_to_locate', 'Unable to locate', performers, true)
const cannotComplete = way('unable_to_complete', 'Unable to complete', performers, true)
const cancel = way('cancelled', 'Cancel', planners, true)

// Domain facts 7.10. A person never says "verified": that is what evidence says (`outcomeOf`). "Unable to locate" leads
// back to work or to a reasoned cancellation, never to a completed order.
const ways: Readonly<Record<WorkOrderState, readonly Way[]>> = {
  draft: [way('approved', 'Approve', planners), cancel],
  approved: [schedule, dispatch, start, hold, cannotLocate, cancel],
  scheduled: [dispatch, start, hold, cannotLocate, cannotComplete, cancel],
  dispatched: [start, hold, cannotLocate, cannotComplete, way('scheduled', 'Call back', planners, true), cancel],
  in_progress: [complete, hold, cannotLocate, cannotComplete, cancel],
  on_hold: [way('in_progress', 'Go on', performers), dispatch, schedule, cannotLocate, cannotComplete, cancel],
  work_complete: [way('verification_pending', 'Hand over for verification', performers)],
  verification_pending: [way('verification_failed', 'Reject the claim', judges, true)],
  verification_failed: [
    way('in_progress', 'Work on it again', performers),
    dispatchAgain,
    way('administratively_closed', 'Close without a fix', planners, true),
    cancel,
  ],
  verified: [way('administratively_closed', 'Close', planners)],
  administratively_closed: [],
  cancelled: [],
  unable_to_locate: [way('in_progress', 'Found it', performers), dispatchAgain, cancel],
  unable_to_complete: [way('in_progress', 'Try again', performers), dispatchAgain, cancel],
}

/** The states that follow from what a person does; what is observed can also verify or contradict: `outcomeOf`. */
export const reachableFrom = (state: WorkOrderState): readonly WorkOrderState[] => ways[state].map(({ to }) => to)

/** Nothing more is to be done on the order. A verified one can still be filed. */
export const closedStates: readonly WorkOrderState[] = ['verified', 'administratively_closed', 'cancelled']

export const isOpenOrder = (state: WorkOrderState): boolean => !closedStates.includes(state)

/** Every way from here, as the reader may go it: a way that is closed says why. */
export const transitionsOf = (
  order: OrderStanding,
  permissions: readonly Permission[],
): readonly WorkOrderTransition[] =>
  ways[order.state].map((one) => ({
    to: one.to,
    label: one.label,
    needsReason: one.needsReason,
    disabledReason: whyNot(order, one, permissions)?.message ?? null,
  }))

/** Throws an AppError that says why the order cannot go there, and what to do. */
export function assertReachable(order: OrderStanding, move: Move, permissions: readonly Permission[]): void {
  const one = ways[order.state].find(({ to }) => to === move.to)
  if (!one)
    throw new AppError(
      'conflict',
      `A work order that is ${words(order.state)} cannot become ${words(move.to)}. ${whereTo(order.state)}`,
    )
  const refusal = whyNot(order, one, permissions)
  if (refusal) throw refusal
  if (one.needsReason && !move.reason?.trim())
    throw new AppError('bad_request', `Say why: ${words(move.to)} needs a reason.`, {
      details: { fields: { reason: 'Needed here' } },
    })
  if (move.to === 'on_hold' && !move.holdReason)
    throw new AppError(
      'bad_request',
      'Say what it waits for: parts, vendor, device in use, access or clinical window.',
      {
        details: { fields: { holdReason: 'Needed here' } },
      },
    )
}

/** Work that a person at the device may complete from here, if need be by starting it first. */
export const stepsToCompletion = (state: WorkOrderState): readonly WorkOrderState[] | undefined => {
  if (reachableFrom(state).includes('work_complete')) return ['work_complete', 'verification_pending']
  if (reachableFrom(state).includes('in_progress')) return ['in_progress', 'work_complete', 'verification_pending']
  return undefined
}

/**
 * What an observation makes of an order. A fix that is seen verifies it whether or not somebody claimed it; only a claim
 * can be contradicted. Undefined where it changes nothing.
 */
export function outcomeOf(state: WorkOrderState, seen: 'fixed' | 'contradicted'): WorkOrderState | undefined {
  if (seen === 'fixed') return isOpenOrder(state) ? 'verified' : undefined
  return state === 'verification_pending' || state === 'work_complete' ? 'verification_failed' : undefined
}

/** fix: removes the flaw; mitigation: lowers the risk while it stays; check: finds out what is there. */
export type Purpose = 'fix' | 'mitigation' | 'check'

const purposes: Partial<Record<WorkOrderType, Purpose>> = {
  security_mitigation: 'mitigation',
  field_check: 'check',
  inspection: 'check',
  baseline: 'check',
}

export const purposeOf = (type: WorkOrderType): Purpose => purposes[type] ?? 'fix'

export const isClaimed = (state: WorkOrderState): boolean =>
  state === 'work_complete' || state === 'verification_pending'

/**
 * What an order means for its findings. Only a fix is claimed and verified there: the next reading of a device that was
 * mitigated, or only looked at, shows the flaw still, and that contradicts nothing.
 */
export function remediationOf(state: WorkOrderState, type: WorkOrderType): RemediationState {
  if (state === 'dispatched' || state === 'in_progress' || state === 'on_hold') return 'in_progress'
  const isFix = purposeOf(type) === 'fix'
  if (isClaimed(state)) return isFix ? 'claimed' : 'in_progress'
  return state === 'verified' && isFix ? 'verified' : 'not_remediated'
}

// Days from the worst band of the findings to the date by which the work is due, where nobody sets one.
const daysFor: Readonly<Record<RiskBand, number>> = { critical: 14, high: 30, medium: 90, low: 180 }

export const dueOnFor = (priority: RiskBand, today: string): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + daysFor[priority] * 86_400_000).toISOString().slice(0, 10)

export const workOrderNumber = (number: number): string => `WO-${String(number).padStart(6, '0')}`

/** 123 of `WO-000123`, `wo 123` or `123`. */
export function readWorkOrderNumber(text: string): number | undefined {
  const digits = /^\s*(?:wo[\s_-]*)?0*(\d{1,9})\s*$/i.exec(text)?.[1]
  return digits ? Number(digits) : undefined
}

export const words = (state: WorkOrderState): string => state.replaceAll('_', ' ')

function whyNot(order: OrderStanding, one: Way, permissions: readonly Permission[]): AppError | undefined {
  if (!one.by.some((permission) => permissions.includes(permission))) return new AppError('forbidden', whoMay(one.by))
  if (one.to === 'dispatched' && !order.assignedTo)
    return new AppError('conflict', 'Assign it to somebody first: then it can be dispatched.')
  if (one.to === 'scheduled' && !order.dueOn)
    return new AppError('conflict', 'Set the date by which it is due first: then it is scheduled.')
  return undefined
}

function whoMay(by: readonly Permission[]): string {
  if (by.includes('work-order:accept')) return 'A manager judges what was claimed. Ask one.'
  if (by.includes('work-order:perform')) return 'Whoever does the work says this: a technician or a manager.'
  return 'An analyst or a manager plans the work. Ask one.'
}

function whereTo(state: WorkOrderState): string {
  const targets = reachableFrom(state).map(words)
  if (targets.length === 0) return 'Its work is over; make a new work order.'
  if (state === 'verification_pending')
    return 'It waits for an observation or accepted evidence; a claim that is wrong can be rejected.'
  return `From here it can become ${targets.join(', ')}.`
}
