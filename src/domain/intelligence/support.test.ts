import { expect, test } from 'vitest'
import type { FeedRecord } from '#model/intelligence.ts'
import type { ProductSupport } from '#model/support.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { storeFeedRecords, supportedProducts, supportVersion } from './intelligence.ts'

const { db } = await testDatabase()

const product = (name: string, endOfLife = '2029-01-01'): FeedRecord => {
  const entry: ProductSupport = {
    ...{ product: name, label: name, category: 'os', aliases: [], cpes: [], purls: [] },
    releases: [{ name: '1', label: '1', isLongTerm: false, endOfLife }],
  }
  return { kind: 'product_support', entry }
}
const whole: FeedRecord = { kind: 'complete', of: 'product_support', asOf: '2026-01-31', version: '1' }
const store = (...records: FeedRecord[]) => inTransaction(db, (tx) => storeFeedRecords(tx, records))
const names = async () => (await supportedProducts(db)).map((one) => one.product)

test('products are new, then unchanged and unwritten, then changed', async () => {
  expect((await store(product('a'), product('b'), whole)).counts).toMatchObject({ new: 2 })
  const version = await supportVersion(db)
  const writes = await writesDuring(db, async () => {
    expect((await store(product('b'), product('a'), whole)).counts).toMatchObject({ unchanged: 2, withdrawn: 0 })
  })
  expect(writes).toEqual({})
  expect(await supportVersion(db)).toBe(version)

  expect((await store(product('a', '2030-01-01'))).counts).toMatchObject({ changed: 1, withdrawn: 0 })
  expect((await supportedProducts(db))[0]?.releases[0]?.endOfLife).toBe('2030-01-01')
  expect(await supportVersion(db)).not.toBe(version)
})

test('a whole list takes off what it leaves out, half a one does not, and what comes back is listed again', async () => {
  await store(product('a'))
  expect(await names()).toEqual(['a', 'b'])
  expect((await store(product('a'), whole)).counts).toMatchObject({ withdrawn: 1 })
  expect(await names()).toEqual(['a'])
  await store(product('b'))
  expect(await names()).toEqual(['a', 'b'])
})
