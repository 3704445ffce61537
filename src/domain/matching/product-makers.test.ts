import { describe, expect, test } from 'vitest'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'
import { makersOfProduct } from './product-makers.ts'

const device = (over: Partial<Configuration> = {}): Configuration => ({
  ...{ manufacturer: 'Acme Corp', model: 'Infusor 500', modelNumber: 'IF-500-EU', description: '' },
  ...{ softwareVersion: '2.5', firmwareVersion: '', operatingSystem: '', ...over },
})

const byVendor = { publisher: 'Brook Devices', isByVendor: true }

const unnamed = (name: string, over: Partial<AdvisoryProduct> = {}) =>
  productEntry({ productId: 'P1', vendor: '', name, fullName: name, ...over })

const advisoryOn = (product: AdvisoryProduct, over: Partial<Advisory> = {}): Advisory =>
  advisoryRecord({
    trackingId: 'T-1',
    products: [product],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-1', status: { known_affected: ['P1'] } })],
    ...over,
  }).advisory

const answer = (advisory: Advisory, configuration = device()) =>
  strongestMatches(matchConfiguration(compileAdvisories([advisory]), configuration))[0]?.answer

test.each<[string, string, Partial<Advisory>, { vendor: string; name: string }]>([
  ['Philips IntelliVue MX800', '', {}, { vendor: 'Philips', name: 'IntelliVue MX800' }],
  ['Philips IntelliVue MX800', '', byVendor, { vendor: 'Philips', name: 'IntelliVue MX800' }],
  ['Infusor 500', 'Acme Corp Infusor 500 2.5', byVendor, { vendor: 'Acme Corp', name: 'Infusor 500' }],
  ['Infusor 500', '', byVendor, { vendor: 'Brook Devices', name: 'Infusor 500' }],
  ['Brook Infusor 500', '', byVendor, { vendor: 'Brook', name: 'Infusor 500' }],
  ['Infusor 500', '', {}, { vendor: '', name: 'Infusor 500' }],
  // A system is matched by the device's own column, whoever publishes it.
  ['Windows 7', '', byVendor, { vendor: '', name: 'Windows 7' }],
])('"%s", in full "%s", is read with its maker', (name, fullName, over, expected) => {
  const product = unnamed(name, fullName ? { fullName } : {})
  expect(makersOfProduct(product, advisoryOn(product, over)).main).toEqual(expected)
})

describe('a product without a vendor', () => {
  test('is that of the publisher, where that is a vendor', () => {
    const advisory = advisoryOn(unnamed('Infusor 500 2.5'), { publisher: 'Acme Corp', isByVendor: true })

    expect(answer(advisory)).toBe('affected')
    expect(answer(advisory, device({ softwareVersion: '2.6' }))).toBe('not_affected')
    expect(answer(advisory, device({ manufacturer: 'Brook', model: 'Monitor' }))).toBeUndefined()
  })

  test('is that of the maker with which its name begins, whether or not anybody knows it', () => {
    const advisory = advisoryOn(unnamed('Acme Corp Infusor 500 version 2.5'), byVendor)

    expect(answer(advisory)).toBe('affected')
    expect(answer(advisory, device({ softwareVersion: '2.6' }))).toBe('not_affected')
    expect(answer(advisory, device({ manufacturer: 'Delta', modelNumber: '' }))).toBeUndefined()
  })

  test('is a question of every device with its name, where nobody says who makes it', () => {
    expect(answer(advisoryOn(unnamed('Drip 300')), device({ model: 'Drip 300' }))).toBe('cannot_tell')
    expect(answer(advisoryOn(unnamed('Drip 300')), device({ model: 'Drip 400' }))).toBeUndefined()
  })

  test('is known by a number that identifies it, whoever made it', () => {
    const advisory = advisoryOn(unnamed('Something else', { identifiers: { modelNumbers: ['IF-500-EU'] } }), byVendor)

    expect(answer(advisory)).toBe('affected')
    expect(answer(advisory, device({ modelNumber: 'IF-500-US' }))).toBeUndefined()
  })

  test('is meant in the units that are listed, where the name is that of the device', () => {
    const advisory = advisoryOn(unnamed('Drip 300', { identifiers: { serialNumbers: ['AB123'] } }), byVendor)
    const of = (serialNumber?: string, model = 'Drip 300') =>
      answer(advisory, device({ model, ...(serialNumber && { serialNumber }) }))

    expect(of('AB123')).toBe('affected')
    expect(of('AB999')).toBeUndefined()
    expect(of('AB123', 'Vital 900')).toBeUndefined()
    expect(of()).toBe('cannot_tell')
  })
})

test('a branch that names nobody is as none', () => {
  const product = unnamed('Philips IntelliVue MX800', { vendor: 'Multiple' })
  expect(makersOfProduct(product, advisoryOn(product)).main.vendor).toBe('Philips')
})

test('a vendor that a branch names is the maker, whoever publishes it', () => {
  const product = unnamed('Something else', { vendor: 'Delta Pumps', identifiers: { modelNumbers: ['IF-500-EU'] } })
  expect(answer(advisoryOn(product, { publisher: 'Acme Corp', isByVendor: true }))).toBeUndefined()
})
