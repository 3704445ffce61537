import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { cancelRun, claimRun, createSource, getRun, getSource, queueRun } from '#domain/sources/sources.ts'
import type { Feed } from '#feeds/feed.ts'
import { nvd } from '#feeds/nvd/feed.ts'
import type { NvdEntry } from '#model/nvd.ts'
import { AppError } from '#platform/errors.ts'
import { silentLog } from '#platform/log.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { manyCves, nvdFile, type PublishedCve, publishedCve } from '#tests/support/nvd-files.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { feedRun } from './feed-run.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-feed-run-'))
afterAll(() => rmSync(folder, { recursive: true }))

let source: Awaited<ReturnType<typeof createSource>>
beforeEach(async () => {
  await sql`truncate source, run, skipped, nvd_cve cascade`.execute(db)
  rmSync(path.join(folder, 'nvd'), { recursive: true, force: true })
  mkdirSync(path.join(folder, 'nvd'))
  source = await createSource(db, organisationId, {
    kind: 'feed',
    member: 'nvd',
    name: 'NVD',
    settings: { location: path.join(folder, 'nvd') },
  })
})

const queue = async () => (await queueRun(db, { sourceId: source.id, trigger: 'person', actor })).id
const publish = (name: string, text: string) => writeFileSync(path.join(folder, 'nvd', `nvdcve-2.0-${name}.json`), text)
const publishCves = (name: string, cves: readonly PublishedCve[], day: string) =>
  publish(name, nvdFile(cves, `2026-02-${day}T00:00:00.000`))

async function run() {
  const id = await queue()
  await drainRuns(db)
  return await getRun(db, organisationId, id)
}

const stored = async () =>
  (
    await sql<{ cve: string; modified: string }>`
      select cve, to_char(modified_at at time zone 'UTC', 'MM-DD') as modified from nvd_cve order by cve`.execute(db)
  ).rows.map(({ cve, modified }) => `${cve} ${modified}`)

test('the same files again write nothing but that they were looked at', async () => {
  publishCves('2026', manyCves(4100), '01')
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { nvd_cve: 4100, changed: 4100, rejected: 0 } })

  const writes = await writesDuring(db, run)
  expect(Object.keys(writes).sort()).toEqual(['run'])
})

test('a replayed file and a half one undo nothing, and the run tells of both', async () => {
  publishCves('2025', [publishedCve('CVE-2025-10000', '2026-01-20T00:00:00.000')], '02')
  publishCves('2026', manyCves(2), '02')
  await run()

  publishCves('2025', [publishedCve('CVE-2025-10000', '2026-01-10T00:00:00.000')], '01')
  publish('2026', nvdFile(manyCves(3), '2026-02-03T00:00:00.000').slice(0, -60))
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { rejected: 2, changed: 0 } })
  expect(await stored()).toEqual(['CVE-2025-10000 01-20', 'CVE-2026-10000 01-02', 'CVE-2026-10001 01-02'])
  const { rows } = await sql<{ code: string }>`select code from skipped order by code`.execute(db)
  expect(rows.map(({ code }) => code)).toEqual(['older_than_stored', 'unreadable'])

  publishCves('2026', manyCves(3), '03')
  await run()
  expect((await stored()).length).toBe(4)
})

test('a link that leads out of the folder is told with each run, and the rest is read', async () => {
  publishCves('2026', manyCves(2), '01')
  symlinkSync('/etc/hostname', path.join(folder, 'nvd', 'nvdcve-2.0-2025.json'))

  expect(await run()).toMatchObject({ state: 'succeeded', counts: { nvd_cve: 2, rejected: 1 } })
  expect(await run()).toMatchObject({ state: 'succeeded', counts: { rejected: 1 } })
  const { rows } = await sql<object>`select position, code from skipped`.execute(db)
  expect(rows).toEqual([{ position: 'nvdcve-2.0-2025.json', code: 'link_out' }])
})

test('an entry that is older than the stored one is counted', async () => {
  publishCves('2026', [publishedCve('CVE-2026-10000', '2026-01-20T00:00:00.000')], '01')
  await run()
  publishCves('modified', [publishedCve('CVE-2026-10000', '2026-01-10T00:00:00.000')], '02')

  expect(await run()).toMatchObject({ counts: { nvd_cve: 1, older: 1, changed: 0 } })
  expect(await stored()).toEqual(['CVE-2026-10000 01-20'])
})

const entry = (number: number): NvdEntry => ({
  cve: `CVE-2026-${10_000 + number}`,
  status: 'Analyzed',
  publishedAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  description: '',
  scores: [],
  weaknesses: [],
  configurations: [],
})

/** Pages of one entry each, with what happens before a page. */
async function feedOf(pages: number, before: (page: number) => Promise<void> | void) {
  const begun = await queue()
  const claimed = (await claimRun(db, 'test', 3600))!
  const feed = {
    ...nvd,
    async *pull() {
      for (let page = 0; page < pages; page++) {
        await before(page)
        const record = { kind: 'nvd_cve' as const, entry: entry(page) }
        yield { records: [record], skipped: [], cursor: { files: {}, yearsAskedAt: String(page) } }
      }
    },
  } as Feed
  const context = { config: {}, log: silentLog, now: () => new Date() }
  return { id: begun, work: () => feedRun({ db, worker: 'test', feed, context }, claimed) }
}
const cursor = async () => (await getSource(db, organisationId, source.id)).cursor

test('what came before a publisher failed is stored with its place, though it was still being stored', async () => {
  const { work } = await feedOf(3, (page) => {
    if (page === 2) throw new AppError('upstream_timeout', 'No answer.')
  })

  await expect(work()).rejects.toMatchObject({ code: 'upstream_timeout' })
  expect((await stored()).length).toBe(2)
  expect(await cursor()).toMatchObject({ yearsAskedAt: '1' })
})

test('a page that cannot be stored stops the reading, and the place stays before it', async () => {
  const asked: number[] = []
  const { work } = await feedOf(9, async (page) => {
    asked.push(page)
    if (page === 2) await sql`update run set worker = 'another'`.execute(db)
  })

  await expect(work()).rejects.toThrow(/Another worker/)
  expect(asked.length).toBeLessThan(9)
  expect(Number(((await cursor()) as { yearsAskedAt: string }).yearsAskedAt) + 1).toBe((await stored()).length)
})

test('a person who stops the run keeps what was stored, place and all', async () => {
  const { id, work } = await feedOf(9, async (page) => {
    if (page === 3) await cancelRun(db, organisationId, id)
  })

  await expect(work()).rejects.toMatchObject({ code: 'cancelled' })
  const { length } = await stored()
  expect(length).toBeLessThan(9)
  expect(await cursor()).toMatchObject({ yearsAskedAt: String(length - 1) })
})
