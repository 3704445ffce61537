import { expect, test } from 'vitest'
import type { VexIssue } from '#model/vex.ts'
import { isOpenVex, readOpenVex } from './read-openvex.ts'
import { writeOpenVex } from './write-openvex.ts'

const document = (statements: object[], over: object = {}) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://maker.example/vex/1',
  author: 'Example Medical',
  timestamp: '2026-01-01T00:00:00Z',
  version: 2,
  statements,
  ...over,
})
const pump = { '@id': 'pkg:generic/Example%20Medical/Drip%203000@9.1' }
const read = (statements: object[], over: object = {}) => {
  const result = readOpenVex(document(statements, over))
  if ('error' in result) throw new Error(result.error)
  return result
}
const says = (status: string, over: object = {}) => ({
  vulnerability: { name: 'CVE-2026-0001' },
  products: [pump],
  status,
  ...over,
})

test('a statement becomes what its author says of a model and version, with justification, impact and action', () => {
  const { advisory, remarks } = read([
    says('not_affected', { justification: 'component_not_present', impact_statement: 'No such board.' }),
    says('affected', {
      vulnerability: { name: 'GHSA-1', aliases: ['CVE-2026-0002'] },
      products: [{ identifiers: { '@cpe23': 'cpe:2.3:h:example_medical:drip_3000:*:*:*:*:*:*:*:*' } }],
      action_statement: 'Update to 9.2',
    }),
  ])

  expect(remarks).toEqual([])
  expect(advisory).toMatchObject({
    id: 'example-medical:https://maker.example/vex/1',
    publisher: 'Example Medical',
    revision: '2',
    products: [
      { vendor: 'Example Medical', name: 'Drip 3000', version: '9.1', versionForm: 'exact' },
      { vendor: 'example medical', name: 'drip 3000', version: 'vers:all/*' },
    ],
    vulnerabilities: [
      {
        vulnerabilityId: 'CVE-2026-0001',
        status: { known_not_affected: [pump['@id']] },
        flags: [{ label: 'component_not_present' }],
        threats: [{ category: 'impact', details: 'No such board.', productIds: [pump['@id']] }],
      },
      { vulnerabilityId: 'CVE-2026-0002', remediations: [{ category: 'mitigation', details: 'Update to 9.2' }] },
    ],
  })
})

test('of two statements on one product and flaw the later counts, wherever it stands', () => {
  const older = says('under_investigation', { timestamp: '2025-01-01T00:00:00Z' })
  const later = says('fixed')

  for (const statements of [
    [older, later],
    [later, older],
  ])
    expect(read(statements).advisory.vulnerabilities[0]!.status).toEqual({ fixed: [pump['@id']] })
})

test('a product that says of no device what it is keeps its name, for a person to say it', () => {
  const { advisory, remarks } = read([
    says('fixed', { products: [{ '@id': 'pkg:npm/left-pad@1.0.0?arch=x' }, { '@id': 'https://maker.example/pump' }] }),
  ])

  expect(advisory.products).toMatchObject([
    {
      vendor: '',
      name: 'pkg:npm/left-pad',
      version: '1.0.0',
      identifiers: { unplaced: expect.stringContaining('npm') },
    },
    { vendor: '', name: 'https://maker.example/pump', version: 'vers:all/*' },
  ])
  expect(advisory.vulnerabilities[0]!.status).toEqual({
    fixed: ['pkg:npm/left-pad@1.0.0?arch=x', 'https://maker.example/pump'],
  })
  expect(remarks).toHaveLength(2)
})

test.each([
  ['a hash alone', { hashes: { 'sha-256': 'ab' } }, 'neither by a package URL nor by a CPE name'],
  ['one device', { '@id': `${pump['@id']}?serial_number=S-1` }, 'one device'],
])('%s is not applied, and why is said', (_, product, reason) => {
  const { advisory, remarks } = read([says('fixed', { products: [product] })])

  expect(advisory.products).toEqual([])
  expect(remarks.join()).toContain(reason)
})

test('not affected without a reason is not applied, and a damaged statement costs itself alone', () => {
  const { advisory, remarks } = read([says('not_affected'), { status: 'fixed' }, says('fixed')])

  expect(advisory.vulnerabilities).toHaveLength(1)
  expect(remarks).toHaveLength(2)
})

test('what is no OpenVEX document is refused with a reason', () => {
  expect(readOpenVex({ '@context': 'https://openvex.dev/ns/v0.2.0' })).toMatchObject({
    error: expect.stringContaining('not an OpenVEX'),
  })
  expect([isOpenVex(document([])), isOpenVex({ document: {} }), isOpenVex(null)]).toEqual([true, false, false])
})

test('what we write we read', () => {
  const issue: VexIssue = {
    id: 'VEX-1',
    iri: 'urn:uuid:00000000-0000-8000-8000-000000000000',
    version: 3,
    issuedAt: ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    content: {
      title: 'Verdicts',
      publisher: { name: 'St. Example', namespace: 'https://hospital.example' },
      products: [
        {
          id: 'HP-1',
          manufacturer: 'Müller & Söhne (Bern)',
          model: 'MX/800 50%',
          modelNumber: '',
          softwareVersion: '1.0 *',
          firmwareVersion: '',
          operatingSystem: 'Windows 10',
        },
      ],
      vulnerabilities: [
        {
          id: 'CVE-2026-0001',
          title: '',
          numberedBy: '',
          statements: [{ productId: 'HP-1', status: 'not_affected', impact: 'Switched off', actions: [] }],
        },
      ],
      leftOut: 0,
    },
  }
  const written = readOpenVex(JSON.parse(JSON.stringify(writeOpenVex(issue))))

  expect(written).toMatchObject({
    remarks: [],
    advisory: {
      publisher: 'St. Example',
      revision: '3',
      products: [{ vendor: 'Müller & Söhne (Bern)', name: 'MX/800 50%', version: '1.0 *' }],
      vulnerabilities: [{ threats: [{ details: 'Switched off' }] }],
    },
  })
})
