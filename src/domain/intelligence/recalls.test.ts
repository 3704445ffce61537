import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { RecallEntry } from '#model/recall.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { getAdvisory, getRecall, listRecalls, storeFeedRecords, storeTakenRecall } from './intelligence.ts'
import { nameOf, topicOf } from './recall-advisory.ts'

const { db } = await testDatabase()

beforeEach(async () => {
  await sql`truncate recall, recall_event, advisory cascade`.execute(db)
})

const entry = (over: Partial<RecallEntry> = {}): RecallEntry => ({
  list: 'recall',
  key: '900001',
  number: 'Z-0101-2026',
  eventId: '90001',
  firm: 'Meadow Medical, Inc.',
  product: 'Meadow Infusion Pump, Model MP-200; used to give fluids',
  codeInfo: 'UDI-DI: 00812345678905, Serial Numbers: MP200-10000 through MP200-10999',
  reason: 'A cybersecurity vulnerability may let an unauthorized person change settings.',
  status: 'Open, Classified',
  action: 'The firm offers an update of the software.',
  initiatedOn: '2026-01-05',
  publishedOn: '2026-01-20',
  ...over,
})
const reported = (over: Partial<RecallEntry> = {}) =>
  entry({
    list: 'enforcement',
    key: 'Z-0101-2026',
    classification: 'II',
    status: 'Ongoing',
    publishedOn: '2026-01-28',
    ...over,
  })

const store = (...entries: RecallEntry[]) =>
  inTransaction(db, (tx) =>
    storeFeedRecords(tx, [
      ...entries.map((one) => ({ kind: 'recall' as const, entry: one })),
      { kind: 'complete', of: 'recall', asOf: '2026-01-30', version: '2026-01-30' },
    ]),
  )
const list = async (filter = {}, manufacturers?: string[]) =>
  (await listRecalls(db, { filter, manufacturers, limit: 50 })).items

test('a recall about security is an advisory, with what both lists say of it', async () => {
  const change = await store(entry(), reported())

  expect(change).toMatchObject({ advisoryIds: ['fda:recall-90001'], counts: { new: 2 } })
  expect(await getAdvisory(db, 'fda:recall-90001')).toMatchObject({
    publisher: 'FDA',
    trackingId: 'RES-90001',
    title: 'Meadow Medical, Inc.: Meadow Infusion Pump',
    revisedAt: '2026-01-28T00:00:00.000Z',
    products: [
      {
        productId: 'Z-0101-2026',
        vendor: 'Meadow Medical, Inc.',
        name: 'Meadow Infusion Pump',
        version: 'vers:all/*',
        identifiers: {
          modelNumbers: ['MP-200'],
          udiDis: ['00812345678905'],
          serialRanges: [{ from: 'MP200-10000', to: 'MP200-10999' }],
        },
      },
    ],
    vulnerabilities: [
      {
        vulnerabilityId: 'RES-90001',
        status: { known_affected: ['Z-0101-2026'] },
        remediations: [{ category: 'vendor_fix', details: 'The firm offers an update of the software.' }],
        threats: [{ category: 'impact', details: expect.stringContaining('FDA class II') }],
      },
    ],
  })
  expect((await getRecall(db, '90001')).entries.map((one) => [one.list, one.status])).toEqual([
    ['enforcement', 'Ongoing'],
    ['recall', 'Open, Classified'],
  ])
})

test('the same again writes nothing', async () => {
  await store(entry(), reported())
  const writes = await writesDuring(db, async () => {
    expect(await store(reported(), entry())).toMatchObject({ advisoryIds: [], counts: { unchanged: 2, new: 0 } })
  })
  expect(writes).toEqual({})
})

test('what one list says anew makes a revision; half a reading makes none', async () => {
  await store(entry(), reported())
  const half = await inTransaction(db, (tx) =>
    storeFeedRecords(tx, [{ kind: 'recall', entry: reported({ status: 'Terminated', terminatedOn: '2026-03-01' }) }]),
  )
  expect(half.advisoryIds).toEqual([])

  expect((await store()).advisoryIds).toEqual(['fda:recall-90001'])
  expect((await getAdvisory(db, 'fda:recall-90001')).revisedAt).toBe('2026-03-01T00:00:00.000Z')
})

test('CVE numbers in the reason are its flaws', async () => {
  await store(entry({ reason: 'Vulnerabilities CVE-2026-10001 and cve-2026-10002.' }))
  const { vulnerabilities } = await getAdvisory(db, 'fda:recall-90001')
  expect(vulnerabilities.map(({ vulnerabilityId }) => vulnerabilityId)).toEqual(['CVE-2026-10001', 'CVE-2026-10002'])
})

test('another recall is kept, and matched when a person takes it', async () => {
  const change = await store(entry({ reason: 'The sterile barrier may be open.' }))
  expect(change.advisoryIds).toEqual([])
  expect(await list()).toMatchObject([{ eventId: '90001', topic: 'other', advisoryId: null }])

  const taken = await inTransaction(db, (tx) => storeTakenRecall(tx, '90001', 'Ada'))
  expect(taken?.advisoryIds).toEqual(['fda:recall-90001'])
  expect(await list()).toMatchObject([{ advisoryId: 'fda:recall-90001', takenBy: 'Ada' }])
  expect(await inTransaction(db, (tx) => storeTakenRecall(tx, '90001', 'Ada'))).toBeNull()

  const revised = await store(entry({ reason: 'The sterile barrier may be open. More lots.' }))
  expect(revised.advisoryIds).toEqual(['fda:recall-90001'])
})

test('a recall that no longer concerns security stays an advisory, and says what the FDA says now', async () => {
  await store(entry(), reported())
  const reason = 'The sterile barrier may be open.'

  const change = await store(entry({ reason, publishedOn: '2026-02-02' }), reported({ reason }))

  expect(change.advisoryIds).toEqual(['fda:recall-90001'])
  const { revisedAt, summary } = await getAdvisory(db, 'fda:recall-90001')
  expect([revisedAt, summary.includes(reason)]).toEqual(['2026-02-02T00:00:00.000Z', true])
  expect(await list()).toMatchObject([{ topic: 'other', advisoryId: 'fda:recall-90001', takenBy: null }])
  expect(await inTransaction(db, (tx) => storeTakenRecall(tx, '90001', 'Ada'))).toBeNull()
})

test('entries that the FDA counts to another event leave the old one, and its advisory is withdrawn', async () => {
  await store(entry(), reported())

  const half = await store(entry({ eventId: '90005' }))
  expect(half.advisoryIds).toEqual(['fda:recall-90001', 'fda:recall-90005'])
  expect((await getAdvisory(db, 'fda:recall-90001')).withdrawnAt).toBeNull()

  const whole = await store(reported({ eventId: '90005' }))
  expect(whole.advisoryIds).toEqual(['fda:recall-90001', 'fda:recall-90005'])
  expect(await getAdvisory(db, 'fda:recall-90001')).toMatchObject({
    withdrawnAt: expect.any(String),
    withdrawnReason: expect.stringContaining('another one'),
  })
  expect((await list()).map(({ eventId }) => eventId)).toEqual(['90005'])
  await expect(getRecall(db, '90001')).rejects.toMatchObject({ code: 'not_found' })
})

test('an entry that leaves its event takes its product out of the advisory, though it had the last day', async () => {
  await store(entry(), reported({ number: 'Z-0102-2026', key: 'Z-0102-2026' }))

  await store(reported({ number: 'Z-0102-2026', key: 'Z-0102-2026', eventId: '90005' }))

  const { products, revisedAt } = await getAdvisory(db, 'fda:recall-90001')
  expect(products.map(({ productId }) => productId)).toEqual(['Z-0101-2026'])
  expect(revisedAt).toBe('2026-01-28T00:00:00.000Z')
})

test('a recall that a person took stays matched under its new event', async () => {
  const leaking = { reason: 'It leaks.' }
  await store(entry(leaking))
  await inTransaction(db, (tx) => storeTakenRecall(tx, '90001', 'Ada'))

  await store(entry({ ...leaking, eventId: '90005' }))

  expect(await list()).toMatchObject([{ eventId: '90005', advisoryId: 'fda:recall-90005', takenBy: 'Ada' }])
  expect((await getAdvisory(db, 'fda:recall-90001')).withdrawnAt).not.toBeNull()
})

test('the list is narrowed by topic, class, firms that are here, and words', async () => {
  await store(
    entry(),
    reported(),
    entry({ key: '2', number: 'Z-2-2026', eventId: '2', firm: 'Brook Devices LLC', reason: 'Software stops.' }),
    entry({ key: '3', number: 'Z-3-2026', eventId: '3', firm: 'Brook Devices LLC', reason: 'It leaks.' }),
  )
  const ids = async (...asked: Parameters<typeof list>) => (await list(...asked)).map(({ eventId }) => eventId).sort()

  expect(await ids({ topic: 'software' })).toEqual(['2'])
  expect(await ids({ classification: 'II' })).toEqual(['90001'])
  expect(await ids({ here: 'true' }, ['BROOK DEVICES'])).toEqual(['2', '3'])
  expect(await ids({ q: 'brook leaks' })).toEqual(['3'])
})

test('pages follow each other without a gap', async () => {
  await store(...Array.from({ length: 5 }, (_, n) => entry({ key: String(n), number: `Z-${n}`, eventId: String(n) })))
  const first = await listRecalls(db, { filter: {}, manufacturers: undefined, limit: 3 })
  const second = await listRecalls(db, { filter: {}, manufacturers: undefined, limit: 3, cursor: first.next! })
  expect([...first.items, ...second.items].map(({ eventId }) => eventId)).toEqual(['4', '3', '2', '1', '0'])
  expect(second.next).toBeNull()
})

test.each([
  ['A hacker could gain unauthorized access to the pump.', 'security'],
  ['Default password in the service menu.', 'security'],
  ['The software may show the wrong patient.', 'software'],
  ['Loss of the wireless connection stops the alarm.', 'software'],
  ['The tubing may leak.', 'other'],
])('what it is about is told by its reason: %s', (reason, topic) => {
  expect(topicOf([entry({ reason })])).toBe(topic)
})

test.each([
  ['Meadow Infusion Pump, Model MP-200', 'Meadow Infusion Pump'],
  ['Brook Monitor Model BM-1 with cable', 'Brook Monitor'],
  ['Brand Name: Brook; Product Name: Brook Central Station; Model/Catalog Number: 866389', 'Brook Central Station'],
  ['Field™ Gateway (software version 2.1)', 'Field Gateway'],
])('the product is named without its numbers: %s', (description, name) => {
  expect(nameOf(description)).toBe(name)
})
