import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl'
import { AppError } from '#platform/errors.ts'
import type { FilesLimits, OpenedFiles } from './files.ts'
import { checkedInnerPath, isBelow, notThere, tooLarge } from './inner-path.ts'
import { WindowReader } from './window-reader.ts'

const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true } as const
const nothing = Buffer.alloc(0)

/** An archive that holds another archive and nothing else is that other one, as the CVE List is published. */
export async function openZip(path: string, limits: FilesLimits): Promise<OpenedFiles> {
  const label = basename(path)
  const outer = await openArchive(path, label, limits)
  const [only, ...others] = outer.entries
  if (!only || others.length > 0 || !/\.zip$/i.test(only[0])) return outer.files
  try {
    return await openInner(outer.zip, only[1], label, limits)
  } finally {
    await outer.files.close()
  }
}

/** Its bytes lie packed in the outer archive, and are wanted in any order: they are laid aside as long as it is open. */
async function openInner(zip: ZipFile, entry: Entry, label: string, limits: FilesLimits): Promise<OpenedFiles> {
  const what = `"${entry.fileName}" in ${label}`
  refuseUnreadable(entry, what)
  const folder = await mkdtemp(join(tmpdir(), 'homeostat-archive-'))
  const clear = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  try {
    const path = join(folder, 'inner.zip')
    await unpackInto(path, zip, entry, what)
    const { files } = await openArchive(path, what, limits)
    // Where the system lets an open file go, nothing is left behind even by a crash; elsewhere (Windows) it goes in the end.
    await clear().catch(() => {})
    return { ...files, label, close: () => files.close().finally(clear) }
  } catch (error) {
    await clear()
    throw error
  }
}

async function unpackInto(path: string, zip: ZipFile, entry: Entry, what: string): Promise<void> {
  let sum = 0
  const summed = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  }
  try {
    await pipeline(await zip.openReadStreamPromise(entry), summed, createWriteStream(path))
  } catch (cause) {
    if (/too many bytes/.test(messageOf(cause))) throw holdsMore(what, cause)
    throw notUnpacked(what, cause)
  }
  if (sum !== entry.crc32) throw damaged(what)
}

interface Archive {
  readonly files: OpenedFiles
  readonly zip: ZipFile
  readonly entries: ReadonlyMap<string, Entry>
}

async function openArchive(path: string, label: string, limits: FilesLimits): Promise<Archive> {
  const file = await open(path)
  const entries = new Map<string, Entry>()
  let zip: ZipFile
  try {
    const { size } = await file.stat()
    zip = await fromRandomAccessReaderPromise(new WindowReader(file.fd), size, options).catch((cause) => {
      throw new AppError(
        'unreadable',
        `${label} is no zip archive that can be read: it may be cut off. Copy it again.`,
        { cause },
      )
    })
    for (const [name, entry] of await checkedEntries(zip, label, limits)) entries.set(name, entry)
  } catch (error) {
    await file.close()
    throw error
  }

  const files: OpenedFiles = {
    label,
    leftOut: () => [],

    async *list(prefix) {
      for (const [name, entry] of entries)
        if (isBelow(name, prefix))
          yield {
            path: name,
            bytes: entry.uncompressedSize,
            stamp: `${entry.crc32.toString(16).padStart(8, '0')}-${entry.uncompressedSize}`,
          }
    },

    async read(name, { maxBytes = limits.maxFileBytes } = {}) {
      const entry = entries.get(checkedInnerPath(name))
      if (!entry) throw notThere(name, label)
      if (entry.uncompressedSize > maxBytes) throw tooLarge(name, entry.uncompressedSize, maxBytes)
      const what = `"${name}" in ${label}`
      refuseUnreadable(entry, what)
      const bytes = (await unpackSmall(file, entry, what)) ?? (await unpack(zip, entry, what))
      if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32) throw damaged(what)
      return bytes
    },

    async *pieces(name) {
      const entry = entries.get(checkedInnerPath(name))
      if (!entry) throw notThere(name, label)
      const what = `"${name}" in ${label}`
      refuseUnreadable(entry, what)
      let sum = 0
      const stream = await zip.openReadStreamPromise(entry)
      try {
        for await (const chunk of stream) {
          sum = crc32(chunk as Buffer, sum)
          yield chunk as Buffer
        }
      } catch (cause) {
        throw cause instanceof AppError ? cause : notUnpacked(what, cause)
      }
      if (sum !== entry.crc32) throw damaged(what)
    },

    exists: async (name) => entries.has(checkedInnerPath(name)),

    async close() {
      zip.close()
      await file.close()
    },
  }
  return { files, zip, entries }
}

function refuseUnreadable(entry: Entry, what: string): void {
  if (entry.isEncrypted()) throw new AppError('unreadable', `${what} is protected by a password. Pack it without one.`)
  if (!entry.canDecodeFileData())
    throw new AppError('unreadable', `${what} is packed in a way that is not read. Pack it as an ordinary zip.`)
}

/** Reads the table of contents and refuses what no honest archive holds. */
async function checkedEntries(zip: ZipFile, label: string, limits: FilesLimits): Promise<[string, Entry][]> {
  const refuse = (what: string): never => {
    throw new AppError('hostile_file', `${label} is refused: ${what}`)
  }
  if (zip.entryCount > limits.maxEntries) refuse(`it says that it holds ${zip.entryCount} files.`)

  const found: [string, Entry][] = []
  const names = new Set<string>()
  let packed = 0
  let unpacked = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      if (name.endsWith('/')) continue
      checkedInnerPath(name)
      if (names.has(name)) refuse(`"${name}" is in it twice.`)
      names.add(name)
      packed += entry.compressedSize
      unpacked += entry.uncompressedSize
      if (unpacked > limits.maxTotalBytes) refuse(`unpacked it would fill more than ${limits.maxTotalBytes} bytes.`)
      // Entries that share their bytes make a small archive huge.
      if (packed > zip.fileSize) refuse('its files overlap each other.')
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      if (entry.uncompressedSize > limits.ratioFromBytes && ratio > limits.maxRatio)
        refuse(`"${name}" would grow ${Math.round(ratio)} times when unpacked.`)
      if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
        refuse(`"${name}" is a link. Pack the files themselves.`)
      // Nobody asks for these again, and they are half of what a hundred thousand entries take.
      Object.assign(entry, { fileNameRaw: nothing, extraFieldRaw: nothing, fileCommentRaw: nothing, extraFields: [] })
      found.push([name, entry])
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    if (/absolute path|relative path|invalid characters/.test(why)) refuse(`${why}.`)
    throw new AppError('unreadable', `The contents of ${label} cannot be read (${why}). Copy it again.`, { cause })
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Up to this size a file is read and unpacked at once: of a hundred thousand small ones, a stream each costs most. */
const smallBytes = 256 * 1024
/** What an entry may have before its data beside its name; more goes by stream. */
const extraBytes = 512

/** Undefined where it has to be read in another way. */
async function unpackSmall(file: FileHandle, entry: Entry, what: string): Promise<Uint8Array | undefined> {
  if (entry.uncompressedSize > smallBytes || entry.compressedSize > smallBytes) return undefined
  const length = 30 + entry.fileNameLength + extraBytes + entry.compressedSize
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, entry.relativeOffsetOfLocalHeader)
  if (bytesRead < 30 || buffer.readUInt32LE(0) !== 0x04034b50) return undefined
  const start = 30 + buffer.readUInt16LE(26) + buffer.readUInt16LE(28)
  if (start + entry.compressedSize > bytesRead) return undefined
  const packed = buffer.subarray(start, start + entry.compressedSize)
  if (entry.compressionMethod === 0) return packed
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw holdsMore(what, cause)
    throw notUnpacked(what, cause)
  }
}

async function unpack(zip: ZipFile, entry: Entry, what: string): Promise<Uint8Array> {
  const bytes = Buffer.alloc(entry.uncompressedSize)
  let at = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) at += (chunk as Buffer).copy(bytes, at)
  } catch (cause) {
    if (/too many bytes/.test(messageOf(cause))) throw holdsMore(what, cause)
    throw notUnpacked(what, cause)
  }
  return bytes.subarray(0, at)
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

const holdsMore = (what: string, cause: unknown) =>
  new AppError('hostile_file', `${what} holds more than it says. The archive is refused.`, { cause })

const damaged = (what: string) =>
  new AppError('unreadable', `${what} is damaged: its check sum does not fit. Copy the archive again.`)

const notUnpacked = (what: string, cause: unknown) =>
  new AppError('unreadable', `${what} cannot be unpacked (${messageOf(cause)}). Copy the archive again.`, { cause })
