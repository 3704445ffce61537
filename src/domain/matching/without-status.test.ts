import { expect, test } from 'vitest'
import type { AdvisoryVulnerability } from '#model/advisory.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

/** P1 with a status, P2 without one. */
function said(model: string, softwareVersion: string, over: Partial<AdvisoryVulnerability> = {}, isJoined = false) {
  const { advisory } = advisoryRecord({
    trackingId: 'T-1',
    products: [
      productEntry({ productId: 'P1', version: '<2.0', versionForm: 'comparison' }),
      productEntry({ productId: 'P2', name: 'Vital 500 X', version: '<2.0', versionForm: 'comparison' }),
      ...(isJoined
        ? [
            productEntry({
              productId: 'C',
              relation: { category: 'installed_on', productId: 'P1', relatesTo: 'P2' },
            }),
          ]
        : []),
    ],
    vulnerabilities: [
      statement({ vulnerabilityId: 'CVE-2026-1', status: { known_affected: ['P1'] }, ...over }),
      statement({ vulnerabilityId: 'CVE-2026-2', status: { known_affected: ['P1'] } }),
    ],
  })
  const device = { manufacturer: 'Example Medical', model, modelNumber: '', description: '' }
  return matchConfiguration(compileAdvisories([advisory]), {
    ...{ ...device, softwareVersion, firmwareVersion: '', operatingSystem: '' },
  }).map(({ vulnerabilityId, answer, because }) => [vulnerabilityId, answer, because.at(-1)?.text])
}

test('a device that an advisory lists without a status is a question, and never affected', () => {
  const text = 'the publisher lists the product and gives no status for it'

  expect(said('Vital 500 X', '1.0')).toEqual([
    ['CVE-2026-1', 'cannot_tell', text],
    ['CVE-2026-2', 'cannot_tell', text],
  ])
  expect(said('Vital 500 X', '2.0')).toEqual([])
  // It may be another, and its version tells nothing.
  expect(said('Vital 500', '')).toEqual([])
  expect(said('Vital 500', '1.0').map(([, answer]) => answer)).toEqual(['cannot_tell', 'cannot_tell'])
  expect(said('Drip 3000', '1.0').map(([, answer]) => answer)).toEqual(['affected', 'affected'])
})

test('of the vulnerabilities it is those that name it in what can be done or how bad it is', () => {
  const remediations = [{ category: 'vendor_fix' as const, details: 'Update.', productIds: ['P2'] }]
  expect(said('Vital 500 X', '1.0', { remediations }).map(([id]) => id)).toEqual(['CVE-2026-1'])
})

test('what only makes up the product of a relationship needs no status', () => {
  const status = { known_affected: ['P1'], known_not_affected: ['C'] }
  expect(said('Vital 500 X', '1.0', { status }, true).map(([, answer]) => answer)).toEqual(['not_affected'])
})
