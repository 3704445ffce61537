import { describe, expect, test } from 'vitest'
import { contains } from './vers.ts'

const answers = (range: string, versions: readonly string[]) =>
  versions.map((version) => contains(range, version).answer)

describe('what lies between two parts of a range is in neither', () => {
  test.each([
    'vers:generic/<1.3|>=2.0',
    'vers:unknown/<1.3|>=2.0',
    'vers:all/<1.3|>=2.0',
    'vers:npm/<1.3|>=2.0',
    '<1.3 | >=2.0',
    '<1.3 or >=2.0',
    '<1.3 || >=2.0',
    '>=1.0|<1.3|>=2.0',
  ])('%s', (range) => {
    expect(answers(range, ['1.2', '1.3', '1.5', '2.0', '2.1'])).toEqual(['yes', 'no', 'no', 'yes', 'yes'])
  })

  test('operators that may be turned round leave everything open', () => {
    expect(answers('<= 8.1 | >= 8.1.10', ['8.0', '8.1.5', '8.2'])).toEqual(['unknown', 'unknown', 'unknown'])
    expect(answers('>=2.0|<1.3', ['1.0', '1.5', '2.5'])).toEqual(['unknown', 'unknown', 'unknown'])
  })
})

test.each(['!=2.0', '!= 2.0', 'vers:generic/!=2.0', 'vers:npm/!=2.0'])('%s is every other version', (range) => {
  expect(answers(range, ['1.9', '2.0', '2.0.0', '2.1'])).toEqual(['yes', 'no', 'no', 'yes'])
})
