import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { sha256 } from '#platform/id.ts'
import { csafDocument } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, signedIn } = await testServer(db)
await newHospital(db)
const manager = await signedIn('manager')
const viewer = await signedIn('viewer')

async function add(content: string, person = manager) {
  const boundary = 'x-boundary-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\ncontent-type: application/json\r\n\r\n`
  return await app.inject({
    method: 'POST',
    url: '/api/v1/advisories',
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `${head}${content}\r\n--${boundary}--\r\n`,
  })
}
const ids = async (query: string) =>
  (await viewer.get(`/advisories?${query}`)).json().items.map(({ trackingId }: { trackingId: string }) => trackingId)

test('a document that a person adds is listed, and the same again changes nothing', async () => {
  expect((await add(csafDocument('ADD-1'))).json()).toEqual({
    kind: 'advisory',
    id: 'example-cert:ADD-1',
    isNew: true,
    remarks: [],
  })
  expect((await add(csafDocument('ADD-1'))).json().isNew).toBe(false)

  expect(await ids('')).toContain('ADD-1')
  expect((await viewer.get('/advisories/example-cert:ADD-1/revisions')).json()).toHaveLength(1)
})

const cycloneDx = (more: object) => JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...more })

test('a CycloneDX VEX document that a person adds among advisories is kept and shown; a bill is sent elsewhere', async () => {
  const ref = 'urn:cdx:3f0b1d5c-0000-4000-8000-000000000001/1#a'
  const vulnerabilities = [{ id: 'CVE-2026-77', analysis: { state: 'not_affected' }, affects: [{ ref }] }]
  const { kind, id, isNew } = (await add(cycloneDx({ vulnerabilities }))).json()
  expect({ kind, isNew }).toEqual({ kind: 'vex', isNew: true })
  expect((await viewer.get(`/vex-documents/${id}/statements`)).json().items).toMatchObject([
    { vulnerabilityId: 'CVE-2026-77', notApplied: expect.stringContaining('not here yet'), isKnown: false },
  ])
  expect((await viewer.get('/vex-documents')).json().items).toMatchObject([{ id, bills: 1, billsHere: 0 }])

  const metadata = { supplier: { name: 'Example Medical' }, component: { name: 'Drip 1', version: '1' } }
  const refused = await add(cycloneDx({ metadata, components: [{ name: 'zlib' }] }))
  expect([refused.statusCode, refused.json().detail]).toEqual([422, expect.stringContaining('under SBOMs')])
  expect((await viewer.get('/sboms')).json().items).toEqual([])
})

test('what is no CSAF document is refused with a sentence', async () => {
  expect((await add('no JSON')).statusCode).toBe(422)
  const answer = await add('{"document": {}}')
  expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('not a CSAF document')])
  expect((await add(csafDocument('ADD-2'), viewer)).statusCode).toBe(403)
})

test('an OpenVEX document that a person adds is an advisory of its author, and has no view of its own', async () => {
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://vex.example/1',
    author: 'Vex House',
    timestamp: '2026-01-10T10:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-1234' },
        products: [{ '@id': 'pkg:generic/example-medical/drip-3000@1.5' }],
        status: 'affected',
        action_statement: 'Update',
      },
    ],
  }
  const { id } = (await add(JSON.stringify(document))).json()
  expect((await viewer.get(`/advisories/${encodeURIComponent(id)}`)).json().advisory.publisher).toBe('Vex House')
  expect((await viewer.get(`/advisories/${encodeURIComponent(id)}/view`)).json()).toEqual({
    view: null,
    notTaken: [],
  })
  const unfounded = { ...document.statements[0], status: 'not_affected' }
  const again = {
    ...document,
    ...{ version: 2, last_updated: '2026-01-11T10:00:00Z', statements: [...document.statements, unfounded] },
  }
  expect((await add(JSON.stringify(again))).json()).toMatchObject({ id, isNew: true })
  expect((await viewer.get(`/advisories/${encodeURIComponent(id)}/differences`)).json().to.revision).toBe('2')
  expect((await viewer.get(`/advisories/${encodeURIComponent(id)}/view`)).json().notTaken).toEqual([
    'statement 2 says not affected without a justification or an impact statement, and was not applied',
  ])
})

test('an advisory is found by title, id, publisher, CVE and product', async () => {
  await add(csafDocument('FIND-4711', { title: 'Quince overflow' }))

  for (const word of ['quince', 'find-4711', 'example cert', 'CVE-2026-4711', 'drip'])
    expect(await ids(`q=${encodeURIComponent(word)}`), word).toContain('FIND-4711')
  expect(await ids('q=pomegranate')).toEqual([])
  expect(await ids('publisher=Example%20CERT')).toContain('FIND-4711')
})

describe('by every field that CSAF asks for an advisory', () => {
  const rich = (trackingId: string, over: (document: Record<string, ReturnType<typeof JSON.parse>>) => void) => {
    const document = JSON.parse(csafDocument(trackingId))
    over(document)
    return JSON.stringify(document)
  }
  const first = rich('ZZ-1', ({ document, product_tree }) => {
    Object.assign(document, {
      category: 'csaf_vex',
      csaf_version: '2.1',
      title: 'Zebra',
      aggregate_severity: { text: 'Critical' },
    })
    Object.assign(document.publisher, { category: 'vendor', name: 'Zenith', namespace: 'https://zenith.example' })
    Object.assign(document.tracking, {
      status: 'interim',
      version: '1.10.0',
      initial_release_date: '2019-03-01T10:00:00Z',
      current_release_date: '2019-04-02T10:00:00Z',
      generator: { engine: { name: 'Zipper', version: '4' } },
      revision_history: [{ number: '1.10.0', date: '2019-04-02T10:00:00Z', summary: 'Typo mended' }],
    })
    product_tree.branches[0].branches[0].branches[0].product.product_identification_helper = {
      cpe: 'cpe:2.3:h:zenith:drip:*:*:*:*:*:*:*:*',
      purl: 'pkg:generic/zenith/drip@1',
      model_numbers: ['ZN-77'],
      serial_numbers: ['SNZ-1'],
      skus: ['SKUZ-1'],
      hashes: [{ filename: 'z.bin', file_hashes: [{ algorithm: 'sha256', value: '5ca1ab1e' }] }],
      x_generic_uris: [{ namespace: 'https://zenith.example', uri: 'urn:zenith:drip' }],
      sbom_urls: ['https://zenith.example/drip.CDX.json'],
    }
    const { product_id } = product_tree.branches[0].branches[0].branches[0].product
    product_tree.full_product_names = [{ product_id: 'ZENITH-OS', name: 'Zenith OS' }]
    product_tree.relationships = [
      {
        category: 'installed_on',
        product_reference: 'ZENITH-OS',
        relates_to_product_reference: product_id,
        full_product_name: { product_id: 'ZENITH-BOTH', name: 'Zenith OS on Drip' },
      },
    ]
    product_tree.product_groups = [
      { group_id: 'ZG-0042', product_ids: [product_id, 'ZENITH-BOTH'], summary: 'Pumps for the Zoo' },
      { group_id: 'ZG-0043', product_ids: [product_id, 'ZENITH-BOTH'] },
    ]
  })
  const second = rich('ZZ-2', ({ document }) => {
    document.publisher.name = 'Zenith'
    document.aggregate_severity = { text: 'Low' }
    document.tracking.version = '1.9.0'
  })
  const byAll = [
    'category=csaf_vex',
    'csafVersion=2.1',
    'publisherCategory=vendor',
    'namespace=ZENITH.example',
    'title=zeb',
    'trackingId=zz-1',
    'status=interim',
    'revision=1.10.0',
    'revisionHistory=typo%20mended',
    'generator=zipper',
    'currentTo=2019-04-02',
    'initialTo=2019-03-01',
    'severity=Critical',
    'identifier=cpe:2.3:h:zenith',
    'identifier=pkg:generic/zenith',
    'identifier=zn-77',
    'identifier=SNZ-1',
    'identifier=SKUZ',
    'identifier=5ca1ab1e',
    'identifier=urn:zenith',
    'identifier=drip.cdx.json',
    'product=zg-0042%20zoo',
    'product=zg-0043',
    'product=zenith%20installed_on',
  ]

  test('is found, and others are not', async () => {
    await add(first)
    await add(second)
    for (const query of byAll) {
      expect(await ids(`publisher=Zenith&${query}`), query).toEqual(['ZZ-1'])
      expect(await ids(query), query).not.toContain('ZZ-2')
    }
    for (const q of [
      'csaf_vex',
      '2.1',
      'zenith.example',
      'interim',
      '1.10.0',
      '2019-04-02',
      'typo',
      'zipper',
      'critical',
      '5ca1ab1e',
      'zn-77',
      'drip.cdx.json',
      'ZG-0042',
      'zoo',
      'installed_on',
    ])
      expect(await ids(`publisher=Zenith&q=${q}`), q).toEqual(['ZZ-1'])
    expect(await ids('publisher=Zenith&cve=cve-2026-7771')).toEqual(['ZZ-1'])
    expect(await ids('publisher=Zenith&product=drip%20%3C2.0&currentFrom=2020-01-01')).toEqual(['ZZ-2'])
    expect(await ids('publisher=Zenith&initialFrom=2020-01-01')).toEqual(['ZZ-2'])
    expect(await ids('publisher=Zenith&cvssFrom=7.5&cvssTo=7.5')).toHaveLength(2)
    expect(await ids('publisher=Zenith&cvssFrom=9')).toEqual([])
  })

  test('stands where it belongs when the list is sorted by it', async () => {
    const inOrder = (sort: string) => ids(`publisher=Zenith&sort=${sort}`)
    for (const sort of ['generator', 'identifier', 'severity', 'cve', 'id'])
      expect([sort, await inOrder(sort)]).toEqual([sort, ['ZZ-1', 'ZZ-2']])
    for (const sort of [
      'revision',
      'released',
      'newest',
      'csafVersion',
      'category',
      'namespace',
      'publisherCategory',
      'status',
      'title',
      'revisionHistory',
    ])
      expect([sort, await inOrder(sort)]).toEqual([sort, ['ZZ-2', 'ZZ-1']])
    const page = (await viewer.get('/advisories?publisher=Zenith&sort=identifier&limit=1')).json()
    const rest = (await viewer.get(`/advisories?publisher=Zenith&sort=identifier&limit=1&cursor=${page.next}`)).json()
    expect(rest.items.map(({ trackingId }: { trackingId: string }) => trackingId)).toEqual(['ZZ-2'])
  })

  test('is counted by the values of the fields that have few', async () => {
    const facets = (await viewer.get('/advisories/facets')).json()
    expect(facets.severity).toContainEqual({ value: 'Critical', count: 1 })
    expect(facets.csafVersion).toContainEqual({ value: '2.1', count: 1 })
    expect(facets.publisher).toContainEqual({ value: 'Zenith', count: 2 })
  })

  test('is shown with what its document says in full', async () => {
    const { view } = (await viewer.get('/advisories/zenith:ZZ-1/view')).json()
    expect(view.tracking).toMatchObject({ status: 'interim', generator: 'Zipper 4' })
    expect(view.tree.flatMap((one: { identifiers: string[] }) => one.identifiers)).toContain('Model number: ZN-77')
    expect((await viewer.get('/advisories/zenith:ZZ-9/view')).statusCode).toBe(404)
  })

  test('was stored before its fields were read, and has them after the update', async () => {
    const fields = async () =>
      (
        await sql`select category, csaf_version, publisher_category, generator, aggregate_severity, revision_key, revision_history, cves,
          products, string_to_array(identifiers, ' ') @> array['zn-77', 'urn:zenith:drip'] as identified,
          identifiers like '%drip.cdx.json%' as has_bill, worst_cvss
          from advisory where id = 'zenith:ZZ-1'`.execute(db)
      ).rows[0]
    const read = await fields()
    await sql`update advisory set category = '', csaf_version = '', publisher_category = '', generator = '', aggregate_severity = '',
      revision_key = '', revision_history = '', cves = '', products = '', identifiers = '', worst_cvss = null`.execute(
      db,
    )
    const migration = readFileSync(
      new URL('../../platform/db/migrations/0026-advisory-properties.sql', import.meta.url),
      'utf8',
    )
    const fill = migration.slice(migration.indexOf('do $$'), migration.indexOf('create index advisory_properties'))
    for (const statement of [
      fill.slice(0, fill.indexOf('update advisory a')),
      fill.slice(fill.indexOf('update advisory a')),
    ])
      await sql.raw(statement).execute(db)
    const later = new URL('../../platform/db/migrations/0043-search-product-trees.sql', import.meta.url)
    await sql.raw(readFileSync(later, 'utf8')).execute(db)
    expect(await fields()).toEqual(read)
  })
})

describe('of an advisory with two revisions', () => {
  const old = csafDocument('REV-1')
  const now = csafDocument('REV-1', { revision: '2', range: 'vers:generic/<3.0', remediation: 'Update to 3.0' })

  test('the newest is shown, and the one before it can be read as it came', async () => {
    await add(now)
    await add(old)

    expect((await viewer.get('/advisories/example-cert:REV-1')).json().advisory.revision).toBe('2')
    const revisions = (await viewer.get('/advisories/example-cert:REV-1/revisions')).json()
    expect(revisions.map((one: { revision: string; isPresent: boolean }) => [one.revision, one.isPresent])).toEqual([
      ['2', true],
      ['1', false],
    ])
    expect((await viewer.get(`/advisories/example-cert:REV-1/revisions/${sha256(old)}`)).body).toBe(old)
    expect((await viewer.get(`/advisories/example-cert:REV-1/revisions/${sha256('x')}`)).statusCode).toBe(404)
  })

  test('the difference is told in words, either way', async () => {
    const between = async (from: string, to: string) =>
      (await viewer.get(`/advisories/example-cert:REV-1/differences?from=${sha256(from)}&to=${sha256(to)}`)).json()
    const there = await between(old, now)

    expect([there.from.revision, there.to.revision, there.scheme]).toEqual(['1', '2', 'integer'])
    expect(there.differences).toContainEqual({
      part: 'product',
      change: 'changed',
      subject: 'Example Medical Drip 3000',
      before: 'vers:generic/<2.0',
      after: 'vers:generic/<3.0',
    })
    expect((await between(now, old)).differences).toContainEqual(
      expect.objectContaining({ part: 'product', before: 'vers:generic/<3.0', after: 'vers:generic/<2.0' }),
    )
  })

  test('what changed is told since the revision that was decided on', async () => {
    await add(csafDocument('REV-2', { revision: '1.0.0' }))
    const decided = await manager.post('/advisories/decide', {
      advisoryIds: ['example-cert:REV-2'],
      decision: 'handled',
      reason: 'Read',
    })
    expect(decided.statusCode).toBe(204)
    await add(csafDocument('REV-2', { revision: '1.1.0', remediation: 'Call us' }))
    await add(csafDocument('REV-2', { revision: '2.0.0', remediation: 'Update to 2.0' }))

    const { from, to, scheme, isMajor } = (await viewer.get('/advisories/example-cert:REV-2/differences')).json()

    expect([from.revision, to.revision, scheme, isMajor]).toEqual(['1.0.0', '2.0.0', 'semantic', true])
  })
})

test('what a person withdrew says by whom and why, and can be restored', async () => {
  await add(csafDocument('OUT-1'))
  const state = async () => (await viewer.get('/advisories/example-cert:OUT-1')).json().advisory
  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', {})).statusCode).toBe(400)

  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', { reason: 'A test' })).statusCode).toBe(204)
  expect(await state()).toMatchObject({ withdrawnReason: 'A test', withdrawnBy: manager.person.name })
  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', { reason: 'Again' })).statusCode).toBe(409)

  expect((await manager.post('/advisories/example-cert:OUT-1/restore')).statusCode).toBe(204)
  expect(await state()).toMatchObject({ withdrawnAt: null, withdrawnBy: null })
  expect((await manager.post('/advisories/example-cert:OUT-1/restore')).statusCode).toBe(409)
})

test('who may only read can mark as read, and neither decide nor comment', async () => {
  await add(csafDocument('MAY-1'))
  const advisoryIds = ['example-cert:MAY-1']
  expect((await viewer.post('/advisories/mark', { advisoryIds, read: true })).statusCode).toBe(204)
  expect(await ids('unread=true')).not.toContain('MAY-1')
  const decision = { advisoryIds, decision: 'handled', reason: 'x' }
  expect((await viewer.post('/advisories/decide', decision)).statusCode).toBe(403)
  expect((await viewer.post('/advisories/example-cert:MAY-1/comments', { text: 'x' })).statusCode).toBe(403)
})
