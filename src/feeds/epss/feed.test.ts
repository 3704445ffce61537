import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import type { FeedFiles } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { epss } from './feed.ts'

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/published/epss_scores-2026-01-30.csv'), 'utf8')
const now = () => new Date('2026-02-01T00:00:00Z')

type Cursor = NonNullable<Parameters<typeof epss.pull>[1]>

async function pull(files: FeedFiles, since?: Cursor) {
  const pages = []
  for await (const page of epss.pull({ config: { location: '' }, files, log: silentLog, now }, since)) pages.push(page)
  return pages
}

const scores = (day: string, rows: readonly string[]) =>
  `#model_version:v2025.03.14,score_date:${day}T12:55:00Z\ncve,epss,percentile\n${rows.map((row) => `${row}\n`).join('')}`

test('probabilities come with their model and day, packed or plain', async () => {
  const model = 'v2025.03.14'
  const scoredOn = '2026-01-30'
  const plain = await pull(memoryFiles({ 'epss.csv': fixture }))
  const packed = await pull(memoryFiles({ 'epss.csv.gz': gzipSync(fixture) }))
  const windows = await pull(memoryFiles({ 'epss.csv': fixture.replaceAll('\n', '\r\n') }))

  expect(plain[0]?.records).toEqual([
    {
      kind: 'exploit_probability',
      entry: { cve: 'CVE-2019-20002', probability: 0.94, percentile: 0.99871, model, scoredOn },
    },
    {
      kind: 'exploit_probability',
      entry: { cve: 'CVE-2026-10001', probability: 0.00042, percentile: 0.1234, model, scoredOn },
    },
    {
      kind: 'exploit_probability',
      entry: { cve: 'CVE-2026-10003', probability: 0.00008, percentile: 0.0051, model, scoredOn },
    },
    { kind: 'complete', of: 'exploit_probability', asOf: scoredOn, version: model },
  ])
  expect(packed).toEqual(plain)
  expect(windows[0]?.records).toEqual(plain[0]?.records)
})

test('a run that is cut short goes on at its row', async () => {
  const rows = Array.from({ length: 45_000 }, (_, i) => `CVE-2026-${10_000 + i},0.5,0.5`)
  const files = memoryFiles({ 'epss.csv': scores('2026-01-30', rows) })

  const whole = await pull(files)
  const resumed = await pull(files, whole[0]?.cursor)

  expect(whole.map(({ records }) => records.length)).toEqual([20_000, 20_000, 5_001])
  expect(whole.map(({ progress }) => progress?.done)).toEqual([20_000, 40_000, 45_000])
  expect(resumed).toEqual(whole.slice(1))
  expect(await pull(files, whole.at(-1)?.cursor)).toEqual([])
})

test('the latest file of a folder counts, and an older one undoes nothing', async () => {
  const older = scores('2026-01-29', ['CVE-2026-10001,0.1,0.1'])
  const both = await pull(memoryFiles({ 'epss_scores-2026-01-29.csv': older, 'epss_scores-2026-01-30.csv': fixture }))

  const [page] = await pull(memoryFiles({ 'epss.csv': older }), both[0]?.cursor)

  expect(both[0]?.cursor.scoredOn).toBe('2026-01-30')
  expect([page?.records, page?.skipped.map(({ code }) => code)]).toEqual([[], ['older_than_stored']])
})

test('a row that is not understood is kept with its reason and retires nothing', async () => {
  const rows = ['CVE-2026-10001,0.1,0.1', 'CVE-2026-10002,1.2,0.1', 'GHSA-1,0.1,0.1', 'CVE-2026-10003,,']

  const [page] = await pull(memoryFiles({ 'epss.csv': scores('2026-01-30', rows) }))

  expect(page?.records.map(({ kind }) => kind)).toEqual(['exploit_probability'])
  expect(page?.skipped.map(({ position, reason }) => `${position}: ${reason.split('. ')[0]}`)).toEqual([
    'line 4: "1.2" is no share from 0 to 1',
    'line 5: "GHSA-1" is no CVE number',
    'line 6: "" is no share from 0 to 1',
  ])
})

test('a file that is not EPSS, or is cut off, says so', async () => {
  const cutOff = gzipSync(fixture).subarray(0, 60)
  for (const files of [memoryFiles({ 'a.csv': 'x' }), memoryFiles({ 'a.csv.gz': cutOff }), memoryFiles({})])
    await expect(pull(files)).rejects.toMatchObject({ code: 'unreadable' })
})

const corpus = inCorpus('epss')
test.skipIf(!corpus)("FIRST's whole file is taken", async () => {
  const started = performance.now()
  const pages = await pull(await openFeedFiles(corpus ?? ''))
  console.info(`EPSS: ${Math.round(performance.now() - started)} ms`)

  const records = pages.flatMap((page) => page.records)
  expect(records.filter(({ kind }) => kind === 'exploit_probability').length).toBe(313_089)
  expect(records.at(-1)).toEqual({
    kind: 'complete',
    of: 'exploit_probability',
    asOf: '2026-01-30',
    version: 'v2025.03.14',
  })
  expect(pages.flatMap((page) => page.skipped)).toEqual([])
})
