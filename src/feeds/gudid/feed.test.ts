import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FeedServer, startFeedServer } from '#bench/servers/feed-server.ts'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import { makeZip } from '#bench/servers/zip.ts'
import type { FeedFiles, FeedPage } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { createFeedHttp } from '#platform/http/http.ts'
import { silentLog } from '#platform/log.ts'
import { readZip } from '#standards/archive/read-zip.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { gather } from '#tests/support/gather.ts'
import { gudid } from './feed.ts'

const archive = readFileSync(join(import.meta.dirname, 'fixtures/published/gudid_daily_update_20260130.zip'))
const limits = { maxEntryBytes: 1_000_000, maxTotalBytes: 1_000_000 }
const [entry] = await gather(readZip(archive, /xml$/, limits))
const xml = Buffer.from(entry!.bytes).toString()
const now = () => new Date('2026-02-01T00:00:00Z')
type Cursor = NonNullable<Parameters<typeof gudid.pull>[1]>

let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer()
})
afterEach(() => server.heal())
afterAll(() => server.close())

const fromFiles = (files: FeedFiles, since?: Cursor) => {
  const config = gudid.config.parse({ location: '/somewhere' })
  return gather(gudid.pull({ files, config, log: silentLog, now }, since))
}
const fromNetwork = (path: string, since?: Cursor) => {
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
  return gather(
    gudid.pull({ http, config: gudid.config.parse({ location: server.origin + path }), log: silentLog, now }, since),
  )
}
const disOf = (pages: readonly FeedPage<unknown>[]) =>
  pages.flatMap(({ records }) => records.map((one) => one.kind === 'gudid_device' && one.entry.di))

test('a record is taken with all its identifiers, codes and terms, and without what GMDN defines', async () => {
  const [page, ...more] = await fromFiles(memoryFiles({ 'a.xml': xml }))

  expect([more, page?.skipped]).toEqual([[], []])
  expect(page?.records[0]).toEqual({
    kind: 'gudid_device',
    entry: {
      ...{ di: '00812345678901', status: 'published', version: 2, versionOn: '2026-01-29', publishedOn: '2020-05-01' },
      ...{ company: 'Meadow Medical, Inc.', brand: 'Meadow Pump', model: 'MP 200', catalogNumber: 'MP-200-EN' },
      ...{ description: 'Pump & stand', otherDis: ['10812345678901'], productCodes: ['ZZA'] },
      gmdn: [{ name: 'General-purpose infusion pump', code: '12345', isImplantable: false }],
    },
  })
  expect(page?.records[1]).toMatchObject({ entry: { di: '00812345678918', status: 'deactivated' } })
})

test('only files that came since are read, and a run that stopped goes on where it was', async () => {
  const first = await fromFiles(memoryFiles({ 'full.xml': xml }))
  const two = memoryFiles({ 'full.xml': xml, 'update.zip': archive })
  expect(await fromFiles(memoryFiles({ 'full.xml': xml }), first.at(-1)!.cursor)).toEqual([])
  expect(disOf(await fromFiles(two, first.at(-1)!.cursor))).toEqual(['00812345678901', '00812345678918'])
  expect(two.reads).toEqual(['update.zip'])

  const device = /<device [\s\S]*?<\/device>/.exec(xml)![0]
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => device.replaceAll('00812345678901', `M${from + at}`)).join('\n')
  const large = memoryFiles({ 'full.xml': `<gudid>${numbered(0, 6000)}</gudid>` })
  const pages = await fromFiles(large)
  expect(pages.map(({ records }) => records.length).reduce((a, b) => a + b)).toBe(6000)
  expect(pages.length).toBeGreaterThan(2)
  const rest = await fromFiles(large, gudid.cursor.parse(JSON.parse(JSON.stringify(pages[0]!.cursor))))
  expect(disOf(rest)).toEqual(disOf(pages.slice(1)))
})

test('what cannot be taken is told, and the rest goes on', async () => {
  const text = xml
    .replace('<publicVersionNumber>2<', '<publicVersionNumber>two<')
    .replace('</gudid>', '<device deviceid="M1"><deviceRecordStatus>Lost</deviceRecordStatus></device></gudid>')
  const [page] = await fromFiles(memoryFiles({ 'a.xml': text }))

  expect(disOf([page!])).toEqual(['00812345678918'])
  expect(page?.skipped.map(({ position, code }) => [position, code])).toEqual([
    ['00812345678901', 'bad_value'],
    ['M1', 'bad_value'],
  ])
})

test('a file that is cut off, another file and an empty one say what to do', async () => {
  const files = (text: string) => fromFiles(memoryFiles({ 'a.xml': text }))
  await expect(files(xml.slice(0, -300))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(files('<a/>')).rejects.toMatchObject({ code: 'unreadable' })
  await expect(files('not xml')).rejects.toMatchObject({ code: 'unreadable' })
  await expect(files('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).rejects.toMatchObject({ code: 'unreadable' })
  await expect(fromFiles(memoryFiles({ 'a.txt': 'x' }))).rejects.toMatchObject({ code: 'unreadable' })
  await expect(fromFiles(memoryFiles({ 'a.zip': archive.subarray(0, 300) }))).rejects.toMatchObject({
    code: 'unreadable',
  })
})

test('daily updates are read once each, days without one are passed over, and missed ones are told', async () => {
  server.publish('/updates/gudid_daily_update_20260129.zip', archive)
  server.publish('/updates/gudid_daily_update_20260131.zip', makeZip({ 'b.xml': '<gudid></gudid>' }))
  const pages = await fromNetwork('/updates/')
  expect(disOf(pages)).toEqual(['00812345678901', '00812345678918'])
  expect(pages.at(-1)?.cursor.day).toBe('2026-01-31')
  expect(await fromNetwork('/updates/', pages.at(-1)!.cursor)).toEqual([])

  const [late] = await fromNetwork('/updates/', { done: [], day: '2025-06-01' })
  expect(late?.skipped.map(({ code }) => code)).toEqual(['updates_missed'])
})

test('an address below which no update lies is told before it is saved', async () => {
  const http = createFeedHttp({ origin: server.origin, log: silentLog, retries: 0 })
  const config = gudid.config.parse({ location: `${server.origin}/elsewhere/` })
  await expect(gudid.check({ http, config, log: silentLog, now })).rejects.toMatchObject({ code: 'upstream_failed' })
})

test('a release on the network is read once', async () => {
  server.publish('/full.zip', archive)
  const pages = await fromNetwork('/full.zip')
  expect(disOf(pages)).toEqual(['00812345678901', '00812345678918'])
  expect(await fromNetwork('/full.zip', pages.at(-1)!.cursor)).toEqual([])
})

test('a real release of fifty thousand records is read without a gap', { timeout: 60_000 }, async () => {
  const path = inCorpus('fda/gudid-full-release-sample.zip')
  if (!path) return
  const files = await openFeedFiles(path)
  let devices = 0
  let withCode = 0
  for await (const page of gudid.pull(
    { files, config: gudid.config.parse({ location: path }), log: silentLog, now },
    undefined,
  )) {
    expect(page.skipped).toEqual([])
    devices += page.records.length
    for (const one of page.records) if (one.kind === 'gudid_device' && one.entry.productCodes.length > 0) withCode++
  }
  await files.close()
  expect(devices).toBe(50_000)
  expect(withCode).toBeGreaterThan(25_000)
})
