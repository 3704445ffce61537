import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import type { InputFile } from '#connectors/connector.ts'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader } from '#standards/csv/read-csv.ts'

// Text as programs of servers and agents write it: UTF-8, UTF-16 (PowerShell, csvde -u) or a code page, line by line.

/** What a person is told of a file: what it should be, and how it is made again. */
export interface ReportKind {
  /** `DHCP leases` */
  readonly what: string
  /** A sentence: `Copy it from the server again.` */
  readonly again: string
}

/** A longer line is no record, and is refused before it is held. In bytes. */
const maxLineBytes = 16 * 1024 * 1024

/** The first bytes as text, for a look at what a file is. */
export function decodeHead(head: Buffer): string {
  const wide = wideEncoding(head)
  if (wide)
    return decodeWide(wide)
      .write(head)
      .replace(/^\ufeff/, '')
  return head.toString(isUtf8(head) ? 'utf8' : 'latin1').replace(/^\ufeff/, '')
}

/** Refuses what is no text, and what is longer than anything of its kind, as soon as it has come. */
export function guardText(file: Pick<InputFile, 'name'>, kind: ReportKind, maxBytes = Number.POSITIVE_INFINITY) {
  let isStart = true
  let isWide = false
  let total = 0
  return (bytes: Buffer) => {
    if (isStart) isWide = wideEncoding(bytes) !== undefined
    isStart = false
    total += bytes.length
    if (!isWide && bytes.includes(0)) throw noText(file, kind)
    if (total > maxBytes) throw tooLong(file, kind, maxBytes)
  }
}

export interface Line {
  /** Counted from 1. */
  readonly number: number
  /** Without its line break. */
  readonly text: string
  /** False for a last line that no line break ends. */
  readonly isEnded: boolean
}

/** The lines of a file. A line that is no UTF-8 is read as Latin-1. Throws an AppError where the file is no text. */
export async function* readLines(
  file: InputFile,
  kind: ReportKind,
  signal: AbortSignal | undefined,
): AsyncGenerator<Line> {
  const guard = guardText(file, kind)
  let wide: StringDecoder | undefined
  let rest = Buffer.alloc(0)
  let isStart = true
  let number = 0
  const take = (bytes: Buffer, isEnded: boolean): Line => {
    const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/\r$/, '')
    number += 1
    return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text, isEnded }
  }
  for await (const piece of file.stream()) {
    if (signal?.aborted) throw new AppError('cancelled', 'Reading the file was cancelled. Start the import again.')
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    if (bytes.length === 0) continue
    guard(bytes)
    if (isStart) {
      const encoding = wideEncoding(bytes)
      wide = encoding && decodeWide(encoding)
    }
    isStart = false
    const plain = wide ? Buffer.from(wide.write(bytes)) : bytes
    const whole = rest.length > 0 ? Buffer.concat([rest, plain]) : plain
    let at = 0
    for (let end = whole.indexOf(10); end !== -1; end = whole.indexOf(10, at)) {
      yield take(whole.subarray(at, end), true)
      at = end + 1
    }
    rest = Buffer.from(whole.subarray(at))
    if (rest.length > maxLineBytes) throw tooLong(file, kind, maxLineBytes)
  }
  if (rest.length > 0) yield take(rest, false)
  if (number === 0) throw unreadable(file, kind, 'is empty')
}

/** All of a text, where it is no longer than `maxBytes`. */
export async function readWhole(
  file: InputFile,
  kind: ReportKind,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (file.bytes > maxBytes) throw tooLong(file, kind, maxBytes)
  const guard = guardText(file, kind, maxBytes)
  const pieces: Buffer[] = []
  for await (const piece of file.stream()) {
    if (signal?.aborted) throw new AppError('cancelled', 'Reading the file was cancelled. Start the import again.')
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    guard(bytes)
    pieces.push(bytes)
  }
  return decodeHead(Buffer.concat(pieces))
}

/** A JSON document that is nested no deeper than `maxDepth`. Throws an AppError where it is none, or cut off. */
export function readJson(file: Pick<InputFile, 'name'>, kind: ReportKind, text: string, maxDepth: number): unknown {
  assertNotDeep(file, kind, text, maxDepth)
  try {
    return JSON.parse(text)
  } catch {
    if (/^\s*[{[]/.test(text)) throw unreadable(file, kind, 'is damaged JSON, or was cut off')
    throw unreadable(file, kind, 'is not JSON')
  }
}

/** Refuses JSON of more levels than anything of its kind has. */
export function assertNotDeep(file: Pick<InputFile, 'name'>, kind: ReportKind, text: string, maxDepth: number): void {
  if (isDeeperThan(text, maxDepth)) throw hostile(file, kind, `is nested deeper than ${maxDepth} levels`)
}

function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) isQuoted = !isQuoted
    else if (isQuoted) {
      if (code === 92) at += 1
    } else if (code === 123 || code === 91) {
      depth += 1
      if (depth > maxDepth) return true
    } else if (code === 125 || code === 93) depth -= 1
  }
  return false
}

/** A row of a table with a header, by its columns' names. */
export interface NamedRow {
  readonly number: number
  readonly cells: Readonly<Record<string, string>>
}

/**
 * The rows below the header, by the header's names as they are written. Throws an AppError where the file ends within a
 * row: the programs that write them end each with a line break, so that one without may lack a part of its last cell.
 */
export async function* readCsvRows(
  lines: AsyncIterable<Line>,
  file: Pick<InputFile, 'name'>,
  kind: ReportKind,
): AsyncGenerator<NamedRow> {
  let reader = new CsvReader({ delimiter: ',' })
  let header: readonly string[] | undefined
  let isBegun = false
  let isEnded = true
  const read = (rows: () => ReturnType<CsvReader['push']>) => {
    try {
      return rows()
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error
      if (error.code === 'open_quote') throw cutOff(file, kind)
      throw tooLong(file, kind, maxLineBytes)
    }
  }
  const named = (names: readonly string[], number: number, cells: readonly string[]): NamedRow => ({
    number,
    cells: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])),
  })
  for await (const line of lines) {
    isEnded = line.isEnded
    if (!isBegun && !line.text.startsWith('#TYPE ')) {
      isBegun = true
      reader = new CsvReader({ delimiter: delimiterOf(line.text) })
    }
    for (const row of read(() => reader.push(line.isEnded ? `${line.text}\n` : line.text)))
      if (header) yield named(header, row.number, row.cells)
      else if (isBegun) header = row.cells.map((name) => name.trim())
  }
  for (const row of read(() => reader.end())) {
    if (!header) break
    if (!isEnded) throw cutOff(file, kind)
    yield named(header, row.number, row.cells)
  }
}

/** The delimiter that stands most often in the header. */
const delimiterOf = (header: string) =>
  [',', ';', '\t'].reduce((best, next) => (header.split(next).length > header.split(best).length ? next : best))

export const cutOff = (file: Pick<InputFile, 'name'>, kind: ReportKind) =>
  unreadable(file, kind, 'ends within a record, so it was probably cut off')

/** `problem` goes on after the file's name: `is empty`. */
export const unreadable = ({ name }: Pick<InputFile, 'name'>, { again }: ReportKind, problem: string) =>
  new AppError('unreadable', `The file ${name} ${problem}. ${again}`)

export const hostile = ({ name }: Pick<InputFile, 'name'>, { again }: ReportKind, problem: string) =>
  new AppError('hostile_file', `The file ${name} ${problem}, and is refused. ${again}`)

const noText = (file: Pick<InputFile, 'name'>, kind: ReportKind) =>
  hostile(file, kind, `holds zero bytes, so it is no text and no ${kind.what}`)

const tooLong = (file: Pick<InputFile, 'name'>, kind: ReportKind, maxBytes: number) =>
  hostile(
    file,
    kind,
    `holds more than ${Math.round(maxBytes / 1024 / 1024)} MB in one piece, which ${kind.what} never do`,
  )

type WideEncoding = 'utf-16le' | 'utf-16be'

/** UTF-16 by its mark, or by every other byte being zero as in Latin text. */
function wideEncoding(bytes: Buffer): WideEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, 400)
  const odd = sample.filter((byte, at) => byte === 0 && at % 2 === 1).length
  return odd > sample.length * 0.4 && sample.length > 4 ? 'utf-16le' : undefined
}

function decodeWide(encoding: WideEncoding): StringDecoder {
  const decoder = new StringDecoder('utf16le')
  if (encoding === 'utf-16le') return decoder
  let odd = Buffer.alloc(0)
  const write = decoder.write.bind(decoder)
  decoder.write = (bytes) => {
    const whole = Buffer.concat([odd, bytes as Buffer])
    const even = whole.length - (whole.length % 2)
    odd = Buffer.from(whole.subarray(even))
    return write(Buffer.from(whole.subarray(0, even)).swap16())
  }
  return decoder
}
