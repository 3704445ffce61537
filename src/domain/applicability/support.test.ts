import { expect, test } from 'vitest'
import type { Component } from '#model/component.ts'
import type { ProductSupport, SupportedRelease } from '#model/support.ts'
import { indexSupport } from './support.ts'

const release = (
  name: string,
  endOfLife: string | boolean,
  more: Partial<SupportedRelease> = {},
): SupportedRelease => ({
  ...{ name, label: name, isLongTerm: false, endOfLife },
  ...more,
})
const product = (
  name: string,
  label: string,
  releases: SupportedRelease[],
  more: Partial<ProductSupport> = {},
): ProductSupport => ({ product: name, label, category: 'os', aliases: [], cpes: [], purls: [], releases, ...more })

// The days are those of Microsoft's and the distributions' own pages.
const index = indexSupport([
  product('windows', 'Windows', [
    release('11-24h2-w', '2026-10-13'),
    release('11-24h2-iot-lts', '2034-10-10'),
    release('10-22h2', '2025-10-14'),
    release('10-21h2-e-lts', '2027-01-12'),
    release('10-21h2-iot-lts', '2032-01-13'),
    release('10-1809-e-lts', '2029-01-09'),
    release('10-1809-w', '2020-11-10'),
    release('7-sp1', '2020-01-14', { paidUntil: '2023-01-10' }),
    release('7', '2013-04-09'),
    release('5-sp3', '2014-04-08'),
  ]),
  product('windows-server', 'Windows Server', [
    release('2019', '2029-01-09'),
    release('2012-r2', '2023-10-10', { paidUntil: '2026-10-13' }),
    release('2012', '2023-10-10'),
  ]),
  product('ubuntu', 'Ubuntu', [release('22.04', '2027-04-01'), release('16.04', '2021-04-02')]),
  product('sles', 'SUSE Linux Enterprise Server', [release('12.5', '2024-10-31')], { aliases: ['sles'] }),
  product('linux', 'Linux Kernel', [release('4.4', '2022-02-03'), release('6.6', false)]),
  product('openssl', 'OpenSSL', [release('3.0', '2026-09-07'), release('1.1.1', '2023-09-11')], {
    category: 'framework',
    cpes: ['cpe:2.3:a:openssl:openssl'],
  }),
  product('go', 'Go', [release('1.20', true)], { category: 'lang', purls: ['pkg:golang/go'] }),
])
const today = '2026-02-01'
const of = (text: string) => index.system(text, today)

test.each([
  ['Windows 7 Professional SP1', 'ended', '2020-01-14'],
  ['Win7', 'ended', '2020-01-14'],
  ['Microsoft Windows XP Professional SP3', 'ended', '2014-04-08'],
  ['Windows 10 Pro 22H2', 'ended', '2025-10-14'],
  ['Windows 10 Enterprise LTSC 2019', 'supported', '2029-01-09'],
  ['Windows 10 IoT Enterprise LTSC 2021', 'supported', '2032-01-13'],
  ['Windows 10 Enterprise LTSC 10.0.17763.5000', 'supported', '2029-01-09'],
  ['Windows 11 Pro 24H2', 'ending', '2026-10-13'],
  ['Windows Server 2012 R2 Standard', 'ended', '2023-10-10'],
  ['Windows Server 2019', 'supported', '2029-01-09'],
  ['Ubuntu 16.04.7 LTS', 'ended', '2021-04-02'],
  ['SLES 12 SP5', 'ended', '2024-10-31'],
  ['Linux 4.4.0-21', 'ended', '2022-02-03'],
  ['Linux 6.6', 'supported', null],
])('%s: %s', (text, state, endsOn) => {
  expect(of(text)).toMatchObject({ state, endsOn })
})

test.each([
  // 2027 or 2029: the sooner end is within a year.
  ['Windows 10 Enterprise LTSC', 'ending', null],
  ['Windows 10 Enterprise LTSB', 'ending', null],
  ['Windows 10 IoT Enterprise LTSC', 'supported', '2032-01-13'],
])('%s, without a year, is one of those that are supported for long: %s', (text, state, endsOn) => {
  expect(of(text)).toMatchObject({ state, endsOn })
})

test('Windows 10 without a release may have ended and may not: nobody can tell', () => {
  expect(of('Windows 10')).toMatchObject({
    state: 'cannot_tell',
    endsOn: null,
    text: expect.stringMatching(/10 Nov 2020 or 13 Jan 2032/),
  })
  expect(of('Windows 10 Enterprise LTSC 2021')?.state).toBe('ending')
  expect(of('Windows 10 Enterprise LTSC 2021')?.endsOn).toBeNull()
})

test('what can be paid for is told, and is no support', () => {
  expect(of('Windows Server 2012 R2')).toMatchObject({ state: 'ended', paidUntil: '2026-10-13' })
  expect(of('Windows 7 SP1')).toMatchObject({ state: 'ended', paidUntil: null })
})

test.each(['VxWorks 6.9', '', 'Wind River Linux 7', 'proprietary'])('of "%s" the list knows nothing', (text) => {
  expect(of(text)).toBeUndefined()
})

test('an embedded edition is not taken for the usual one', () => {
  expect(of('Windows Embedded Standard 7')).toBeUndefined()
})

const component = (over: Partial<Component>): Component => ({
  name: '',
  version: '',
  supplier: '',
  purl: '',
  cpe: '',
  ...over,
})
test.each([
  [component({ name: 'openssl', version: '1.1.1k' }), 'ended', '2023-09-11'],
  [component({ cpe: 'cpe:2.3:a:openssl:openssl:3.0.2:*:*:*:*:*:*:*', version: '3.0.2' }), 'ending', '2026-09-07'],
  [component({ purl: 'pkg:golang/go@1.20', name: 'go', version: '1.20' }), 'ended', null],
])('a component by its identifiers, or its name alone: %o', (one, state, endsOn) => {
  expect(index.component(one, today)).toMatchObject({ state, endsOn })
})

test.each([
  component({ purl: 'pkg:npm/go@1.20', name: 'go', version: '1.20' }),
  component({ name: 'openssl', version: '' }),
  component({ name: 'openssl', version: '0.9.8' }),
  component({ name: 'openssl-like', version: '1.1.1' }),
])('of another component nothing is said: %o', (one) => {
  expect(index.component(one, today)).toBeUndefined()
})
