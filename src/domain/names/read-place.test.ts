import { expect, test } from 'vitest'
import { initialsOf, readCareArea, readingKey, readSite } from './read-place.ts'

const key = (text: string) => readingKey(readCareArea(text))

test.each([
  ['ICU', 'Intensive Care Unit', 'Intensivstation', 'ITU', 'Réanimation', 'U.C.I.', 'Terapia Intensiva'],
  [
    'OR 3',
    'Operating Theatre 3',
    'Theatre 3',
    'Salle d’opération 3',
    'OR-03',
    'OP 3',
    'OP-Saal 3',
    'Bloc opératoire 3',
    'OK 3',
  ],
  ['ICU West (3rd floor)', 'Intensive Care West', 'Intensivstation West, Ebene 3'],
  ['NICU', 'Neonatal ICU', 'Neonatologische Intensivstation'],
  ['4W', '4 West', 'Ward 4 W', 'Station 4 West'],
  ['A&E', 'Emergency Dept', 'ZNA', 'Urgences', 'Pronto Soccorso'],
  ['L&D', 'Labor & Delivery', 'Kreißsaal'],
  ['Kardiologie', 'Cardiology Ward', 'CARDIO'],
])('%s is read as %s and the others are', (first, ...others) => {
  for (const other of others) expect(`${other}: ${key(other)}`).toBe(`${other}: ${key(first)}`)
})

test.each([
  ['ICU 1', 'ICU 2'],
  ['ICU', 'ICU 1'],
  ['ICU A', 'ICU B'],
  ['Ward D', 'Ward L'],
  ['ICU East', 'ICU West'],
  ['ICU', 'NICU'],
  ['MICU', 'SICU'],
  ['OR 3', 'OR 13'],
  ['OR E', 'OR'],
  ['Labor', 'Labor and Delivery'],
  ['Cardiology', 'Cardiology Clinic'],
  ['OP', 'OR'],
  ['Ward Smith', 'Ward Jones'],
])('%s and %s are read as two', (one, other) => {
  expect(key(one)).not.toBe(key(other))
})

test('a floor is read beside the place', () => {
  expect(
    ['ICU West (3rd floor)', '3. OG Intensiv', 'ICU', 'Level 2 Radiology'].map((text) => readCareArea(text).floor),
  ).toEqual(['3', '3', null, '2'])
})

test('a site is told by what is its own', () => {
  expect(readSite("St. Mary's")).toEqual(readSite('Saint Mary’s Hospital'))
  expect(readSite('Klinikum Nord')).toEqual(readSite('North Campus'))
  expect(readSite('Saint Mary')).not.toEqual(readSite('Saint Joseph Hospital'))
  expect(readSite('Hospital 1')).not.toEqual(readSite('Hospital 2'))
  expect(readSite('University Hospital North')).not.toEqual(readSite('University Hospital South'))
  expect(initialsOf("Saint Mary's Hospital")).toBe('smh')
})
