import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { restApi } from '#bench/servers/rest-api.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { systemSecretOfTests as secret, startSystem } from '#tests/support/simulated-system.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-systems-'))
const { signedIn } = await testServer(db, { services: { connectors, apiConnectors, dataDir } })
const manager = await signedIn('manager')
const viewer = await signedIn('viewer')
const { server, system, settings } = await startSystem('generic-rest', (given) => restApi({ secret: given }))
const { records } = system
afterAll(async () => await server.close())
afterEach(() => server.heal())
beforeEach(async () => {
  system.records = records
  await sql`truncate source, run, skipped, arrival, arrival_place, device, observation, identifier cascade`.execute(db)
})

const add = async (change: object = {}) =>
  await manager.post('/sources', {
    ...{ kind: 'connector', member: 'generic-rest', name: 'MDSP', settings: settings() },
    ...change,
  })
const added = async () => (await add()).json().id as string

test('the catalogue draws the form of each system, with its secrets as such', async () => {
  const { systems } = (await viewer.get('/catalogue')).json()

  expect(systems.map(({ id }: { id: string }) => id)).toEqual(apiConnectors.map(({ id }) => id))
  const rest = systems.find(({ id }: { id: string }) => id === 'generic-rest')
  expect(rest.settings.properties.token).toMatchObject({ writeOnly: true, shownWhen: { auth: ['bearer', 'header'] } })
})

test('settings are proven before they are saved, and what is wrong is said', async () => {
  const wrong = await add({ settings: settings('another') })
  expect([wrong.statusCode, wrong.json().detail]).toEqual([
    502,
    expect.stringMatching(/does not take these credentials \(401\)/),
  ])
  const unfit = await add({ settings: { ...settings(), auth: 'basic' } })
  expect([unfit.statusCode, unfit.json().detail]).toEqual([400, expect.stringMatching(/Fill in the user name/)])
  server.fail({ kind: 'status', status: 403 })
  const check = { kind: 'connector', member: 'generic-rest', settings: settings() }
  expect((await manager.post('/sources/check', check)).json().detail).toMatch(/may not read the list \(403\)\. Give it/)
  server.heal()
  expect((await manager.post('/sources/check', check)).json()).toEqual({ ok: true })
  expect((await viewer.get('/sources')).json()).toEqual([])
})

test('a secret is sealed, is given to nobody, and is kept only for its own address', async () => {
  const id = await added()
  const shown = (await viewer.get(`/sources/${id}`)).json().source
  expect(shown).toMatchObject({ isApi: true, everyHours: 24, settings: { token: { isSet: true } } })
  const { rows } = await sql<{ all: string }>`select (to_jsonb(s)::text) as all from source s`.execute(db)
  expect(rows.map(({ all }) => all).join()).not.toContain(secret)

  const kept = await manager.patch(`/sources/${id}`, { settings: { ...shown.settings, pageSize: 3 } })
  expect(kept.statusCode).toBe(200)
  const elsewhere = { ...shown.settings, location: 'https://elsewhere.example/api' }
  const moved = await manager.patch(`/sources/${id}`, { settings: elsewhere })
  expect([moved.statusCode, moved.json().detail]).toEqual([
    400,
    expect.stringMatching(/was given for http.+Enter it again/),
  ])
})

test('it is read on demand, and other settings make it read all again', async () => {
  const id = await added()
  expect((await manager.post(`/sources/${id}/run`)).statusCode).toBe(202)
  await drainRuns(db, dataDir)
  const { source, runs } = (await viewer.get(`/sources/${id}`)).json()
  expect(runs.items).toMatchObject([{ state: 'succeeded', counts: { new: 4 } }])
  expect(source).toMatchObject({ devices: 4, unreported: 0, question: null, openSkipped: 1 })

  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  expect(server.requests.at(-1)?.query.get('updated_since')).toBeTruthy()
  await manager.patch(`/sources/${id}`, { settings: source.settings })
  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  expect(server.requests.at(-1)?.query.get('updated_since')).toBeNull()

  const skipped = (await viewer.get(`/sources/${id}/skipped`)).json().items[0]
  const replayed = await manager.post(`/skipped/${skipped.id}/replay`, { raw: { vendor: 'Nobody' } })
  expect([replayed.statusCode, replayed.json().detail]).toEqual([409, expect.stringMatching(/in the system itself/)])
})

test('a question is answered by who may run sources, and once', async () => {
  const id = await added()
  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  await manager.patch(`/sources/${id}`, { settings: (await viewer.get(`/sources/${id}`)).json().source.settings })
  system.records = []
  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  const { source, runs } = (await viewer.get(`/sources/${id}`)).json()
  const asking = runs.items[0]
  expect([asking.state, source.question]).toEqual([
    'to_confirm',
    { runId: asking.id, readAt: expect.any(String), stood: 4, missing: 4 },
  ])

  expect((await viewer.post(`/runs/${asking.id}/confirm`, { answer: 'take' })).statusCode).toBe(403)
  expect((await manager.post(`/runs/${asking.id}/confirm`, { answer: 'take' })).json().state).toBe('succeeded')
  expect((await manager.post(`/runs/${asking.id}/confirm`, { answer: 'take' })).statusCode).toBe(409)
  const { items } = (await viewer.get(`/devices?source=${id}&unreported=true`)).json()
  expect(items.length).toBe(4)
  const { sources } = (await viewer.get(`/devices/${items[0].id}`)).json()
  expect(sources[0].unreportedSince).toBe(source.question.readAt)
  expect((await viewer.get(`/devices?source=${id}&unreported=false`)).json().items).toEqual([])
})
