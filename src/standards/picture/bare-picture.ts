// Takes out of a picture what is not the picture: place, time, camera, owner, remarks, small copies, what is hidden behind
// its end. How it is turned stays. JPEG: ITU-T T.81 annex B, Exif 2.32; PNG: third edition; WebP: RFC 9649.

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp'

/** The picture alone, its pixels byte for byte as they came; undefined where it is damaged before its pixels. */
export function barePicture(type: PictureType, content: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  try {
    return { 'image/jpeg': bareJpeg, 'image/png': barePng, 'image/webp': bareWebp }[type](bytes)
  } catch (error) {
    // A length that leads out of the file.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const soi = 0xd8
const eoi = 0xd9
const sos = 0xda
const exifMark = Buffer.from('Exif\0\0', 'latin1')

function bareJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes.readUInt16BE(0) !== 0xff00 + soi) return undefined
  const kept: Buffer[] = []
  let turned = 1
  let at = 2
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) return undefined
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === eoi) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end < at + 4 || end > bytes.length) return undefined
    const body = bytes.subarray(at + 4, end)
    if (marker === 0xe1 && body.subarray(0, 6).equals(exifMark)) turned = orientationOf(body.subarray(6)) ?? turned
    if (isOfPicture(marker, body)) kept.push(bytes.subarray(at, end))
    at = end
    if (marker !== sos) continue
    const next = endOfScan(bytes, at)
    kept.push(bytes.subarray(at, next))
    at = next
    // Cut off within its pixels: what is there can be seen.
    if (at === bytes.length) break
  }
  if (!kept.some((segment) => segment[1] === sos)) return undefined
  const exif = turned === 1 ? [] : [segment(0xe1, Buffer.concat([exifMark, tiffOf(turned)]))]
  // JFIF wants to be first.
  const first = kept[0]?.[1] === 0xe0 ? 1 : 0
  const [start, end] = [Buffer.from([0xff, soi]), Buffer.from([0xff, eoi])]
  return Buffer.concat([start, ...kept.slice(0, first), ...exif, ...kept.slice(first), end])
}

/** Tables, frames and scans; of the applications' segments those that say what the colours are. */
function isOfPicture(marker: number, body: Buffer): boolean {
  const isNamed = (name: string) => body.subarray(0, name.length).toString('latin1') === name
  if (marker === 0xe0) return isNamed('JFIF\0')
  if (marker === 0xe2) return isNamed('ICC_PROFILE\0')
  if (marker === 0xee) return isNamed('Adobe')
  return marker >= 0xc0 && marker < 0xe0
}

/** Where the next marker stands that is not part of the compressed pixels. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1]!
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at
  }
  return bytes.length
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

const pngMark = 8
const pngChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
)

function barePng(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [bytes.subarray(0, pngMark)]
  let turned = 1
  let hasPixels = false
  for (let at = pngMark; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length) {
      // Cut off within its pixels.
      if (name !== 'IDAT') return undefined
      hasPixels = true
      kept.push(bytes.subarray(at))
      break
    }
    if (name === 'eXIf') turned = orientationOf(bytes.subarray(at + 8, end - 4)) ?? turned
    if (name === 'IDAT') hasPixels = true
    if (pngChunks.has(name)) kept.push(bytes.subarray(at, end))
    at = end
    if (name === 'IEND') break
  }
  if (!hasPixels || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  // Right behind IHDR: it has to come before the pixels.
  if (turned !== 1) kept.splice(2, 0, pngChunk('eXIf', tiffOf(turned)))
  return Buffer.concat(kept)
}

function pngChunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(body.length, 0)
  ends.writeUInt32BE(checksum(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

/** CRC-32 of a few bytes (PNG, annex D). */
function checksum(bytes: Buffer): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return ~rest >>> 0
}

const webpMark = 12
const webpChunks = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const hasExif = 0x08
const hasXmp = 0x04

function bareWebp(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = []
  let turned = 1
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = webpMark; at + 8 <= whole; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, Math.min(at + 8 + length, whole))
    // Some cameras put the mark of JPEG's segment before it.
    if (name === 'EXIF')
      turned = orientationOf(body.subarray(0, 6).equals(exifMark) ? body.subarray(6) : body) ?? turned
    if (webpChunks.has(name)) kept.push(webpChunk(name, body))
    at += 8 + length + (length % 2)
  }
  if (!kept.some((chunk) => /VP8[ L]|ANMF/.test(chunk.toString('latin1', 0, 4)))) return undefined
  const extended = kept.find((chunk) => chunk.toString('latin1', 0, 4) === 'VP8X')
  if (extended) {
    const flags = extended.readUInt8(8) & ~(hasExif | hasXmp)
    extended.writeUInt8(turned === 1 ? flags : flags | hasExif, 8)
    if (turned !== 1) kept.push(webpChunk('EXIF', tiffOf(turned)))
  }
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + kept.reduce((sum, { length }) => sum + length, 0), 4)
  return Buffer.concat([head, ...kept])
}

function webpChunk(name: string, body: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

const orientation = 0x0112
const short = 3

/** How the camera was held, 1–8 (TIFF 6.0, `Orientation`); undefined where that cannot be read. */
function orientationOf(tiff: Buffer): number | undefined {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return undefined
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return undefined
  for (let entry = 0; entry < u16(directory); entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return undefined
    if (u16(at) !== orientation || u16(at + 2) !== short) continue
    const value = u16(at + 8)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** A directory of nothing but the orientation. */
const tiffOf = (value: number): Buffer =>
  Buffer.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, orientation >> 8, orientation & 0xff, 0, short, 0, 0, 0, 1, 0, value, 0, 0],
    ...[0, 0, 0, 0],
  ])
