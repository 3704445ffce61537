import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { listDevices, prepare } from '#domain/inventory/inventory.ts'
import { onFeedRecords, onMatchAgain, onNames, onObservations, onPersonObservation, onRestore } from '#domain/loop.ts'
import { nameRules } from '#domain/names/names.ts'
import { listQuestions } from '#domain/remediation/remediation.ts'
import type { Advisory } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { RecallEntry } from '#model/recall.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

const recall: RecallEntry = {
  list: 'recall',
  key: '900001',
  number: 'Z-0101-2026',
  eventId: '90001',
  firm: 'Meadow Medical, Inc.',
  product: 'Meadow Infusion Pump MP-200',
  codeInfo: 'Serial Numbers: MP200-10000 through MP200-10999',
  reason: 'A cybersecurity vulnerability.',
  status: 'Open, Classified',
  publishedOn: '2026-01-20',
}
const publish = () =>
  inTransaction(db, (tx) =>
    onFeedRecords(tx, organisationId, actor, [
      { kind: 'recall', entry: recall },
      { kind: 'complete', of: 'recall', asOf: '2026-01-30', version: '2026-01-30' },
    ]),
  )
const now = '2026-02-01T00:00:00.000Z'
const says = (devices: Record<string, DeviceClaims>) =>
  inTransaction(db, (tx) =>
    onObservations(
      tx,
      hospital.cmms,
      { id: null as never, now, actor },
      Object.entries(devices).map(([sourceKey, claims]) => prepare({ sourceKey, observedAt: now, claims })),
    ),
  )
const pump = (assetTag: string, serialNumber?: string): DeviceClaims => ({
  ...{ assetTag, manufacturer: 'Meadow Medical', model: 'Infusion Pump MP-200' },
  ...(serialNumber && { serialNumber }),
})

const answers = async () =>
  Object.fromEntries(
    (
      await sql<{ tag: string; answer: string | null }>`
        select d.asset_tag as tag, m.answer from device d
        left join match m on m.organisation_id = d.organisation_id and m.configuration_id = d.configuration_id and m.withdrawn_at is null
        order by 1`.execute(db)
    ).rows.map(({ tag, answer }) => [tag, answer]),
  )

beforeAll(async () => {
  await says({
    a: pump('T-1', 'MP200-10500'),
    b: pump('T-2', 'MP200-11500'),
    c: pump('T-3'),
    d: { assetTag: 'T-4', manufacturer: 'Brook', model: 'Monitor', serialNumber: '77' },
  })
})

test('devices of a model are told apart by serial number only once an advisory asks for it', async () => {
  const configurations = async () =>
    (await sql<{ n: number }>`select count(distinct configuration_id)::int as n from device`.execute(db)).rows[0]!.n
  expect(await configurations()).toBe(2)

  await publish()

  expect(await answers()).toEqual({ 'T-1': 'affected', 'T-2': 'not_affected', 'T-3': 'cannot_tell', 'T-4': null })
  expect(await configurations()).toBe(4)
})

test('the same recall and the same devices again write nothing', async () => {
  const writes = await writesDuring(db, async () => {
    await publish()
  })
  expect(writes).toEqual({})
})

test('a device that comes later is told apart as well', async () => {
  await says({ e: pump('T-5', 'MP200-10001'), f: pump('T-6', 'MP200-20001') })
  expect(await answers()).toMatchObject({ 'T-5': 'affected', 'T-6': 'not_affected' })
})

test('the serial number of the others is asked for, and a reading settles it', async () => {
  const { items } = await listQuestions(db, organisationId, { limit: 10 })
  expect(items).toMatchObject([{ attribute: 'serialNumber', devices: 1, findings: 1 }])

  const { items: found } = await listDevices(db, organisationId, { q: 'T-3' }, { sort: 'name', after: null, limit: 5 })
  await inTransaction(db, (tx) => onPersonObservation(tx, actor, found[0]!.id, { serialNumber: 'MP200-10002' }, now))

  expect(await answers()).toMatchObject({ 'T-3': 'affected' })
  expect((await listQuestions(db, organisationId, { limit: 10 })).items).toEqual([])
})

test('devices are told apart where an alias brings them to the recall', async () => {
  const renamed = (assetTag: string, serialNumber: string) => ({
    ...pump(assetTag, serialNumber),
    manufacturer: 'Zorblax Infusion',
  })
  await says({ g: renamed('T-7', 'MP200-10007'), h: renamed('T-8', 'MP200-20008') })
  expect(await answers()).toMatchObject({ 'T-7': null, 'T-8': null })

  const rule = { kind: 'vendor', name: 'Zorblax Infusion', maker: 'Meadow Medical' } as const
  await inTransaction(db, (tx) => onNames(tx, actor, () => nameRules.set(tx, actor, [{ rule, note: 'The plate' }])))

  expect(await answers()).toMatchObject({ 'T-7': 'affected', 'T-8': 'not_affected' })
})

const another = { ...recall, key: '900002', number: 'Z-0102-2026', eventId: '90002', product: 'Meadow Ventilator MV-9' }
const ventilator = (assetTag: string, serialNumber: string) => ({
  ...pump(assetTag, serialNumber),
  model: 'Ventilator MV-9',
})

test('devices are told apart where a person has them matched again', async () => {
  await says({ i: ventilator('T-9', 'MP200-10009'), j: ventilator('T-10', 'MP200-20010') })
  // What one organisation reads, all know; the others' devices are matched when something makes them be.
  await inTransaction(db, (tx) =>
    storeFeedRecords(tx, [
      { kind: 'recall', entry: another },
      { kind: 'complete', of: 'recall', asOf: '2026-01-31', version: '2026-01-31' },
    ]),
  )
  expect(await answers()).toMatchObject({ 'T-9': null, 'T-10': null })

  await inTransaction(db, (tx) => onMatchAgain(tx, actor, { advisoryIds: ['fda:recall-90002'] }))

  expect(await answers()).toMatchObject({ 'T-9': 'affected', 'T-10': 'not_affected' })
})

test('devices are told apart where a recall is put in force again that was withdrawn when they came', async () => {
  const { id, reason } = { id: 'fda:recall-90002', reason: 'Double' }
  await inTransaction(db, (tx) =>
    onFeedRecords(tx, organisationId, actor, [{ kind: 'advisory_withdrawn', advisoryId: id, reason, by: 'Ada' }]),
  )
  const model = 'MV-9 Ventilator'
  await says({
    k: { ...ventilator('T-11', 'MP200-10011'), model },
    l: { ...ventilator('T-12', 'MP200-20012'), model },
  })
  expect(await answers()).toMatchObject({ 'T-11': null, 'T-12': null })

  await inTransaction(db, (tx) => onRestore(tx, actor, id))

  expect(await answers()).toMatchObject({ 'T-11': 'affected', 'T-12': 'not_affected' })
})

const scanner = (assetTag: string, serialNumber?: string): DeviceClaims => ({
  ...{ assetTag, manufacturer: 'Meadow Medical', model: 'Scanner SC-7', softwareVersion: '1.0' },
  ...(serialNumber && { serialNumber }),
})
const flaw = 'CVE-2026-7700'
const vexOn = (serialNumber: string, over: Partial<Advisory> = {}) =>
  advisoryRecord({
    ...{ id: 'meadow:VEX-1', trackingId: 'VEX-1', publisher: 'Meadow Medical', category: 'csaf_vex' },
    products: [
      productEntry({
        ...{ productId: 'V1', vendor: 'Meadow Medical', name: 'Scanner SC-7', version: '1.0' },
        identifiers: { serialNumbers: [serialNumber] },
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: flaw, status: { known_not_affected: ['V1'] } })],
    ...over,
  })
const byCert = advisoryRecord({
  trackingId: 'C-1',
  products: [
    productEntry({
      ...{ productId: 'P1', vendor: 'Meadow Medical', name: 'Scanner SC-7', version: '< 2.0' },
      ...{ versionForm: 'comparison', isRange: true },
    }),
  ],
  vulnerabilities: [statement({ vulnerabilityId: flaw, status: { known_affected: ['P1'] } })],
})
const tell = (...records: Parameters<typeof onFeedRecords>[3][number][]) =>
  inTransaction(db, (tx) => onFeedRecords(tx, organisationId, actor, records))
const ofScanners = async () =>
  Object.fromEntries(Object.entries(await answers()).filter(([tag]) => tag.startsWith('SC-')))
const deviceOf = async (tag: string) =>
  (await listDevices(db, organisationId, { q: tag }, { sort: 'name', after: null, limit: 5 })).items[0]!.id
const questions = async () =>
  (await listQuestions(db, organisationId, { limit: 10 })).items.filter(({ model }) => model === 'Scanner SC-7')

test('a word that clears some serial numbers opens nothing where nobody says that the device is affected', async () => {
  await says({ m: scanner('SC-1', 'SC7-1'), n: scanner('SC-2', 'SC7-2'), o: scanner('SC-3') })
  await tell(vexOn('SC7-1'))
  expect(await ofScanners()).toEqual({ 'SC-1': null, 'SC-2': null, 'SC-3': null })
  expect(await questions()).toEqual([])
})

test('where somebody does it clears the device of that number, and the number is asked for where it is not known', async () => {
  await tell(byCert)
  expect(await ofScanners()).toEqual({ 'SC-1': 'not_affected', 'SC-2': 'affected', 'SC-3': 'affected' })

  const key = { deviceId: await deviceOf('SC-3'), vulnerabilityId: flaw }
  const { evidence, finding } = await getFinding(db, organisationId, key)
  expect(finding).toMatchObject({ answer: 'affected', isOpen: true, advisoryId: byCert.advisory.id })
  expect(evidence).toMatchObject([
    { advisoryId: byCert.advisory.id, answer: 'affected' },
    {
      ...{ advisoryId: 'meadow:VEX-1', answer: 'cannot_tell', mayClear: true },
      givesWay: expect.stringContaining('whether this device’s is among them cannot be told'),
    },
  ])
  expect(evidence[1]!.because).toContainEqual({
    ...{ part: 'identifier', outcome: 'unknown', asks: 'serialNumber' },
    text: "only serial numbers SC7-1 are meant, and the device's is not known",
  })
  expect(await questions()).toMatchObject([{ attribute: 'serialNumber', devices: 1, findings: 1 }])
  expect(await writesDuring(db, () => tell(vexOn('SC7-1'), byCert))).toEqual({})
})

test('nothing is asked where the word would clear nothing', async () => {
  // Of the same weight as the advisory, and not the maker’s: the worst of equal words decides.
  const other = { id: 'lab:VEX-1', trackingId: 'LVEX-1', publisher: 'Another Lab' }
  await tell(vexOn('SC7-1', { trackingStatus: 'final', revision: '2', vulnerabilities: [] }), vexOn('SC7-1', other))
  const key = { deviceId: await deviceOf('SC-3'), vulnerabilityId: flaw }
  const { evidence } = await getFinding(db, organisationId, key)
  expect(evidence.map(({ advisoryId, mayClear }) => [advisoryId, mayClear])).toEqual([
    [byCert.advisory.id, undefined],
    ['lab:VEX-1', false],
  ])
  expect(await questions()).toEqual([])
})

test('a reading of the number settles it', async () => {
  await tell(vexOn('SC7-3', { revision: '3', revisedAt: '2026-03-01T10:00:00Z' }))
  expect(await ofScanners()).toMatchObject({ 'SC-1': 'affected', 'SC-3': 'affected' })
  expect(await questions()).toMatchObject([{ attribute: 'serialNumber', devices: 1 }])

  const id = await deviceOf('SC-3')
  await inTransaction(db, (tx) => onPersonObservation(tx, actor, id, { serialNumber: 'SC7-3' }, now))

  expect(await ofScanners()).toMatchObject({ 'SC-1': 'affected', 'SC-3': 'not_affected' })
  expect(await questions()).toEqual([])
})
