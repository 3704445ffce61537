import type { Merge, TableRow } from '#connectors/table/table.ts'
import { AppError } from '#platform/errors.ts'
import { attributeOf, XmlFault, type XmlHandler } from '#standards/xml/xml-scanner.ts'
import type { Archive } from './archive.ts'
import { numberText } from './number-format.ts'
import { type Sheet, TextCollector, type Workbook } from './workbook.ts'

/** The limits of Excel itself. */
const maxRow = 1_048_576
/** More columns than a list of devices has; Excel allows 16,384, which would be 16 GB of empty cells. */
const maxColumns = 2_000

/** The rows of a sheet that hold something, in order. */
export async function* readRows(archive: Archive, workbook: Workbook, sheet: Sheet): AsyncGenerator<TableRow[]> {
  const rows = new RowCollector(workbook, sheet.name)
  yield* archive.scan(sheet.part, rows, () => rows.take())
}

/** All cells of a row together, in characters; a longer one is not a device's, and is refused before it is held. */
const maxRowChars = 1_000_000

/** Gathers the cells of rows (ECMA-376 part 1, 18.3.1.4 `c`, 18.3.1.73 `row`). */
class RowCollector implements XmlHandler {
  readonly #workbook: Workbook
  readonly #sheet: string
  readonly #inline = new TextCollector()
  #rows: TableRow[] = []
  #number = 0
  #cells: string[] = []
  #isFilled = false
  #column = 0
  #chars = 0
  #type: string | undefined
  #style = 0
  #value = ''
  #isValue = false
  #isInline = false

  constructor(workbook: Workbook, sheet: string) {
    this.#workbook = workbook
    this.#sheet = sheet
  }

  take(): TableRow[] | undefined {
    if (this.#rows.length === 0) return undefined
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(tag: string, attributes: string): void {
    if (tag === 'c') this.#openCell(attributes)
    else if (tag === 'v') this.#isValue = true
    else if (tag === 'row') this.#openRow(attributes)
    else if (tag === 'is') this.#isInline = true
    else if (this.#isInline) this.#inline.open(tag)
  }

  text(text: string): void {
    if (!this.#isValue && !this.#isInline) return
    this.#assertRoom(text)
    if (this.#isValue) this.#value += text
    else this.#inline.text(text)
  }

  close(tag: string): void {
    if (tag === 'v') this.#isValue = false
    else if (tag === 'c') this.#closeCell()
    else if (tag === 'row') this.#closeRow()
    else if (tag === 'is') {
      this.#isInline = false
      this.#value = this.#inline.take()
    } else if (this.#isInline) this.#inline.close(tag)
  }

  #openRow(attributes: string): void {
    const number = Number(attributeOf(attributes, 'r') ?? this.#number + 1)
    if (!Number.isInteger(number) || number <= this.#number || number > maxRow)
      throw this.#damaged('rows that are out of order')
    this.#number = number
    this.#cells = []
    this.#isFilled = false
    this.#column = -1
    this.#chars = 0
  }

  #openCell(attributes: string): void {
    const { r: reference, s: style, t: type } = cellAttributes(attributes)
    const column = reference === undefined ? this.#column + 1 : columnOf(reference)
    if (column <= this.#column) throw this.#damaged('cells that are out of order')
    this.#column = column
    this.#type = type
    this.#style = style === undefined ? 0 : Number(style)
    this.#value = ''
  }

  #closeCell(): void {
    if (this.#value === '') return
    const text = this.#cellText()
    if (text === '') return
    if (this.#column >= maxColumns)
      throw new AppError(
        'hostile_file',
        `Row ${this.#number} of the sheet "${this.#sheet}" has a cell beyond column ${maxColumns.toLocaleString('en')}. Remove what stands there, and save the workbook again.`,
      )
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells.push(text)
    if (!this.#isFilled && text.trim() !== '') this.#isFilled = true
  }

  #cellText(): string {
    const { strings, kinds, is1904 } = this.#workbook
    switch (this.#type) {
      case 's': {
        const text = strings[Number(this.#value)]
        if (text === undefined) throw this.#damaged('a text that is not there')
        this.#assertRoom(text)
        return text
      }
      case 'b':
        return this.#value.trim() === '1' ? 'TRUE' : 'FALSE'
      case 'str':
      case 'inlineStr':
      case 'e':
      case 'd':
        return this.#value
      default:
        return numberText(this.#value, kinds[this.#style] ?? 'number', is1904)
    }
  }

  #closeRow(): void {
    if (this.#isFilled) this.#rows.push({ number: this.#number, cells: this.#cells })
  }

  #assertRoom(text: string): void {
    this.#chars += text.length
    if (this.#chars <= maxRowChars) return
    throw new AppError(
      'hostile_file',
      `Row ${this.#number} of the sheet "${this.#sheet}" is longer than ${maxRowChars.toLocaleString('en')} characters. A cell is too big: mend the row, and save the workbook again.`,
    )
  }

  #damaged(what: string): AppError {
    return new AppError(
      'unreadable',
      `The sheet "${this.#sheet}" has ${what} near row ${this.#number}. Open the workbook in Excel, save it, and try again.`,
    )
  }
}

interface CellAttributes {
  r?: string
  s?: string
  t?: string
}

/** The three attributes of a cell at once: there are millions of cells. */
function cellAttributes(attributes: string): CellAttributes {
  if (attributes.includes("'") || attributes.includes(' =') || attributes.includes('= '))
    return { r: attributeOf(attributes, 'r'), s: attributeOf(attributes, 's'), t: attributeOf(attributes, 't') }
  const found: CellAttributes = {}
  let at = 0
  for (;;) {
    const equals = attributes.indexOf('="', at)
    if (equals === -1) return found
    const end = attributes.indexOf('"', equals + 2)
    if (end === -1) throw new XmlFault('malformed')
    const name = attributes.charCodeAt(equals - 1)
    if (attributes.charCodeAt(equals - 2) <= 32) {
      if (name === 114) found.r = attributes.slice(equals + 2, end)
      else if (name === 115) found.s = attributes.slice(equals + 2, end)
      else if (name === 116) found.t = attributes.slice(equals + 2, end)
    }
    at = end + 1
  }
}

/** `C7` is column 2. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

const mark = 'mergeCells'
const mergeTag = /<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/g
/** More merges than these are not looked at. In characters. */
const maxMergeChars = 4_000_000

/** The merged cells of a sheet. They stand behind its rows, so the part is unpacked once more, but not read. */
export async function readMerges(archive: Archive, sheet: Sheet): Promise<Merge[]> {
  let tail = Buffer.alloc(0)
  let found = ''
  for await (const bytes of archive.bytes(sheet.part)) {
    if (found !== '') {
      found += bytes.toString('latin1')
      if (found.length > maxMergeChars) break
      continue
    }
    const whole = Buffer.concat([tail, bytes])
    const at = whole.indexOf(mark)
    if (at !== -1) found = whole.toString('latin1', at)
    tail = whole.subarray(-mark.length)
  }
  return [...found.matchAll(mergeTag)].map(([, left = '', top, right = '', bottom]) => ({
    top: Number(top),
    bottom: Number(bottom),
    left: columnOf(left),
    right: columnOf(right),
    range: `${left}${top}:${right}${bottom}`,
  }))
}
