import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permission, permissionsOf } from '#model/access.ts'
import { HoldReason, WorkOrderState } from '#model/work-order.ts'
import {
  assertReachable,
  closedStates,
  dueOnFor,
  isOpenOrder,
  type OrderStanding,
  outcomeOf,
  reachableFrom,
  readWorkOrderNumber,
  remediationOf,
  stepsToCompletion,
  transitionsOf,
  workOrderNumber,
} from './work-order.ts'

const states = WorkOrderState.options
const standing = fc.record<OrderStanding>({
  state: fc.constantFrom(...states),
  assignedTo: fc.constantFrom(null, 'somebody'),
  dueOn: fc.constantFrom(null, '2026-12-24'),
})
const permissions = fc.constantFrom<readonly Permission[]>(...Object.values(permissionsOf), [])

function allowed(order: OrderStanding, move: Parameters<typeof assertReachable>[1], may: readonly Permission[]) {
  try {
    assertReachable(order, move, may)
    return true
  } catch {
    return false
  }
}

describe('a work order', () => {
  test('goes exactly the ways that it offers', () => {
    fc.assert(
      fc.property(standing, permissions, fc.constantFrom(...states), (order, may, to) => {
        const offered = transitionsOf(order, may).find((transition) => transition.to === to)
        const move = { to, reason: 'The pump was in use', holdReason: HoldReason.options[0]! }

        expect(allowed(order, move, may)).toBe(offered !== undefined && offered.disabledReason === null)
      }),
    )
  })

  test('needs a reason wherever it says so', () => {
    fc.assert(
      fc.property(standing, permissions, fc.constantFrom('', '  ', undefined), (order, may, reason) => {
        for (const { to, needsReason } of transitionsOf(order, may))
          if (needsReason) expect(allowed(order, { to, reason, holdReason: 'parts' }, may)).toBe(false)
      }),
    )
  })

  test('is verified by no person, whatever the person may do', () => {
    const ways = states.flatMap((state) => reachableFrom(state))

    expect(ways).not.toContain('verified')
  })

  test('whose device was not found is never done by that alone', () => {
    const done: readonly WorkOrderState[] = [
      'work_complete',
      'verification_pending',
      'verified',
      'administratively_closed',
    ]

    expect(isOpenOrder('unable_to_locate')).toBe(true)
    expect(reachableFrom('unable_to_locate').filter((to) => done.includes(to))).toEqual([])
    expect(remediationOf('unable_to_locate', 'security_remediation')).toBe('not_remediated')
  })

  test('that was never claimed cannot be walked to verification, but by completing its work', () => {
    const before = new Set<WorkOrderState>()
    const queue: WorkOrderState[] = ['draft']
    for (let state = queue.pop(); state; state = queue.pop()) {
      if (before.has(state) || state === 'work_complete') continue
      before.add(state)
      queue.push(...reachableFrom(state))
    }

    expect(before).not.toContain('verification_pending')
    expect(before).not.toContain('verified')
  })

  test('can be reached and can be ended from wherever it is', () => {
    const ends = (state: WorkOrderState, seen = new Set<WorkOrderState>()): boolean => {
      if (closedStates.includes(state)) return true
      if (seen.has(state)) return false
      const further = new Set([...seen, state])
      const next = [...reachableFrom(state), outcomeOf(state, 'fixed'), outcomeOf(state, 'contradicted')]
      return next.some((to) => to !== undefined && ends(to, further))
    }

    expect(states.filter((state) => !ends(state))).toEqual([])
  })

  test('is verified by a fix that is seen while it is open, claimed or not', () => {
    const outcomes = Object.fromEntries(states.map((state) => [state, outcomeOf(state, 'fixed')]))

    expect(outcomes).toEqual(
      Object.fromEntries(states.map((state) => [state, closedStates.includes(state) ? undefined : 'verified'])),
    )
  })

  test('fails verification only where a claim was made', () => {
    expect(states.filter((state) => outcomeOf(state, 'contradicted'))).toEqual([
      'work_complete',
      'verification_pending',
    ])
  })

  test('can be completed in one go by whoever stands before the device', () => {
    expect(Object.fromEntries(states.map((state) => [state, stepsToCompletion(state)?.[0]]))).toEqual({
      draft: undefined,
      approved: 'in_progress',
      scheduled: 'in_progress',
      dispatched: 'in_progress',
      in_progress: 'work_complete',
      on_hold: 'in_progress',
      work_complete: undefined,
      verification_pending: undefined,
      verified: undefined,
      verification_failed: 'in_progress',
      administratively_closed: undefined,
      cancelled: undefined,
      unable_to_locate: 'in_progress',
      unable_to_complete: 'in_progress',
    })
  })
})

test('only a fix is claimed and verified on its findings', () => {
  const standing = (type: 'security_remediation' | 'security_mitigation' | 'field_check') =>
    (['approved', 'in_progress', 'verification_pending', 'verified', 'verification_failed', 'cancelled'] as const).map(
      (state) => remediationOf(state, type),
    )

  expect(standing('security_remediation')).toEqual([
    'not_remediated',
    'in_progress',
    'claimed',
    'verified',
    'not_remediated',
    'not_remediated',
  ])
  for (const type of ['security_mitigation', 'field_check'] as const)
    expect(standing(type)).toEqual([
      'not_remediated',
      'in_progress',
      'in_progress',
      'not_remediated',
      'not_remediated',
      'not_remediated',
    ])
})

test('an order for nobody cannot be dispatched, and says what to do', () => {
  const order = { state: 'approved', assignedTo: null, dueOn: null } as const

  const closed = transitionsOf(order, permissionsOf.manager).filter(({ disabledReason }) => disabledReason)

  expect(closed.map(({ to, disabledReason }) => [to, disabledReason])).toEqual([
    ['scheduled', 'Set the date by which it is due first: then it is scheduled.'],
    ['dispatched', 'Assign it to somebody first: then it can be dispatched.'],
  ])
})

test('a technician does not judge the own claim, and is told who does', () => {
  const order = { state: 'verification_pending', assignedTo: 'somebody', dueOn: null } as const

  expect(() => assertReachable(order, { to: 'verification_failed', reason: 'x' }, permissionsOf.technician)).toThrow(
    'A manager judges what was claimed. Ask one.',
  )
})

test('a hold says what the work waits for', () => {
  const order = { state: 'in_progress', assignedTo: 'somebody', dueOn: null } as const

  expect(() => assertReachable(order, { to: 'on_hold' }, permissionsOf.technician)).toThrow(
    'Say what it waits for: parts, vendor, device in use, access or clinical window.',
  )
})

test('what cannot be reached says where the order can go', () => {
  const order = { state: 'unable_to_locate', assignedTo: 'somebody', dueOn: null } as const

  expect(() => assertReachable(order, { to: 'work_complete' }, permissionsOf.manager)).toThrow(
    'A work order that is unable to locate cannot become work complete. From here it can become in progress, dispatched, cancelled.',
  )
})

test('the worse the finding, the sooner the work is due', () => {
  const due = (['critical', 'high', 'medium', 'low'] as const).map((band) => dueOnFor(band, '2026-11-23'))

  expect(due).toEqual(['2026-12-07', '2026-12-23', '2027-02-21', '2027-05-22'])
})

test('a number is read however it was typed, and nothing else is', () => {
  const typed = ['WO-000123', 'wo 123', '0123', 'WO_123', 'X-123', 'WO-', '']

  expect(workOrderNumber(123)).toBe('WO-000123')
  expect(typed.map(readWorkOrderNumber)).toEqual([123, 123, 123, 123, undefined, undefined, undefined])
})
