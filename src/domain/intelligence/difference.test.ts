import { expect, test } from 'vitest'
import { readCsaf } from '#standards/csaf/read-csaf.ts'
import { advisoryRecord, csafDocument, productEntry, statement } from '#tests/support/advisory-records.ts'
import { differences, versioning } from './difference.ts'

const read = (document: string) => {
  const answer = readCsaf(JSON.parse(document))
  if ('error' in answer) throw new Error(answer.error)
  return answer.advisory
}
const lines = (before: string, after: string) =>
  differences(read(before), read(after)).map(({ part, change, before: was, after: is }) => [part, change, was, is])

test('a revision that says the same differs in nothing but its number', () => {
  expect(lines(csafDocument('A-1'), csafDocument('A-1', { revision: '2' }))).toEqual([
    ['document', 'changed', '1', '2'],
  ])
})

test('a wider range, a new fix and another score are told apart', () => {
  const before = csafDocument('A-1')
  const after = csafDocument('A-1', {
    range: 'vers:generic/<3.0',
    remediation: 'Update to 3.0',
    score: 9.1,
    title: 'Worse',
  })

  expect(lines(before, after)).toEqual([
    ['product', 'changed', 'vers:generic/<2.0', 'vers:generic/<3.0'],
    ['status', 'removed', 'known affected', null],
    ['status', 'added', null, 'known affected'],
    ['score', 'changed', expect.stringMatching(/^7\.5 CVSS:3\.1/), expect.stringMatching(/^9\.1 CVSS:3\.1/)],
    [
      'remediation',
      'changed',
      expect.stringMatching(/^vendor fix: Update to 2\.0 · for Example Medical Drip 3000/),
      expect.stringMatching(/^vendor fix: Update to 3\.0/),
    ],
    ['document', 'changed', 'Advisory A-1', 'Worse'],
  ])
})

test('vulnerabilities, products, threats and flags come and go by name', () => {
  const { advisory: before } = advisoryRecord({
    trackingId: 'A-2',
    products: [
      productEntry({ productId: 'P1' }),
      productEntry({ productId: 'P2', name: 'Drip 4000', fullName: 'Drip 4000' }),
    ],
    vulnerabilities: [
      statement({ vulnerabilityId: 'CVE-2026-1', threats: [{ category: 'impact', details: 'Stops' }] }),
      statement({ vulnerabilityId: 'CVE-2026-2' }),
    ],
  })
  const after = {
    ...before,
    products: [
      productEntry({ productId: 'X1' }),
      productEntry({ productId: 'X3', name: 'Drip 5000', fullName: 'Drip 5000' }),
    ],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-1',
        flags: [{ label: 'component_not_present', productIds: ['X3'] }],
      }),
      statement({ vulnerabilityId: 'CVE-2026-3' }),
    ],
  }

  expect(differences(before, after).map(({ part, change, subject }) => `${part} ${change}: ${subject}`)).toEqual([
    'product removed: Example Medical Drip 4000',
    'product added: Example Medical Drip 5000',
    'vulnerability removed: CVE-2026-2',
    'vulnerability added: CVE-2026-3',
    'threat removed: CVE-2026-1',
    'flag added: CVE-2026-1',
  ])
})

test('product ids that are numbered anew, and lists in another order, say nothing new', () => {
  const products = ['1.0', '2.0'].map((version, at) =>
    productEntry({ productId: `P${at}`, version, fullName: `D ${version}` }),
  )
  const of = (ids: [string, string]) =>
    advisoryRecord({
      trackingId: 'A-3',
      products: products.map((product, at) => ({ ...product, productId: ids[at]! })),
      vulnerabilities: [
        statement({
          vulnerabilityId: 'CVE-2026-1',
          status: { known_affected: [...ids] },
          remediations: [{ category: 'vendor_fix', details: 'Update', productIds: [...ids] }],
        }),
      ],
    }).advisory
  const renumbered = of(['B', 'A'])
  renumbered.products.reverse()

  expect(differences(of(['P0', 'P1']), renumbered)).toEqual([])
})

test('integer and semantic versions are told apart, and their major changes', () => {
  expect(versioning('1', '2')).toEqual({ scheme: 'integer', isMajor: true })
  expect(versioning('1.4.0', '1.5.0')).toEqual({ scheme: 'semantic', isMajor: false })
  expect(versioning('1.9.9', '2.0.0-rc.1')).toEqual({ scheme: 'semantic', isMajor: true })
  expect(versioning('A', 'B')).toEqual({ scheme: 'other', isMajor: true })
})
