import { expect, test } from 'vitest'
import { readVendor } from './vendor.ts'
import { isSurelySameVendor } from './vendor-agreement.ts'

/** Of which one is known and the other is not, and of which neither is. */
const couples = [
  ['Zorblax', 'Quuxmed'],
  ['Eppendorf', 'Quuxmed'],
  ['Zorblax', 'Eppendorf'],
] as const

test.each([
  'A, a subsidiary of B',
  'A (a B company)',
  'A - a B Company',
  'A, an affiliate of B',
  'A, part of the B group',
  'A, now part of B',
  'A (acquired by B)',
  'A, acquired by B in 2019',
  'A Division of B',
  'A d/b/a B',
  'A doing business as B',
  'A t/a B',
  'A formerly known as B',
  'A (formerly B)',
  'A (was B)',
  'A (ex B)',
  'A ex-B',
  'A [B]',
  'A manufactured by B',
  'A, powered by B technology',
  'A vorm. B',
  'A (jetzt B)',
  'A, ein Unternehmen der B Gruppe',
  'A gehört zu B',
  'A (groupe B)',
  'A, filiale de B',
  'A gruppo B',
  'A (già B)',
  'A (antes B)',
  'A (voorheen B)',
  'A (tidigare B)',
  'A / B',
])('"%s" names both', (phrase) => {
  for (const [a, b] of couples) {
    const said = phrase.replace('A', a).replace('B', b)
    expect([said, isSurelySameVendor(said, a), isSurelySameVendor(said, b)]).toEqual([said, true, true])
    expect(isSurelySameVendor(said, 'Miele')).toBe(false)
  }
})

test.each([
  ['a label', 'Manufacturer: Zorblax'],
  ['a label of another language', 'Hersteller Zorblax GmbH'],
  ['a remark', 'Zorblax (discontinued)'],
  ['a remark behind a dash', 'Zorblax - legacy'],
  ['a doubt', 'Zorblax?'],
  ['an address in the web', 'www.zorblax.com'],
  ['a city of America', 'Zorblax, Inc., San Diego, CA 92121'],
  ['a city of China', 'Zorblax Medical Devices (Shenzhen) Co., Ltd.'],
])('%s is no maker', (_, text) => {
  expect(readVendor(text).own).toEqual(['zorblax'])
})

test.each([
  ['Zorblax (discontinued)', 'Quuxmed (discontinued)'],
  ['Zorblax, Boston MA', 'Quuxmed, Boston MA'],
  ['Zorblax (Shenzhen)', 'Quuxmed (Shenzhen)'],
  ['Zorblax / Medical', 'Quuxmed / Medical'],
])('%s and %s are two', (a, b) => {
  expect(isSurelySameVendor(a, b)).toBe(false)
})

test('words of such phrases are parts of names as well', () => {
  expect(isSurelySameVendor('Control By Web', 'ControlByWeb')).toBe(true)
  expect(readVendor('BRAND GmbH + Co KG').own).toEqual(['brand'])
  expect(readVendor('Nova Biomedical').own).toEqual(['novabiomedical'])
})
