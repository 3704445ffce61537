import { expect, test } from 'vitest'
import { compareVersions, contains, readVersion } from './vers.ts'

test.each([
  ['VE01.10.00 and prior', ['01.09.00', 'VE01.10.00'], ['01.11.00', 'VE01.11.00', '2.0'], ['AB01.09.00']],
  ['< 2.70', ['MP2.65'], ['MP2.70'], ['A2.65', 'AB-2']],
  ['PB1.2.3 and earlier', ['PB1.2.2', '1.2.2'], ['PB1.2.4', '1.2.4'], ['1']],
  ['>= VE1.2 | < VF1.4', [], [], ['1.3']],
  ['< 9.14.0', ['i9.12.1'], ['i10.2.0', 'i9.14.0'], ['I9.12.1', 'h9.12.1', 'i9.12']],
  ['< 6.3', ['c4D 6.2'], ['c4D 6.3'], ['c4 6.2']],
  ['<= Illustra.SS016.05.09', ['SS016.05.03', 'Illustra.SS016.05.09'], ['SS016.06.01', 'Illustra.SS016.06.01'], []],
  ['<= SS016.05.09', ['Illustra.SS016.05.03'], ['Illustra.SS016.06.01'], ['Ill.SS016.05.03']],
  ['< 01.10.00', ['VE01.09.00'], ['VE01.10.00'], ['E01.09.00']],
])('letters that one side leaves out hide no order: %s', (range, inside, outside, unknown) => {
  const answers = (versions: string[]) => versions.map((version) => contains(range, version).answer)
  expect(answers(inside)).toEqual(inside.map(() => 'yes'))
  expect(answers(outside)).toEqual(outside.map(() => 'no'))
  expect(answers(unknown)).toEqual(unknown.map(() => 'unknown'))
})

test('a range from A to B counts its letters', () => {
  const answers = (versions: string[]) => versions.map((version) => contains('>= A1.5.3 | <= B1.2.4', version).answer)
  expect(answers(['A1.5.3', 'A1.6.0', 'B1.1.0', 'B1.2.4'])).toEqual(['yes', 'yes', 'yes', 'yes'])
  expect(answers(['A1.5.2', 'B1.2.5', 'C1.0.0'])).toEqual(['no', 'no', 'no'])
  expect(answers(['1.5.3'])).toEqual(['unknown'])
})

test('a release of two digits is a build, which a label does not say', () => {
  expect(contains('< 1.69 release 166', '1.69').answer).toBe('unknown')
  expect(contains('< 1.69 release 166', '1.69 release 165').answer).toBe('yes')
  expect(compareVersions(readVersion('2014')!, readVersion('2014 R2')!)).toBe('less')
})
