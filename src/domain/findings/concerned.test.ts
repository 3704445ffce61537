import { expect, test } from 'vitest'
import type { Configuration } from '#model/matching.ts'
import { configurationOf } from '#tests/match-quality/judge.ts'
import { learntFrom } from '#tests/match-quality/labelled-pairs.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { matcherOf, vendorIdsOf } from './matcher.ts'

// Whoever is not looked at again when an advisory comes or goes must be as it would be if everybody were.

// Six hundred of all kinds, however many there are: each fourth advisory is laid against each device.
const step = Math.floor(learntFrom.length / 600)
const some = learntFrom.filter((_, at) => at % step === 3)
const configurations = some.map(configurationOf)
const advisories = some.map(
  ({ product: [vendor, name, version] }, at) =>
    advisoryRecord({
      trackingId: `A-${at}`,
      products: [productEntry({ productId: 'P', vendor, name, version, fullName: `${name}: ${version}` })],
      vulnerabilities: [statement({ vulnerabilityId: `CVE-2026-${10_000 + at}`, status: { known_affected: ['P'] } })],
    }).advisory,
)

test('an advisory changes nothing on configurations that it does not concern, and those are most', {
  timeout: 120_000,
}, () => {
  const all = matcherOf(advisories)
  const answersOf = (matcher: typeof all, configuration: Configuration) =>
    JSON.stringify([...matcher.match(configuration, undefined)])
  const answersOfAll = new Map(configurations.map((one) => [one, answersOf(all, one)]))
  let looked = 0
  const missed: string[] = []
  const coming = advisories.filter((_, at) => at % 4 === 3)
  for (const advisory of coming) {
    const without = matcherOf(advisories.filter((one) => one !== advisory))
    const isConcerned = all.concerning([advisory.id], vendorIdsOf([advisory.products[0]!.vendor]), undefined)
    for (const configuration of configurations) {
      if (isConcerned(configuration)) {
        looked++
        continue
      }
      const [after, before] = [answersOfAll.get(configuration), answersOf(without, configuration)]
      if (after !== before)
        missed.push(`${advisory.products[0]!.name} on ${configuration.manufacturer} ${configuration.model}`)
    }
  }
  expect(missed).toEqual([])
  expect(coming.length).toBeGreaterThan(15)
  expect(looked / (coming.length * configurations.length)).toBeLessThan(0.3)
})

test('a maker that no advisory named before is found though it is mistyped, a dealer’s, or not told', () => {
  const { advisory } = advisoryRecord({
    trackingId: 'NEW',
    products: [
      productEntry({ productId: 'P', vendor: 'Zorblatt Instruments', name: 'Zorblatt Drip 3000', version: '< 2.0' }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-9999', status: { known_affected: ['P'] } })],
  })
  const matcher = matcherOf([...advisories, advisory])
  const isConcerned = matcher.concerning([advisory.id], vendorIdsOf(['Zorblatt Instruments']), undefined)
  const device = (manufacturer: string, model: string): Configuration => ({
    ...{ manufacturer, model, modelNumber: '', description: '' },
    ...{ softwareVersion: '1.4', firmwareVersion: '', operatingSystem: '' },
  })
  for (const one of [
    device('Zorblat Instruments', 'Drip 3000'),
    device('Example Dealers', 'Zorblatt Instruments Drip 3000'),
    device('', 'Zorblatt Drip 3000'),
  ]) {
    expect(matcher.match(one, undefined).get('CVE-2026-9999'), one.manufacturer).toBeDefined()
    expect(isConcerned(one), one.manufacturer).toBe(true)
  }
  expect(isConcerned(device('Example Dealers', 'Drip 3000'))).toBe(false)
})

test('an advisory on an operating system concerns a device of any maker whose description alone names it', () => {
  const { advisory } = advisoryRecord({
    trackingId: 'SYSTEM',
    products: [productEntry({ productId: 'P', vendor: 'Wind River', name: 'VxWorks', version: '<= 6.9' })],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-9998', status: { known_affected: ['P'] } })],
  })
  const matcher = matcherOf([...advisories, advisory])
  const isConcerned = matcher.concerning([advisory.id], vendorIdsOf(['Wind River']), undefined)
  const pump: Configuration = {
    ...{ manufacturer: 'BD', model: 'Alaris 8015', modelNumber: '', description: 'PC UNIT, RTOS: VxWorks 6.9' },
    ...{ softwareVersion: '', firmwareVersion: '', operatingSystem: '' },
  }
  expect(matcher.match(pump, undefined).get('CVE-2026-9998')).toBeDefined()
  expect(isConcerned(pump)).toBe(true)
  expect(isConcerned({ ...pump, description: 'PC UNIT' })).toBe(false)
})

test('an advisory that names no vendor concerns the devices of whoever its products may be of', () => {
  const isConcerned = (name: string, isByVendor: boolean, identifiers = {}) => {
    const { advisory } = advisoryRecord({
      trackingId: 'UNNAMED',
      publisher: 'Zorblatt Instruments',
      ...(isByVendor && { isByVendor }),
      products: [productEntry({ productId: 'P', vendor: '', name, fullName: name, identifiers })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-9997', status: { known_affected: ['P'] } })],
    })
    const matcher = matcherOf([advisory])
    return ([manufacturer, model]: [string, string]) => {
      const concerned = matcher.concerning([advisory.id], vendorIdsOf(['']), undefined)
      const device = { manufacturer, model, modelNumber: '', description: '' }
      return concerned({ ...device, softwareVersion: '', firmwareVersion: '', operatingSystem: '' })
    }
  }
  const [own, known, other] = [
    ['Zorblatt Instruments', 'Drip 3000'],
    ['Philips', 'Monitor'],
    ['Meadow Imaging', 'Viewer 2'],
  ] as [string, string][]

  expect([own, known, other].map((one) => isConcerned('Drip 3000', true)(one!))).toEqual([true, false, false])
  expect([own, known, other].map((one) => isConcerned('Philips MX800', true)(one!))).toEqual([false, true, false])
  expect([own, known, other].map((one) => isConcerned('Drip 3000', false)(one!))).toEqual([true, true, true])
  const numbered = isConcerned('Drip 3000', true, { modelNumbers: ['DR-3000'] })
  expect([own, known, other].map((one) => numbered(one!))).toEqual([true, true, true])
})
