import { expect, test } from 'vitest'
import { compareVersions, contains, readVersion } from './vers.ts'

test.each([
  ['7.1-42661', 'less', '7.1.1'],
  ['7.1-42661', 'less', '7.1-42962'],
  ['7.1.1-42962', 'less', '7.1.1-42962-2'],
  ['7.1.1-42962-2', 'equal', '7.1.1-42962 Update 2'],
  ['7.1.1-42962', 'incomparable', '7.1.1'],
  // Fewer digits count as numbers do.
  ['7.1-2', 'greater', '7.1.1'],
])('%s is %s to %s', (a, order, b) => {
  expect(compareVersions(readVersion(a)!, readVersion(b)!)).toBe(order)
})

test.each([
  ['< 7.1.1', '7.1-42661', 'yes'],
  ['< 7.1.1', '7.1.1-42661', 'no'],
  ['< 7.1.1', '7.1.2-1000', 'no'],
  ['< 7.1.1-42962-2', '7.1-42661', 'yes'],
  ['< 7.1.1-42962-2', '7.1.1-42962', 'yes'],
  ['< 7.1.1-42962-2', '7.1.1-42962 Update 2', 'no'],
  ['< 7.1.1-42962-2', '7.1.1', 'unknown'],
  ['7.2 before 7.2.1-69057 Update 1', '7.2-64570', 'yes'],
  ['7.2 before 7.2.1-69057 Update 1', '7.2.1-69057', 'yes'],
  ['7.2 before 7.2.1-69057 Update 1', '7.2.2-70000', 'no'],
  ['SonicOS 7.0.1-5035 and earlier', '7.0.1-5035', 'yes'],
  ['SonicOS 7.0.1-5035 and earlier', '7.0.1-5161', 'no'],
  ['SonicOS 7.0.1-5035 and earlier', '7.0.1.5036', 'no'],
  ['SonicOS 7.0.1-5035 and earlier', '7.0.1', 'unknown'],
  ['7.1', '7.1-42661', 'yes'],
  ['7.1', '7.1.1-42661', 'no'],
] as const)('"%s" and the build %s: %s', (text, version, answer) => {
  expect(contains(text, version).answer).toBe(answer)
})
