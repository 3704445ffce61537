/** One record of a CSV file. Blank lines count, but are not given. */
export interface CsvRow {
  /** Number of the record, counted from 1; a quoted line break does not start a new one. */
  readonly number: number
  readonly cells: readonly string[]
}

export interface CsvOptions {
  /** One character. */
  readonly delimiter: string
  /** A longer record is a fault: nothing beyond it is buffered. In UTF-16 units. */
  readonly maxRecordChars?: number
  readonly maxColumns?: number
}

export type CsvFaultCode = 'record_too_long' | 'too_many_columns' | 'open_quote'

/** The text cannot be read on as CSV from this record. */
export class CsvFault extends Error {
  readonly code: CsvFaultCode
  readonly row: number

  constructor(code: CsvFaultCode, row: number) {
    super(`${code} in record ${row}`)
    this.name = 'CsvFault'
    this.code = code
    this.row = row
  }
}

const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * Reads CSV (RFC 4180, and what is found beside it) piece by piece: a quote counts only where a field begins, a quote is
 * doubled inside quotes, records end with CRLF, LF or CR, rows may be ragged. Text after a closing quote is kept.
 */
export class CsvReader {
  readonly #delimiter: string
  readonly #delimiterCode: number
  readonly #maxRecordChars: number
  readonly #maxColumns: number
  /** The text from the start of the record that is not complete yet. */
  #rest = ''
  #number = 0
  /** Where the record just read ends, its line break included. */
  #next = 0

  constructor({ delimiter, maxRecordChars = 1_000_000, maxColumns = 16_384 }: CsvOptions) {
    this.#delimiter = delimiter
    this.#delimiterCode = delimiter.charCodeAt(0)
    this.#maxRecordChars = maxRecordChars
    this.#maxColumns = maxColumns
  }

  /** Takes the next piece of text; gives the records that are complete now. Throws a CsvFault. */
  push(text: string): CsvRow[] {
    return this.#read(text, false)
  }

  /** Gives the last record, which needs no line break. Throws a CsvFault where a quote is still open. */
  end(): CsvRow[] {
    return this.#read('', true)
  }

  #read(more: string, last: boolean): CsvRow[] {
    const text = this.#rest + more
    const rows: CsvRow[] = []
    let start = 0
    while (start < text.length) {
      const cells = this.#record(text, start, last)
      const length = (cells ? this.#next : text.length) - start
      if (length > this.#maxRecordChars) throw new CsvFault('record_too_long', this.#number + 1)
      if (!cells) break

      this.#number += 1
      start = this.#next
      if (cells.length > 1 || cells[0] !== '') rows.push({ number: this.#number, cells })
    }
    this.#rest = text.slice(start)
    return rows
  }

  /** The cells of the record at `start`, or undefined where its end has not come yet. */
  #record(text: string, start: number, last: boolean): string[] | undefined {
    const cells: string[] = []
    const end = text.length
    let at = start
    for (;;) {
      let quoted = ''
      let from = at
      if (text.charCodeAt(at) === quote) {
        const closed = this.#closingQuote(text, at + 1, last)
        if (closed === undefined) return undefined
        quoted = text.slice(at + 1, closed)
        if (quoted.includes('"')) quoted = quoted.replaceAll('""', '"')
        from = closed + 1
      }

      at = from
      let code = 0
      for (; at < end; at++) {
        code = text.charCodeAt(at)
        if (code === this.#delimiterCode || code === lineFeed || code === carriageReturn) break
      }
      if (at === end && !last) return undefined

      const after = text.slice(from, at)
      cells.push(quoted === '' ? after : after.trim() === '' ? quoted : quoted + after)
      if (cells.length > this.#maxColumns) throw new CsvFault('too_many_columns', this.#number + 1)

      if (at === end) {
        this.#next = end
        return cells
      }
      if (code !== this.#delimiterCode) {
        // A CR at the very end may be half of a CRLF.
        if (code === carriageReturn && at + 1 === end && !last) return undefined
        this.#next = code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1
        return cells
      }
      at += this.#delimiter.length
    }
  }

  #closingQuote(text: string, from: number, last: boolean): number | undefined {
    for (let at = from; ; at += 2) {
      at = text.indexOf('"', at)
      if (at === -1) {
        if (last) throw new CsvFault('open_quote', this.#number + 1)
        return undefined
      }
      if (text.charCodeAt(at + 1) === quote) continue
      return at + 1 === text.length && !last ? undefined : at
    }
  }
}
