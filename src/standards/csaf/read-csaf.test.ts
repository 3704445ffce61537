import { expect, test } from 'vitest'
import { cisaAdvisories, inCorpus } from '#tests/support/corpus.ts'
import { readCsaf } from './read-csaf.ts'

const frame = {
  title: 'Dosing pump',
  category: 'csaf_security_advisory',
  csaf_version: '2.0',
  publisher: { category: 'vendor', name: 'Åsgard Medical', namespace: 'https://asgard.example' },
  notes: [{ category: 'summary', text: 'The dose can be changed.', title: 'Risk' }],
  references: [
    { category: 'self', summary: 'JSON', url: 'https://asgard.example/a1.json' },
    { category: 'self', summary: 'Page', url: 'https://asgard.example/a1' },
  ],
  tracking: {
    id: 'A-1',
    status: 'final',
    version: '2',
    initial_release_date: '2024-01-02T00:00:00Z',
    current_release_date: '2024-02-03T00:00:00Z',
  },
}
const leaf = (product_id: string, name: string) => ({ product_id, name })

function read(document: unknown) {
  const result = readCsaf(document)
  if ('error' in result) throw new Error(result.error)
  return result
}

test('of the package URLs of CSAF 2.1 all are read, of 2.0 its one', () => {
  const identifiersOf = (product_identification_helper: object) =>
    read({
      document: frame,
      product_tree: { full_product_names: [{ ...leaf('P1', 'left-pad'), product_identification_helper }] },
    }).advisory.products[0]!.identifiers
  const [left, right] = ['pkg:npm/left-pad@1.0.0', 'pkg:npm/right-pad@1.0.0']
  expect(identifiersOf({ purls: [left, right, left] })).toEqual({ purl: left, purls: [left, right] })
  expect(identifiersOf({ purls: [right] })).toEqual({ purl: right })
  expect(identifiersOf({ purl: left })).toEqual({ purl: left })
})

test('an advisory is read whole: products, status, scores, remediations, threats and flags', () => {
  const result = read({
    document: frame,
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Åsgard',
          branches: [
            {
              category: 'product_family',
              name: 'Sleipnir',
              branches: [
                {
                  category: 'product_name',
                  name: 'Sleipnir 8',
                  branches: [
                    {
                      category: 'product_version_range',
                      name: '< 2.0',
                      product: {
                        ...leaf('P1', 'Sleipnir 8 before 2.0'),
                        product_identification_helper: { model_numbers: ['SL-8'], skus: ['77'] },
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
      product_groups: [{ group_id: 'G1', product_ids: ['P1'] }],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2024-0001',
        cwe: { id: 'CWE-306', name: 'Missing Authentication' },
        notes: [{ category: 'description', text: 'No password is asked for.' }],
        product_status: { known_affected: ['P1'] },
        scores: [
          {
            products: ['P1'],
            cvss_v3: { version: '3.1', vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8, baseSeverity: 'CRITICAL' },
          },
        ],
        remediations: [
          { category: 'vendor_fix', details: 'Install 2.0', group_ids: ['G1'], url: 'https://asgard.example/fix' },
        ],
        threats: [{ category: 'impact', details: 'Overdose' }],
        flags: [{ label: 'inline_mitigations_already_exist', product_ids: ['P1'] }],
      },
    ],
  })

  expect(result).toEqual({
    remarks: [],
    advisory: {
      isByVendor: true,
      id: 'asgard-medical:A-1',
      publisher: 'Åsgard Medical',
      properties: {
        category: 'csaf_security_advisory',
        csafVersion: '2.0',
        publisherCategory: 'vendor',
        generator: '',
        aggregateSeverity: '',
        revisionHistory: [],
        productGroups: [{ id: 'G1', summary: '' }],
      },
      publisherNamespace: 'https://asgard.example',
      trackingId: 'A-1',
      title: 'Dosing pump',
      summary: 'The dose can be changed.',
      revision: '2',
      trackingStatus: 'final',
      publishedAt: '2024-01-02T00:00:00Z',
      revisedAt: '2024-02-03T00:00:00Z',
      url: 'https://asgard.example/a1',
      products: [
        {
          productId: 'P1',
          vendor: 'Åsgard',
          name: 'Sleipnir 8',
          version: '< 2.0',
          versionForm: 'comparison',
          fullName: 'Sleipnir 8 before 2.0',
          isRange: true,
          identifiers: { modelNumbers: ['SL-8'], skus: ['77'] },
        },
      ],
      vulnerabilities: [
        {
          vulnerabilityId: 'CVE-2024-0001',
          cve: 'CVE-2024-0001',
          title: 'Missing Authentication',
          description: 'No password is asked for.',
          cwe: 'CWE-306',
          scores: [
            {
              version: '3.1',
              vector: 'CVSS:3.1/AV:N',
              score: 9.8,
              severity: 'CRITICAL',
              source: 'Åsgard Medical',
              productIds: ['P1'],
            },
          ],
          remediations: [
            {
              category: 'vendor_fix',
              details: 'Install 2.0',
              url: 'https://asgard.example/fix',
              productIds: ['P1'],
            },
          ],
          status: { known_affected: ['P1'] },
          threats: [{ category: 'impact', details: 'Overdose' }],
          flags: [{ label: 'inline_mitigations_already_exist', productIds: ['P1'] }],
        },
      ],
    },
  })
})

test('firmware installed on a device is one product: the device’s name with the firmware’s version', () => {
  const { advisory, remarks } = read({
    document: frame,
    product_tree: {
      full_product_names: [leaf('HW', 'Sleipnir 8')],
      branches: [
        {
          category: 'vendor',
          name: 'Åsgard',
          branches: [
            {
              category: 'product_name',
              name: 'Gate firmware',
              branches: [{ category: 'product_version', name: '1.4', product: leaf('FW', 'Gate firmware 1.4') }],
            },
          ],
        },
      ],
      relationships: [
        {
          category: 'installed_on',
          full_product_name: leaf('FW-HW', 'Gate firmware 1.4 on Sleipnir 8'),
          product_reference: 'FW',
          relates_to_product_reference: 'HW',
        },
        {
          category: 'installed_on',
          full_product_name: leaf('X', 'Firmware on a device that is not listed'),
          product_reference: 'FW',
          relates_to_product_reference: 'NOT-THERE',
        },
      ],
    },
  })

  expect(advisory.products.map(({ productId, vendor, name, version }) => [productId, vendor, name, version])).toEqual([
    ['FW', 'Åsgard', 'Gate firmware', '1.4'],
    ['HW', '', 'Sleipnir 8', ''],
    ['FW-HW', 'Åsgard', 'Sleipnir 8 Gate firmware', '1.4'],
    ['X', '', 'Firmware on a device that is not listed', ''],
  ])
  expect(advisory.products[2]?.relation).toEqual({ category: 'installed_on', productId: 'FW', relatesTo: 'HW' })
  expect(remarks).toEqual(['product X joins products that are not in the tree; kept by its name'])
})

test('the words that CSAF 2.1 adds are read, not refused', () => {
  const { advisory, remarks } = read({
    document: { ...frame, csaf_version: '2.1' },
    product_tree: { full_product_names: [leaf('P', 'Sleipnir 8')] },
    vulnerabilities: [
      {
        ids: [{ system_name: 'Åsgard', text: 'AS-77' }],
        cwes: [{ id: 'CWE-798', name: 'Hard-coded credentials', version: '4.13' }],
        product_status: { unknown: ['P'] },
        metrics: [
          {
            products: ['P'],
            source: 'https://nvd.example',
            content: { cvss_v4: { version: '4.0', vectorString: 'CVSS:4.0/AV:N', baseScore: 8.7 } },
          },
        ],
        remediations: [
          { category: 'fix_planned', details: 'In spring', product_ids: ['P'] },
          { category: 'optional_patch', details: 'On request', product_ids: ['P'] },
        ],
      },
      { notes: [] },
    ],
  })

  const [first, second] = advisory.vulnerabilities
  expect(first?.vulnerabilityId).toBe('AS-77')
  expect(first?.cwe).toBe('CWE-798')
  expect(first?.status).toEqual({ under_investigation: ['P'] })
  expect(first?.scores.map(({ version, score, source }) => [version, score, source])).toEqual([
    ['4.0', 8.7, 'https://nvd.example'],
  ])
  expect(first?.remediations.map((remediation) => remediation.category)).toEqual(['fix_planned', 'optional_patch'])
  expect(second?.vulnerabilityId).toBe('asgard-medical:A-1#2')
  expect(remarks).toEqual([])
})

test('what cannot be taken is named, and costs nothing else', () => {
  const { advisory, remarks } = read({
    document: frame,
    product_tree: {
      full_product_names: [leaf('P', 'One'), leaf('P', 'Another of the same id'), { name: 'Without an id' }],
    },
    vulnerabilities: [
      'not an object',
      {
        cve: 'CVE-2024-0002',
        product_status: { known_affected: ['P', 'GHOST'], invented: ['P'] },
        scores: [{ products: ['P'], cvss_v3: { version: '9.9', vectorString: '', baseScore: 5 } }],
        remediations: [
          { category: 'pray', details: 'Hope', product_ids: ['P'], url: 'javascript:alert(1)' },
          { category: 'vendor_fix', details: 'Write to us', product_ids: ['P'], url: 'mailto:fix@asgard.example' },
        ],
      },
    ],
  })

  expect(advisory.products.map((product) => [product.productId, product.name])).toEqual([
    ['P', 'One'],
    ['P (2)', 'Another of the same id'],
  ])
  expect(advisory.vulnerabilities[0]?.remediations).toEqual([
    { category: 'mitigation', details: 'Hope (javascript:alert(1))', productIds: ['P'] },
    { category: 'vendor_fix', details: 'Write to us (mailto:fix@asgard.example)', productIds: ['P'] },
  ])
  expect(remarks).toEqual([
    'full product name 3 cannot be read: product_id: Invalid input: expected string, received undefined',
    'product id P is given to several products',
    'vulnerability 1 cannot be read: the document: Invalid input: expected object, received string',
    'vulnerability 2: a CVSS score of version "9.9" without a readable base score was left out',
    'vulnerability 2: remediation category "pray" is not known; kept as a mitigation',
    'vulnerability 2: the remediation’s link is no web address and is kept as text: javascript:alert(1)',
    'vulnerability 2: product GHOST has a status but is not in the product tree',
    'vulnerability 2: product status "invented" cannot be read',
  ])
})

test('something that is no advisory is an error in words, whatever it is', () => {
  for (const document of [
    null,
    42,
    'x',
    [],
    {},
    { document: {} },
    { document: { ...frame, publisher: { name: '' } } },
  ]) {
    expect(readCsaf(document)).toEqual({ error: expect.stringMatching(/^This is not a CSAF document: /) })
  }
})

test('branches without end do not break the reader', () => {
  let branch: unknown = { category: 'product_name', name: 'deep', product: leaf('P', 'deep') }
  for (let i = 0; i < 5_000; i++) branch = { category: 'product_family', name: 'down', branches: [branch] }

  const { advisory, remarks } = read({ document: frame, product_tree: { branches: [branch] } })

  expect(advisory.products).toEqual([])
  expect(remarks).toEqual(['branches below down are nested more than 100 deep and were not read'])
})

const corpus = inCorpus('csaf/cisa/white')
test.skipIf(!corpus)('all of CISA’s advisories are read, and nothing in them is lost', () => {
  const all = cisaAdvisories()
  const count = (entries: typeof all) => {
    const advisories = entries.map((entry) => entry.advisory)
    const products = advisories.flatMap((advisory) => advisory.products)
    const vulnerabilities = advisories.flatMap((advisory) => advisory.vulnerabilities)
    return {
      advisories: advisories.length,
      ids: new Set(advisories.map((advisory) => advisory.id)).size,
      vulnerabilities: vulnerabilities.length,
      cves: new Set(vulnerabilities.map((vulnerability) => vulnerability.cve)).size,
      products: products.length,
      malformed: products.filter((product) => product.versionForm === 'malformed_vers').length,
      remarks: entries.reduce((sum, entry) => sum + entry.remarks.length, 0),
    }
  }
  const medical = all.filter((entry) => entry.isMedical)
  const medicalVulnerabilities = medical.flatMap((entry) => entry.advisory.vulnerabilities)

  expect(count(all)).toEqual({
    advisories: 1655,
    ids: 1655,
    vulnerabilities: 4717,
    cves: 4389,
    products: 10242,
    malformed: 1568,
    remarks: 0,
  })
  expect(count(medical)).toMatchObject({
    advisories: 124,
    vulnerabilities: 382,
    cves: 377,
    products: 567,
    malformed: 0,
  })
  expect(medical.flatMap((entry) => entry.advisory.products).filter((product) => product.identifiers)).toEqual([])
  expect(
    medicalVulnerabilities.filter((one) => one.remediations.every(({ category }) => category !== 'vendor_fix')),
  ).toHaveLength(106)
})
