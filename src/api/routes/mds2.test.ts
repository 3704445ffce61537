import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inCorpus } from '#tests/support/corpus.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { formCsv, formRows, formWorkbook } from '#tests/support/mds2-form.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, signedIn } = await testServer(db)
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')
const hospital = await newHospital(db)

async function send(
  content: string | Buffer,
  name = 'mds2.xlsx',
  fields: Record<string, string> = {},
  person = analyst,
) {
  const line = '\r\n'
  const part = (head: string, body: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--x${line}content-disposition: form-data; ${head}${line}${line}`),
      Buffer.from(body),
      Buffer.from(line),
    ])
  return await app.inject({
    method: 'POST',
    url: '/api/v1/documents',
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': 'multipart/form-data; boundary=x',
    },
    payload: Buffer.concat([
      ...Object.entries(fields).map(([field, value]) => part(`name="${field}"`, value)),
      part(`name="file"; filename="${name}"`, content),
      Buffer.from(`--x--${line}`),
    ]),
  })
}

test('a workbook is taken for an MDS2 form, and tells of the devices of its model', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    d1: { assetTag: 'CE-1', manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '9.1' },
    d2: { assetTag: 'CE-2', manufacturer: 'Example Medical', model: 'Drip 4000', softwareVersion: '9.1' },
  })
  const workbook = await formWorkbook(
    formRows({
      manufacturer: 'Example Medical',
      model: 'Drip 3000',
      answers: { 'MPII-2': ['Yes', '<b>encrypted</b>'] },
    }),
  )
  const added = await send(workbook, '../../evil.xlsx')
  expect([added.statusCode, added.json()]).toEqual([201, { kind: 'mds2', id: expect.any(String), isNew: true }])
  const { id } = added.json()
  expect((await send(workbook)).json()).toEqual({ kind: 'mds2', id, isNew: false })

  expect((await viewer.get('/mds2')).json()).toMatchObject({
    items: [{ id, devices: 1, model: 'Drip 3000' }],
    next: null,
  })
  const form = (await viewer.get(`/mds2/${id}`)).json()
  expect(form).toMatchObject({ fileName: 'evil.xlsx', before: null, subject: { contact: 'security@example.org' } })
  expect(form.sections.map(({ code }: { code: string }) => code)).toHaveLength(23)
  expect(form.sections[1].answers[1]).toMatchObject({ id: 'MPII-2', word: 'yes', note: '<b>encrypted</b>' })

  const ofDevice = (await viewer.get(`/devices/${deviceIds[0]}/mds2`)).json()
  expect(ofDevice).toMatchObject({ items: [{ counts: true, isSure: true, form: { id } }] })
  expect(ofDevice.items[0].topics[0]).toEqual({
    id: 'holds-data',
    title: 'Holds patients’ data',
    question: 'MPII-2',
    word: 'yes',
    note: '<b>encrypted</b>',
    isGood: null,
  })
  expect((await viewer.get(`/devices/${deviceIds[1]}/mds2`)).json()).toEqual({ items: [] })
  expect((await viewer.get(`/devices?mds2=${id}`)).json().items).toMatchObject([{ id: deviceIds[0] }])

  const file = await viewer.get(`/mds2/${id}/document`)
  expect(file.headers['content-type']).toBe('application/octet-stream')
  expect(file.headers['content-disposition']).toBe("attachment; filename*=UTF-8''evil.xlsx")
  expect(file.rawPayload.equals(workbook)).toBe(true)
})

test('a bill that is added as a document is a bill', async () => {
  const bill = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { supplier: { name: 'Example Medical' }, component: { name: 'Drip 3000', version: '9.1' } },
    components: [{ name: 'zlib', version: '1.2.11' }],
  })
  const added = (await send(bill, 'bill.txt')).json()
  expect(added).toEqual({ kind: 'sbom', id: expect.any(String), isNew: true })
  expect((await viewer.get(`/sboms/${added.id}`)).json()).toMatchObject({ bill: { devices: 1 } })
})

test('a form is bound otherwise and taken out of force with a reason', async () => {
  const csv = formCsv(formRows({ manufacturer: 'Example Medical', model: 'Drip X', documentId: 'D-2' }))
  const { id } = (await send(csv, 'form.csv')).json()
  const to = { manufacturer: 'Example Medical', model: 'Drip 4000', versions: '>= 9', reason: 'Read on the label' }
  expect((await analyst.put(`/mds2/${id}/binding`, to)).json()).toMatchObject({
    form: { devices: 1, versions: '>= 9' },
  })
  expect((await viewer.get(`/mds2/${id}/document`)).headers['content-type']).toBe('text/plain; charset=utf-8')
  expect((await analyst.delete(`/mds2/${id}?reason=Of%20another`)).statusCode).toBe(204)
  expect((await viewer.get(`/mds2/${id}`)).statusCode).toBe(404)
})

test('what is no document is refused with a sentence; who may only look adds nothing', async () => {
  const pdf = await send('%PDF-1.7', 'mds2.pdf')
  expect([pdf.statusCode, pdf.json().detail]).toEqual([422, expect.stringContaining('.xlsx')])
  const list = await send(Buffer.from('Asset tag,Model\nA,B\n'), 'devices.csv')
  expect([list.statusCode, list.json().detail]).toEqual([422, expect.stringContaining('neither an MDS2 form')])
  expect((await send(formCsv(formRows()), 'form.csv', {}, viewer)).statusCode).toBe(403)
})

const published = inCorpus('mds2/medicapture-mvr-2026-03-20.txt')
test.skipIf(!published)('a form that its maker published reaches each of its models', async () => {
  const { deviceIds } = await hospital.says(hospital.cmms, {
    m1: { assetTag: 'M-1', manufacturer: 'MediCapture, Inc.', model: 'MVR450', softwareVersion: '2.1' },
    m2: { assetTag: 'M-2', manufacturer: 'MEDICAPTURE', model: 'MTR 156' },
    m3: { assetTag: 'M-3', manufacturer: 'MediCapture', model: 'MVR999' },
  })
  const { id } = (await send(readFileSync(published!), 'mvr.txt')).json()
  const reached = (await viewer.get(`/devices?mds2=${id}`)).json().items.map((device: { id: string }) => device.id)
  expect(reached.sort()).toEqual(deviceIds.slice(0, 2).sort())
})
