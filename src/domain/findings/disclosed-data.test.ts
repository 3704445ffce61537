import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { addForm, bindForm, recogniseDocument, removeForm } from '#domain/composition/composition.ts'
import { prepare } from '#domain/inventory/inventory.ts'
import { onForm, onObservations } from '#domain/loop.ts'
import type { DeviceClaims } from '#model/device.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { type FormSaid, formCsv, formRows } from '#tests/support/mds2-form.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital
const vulnerabilityId = 'CVE-2026-0001'

beforeAll(async () => {
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [
        productEntry({
          productId: 'P1',
          name: 'Drip 3000',
          version: '< 9.2',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
    }),
  )
})

async function add(said: FormSaid) {
  const file = {
    name: 'mds2.csv',
    content: Buffer.from(formCsv(formRows({ manufacturer: 'Example Medical', model: 'Drip 3000', ...said }))),
  }
  const found = await recogniseDocument(file, () => Promise.reject(new Error('no workbook')))
  if (found.kind !== 'mds2') throw new Error('not taken for a form')
  const { form, mediaType } = found
  return await inTransaction(db, (tx) =>
    onForm(tx, actor, () => addForm(tx, actor, { ...file, mediaType }, form, {}, new Date())),
  )
}
const remove = (id: string) =>
  inTransaction(db, (tx) => onForm(tx, actor, () => removeForm(tx, actor, id, 'Of another')))

let key = 0
/** A pump of its own version, so that tests do not meet; through the whole loop, as an import is. */
async function pump(softwareVersion: string, claims: DeviceClaims = {}, sourceKey = `p${++key}`) {
  const now = new Date().toISOString()
  const device = {
    assetTag: `T-${sourceKey}`,
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    softwareVersion,
    ...claims,
  }
  const { changes } = await inTransaction(db, (tx) =>
    onObservations(tx, hospital.cmms, { id: newId(), now, actor }, [
      prepare({ sourceKey, observedAt: now, claims: device }),
    ]),
  )
  return changes[0]!.deviceId
}

async function weighed(deviceId: string) {
  const { finding, reasons } = await getFinding(db, organisationId, { deviceId, vulnerabilityId })
  const { text, source, effect } = reasons.find(({ rule }) => rule === 'stores-ephi')!
  return { text, source, effect, score: finding.score }
}

test('a form that says that data are held is evidence, whichever of form and device came first', async () => {
  const first = await pump('1.0')
  const before = await weighed(first)
  expect(before).toMatchObject({ text: expect.stringContaining('not known'), source: 'inventory' })
  await add({ model: 'Drip 3000, version 1.0', answers: { 'MPII-2': 'Yes' } })
  const second = await pump('1.0')

  const said = { text: 'It holds patients’ data, by the maker’s MDS2', source: 'MDS2' }
  expect(await weighed(first)).toEqual({ ...before, ...said })
  expect(await weighed(second)).toEqual({ ...before, ...said })
})

test('of inventory and form the worse counts', async () => {
  const denied = await pump('2.0', { storesPhi: false })
  const claimed = await pump('2.0', { storesPhi: true })
  const unknown = await pump('2.0')
  const [low, high] = [await weighed(denied), await weighed(claimed)]
  expect(low.effect).toBeLessThan(high.effect)
  const form = await add({ model: 'Drip 3000, version 2.0', answers: { 'MPII-2': 'Yes' } })
  expect(await weighed(denied)).toMatchObject({ effect: high.effect, source: 'MDS2' })
  expect(await weighed(claimed)).toEqual(high)

  await remove(form.id)
  expect(await weighed(denied)).toEqual(low)
  await add({ model: 'Drip 3000, version 2.0', documentId: 'D-2', answers: { 'MPII-2': 'No' } })
  expect(await weighed(denied)).toEqual(low)
  expect(await weighed(claimed)).toEqual(high)
  expect(await weighed(unknown)).toMatchObject({
    effect: low.effect,
    text: 'It holds no patients’ data, by the maker’s MDS2',
  })
})

test('a form that leaves it open, or of which it is not sure whether it is of the device, changes nothing', async () => {
  const open = await pump('3.0')
  const unsure = await pump('')
  const before = [await weighed(open), await weighed(unsure)]
  await add({ model: 'Drip 3000, version 3.0', answers: { 'MPII-2': ['See Note', 'ask us'] } })
  await add({ model: 'Drip 3000, version 3.5', answers: { 'MPII-2': 'No' } })
  expect([await weighed(open), await weighed(unsure)]).toEqual(before)
})

test('a device that is updated, and a form that is bound otherwise, are weighed anew', async () => {
  const { id } = await add({ model: 'Drip 3000, version 4.1', answers: { 'MPII-2': 'No' } })
  const device = await pump('4.0', {}, 'updated')
  const before = await weighed(device)
  expect(before.source).toBe('inventory')
  await pump('4.1', {}, 'updated')
  expect(await weighed(device)).toMatchObject({ source: 'MDS2' })
  const to = { manufacturer: 'Example Medical', model: 'Drip 3000', versions: '4.7' }
  await inTransaction(db, (tx) => onForm(tx, actor, () => bindForm(tx, actor, id, to, 'Read on the label')))
  expect(await weighed(device)).toEqual(before)
})

test('a configuration without devices forgets what a form said that is gone', async () => {
  const { id } = await add({ model: 'Drip 3000, version 5.1', answers: { 'MPII-2': 'No' } })
  await pump('5.1', {}, 'moving')
  await pump('5.2', {}, 'moving')
  await remove(id)
  const marked =
    await sql`select from configuration where software_version = '5.1' and discloses_data is not null`.execute(db)
  expect(marked.rows).toEqual([])
  expect(await weighed(await pump('5.1', {}, 'moving'))).toMatchObject({ source: 'inventory' })
})

test('the same inventory again, with forms there, writes nothing', async () => {
  await pump('1.0', {}, 'again')
  const count = () =>
    sql`select (select count(*) from context) as contexts, (select max(scored_at) from basis_score) as scored,
    (select string_agg(xmin::text, ',' order by id) from device) as devices`
      .execute(db)
      .then(({ rows }) => rows)
  const before = await count()
  const now = new Date().toISOString()
  const claims = { assetTag: 'T-again', manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '1.0' }
  await inTransaction(db, (tx) =>
    onObservations(tx, hospital.cmms, { id: newId(), now, actor }, [
      prepare({ sourceKey: 'again', observedAt: now, claims }),
    ]),
  )
  expect(await count()).toEqual(before)
})
