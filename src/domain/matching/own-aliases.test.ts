import { describe, expect, test } from 'vitest'
import type { NameRule } from '#model/name-rule.ts'
import { advisoryRecord } from '#tests/support/advisory-records.ts'
import { compileAdvisories, compileAliases, isSameVendor, matchConfiguration } from './matching.ts'

const { advisory } = advisoryRecord({
  trackingId: 'names',
  products: [
    {
      productId: 'p',
      vendor: 'Philips',
      name: 'IntelliVue MX800',
      version: 'vers:all/*',
      versionForm: 'all',
      fullName: '',
      isRange: true,
    },
  ],
  vulnerabilities: [
    {
      vulnerabilityId: 'CVE-2026-0001',
      title: '',
      description: '',
      scores: [],
      remediations: [],
      status: { known_affected: ['p'] },
      threats: [],
      flags: [],
    },
  ],
})
const index = compileAdvisories([advisory])

const answer = (manufacturer: string, model: string, ...rules: NameRule[]) => {
  const [match] = matchConfiguration(
    index,
    {
      manufacturer,
      model,
      modelNumber: '',
      description: '',
      softwareVersion: '1.0',
      firmwareVersion: '',
      operatingSystem: '',
    },
    compileAliases(rules),
  )
  return match && `${match.answer}: ${match.because.map(({ text }) => text).join('; ')}`
}

describe('what a hospital says of names holds for its devices', () => {
  test('a maker that nobody knows is the one it says', () => {
    expect(answer('Zorblax Cardio', 'MX800')).toBeUndefined()
    expect(
      answer('ZORBLAX Cardio, Inc.', 'MX800', { kind: 'vendor', name: 'Zorblax Cardio', maker: 'Philips' }),
    ).toContain('affected: vendor "ZORBLAX Cardio, Inc." is "Philips" (an alias of yours)')
  })

  test('a maker is not the one that the rules take it for', () => {
    expect(answer('Phillips', 'IntelliVue MX800')).toContain('affected')
    expect(
      answer('Phillips', 'IntelliVue MX800', { kind: 'not_vendor', name: 'Phillips', maker: 'Philips' }),
    ).toBeUndefined()
    expect(answer('Philips', 'IntelliVue MX800', { kind: 'not_vendor', name: 'Phillips', maker: 'Philips' })).toContain(
      'affected',
    )
  })

  test('a model of its own number is the product that it says, of this maker alone', () => {
    const rule: NameRule = { kind: 'model', maker: 'Philips', name: 'HPM-77', model: 'IntelliVue MX800' }

    expect(answer('Philips', 'HPM-77')).toBeUndefined()
    expect(answer('Philips Healthcare', 'hpm 77', rule)).toContain('model "hpm 77" is "IntelliVue MX800"')
    expect(answer('GE Healthcare', 'HPM-77', rule)).toBeUndefined()
  })

  test('what one organisation says is not heard by another that asks the same index', () => {
    answer('Zorblax Cardio', 'MX800', { kind: 'vendor', name: 'Zorblax Cardio', maker: 'Philips' })

    expect(answer('Zorblax Cardio', 'MX800')).toBeUndefined()
  })

  test('names are compared by it too', () => {
    const aliases = compileAliases([
      { kind: 'vendor', name: 'Zorblax', maker: 'Philips' },
      { kind: 'not_vendor', name: 'Philips Lighting', maker: 'Philips' },
    ])
    expect(isSameVendor('Zorblax', 'Philips Healthcare', aliases)).toBe(true)
    expect(isSameVendor('Zorblax', 'Philips Healthcare')).toBe(false)
    expect(isSameVendor('Philips Lighting', 'Philips', aliases)).toBe(false)
  })
})
