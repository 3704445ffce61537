import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { prepare, recordVerdicts } from '#domain/inventory/inventory.ts'
import {
  onArrivals,
  onMerge,
  onObservations,
  onPersonMerge,
  onPersonObservation,
  onSplit,
  onUndo,
} from '#domain/loop.ts'
import { createSource, queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction, type Tx } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor, cmms, monitor } = hospital
const access = await createSource(db, organisationId, {
  kind: 'connector',
  member: 'csv-file',
  name: 'Network access',
  settings: {},
})
const at = '2026-11-01T08:00:00.000Z'
const pump = { manufacturer: 'B. Braun', model: 'Infusomat Space' }
const serialNumber = 'QX470815'
const macAddresses = ['00:06:8e:aa:bb:01']

beforeEach(async () => {
  await sql`truncate run, arrival, arrival_place, observation, identifier, device, configuration, context, identity_entry,
    identity_review, identity_verdict cascade`.execute(db)
})

/** A run that was read to its end: what it told of waits. */
async function told(source: SourceRecord, key: string, claims: DeviceClaims) {
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  await sql`update run set state = 'running' where id = ${run.id}`.execute(db)
  const cause = { id: run.id, now: at, actor }
  const observation = prepare({ sourceKey: key, observedAt: at, claims })
  await inTransaction(db, (tx) => onObservations(tx, source, { ...cause, isImport: true }, [observation]))
  return { source, cause }
}

const place = ({ source, cause }: Awaited<ReturnType<typeof told>>) =>
  onArrivals(db, source, cause, { placed: async () => {}, next: async () => {} })

async function imports(source: SourceRecord, key: string, claims: DeviceClaims) {
  const run = await told(source, key, claims)
  await place(run)
  await sql`update run set state = 'succeeded' where id = ${run.cause.id}`.execute(db)
  return run.cause.id
}

/** Does it when all is compared and nothing is decided: whoever decides waits for the inventory, which is held until then. */
async function placeMeanwhile(run: Awaited<ReturnType<typeof told>>, change: (tx: Tx) => Promise<unknown>) {
  let placing: Promise<void> | undefined
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('inventory:' || ${organisationId}, 0))`.execute(tx)
    placing = place(run)
    placing.catch(() => {})
    const isWaitedFor = async () =>
      (
        await sql`select from pg_locks l join pg_database d on d.oid = l.database
          where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`.execute(tx)
      ).rows.length > 0
    while (!(await isWaitedFor())) await sleep(5)
    await change(tx)
  })
  await placing
}

const devices = async () =>
  (
    await sql<{ keys: string[] }>`
      select array_agg(o.source_key order by o.source_key) as keys from device d join observation o on o.device_id = d.id
      where d.organisation_id = ${organisationId} and d.gone_at is null and o.superseded_at is null and o.retracted_at is null
      group by d.id order by 1`.execute(db)
  ).rows.map(({ keys }) => keys)
const deviceOf = async (key: string) =>
  (
    await sql<{
      device_id: string
    }>`select device_id from observation where source_key = ${key} and superseded_at is null`.execute(db)
  ).rows[0]!.device_id
const waiting = async () => (await sql`select source_key from arrival`.execute(db)).rows

test('a device that is merged away while records are compared receives none, and they come to the one that stays', async () => {
  await imports(cmms, 'register', { ...pump, serialNumber })
  await imports(access, 'other', { hostname: 'pump-4b-17' })
  const [from, into] = [await deviceOf('register'), await deviceOf('other')]
  await placeMeanwhile(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }), (tx) =>
    onPersonMerge(tx, actor, { into, from, reason: 'One pump' }),
  )
  expect(await devices()).toEqual([['other', 'register', 'seen']])
  expect(await deviceOf('seen')).toBe(into)
  expect(await waiting()).toEqual([])
})

test('a record that goes with one that leaves its device meanwhile goes with it', async () => {
  await imports(cmms, 'register', { ...pump, serialNumber })
  await imports(access, 'other', { hostname: 'pump-4b-17' })
  const [from, into] = [await deviceOf('register'), await deviceOf('other')]
  await inTransaction(db, (tx) => onMerge(tx, actor, { into, from, reason: 'One pump' }))
  const records = [{ sourceId: cmms.id, sourceKey: 'register' }]
  await placeMeanwhile(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }), (tx) =>
    onSplit(tx, actor, { deviceId: into, records, reason: 'Two pumps' }),
  )
  expect(await devices()).toEqual([['other'], ['register', 'seen']])
})

test('a device that is taken back meanwhile receives nothing', async () => {
  const runId = await imports(cmms, 'register', { ...pump, serialNumber })
  const gone = await deviceOf('register')
  await placeMeanwhile(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }), (tx) =>
    onUndo(tx, cmms, runId, actor, at),
  )
  expect(await devices()).toEqual([['seen']])
  expect(await deviceOf('seen')).not.toBe(gone)
})

test('a device that a person adds meanwhile is not made twice', async () => {
  await placeMeanwhile(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }), (tx) =>
    onPersonObservation(tx, actor, null, { ...pump, serialNumber, macAddresses }, at),
  )
  expect(await devices()).toEqual([[expect.stringMatching(/^person:/), 'seen']])
})

test('what a person says meanwhile of two records binds', async () => {
  await imports(cmms, 'register', { ...pump, serialNumber })
  const a = { sourceId: cmms.id, sourceKey: 'register' }
  const b = { sourceId: monitor.id, sourceKey: 'seen' }
  await placeMeanwhile(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }), (tx) =>
    recordVerdicts(tx, actor, { answer: 'different', pairs: [{ a, b }], reason: 'Another number on its plate' }),
  )
  expect(await devices()).toEqual([['register'], ['seen']])
})

test('a record of which another says meanwhile where it is goes there, and what is told anew is compared anew', async () => {
  await imports(cmms, 'register', { ...pump, serialNumber })
  const run = await told(monitor, 'seen', { ...pump, serialNumber, macAddresses })
  const anew = prepare({ sourceKey: 'seen', observedAt: at, claims: { ...pump, serialNumber: 'ZK993311' } })
  await placeMeanwhile(run, (tx) => onObservations(tx, monitor, { ...run.cause, isImport: true }, [anew]))
  expect(await devices()).toEqual([['register'], ['seen']])
})

test('a record that waits for a device which is decided and not made yet finds it', async () => {
  const first = await told(cmms, 'register', { ...pump, serialNumber })
  await expect(
    onArrivals(db, cmms, first.cause, {
      placed: async () => {},
      next: () => Promise.reject(new Error('Its worker went down')),
    }),
  ).rejects.toThrow('went down')
  expect(await devices()).toEqual([])

  await place(await told(monitor, 'seen', { ...pump, serialNumber, macAddresses }))
  expect(await devices()).toEqual([['seen']])
  await place(first)
  expect(await devices()).toEqual([['register', 'seen']])
  expect(await waiting()).toEqual([])
})

test('a record that goes with two devices of which one is not made yet joins them when it is', async () => {
  await imports(cmms, 'register', { ...pump, serialNumber, assetTag: 'T-4711' })
  const first = await told(access, 'access', { macAddresses, hostname: 'pump-4b-17', lastSeenAt: at })
  const both = { ...pump, serialNumber, macAddresses, hostname: 'pump-4b-17', lastSeenAt: at }
  await expect(
    onArrivals(db, access, first.cause, {
      placed: async () => {},
      next: () => Promise.reject(new Error('Its worker went down')),
    }),
  ).rejects.toThrow('went down')
  const second = await told(monitor, 'both', both)
  await place(second)
  // The other run is still to make its device; so long the record waits.
  expect(await devices()).toEqual([['register']])
  expect(await waiting()).toHaveLength(2)

  await sql`update run set state = 'failed' where id = ${first.cause.id}`.execute(db)
  await place(second)
  expect(await devices()).toEqual([['access', 'both', 'register']])
  expect(await waiting()).toEqual([])
})
