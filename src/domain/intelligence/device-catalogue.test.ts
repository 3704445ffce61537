import { expect, test } from 'vitest'
import { gudid } from '#feeds/gudid/feed.ts'
import type { GudidDevice, ProductClassification } from '#model/device-catalogue.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  deviceCatalogueVersion,
  productClassifications,
  recordsByIdentifier,
  recordsByName,
  storeFeedRecords,
} from './intelligence.ts'

const { db } = await testDatabase()

const code = (of: string, more: Partial<ProductClassification> = {}): FeedRecord => ({
  kind: 'product_classification',
  entry: { code: of, name: `Kind ${of}`, deviceClass: '2', isImplant: false, isLifeSustaining: false, ...more },
})
const device = (di: string, more: Partial<GudidDevice> = {}): FeedRecord => ({
  kind: 'gudid_device',
  entry: {
    ...{ di, status: 'published', version: 2, versionOn: '2026-01-01', company: 'Meadow Inc.', brand: 'Meadow Pump' },
    ...{ model: 'MP-200', otherDis: [`1${di.slice(1)}`], productCodes: ['ZZA'], gmdn: [{ name: 'Infusion pump' }] },
    ...more,
  },
})
const whole: FeedRecord = { kind: 'complete', of: 'product_classification', asOf: '2026-01-31', version: '1' }
const store = (...records: FeedRecord[]) => inTransaction(db, (tx) => storeFeedRecords(tx, records))
const found = async (di: string) => (await recordsByIdentifier(db, [di])).get(di)?.map((one) => one.model)

test('codes are new, then unchanged and unwritten; one that is no longer listed stays known', async () => {
  expect((await store(code('ZZA'), code('ZZB', { isLifeSustaining: true }), whole)).counts).toMatchObject({ new: 2 })
  const version = await deviceCatalogueVersion(db)
  const writes = await writesDuring(db, async () => {
    expect((await store(code('ZZB', { isLifeSustaining: true }), code('ZZA'), whole)).counts).toMatchObject({
      unchanged: 2,
    })
  })
  expect([writes, await deviceCatalogueVersion(db)]).toEqual([{}, version])

  const change = await store(code('ZZA', { deviceClass: '3' }), whole)
  expect([change.counts, change.catalogue?.isClassification]).toMatchObject([{ changed: 1, withdrawn: 1 }, true])
  const known = await productClassifications(db, ['ZZA', 'ZZB', 'ZZZ'])
  expect([...known.values()].map((one) => [one.code, one.deviceClass])).toEqual([
    ['ZZA', '3'],
    ['ZZB', '2'],
  ])
})

test('a device identifier finds its record, and a package that of what is in it', async () => {
  expect((await store(device('00812345678901'))).counts).toMatchObject({ new: 1 })
  expect(await found('00812345678901')).toEqual(['MP-200'])
  expect(await found('10812345678901')).toEqual(['MP-200'])
  expect(await found('00812345678918')).toBeUndefined()

  const writes = await writesDuring(db, async () => {
    expect((await store(device('00812345678901'))).counts).toMatchObject({ unchanged: 1 })
  })
  expect(writes).toEqual({})
})

test('a newer version takes the place of an older one, whichever comes first', async () => {
  const di = '00812345678925'
  await store(device(di, { version: 3, versionOn: '2026-01-05', model: 'new' }))
  expect((await store(device(di, { version: 2, versionOn: '2026-01-09', model: 'old' }))).counts.older).toBe(1)
  expect((await store(device(di, { version: 3, versionOn: '2026-01-04', model: 'old' }))).counts.older).toBe(1)
  const {
    version: _,
    versionOn: __,
    ...plain
  } = (device(di, { model: 'old' }) as Extract<FeedRecord, { kind: 'gudid_device' }>).entry
  expect((await store({ kind: 'gudid_device', entry: plain })).counts.older).toBe(1)
  expect(await found(di)).toEqual(['new'])
  await store(
    device(di, { version: 3, versionOn: '2026-01-06', model: 'newer' }),
    device(di, { version: 2, model: 'old' }),
  )
  expect(await found(di)).toEqual(['newer'])
})

test('what is deactivated or unpublished names nothing any more, until it is published again', async () => {
  const di = '00812345678932'
  await store(device(di, { model: 'Gone 5000' }))
  expect((await store(device(di, { model: 'Gone 5000', version: 3, status: 'deactivated' }))).counts).toMatchObject({
    withdrawn: 1,
  })
  expect([await found(di), (await recordsByName(db, ['Gone 5000'])).get('Gone 5000')]).toEqual([undefined, []])
  await store(device(di, { model: 'Gone 5000', version: 4 }))
  expect(await found(di)).toEqual(['Gone 5000'])
})

test('names find records however they are spelt, by model, catalogue number and brand', async () => {
  await store(
    device('00812345678949', {
      brand: 'Brook Monitor',
      model: 'BM 1',
      catalogNumber: '9-001-X',
      productCodes: ['ZZA', 'ZZB'],
    }),
    device('00812345678956', { brand: 'Brook Monitor', model: 'BM 2', productCodes: ['ZZA', 'ZZB'] }),
  )
  const names = await recordsByName(db, ['brook-monitor', '9001x', 'BM1', 'x'])
  expect(names.get('brook-monitor')).toMatchObject([
    {
      by: 'brand',
      company: 'Meadow Inc.',
      product_codes: ['ZZA', 'ZZB'],
      records: 2,
      gmdn: [{ name: 'Infusion pump' }],
    },
  ])
  expect(names.get('9001x')).toMatchObject([{ by: 'catalog', records: 1, di: '00812345678949' }])
  expect([names.get('BM1')?.length, names.get('x')]).toEqual([1, []])
  const whole = await recordsByName(db, ['Brook Monitor™ BM 2'])
  expect([...whole.values()].flat()).toMatchObject([{ by: 'whole', di: '00812345678956' }])
})

test('fifty thousand real records load in less than twenty seconds, and again without a write', {
  timeout: 120_000,
}, async () => {
  const path = inCorpus('fda/gudid-full-release-sample.zip')
  if (!path) return
  const files = await openFeedFiles(path)
  const config = gudid.config.parse({ location: path })
  async function load() {
    const counts = { new: 0, changed: 0, unchanged: 0, older: 0 }
    for await (const page of gudid.pull({ files, config, log: silentLog, now: () => new Date() }, undefined)) {
      const change = await store(...page.records)
      for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += change.counts[key]
    }
    return counts
  }
  const start = performance.now()
  expect(await load()).toMatchObject({ new: 50_000, older: 0 })
  const seconds = (performance.now() - start) / 1000
  expect(seconds).toBeLessThan(20)

  const writes = await writesDuring(db, async () => {
    expect(await load()).toMatchObject({ unchanged: 50_000, new: 0 })
  })
  expect(writes).toEqual({})
  await files.close()
  expect((await recordsByName(db, ['70402-000083'])).get('70402-000083')).toMatchObject([
    { company: 'PHYSIO-CONTROL, INC.' },
  ])
})
