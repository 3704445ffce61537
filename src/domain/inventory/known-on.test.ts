import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { onUndo } from '#domain/loop.ts'
import { personSource, queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { goldenRecord } from './golden-record.ts'
import {
  attributeOrigin,
  countKnown,
  decidePlaces,
  deviceOf,
  getDevice,
  getKnown,
  listKnown,
  observe,
  observeByPerson,
  type PreparedObservation,
  prepare,
  rebuildDevicesOf,
  setAttributeTrust,
  takePlaces,
  tellUntoldPasts,
} from './inventory.ts'
import { toldThen } from './known-on.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, run, configuration, context, device, observation, identifier, conflict, identity_entry, device_version cascade`.execute(
    db,
  )
  hospital = await newHospital(db)
})

/** A moment between what was done and what comes: timestamps are read to the millisecond. */
async function moment(): Promise<string> {
  await sleep(3)
  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  await sleep(3)
  return rows[0]!.at
}

const says = (source: SourceRecord, devices: Record<string, DeviceClaims>, at?: string) =>
  hospital.says(source, devices, at)

const listed = async (at: string, filter: Parameters<typeof listKnown>[3] = {}) =>
  (await listKnown(db, hospital.organisationId, at, filter, { sort: 'name', after: null, limit: 100 })).items

const lines = async (at: string, filter = {}) =>
  (await listed(at, filter)).map(({ assetTag, room, softwareVersion }) => `${assetTag} ${room} ${softwareVersion}`)

const pump = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  serialNumber: `SN-${tag}-77`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  room: '1',
  softwareVersion: '1.0',
  ...over,
})

test('a day shows what was recorded until then: what came, changed and was added later is not seen', async () => {
  const before = await moment()
  await says(hospital.cmms, { a: pump('A'), b: pump('B') })
  const first = await moment()
  await says(hospital.cmms, { a: pump('A', { room: '2' }), c: pump('C') })
  const second = await moment()
  await says(hospital.cmms, { a: pump('A', { room: '3', softwareVersion: '2.0' }) })

  expect(await lines(before)).toEqual([])
  expect(await lines(first)).toEqual(['A 1 1.0', 'B 1 1.0'])
  expect(await lines(second)).toEqual(['A 2 1.0', 'B 1 1.0', 'C 1 1.0'])
  expect(await lines(await moment())).toEqual(['A 3 2.0', 'B 1 1.0', 'C 1 1.0'])
  expect((await listed(first)).map(({ changed }) => changed)).toEqual([['softwareVersion', 'room'], []])
  expect(await countKnown(db, hospital.organisationId, second, {}, 10)).toBe(3)
})

test('a list of a day is searched by what was then, and read on by key', async () => {
  const all = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`k${n}`, pump(`T${n}`, { room: n % 2 ? 'old' : 'new' })]),
  )
  await says(hospital.cmms, all)
  const then = await moment()
  await says(hospital.cmms, { k1: pump('T1', { room: 'new' }), k2: pump('T2-RENAMED', { serialNumber: 'SN-T2-77' }) })

  expect(await lines(then, { q: 'OLD drip' })).toEqual(['T1 old 1.0', 'T3 old 1.0', 'T5 old 1.0', 'T7 old 1.0'])
  expect(await lines(then, { q: 'renamed' })).toEqual([])
  expect(await lines(await moment(), { q: 'renamed' })).toEqual(['T2-RENAMED 1 1.0'])
  const seen: (string | null)[] = []
  for (let after: { key: string; id: string } | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listKnown>> = await listKnown(
      db,
      hospital.organisationId,
      then,
      {},
      { sort: 'name', after, limit: 2 },
    )
    seen.push(...page.items.map(({ assetTag }) => assetTag))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'])
})

test('a new sighting alone makes no version, and is told all the same', async () => {
  const seen = (at: string) => ({ m: pump('A', { lastSeenAt: at }) })
  await says(hospital.monitor, seen('2026-03-01T00:00:00.000Z'))
  const then = await moment()
  await says(hospital.monitor, seen('2026-03-02T00:00:00.000Z'))

  const { rows } = await sql`select from device_version`.execute(db)
  expect(rows.length).toBe(0)
  expect((await listed(then)).map(({ lastSeenAt }) => lastSeenAt)).toEqual(['2026-03-01T00:00:00.000Z'])
  expect((await listed(await moment())).map(({ lastSeenAt }) => lastSeenAt)).toEqual(['2026-03-02T00:00:00.000Z'])
})

/** Observed and placed, in one transaction. */
const taken = (source: SourceRecord, runId: string | null, batch: PreparedObservation[]) =>
  inTransaction(db, async (tx) => {
    const now = new Date().toISOString()
    await observe(tx, source, runId, now, batch)
    const scope = { sourceId: source.id, keys: batch.map(({ observation }) => observation.sourceKey) }
    await decidePlaces(tx, source.organisation_id, scope)
    await takePlaces(tx, source, now, scope, batch.length)
  })

async function importAs(source: SourceRecord, devices: Record<string, DeviceClaims>) {
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor: hospital.actor })
  await sql`update run set state = 'succeeded' where id = ${run.id}`.execute(db)
  const batch = Object.entries(devices).map(([sourceKey, claims]) =>
    prepare({ sourceKey, observedAt: new Date().toISOString(), claims }),
  )
  await taken(source, run.id, batch)
  return run.id
}

test('an import that was undone later stood on the day between, and what it had taken the place of stands again', async () => {
  await importAs(hospital.cmms, { a: pump('A') })
  const first = await moment()
  const run = await importAs(hospital.cmms, { a: pump('A', { room: '2' }), b: pump('B') })
  const between = await moment()
  await inTransaction(db, (tx) => onUndo(tx, hospital.cmms, run, hospital.actor, new Date().toISOString()))
  const undone = await moment()
  await importAs(hospital.cmms, { a: pump('A', { room: '4' }) })

  expect(await lines(first)).toEqual(['A 1 1.0'])
  expect(await lines(between)).toEqual(['A 2 1.0', 'B 1 1.0'])
  expect(await lines(undone)).toEqual(['A 1 1.0'])
  expect((await listed(between)).map(({ isGoneNow }) => isGoneNow)).toEqual([false, true])
  await sameByBoth([first, between, undone, await moment()])
})

/** What versions tell and what observations come to with the ledger folded back is the same. */
async function sameByBoth(moments: readonly string[]) {
  const { rows } = await sql<{ id: string }>`select id from device`.execute(db)
  const ids = rows.map(({ id }) => id)
  for (const at of moments) {
    const { rows: known } = await sql<{ id: string; golden: DeviceClaims }>`
      select id, golden - 'lastSeenAt' as golden from device where known_since <= ${at}::timestamptz and gone_at is null
      union all select device_id, golden from device_version where known_since <= ${at}::timestamptz and known_until > ${at}::timestamptz`.execute(
      db,
    )
    const told = await toldThen(db, hospital.organisationId, at, ids)
    const folded = [...told].map(([id, own]) => {
      const { lastSeenAt: _, ...golden } = goldenRecord(own)
      return { id, golden }
    })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(folded.sort(byId)).toEqual(known.sort(byId))
  }
}

test('what was recorded before versions were kept is told afterwards, a second time the same', async () => {
  const moments: string[] = []
  const then = async (run: Promise<unknown>) => {
    await run
    moments.push(await moment())
  }
  await then(importAs(hospital.cmms, { a: pump('A'), b: pump('B') }))
  await then(importAs(hospital.monitor, { m: pump('A', { room: '5', lastSeenAt: new Date().toISOString() }) }))
  const run = await importAs(hospital.cmms, { a: pump('A', { room: '2' }), c: pump('C') })
  await then(Promise.resolve())
  await then(inTransaction(db, (tx) => onUndo(tx, hospital.cmms, run, hospital.actor, new Date().toISOString())))
  await then(importAs(hospital.cmms, { a: pump('A', { room: '3' }) }))
  await sql`truncate device_version`.execute(db)
  await sql`update device d set known_since = (select min(recorded_at) from observation o where o.device_id = d.id)`.execute(
    db,
  )
  // What an import changed before they are told.
  await importAs(hospital.cmms, { b: pump('B', { room: '9' }) })
  moments.push(await moment())

  for (let turn = 0; turn < 2; turn++) {
    await sql`insert into device_untold (organisation_id, device_id) select organisation_id, id from device`.execute(db)
    expect(await inTransaction(db, (tx) => tellUntoldPasts(tx, hospital.organisationId))).toBe(true)
    expect(await inTransaction(db, (tx) => tellUntoldPasts(tx, hospital.organisationId))).toBe(false)
    await sameByBoth(moments)
  }
})

/** As the identity ledger has it: observations go from the one device to the other, and may go back. */
async function move(from: string, to: string) {
  const entry = newId()
  await inTransaction(db, async (tx) => {
    await sql`insert into identity_entry (organisation_id, id, kind, from_device_id, to_device_id, actor_name, reason)
      values (${hospital.organisationId}, ${entry}, 'merge', ${from}, ${to}, 'test', 'One device')`.execute(tx)
    await sql`with moved as (
        update observation set device_id = ${to}::uuid where organisation_id = ${hospital.organisationId} and device_id = ${from}::uuid returning id)
      insert into identity_move (organisation_id, entry_id, observation_id)
      select ${hospital.organisationId}::uuid, ${entry}::uuid, id from moved`.execute(tx)
    await rebuildDevicesOf(tx, hospital.cmms, [from, to].sort(), new Date().toISOString())
  })
  return async () =>
    await inTransaction(db, async (tx) => {
      await sql`update identity_entry set undone_at = now(), undone_by = 'test' where id = ${entry}`.execute(tx)
      // What the moved records said meanwhile goes along.
      await sql`update observation o set device_id = ${from}::uuid
        from identity_move m join observation x on x.id = m.observation_id
        where m.entry_id = ${entry} and o.source_id = x.source_id and o.source_key = x.source_key and o.device_id = ${to}::uuid`.execute(
        tx,
      )
      await rebuildDevicesOf(tx, hospital.cmms, [from, to].sort(), new Date().toISOString())
    })
}

test('merges and splits made later are folded back, undone ones too', async () => {
  const { deviceIds } = await says(hospital.cmms, { a: pump('A') })
  const a = deviceIds[0]!
  const b = (
    await says(hospital.monitor, {
      b: pump('B', { hostname: 'pump-b', softwareVersion: '9.0', lastSeenAt: new Date().toISOString() }),
    })
  ).deviceIds[0]!
  const apart = await moment()
  const undo = await move(b, a)
  const merged = await moment()
  await says(hospital.monitor, {
    b: pump('B', { hostname: 'pump-b2', softwareVersion: '9.1', lastSeenAt: new Date().toISOString() }),
  })
  const mergedLater = await moment()
  await undo()
  const undone = await moment()
  await move(a, b)
  const other = await moment()
  await says(hospital.cmms, { c: pump('C') })

  const hosts = async (at: string) =>
    (await listed(at)).map(({ hostname, softwareVersion }) => `${hostname} ${softwareVersion}`).sort()
  expect(await hosts(apart)).toEqual(['null 1.0', 'pump-b 9.0'])
  expect(await hosts(merged)).toEqual(['pump-b 9.0'])
  expect(await hosts(mergedLater)).toEqual(['pump-b2 9.1'])
  expect(await hosts(undone)).toEqual(['null 1.0', 'pump-b2 9.1'])
  expect(await hosts(other)).toEqual(['pump-b2 9.1'])
  await sameByBoth([apart, merged, mergedLater, undone, other, await moment()])
  expect((await getKnown(db, hospital.organisationId, apart, a))?.sources.map(({ sourceKey }) => sourceKey)).toEqual([
    'a',
  ])
  expect(
    (await getKnown(db, hospital.organisationId, merged, a))?.sources.map(({ sourceKey }) => sourceKey).sort(),
  ).toEqual(['a', 'b'])
  expect(await getKnown(db, hospital.organisationId, merged, b)).toBeNull()
})

test.each([1, 2, 3, 4, 5, 6])(
  'whatever happens, versions and observations tell the same of every moment (seed %i)',
  async (seed) => {
    const { of, chance } = seeded(seed)
    const moments: string[] = []
    const undoes: (() => Promise<unknown>)[] = []
    const imports: { run: string; source: SourceRecord }[] = []
    for (let step = 0; step < 40; step++) {
      const source = of([hospital.cmms, hospital.monitor])
      const tag = of(['A', 'B', 'C', 'D'])
      const claims = pump(tag, {
        room: of(['1', '2', '3']),
        softwareVersion: of(['1.0', '2.0', null]),
        ...(source === hospital.monitor && chance(0.7) && { lastSeenAt: new Date().toISOString() }),
      })
      const { rows: devices } = await sql<{
        id: string
      }>`select id from device where gone_at is null order by id`.execute(db)
      const what = devices.length < 2 ? 'import' : of(['import', 'import', 'import', 'undo', 'merge', 'apart', 'trust'])
      if (what === 'import') imports.push({ run: await importAs(source, { [`${tag}`]: claims }), source })
      else if (what === 'undo') {
        const last = imports.pop()
        if (last)
          await inTransaction(db, (tx) => onUndo(tx, last.source, last.run, hospital.actor, new Date().toISOString()))
      } else if (what === 'merge') {
        const from = of(devices).id
        const to = of(devices.filter(({ id }) => id !== from)).id
        undoes.push(await move(from, to))
      } else if (what === 'apart') await undoes.pop()?.()
      else
        await inTransaction(db, async (tx) => {
          await setAttributeTrust(tx, hospital.organisationId, [
            { sourceId: source.id, attribute: 'room', trust: of([5, 50, 95, null]) },
          ])
          await rebuildDevicesOf(
            tx,
            source,
            devices.map(({ id }) => id),
            new Date().toISOString(),
          )
        })
      moments.push(await moment())
    }
    await sameByBoth(moments)
  },
)

test('trust that was changed later is not seen on the day before', async () => {
  const both = pump('A')
  await says(hospital.cmms, { a: { ...both, room: 'register' } })
  const [id] = (await says(hospital.monitor, { m: { ...both, room: 'monitor' } })).deviceIds
  const before = await moment()
  await inTransaction(db, async (tx) => {
    expect(
      await setAttributeTrust(tx, hospital.organisationId, [
        { sourceId: hospital.cmms.id, attribute: 'room', trust: 95 },
      ]),
    ).toEqual([hospital.cmms.id])
    await rebuildDevicesOf(tx, hospital.cmms, [id!], new Date().toISOString())
  })

  const roomOf = (known: Awaited<ReturnType<typeof getKnown>>) =>
    known?.attributes.find(({ attribute }) => attribute === 'room')
  expect(roomOf(await getKnown(db, hospital.organisationId, before, id!))).toMatchObject({
    value: 'monitor',
    trust: 60,
    valueNow: 'register',
    isChanged: true,
  })
  expect(roomOf(await getKnown(db, hospital.organisationId, await moment(), id!))).toMatchObject({
    value: 'register',
    trust: 95,
  })
  await sameByBoth([before, await moment()])
})

test('with the sources’ own dates, a day shows what held then as it is known now', async () => {
  const [id] = (await says(hospital.cmms, { a: pump('A', { room: 'May' }) }, '2026-05-01T00:00:00Z')).deviceIds
  await says(hospital.cmms, { a: pump('A', { room: 'July' }) }, '2026-07-01T00:00:00Z')
  const now = await moment()
  const room = async (observedOn: string) =>
    (await getKnown(db, hospital.organisationId, now, id!, observedOn))?.attributes.find(
      ({ attribute }) => attribute === 'room',
    )?.value

  expect(await room('2026-04-01T00:00:00Z')).toBeUndefined()
  expect(await room('2026-06-01T00:00:00Z')).toBe('May')
  expect(await room('2026-08-01T00:00:00Z')).toBe('July')
})

test('a person’s earlier word is not said again with the next one, once something read the device', async () => {
  const [id] = (
    await says(hospital.monitor, { m: pump('A', { lastSeenAt: '2026-01-01T00:00:00Z' }) }, '2026-01-01T00:00:00Z')
  ).deviceIds
  const person = await personSource(db, hospital.organisationId)
  const correct = (claims: DeviceClaims, now: string) =>
    inTransaction(db, (tx) => observeByPerson(tx, person, id!, claims, now))
  await correct({ softwareVersion: '1.5' }, '2026-01-02T00:00:00Z')
  await says(
    hospital.monitor,
    { m: pump('A', { softwareVersion: '2.0', lastSeenAt: '2026-01-03T00:00:00Z' }) },
    '2026-01-03T00:00:00Z',
  )
  await correct({ room: '9' }, '2026-01-04T00:00:00Z')

  const { device } = await getDevice(db, hospital.organisationId, id!)
  expect(device.golden).toMatchObject({ softwareVersion: '2.0', room: '9' })
})

test('the origin of a value is the row it came from, with the column', async () => {
  const run = await queueRun(db, {
    sourceId: hospital.cmms.id,
    trigger: 'person',
    actor: hospital.actor,
    settings: { columns: { 'Raum Nr.': 'room', Tag: 'assetTag' } },
  })
  const row = {
    sourceKey: 'A',
    observedAt: '2026-05-01T00:00:00Z',
    claims: pump('A', { room: '4-12' }),
    raw: { Tag: 'A', 'Raum Nr.': '4-12', Note: '4-12' },
  }
  await taken(hospital.cmms, run.id, [prepare(row)])
  const monitored = {
    sourceKey: 'm',
    observedAt: '2026-05-02T00:00:00Z',
    claims: pump('A', { room: '4-12' }),
    raw: { location: 'Room 4-12', serial: 'SN-A-77' },
  }
  await taken(hospital.monitor, null, [prepare(monitored)])

  const deviceId = await deviceOf(db, hospital.organisationId, hospital.cmms.id, 'A')
  const origin = await attributeOrigin(db, hospital.organisationId, deviceId, 'room')
  expect(origin).toMatchObject({ value: '4-12', title: 'Room' })
  expect(
    origin.records.map(({ source, sourceKey, columns, run: by }) => [
      source.name,
      sourceKey,
      columns.names,
      columns.by,
      by?.id,
    ]),
  ).toEqual([
    ['Network monitor', 'm', ['location'], 'same_text', undefined],
    ['CMMS export', 'A', ['Raum Nr.'], 'mapping', run.id],
  ])
})
