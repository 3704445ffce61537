import { crc32 } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'

export interface ZipLimits {
  readonly maxEntryBytes: number
  readonly maxTotalBytes: number
}

/** Why an archive is not read: damaged, or made to fill the memory. */
export class ZipRefused extends Error {
  override name = 'ZipRefused'
  readonly isHostile: boolean
  constructor(why: string, isHostile: boolean, cause?: unknown) {
    super(why, { cause })
    this.isHostile = isHostile
  }
}

/** The files of an archive whose names fit, one after the other; each whole, as its checksum says. `of` counts all files. */
export async function* readZip(
  bytes: Uint8Array,
  wanted: RegExp,
  { maxEntryBytes, maxTotalBytes }: ZipLimits,
): AsyncGenerator<{ readonly path: string; readonly bytes: Uint8Array; readonly of: number }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await fromBufferPromise(buffer, { validateEntrySizes: true }).catch((cause) => {
    throw new ZipRefused(String(cause.message ?? cause), false, cause)
  })
  let total = 0
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName
    if (!wanted.test(path)) continue
    total += entry.uncompressedSize
    if (entry.uncompressedSize > maxEntryBytes || total > maxTotalBytes) throw new ZipRefused(path, true)
    const content = Buffer.alloc(entry.uncompressedSize)
    let at = 0
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) at += (chunk as Buffer).copy(content, at)
    } catch (cause) {
      throw new ZipRefused(`"${path}" cannot be unpacked`, false, cause)
    }
    if (at !== content.length || crc32(content) !== entry.crc32) throw new ZipRefused(`"${path}" is damaged`, false)
    yield { path, bytes: content, of: zip.entryCount }
  }
}
