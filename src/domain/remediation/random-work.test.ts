import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { permissionsOf } from '#model/access.ts'
import type { FindingMove } from '#model/change.ts'
import { WorkOrderState } from '#model/work-order.ts'
import { AppError } from '#platform/errors.ts'
import { insertDevices, insertFindings, insertOrganisation, insertPerson } from '#tests/support/finding-rows.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  changeWorkOrder,
  completeWorkOrder,
  createCampaign,
  getWorkOrder,
  listWorkOrders,
  moveWorkOrder,
  onFindingMoves,
  type Worker,
} from './remediation.ts'
import { closedStates, outcomeOf, reachableFrom, remediationOf } from './work-order.ts'

const { db } = await testDatabase()
const observe = async () => {}

type Act =
  | { kind: 'move'; to: WorkOrderState; by: 'manager' | 'technician'; isStale: boolean }
  | { kind: 'complete'; key: string }
  | { kind: 'assign'; toSomebody: boolean }
  | { kind: 'seen'; what: 'fixed' | 'contradicted' }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      to: fc.constantFrom(...WorkOrderState.options),
      by: fc.constantFrom('manager' as const, 'technician' as const),
      isStale: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('complete' as const), key: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('assign' as const), toSomebody: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('seen' as const),
      what: fc.constantFrom('fixed' as const, 'contradicted' as const),
    }),
  },
)

async function newOrder() {
  const organisationId = await insertOrganisation(db)
  const [deviceId] = await insertDevices(db, organisationId, [{}])
  await insertFindings(db, organisationId, { vulnerabilities: [{ id: 'CVE-2026-0001' }] })
  const worker = async (role: 'manager' | 'technician', name: string): Promise<Worker> => ({
    actor: await insertPerson(db, organisationId, role, name),
    permissions: permissionsOf[role],
  })
  const people = { manager: await worker('manager', 'Mara'), technician: await worker('technician', 'Theo') }
  const group = { advisoryId: 'cisa:ICSMA-26-001-01', manufacturer: 'Meridian', model: 'Flow 3', site: 'Main campus' }
  await createCampaign(db, people.manager.actor, group)
  const [order] = (await listWorkOrders(db, organisationId, { filter: {}, sort: 'due', limit: 1 })).items
  return { organisationId, deviceId: deviceId!, people, id: order!.id }
}

/** Does what somebody might; a refusal in words is an answer like another. */
async function perform(one: Act, there: Awaited<ReturnType<typeof newOrder>>) {
  const { people, id, organisationId, deviceId } = there
  const { order } = await getWorkOrder(db, people.manager, id)
  const version = order.version
  if (one.kind === 'move') {
    const move = {
      to: one.to,
      reason: 'So it was',
      holdReason: 'parts' as const,
      version: version - Number(one.isStale),
    }
    await moveWorkOrder(db, people[one.by], id, move, observe)
  }
  if (one.kind === 'complete')
    await completeWorkOrder(db, people.technician, id, { clientKey: one.key, note: 'x' }, observe)
  if (one.kind === 'assign')
    await changeWorkOrder(db, people.manager.actor, id, {
      version,
      assignedTo: one.toSomebody ? people.technician.actor.personId : null,
    })
  if (one.kind === 'seen') {
    // Only what the findings module would say: a claim is contradicted, what is not fixed is fixed.
    if (one.what === 'contradicted' && order.state !== 'verification_pending') return
    if (closedStates.includes(order.state)) return
    const state = { answer: 'affected', status: 'affected', decision: 'none', remediation: 'claimed' } as const
    const isFixed = one.what === 'fixed'
    await sql`update finding set status = ${isFixed ? 'fixed' : 'affected'},
      remediation = ${isFixed ? 'verified' : 'not_remediated'} where organisation_id = ${organisationId}`.execute(db)
    const move: FindingMove = {
      deviceId,
      vulnerabilityId: 'CVE-2026-0001',
      kind: one.what,
      before: state,
      after: state,
      reason: 'Seen',
      observationIds: [],
    }
    await db.transaction().execute((tx) => onFindingMoves(tx, organisationId, [move], people.manager.actor))
  }
}

test('whatever people and readings do to it, an order’s history is whole and its findings stand as it does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 16 }), async (acts) => {
      const there = await newOrder()
      for (const one of acts)
        await perform(one, there).catch((error) => {
          if (!(error instanceof AppError)) throw error
        })

      const { order, events } = await getWorkOrder(db, there.people.manager, there.id)
      expect(events[0]!.fromState).toBeNull()
      for (const [position, event] of events.slice(1).entries()) {
        const from = event.fromState!
        expect(from).toBe(events[position]!.toState)
        const ways = [...reachableFrom(from), outcomeOf(from, 'fixed'), outcomeOf(from, 'contradicted')]
        expect(ways).toContain(event.toState)
      }
      expect(events.at(-1)!.toState).toBe(order.state)

      const { rows } = await sql<{ remediation: string }>`
        select remediation from finding where organisation_id = ${there.organisationId}`.execute(db)
      const verified = events.some(({ toState }) => toState === 'verified')
      expect(rows.map(({ remediation }) => remediation)).toEqual([
        verified ? 'verified' : remediationOf(order.state, order.type),
      ])
    }),
    // A run is a hospital of its own in a real database; more of them told nothing more.
    { numRuns: 12, endOnFailure: true },
  )
})
