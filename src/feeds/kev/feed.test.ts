import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryFiles } from '#bench/servers/memory-files.ts'
import type { FeedFiles } from '#feeds/feed.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { kev } from './feed.ts'

const fixture = readFileSync(
  join(import.meta.dirname, 'fixtures/published/known_exploited_vulnerabilities.json'),
  'utf8',
)
const now = () => new Date('2026-02-01T00:00:00Z')
const name = 'known_exploited_vulnerabilities.json'

type Cursor = NonNullable<Parameters<typeof kev.pull>[1]>

async function pull(files: FeedFiles, since?: Cursor) {
  const pages = []
  for await (const page of kev.pull({ config: { location: '' }, files, log: silentLog, now }, since)) pages.push(page)
  return pages
}

const catalogueWith = (change: Record<string, unknown>) =>
  memoryFiles({ [name]: JSON.stringify({ ...JSON.parse(fixture), ...change }) })

test('what attackers are known to use is taken as CISA says it', async () => {
  const [page, ...more] = await pull(memoryFiles({ [name]: fixture }))

  expect(more).toEqual([])
  expect(page).toEqual({
    records: [
      {
        kind: 'known_exploited',
        entry: {
          cve: 'CVE-2026-10001',
          vendor: 'Meadow',
          product: 'Infusion Gateway',
          name: 'Meadow Infusion Gateway Command Injection Vulnerability',
          addedOn: '2026-01-31',
          dueOn: '2026-02-21',
          ransomware: true,
          requiredAction: 'Apply the update of the manufacturer.',
        },
      },
      {
        kind: 'known_exploited',
        entry: {
          cve: 'CVE-2019-20002',
          vendor: 'Brook',
          product: 'Bedside Monitor',
          name: 'Brook Bedside Monitor Hard-Coded Credentials Vulnerability',
          addedOn: '2021-11-03',
          ransomware: false,
          requiredAction: 'Apply mitigations or take it off the network.',
        },
      },
      {
        kind: 'complete',
        of: 'known_exploited',
        asOf: '2026-01-31',
        releasedAt: '2026-01-31T17:04:19.979Z',
        version: '2026.01.31',
      },
    ],
    skipped: [],
    cursor: { version: '2026.01.31', releasedAt: '2026-01-31T17:04:19.9796Z', isComplete: true },
    progress: { done: 2, total: 2 },
  })
})

test('a new catalogue is read, the same one is not', async () => {
  const [page] = await pull(memoryFiles({ [name]: fixture }))
  const next = { catalogVersion: '2026.02.01', dateReleased: '2026-02-01T00:00:00Z' }

  expect(await pull(memoryFiles({ [name]: fixture }), page?.cursor)).toEqual([])
  expect((await pull(catalogueWith(next), page?.cursor))[0]?.records.length).toBe(3)
})

test('a catalogue from before does not undo this one', async () => {
  const cursor = { version: '2026.02.01', releasedAt: '2026-02-01T00:00:00Z', isComplete: true }

  const [page] = await pull(memoryFiles({ [name]: fixture }), cursor)

  expect(page?.records).toEqual([])
  expect(page?.skipped.map(({ code }) => code)).toEqual(['older_than_stored'])
  expect(page?.cursor).toEqual(cursor)
})

test('an entry that is not understood is kept with its reason and retires nothing', async () => {
  const { vulnerabilities } = JSON.parse(fixture)
  const files = catalogueWith({
    vulnerabilities: [{ ...vulnerabilities[0], dateAdded: 'soon' }, 7, vulnerabilities[1]],
    count: 3,
  })

  const [page] = await pull(files)
  const [again] = await pull(files, page?.cursor)

  expect(page?.records.map(({ kind }) => kind)).toEqual(['known_exploited'])
  expect(page?.skipped.map(({ position, code }) => [position, code])).toEqual([
    ['CVE-2026-10001', 'bad_value'],
    ['entry 2', 'bad_value'],
  ])
  expect([again?.records, again?.skipped]).toEqual([[], page?.skipped])
})

test('a catalogue with fewer entries than it says retires nothing', async () => {
  const [page] = await pull(catalogueWith({ count: 3 }))

  expect(page?.records.map(({ kind }) => kind)).toEqual(['known_exploited', 'known_exploited'])
  expect(page?.skipped.map(({ code }) => code)).toEqual(['incomplete_list'])
})

test.each([undefined, null, '2'])('a catalogue whose count is %j may be cut, and retires nothing', async (count) => {
  const files = catalogueWith({ count })
  const [page] = await pull(files)
  const [again] = await pull(files, page?.cursor)

  expect(page?.records.map(({ kind }) => kind)).toEqual(['known_exploited', 'known_exploited'])
  expect(page?.skipped).toEqual([
    expect.objectContaining({
      code: 'incomplete_list',
      reason: expect.stringMatching(/^The catalogue does not say how/),
    }),
  ])
  expect([again?.records, again?.skipped]).toEqual([[], page?.skipped])
  expect((await pull(memoryFiles({ [name]: fixture }), page?.cursor))[0]?.records.at(-1)?.kind).toBe('complete')
})

test('a file that is not the catalogue says what to fetch', async () => {
  for (const files of [memoryFiles({ [name]: '<html>' }), memoryFiles({ [name]: '[]' }), memoryFiles({})])
    await expect(pull(files)).rejects.toMatchObject({ code: 'unreadable' })
})

const corpus = inCorpus(`kev/${name}`)
test.skipIf(!corpus)("CISA's whole catalogue is taken", async () => {
  const pages = await pull(await openFeedFiles(corpus ?? ''))

  const records = pages.flatMap((page) => page.records)
  expect(records.filter(({ kind }) => kind === 'known_exploited').length).toBe(1_404)
  expect(records.at(-1)).toMatchObject({
    kind: 'complete',
    of: 'known_exploited',
    asOf: '2025-08-25',
    version: '2025.08.25',
  })
  expect(pages.flatMap((page) => page.skipped)).toEqual([])
})
