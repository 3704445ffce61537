import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  onConflictSettled,
  onIdentityUndo,
  onMerge,
  onPersonMerge,
  onPersonObservation,
  onPersonSplit,
  onPersonUndo,
  onReviewAnswered,
  onUndo,
  onVerdictWithdrawn,
} from '#domain/loop.ts'
import { acceptEvidence, completeWorkOrder, createLook, moveWorkOrder } from '#domain/remediation/remediation.ts'
import { queueRun } from '#domain/sources/sources.ts'
import { type Actor, permissionsOf } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { RecordKey } from '#model/review.ts'
import { inTransaction } from '#platform/db/database.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  countReviews,
  type FoundPair,
  getConflict,
  getReview,
  keepReviews,
  listConflicts,
  listReviews,
  putOff,
  verdictsOf,
} from './inventory.ts'

const { db } = await testDatabase()
let hospital: Hospital
let mara: Actor & { personId: string }
let theo: Actor & { personId: string }

beforeEach(async () => {
  await sql`truncate source, run, configuration, context, device, observation, identifier, conflict, identity_entry, identity_review,
    identity_verdict, work_order, person, notification cascade`.execute(db)
  hospital = await newHospital(db)
  mara = await insertPerson(db, hospital.organisationId, 'manager', 'Mara')
  theo = await insertPerson(db, hospital.organisationId, 'technician', 'Theo')
})

const pump: DeviceClaims = { manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North', careArea: 'ICU' }

const cmms = (key: string): RecordKey => ({ sourceId: hospital.cmms.id, sourceKey: key })
const seen = (key: string): RecordKey => ({ sourceId: hospital.monitor.id, sourceKey: key })

const find = (a: RecordKey, b: RecordKey, probability = 0.6): FoundPair => ({
  a,
  b,
  probability,
  reasons: [
    { field: 'where', bits: -1.5 },
    { field: 'serial', bits: 11.2 },
  ],
})

const keep = (found: readonly FoundPair[], scope: Parameters<typeof keepReviews>[3] = 'all') =>
  inTransaction(db, (tx) => keepReviews(tx, hospital.organisationId, found, scope))

const open = (filter: Partial<Parameters<typeof listReviews>[2]> = {}) =>
  listReviews(db, hospital.organisationId, { state: 'open', ...filter }, { after: null, limit: 50 })

const deviceOf = async ({ sourceId, sourceKey }: RecordKey) =>
  (
    await sql<{
      id: string
    }>`select device_id as id from observation where source_id = ${sourceId} and source_key = ${sourceKey}
      and superseded_at is null and retracted_at is null`.execute(db)
  ).rows[0]!.id

/** A record that comes to a device of its own, whatever is said of it later. */
async function alone(source: typeof hospital.cmms, key: string, claims: DeviceClaims) {
  await hospital.says(source, { [key]: { hostname: `alone-${key}` } })
  await hospital.says(source, { [key]: claims })
}

/** One pump in the CMMS and one on the network, whose serial numbers differ by one character. */
async function twoRecords() {
  await alone(hospital.cmms, 'c1', { ...pump, assetTag: 'T-1', serialNumber: 'SN-48213' })
  await alone(hospital.monitor, 'm1', {
    ...pump,
    careArea: 'Ward 7',
    serialNumber: 'SN-48218',
    hostname: 'pump-1',
    lastSeenAt: '2026-11-01T10:00:00Z',
  })
  await keep([find(cmms('c1'), seen('m1'))])
  return (await open())[0]!
}

/** Another record of the network, which the resolver took for one of the device of the first. */
async function joinedTo(key: string, claims: DeviceClaims) {
  await alone(hospital.monitor, key, { ...pump, ...claims })
  const into = await deviceOf(seen('m1'))
  const from = await deviceOf(seen(key))
  await inTransaction(db, (tx) => onMerge(tx, hospital.actor, { into, from, reason: 'The serial number' }))
  return into
}

const answer = (id: string, given: Parameters<typeof onReviewAnswered>[3]) =>
  inTransaction(db, (tx) => onReviewAnswered(tx, mara, id, given))

test('a second run of the same keeps the queue as it is, and what is no longer in question leaves it', async () => {
  await twoRecords()
  const rows = async () =>
    (await sql<{ row: string }>`select (r.*, r.xmin)::text as row from identity_review r order by id`.execute(db)).rows
  const before = await rows()
  expect(await keep([find(cmms('c1'), seen('m1'))])).toEqual({ opened: 0, closed: 0 })
  expect(await keep([find(seen('m1'), cmms('c1'))])).toEqual({ opened: 0, closed: 0 })
  expect(await rows()).toEqual(before)

  await keep([find(cmms('c1'), seen('m1'), 0.8)])
  expect((await open())[0]!.probability).toBeCloseTo(0.8)
  // Asked of other records only: this pair was not looked at.
  expect(await keep([], { records: [cmms('another')] })).toEqual({ opened: 0, closed: 0 })
  expect(await keep([], { records: [seen('m1')] })).toEqual({ opened: 0, closed: 1 })
  expect(await open()).toEqual([])
  expect(await keep([find(cmms('c1'), seen('m1'))])).toEqual({ opened: 1, closed: 0 })
  expect(await open()).toHaveLength(1)
})

test('what was taken back with its import is not asked any more, and is again when it comes back', async () => {
  await alone(hospital.cmms, 'c1', { ...pump, serialNumber: 'SN-48213' })
  const run = await queueRun(db, { sourceId: hospital.monitor.id, trigger: 'person', actor: mara, fileId: undefined })
  await sql`update run set state = 'succeeded' where id = ${run.id}`.execute(db)
  await alone(hospital.monitor, 'm1', { ...pump, serialNumber: 'SN-48218' })
  await sql`update observation set run_id = ${run.id} where source_key = 'm1'`.execute(db)
  await keep([find(cmms('c1'), seen('m1'))])
  expect(await open()).toHaveLength(1)
  await inTransaction(db, (tx) => onUndo(tx, hospital.monitor, run.id, mara, new Date().toISOString()))
  expect(await open()).toEqual([])
  await hospital.says(hospital.monitor, { m1: { hostname: 'alone-m1' } })
  await keep([find(cmms('c1'), seen('m1'))])
  expect(await open()).toHaveLength(1)
})

test('a pair of which a record is not there is not asked', async () => {
  await twoRecords()
  expect(await keep([find(cmms('c1'), seen('nobody'))])).toEqual({ opened: 0, closed: 1 })
})

test('other records of the same two devices are the same question, with what was done about it', async () => {
  const { id } = await twoRecords()
  await joinedTo('m2', { serialNumber: 'SN-48218', hostname: 'pump-1-b' })
  await keep([find(cmms('c1'), seen('m1'))])
  const until = { until: '2099-01-01', reason: 'The ward is closed' }
  await inTransaction(db, (tx) => putOff(tx, mara, 'review', id, until))
  expect(await keep([find(cmms('c1'), seen('m2'), 0.7)])).toEqual({ opened: 0, closed: 0 })
  const [waiting] = await open({ state: 'waiting', device: await deviceOf(seen('m2')) })
  expect(waiting).toMatchObject({ id, probability: expect.closeTo(0.7) })
})

test('what is worth most stands first, a page at a time, and filters narrow it', async () => {
  const register: Record<string, DeviceClaims> = {}
  const network: Record<string, DeviceClaims> = {}
  for (let at = 1; at <= 6; at++) {
    const serialNumber = `QX${at}${at}${at}0${at}7`
    const criticality = at === 2 ? 'life_sustaining' : 'low'
    register[`c${at}`] = { ...pump, serialNumber, criticality, careArea: `Ward ${at}` }
    network[`m${at}`] = {
      ...pump,
      hostname: `h-${at}-${serialNumber.slice(0, 3)}`,
      model: `Other ${at}`,
      careArea: 'Network',
    }
  }
  await hospital.says(hospital.cmms, register)
  await hospital.says(hospital.monitor, network)
  await keep(Object.keys(register).map((key, at) => find(cmms(key), seen(`m${at + 1}`), 0.3 + at / 20)))
  const all = await open()
  expect(all).toHaveLength(6)
  const devices = all.map(({ a, b }) => [a.sourceKey, b.sourceKey].find((key) => key.startsWith('c')))
  expect(devices).toEqual(['c2', 'c6', 'c5', 'c4', 'c3', 'c1'])

  const paged: string[] = []
  for (let after: Parameters<typeof listReviews>[3]['after'] = null; ; ) {
    const page = await listReviews(db, hospital.organisationId, { state: 'open' }, { after, limit: 2 })
    if (page.length === 0) break
    paged.push(...page.map(({ id }) => id))
    const last = page.at(-1)!
    after = [last.worth, last.probability, last.id]
  }
  expect(paged).toEqual(all.map(({ id }) => id))
  expect(await open({ careArea: 'Ward 3' })).toHaveLength(1)
  expect(await open({ source: hospital.monitor.id, site: 'North' })).toHaveLength(6)
  const counts = await countReviews(db, hospital.organisationId, { state: 'open' })
  expect(counts.total).toBe(6)
  expect(counts.careArea[0]).toEqual({ value: 'Network', count: 6 })
  expect(counts.source.map(({ label, count }) => [label, count]).sort()).toEqual([
    ['CMMS export', 6],
    ['Network monitor', 6],
  ])
})

test('both sides stand beside each other, with who says what and why it is asked', async () => {
  const { id } = await twoRecords()
  const view = await getReview(db, hospital.organisationId, id)
  expect(view.sides.map(({ records }) => records.length)).toEqual([1, 1])
  expect(new Set(view.sides.flatMap(({ records }) => records.map((record) => record.source.name)))).toEqual(
    new Set(['CMMS export', 'Network monitor']),
  )
  const relations = Object.fromEntries(view.attributes.map(({ attribute, relation }) => [attribute, relation]))
  expect(relations).toMatchObject({
    serialNumber: 'near',
    model: 'agrees',
    careArea: 'differs',
    assetTag: 'one_side',
    hostname: 'one_side',
  })
  const serial = view.attributes.find(({ attribute }) => attribute === 'serialNumber')!
  expect([...serial.a, ...serial.b].map(({ value, stands, said }) => [value, stands, said.length]).sort()).toEqual([
    ['SN-48213', true, 1],
    ['SN-48218', true, 1],
  ])
  expect(view.reasons).toEqual([
    {
      field: 'serial',
      isFor: true,
      bits: expect.closeTo(11.2),
      strength: 'strong',
      text: 'The serial number differs by one character',
    },
    { field: 'where', isFor: false, bits: -1.5, strength: 'weak', text: 'They stand in different places' },
  ])
})

test('the same: one device, which binds the resolver until the verdict is taken back', async () => {
  const { id } = await twoRecords()
  const [mine, theirs] = [await deviceOf(cmms('c1')), await deviceOf(seen('m1'))]
  expect(mine).not.toBe(theirs)
  const { verdictId, entryId, deviceIds } = await answer(id, {
    answer: 'same',
    reason: 'Read at the bed',
    stays: theirs,
  })
  expect(deviceIds).toEqual([theirs])
  expect(entryId).not.toBeNull()
  expect(await deviceOf(cmms('c1'))).toBe(theirs)
  expect((await verdictsOf(db, hospital.organisationId)).map((one) => one.answer)).toEqual(['same'])
  expect(await open()).toEqual([])
  // The resolver may ask what it likes: it is answered.
  expect(await keep([find(cmms('c1'), seen('m1'))])).toEqual({ opened: 0, closed: 0 })
  await expect(answer(id, { answer: 'same', reason: 'Again' })).rejects.toThrow('answered by Mara')

  await inTransaction(db, (tx) => onVerdictWithdrawn(tx, mara, verdictId!))
  expect(await deviceOf(cmms('c1'))).toBe(mine)
  expect(await deviceOf(seen('m1'))).toBe(theirs)
  expect(await verdictsOf(db, hospital.organisationId)).toEqual([])
  expect((await open()).map((one) => one.id)).toEqual([id])
  const { verdicts } = await getReview(db, hospital.organisationId, id)
  expect(verdicts).toMatchObject([{ answer: 'same', personName: 'Mara', isOfPair: true, withdrawnBy: 'Mara' }])
  await expect(inTransaction(db, (tx) => onVerdictWithdrawn(tx, mara, verdictId!))).rejects.toThrow('taken back before')
})

test('the device on which more work hangs stays, else the older one', async () => {
  const { id } = await twoRecords()
  const theirs = await deviceOf(seen('m1'))
  await createLook(db, mara, { of: 'review', id, deviceId: theirs })
  const { deviceIds } = await answer(id, { answer: 'same', reason: 'Read at the bed' })
  expect(deviceIds).toEqual([theirs])
})

test('different: nothing moves, and no other record of the two sides is asked again', async () => {
  const { id } = await twoRecords()
  const theirs = await joinedTo('m2', { serialNumber: 'SN-48218', hostname: 'pump-1-b' })
  await keep([find(cmms('c1'), seen('m1'))])
  const { entryId } = await answer(id, { answer: 'different', reason: 'Two labels' })
  expect(entryId).toBeNull()
  expect(await deviceOf(cmms('c1'))).not.toBe(theirs)
  expect(await verdictsOf(db, hospital.organisationId)).toHaveLength(2)
  expect(await keep([find(cmms('c1'), seen('m2'))])).toEqual({ opened: 0, closed: 0 })
})

test('different within one device splits the second record off, and goes back with the verdict', async () => {
  const { id } = await twoRecords()
  await answer(id, { answer: 'same', reason: 'Read at the bed' })
  const device = await deviceOf(cmms('c1'))
  expect(await joinedTo('m3', { serialNumber: 'SN-48218', hostname: 'pump-3' })).toBe(device)
  await keep([find(seen('m1'), seen('m3'), 0.4)])
  const [asked] = await open()
  expect((await getReview(db, hospital.organisationId, asked!.id)).isOneDevice).toBe(true)
  const { deviceIds, verdictId } = await answer(asked!.id, { answer: 'different', reason: 'Two host names' })
  expect(new Set(deviceIds).size).toBe(2)
  expect(await deviceOf(seen('m1'))).not.toBe(await deviceOf(seen('m3')))
  await inTransaction(db, (tx) => onVerdictWithdrawn(tx, mara, verdictId!))
  expect(await deviceOf(seen('m3'))).toBe(await deviceOf(seen('m1')))
})

test('a split that takes back what was said to be two before is no new verdict', async () => {
  await twoRecords()
  const [into, from] = [await deviceOf(cmms('c1')), await deviceOf(seen('m1'))]
  const { id } = (await open())[0]!
  await answer(id, { answer: 'different', reason: 'Two labels' })
  const said = await verdictsOf(db, hospital.organisationId)
  await inTransaction(db, (tx) => onMerge(tx, hospital.actor, { into, from, reason: 'By the records' }))
  const split = { deviceId: into, records: [seen('m1')], reason: 'Still two' }
  const made = await inTransaction(db, (tx) => onPersonSplit(tx, mara, split))
  expect(made).toMatchObject({ isUndo: true, verdictId: null })
  expect(await verdictsOf(db, hospital.organisationId)).toEqual(said)
})

test('the newest word on a pair counts; a merge undone elsewhere takes its verdict along, and what stood before stands again', async () => {
  await twoRecords()
  const [into, from] = [await deviceOf(cmms('c1')), await deviceOf(seen('m1'))]
  const merged = await inTransaction(db, (tx) => onPersonMerge(tx, mara, { into, from, reason: 'One label' }))
  expect(await open()).toEqual([])
  const split = await inTransaction(db, (tx) =>
    onPersonSplit(tx, mara, { deviceId: into, records: [seen('m1')], reason: 'Another label after all' }),
  )
  expect(split.entryId).toBe(merged.entryId)
  expect((await verdictsOf(db, hospital.organisationId)).map((one) => one.answer)).toEqual(['different'])

  const again = await inTransaction(db, (tx) =>
    onPersonMerge(tx, mara, { into, from: split.deviceId, reason: 'No: one' }),
  )
  expect((await verdictsOf(db, hospital.organisationId)).map((one) => one.answer)).toEqual(['same'])
  const [settled] = await listReviews(db, hospital.organisationId, { state: 'settled' }, { after: null, limit: 10 })
  expect(settled?.settlement).toBe('One device: No: one')
  await inTransaction(db, (tx) => onIdentityUndo(tx, mara, again.entryId))
  expect((await verdictsOf(db, hospital.organisationId)).map((one) => one.answer)).toEqual(['different'])
  const [before] = await listReviews(db, hospital.organisationId, { state: 'settled' }, { after: null, limit: 10 })
  expect(before?.settlement).toBe('Two devices: Another label after all')
})

test('who undoes what Homeostat merged by itself says that there are two devices', async () => {
  await twoRecords()
  const [into, from] = [await deviceOf(cmms('c1')), await deviceOf(seen('m1'))]
  const { entryId } = await inTransaction(db, (tx) =>
    onMerge(tx, hospital.actor, { into, from, reason: 'By the records', probability: 0.99 }),
  )
  await inTransaction(db, (tx) => onPersonUndo(tx, mara, entryId, 'Two labels'))
  expect((await verdictsOf(db, hospital.organisationId)).map((one) => one.answer)).toEqual(['different'])
  expect(await open()).toEqual([])

  const [{ id }] = (await sql<{ id: string }>`select id from identity_verdict`.execute(db)).rows as [{ id: string }]
  await inTransaction(db, (tx) => onVerdictWithdrawn(tx, mara, id))
  expect(await deviceOf(seen('m1'))).toBe(into)
})

test('what is put off comes back on its day', async () => {
  const { id } = await twoRecords()
  const later = (until: string) =>
    inTransaction(db, (tx) => putOff(tx, mara, 'review', id, { until, reason: 'The ward is closed' }))
  await later('2099-01-01')
  expect(await open()).toEqual([])
  expect((await open({ state: 'waiting' }))[0]!.later).toEqual({
    until: '2099-01-01',
    by: 'Mara',
    reason: 'The ward is closed',
  })
  await later('2026-01-01')
  expect(await open()).toHaveLength(1)
})

test('a look at the device takes a review out of the queue until it is known what was found', async () => {
  const { id } = await twoRecords()
  const { id: order, number } = await createLook(db, mara, { of: 'review', id, assignedTo: theo.personId })
  expect(await open()).toEqual([])
  await expect(createLook(db, mara, { of: 'review', id })).rejects.toThrow(`${number} asks for this already`)
  const worker = { actor: theo, permissions: permissionsOf.technician }
  await completeWorkOrder(db, worker, order, { clientKey: 'k', softwareVersion: 'SN-48213' }, onPersonObservation)
  const { evidence } = await sql<{ id: string }>`select id from evidence`
    .execute(db)
    .then(({ rows }) => ({ evidence: rows[0]!.id }))
  await acceptEvidence(db, mara, order, evidence, onPersonObservation)
  const [back] = await open()
  expect(back).toMatchObject({ id, checked: expect.stringContaining('SN-48213') })
})

// conflicts ---------------------------------------------------------------------------------------------------------

const conflicts = (state: 'open' | 'waiting' | 'settled' = 'open') =>
  listConflicts(db, hospital.organisationId, { state }, { after: null, limit: 50 })

/** The register says that it is gone; the network saw it afterwards. */
async function disposedYetSeen() {
  const serialNumber = 'SN-77001'
  await hospital.says(hospital.cmms, { d1: { ...pump, serialNumber, lifecycle: 'disposed', retiredOn: '2026-09-01' } })
  await hospital.says(hospital.monitor, { s1: { ...pump, serialNumber, lastSeenAt: '2026-11-01T10:00:00Z' } })
  return (await conflicts())[0]!
}

test('a life that is over stands against who saw the device, and the right side becomes a claim of the person', async () => {
  const { id, device } = await disposedYetSeen()
  const view = await getConflict(db, hospital.organisationId, id)
  expect(view.sides.map(({ title, records }) => [title, records.length])).toEqual([
    ['CMMS export', 1],
    ['Network monitor', 1],
  ])
  expect(view.attributes.filter(({ isAsked }) => isAsked).map(({ attribute }) => attribute)).toEqual([
    'lifecycle',
    'retiredOn',
    'lastSeenAt',
  ])
  expect(view.choices.map(({ side, value }) => [side, value])).toEqual([
    ['first', 'disposed'],
    ['second', 'in_use'],
  ])
  await inTransaction(db, (tx) => onConflictSettled(tx, mara, id, { settlement: 'It runs in bay 4', right: 'second' }))
  const lifecycle = async () =>
    (await sql<{ lifecycle: string }>`select lifecycle from device where id = ${device.id}`.execute(db)).rows[0]!
  expect(await lifecycle()).toEqual({ lifecycle: 'in_use' })
  // The sources go on saying what they said: it is answered.
  await hospital.says(hospital.monitor, {
    s1: { ...pump, serialNumber: 'SN-77001', lastSeenAt: '2026-11-20T10:00:00Z' },
  })
  expect(await conflicts()).toEqual([])
  expect((await conflicts('settled'))[0]).toMatchObject({ settledBy: 'Mara', settlement: 'It runs in bay 4' })
})

test('a device that a person called disposed is in conflict only with what sees it afterwards', async () => {
  const { id } = await disposedYetSeen()
  await inTransaction(db, (tx) => onConflictSettled(tx, mara, id, { settlement: 'Scrapped', right: 'first' }))
  expect(await conflicts()).toEqual([])
  await hospital.says(hospital.monitor, {
    s1: { ...pump, serialNumber: 'SN-77001', lastSeenAt: '2099-01-01T10:00:00Z' },
  })
  expect(await conflicts()).toHaveLength(1)
})

test('a number that changed stands against what was said before', async () => {
  await hospital.says(hospital.cmms, { c9: { ...pump, assetTag: 'T-9', serialNumber: 'SN-OLD-9' } })
  await hospital.says(hospital.cmms, { c9: { ...pump, assetTag: 'T-9', serialNumber: 'SN-NEW-9' } })
  const [conflict] = await conflicts()
  const view = await getConflict(db, hospital.organisationId, conflict!.id)
  expect(view.choices.map(({ side, value }) => [side, value])).toEqual([
    ['first', 'SN-OLD-9'],
    ['second', 'SN-NEW-9'],
  ])
  await inTransaction(db, (tx) =>
    onConflictSettled(tx, mara, conflict!.id, { settlement: 'Read on the label', right: 'first' }),
  )
  const { rows } = await sql`select serial_number from device where gone_at is null`.execute(db)
  expect(rows).toEqual([{ serial_number: 'SN-OLD-9' }])
})

test('a conflict over whose record it is shows both devices, until the whole inventory is asked of', async () => {
  await twoRecords()
  const [mine, theirs] = [await deviceOf(cmms('c1')), await deviceOf(seen('m1'))]
  await sql`insert into conflict (organisation_id, id, device_id, kind, text, detail, dedupe_key)
    values (${hospital.organisationId}, ${theirs}, ${mine}, 'identity', 'Shares the asset tag with another device',
      ${JSON.stringify({ otherDeviceId: theirs })}::jsonb, 'tag')`.execute(db)
  const view = await getConflict(db, hospital.organisationId, theirs)
  expect(view.sides.map(({ device }) => device?.id)).toEqual([mine, theirs])
  expect(view.choices).toEqual([])
  await inTransaction(db, (tx) => onConflictSettled(tx, mara, theirs, { settlement: 'Two labels' }))
  await sql`update conflict set settled_at = null, settled_by = null, settlement = null`.execute(db)
  await keep([find(cmms('c1'), seen('m1'))])
  expect(await conflicts()).toEqual([])
})

test('a conflict that needs a look is work, and is settled when the device was found', async () => {
  const { id, device } = await disposedYetSeen()
  const { id: order, number } = await createLook(db, mara, { of: 'conflict', id, assignedTo: theo.personId })
  expect(await conflicts()).toEqual([])
  expect((await conflicts('waiting')).map((one) => one.orderId)).toEqual([order])
  const worker = { actor: theo, permissions: permissionsOf.technician }
  await completeWorkOrder(db, worker, order, { clientKey: 'k', note: 'In bay 4' }, onPersonObservation)
  const { rows } = await sql<{ id: string }>`select id from evidence`.execute(db)
  await acceptEvidence(db, mara, order, rows[0]!.id, onPersonObservation)
  const [settled] = await conflicts('settled')
  expect(settled!.settledAt).not.toBeNull()
  const found = await sql`select lifecycle, conflicts from device where id = ${device.id}`.execute(db)
  expect(found.rows).toEqual([{ lifecycle: 'in_use', conflicts: 0 }])
  expect(number).toBe('WO-000001')
})

test('where nobody will look, the conflict is to be settled otherwise', async () => {
  const { id } = await disposedYetSeen()
  const { id: order } = await createLook(db, mara, { of: 'conflict', id })
  const manager = { actor: mara, permissions: permissionsOf.manager }
  await moveWorkOrder(db, manager, order, { to: 'cancelled', reason: 'No time', version: 1 }, onPersonObservation)
  expect((await conflicts()).map((one) => [one.id, one.orderId])).toEqual([[id, null]])
})
