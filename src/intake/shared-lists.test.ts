import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { exploitationOf, listInForce, storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { createSource, getRun, queueRun, saveCursor } from '#domain/sources/sources.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-shared-lists-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cve = 'CVE-2026-10001'
const other = 'CVE-2026-10002'
/** The clock of a run is the server's. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const today = daysAgo(0)
const inTwoYears = daysAgo(-730)

beforeEach(async () => {
  await sql`truncate source, run, skipped, list_day, known_exploited, exploit_probability cascade`.execute(db)
})

async function sourceOf(member: 'kev' | 'epss', name: string) {
  const location = path.join(folder, name)
  mkdirSync(location, { recursive: true })
  const source = await createSource(db, organisationId, { kind: 'feed', member, name, settings: { location } })
  return {
    ...source,
    publish: (text: string) => writeFileSync(path.join(location, member === 'kev' ? 'kev.json' : 'epss.csv'), text),
    async run() {
      const { id } = await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
      await drainRuns(db)
      const { state, counts, error } = await getRun(db, organisationId, id)
      const { rows } = await sql<{ code: string; reason: string }>`
        select code, reason from skipped where source_id = ${source.id}`.execute(db)
      return { state, rejected: counts.rejected ?? 0, codes: rows.map(({ code }) => code), error: error?.detail ?? '' }
    },
    startAgain: () => inTransaction(db, (tx) => saveCursor(tx, organisationId, source.id, null)),
  }
}

const dayInForce = async (list: string) => (await listInForce(db, list))?.day
const succeeded = { state: 'succeeded', rejected: 0, codes: [], error: '' }
const refusedForAge = { state: 'succeeded', rejected: 1, codes: ['older_than_stored'], error: '' }

describe('KEV', () => {
  const catalogue = (day: string, cves: readonly string[], time = '12:00:00Z') =>
    JSON.stringify({
      catalogVersion: day.replaceAll('-', '.'),
      dateReleased: `${day}T${time}`,
      count: cves.length,
      vulnerabilities: cves.map((cveID) => ({
        ...{ cveID, vendorProject: 'V', product: 'P', vulnerabilityName: 'N', dateAdded: '2026-01-01' },
        requiredAction: 'Update',
      })),
    })
  const isListed = async (id = cve) => (await exploitationOf(db, [id])).get(id)?.knownExploited !== null

  test('an older copy of another source replaces nothing, and each of its runs says so', async () => {
    const newer = await sourceOf('kev', 'newer')
    const older = await sourceOf('kev', 'older')
    newer.publish(catalogue(daysAgo(2), [cve]))
    older.publish(catalogue('2024-01-01', [other]))
    expect(await newer.run()).toEqual(succeeded)

    expect(await older.run()).toEqual(refusedForAge)
    expect(await older.run()).toEqual(refusedForAge)
    expect([await isListed(), await isListed(other), await dayInForce('kev')]).toEqual([true, false, daysAgo(2)])

    // As after a new bundle key: both are read from their start.
    await newer.startAgain()
    await older.startAgain()
    expect(await newer.run()).toEqual(succeeded)
    expect(await older.run()).toEqual(refusedForAge)
    expect([await isListed(), await dayInForce('kev')]).toEqual([true, daysAgo(2)])
  })

  test('of one day the later catalogue stays', async () => {
    const newer = await sourceOf('kev', 'newer')
    const older = await sourceOf('kev', 'older')
    newer.publish(catalogue(daysAgo(2), [cve, other], '18:00:00.9796Z'))
    older.publish(catalogue(daysAgo(2), [cve], '15:00:00Z'))
    await newer.run()

    expect(await older.run()).toEqual(refusedForAge)
    expect(await newer.run()).toEqual(succeeded)
    expect(await isListed(other)).toBe(true)
  })

  test('what an older list has replaced before this was minded comes back with the next run', async () => {
    const newer = await sourceOf('kev', 'newer')
    newer.publish(catalogue(daysAgo(2), [cve]))
    await newer.run()
    await sql`update known_exploited set delisted_at = now()`.execute(db)
    await sql`update list_day set day = '2024-01-01', released_at = null`.execute(db)

    expect(await newer.run()).toEqual(succeeded)
    expect([await isListed(), await dayInForce('kev')]).toEqual([true, daysAgo(2)])
  })

  test('one that is dated in the future is refused with both dates, and one of tomorrow is not', async () => {
    const source = await sourceOf('kev', 'dated')
    source.publish(catalogue(daysAgo(2), [cve]))
    await source.run()
    source.publish(catalogue(inTwoYears, [other]))

    const refused = await source.run()
    expect(refused).toMatchObject({ state: 'failed', error: expect.stringContaining(`is dated ${inTwoYears}`) })
    expect(refused.error).toContain(`today is ${today}`)
    expect([await isListed(), await isListed(other), await dayInForce('kev')]).toEqual([true, false, daysAgo(2)])

    source.publish(catalogue(daysAgo(-1), [cve, other], '00:00:00Z'))
    expect(await source.run()).toEqual(succeeded)
    expect(await dayInForce('kev')).toBe(daysAgo(-1))
  })

  test('one of the future that is stored already stands in no right one’s way', async () => {
    const source = await sourceOf('kev', 'dated')
    const cursor = { version: 'x', releasedAt: `${inTwoYears}T00:00:00Z`, isComplete: true }
    await inTransaction(db, (tx) => saveCursor(tx, organisationId, source.id, cursor))
    await sql`insert into list_day (list, day) values ('kev', ${inTwoYears})`.execute(db)
    source.publish(catalogue(daysAgo(1), [cve]))

    expect(await source.run()).toEqual(succeeded)
    expect([await isListed(), await dayInForce('kev')]).toEqual([true, daysAgo(1)])
  })

  test('an empty one is refused with a reason, and the last good one stays', async () => {
    const source = await sourceOf('kev', 'empty')
    source.publish(catalogue(daysAgo(2), [cve]))
    await source.run()
    source.publish(catalogue(daysAgo(1), []))

    expect(await source.run()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/holds no entry.*refused/),
    })
    expect([await isListed(), await dayInForce('kev')]).toEqual([true, daysAgo(2)])
  })
})

describe('EPSS', () => {
  const scores = (day: string, cves: readonly string[], probability = 0.5) =>
    `#model_version:v2025.03.14,score_date:${day}T12:55:00Z\ncve,epss,percentile\n${cves.map((id) => `${id},${probability},0.5\n`).join('')}`
  const probabilityOf = async (id = cve) => (await exploitationOf(db, [id])).get(id)?.probability?.probability ?? null

  test('an older file of another source adds nothing and replaces nothing, and each of its runs says so', async () => {
    const newer = await sourceOf('epss', 'newer-scores')
    const older = await sourceOf('epss', 'older-scores')
    newer.publish(scores(daysAgo(1), [cve]))
    older.publish(scores('2026-01-30', [cve, other], 0.1))
    expect(await newer.run()).toEqual(succeeded)

    expect(await older.run()).toEqual(refusedForAge)
    expect(await older.run()).toEqual(refusedForAge)
    expect(await newer.run()).toEqual(succeeded)
    expect([await probabilityOf(), await probabilityOf(other), await dayInForce('epss')]).toEqual([
      0.5,
      null,
      daysAgo(1),
    ])
  })

  test('one that is dated in the future is refused with both dates', async () => {
    const source = await sourceOf('epss', 'dated-scores')
    source.publish(scores(daysAgo(1), [cve]))
    await source.run()
    source.publish(scores(inTwoYears, [cve], 0.9))

    const refused = await source.run()
    expect(refused).toMatchObject({ state: 'failed', error: expect.stringContaining(`is dated ${inTwoYears}`) })
    expect(refused.error).toContain(`today is ${today}`)
    expect([await probabilityOf(), await dayInForce('epss')]).toEqual([0.5, daysAgo(1)])
  })

  test('probabilities of the future that are stored already give way to a right file', async () => {
    const source = await sourceOf('epss', 'dated-scores')
    source.publish(scores(daysAgo(1), [cve, other]))
    await source.run()
    await sql`update exploit_probability set scored_on = ${inTwoYears}, probability = 0.9`.execute(db)
    await sql`update list_day set day = ${inTwoYears}`.execute(db)
    source.publish(scores(today, [cve]))

    expect(await source.run()).toEqual(succeeded)
    expect([await probabilityOf(), await probabilityOf(other), await dayInForce('epss')]).toEqual([0.5, null, today])
  })

  test('a file without a row is refused', async () => {
    const source = await sourceOf('epss', 'empty-scores')
    source.publish(`${scores(today, [])}\n`)

    expect(await source.run()).toMatchObject({ state: 'failed', error: expect.stringMatching(/hold rows/) })
    expect(await dayInForce('epss')).toBeUndefined()
  })
})

describe('a bundle', () => {
  const listed: FeedRecord = {
    kind: 'known_exploited',
    entry: {
      ...{ cve, vendor: 'V', product: 'P', name: 'N', addedOn: '2026-01-01' },
      ...{ ransomware: false, requiredAction: 'Update' },
    },
  }
  const end = (of: 'known_exploited' | 'exploit_probability', asOf: string): FeedRecord => ({
    ...{ kind: 'complete', of, asOf, version: asOf },
  })
  const scored = (id: string, scoredOn: string): FeedRecord => ({
    kind: 'exploit_probability',
    entry: { cve: id, probability: 0.1, percentile: 0.5, model: 'v1', scoredOn },
  })
  const now = new Date('2026-06-01T12:00:00Z')
  const load = (...records: FeedRecord[]) => inTransaction(db, (tx) => storeFeedRecords(tx, records, null, now))

  test.each([
    ['older_than_stored', '2024-01-01', [listed]],
    ['dated_ahead', '2030-01-01', [listed]],
    ['empty_list', '2026-05-02', []],
  ])('with a catalogue that is %s leaves the one in force', async (code, day, entries) => {
    const present = { ...listed, entry: { ...listed.entry, cve: other } } as FeedRecord
    await load(present, end('known_exploited', '2026-05-01'))

    const { refused } = await load(...entries, end('known_exploited', day))

    expect(refused.map((one) => one.code)).toEqual([code])
    const known = await exploitationOf(db, [cve, other])
    expect([...known.values()].map(({ knownExploited }) => knownExploited !== null)).toEqual([false, true])
    expect(await dayInForce('kev')).toBe('2026-05-01')
  })

  test('with older probabilities adds none, page by page', async () => {
    await load(scored(cve, '2026-05-01'), end('exploit_probability', '2026-05-01'))

    const first = await load(scored(other, '2026-04-01'))
    const last = await load(scored(cve, '2026-04-01'), end('exploit_probability', '2026-04-01'))

    expect([first.counts.older, first.refused, last.counts.older]).toEqual([1, [], 1])
    expect(last.refused.map(({ code }) => code)).toEqual(['older_than_stored'])
    expect((await exploitationOf(db, [other])).get(other)?.probability).toBeNull()
  })
})
