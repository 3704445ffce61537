import { expect, test } from 'vitest'
import { contains } from './vers.ts'

test.each([
  ['7.0 before ESXi70U3s-23794019', ['7.0 Update 3n', '7.0 U2', '7.0 U3', '7.0.3 build-21930508', '7.0.1'], 'yes'],
  ['7.0 before ESXi70U3s-23794019', ['VMware ESXi 7.0.2 build-17867351', 'ESXi70U3n-21930508'], 'yes'],
  ['7.0 before ESXi70U3s-23794019', ['7.0 U3s build 23794019', '7.0.3, build 24411414', '7.0 Update 3s'], 'no'],
  ['7.0 before ESXi70U3s-23794019', ['8.0 U3e', '8.0 Update 1', '8.0.3 build-24022510', '6.7 U3'], 'no'],
  ['7.0 prior to ESXi70U3q', ['7.0 Update 3n', '7.0 U2', '7.0.2'], 'yes'],
  ['7.0 prior to ESXi70U3q', ['7.0 U3q', '7.0 Update 3r', '8.0'], 'no'],
  ['8.0 prior to ESXi80U2b-23305546', ['8.0.1 build-21813344', '8.0 U2', '8.0 U1d'], 'yes'],
  ['8.0 prior to ESXi80U2b-23305546', ['8.0 U3', '8.0 U2b', '8.0.2 build-23305546', '7.0 U3n'], 'no'],
  ['7.0 prior to ESXi70U3q', ['', 'unknown'], 'unknown'],
  ['8.0 before ESXi80U2sb-23305545', ['8.0U1c-22088125', '8.0.2, 22380479', '8.0 U1'], 'yes'],
  ['8.0 before ESXi80U2sb-23305545', ['8.0 U2b-23305546', '8.0 U3'], 'no'],
  ['8.0 before ESXi80U2sb-23305545 | 7.0 before ESXi70U3sk-23794027', ['7.0.3, 21930508', '7.0 U3s', '8.0 U1'], 'yes'],
  ['8.0 before ESXi80U2sb-23305545 | 7.0 before ESXi70U3sk-23794027', ['7.0.3, 24411414', '8.0.3, 24022510'], 'no'],
])('%s for %j is %s', (range, versions, answer) => {
  expect(versions.map((version) => contains(range, version).answer)).toEqual(versions.map(() => answer))
})
