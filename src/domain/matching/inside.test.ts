import { describe, expect, test } from 'vitest'
import type { Advisory, AdvisoryProduct, ProductStatus } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'

const device = (softwareVersion: string, over: Partial<Configuration> = {}): Configuration => ({
  manufacturer: 'Acme Corp',
  model: 'Infusor 500',
  modelNumber: '',
  description: '',
  softwareVersion,
  firmwareVersion: '',
  operatingSystem: '',
  ...over,
})

const entry = (productId: string, vendor: string, name: string, version: string, over: Partial<AdvisoryProduct> = {}) =>
  productEntry({ productId, vendor, name, version, versionForm: classifyVersion(version), fullName: name, ...over })

interface Pair {
  readonly part?: string
  readonly library?: string
  readonly host?: string
  readonly status?: ProductStatus
}

/** SoftLib of Libco in the Infusor 500 of Acme, as `category` says; one combination for each pair. */
function advisoryOn(category: string, ...pairs: Pair[]): Advisory {
  const status: Partial<Record<ProductStatus, string[]>> = {}
  const products = [entry('H', 'Acme Corp', 'Infusor 500', pairs[0]?.host ?? '')]
  for (const [at, { part = 'SoftLib', library = '', status: said = 'known_affected' }] of pairs.entries()) {
    const relation = { category, productId: `S${at}`, relatesTo: 'H' }
    products.push(entry(`S${at}`, 'Libco', part, library))
    products.push(entry(`C${at}`, 'Acme Corp', `Infusor 500 ${part}`, library, { relation }))
    status[said] = [...(status[said] ?? []), `C${at}`]
  }
  const vulnerabilities = [statement({ vulnerabilityId: 'CVE-2026-1', status })]
  return advisoryRecord({ trackingId: 'T-1', products, vulnerabilities }).advisory
}

const all = (advisory: Advisory, configuration: Configuration, components: readonly Component[] = []) =>
  matchConfiguration(compileAdvisories([advisory]), configuration, undefined, components)

const answer = (...asked: Parameters<typeof all>) => strongestMatches(all(...asked)).map((match) => match.answer)[0]

const softLib = (version: string): Component => ({ name: 'SoftLib', version, supplier: '', purl: '', cpe: '' })

const installed = ['default_component_of', 'installed_on', 'installed_with']
const perhaps = ['optional_component_of', 'external_component_of']

describe.each([...installed, ...perhaps])('a component (%s)', (category) => {
  const there = { description: 'with SoftLib' }

  test('its range is not held against the version of the device', () => {
    const advisory = advisoryOn(category, { library: '<1.2', host: '<=2.5' })

    expect(answer(advisory, device('2.5', there))).toBe('affected')
    expect(answer(advisory, device('1.0', there))).toBe('affected')
    expect(answer(advisory, device('3.0', there))).toBe('not_affected')
    expect(answer(advisory, device('', there))).toBe('cannot_tell')
  })

  test('of a device that is named without a version, its version in the device decides', () => {
    const advisory = advisoryOn(category, { library: '<1.2' })

    expect(answer(advisory, device('1.0'))).toBe('cannot_tell')
    expect(answer(advisory, device('9.0'))).toBe('cannot_tell')
    expect(answer(advisory, device('9.0', { description: 'runs SoftLib 1.1' }))).toBe('affected')
    expect(answer(advisory, device('1.0', { description: 'runs SoftLib 1.3' }))).toBe('not_affected')
    expect(answer(advisory, device('9.0'), [softLib('1.1')])).toBe('affected')
    expect(answer(advisory, device('1.0'), [softLib('1.3')])).toBe('not_affected')
  })

  test('a fix with a version of it clears no device of which nobody knows that version', () => {
    const advisory = advisoryOn(category, { library: '1.2', status: 'fixed' })

    expect(all(advisory, device('2.5'))).toMatchObject([{ answer: 'cannot_tell', mayClear: true }])
    expect(answer(advisory, device('2.5'))).toBeUndefined()
    expect(answer(advisory, device('2.5'), [softLib('1.2')])).toBe('not_affected')
  })

  test('a range of it that is not affected is told, and clears where it surely holds', () => {
    const advisory = advisoryOn(category, { library: '>=1.2', status: 'known_not_affected' })

    expect(all(advisory, device('2.5'))).toMatchObject([{ answer: 'cannot_tell', mayClear: true }])
    expect(answer(advisory, device('2.5'), [softLib('1.4')])).toBe('not_affected')
    expect(all(advisory, device('2.5'), [softLib('1.1')])).toEqual([])
  })
})

test.each(installed)('a component without a version is in every such device (%s)', (category) => {
  expect(answer(advisoryOn(category, {}), device('2.5'))).toBe('affected')
  expect(answer(advisoryOn(category, { host: '<=2.5' }), device('3.0'))).toBe('not_affected')
})

test.each(perhaps)('of what may be missing it is asked whether it is there (%s)', (category) => {
  const [match] = all(advisoryOn(category, {}), device('2.5'))

  expect(match?.answer).toBe('cannot_tell')
  expect(match?.because).toContainEqual(expect.objectContaining({ asks: 'option', option: 'SoftLib' }))
  expect(answer(advisoryOn(category, {}), device('2.5', { description: 'SoftLib installed' }))).toBe('affected')
})

test('a device comes with exactly the version that the advisory gives for its own component', () => {
  const one = advisoryOn('default_component_of', { library: '1.1' })
  expect(answer(one, device('2.5'))).toBe('affected')
  expect(answer(one, device('2.5'), [softLib('1.4')])).toBe('not_affected')

  const cleared = advisoryOn('default_component_of', { library: '1.2', status: 'known_not_affected' })
  expect(answer(cleared, device('2.5'))).toBe('not_affected')
})

test('where devices come with one version or another, nobody can tell which', () => {
  const advisory = advisoryOn(
    'default_component_of',
    { library: '1.1' },
    { library: '1.2', status: 'known_not_affected' },
  )

  expect(answer(advisory, device('2.5'))).toBe('cannot_tell')
  expect(answer(advisory, device('2.5'), [softLib('1.1')])).toBe('affected')
  expect(answer(advisory, device('2.5'), [softLib('1.2')])).toBe('not_affected')
})

test('the operating system inside is that of the device’s own column', () => {
  const advisory = advisoryOn('installed_on', { part: 'Windows 7' })

  expect(answer(advisory, device('2.5', { operatingSystem: 'Windows 7 SP1' }))).toBe('affected')
  expect(answer(advisory, device('2.5', { operatingSystem: 'Windows 10' }))).toBe('not_affected')
})

describe('the version of the first product is the device’s own', () => {
  const advisory = (part: AdvisoryProduct, whole: AdvisoryProduct, joined: AdvisoryProduct, category: string) =>
    advisoryRecord({
      trackingId: 'T-2',
      products: [
        part,
        whole,
        { ...joined, relation: { category, productId: part.productId, relatesTo: whole.productId } },
      ],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-2', status: { known_affected: [joined.productId] } })],
    }).advisory

  test.each([
    ['Infusor 500 firmware', 'Acme Corp', 'default_component_of', ''],
    ['Firmware', '', 'installed_on', ''],
    ['AcmeOS', 'Acme Corp', 'installed_on', ''],
    ['Pump Control', 'Acme Corp', 'installed_on', ''],
    ['Pump Control', 'Acme Corp', 'installed_on', 'Rev. B'],
  ])('where it makes it run: %s of "%s" (%s) on hardware "%s"', (name, vendor, category, hardware) => {
    const one = advisory(
      entry('S', vendor, name, '<3.0'),
      entry('H', 'Acme Corp', 'Infusor 500', hardware),
      entry('C', 'Acme Corp', name.includes('Infusor') ? name : `Infusor 500 ${name}`, '<3.0'),
      category,
    )

    expect(answer(one, device('3.0'))).toBe('not_affected')
    expect(answer(one, device('2.5', { description: `with ${name}` }))).toBe('affected')
  })

  test('where it runs on an operating system: that is a condition, and no device', () => {
    const one = advisory(
      entry('S', 'Acme Corp', 'Infusor 500', '<3.0'),
      entry('H', 'Microsoft', 'Windows 7', ''),
      entry('C', 'Microsoft', 'Windows 7 Infusor 500', '<3.0'),
      'installed_on',
    )
    const windows7 = { operatingSystem: 'Windows 7' }

    expect(answer(one, device('2.5', windows7))).toBe('affected')
    expect(answer(one, device('3.0', windows7))).toBe('not_affected')
    expect(answer(one, device('2.5', { operatingSystem: 'Windows 10' }))).toBeUndefined()
    expect(answer(one, device('2.5'))).toBe('cannot_tell')
    expect(answer(one, device('1.0', { manufacturer: 'Brook', model: 'Monitor', ...windows7 }))).toBeUndefined()
  })
})
