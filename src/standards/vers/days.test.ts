import { expect, test } from 'vitest'
import { contains } from './contains.ts'
import { withIsoDays } from './days.ts'

test.each([
  ['October 2022', '2022-10'],
  ['1 October 2022', '2022-10-01'],
  ['October 1, 2022', '2022-10-01'],
  ['Oct. 1st, 2022', '2022-10-01'],
  ['1st of October 2022', '2022-10-01'],
  ['01-Oct-2022', '2022-10-01'],
  ['1. Oktober 2022', '2022-10-01'],
  ['01.Okt.2022', '2022-10-01'],
  ['März 2022', '2022-03'],
  ['Maerz 2022', '2022-03'],
  ['1er mars 2022', '2022-03-01'],
  ['août 2022', '2022-08'],
  ['15 de mayo de 2022', '2022-05-15'],
  ['maggio 2022', '2022-05'],
  ['5 de março de 2022', '2022-03-05'],
  ['maart 2022', '2022-03'],
  ['maj 2022', '2022-05'],
  ['maja 2022', '2022-05'],
  ['shipped between 26-June-2017 through 07-August 2018', 'shipped between 2017-06-26 through 2018-08-07'],
  ['3.2 (March 2022)', '3.2 (2022-03)'],
  ['August 28', 'August 28'],
  ['may be 2022', 'may be 2022'],
  ['Octopus 2022', 'Octopus 2022'],
  ['October 2022.1', 'October 2022.1'],
  ['40 May 2022', '40 May 2022'],
])('%j says %j', (text, iso) => {
  expect(withIsoDays(text)).toBe(iso)
})

const before = [
  'May 2021',
  '2021-05',
  '05/2021',
  'Mai 2021',
  'maggio 2021',
  '12.05.2021',
  '2022-09-30',
  'Sept. 2022',
  '2021',
]
const after = [
  'February 2023',
  '2023-02',
  '10/2022',
  'Oktober 2022',
  '2022-10-01',
  '15.11.2022',
  'Dezember 2022',
  '2023',
]

test.each([
  'Firmware before October 2022',
  'Firmware released before 1 October 2022',
  'Software vor Oktober 2022',
  'vor dem 1. Oktober 2022',
  'avant octobre 2022',
  'before 10/2022',
  'prior to the October 2022 release',
])('of %j, days before it are in, and others are not', (range) => {
  expect(before.map((day) => contains(range, day).answer)).toEqual(before.map(() => 'yes'))
  expect(after.map((day) => contains(range, day).answer)).toEqual(after.map(() => 'no'))
})

test.each([
  ['before October 2022', '2022'],
  ['before October 2022', '3.1'],
  ['before 15 October 2022', 'October 2022'],
  ['before 5 June 2022', '05/06/2022'],
  ['before 2022', '3.1'],
  ['2016', '2021-05-01'],
  ['before 2022', 'December 2021'],
])('nobody can tell whether "%s" takes in %s', (range, version) => {
  expect(contains(range, version).answer).toBe('unknown')
})

test('a year bounds days, and a day of which only the slashes leave the order open is told where both are on one side', () => {
  expect(contains('released before 2022', 'December 2021').answer).toBe('yes')
  expect(contains('released before 2022', '2022-01-01').answer).toBe('no')
  expect(contains('before 15 October 2022', '05/06/2022').answer).toBe('yes')
})

test('numbers between points are a version where its parts are no two digits each', () => {
  expect(contains('<= 3.06.1803', '3.05.1950').answer).toBe('yes')
})
