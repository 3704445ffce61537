import { expect, test } from 'vitest'
import { contains } from './vers.ts'

const answers = (range: string) => ['2.4', '2.5', '2.6'].map((version) => contains(range, version).answer)

test.each([
  'fixed in 2.5',
  'Fixed in version 2.5 and later.',
  'resolved in 2.5',
  'patched in 2.5',
  'corrected in 2.5',
  'This issue was addressed in v2.5',
  'fixed version: 2.5',
  'Update to 2.5 or later',
  'Upgrade to version 2.5',
  '2.5 and newer are unaffected',
  'versions 2.5 and later are not affected',
  '2.5 and later contain the fix',
  'no longer affected since 2.5',
  'unaffected from 2.5',
  'behoben in 2.5',
  'corrigé dans 2.5',
  'does not affect 2.5 or later',
  'This issue does not affect versions 2.5 and above',
  'no longer present in 2.5',
])('%s: the versions before it are affected', (range) => {
  expect(answers(range)).toEqual(['yes', 'no', 'no'])
})

test.each([
  'unaffected 2.5',
  'does not affect 2.5',
  'This issue does not exist in 2.5',
  'not present in 2.5',
  'not vulnerable 2.5',
  'not affected: 2.5',
  '2.5 is not affected',
  'not 2.5',
  'no version 2.5',
])('%s: nothing is said of the others', (range) => {
  expect(answers(range)).toEqual(['unknown', 'no', 'unknown'])
})

test.each([
  'other than 2.5',
  'versions other than 2.5',
  'all versions other than 2.5',
  'all but 2.5',
  'versions not including 2.5',
  'except 2.5',
])('%s: all others are', (range) => {
  expect(answers(range)).toEqual(['yes', 'no', 'yes'])
})

test.each([
  ['fixed in 2.5 and 3.1', ['unknown', 'no', 'unknown']],
  ['versions prior to 2.5 are not affected', ['no', 'unknown', 'unknown']],
  ['the 2.5 gateway is not affected', ['unknown', 'unknown', 'unknown']],
  ['2.5 (fixed)', ['unknown', 'unknown', 'unknown']],
  ['addressed 2.5 and earlier', ['unknown', 'unknown', 'unknown']],
  ['fixed in 2.5 for the gateway', ['unknown', 'unknown', 'unknown']],
] as const)('%s says no more than %s', (range, expected) => {
  expect(answers(range)).toEqual(expected)
})

test.each([
  ['< 2.5 (fixed)', ['yes', 'no', 'no']],
  ['2.4 and earlier, fixed in 2.5', ['yes', 'no', 'no']],
  ['2.4, fixed in 2.5', ['yes', 'no', 'no']],
  ['2.4 and 2.6 (those made in 2022 are not affected)', ['unknown', 'no', 'unknown']],
  ['not later than 2.5', ['yes', 'yes', 'no']],
  ['no earlier than 2.5', ['no', 'yes', 'yes']],
  ['2.4 (not updated)', ['unknown', 'no', 'no']],
] as const)('%s still says what is affected', (range, expected) => {
  expect(answers(range)).toEqual(expected)
})

test('letters before the number are part of the version', () => {
  expect(['VB10A', 'VB20A'].map((version) => contains('fixed in VB20A', version).answer)).toEqual(['yes', 'no'])
})
