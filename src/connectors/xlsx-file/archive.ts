import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import type { InputFile } from '#connectors/connector.ts'
import { stopIfCancelled } from '#connectors/table/table.ts'
import { AppError } from '#platform/errors.ts'
import { XmlFault, type XmlHandler, XmlScanner } from '#standards/xml/xml-scanner.ts'

const maxEntries = 5_000
/** Names, remarks and further fields of all parts together. In bytes. */
const maxDirectoryBytes = 4 * 1024 ** 2
/** The largest part that is read, unpacked. In bytes. */
const maxPartBytes = 2 * 1024 ** 3
/** The largest part that is held as a whole: the list of sheets, relations, styles. In bytes, unpacked. */
const maxHeldBytes = 32 * 1024 ** 2
/** XML of a sheet shrinks to a tenth or a fortieth; a bomb to a thousandth. */
const maxRatio = 250
/** Smaller parts may shrink as they like. In bytes. */
const harmlessBytes = 20 * 1024 ** 2

/** The parts of a workbook, read where they stand in the file. */
export class Archive {
  readonly #file: InputFile
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #signal: AbortSignal | undefined

  private constructor(
    file: InputFile,
    zip: ZipFile,
    entries: ReadonlyMap<string, Entry>,
    signal: AbortSignal | undefined,
  ) {
    this.#file = file
    this.#zip = zip
    this.#entries = entries
    this.#signal = signal
  }

  /** Reads the directory of the archive. Throws an AppError where it is none, is cut off, or is hostile. */
  static async open(file: InputFile, signal?: AbortSignal): Promise<Archive> {
    await assertZip(file)
    try {
      const zip = await fromRandomAccessReaderPromise(new FileParts(file), file.bytes, {
        autoClose: false,
        lazyEntries: true,
      })
      if (zip.entryCount > maxEntries) throw hostile(file, `has more than ${maxEntries.toLocaleString('en')} parts`)
      const entries = new Map<string, Entry>()
      let directoryBytes = 0
      for await (const entry of zip.eachEntry()) {
        stopIfCancelled(signal)
        directoryBytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
        if (directoryBytes > maxDirectoryBytes) throw hostile(file, 'has a directory of more than 4 MB')
        const name = entry.fileName.toLowerCase()
        if (entries.has(name)) throw hostile(file, `holds the part ${entry.fileName} twice`)
        entries.set(name, entry)
      }
      return new Archive(file, zip, entries, signal)
    } catch (error) {
      throw asAppError(file, error)
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** The bytes of a part. Throws an AppError where it is missing, damaged, or a bomb. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase())
    if (!entry)
      throw new AppError(
        'unreadable',
        `The workbook ${this.#file.name} lacks the part ${name}. Save it again in Excel.`,
      )
    if (entry.isEncrypted())
      throw new AppError('unreadable', `The workbook ${this.#file.name} is protected. Save it without a password.`)
    const { uncompressedSize: size, compressedSize } = entry
    if (size > maxPartBytes || (size > harmlessBytes && size > compressedSize * maxRatio))
      throw hostile(this.#file, `would unpack to ${(size / 1_000_000).toFixed(0)} MB`)

    let unpacked = 0
    let checksum = 0
    try {
      const packed = await this.#zip.openReadStreamPromise(entry, { decodeFileData: false })
      for await (const bytes of inflated(packed, entry)) {
        stopIfCancelled(this.#signal)
        unpacked += bytes.length
        checksum = crc32(bytes, checksum)
        if (unpacked > size) throw otherSize(this.#file)
        yield bytes
      }
    } catch (error) {
      throw asAppError(this.#file, error)
    }
    if (unpacked !== size) throw otherSize(this.#file)
    if (checksum !== entry.crc32) throw damaged(this.#file)
  }

  /** Reads a part as XML; after each piece of it, `each` may give something on. */
  async *scan<T>(name: string, handler: XmlHandler, each: () => T | undefined): AsyncGenerator<T> {
    const decoder = new StringDecoder('utf8')
    const scanner = new XmlScanner(handler)
    let isStart = true
    try {
      for await (const bytes of this.bytes(name)) {
        if (isStart && isWide(bytes))
          throw new AppError(
            'unreadable',
            `The workbook ${this.#file.name} is written in UTF-16. Save it again in Excel.`,
          )
        const text = decoder.write(bytes)
        scanner.push(isStart ? text.replace(/^\ufeff/, '') : text)
        isStart = false
        const given = each()
        if (given !== undefined) yield given
      }
      scanner.push(decoder.end())
      scanner.end()
    } catch (error) {
      throw error instanceof XmlFault ? ofXml(this.#file, error) : error
    }
  }

  /** Reads a part as XML to its end. Throws an AppError where it is larger than what can be held, unless the handler sees to that. */
  async read(name: string, handler: XmlHandler, { isBounded = false } = {}): Promise<void> {
    const size = this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0
    if (size > maxHeldBytes && !isBounded)
      throw hostile(this.#file, `has a part ${name} of ${(size / 1_000_000).toFixed(0)} MB`)
    for await (const _ of this.scan(name, handler, () => undefined)) {
      // The handler keeps what it needs.
    }
  }
}

const isWide = (bytes: Buffer) => (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

class FileParts extends RandomAccessReader {
  readonly #file: InputFile

  constructor(file: InputFile) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return start === end ? Readable.from([]) : this.#file.stream({ start, end: end - 1 })
  }
}

/** Refuses what does not begin as an archive. */
export function guardXlsx(file: Pick<InputFile, 'name'>): (bytes: Buffer) => void {
  let start = Buffer.alloc(0)
  return (bytes) => {
    if (start.length >= 8) return
    start = Buffer.concat([start, bytes.subarray(0, 8)])
    if (start.length >= 8) assertArchive(file, start)
  }
}

/** Says what else the file is, before the archive's end is looked for. */
async function assertZip(file: InputFile): Promise<void> {
  if (file.bytes === 0) throw new AppError('unreadable', `The file ${file.name} is empty. Export the list again.`)
  let start = Buffer.alloc(0)
  for await (const bytes of file.stream({ start: 0, end: Math.min(7, file.bytes - 1) }))
    start = Buffer.concat([start, bytes])
  assertArchive(file, start)
}

function assertArchive(file: Pick<InputFile, 'name'>, start: Buffer): void {
  const magic = start.toString('hex')
  if (magic.startsWith('504b')) return
  if (magic.startsWith('d0cf11e0'))
    throw new AppError(
      'unreadable',
      `The file ${file.name} is an old Excel workbook (.xls) or a protected one. Save it as .xlsx without a password.`,
    )
  throw new AppError(
    'unreadable',
    `The file ${file.name} is no Excel workbook (.xlsx). If it is text, name it .csv; else export it again.`,
  )
}

const hostile = (file: InputFile, what: string) =>
  new AppError(
    'hostile_file',
    `The workbook ${file.name} ${what}, which no list of devices needs. Do not open it; ask where it comes from.`,
  )

const otherSize = (file: InputFile) => hostile(file, 'holds a part of another size than it says')

const damaged = (file: InputFile, cause?: unknown) =>
  new AppError(
    'unreadable',
    `The workbook ${file.name} is damaged or cut off. Export it again, or open and save it in Excel.`,
    { cause },
  )

const stored = 0
const deflated = 8

function inflated(packed: Readable, { compressionMethod }: Entry): Readable {
  if (compressionMethod === stored) return packed
  if (compressionMethod !== deflated) throw new Error(`Compression method ${compressionMethod}`)
  // Pieces of 16 kB, as yauzl makes them, cost a second per 100 MB.
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 })
  packed.once('error', (error) => inflate.destroy(error))
  inflate.once('close', () => packed.destroy())
  return packed.pipe(inflate)
}

function asAppError(file: InputFile, error: unknown): unknown {
  if (error instanceof AppError) return error
  // A disk that fails is no fault of the workbook.
  if (!(error instanceof Error) || 'syscall' in error) return error
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(error.message))
    return hostile(file, 'holds a part with a path that leads out of it')
  return damaged(file, error)
}

function ofXml(file: InputFile, fault: XmlFault): AppError {
  switch (fault.code) {
    case 'document_type':
    case 'entity':
      return hostile(file, 'declares or uses entities')
    case 'too_long':
      return hostile(file, 'holds a cell of more than 1,000,000 characters')
    case 'too_deep':
      return hostile(file, 'is nested too deeply')
    case 'malformed':
    case 'cut_off':
      return new AppError(
        'unreadable',
        `The workbook ${file.name} is damaged. Open it in Excel, save it, and try again.`,
        { cause: fault },
      )
  }
}
