import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answer } from '#bench/servers/rest-api.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { type LaunchedHomeostat, launchHomeostat } from '#tests/support/running-homeostat.ts'
import { type SignedIn, setUp } from '#tests/support/signed-in.ts'
import { type RunningSystem, systemSecretOfTests as secret, startSystem } from '#tests/support/simulated-system.ts'
import { systemRecords } from '#tests/support/system-records.ts'
import { root } from '#tools/steps.ts'

// The password or token of each system, followed through the whole server: what it answers, prints, writes and backs up.
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-canary-'))
const data = path.join(folder, 'data')
const running = new Map<string, RunningSystem>()
const said: string[] = []
let homeostat: LaunchedHomeostat
let url = ''
let ada: SignedIn

beforeAll(async () => {
  homeostat = launchHomeostat(data, '--empty')
  const ready = await homeostat.ready()
  url = ready.url
  ada = await setUp(ready.setUpLink!)
  for (const { id } of apiConnectors) {
    const started = await startSystem(id)
    started.system.records = Array.from({ length: 12 }, (_, n) => systemRecords[id]!(n, new Date()))
    running.set(id, started)
  }
}, 120_000)
afterAll(async () => {
  await homeostat?.stop()
  await Promise.all([...running.values()].map(({ server }) => server.close()))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** As it is, as a header has it, and as an address does. */
const forms = [
  secret,
  encodeURIComponent(secret),
  ...['reader', 'homeostat'].map((user) => Buffer.from(`${user}:${secret}`).toString('base64')),
]
const holds = (text: string | Buffer) => forms.some((form) => text.includes(form))

async function send(address: string, method = 'GET', body?: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: { ...ada.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  said.push(`${method} ${address}: ${text}`)
  return { status: response.status, text }
}

const filesBelow = (below: string): string[] =>
  readdirSync(below, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(below, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile())

/** Systems that answer an error in words of their own, which may be the words that they were sent. */
const echoes: Readonly<Record<string, unknown>> = {
  'snipe-it': { status: 'error', messages: `no access for ${secret}` },
  nozomi: { result: null, error: `no access for ${secret}` },
  servicenow: { result: [], error: { message: `no access for ${secret}` } },
}

test('the secrets of systems are in no answer, log, file or backup', { timeout: 300_000 }, async () => {
  for (const [member, { server, system, settings }] of running) {
    const source = { kind: 'connector', member, settings: settings() }
    expect(await send('/sources/check', 'POST', source)).toMatchObject({ status: 200 })
    const added = await send('/sources', 'POST', { ...source, name: `System ${member}` })
    expect(added.status).toBe(201)
    const { id } = JSON.parse(added.text) as { id: string }
    const run = async () => {
      const { text } = await send(`/sources/${id}/run`, 'POST')
      const { id: runId } = JSON.parse(text) as { id: string }
      return await vi.waitFor(
        async () => {
          const { state } = JSON.parse((await send(`/runs/${runId}`)).text) as { state: string }
          expect(state).toMatch(/^(?:succeeded|failed|to_confirm)$/)
          return { state }
        },
        { timeout: 60_000, interval: 100 },
      )
    }
    expect(await run()).toMatchObject({ state: 'succeeded' })

    for (const fault of [{ kind: 'status', status: 403 }, { kind: 'html' }, { kind: 'other_form' }] as const) {
      server.fail(fault)
      expect((await send('/sources/check', 'POST', source)).status).toBeGreaterThanOrEqual(400)
      expect(await run()).toMatchObject({ state: expect.stringMatching(/failed|succeeded/) })
      server.heal()
    }
    const echo = echoes[member]
    if (echo) {
      const { answers } = system
      Object.assign(system, { answers: () => answer(200, echo) })
      // A server calls what it was given, so that another one is started.
      const other = await startSystem(member, () => system)
      const location = settings().location as string
      const there = {
        ...source,
        settings: { ...settings(), location: location.replace(server.origin, other.server.origin) },
      }
      expect(await send('/sources/check', 'POST', there)).toMatchObject({
        status: expect.any(Number),
        text: expect.stringMatching(/"detail"/),
      })
      Object.assign(system, { answers })
      await other.server.close()
    }
    const shown = JSON.parse((await send(`/sources/${id}`)).text).source.settings
    expect(
      (await send(`/sources/${id}`, 'PATCH', { settings: { ...shown, location: 'https://elsewhere.example' } })).status,
    ).toBe(400)
    expect((await send(`/sources/${id}`, 'PATCH', { settings: settings() })).status).toBe(200)
    await send(`/sources/${id}/skipped`)
    expect(
      (await send('/sources/check', 'POST', { ...source, settings: { ...settings(), location: `${secret}` } })).status,
    ).toBe(400)
  }
  for (const address of ['/sources', '/audit', '/catalogue', '/health', '/devices', '/notifications', '/openapi.json'])
    await send(address)

  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['homeostat.mjs', 'backup', path.join(folder, 'copy.gz'), '--data', data],
    { cwd: root, env: { ...process.env, HOMEOSTAT_DATA: data } },
  )
  await homeostat.stop()

  expect(said.length).toBeGreaterThan(80)
  expect(said.filter(holds).map((line) => line.slice(0, 300))).toEqual([])
  expect([homeostat.said(), stdout, stderr].filter(holds)).toEqual([])
  const backup = gunzipSync(readFileSync(path.join(folder, 'copy.gz')))
  expect(backup.includes('System nozomi')).toBe(true)
  expect(holds(backup)).toBe(false)
  const files = filesBelow(data)
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((name) => holds(readFileSync(name)))).toEqual([])
})
