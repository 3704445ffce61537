import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  addBill,
  billsOfDevice,
  bindBill,
  componentsOf,
  configurationsOfBill,
  getBill,
  listBills,
  listComponents,
  listStatements,
  removeBill,
  type Target,
} from './composition.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

interface Said {
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  readonly at?: string
  readonly components?: readonly { name: string; version?: string; 'bom-ref'?: string }[]
  readonly vulnerabilities?: readonly object[]
}

const billText = ({
  maker,
  model,
  version,
  at,
  components = [{ name: 'openssl', version: '1.1.1k' }],
  vulnerabilities,
}: Said) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: {
      timestamp: at,
      supplier: maker ? { name: maker } : undefined,
      component: model ? { name: model, version } : undefined,
    },
    components,
    vulnerabilities,
  })

const add = (said: Said | string, given: Target = {}) =>
  inTransaction(db, (tx) =>
    addBill(
      tx,
      actor,
      { name: 'bill.json', content: Buffer.from(typeof said === 'string' ? said : billText(said)) },
      given,
      new Date(),
    ),
  )

let key = 0
/** A device of its own model, so that tests do not meet. */
async function deviceOf(model: string, softwareVersion: string, manufacturer = 'Asgard Medical') {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    [`d${++key}`]: { assetTag: `CE-${key}`, manufacturer, model, softwareVersion },
  })
  const { rows } = await sql<{
    id: string
  }>`select configuration_id as id from device where id = ${deviceIds[0]!}`.execute(db)
  return { deviceId: deviceIds[0]!, configurationId: rows[0]!.id }
}

const namesIn = async (configurationId: string) =>
  (await componentsOf(db, organisationId, [configurationId])).get(configurationId)?.map(({ name }) => name) ?? null

const rowOf = async (id: string) => (await getBill(db, organisationId, id)).bill

test('a bill reaches every device of its model and version, whichever of the two came first', async () => {
  const before = await deviceOf('Valve 100', '4.2')
  const { id } = await add({ maker: 'Asgard Medical, Inc.', model: 'Valve 100', version: '4.2' })
  const after = await deviceOf('Valve 100', '4.2.0')
  const other = await deviceOf('Valve 100', '4.3')

  expect(await namesIn(before.configurationId)).toEqual(['openssl'])
  expect(await namesIn(after.configurationId)).toEqual(['openssl'])
  expect(await namesIn(other.configurationId)).toBeNull()
  expect(await rowOf(id)).toMatchObject({ devices: 2, unsureDevices: 0, components: 1, replacedBy: null })
  expect([...(await configurationsOfBill(db, organisationId, id))].sort()).toEqual(
    [before.configurationId, after.configurationId].sort(),
  )
  expect(await billsOfDevice(db, organisationId, before.deviceId)).toMatchObject([
    { bill: { id }, counts: true, isSure: true, because: [{ part: 'vendor' }, { part: 'model' }, { part: 'version' }] },
  ])
})

test('the same file again writes nothing', async () => {
  const said = { maker: 'Asgard Medical', model: 'Valve 200', version: '1' }
  const first = await add(said)
  const { rows: before } = await sql`select count(*) from sbom, stored_file, audit_entry`.execute(db)

  expect(await add(said)).toEqual({ kind: 'bill', id: first.id, isNew: false })
  expect((await sql`select count(*) from sbom, stored_file, audit_entry`.execute(db)).rows).toEqual(before)
})

test('a bill without a version counts for every version, and says so', async () => {
  const { configurationId } = await deviceOf('Valve 300', '7.7')
  const { id } = await add({ maker: 'Asgard Medical', model: 'Valve 300' })

  expect(await namesIn(configurationId)).toEqual(['openssl'])
  expect((await getBill(db, organisationId, id)).remarks).toEqual([
    {
      part: 'bill',
      name: 'Valve 300',
      reason: 'It states no version of the product: it counts for every version of the model.',
    },
  ])
})

test('of several bills the most specific counts', async () => {
  const { configurationId, deviceId } = await deviceOf('Valve 400', '4.2')
  const one = (name: string, versions: string) =>
    add({ maker: 'Asgard Medical', model: 'Valve 400', components: [{ name }] }, { versions })
  await one('of all', '*')
  expect(await namesIn(configurationId)).toEqual(['of all'])
  await one('of a range', '>= 4.0 | < 5.0')
  expect(await namesIn(configurationId)).toEqual(['of a range'])
  await one('of a list', '4.1, 4.2')
  expect(await namesIn(configurationId)).toEqual(['of a list'])
  const exact = await one('of one', '4.2')
  expect(await namesIn(configurationId)).toEqual(['of one'])
  await one('of another', '4.3')

  const bills = await billsOfDevice(db, organisationId, deviceId)
  expect(bills.map(({ bill, counts }) => [bill.versions, counts])).toEqual([
    ['4.2', true],
    ['4.1, 4.2', false],
    ['>= 4.0 | < 5.0', false],
    ['', false],
  ])
  expect((await rowOf(exact.id)).devices).toBe(1)
  expect((await rowOf(bills[1]!.bill.id)).devices).toBe(0)
})

test('a newer bill of the same subject takes the place of the older, which comes back when it is removed', async () => {
  const { configurationId } = await deviceOf('Valve 500', '1')
  const said = { maker: 'Asgard Medical', model: 'Valve 500', version: '1' }
  const older = await add({ ...said, at: '2025-01-01T00:00:00Z', components: [{ name: 'old' }] })
  const newer = await add({ ...said, at: '2026-01-01T00:00:00Z', components: [{ name: 'new' }] })
  const oldest = await add({ ...said, at: '2024-01-01T00:00:00Z', components: [{ name: 'oldest' }] })

  expect(await namesIn(configurationId)).toEqual(['new'])
  expect((await rowOf(older.id)).replacedBy).toBe(newer.id)
  expect((await rowOf(oldest.id)).replacedBy).toBe(newer.id)

  await inTransaction(db, (tx) => removeBill(tx, actor, newer.id, 'It was of another pump'))
  await expect(getBill(db, organisationId, newer.id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await namesIn(configurationId)).toEqual(['old'])
  expect((await rowOf(older.id)).replacedBy).toBeNull()
  expect((await rowOf(oldest.id)).replacedBy).toBe(older.id)
})

test('what may be meant and is not sure is counted apart, and used for nothing', async () => {
  const unknown = await deviceOf('Valve 600', '')
  const { id } = await add({ maker: 'Asgard Medical', model: 'Valve 600', version: '2.0' })

  expect(await namesIn(unknown.configurationId)).toBeNull()
  expect(await rowOf(id)).toMatchObject({ devices: 0, unsureDevices: 1 })
  expect(await billsOfDevice(db, organisationId, unknown.deviceId)).toMatchObject([{ counts: false, isSure: false }])
})

test('a person says what a bill is of where the bill does not, or says it in other words than the inventory', async () => {
  const { configurationId } = await deviceOf('Valve 700', '3.1')
  const nameless = billText({})
  await expect(add(nameless)).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('Give manufacturer and model'),
  })
  await expect(
    add(nameless, { manufacturer: 'Asgard Medical', model: 'Valve 700', versions: 'the newest, I think' }),
  ).rejects.toMatchObject({ code: 'bad_request' })
  const { id } = await add(nameless, { manufacturer: 'Asgard Medical', model: 'Valve 777', versions: '3.1' })
  expect(await namesIn(configurationId)).toBeNull()

  await inTransaction(db, (tx) =>
    bindBill(
      tx,
      actor,
      id,
      { manufacturer: 'Asgard Medical', model: 'Valve 700', versions: '>= 3' },
      'Read on the label',
    ),
  )
  expect(await namesIn(configurationId)).toEqual(['openssl'])
  const { rows } = await sql<{ action: string; reason: string | null }>`
    select action, reason from audit_entry where subject_id = ${id} order by id`.execute(db)
  expect(rows).toEqual([
    { action: 'sbom.added', reason: null },
    { action: 'sbom.bound', reason: 'Read on the label' },
  ])
})

test('thousands of components are searched and read page by page', async () => {
  const components = Array.from({ length: 3000 }, (_, at) => ({
    name: `Lib-${String(at).padStart(4, '0')}`,
    version: `1.${at}`,
  }))
  const { id } = await add({ maker: 'Asgard Medical', model: 'Valve 800', version: '1', components })

  const first = await listComponents(db, organisationId, id, { limit: 100 })
  const second = await listComponents(db, organisationId, id, { limit: 100, cursor: first.next! })
  expect([first.items[0]!.name, second.items[0]!.name, second.items.at(-1)!.name]).toEqual([
    'Lib-0000',
    'Lib-0100',
    'Lib-0199',
  ])
  const found = await listComponents(db, organisationId, id, { q: 'LIB 1.2999', limit: 100 })
  expect(found).toMatchObject({ items: [{ name: 'Lib-2999' }], next: null })
})

test('statements name the components that they are about', async () => {
  const { id } = await add({
    maker: 'Asgard Medical',
    model: 'Valve 900',
    version: '1',
    components: [{ 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k' }],
    vulnerabilities: [
      {
        id: 'CVE-2021-3711',
        analysis: { state: 'not_affected', detail: 'SM2 is not used.' },
        affects: [{ ref: 'ssl' }, { ref: 'gone' }],
      },
    ],
  })
  expect((await listStatements(db, organisationId, id, { limit: 10 })).items).toEqual([
    {
      position: 0,
      vulnerabilityId: 'CVE-2021-3711',
      state: 'not_affected',
      justification: '',
      response: [],
      detail: 'SM2 is not used.',
      notApplied: null,
      affects: [
        { ref: 'ssl', component: 0, versions: [], name: 'openssl 1.1.1k' },
        { ref: 'gone', component: null, versions: [], name: null },
      ],
    },
  ])
})

test('bills are listed by maker, model and versions, and found by words', async () => {
  const all = await listBills(db, organisationId, { limit: 100 })
  const own = all.items.filter(({ manufacturer }) => manufacturer === 'Asgard Medical').map(({ model }) => model)
  expect(own).toHaveLength(13)
  expect(own).toEqual([...own].sort())
  const found = await listBills(db, organisationId, { q: 'valve 400', inForce: true, limit: 2 })
  expect(found.items.map(({ versions }) => versions)).toEqual(['', '4.1, 4.2'])
  const rest = await listBills(db, organisationId, { q: 'valve 400', inForce: true, limit: 50, cursor: found.next! })
  expect(rest.items.map(({ versions }) => versions)).toEqual(['4.2', '4.3', '>= 4.0 | < 5.0'])
})
