import { expect, test } from 'vitest'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'
import { statedProduct } from './stated-products.ts'

const device = (over: Partial<Configuration> = {}): Configuration => ({
  ...{ manufacturer: 'Example Medical', model: 'Drip 3000', modelNumber: '', description: '' },
  ...{ softwareVersion: '2.5', firmwareVersion: '', operatingSystem: '', ...over },
})

const advisoryOn = (product: Partial<AdvisoryProduct>, over: Partial<Advisory> = {}): Advisory =>
  advisoryRecord({
    trackingId: 'T-one',
    title: 'A flaw in the Drip',
    products: [productEntry({ productId: 'P1', ...product })],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1', status: { known_affected: ['P1'] } })],
    ...over,
  }).advisory

const answer = (advisory: Advisory, configuration = device()) =>
  matchConfiguration(compileAdvisories([advisory]), configuration).map((match) => match.answer)[0]

test.each([
  // A branch for versions that holds the product too.
  ['', 'Drip 3000 2.5', '', 'Drip 3000', '2.5'],
  ['', 'Drip 3000 < 2.5', '', 'Drip 3000', '< 2.5'],
  ['', 'Drip 3000', '', 'Drip 3000', ''],
  ['', 'All versions prior to 2.5', '', '', 'All versions prior to 2.5'],
  ['', 'vers:all/*', '', '', 'vers:all/*'],
  ['', '2.5', '', '', '2.5'],
  // The name, or the full name, where no branch says it.
  ['Drip 3000 < 2.0', '', '', 'Drip 3000', '< 2.0'],
  ['Drip 3000', '', 'Example Medical Drip 3000 version 2.5', 'Drip 3000', 'version 2.5'],
  ['Drip 3000', '', 'Drip 3000 < N.01', 'Drip 3000', '< N.01'],
  ['Drip 3000', '', 'Drip 3000: Versions prior to 2.5', 'Drip 3000', 'Versions prior to 2.5'],
  ['Drip 3000', '', 'Drip 3000 Plus 2.5', 'Drip 3000', ''],
  ['Drip 3000', '<3.0', 'Drip 3000 version 2.5', 'Drip 3000', '<3.0'],
])('"%s" of version "%s", in full "%s", is "%s" of version "%s"', (name, version, fullName, own, stated) => {
  const product = statedProduct(productEntry({ productId: 'P1', name, version, fullName }))
  expect([product.name, product.version]).toEqual([own, stated])
})

test('a product without a version is meant as a whole where no version stands in the advisory', () => {
  expect(answer(advisoryOn({}))).toBe('affected')
  expect(answer(advisoryOn({}), device({ softwareVersion: '' }))).toBe('affected')
})

const remediation = (details: string) => ({ category: 'vendor_fix' as const, details, productIds: ['P1'] })
const inFlaw = (over: Partial<Advisory['vulnerabilities'][number]>): Partial<Advisory> => ({
  vulnerabilities: [
    statement({ vulnerabilityId: 'CVE-2026-1', title: 'A flaw', status: { known_affected: ['P1'] }, ...over }),
  ],
})

test.each<[string, Partial<Advisory>]>([
  ['its title', { title: 'Drip 3000 before 2.0' }],
  ['its summary', { summary: 'Software version 2 and older.' }],
  ['a remediation', inFlaw({ remediations: [remediation('Update to v2.0')] })],
  ['a description', inFlaw({ description: 'Firmware 2 lets anybody in.' })],
  [
    'another product',
    { products: [productEntry({ productId: 'P1' }), productEntry({ productId: 'P2', version: '<2.0', name: 'Pole' })] },
  ],
])('nobody can tell which versions are meant where one stands in %s', (_, over) => {
  expect(answer(advisoryOn({}, over))).toBe('cannot_tell')
})

test('scores, identifiers, days and protocols are no versions', () => {
  const description =
    'CVE-2026-1234 (CWE-79), CVSS v3.1 base score of 9.8, since 1.2.2026, over TLS 1.2: https://a.example/v1.2'
  expect(answer(advisoryOn({}, inFlaw({ description })))).toBe('affected')
})

test('a serial number decides where the advisory gives no version with it', () => {
  const advisory = advisoryOn({ identifiers: { serialNumbers: ['AB1??'] } }, { summary: 'Update to 2.0' })

  expect(answer(advisory, device({ serialNumber: 'AB123' }))).toBe('affected')
  expect(answer(advisory, device({ serialNumber: 'AB923' }))).toBe('not_affected')
  expect(answer(advisory)).toBe('cannot_tell')
})
