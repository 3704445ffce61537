import { expect, test } from 'vitest'
import { kindOfFormat, numberText } from './number-format.ts'

test.each([
  [14, undefined, 'date'],
  [22, undefined, 'date-time'],
  [20, undefined, 'time'],
  [0, undefined, 'number'],
  [164, 'dd.mm.yyyy', 'date'],
  [164, '[$-409]d-mmm-yy;@', 'date'],
  [164, 'm/d/yy h:mm AM/PM', 'date-time'],
  [164, 'mmm yy', 'date'],
  [164, 'h:mm:ss', 'time'],
  [164, '[h]:mm', 'number'],
  [164, '"Day "0', 'number'],
  [164, '[Red]#,##0.00 [$€-407]', 'number'],
  [164, '0.00E+00', 'number'],
  [164, '@', 'number'],
  [164, '000000', { zeros: 6 }],
])('format %i %s shows a %j', (id, code, expected) => {
  expect(kindOfFormat(id, new Map(code === undefined ? [] : [[id, code]]))).toEqual(expected)
})

test.each([
  ['45750', 'date', false, '2025-04-03'],
  ['44288', 'date', true, '2025-04-03'],
  ['45750.3125', 'date-time', false, '2025-04-03T07:30:00'],
  ['45750', 'date-time', false, '2025-04-03'],
  ['0.3125', 'time', false, '07:30:00'],
  ['1', 'date', false, '1900-01-01'],
  ['61', 'date', false, '1900-03-01'],
  ['-5', 'date', false, '-5'],
  ['1E+300', 'date', false, '1E+300'],
  ['123', { zeros: 6 }, false, '000123'],
  ['123.5', { zeros: 6 }, false, '123.5'],
  ['123456789012345', 'number', false, '123456789012345'],
  ['1234567890123450', 'number', false, '1.23456789012345E+15'],
  ['0.30000000000000004', 'number', false, '0.3'],
  ['x', 'number', false, 'x'],
] as const)('%s as %j is %s', (written, kind, is1904, expected) => {
  expect(numberText(written, kind, is1904)).toBe(expected)
})
