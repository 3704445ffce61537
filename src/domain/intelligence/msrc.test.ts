import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { FeedRecord } from '#model/intelligence.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { getVulnerability, msrcEntries, msrcVersion, storeFeedRecords } from './intelligence.ts'

const { db } = await testDatabase()

beforeEach(async () => {
  await sql`truncate msrc_cve, msrc_document`.execute(db)
})

const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
const product = 'Windows 10 Version 1809 for x64-based Systems'

const entry = (cve: string, change: Partial<MsrcEntry> = {}): MsrcEntry => ({
  ...{ document: '2026-Jan', asOf: '2026-01-13T08:00:00', cve, title: 'Invented', severity: 'Critical', impact: '' },
  ...{ publishedOn: '2026-01-13', revisedOn: '2026-01-14', isExploited: true, isDisclosed: false },
  scores: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
  products: [product],
  fixes: [],
  ...change,
})

/** A whole document, as the feed yields it. */
const document = (...entries: readonly MsrcEntry[]): FeedRecord[] => [
  ...entries.map((one) => ({ kind: 'msrc_cve' as const, entry: one })),
  {
    kind: 'msrc_document',
    document: entries[0]!.document,
    asOf: entries[0]!.asOf,
    cves: entries.map(({ cve }) => cve).sort(),
  },
]

const store = (...entries: readonly MsrcEntry[]) =>
  inTransaction(db, (tx) => storeFeedRecords(tx, document(...entries)))

async function stored(): Promise<string[]> {
  const all: string[] = []
  for await (const entries of msrcEntries(db, 1))
    all.push(...entries.map((one) => `${one.document} ${one.cve} ${one.severity}`))
  return all
}

test('a document is new, then unchanged and unwritten, then changed', async () => {
  expect((await store(entry('CVE-2026-90001'), entry('CVE-2026-90002'))).counts).toEqual({ ...counts, new: 2 })
  const version = await msrcVersion(db)
  const writes = await writesDuring(db, async () => {
    expect((await store(entry('CVE-2026-90001'), entry('CVE-2026-90002'))).counts).toEqual({ ...counts, unchanged: 2 })
  })
  expect(writes).toEqual({})
  expect(await msrcVersion(db)).toBe(version)

  const later = { asOf: '2026-02-01T08:00:00' }
  const again = await store(entry('CVE-2026-90001', later), entry('CVE-2026-90002', { ...later, severity: 'Low' }))
  expect(again.counts).toEqual({ ...counts, unchanged: 1, changed: 1 })
  expect(await msrcVersion(db)).not.toBe(version)
})

test('what a document no longer says is taken out, and other documents keep it', async () => {
  await store(entry('CVE-2026-90001'), entry('CVE-2026-90002'))
  await store(entry('CVE-2026-90002', { document: 'definitions', asOf: '2026-06-28' }))
  const { counts: found } = await store(entry('CVE-2026-90001', { asOf: '2026-02-01T08:00:00' }))

  expect(found).toEqual({ ...counts, unchanged: 1, withdrawn: 1 })
  expect(await stored()).toEqual(['2026-Jan CVE-2026-90001 Critical', 'definitions CVE-2026-90002 Critical'])
})

test('of a document that can be read in part nothing is taken out', async () => {
  await store(entry('CVE-2026-90001'), entry('CVE-2026-90002'))
  const partly = document(entry('CVE-2026-90001', { asOf: '2026-02-01T08:00:00' })).map((record) =>
    record.kind === 'msrc_document' ? { ...record, isComplete: false } : record,
  )
  const { counts: found } = await inTransaction(db, (tx) => storeFeedRecords(tx, partly))

  expect(found).toEqual({ ...counts, unchanged: 1 })
  expect(await stored()).toEqual(['2026-Jan CVE-2026-90001 Critical', '2026-Jan CVE-2026-90002 Critical'])
})

test('an older revision that comes again undoes nothing', async () => {
  await store(entry('CVE-2026-90001', { asOf: '2026-02-01T08:00:00', severity: 'Important' }))
  const { counts: found } = await store(entry('CVE-2026-90001'), entry('CVE-2026-90002'))

  expect(found).toEqual({ ...counts, older: 2 })
  expect(await stored()).toEqual(['2026-Jan CVE-2026-90001 Important'])
})

test('what Microsoft says stands under its own name, and a CVE that it alone has is known', async () => {
  await store(entry('CVE-2026-90001'))

  expect(await getVulnerability(db, 'CVE-2026-90001')).toMatchObject({
    title: 'Invented',
    record: null,
    assessments: [
      { publisher: 'msrc', saidAt: '2026-01-14T00:00:00Z', kind: 'cvss_3.1', value: [{ score: 9.8 }] },
      {
        publisher: 'msrc',
        kind: 'other',
        value: [
          { type: 'severity', text: 'Critical' },
          { type: 'exploited', text: 'Yes' },
        ],
      },
    ],
  })
  await expect(getVulnerability(db, 'CVE-2026-90009')).rejects.toMatchObject({ code: 'not_found' })
})
