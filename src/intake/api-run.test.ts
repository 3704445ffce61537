import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { restApi } from '#bench/servers/rest-api.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { answerReading, devicesPerSource, getDevice, listDevices } from '#domain/inventory/inventory.ts'
import {
  cancelRun,
  createSource,
  getRun,
  getRunRecord,
  getSource,
  listSkipped,
  queueRun,
  resumeRun,
  updateSource,
} from '#domain/sources/sources.ts'
import { inTransaction } from '#platform/db/database.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { type RunningSystem, startSystem } from '#tests/support/simulated-system.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { schedule } from './worker.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
let running: RunningSystem
let source: Awaited<ReturnType<typeof createSource>>

const records = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `d-${n}`,
    asset: { tag: `BM-${1000 + n}`, serial: `SN-ZX-${1000 + n}` },
    vendor: 'Example Medical',
    model: 'Infusor 4',
    updated_at: '2026-01-30T08:15:00Z',
  }))

beforeAll(async () => {
  running = await startSystem('generic-rest', (secret) => restApi({ secret, paging: 'offset' }))
})
afterAll(async () => await running.server.close())
afterEach(() => running.server.heal())
beforeEach(async () => {
  await sql`truncate source, run, skipped, arrival, arrival_place, observation, device, identifier, conflict cascade`.execute(
    db,
  )
  running.system.records = records(6)
  // A whole reading each time.
  const { changedSinceParameter: _, ...settings } = running.settings()
  source = await createSource(db, organisationId, {
    kind: 'connector',
    member: 'generic-rest',
    name: 'MDSP',
    settings: { ...settings, paging: 'offset', pageSize: 2 },
    everyHours: 24,
  })
})

const queue = async () => (await queueRun(db, { sourceId: source.id, trigger: 'person', actor })).id
async function run(id?: string) {
  const run = id ?? (await queue())
  await drainRuns(db)
  return await getRun(db, organisationId, run)
}
const unreported = async () =>
  (
    await sql<{ key: string }>`select source_key as key from observation
      where unreported_since is not null and superseded_at is null order by 1`.execute(db)
  ).rows.map(({ key }) => key)
const devices = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from device where gone_at is null`.execute(db)).rows[0]!.n
const told = async () =>
  (await listSkipped(db, organisationId, source.id, { state: 'open', after: null, limit: 50 })).map(({ code }) => code)

test('a system is read page by page, and a second time nothing is written but where it stands', async () => {
  expect(await run()).toMatchObject({ state: 'succeeded', done: 6, total: 6, counts: { new: 6, unchanged: 0 } })
  const writes = await writesDuring(db, run)

  expect(Object.keys(writes).sort()).toEqual(['run', 'source'])
  expect(await devices()).toBe(6)
})

test('a reading that the system breaks off is stored so far, and goes on without doubling a device', async () => {
  const { answers } = running.system
  const failed = await withAnswers((asked) =>
    asked.query.get('offset') === '4' ? { status: 403, body: '' } : answers(asked),
  )

  expect(failed).toMatchObject({
    state: 'failed',
    canResume: true,
    error: { code: 'upstream_unauthorised' },
    counts: { new: 4 },
  })
  await resumeRun(db, organisationId, failed.id)
  expect(await run(failed.id)).toMatchObject({ state: 'succeeded', counts: { new: 6, unchanged: 0 } })
  expect(await devices()).toBe(6)
  expect(await unreported()).toEqual([])
})

async function withAnswers(answers: RunningSystem['system']['answers']) {
  const { system } = running
  const before = system.answers
  Object.assign(system, { answers })
  const other = await startSystem('generic-rest', () => system)
  Object.assign(system, { answers: before })
  system.records = records(6)
  const settings = { ...(await getSource(db, organisationId, source.id)).settings }
  await updateSource(db, organisationId, source.id, {
    settings: { ...settings, location: String(settings.location).replace(running.server.origin, other.server.origin) },
  })
  const ended = await run()
  await updateSource(db, organisationId, source.id, { settings })
  await other.server.close()
  return ended
}

test('what a whole reading no longer holds is no longer reported, is not gone, and comes back', async () => {
  await run()
  running.system.records = records(6).slice(0, 5)
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { unchanged: 5, no_longer_reported: 1 } })

  expect(await unreported()).toEqual(['d-5'])
  expect(await devices()).toBe(6)
  const { items } = await listDevices(
    db,
    organisationId,
    { source: source.id, unreported: true },
    { sort: 'name', after: null, limit: 10 },
  )
  const { sources, attributes } = await getDevice(db, organisationId, items[0]!.id)
  expect(items.map(({ assetTag }) => assetTag)).toEqual(['BM-1005'])
  expect(sources[0]?.unreportedSince).toBeTruthy()
  expect(attributes.find(({ attribute }) => attribute === 'model')?.value).toBe('Infusor 4')
  expect((await devicesPerSource(db, organisationId)).get(source.id)).toEqual({
    devices: 6,
    unreported: 1,
    question: null,
  })

  const writes = await writesDuring(db, run)
  expect(Object.keys(writes).sort()).toEqual(['run', 'source'])
  running.system.records = records(6)
  await run()
  expect(await unreported()).toEqual([])
})

test('a reading that reports few of what stood asks, and tells of nothing until a person answers', async () => {
  running.system.records = records(12)
  await run()
  running.system.records = records(1)
  const asking = await run()

  expect(asking).toMatchObject({ state: 'to_confirm', counts: { unchanged: 1 } })
  expect(await unreported()).toEqual([])
  expect((await devicesPerSource(db, organisationId)).get(source.id)).toMatchObject({
    question: { runId: asking.id, stood: 12, missing: 11 },
  })

  await answer(asking.id, 'keep')
  expect(await unreported()).toEqual([])
  expect((await getRun(db, organisationId, asking.id)).state).toBe('succeeded')
  await expect(answer(asking.id, 'take')).rejects.toMatchObject({ code: 'conflict' })

  const again = await run()
  expect(again.state).toBe('to_confirm')
  await answer(again.id, 'take')
  expect((await unreported()).length).toBe(11)
  expect(await devices()).toBe(12)
})

test('an answer that comes after the devices are back changes nothing', async () => {
  running.system.records = records(12)
  await run()
  running.system.records = []
  const asking = await run()
  expect(asking.state).toBe('to_confirm')
  running.system.records = records(12)
  await run()

  expect((await getRun(db, organisationId, asking.id)).state).toBe('succeeded')
  await expect(answer(asking.id, 'take')).rejects.toMatchObject({ code: 'conflict' })
  expect(await unreported()).toEqual([])
})

const answer = (runId: string, word: 'take' | 'keep') =>
  inTransaction(db, async (tx) =>
    answerReading(tx, organisationId, await getRunRecord(tx, organisationId, runId), word),
  )

test('a page that comes twice doubles nothing, and no device is missed for it', async () => {
  await run()
  const { system } = running
  const { answers } = system
  // The second page is the first one again.
  const ended = await withAnswers((asked) => {
    if (asked.query.get('offset') === '2') asked.query.set('offset', '0')
    return answers(asked)
  })

  expect(ended).toMatchObject({ state: 'succeeded', counts: { unchanged: 6 } })
  expect(await devices()).toBe(6)
  expect(await unreported()).toEqual([])
  expect(await told()).toEqual(['not_whole'])
  await run()
  expect(await told()).toEqual([])
})

test('a system that gives one page for ever is left', async () => {
  const { answers } = running.system
  const ended = await withAnswers((asked) => {
    asked.query.set('offset', '0')
    const given = answers(asked)
    return given && { ...given, body: given.body.replace('"total":6', '"total":600') }
  })

  expect(ended).toMatchObject({
    state: 'failed',
    error: { detail: expect.stringMatching(/same page again and again/) },
  })
  expect(await devices()).toBe(2)
})

test('a damaged record is told, the rest is read, and its device is not missed', async () => {
  await run()
  running.system.records = [...records(6).slice(0, 5), 'd-5' as never]
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { unchanged: 5, rejected: 1 } })

  expect(await told()).toEqual(expect.arrayContaining(['unreadable', 'not_whole']))
  expect(await unreported()).toEqual([])
})

test('another form of the answer changes nothing', async () => {
  await run()
  running.server.fail({ kind: 'other_form' })
  const { state, error } = await run()

  expect(state).toBe('failed')
  expect(error?.detail).toMatch(/no list at "data\.items"/)
  expect(await unreported()).toEqual([])
})

test('what a system saw in time to come was seen now at the latest, and that is told', async () => {
  running.system.records = records(2).map((record) => ({ ...record, last_seen: '2099-01-01T00:00:00Z' }))
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { new: 2 } })

  const { rows } = await sql<{ ahead: boolean }>`select observed_at > now() as ahead from observation`.execute(db)
  expect(rows).toEqual([{ ahead: false }, { ahead: false }])
  expect(await told()).toEqual(['clock_ahead'])
})

test('a run that is asked for twice is one, and one that is cancelled before its turn reads nothing', async () => {
  const first = await queue()

  expect(await queue()).toBe(first)
  await cancelRun(db, organisationId, first)
  expect(await run(first)).toMatchObject({ state: 'cancelled' })
  expect(await devices()).toBe(0)
})

test('one that is cancelled while it waits for the system ends soon, and goes on when it is resumed', async () => {
  running.server.fail({ kind: 'delay', ms: 60_000 })
  const id = await queue()
  const working = drainRuns(db)
  await vi.waitFor(async () => expect((await getRun(db, organisationId, id)).phase).toBe('Asking the system'))
  await cancelRun(db, organisationId, id)
  await working

  expect(await getRun(db, organisationId, id)).toMatchObject({ state: 'cancelled', canResume: true })
  running.server.heal()
  await resumeRun(db, organisationId, id)
  expect(await run(id)).toMatchObject({ state: 'succeeded', counts: { new: 6 } })
})

test('it is read by its rhythm', async () => {
  await sql`update source set next_run_at = now() - interval '1 minute'`.execute(db)
  await schedule({ db, apiConnectors })
  expect(await drainRuns(db)).toBe(1)

  expect(await devices()).toBe(6)
  expect(Date.parse((await getSource(db, organisationId, source.id)).next_run_at!)).toBeGreaterThan(Date.now())
})
