import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipMember {
  readonly path: string
  readonly content: string | Uint8Array
  readonly isLink?: boolean
  /** What the table of contents says instead of the truth. */
  readonly declaredBytes?: number
  readonly declaredCrc?: number
}

/** A zip archive in memory, as honest or dishonest as its members say (APPNOTE 4.3). */
export function makeZip(members: Readonly<Record<string, string | Uint8Array>> | readonly ZipMember[]): Buffer {
  const list: readonly ZipMember[] = Array.isArray(members)
    ? members
    : Object.entries(members).map(([path, content]) => ({ path, content }))
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const member of list) {
    const name = Buffer.from(member.path)
    const content = Buffer.from(member.content)
    const packed = deflateRawSync(content)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(member.declaredCrc ?? crc32(content), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(member.declaredBytes ?? content.length, 8)
    // Version 2.0, names in UTF-8, deflate, 1 January 2026.
    const common = Buffer.concat([Buffer.from('1400000808000000215c', 'hex'), sizes, shorts(name.length, 0)])
    const header = Buffer.concat([Buffer.from('504b0304', 'hex'), common, name, packed])
    const mode = ((member.isLink ? 0o120777 : 0o100644) << 16) >>> 0
    local.push(header)
    central.push(
      Buffer.concat([Buffer.from('504b01021403', 'hex'), common, shorts(0, 0, 0), longs(mode, offset), name]),
    )
    offset += header.length
  }
  const table = Buffer.concat(central)
  const end = Buffer.concat([
    Buffer.from('504b0506', 'hex'),
    shorts(0, 0, list.length, list.length),
    longs(table.length, offset),
    shorts(0),
  ])
  return Buffer.concat([...local, table, end])
}

const shorts = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2)
  return bytes
}

const longs = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4)
  return bytes
}
