import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { nvdApi } from '#bench/servers/nvd-api.ts'
import type { FeedPage } from '#feeds/feed.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { manyCves, publishedCve } from '#tests/support/nvd-files.ts'
import { isApi } from './api.ts'
import { nvd, pullApi } from './feed.ts'
import { limitsOf, paceOf } from './pace.ts'

type Cursor = NonNullable<Parameters<typeof nvd.pull>[1]>
type Page = FeedPage<Cursor>

const key = '0a1b2c3d-aaaa-4bbb-8ccc-0123456789ab'
const windowMs = 300
const api = nvdApi({ key, windowMs, limits: [5, 50] })
let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer({ answers: (asked) => api.answers(asked) })
})
beforeEach(async () => {
  api.cves = manyCves(3)
  api.now = new Date('2026-02-01T00:00:00Z')
  api.missing = 0
  delete api.onAsked
  server.requests.splice(0)
  // The limit of the test before is over; a timer may end early by two milliseconds.
  await new Promise((resolve) => setTimeout(resolve, windowMs + 20))
})
afterEach(() => server.heal())
afterAll(() => server.close())

interface How {
  readonly apiKey?: string
  readonly now?: string
  readonly requests?: number
}

function contextOf({ apiKey, now }: How) {
  const config = nvd.config.parse({ location: `${server.origin}/rest/json/cves/2.0`, ...(apiKey && { apiKey }) }) as {
    location: string
    apiKey?: string
  }
  const headers = nvd.headers?.(config)
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0, ...(headers && { headers }) })
  return { config, http, log: silentLog, now: () => (now ? new Date(now) : api.now) }
}

async function read(since?: Cursor, how: How = {}, onPage?: (page: Page) => void): Promise<Page[]> {
  const cursor = since && nvd.cursor.parse(JSON.parse(JSON.stringify(since)))
  const pages: Page[] = []
  for await (const page of pullApi(contextOf(how), cursor, { requests: how.requests ?? 5, windowMs })) {
    pages.push(page)
    onPage?.(page)
  }
  return pages
}

const cvesOf = (pages: readonly Page[]) =>
  pages.flatMap(({ records }) => records.map((record) => (record.kind === 'nvd_cve' ? record.entry.cve : record.kind)))
const asked = () => server.requests.splice(0).map(({ query }) => Object.fromEntries(query))

test('everything is read page by page, then only what was modified since', async () => {
  api.cves = manyCves(4500)
  const first = await read()
  expect(first.map(({ records }) => records.length)).toEqual([2000, 2000, 500])
  expect(first.map(({ progress }) => progress)).toEqual([
    { done: 2000, total: 4500 },
    { done: 4000, total: 4500 },
    { done: 4500, total: 4500 },
  ])
  expect(first.at(-1)?.cursor.api).toEqual({ until: '2026-02-01T00:00:00.000Z' })
  asked()

  api.now = new Date('2026-02-01T02:00:00Z')
  expect(await read(first.at(-1)?.cursor)).toEqual([])
  expect(asked()).toEqual([
    {
      startIndex: '0',
      resultsPerPage: '2000',
      lastModStartDate: '2026-01-31T23:00:00.000',
      lastModEndDate: '2026-02-01T02:00:00.000',
    },
  ])

  api.cves = [...api.cves, publishedCve('CVE-2026-90001', '2026-02-01T01:00:00.000')]
  const second = await read(first.at(-1)?.cursor)
  expect(cvesOf(second)).toEqual(['CVE-2026-90001'])
  expect(second.at(-1)?.cursor.api).toEqual({ until: '2026-02-01T02:00:00.000Z' })
})

test('a year without a reading is asked for in windows of at most 120 days', async () => {
  const cursor = (await read()).at(-1)?.cursor
  api.cves = [
    publishedCve('CVE-2026-90001', '2026-04-01T00:00:00.000'),
    publishedCve('CVE-2026-90002', '2026-12-01T00:00:00.000'),
  ]
  api.now = new Date('2027-02-01T00:00:00Z')
  asked()

  expect(cvesOf(await read(cursor))).toEqual(['CVE-2026-90001', 'CVE-2026-90002'])
  expect(asked().map(({ lastModEndDate }) => lastModEndDate)).toEqual([
    '2026-05-31T23:00:00.000',
    '2026-09-28T22:00:00.000',
    '2027-01-26T21:00:00.000',
    '2027-02-01T00:00:00.000',
  ])
})

test('a run that is cut short goes on at its page', async () => {
  api.cves = manyCves(4500)
  const first = await read()
  const resumed = await read(first[0]?.cursor)

  expect(resumed.map(({ records }) => records.length)).toEqual([2000, 500])
  expect(cvesOf([first[0]!, ...resumed])).toEqual(api.cves.map(({ id }) => id))
})

test('a key is sent as NVD wants it, and a wrong one is told', async () => {
  await read(undefined, { apiKey: key })
  expect(server.requests.map(({ headers }) => headers.apikey)).toEqual([key])
  await nvd.check(contextOf({ apiKey: key }))

  const wrong = contextOf({ apiKey: 'ffffffff-aaaa-4bbb-8ccc-0123456789ab' })
  await expect(nvd.check(wrong)).rejects.toMatchObject({ code: 'upstream_unauthorised' })
  await expect(read(undefined, { apiKey: 'wrong-key' })).rejects.toThrow(/does not know this API key/)
})

test('a key goes to no place but the API', () => {
  const headersAt = (location: string) => nvd.headers?.({ location, apiKey: key })

  expect(headersAt('https://services.nvd.nist.gov/rest/json/cves/2.0')).toEqual({ apiKey: key })
  expect(headersAt('https://mirror.hospital.example/nvd/')).toEqual({})
  expect(headersAt('https://mirror.hospital.example/rest/json/cves/2.0')).toEqual({})
  expect(isApi('/data/nvd')).toBe(false)
})

describe('the published limits', () => {
  test('are kept: more pages than a window allows are read without a refusal', async () => {
    api.cves = manyCves(13_000)
    const started = performance.now()
    const pages = await read()

    expect(cvesOf(pages).length).toBe(13_000)
    expect(server.requests.length).toBe(7)
    expect(performance.now() - started).toBeGreaterThan(windowMs)
  })

  test('a refusal is waited out', async () => {
    server.fail({ kind: 'status', status: 403 }, /cves/, 1)
    expect(cvesOf(await read()).length).toBe(3)

    server.fail({ kind: 'status', status: 503 }, /cves/, 2)
    expect(cvesOf(await read()).length).toBe(3)
  })

  test.each([
    [403, 'upstream_busy', /API key/],
    [429, 'upstream_busy', /fewer requests/],
    [503, 'upstream_failed', /their side/],
  ])('one that does not end (%i) stops the run, and says what to do', async (status, code, sentence) => {
    server.fail({ kind: 'status', status })

    await expect(read()).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) })
    expect(server.requests.length).toBe(3)
  })

  test('a key has room for ten times as many', async () => {
    const { requests } = limitsOf(true)
    // A window that outlasts the test: who waits for it is not done.
    const stop = new AbortController()
    const pace = paceOf({ requests, windowMs: 3_600_000 }, stop.signal)
    let asked = 0
    const ask = () => pace(async () => void asked++)
    for (let i = 0; i < 50; i++) await ask()
    const waiting = ask()
    await new Promise(setImmediate)
    expect([requests, asked]).toEqual([50, 50])
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toBe(50)
  })

  test('a request waits until the window has passed since the one before it', async () => {
    const pace = paceOf({ requests: 1, windowMs: 50 }, undefined)
    const ask = () => pace(() => Promise.resolve())
    const started = performance.now()
    for (let i = 0; i < 3; i++) await ask()
    expect(performance.now() - started).toBeGreaterThanOrEqual(100)
  })

  test('whoever stops the run does not wait for them', async () => {
    const stop = new AbortController()
    const pace = paceOf({ requests: 1, windowMs: 60_000 }, stop.signal)
    const ask = () => pace(() => Promise.resolve())
    await ask()
    const waiting = ask()
    stop.abort()

    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a bad answer changes nothing and the next run is whole', () => {
  test.each([
    ['half of its bytes', { kind: 'cut_off' }, 'upstream_cut_off'],
    ['a web page', { kind: 'html' }, 'upstream_failed'],
    ['another host', { kind: 'redirect', to: 'https://elsewhere.example/' }, 'upstream_untrusted'],
  ] as const)('%s', async (_, fault, code) => {
    server.fail(fault)
    await expect(read()).rejects.toMatchObject({ code })
    server.heal()
    expect(cvesOf(await read()).length).toBe(3)
  })

  test('fewer entries than it says', async () => {
    api.missing = 1
    await expect(read()).rejects.toMatchObject({ code: 'upstream_cut_off' })
    api.missing = 0
    expect(cvesOf(await read()).length).toBe(3)
  })

  test('entries in another order', async () => {
    server.fail({ kind: 'reordered' })
    expect(cvesOf(await read()).sort()).toEqual(api.cves.map(({ id }) => id))
  })

  test('the second page fails: the first is kept, and the run goes on from there', async () => {
    api.cves = manyCves(2500)
    const pages: Page[] = []
    const reading = read(undefined, {}, (page) => {
      pages.push(page)
      server.fail({ kind: 'html' })
    })
    await expect(reading).rejects.toMatchObject({ code: 'upstream_failed' })
    server.heal()

    expect(cvesOf([...pages, ...(await read(pages[0]?.cursor))])).toEqual(api.cves.map(({ id }) => id))
  })

  test('an answer of long ago that comes again is not taken, and does not set the reading back', async () => {
    await read()
    api.now = new Date('2026-03-01T00:00:00Z')
    const cursor = (await read(undefined)).at(-1)?.cursor
    api.now = new Date('2026-03-02T00:00:00Z')
    server.fail({ kind: 'replayed' })
    const pages = await read(cursor)

    expect(cvesOf(pages)).toEqual([])
    expect(pages.flatMap(({ skipped }) => skipped.map(({ code }) => code))).toEqual(['older_than_stored'])
    expect(pages.at(-1)?.cursor).toEqual(cursor)
  })
})

test('what is modified while a window is read makes nothing slip through', async () => {
  const cursor = (await read()).at(-1)?.cursor
  api.now = new Date('2026-02-10T00:00:00Z')
  api.cves = manyCves(2500).map((cve) => ({ ...cve, lastModified: '2026-02-05T00:00:00.000' }))
  let pages = 0
  api.onAsked = () => {
    // Before the second page NVD modifies the first ten.
    if (++pages === 2)
      api.cves = api.cves.map((cve, i) => (i < 10 ? { ...cve, lastModified: '2026-02-10T00:30:00.000' } : cve))
  }
  const found = new Set(cvesOf(await read(cursor)))

  expect(api.cves.slice(10).filter(({ id }) => !found.has(id))).toEqual([])
})

describe('clocks', () => {
  test('ours behind what was read: nothing is read, and the run says why', async () => {
    const cursor = (await read()).at(-1)?.cursor
    server.requests.splice(0)

    await expect(read(cursor, { now: '2025-06-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/set the clock/),
    })
    expect(server.requests).toEqual([])
  })

  test("ours far ahead of NVD's: what NVD modifies later is not missed", async () => {
    const cursor = (await read()).at(-1)?.cursor
    api.now = new Date('2026-02-02T00:00:00Z')
    api.cves = [publishedCve('CVE-2026-90001', '2026-02-01T12:00:00.000')]
    const ahead = await read(cursor, { now: '2028-01-01T00:00:00Z' })
    expect(ahead.at(-1)?.cursor.api).toEqual({ until: '2026-02-02T00:00:00.000Z' })

    api.now = new Date('2026-02-04T00:00:00Z')
    api.cves = [publishedCve('CVE-2026-90002', '2026-02-03T00:00:00.000')]
    expect(cvesOf(await read(ahead.at(-1)?.cursor))).toEqual(['CVE-2026-90002'])
  })
})
