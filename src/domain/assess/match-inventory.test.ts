import { expect, test } from 'vitest'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { matchInventory } from './assess.ts'

const device = { key: '1', position: 'row 2', claims: { manufacturer: 'Example Medical', model: 'Drip 3000' } }

test('what would clear some devices, and nobody can tell which, is printed with all, and opens nothing', () => {
  const { advisory } = advisoryRecord({
    trackingId: 'T-1',
    products: [
      productEntry({ productId: 'H' }),
      productEntry({ productId: 'S', vendor: 'Libco', name: 'SoftLib', version: '>=1.2', versionForm: 'comparison' }),
      productEntry({
        productId: 'C',
        relation: { category: 'default_component_of', productId: 'S', relatesTo: 'H' },
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1', status: { known_not_affected: ['C'] } })],
  })
  const lines = (all: boolean) => [...matchInventory([device], [advisory], { all, nameOf: ({ key }) => key })]

  expect(lines(true)).toMatchObject([{ advisory: 'T-1', answer: 'cannot_tell', mayClear: true }])
  expect(lines(false)).toEqual([])
})
