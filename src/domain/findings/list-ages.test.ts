import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { createSource, finishRun, queueRun } from '#domain/sources/sources.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord } from '#tests/support/advisory-records.ts'
import { cveRecord, nvdEntry } from '#tests/support/cve-records.ts'
import { msrcFix, msrcRecord } from '#tests/support/msrc-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { listAges } from './list-ages.ts'

const { db } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const feeds = [
  { id: 'kev', title: 'KEV', silentDays: 30 },
  { id: 'nvd', title: 'NVD', silentDays: 3 },
  { id: 'cve', title: 'CVE List', silentDays: 3 },
  { id: 'msrc', title: 'Microsoft', silentDays: 40, isOfFew: true },
  { id: 'csaf-provider', title: 'Advisories' },
]
const finding = { vulnerabilityId: 'CVE-2026-0001', evidence: [] }

const publish = (...records: FeedRecord[]) => inTransaction(db, (tx) => storeFeedRecords(tx, records))
const publishFrom = (sourceId: string, ...records: FeedRecord[]) =>
  inTransaction(db, (tx) => storeFeedRecords(tx, records, sourceId))
const catalogueOf = (asOf: string): FeedRecord[] => [
  {
    kind: 'known_exploited',
    entry: {
      cve: 'CVE-2020-0001',
      vendor: 'V',
      product: 'P',
      name: 'N',
      addedOn: '2020-01-01',
      ransomware: false,
      requiredAction: 'Apply updates.',
    },
  },
  { kind: 'complete', of: 'known_exploited', asOf, version: asOf.replaceAll('-', '.') },
]

/** The source is read to its end at this moment, or fails to. */
async function read(sourceId: string, at: string, state: 'succeeded' | 'failed' = 'succeeded') {
  const { id } = await queueRun(db, { sourceId, trigger: 'schedule', actor })
  await finishRun(db, organisationId, id, state, null)
  await sql`update run set finished_at = ${at} where id = ${id}`.execute(db)
}

const kevSource = async (everyHours: number | null) =>
  (await createSource(db, organisationId, { kind: 'feed', member: 'kev', name: 'KEV', settings: {}, everyHours })).id

const kevAt = async (now: string) => (await listAges(db, feeds, finding, new Date(now)))[0]

beforeEach(async () => {
  await sql`truncate source, run, list_day, known_exploited, nvd_cve, cve_record, msrc_cve, msrc_document, advisory cascade`.execute(
    db,
  )
})

test('a list that nobody read says so; what scores do not look at is left out', async () => {
  expect(await listAges(db, feeds, finding)).toEqual(
    feeds.slice(0, 3).map(({ id, title }) => ({
      feed: id,
      title,
      readAt: null,
      day: null,
      entryDay: null,
      endsBefore: false,
      state: 'unread',
      why: 'It was never read.',
    })),
  )
})

test('a reading of a time that is still to come is not fresh, and the run begun last is the last', async () => {
  const source = await kevSource(6)
  await publish(...catalogueOf('2026-01-31'))
  await read(source, '2026-02-06T06:00:00Z')

  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({
    readAt: '2026-02-01T12:00:00.000Z',
    state: 'late',
    why: expect.stringContaining('the clock was put back'),
  })

  await read(source, '2026-02-01T12:00:00Z')
  await sql`update run set id = 'ffffffff-ffff-7fff-bfff-ffffffffffff' where finished_at > '2026-02-02'`.execute(db)
  expect(await kevAt('2026-02-01T13:00:00Z')).toMatchObject({ readAt: '2026-02-01T12:00:00.000Z', state: 'fresh' })
})

test('a catalogue tells its age of a vulnerability that it does not list', async () => {
  const source = await kevSource(6)
  await publish(...catalogueOf('2026-01-31'))
  await read(source, '2026-02-01T06:00:00Z')

  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({
    readAt: '2026-02-01T06:00:00.000Z',
    day: '2026-01-31',
    entryDay: null,
    state: 'fresh',
    why: null,
  })
})

test('one missed reading makes it late, and a failed one is no reading', async () => {
  const source = await kevSource(6)
  await publish(...catalogueOf('2026-01-31'))
  await read(source, '2026-02-01T06:00:00Z')
  await read(source, '2026-02-01T18:00:00Z', 'failed')

  expect(await kevAt('2026-02-01T17:59:00Z')).toMatchObject({ state: 'fresh' })
  expect(await kevAt('2026-02-01T19:00:00Z')).toMatchObject({
    readAt: '2026-02-01T06:00:00.000Z',
    state: 'late',
    why: 'It was last read 13 hours ago, and is to be read every 6 hours.',
  })
})

test('a copy that nobody renews is old though it is read on time, and late where it is not', async () => {
  const source = await kevSource(6)
  await publish(...catalogueOf('2026-01-31'))
  await read(source, '2026-05-01T06:00:00Z')

  expect(await kevAt('2026-05-01T07:00:00Z')).toMatchObject({
    state: 'old',
    why: 'What is known from it is 90 days old; its publisher is seldom silent for more than 30.',
  })
  expect(await kevAt('2026-05-04T07:00:00Z')).toMatchObject({
    state: 'late',
    why: expect.stringMatching(/^It was last read 3 days ago.* What is known from it is 93 days old/),
  })
})

test('a source that is only read when asked has no rhythm to miss', async () => {
  const source = await kevSource(null)
  await publish(...catalogueOf('2026-01-31'))
  await read(source, '2026-02-01T06:00:00Z')

  expect(await kevAt('2026-02-20T06:00:00Z')).toMatchObject({ state: 'fresh' })
})

test('what a bundle brought is as old as its maker’s reading', async () => {
  await publish(...catalogueOf('2026-01-31'))
  const { id: sourceId } = await createSource(db, organisationId, {
    kind: 'feed',
    member: 'bundle',
    name: 'Bundles',
    settings: {},
  })
  const { id } = await queueRun(db, { sourceId, trigger: 'person', actor })
  await finishRun(db, organisationId, id, 'succeeded', null)
  const manifest = JSON.stringify({ parts: [{ feed: 'kev', readAt: '2026-02-01T06:00:00Z' }] })
  await sql`insert into bundle_load (organisation_id, fingerprint, sequence, id, manifest, run_id)
    values (${organisationId}, 'f', 1, ${id}, ${manifest}::jsonb, ${id})`.execute(db)

  expect(await kevAt('2026-02-09T06:00:00Z')).toMatchObject({ readAt: '2026-02-01T06:00:00.000Z', state: 'fresh' })
})

test('NVD and the CVE List are of their newest entry’s day, and tell the day of this one', async () => {
  const updatedAt = (day: string) => `${day}T12:00:00.000Z`
  await publish(
    nvdEntry('', 0, { scores: [], modifiedAt: updatedAt('2026-01-02') }),
    nvdEntry('', 0, { cve: 'CVE-2026-0002', scores: [], modifiedAt: updatedAt('2026-01-20') }),
    cveRecord({ updatedAt: updatedAt('2026-01-30') }),
  )
  // What arrives later and is older does not make the list older.
  await publish(nvdEntry('', 0, { cve: 'CVE-2026-0003', scores: [], modifiedAt: updatedAt('2026-01-05') }))

  const [, nvd, cveList] = await listAges(db, feeds, finding, new Date('2026-01-22T00:00:00Z'))
  expect(nvd).toMatchObject({ day: '2026-01-20', entryDay: '2026-01-02', state: 'fresh' })
  expect(cveList).toMatchObject({ day: '2026-01-30', entryDay: '2026-01-30' })
})

test('a list that ends before anybody spoke of the vulnerability says so, unless it has an entry of it', async () => {
  await publish(...catalogueOf('2026-01-30'), cveRecord({ publishedAt: '2026-01-31T12:00:00.000Z' }))
  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({ day: '2026-01-30', entryDay: null, endsBefore: true })

  await publish(...catalogueOf('2026-01-31'))
  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({ day: '2026-01-31', endsBefore: false })

  await sql`update list_day set day = '2026-01-30'`.execute(db)
  await sql`update known_exploited set cve = ${finding.vulnerabilityId}`.execute(db)
  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({ entryDay: '2020-01-01', endsBefore: false })
})

test('a catalogue that never came whole is of the day of its newest entry, until one does', async () => {
  await publish(catalogueOf('2026-01-30')[0]!)
  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({ day: '2020-01-01', state: 'old' })

  await publish(...catalogueOf('2026-01-31'))
  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({ day: '2026-01-31', state: 'fresh' })
})

test('a list that is stored with a day that has not come is not called fresh', async () => {
  await sql`insert into list_day (list, day) values ('kev', '2030-01-01')`.execute(db)

  expect(await kevAt('2026-02-01T12:00:00Z')).toMatchObject({
    day: '2030-01-01',
    state: 'old',
    why: 'It is dated 2030-01-01, a day that has not come: that cannot be.',
  })
})

test('the same list again writes no day', async () => {
  await publish(...catalogueOf('2026-01-31'))

  expect(await writesDuring(db, () => publish(...catalogueOf('2026-01-31')))).toEqual({})
})

test('Microsoft counts where it says something, and is of the day of its newest document', async () => {
  await publish(
    msrcRecord('CVE-2026-0001', [msrcFix('5034000')]),
    { kind: 'msrc_document', document: '2026-Jan', asOf: '2026-01-13T08:00:00', cves: ['CVE-2026-0001'] },
    { kind: 'msrc_document', document: '2026-Feb', asOf: '2026-02-10T08:00:00', cves: [] },
  )
  const now = new Date('2026-02-20T00:00:00Z')

  expect((await listAges(db, feeds, finding, now)).find(({ feed }) => feed === 'msrc')).toMatchObject({
    day: '2026-02-10',
    entryDay: '2026-01-13',
  })
  const other = { vulnerabilityId: 'CVE-2020-0001', evidence: [] }
  expect((await listAges(db, feeds, other, now)).map(({ feed }) => feed)).toEqual(['kev', 'nvd', 'cve'])
})

describe('advisories', () => {
  const advisory = advisoryRecord({ trackingId: 'A-1', publisher: 'Maker', revisedAt: '2025-05-01T00:00:00.000Z' })
  const restingOn = { ...finding, evidence: [{ advisoryId: advisory.advisory.id }] }
  const makerAt = async (now: string) =>
    (await listAges(db, feeds, restingOn, new Date(now))).find(({ feed }) => feed === 'Maker')
  const provider = async (name: string) =>
    (
      await createSource(db, organisationId, {
        kind: 'feed',
        member: 'csaf-provider',
        name,
        settings: {},
        everyHours: 12,
      })
    ).id

  test('are as old as the last whole reading of their publisher, whatever it brought', async () => {
    const source = await provider('Maker')
    await publishFrom(source, advisory)
    await read(source, '2026-02-01T06:00:00Z')
    await read(source, '2026-02-02T06:00:00Z', 'failed')

    expect(await makerAt('2026-02-01T12:00:00Z')).toEqual({
      feed: 'Maker',
      endsBefore: false,
      title: 'Advisories of Maker',
      readAt: '2026-02-01T06:00:00.000Z',
      day: null,
      entryDay: '2025-05-01',
      state: 'fresh',
      why: null,
    })
    expect(await makerAt('2026-02-03T06:00:00Z')).toMatchObject({
      state: 'late',
      why: 'It was last read 2 days ago, and is to be read every 12 hours.',
    })
  })

  test('that a person added are of the day when they came, until a source has them too', async () => {
    await publish(advisory)
    await sql`update advisory set stored_at = '2026-01-01T00:00:00Z'`.execute(db)
    expect(await makerAt('2026-03-01T00:00:00Z')).toMatchObject({
      readAt: '2026-01-01T00:00:00.000Z',
      state: 'fresh',
    })

    const source = await provider('Maker')
    await publishFrom(source, advisory)
    await read(source, '2026-02-01T06:00:00Z')
    expect(await makerAt('2026-03-01T00:00:00Z')).toMatchObject({
      readAt: '2026-02-01T06:00:00.000Z',
      state: 'late',
    })
    // Another that has the same takes nobody's place.
    expect(await writesDuring(db, async () => publishFrom(await provider('Mirror'), advisory))).not.toHaveProperty(
      'advisory',
    )
  })

  test('of a bundle are as old as the oldest reading in it', async () => {
    const { id: sourceId } = await createSource(db, organisationId, {
      kind: 'feed',
      member: 'bundle',
      name: 'Bundles',
      settings: {},
    })
    await publishFrom(sourceId, advisory)
    const { id } = await queueRun(db, { sourceId, trigger: 'person', actor })
    await finishRun(db, organisationId, id, 'succeeded', null)
    const parts = ['2026-02-01T06:00:00Z', '2026-01-20T06:00:00Z'].map((readAt) => ({ feed: 'csaf-provider', readAt }))
    await sql`insert into bundle_load (organisation_id, fingerprint, sequence, id, manifest, run_id)
      values (${organisationId}, 'f', 1, ${id}, ${JSON.stringify({ parts })}::jsonb, ${id})`.execute(db)

    expect(await makerAt('2026-02-09T06:00:00Z')).toMatchObject({ readAt: '2026-01-20T06:00:00.000Z' })
  })
})
