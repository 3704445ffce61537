import { expect, test } from 'vitest'
import { contains, saysSeveral } from './vers.ts'

const answers = (version: string, ranges: readonly string[]) => ranges.map((range) => contains(range, version).answer)

test.each([
  '2.5 or higher',
  '2.5 and later',
  '2.5+',
  'v2.0+',
  'SW 2.0+',
  '> 2.0',
  '>=2.0',
  '≥2.0',
  'SW >= 2.0',
  'at least 2.0',
  'min. 2.0',
  '2.0-5.0',
  '2.0 – 5.0',
  '2.0 to 5.0',
  '2.0 up to 5.0',
  'between 2.0 and 5.0',
  '2.0/4.1',
  '2.0 oder höher',
  'ab 2.0',
])('a device of %s may be below 3 or not', (version) => {
  expect(answers(version, ['< 3', '>= 3', 'vers:generic/<3', '1.0'])).toEqual(['unknown', 'unknown', 'unknown', 'no'])
})

test.each(['approx 2.0', '~2.0', '~ 2.0', 'ca. 2.0', 'about 2.0', 'etwa 2.0', '2.0 approx.'])(
  'nobody knows how near a device of %s is',
  (version) => {
    expect(answers(version, ['< 3', '< 10', '1.0', '2.0'])).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  },
)

test.each([
  [
    '>= 3',
    {
      yes: ['>= 3', '> 2.9', '!= 2.0'],
      no: ['< 3', '2.9', '<= 2.5', '1.0 | 2.0'],
      unknown: ['< 4', '> 3', '3.1', '3.x'],
    },
  ],
  ['>= 4.0', { yes: ['>= 4.0', '>= 3'], no: ['< 3'], unknown: ['>= 4.1', '4.0'] }],
  [
    '<2',
    { yes: ['< 2', '<= 2', '< 3'], no: ['>= 3', '>= 2', '2.5', '2.x'], unknown: ['< 1.9', '1.0', '>= 1.0 | < 3'] },
  ],
  ['< 3', { yes: ['< 3'], no: ['>= 3'], unknown: ['>= 2', '2.5'] }],
  ['<= 2.0', { yes: ['<= 2.0', '< 3'], no: ['>= 2.1'], unknown: ['>= 2.0.5', '<= 2.0.5', '2.0'] }],
  ['2.0-2.4', { yes: ['>= 2.0 | < 2.5', '<= 2.4', '2.x'], no: ['< 2.0', '> 2.4', '3.x'], unknown: ['2.1', '< 2.2'] }],
] as const)('a device of %s is in what all of it is in', (version, expected) => {
  for (const [answer, ranges] of Object.entries(expected))
    for (const range of ranges) expect([range, contains(range, version).answer]).toEqual([range, answer])
})

test('nothing is needed to know where all versions are named', () => {
  expect(answers('2.5 or higher', ['*', 'vers:npm/*', 'vers:npm/<3.0.0'])).toEqual(['yes', 'yes', 'unknown'])
})

test.each([
  'V1.2+build5',
  '1.0.0+5',
  '7.1.1-42962 Update 1',
  '13.0-47.24',
  '3.3-006',
  '3.7.0-1',
  '2.5',
  '=2.5',
  '3.30 - 2019',
  '2.x',
])('%s is one version', (version) => {
  expect(saysSeveral(version)).toBe(false)
})
