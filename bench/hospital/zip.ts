import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** 2026-11-16 00:00 in MS-DOS form, for every entry: a zip's bytes must not depend on when it was made. */
const dosDate = ((2026 - 1980) << 9) | (11 << 5) | 16

/** A zip archive of the entries in order, deflated; APPNOTE 6.3 sections 4.3.7, 4.3.12 and 4.3.16, no zip64. */
export async function zip(
  entries: readonly { readonly path: string; readonly parts: Iterable<string> }[],
): Promise<Buffer> {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0

  for (const { path, parts } of entries) {
    const { data, crc, bytes } = await deflate(parts)
    const name = Buffer.from(path)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt16LE(0, 6)
    common.writeUInt16LE(dosDate, 8)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(bytes, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([signature(0x04034b50), common, name, data])
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), common, central, name]))
    pieces.push(local)
    offset += local.length
  }

  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...pieces, central, signature(0x06054b50), end])
}

async function deflate(parts: Iterable<string>): Promise<{ data: Buffer; crc: number; bytes: number }> {
  const stream = createDeflateRaw({ level: 9 })
  const packed: Buffer[] = []
  stream.on('data', (piece: Buffer) => packed.push(piece))
  const ended = once(stream, 'end')
  let crc = 0
  let bytes = 0
  for (const part of parts) {
    const piece = Buffer.from(part)
    crc = crc32(piece, crc)
    bytes += piece.length
    if (!stream.write(piece)) await once(stream, 'drain')
  }
  stream.end()
  await ended
  return { data: Buffer.concat(packed), crc, bytes }
}

function signature(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
