import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { countDevices, deviceOf, keepReviews, listDevices, listReviews } from '#domain/inventory/inventory.ts'
import { askDevices } from '#domain/remediation/remediation.ts'
import { updateSource } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { HealthList } from '#model/inventory-health.ts'
import { inTransaction } from '#platform/db/database.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  countHealth,
  healthOfDevice,
  inventoryHealth,
  listDuplicates,
  listHealthDevices,
  listHealthScopes,
  listRhythms,
  setRhythm,
} from './health.ts'

const { db } = await testDatabase()
const now = new Date('2026-11-20T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()

let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, run, configuration, context, device, device_health, register_duplicate, sighting_rhythm, inventory_health,
    health_day, observer_day, observation, identifier, conflict, model_stage, work_order, identity_review cascade`.execute(
    db,
  )
  hospital = await newHospital(db)
  await updateSource(db, hospital.organisationId, hospital.cmms.id, { role: 'register' })
  await updateSource(db, hospital.organisationId, hospital.monitor.id, { role: 'observer' })
})

const pump = (number: number, more: DeviceClaims = {}): DeviceClaims => ({
  serialNumber: `SN-${7000 + number}`,
  manufacturer: 'Acme',
  model: 'Pump 3',
  site: 'North',
  careArea: 'Ward 4B',
  ...more,
})

/** The register lists so many pumps, and the monitor sees each every four days, up to its own day. */
async function pumps(count: number, lastSeen: (number: number) => number, more: DeviceClaims = {}) {
  const numbers = Array.from({ length: count }, (_, at) => at)
  const listed = numbers.map((number) => [`P${number}`, pump(number, { assetTag: `T-${5000 + number}`, ...more })])
  await hospital.says(hospital.cmms, Object.fromEntries(listed), daysAgo(200))
  for (let day = 60; day >= 0; day -= 4) {
    const seen = numbers.filter((number) => lastSeen(number) <= day)
    const records = seen.map((number) => [
      `m${number}`,
      pump(number, { macAddresses: [mac(number)], lastSeenAt: daysAgo(day) }),
    ])
    if (records.length > 0) await hospital.says(hospital.monitor, Object.fromEntries(records), daysAgo(day))
  }
}
const mac = (number: number) => `00:80:41:00:00:${number.toString(16).padStart(2, '0')}`

const count = (at = now) => countHealth(db, hospital.organisationId, at, true)
const inList = async (list: HealthList) =>
  (await listHealthDevices(db, hospital.organisationId, list, {}, { sort: 'name', limit: 100 })).items
const tagsIn = async (list: HealthList) => (await inList(list)).map(({ device }) => device.assetTag)
const asked = async (query: string) => {
  const asker = { organisationId: hospital.organisationId, personId: null }
  const queried = await askDevices(db, asker, query, now)
  const { items } = await listDevices(
    db,
    hospital.organisationId,
    { queried },
    { sort: 'name', after: null, limit: 200 },
  )
  return items.map(({ assetTag }) => assetTag)
}

test('a pump that its monitor has not seen for far longer than its like is a ghost, and says why', async () => {
  await pumps(12, (number) => (number === 3 ? 40 : 0))
  await count()

  expect(await tagsIn('ghost')).toEqual(['T-5003'])
  const [ghost] = await inList('ghost')
  expect(ghost?.silentDays).toBe(40)
  expect(ghost?.boundDays).toBe(12)
  expect(ghost?.why.map(({ text, source }) => [text, source?.name])).toEqual([
    ['In the register as "P3"', 'CMMS export'],
    ['Last seen', 'Network monitor'],
    ['Silent for 40 days while its observers looked; 12 days make a ghost, as learnt of its model', undefined],
  ])
  expect(await asked('ghost')).toEqual(['T-5003'])
  expect(await asked('not ghost')).toHaveLength(11)
  expect(await asked('silent > 30 and manufacturer = Acme')).toEqual(['T-5003'])
})

test('a monitor that is down makes no ghosts, however long it is silent of all', async () => {
  await pumps(12, () => 0)
  await count(new Date(now.getTime() + 90 * 86_400_000))

  expect(await tagsIn('ghost')).toEqual([])
  expect(await tagsIn('missing')).toEqual([])
})

test('where the sensor of one site is down, the others’ being alive makes no ghosts there', async () => {
  await pumps(12, () => 0)
  const south = Array.from({ length: 8 }, (_, at) => 100 + at)
  const at = (lastSeenAt: string) =>
    Object.fromEntries(
      south.map((number) => [`m${number}`, pump(number, { site: 'South', macAddresses: [mac(number)], lastSeenAt })]),
    )
  const listed = south.map((number) => [`P${number}`, pump(number, { site: 'South' })])
  await hospital.says(hospital.cmms, Object.fromEntries(listed), daysAgo(200))
  await hospital.says(hospital.monitor, at(daysAgo(45)), daysAgo(45))
  await count()

  expect(await inList('ghost')).toEqual([])
})

test('one record with a clock that runs ahead keeps no dead monitor alive', async () => {
  await pumps(30, (number) => (number === 0 ? 0 : 45))
  await count()

  expect(await inList('ghost')).toEqual([])
})

test('a pump that nothing ever saw is a ghost where its like are seen, and none where nobody sees its kind', async () => {
  await pumps(12, () => 0)
  await hospital.says(
    hospital.cmms,
    {
      never: pump(90, { assetTag: 'T-5090', inServiceOn: '2025-01-01' }),
      chair: { assetTag: 'T-1', serialNumber: 'WX-8811', manufacturer: 'Seat', model: 'Chair', site: 'North' },
    },
    daysAgo(200),
  )
  await count()

  expect(await tagsIn('ghost')).toEqual(['T-5090'])
  expect((await inList('ghost'))[0]?.why.map(({ text }) => text)).toContain('Never seen, while others of its like are')
})

test('what is stored, in repair or no longer in the register is no ghost', async () => {
  await pumps(12, (number) => (number < 3 ? 40 : 0))
  await hospital.says(hospital.cmms, { P0: pump(0, { assetTag: 'T-5000', lifecycle: 'stored' }) })
  await hospital.says(hospital.cmms, { P1: pump(1, { assetTag: 'T-5001', lifecycle: 'in_repair' }) })
  await sql`update observation set unreported_since = ${daysAgo(3)} where source_key = 'P2'`.execute(db)
  await count()

  expect(await tagsIn('ghost')).toEqual([])
})

/** All but some pumps are seen on these days. */
async function seenOn(days: readonly number[], without: readonly number[], from = now) {
  for (const day of days) {
    const at = new Date(from.getTime() + day * 86_400_000).toISOString()
    const numbers = Array.from({ length: 12 }, (_, number) => number).filter((number) => !without.includes(number))
    const records = numbers.map((number) => [
      `m${number}`,
      pump(number, { macAddresses: [mac(number)], lastSeenAt: at }),
    ])
    await hospital.says(hospital.monitor, Object.fromEntries(records), at)
  }
}

test('a ghost becomes missing with time, and what a register says is missing is so at once', async () => {
  await pumps(12, (number) => (number === 3 ? 52 : 0))
  await hospital.says(hospital.cmms, { P5: pump(5, { assetTag: 'T-5005', lifecycle: 'missing', room: '12' }) })
  await count()
  expect(await tagsIn('missing')).toEqual(['T-5005'])
  expect(await tagsIn('ghost')).toEqual(['T-5003'])

  const days = Array.from({ length: 15 }, (_, at) => 4 * at)
  await seenOn(days, [3])
  await count(new Date(now.getTime() + 60 * 86_400_000))
  expect((await tagsIn('missing')).sort()).toEqual(['T-5003', 'T-5005'])
  expect(await tagsIn('ghost')).toEqual([])
  const gone = (await inList('missing')).find(({ device }) => device.assetTag === 'T-5003')
  expect(gone?.why.map(({ text }) => text)).toContain('Last place: North, Ward 4B')
  expect(gone?.why.map(({ text }) => text)).toContain(`Last address: ${mac(3)}`)
})

test('what a monitor does not see at once when it is back after an outage is no ghost yet', async () => {
  await pumps(12, () => 0)
  await seenOn([60], [3])
  await count(new Date(now.getTime() + 60 * 86_400_000))
  expect(await tagsIn('ghost')).toEqual([])

  await seenOn([64, 68, 72, 76], [3])
  await count(new Date(now.getTime() + 76 * 86_400_000))
  expect(await tagsIn('ghost')).toEqual(['T-5003'])
})

test('what is seen and in no register is unknown after the days of grace, with the row that it may be', async () => {
  await pumps(12, () => 0)
  await hospital.says(
    hospital.cmms,
    { lone: { assetTag: '88123', manufacturer: 'Acme', model: 'Pump 9', site: 'North', careArea: 'Ward 4B' } },
    daysAgo(100),
  )
  // Of another maker, so that it is not taken for the pump itself.
  const stranger = {
    hostname: 'pump-88123',
    manufacturer: 'Zenith',
    macAddresses: ['00:80:41:77:00:01'],
    site: 'North',
  }
  await hospital.says(hospital.monitor, { s: { ...stranger, lastSeenAt: daysAgo(10) } }, daysAgo(10))
  await hospital.says(hospital.monitor, {
    s: { ...stranger, lastSeenAt: daysAgo(0) },
    fresh: { hostname: 'guest', macAddresses: ['00:80:41:77:00:02'], lastSeenAt: daysAgo(1) },
  })
  await count()

  const unknown = await inList('unknown')
  expect(unknown.map(({ device }) => device.hostname)).toEqual(['pump-88123'])
  expect(unknown[0]?.likely.map(({ name, because }) => [name, because])).toEqual([
    ['Pump 9 · 88123', 'its serial number or tag stands in the host name'],
  ])
  expect(unknown[0]?.why.map(({ text }) => text)).toContain('No register has it')
})

test('without a register nothing is unknown, and without an observer nothing is a ghost', async () => {
  await updateSource(db, hospital.organisationId, hospital.cmms.id, { role: 'observer' })
  await hospital.says(hospital.monitor, { s: { hostname: 'x1', lastSeenAt: daysAgo(0) } }, daysAgo(30))
  await count()
  expect(await inList('unknown')).toEqual([])
})

test('a register that has one serial or one tag twice shows both rows; two makers of one serial are two devices', async () => {
  await hospital.says(hospital.cmms, {
    a: { assetTag: '100', serialNumber: 'SN-4711', manufacturer: 'Acme', model: 'Pump 3' },
    b: { assetTag: '200', serialNumber: 'SN 4711', manufacturer: 'Acme', model: 'Pump 3' },
    c: { assetTag: '300', serialNumber: 'XY-9000', manufacturer: 'Acme' },
    d: { assetTag: '400', serialNumber: 'XY-9000', manufacturer: 'Zenith' },
    e: { assetTag: '500', serialNumber: 'QQ-1111' },
    f: { assetTag: '500', serialNumber: 'QQ-2222' },
  })
  await count()

  const { items } = await listDuplicates(db, hospital.organisationId, {}, { limit: 50 })
  expect(items.map(({ a, b, why }) => [[a.sourceKey, b.sourceKey].sort().join(''), why]).sort()).toEqual([
    ['ab', 'The same serial number twice, though the asset tag differs'],
    ['ef', 'The same asset tag twice, though the serial number differs'],
  ])
  expect((await inventoryHealth(db, hospital.organisationId)).counts.duplicate).toBe(4)
  expect(await asked('duplicate')).toHaveLength(4)
})

test('two devices of which a review asks whether they are one are suspected, as far as it is likely', async () => {
  const { cmms, monitor, organisationId } = hospital
  await hospital.says(cmms, { a: { assetTag: 'T-1', manufacturer: 'Acme', model: 'Pump 3' } }, now.toISOString())
  await hospital.says(monitor, { m: { hostname: 'pump-1', lastSeenAt: now.toISOString() } }, now.toISOString())
  await hospital.says(monitor, { n: { hostname: 'pump-2', lastSeenAt: now.toISOString() } }, now.toISOString())
  const pair = {
    a: { sourceId: cmms.id, sourceKey: 'a' },
    b: { sourceId: monitor.id, sourceKey: 'm' },
    probability: 0.7,
  }
  await inTransaction(db, (tx) => keepReviews(tx, organisationId, [pair], 'all'))
  await count()

  const listed = await inList('duplicate')
  expect(listed.map(({ device }) => device.assetTag ?? device.hostname).sort()).toEqual(['T-1', 'pump-1'])
  const [review] = await listReviews(db, organisationId, { state: 'open' }, { after: null, limit: 10 })
  const one = listed.find(({ device }) => device.assetTag === 'T-1')!
  expect(one.why.map(({ text }) => text)).toEqual(['It may be the same as Unknown device · pump-1: 70 %'])
  expect(one.next).toEqual([{ kind: 'merge', text: 'Say whether they are one', path: `/reviews?at=${review!.id}` }])
  const health = await healthOfDevice(db, organisationId, one.device.id)
  expect(health?.parts.uniqueness).toBe(30)

  await inTransaction(db, (tx) => keepReviews(tx, organisationId, [], 'all'))
  await count()
  expect(await inList('duplicate')).toEqual([])
})

type Told = { [key: string]: DeviceClaims }

test('what pays most of a device, a ward and a source is what raises its score most, and by so much', async () => {
  const { organisationId, cmms } = hospital
  const whole: DeviceClaims = {
    ...{ manufacturer: 'Acme', model: 'Pump 3', deviceType: 'Infusion pump', softwareVersion: '3.1', zone: 'Medical' },
    ...{ networkConnected: true, site: 'North', owner: 'HTM', technician: 'K. Novak', lifecycle: 'in_use' },
    criticality: 'high',
  }
  const numbers = [1, 2, 3, 4, 5, 6]
  const of = (number: number): DeviceClaims => ({
    ...whole,
    careArea: number <= 3 ? 'Ward 4B' : 'Ward 5A',
    assetTag: `T-${7000 + 11 * number}`,
    serialNumber: `QX${470815 + 7919 * number}`,
    macAddresses: [mac(number)],
  })
  const good: Told = Object.fromEntries(numbers.map((number) => [`k${number}`, of(number)]))
  // On no network: neither a version nor an address belongs to it.
  good.k6 = { ...of(6), model: 'Stool', networkConnected: false, softwareVersion: null, zone: null, macAddresses: [] }
  const { technician: _, ...unserved } = good.k6
  const { softwareVersion: __, ...unversioned } = good.k2!
  const poor: Told = {
    ...good,
    k1: { ...good.k1, serialNumber: '0000' },
    k2: unversioned,
    k3: { ...good.k3, softwareVersion: null, technician: null },
    k6: unserved,
  }
  const { deviceIds } = await hospital.says(cmms, poor, now.toISOString())
  await count()
  const idOf = async (key: string) => await deviceOf(db, organisationId, cmms.id, key)
  expect(deviceIds).toHaveLength(6)

  const expected: [key: string, text: string, mended: DeviceClaims][] = [
    ['k1', 'Correct serial number', good.k1!],
    ['k2', 'Read software version', good.k2!],
    ['k3', 'Read software version', { ...poor.k3, softwareVersion: '3.1' }],
    ['k6', 'Look up technician', good.k6],
  ]
  for (const [key, text, mended] of expected) {
    const id = await idOf(key)
    const before = (await healthOfDevice(db, organisationId, id))!
    expect([key, before.check?.text]).toEqual([key, text])
    await hospital.says(cmms, { [key]: mended }, now.toISOString())
    await count()
    const after = (await healthOfDevice(db, organisationId, id))!
    expect([key, Math.abs(after.score - before.score - before.check!.gain) < 0.16]).toEqual([key, true])
    await hospital.says(cmms, { [key]: poor[key]! }, now.toISOString())
    await count()
  }
  expect((await healthOfDevice(db, organisationId, await idOf('k4')))?.check).toBeNull()

  for (const scope of ['ward', 'source'] as const) {
    const scopes = async () => (await listHealthScopes(db, organisationId, scope, { limit: 10 })).items
    const [worst] = (await scopes()).filter(({ check }) => check !== null)
    expect(worst?.check?.text).toBe(
      scope === 'ward'
        ? 'Fill in the software version of 2 × Acme Pump 3 at Ward 4B, North in CMMS export'
        : 'Fill in the software version of 2 × Acme Pump 3 in CMMS export',
    )
    const mended = { k2: good.k2!, k3: { ...poor.k3, softwareVersion: '3.1' } }
    await hospital.says(cmms, mended, now.toISOString())
    await count()
    const after = (await scopes()).find(({ id }) => id === worst!.id)
    expect(Math.abs(after!.score - worst!.score - worst!.check!.gain)).toBeLessThan(0.12)
    await hospital.says(cmms, { k2: poor.k2!, k3: poor.k3! }, now.toISOString())
    await count()
  }
})

test('software that no bill, no statement and nobody answers for is unmanaged', async () => {
  const base = { manufacturer: 'Acme', model: 'Cart', operatingSystem: 'AcmeOS 3' }
  await hospital.says(hospital.cmms, {
    a: { ...base, assetTag: 'T-1' },
    b: { ...base, assetTag: 'T-2', technician: 'K. Novak' },
    c: { assetTag: 'T-3', manufacturer: 'Acme', model: 'Stool' },
  })
  await count()

  expect(await tagsIn('unmanaged')).toEqual(['T-1'])
})

test('a model whose support has ended puts its devices among the ended, with the day', async () => {
  await hospital.says(hospital.cmms, { a: { assetTag: 'T-1', manufacturer: 'Acme', model: 'Cart' } })
  await sql`insert into model_stage (organisation_id, id, manufacturer, model, stage, starts_on, reason, recorded_by)
    values (${hospital.organisationId}, gen_random_uuid(), 'Acme', 'Cart', 'end_of_support', '2024-03-31', 'letter', 'test')`.execute(
    db,
  )
  await count()

  const [ended] = await inList('ended')
  expect(ended?.device.assetTag).toBe('T-1')
  expect(ended?.why).toEqual([{ text: 'The manufacturer supports the model no more', at: '2024-03-31', source: null }])
})

test('the score falls by what is missing, and each part tells what', async () => {
  const whole: DeviceClaims = {
    ...{ assetTag: 'T-1', serialNumber: 'SN-4711', manufacturer: 'Acme', model: 'Pump 3', deviceType: 'Infusion pump' },
    ...{ softwareVersion: '3.1', macAddresses: [mac(1)], zone: 'Medical', networkConnected: true, site: 'North' },
    ...{ careArea: 'Ward 4B', owner: 'HTM', technician: 'K. Novak', lifecycle: 'in_use', criticality: 'high' },
  }
  const { deviceIds } = await hospital.says(hospital.cmms, { a: whole }, now.toISOString())
  const { serialNumber: _, softwareVersion: __, ...less } = whole
  const { deviceIds: others } = await hospital.says(
    hospital.cmms,
    { b: { ...less, assetTag: 'T-2', serialNumber: '0000', macAddresses: [mac(2)] } },
    now.toISOString(),
  )
  await count()

  const good = await healthOfDevice(db, hospital.organisationId, deviceIds[0]!)
  expect(good).toMatchObject({ score: 100, lacks: [], wrong: [], lists: [] })
  const poor = await healthOfDevice(db, hospital.organisationId, others[0]!)
  expect(poor?.lacks.map(({ attribute }) => attribute)).toEqual(['softwareVersion'])
  expect(poor?.wrong.map(({ attribute }) => attribute)).toEqual(['serialNumber'])
  expect(poor!.score).toBeLessThan(good!.score)
  expect(poor?.parts).toMatchObject({ completeness: 88, validity: 50, uniqueness: 100, agreement: 100 })
  expect(await asked('lacks = softwareVersion')).toEqual(['T-2'])
  expect(await asked('wrong = serialNumber and health < 95')).toEqual(['T-2'])
})

test('the check that pays most asks the system that knows, and its gain is what the score then rises by', async () => {
  await pumps(12, () => 0, {
    technician: 'K. Novak',
    owner: 'HTM',
    lifecycle: 'in_use',
    criticality: 'high',
    deviceType: 'Pump',
  })
  // The monitor tells versions of other models: it could tell these.
  const others = Array.from({ length: 8 }, (_, at) => 200 + at)
  await hospital.says(
    hospital.monitor,
    Object.fromEntries(
      others.map((number) => [
        `o${number}`,
        {
          ...pump(number, { model: 'Pump 5', softwareVersion: '2.0', lastSeenAt: now.toISOString() }),
          macAddresses: [mac(number)],
        },
      ]),
    ),
    now.toISOString(),
  )
  await count()
  const before = await inventoryHealth(db, hospital.organisationId)
  const check = before.checks.find(({ attribute, kind }) => attribute === 'softwareVersion' && kind === 'ask')!
  expect(check.text).toBe('Fill in the software version of 12 × Acme Pump 3 in Network monitor')
  expect(check.minutes).toBeNull()
  const parameters = new URL(check.path, 'http://x').searchParams
  expect(await asked(parameters.get('query')!)).toHaveLength(12)

  const filled = Array.from({ length: 12 }, (_, at) => at).map((number) => [
    `m${number}`,
    pump(number, { macAddresses: [mac(number)], lastSeenAt: daysAgo(0), softwareVersion: '3.1' }),
  ])
  await hospital.says(hospital.monitor, Object.fromEntries(filled), now.toISOString())
  await count()
  const after = await inventoryHealth(db, hospital.organisationId)
  expect(after.score - before.score).toBeCloseTo(check.gain, 0)
  expect(after.checks.some(({ attribute }) => attribute === 'softwareVersion')).toBe(false)
})

test('wards and sources have their own score, worst first, joined however they are spelt', async () => {
  await pumps(6, () => 0)
  await hospital.says(hospital.cmms, {
    x: { assetTag: 'T-9', site: 'North', careArea: 'Ward 9' },
    y: { assetTag: 'T-8', site: 'North', careArea: 'ward 9' },
  })
  await count()
  const wards = await listHealthScopes(db, hospital.organisationId, 'ward', { limit: 10 })
  expect(wards.items.map(({ title, devices }) => [title.toLowerCase(), devices])).toEqual([
    ['ward 9, north', 2],
    ['ward 4b, north', 6],
  ])
  expect(wards.items[0]?.check?.text).toMatch(/of 2 devices at ward 9, north/i)
  const sources = await listHealthScopes(db, hospital.organisationId, 'source', { limit: 1 })
  expect(sources.items).toHaveLength(1)
  expect(sources.next).not.toBeNull()
})

test('a second count of the same writes nothing, and a count that is not due is none', async () => {
  await pumps(12, (number) => (number === 3 ? 40 : 0))
  expect((await count())?.written).toBe(12)
  expect((await count())?.written).toBe(0)
  expect(await countHealth(db, hospital.organisationId, now)).toBeNull()
})

test('how long devices are silent is learnt by model, and a person’s word goes before', async () => {
  await pumps(12, (number) => (number === 3 ? 40 : 0))
  await count()
  const { items } = await listRhythms(db, hospital.organisationId, { limit: 10 })
  const model = items.find(({ scope }) => scope === 'model')!
  expect(model).toMatchObject({
    title: 'Acme Pump 3',
    devices: 12,
    medianDays: 4,
    usualDays: 4,
    boundDays: 12,
    set: null,
  })

  const said = { scope: 'model', key: model.key, days: 20, reason: 'They wait in the pool' } as const
  expect(await setRhythm(db, hospital.actor, said)).toMatchObject({ countsDays: 20, boundDays: 60 })
  await count()
  expect(await tagsIn('ghost')).toEqual([])
  const entries = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from audit_entry where action = 'rhythm.set'`.execute(db))
      .rows[0]!.n
  await setRhythm(db, hospital.actor, said)
  expect(await entries()).toBe(1)
  await setRhythm(db, hospital.actor, { ...said, days: null })
  await count()
  expect(await tagsIn('ghost')).toEqual(['T-5003'])
})

test('how sources overlap adds up to all devices, and each combination is asked for by its query', async () => {
  await pumps(12, () => 0)
  await hospital.says(hospital.cmms, { x: { assetTag: 'T-9' } })
  await hospital.says(hospital.monitor, { y: { hostname: 'h1', macAddresses: [mac(99)], lastSeenAt: daysAgo(0) } })
  await count()
  const { combinations, devices, estimate } = await inventoryHealth(db, hospital.organisationId)
  expect(combinations.map((one) => one.devices)).toEqual([12, 1, 1])
  expect(devices).toBe(14)
  for (const { query, devices: expected } of combinations) {
    const asker = { organisationId: hospital.organisationId, personId: null }
    const queried = await askDevices(db, asker, query, now)
    expect(await countDevices(db, hospital.organisationId, { queried }, 1000)).toBe(expected)
  }
  // On the network: 12 on both, one on the monitor alone.
  expect(estimate).toMatchObject({ method: 'chapman', known: 13, hidden: 0 })
})

test('a source says what it is where nobody set it: one whose records tell when devices were seen observes them', async () => {
  await updateSource(db, hospital.organisationId, hospital.cmms.id, { role: null })
  await updateSource(db, hospital.organisationId, hospital.monitor.id, { role: null })
  await pumps(3, () => 0)
  await count()
  const { sources } = await inventoryHealth(db, hospital.organisationId)
  expect(sources.map(({ name, role, roleBy }) => [name, role, roleBy])).toEqual([
    ['CMMS export', 'register', 'records'],
    ['Network monitor', 'observer', 'records'],
  ])
})

test('times that no calendar has do not stop the count', async () => {
  await hospital.says(hospital.monitor, {
    a: { hostname: 'a', lastSeenAt: '2026-02-30T10:00:00.000Z' },
    b: { hostname: 'b', lastSeenAt: '2026-11-19' },
    c: { hostname: 'c', lastSeenAt: '2026-11-19T10:00:00+01:00' },
  })
  expect((await count())?.written).toBe(3)
  const { rows } = await sql<{
    seen: string
  }>`select (seen_at at time zone 'UTC')::text as seen from device_health order by 1`.execute(db)
  expect(rows.map(({ seen }) => seen)).toEqual(['2026-03-02 10:00:00', '2026-11-19 00:00:00', '2026-11-19 09:00:00'])
})
