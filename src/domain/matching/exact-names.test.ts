import { expect, test } from 'vitest'
import type { Advisory, AdvisoryProduct, ProductStatus } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { componentStems } from './exact-names.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const device = (over: Partial<Configuration> = {}): Configuration => ({
  manufacturer: 'Meadow Medical',
  model: 'PowerScope 4000',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
  ...over,
})

const component = (over: Partial<Component>): Component => ({
  ...{ name: 'openssl', version: '', supplier: '', purl: '', cpe: '' },
  ...over,
})

function advisoryOn(over: Partial<AdvisoryProduct>, status: ProductStatus = 'known_affected'): Advisory {
  const all: Partial<AdvisoryProduct> = { version: 'vers:all/*', versionForm: 'all' }
  const product = { productId: 'P-1', vendor: 'Somebody else', name: 'Something else altogether', ...all, ...over }
  return advisoryRecord({
    trackingId: 'T-1',
    products: [productEntry(product)],
    vulnerabilities: [statement({ vulnerabilityId: 'V-1', status: { [status]: ['P-1'] } })],
  }).advisory
}

const named = (cpe: string, over: Partial<AdvisoryProduct> = {}) => advisoryOn({ identifiers: { cpe }, ...over })
const answers = (advisory: Advisory, configuration: Configuration, components?: readonly Component[]) =>
  matchConfiguration(compileAdvisories([advisory]), configuration, undefined, components).map(({ answer }) => answer)

test.each([
  ['cpe:2.3:h:meadow_medical:powerscope_4000:-:*:*:*:*:*:*:*', { model: 'PowerScope 4000' }, ['affected']],
  ['cpe:2.3:o:meadow_medical:powerscope_4000_firmware:*:*:*:*:*:*:*:*', { model: 'Powerscope-4000' }, ['affected']],
  ['cpe:/h:meadow_medical:4000_powerscope', { model: 'Meadow PowerScope 4000' }, ['affected']],
  ['cpe:2.3:h:meadow_medical:ps-4000:*:*:*:*:*:*:*:*', { model: 'Scope', modelNumber: 'PS4000' }, ['affected']],
  ['cpe:2.3:h:meadow_medical:powerscope_4001:*:*:*:*:*:*:*:*', {}, []],
  ['cpe:2.3:h:meadow_medical:powerscope:*:*:*:*:*:*:*:*', {}, []],
  ['cpe:2.3:h:brook:powerscope_4000:*:*:*:*:*:*:*:*', {}, []],
  // What leaves vendor or product open names nothing.
  ['cpe:2.3:h:meadow_medical:*:*:*:*:*:*:*:*:*', {}, []],
  ['cpe:2.3:h:meadow_medical:powerscope*:*:*:*:*:*:*:*:*', {}, []],
  ['no CPE name at all', {}, []],
] as const)('the CPE name %s is that of the make and model %j', (cpe, over, expected) => {
  expect(answers(named(cpe), device(over))).toEqual(expected)
})

const inVersion2 = 'cpe:2.3:o:meadow_medical:powerscope_4000_firmware:2.0:*:*:*:*:*:*:*'
const inAny = 'cpe:2.3:o:meadow_medical:powerscope_4000_firmware:*:*:*:*:*:*:*:*'
test.each([
  [inVersion2, 'vers:all/*', '2.0', ['affected']],
  [inVersion2, 'vers:all/*', '2.1', []],
  [inVersion2, 'vers:all/*', '', ['cannot_tell']],
  [inAny, '< 3.0', '2.1', ['affected']],
  [inAny, '< 3.0', '3.0', ['not_affected']],
  [inAny, '< 3.0', '', ['cannot_tell']],
  // An update of which no inventory has a column.
  ['cpe:2.3:o:meadow_medical:powerscope_4000_firmware:2.0:sp1:*:*:*:*:*:*', 'vers:all/*', '2.0', ['cannot_tell']],
])('%s and "%s", of a device with "%s": %j', (cpe, version, firmwareVersion, expected) => {
  const versionForm = version.startsWith('<') ? 'comparison' : 'all'
  expect(answers(named(cpe, { version, versionForm }), device({ firmwareVersion }))).toEqual(expected)
})

test('a CPE name that happens to differ clears nothing that the product’s own name finds', () => {
  const advisory = named(inVersion2, { vendor: 'Meadow Medical', name: 'PowerScope 4000' })
  expect(answers(advisory, device({ firmwareVersion: '2.5' }))).toEqual(['affected'])
  const other = named('cpe:2.3:h:brook:trolley:-:*:*:*:*:*:*:*', { vendor: 'Meadow Medical', name: 'PowerScope 4000' })
  expect(answers(other, device())).toEqual(['affected'])
})

test('the evidence says which model is which CPE name', () => {
  const [match] = matchConfiguration(compileAdvisories([named(inVersion2)]), device({ firmwareVersion: '2.0' }))
  expect(match!.because.map(({ part, outcome, text }) => [part, outcome, text])).toEqual([
    ['vendor', 'agrees', '"Meadow Medical" is "meadow_medical"'],
    ['model', 'agrees', `model "PowerScope 4000" is ${inVersion2}`],
    ['version', 'agrees', expect.stringContaining('2.0')],
  ])
})

const ubuntu = 'cpe:2.3:o:canonical:ubuntu_linux:18.04:*:*:*:*:*:*:*'
const anyUbuntu = 'cpe:2.3:o:canonical:ubuntu_linux:*:*:*:*:*:*:*:*'
test.each([
  [ubuntu, 'vers:all/*', 'Ubuntu 18.04 LTS', ['affected']],
  [ubuntu, 'vers:all/*', 'Ubuntu 20.04', []],
  [ubuntu, 'vers:all/*', 'Ubuntu', ['cannot_tell']],
  [ubuntu, 'vers:all/*', 'Windows 10', []],
  [anyUbuntu, '< 20.04', 'Ubuntu 18.04', ['affected']],
  // It only opens.
  [anyUbuntu, '< 18.04', 'Ubuntu 18.04', []],
  [
    'cpe:2.3:o:microsoft:windows_10_1809:*:*:*:*:*:*:*:*',
    '< 10.0.17763.5936',
    'Windows 10 1809 17763.5000',
    ['affected'],
  ],
  ['cpe:2.3:o:microsoft:windows_10_1809:*:*:*:*:*:*:*:*', '< 10.0.17763.5936', 'Windows 10 1809', ['cannot_tell']],
  ['cpe:2.3:o:microsoft:windows_10_1809:*:*:*:*:*:*:*:*', 'vers:all/*', 'Windows 10 1809', ['affected']],
  ['cpe:2.3:o:microsoft:windows_10_1809:*:*:*:*:*:*:*:*', 'vers:all/*', 'Windows 10 21H2', []],
  // What a product runs on is not what is affected.
  ['cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*', 'vers:all/*', 'Ubuntu 18.04', []],
])('%s and "%s", of a device that runs "%s": %j', (cpe, version, operatingSystem, expected) => {
  const versionForm = version.startsWith('<') ? 'comparison' : 'all'
  const found = answers(named(cpe, { version, versionForm }), device({ manufacturer: 'Brook', operatingSystem }))
  expect(found).toEqual(expected)
})

const openssl = 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*'
test.each([
  [openssl, '< 1.1.1m', { cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*' }, ['affected']],
  [openssl, '< 1.1.1m', { cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*', version: '1.1.1k' }, ['affected']],
  [openssl, '< 1.1.1m', { cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*' }, ['cannot_tell']],
  [openssl, '< 1.1.1m', { cpe: 'cpe:2.3:a:openssl:openssl:1.1.1n:*:*:*:*:*:*:*' }, []],
  [openssl, '< 1.1.1m', { version: '1.1.1k' }, []],
  [openssl.replace(':*', ':1.1.1k'), 'vers:all/*', { cpe: openssl.replace(':*', ':1.1.1k') }, ['affected']],
  [openssl.replace(':*', ':1.1.1k'), 'vers:all/*', { cpe: openssl.replace(':*', ':1.1.1l') }, []],
])('%s and "%s", of a component %j: %j', (cpe, version, over, expected) => {
  const versionForm = version.startsWith('<') ? 'comparison' : 'all'
  const advisory = named(cpe, { version, versionForm })
  expect(answers(advisory, device(), [component({ name: 'zlib' }), component(over)])).toEqual(expected)
  expect(answers(advisory, device())).toEqual([])
})

const npm = 'pkg:npm/%40ward/pump'
test.each([
  [npm, '< 2.0.0', `${npm}@1.9.9`, ['affected']],
  [npm, '< 2.0.0', `${npm}@2.0.0`, []],
  // By the rules of npm a pre-release comes before.
  [npm, '< 2.0.0', `${npm}@2.0.0-rc.1`, ['affected']],
  [npm, 'vers:npm/>=1.0.0|<2.0.0', `${npm}@1.9.9`, ['affected']],
  [npm, '< 2.0.0', npm, ['cannot_tell']],
  [npm, 'vers:all/*', npm, ['affected']],
  [`${npm}@1.9.9`, 'vers:all/*', `${npm}@1.9.9`, ['affected']],
  [`${npm}@1.9.9`, 'vers:all/*', `${npm}@1.9.8`, []],
  [`${npm}@1.9.9`, 'vers:all/*', 'pkg:npm/pump@1.9.9', []],
  [`${npm}@1.9.9`, 'vers:all/*', 'pkg:pypi/pump@1.9.9', []],
  ['pkg:generic/pump@1.0', 'vers:all/*', 'pkg:generic/pump@1.0', ['affected']],
  ['pkg:generic/pump', '<= 1.0', 'pkg:generic/pump@0.9', ['affected']],
  ['pkg:rpm/redhat/curl@7.61.1-30.el8?epoch=1', 'x', 'pkg:rpm/redhat/curl@7.61.1-30.el8?epoch=1', ['affected']],
  ['pkg:rpm/redhat/curl@7.61.1-30.el8?arch=s390x', 'x', 'pkg:rpm/redhat/curl@7.61.1-30.el8?arch=x86_64', []],
  ['pkg:deb/debian/openssl', '< 1.1.1n-0', 'pkg:deb/debian/libssl1.1@1.1.1k-1?upstream=openssl', ['affected']],
  ['pkg:generic/pump@1.0?device=4711', 'vers:all/*', 'pkg:generic/pump@1.0?device=4711', []],
])('%s and "%s", of a component %s: %j', (purl, version, own, expected) => {
  const versionForm = version.startsWith('vers:all') ? 'all' : 'comparison'
  const advisory = advisoryOn({ identifiers: { purl }, version, versionForm })
  expect(answers(advisory, device(), [component({ purl: own })])).toEqual(expected)
})

test('of several package URLs all are read', () => {
  const purls = ['pkg:npm/left', 'pkg:npm/right']
  const advisory = advisoryOn({ identifiers: { purl: purls[0], purls } })
  expect(answers(advisory, device(), [component({ purl: 'pkg:npm/right@1.0.0' })])).toEqual(['affected'])
  expect(componentStems([advisory])).toEqual({ cpes: [], purls })
})

test('that a component is not affected clears no device', () => {
  const advisory = advisoryOn({ identifiers: { purl: `${npm}@1.9.9` } }, 'known_not_affected')
  expect(answers(advisory, device(), [component({ purl: `${npm}@1.9.9` })])).toEqual([])
})

test('what a row of a component has of the whole tells no other device that has the component', () => {
  const ofWhole = (identifiers: AdvisoryProduct['identifiers'], own = identifiers): Advisory => {
    const advisory = advisoryOn({
      identifiers: own,
      relation: { category: 'default_component_of', productId: 'C', relatesTo: 'W' },
    })
    return { ...advisory, products: [...advisory.products, productEntry({ productId: 'W', identifiers })] }
  }
  const runs = device({ manufacturer: 'Brook', operatingSystem: 'Ubuntu 18.04' })
  expect(answers(ofWhole({ cpe: ubuntu }), runs)).toEqual([])
  expect(answers(ofWhole({ cpe: anyUbuntu }, { cpe: ubuntu }), runs)).toEqual(['affected'])
  expect(answers(ofWhole({ purl: npm }), device(), [component({ purl: `${npm}@1.0.0` })])).toEqual([])
  expect(answers(ofWhole({ cpe: 'cpe:2.3:h:meadow_medical:powerscope_4000:-:*:*:*:*:*:*:*' }), device())).toEqual([
    'affected',
  ])
})
