import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { NvdConfiguration, NvdEntry } from '#model/nvd.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { readApplicability, writeApplicability } from './applicability-text.ts'
import { nvdStatements, nvdVersion, storeFeedRecords } from './intelligence.ts'

const { db } = await testDatabase()
const store = (...entries: NvdEntry[]) =>
  inTransaction(db, (tx) =>
    storeFeedRecords(
      tx,
      entries.map((entry) => ({ kind: 'nvd_cve', entry })),
    ),
  )

beforeEach(async () => {
  await sql`truncate nvd_cve`.execute(db)
})

const counts = { new: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0 }
const criterion = (cpe: string, rest = {}) => ({ cpe: `cpe:2.3:${cpe}`, vulnerable: true, ...rest })
const either = (...cpes: string[]): NvdConfiguration => ({
  operator: 'OR',
  negate: false,
  nodes: [{ operator: 'OR', negate: false, criteria: cpes.map((cpe) => criterion(cpe)) }],
})
const pump = 'a:example:pump:1.0:*:*:*:*:*:*:*'

const entry = (change: Partial<NvdEntry> = {}): NvdEntry => ({
  cve: 'CVE-2026-0001',
  status: 'Analyzed',
  publishedAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-02T00:00:00.000Z',
  description: 'Invented.',
  scores: [],
  weaknesses: [],
  configurations: [either(pump)],
  ...change,
})

async function statements(since?: number) {
  const all = []
  for await (const page of nvdStatements(db, since, 2)) all.push(...page)
  return all
}

test('an entry is new, then unchanged and unwritten, then changed', async () => {
  expect(await store(entry())).toMatchObject({ nvdCves: ['CVE-2026-0001'], counts: { ...counts, new: 1 } })

  const writes = await writesDuring(db, async () => {
    expect(await store(entry())).toMatchObject({ nvdCves: [], counts: { ...counts, unchanged: 1 } })
  })
  expect(writes).toEqual({})

  const changed = entry({ modifiedAt: '2026-01-03T00:00:00.000Z', configurations: [either(pump, pump)] })
  expect(await store(changed)).toMatchObject({ nvdCves: ['CVE-2026-0001'], counts: { ...counts, changed: 1 } })
  expect(await statements()).toEqual([{ cve: 'CVE-2026-0001', configurations: changed.configurations }])
})

test('an older entry that is replayed undoes nothing, and of two in one page the later stands', async () => {
  const newer = entry({ modifiedAt: '2026-01-03T00:00:00.000Z', configurations: [either(pump, pump)] })
  expect((await store(entry(), newer)).counts).toEqual({ ...counts, new: 1, older: 1 })

  const writes = await writesDuring(db, async () => {
    expect((await store(entry())).counts).toEqual({ ...counts, older: 1 })
  })
  expect(writes).toEqual({})
  expect((await statements())[0]?.configurations).toEqual(newer.configurations)
})

test('a publisher that changes an entry and not its date is believed', async () => {
  await store(entry())
  expect((await store(entry({ configurations: [] }))).nvdCves).toEqual(['CVE-2026-0001'])
  expect(await statements()).toEqual([])
})

test('a CVE that NVD rejects is kept and applies to nothing, and who indexed it learns that', async () => {
  await store(entry(), entry({ cve: 'CVE-2026-0002' }))
  const version = await nvdVersion(db)
  const rejected = entry({ status: 'Rejected', modifiedAt: '2026-01-03T00:00:00.000Z' })

  expect((await store(rejected)).nvdCves).toEqual(['CVE-2026-0001'])
  expect((await statements()).map(({ cve }) => cve)).toEqual(['CVE-2026-0002'])
  expect(await statements(version)).toEqual([{ cve: 'CVE-2026-0001', configurations: [] }])
  const { rows } = await sql`select cve, status from nvd_cve order by cve`.execute(db)
  expect(rows[0]).toEqual({ cve: 'CVE-2026-0001', status: 'Rejected' })
})

test('what changes a text or a score is stored, and no index is asked to follow', async () => {
  await store(entry())
  const version = await nvdVersion(db)
  const change = await store(entry({ description: 'Invented anew.', modifiedAt: '2026-01-03T00:00:00.000Z' }))

  expect(change).toMatchObject({ nvdCves: [], counts: { ...counts, changed: 1 } })
  expect(await nvdVersion(db)).toBe(version)
  expect(await statements(version)).toEqual([])
})

test('statements come in order, page by page, each once', async () => {
  const cves = ['CVE-2026-0005', 'CVE-2026-0001', 'CVE-2026-0004', 'CVE-2026-0002', 'CVE-2026-0003']
  await store(...cves.map((cve) => entry({ cve })))

  expect((await statements()).map(({ cve }) => cve)).toEqual(cves.toSorted())
})

test('two that store the same page at the same time do not fall over each other', async () => {
  const changes = await Promise.all([store(entry()), store(entry()), store(entry())])

  expect(changes.map((change) => change.counts.new).sort()).toEqual([0, 0, 1])
})

test('what PostgreSQL cannot keep in a text does not stop a page', async () => {
  await store(entry({ description: 'nul \0 and half \ud83d of a pair\t\\', status: 'Odd\0' }))
  const { rows } = await sql<{ description: string }>`select description from nvd_cve`.execute(db)

  expect(rows[0]?.description).toMatch(/^nul {2}and half . of a pair\t\\$/)
})

test('a long description is cut at a word', async () => {
  await store(entry({ description: 'word '.repeat(200) }))
  const { rows } = await sql<{ description: string }>`select description from nvd_cve`.execute(db)

  expect(rows[0]?.description).toMatch(/^(word )+…$/)
  expect(rows[0]?.description.length).toBeLessThan(510)
})

describe('applicability in short form is read back as it was', () => {
  const bounds = { from: '1.0', after: '1', upTo: '2.0', before: '3' }
  const nodes = [
    { operator: 'OR' as const, negate: true, criteria: [criterion('o:example:fw:*:*:*:*:*:*:*:*', { before: '3' })] },
    {
      operator: 'AND' as const,
      negate: false,
      criteria: [{ ...criterion('h:example:pump:-:*:*:*:*:*:*:*'), vulnerable: false }],
    },
  ]
  test.each<[string, NvdConfiguration[]]>([
    ['nothing', []],
    [
      'many versions of one product',
      [either(pump, 'a:example:pump:1.1:*:*:*:*:*:*:*', 'a:example:pumps:1.1:*:*:*:*:*:*:*')],
    ],
    ['another product between', [either(pump, 'a:example:other:1:*:*:*:*:*:*:*', pump)]],
    ['updates, editions and targets', [either('a:example:pump:1:sp1:*:*:*:windows:*:*', pump)]],
    [
      'escaped colons and marks',
      [either('a:ex\\:am:pu\\\\mp\\:x:1\\:2:*:*:*:*:*:*:*', 'a:ex\\:am:pu\\\\mp\\:x:2:*:*:*:*:*:*:*')],
    ],
    ['names that are none', [either('a:example', '=a', ':*:*:*:*:*:*:*', 'a:b:*:*:*:*:*:*:*')]],
    [
      'bounds',
      [
        {
          ...either(),
          nodes: [{ ...nodes[0]!, criteria: Object.entries(bounds).map(([k, v]) => criterion(pump, { [k]: v })) }],
        },
      ],
    ],
    [
      'all bounds and none',
      [{ ...either(), nodes: [{ ...nodes[0]!, criteria: [criterion(pump, bounds), criterion(pump)] }] }],
    ],
    ['running on, negated', [{ operator: 'AND', negate: true, nodes }]],
    [
      'a text that is no CPE',
      [{ ...either(), nodes: [{ ...nodes[0]!, criteria: [{ cpe: 'cpe:/a:x', vulnerable: true }] }] }],
    ],
  ])('%s', (_, configurations) => {
    expect(readApplicability(JSON.parse(writeApplicability(configurations)))).toEqual(configurations)
  })

  test('a list of versions is a third as long', () => {
    const configurations = [
      either(...Array.from({ length: 50 }, (_, i) => `o:example:long_product_name:12.${i}:*:*:*:*:*:*:*`)),
    ]

    expect(writeApplicability(configurations).length).toBeLessThan(JSON.stringify(configurations).length / 3)
  })
})
