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

const ubuntu = (endOfLife: string): FeedRecord => ({
  kind: 'product_support',
  entry: {
    ...{ product: 'ubuntu', label: 'Ubuntu', category: 'os', aliases: [], cpes: [], purls: [] },
    releases: [
      { name: '16.04', label: '16.04', isLongTerm: true, endOfLife },
      { name: '99.04', label: '99.04', isLongTerm: true, endOfLife: '2099-04-01' },
    ],
  },
})
const publish = (record: FeedRecord) => inTransaction(db, (tx) => storeFeedRecords(tx, [record]))
const device = (assetTag: string, operatingSystem?: string) => ({
  ...{ assetTag, manufacturer: 'Meadow', model: 'Station' },
  ...(operatingSystem && { operatingSystem }),
})
await hospital.says(hospital.cmms, {
  a: device('T-1', 'Ubuntu 16.04.7 LTS'),
  b: device('T-2', 'Ubuntu 99.04'),
  c: device('T-3', 'VxWorks 6.9'),
  d: device('T-4'),
})
const tags = async (support: string) =>
  (await viewer.get(`/devices?support=${support}`)).json().items.map((row: { assetTag: string }) => row.assetTag)

test('before a list of support was read, nothing is said of any device', async () => {
  expect(await tags('ended')).toEqual([])
  expect(await tags('unknown')).toEqual(['T-1', 'T-2', 'T-3', 'T-4'])
})

test('devices are told by the support of their operating system, as the list now has it', async () => {
  await publish(ubuntu('2021-04-02'))
  expect(await tags('ended')).toEqual(['T-1'])
  expect(await tags('supported')).toEqual(['T-2'])
  expect(await tags('unknown')).toEqual(['T-3', 'T-4'])

  const { items } = (await viewer.get('/devices?q=T-1')).json()
  expect(items[0].systemSupport).toMatchObject({ state: 'ended', endsOn: '2021-04-02' })
  expect((await viewer.get(`/devices/${items[0].id}`)).json().device.systemSupport).toEqual(items[0].systemSupport)
  const counted = (await viewer.get('/devices/facets?support=ended')).json()
  expect(counted.total).toBe(1)

  await publish(ubuntu('2098-01-01'))
  expect(await tags('ended')).toEqual([])
})
