import { expect, test } from 'vitest'
import { differsByPlus } from './model-signs.ts'

test.each([
  ['Zymos SC+', 'Zymos SC', true],
  ['Zymos SC', 'Zymos SC+', true],
  ['Zymos SC Plus', 'Zymos SC+', false],
  ['Zymos SC+', 'Zymos SC+ Monitor', false],
  ['Zymos SC GP+', 'Zymos SC', false],
  ['Zymos C/C++', 'Zymos C', false],
])('%s is another model than %s: %s', (device, product, isOther) => {
  expect(differsByPlus(device, product)).toBe(isOther)
})
