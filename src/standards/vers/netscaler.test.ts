import { expect, test } from 'vitest'
import { withBuildsOfNetScaler } from './netscaler.ts'
import { contains } from './vers.ts'

test.each([
  ['NS12.1: Build 50.28.nc', '12.1-50.28'],
  ['NetScaler NS13.0: Build 47.24.nc, Date: Oct 14 2019, 05:50:33', '13.0-47.24'],
  ['NS13.1 49.15', '13.1-49.15'],
  ['NSX 4.1', 'NSX 4.1'],
  ['12.1-50.28', '12.1-50.28'],
])('a NetScaler says %s of %s', (text, build) => {
  expect(withBuildsOfNetScaler(text)).toBe(build)
})

test.each([
  ['12.1 before 12.1-55.302', '12.1-17.5', 'yes'],
  ['12.1 before 12.1-55.302', 'NS12.1 50.28.nc', 'yes'],
  ['12.1 before 12.1-55.302', '12.1-55.302', 'no'],
  ['12.1 before 12.1-55.302', 'NS12.1: Build 65.17.nc', 'no'],
  ['13.0 before 13.0-47.24', '13.0-41.20', 'yes'],
  // Where the advisory writes no builds so, it is a range.
  ['< 4.2', '2.0-5.0', 'unknown'],
  ['< 6', '2.0-5.0', 'yes'],
])('%s: %s', (range, version, answer) => {
  expect(contains(range, version).answer).toBe(answer)
})
