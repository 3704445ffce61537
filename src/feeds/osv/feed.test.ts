import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedContext, FeedFiles, FeedPage } from '#feeds/feed.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { osv } from './feed.ts'

type Cursor = NonNullable<Parameters<typeof osv.pull>[1]>
type Context = FeedContext<ReturnType<typeof osv.config.parse>>
const now = () => new Date('2026-02-01T00:00:00Z')

const entry = (id: string, modified = '2026-01-20T10:00:00Z') =>
  JSON.stringify({ schema_version: '1.6.0', id, modified, affected: [{ package: { ecosystem: 'npm', name: 'pump' } }] })

async function pull(context: Context, since?: Cursor) {
  const pages: FeedPage<Cursor>[] = []
  for await (const page of osv.pull(context, since)) pages.push(page)
  return pages
}

const ids = (pages: readonly FeedPage<Cursor>[]) =>
  pages.flatMap(({ records }) => records.map((record) => record.kind === 'package_vulnerability' && record.entry.id))
const codes = (pages: readonly FeedPage<Cursor>[]) => pages.flatMap(({ skipped }) => skipped.map(({ code }) => code))

const fromFolder = (files: FeedFiles): Context => ({
  config: osv.config.parse({ location: '/data' }),
  files,
  log: silentLog,
  now,
})

let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer()
})
afterEach(() => server.heal())
afterAll(async () => await server.close())

function overNetwork(ecosystems = 'npm'): Context {
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
  return { config: osv.config.parse({ location: server.origin, ecosystems }), http, log: silentLog, now }
}

function publish(entries: Readonly<Record<string, string>>, ecosystem = 'npm') {
  const rows = Object.entries(entries).map(([id, modified]) => `${modified},${id}`)
  server.publish(`/${ecosystem}/modified_id.csv`, rows.toReversed().join('\n'))
  for (const [id, modified] of Object.entries(entries)) server.publish(`/${ecosystem}/${id}.json`, entry(id, modified))
}

test('only what was modified since is fetched, and what the list has and nobody gives is told', async () => {
  publish({ 'X-1': '2026-01-20T10:00:00Z', 'X-2': '2026-01-20T10:00:00.5Z' })
  const first = await pull(overNetwork())
  expect(ids(first)).toEqual(['X-1', 'X-2'])

  publish({ 'X-2': '2026-01-20T10:00:00.5Z', 'X-1': '2026-01-21T00:00:00Z', 'X-3': '2026-01-22T00:00:00Z' })
  server.publish('/npm/X-3.json', undefined)
  const before = server.requests.length
  const second = await pull(overNetwork(), first.at(-1)?.cursor)
  expect(ids(second)).toEqual(['X-1'])
  expect(codes(second)).toEqual(['not_found'])
  expect(server.requests.slice(before).map(({ path }) => path)).toEqual([
    '/npm/modified_id.csv',
    '/npm/X-1.json',
    '/npm/X-3.json',
  ])
  expect(await pull(overNetwork(), second.at(-1)?.cursor)).toEqual([])
})

test('a list that went back in time gives nothing', async () => {
  publish({ 'X-1': '2026-01-21T00:00:00Z' })
  const cursor = (await pull(overNetwork())).at(-1)?.cursor
  publish({ 'X-1': '2026-01-19T00:00:00Z' })

  const pages = await pull(overNetwork(), cursor)
  expect([ids(pages), codes(pages), pages[0]?.cursor]).toEqual([[], ['older_than_stored'], cursor])
})

test('of many the archive is fetched, and the place is kept only when all of it is stored', async () => {
  const names = Array.from({ length: 1200 }, (_, at) => `X-${String(at).padStart(4, '0')}`)
  server.publish('/PyPI/modified_id.csv', names.map((name) => `2026-01-20T10:00:00Z,${name}`).join('\n'))
  server.publish('/PyPI/all.zip', makeZip(Object.fromEntries(names.map((name) => [`${name}.json`, entry(name)]))))

  const pages = await pull(overNetwork('PyPI'))
  expect(ids(pages)).toEqual(names)
  expect(pages.slice(0, -1).map(({ cursor }) => cursor.network?.PyPI)).toEqual([undefined, undefined, undefined])
  expect(pages.at(-1)?.cursor.network?.PyPI?.id).toBe('X-1199')
  expect(await pull(overNetwork('PyPI'), pages.at(-1)?.cursor)).toEqual([])

  server.publish('/PyPI/all.zip', makeZip({ 'X-0000.json': entry('X-0000') }).subarray(0, 60))
  await expect(pull(overNetwork('PyPI'))).rejects.toMatchObject({ code: 'unreadable' })
})

test('a folder holds entries or archives; what is none of them is kept with its reason', async () => {
  const files = memoryFiles({
    'a/X-1.json': entry('X-1'),
    'b/all.zip': makeZip({ 'X-2.json': entry('X-2'), 'notes.txt': 'x' }),
    'c/half.json': entry('X-3').slice(0, 20),
    'd/other.json': '{"id":"X-4"}',
    'e/odd.json': JSON.stringify({ ...JSON.parse(entry('X-5')), affected: [{ package: { name: 'x' } }] }),
    'f/notes.txt': 'nothing',
  })
  const pages = await pull(fromFolder(files))
  expect(ids(pages)).toEqual(['X-1', 'X-5', 'X-2'])
  expect(pages.flatMap(({ skipped }) => skipped.map(({ position, code }) => `${position}: ${code}`))).toEqual([
    'c/half.json: unreadable',
    'd/other.json: bad_value',
    'e/odd.json: part_left_out',
  ])
  expect(await pull(fromFolder(files), pages.at(-1)?.cursor)).toEqual([])
  expect(ids(await pull(fromFolder(memoryFiles({ 'X-1.json': entry('X-1') })), pages.at(-1)?.cursor))).toEqual(['X-1'])
  await expect(pull(fromFolder(memoryFiles({ 'a.txt': '' })))).rejects.toMatchObject({ code: 'unreadable' })
})

test('what is no list of entries is said to be none', async () => {
  server.publish('/Go/modified_id.csv', 'id;time\nX;yesterday')
  await expect(osv.check(overNetwork('Go'))).rejects.toMatchObject({ code: 'upstream_failed' })
})
