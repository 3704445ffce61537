import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { openFdaApi } from '#bench/servers/openfda-api.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedFiles, FeedPage } from '#feeds/feed.ts'
import type { RecallEntry } from '#model/recall.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { openfda } from './feed.ts'

type Cursor = NonNullable<Parameters<typeof openfda.pull>[1]>
type Page = FeedPage<Cursor>

const key = 'a-key-of-the-hospital'
let api = openFdaApi({ key })
let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer({ answers: (asked) => api.answers(asked) })
})
beforeEach(() => {
  api = openFdaApi({ key })
  api.lists = { recall: many(3), enforcement: [enforcement('Z-1-2026')] }
  server.requests.splice(0)
})
afterEach(() => server.heal())
afterAll(() => server.close())

const recall = (n: number) => ({
  cfres_id: String(n),
  product_res_number: `Z-${n}-2026`,
  res_event_number: String(n),
  product_description: 'Pump',
  recalling_firm: 'Meadow',
  reason_for_recall: 'Software.',
})
const many = (count: number) => Array.from({ length: count }, (_, index) => recall(index + 1))
const enforcement = (recall_number: string, more: object = {}) => ({
  ...{ recall_number, event_id: '1', product_type: 'Devices', product_description: 'Pump', recalling_firm: 'Meadow' },
  ...more,
})

async function read(since?: Cursor, apiKey?: string): Promise<Page[]> {
  const config = openfda.config.parse({ location: `${server.origin}/device/`, ...(apiKey && { apiKey }) })
  const headers = openfda.headers?.(config)
  const http = createFeedHttp({
    origin: server.origin,
    log: silentLog,
    retries: 1,
    backoffMs: 1,
    ...(headers && { headers }),
  })
  return await pull({ http }, config, since)
}

async function pull(
  from: { http: ReturnType<typeof createFeedHttp> } | { files: FeedFiles },
  config = openfda.config.parse({ location: '/data' }),
  since?: Cursor,
): Promise<Page[]> {
  const cursor = since && openfda.cursor.parse(JSON.parse(JSON.stringify(since)))
  const pages: Page[] = []
  const now = () => new Date('2026-02-01T00:00:00Z')
  for await (const page of openfda.pull({ ...from, config, log: silentLog, now }, cursor)) pages.push(page)
  return pages
}

const entries = (pages: readonly Page[]): RecallEntry[] =>
  pages.flatMap(({ records }) => records.flatMap((record) => (record.kind === 'recall' ? [record.entry] : [])))
const codes = (pages: readonly Page[]) => pages.flatMap(({ skipped }) => skipped.map(({ code }) => code))
const wholeLists = (pages: readonly Page[]) =>
  pages.flatMap(({ records }) => records.flatMap((record) => (record.kind === 'complete' ? (record.lists ?? []) : [])))
const last = (pages: readonly Page[]) => pages.at(-1)!.cursor

test('what each list says of a recall is taken apart', async () => {
  const published = (name: string) => readFileSync(join(import.meta.dirname, `fixtures/published/${name}.json`), 'utf8')
  const files = memoryFiles({ 'recall.json': published('recall'), 'enforcement.json': published('enforcement') })

  const of = entries(await pull({ files })).filter(({ number }) => number === 'Z-0101-2026')

  expect(of).toEqual([
    {
      list: 'enforcement',
      key: 'Z-0101-2026',
      number: 'Z-0101-2026',
      eventId: '90001',
      firm: 'Meadow Medical, Inc.',
      product: 'Meadow Infusion Pump, Model MP-200',
      codeInfo: 'Serial Numbers: MP200-10000 through MP200-10999',
      reason: 'A cybersecurity vulnerability in the wireless module.',
      status: 'Ongoing',
      classification: 'II',
      quantity: '1,000',
      distribution: 'US Nationwide',
      initiatedOn: '2026-01-05',
      publishedOn: '2026-01-28',
    },
    expect.objectContaining({
      list: 'recall',
      key: '900001',
      status: 'Open, Classified',
      rootCause: 'Software Design(Process)',
      publishedOn: '2026-01-20',
    }),
  ])
})

describe('over the network', () => {
  test('pages follow the Link header past the 25,000 that may be skipped', async () => {
    api.lists = { recall: many(26_500), enforcement: [enforcement('Z-1-2026')] }

    const pages = await read()

    expect(new Set(entries(pages).map((one) => one.key)).size).toBe(26_501)
    expect(pages.map(({ records }) => records.length)).toEqual([1, ...Array(26).fill(1000), 500, 1])
    expect(pages.at(-1)?.records).toEqual([
      {
        kind: 'complete',
        of: 'recall',
        lists: ['enforcement', 'recall'],
        asOf: '2026-01-30',
        version: '2026-01-30',
      },
    ])
  }, 60_000)

  test('nothing is read again until the data is of another day; then all of it is', async () => {
    const first = await read()
    server.requests.splice(0)

    expect(await read(last(first))).toEqual([])
    expect(server.requests.map(({ query }) => query.get('limit'))).toEqual(['1', '1'])

    api.asOf = '2026-02-06'
    expect(entries(await read(last(first))).length).toBe(4)
  })

  test('a run that broke off goes on at its page', async () => {
    api.lists.recall = many(2500)
    const first = await read()
    const resumed = await read(first[1]!.cursor)

    expect(resumed.map(({ records }) => records.length)).toEqual([1000, 500, 1])
    expect(new Set(entries([first[1]!, ...resumed]).map(({ number }) => number)).size).toBe(2500)
  })

  test('where the data changed meanwhile, it begins anew', async () => {
    api.lists.recall = many(1500)
    const first = await read()
    api.asOf = '2026-02-06'

    expect(entries(await read(first[1]!.cursor)).map(({ list }) => list)).toEqual(Array(1500).fill('recall'))
  })

  test('what is complete names the lists that were read whole, in one run or in two', async () => {
    const first = await read()
    expect(wholeLists(first)).toEqual(['enforcement', 'recall'])

    api.asOfList.recall = '2026-02-06'
    const second = await read(last(first))
    expect(wholeLists(second)).toEqual(['recall'])

    api.asOfList.enforcement = '2026-02-07'
    const third = await read(last(second))
    expect(wholeLists(third)).toEqual(['enforcement'])
    // The run ended before it could say so.
    expect(wholeLists(await read(third[0]!.cursor))).toEqual(['enforcement'])
    expect(await read(last(third))).toEqual([])
  })

  test('older data than was read is refused', async () => {
    const cursor = last(await read())
    api.asOf = '2025-12-01'
    const again = await read(cursor)

    expect([entries(again), codes(again), last(again)]).toEqual([[], Array(2).fill('older_than_stored'), cursor])
  })

  test('a list with nothing in it (404) takes nothing off and is asked for again', async () => {
    api.lists.enforcement = []
    const first = await read()
    expect([entries(first).length, codes(first), wholeLists(first)]).toEqual([3, ['not_found'], ['recall']])

    api.lists.enforcement = [enforcement('Z-1-2026')]
    expect(entries(await read(last(first))).map(({ list }) => list)).toEqual(['enforcement'])
  })

  test('a list that has nothing any more (404) holds the other one up no longer; both together are a wrong address', async () => {
    const first = await read()
    api.lists.enforcement = []
    api.asOf = '2026-02-06'
    const again = await read(last(first))

    expect([entries(again).length, codes(again), wholeLists(again)]).toEqual([3, ['not_found'], ['recall']])

    api.lists.recall = []
    await expect(read(last(again))).rejects.toMatchObject({ code: 'upstream_failed' })
  })

  test('an answer with fewer entries than there are is no whole reading', async () => {
    api.missing = 1
    await expect(read()).rejects.toMatchObject({ code: 'upstream_cut_off' })
  })

  test('a limit that is reached says so, and a key goes over it', async () => {
    api = Object.assign(openFdaApi({ key, perDay: 0 }), { lists: api.lists })
    await expect(read()).rejects.toMatchObject({ code: 'upstream_busy' })

    expect(entries(await read(undefined, key)).length).toBe(4)
    await expect(read(undefined, 'another')).rejects.toMatchObject({ code: 'upstream_unauthorised' })
  })

  test('a key goes to no mirror, and into no address', async () => {
    const headersAt = (location: string) => openfda.headers?.({ location, apiKey: key })
    expect(headersAt('https://mirror.example/fda/')).toEqual({})
    expect(headersAt('https://mirror.example/device/')).toEqual({})
    expect(headersAt('https://api.fda.gov.mirror.example/device/')).toEqual({})
    expect(headersAt('https://127.0.0.1.mirror.example/device/')).toEqual({})
    expect(headersAt('https://api.fda.gov/device/')).toHaveProperty('authorization')
    const pages = await read(undefined, key)
    const asked = server.requests.map(({ query }) => query.toString())
    expect(JSON.stringify([asked, pages])).not.toContain(key)
  })
})

describe('from a folder', () => {
  const file = (results: readonly object[]) => JSON.stringify({ meta: { last_updated: '2026-01-30' }, results })

  test('packed files of openFDA are read, once', async () => {
    const packed = await makeZip({ 'device-recall-0001-of-0001.json': file(many(1200)) })
    const files = memoryFiles({
      'device/recall/device-recall-0001-of-0001.json.zip': packed,
      'device/enforcement/device-enforcement-0001-of-0001.json': file([enforcement('Z-1-2026')]),
    })
    const pages = await pull({ files })

    expect(entries(pages).length).toBe(1201)
    expect(await pull({ files }, undefined, last(pages))).toEqual([])
  })

  test('an entry that cannot be read is kept with its reason, and one that is no device is left out', async () => {
    const odd = [{ product_res_number: 'Z-9-2026' }, recall(1)]
    const food = enforcement('F-1-2026', { product_type: 'Food' })
    const pages = await pull({ files: memoryFiles({ 'recall.json': file(odd), 'enforcement.json': file([food]) }) })

    expect(entries(pages).map(({ number }) => number)).toEqual(['Z-1-2026'])
    expect(pages.flatMap(({ skipped }) => skipped.map(({ position }) => position))).toEqual(['recall Z-9-2026'])
  })

  test('half a file is told, and the other one is read', async () => {
    const files = memoryFiles({ 'a.json': file(many(2)).slice(0, 100), 'b.json': file(many(2)) })
    const pages = await pull({ files })

    expect([entries(pages).length, codes(pages), wholeLists(pages)]).toEqual([2, ['unreadable'], []])
  })

  test('a list is whole where its files hold as many entries as they state', async () => {
    const part = (results: readonly object[], total: number) =>
      JSON.stringify({ meta: { last_updated: '2026-01-30', results: { total } }, results })
    const files = {
      'enforcement.json': file([enforcement('Z-1-2026')]),
      'recall-1-of-2.json': part(many(4).slice(0, 2), 4),
    }

    expect(wholeLists(await pull({ files: memoryFiles(files) }))).toEqual(['enforcement'])
    const all = memoryFiles({ ...files, 'recall-2-of-2.json': part(many(4).slice(2), 4) })
    expect(wholeLists(await pull({ files: all }))).toEqual(['enforcement', 'recall'])
  })

  test('a folder without such files says what to fetch', async () => {
    await expect(pull({ files: memoryFiles({ 'readme.txt': 'x' }) })).rejects.toMatchObject({ code: 'unreadable' })
  })
})
