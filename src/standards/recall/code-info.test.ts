import { expect, test } from 'vitest'
import { readCodeInfo } from './code-info.ts'

test('a range of serial numbers is read, with the device identifier before it', () => {
  expect(readCodeInfo('UDI-DI: 00812345678905, Serial Numbers: MP200-10000 through MP200-10999')).toEqual({
    udiDis: ['00812345678905'],
    serialNumbers: [],
    serialRanges: [{ from: 'MP200-10000', to: 'MP200-10999' }],
    softwareVersion: '',
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
  ['Software that shows dates', ''],
])('the software is read: %s', (text, version) => {
  expect(readCodeInfo(text).softwareVersion).toBe(version)
})

test.each([
  ['Infusion Pump, Model MP-200; used to give fluids', ['MP-200']],
  ['Monitor. Model/Catalog Number: 866389, 866390', ['866389', '866390']],
  ['a product that works', []],
])('model numbers are read: %s', (text, numbers) => {
  expect(readCodeInfo(text).modelNumbers).toEqual(numbers)
})
