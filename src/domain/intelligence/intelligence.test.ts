import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { corpusFile } from '#bench/servers/corpus.ts'
import { csafProvider } from '#feeds/csaf-provider/feed.ts'
import { epss } from '#feeds/epss/feed.ts'
import type { Feed } from '#feeds/feed.ts'
import { kev } from '#feeds/kev/feed.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  exploitationOf,
  getAdvisory,
  getAdvisoryDocument,
  getVulnerability,
  intelligenceVersion,
  loadAdvisories,
  storeFeedRecords,
} from './intelligence.ts'

const { db } = await testDatabase()
const store = (...records: FeedRecord[]) => inTransaction(db, (tx) => storeFeedRecords(tx, records))

beforeEach(async () => {
  await sql`truncate advisory, vulnerability, known_exploited, exploit_probability, list_day cascade`.execute(db)
})

const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
const first = advisoryRecord({
  trackingId: 'A-1',
  products: [
    productEntry({ productId: 'P1', version: '<= 9.1', versionForm: 'comparison', isRange: true }),
    productEntry({ productId: 'P2', identifiers: { modelNumbers: ['D3000'] } }),
  ],
  vulnerabilities: [
    statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } }),
    statement({ vulnerabilityId: 'CVE-2026-0002', status: { known_affected: ['P1', 'P2'] } }),
  ],
})
const second = advisoryRecord({
  ...first.advisory,
  revision: '2',
  revisedAt: '2026-02-01T10:00:00Z',
  vulnerabilities: first.advisory.vulnerabilities.slice(0, 1),
})

test('an advisory is stored with all that it says, and read again as it was', async () => {
  const change = await store(first)

  expect(change).toEqual({
    advisoryIds: ['example-cert:A-1'],
    vendors: ['Example Medical'],
    cves: [],
    listedOrNot: [],
    isFirstReading: false,
    nvdCves: [],
    packageVulnerabilityIds: [],
    catalogue: null,
    refused: [],
    counts: { ...counts, new: 1 },
  })
  expect(await loadAdvisories(db)).toEqual([
    { ...first.advisory, publishedAt: '2026-01-10T10:00:00.000Z', revisedAt: '2026-01-10T10:00:00.000Z' },
  ])
  expect(await getAdvisoryDocument(db, first.advisory.id)).toEqual({
    document: first.document,
    digest: first.digest,
    revision: '1',
  })
})

test('the same advisory again writes nothing, and a matcher made from it stays good', async () => {
  await store(first)
  const version = await intelligenceVersion(db)

  const writes = await writesDuring(db, async () => {
    expect((await store(first)).counts).toEqual({ ...counts, unchanged: 1 })
  })

  expect(writes).toEqual({})
  expect(await intelligenceVersion(db)).toBe(version)
})

test('a new revision takes the place of the old one, whose document is kept', async () => {
  await store(first)
  const version = await intelligenceVersion(db)

  const change = await store(second)

  expect(change).toMatchObject({ advisoryIds: ['example-cert:A-1'], counts: { ...counts, changed: 1 } })
  expect(await getAdvisory(db, first.advisory.id)).toMatchObject({
    revision: '2',
    vulnerabilities: [{ vulnerabilityId: 'CVE-2026-0001' }],
  })
  const { rows } = await sql`select revision from advisory_document order by 1`.execute(db)
  expect(rows).toEqual([{ revision: '1' }, { revision: '2' }])
  expect(await intelligenceVersion(db)).not.toBe(version)
})

test('an older revision that arrives later is kept as a document and changes nothing', async () => {
  await store(second)

  const change = await store(first)

  expect(change).toMatchObject({ advisoryIds: [], counts: { ...counts, older: 1 } })
  expect((await getAdvisory(db, first.advisory.id)).revision).toBe('2')
  expect((await sql`select from advisory_document`.execute(db)).rows).toHaveLength(2)
  expect((await store(first)).counts).toEqual({ ...counts, unchanged: 1 })
})

test('both revisions on one page leave the newer one', async () => {
  expect((await store(second, first)).counts).toEqual({ ...counts, new: 1, older: 1 })
  expect((await getAdvisory(db, first.advisory.id)).revision).toBe('2')
})

test('a withdrawn advisory is kept and no longer matched, until it is published again', async () => {
  const { id } = first.advisory
  await store(first)

  const gone = await store({ kind: 'advisory_withdrawn', advisoryId: id, reason: 'No longer listed' })
  const again = await store({ kind: 'advisory_withdrawn', advisoryId: id, reason: 'No longer listed' })

  expect(gone).toMatchObject({ advisoryIds: [id], counts: { ...counts, withdrawn: 1 } })
  expect(again).toMatchObject({ advisoryIds: [], counts: { ...counts, unchanged: 1 } })
  expect(await loadAdvisories(db)).toEqual([])
  expect(await getAdvisory(db, id)).toMatchObject({ withdrawnReason: 'No longer listed' })
  expect(await store(first)).toMatchObject({ advisoryIds: [id] })
  expect(await loadAdvisories(db)).toHaveLength(1)
})

const listed = (cve: string, over: object = {}): FeedRecord => ({
  kind: 'known_exploited',
  entry: {
    cve,
    vendor: 'Example Medical',
    product: 'Drip 3000',
    name: 'Flaw',
    addedOn: '2026-02-03',
    ransomware: false,
    requiredAction: 'Update',
    ...over,
  },
})
const catalogue = (version: string): FeedRecord => ({
  kind: 'complete',
  of: 'known_exploited',
  asOf: '2026-02-03',
  version,
})

test('only what changed on the list of exploited vulnerabilities is written and reported', async () => {
  await store(first)
  const one = await store(listed('CVE-2026-0001'), listed('CVE-1999-0001'), catalogue('1'))

  const writes = await writesDuring(db, () => store(listed('CVE-2026-0001'), listed('CVE-1999-0001'), catalogue('2')))
  const changed = await store(listed('CVE-2026-0001', { ransomware: true }), catalogue('3'))

  expect(one).toMatchObject({
    cves: ['CVE-2026-0001'],
    listedOrNot: ['CVE-2026-0001'],
    isFirstReading: true,
    counts: { new: 2 },
  })
  expect(writes).toEqual({})
  expect(changed).toMatchObject({
    cves: ['CVE-2026-0001'],
    listedOrNot: [],
    isFirstReading: false,
    nvdCves: [],
    counts: { changed: 1, withdrawn: 1 },
  })
  const known = await exploitationOf(db, ['CVE-2026-0001', 'CVE-1999-0001'])
  expect(known.get('CVE-2026-0001')?.knownExploited?.ransomware).toBe(true)
  expect(known.get('CVE-1999-0001')?.knownExploited).toBeNull()
})

test('a list with a hole in it retires nothing', async () => {
  await store(listed('CVE-2026-0001'), listed('CVE-2026-0002'))

  await store(listed('CVE-2026-0001'))

  expect((await exploitationOf(db, ['CVE-2026-0002'])).get('CVE-2026-0002')?.knownExploited).not.toBeNull()
})

const probability = (cve: string, value: number, scoredOn: string): FeedRecord => ({
  kind: 'exploit_probability',
  entry: { cve, probability: value, percentile: 0.5, model: 'v2025.03.14', scoredOn },
})

test('a probability is that of the newest day; one that is no longer published goes', async () => {
  await store(first)
  await store(probability('CVE-2026-0001', 0.1, '2026-01-30'), probability('CVE-2026-0002', 0.2, '2026-01-30'))

  const older = await store(probability('CVE-2026-0001', 0.9, '2026-01-29'))
  const newer = await store(probability('CVE-2026-0001', 0.3, '2026-01-31'), {
    kind: 'complete',
    of: 'exploit_probability',
    asOf: '2026-01-31',
    version: 'v2025.03.14',
  })

  expect(older).toMatchObject({ cves: [], counts: { unchanged: 1 } })
  expect(newer).toMatchObject({ cves: ['CVE-2026-0001', 'CVE-2026-0002'], counts: { changed: 1, withdrawn: 1 } })
  expect((await getVulnerability(db, 'CVE-2026-0001')).probability).toMatchObject({
    probability: 0.3,
    scoredOn: '2026-01-31',
  })
  expect((await getVulnerability(db, 'CVE-2026-0002')).probability).toBeNull()
})

test('what PostgreSQL cannot keep in text is left out, and the advisory is stored', async () => {
  await store(advisoryRecord({ trackingId: 'A-2', title: 'A\u0000 pump \ud800 fails \\u0000' }))

  expect((await getAdvisory(db, 'example-cert:A-2')).title).toBe('A pump \ufffd fails \\u0000')
})

/** Reads a whole feed from the corpus, page by page, as a run does. */
async function pull<Config>(feed: Feed<Config>, place: string, config: Config) {
  const files = await openFeedFiles(corpusFile(place))
  const read = { records: 0, skipped: [] as unknown[] }
  for await (const page of feed.pull({ config, files, log: silentLog, now: () => new Date() }, undefined)) {
    await store(...page.records)
    read.records += page.records.length
    read.skipped.push(...page.skipped)
  }
  await files.close()
  return read
}

describe.skipIf(!existsSync(corpusFile('csaf')))('CISA’s 1,655 advisories', () => {
  test('are stored whole: what was counted in the documents is counted in the tables', {
    timeout: 120_000,
  }, async () => {
    const read = () => pull(csafProvider, 'csaf/cisa/white', { location: '' })
    expect(await read()).toEqual({ records: 1655, skipped: [] })

    const ask = async (where = sql`true`) => {
      const { rows } = await sql`
        select
          (select count(*) from advisory a where ${where}) as advisories,
          (select count(*) from advisory_vulnerability v join advisory a on a.id = v.advisory_id where ${where}) as vulnerabilities,
          (select count(distinct v.cve) from advisory_vulnerability v join advisory a on a.id = v.advisory_id where ${where}) as cves,
          (select count(*) from advisory_product p join advisory a on a.id = p.advisory_id where ${where}) as products,
          (select count(*) from advisory_product p join advisory a on a.id = p.advisory_id
            where ${where} and p.version_form = 'malformed_vers') as malformed,
          (select count(*) from advisory_product p join advisory a on a.id = p.advisory_id
            where ${where} and p.identifiers is not null) as identified,
          (select count(*) from advisory_vulnerability v join advisory a on a.id = v.advisory_id
            where ${where} and not v.remediations @> '[{"category": "vendor_fix"}]') as "withoutFix"`.execute(db)
      return rows[0]
    }
    expect(await ask()).toMatchObject({
      advisories: 1655,
      vulnerabilities: 4717,
      cves: 4389,
      products: 10242,
      malformed: 1568,
    })
    expect(await ask(sql`a.tracking_id like 'ICSMA-%'`)).toEqual({
      advisories: 124,
      vulnerabilities: 382,
      cves: 377,
      products: 567,
      malformed: 0,
      identified: 0,
      withoutFix: 106,
    })
    expect(await writesDuring(db, read)).toEqual({})
  })

  test('the whole EPSS and KEV files are stored, and the second time nothing is written', {
    timeout: 120_000,
  }, async () => {
    const both = async () => [await pull(kev, 'kev', { location: '' }), await pull(epss, 'epss', { location: '' })]

    expect(await both()).toEqual([
      { records: 1404 + 1, skipped: [] },
      { records: 313_089 + 1, skipped: [] },
    ])
    expect(await writesDuring(db, both)).toEqual({})
  })
})
