import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { corpusFolder, inCorpus } from '#tests/support/corpus.ts'
import { readCsaf } from './read-csaf.ts'
import { viewCsaf } from './view-csaf.ts'

const document = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    lang: 'en',
    title: 'Dosing pump',
    aggregate_severity: { text: 'Important', namespace: 'https://asgard.example/scale' },
    distribution: { text: 'To customers only', tlp: { label: 'AMBER', url: 'https://www.first.org/tlp/' } },
    publisher: {
      category: 'vendor',
      name: 'Asgard',
      namespace: 'https://asgard.example',
      contact_details: 'psirt@asgard.example',
    },
    acknowledgments: [{ names: ['Ada'], organization: 'Lab', summary: 'Found it', urls: ['https://lab.example'] }],
    notes: [
      { category: 'legal_disclaimer', title: 'Terms', text: 'As is.' },
      { category: 'faq', audience: 'nurses', text: 'Go on using it.' },
      { category: 'general', text: 3 },
    ],
    references: [{ category: 'external', summary: 'More', url: 'https://asgard.example/more' }],
    tracking: {
      id: 'A-1',
      aliases: ['B-1'],
      status: 'interim',
      version: '2',
      initial_release_date: '2024-01-02T00:00:00Z',
      current_release_date: '2024-02-03T00:00:00Z',
      generator: { date: '2024-02-02T00:00:00Z', engine: { name: 'Maker', version: '1.2' } },
      revision_history: [{ number: '1', date: '2024-01-02T00:00:00Z', summary: 'First' }],
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Asgard',
        branches: [
          {
            category: 'product_version',
            name: '1.0',
            product: {
              name: 'Asgard Pump 1.0',
              product_id: 'P1',
              product_identification_helper: {
                cpe: 'cpe:2.3:h:asgard:pump:1.0:*:*:*:*:*:*:*',
                hashes: [{ filename: 'pump.bin', file_hashes: [{ algorithm: 'sha256', value: 'ab12' }] }],
                sbom_urls: ['https://asgard.example/pump.cdx.json'],
                x_generic_uris: [{ namespace: 'https://asgard.example', uri: 'urn:pump:1' }],
              },
            },
          },
        ],
      },
    ],
    product_groups: [{ group_id: 'G1', summary: 'All pumps', product_ids: ['P1'] }],
    relationships: [
      {
        category: 'installed_on',
        full_product_name: { name: 'Firmware on pump', product_id: 'P2' },
        product_reference: 'P1',
        relates_to_product_reference: 'P1',
      },
    ],
  },
  vulnerabilities: [
    { cve: 'CVE-2024-0000', notes: 'no list' },
    {
      cve: 'CVE-2024-0001',
      involvements: [{ party: 'vendor', status: 'completed', summary: 'Done' }],
      acknowledgments: [{ organization: 'Other lab' }],
      product_status: { known_affected: ['P1'] },
      scores: [
        {
          products: ['P1'],
          cvss_v3: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
            baseScore: 9.1,
            baseSeverity: 'CRITICAL',
          },
        },
        {
          products: ['P1'],
          cvss_v3: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
            baseScore: 7.5,
            baseSeverity: 'HIGH',
          },
        },
      ],
      remediations: [
        {
          category: 'vendor_fix',
          details: 'Update',
          entitlements: ['Service contract'],
          restart_required: { category: 'system', details: 'Two minutes' },
          group_ids: ['G1'],
        },
      ],
      threats: [{ category: 'impact', details: 'Dose changes', group_ids: ['G1'] }],
      flags: [{ label: 'component_not_present', group_ids: ['G1'] }],
    },
  ],
}

test('a document is shown whole: notes of every category, thanks, tracking, distribution, tree, groups and details', () => {
  const view = viewCsaf(document)!

  expect(view.notes.map(({ category }) => category)).toEqual(['legal_disclaimer', 'faq', 'general'])
  expect(view.notes[1]).toMatchObject({ audience: 'nurses', text: 'Go on using it.' })
  expect(view.acknowledgments).toEqual([
    { names: ['Ada'], organization: 'Lab', summary: 'Found it', urls: ['https://lab.example'] },
  ])
  expect(view.distribution).toMatchObject({ text: 'To customers only', tlp: 'AMBER' })
  expect(view.aggregateSeverity?.text).toBe('Important')
  expect(view.tracking).toMatchObject({
    aliases: ['B-1'],
    status: 'interim',
    generator: 'Maker 1.2',
    revisions: [{ number: '1', date: '2024-01-02T00:00:00Z', summary: 'First' }],
  })
  expect(view.tree.map(({ depth, category, name }) => [depth, category, name])).toEqual([
    [0, 'vendor', 'Asgard'],
    [1, 'product_version', '1.0'],
  ])
  expect(view.tree[1]!.identifiers).toEqual([
    'CPE: cpe:2.3:h:asgard:pump:1.0:*:*:*:*:*:*:*',
    'Hash: pump.bin sha256 ab12',
    'SBOM: https://asgard.example/pump.cdx.json',
    'URI: urn:pump:1 (https://asgard.example)',
  ])
  expect(view.groups).toEqual([{ id: 'G1', summary: 'All pumps', productIds: ['P1'] }])
  expect(view.relationships[0]).toMatchObject({ category: 'installed_on', fullName: 'Firmware on pump' })
  expect(view.vulnerabilities[1]).toMatchObject({
    involvements: [{ party: 'vendor', status: 'completed', summary: 'Done' }],
    acknowledgments: [{ organization: 'Other lab' }],
    remediations: [
      { entitlements: ['Service contract'], restart: 'system', restartDetails: 'Two minutes', groupIds: ['G1'] },
    ],
    threats: [{ category: 'impact', groupIds: ['G1'] }],
    flags: [{ label: 'component_not_present', groupIds: ['G1'] }],
  })
})

test('where the number beside a vector is another than the vector’s own, the vector’s is told too', () => {
  expect(viewCsaf(document)!.vulnerabilities[1]!.scores.map(({ score, byVector }) => [score, byVector])).toEqual([
    [9.1, 'CVSS 3.1, 7.5, high'],
    [7.5, null],
  ])
})

test('what is no CSAF document has no view', () => {
  expect(viewCsaf({ '@context': 'https://openvex.dev/ns/v0.2.0' })).toBeUndefined()
  expect(viewCsaf(null)).toBeUndefined()
})

test.skipIf(!inCorpus('csaf/cisa'))('of all of CISA’s advisories every note, reference and product is shown', () => {
  let seen = 0
  for (const path of globSync('csaf/cisa/white/*/*.json', { cwd: corpusFolder })) {
    const json: unknown = JSON.parse(readFileSync(resolve(corpusFolder, path), 'utf8'))
    const raw = json as { document: { notes?: unknown[]; references?: unknown[]; acknowledgments?: unknown[] } }
    const view = viewCsaf(json)!
    const read = readCsaf(json)
    if ('error' in read) continue
    seen++
    expect(view.notes).toHaveLength(raw.document.notes?.length ?? 0)
    expect(view.references).toHaveLength(raw.document.references?.length ?? 0)
    expect(view.acknowledgments).toHaveLength(raw.document.acknowledgments?.length ?? 0)
    expect(view.vulnerabilities).toHaveLength(read.advisory.vulnerabilities.length)
    const shown = view.tree.filter(({ productId }) => productId !== '').length + view.relationships.length
    expect(shown).toBe(read.advisory.products.length)
  }
  expect(seen).toBeGreaterThan(100)
})
