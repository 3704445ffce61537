import { expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const hospital = await newHospital(db)
const viewer = await signedIn('viewer')
const analyst = await signedIn('analyst')

const entry = (eventId: string, reason: string): FeedRecord => ({
  kind: 'recall',
  entry: {
    ...{ list: 'recall', key: eventId, number: `Z-${eventId}-2026`, eventId, firm: 'Meadow Medical', codeInfo: '' },
    ...{ product: 'Infusion Pump MP-200', reason, status: 'Ongoing', publishedOn: '2026-01-20' },
  },
})
const whole: FeedRecord = { kind: 'complete', of: 'recall', asOf: '2026-01-30', version: '1' }
await inTransaction(db, (tx) =>
  storeFeedRecords(tx, [entry('1', 'A cybersecurity vulnerability.'), entry('2', 'It leaks.'), whole]),
)

test('recalls are listed by topic, page by page', async () => {
  const list = async (query: string) => (await viewer.get(`/recalls?${query}`)).json()

  expect((await list('topic=security')).items).toMatchObject([{ eventId: '1', advisoryId: 'fda:recall-1' }])
  const first = await list('limit=1')
  expect(first.items).toMatchObject([{ eventId: '2', advisoryId: null }])
  expect((await list(`limit=1&cursor=${first.next}`)).items).toMatchObject([{ eventId: '1' }])
  expect((await list('here=true')).items).toEqual([])
})

test('a recall is told with what each list says', async () => {
  expect((await viewer.get('/recalls/2')).json()).toMatchObject({
    firm: 'Meadow Medical',
    entries: [{ list: 'recall', reason: 'It leaks.' }],
  })
  expect((await viewer.get('/recalls/404')).statusCode).toBe(404)
})

test('an analyst has a kept recall matched; a viewer may not', async () => {
  expect((await viewer.post('/recalls/2/match', {})).statusCode).toBe(403)
  for (const _ of [1, 2])
    expect((await analyst.post('/recalls/2/match', {})).json()).toMatchObject({ advisoryId: 'fda:recall-2' })

  expect((await viewer.get('/advisories/fda%3Arecall-2')).json().advisory).toMatchObject({ trackingId: 'RES-2' })
})

test('firms whose devices are here are found by the hospital’s own aliases too', async () => {
  await hospital.says(hospital.cmms, { a: { assetTag: 'T-1', manufacturer: 'Zorblax Infusion', model: 'ZX-77' } })
  const here = async () => (await viewer.get('/recalls?here=true')).json().items.length
  expect(await here()).toBe(0)

  const rule = { kind: 'vendor', name: 'Zorblax Infusion', maker: 'Meadow Medical' }
  expect((await analyst.post('/names/rules', { rules: [rule], note: 'The plate' })).statusCode).toBe(201)
  expect(await here()).toBe(2)
})
