import { hash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import type { FeedContext, FeedPage } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { manyCves, nvdFile, publishedCve } from '#tests/support/nvd-files.ts'
import { nvd } from './feed.ts'
import { openDocument } from './payload.ts'

type Cursor = NonNullable<Parameters<typeof nvd.pull>[1]>
type Page = FeedPage<Cursor>

const day = '2026-01-31T00:00:00.000'
const year = nvdFile(manyCves(3), day)
const meta = (text: string) => `lastModifiedDate:${day}-00:00\r\nsha256:${hash('sha256', text).toUpperCase()}\r\n`
const config = { location: '/a/folder' }
const now = () => new Date('2026-02-01T00:00:00Z')

async function pull(context: Partial<FeedContext<typeof config>>, since?: Cursor): Promise<Page[]> {
  const cursor = since && nvd.cursor.parse(JSON.parse(JSON.stringify(since)))
  const pages: Page[] = []
  for await (const page of nvd.pull({ config, log: silentLog, now, ...context }, cursor)) pages.push(page)
  return pages
}

const pullFiles = (content: Record<string, string | Uint8Array>, since?: Cursor) =>
  pull({ files: memoryFiles(content) }, since)

const cvesOf = (pages: readonly Page[]) =>
  pages.flatMap(({ records }) => records.map((record) => (record.kind === 'nvd_cve' ? record.entry.cve : record.kind)))
const skipsOf = (pages: readonly Page[]) =>
  pages.flatMap(({ skipped }) => skipped.map(({ position, code }) => `${position} ${code}`))

test('a year says the same packed, unpacked and printed with spaces', async () => {
  const plain = await pullFiles({ 'nvdcve-2.0-2026.json': year })
  const packed = await pullFiles({ 'nvdcve-2.0-2026.json.gz': gzipSync(year) })
  const spaced = await pullFiles({ 'deep/nvdcve-2026.json': JSON.stringify(JSON.parse(year), null, 2) })

  expect(cvesOf(plain)).toEqual(['CVE-2026-10000', 'CVE-2026-10001', 'CVE-2026-10002'])
  expect(packed[0]?.records).toEqual(plain[0]?.records)
  expect(spaced[0]?.records).toEqual(plain[0]?.records)
})

test('years come first, and what was modified since goes over them', async () => {
  const pages = await pullFiles({
    'nvdcve-2.0-modified.json': nvdFile([publishedCve('CVE-2025-10000', '2026-01-30T00:00:00.000')], day),
    'nvdcve-2.0-2026.json': nvdFile(manyCves(1), day),
    'nvdcve-2.0-2025.json': nvdFile(manyCves(1, 2025), day),
    'readme.json': '{}',
  })

  expect(cvesOf(pages)).toEqual(['CVE-2025-10000', 'CVE-2026-10000', 'CVE-2025-10000'])
})

test('a run that is cut short goes on at its entry, also where the file has another time', async () => {
  const text = nvdFile(manyCves(9000), day)
  const whole = await pullFiles({ 'nvdcve-2.0-2026.json': text })
  const resumed = await pullFiles({ 'nvdcve-2.0-2026.json.gz': gzipSync(text) }, whole[0]?.cursor)

  expect(whole.map(({ records }) => records.length)).toEqual([4000, 4000, 1000])
  expect(whole.map(({ progress }) => progress?.done)).toEqual([4000, 8000, 9000])
  expect(resumed.map(({ records }) => records)).toEqual(whole.slice(1).map(({ records }) => records))
  expect(await pullFiles({ 'nvdcve-2.0-2026.json': text }, whole.at(-1)?.cursor)).toEqual([])
})

test('of a mirror only the file that changed is opened, and touching a file changes nothing', async () => {
  const first = { 'nvdcve-2.0-2025.json': nvdFile(manyCves(1, 2025), day), 'nvdcve-2.0-2026.json': year }
  const cursor = (await pullFiles(first)).at(-1)?.cursor
  const later = '2026-02-01T00:00:00.000'
  const files = memoryFiles({ ...first, 'nvdcve-2.0-2026.json': nvdFile(manyCves(4), later) })

  expect(cvesOf(await pull({ files }, cursor)).length).toBe(4)
  expect(files.reads).toEqual(['nvdcve-2.0-2026.json'])
  expect(await pullFiles({ ...first, 'nvdcve-2.0-2026.json': gzipSync(year) }, cursor)).toEqual([])
})

describe('what is not whole is refused, and what was read before stays in force', () => {
  const good = { 'nvdcve-2.0-2025.json': nvdFile(manyCves(1, 2025), day) }
  const older = nvdFile(manyCves(2), '2026-01-30T00:00:00.000')
  const brokenInside = year.replace('"CVE-2026-10001"', '"CVE-2026-10001')

  test.each([
    ['a file that is cut off', { 'nvdcve-2.0-2026.json': year.slice(0, -40) }, 'unreadable'],
    ['a packed file that is cut off', { 'nvdcve-2.0-2026.json.gz': gzipSync(year).subarray(0, 200) }, 'unreadable'],
    ['a file that is damaged inside', { 'nvdcve-2.0-2026.json': brokenInside }, 'unreadable'],
    ['a web page', { 'nvdcve-2.0-2026.json': '<!doctype html><title>Sign in</title>' }, 'unreadable'],
    ['another format', { 'nvdcve-2.0-2026.json': '{"CVE_data_format":"MITRE","CVE_Items":[]}' }, 'unreadable'],
    [
      'a file with fewer entries than it says',
      { 'nvdcve-2.0-2026.json': nvdFile(manyCves(3), day, { totalResults: 4 }) },
      'incomplete_list',
    ],
    [
      'a file that does not fit its .meta',
      { 'nvdcve-2.0-2026.json': year, 'nvdcve-2.0-2026.meta': meta('x') },
      'digest_mismatch',
    ],
    ['a file of an earlier day', { 'nvdcve-2.0-2026.json': older }, 'older_than_stored'],
  ])('%s', async (_, bad, code) => {
    const before = await pullFiles({ 'nvdcve-2.0-2026.json': nvdFile(manyCves(3), '2026-01-30T12:00:00.000') })
    const pages = await pullFiles({ ...good, ...bad }, before.at(-1)?.cursor)

    expect(cvesOf(pages)).toEqual(['CVE-2025-10000'])
    expect(skipsOf(pages)).toEqual([`2026 ${code}`])
    expect(pages.at(-1)?.cursor.files['2026']).toEqual(before.at(-1)?.cursor.files['2026'])

    const mended = await pullFiles({ ...good, 'nvdcve-2.0-2026.json': year }, pages.at(-1)?.cursor)
    expect(cvesOf(mended).length).toBe(3)
  })
})

test('a file that fits its .meta is taken; a folder with nothing whole in it, or nothing at all, stops the run', async () => {
  const fits = await pullFiles({ 'nvdcve-2.0-2026.json.gz': gzipSync(year), 'nvdcve-2.0-2026.meta': meta(year) })
  expect(cvesOf(fits).length).toBe(3)

  for (const content of [
    { 'nvdcve-2.0-2026.json': year.slice(0, -40) } as Record<string, string>,
    { 'readme.txt': 'x' },
  ])
    await expect(pullFiles(content)).rejects.toMatchObject({ code: 'unreadable' })
})

test('an entry that cannot be read, or a part of one, is kept with its reason', async () => {
  const cves = [
    ...manyCves(1),
    publishedCve('CVE-26-1', day),
    publishedCve('CVE-2026-10001', day, { configurations: [{ nodes: [{ operator: 'OR', cpeMatch: [{}] }] }] }),
  ]
  const pages = await pullFiles({ 'nvdcve-2.0-2026.json': nvdFile(cves, day) })

  expect(cvesOf(pages)).toEqual(['CVE-2026-10000', 'CVE-2026-10001'])
  expect(skipsOf(pages)).toEqual(['CVE-26-1 bad_value', 'CVE-2026-10001 part_left_out'])
})

test('elements are found by their opening, whatever the texts hold', () => {
  const trap = publishedCve('CVE-2026-1', day, { descriptions: [{ lang: 'en', value: '}},{"cve":{"id":"x"}}]}' }] })
  const document = openDocument(Buffer.from(nvdFile([trap, ...manyCves(2)], day)), 'here')

  expect(document.count).toBe(3)
  expect([...document.slices(2, 0)].map((slice) => slice.length)).toEqual([2, 1])
  expect([...document.slices(2, 0)][0]?.[0]).toEqual({ cve: trap })
})

describe('over the network', () => {
  let server: FeedServer
  beforeAll(async () => {
    server = await startFeedServer()
  })
  afterEach(() => server.heal())
  afterAll(() => server.close())

  function publish(name: string, text: string | undefined, withMeta = true) {
    server.publish(`/nvd/nvdcve-2.0-${name}.json.gz`, text === undefined ? undefined : gzipSync(text))
    server.publish(`/nvd/nvdcve-2.0-${name}.meta`, text === undefined || !withMeta ? undefined : meta(text))
  }
  const asked = () => server.requests.splice(0).map(({ path }) => path.replace('/nvd/nvdcve-2.0-', ''))
  const read = (since?: Cursor, at = now) => {
    const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
    return pull({ config: { location: `${server.origin}/nvd/` }, http, now: at }, since)
  }
  const modified = (at: string) => nvdFile([publishedCve('CVE-2025-10000', at)], at)

  test('after all years only what was modified is asked for, and a .meta that says nothing new is enough', async () => {
    publish('2025', nvdFile(manyCves(1, 2025), day))
    publish('2026', year)
    publish('modified', modified('2026-01-30T00:00:00.000'))

    const first = await read()
    expect(cvesOf(first).length).toBe(5)
    asked()
    expect(await read(first.at(-1)?.cursor)).toEqual([])
    expect(asked()).toEqual(['modified.meta'])

    publish('modified', modified('2026-02-01T00:00:00.000'))
    const second = await read(first.at(-1)?.cursor)
    expect(cvesOf(second)).toEqual(['CVE-2025-10000'])
    expect(asked()).toEqual(['modified.meta', 'modified.json.gz'])
  })

  test('after a week without a reading, and when clocks go back, every year is looked at again', async () => {
    publish('2025', nvdFile(manyCves(1, 2025), day))
    publish('2026', year)
    publish('modified', modified('2026-01-30T00:00:00.000'))
    const cursor = (await read()).at(-1)?.cursor
    for (const at of ['2026-02-08T00:00:00Z', '2026-01-31T00:00:00Z']) {
      asked()
      expect(await read(cursor, () => new Date(at))).toEqual([])
      expect(asked()).toEqual(expect.arrayContaining(['2025.meta', '2026.meta', 'modified.meta']))
    }
  })

  test('a mirror without .meta is asked by ETag', async () => {
    publish('2025', undefined)
    publish('2026', year, false)
    publish('modified', undefined)
    const cursor = (await read()).at(-1)?.cursor
    expect(cursor?.files['2026']?.stamp).toMatch(/^".+"$/)

    expect(await read(cursor)).toEqual([])
    publish('2026', nvdFile(manyCves(5), '2026-02-01T00:00:00.000'), false)
    expect(cvesOf(await read(cursor)).length).toBe(5)
  })

  test('a year that fails in the middle keeps what was read, and a place with no file at all says so', async () => {
    publish('2025', nvdFile(manyCves(1, 2025), day))
    publish('2026', year)
    publish('modified', undefined)
    server.fail({ kind: 'status', status: 503 }, /2026/)
    const pages: Page[] = []
    const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
    const context = { config: { location: `${server.origin}/nvd` }, http, log: silentLog, now }
    const reading = (async () => {
      for await (const page of nvd.pull(context, undefined)) pages.push(page)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'upstream_failed' })
    expect(cvesOf(pages)).toEqual(['CVE-2025-10000'])

    server.heal()
    expect(cvesOf(await read(pages[0]?.cursor)).length).toBe(3)
    const nowhere = { ...context, config: { location: `${server.origin}/elsewhere/` } }
    await expect(pull(nowhere)).rejects.toMatchObject({ code: 'upstream_failed' })
    await expect(nvd.check(nowhere)).rejects.toMatchObject({ code: 'upstream_failed' })
  })

  test('one file of a mirror is a source of its own', async () => {
    publish('2026', year)
    const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
    asked()
    const one = { config: { location: `${server.origin}/nvd/nvdcve-2.0-2026.json.gz` }, http }

    expect(cvesOf(await pull(one)).length).toBe(3)
    expect(asked()).toEqual(['2026.meta', '2026.json.gz'])
  })
})

const corpus = inCorpus('nvd/nvdcve-2.0-2018.json.gz')
test.skipIf(!corpus)("NVD's own year is taken whole", async () => {
  const pages = await pull({ files: await openFeedFiles(corpus ?? '') })

  expect(new Set(cvesOf(pages)).size).toBe(cvesOf(pages).length)
  expect(cvesOf(pages).length).toBeGreaterThan(15_000)
  expect(skipsOf(pages)).toEqual([])
})
