import { beforeAll, expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const viewer = await signedIn('viewer')
const hospital = await newHospital(db)
const { actor } = hospital

const device = (tag: string, softwareVersion: string) => ({
  assetTag: tag,
  manufacturer: 'Meadow Imaging',
  model: 'Viewer',
  softwareVersion,
  operatingSystem: 'Windows 7 Professional SP1',
})

const bill = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    timestamp: '2026-02-01T00:00:00Z',
    manufacturer: { name: 'Meadow Imaging' },
    component: { name: 'Viewer', version: '2.0', supplier: { name: 'Meadow Imaging' } },
  },
  components: [
    { name: 'plain', version: '3' },
    { 'bom-ref': 'left', name: 'left-pad', version: '1.0', purl: 'pkg:npm/left-pad@1.0' },
    { 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k', cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*' },
  ],
  vulnerabilities: [
    {
      id: 'CVE-2026-2002',
      analysis: { state: 'not_affected', justification: 'code_not_reachable' },
      affects: [{ ref: 'ssl' }],
    },
  ],
})

const leftPad: FeedRecord = {
  kind: 'package_vulnerability',
  entry: {
    id: 'GHSA-aaaa-bbbb-cccc',
    modifiedAt: '2026-01-02T00:00:00.000Z',
    publishedAt: null,
    withdrawnAt: null,
    aliases: ['CVE-2026-3001'],
    upstream: [],
    related: [],
    summary: 'Invented.',
    severities: [],
    affected: [
      {
        ...{ ecosystem: 'npm', name: 'left-pad', purl: '', severities: [], versions: [] },
        ranges: [
          {
            type: 'SEMVER',
            events: [
              { kind: 'introduced', version: '0' },
              { kind: 'fixed', version: '1.1.0' },
            ],
          },
        ],
      },
    ],
  },
}

let id: string
const list = async (query = '') => (await viewer.get(`/sboms/${id}/vulnerabilities${query}`)).json()
const inShort = (items: { component: { name: string }; vulnerabilityId: string; databases: string[] }[]) =>
  items.map((one) => [one.component.name, one.vulnerabilityId, one.databases.join()])

beforeAll(async () => {
  await hospital.says(hospital.cmms, { a: device('V-1', '2.0'), b: device('V-2', '2.0'), c: device('V-3', '1.0') })
  id = (
    await inTransaction(db, (tx) =>
      onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content: Buffer.from(bill) }, {}, new Date())),
    )
  ).id
})

test('before a database was read, the bill’s vulnerabilities say so', async () => {
  expect(await list()).toEqual({ items: [], next: null, total: 0, wasRead: { NVD: false, OSV: false } })
})

test('where the bill itself speaks of all that NVD names, the component is known all the same', async () => {
  await hospital.publish(nvdRecord('CVE-2026-2002', [named('a:openssl:openssl', { before: '1.1.1m' })]))
  await hospital.follow()
  const { items } = await list()
  expect(inShort(items)).toEqual([['openssl', 'CVE-2026-2002', 'NVD']])
  expect(items[0].because[0]).toContain('component "openssl 1.1.1k"')
})

test('where only OSV was never read, that is said beside what NVD names', async () => {
  await hospital.publish(
    nvdRecord('CVE-2026-1001', [named('o:microsoft:windows_7:-:sp1')]),
    nvdRecord('CVE-2026-2001', [named('a:openssl:openssl', { before: '1.1.1l' })]),
    nvdRecord('CVE-2026-2003', [named('a:openssl:openssl', { before: '1.1.1a' })]),
  )
  await hospital.follow()
  const { items, wasRead } = await list()
  expect(wasRead).toEqual({ NVD: true, OSV: false })
  // The operating system's is no component's; the third is of older versions.
  expect(inShort(items).sort()).toEqual([
    ['openssl', 'CVE-2026-2001', 'NVD'],
    ['openssl', 'CVE-2026-2002', 'NVD'],
  ])
})

test('each component shows its vulnerabilities with answer, score and devices, the bill’s own word beside them', async () => {
  await hospital.publish(leftPad)
  await hospital.follow()
  const { items, total, wasRead } = await list()
  expect(wasRead).toEqual({ NVD: true, OSV: true })
  expect(total).toBe(3)
  expect(inShort(items).sort()).toEqual([
    ['left-pad', 'CVE-2026-3001', 'OSV'],
    ['openssl', 'CVE-2026-2001', 'NVD'],
    ['openssl', 'CVE-2026-2002', 'NVD'],
  ])
  const of = (vulnerability: string) =>
    items.find((one: { vulnerabilityId: string }) => one.vulnerabilityId === vulnerability)
  expect(of('CVE-2026-2001')).toMatchObject({
    component: { position: 2, name: 'openssl', version: '1.1.1k' },
    score: expect.any(Number),
    band: expect.any(String),
    knownExploited: false,
    state: null,
    devices: { affected: 2, cannotTell: 0, notAffected: 0, setAside: 0 },
  })
  expect(of('CVE-2026-2001').because[0]).toContain('component "openssl 1.1.1k"')
  expect(of('CVE-2026-2002')).toMatchObject({
    state: 'not_affected',
    devices: { affected: 0, cannotTell: 0, notAffected: 2, setAside: 0 },
  })
  expect(of('CVE-2026-3001').because.join()).toContain('GHSA-aaaa-bbbb-cccc')
})

test('worst first, and page by page they are the same rows', async () => {
  const { items } = await list()
  const paged: unknown[] = []
  for (let query: string | null = '?limit=1'; query; ) {
    const page = await list(query)
    expect(page.items).toHaveLength(1)
    paged.push(...page.items)
    query = page.next && `?limit=1&cursor=${page.next}`
  }
  expect(paged).toEqual(items)
  const scores = items
    .filter((one: { component: { name: string } }) => one.component.name === 'openssl')
    .map((one: { score: number | null }) => one.score ?? -1)
  expect(scores).toEqual([...scores].sort((a: number, b: number) => b - a))
  expect((await viewer.get(`/sboms/${id}/vulnerabilities?cursor=x`)).statusCode).toBe(400)
})

test('findings narrowed to a component of the bill are those of its rows', async () => {
  const found = async (component: number, open: string) => {
    const query = `sbom=${id}&component=${component}&open=${open}`
    const { items } = (await viewer.get(`/findings?${query}`)).json()
    expect((await viewer.get(`/findings/facets?${query}`)).json().total).toBe(items.length)
    return items.map((one: { vulnerabilityId: string }) => one.vulnerabilityId).sort()
  }
  expect(await found(2, 'true')).toEqual(['CVE-2026-2001', 'CVE-2026-2001'])
  expect(await found(2, 'any')).toEqual(['CVE-2026-2001', 'CVE-2026-2001', 'CVE-2026-2002', 'CVE-2026-2002'])
  expect(await found(1, 'true')).toEqual(['CVE-2026-3001', 'CVE-2026-3001'])
  expect(await found(0, 'any')).toEqual([])
})

test('what an advisory speaks of too stays with its component, until NVD names it no more', async () => {
  const versions = (before: string) => nvdRecord('CVE-2026-2004', [named('a:openssl:openssl', { before })])
  await hospital.publish(
    versions('1.1.1l'),
    advisoryRecord({
      trackingId: 'A-1',
      products: [
        productEntry({
          ...{ productId: 'P1', vendor: 'Meadow Imaging', name: 'Viewer' },
          ...{ version: 'vers:all/*', versionForm: 'all' },
        }),
      ],
      vulnerabilities: [
        statement({ vulnerabilityId: 'CVE-2026-2004', status: { known_affected: ['P1'] } }),
        statement({ vulnerabilityId: 'CVE-2026-2005', status: { known_affected: ['P1'] } }),
      ],
    }),
  )
  await hospital.follow()
  const ofBoth = async () =>
    (await list()).items.filter((one: { vulnerabilityId: string }) => /200[45]$/.test(one.vulnerabilityId))
  expect(inShort(await ofBoth())).toEqual([['openssl', 'CVE-2026-2004', 'NVD']])
  expect((await ofBoth())[0].devices).toEqual({ affected: 2, cannotTell: 0, notAffected: 0, setAside: 0 })

  await hospital.publish(versions('1.1.1a'))
  await hospital.follow()
  expect(await ofBoth()).toEqual([])
})

test('what an advisory says of a component by its name stands with it, beside a database or alone', async () => {
  const publish = (version: string) =>
    hospital.publish(
      advisoryRecord({
        trackingId: 'A-2',
        publisher: 'Somebody else',
        products: [
          productEntry({
            ...{ productId: 'P1', vendor: 'Somebody else', name: 'A library', version, versionForm: 'comparison' },
            identifiers: { cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*' },
          }),
        ],
        vulnerabilities: [
          statement({ vulnerabilityId: 'CVE-2026-2001', status: { known_affected: ['P1'] } }),
          statement({ vulnerabilityId: 'CVE-2026-2006', status: { known_affected: ['P1'] } }),
        ],
      }),
    )
  const ofAdvisory = async () =>
    (await list()).items
      .filter((one: { advisories: unknown[] }) => one.advisories.length > 0)
      .toSorted((a: { vulnerabilityId: string }, b: { vulnerabilityId: string }) =>
        a.vulnerabilityId < b.vulnerabilityId ? -1 : 1,
      )
  expect(await ofAdvisory()).toEqual([])

  await publish('< 1.1.1m')
  await hospital.follow()
  expect(await ofAdvisory()).toMatchObject([
    { component: { position: 2 }, vulnerabilityId: 'CVE-2026-2001', databases: ['NVD'] },
    {
      ...{ component: { position: 2 }, vulnerabilityId: 'CVE-2026-2006', databases: [], because: [] },
      advisories: [
        {
          trackingId: 'A-2',
          because: [
            'component "openssl 1.1.1k" is cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*',
            expect.stringContaining('1.1.1k'),
          ],
        },
      ],
      devices: { affected: 2, cannotTell: 0, notAffected: 0, setAside: 0 },
    },
  ])
  const { items } = (await viewer.get(`/findings?sbom=${id}&component=2`)).json()
  expect(items.map((one: { vulnerabilityId: string }) => one.vulnerabilityId)).toContain('CVE-2026-2006')

  await publish('< 1.1.1a')
  await hospital.follow()
  expect(await ofAdvisory()).toEqual([])
})

test('a bill of nobody here, and one that is not there', async () => {
  const answer = await viewer.get('/sboms/00000000-0000-4000-8000-000000000000/vulnerabilities')
  expect(answer.statusCode).toBe(404)
})
