import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { keepReviews } from '#domain/inventory/inventory.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const hospital = await newHospital(db)
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')

let number = 0
let review: string
let key: string

beforeEach(async () => {
  key = `k${++number}`
  await hospital.says(hospital.cmms, { [key]: { hostname: `a-${key}`, careArea: `Ward ${key}` } })
  await hospital.says(hospital.monitor, { [key]: { hostname: `b-${key}` } })
  const record = (source: typeof hospital.cmms) => ({ sourceId: source.id, sourceKey: key })
  const pair = {
    a: record(hospital.cmms),
    b: record(hospital.monitor),
    probability: 0.5,
    reasons: [{ field: 'host', bits: -4 }],
  }
  await inTransaction(db, (tx) => keepReviews(tx, hospital.organisationId, [pair], { records: [pair.a] }))
  const { items } = (await viewer.get(`/reviews?careArea=${encodeURIComponent(`Ward ${key}`)}`)).json()
  review = items[0].id
})

test('whoever may look sees both sides; only who may write answers', async () => {
  const view = (await viewer.get(`/reviews/${review}`)).json()
  expect(view.reasons).toEqual([
    { field: 'host', text: 'The host name differs', isFor: false, bits: -4, strength: 'clear' },
  ])
  expect(view.isOneDevice).toBe(false)
  expect(view.sides.map((side: { device: { id: string } }) => side.device.id)).toContain(view.stays)
  const refused = await viewer.post(`/reviews/${review}/answer`, { answer: 'same', reason: 'No doubt' })
  expect(refused.statusCode).toBe(403)
  expect((await viewer.get('/reviews/00000000-0000-7000-8000-000000000000')).statusCode).toBe(404)
})

test('an answer needs a reason, is given once, and can be taken back', async () => {
  expect((await analyst.post(`/reviews/${review}/answer`, { answer: 'same', reason: ' ' })).statusCode).toBe(400)
  const elsewhere = '00000000-0000-7000-8000-000000000000'
  const wrong = await analyst.post(`/reviews/${review}/answer`, { answer: 'same', reason: 'Read', stays: elsewhere })
  expect(wrong.json().detail).toContain('must be one of the two')
  const answered = (await analyst.post(`/reviews/${review}/answer`, { answer: 'same', reason: 'Read' })).json()
  expect(answered.deviceIds).toHaveLength(1)
  expect((await analyst.post(`/reviews/${review}/answer`, { answer: 'same', reason: 'Read' })).statusCode).toBe(409)
  const { items } = (await viewer.get('/reviews?state=settled')).json()
  expect(items[0]).toMatchObject({ id: review, settledBy: analyst.person.name, settlement: 'One device: Read' })

  const path = `/identity/verdicts/${answered.verdictId}/withdraw`
  expect((await analyst.post(path, { reason: 'Misread' })).json()).toEqual({ entryId: answered.entryId })
  expect((await analyst.post(path, { reason: 'Misread' })).statusCode).toBe(409)
  const [a, b] = (await viewer.get(`/reviews/${review}`)).json().sides
  expect(a.device.id).not.toBe(b.device.id)
})

test('an answer is put off to a day to come', async () => {
  const later = (until?: string) =>
    analyst.post(`/reviews/${review}/answer`, { answer: 'later', reason: 'The ward is closed', until })
  expect((await later('2020-01-01')).statusCode).toBe(400)
  expect((await later()).statusCode).toBe(200)
  const waiting = (await viewer.get('/reviews?state=waiting')).json().items
  expect(waiting.map((one: { id: string }) => one.id)).toContain(review)
  const counts = (await viewer.get('/reviews/facets?state=open')).json()
  expect(counts.careArea.map((one: { value: string }) => one.value)).not.toContain(`Ward ${key}`)
})

// At any time it is another day than in UTC in one of them.
test.each(['Pacific/Kiritimati', 'Etc/GMT+12'])('a day to come is one of the hospital’s days (%s)', async (zone) => {
  await sql`update organisation set time_zone = ${zone}`.execute(db)
  try {
    const { rows } = await sql<{ today: string; next: string }>`
      select (now() at time zone ${zone})::date::text as today, ((now() at time zone ${zone})::date + 1)::text as next`.execute(
      db,
    )
    const until = (day: string) =>
      analyst.post(`/reviews/${review}/answer`, { answer: 'later', reason: 'The ward is closed', until: day })
    expect((await until(rows[0]!.today)).statusCode).toBe(400)
    expect((await until(rows[0]!.next)).statusCode).toBe(200)
    const idsIn = async (state: string) =>
      (await viewer.get(`/reviews?state=${state}&limit=200`)).json().items.map((one: { id: string }) => one.id)
    expect(await idsIn('waiting')).toContain(review)
    expect(await idsIn('unsettled')).toContain(review)
    expect(await idsIn('open')).not.toContain(review)
  } finally {
    await sql`update organisation set time_zone = 'UTC'`.execute(db)
  }
})

test('pages go on by their cursor, of what waits and of what is settled', async () => {
  for (const state of ['open', 'settled']) {
    const all = (await viewer.get(`/reviews?state=${state}`)).json().items.map((one: { id: string }) => one.id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await viewer.get(`/reviews?state=${state}&limit=1${query}`)).json()
      paged.push(...page.items.map((one: { id: string }) => one.id))
      cursor = page.next
    }
    expect(paged).toEqual(all)
  }
})

test('the side of a conflict that is right becomes the claim of whoever says so', async () => {
  const says = (serialNumber: string) =>
    hospital.says(hospital.cmms, { c1: { serialNumber, manufacturer: 'Example Medical', hostname: 'c1' } })
  await says('SN-1001')
  await says('SN-2002')
  const [conflict] = (await viewer.get('/conflicts?state=open')).json().items
  const view = (await viewer.get(`/conflicts/${conflict.id}`)).json()
  expect(view.choices.map(({ side, value }: { side: string; value: string }) => [side, value])).toEqual([
    ['first', 'SN-1001'],
    ['second', 'SN-2002'],
  ])
  const { deviceId } = (
    await analyst.post(`/conflicts/${conflict.id}/settle`, { settlement: 'Read on the label', right: 'first' })
  ).json()
  const { device, attributes } = (await viewer.get(`/devices/${deviceId}`)).json()
  expect(device.serialNumber).toBe('SN-1001')
  const serial = attributes.find(({ attribute }: { attribute: string }) => attribute === 'serialNumber')
  expect(serial.source.name).toBe('People')
  const look = await analyst.post(`/conflicts/${conflict.id}/look`, {})
  expect(look.statusCode).toBe(409)
})
