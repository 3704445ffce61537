import { expect, test } from 'vitest'
import { outsideWords } from './outside-words.ts'

const clean = outsideWords(['Northern Clinic', 'North', '12', 'OR 3', '10.1.2.3', 'pump-7.example', 'ICU'])

test.each([
  ['Isolated at the NORTHERN clinic.', 'Isolated at the […].'],
  ['Behind 10.1.2.3, not 10.1.2.34', 'Behind […], not 10.1.2.34'],
  ['In room 12, bed B4', 'In room […], bed […]'],
  ['Update 12 comes in December', 'Update 12 comes in December'],
  ['Difficult to reach from OR 3', 'Difficult to reach from […]'],
  ['Northwards of it', 'Northwards of it'],
  ['Patient 4711 was moved', 'Patient […] was moved'],
])('of "%s" others read "%s"', (inside, outside) => {
  expect(clean(inside)).toBe(outside)
})

test('without places the words stay as they are', () => {
  expect(outsideWords([])('Risk accepted until 2027-01-01')).toBe('Risk accepted until 2027-01-01')
})
