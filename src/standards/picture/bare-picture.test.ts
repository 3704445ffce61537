import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barePicture, type PictureType } from './bare-picture.ts'

const bytes = (...values: number[]) => Buffer.from(values)
const join = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
const place = 'GPS 52.5163 N 13.3777 E'

/** A TIFF directory with the camera's maker, how it was held, and a place behind it. */
function exif(orientation: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4)
  const u16 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at)
  const u32 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at)
  tiff.write(order, 0, 'latin1')
  u16(42, 2)
  u32(8, 4)
  u16(2, 8)
  u16(0x010f, 10)
  u16(2, 12)
  u32(20, 14)
  u32(38, 18)
  u16(0x0112, 22)
  u16(3, 24)
  u32(1, 26)
  u16(orientation, 30)
  return join(tiff, place)
}
/** The same directory with the orientation alone. */
const turned = (orientation: number) =>
  Buffer.from(`4d4d002a000000080001011200030000000100${orientation.toString(16).padStart(2, '0')}000000000000`, 'hex')

const segment = (marker: number, body: Buffer | string) => {
  const content = join(body)
  const head = bytes(0xff, marker, 0, 0)
  head.writeUInt16BE(content.length + 2, 2)
  return join(head, content)
}
const start = bytes(0xff, 0xd8)
const end = bytes(0xff, 0xd9)
const jfif = segment(0xe0, join('JFIF\0', bytes(1, 1, 0, 0, 1, 0, 1, 0, 0)))
const profile = segment(0xe2, 'ICC_PROFILE\0 of the screen')
const adobe = segment(0xee, 'Adobe colours')
const tables = segment(0xdb, Buffer.alloc(65, 1))
const frame = segment(0xc2, bytes(8, 0, 1, 0, 1, 1, 1, 0x11, 0))
/** Pixels with a stuffed FF, a restart, and fill bytes: none of them ends the scan. */
const scan = join(segment(0xda, bytes(1, 1, 0, 0, 63, 0)), bytes(1, 0xff, 0, 2, 0xff, 0xd3, 3, 0xff, 0xff, 0))
const moreTables = segment(0xc4, Buffer.alloc(20, 2))

test('of a JPEG the picture stays, and its colours; place, maker, remarks and small copies go', () => {
  const photo = join(
    start,
    jfif,
    segment(0xe1, join('Exif\0\0', exif(1))),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${place}`),
    profile,
    segment(0xe2, `MPF\0${place}`),
    segment(0xe0, `JFXX\0${place}`),
    segment(0xed, `Photoshop 3.0\0${place}`),
    bytes(0xff, 0xff),
    segment(0xe7, place),
    segment(0xfe, place),
    adobe,
    tables,
    frame,
    scan,
    moreTables,
    segment(0xe1, join('Exif\0\0', exif(1))),
    scan,
    end,
    `a film behind the picture, at ${place}`,
  )

  expect(barePicture('image/jpeg', photo)).toEqual(
    join(start, jfif, profile, adobe, tables, frame, scan, moreTables, scan, end),
  )
})

test('how a photo was held stays, and nothing else that stood beside it', () => {
  for (const order of ['II', 'MM'] as const)
    for (const held of [2, 3, 6, 8]) {
      const photo = join(start, jfif, segment(0xe1, join('Exif\0\0', exif(held, order))), tables, frame, scan, end)
      expect(barePicture('image/jpeg', photo)).toEqual(
        join(start, jfif, segment(0xe1, join('Exif\0\0', turned(held))), tables, frame, scan, end),
      )
    }
  const camera = join(start, segment(0xe1, join('Exif\0\0', exif(6))), tables, frame, scan, end)
  const nonsense = join(start, segment(0xe1, join('Exif\0\0', exif(77))), tables, frame, scan, end)
  expect(barePicture('image/jpeg', camera)?.subarray(2, 4)).toEqual(bytes(0xff, 0xe1))
  expect(barePicture('image/jpeg', nonsense)).toEqual(join(start, tables, frame, scan, end))
})

const chunk = (name: string, body: Buffer | string = '') => {
  const named = join(name, body)
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(named.length - 4)
  check.writeUInt32BE(crc32(named))
  return join(length, named, check)
}
const png = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const header = chunk('IHDR', bytes(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0))
const pixels = chunk('IDAT', deflateSync(bytes(0, 1, 2, 3)))

test('of a PNG the chunks stay that make the picture', () => {
  const rest = (held: number) =>
    join(
      chunk('iCCP', 'of the screen'),
      chunk('eXIf', exif(held)),
      chunk('tEXt', `Comment\0${place}`),
      chunk('zTXt', place),
      chunk('iTXt', `XML:com.adobe.xmp\0${place}`),
      chunk('tIME', bytes(7, 0xea, 1, 1, 1, 1, 1)),
      chunk('vpAg', place),
      pixels,
      pixels,
      chunk('IEND'),
      place,
    )
  const picture = join(chunk('iCCP', 'of the screen'), pixels, pixels, chunk('IEND'))

  expect(barePicture('image/png', join(png, header, rest(1)))).toEqual(join(png, header, picture))
  expect(barePicture('image/png', join(png, header, rest(6)))).toEqual(
    join(png, header, chunk('eXIf', turned(6)), picture),
  )
})

const riff = (...chunks: [string, Buffer | string][]) => {
  const body = join(
    ...chunks.map(([name, content]) => {
      const whole = join(content)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(whole.length)
      return join(name, length, whole, Buffer.alloc(whole.length % 2))
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length + 4)
  return join('RIFF', length, 'WEBP', body)
}
const extended = (flags: number) => bytes(flags, 0, 0, 0, 1, 0, 0, 1, 0, 0)

test('of a WebP the chunks stay that make the picture, and its head says so', () => {
  const photo = (held: number) =>
    join(
      riff(
        ['VP8X', extended(0x2c)],
        ['ICCP', 'of the screen'],
        ['VP8 ', 'pixels!'],
        ['EXIF', exif(held)],
        ['XMP ', place],
      ),
      place,
    )

  expect(barePicture('image/webp', photo(1))).toEqual(
    riff(['VP8X', extended(0x20)], ['ICCP', 'of the screen'], ['VP8 ', 'pixels!']),
  )
  expect(barePicture('image/webp', photo(6))).toEqual(
    riff(['VP8X', extended(0x28)], ['ICCP', 'of the screen'], ['VP8 ', 'pixels!'], ['EXIF', turned(6)]),
  )
  expect(barePicture('image/webp', riff(['VP8L', 'pixels']))).toEqual(riff(['VP8L', 'pixels']))
})

test('a picture that is cut off within its pixels stays; one that has none is no picture', () => {
  const whole = join(start, jfif, tables, frame, scan)
  expect(barePicture('image/jpeg', whole)).toEqual(join(whole, end))
  expect(barePicture('image/png', join(png, header, pixels.subarray(0, 9)))).toEqual(
    join(png, header, pixels.subarray(0, 9)),
  )

  const broken: [PictureType, Buffer][] = [
    ['image/jpeg', bytes(0xff, 0xd8, 0xff)],
    ['image/jpeg', join(start, jfif, end)],
    ['image/jpeg', join(start, jfif, 'text')],
    ['image/jpeg', join(start, bytes(0xff, 0xe1, 0xff, 0xff), place)],
    ['image/jpeg', join(start, bytes(0xff, 0xe1, 0, 0), scan)],
    ['image/png', png],
    ['image/png', join(png, header, chunk('IEND'))],
    ['image/png', join(png, header, bytes(0xff, 0xff, 0xff, 0xff), 'tEXt', place)],
    ['image/png', join(png, pixels, chunk('IEND'))],
    ['image/webp', join('RIFF', bytes(4, 0, 0, 0), 'WEBP')],
    ['image/webp', riff(['EXIF', exif(6)])],
  ]
  for (const [type, content] of broken) expect(barePicture(type, content)).toBeUndefined()
})

test('whatever stands in a file that begins like a picture, nothing is thrown, and twice is as once', () => {
  const photo = join(start, jfif, segment(0xe1, join('Exif\0\0', exif(6))), tables, frame, scan, end)
  const picture = join(png, header, chunk('eXIf', exif(6)), pixels, chunk('IEND'))
  const web = riff(['VP8X', extended(0x2c)], ['VP8 ', 'pixels!'], ['EXIF', exif(6, 'II')])
  const samples: [PictureType, Buffer][] = [
    ['image/jpeg', photo],
    ['image/png', picture],
    ['image/webp', web],
  ]
  const changed = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 })
  fc.assert(
    fc.property(fc.constantFrom(...samples), changed, fc.nat(200), ([type, sample], changes, length) => {
      const content = Buffer.from(sample).subarray(0, sample.length - (length % 40))
      for (const [at, value] of changes) if (at > 12 && at < content.length) content[at] = value
      const once = barePicture(type, content)
      if (once) expect(barePicture(type, once)).toEqual(once)
    }),
    { numRuns: 2000 },
  )
})
