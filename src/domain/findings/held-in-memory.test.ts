import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { systemSupport, windowsUpdatesOf } from './findings.ts'

// One process may serve several databases, and their versions are counted apart.

const here = (await testDatabase()).db
const there = (await testDatabase()).db
const publish = (db: Db, record: FeedRecord) => inTransaction(db, (tx) => storeFeedRecords(tx, [record]))

test('the support that one database tells of is not said of another of the same version', async () => {
  for (const [db, endOfLife] of [
    [here, '2021-04-02'],
    [there, '2098-01-01'],
  ] as const) {
    await publish(db, {
      kind: 'product_support',
      entry: {
        ...{ product: 'ubuntu', label: 'Ubuntu', category: 'os', aliases: [], cpes: [], purls: [] },
        releases: [{ name: '16.04', label: '16.04', isLongTerm: true, endOfLife }],
      },
    })
    await sql`update product_support set stored_at = '2026-01-01'`.execute(db)
  }
  const said = async (db: Db) =>
    (await systemSupport(db, ['Ubuntu 16.04.7 LTS'], new Date('2026-06-01'))).map((one) => one?.endsOn)
  expect(await said(here)).toEqual(['2021-04-02'])
  expect(await said(there)).toEqual(['2098-01-01'])
})

test('nor are Microsoft’s updates', async () => {
  const product = 'Windows 8.1 for x64-based systems'
  for (const [db, kb] of [
    [here, '5000001'],
    [there, '5000002'],
  ] as const)
    await publish(db, {
      kind: 'msrc_cve',
      entry: {
        ...{ document: '2026-Jan', asOf: '2026-01-13', cve: 'CVE-2026-0001', title: 'A flaw', severity: 'Important' },
        ...{ impact: '', publishedOn: '2026-01-13', revisedOn: '2026-01-13', isExploited: null, isDisclosed: null },
        ...{ scores: [], products: [product] },
        fixes: [
          {
            ...{ kb, supersedes: [], fixedBuild: '', kind: 'Security Update', component: '' },
            ...{ postedOn: '2026-01-13', products: [product] },
          },
        ],
      },
    })
  const open = async (db: Db) => {
    const device = { operatingSystem: 'Windows 8.1 x64', installedUpdates: ['KB5000001'] }
    return (await windowsUpdatesOf(db, device, { answer: undefined, from: 0, limit: 5 })).counts.open
  }
  expect(await open(here)).toBe(0)
  expect(await open(there)).toBe(1)
})
