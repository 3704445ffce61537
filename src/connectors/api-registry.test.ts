import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { simulatedSystems } from '#bench/servers/systems.ts'
import { openSettings, sealSettings, secretNames } from '#intake/feed-secrets.ts'
import { Observation } from '#model/observation.ts'
import type { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import {
  observationsIn,
  openSystem,
  type RunningSystem,
  readSystem,
  systemSecretOfTests as secret,
  skippedIn,
  startSystem,
} from '#tests/support/simulated-system.ts'
import type { ApiContext } from './api-connector.ts'
import { apiConnectors } from './api-registry.ts'

const now = () => new Date('2026-02-01T00:00:00Z')

test('each has a simulated system, and no other has', () => {
  expect(Object.keys(simulatedSystems).sort()).toEqual(apiConnectors.map(({ id }) => id))
})

describe.each(apiConnectors)('$id keeps the contract', (connector) => {
  const said: string[] = []
  const say = (...all: unknown[]) => void said.push(JSON.stringify(all))
  const log: Log = { info: say, warn: say, error: say }
  const opened: { close(): Promise<void> }[] = []
  let running: RunningSystem

  beforeAll(async () => {
    running = await startSystem(connector.id)
  })
  afterEach(async () => {
    running.server.heal()
    await Promise.all(opened.splice(0).map((one) => one.close()))
  })
  afterAll(async () => await running.server.close())

  async function open(given = secret): Promise<ApiContext<unknown>> {
    const context = await openSystem(connector, running.settings(given), { log, now })
    opened.push(context)
    return context
  }
  const read = async (since?: unknown) => await readSystem(connector, await open(), since)

  test.each([
    'README.md',
    'connector.ts',
    'payload.ts',
    'connector.test.ts',
    'fixtures/config.json',
    'fixtures/records.json',
  ])('%s is there', (part) => expect(existsSync(join(import.meta.dirname, connector.id, part))).toBe(true))

  test('a first reading is whole and yields what the contract says, over more than one page', async () => {
    const pages = await read()
    const observations = observationsIn(pages)

    expect(pages.length).toBeGreaterThan(1)
    expect(observations.length).toBeGreaterThan(2)
    for (const observation of observations) expect(Observation.parse(observation)).toEqual(observation)
    for (const { reason } of skippedIn(pages)) expect(reason).toMatch(/^\p{Lu}.+\.$/su)
    expect(pages.map(({ end }) => end?.whole)).toEqual([...pages.slice(1).map(() => undefined), true])
    expect(connector.cursor.parse(pages.at(-1)?.cursor)).toEqual(pages.at(-1)?.cursor)
  })

  test('two readings give the same, each device once', async () => {
    const first = observationsIn(await read())

    expect(observationsIn(await read())).toEqual(first)
    expect(new Set(first.map(({ sourceKey }) => sourceKey)).size).toBe(first.length)
  })

  test('a reading that goes on from the last one knows no other devices', async () => {
    const whole = await read()
    const keys = new Set(observationsIn(whole).map(({ sourceKey }) => sourceKey))
    const again = await read(whole.at(-1)?.cursor)

    expect(observationsIn(again).filter(({ sourceKey }) => !keys.has(sourceKey))).toEqual([])
    expect(again.at(-1)?.end).toBeDefined()
  })

  test('it only asks, and sends something only to the paths that it declares', async () => {
    running.server.requests.length = 0
    const context = await open()
    await connector.check(context)
    const pages = await readSystem(connector, context)
    await readSystem(connector, context, pages.at(-1)?.cursor)
    const asking = connector.speaks === 'ldap' ? ['bind', 'search', 'extended', 'unbind'] : ['GET']
    const declared = [...(connector.queries ?? []), connector.signIn?.(context.config)?.path]
    const sent = running.server.requests.filter(({ method }) => !asking.includes(method))

    expect(running.server.requests.length).toBeGreaterThan(2)
    expect(sent.filter(({ method, path }) => method !== 'POST' || !declared.includes(path))).toEqual([])
    const isLdap = connector.speaks === 'ldap'
    for (const refused of [
      async () => void (await context.http.query('/api/devices/delete', {}, connector.cursor)),
      async () => void (isLdap ? await context.http.getPage('/', connector.cursor) : await context.directory.server()),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('settings that work pass the check, and wrong credentials are named as such', async () => {
    await connector.check(await open())

    await expect(open('another-secret').then((context) => connector.check(context))).rejects.toMatchObject({
      code: 'upstream_unauthorised',
      message: expect.stringMatching(/credentials|token/i),
    })
  })

  test('a system that shows no record does not pass the check', async () => {
    const { records } = running.system
    running.system.records = []
    const failed = connector.check(await open())

    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(/no record.+\.$/) })
    running.system.records = records
  })

  test.each([
    ['401', { kind: 'status', status: 401 }, 'upstream_unauthorised'],
    ['403', { kind: 'status', status: 403 }, 'upstream_unauthorised'],
    ['404', { kind: 'status', status: 404 }, 'upstream_failed'],
    ['429', { kind: 'status', status: 429 }, 'upstream_busy'],
    ['500', { kind: 'status', status: 500 }, 'upstream_failed'],
    ['a time-out', { kind: 'delay', ms: 1_000 }, 'upstream_timeout'],
    ['a cut-off body', { kind: 'cut_off' }, 'upstream_cut_off'],
    ['a web page', { kind: 'html' }, 'upstream_failed'],
    ['a redirect to another host', { kind: 'redirect', to: 'https://elsewhere.example/' }, 'upstream_'],
  ] as const)('%s is an error with a code and a sentence, and a later run is whole', async (_, fault, code) => {
    running.server.fail(fault)
    const errors: AppError[] = []
    for (const run of [read, async () => connector.check(await open())])
      await run().catch((thrown: AppError) => errors.push(thrown))
    running.server.heal()

    expect(errors.map((error) => error.name)).toEqual(['AppError', 'AppError'])
    for (const error of errors) {
      expect(error.code).toMatch(code)
      expect(error.message).toMatch(/^\S.{10,}\./)
    }
    expect(observationsIn(await read()).length).toBeGreaterThan(0)
    said.push(...errors.map((error) => `${error.message} ${JSON.stringify(error)} ${error.cause}`))
  })

  test('a system that recovers is asked again', async () => {
    const whole = observationsIn(await read())
    running.server.fail({ kind: 'status', status: 429, retryAfter: '0' }, /./, 1)

    expect(observationsIn(await read())).toEqual(whole)
  })

  test('a system that answers in another form since its upgrade is no devices, and says so', async () => {
    running.server.fail({ kind: 'other_form' })
    const outcome = await read().catch((thrown: AppError) => thrown)
    const checked = await connector.check(await open()).catch((thrown: AppError) => thrown)

    if (Array.isArray(outcome)) {
      expect(observationsIn(outcome)).toEqual([])
      expect(skippedIn(outcome).length).toBeGreaterThan(0)
    } else expect(outcome.code).toMatch(/^upstream_/)
    expect(checked).toMatchObject({ name: 'AppError', code: expect.stringMatching(/^upstream_/) })
  })

  test('a secret reaches neither the log, nor an error, nor the cursor, nor a copy of the database', async () => {
    const settings = running.settings()
    expect(secretNames(connector).filter((name) => settings[name] === secret).length).toBeGreaterThan(0)
    const dataDir = mkdtempSync(join(tmpdir(), 'homeostat-secrets-'))
    const stored = sealSettings(connector, settings, dataDir)
    expect(openSettings(connector, stored, dataDir)).toEqual(settings)
    rmSync(dataDir, { recursive: true })
    for (const page of await read()) say(page)

    expect(said.length).toBeGreaterThan(0)
    expect([...said, JSON.stringify(stored)].filter((line) => line.includes(secret))).toEqual([])
  })
})
