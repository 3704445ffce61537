import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { InputFile } from '#connectors/connector.ts'

/** A file that stands in memory, given in pieces as a disk would. */
export function memoryFile(name: string, content: string | Buffer, pieceBytes = 65_536): InputFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    name,
    bytes: bytes.length,
    stream({ start = 0, end = bytes.length - 1 } = {}) {
      return Readable.from(pieces(bytes.subarray(start, end + 1), pieceBytes), { objectMode: false })
    },
  }
}

function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** A file on disk. */
export const diskFile = (path: string): InputFile => ({
  name: basename(path),
  bytes: statSync(path).size,
  stream: (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 }),
})
