import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import type { FeedFiles } from '#feeds/feed.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { endoflife } from './feed.ts'

const whole = readFileSync(join(import.meta.dirname, 'fixtures/published/products/full'), 'utf8')
const now = () => new Date('2026-02-01T00:00:00Z')
type Cursor = NonNullable<Parameters<typeof endoflife.pull>[1]>

let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer()
})
afterEach(() => server.heal())
afterAll(() => server.close())

async function pull(from: { files: FeedFiles } | 'network', since?: Cursor) {
  const config = endoflife.config.parse({ location: `${server.origin}/api/v1/` })
  const reached =
    from === 'network' ? { http: createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 }) } : from
  const pages = []
  for await (const page of endoflife.pull({ ...reached, config, log: silentLog, now }, since)) pages.push(page)
  return pages
}
const publish = (change: Record<string, unknown> = {}) =>
  server.publish('/api/v1/products/full', JSON.stringify({ ...JSON.parse(whole), ...change }))

test('products are taken with what identifies them and until when each release is supported', async () => {
  publish()
  const [page, ...more] = await pull('network')

  expect(more).toEqual([])
  expect(page?.records).toEqual([
    {
      kind: 'product_support',
      entry: {
        product: 'meadow-os',
        label: 'Meadow OS',
        category: 'os',
        aliases: ['meados'],
        cpes: ['cpe:2.3:o:meadow:meadow_os'],
        purls: [],
        releases: [
          {
            ...{ name: '2', label: '2', isLongTerm: true, releasedOn: '2024-01-01' },
            ...{ endOfLife: '2029-01-01', latest: '2.4' },
          },
          {
            ...{ name: '1', label: '1', isLongTerm: false, releasedOn: '2018-01-01' },
            ...{ endOfLife: '2023-01-01', paidUntil: '2027-01-01' },
          },
        ],
      },
    },
    expect.objectContaining({ entry: expect.objectContaining({ purls: ['pkg:npm/brook-lib'] }) }),
    { kind: 'complete', of: 'product_support', asOf: '2026-01-31', version: '2026-01-31T00:00:00+00:00' },
  ])
})

test('the same list again yields nothing, an older one is refused', async () => {
  publish()
  const cursor = (await pull('network')).at(-1)!.cursor
  expect(await pull('network', cursor)).toEqual([])

  publish({ generated_at: '2025-12-01T00:00:00+00:00' })
  const [page] = await pull('network', cursor)
  expect([page?.records, page?.skipped.map(({ code }) => code), page?.cursor]).toEqual([
    [],
    ['older_than_stored'],
    cursor,
  ])
})

test('half a list takes nothing off, and is read again', async () => {
  publish({ total: 400 })
  const [page] = await pull('network')

  expect(page?.records.map(({ kind }) => kind)).toEqual(['product_support', 'product_support'])
  expect(page?.skipped.map(({ code }) => code)).toEqual(['incomplete_list'])
  expect((await pull('network', page!.cursor)).length).toBe(1)
})

test('a product with a release that cannot be read is left as it was', async () => {
  const { result } = JSON.parse(whole)
  result[0].releases[1].eolFrom = 'soon'
  publish({ result })
  const [page] = await pull('network')

  expect(page?.records.map((record) => record.kind === 'product_support' && record.entry.product)).toEqual([
    'brook-lib',
  ])
  expect(page?.skipped.map(({ position, code }) => [position, code])).toEqual([['meadow-os', 'bad_value']])
})

test('a folder with files of single products is read, and takes no other product off', async () => {
  const [first] = JSON.parse(whole).result
  const files = memoryFiles({
    'meadow-os.json': JSON.stringify({ schema_version: '1.2.0', result: first }),
    'x.json': '{',
  })
  const pages = await pull({ files })

  expect(pages.flatMap(({ records }) => records.map(({ kind }) => kind))).toEqual(['product_support'])
  expect(pages.flatMap(({ skipped }) => skipped.map(({ position }) => position))).toEqual(['x.json'])
  expect(await pull({ files }, pages.at(-1)!.cursor)).toEqual([])
})

test('a list of another kind says what to do', async () => {
  server.publish('/api/v1/products/full', JSON.stringify({ schema_version: '1', result: { name: 'x' } }))
  await expect(pull('network')).rejects.toMatchObject({ code: 'upstream_failed' })
  await expect(pull({ files: memoryFiles({}) })).rejects.toMatchObject({ code: 'unreadable' })
})
