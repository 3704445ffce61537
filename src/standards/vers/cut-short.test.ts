import { expect, test } from 'vitest'
import { isCutShort } from './cut-short.ts'
import { readVersionExpression } from './version-expression.ts'

/** What an advisory names; device versions that leave out what decides, and others that say enough. */
const forms: readonly [string, string[], string[]][] = [
  ['< 3.6.7', ['3.6', '3'], ['3.5', '3.7', '3.6.5', '3.6.7']],
  ['< 4.5 HF7', ['4.5', '4.5 HF?'], ['4.5 HF6', '4.4', '4.6']],
  ['< 4.5 HF1', [], ['4.5']],
  ['< 9.1B', ['9.1'], ['9.1A', '9.1B', '9.0', '9.2']],
  ['< 9.1A', [], ['9.1']],
  ['<= 00.07.03.4', ['00.07.03'], ['QRX2_R_00.07.03', 'QRX2_v00.07.03']],
  ['7.0 before 7.0 Update 3q', ['7.0 U3', '7.0 U3 (patch level unknown)'], ['7.0 U3p', '7.0 U2', '8.0']],
  ['7.2 without patch 4', ['7.2', '7.2 (patch level unknown)', '7.2, Patch: unbekannt'], ['7.2 patch 2', '7.3']],
  ['< F120003', ['F12'], ['F110003', 'F120002', 'F13']],
  ['V3.0 | V3.1 | V3.1a', ['V3', '3'], ['3.0', '3.1', '4']],
  ['V3.0', [], ['V3']],
  ['R3, R4 prior to R4.2', ['R4'], ['R4.1', 'R3', 'R2']],
  ['2.7 MR1 through 2.7 MR4', ['2.7'], ['2.7 MR2', '2.8', '2.6']],
  ['3.0.0-beta1 to 3.0.0-beta3', [], ['3.0.0']],
  ['2.5 SP1', ['2.5'], ['2.5 SP1', '2.5 SP2', '2.4']],
  ['2.5 SP1 and later', ['2.5'], ['2.5 SP2', '2.4', '2.6']],
  ['2.5a', ['2.5'], ['2.5b', '2.4']],
  ['>= 2.5a', ['2.5'], ['2.5b', '2.6']],
  ['8.1 SP1 to 8.1 SP3', ['8.1'], ['8.1 SP2', '8.2']],
  ['< 8.1 SP1', [], ['8.1']],
  ['< 11 SP02', ['11'], ['11 SP1', '10']],
  ['2.0 through 2.0.9', ['2'], ['2.0', 'V2.0', '2.0.4']],
  ['V2.0 to V2.0.9', ['2'], ['2.0']],
  ['2.0 before 2.0.9', ['2.0'], ['2.0.8', '2.1']],
  ['>= 2.0 | < 2.0.9', ['2.0'], ['2.0.8']],
  ['4 through 4.16', ['4'], ['4.2', '5']],
  ['2.0 through 2.0 SP3', ['2.0', '2.0 SP?'], ['2.0 SP1']],
  ['4.0 through 4.16', [], ['4.0']],
  ['8.10.0.0 to 8.10.0.12', ['8.10'], ['8.10.0.0', '8.9']],
  ['>= 16.0 | < 16.2.1', ['16'], ['16.2', '16.1', '16.2.0', '16.3']],
  ['16.0 to 16.2.1', [], ['16.2']],
  ['>= 16.0 | < 16.2.3', ['16.2'], ['16.2.2']],
  ['< 16.2.1', ['16.2'], ['16.1']],
  ['< V16 Update 3a', ['V16'], ['V16 Update 3', 'V16 Update 2', 'V17']],
]

test.each(forms)('of %s decides what %j leave out, and %j do not', (range, short, enough) => {
  const expression = readVersionExpression(range)
  expect(short.filter((version) => !isCutShort(expression, version))).toEqual([])
  expect(enough.filter((version) => isCutShort(expression, version))).toEqual([])
})
