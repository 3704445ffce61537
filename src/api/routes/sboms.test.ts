import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { largestBill } from '#domain/composition/composition.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, signedIn } = await testServer(db)
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')
const hospital = await newHospital(db)

const cve = 'CVE-2026-0001'
const bill = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { supplier: { name: 'Example Medical' }, component: { name: 'Drip 3000', version: '9.1' } },
  components: [{ 'bom-ref': 'z', name: '<img src=x onerror=alert(1)>', version: '1.2.11' }],
  vulnerabilities: [
    { id: cve, analysis: { state: 'exploitable' }, affects: [{ ref: 'z' }] },
    { id: 'CVE-2020-1', analysis: { state: 'in_triage' } },
    { id: 'CVE-2020-2', analysis: { state: 'resolved' } },
  ],
})

async function send(
  content: string | Buffer,
  fields: Record<string, string> = {},
  person = analyst,
  name = 'bill.json',
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
    url: '/api/v1/sboms',
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

let id: string
beforeAll(async () => {
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  const pump = (tag: string, softwareVersion: string | null) => ({
    assetTag: tag,
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    softwareVersion,
  })
  await hospital.says(hospital.cmms, {
    a: pump('T-1', '9.1'),
    b: pump('T-2', '9.1'),
    c: pump('T-3', null),
    d: pump('T-4', '9.0'),
  })
  const answer = await send(bill)
  expect(answer.statusCode, answer.body).toBe(201)
  id = answer.json().id
})

test('who may only look can read a bill, and add none', async () => {
  expect((await viewer.get(`/sboms/${id}`)).json()).toMatchObject({
    bill: { manufacturer: 'Example Medical', model: 'Drip 3000', versions: '9.1', devices: 2, unsureDevices: 1 },
    fileName: 'bill.json',
    remarks: [],
  })
  expect((await send(bill, {}, viewer)).statusCode).toBe(403)
  expect((await viewer.delete(`/sboms/${id}?reason=x`)).statusCode).toBe(403)
})

test('each number of a bill is that of the list that it links to', async () => {
  const count = async (query: string) => (await viewer.get(`/devices/facets?active=true&${query}`)).json().total

  expect(await count(`sbom=${id}`)).toBe(2)
  expect(await count(`sbom=${id}&answer=cannot_tell`)).toBe(1)
  expect(await count(`sbom=${id}&vulnerability=${cve}&answer=affected`)).toBe(2)
  expect(await count(`vulnerability=${cve}&answer=affected`)).toBe(3)

  const { openFindings } = (await viewer.get(`/sboms/${id}`)).json().bill
  expect((await viewer.get(`/findings/facets?sbom=${id}`)).json().total).toBe(openFindings)
  expect((await viewer.get(`/findings?sbom=${id}`)).json().items).toHaveLength(openFindings)
  expect(openFindings).toBe(4)
  expect((await viewer.get('/findings')).json().items.length).toBeGreaterThan(4)
})

test('a statement shows what is answered to its vulnerability on the devices of the bill', async () => {
  const { items } = (await viewer.get(`/sboms/${id}/statements`)).json()

  expect(items).toMatchObject([
    {
      vulnerabilityId: cve,
      state: 'exploitable',
      notApplied: null,
      isKnown: true,
      devices: { affected: 2, cannotTell: 0, notAffected: 0, setAside: 0 },
    },
    {
      vulnerabilityId: 'CVE-2020-1',
      state: 'in_triage',
      notApplied: null,
      isKnown: true,
      devices: { affected: 0, cannotTell: 2, notAffected: 0, setAside: 0 },
    },
    {
      vulnerabilityId: 'CVE-2020-2',
      state: 'resolved',
      notApplied: 'No source that is read here names this vulnerability: there is no finding to change.',
      isKnown: false,
      devices: { affected: 0, cannotTell: 0, notAffected: 0, setAside: 0 },
    },
  ])
})

test('bills are found by a component inside: name and version together, of one component', async () => {
  const found = async (component: string) =>
    (await viewer.get(`/sboms?component=${encodeURIComponent(component)}`)).json().items.length

  expect(await found('onerror 1.2')).toBe(1)
  expect(await found('onerror 9.9')).toBe(0)
  expect(await found('100%')).toBe(0)
})

test('the file comes back as it came, as text that runs nowhere', async () => {
  const answer = await viewer.get(`/sboms/${id}/document`)

  expect(answer.body).toBe(bill)
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(answer.headers['content-security-policy']).toContain('sandbox')
  expect(answer.headers['content-disposition']).toContain('attachment')
})

test.each([
  ['a web page', '<html></html>', 422],
  ['an empty file', '', 422],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b]), 422],
  ['a bill that is cut off', bill.slice(0, -20), 422],
  ['a bill that lists nothing', '{"bomFormat":"CycloneDX","specVersion":"1.6"}', 422],
])('%s is refused with a sentence, and the server goes on', async (_name, content, status) => {
  const answer = await send(content)

  expect(answer.statusCode).toBe(status)
  expect(answer.json().detail).toMatch(/^[A-Z].{20,}\.$|^[A-Z].{20,}: .+$/)
  expect((await viewer.get('/sboms')).statusCode).toBe(200)
})

test('a file that is too large is broken off', async () => {
  const answer = await send(Buffer.alloc(largestBill + 1, 'x'))

  expect(answer.statusCode).toBe(413)
  expect(answer.json().detail).toContain('50 MB')
})

test('what a person says of the product stands before what the bill says', async () => {
  const answer = await send(bill, { model: 'Drip 4000', versions: '*' })
  expect((await viewer.get(`/sboms/${answer.json().id}`)).json().bill).toMatchObject({
    manufacturer: 'Example Medical',
    model: 'Drip 4000',
    versions: '',
    devices: 0,
  })
})

test('the VEX inside a bill is applied in the same transaction: a failure in between leaves neither', async () => {
  const unheard = 'CVE-2026-0106'
  const content = bill.replaceAll(cve, unheard)
  const stored = async () => {
    const tables = ['sbom', 'sbom_statement', 'sbom_component', 'basis_match', 'audit_entry']
    const counts = tables.map(async (table) => [
      table,
      (await sql`select count(*) from ${sql.table(table)}`.execute(db)).rows,
    ])
    return await Promise.all(counts)
  }
  const before = await stored()
  await sql`create function fails() returns trigger language plpgsql as $$ begin raise 'The power went'; end $$`.execute(
    db,
  )
  await sql`create trigger fails before insert on basis_match for each row when (new.vulnerability_id = ${sql.lit(unheard)})
    execute function fails()`.execute(db)
  expect((await send(content)).statusCode).toBe(500)
  expect(await stored()).toEqual(before)

  await sql`drop trigger fails on basis_match`.execute(db)
  const answer = await send(content)
  expect(answer.statusCode).toBe(201)
  const { items } = (await viewer.get(`/findings?vulnerability=${unheard}`)).json()
  expect(items.length).toBeGreaterThan(0)
})
