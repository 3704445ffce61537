import { expect, test } from 'vitest'
import { contains } from './contains.ts'

test.each<[string, string, string]>([
  // What stands before the version.
  ['Versions prior to and including 1.2.3', '1.2.3', '1.2.4'],
  ['up to (and including) 1.2.3', '1.2.3', '1.2.4'],
  ['all releases prior to 1.2.3', '1.2.2', '1.2.3'],
  ['Any version before 1.2.3', '1.2.2', '1.2.3'],
  ['less than or equal to 1.2.3', '1.2.3', '1.2.4'],
  ['not later than 1.2.3', '1.2.3', '1.2.4'],
  ['later than 1.2.3', '1.2.4', '1.2.3'],
  ['starting with 3.1', '3.1', '3.0'],
  ['Starting from version 3.1', '3.2', '3.0'],
  ['prior to VB20A', 'VB10A', 'VB20A'],
  // What stands behind it.
  ['Version 1.2.3 and all prior versions', '1.2.3', '1.2.4'],
  ['1.2.3 (and earlier)', '1.1', '1.2.4'],
  ['1.2.3 & below', '1.2', '1.2.4'],
  ['ver 3.1 or less', '3.0', '3.2'],
  ['1.2 onwards', '1.3', '1.1'],
  ['1.2+', '1.3', '1.1'],
  ['2023 R1 and earlier', '2022 R2', '2023 R2'],
  ['1.2.3 patch 4 and earlier', '1.2.3 patch 3', '1.2.3 patch 5'],
  ['Build 1234 and earlier', '1233', 'build 1235'],
  // Between two.
  ['1.0 thru 1.2.3', '1.2.3', '1.2.4'],
  ['from 1.0 before 1.2.3', '1.0', '1.2.3'],
  ['1.2.x before 1.2.3', '1.2.2', '1.2.3'],
  ['2.x before 2.3.4 and 3.x before 3.1', '3.0.9', '2.3.4'],
  ['2.0.0 up to but not including 2.1', '2.0.5', '2.1'],
  ['greater than or equal to 1.0 and less than 1.2', '1.1', '1.2'],
  ['1.0 <= x < 1.2.3', '1.0', '0.9'],
  ['1.0 ≤ version < 1.2.3', '1.2', '0.9'],
  ['between 1.0 (inclusive) and 1.5 (exclusive)', '1.0', '1.5'],
  ['9.40 ... 9.52', '9.50', '9.60'],
  ['9.40 → 9.52', '9.50', '9.60'],
  ['[1.0,1.2.3)', '1.2', '1.2.3'],
  ['(,1.2.3]', '1.2.3', '1.2.4'],
  // Several.
  ['1.2.3 and below, 2.0 to 2.4', '2.1', '1.9'],
  ['1.2.3 and below; 2.0 to 2.4', '1.2', '2.5'],
  ['<1.2.3, >=2.0 <2.4', '2.1', '1.9'],
  ['1.2.3/1.2.4', '1.2.4', '1.2.5'],
  ['all versions except 3.0', '2.9', '3.0'],
  ['all versions except 3.0 and later', '2.9', '3.1'],
  ['before 3.0 except 2.5', '2.4', '2.5'],
  // What else stands there.
  ['Affected versions: 1.0 to 1.3', '1.2', '1.4'],
  ['FW < 1.3', '1.2', '1.3'],
  ['Product XYZ version 1.3 and earlier', '1.2', '1.4'],
  ['XYZ 1.3 and earlier', '1.2', '1.4'],
  ['< WinCC 7.2 Upd 15', '7.2 Upd 14', '7.3'],
  ['< HiOS 07.0.02', 'HiOS 7.0.1', '07.0.02'],
  ['< 3.0.3_Build6299', '3.0.3 Build 6200', '3.0.3 Build6299'],
  ['January 2019 and earlier', 'January 2019', '2019-02-01'],
  ['< 2023.3.1', 'V2023.2.9', '2023.13.1'],
  ['vers:unknown/<1.2', '1.1', '1.2'],
  // Other languages.
  ['bis einschließlich 1.2.3', '1.2.3', '1.2.4'],
  ['alle Versionen vor 1.2.3', '1.2', '1.2.3'],
  ['1.2.3 und älter', '1.2.3', '1.2.4'],
  ['ab 1.2', '1.3', '1.1'],
  ['von 1.0 bis 1.2.3', '1.1', '0.9'],
  ['alle Versionen außer 3.0', '2.9', '3.0'],
  ['versions antérieures à 1.2.3', '1.2', '1.2.3'],
  ['1.2.3 et antérieures', '1.2.3', '1.2.4'],
  ['jusqu’à 1.2.3', '1.2.3', '1.2.4'],
  ['de 1.0 à 1.2.3', '1.1', '1.3'],
  ['versiones anteriores a la 1.2.3', '1.2', '1.2.3'],
  ['desde 1.0 hasta 1.2.3', '1.1', '1.3'],
  ['1.2.3 y anteriores', '1.2.3', '1.2.4'],
  ['versioni precedenti alla 1.2.3', '1.2', '1.2.3'],
  ['1.2.3 e anteriores', '1.2.3', '1.2.4'],
])('%s takes in %s and leaves out %s', (range, inside, outside) => {
  expect([contains(range, inside).answer, contains(range, outside).answer]).toEqual(['yes', 'no'])
})

test.each([
  'All supported versions',
  'all models',
  'All Versions.',
  'Every version',
  'Version: all',
  'all versions of the firmware',
  'All (all versions affected)',
  'all versions, no fix available',
  'alle Versionen',
  'toutes les versions',
  'todas las versiones',
])('%s takes in whatever the device has', (range) => expect(contains(range, '').answer).toBe('yes'))

test.each([
  ['shipped between 2016-August 2018', '2017'],
  ['all versions running on Windows 7 or later', '3.0'],
  ['NMC2 <= 6.9.6', '6.9.5'],
  ['<= 2.3 with firmware 4.1 and earlier', '2.2'],
  ['Windows 7 SP1 and earlier', '6.1'],
])('of %s a version alone settles nothing', (range, version) => expect(contains(range, version).answer).toBe('unknown'))
