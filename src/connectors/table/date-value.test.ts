import { expect, test } from 'vitest'
import { momentOf, orderOf, readDate } from './date-value.ts'

const on = (text: string, order: Parameters<typeof readDate>[1] = null) => {
  const read = readDate(text, order)
  return read?.kind === 'date' ? read.on : read?.kind
}

test.each([
  ['2025-04-03', '2025-04-03'],
  ['2025/4/3', '2025-04-03'],
  ['20250403', '2025-04-03'],
  ['3.4.2025', '2025-04-03'],
  ['25/12/2024', '2024-12-25'],
  ['12/25/24', '2024-12-25'],
  ['05/05/2025', '2025-05-05'],
  ['3-Apr-25', '2025-04-03'],
  ['April 3, 2025', '2025-04-03'],
  ['Thursday, April 3rd, 2025', '2025-04-03'],
  ['3. März 2025', '2025-03-03'],
  ['3 août 2025', '2025-08-03'],
  ['3 de abril de 2025', '2025-04-03'],
  ['45750', '2025-04-03'],
  ['4/13/2025 12:00:00 AM', '2025-04-13'],
  ['03/04/2025', 'ambiguous'],
  ['1900-01-01', 'none'],
  ['12/31/9999', 'none'],
  ['2025-02-29', undefined],
  ['31/31/2025', undefined],
  ['Apr-25', undefined],
  ['annual', undefined],
])('%s is read as %s', (text, expected) => {
  expect(on(text)).toBe(expected)
})

test('the order that a person gave settles a date that can be two days', () => {
  expect([on('03/04/2025', 'dmy'), on('03/04/2025', 'mdy'), on('25-04-03', 'ymd')]).toEqual([
    '2025-04-03',
    '2025-03-04',
    '2025-04-03',
  ])
})

test('a date tells the order only where it can be one day', () => {
  expect(['25/12/2024', '12/25/2024', '03/04/2025', '05/05/2025', '03.04.2025'].map(orderOf)).toEqual([
    'dmy',
    'mdy',
    'ambiguous',
    undefined,
    undefined,
  ])
})

test('a clock in the hospital tells a moment, in summer and in winter', () => {
  expect(readDate('3/25/2025 1:05 PM', null)).toEqual({ kind: 'date', on: '2025-03-25', time: '13:05:00' })
  expect(momentOf('2025-07-01', '13:05:00', 'America/New_York')).toBe('2025-07-01T17:05:00Z')
  expect(momentOf('2025-01-01', '13:05:00', 'Europe/Berlin')).toBe('2025-01-01T12:05:00Z')
})
