import { expect, test } from 'vitest'
import { compareRevisions, replaces } from './revision.ts'

test.each([
  ['1', '2', -1],
  ['10', '9', 1],
  ['1.0.0', '1.0.0', 0],
  ['1.10.0', '1.9.3', 1],
  ['1.0.0-alpha', '1.0.0', -1],
  ['1.0.0-alpha.2', '1.0.0-alpha.10', -1],
  ['1.0.0-1', '1.0.0-alpha', -1],
  ['1.0.0+build7', '1.0.0', 0],
])('revision %s against %s is %i', (a, b, sign) => {
  expect(Math.sign(compareRevisions(a, b)!)).toBe(sign)
})

test('an integer and a semantic version cannot be compared, so the date of release decides', () => {
  expect(compareRevisions('2', '1.0.0')).toBeUndefined()
  expect(
    replaces(
      { revision: '2', revisedAt: '2022-01-01T00:00:00Z' },
      { revision: '1.0.0', revisedAt: '2023-01-01T00:00:00Z' },
    ),
  ).toBe(false)
})

test('an older revision that arrives later does not replace a newer one, whatever its date says', () => {
  expect(
    replaces(
      { revision: '1', revisedAt: '2024-01-01T00:00:00Z' },
      { revision: '2', revisedAt: '2023-01-01T00:00:00Z' },
    ),
  ).toBe(false)
})

test('a document that was changed without a new revision replaces the one before', () => {
  const at = '2023-01-01T00:00:00Z'
  expect(replaces({ revision: '2', revisedAt: at }, { revision: '2', revisedAt: at })).toBe(true)
})
