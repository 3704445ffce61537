import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { openSettings, sealSettings, secretNames, secretsIn } from '#intake/feed-secrets.ts'
import type { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import type { Log } from '#platform/log.ts'
import type { FeedContext, FeedPage, FeedRecord } from './feed.ts'
import { feeds } from './registry.ts'

const here = import.meta.dirname
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

test('the registry lists every folder, by its own name, in order', () => {
  expect(feeds.map((feed) => feed.id)).toEqual(folders)
})

describe.each(folders)('%s', (folder) => {
  test.each(['README.md', 'feed.ts', 'payload.ts', 'feed.test.ts', 'fixtures/config.json', 'fixtures/published'])(
    '%s is there',
    (part) => expect(existsSync(join(here, folder, part))).toBe(true),
  )
})

const secret = 's3cr3t-of-the-hospital'
const authorization = `Bearer ${secret}`

describe.each(feeds)('$id keeps the contract', (feed) => {
  const published = join(here, feed.id, 'fixtures/published')
  const said: string[] = []
  const say = (...all: unknown[]) => void said.push(JSON.stringify(all))
  const log: Log = { info: say, warn: say, error: say }
  let server: FeedServer

  beforeAll(async () => {
    server = await startFeedServer({ folder: published, authorization })
  })
  afterEach(() => server.heal())
  afterAll(async () => await server.close())

  function overNetwork(
    headers: Record<string, string> = { authorization },
    totalTimeoutMs = 10_000,
  ): FeedContext<unknown> {
    const settings = readFileSync(join(here, feed.id, 'fixtures/config.json'), 'utf8')
    const secrets = Object.fromEntries(secretNames(feed).map((name) => [name, secret]))
    const config = feed.config.parse({ ...JSON.parse(settings.replaceAll('{origin}', server.origin)), ...secrets })
    const sent = { ...headers, ...feed.headers?.(config) }
    const http = createFeedHttp({
      ...{ origin: server.origin, log, headers: sent, retries: 1, totalTimeoutMs, backoffMs: 1 },
      secrets: secretsIn(feed, secrets),
    })
    return { config, http, log, now }
  }

  async function fromFolder(): Promise<FeedContext<unknown>> {
    return { config: feed.config.parse({ location: published }), files: await openFeedFiles(published), log, now }
  }

  async function pull(context: FeedContext<unknown>, since?: unknown): Promise<FeedPage<unknown>[]> {
    const cursor = since === undefined ? undefined : feed.cursor.parse(JSON.parse(JSON.stringify(since)))
    const pages: FeedPage<unknown>[] = []
    for await (const page of feed.pull(context, cursor)) pages.push(page)
    return pages
  }

  test('it yields records over the network, and the same from a folder', async () => {
    const network = await pull(overNetwork())

    expect(keysOf(network).length).toBeGreaterThan(0)
    expect(network.flatMap((page) => page.skipped)).toEqual([])
    expect(keysOf(await pull(await fromFolder()))).toEqual(keysOf(network))
  })

  test('two runs give the same keys, each once', async () => {
    const first = keysOf(await pull(overNetwork()))

    expect(keysOf(await pull(overNetwork()))).toEqual(first)
    expect(new Set(first).size).toBe(first.length)
  })

  test('a second run with the cursor yields nothing', async () => {
    for (const context of [overNetwork, fromFolder]) {
      const pages = await pull(await context())

      expect(await pull(await context(), pages.at(-1)?.cursor)).toEqual([])
    }
  })

  test('lists in another order give the same keys', async () => {
    const first = keysOf(await pull(overNetwork()))
    server.fail({ kind: 'reordered' })

    expect(keysOf(await pull(overNetwork())).sort()).toEqual(first.sort())
  })

  test('settings that work pass the check, others are refused', async () => {
    await feed.check(overNetwork())
    await feed.check(await fromFolder())

    await expect(feed.check(overNetwork({ authorization: 'wrong' }))).rejects.toMatchObject({
      code: 'upstream_unauthorised',
    })
  })

  test.each([
    ['401', { kind: 'status', status: 401 }, 'upstream_unauthorised'],
    ['403', { kind: 'status', status: 403 }, 'upstream_unauthorised'],
    ['429', { kind: 'status', status: 429 }, 'upstream_busy'],
    ['500', { kind: 'status', status: 500 }, 'upstream_failed'],
    ['a time-out', { kind: 'delay', ms: 1_000 }, 'upstream_timeout'],
    ['a cut-off body', { kind: 'cut_off' }, 'upstream_cut_off'],
    ['a web page', { kind: 'html' }, 'upstream_failed'],
    ['a redirect to another host', { kind: 'redirect', to: 'https://elsewhere.example/' }, 'upstream_untrusted'],
  ] as const)('%s is an error with a code and a sentence, and a later run is whole', async (_, fault, code) => {
    server.fail(fault)
    const errors: AppError[] = []
    const context = () => overNetwork(undefined, fault.kind === 'delay' ? 150 : undefined)
    for (const run of [() => pull(context()), () => feed.check(context())])
      await run().catch((thrown) => errors.push(thrown))
    server.heal()

    expect(errors.map((error) => [error.name, error.code])).toEqual([
      ['AppError', code],
      ['AppError', code],
    ])
    expect(errors[0]?.message).toMatch(/\w{3,} .*\./)
    expect(keysOf(await pull(overNetwork())).length).toBeGreaterThan(0)
    said.push(...errors.map((error) => `${error.message} ${JSON.stringify(error)} ${error.cause}`))
  })

  test('a secret reaches neither the log, nor an error, nor the cursor, nor a copy of the database', async () => {
    const open = Object.fromEntries(secretNames(feed).map((name) => [name, secret]))
    const dataDir = mkdtempSync(join(tmpdir(), 'homeostat-secrets-'))
    const stored = sealSettings(feed, open, dataDir)
    for (const page of await pull(overNetwork())) say(page.cursor, page.skipped)
    expect(openSettings(feed, stored, dataDir)).toEqual(open)
    rmSync(dataDir, { recursive: true })

    expect(said.length).toBeGreaterThan(0)
    expect([...said, JSON.stringify(stored)].filter((line) => line.includes(secret))).toEqual([])
  })
})

const now = () => new Date('2026-02-01T00:00:00Z')

const keysOf = (pages: readonly FeedPage<unknown>[]) => pages.flatMap((page) => page.records).map(keyOf)

function keyOf(record: FeedRecord): string {
  if (record.kind === 'advisory') return `${record.kind} ${record.advisory.id} ${record.digest}`
  if (record.kind === 'advisory_withdrawn') return `${record.kind} ${record.advisoryId}`
  if (record.kind === 'complete') return `${record.kind} ${record.of} ${record.version}`
  if (record.kind === 'cve_record') return `${record.kind} ${record.record.cve} ${record.record.updatedAt}`
  if (record.kind === 'recall') return `${record.kind} ${record.entry.list} ${record.entry.key}`
  if (record.kind === 'product_support') return `${record.kind} ${record.entry.product}`
  if (record.kind === 'product_classification') return `${record.kind} ${record.entry.code}`
  if (record.kind === 'gudid_device') return `${record.kind} ${record.entry.di}`
  if (record.kind === 'package_vulnerability') return `${record.kind} ${record.entry.id}`
  if (record.kind === 'msrc_document') return `${record.kind} ${record.document} ${record.asOf}`
  return `${record.kind} ${record.entry.cve}`
}
