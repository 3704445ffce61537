import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { adoptApprovalRule, listProposals } from '#domain/findings/findings.ts'
import type { Actor } from '#model/access.ts'
import { permissionsOf, type Role } from '#model/access.ts'
import type { ApprovalRule } from '#model/approval.ts'
import type { FindingMove } from '#model/change.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FindingState } from '#model/finding.ts'
import type { WorkOrderFilter, WorkOrderState } from '#model/work-order.ts'
import {
  type DeviceSpec,
  insertDevices,
  insertFindings,
  insertOrganisation,
  insertPerson,
} from '#tests/support/finding-rows.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  acceptEvidence,
  changeWorkOrder,
  completeWorkOrder,
  createCampaign,
  getWorkOrder,
  leaveEvidence,
  listWorkOrders,
  moveWorkOrder,
  onFindingMoves,
  type Worker,
  workOfGroups,
} from './remediation.ts'

const { db } = await testDatabase()
const advisoryId = 'cisa:ICSMA-26-001-01'
const group = { advisoryId, manufacturer: 'Meridian', model: 'Flow 3', site: 'Main campus' }
const system = (organisationId: string): Actor => ({ organisationId, personId: null, name: 'Homeostat' })

async function hospital({
  devices = 2,
  vulnerabilities = ['CVE-2026-0001', 'CVE-2026-0002'],
  specs = [] as readonly DeviceSpec[],
} = {}) {
  const organisationId = await insertOrganisation(db)
  const ids = await insertDevices(
    db,
    organisationId,
    Array.from({ length: devices }, (_, position) => specs[position] ?? {}),
  )
  await insertFindings(db, organisationId, {
    vulnerabilities: vulnerabilities.map((id, position) => ({ id, band: position === 0 ? 'critical' : 'medium' })),
  })
  const person = async (role: Role, name: string): Promise<Worker> => ({
    actor: await insertPerson(db, organisationId, role, name),
    permissions: permissionsOf[role],
  })
  const manager = await person('manager', 'Mara')
  const technician = await person('technician', 'Theo')
  const seen: { deviceId: string; claims: DeviceClaims }[] = []
  return {
    organisationId,
    devices: ids,
    manager,
    technician,
    seen,
    person,
    observe: async (_tx: unknown, _actor: unknown, deviceId: string, claims: DeviceClaims) => {
      seen.push({ deviceId, claims })
    },
  }
}

async function oneOrder(changes: { vulnerabilities?: string[] } = {}) {
  const there = await hospital({ devices: 1, ...changes })
  await createCampaign(db, there.manager.actor, { ...group, assignedTo: there.technician.actor.personId! })
  const [order] = (await listWorkOrders(db, there.organisationId, { filter: {}, sort: 'due', limit: 10 })).items
  return { ...there, orderId: order!.id, deviceId: there.devices[0]! }
}

const stateOf = async (id: string, worker: Worker) => (await getWorkOrder(db, worker, id)).order.state
const eventsOf = async (id: string, worker: Worker) =>
  (await getWorkOrder(db, worker, id)).events.map(({ actorName, fromState, toState, reason }) => [
    actorName,
    fromState,
    toState,
    reason,
  ])
const findingsOf = async (organisationId: string) =>
  (
    await sql<{ vulnerability_id: string; status: string; decision: string; remediation: string }>`
      select vulnerability_id, status, decision, remediation from finding where organisation_id = ${organisationId}
      order by device_id, vulnerability_id`.execute(db)
  ).rows.map(({ vulnerability_id, status, decision, remediation }) => [vulnerability_id, status, decision, remediation])
const noticesOf = async ({ actor }: Worker) =>
  (
    await sql<{ kind: string; title: string }>`select kind, title from notification
      where person_id = ${actor.personId} order by id`.execute(db)
  ).rows

const affected: FindingState = { answer: 'affected', status: 'affected', decision: 'none', remediation: 'claimed' }

/** What the findings module does when a reading arrives: it writes the row, and says so. */
async function seen(
  organisationId: string,
  deviceId: string,
  vulnerabilityId: string,
  kind: FindingMove['kind'],
): Promise<FindingMove> {
  const isFixed = kind === 'fixed'
  await sql`
    update finding set status = ${isFixed ? 'fixed' : 'affected'}, remediation = ${isFixed ? 'verified' : 'not_remediated'},
      reopened = reopened + ${kind === 'reopened' ? 1 : 0}
    where organisation_id = ${organisationId} and device_id = ${deviceId} and vulnerability_id = ${vulnerabilityId}`.execute(
    db,
  )
  const after: FindingState = isFixed
    ? { ...affected, status: 'fixed', remediation: 'verified' }
    : { ...affected, remediation: 'not_remediated' }
  return {
    deviceId,
    vulnerabilityId,
    kind,
    before: affected,
    after,
    reason: `MDSP export read version ${isFixed ? '9.19' : '9.12'}`,
    observationIds: [],
  }
}

const tell = (organisationId: string, moves: FindingMove[]) =>
  db.transaction().execute((tx) => onFindingMoves(tx, organisationId, moves, system(organisationId)))

test('one order for each device settles all that is open on it, the worst finding sets its priority and date', async () => {
  const { organisationId, manager, devices } = await hospital()
  const made = await createCampaign(db, manager.actor, group)

  const { items } = await listWorkOrders(db, organisationId, { filter: {}, sort: 'number', limit: 10 })
  const inFortnight = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10)

  expect(made).toEqual({ campaignId: made.campaignId, workOrders: 2, skipped: [] })
  expect(
    items.map(({ number, type, state, priority, findings, dueOn, assignee, title }) => ({
      number,
      type,
      state,
      priority,
      findings,
      dueOn,
      assignee,
      title,
    })),
  ).toEqual(
    ['WO-000002', 'WO-000001'].map((number) => ({
      number,
      type: 'security_remediation',
      state: 'approved',
      priority: 'critical',
      findings: 2,
      dueOn: inFortnight,
      assignee: null,
      title: 'Fix Meridian Flow 3 (ICSMA-26-001-01)',
    })),
  )
  expect(items.map(({ device }) => device.id).sort()).toEqual([...devices].sort())
  expect(await findingsOf(organisationId)).toEqual(
    [1, 2].flatMap(() => [
      ['CVE-2026-0001', 'affected', 'none', 'not_remediated'],
      ['CVE-2026-0002', 'affected', 'none', 'not_remediated'],
    ]),
  )
})

test('asking again makes no second order, and says which one is there', async () => {
  const { organisationId, manager, devices } = await hospital()
  const first = await createCampaign(db, manager.actor, group)

  const again = await createCampaign(db, manager.actor, group)

  expect(again.campaignId).toBe(first.campaignId)
  expect(again.workOrders).toBe(0)
  expect(again.skipped.map(({ deviceId }) => deviceId).sort()).toEqual([...devices].sort())
  expect(again.skipped[0]!.reason).toMatch(/^WO-00000[12] is there for it already \(approved\)\.$/)
  expect((await listWorkOrders(db, organisationId, { filter: {}, sort: 'due', limit: 10 })).items).toHaveLength(2)
})

test('a group is its model and its site however devices write them, and so is the work that it has already', async () => {
  const { organisationId, manager } = await hospital({
    devices: 4,
    specs: [{}, {}, { model: 'FLOW-3', site: 'MAIN' }, { site: 'East campus' }],
  })
  await insertFindings(db, organisationId, { vulnerabilities: [{ id: 'CVE-2026-0001' }] }, { model: 'FLOW-3' })
  const orders = async (filter: WorkOrderFilter) =>
    (await listWorkOrders(db, organisationId, { filter, sort: 'due', limit: 10 })).items.length

  const made = await createCampaign(db, manager.actor, { ...group, model: 'flow 3', site: 'main' })
  expect(made.workOrders).toBe(3)
  const again = await createCampaign(db, manager.actor, { ...group, model: 'FLOW-3', site: 'MAIN' })
  expect(again).toMatchObject({ campaignId: made.campaignId, workOrders: 0 })

  const [work] = await workOfGroups(db, organisationId, [{ ...group, model: 'FLOW-3', site: 'MAIN' }])
  expect(work).toMatchObject({ workOrders: 3 })
  expect(await orders({ ...group, model: 'FLOW-3', site: 'MAIN', alike: true })).toBe(3)
  expect(await orders({ site: 'East campus', alike: true })).toBe(0)
})

test('two planners at once make each order once, with numbers that leave no gap', async () => {
  const { organisationId, manager } = await hospital({ devices: 7 })

  const made = await Promise.all([1, 2, 3].map(() => createCampaign(db, manager.actor, group)))

  const { items } = await listWorkOrders(db, organisationId, { filter: {}, sort: 'number', limit: 50 })
  expect(made.map(({ workOrders }) => workOrders).sort()).toEqual([0, 0, 7])
  expect(items.map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `WO-00000${n}`))
})

test('a device that left the worklist, or does not belong to the group, is skipped with the reason', async () => {
  const { organisationId, manager, devices } = await hospital({ devices: 3 })
  await sql`update device set is_active = false, lifecycle = 'stored' where id = ${devices[1]}`.execute(db)
  const elsewhere = '00000000-0000-7000-8000-000000000000'

  const made = await createCampaign(db, manager.actor, { ...group, deviceIds: [devices[0]!, devices[1]!, elsewhere] })

  expect(made.workOrders).toBe(1)
  expect(made.skipped).toEqual([
    { deviceId: elsewhere, reason: 'Nothing of this advisory fits it, or it stands at another site.' },
    { deviceId: devices[1], reason: 'It is stored: work waits until it is in use.' },
  ])
  expect((await listWorkOrders(db, organisationId, { filter: {}, sort: 'due', limit: 9 })).items[0]!.device.id).toBe(
    devices[0],
  )
})

test('a group with nothing open makes no work, and says so', async () => {
  const { manager } = await hospital()

  await expect(createCampaign(db, manager.actor, { ...group, site: 'Nowhere' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'There is no work to make: no device of this model at this site has anything of the advisory open.',
  })
})

test('work goes only to somebody who may do it', async () => {
  const { manager, person } = await hospital()
  const viewer = await person('viewer', 'Vera')

  await expect(
    createCampaign(db, manager.actor, { ...group, assignedTo: viewer.actor.personId! }),
  ).rejects.toMatchObject({ code: 'bad_request' })
})

test('given to somebody it is dispatched at once: they hear of it, and the findings are under way', async () => {
  const { organisationId, technician, orderId } = await oneOrder()

  expect(await stateOf(orderId, technician)).toBe('dispatched')
  expect(await findingsOf(organisationId)).toEqual([
    ['CVE-2026-0001', 'affected', 'none', 'in_progress'],
    ['CVE-2026-0002', 'affected', 'none', 'in_progress'],
  ])
  expect(await noticesOf(technician)).toEqual([
    { kind: 'work_order.assigned', title: 'Fix Meridian Flow 3 (ICSMA-26-001-01) is yours' },
  ])
})

test('completion is a claim: the order waits for proof and the findings are claimed, not closed', async () => {
  const { organisationId, technician, orderId, observe, seen: observed } = await oneOrder()

  await completeWorkOrder(
    db,
    technician,
    orderId,
    { clientKey: 'k1', softwareVersion: '9.19', note: 'Went well', minutes: 35 },
    observe,
  )

  const { order, evidence } = await getWorkOrder(db, technician, orderId)
  expect(order.state).toBe('verification_pending')
  expect(order.minutes).toBe(35)
  expect(order.completedAt).not.toBeNull()
  expect(evidence.map(({ kind, value, byName, acceptedAt }) => [kind, value, byName, acceptedAt])).toEqual([
    ['version_read', '9.19', 'Theo', null],
    ['note', 'Went well', 'Theo', null],
  ])
  expect(await findingsOf(organisationId)).toEqual([
    ['CVE-2026-0001', 'affected', 'none', 'claimed'],
    ['CVE-2026-0002', 'affected', 'none', 'claimed'],
  ])
  expect(await eventsOf(orderId, technician)).toEqual([
    ['Mara', null, 'dispatched', 'Made from ICSMA-26-001-01: CVE-2026-0001, CVE-2026-0002'],
    ['Theo', 'dispatched', 'in_progress', 'Started and completed in one go'],
    ['Theo', 'in_progress', 'work_complete', 'Went well'],
    ['Theo', 'work_complete', 'verification_pending', 'Waits for an observation or accepted evidence'],
  ])
  expect(observed).toEqual([])
})

test('a form that is sent again from a dead spot is one claim', async () => {
  const { technician, orderId, observe } = await oneOrder()
  const form = { clientKey: 'k1', softwareVersion: '9.19' }
  await completeWorkOrder(db, technician, orderId, form, observe)
  const before = await getWorkOrder(db, technician, orderId)

  await completeWorkOrder(db, technician, orderId, form, observe)
  await Promise.all([1, 2].map(() => completeWorkOrder(db, technician, orderId, form, observe)))

  expect(await getWorkOrder(db, technician, orderId)).toEqual(before)
  await expect(
    completeWorkOrder(db, technician, orderId, { clientKey: 'k2', softwareVersion: '9.20' }, observe),
  ).rejects.toMatchObject({ code: 'conflict' })
})

test('a change on an old version of the order is refused', async () => {
  const { technician, manager, orderId, observe } = await oneOrder()
  const { version } = (await getWorkOrder(db, technician, orderId)).order
  await changeWorkOrder(db, manager.actor, orderId, { version, priority: 'low' })

  await expect(moveWorkOrder(db, technician, orderId, { to: 'in_progress', version }, observe)).rejects.toMatchObject({
    code: 'conflict',
    details: { version: version + 1 },
  })
})

test('a reading that shows every finding fixed verifies the order', async () => {
  const { organisationId, technician, orderId, deviceId, observe } = await oneOrder()
  await completeWorkOrder(db, technician, orderId, { clientKey: 'k1' }, observe)

  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0001', 'fixed')])
  expect(await stateOf(orderId, technician)).toBe('verification_pending')

  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0002', 'fixed')])
  expect((await eventsOf(orderId, technician)).at(-1)).toEqual([
    'Homeostat',
    'verification_pending',
    'verified',
    'MDSP export read version 9.19',
  ])
})

test('a fix that is seen before anybody claimed it verifies the order too, and says so', async () => {
  const { organisationId, technician, orderId, deviceId } = await oneOrder({ vulnerabilities: ['CVE-2026-0001'] })

  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0001', 'fixed')])

  expect((await getWorkOrder(db, technician, orderId)).order.completedAt).not.toBeNull()
  expect((await eventsOf(orderId, technician)).at(-1)).toEqual([
    'Homeostat',
    'dispatched',
    'verified',
    'Seen without a claim: MDSP export read version 9.19',
  ])
})

test('a reading that contradicts the claim fails the order; whoever did it and who plans hear of it', async () => {
  const { organisationId, technician, manager, orderId, deviceId, observe } = await oneOrder()
  await completeWorkOrder(db, technician, orderId, { clientKey: 'k1' }, observe)

  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0001', 'contradicted')])

  expect(await stateOf(orderId, technician)).toBe('verification_failed')
  // The other finding was claimed by the same words.
  expect(await findingsOf(organisationId)).toEqual([
    ['CVE-2026-0001', 'affected', 'none', 'not_remediated'],
    ['CVE-2026-0002', 'affected', 'none', 'not_remediated'],
  ])
  const told = {
    kind: 'work_order.verification_failed',
    title: 'WO-000001 did not take: Fix Meridian Flow 3 (ICSMA-26-001-01)',
  }
  expect(await noticesOf(manager)).toEqual([told])
  expect((await noticesOf(technician)).at(-1)).toEqual(told)
})

test('a verified order stays verified when the finding opens again, and new work can be made of it', async () => {
  const { organisationId, technician, manager, orderId, deviceId, observe } = await oneOrder({
    vulnerabilities: ['CVE-2026-0001'],
  })
  await completeWorkOrder(db, technician, orderId, { clientKey: 'k1' }, observe)
  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0001', 'fixed')])

  await tell(organisationId, [await seen(organisationId, deviceId, 'CVE-2026-0001', 'reopened')])
  const again = await createCampaign(db, manager.actor, group)

  expect((await eventsOf(orderId, technician)).at(-1)).toEqual([
    'Homeostat',
    'verified',
    'verified',
    'Open again: MDSP export read version 9.12',
  ])
  expect(again.workOrders).toBe(1)
})

test('nobody accepts their own evidence while somebody else could', async () => {
  const { manager, orderId, observe, person } = await oneOrder()
  await completeWorkOrder(db, manager, orderId, { clientKey: 'k1', softwareVersion: '9.19' }, observe)
  const [left] = (await getWorkOrder(db, manager, orderId)).evidence
  await person('manager', 'Nils')

  await expect(acceptEvidence(db, manager.actor, orderId, left!.id, observe)).rejects.toMatchObject({
    code: 'forbidden',
    message: 'You left this evidence yourself; somebody else accepts it: Nils.',
  })
})

test('the only person who may accept may accept their own, and that is written down', async () => {
  const { organisationId, manager, orderId, observe } = await oneOrder()
  await completeWorkOrder(db, manager, orderId, { clientKey: 'k1', note: 'Done, seen on the screen' }, observe)
  const [left] = (await getWorkOrder(db, manager, orderId)).evidence

  await acceptEvidence(db, manager.actor, orderId, left!.id, observe)

  const [, , , reason] = (await eventsOf(orderId, manager)).at(-1)!
  expect(reason).toMatch(/^Mara accepted the note that Mara left on .* \(the only person who may accept\): Done/)
  expect((await findingsOf(organisationId)).map(([, status, , remediation]) => [status, remediation])).toEqual([
    ['fixed', 'verified'],
    ['fixed', 'verified'],
  ])
})

test('a version that was read and accepted becomes an observation; the loop decides what it proves', async () => {
  const { manager, technician, orderId, deviceId, observe, seen: observed } = await oneOrder()
  await completeWorkOrder(db, technician, orderId, { clientKey: 'k1', softwareVersion: '9.19' }, observe)
  const [left] = (await getWorkOrder(db, manager, orderId)).evidence

  await acceptEvidence(db, manager.actor, orderId, left!.id, observe)
  await acceptEvidence(db, manager.actor, orderId, left!.id, observe)

  expect(observed).toEqual([{ deviceId, claims: { softwareVersion: '9.19' } }])
  expect(await stateOf(orderId, manager)).toBe('verification_pending')
  expect((await getWorkOrder(db, manager, orderId)).evidence[0]!.acceptedBy).toBe('Mara')
})

test('an accepted photo closes what the order was made for', async () => {
  const { organisationId, manager, technician, orderId, observe } = await oneOrder()
  await completeWorkOrder(db, technician, orderId, { clientKey: 'k1', note: 'Screen shows 9.19' }, observe)
  const [left] = (await getWorkOrder(db, manager, orderId)).evidence

  await acceptEvidence(db, manager.actor, orderId, left!.id, observe)

  expect(await stateOf(orderId, manager)).toBe('verified')
  expect(await findingsOf(organisationId)).toEqual([
    ['CVE-2026-0001', 'fixed', 'none', 'verified'],
    ['CVE-2026-0002', 'fixed', 'none', 'verified'],
  ])
})

test('an accepted photo of work that nobody claims proves nothing yet', async () => {
  const { manager, technician, orderId, observe } = await oneOrder()
  const left = await leaveEvidence(db, technician.actor, orderId, { clientKey: 'p1', kind: 'note', value: 'On my way' })

  await expect(acceptEvidence(db, manager.actor, orderId, left.id, observe)).rejects.toMatchObject({
    code: 'conflict',
    message: 'A note proves work that somebody claims to be done; this work order is dispatched. Complete it first.',
  })
})

/** A mitigation that a technician has completed, with what the evidence of it is. */
async function completedMitigation(ids = ['CVE-2026-0009']) {
  const there = await hospital({ devices: 1, vulnerabilities: [] })
  await insertFindings(db, there.organisationId, {
    id: 'cisa:ICSMA-26-002-01',
    vulnerabilities: ids.map((id) => ({ id, remediations: [{ category: 'mitigation', details: 'Block the port' }] })),
  })
  await createCampaign(db, there.manager.actor, {
    ...group,
    advisoryId: 'cisa:ICSMA-26-002-01',
    assignedTo: there.technician.actor.personId!,
  })
  const [order] = (await listWorkOrders(db, there.organisationId, { filter: {}, sort: 'due', limit: 1 })).items
  await completeWorkOrder(db, there.technician, order!.id, { clientKey: 'k', note: 'Rule 12 is on' }, there.observe)
  expect((await findingsOf(there.organisationId))[0]).toEqual(['CVE-2026-0009', 'affected', 'none', 'in_progress'])
  const [left] = (await getWorkOrder(db, there.manager, order!.id)).evidence
  return { there, order: order!, left: left! }
}

test('a mitigation that is accepted leaves the flaw and holds it in check: that is a decision', async () => {
  const { there, order, left } = await completedMitigation()
  await acceptEvidence(db, there.manager.actor, order.id, left.id, there.observe)

  expect(order.type).toBe('security_mitigation')
  expect(await stateOf(order.id, there.manager)).toBe('verified')
  expect(await findingsOf(there.organisationId)).toEqual([['CVE-2026-0009', 'affected', 'mitigated', 'not_remediated']])
})

test('where the rule asks for approval, what the evidence decides waits for it, as one decision on all of the order', async () => {
  const ids = ['CVE-2026-0009', 'CVE-2026-0010', 'CVE-2026-0011']
  const { there, order, left } = await completedMitigation(ids)
  const each = { critical: 1, high: 1, medium: 1, low: 1 }
  const rule: ApprovalRule = {
    kinds: ['mitigated'],
    approvers: each,
    lifeSustaining: each,
    longestDays: { critical: null, high: null, medium: null, low: null },
    oneKey: { passes: false, reason: '' },
  }
  await adoptApprovalRule(db, there.manager.actor, { rule, seen: null, reason: 'Two pairs of eyes' })
  await acceptEvidence(db, there.manager.actor, order.id, left.id, there.observe)

  expect(await stateOf(order.id, there.manager)).toBe('verified')
  expect(await findingsOf(there.organisationId)).toEqual(ids.map((id) => [id, 'affected', 'none', 'not_remediated']))
  const { items } = await listProposals(db, there.organisationId, { state: 'waiting', limit: 9 })
  expect(items).toMatchObject([{ decision: 'mitigated', proposedBy: there.manager.actor.name, on: '3 findings' }])
})

test('a check is done when what was read is accepted, whatever it showed', async () => {
  const there = await hospital({ devices: 1, vulnerabilities: [] })
  await insertFindings(db, there.organisationId, {
    id: 'cisa:ICSMA-26-003-01',
    vulnerabilities: [{ id: 'CVE-2026-0010', answer: 'cannot_tell' }],
  })
  await createCampaign(db, there.manager.actor, {
    ...group,
    advisoryId: 'cisa:ICSMA-26-003-01',
    assignedTo: there.technician.actor.personId!,
  })
  const [order] = (await listWorkOrders(db, there.organisationId, { filter: {}, sort: 'due', limit: 1 })).items
  await completeWorkOrder(db, there.technician, order!.id, { clientKey: 'k', softwareVersion: '9.12' }, there.observe)
  const [left] = (await getWorkOrder(db, there.manager, order!.id)).evidence

  await acceptEvidence(db, there.manager.actor, order!.id, left!.id, there.observe)

  expect(order!.type).toBe('field_check')
  expect(await stateOf(order!.id, there.manager)).toBe('verified')
  expect(await findingsOf(there.organisationId)).toEqual([
    ['CVE-2026-0010', 'under_investigation', 'none', 'not_remediated'],
  ])
})

test('a device that nobody finds is missing and its order stays open until somebody is sent again', async () => {
  const { organisationId, technician, manager, orderId, deviceId, observe, seen: observed } = await oneOrder()
  const version = async () => (await getWorkOrder(db, technician, orderId)).order.version
  const move = async (worker: Worker, to: WorkOrderState, reason: string) =>
    moveWorkOrder(db, worker, orderId, { to, reason, version: await version() }, observe)

  await move(technician, 'unable_to_locate', 'Not in ICU 2, not in the store')

  expect(observed).toEqual([{ deviceId, claims: { lifecycle: 'missing' } }])
  expect((await findingsOf(organisationId)).map(([, , , remediation]) => remediation)).toEqual([
    'not_remediated',
    'not_remediated',
  ])
  expect(await noticesOf(manager)).toEqual([
    {
      kind: 'work_order.unable_to_locate',
      title: 'WO-000001: unable to locate. Send somebody again, or cancel it',
    },
  ])
  expect(
    (await listWorkOrders(db, organisationId, { filter: { open: true }, sort: 'due', limit: 9 })).items,
  ).toHaveLength(1)

  await move(manager, 'dispatched', 'Ask the night shift')
  await move(technician, 'unable_to_locate', 'Still not')
  await move(technician, 'in_progress', '')
  expect(observed.at(-1)).toEqual({ deviceId, claims: { lifecycle: null } })
})

test('a cancelled order gives its findings back to the worklist', async () => {
  const { organisationId, manager, technician, orderId, observe } = await oneOrder()
  const { version } = (await getWorkOrder(db, manager, orderId)).order

  await moveWorkOrder(db, manager, orderId, { to: 'cancelled', reason: 'Replaced next week', version }, observe)

  expect((await findingsOf(organisationId)).map(([, , , remediation]) => remediation)).toEqual([
    'not_remediated',
    'not_remediated',
  ])
  expect((await noticesOf(technician)).at(-1)!.kind).toBe('work_order.cancelled')
})

test('every move is in the trail, with who and why', async () => {
  const { organisationId, technician, orderId, observe } = await oneOrder()
  const { version } = (await getWorkOrder(db, technician, orderId)).order

  await moveWorkOrder(
    db,
    technician,
    orderId,
    { to: 'on_hold', holdReason: 'device_in_use', reason: 'Patient until noon', version },
    observe,
  )

  const { rows } = await sql`select actor_name, action, reason, detail from audit_entry
    where organisation_id = ${organisationId} and subject_id = ${orderId}`.execute(db)
  expect(rows).toEqual([
    {
      actor_name: 'Theo',
      action: 'work_order.moved',
      reason: 'Patient until noon',
      detail: { from: 'dispatched', to: 'on_hold', holdReason: 'device_in_use' },
    },
  ])
  expect((await eventsOf(orderId, technician)).at(-1)).toEqual([
    'Theo',
    'dispatched',
    'on_hold',
    'Waits for device in use: Patient until noon',
  ])
})

test('the list goes on by key and narrows to what is asked for', async () => {
  const { organisationId, manager, technician } = await hospital({ devices: 5 })
  await createCampaign(db, manager.actor, group)
  const all = (await listWorkOrders(db, organisationId, { filter: {}, sort: 'due', limit: 50 })).items

  for (const sort of ['due', 'priority', 'number'] as const) {
    const seenNumbers: string[] = []
    let cursor: string | undefined
    do {
      const page = await listWorkOrders(db, organisationId, { filter: {}, sort, cursor, limit: 2 })
      seenNumbers.push(...page.items.map(({ number }) => number))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seenNumbers.sort()).toEqual(all.map(({ number }) => number).sort())
  }
  const count = async (filter: Parameters<typeof listWorkOrders>[2]['filter']) =>
    (await listWorkOrders(db, organisationId, { filter, sort: 'due', limit: 50 })).items.length
  expect(await count({ assignedTo: 'nobody' })).toBe(5)
  expect(await count({ assignedTo: technician.actor.personId! })).toBe(0)
  expect(await count({ state: ['approved', 'draft'], open: true })).toBe(5)
  expect(await count({ open: false })).toBe(0)
  expect(await count({ q: 'wo-3' })).toBe(1)
  expect(await count({ q: 'CE-2' })).toBe(1)
  expect(await count({ vulnerability: 'CVE-2026-0002', device: all[0]!.device.id })).toBe(1)
  expect(await count({ stuck: 'act' })).toBe(0)
  await sql`update work_order set due_on = '2020-01-01' where number = 3 and organisation_id = ${organisationId}`.execute(
    db,
  )
  expect(await count({ stuck: 'act' })).toBe(1)
})
