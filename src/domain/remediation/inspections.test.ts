import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { countHealth, healthOfDevice } from '#domain/health/health.ts'
import { getDevice, listConflicts } from '#domain/inventory/inventory.ts'
import { onPersonObservation } from '#domain/loop.ts'
import { updateSource } from '#domain/sources/sources.ts'
import { permissionsOf } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import { newId } from '#platform/id.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  answerInspection,
  createInspections,
  getWorkOrder,
  type Inspected,
  moveWorkOrder,
  type Worker,
} from './remediation.ts'

const { db } = await testDatabase()
let hospital: Hospital = await newHospital(db)
const worker = async (role: 'manager' | 'technician' | 'analyst', name: string): Promise<Worker> => ({
  actor: await insertPerson(db, hospital.organisationId, role, name),
  permissions: permissionsOf[role],
})
const mara = await worker('manager', 'Mara')
const theo = await worker('technician', 'Theo')
const ann = await worker('analyst', 'Ann')

beforeEach(async () => {
  await sql`truncate source, configuration, context, device, device_health, observation, identifier, conflict, work_order, notification cascade`.execute(
    db,
  )
  hospital = await newHospital(db)
  await updateSource(db, hospital.organisationId, hospital.cmms.id, { role: 'register' })
  await updateSource(db, hospital.organisationId, hospital.monitor.id, { role: 'observer' })
})

const pump = (number: number, more: DeviceClaims = {}): DeviceClaims => ({
  assetTag: `T-${5000 + 11 * number}`,
  serialNumber: `QX${470815 + 7919 * number}`,
  manufacturer: 'Acme',
  model: 'Pump 3',
  site: 'North',
  careArea: 'Ward 4B',
  room: `${10 - number}`,
  ...more,
})

const listed = async (...pumps: DeviceClaims[]) => {
  const { deviceIds } = await hospital.says(
    hospital.cmms,
    Object.fromEntries(pumps.map((one, at) => [`P${at}`, one])),
    '2026-01-10T00:00:00Z',
  )
  return deviceIds
}

/** The register calls it disposed, and the monitor saw it afterwards. */
async function disposedYetSeen() {
  const [deviceId] = await listed(pump(1, { lifecycle: 'disposed', retiredOn: '2026-02-01' }))
  await hospital.says(hospital.monitor, { m: { ...pump(1), lastSeenAt: '2026-03-01T08:00:00Z' } })
  return deviceId!
}

const conflicts = async (state: 'open' | 'waiting' | 'settled') =>
  await listConflicts(db, hospital.organisationId, { state }, { after: null, limit: 10 })
const answer = (id: string, found: Omit<Inspected, 'clientKey'>, clientKey = 'k', worker = theo) =>
  answerInspection(db, worker, id, { clientKey, ...found }, onPersonObservation)
const deviceNow = async (id: string) => (await getDevice(db, hospital.organisationId, id)).device
const stateOf = async (id: string) => (await getWorkOrder(db, mara, id)).order.state

test('one inspection for each device, in the order of the rooms, with what is known of where it is', async () => {
  const ids = await listed(pump(1), pump(2), pump(3))
  const { workOrders, skipped } = await createInspections(db, mara.actor, {
    deviceIds: ids,
    assignedTo: theo.actor.personId!,
    dueOn: '2099-01-05',
  })
  expect(skipped).toEqual([])
  expect(workOrders.map(({ number }) => number)).toEqual(['WO-000001', 'WO-000002', 'WO-000003'])
  const orders = await Promise.all(workOrders.map(async ({ id }) => (await getWorkOrder(db, mara, id)).order))
  expect(orders.map(({ device }) => device.room)).toEqual(['7', '8', '9'])
  expect(orders[0]).toMatchObject({
    type: 'inspection',
    state: 'dispatched',
    title: 'Is Acme Pump 3 there?',
    dueOn: '2099-01-05',
    verification: { attribute: 'lifecycle' },
  })
  expect(orders[0]?.steps.map(({ text }) => text)).toContain('Its last place: North, Ward 4B, 7. Nothing ever saw it.')
  const { rows: notices } = await sql<{ title: string }>`
    select title from notification where person_id = ${theo.actor.personId}`.execute(db)
  expect(notices).toEqual([{ title: '3 inspections are yours: Is Acme Pump 3 there?' }])
})

test('a device that somebody looks for already, or that is no more, gets none, and the others do', async () => {
  const ids = await listed(pump(1), pump(2))
  const first = await createInspections(db, mara.actor, { deviceIds: [ids[0]!] })
  const missing = newId()
  const again = await createInspections(db, mara.actor, { deviceIds: [...ids, ids[0]!, missing] })
  expect(again.workOrders.map(({ deviceId }) => deviceId)).toEqual([ids[1]])
  expect(again.skipped).toEqual([
    { deviceId: missing, reason: expect.stringContaining('no such device any more') },
    { deviceId: ids[0], reason: `${first.workOrders[0]!.number} looks for it already.` },
  ])
  expect((await createInspections(db, mara.actor, { deviceIds: ids })).workOrders).toEqual([])
})

test('found: it is there, where somebody says, and the conflict over its life is settled', async () => {
  const deviceId = await disposedYetSeen()
  expect(await conflicts('open')).toHaveLength(1)
  const { workOrders } = await createInspections(db, mara.actor, { deviceIds: [deviceId] })
  const { id } = workOrders[0]!
  expect(await conflicts('open')).toEqual([])
  expect((await conflicts('waiting')).map(({ orderId }) => orderId)).toEqual([id])
  const { order } = await getWorkOrder(db, mara, id)
  expect(order.steps.map(({ text }) => text).join()).toContain('CMMS export says disposed since 2026-02-01')

  await answer(id, { answer: 'here', careArea: 'Store 2', room: 'S-12', note: 'On the shelf' })
  expect(await stateOf(id)).toBe('verified')
  expect(await deviceNow(deviceId)).toMatchObject({ lifecycle: 'in_use', careArea: 'Store 2', room: 'S-12' })
  const [settled] = await conflicts('settled')
  expect(settled?.settledAt).not.toBeNull()
  const { evidence, events } = await getWorkOrder(db, mara, id)
  expect(evidence.map(({ value }) => value)).toEqual(['Found here: Store 2, S-12: On the shelf'])
  const before = events.length

  // The same form sent again is the same answer.
  await answer(id, { answer: 'here', careArea: 'Store 2', room: 'S-12', note: 'On the shelf' })
  expect((await getWorkOrder(db, mara, id)).events).toHaveLength(before)
})

test('disposed of: it leaves the worklist from today on, and the conflict is settled', async () => {
  const deviceId = await disposedYetSeen()
  const { workOrders } = await createInspections(db, mara.actor, { deviceIds: [deviceId] })
  await answer(workOrders[0]!.id, { answer: 'disposed', note: 'Scrap note 12' })
  expect(await stateOf(workOrders[0]!.id)).toBe('verified')
  const device = await deviceNow(deviceId)
  expect(device).toMatchObject({ lifecycle: 'disposed', isActive: false })
  expect(await conflicts('open')).toEqual([])
  expect(await conflicts('waiting')).toEqual([])
})

test('gone: it is missing until somebody finds it, and the work order stays to be followed up', async () => {
  const [deviceId] = await listed(pump(1))
  const { workOrders } = await createInspections(db, mara.actor, { deviceIds: [deviceId!] })
  const { id } = workOrders[0]!
  await answer(id, { answer: 'gone', note: 'Not on 4B, not in the pool' })
  expect(await stateOf(id)).toBe('unable_to_locate')
  expect((await deviceNow(deviceId!)).lifecycle).toBe('missing')
  await answer(id, { answer: 'here', room: 'Theatre 3' }, 'later')
  expect(await stateOf(id)).toBe('verified')
  expect(await deviceNow(deviceId!)).toMatchObject({ lifecycle: 'in_use', room: 'Theatre 3' })
})

test('an answer is refused where there is none to give, in words', async () => {
  const [deviceId] = await listed(pump(1))
  const { workOrders } = await createInspections(db, mara.actor, { deviceIds: [deviceId!] })
  const { id } = workOrders[0]!
  await expect(answer(id, { answer: 'here' }, 'k', ann)).rejects.toThrow('Whoever does the work says this')
  const { version } = (await getWorkOrder(db, mara, id)).order
  await moveWorkOrder(db, mara, id, { to: 'cancelled', reason: 'No need', version }, onPersonObservation)
  await expect(answer(id, { answer: 'here' })).rejects.toThrow('takes no answer any more')
  await sql`update work_order set state = 'approved', verification = verification || '{"attribute": "softwareVersion"}'`.execute(
    db,
  )
  await expect(answer(id, { answer: 'here' })).rejects.toThrow('complete it instead')
})

test('a ghost has its next step: to be looked for, then the order that looks, and none once it was found', async () => {
  const now = new Date('2026-11-20T12:00:00Z')
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
  const pumps = Array.from({ length: 12 }, (_, number) => pump(number))
  const ids = await listed(...pumps)
  for (let day = 60; day >= 0; day -= 4) {
    const seen = pumps.flatMap((one, number) =>
      number === 3 && day < 40 ? [] : [[`m${number}`, { ...one, lastSeenAt: daysAgo(day) }]],
    )
    await hospital.says(hospital.monitor, Object.fromEntries(seen), daysAgo(day))
  }
  const ghost = async () => {
    await countHealth(db, hospital.organisationId, now, true)
    const health = await healthOfDevice(db, hospital.organisationId, ids[3]!)
    return health?.lists.find(({ list }) => list === 'ghost')?.next[0]
  }
  expect(await ghost()).toMatchObject({ kind: 'inspect', text: 'Look for it' })
  const { workOrders } = await createInspections(db, mara.actor, { deviceIds: [ids[3]!] })
  const { id, number } = workOrders[0]!
  expect(await ghost()).toEqual({ kind: 'look', text: `${number} looks for it`, path: `/work-orders/${id}` })
  await answer(id, { answer: 'here' })
  expect(await ghost()).toBeUndefined()
})
