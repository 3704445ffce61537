import { expect, test } from 'vitest'
import { addBill, addForm, recogniseDocument } from '#domain/composition/composition.ts'
import { prepare } from '#domain/inventory/inventory.ts'
import { onFeedRecords, onObservations } from '#domain/loop.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { GudidDevice, ProductClassification } from '#model/device-catalogue.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { formCsv, formRows } from '#tests/support/mds2-form.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { readSheetsOf } from '#wiring/read-sheets-of.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const hospital = await newHospital(db)
const viewer = await signedIn('viewer')
const analyst = await signedIn('analyst')
const { actor, organisationId, cmms } = hospital

const says = (devices: Record<string, DeviceClaims>, now = new Date().toISOString()) =>
  inTransaction(db, (tx) =>
    onObservations(
      tx,
      cmms,
      { id: '00000000-0000-7000-8000-000000000001', now, actor },
      Object.entries(devices).map(([sourceKey, claims]) => prepare({ sourceKey, observedAt: now, claims })),
    ),
  )
const publish = (...records: FeedRecord[]) =>
  inTransaction(db, (tx) => onFeedRecords(tx, organisationId, actor, records))
const code = (of: string, more: Partial<ProductClassification> = {}): FeedRecord => ({
  kind: 'product_classification',
  entry: { code: of, name: `Kind ${of}`, deviceClass: '2', isImplant: false, isLifeSustaining: false, ...more },
})
const record = (di: string, model: string, productCodes: string[], more: Partial<GudidDevice> = {}): FeedRecord => ({
  kind: 'gudid_device',
  entry: {
    ...{ di, status: 'published', version: 1, company: 'Meadow Medical, Inc.', brand: '', model, otherDis: [] },
    ...{ productCodes, gmdn: [{ name: `Term of ${model}`, code: '12345' }], ...more },
  },
})
interface Row {
  id: string
  model: string
  [part: string]: unknown
}
const list = async (query = ''): Promise<{ items: Row[]; next: string | null; counts: Record<string, unknown> }> =>
  (await viewer.get(`/models${query}`)).json()
const models = async (query = '') => (await list(query)).items.map(({ model }) => model)
const rowOf = async (model: string) => (await list()).items.find((row) => row.model === model)!
const pageOf = async (model: string) => (await viewer.get(`/models/${(await rowOf(model)).id}`)).json()
const criticalityOf = async (assetTag: string) =>
  (await viewer.get(`/devices?q=${assetTag}`)).json().items.find((row: Row) => row.assetTag === assetTag).criticality

await says({
  a: {
    assetTag: 'T-1',
    manufacturer: 'Meadow Medical',
    model: 'Breeze 7',
    description: 'Box',
    udiDi: '00812345678901',
  },
  a2: { assetTag: 'T-8', manufacturer: 'Meadow Medical', model: 'Breeze 7', description: 'Box' },
  b: { assetTag: 'T-2', manufacturer: 'MEADOW MEDICAL', model: 'BREEZE-7', description: 'Box' },
  c: {
    assetTag: 'T-3',
    manufacturer: 'Meadow Medical',
    model: 'MP 200',
    softwareVersion: '1.2',
    operatingSystem: 'Ubuntu 16.04',
  },
  d: { assetTag: 'T-4', manufacturer: 'Brook', model: 'MP 200', criticality: 'low' },
  e: { assetTag: 'T-5', manufacturer: 'Meadow Medical', model: 'Station', description: 'Infusion pump' },
})

test('models are listed as one however devices spell them, before anything is known of them', async () => {
  const { items, counts } = await list()
  expect(
    items.map(({ manufacturer, model, devices, confidence }) => [manufacturer, model, devices, confidence]),
  ).toEqual([
    ['Brook', 'MP 200', 1, null],
    ['Meadow Medical', 'Breeze 7', 3, null],
    ['Meadow Medical', 'MP 200', 1, null],
    ['Meadow Medical', 'Station', 1, null],
  ])
  expect(counts).toMatchObject({ total: 4, lifeSustaining: 0, confidence: { none: 4 }, stage: { none: 4 } })
})

test('the list is read page by page', async () => {
  const first = await list('?limit=3')
  const second = await list(`?limit=3&cursor=${first.next}`)
  expect([first.items.length, second.items.map(({ model }) => model), second.next]).toEqual([3, ['Station'], null])
})

test('a device identifier tells the product code for certain, and what sustains life becomes so', async () => {
  expect(await criticalityOf('T-1')).toBe('unknown')
  await publish(
    code('ZZA'),
    code('ZZB', { isLifeSustaining: true }),
    code('ZZC', { deviceClass: '3', isImplant: true }),
  )
  await publish(record('00812345678901', 'B7', ['ZZB']))

  expect(await rowOf('Breeze 7')).toMatchObject({
    ...{ productCode: 'ZZB', productName: 'Kind ZZB', confidence: 'certain', deviceClass: '2', isLifeSustaining: true },
  })
  const page = await pageOf('Breeze 7')
  expect(page.classification).toMatchObject({
    because: 'UDI-DI 00812345678901 is "B7" of Meadow Medical, Inc. in GUDID',
    gmdn: [{ name: 'Term of B7', code: '12345' }],
  })
  expect(page.identifiers).toEqual([{ udiDi: '00812345678901', devices: 1, named: 'Meadow Medical, Inc. · B7' }])
  expect(page.spellings.map(({ model, devices }: Row) => [model, devices])).toEqual(
    expect.arrayContaining([
      ['Breeze 7', 2],
      ['BREEZE-7', 1],
    ]),
  )
  expect(await criticalityOf('T-1')).toBe('life_sustaining')
})

test('without an identifier the maker and the name tell, where they name one kind of device', async () => {
  await publish(
    record('00812345678918', 'MP-200', ['ZZC']),
    record('00812345678925', 'Other', ['ZZA'], { brand: 'Station' }),
  )
  expect(await rowOf('Station')).toMatchObject({ confidence: 'likely', productCode: 'ZZA', isLifeSustaining: false })

  const { items } = await list('?q=mp')
  expect(items.map(({ manufacturer, confidence, deviceClass }) => [manufacturer, confidence, deviceClass])).toEqual([
    ['Brook', null, null],
    ['Meadow Medical', 'likely', '3'],
  ])
  const { classification } = (await viewer.get(`/models/${items[1]!.id}`)).json()
  expect(classification.because).toBe('One record of Meadow Medical, Inc. in GUDID has the version or model "MP 200"')

  await publish(record('00812345678932', 'MP 200', ['ZZA']))
  const page = (await viewer.get(`/models/${items[1]!.id}`)).json()
  expect(page.classification).toMatchObject({
    confidence: 'unsure',
    because: '2 records of Meadow Medical, Inc. in GUDID have the version or model "MP 200", of 2 kinds of device',
  })
})

test('what the inventory says of criticality stands, and nothing is lowered', async () => {
  await publish(record('00812345678949', 'MP 200', ['ZZB'], { company: 'Brook AG' }))
  expect((await list('?q=brook')).items[0]).toMatchObject({ isLifeSustaining: true })
  expect(await criticalityOf('T-4')).toBe('low')
  // A class 2 device that sustains no life, where the kind of device says high.
  expect(await criticalityOf('T-5')).toBe('high')
})

test('a device that comes later, and a record that is deactivated, are followed', async () => {
  await says({ f: { assetTag: 'T-6', manufacturer: 'Meadow Medical', model: 'Gale', description: 'Box' } })
  await publish(record('00812345678956', 'Gale', ['ZZB']))
  expect(await criticalityOf('T-6')).toBe('life_sustaining')
  await says({
    g: { assetTag: 'T-7', manufacturer: 'Meadow Medical', model: 'Gale', softwareVersion: '2', description: 'Box' },
  })
  expect(await criticalityOf('T-7')).toBe('life_sustaining')

  await publish(record('00812345678956', 'Gale', ['ZZB'], { version: 2, status: 'deactivated' }))
  expect([await criticalityOf('T-6'), await criticalityOf('T-7')]).toEqual(['unknown', 'unknown'])
  expect(await rowOf('Gale')).toMatchObject({ confidence: null, productCode: null })
})

test('the list is searched by code, kind and UDI, and filtered', async () => {
  expect(await models('?q=zzb')).toEqual(['MP 200', 'Breeze 7'])
  expect(await models('?q=kind meadow')).toEqual(['Breeze 7', 'MP 200', 'Station'])
  expect(await models('?q=(01)00812345678901(21)77')).toEqual(['Breeze 7'])
  expect(await models('?lifeSustaining=true')).toEqual(['MP 200', 'Breeze 7'])
  expect(await models('?confidence=none')).toEqual(['Gale'])
  expect(await models('?deviceClass=3')).toEqual(['MP 200'])
})

test('a model shows its versions, systems and how critical its devices are', async () => {
  const { items } = await list('?q=meadow mp')
  const page = (await viewer.get(`/models/${items[0]!.id}`)).json()
  expect(page).toMatchObject({
    versions: [{ version: '1.2', devices: 1 }],
    systems: [{ system: 'Ubuntu 16.04', devices: 1, support: null }],
    criticality: [{ criticality: 'unknown', devices: 1 }],
    ...{ bills: [], forms: [], stages: [], stage: null },
  })
})

test('bills and forms that speak of it stand on its page', async () => {
  const bill = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { supplier: { name: 'Meadow Medical' }, component: { name: 'MP 200', version: '1.2' } },
    components: [{ name: 'openssl', version: '1.1.1k' }],
  })
  const given = { name: 'bill.json', content: Buffer.from(bill) }
  const file = {
    name: 'form.csv',
    content: Buffer.from(formCsv(formRows({ manufacturer: 'Meadow Medical', model: 'MP 200' }))),
  }
  const found = await recogniseDocument(file, readSheetsOf)
  if (found.kind !== 'mds2') throw new Error('not taken for a form')
  await inTransaction(db, async (tx) => {
    await addBill(tx, actor, given, {}, new Date())
    await addForm(tx, actor, { ...file, mediaType: found.mediaType }, found.form, {}, new Date())
  })
  const { items } = await list('?q=meadow mp')
  const { bills, forms } = (await viewer.get(`/models/${items[0]!.id}`)).json()
  expect([bills, forms]).toMatchObject([
    [{ model: 'MP 200', versions: '1.2', isSure: true, counts: true }],
    [{ model: 'MP 200', isSure: true, counts: true }],
  ])
  const other = (await viewer.get(`/models/${(await rowOf('Breeze 7')).id}`)).json()
  expect([other.bills, other.forms]).toEqual([[], []])
})

test('stages of support are recorded with a reason, in order, and taken back', async () => {
  const { id } = await rowOf('Breeze 7')
  const set = (stage: string, startsOn: string | null, reason = 'Letter of the maker') =>
    analyst.put(`/models/${id}/stages`, { stage, startsOn, reason })
  expect((await viewer.put(`/models/${id}/stages`, { stage: 'support', startsOn: null, reason: 'x' })).statusCode).toBe(
    403,
  )
  expect((await set('support', '2015-01-01')).statusCode).toBe(200)
  expect((await set('end_of_support', '2099-06-30')).json()).toMatchObject({
    ...{ stage: 'support', nextStage: { stage: 'end_of_support', startsOn: '2099-06-30' } },
    stages: [{ stage: 'support', startsOn: '2015-01-01', reason: 'Letter of the maker' }, { stage: 'end_of_support' }],
  })
  const writes = await writesDuring(db, async () => void (await set('support', '2015-01-01')))
  expect(writes).toEqual({})

  const wrong = await set('limited_support', '2014-12-31')
  expect([wrong.statusCode, wrong.json().detail]).toEqual([400, expect.stringContaining('Change that one first')])
  expect((await set('limited_support', '2020-01-01')).json().stage).toBe('limited_support')
  expect((await set('limited_support', null, 'It was the other model')).json()).toMatchObject({ stage: 'support' })
  expect([await models('?stage=support'), (await list()).counts.stage]).toEqual([['Breeze 7'], { none: 4, support: 1 }])
})

test('an alias joins models, with their stages; an id of any spelling finds the model', async () => {
  const gale = (await rowOf('Gale')).id
  const rule = { kind: 'model', name: 'Gale', maker: 'Meadow Medical', model: 'Breeze 7' } as const
  const draft = await analyst.post('/names/rules', { rules: [rule], note: 'Same device' })
  expect(draft.statusCode, draft.body).toBeLessThan(300)
  const page = (await viewer.get(`/models/${gale}`)).json()
  expect([page.devices, page.stage, page.confidence]).toEqual([5, 'support', 'certain'])
})

test('a maker in front of the model, and brand and model in one, tell as well', async () => {
  const record7 = record('00812345678963', 'C 701', ['ZZA'], { brand: 'Cloud™' })
  await says({
    h: { assetTag: 'T-9', manufacturer: 'Meadow Medical', model: 'Meadow Cloud C-701' },
    i: { assetTag: 'T-10', manufacturer: 'Meadow Medical', model: 'CLOUD C701' },
  })
  await publish(record7)
  for (const name of ['Meadow Cloud C-701', 'CLOUD C701'])
    expect(await rowOf(name), name).toMatchObject({ confidence: 'likely', productCode: 'ZZA' })
})

test('a model that no device bears is not there', async () => {
  for (const id of ['x', Buffer.from('["Meadow","Nothing"]').toString('base64url')])
    expect((await viewer.get(`/models/${id}`)).statusCode).toBe(404)
})
