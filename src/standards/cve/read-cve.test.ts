import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFeedFiles } from '#platform/files/files.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { readCve } from './read-cve.ts'

const published = join(import.meta.dirname, '../../feeds/cve/fixtures/published/cves')
const fixture = (path: string) => JSON.parse(readFileSync(join(published, path), 'utf8'))
const whole = () => fixture('2026/10xxx/CVE-2026-10001.json')

test('what the CNA says and what CISA adds stay apart', () => {
  expect(readCve(whole())).toEqual({
    remarks: [],
    record: {
      cve: 'CVE-2026-10001',
      state: 'published',
      assigner: 'meadow',
      publishedAt: '2026-01-20T10:00:00.000Z',
      updatedAt: '2026-01-30T12:00:00.000Z',
      rejectedAt: null,
      title: 'Meadow Infusion Gateway runs commands from its log upload',
      description: 'The log upload of Meadow Infusion Gateway before 4.2.1 runs commands of anyone on the network.',
      rejectedReason: '',
      replacedBy: [],
      references: [{ url: 'https://meadow.example/advisories/7', tags: ['vendor-advisory'] }],
      affected: [
        {
          publisher: 'cna:meadow',
          vendor: 'Meadow',
          product: 'Infusion Gateway',
          defaultStatus: 'unaffected',
          versions: [
            {
              version: '4.0',
              status: 'affected',
              lessThan: '4.2.1',
              versionType: 'semver',
              changes: [{ at: '4.1.9', status: 'unaffected' }],
            },
          ],
          cpes: ['cpe:2.3:a:meadow:infusion_gateway:*:*:*:*:*:*:*:*'],
          platforms: ['Linux'],
          modules: ['log upload'],
        },
      ],
      applicability: [
        {
          publisher: 'cna:meadow',
          operator: 'AND',
          negate: false,
          nodes: [
            {
              operator: 'OR',
              negate: false,
              cpeMatch: [
                {
                  vulnerable: true,
                  criteria: 'cpe:2.3:a:meadow:infusion_gateway:*:*:*:*:*:*:*:*',
                  versionStartIncluding: '4.0',
                  versionEndExcluding: '4.2.1',
                },
              ],
            },
            {
              operator: 'OR',
              negate: false,
              cpeMatch: [{ vulnerable: false, criteria: 'cpe:2.3:h:meadow:gateway_box:-:*:*:*:*:*:*:*' }],
            },
          ],
        },
      ],
      assessments: [
        {
          publisher: 'adp:CISA-ADP',
          kind: 'cvss_3.1',
          saidAt: '2026-01-30T12:00:00.000Z',
          value: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, severity: 'CRITICAL' }],
        },
        { publisher: 'adp:CISA-ADP', kind: 'cwe', saidAt: '2026-01-30T12:00:00.000Z', value: ['CWE-77'] },
        {
          publisher: 'adp:CISA-ADP',
          kind: 'exploited',
          saidAt: '2026-01-30T12:00:00.000Z',
          value: [{ addedOn: '2026-01-31', reference: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog' }],
        },
        {
          publisher: 'adp:CISA-ADP',
          kind: 'ssvc',
          saidAt: '2026-01-29T09:30:00.123Z',
          value: [
            {
              points: { exploitation: 'active', automatable: 'yes', 'technical impact': 'total' },
              role: 'CISA Coordinator',
              version: '2.0.3',
            },
          ],
        },
        {
          publisher: 'cna:meadow',
          kind: 'cvss_3.1',
          saidAt: '2026-01-20T10:00:00.000Z',
          value: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', score: 8.8, severity: 'HIGH' }],
        },
        {
          publisher: 'cna:meadow',
          kind: 'cvss_4.0',
          saidAt: '2026-01-20T10:00:00.000Z',
          value: [
            {
              vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
              score: 8.7,
              severity: 'HIGH',
            },
          ],
        },
        { publisher: 'cna:meadow', kind: 'cwe', saidAt: '2026-01-20T10:00:00.000Z', value: ['CWE-78'] },
      ],
    },
  })
})

test('a rejected record says why, and what takes its place', () => {
  expect(readCve(fixture('2026/10xxx/CVE-2026-10009.json'))).toMatchObject({
    record: {
      state: 'rejected',
      rejectedAt: '2026-01-31T00:00:00.000Z',
      rejectedReason: 'It is the same flaw as CVE-2026-10001.',
      replacedBy: ['CVE-2026-10001'],
      assessments: [],
    },
  })
})

test('a time without a zone is GMT, and a weakness is read from its text', () => {
  expect(readCve(fixture('2024/20xxx/CVE-2024-20002.json'))).toMatchObject({
    remarks: [],
    record: {
      publishedAt: '2024-05-06T00:00:00.000Z',
      updatedAt: '2026-01-15T05:00:00.000Z',
      title: '',
      affected: [{ defaultStatus: 'unknown', versions: [{ version: 'all', status: 'affected' }] }],
      assessments: [
        { kind: 'cwe', value: ['CWE-798'] },
        { kind: 'other', value: [{ type: 'Brook rating', text: 'Important' }] },
      ],
    },
  })
})

test('SSVC is read however it is written, and a value that does not exist is told', () => {
  const record = whole()
  record.containers.cna.metrics = [
    { other: { type: 'SSVC', content: { Exploitation: 'PoC', Automatable: 'perhaps', 'Value Density': 'Diffuse' } } },
  ]
  record.containers.adp[0].metrics = [
    {
      ssvcV1_0_1: {
        id: 'CVE-2026-10001',
        schemaVersion: '1-0-1',
        timestamp: '2026-01-28T00:00:00Z',
        selections: [
          { name: 'Exploitation', namespace: 'ssvc', version: '1.1.0', values: ['Active'] },
          { name: 'Automatable', namespace: 'ssvc', version: '2.0.0', values: ['No', 'Yes'] },
        ],
      },
    },
  ]

  const read = readCve(record)

  expect(read).toMatchObject({ remarks: ['SSVC of meadow: "perhaps" is no value of automatable: no, yes'] })
  expect('record' in read && read.record.assessments.filter(({ kind }) => kind === 'ssvc')).toEqual([
    {
      publisher: 'adp:CISA-ADP',
      kind: 'ssvc',
      saidAt: '2026-01-28T00:00:00.000Z',
      value: [{ points: { exploitation: 'active' }, role: '', version: '1-0-1' }],
    },
    {
      publisher: 'cna:meadow',
      kind: 'ssvc',
      saidAt: '2026-01-20T10:00:00.000Z',
      value: [{ points: { exploitation: 'public poc' }, role: '', version: '' }],
    },
  ])
})

test('several vectors of a publisher stay beside each other, each with what it holds for', () => {
  const record = whole()
  const cvss = (score: number, vector: string, scenario: string) => ({
    scenarios: [{ lang: 'en', value: scenario }],
    cvssV3_1: { vectorString: vector, baseScore: score },
  })
  record.containers.cna.metrics = [
    cvss(8.8, 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'GENERAL'),
    cvss(6.8, 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'Off the network'),
    cvss(1, 'CVSS:3.1/AV:Q', ''),
  ]

  const read = readCve(record)

  expect(read).toMatchObject({ remarks: [expect.stringContaining('cvssV3_1 of meadow: ')] })
  expect('record' in read && read.record.assessments.find(({ publisher }) => publisher === 'cna:meadow')).toMatchObject(
    {
      kind: 'cvss_3.1',
      value: [{ score: 8.8 }, { score: 6.8, scenario: 'Off the network' }, { vector: 'CVSS:3.1/AV:Q' }],
    },
  )
})

test('a part that cannot be read costs only itself', () => {
  const record = whole()
  record.containers.cna.affected.push({ vendor: 7 }, { product: 'Viewer', versions: [{ version: 1 }] })
  record.containers.cna.references.push('https://meadow.example')
  record.containers.cna.metrics.push({ cvssV3_1: { vectorString: 'CVSS:3.1/AV:N' } })
  record.containers.adp.push({ title: 'nobody’s' })

  const read = readCve(record)

  expect(read).toMatchObject({ record: { affected: [{ product: 'Infusion Gateway' }, { product: 'Viewer' }] } })
  expect('remarks' in read && read.remarks.map((remark) => remark.split(':')[0])).toEqual([
    'ADP part 2 cannot be read',
    'reference 2 cannot be read',
    'product of meadow 2 cannot be read',
    'version of Viewer 1 cannot be read',
    'cvssV3_1 of meadow cannot be read',
  ])
})

test('a record need not say when it was updated', () => {
  const { dateUpdated: _, ...about } = whole().cveMetadata
  const { dateReserved, datePublished, ...timeless } = about
  const cna = { ...whole().containers.cna, providerMetadata: { orgId: 'o', shortName: 'meadow' } }
  const adp = [{ providerMetadata: { orgId: 'a', shortName: 'CISA-ADP', dateUpdated: '2026-01-31T00:00:00Z' } }]
  const read = (cveMetadata: object, containers: object) => {
    const read = readCve({ ...whole(), cveMetadata, containers })
    return 'record' in read ? [read.record.updatedAt, read.remarks] : read
  }

  expect(read(about, { cna, adp })).toEqual(['2026-01-31T00:00:00.000Z', []])
  expect(read(about, { cna })).toEqual(['2026-01-20T10:00:00.000Z', []])
  expect(read({ ...timeless, dateReserved }, { cna })).toEqual([new Date(dateReserved).toISOString(), []])
  expect(read(timeless, { cna })).toEqual([
    '2026-01-01T00:00:00.000Z',
    ['it does not say when it was updated, and counts as of the beginning of 2026'],
  ])
})

test.each([
  ['a number that is none', { cveMetadata: { ...whole().cveMetadata, cveId: 'CVE-26-1' } }],
  ['a state that is none', { cveMetadata: { ...whole().cveMetadata, state: 'RESERVED' } }],
  ['version 4', { dataVersion: '4.0' }],
  ['no CNA', { containers: { adp: [] } }],
  ['a CNA without a name', { containers: { cna: { providerMetadata: {} } } }],
])('%s is no record', (_, change) => {
  expect(readCve({ ...whole(), ...change })).toEqual({ error: expect.stringMatching(/\w/) })
})

test('what is no object is no record', () => {
  for (const document of [null, [], 'CVE-2026-10001', {}]) expect(readCve(document)).toHaveProperty('error')
})

const corpus = inCorpus('cve5/vulnrichment-2022-2023.zip')
test.skipIf(!corpus)(
  'every record that CISA enriched is read with nothing left over',
  { timeout: 60_000 },
  async () => {
    const files = await openFeedFiles(corpus ?? '')
    const kinds: Record<string, number> = {}
    const remarks: string[] = []
    let records = 0
    for await (const { path } of files.list()) {
      const read = readCve(JSON.parse(new TextDecoder().decode(await files.read(path))))
      if ('error' in read) throw new Error(`${path}: ${read.error}`)
      records++
      remarks.push(...read.remarks)
      for (const { publisher, kind } of read.record.assessments) {
        const key = `${publisher.slice(0, 3)} ${kind}`
        kinds[key] = (kinds[key] ?? 0) + 1
      }
    }
    await files.close()

    expect({ records, remarks }).toEqual({ records: 14_155, remarks: [] })
    // As counted in the documents by themselves: a row for each publisher and kind.
    expect(kinds).toMatchObject({ 'adp ssvc': 14_136, 'adp cvss_3.1': 1_366, 'adp exploited': 78, 'cna cvss_4.0': 90 })
  },
)
