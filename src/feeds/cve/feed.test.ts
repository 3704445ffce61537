import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedFiles } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { cve } from './feed.ts'
import { Ledger } from './ledger.ts'

type Cursor = NonNullable<Parameters<typeof cve.pull>[1]>

const published = join(import.meta.dirname, 'fixtures/published')
const fixture = readFileSync(join(published, 'cves/2026/10xxx/CVE-2026-10001.json'), 'utf8')
const now = () => new Date('2026-02-01T00:00:00Z')
const servers: FeedServer[] = []
const folders: string[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The fixture's record under another number, of another time. */
const record = (number: string, updatedAt = '2026-01-30T12:00:00.000Z') =>
  fixture
    .replaceAll('CVE-2026-10001', number)
    .replace(/"dateUpdated": "2026-01-30[^"]*"/, `"dateUpdated": "${updatedAt}"`)

async function pull(files: FeedFiles, since?: Cursor) {
  const pages = []
  for await (const page of cve.pull({ config: { location: '' }, files, log: silentLog, now }, since)) pages.push(page)
  return pages
}

type Pages = Awaited<ReturnType<typeof pull>>
const taken = (pages: Pages) =>
  pages.flatMap((page) => page.records).map((one) => (one.kind === 'cve_record' ? one.record.cve : one.kind))
const skippedOf = (pages: Pages) => pages.flatMap((page) => page.skipped).map(({ position, code }) => [position, code])

test('of a folder only what changed is read again', async () => {
  const before = {
    'cves/2024/1xxx/CVE-2024-1234.json': record('CVE-2024-1234'),
    'cves/2026/10xxx/CVE-2026-10001.json': fixture,
    'cves/delta.json': '{}',
    'README.md': 'x',
  }
  const first = await pull(memoryFiles(before))
  const changed = memoryFiles({
    ...before,
    'cves/2024/1xxx/CVE-2024-1234.json': record('CVE-2024-1234', '2026-01-31T00:00:00Z'),
  })

  expect(taken(first)).toEqual(['CVE-2024-1234', 'CVE-2026-10001'])
  expect(await pull(memoryFiles(before), first[0]?.cursor)).toEqual([])
  expect(taken(await pull(changed, first[0]?.cursor))).toEqual(['CVE-2024-1234'])
  expect(changed.reads).toEqual(['cves/2024/1xxx/CVE-2024-1234.json'])
})

test('the whole list is read as it is released, an archive in an archive', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-cve-'))
  folders.push(folder)
  const list = { 'cves/2026/10xxx/CVE-2026-10001.json': fixture, 'cves/delta.json': '{}' }
  const release = async (name: string, changes: Record<string, string>) => {
    const path = join(folder, `${name}_all_CVEs_at_midnight.zip.zip`)
    writeFileSync(path, makeZip({ 'cves.zip': makeZip({ ...list, ...changes }) }))
    return await openFeedFiles(path)
  }
  const today = await release('2026-01-30', {})
  const tomorrow = await release('2026-01-31', { 'cves/2026/0xxx/CVE-2026-0007.json': record('CVE-2026-0007') })

  await cve.check({ config: { location: '' }, files: today, log: silentLog, now })
  const first = await pull(today)
  expect(taken(first)).toEqual(['CVE-2026-10001'])
  expect(taken(await pull(tomorrow, first[0]?.cursor))).toEqual(['CVE-2026-0007'])
  for (const files of [today, tomorrow]) await files.close()
})

test('the list and what changed since may lie in one folder: the newer record counts', async () => {
  const files = memoryFiles({
    'cves/2026/10xxx/CVE-2026-10001.json': fixture,
    'deltaCves/CVE-2026-10001.json': record('CVE-2026-10001', '2026-02-01T00:00:00Z'),
  })

  const pages = await pull(files)

  expect(pages.flatMap((page) => page.records)).toMatchObject([{ record: { updatedAt: '2026-02-01T00:00:00.000Z' } }])
  expect(await pull(files, pages[0]?.cursor)).toEqual([])
})

test('thousands of records come in pages, and a run that is cut short goes on', async () => {
  const numbers = Array.from({ length: 4_500 }, (_, i) => `CVE-2026-${20_000 + i}`)
  const files = memoryFiles(Object.fromEntries(numbers.map((number) => [`${number}.json`, record(number)])))

  const whole = await pull(files)
  const resumed = await pull(files, whole[0]?.cursor)

  expect(whole.map(({ records }) => records.length)).toEqual([2_000, 2_000, 500])
  expect(whole.at(-1)?.progress).toEqual({ done: 4_500, total: 4_500 })
  expect(taken(resumed)).toEqual(numbers.slice(2_000))
  expect(await pull(files, whole.at(-1)?.cursor)).toEqual([])
})

test('the ledger of the whole list stays below two megabytes', () => {
  const ledger = new Ledger()
  for (let year = 1999; year <= 2026; year++)
    for (let number = 1; number <= 11_000; number++)
      ledger.record(`CVE-${year}-${String(number).padStart(4, '0')}`, (number * 7_919 + year) % 2 ** 24)
  ledger.record('CVE-2026-1000000000', 5)

  const state = cve.cursor.parse(JSON.parse(JSON.stringify(ledger.state())))
  if (state.from !== 'files') throw new Error('another cursor')
  const again = new Ledger(state)

  expect(state.count).toBe(308_001)
  expect(state.records.length).toBeLessThan(1_700_000)
  expect(again.isRead('CVE-1999-0007', (7 * 7_919 + 1999) % 2 ** 24)).toBe(true)
  expect(again.isRead('CVE-2026-1000000000', 5)).toBe(true)
  expect(again.isRead('CVE-2026-1000000000', 6)).toBe(false)
  expect(again.isRead('CVE-2027-0007', 5)).toBe(false)
  expect(new Ledger({ ...state, reading: 0 }).isRead('CVE-2026-1000000000', 5)).toBe(false)
})

test('a record that is not understood is kept with its reason, and is looked at again', async () => {
  const files = memoryFiles({
    'CVE-2026-0001.json': '<html>',
    'CVE-2026-0002.json': record('CVE-2026-0003'),
    'CVE-2026-0004.json': record('CVE-2026-0004').replace('"PUBLISHED"', '"RESERVED"'),
    'CVE-2026-0005.json': record('CVE-2026-0005').replace('"4.2.1"', '42'),
    'CVE-2026-0006.json': record('CVE-2026-0006').replace('Infusion Gateway runs', 'Infusion\\u0000 runs'),
  })

  const pages = await pull(files)

  expect(taken(pages)).toEqual(['CVE-2026-0005'])
  expect(skippedOf(pages)).toEqual([
    ['CVE-2026-0001.json', 'unreadable'],
    ['CVE-2026-0002.json', 'not_cve'],
    ['CVE-2026-0004.json', 'not_cve'],
    ['CVE-2026-0005.json', 'partly_read'],
    ['CVE-2026-0006.json', 'bad_value'],
  ])
  expect(taken(await pull(files, pages[0]?.cursor))).toEqual([])
  expect(skippedOf(await pull(files, pages[0]?.cursor))).toHaveLength(4)
})

test('a folder without records says what should be there', async () => {
  const check = (files: FeedFiles) => cve.check({ config: { location: '' }, files, log: silentLog, now })

  await expect(check(memoryFiles({ 'a.json': '{}' }))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(check(memoryFiles({ 'cves.zip': 'PK' }))).rejects.toThrow(/another archive, "cves.zip"/)
  await expect(pull(memoryFiles({ 'a.json': '{}' }))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(check(memoryFiles({ 'CVE-2026-0001.json': '' }))).resolves.toBeUndefined()
})

// network -----------------------------------------------------------------------------------------------------------

async function publisher() {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-cve-'))
  folders.push(folder)
  cpSync(published, folder, { recursive: true })
  const server = await startFeedServer({ folder })
  servers.push(server)
  const http = createFeedHttp({
    origin: server.origin,
    log: silentLog,
    retries: 0,
    totalTimeoutMs: 2_000,
    backoffMs: 1,
  })
  const config = { location: `${server.origin}/cves/` }
  const log = JSON.parse(readFileSync(join(folder, 'cves/deltaLog.json'), 'utf8')) as object[]
  return {
    server,
    async pull(since?: Cursor) {
      const pages = []
      for await (const page of cve.pull({ config, http, log: silentLog, now }, since)) pages.push(page)
      return pages
    },
    /** A fetch of the publisher's with these records, oldest entries dropped from its log. */
    fetch(at: string, changes: Record<string, string>, dropped = 0) {
      const updated = Object.entries(changes).map(([cveId, dateUpdated]) => ({ cveId, dateUpdated }))
      const delta = { fetchTime: at, numberOfChanges: updated.length, new: [], updated, error: [] }
      log.unshift(delta)
      log.splice(log.length - dropped)
      server.publish('/cves/delta.json', JSON.stringify(delta))
      server.publish('/cves/deltaLog.json', JSON.stringify(log))
    },
    publish(number: string, updatedAt: string) {
      const [, year = '', n = ''] = number.split('-')
      server.publish(`/cves/${year}/${n.slice(0, -3)}xxx/${number}.json`, record(number, updatedAt))
    },
  }
}

test('from the network what the log names is read, each record once, by its number and never by a link', async () => {
  const { server, pull: pullOver, fetch, publish } = await publisher()

  const first = await pullOver()

  expect(taken(first)).toEqual(['CVE-2024-20002', 'CVE-2026-10001', 'CVE-2026-10009'])
  expect(server.requests.map(({ path }) => path).sort()).toEqual([
    '/cves/2024/20xxx/CVE-2024-20002.json',
    '/cves/2026/10xxx/CVE-2026-10001.json',
    '/cves/2026/10xxx/CVE-2026-10009.json',
    '/cves/delta.json',
    '/cves/deltaLog.json',
  ])
  expect(await pullOver(first.at(-1)?.cursor)).toEqual([])

  publish('CVE-2026-5', '2026-02-01T00:00:00Z')
  publish('CVE-2026-0005', '2026-02-01T00:00:00Z')
  fetch('2026-02-01T00:05:00Z', { 'CVE-2026-0005': '2026-02-01T00:00:00Z', 'CVE-2026-5': '2026-02-01T00:00:00Z' })
  const second = await pullOver(first.at(-1)?.cursor)

  expect(taken(second)).toEqual(['CVE-2026-0005'])
  expect(skippedOf(second)).toEqual([['deltaLog.json', 'bad_value']])
})

test('a run over the network that is cut short goes on at its record', async () => {
  const { server, pull: pullOver, fetch, publish } = await publisher()
  const numbers = Array.from({ length: 450 }, (_, i) => `CVE-2026-${20_000 + i}`)
  const updatedAt = '2026-02-01T00:00:00.000Z'
  for (const number of numbers) publish(number, updatedAt)
  fetch('2026-02-01T00:05:00Z', Object.fromEntries(numbers.map((number) => [number, updatedAt])))

  const whole = await pullOver()
  server.requests.length = 0
  const resumed = await pullOver(whole[1]?.cursor)

  expect(whole.map(({ records }) => records.length)).toEqual([200, 200, 53])
  expect(resumed).toEqual([{ ...whole[2], progress: { done: 53, total: 53 } }])
  expect(server.requests).toHaveLength(55)
})

test('a record that is listed and not yet given is asked for again, and after a while no more', async () => {
  const { pull: pullOver, fetch, publish } = await publisher()
  fetch('2026-02-01T00:05:00Z', { 'CVE-2026-30000': '2026-02-01T00:00:00Z', 'CVE-2026-10001': '2026-02-01T00:00:00Z' })

  const first = await pullOver()
  publish('CVE-2026-30000', '2026-02-01T00:00:00Z')
  const second = await pullOver(first.at(-1)?.cursor)

  expect(skippedOf(first)).toEqual([
    ['2026/10xxx/CVE-2026-10001.json', 'older_than_listed'],
    ['2026/30xxx/CVE-2026-30000.json', 'upstream_failed'],
  ])
  expect(taken(second).sort()).toEqual(['CVE-2026-10001', 'CVE-2026-30000'])
  let last = second
  for (let run = 3; run <= 5; run++) last = await pullOver(last.at(-1)?.cursor)
  expect(last[0]?.skipped[0]?.reason).toMatch(/not asked for again until it changes/)
  expect(await pullOver(last.at(-1)?.cursor)).toEqual([])
})

test('what fell out of the log since the last run is told', async () => {
  const { pull: pullOver, fetch, publish } = await publisher()
  const first = await pullOver()
  publish('CVE-2026-0005', '2026-04-01T00:00:00Z')
  fetch('2026-04-01T00:05:00Z', { 'CVE-2026-0005': '2026-04-01T00:00:00Z' }, 3)

  const second = await pullOver(first.at(-1)?.cursor)

  expect(taken(second)).toEqual(['CVE-2026-0005'])
  expect(skippedOf(second)).toEqual([['deltaLog.json', 'incomplete_list']])
})

test('a log that goes back in time undoes nothing', async () => {
  const { pull: pullOver } = await publisher()
  const cursor: Cursor = { from: 'network', through: '2026-03-01T00:00:00.000Z', waiting: {} }

  const pages = await pullOver(cursor)

  expect([taken(pages), skippedOf(pages), pages[0]?.cursor]).toEqual([
    [],
    [['deltaLog.json', 'older_than_stored']],
    cursor,
  ])
})

test('a publisher that gives nothing of what it lists stops the run, and the next one goes on', async () => {
  const { server, pull: pullOver, fetch } = await publisher()
  fetch(
    '2026-02-01T00:05:00Z',
    Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`CVE-2026-${20_000 + i}`, '2026-02-01T00:00:00Z'])),
  )
  server.fail({ kind: 'status', status: 500 }, /CVE-2026-2/)

  await expect(pullOver()).rejects.toMatchObject({ code: 'upstream_failed' })
})

const corpus = inCorpus('cve5/vulnrichment-2022-2023.zip')
test.skipIf(!corpus)('the records that CISA enriched are taken from their archive', { timeout: 60_000 }, async () => {
  const files = await openFeedFiles(corpus ?? '')
  const started = performance.now()
  const pages = await pull(files)
  console.info(`CVE records: ${Math.round(performance.now() - started)} ms`)

  expect(taken(pages)).toHaveLength(14_155)
  expect(skippedOf(pages)).toEqual([])
  expect(await pull(files, pages.at(-1)?.cursor)).toEqual([])
  await files.close()
})
