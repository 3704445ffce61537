import { expect, test } from 'vitest'
import { readCodeInfo } from './code-info.ts'

test('a range of serial numbers is read, with the device identifier before it', () => {
  expect(readCodeInfo('UDI-DI: 00812345678905, Serial Numbers: MP200-10000 through MP200-10999')).toEqual({
    udiDis: ['00812345678905'],
    serialNumbers: [],
    serialRanges: [{ from: 'MP200-10000', to: 'MP200-10999' }],
    softwareVersion: '',
    hasUnreadVersions: false,
    modelNumbers: [],
    isAll: false,
    isPartlyRead: false,
  })
})

test.each([
  ['S/N: 1001, 1002 and 1005', ['1001', '1002', '1005']],
  ['Serial Number A12-77; Lot 9', ['A12-77']],
])('single serial numbers are read: %s', (text, serialNumbers) => {
  expect(readCodeInfo(text).serialNumbers).toEqual(serialNumbers)
})

test('GTINs are read with the mark of GS1, and shorter ones behind their label', () => {
  expect(readCodeInfo('(01)00812345678905(17)260101; GTIN 812345678912').udiDis).toEqual([
    '00812345678905',
    '00812345678912',
  ])
})

test('"all serial numbers" leaves nobody out', () => {
  expect(readCodeInfo('All serial numbers')).toMatchObject({ isAll: true, isPartlyRead: false, serialNumbers: [] })
})

test.each(['Lot numbers 1234, 1235', 'Serial numbers 1000 and higher', 'Units manufactured before June 2020'])(
  'what restricts and is not read is told: %s',
  (text) => {
    expect(readCodeInfo(text).isPartlyRead).toBe(true)
  },
)

test.each([
  ['Pump, Model MP-200; Software Version 9.33 and below', '9.33 and below'],
  ['Firmware revisions: 2.1, 2.2 (UDI 00812345678905)', '2.1, 2.2'],
  ['Software Version: 1.0; 1.1; and 1.2', '1.0 | 1.1 | 1.2'],
  ['Software version 3.1. Serial numbers 1001', '3.1'],
  [
    `Software Versions: ${Array.from({ length: 40 }, (_, at) => `1.${at}.0`).join(', ')}`,
    Array.from({ length: 40 }, (_, at) => `1.${at}.0`).join(', '),
  ],
  ['Software that shows dates', ''],
])('the software is read: %s', (text, version) => {
  expect(readCodeInfo(text).softwareVersion).toBe(version)
})

test.each([
  'Model A: software version 1.2; Model B: software version 2.0',
  'Software version 1.0; 1.1 for the US; 1.2',
])('versions that are not read whole are told, and none of them stands for all: %s', (text) => {
  expect(readCodeInfo(text)).toMatchObject({ softwareVersion: '', hasUnreadVersions: true })
})

test.each([
  ['Serial numbers: AB10000-12000', [], [{ from: 'AB10000', to: 'AB12000' }], false],
  ['Serial numbers: AB10000-AB12000', [], [{ from: 'AB10000', to: 'AB12000' }], false],
  ['S/N 10000-12000, 13001', ['13001'], [{ from: '10000', to: '12000' }], false],
  ['S/N 100100/100101/100102', ['100100', '100101', '100102'], [], false],
  ['Serial No. 12XX', [], [], true],
  ['Serial No. A12-77', ['A12-77'], [], true],
  ['Serial No. MP200-10000', ['MP200-10000'], [], false],
])('%s: one unit, many, or not to be told', (text, serialNumbers, serialRanges, isPartlyRead) => {
  expect(readCodeInfo(text)).toMatchObject({ serialNumbers, serialRanges, isPartlyRead })
})

test.each([
  ['Infusion Pump, Model MP-200; used to give fluids', ['MP-200']],
  ['Monitor. Model/Catalog Number: 866389, 866390', ['866389', '866390']],
  ['a product that works', []],
])('model numbers are read: %s', (text, numbers) => {
  expect(readCodeInfo(text).modelNumbers).toEqual(numbers)
})
