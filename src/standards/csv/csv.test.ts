import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvFault, CsvReader } from './read-csv.ts'
import { csvRow, neutralise, plainText } from './write-csv.ts'

function read(text: string, { delimiter = ',', piece = text.length || 1, maxRecordChars = 1000 } = {}): string[][] {
  const reader = new CsvReader({ delimiter, maxRecordChars })
  const rows: string[][] = []
  for (let at = 0; at < text.length; at += piece)
    rows.push(...reader.push(text.slice(at, at + piece)).map((row) => [...row.cells]))
  return [...rows, ...reader.end().map((row) => [...row.cells])]
}

describe('reading CSV', () => {
  test('quotes, line breaks in quotes, ragged rows and every kind of line end are understood', () => {
    const text = 'Tag,Note\r\n1,"a ""b"", c"\n2,"two\r\nlines",x\r3\r\n\n4,5" screen\n"6"x,'

    expect(read(text)).toEqual([
      ['Tag', 'Note'],
      ['1', 'a "b", c'],
      ['2', 'two\r\nlines', 'x'],
      ['3'],
      ['4', '5" screen'],
      ['6x', ''],
    ])
  })

  test('blank lines count in the number of a row', () => {
    const reader = new CsvReader({ delimiter: ';' })

    expect([...reader.push('a;b\n\n\nc;d\n'), ...reader.end()]).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 4, cells: ['c', 'd'] },
    ])
  })

  test('where the text is cut into pieces makes no difference', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é'), maxLength: 6 })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, piece) => {
        const text = rows.map((row) => csvRow(row)).join('')
        const filled = rows.map((row) => row.map((value) => neutralise(value)))

        expect(read(text, { piece })).toEqual(filled)
      }),
    )
  })

  test('a record beyond the limit is refused while it is still coming', () => {
    const reader = new CsvReader({ delimiter: ',', maxRecordChars: 100 })
    reader.push('a,b\n')

    expect(() => reader.push(`"${'x'.repeat(200)}`)).toThrow(new CsvFault('record_too_long', 2))
  })

  test('a quote that is never closed is a fault, with its record', () => {
    expect(() => read('a,b\n1,"2\n3,4\n')).toThrow(new CsvFault('open_quote', 2))
  })
})

describe('writing CSV', () => {
  test('a formula cannot leave in a cell', () => {
    const values = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a=1', -1, true, null]

    expect(csvRow(values, ';')).toBe(`'=1+1;'+1;'-1;'@SUM(A1);'\t=1;"'\r=1";a=1;-1;true;\r\n`)
  })

  test('what was neutralised reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', 'a', '\t') }), (text) => {
        expect(plainText(neutralise(text))).toBe(text)
      }),
    )
  })
})
