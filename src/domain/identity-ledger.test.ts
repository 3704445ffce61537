import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { commentOnFinding, decideFinding, findingComments, getFinding } from '#domain/findings/findings.ts'
import {
  getDevice,
  getIdentityEntry,
  listIdentityEntries,
  mergedWith,
  type PreparedObservation,
  prepare,
} from '#domain/inventory/inventory.ts'
import {
  onArrivals,
  onIdentityUndo,
  onMerge,
  onMerges,
  onObservations,
  onPersonObservation,
  onSplit,
  onUndo,
} from '#domain/loop.ts'
import {
  completeWorkOrder,
  createCampaign,
  getWorkOrder,
  listWorkOrders,
  type Worker,
} from '#domain/remediation/remediation.ts'
import { queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import { permissionsOf } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { deviceTables } from '#tests/support/device-tables.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, cmms, monitor } = hospital
const worker = async (role: 'manager' | 'technician', name: string): Promise<Worker> => ({
  actor: await insertPerson(db, organisationId, role, name),
  permissions: permissionsOf[role],
})
const manager = await worker('manager', 'Mara')
const technician = await worker('technician', 'Theo')
const cve = 'CVE-2026-0001'
const group = { advisoryId: 'example-cert:A-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }

await hospital.publish(
  advisoryRecord({
    trackingId: 'A-1',
    products: [
      productEntry({ productId: 'P0', name: 'Drip 3000', version: '< 9.2', versionForm: 'comparison', isRange: true }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P0'] } })],
  }),
)

beforeEach(async () => {
  await sql`truncate device, observation, identifier, decision, finding_comment, work_order, campaign, identity_entry, conflict cascade`.execute(
    db,
  )
})

const pump = (over: DeviceClaims = {}): DeviceClaims => ({
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.0',
  site: 'North',
  ...over,
})

async function says(
  source: SourceRecord,
  records: Record<string, DeviceClaims>,
  at: string,
  runId: string | null = null,
) {
  const batch: PreparedObservation[] = Object.entries(records).map(([sourceKey, claims]) =>
    prepare({ sourceKey, observedAt: at, claims }),
  )
  return await inTransaction(db, (tx) =>
    onObservations(tx, source, { id: runId as string, now: at, actor: hospital.actor }, batch),
  )
}

/** A pump in two systems that share nothing by which a program could tell. */
async function twoRecords() {
  const { changes: register } = await says(cmms, { c1: pump({ assetTag: 'T-1' }) }, '2026-01-01T00:00:00.000Z')
  const { changes: network } = await says(
    monitor,
    { m1: pump({ hostname: 'pump-1', lastSeenAt: '2026-02-01T00:00:00.000Z' }) },
    '2026-02-01T00:00:00.000Z',
  )
  return { ofCmms: register[0]!.deviceId, ofMonitor: network[0]!.deviceId }
}

/** What a person says of the device is a record of it as well, which no merge brought. */
async function thirdRecord(deviceId: string) {
  const claims = pump({ serialNumber: 'S-2' })
  await inTransaction(db, (tx) => onPersonObservation(tx, manager.actor, deviceId, claims, '2026-03-01T00:00:00.000Z'))
  const { sources } = await getDevice(db, organisationId, deviceId)
  const { source, sourceKey } = sources.find((record) => record.sourceKey === `person:${deviceId}`)!
  return { sourceId: source.id, sourceKey }
}

const merge = (into: string, from: string) =>
  inTransaction(db, (tx) => onMerge(tx, manager.actor, { into, from, reason: 'One label' }))
const undo = (entryId: string) => inTransaction(db, (tx) => onIdentityUndo(tx, manager.actor, entryId))
const accept = (deviceId: string, reason: string) =>
  decideFinding(db, manager.actor, { deviceId, vulnerabilityId: cve }, { decision: 'accepted', reason })
const finding = async (deviceId: string) =>
  (await getFinding(db, organisationId, { deviceId, vulnerabilityId: cve })).finding
const ordersOf = async (device: string) =>
  (await listWorkOrders(db, organisationId, { filter: { device }, sort: 'due', limit: 10 })).items
const keysOf = async (deviceId: string) =>
  (await getDevice(db, organisationId, deviceId)).sources.map(({ sourceKey }) => sourceKey).sort()

test('a merged device has the records of both, and the other tells where it went', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await keysOf(ofMonitor)).toEqual(['c1', 'm1'])
  const { device } = await getDevice(db, organisationId, ofMonitor)
  expect(device).toMatchObject({ assetTag: 'T-1', hostname: 'pump-1' })
  expect((await getDevice(db, organisationId, ofCmms)).mergedInto).toEqual({ id: ofMonitor, name: device.name })
  expect(await getIdentityEntry(db, organisationId, entryId)).toMatchObject({
    kind: 'merge',
    actorName: 'Mara',
    isByPerson: true,
    records: 1,
    moved: [{ source: { name: 'CMMS export' }, sourceKey: 'c1' }],
  })
  await undo(entryId)
  expect(await keysOf(ofCmms)).toEqual(['c1'])
  expect(await mergedWith(db, organisationId, ofCmms)).toBeNull()
  const { items } = await listIdentityEntries(db, organisationId, { device: ofCmms, limit: 10 })
  expect(items).toMatchObject([{ id: entryId, undoneBy: 'Mara' }])
})

test('a decision in force beats none, and the older opening counts', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await accept(ofCmms, 'Behind a firewall')
  const before = await deviceTables(db)
  const opened = (await finding(ofCmms)).openedAt
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await finding(ofMonitor)).toMatchObject({ decision: 'accepted', openedAt: opened })
  await undo(entryId)
  expect(await finding(ofCmms)).toMatchObject({ decision: 'accepted' })
  expect(await finding(ofMonitor)).toMatchObject({ decision: 'none' })
  expect(await deviceTables(db)).toEqual(before)
})

test('a device is in its configuration as long as the older of the two', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const since = async (id: string) =>
    (
      await sql<{ since: string; seen: string }>`
        select configuration_since as since, first_seen_at as seen from device where id = ${id}`.execute(db)
    ).rows[0]!
  const [older, younger] = [await since(ofCmms), await since(ofMonitor)]
  expect(older.since < younger.since).toBe(true)
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await since(ofMonitor)).toEqual(older)
  await undo(entryId)
  expect(await since(ofMonitor)).toEqual(younger)
})

test('of two decisions the later is in force, and each comes back to its half', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await accept(ofMonitor, 'First')
  await accept(ofCmms, 'Second')
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect((await finding(ofMonitor)).decisionReason).toBe('Second')
  await undo(entryId)
  expect((await finding(ofMonitor)).decisionReason).toBe('First')
  expect((await finding(ofCmms)).decisionReason).toBe('Second')
})

test('records leave also where the merge that brought them cannot go back, as something later rests on it', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const other = (await says(monitor, { m2: pump({ hostname: 'pump-2' }) }, '2026-03-01T00:00:00.000Z')).changes[0]!
    .deviceId
  const before = await deviceTables(db)
  const { entryId: first } = await merge(ofMonitor, ofCmms)
  const split = async (sourceKey: string, source = monitor) =>
    await inTransaction(db, (tx) =>
      onSplit(tx, manager.actor, {
        deviceId: ofMonitor,
        records: [{ sourceId: source.id, sourceKey }],
        reason: 'Two labels',
      }),
    )
  // The device is left with what the merge brought, and then gets more.
  const own = await split('m1')
  const { entryId: second } = await merge(ofMonitor, other)
  await expect(undo(first)).rejects.toThrow(`Undo that one first (${own.entryId})`)
  const left = await split('c1', cmms)
  expect(left.isUndo).toBe(false)
  expect([await keysOf(left.deviceId), await keysOf(own.deviceId), await keysOf(ofMonitor)]).toEqual([
    ['c1'],
    ['m1'],
    ['m2'],
  ])
  for (const entryId of [left.entryId, second, own.entryId, first]) await undo(entryId)
  expect(await deviceTables(db)).toEqual(before)
})

test('what happens in the transaction of a merge goes back with its finding', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await accept(ofCmms, 'First')
  // As where a record that arrives shows two devices to be one, and moves their findings.
  const { entryId } = await inTransaction(db, async (tx) => {
    const merged = await onMerge(tx, manager.actor, { into: ofMonitor, from: ofCmms, reason: 'One label' })
    const key = { deviceId: ofMonitor, vulnerabilityId: cve }
    await decideFinding(tx, manager.actor, key, { decision: 'accepted', reason: 'Second' })
    return merged
  })
  await undo(entryId)
  const { finding: own, events } = await getFinding(db, organisationId, { deviceId: ofCmms, vulnerabilityId: cve })
  expect(own.decisionReason).toBe('Second')
  expect(events.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['First', 'Second']))
  expect(await finding(ofMonitor)).toMatchObject({ decision: 'none' })
})

test('work that was completed meanwhile stays completed, on the half that it was of', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await createCampaign(db, manager.actor, { ...group, assignedTo: technician.actor.personId!, deviceIds: [ofCmms] })
  const [order] = await ordersOf(ofCmms)
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect((await ordersOf(ofMonitor)).map(({ id }) => id)).toEqual([order!.id])
  await completeWorkOrder(db, technician, order!.id, { clientKey: 'k', note: 'Updated' }, async () => {})
  await undo(entryId)
  expect(await ordersOf(ofMonitor)).toEqual([])
  const { order: now } = await getWorkOrder(db, manager, order!.id)
  expect(now.state).toBe('verification_pending')
  expect(now.device.id).toBe(ofCmms)
  expect((await finding(ofMonitor)).remediation).toBe('not_remediated')
})

test('where both have work, each half is claimed to be done by its own alone', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await createCampaign(db, manager.actor, {
    ...group,
    type: 'software_upgrade',
    assignedTo: technician.actor.personId!,
  })
  const [ofRegister] = await ordersOf(ofCmms)
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await ordersOf(ofMonitor)).toHaveLength(2)
  await completeWorkOrder(db, technician, ofRegister!.id, { clientKey: 'k', note: 'Updated' }, async () => {})
  expect((await finding(ofMonitor)).remediation).toBe('claimed')
  await undo(entryId)
  expect((await finding(ofCmms)).remediation).toBe('claimed')
  expect((await finding(ofMonitor)).remediation).toBe('in_progress')
})

test('what a source says of its record after the merge goes back with the record', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const { entryId } = await merge(ofMonitor, ofCmms)
  await says(cmms, { c1: pump({ assetTag: 'T-1', room: '4-112' }) }, '2026-03-01T00:00:00.000Z')
  await says(
    monitor,
    { m1: pump({ hostname: 'pump-1', softwareVersion: '9.2', lastSeenAt: '2026-03-02T00:00:00.000Z' }) },
    '2026-03-02T00:00:00.000Z',
  )
  expect((await finding(ofMonitor)).isOpen).toBe(false)
  await undo(entryId)
  expect((await getDevice(db, organisationId, ofCmms)).device).toMatchObject({ room: '4-112', softwareVersion: '9.0' })
  expect((await getDevice(db, organisationId, ofMonitor)).device).toMatchObject({ room: null, softwareVersion: '9.2' })
  // The register's pump was never read to be at 9.2.
  expect((await finding(ofCmms)).isOpen).toBe(true)
  expect((await finding(ofMonitor)).isOpen).toBe(false)
})

test('a comment of a finding goes there and back, and one made since stays with both halves’ finding', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const say = (deviceId: string, text: string) =>
    inTransaction(db, (tx) => commentOnFinding(tx, manager.actor, { deviceId, vulnerabilityId: cve }, text))
  const saidOf = async (deviceId: string) =>
    (await findingComments(db, organisationId, { deviceId, vulnerabilityId: cve })).map(({ text }) => text)
  await accept(ofMonitor, 'Known')
  await say(ofCmms, 'Of the register')
  const { entryId } = await merge(ofMonitor, ofCmms)
  expect(await saidOf(ofMonitor)).toEqual(['Of the register'])
  await say(ofMonitor, 'Of the joined device')
  await undo(entryId)
  expect(await saidOf(ofCmms)).toEqual(['Of the register'])
  expect(await saidOf(ofMonitor)).toEqual(['Of the joined device'])
})

test('importing the same again after a merge writes nothing', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await merge(ofMonitor, ofCmms)
  const before = await deviceTables(db)
  const { counts } = await says(cmms, { c1: pump({ assetTag: 'T-1' }) }, '2026-03-01T00:00:00.000Z')
  expect(counts).toMatchObject({ new: 0, changed: 0, unchanged: 1 })
  expect(await deviceTables(db)).toEqual(before)
})

test('what a record says goes back to the device that it was of last, also where the other had had it', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await thirdRecord(ofCmms)
  // The record was of the one device, was taken back, and came again as the other's.
  await sql`update observation set retracted_at = now() where source_key = 'c1'`.execute(db)
  const claims = pump({ assetTag: 'T-1' })
  const again = async (at: string, over: DeviceClaims) => await says(cmms, { c1: { ...claims, ...over } }, at)
  const came = (await again('2026-04-01T00:00:00.000Z', {})).changes[0]!.deviceId
  if (came !== ofMonitor) await merge(ofMonitor, came)
  const { entryId } = await merge(ofMonitor, ofCmms)
  await again('2026-05-01T00:00:00.000Z', { room: '4-112' })
  await undo(entryId)
  expect(await keysOf(ofMonitor)).toEqual(['c1', 'm1'])
  expect(await keysOf(ofCmms)).toEqual([`person:${ofCmms}`])
})

test('an import that is undone after a merge takes back its rows wherever they are', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const runId = newId()
  await sql`insert into run (organisation_id, id, source_id, state, trigger, actor_name)
    values (${organisationId}, ${runId}, ${cmms.id}, 'succeeded', 'person', 'Mara')`.execute(db)
  await says(cmms, { c1: pump({ assetTag: 'T-1', room: '4-112' }) }, '2026-03-01T00:00:00.000Z', runId)
  const { entryId } = await merge(ofMonitor, ofCmms)
  await inTransaction(db, (tx) => onUndo(tx, cmms, runId, manager.actor, new Date().toISOString()))
  expect((await getDevice(db, organisationId, ofMonitor)).device).toMatchObject({ assetTag: 'T-1', room: null })
  await undo(entryId)
  expect((await getDevice(db, organisationId, ofCmms)).device).toMatchObject({ assetTag: 'T-1', room: null })
})

test.each([false, true])(
  'a record that was found to be of a device when that was merged goes back with it, come meanwhile or not (%s)',
  async (isPlaced) => {
    const serialNumber = 'QX470815'
    const { changes } = await says(cmms, { c1: pump({ assetTag: 'T-1', serialNumber }) }, '2026-01-01T00:00:00.000Z')
    const ofCmms = changes[0]!.deviceId
    const other = await says(monitor, { m1: pump({ hostname: 'pump-1' }) }, '2026-02-01T00:00:00.000Z')
    const into = other.changes[0]!.deviceId
    const run = await queueRun(db, { sourceId: monitor.id, trigger: 'person', actor: manager.actor })
    const cause = { id: run.id, now: '2026-03-01T00:00:00.000Z', actor: hospital.actor }
    const told = prepare({ sourceKey: 'm2', observedAt: cause.now, claims: pump({ serialNumber }) })
    await inTransaction(db, (tx) => onObservations(tx, monitor, { ...cause, isImport: true }, [told]))
    let entryId = ''
    const place = () =>
      onArrivals(db, monitor, cause, {
        placed: async () => {},
        async next() {
          entryId ||= (await merge(into, ofCmms)).entryId
          if (!isPlaced) throw new AppError('conflict', 'The run was cancelled.')
        },
      })
    if (isPlaced) await place()
    else await expect(place()).rejects.toThrow('cancelled')
    if (isPlaced) expect(await keysOf(into)).toEqual(['c1', 'm1', 'm2'])
    await undo(entryId)
    isPlaced = true
    await place()
    expect(await keysOf(ofCmms)).toEqual(['c1', 'm2'])
    expect(await keysOf(into)).toEqual(['m1'])
  },
)

test('what a merge cannot do it says in words', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await expect(merge(ofCmms, ofCmms)).rejects.toThrow('cannot be merged with itself')
  await expect(merge(ofCmms, newId())).rejects.toThrow('device')
  const { entryId } = await merge(ofMonitor, ofCmms)
  await expect(merge(ofMonitor, ofCmms)).rejects.toThrow(`was merged with device ${ofMonitor}`)
  await expect(
    inTransaction(db, (tx) => onPersonObservation(tx, manager.actor, ofCmms, { room: '1' }, new Date().toISOString())),
  ).rejects.toThrow('correct that one, or undo the merge')
  await undo(entryId)
  await expect(undo(entryId)).rejects.toThrow('This merge was undone before, by Mara')
})

test('an undo that a later split rests on says which one goes first', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const { entryId } = await merge(ofMonitor, ofCmms)
  const third = await thirdRecord(ofMonitor)
  const records = [{ sourceId: cmms.id, sourceKey: 'c1' }, third]
  const split = await inTransaction(db, (tx) =>
    onSplit(tx, manager.actor, { deviceId: ofMonitor, records, reason: 'Two pumps' }),
  )
  expect(split.isUndo).toBe(false)
  expect((await getIdentityEntry(db, organisationId, entryId)).later).toMatchObject([
    { id: split.entryId, kind: 'split' },
  ])
  const before = await deviceTables(db)
  await expect(undo(entryId)).rejects.toThrow(`Undo that one first (${split.entryId})`)
  expect(await deviceTables(db)).toEqual(before)
  await undo(split.entryId)
  await undo(entryId)
  expect(await keysOf(ofCmms)).toEqual(['c1'])
  expect(await keysOf(ofMonitor)).toEqual(['m1', third.sourceKey])
})

test('a split leaves decisions and work, but for what is named', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  await merge(ofMonitor, ofCmms)
  const third = await thirdRecord(ofMonitor)
  expect(await keysOf(ofMonitor)).toEqual(['c1', 'm1', third.sourceKey])
  await accept(ofMonitor, 'Behind a firewall')
  const split = (over: Partial<Parameters<typeof onSplit>[2]>) =>
    inTransaction(db, (tx) =>
      onSplit(tx, manager.actor, {
        deviceId: ofMonitor,
        records: [third],
        reason: 'Two pumps',
        ...over,
      }),
    )
  const stays = await split({})
  expect(await keysOf(stays.deviceId)).toEqual([third.sourceKey])
  expect(await finding(stays.deviceId)).toMatchObject({ decision: 'none', isOpen: true })
  expect(await finding(ofMonitor)).toMatchObject({ decision: 'accepted' })
  await undo(stays.entryId)
  const goes = await split({ vulnerabilityIds: [cve] })
  expect(goes.deviceId).toBe(stays.deviceId)
  expect(await finding(goes.deviceId)).toMatchObject({ decision: 'accepted' })
  expect(await finding(ofMonitor)).toMatchObject({ decision: 'none', isOpen: true })
})

test('a split of what a merge had joined undoes the merge', async () => {
  const { ofCmms, ofMonitor } = await twoRecords()
  const { entryId } = await merge(ofMonitor, ofCmms)
  const records = [{ sourceId: cmms.id, sourceKey: 'c1' }]
  const split = await inTransaction(db, (tx) =>
    onSplit(tx, manager.actor, { deviceId: ofMonitor, records, reason: 'Two pumps' }),
  )
  expect(split).toEqual({ entryId, deviceId: ofCmms, isUndo: true })
  expect(await keysOf(ofCmms)).toEqual(['c1'])
})

test('what a split cannot do it says in words', async () => {
  const { ofCmms } = await twoRecords()
  const split = (records: Parameters<typeof onSplit>[2]['records']) =>
    inTransaction(db, (tx) => onSplit(tx, manager.actor, { deviceId: ofCmms, records, reason: 'Two pumps' }))
  await expect(split([{ sourceId: cmms.id, sourceKey: 'c1' }])).rejects.toThrow('At least one record stays')
  await expect(split([{ sourceId: cmms.id, sourceKey: 'elsewhere' }])).rejects.toThrow('Not all of these are present')
})

test('many merges of one run are done together, also where several go into one device', {
  timeout: 60_000,
}, async () => {
  const count = 24
  const records = (prefix: string, over: (index: number) => DeviceClaims) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, pump(over(index))]))
  const { changes: register } = await says(
    cmms,
    records('c', (n) => ({ assetTag: `T-${n}` })),
    '2026-01-01T00:00:00.000Z',
  )
  const { changes: network } = await says(
    monitor,
    records('m', (n) => ({ hostname: `h-${n}` })),
    '2026-02-01T00:00:00.000Z',
  )
  const before = await deviceTables(db)
  // Four of them go into one.
  const merges = network.map(({ deviceId }, index) => ({
    into: register[index < 4 ? 0 : index]!.deviceId,
    from: deviceId,
    reason: 'The records agree',
    probability: 0.99,
  }))
  const entries = await inTransaction(db, (tx) => onMerges(tx, hospital.actor, merges))
  expect(entries).toHaveLength(count)
  const there = async () =>
    (await sql<{ n: number }>`select count(*) as n from device where gone_at is null`.execute(db)).rows[0]!.n
  expect(await there()).toBe(count)
  expect(await getIdentityEntry(db, organisationId, entries[0]!)).toMatchObject({
    probability: 0.99,
    isByPerson: false,
  })
  for (const entry of [entries[3]!, entries[0]!, ...entries.slice(4, 12), entries[1]!, entries[2]!]) await undo(entry)
  expect(await there()).toBe(count + 12)
  for (const entry of entries.slice(12)) await undo(entry)
  expect(await deviceTables(db)).toEqual(before)
})
