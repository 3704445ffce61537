import type { Skipped } from '#model/observation.ts'
import type { WorkOrderState } from '#model/work-order.ts'
import { defineFileOutlet, type WorkOrderResult } from '#outlets/outlet.ts'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader, type CsvRow } from '#standards/csv/read-csv.ts'
import { csvRow, plainText } from '#standards/csv/write-csv.ts'
import {
  type Answer,
  columns,
  type DayOrder,
  dayOrderOf,
  knownWords,
  plain,
  readDay,
  readMinutes,
  readNumber,
  readState,
} from './payload.ts'

const maxBytes = 64 * 1024 * 1024
/** Titles and dates that stand above the header in what a CMMS exports. */
const rowsAboveHeader = 20

/** Work orders as a file that a CMMS imports; its answers in the same columns. */
export const csvOutlet = defineFileOutlet({
  id: 'csv',
  title: 'CSV file',
  summary: 'Work orders as a CSV file that a CMMS can import; the same file, filled in, brings the results back.',
  fileName: 'work-orders.csv',
  mediaType: 'text/csv; charset=utf-8',

  async *write(orders) {
    yield csvRow(columns.map(({ title }) => title))
    for await (const order of orders) yield csvRow(columns.map(({ of }) => of?.(order)))
  },

  async *read(file) {
    const table = readTable(decoded(await bytesOf(file), file.name), file.name)
    const dayOrder = dayOrderOf(table.rows.map((row) => table.cell(row, 'completedOn')))
    for (const row of table.rows) yield readRow(row, table, dayOrder)
  },
})

interface Table {
  readonly rows: readonly CsvRow[]
  readonly header: readonly string[]
  /** What stands in the row under that heading, without spaces around it; empty where there is no such column. */
  cell(row: CsvRow, answer: Answer): string
}

function readRow(
  row: CsvRow,
  table: Table,
  dayOrder: DayOrder | undefined,
): { result: WorkOrderResult } | { skipped: Skipped } {
  const position = `row ${row.number}`
  const skip = (code: string, reason: string) => ({
    skipped: { position, code, reason, raw: rawOf(row, table.header) },
  })
  const cell = (answer: Answer) => table.cell(row, answer)

  const number = readNumber(cell('number'))
  if (!number)
    return skip('no_number', `"${cell('number')}" is no work order of ours. Keep the number as it was sent: WO-000123.`)
  const state = readState(cell('state'))
  if (state === undefined)
    return skip('unknown_status', `The status "${cell('state')}" is not known. Use one of: ${knownWords}.`)
  const completedOn = cell('completedOn') === '' ? null : readDay(cell('completedOn'), dayOrder)
  if (completedOn === 'ambiguous')
    return skip('ambiguous_date', `"${cell('completedOn')}" can be two days. Write it as 2026-01-31.`)
  if (completedOn === undefined) return skip('bad_value', `"${cell('completedOn')}" is no day. Write it as 2026-01-31.`)
  if (completedOn && !mayHaveEnded(state))
    return skip(
      'contradiction',
      `It was completed on ${completedOn}, but its status is "${cell('state')}". Set the status to Completed, or take the day out.`,
    )
  const minutes = cell('minutes') === '' ? null : readMinutes(cell('minutes'))
  if (minutes === undefined)
    return skip('bad_value', `"${cell('minutes')}" is no number of minutes. Write it as 90 or 1:30.`)

  return {
    result: {
      position,
      number,
      externalId: cell('externalId') || null,
      state,
      completedOn,
      technician: cell('technician') || null,
      softwareVersion: cell('softwareVersion') || null,
      minutes,
      note: cell('note') || null,
    },
  }
}

const mayHaveEnded = (state: WorkOrderState | null) =>
  state !== null && ['work_complete', 'cancelled', 'unable_to_locate', 'unable_to_complete'].includes(state)

const rawOf = ({ cells }: CsvRow, header: readonly string[]): Record<string, string> =>
  Object.fromEntries(cells.map((cell, index) => [header[index]?.trim() || `column ${index + 1}`, cell]))

/** Finds delimiter and header: the row that has a column for the work order's number. */
function readTable(text: string, name: string): Table {
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = recordsOf(text, delimiter, name)
    const at = rows
      .slice(0, rowsAboveHeader)
      .findIndex(({ cells }) => cells.length > 1 && columnsFor('number', cells).length > 0)
    const header = rows[at]?.cells
    if (!header) continue
    const filled = rows.slice(at + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    const places = new Map(columns.flatMap(({ answer }) => (answer ? [[answer, placeOf(answer, header, filled)]] : [])))
    return {
      rows: filled,
      header,
      cell: ({ cells }, answer) => plainText((cells[places.get(answer) ?? -1] ?? '').trim()).trim(),
    }
  }
  throw new AppError(
    'unreadable',
    `${name} has no column "Work Order" in its first ${rowsAboveHeader} rows. Keep the headings of the file as it was sent.`,
  )
}

/** Where a heading can be meant twice (`Work Order`, `Reference`), the column with our numbers in it counts. */
function placeOf(answer: Answer, header: readonly string[], rows: readonly CsvRow[]): number {
  const found = columnsFor(answer, header)
  if (answer !== 'number' || found.length < 2) return found[0] ?? -1
  const hits = (index: number) => rows.filter(({ cells }) => readNumber(plainText(cells[index] ?? ''))).length
  return found.reduce((best, index) => (hits(index) > hits(best) ? index : best))
}

/** Columns that bear the heading, our own spelling first. */
function columnsFor(answer: Answer, header: readonly string[]): number[] {
  const { title, alsoCalled = [] } = columns.find((column) => column.answer === answer) ?? { title: '' }
  const names = header.map(plain)
  return [plain(title), ...alsoCalled].flatMap((wanted) =>
    names.flatMap((name, index) => (name === wanted ? [index] : [])),
  )
}

function recordsOf(text: string, delimiter: string, name: string): CsvRow[] {
  const reader = new CsvReader({ delimiter })
  try {
    return [...reader.push(text), ...reader.end()]
  } catch (cause) {
    if (!(cause instanceof CsvFault)) throw cause
    throw new AppError(
      'unreadable',
      `${name} cannot be read as CSV from row ${cause.row} on: a quotation mark is opened and not closed, or the row is too long. Save it again as CSV.`,
      { cause },
    )
  }
}

async function bytesOf(file: { stream(): NodeJS.ReadableStream; name: string }): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of file.stream()) {
    const buffer = Buffer.from(chunk as Uint8Array)
    bytes += buffer.length
    if (bytes > maxBytes)
      throw new AppError('too_large', `${file.name} is larger than ${maxBytes} bytes. Send fewer rows.`)
    chunks.push(buffer)
  }
  return Buffer.concat(chunks)
}

/** What Excel saves: UTF-8, UTF-16 with a mark, or the Windows code page of western Europe. */
function decoded(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new AppError('unreadable', `${name} is a workbook or archive. Save it as CSV and send that.`)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
