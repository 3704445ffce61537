import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { prepare } from '#domain/inventory/inventory.ts'
import { onObservations } from '#domain/loop.ts'
import { claimRun, queueRun, type SourceRecord } from '#domain/sources/sources.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { queueFile, type Stage } from '#tests/crash/stage.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { placingRun } from './placing-run.ts'
import { startWorker, type WorkerParts } from './worker.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { actor } = hospital

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-placing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Enough for a thread of its own. */
const devices = 5100
const makes = [
  ['B. Braun', 'Infusomat Space'],
  ['Philips', 'IntelliVue MX450'],
  ['GE Healthcare', 'Carescape B650'],
  ['Dräger', 'Evita V500'],
] as const
const serialOf = (device: number) =>
  `${'QXZKW'[device % 5]}${String((device * 7919 + 104_729) % 1_000_003).padStart(7, '0')}`

function inRegister(device: number): DeviceClaims {
  const [manufacturer, model] = makes[device % makes.length]!
  return { manufacturer, model, serialNumber: serialOf(device), assetTag: `T-${10_000 + device}` }
}

function onNetwork(device: number): DeviceClaims {
  const [manufacturer, model] = makes[device % makes.length]!
  const mac = (device * 48_271 + 11).toString(16).padStart(6, '0').slice(-6)
  return {
    manufacturer,
    model,
    serialNumber: serialOf(device),
    macAddresses: [`00:09:fb:${mac.slice(0, 2)}:${mac.slice(2, 4)}:${mac.slice(4)}`],
    hostname: `dev-${device}`,
  }
}

async function told(source: SourceRecord, claims: (device: number) => DeviceClaims) {
  const run = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
  const now = '2026-11-01T08:00:00.000Z'
  const batch = Array.from({ length: devices }, (_, device) =>
    prepare({ sourceKey: `r${device}`, observedAt: now, claims: claims(device) }),
  )
  await inTransaction(db, (tx) => onObservations(tx, source, { id: run.id, now, actor, isImport: true }, batch))
  return run.id
}

/** Both lists were read, the register by a run that has ended; both wait to be placed. Gives the run of the other, claimed. */
async function bothTold(worker: string) {
  const first = await told(hospital.cmms, inRegister)
  await sql`update run set state = 'cancelled' where id = ${first}`.execute(db)
  await told(hospital.monitor, onNetwork)
  return (await claimRun(db, worker, 30))!
}

const counted = async () =>
  (
    await sql<{ records: number; devices: number; waiting: number; decided: number }>`
      select (select count(*) from observation) as records, (select count(*) from device) as devices,
        (select count(*) from arrival) as waiting, (select count(*) from arrival_place) as decided`.execute(db)
  ).rows[0]!
const allWaiting = { records: 0, devices: 0, waiting: 2 * devices, decided: 0 }
const allPlaced = { records: 2 * devices, devices, waiting: 0, decided: 0 }

/** In the database, at the very moment at which a share of the comparison is told. */
async function whenComparing(does: string) {
  await sql
    .raw(
      `create or replace function comparing() returns trigger language plpgsql as $$ begin ${does} return new; end $$;
       create trigger comparing before update on run for each row when (new.phase like 'Comparing records (%') execute function comparing()`,
    )
    .execute(db)
}

beforeEach(async () => {
  await sql`drop trigger if exists comparing on run`.execute(db)
  await sql`truncate run, arrival, arrival_place, observation, identifier, device, configuration, context cascade`.execute(
    db,
  )
})

test('a run gives signs of life and says how far it is while many records are compared', {
  timeout: 120_000,
}, async () => {
  await sql`create table if not exists told_share (phase text, at timestamptz)`.execute(db)
  const run = await bothTold('one')
  await whenComparing('insert into told_share values (new.phase, clock_timestamp());')
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 10)
  await placingRun(db, 'one', run)
  clearInterval(watch)

  const { rows } = await sql<{ phase: string; at: string }>`select phase, at from told_share order by at`.execute(db)
  expect(new Set(rows.map(({ phase }) => phase)).size).toBeGreaterThanOrEqual(2)
  expect(rows[0]!.phase).toBe('Comparing records (0 %)')
  // As long as the comparison lasted nothing else held the event loop for so long.
  expect(Date.parse(rows.at(-1)!.at) - Date.parse(rows[0]!.at)).toBeGreaterThan(longest)
  expect(await counted()).toEqual(allPlaced)
})

test('a run that is cancelled while it compares has lost nothing, and the next one places all', {
  timeout: 120_000,
}, async () => {
  const run = await bothTold('one')
  await whenComparing('new.cancel_requested_at = now();')
  await expect(placingRun(db, 'one', run)).rejects.toThrow('Cancelled')
  expect(await counted()).toEqual(allWaiting)

  await sql`drop trigger comparing on run`.execute(db)
  await sql`update run set state = 'cancelled', worker = null where id = ${run.id}`.execute(db)
  await queueRun(db, { sourceId: hospital.cmms.id, trigger: 'person', actor })
  await placingRun(db, 'one', (await claimRun(db, 'one', 30))!)
  expect(await counted()).toEqual(allPlaced)
})

test('a run that another worker takes while it compares decides nothing', { timeout: 120_000 }, async () => {
  const run = await bothTold('one')
  await whenComparing("new.worker = 'another';")
  await expect(placingRun(db, 'one', run)).rejects.toThrow('Another worker took this run')
  expect(await counted()).toEqual(allWaiting)
})

test('a run that another worker takes at the end of the comparison decides nothing', { timeout: 120_000 }, async () => {
  const run = await bothTold('one')
  await sql
    .raw(
      `create function taken() returns trigger language plpgsql as $$ begin update run set worker = 'another'; return null; end $$;
       create trigger taken after insert on arrival_place for each statement execute function taken()`,
    )
    .execute(db)
  await expect(placingRun(db, 'one', run)).rejects.toThrow('Another worker took this run')
  await sql`drop trigger taken on arrival_place`.execute(db)
  expect(await counted()).toEqual(allWaiting)
})

test('a worker that is stopped while it compares lets go of its run, and the next one goes on', {
  timeout: 120_000,
}, async () => {
  const lines = Array.from({ length: 2 * devices }, (_, device) => {
    const { manufacturer, model, serialNumber, assetTag } = inRegister(device)
    return [assetTag, manufacturer, model, serialNumber].join(',')
  })
  writeFileSync(
    path.join(folder, 'register.csv'),
    `${['Asset tag,Manufacturer,Model,Serial number', ...lines].join('\n')}\n`,
  )
  await queueFile({ db, actor, folder } as Stage, 'Register', 'register.csv')
  const parts = {
    db,
    log: silentLog,
    dataDir: folder,
    connectors,
    apiConnectors: [],
    feeds: [],
  } as unknown as WorkerParts
  const first = startWorker(parts, { pollMs: 20 })
  const runNow = async () =>
    (
      await sql<{ phase: string; state: string; heartbeat_at: string | null; attempts: number }>`
        select phase, state, heartbeat_at, attempts from run`.execute(db)
    ).rows[0]!
  while (!(await runNow()).phase.startsWith('Comparing records (')) await sleep(20)
  await first.stop()
  expect(await runNow()).toMatchObject({ state: 'running', heartbeat_at: null, attempts: 0 })
  expect(await counted()).toMatchObject({ records: 0, waiting: 2 * devices, decided: 0 })

  const next = startWorker(parts, { pollMs: 20 })
  while ((await runNow()).state === 'running') await sleep(50)
  await next.stop()
  expect(await runNow()).toMatchObject({ state: 'succeeded' })
  expect(await counted()).toMatchObject({ records: 2 * devices, devices: 2 * devices, waiting: 0, decided: 0 })
})
