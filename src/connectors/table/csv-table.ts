import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import type { InputFile } from '#connectors/connector.ts'
import { AppError } from '#platform/errors.ts'
import { CsvFault, CsvReader } from '#standards/csv/read-csv.ts'
import { stopIfCancelled, type Table, type TableRow } from './table.ts'

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** A record longer than this is not a device's, and is refused before it is held. In characters. */
const maxRecordChars = 1_000_000
const maxColumns = 2_000
/** A line longer than this, in bytes, holds a record that is too long in every encoding. */
const maxLineBytes = 4 * maxRecordChars

/** Finds out what the file is, and opens it as a table. Throws an AppError where it is no text, or cut off, or hostile. */
export async function openCsv(
  file: InputFile,
  settings: { readonly delimiter?: Delimiter | undefined; readonly encoding?: Encoding | undefined },
  signal?: AbortSignal,
): Promise<Table> {
  const scan = scanned.get(file) ?? (await scanBytes(file, signal))
  scanned.set(file, scan)
  const encoding = settings.encoding ?? scan.encoding
  const sample = decode(encoding)
    .write(scan.head)
    .replace(/^\ufeff/, '')
  if (sample.trim() === '')
    throw new AppError(
      'unreadable',
      `The file ${file.name} is empty. Export the list again, and check that it has rows.`,
    )
  assertNoMarkup(file, sample)

  const declared = /^"?sep=(.)"?\r?\n/i.exec(sample)?.[1]
  const delimiter = settings.delimiter ?? declared ?? scan.sniffed.get(encoding) ?? sniffDelimiter(sample)
  if (!settings.delimiter && !declared) scan.sniffed.set(encoding, delimiter)
  const format = { delimiter: delimiter === '\t' ? 'tab' : delimiter, encoding }
  const skipFirst = declared !== undefined
  return {
    file,
    format,
    remarks: scan.remarks,
    merges: [],
    isDamagedWhenWide: true,
    batches: () => readBatches(file, encoding, delimiter, skipFirst, signal),
  }
}

/** Cells are parts of the text of a piece: small pieces are soon free again. */
const pieceBytes = 32 * 1024

async function* readBatches(
  file: InputFile,
  encoding: Encoding,
  delimiter: string,
  skipFirst: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TableRow[]> {
  const decoder = decode(encoding)
  const reader = new CsvReader({ delimiter, maxRecordChars, maxColumns })
  const rows = (read: () => TableRow[]) => {
    try {
      return read().filter(
        ({ number, cells }) => cells.some((cell) => cell.trim() !== '') && !(skipFirst && number === 1),
      )
    } catch (error) {
      throw error instanceof CsvFault ? refusal(file, error) : error
    }
  }

  let isStart = true
  let lastCharacter = ''
  for await (const piece of pieces(file)) {
    stopIfCancelled(signal)
    for (let at = 0; at < piece.length; at += pieceBytes) {
      let text = decoder.write(piece.subarray(at, at + pieceBytes))
      if (isStart && text !== '') {
        isStart = false
        if (text.startsWith('\ufeff')) text = text.slice(1)
      }
      if (text.includes('\0')) throw noText(file)
      lastCharacter = text.at(-1) ?? lastCharacter
      const batch = rows(() => reader.push(text))
      if (batch.length > 0) yield batch
    }
  }
  const tail = decoder.end()
  lastCharacter = tail.at(-1) ?? lastCharacter
  const last = rows(() => [...reader.push(tail), ...reader.end()])
  const isOpen = lastCharacter !== '\n' && lastCharacter !== '\r'
  yield last.map((row, index) => (isOpen && index === last.length - 1 ? { ...row, isOpen } : row))
}

/** The bytes in pieces of which the first is long enough to tell the encoding, if the file is. */
async function* pieces(file: InputFile): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const piece of file.stream()) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    held = held.length > 0 ? Buffer.concat([held, bytes]) : bytes
    if (held.length < 4096) continue
    yield held
    held = Buffer.alloc(0)
  }
  if (held.length > 0) yield held
}

function refusal(file: InputFile, { code, row }: CsvFault): AppError {
  switch (code) {
    case 'record_too_long':
      return new AppError(
        'hostile_file',
        `Row ${row} of ${file.name} is longer than ${maxRecordChars.toLocaleString('en')} characters. A cell is too big, or a quote is never closed: mend the row and export again.`,
      )
    case 'too_many_columns':
      return new AppError(
        'hostile_file',
        `Row ${row} of ${file.name} has more than ${maxColumns} columns. Export fewer columns.`,
      )
    case 'open_quote':
      return new AppError(
        'unreadable',
        `The file ${file.name} ends within a quoted cell that begins in row ${row}. It was probably cut off: export it again.`,
      )
  }
}

interface Scan {
  readonly encoding: Encoding
  /** The first bytes, for a look at the text. */
  readonly head: Buffer
  readonly remarks: readonly string[]
  /** The delimiter, as the text reads in that encoding. */
  readonly sniffed: Map<Encoding, string>
}

const headBytes = 256 * 1024

/** For as long as somebody holds the file: it is looked at, and then collected. */
const scanned = new WeakMap<InputFile, Scan>()

/** Refuses what is no text, and a line that is too long to be held, as soon as it has come. */
export function guardCsv(file: Pick<InputFile, 'name'>): (bytes: Buffer) => void {
  let isStart = true
  let lineBytes = 0
  return (bytes) => {
    if (isStart) assertText(file, bytes)
    isStart = false
    lineBytes = lengthOfLine(bytes, lineBytes)
    if (lineBytes > maxLineBytes)
      throw new AppError(
        'hostile_file',
        `The file ${file.name} holds a line of more than ${maxLineBytes / 1_000_000} MB. That is no list of devices: export it again with one device in each row.`,
      )
  }
}

/** Reads all bytes once: only so is windows-1252 told from UTF-8 when the first `é` stands in row 400,000. */
async function scanBytes(file: InputFile, signal: AbortSignal | undefined): Promise<Scan> {
  const head: Buffer[] = []
  let headLength = 0
  let wide: Encoding | undefined
  let carry = Buffer.alloc(0)
  let invalid = 0
  let multibyte = 0
  let total = 0
  const guard = guardCsv(file)

  for await (const bytes of pieces(file)) {
    stopIfCancelled(signal)
    guard(bytes)
    if (total === 0) wide = wideEncoding(bytes)
    total += bytes.length
    if (headLength < headBytes) {
      head.push(bytes.subarray(0, headBytes - headLength))
      headLength += Math.min(bytes.length, headBytes - headLength)
    }
    if (wide) continue

    if (bytes.includes(0)) throw noText(file)
    const whole = carry.length > 0 ? Buffer.concat([carry, bytes]) : bytes
    const end = endOfCharacters(whole)
    const complete = whole.subarray(0, end)
    carry = Buffer.from(whole.subarray(end))
    if (!isUtf8(complete)) invalid += countInvalid(complete)
    else if (multibyte < 100 && complete.some((byte) => byte >= 0x80)) multibyte += countMultibyte(complete)
  }
  if (wide && total % 2 === 1)
    throw new AppError(
      'unreadable',
      `The file ${file.name} ends within a character. It was probably cut off: export it again.`,
    )
  if (carry.length > 0) invalid += 1

  const encoding = wide ?? (invalid > multibyte / 10 && invalid > 0 ? 'windows-1252' : 'utf-8')
  const remarks =
    encoding === 'utf-8' && invalid > 0
      ? [
          `${invalid} ${invalid === 1 ? 'character is' : 'characters are'} not valid UTF-8 and read as \ufffd. Export the file as UTF-8.`,
        ]
      : []
  return { encoding, head: Buffer.concat(head), remarks, sniffed: new Map() }
}

/** How long the line is that these bytes end or leave open; `before` belongs to it. Old Macs end lines with CR alone. */
function lengthOfLine(bytes: Buffer, before: number): number {
  const end = [bytes.indexOf(10), bytes.indexOf(13)].filter((at) => at >= 0)
  if (end.length === 0) return before + bytes.length
  const ended = before + Math.min(...end)
  return ended > maxLineBytes ? ended : bytes.length - Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13))
}

/** UTF-16 by its mark, or by every other byte being zero as in Latin text. */
function wideEncoding(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, 2000)
  let even = 0
  let odd = 0
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even += 1
    else odd += 1
  }
  const most = sample.length * 0.4
  if (odd > most && even === 0) return 'utf-16le'
  return even > most && odd === 0 ? 'utf-16be' : undefined
}

const binaries: readonly (readonly [string, string])[] = [
  [
    '504b0304',
    'is a zip file, perhaps an Excel workbook (.xlsx). Choose the connector for Excel workbooks, or save it as CSV',
  ],
  ['d0cf11e0', 'is an old Excel workbook (.xls) or a protected one. Save it as CSV or as .xlsx without a password'],
  ['25504446', 'is a PDF. Export the list as CSV or Excel'],
  ['1f8b', 'is compressed (gzip). Unpack it first'],
  ['7f454c46', 'is a program. Export the list as CSV'],
  ['4d5a', 'is a program. Export the list as CSV'],
  ['89504e47', 'is a picture. Export the list as CSV'],
  ['ffd8ff', 'is a picture. Export the list as CSV'],
  ['47494638', 'is a picture. Export the list as CSV'],
]

function assertText(file: Pick<InputFile, 'name'>, bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString('hex')
  const found = binaries.find(([magic]) => start.startsWith(magic))
  // "MZ" may begin a text; a program has zero bytes soon.
  if (found && (found[0] !== '4d5a' || bytes.includes(0)))
    throw new AppError('unreadable', `The file ${file.name} ${found[1]}.`)
}

const noText = (file: InputFile) =>
  new AppError(
    'hostile_file',
    `The file ${file.name} holds zero bytes, so it is no text. Export the list as CSV again.`,
  )

function assertNoMarkup(file: InputFile, sample: string): void {
  const start = sample.trimStart().slice(0, 200).toLowerCase()
  if (/^<(?:!doctype|html|table|\?xml|head|meta)/.test(start))
    throw new AppError(
      'unreadable',
      `The file ${file.name} is a web page or XML, not CSV. Export the list as CSV or Excel.`,
    )
  if (/^(?:\{\s*"|\[\s*[{[])/.test(start))
    throw new AppError('unreadable', `The file ${file.name} is JSON, not CSV. Export the list as CSV or Excel.`)
}

/** Where the last complete UTF-8 character ends. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

const replacement = /\ufffd/g
const countInvalid = (bytes: Buffer) => bytes.toString('utf8').match(replacement)?.length ?? 0
const countMultibyte = (bytes: Buffer) => bytes.length - bytes.toString('utf8').length

interface Decoder {
  write(bytes: Buffer): string
  end(): string
}

function decode(encoding: Encoding): Decoder {
  switch (encoding) {
    case 'utf-8':
      return new StringDecoder('utf8')
    case 'utf-16le':
      return new StringDecoder('utf16le')
    case 'utf-16be':
      return bigEndian()
    case 'windows-1252':
      return { write: (bytes) => windows1252(bytes.toString('latin1')), end: () => '' }
  }
}

function bigEndian(): Decoder {
  const decoder = new StringDecoder('utf16le')
  let odd = Buffer.alloc(0)
  return {
    write(bytes) {
      const whole = Buffer.concat([odd, bytes])
      const even = whole.length - (whole.length % 2)
      odd = Buffer.from(whole.subarray(even))
      return decoder.write(whole.subarray(0, even).swap16())
    },
    end: () => decoder.end(),
  }
}

// The bytes 80 to 9f of windows-1252 (WHATWG Encoding), by which it differs from Latin-1.
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const windows1252 = (text: string) =>
  text.replace(/[\u0080-\u009f]/g, (character) => upper[character.charCodeAt(0) - 0x80] ?? character)

/** The delimiter by which most rows have the same number of cells, and more than one. */
function sniffDelimiter(sample: string): Delimiter {
  const scored = delimiters.map((delimiter) => ({ delimiter, score: consistency(sample, delimiter) }))
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter
}

function consistency(sample: string, delimiter: Delimiter): number {
  const widths = new Map<number, number>()
  let rows = 0
  try {
    for (const { cells } of new CsvReader({ delimiter, maxRecordChars, maxColumns })
      .push(`${sample}\n`)
      .slice(0, 500)) {
      rows += 1
      widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
    }
  } catch (error) {
    if (error instanceof CsvFault) return 0
    throw error
  }
  const scores = [...widths].map(([width, count]) => (width === 1 ? 0 : (count / rows) * (1 - 1 / width)))
  return Math.max(0, ...scores)
}
