import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { onPersonObservation } from '#domain/loop.ts'
import { createSource, type SourceRecord } from '#domain/sources/sources.ts'
import { inTransaction } from '#platform/db/database.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')
const viewer = await signedIn('viewer')
let hospital: Hospital
let scanner: SourceRecord
let device: string

const alike = { serialNumber: 'SN-77-12', manufacturer: 'Example Medical', model: 'Drip 3000' }

beforeAll(async () => {
  hospital = await newHospital(db)
  scanner = await createSource(db, hospital.organisationId, {
    kind: 'connector',
    member: 'nessus',
    name: 'Scanner',
    settings: {},
    trust: 60,
  })
  const told = await hospital.says(hospital.cmms, { a: { ...alike, assetTag: 'A', room: 'R1', softwareVersion: '1' } })
  device = told.deviceIds[0]!
  await hospital.says(scanner, { s: { ...alike, room: 'guess', softwareVersion: '2', hostname: 'drip' } })
  await hospital.says(hospital.cmms, {
    b: { assetTag: 'B', serialNumber: 'SN-78-12', manufacturer: 'Example Medical' },
  })
})

interface Provenance {
  attribute: string
  value: unknown
  confidence: number
  why: string | null
  source: { name: string }
}
const attribute = async (name: string): Promise<Provenance> =>
  (await viewer.get(`/devices/${device}`)).json().attributes.find((one: Provenance) => one.attribute === name)

test('a source starts by what its trade is good at', async () => {
  const table = (await viewer.get('/settings/trust')).json()
  const { trade, attributes } = table.sources.find(({ name }: { name: string }) => name === 'Scanner')

  expect(trade).toBe('Vulnerability scanner')
  expect(attributes.softwareVersion).toEqual({ trust: 80, starting: 80, isSet: false })
  expect(attributes.room).toEqual({ trust: 30, starting: 30, isSet: false })
  expect(table.attributes.find((one: Provenance) => one.attribute === 'ipAddresses').halfLifeDays).toBe(3)
  expect(await attribute('room')).toMatchObject({ value: 'R1', source: { name: 'CMMS export' } })
  expect((await attribute('room')).why).toContain('believed more (40 over 30)')
})

test('a preview counts the devices whose values would change, and writes nothing', async () => {
  const changes = [{ sourceId: scanner.id, attribute: 'room', trust: 95 }]
  const preview = await admin.post('/settings/trust/preview', { changes })

  expect(preview.json()).toMatchObject({
    devices: 1,
    looked: 1,
    isCapped: false,
    byAttribute: [{ attribute: 'room', title: 'Room', devices: 1 }],
    examples: [{ attribute: 'room', before: 'R1', after: 'guess' }],
  })
  expect(await attribute('room')).toMatchObject({ value: 'R1' })
  expect((await viewer.post('/settings/trust/preview', { changes })).statusCode).toBe(403)
})

test('what is saved decides the devices anew, stands in the trail, and goes back to the start', async () => {
  const change = { sourceId: scanner.id, attribute: 'room', trust: 95 }
  const saved = await admin.put('/settings/trust', { changes: [change], reason: 'It reads the badge reader' })
  expect(saved.json().runs.map(({ sourceId }: { sourceId: string }) => sourceId)).toEqual([scanner.id])
  await drainRuns(db)

  const listed = async () =>
    (await viewer.get('/devices')).json().items.find(({ id }: { id: string }) => id === device).room
  expect(await listed()).toBe('guess')
  const trail = await sql<{ reason: string; detail: object }>`
    select reason, detail from audit_entry where action = 'trust.changed'`.execute(db)
  expect(trail.rows).toEqual([{ reason: 'It reads the badge reader', detail: { trust: { room: 95 } } }])

  const again = await admin.put('/settings/trust', { changes: [change], reason: 'Once more' })
  expect(again.json()).toEqual({ runs: [] })
  await admin.put('/settings/trust', { changes: [{ ...change, trust: null }], reason: 'It does not' })
  await drainRuns(db)
  expect(await listed()).toBe('R1')
})

test('a cut serial number stands behind the whole one and says so, until the hospital believes who says it', async () => {
  await hospital.says(scanner, { s: { ...alike, serialNumber: '77-12', room: 'guess', softwareVersion: '2' } })
  expect(await attribute('serialNumber')).toMatchObject({
    value: 'SN-77-12',
    why: 'The other is cut short',
    flaw: null,
  })
  const origin = async () =>
    (await viewer.get(`/devices/${device}/attributes/serialNumber/origin`))
      .json()
      .records.map((record: { value: string; flaw: string | null }) => [record.value, record.flaw])
  expect(await origin()).toEqual([
    ['SN-77-12', null],
    ['77-12', 'is cut short'],
  ])

  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  const changes = [{ sourceId: scanner.id, attribute: 'serialNumber', trust: 46 }]
  expect((await admin.post('/settings/trust/preview', { changes })).json()).toMatchObject({
    devices: 1,
    examples: [{ before: 'SN-77-12', after: '77-12' }],
  })
  await admin.put('/settings/trust', { changes, reason: 'It reads the board' })
  await drainRuns(db)
  expect(await attribute('serialNumber')).toMatchObject({ value: '77-12' })
  expect((await attribute('serialNumber')).why).toMatch(/^You set whom to believe on it/)
  const listed = (await viewer.get('/devices')).json().items.find(({ id }: { id: string }) => id === device)
  expect(listed.serialNumber).toBe('77-12')

  // As known then, by the trust of then.
  const then = (await viewer.get(`/known-devices/${device}?asKnownOn=${encodeURIComponent(rows[0]!.at)}`)).json()
  expect(then.device.serialNumber).toBe('SN-77-12')
  expect(then.attributes.find((one: Provenance) => one.attribute === 'serialNumber')).toMatchObject({
    value: 'SN-77-12',
    valueNow: '77-12',
    why: 'The other is cut short',
  })
  await admin.put('/settings/trust', { changes: [{ ...changes[0]!, trust: null }], reason: 'It does not' })
  await drainRuns(db)
  expect(await attribute('serialNumber')).toMatchObject({ value: 'SN-77-12' })
})

test('a source that tells of no device, or none, is refused in words', async () => {
  const feed = await createSource(db, hospital.organisationId, {
    kind: 'feed',
    member: 'kev',
    name: 'KEV',
    settings: {},
  })
  const put = (sourceId: string) =>
    admin.put('/settings/trust', { changes: [{ sourceId, attribute: 'room', trust: 5 }], reason: 'x' })

  expect((await put(feed.id)).json().detail).toContain('says nothing of devices')
  expect((await put('01900000-0000-7000-8000-000000000001')).statusCode).toBe(404)
  const wrong = await admin.put('/settings/trust', {
    changes: [{ sourceId: scanner.id, attribute: 'colour', trust: 500 }],
    reason: 'x',
  })
  expect(wrong.statusCode).toBe(400)
})

test('the inventory of a day, one device and its CSV are told, and what changed since', async () => {
  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  const then = encodeURIComponent(rows[0]!.at)
  await inTransaction(db, (tx) =>
    onPersonObservation(tx, admin.actor, device, { room: 'R9' }, new Date(Date.now() + 5).toISOString()),
  )

  const list = (await viewer.get(`/known-devices?asKnownOn=${then}`)).json()
  expect(
    list.items.map((row: { assetTag: string; room: string; changed: string[] }) => [
      row.assetTag,
      row.room,
      row.changed,
    ]),
  ).toEqual([
    ['A', 'R1', ['room']],
    ['B', null, []],
  ])
  const one = (await viewer.get(`/known-devices/${device}?asKnownOn=${then}`)).json()
  expect(one.attributes.find((each: Provenance) => each.attribute === 'room')).toMatchObject({
    value: 'R1',
    valueNow: 'R9',
    isChanged: true,
  })
  const first = (await viewer.get(`/known-devices?asKnownOn=${then}&limit=1`)).json()
  const second = (await viewer.get(`/known-devices?asKnownOn=${then}&limit=1&cursor=${first.next}`)).json()
  expect([...first.items, ...second.items].map(({ assetTag }) => assetTag)).toEqual(['A', 'B'])
  expect((await viewer.get(`/known-devices/count?asKnownOn=${then}&q=drip`)).json()).toMatchObject({
    count: 1,
    isCapped: false,
  })
  const csv = (await viewer.get(`/known-devices.csv?asKnownOn=${then}`)).body.split('\r\n')
  expect(csv[0]).toContain('Changed since')
  expect(csv[1]).toContain('R1')
  const origin = (await viewer.get(`/devices/${device}/attributes/room/origin`)).json()
  expect(
    origin.records.map(({ source, value }: { source: { name: string }; value: string }) => [source.name, value]),
  ).toEqual([
    ['People', 'R9'],
    ['CMMS export', 'R1'],
    ['Scanner', 'guess'],
  ])
  expect((await viewer.get(`/devices/${device}/attributes/room/origin?asKnownOn=${then}`)).json().value).toBe('R1')
})

test('a day is its end in the hospital’s time zone; one to come, and one before all, are said in words', async () => {
  const at = async (day: string) => (await viewer.get(`/known-devices?asKnownOn=${day}`)).json()
  await sql`update organisation set time_zone = 'America/New_York'`.execute(db)

  expect((await at('2026-01-15')).knownAt).toBe('2026-01-16T04:59:59.999Z')
  expect((await at('2026-01-15')).items).toEqual([])
  expect((await at('2999-01-01')).detail).toContain('still to come')
  expect((await viewer.get('/known-devices?asKnownOn=yesterday')).statusCode).toBe(400)
  expect((await viewer.get(`/known-devices/${device}?asKnownOn=2026-01-15`)).json().detail).toContain(
    'Nothing was known of this device',
  )
})
