import { expect, test } from 'vitest'
import type { Configuration } from '#model/matching.ts'
import { advisoryOf } from '#tests/match-quality/judge.ts'
import { wasMadeThen } from './made-condition.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const device = (some: Partial<Configuration>): Configuration => ({
  manufacturer: '',
  model: '',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
  ...some,
})
const answer = (text: string, some: Partial<Configuration>) => wasMadeThen(text, device(some))?.answer

test.each([
  ['Controls made before May 2019', 'built March 2018', 'built September 2020'],
  ['Devices manufactured before March 2019', 'mfg 2018', 'mfg 2020'],
  ['Units manufactured before May 2019', 'Date of manufacture: 2017-11-20', 'Year of manufacture 2021'],
  ['Serial production before April 2022, all software versions', 'Mfg. date 2019-06', 'manufactured 09/2023'],
  ['All units produced until 2019', 'Baujahr 2019', 'Baujahr 2020'],
  ['distributed < april 1, 2018', 'delivered 2018-03-31', 'delivered 2018-04-01'],
  ['Units shipped between January 2018 and June 2019', 'shipped 2018-05-04', 'shipped 2019-07-01'],
  ['manufactured from 2016 to 2018', 'made 2017', 'made 2019'],
  ['manufactured 2016-2018', 'made 2017', 'made 2019'],
  ['built in 2018 or earlier', 'built 2018', 'built 2019'],
  ['Units sold after January 2020', 'delivered 2020-03-01', 'delivered 2019-03-01'],
  ['Geräte, hergestellt vor März 2019', 'Baujahr: 2018', 'hergestellt im April 2019'],
  ['fabriqués avant mars 2019', 'fabriqué 02/2019', 'fabriqué 04/2019'],
])('%s: %s is in, %s is not', (text, inside, outside) => {
  expect([answer(text, { description: inside }), answer(text, { description: outside })]).toEqual(['yes', 'no'])
})

test('a column of versions that holds a day alone is a day by which the unit was made', () => {
  expect(answer('Controls made before May 2019', { firmwareVersion: 'March 2018' })).toBe('yes')
  expect(answer('Controls made before May 2019', { softwareVersion: '2020-09' })).toBe('unknown')
})

test('without a day of making nobody can tell, and the year of the bound tells nothing', () => {
  expect(answer('Controls made before May 2019', { firmwareVersion: '3.1' })).toBe('unknown')
  expect(answer('Controls made before May 2019', { description: 'made 2019' })).toBe('unknown')
  expect(answer('Controls made before May 2019', { description: 'bed of 2018' })).toBe('unknown')
})

test.each([
  '3.2 and earlier',
  'before May 2019',
  'made for Linux 3',
  'manufactured by a maker of 2019',
  'shipped with 3.2',
])('%s asks for no day of making', (text) => {
  expect(wasMadeThen(text, device({ description: 'made 2018' }))).toBeUndefined()
})

test('units that were made then are no models', () => {
  const index = compileAdvisories([advisoryOf(['Acme', 'Zymotor 320', 'Units manufactured before May 2019'])])
  const made = (description: string) =>
    matchConfiguration(index, device({ manufacturer: 'Acme', model: 'Zymotor 320', description }))[0]?.answer

  expect(['mfg date 03/2019', 'mfg date 06/2019', 'pump'].map(made)).toEqual([
    'affected',
    'not_affected',
    'cannot_tell',
  ])
})
