import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { type FormSaid, formCsv, formRows, formWorkbook } from '#tests/support/mds2-form.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { readSheetsOf } from '#wiring/read-sheets-of.ts'
import {
  addForm,
  bindForm,
  configurationsOfForm,
  formsOfDevice,
  getForm,
  getFormFile,
  listForms,
  recogniseDocument,
  removeForm,
  type Target,
} from './composition.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

async function add(said: FormSaid | Buffer, given: Target = {}) {
  const content = Buffer.isBuffer(said) ? said : await formWorkbook(formRows(said))
  const file = { name: 'mds2.xlsx', content }
  const found = await recogniseDocument(file, readSheetsOf)
  if (found.kind !== 'mds2') throw new Error('not taken for a form')
  return await inTransaction(db, (tx) =>
    addForm(tx, actor, { ...file, mediaType: found.mediaType }, found.form, given, new Date()),
  )
}

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

/** The topic on the device's page; undefined where no form surely speaks of it. */
async function told(deviceId: string, topic: string) {
  const form = (await formsOfDevice(db, organisationId, deviceId)).find(({ counts }) => counts)
  return form?.topics.find(({ id }) => id === topic)?.word
}
const rowOf = async (id: string) => (await getForm(db, organisationId, id)).form

test('a form reaches every device of its model and version, whichever of the two came first', async () => {
  const before = await deviceOf('Valve 100', '4.2')
  const { id } = await add({ model: 'Valve 100, software version 4.2', answers: { 'MPII-2': 'Yes' } })
  const after = await deviceOf('Valve 100', '4.2.0', 'ASGARD MEDICAL INC')
  const other = await deviceOf('Valve 100', '4.3')

  expect(await told(before.deviceId, 'holds-data')).toBe('yes')
  expect(await told(after.deviceId, 'holds-data')).toBe('yes')
  expect(await told(other.deviceId, 'holds-data')).toBeUndefined()
  expect(await rowOf(id)).toMatchObject({
    manufacturer: 'Asgard Medical',
    model: 'Valve 100',
    versions: '4.2',
    edition: '2019',
    devices: 2,
    unsureDevices: 0,
    asked: 240,
    answered: 240,
    holdsData: true,
    replacedBy: null,
  })
  expect([...(await configurationsOfForm(db, organisationId, id))].sort()).toEqual(
    [before.configurationId, after.configurationId].sort(),
  )
})

test('a form that names several models reaches the devices of each, and no other', async () => {
  const one = await deviceOf('Recorder 435', '')
  const another = await deviceOf('Recorder 450', '1')
  const none = await deviceOf('Recorder 999', '1')
  await add({ model: 'Recorder 435, 436 and Recorder 450' })
  expect(await told(one.deviceId, 'holds-data')).toBe('no')
  expect(await told(another.deviceId, 'holds-data')).toBe('no')
  expect(await told(none.deviceId, 'holds-data')).toBeUndefined()
})

test('a form that is of no device here waits for one, and one of a version that is not known may be meant', async () => {
  const { id } = await add({ model: 'Valve 200, version 2' })
  expect(await rowOf(id)).toMatchObject({ devices: 0, unsureDevices: 0 })
  const unknown = await deviceOf('Valve 200', '')
  expect(await rowOf(id)).toMatchObject({ devices: 0, unsureDevices: 1 })
  expect(await formsOfDevice(db, organisationId, unknown.deviceId)).toMatchObject([{ counts: false, isSure: false }])
  await deviceOf('Valve 200', '2.0')
  expect(await rowOf(id)).toMatchObject({ devices: 1, unsureDevices: 1 })
})

test('the same file again writes nothing, and the file is kept as it came', async () => {
  const content = await formWorkbook(formRows({ model: 'Valve 300' }))
  const first = await add(content)
  const count = () =>
    sql`select (select count(*) from mds2_form), (select count(*) from stored_file),
    (select count(*) from audit_entry)`
      .execute(db)
      .then(({ rows }) => rows)
  const before = await count()
  expect(first.isNew).toBe(true)
  expect(await add(content)).toEqual({ id: first.id, isNew: false })
  expect(await count()).toEqual(before)
  const kept = await getFormFile(db, organisationId, first.id)
  expect(kept).toMatchObject({ name: 'mds2.xlsx', isText: false })
  expect(kept.content.equals(content)).toBe(true)
})

test('a newer form takes the place of the older with its differences, and gives it back', async () => {
  const { deviceId } = await deviceOf('Valve 400', '1')
  const older = await add({
    model: 'Valve 400',
    releasedOn: '2024-05-01',
    answers: { 'MPII-2': 'Yes', 'RMOT-1': 'Yes' },
  })
  const newer = await add({
    model: 'Valve 400',
    releasedOn: '2026-05-01',
    documentId: 'MDS2-2',
    answers: { 'MPII-2': 'No', 'RMOT-1': ['Yes', 'by VPN'] },
  })
  const oldest = await add({ model: 'Valve 400', releasedOn: '2020-05-01' })

  expect(await told(deviceId, 'holds-data')).toBe('no')
  expect((await rowOf(older.id)).replacedBy).toBe(newer.id)
  expect((await rowOf(oldest.id)).replacedBy).toBe(newer.id)
  expect((await getForm(db, organisationId, newer.id)).before).toEqual({
    id: older.id,
    edition: '2019',
    versions: '',
    releasedOn: '2024-05-01',
    differences: [
      {
        name: 'MPII-2',
        question: 'About Patients’ data, number 2?',
        before: { word: 'yes', note: '' },
        after: { word: 'no', note: '' },
      },
      {
        name: 'RMOT-1',
        question: 'About Remote service, number 1?',
        before: { word: 'yes', note: '' },
        after: { word: 'yes', note: 'by VPN' },
      },
    ],
  })
  expect((await getForm(db, organisationId, oldest.id)).before).toBeNull()

  await inTransaction(db, (tx) => removeForm(tx, actor, newer.id, 'It was of another valve'))
  await expect(getForm(db, organisationId, newer.id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await told(deviceId, 'holds-data')).toBe('yes')
  expect((await rowOf(older.id)).replacedBy).toBeNull()
  expect((await rowOf(oldest.id)).replacedBy).toBe(older.id)
})

test('forms of two editions are compared by what both ask', async () => {
  const rows = [
    ['MDS2 – HN 1-2013'],
    ['Manufacturer: Asgard Medical', 'Device Model: Valve 450', 'Document Release Date: 2014-01-31'],
    ['ID', 'Question', 'Yes, No, N/A, or See Note', 'Note #'],
    ['A', 'Private data?', 'Yes', ''],
    ['C.2', 'Held?', 'Yes', ''],
    ['10-1', 'Anti-malware?', 'No', ''],
    ['17-1', 'Encrypted?', 'No', ''],
    ['20-1', 'From afar?', 'No', ''],
  ]
  await add(await formWorkbook(rows, []))
  const { id } = await add({ model: 'Valve 450', answers: { 'MPII-2': 'Yes', 'STCF-1': 'Yes' } })
  const { before } = await getForm(db, organisationId, id)
  expect(before).toMatchObject({ edition: '2013', releasedOn: '2014-01-31' })
  expect(before?.differences.filter((one) => one.before?.word !== 'blank')).toEqual([
    {
      name: 'Can encrypt what it stores',
      question: 'STCF-1',
      before: { word: 'no', note: '' },
      after: { word: 'yes', note: '' },
    },
  ])
})

test('a person says what a form is of where it does not, or says it in other words than the inventory', async () => {
  const { deviceId } = await deviceOf('Valve 500', '3.1')
  await expect(add({ model: '' })).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('which model it is of'),
  })
  const { id } = await add({ model: '' }, { model: 'Valve 555', versions: '3.1' })
  expect(await told(deviceId, 'audit')).toBeUndefined()
  await inTransaction(db, (tx) =>
    bindForm(tx, actor, id, { manufacturer: 'Asgard Medical', model: 'Valve 500', versions: '>= 3' }, 'On the label'),
  )
  expect(await told(deviceId, 'audit')).toBe('no')
  const { rows } = await sql`select action, reason from audit_entry where subject_id = ${id} order by id`.execute(db)
  expect(rows).toEqual([
    { action: 'mds2.added', reason: null },
    { action: 'mds2.bound', reason: 'On the label' },
  ])
})

test('forms are listed by maker, model and versions, and found by words', async () => {
  const all = await listForms(db, organisationId, { limit: 100 })
  const models = all.items.map(({ model }) => model)
  expect(models.length).toBeGreaterThan(8)
  expect(models).toEqual([...models].sort())
  const found = await listForms(db, organisationId, { q: 'valve 400', limit: 1 })
  expect(found.items).toMatchObject([{ model: 'Valve 400', asked: 240, remarks: 1 }])
  const rest = await listForms(db, organisationId, { q: 'valve 400', limit: 9, cursor: found.next! })
  expect(rest.items).toHaveLength(1)
  const replaced = await listForms(db, organisationId, { q: 'valve 400', inForce: false, limit: 9 })
  expect(replaced.items).toMatchObject([{ releasedOn: '2020-05-01' }])
})

const recognised = (name: string, content: string | Buffer) =>
  recogniseDocument({ name, content: Buffer.from(content) }, readSheetsOf)

test('what a file is is told by its content, not by its name', async () => {
  expect(await recognised('form.json', formCsv(formRows(), ';'))).toMatchObject({
    kind: 'mds2',
    mediaType: 'text/plain',
  })
  expect(await recognised('bill.csv', ' {"bomFormat":"CycloneDX"}')).toEqual({ kind: 'sbom' })
  expect(await recognised('bill.txt', '# made by us\nSPDXVersion: SPDX-2.3')).toEqual({ kind: 'sbom' })
  const windows = Buffer.from(formCsv(formRows({ manufacturer: 'Müller' })).replaceAll('’', "'"), 'latin1')
  expect(await recognised('form.csv', windows)).toMatchObject({ form: { manufacturer: 'Müller' } })
  const wide = Buffer.from(`\uFEFF${formCsv(formRows(), '\t')}`, 'utf16le')
  expect(await recognised('form.txt', wide)).toMatchObject({ form: { manufacturer: 'Asgard Medical' } })
})

test('a text that is too long for a form is not looked through', async () => {
  await expect(recognised('form.csv', 'MPII-1,Does it?,Yes\n'.repeat(200_000))).rejects.toMatchObject({
    code: 'too_large',
  })
})

test.each([
  ['an empty file', '', /empty/],
  ['a PDF', '%PDF-1.7\n…', /PDF cannot be read.*\.xlsx/],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /Save it as \.xlsx/],
  ['a letter', 'Dear all, please find the form attached.', /neither an MDS2 form .* nor a bill/],
  ['a zip of something else', Buffer.from('PK\x03\x04 and no more'), /damaged or cut off|no Excel workbook/],
])('%s is refused with a sentence that says what to do', async (_, content, sentence) => {
  await expect(recognised('file', content)).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringMatching(sentence),
  })
})
