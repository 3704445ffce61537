import { expect, test } from 'vitest'
import { contains, orderVersions, readVersion } from './vers.ts'

test.each([
  // Open versions and what they may be.
  ['14.1.x', '14.1.3', 'incomparable'],
  ['14.1.x', '14.1', 'incomparable'],
  ['14.x', '14.1', 'incomparable'],
  ['14.x', '14.1.x', 'incomparable'],
  ['1.*', '1.5', 'incomparable'],
  ['*', '1', 'incomparable'],
  ['8.1x', '8.15', 'incomparable'],
  ['14.1.x', '14.1.x', 'equal'],
  ['14.1.x', '14.2.0', 'less'],
  // Days of which nobody can tell the month.
  ['05/06/2023', '06/05/2023', 'incomparable'],
  ['05/13/2023', '06/05/2023', 'incomparable'],
  ['05/06/2023', '05/06/2023', 'equal'],
  ['05/06/2023', '2024-01-01', 'less'],
  ['2023-06', '2023-06-05', 'incomparable'],
  ['2023.02.30', '2023.02.28', 'greater'],
  // A spreadsheet left the zero out.
  ['.5', '0.5', 'equal'],
  ['.5', '1', 'less'],
  // Patches of two kinds.
  ['5.1 HF1', '5.1 SP1', 'incomparable'],
  ['5.1', '5.1 HF1', 'less'],
  ['5.1', '5.1 SP1', 'less'],
  ['V15 Update 2', 'V15 SP1', 'less'],
  // Build metadata of SemVer, builds of others, epochs.
  ['1.0.0+build1', '1.0.0', 'equal'],
  ['1.0.0+5', '1.0.0+7', 'equal'],
  ['1.0.0-rc.1+5', '1.0.0', 'less'],
  ['5.1.2+SP1', '5.1.2', 'greater'],
  ['1!1.0', '2.0', 'greater'],
  ['1!1.0', '1!1.1', 'less'],
] as const)('%s and %s are %s', (a, b, order) => {
  const turned = { less: 'greater', greater: 'less', equal: 'equal', incomparable: 'incomparable' }[order]

  expect(orderVersions(readVersion(a)!, readVersion(b)!)).toBe(order)
  expect(orderVersions(readVersion(b)!, readVersion(a)!)).toBe(turned)
})

test.each(['2023-02-30', '31/04/2023', '30.02.2022'])('%s is no day, and no version', (text) => {
  expect(readVersion(text)).toBeUndefined()
})

test.each([
  ['14.1.x', '14.x', 'unknown'],
  ['14.1.x', '14.1.x', 'yes'],
  ['14.1.x', '14.2.x', 'no'],
  ['14.x', '14.1.x', 'yes'],
  ['< 14.2', '14.1.x', 'yes'],
  ['< V3.X.14', '3.1.13', 'yes'],
  ['< V3.X.14', '3.1.14', 'no'],
  ['V3.X.14', '3.2.14', 'yes'],
  ['< 5.1 SP1', '5.1 HF1', 'unknown'],
  ['< 5.1 HF1', '5.1 SP1', 'unknown'],
  ['<= 1.0.0', '1.0.0+5', 'yes'],
  ['< 1.0.0+5', '1.0.0+4', 'unknown'],
  ['< 1.0.0+5', '1.0.0', 'unknown'],
  ['< 1.0.0+5', '0.9.9', 'yes'],
  ['<= 1.0', '1.0+5', 'yes'],
  ['V1.2', 'V1.2+build5', 'yes'],
  ['< 2.0', '1!1.0', 'no'],
])('%s, of a device with %s: %s', (range, version, answer) => {
  expect(contains(range, version).answer).toBe(answer)
})
