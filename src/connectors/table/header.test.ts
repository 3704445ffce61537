import { expect, test } from 'vitest'
import { findHeader, uniqueNames } from './header.ts'

const rows = (...cells: string[][]) => cells.map((row, index) => ({ number: index + 1, cells: row }))

test('the header is found below titles, and above rows that look like it', () => {
  const head = rows(
    ['Riverside General Hospital'],
    ['Report', 'Equipment list'],
    ['Asset', '', 'Location', '', ''],
    ['Tag', 'S/N', 'Building', 'Room', ''],
    ['1001', 'A1', 'Main', '12', 'x'],
    ['1002', 'B2', 'Main', '13', 'y'],
    ['1003', 'B3', 'Main', '14', ''],
    ['1004', 'B4', 'Main', '14', 'z'],
  )

  expect(findHeader(head, [])).toEqual({ row: 4, names: ['Tag', 'S/N', 'Building', 'Room', 'column 5'] })
})

test('merged cells of a header in two rows name each column', () => {
  const head = rows(
    ['Inventory of devices', '', '', ''],
    ['Asset tag', 'Location', '', 'Status'],
    ['', 'Building', 'Room', ''],
    ['1001', 'Main', '12', 'In Use'],
  )
  const merges = [
    { top: 1, bottom: 1, left: 0, right: 3, range: 'A1:D1' },
    { top: 2, bottom: 3, left: 0, right: 0, range: 'A2:A3' },
    { top: 2, bottom: 2, left: 1, right: 2, range: 'B2:C2' },
    { top: 2, bottom: 3, left: 3, right: 3, range: 'D2:D3' },
  ]

  expect(findHeader(head, merges)).toEqual({ row: 3, names: ['Asset tag', 'Building', 'Room', 'Status'] })
})

test('a header in words that nobody knows is the first row of texts', () => {
  const head = rows(
    ['Lista 2025', '', ''],
    ['Kod', 'Aparat', 'Sala'],
    ['17', 'Monitor X3', '12'],
    ['18', 'Pump A', '13'],
  )

  expect(findHeader(head, [])).toEqual({ row: 2, names: ['Kod', 'Aparat', 'Sala'] })
})

test('what a person remembered of a source beats any guess', () => {
  const head = rows(['Asset tag', 'Status', 'Model'], ['k1', 'k2', 'k3'], ['1', '2', '3'])

  expect(findHeader(head, [], ['k1', 'k2'])).toMatchObject({ row: 2 })
})

test('a file without a header is refused with what to do', () => {
  expect(() => findHeader(rows(['one'], ['two']), [])).toThrow(/Export the list with a header row/)
})

test('each column has a name of its own', () => {
  expect(uniqueNames(['IP', 'IP', '', 'IP (2)', '__proto__'])).toEqual([
    'IP',
    'IP (2)',
    'column 3',
    'IP (2) (2)',
    'column 5',
  ])
})
