import { expect, test } from 'vitest'
import type { PlaceRule } from '#model/place-rule.ts'
import { compilePlaceNames } from './place-spelling.ts'

const read = (...rules: PlaceRule[]) => {
  const { siteKey, placeKey } = compilePlaceNames(rules)
  return { site: siteKey, key: (site: string, careArea: string) => placeKey({ site, careArea }) }
}

test('a place is one in any case and signs, with the word campus or without it', () => {
  const { key } = read()
  expect(key('MAIN', 'DIALYSIS')).toBe(key('Main Campus', 'Dialysis'))
  expect(key('North', '4 West')).toBe(key('north', '4-WEST'))
  expect(key('North', 'ICU')).not.toBe(key('South', 'ICU'))
  expect(key('North', 'ICU 1')).not.toBe(key('North', 'ICU 2'))
  expect(key('Campus', '')).not.toBe(key('', ''))
})

test('an alias of a site takes all its care areas along, and leaves other sites alone', () => {
  const { site, key } = read({ kind: 'site', name: 'SMH', meant: "Saint Mary's Hospital" })
  expect(site('smh')).toBe(site("Saint Mary's Hospital"))
  expect(key('SMH', 'ICU')).toBe(key("SAINT MARY'S HOSPITAL", 'icu'))
  expect(key('North', 'ICU')).not.toBe(key('SMH', 'ICU'))
})

test('an alias of a care area is of one site, whichever way that is written', () => {
  const { key } = read(
    { kind: 'site', name: 'SMH', meant: 'Saint Mary' },
    { kind: 'care_area', site: 'Saint Mary', name: 'Intensivstation', meant: 'ICU' },
  )
  expect(key('SMH', 'INTENSIVSTATION')).toBe(key('Saint Mary', 'ICU'))
  expect(key('North', 'Intensivstation')).not.toBe(key('North', 'ICU'))
})

test('aliases lead on, in the order of the rules or against it', () => {
  const rules: PlaceRule[] = [
    { kind: 'care_area', site: 'North', name: 'ITU', meant: 'Intensive Care' },
    { kind: 'care_area', site: 'North', name: 'Intensive Care', meant: 'ICU' },
  ]
  for (const some of [rules, rules.toReversed()]) {
    const { key } = read(...some)
    expect(key('North', 'ITU')).toBe(key('North', 'ICU'))
  }
})

test('what is split stands apart from all that is spelt alike, and may have an alias of its own', () => {
  const apart: PlaceRule = { kind: 'care_area_apart', site: 'North', name: '4-West' }
  const { key } = read(apart)
  expect(key('North', '4-West')).not.toBe(key('North', '4 West'))
  expect(key('North', '4 WEST')).toBe(key('North', '4 West'))
  expect(key('South', '4-West')).toBe(key('South', '4 West'))

  const named = read(apart, { kind: 'care_area', site: 'North', name: '4-West', meant: 'Telemetry' })
  expect(named.key('North', '4-West')).toBe(named.key('North', 'Telemetry'))
  expect(named.key('North', '4 West')).not.toBe(named.key('North', 'Telemetry'))
  expect(read({ kind: 'site_apart', name: 'MAIN' }).site('MAIN')).not.toBe(read().site('Main Campus'))
})
