import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { AppError } from '#platform/errors.ts'
import type { FilesLimits, OpenedFiles } from './files.ts'
import { checkedInnerPath, isBelow, notThere, tooLarge } from './inner-path.ts'

export async function openZip(path: string, limits: FilesLimits): Promise<OpenedFiles> {
  const label = basename(path)
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true }).catch(
    (cause) => {
      throw new AppError(
        'unreadable',
        `${label} is no zip archive that can be read: it may be cut off. Copy it again.`,
        {
          cause,
        },
      )
    },
  )
  const entries = await checkedEntries(zip, label, limits).catch((error) => {
    zip.close()
    throw error
  })

  return {
    label,

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
      return await unpack(zip, entry, `"${name}" in ${label}`)
    },

    exists: async (name) => entries.has(checkedInnerPath(name)),

    async close() {
      zip.close()
    },
  }
}

/** Reads the table of contents and refuses what no honest archive holds. */
async function checkedEntries(zip: ZipFile, label: string, limits: FilesLimits): Promise<Map<string, Entry>> {
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
      found.push([name, entry])
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    if (/absolute path|relative path|invalid characters/.test(why)) refuse(`${why}.`)
    throw new AppError('unreadable', `The contents of ${label} cannot be read (${why}). Copy it again.`, { cause })
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function unpack(zip: ZipFile, entry: Entry, what: string): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new AppError('unreadable', `${what} is protected by a password. Pack it without one.`)
  if (!entry.canDecodeFileData())
    throw new AppError('unreadable', `${what} is packed in a way that is not read. Pack it as an ordinary zip.`)
  const bytes = Buffer.alloc(entry.uncompressedSize)
  let at = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) at += (chunk as Buffer).copy(bytes, at)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    if (/too many bytes/.test(why))
      throw new AppError('hostile_file', `${what} holds more than it says. The archive is refused.`, { cause })
    throw new AppError('unreadable', `${what} cannot be unpacked (${why}). Copy the archive again.`, { cause })
  }
  if (at !== entry.uncompressedSize || crc32(bytes) !== entry.crc32)
    throw new AppError('unreadable', `${what} is damaged: its check sum does not fit. Copy the archive again.`)
  return bytes
}
