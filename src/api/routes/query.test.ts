import { beforeAll, expect, test } from 'vitest'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
let viewer: Awaited<ReturnType<typeof signedIn>>

beforeAll(async () => {
  const hospital = await newHospital(db)
  viewer = await signedIn('viewer')
  await hospital.says(hospital.cmms, {
    a: { assetTag: 'T-1', manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North Wing' },
    b: { assetTag: 'T-2', manufacturer: 'Other', model: 'Drip', site: 'South' },
  })
})

const q = (text: string) => encodeURIComponent(text)
const proposed = async (of: string, text: string) => {
  const { completion } = (await viewer.get(`/query/check?of=${of}&cursor=${text.length}&text=${q(text)}`)).json()
  return completion.proposals.map((one: { text: string }) => one.text)
}

test('the lists take a query beside their filters', async () => {
  const names = async (query: string) =>
    (await viewer.get(`/devices?${query}`)).json().items.map((one: { assetTag: string }) => one.assetTag)
  expect(await names(`query=${q('site = "north wing"')}`)).toEqual(['T-1'])
  expect(await names(`query=${q('model ~ drip')}&site=South`)).toEqual(['T-2'])
  expect((await viewer.get(`/devices/facets?query=${q('not site = South')}`)).json().total).toBe(1)
  expect((await viewer.get(`/devices.csv?query=${q('tag = T-2')}`)).body.trim().split('\n')).toHaveLength(2)
  expect((await viewer.get(`/findings?query=${q('score > 1')}`)).json().items).toEqual([])
  expect((await viewer.get(`/findings/facets?query=${q('score > 1')}`)).json().total).toBe(0)
  expect((await viewer.get(`/work-orders?query=${q('late')}`)).json().items).toEqual([])
})

test('a query that cannot be read is refused with its place', async () => {
  const answer = await viewer.get(`/devices?query=${q('site = A and modl = x')}`)
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    code: 'bad_request',
    detail: expect.stringContaining('Did you mean `model`?'),
    details: { query: { at: 13, end: 17, column: 14 } },
  })
})

test('checking tells the fault, and one way of writing', async () => {
  expect((await viewer.get(`/query/check?of=devices&text=${q('SITE=A')}`)).json()).toEqual({
    fault: null,
    printed: 'site = A',
    completion: null,
  })
  expect((await viewer.get(`/query/check?of=work&text=${q('state =')}`)).json().fault.column).toBe(8)
})

test('completion knows fields, words and values that are there', async () => {
  expect(await proposed('devices', 'manu')).toContain('manufacturer')
  expect(await proposed('devices', 'manufacturer = ')).toEqual(['Other', '"Example Medical"'].sort())
  expect(await proposed('devices', 'site = "nor')).toEqual(['"North Wing"'])
  expect(await proposed('findings', 'careArea = ')).toEqual([])
  expect(await proposed('work', 'on device(site = S')).toEqual(['South'])
  expect(await proposed('work', 'assignee = ')).toContain('me')
  expect(await proposed('findings', 'answer = c')).toEqual(['cannot_tell'])
})

test('counting and the catalogue', async () => {
  expect((await viewer.get(`/query/count?of=devices&query=${q('model ~ drip')}`)).json()).toEqual({
    count: 2,
    isCapped: false,
  })
  const catalogue = (await viewer.get('/query/fields')).json()
  expect(catalogue.map(({ of }: { of: string }) => of)).toEqual(['devices', 'findings', 'work'])
  expect(catalogue[0].fields.find(({ name }: { name: string }) => name === 'seen')).toMatchObject({
    kind: 'moment',
    operators: expect.arrayContaining(['<']),
  })
})
