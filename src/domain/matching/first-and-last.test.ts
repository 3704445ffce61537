import { expect, test } from 'vitest'
import type { ProductStatus } from '#model/advisory.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'

/** `first_affected 2.0, last_affected 2.9` of one product; what is said of a device of that version. */
function said(statuses: string, softwareVersion: string) {
  const status: Partial<Record<ProductStatus, string[]>> = {}
  const products = statuses.split(', ').map((one, at) => {
    const [key, version = ''] = one.split(' ') as [ProductStatus, string]
    status[key] = [...(status[key] ?? []), `P${at}`]
    return productEntry({ productId: `P${at}`, version, versionForm: classifyVersion(version) })
  })
  const { advisory } = advisoryRecord({
    trackingId: 'T-1',
    products,
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1', status })],
  })
  const device = { manufacturer: 'Example Medical', model: 'Drip 3000', modelNumber: '', description: '' }
  const matches = matchConfiguration(compileAdvisories([advisory]), {
    ...{ ...device, softwareVersion, firmwareVersion: '', operatingSystem: '' },
  })
  return strongestMatches(matches)[0]
}

test.each([
  [
    'first_affected 2.0, last_affected 2.9',
    '1.9 not_affected, 2.0 affected, 2.5 affected, 2.9 affected, 3.0 not_affected',
  ],
  ['first_affected 2.0, first_fixed 3.0', '1.9 not_affected, 2.5 affected, 3.0 not_affected, 3.1 not_affected'],
  ['first_affected 2.0', '1.9 not_affected, 2.0 affected, 2.5 cannot_tell'],
  ['last_affected 2.9', '2.0 cannot_tell, 2.9 affected, 3.0 not_affected'],
  ['first_fixed 3.0', '1.0 cannot_tell, 2.9 cannot_tell, 3.0 not_affected, 3.1 not_affected'],
  // Two lines of releases.
  [
    'first_affected 1.2, last_affected 1.9, first_affected 2.2, last_affected 2.9',
    '1.0 not_affected, 1.5 affected, 2.0 not_affected, 2.5 affected, 3.0 not_affected',
  ],
  ['first_fixed 2.7, first_fixed 3.2', '2.6 cannot_tell, 2.7 not_affected, 3.1 cannot_tell, 3.2 not_affected'],
  [
    'first_affected 2.0, first_fixed 2.7, first_fixed 3.2',
    '1.9 not_affected, 2.5 affected, 2.7 not_affected, 3.0 cannot_tell',
  ],
  ['first_affected 2.0, last_affected 2.9, first_fixed 3.0', '2.9 affected, 3.0 not_affected'],
  // What else is said of it.
  ['known_affected 2.0, first_fixed 2.7', '2.0 affected, 2.5 cannot_tell, 2.7 not_affected'],
  ['known_affected >=2.0|<2.7, first_fixed 2.7', '1.0 not_affected, 2.5 affected, 2.7 not_affected'],
  ['first_affected >=2.0', '1.9 not_affected, 2.5 affected'],
])('%s: %s', (statuses, expected) => {
  const answers = expected.split(', ').map((one) => one.split(' ')[0]!)
  expect(answers.map((version) => `${version} ${said(statuses, version)?.answer}`).join(', ')).toBe(expected)
})

test('a device without a version is a question, and so is one that does not compare', () => {
  for (const statuses of ['first_affected 2.0', 'last_affected 2.9', 'first_fixed 3.0']) {
    expect(said(statuses, '')?.answer).toBe('cannot_tell')
    expect(said(statuses, 'Spring')?.answer).toBe('cannot_tell')
  }
})

test('it is said which end is known', () => {
  expect(said('first_affected 2.0', '2.5')?.because.at(-1)?.text).toBe(
    '"first affected 2.0" leaves open whether version 2.5 is meant',
  )
})
