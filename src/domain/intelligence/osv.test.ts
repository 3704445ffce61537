import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { OsvEntry } from '#model/osv.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  componentVulnerabilities,
  packageVulnerabilities,
  packageVulnerabilityVersion,
  storeFeedRecords,
} from './intelligence.ts'

const { db } = await testDatabase()
const store = (...entries: OsvEntry[]) =>
  inTransaction(db, (tx) =>
    storeFeedRecords(
      tx,
      entries.map((entry) => ({ kind: 'package_vulnerability', entry })),
    ),
  )

beforeEach(async () => {
  await sql`truncate package_vulnerability cascade`.execute(db)
})

const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }

const affects = (ecosystem: string, name: string) => ({
  ...{ ecosystem, name, purl: '', severities: [], versions: ['1.0'] },
  ranges: [],
})

const entry = (change: Partial<OsvEntry> = {}): OsvEntry => ({
  id: 'OSVX-2026-0001',
  modifiedAt: '2026-01-02T00:00:00.000Z',
  publishedAt: null,
  withdrawnAt: null,
  aliases: ['CVE-2026-10001'],
  upstream: [],
  related: [],
  summary: 'Invented.',
  severities: [],
  affected: [affects('npm', '@ward/pump'), affects('Debian:12', 'pump')],
  ...change,
})

test('an entry is new, then unchanged and unwritten, then changed', async () => {
  const first = await store(entry())
  expect(first).toMatchObject({ packageVulnerabilityIds: ['OSVX-2026-0001'], counts: { ...counts, new: 1 } })
  const version = await packageVulnerabilityVersion(db)

  const writes = await writesDuring(db, async () => {
    expect(await store(entry())).toMatchObject({ packageVulnerabilityIds: [], counts: { ...counts, unchanged: 1 } })
  })
  expect(writes).toEqual({})

  const changed = entry({ modifiedAt: '2026-01-03T00:00:00.000Z', affected: [affects('npm', 'ward-pump')] })
  expect((await store(changed)).counts).toEqual({ ...counts, changed: 1 })
  expect(await packageVulnerabilityVersion(db)).toBeGreaterThan(version)
  expect(await packageVulnerabilities(db, ['npm/@ward/pump'])).toEqual([])
  expect(await packageVulnerabilities(db, ['npm/ward-pump', 'deb/debian/pump'])).toEqual([changed])
})

test('an older entry that is replayed undoes nothing, and of two in one page the later stands', async () => {
  const newer = entry({ modifiedAt: '2026-01-03T00:00:00.000Z', summary: 'Newer.' })
  expect((await store(newer, entry())).counts).toEqual({ ...counts, new: 1, older: 1 })

  const writes = await writesDuring(db, async () => {
    expect((await store(entry())).counts).toEqual({ ...counts, older: 1 })
  })
  expect(writes).toEqual({})
  expect(await packageVulnerabilities(db, ['deb/debian/pump'])).toEqual([newer])
})

test('a withdrawn entry names no package until it is published again', async () => {
  await store(entry())
  const withdrawnAt = '2026-01-04T00:00:00.000Z'
  expect((await store(entry({ modifiedAt: withdrawnAt, withdrawnAt }))).counts).toEqual({ ...counts, withdrawn: 1 })
  expect(await packageVulnerabilities(db, ['npm/@ward/pump'])).toEqual([])

  const back = entry({ modifiedAt: '2026-01-05T00:00:00.000Z' })
  expect((await store(back)).counts).toEqual({ ...counts, changed: 1 })
  expect(await packageVulnerabilities(db, ['npm/@ward/pump', 'npm/@ward/pump'])).toEqual([back])
  expect(await packageVulnerabilities(db, [])).toEqual([])
})

test('a bill is answered from what is stored of its packages', async () => {
  await store(entry(), entry({ id: 'OSVX-2026-0002', affected: [affects('npm', 'ward-clock')] }))
  const component = (purl: string) => ({ name: '', version: '1.0', supplier: '', purl, cpe: '' })

  const bill = ['pkg:npm/ward-pump', 'pkg:npm/%40ward/pump', 'pkg:npm/ward-clock@2.0', ''].map(component)
  const said = await componentVulnerabilities(db, bill)
  expect(said.map(({ component: at, vulnerabilityId, answer }) => [at, vulnerabilityId, answer])).toEqual([
    [1, 'OSVX-2026-0001', 'affected'],
    [2, 'OSVX-2026-0002', 'not_affected'],
  ])
})
