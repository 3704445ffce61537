import { expect, test } from 'vitest'
import { linkName, placeOfRef, readBomLink } from './bom-link.ts'

const serial = '3E671687-395b-41f5-a30f-a58921a69b79'

test('a link names serial number, version and component', () => {
  expect(readBomLink(`urn:cdx:${serial}/2#pkg:maven/a/b@1?type=jar`)).toEqual({
    serial: serial.toLowerCase(),
    revision: 2,
    ref: 'pkg:maven/a/b@1?type=jar',
  })
  expect(readBomLink(`urn:cdx:${serial}/1`)).toMatchObject({ ref: '' })
})

test.each(['zlib', `urn:cdx:${serial}#a`, `urn:cdx:${serial}/0#a`, 'urn:cdx:1/1#a', `urn:uuid:${serial}`])(
  '%s is no link',
  (text) => {
    expect(readBomLink(text)).toBeNull()
  },
)

test('a bill is named by its serial number; without a revision it is the first', () => {
  expect(linkName({ serialNumber: `urn:uuid:${serial}`, revision: '' })).toEqual({
    serial: serial.toLowerCase(),
    revision: 1,
  })
  expect(linkName({ serialNumber: 'https://spdx.example/doc', revision: '' })).toBeNull()
})

test.each([
  ['1', 1],
  ['999999999', 999_999_999],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1000000000', undefined],
  ['1764201600000', undefined],
])('a bill of revision %s is named by the revision that a link can name: %s', (revision, named) => {
  expect(linkName({ serialNumber: `urn:uuid:${serial}`, revision })?.revision).toBe(named)
})

test('a reference is found as written, or decoded; a stray percent sign harms nothing', () => {
  const places = new Map([
    ['a b', 0],
    ['50%', 1],
  ])
  expect([placeOfRef(places, 'a%20b'), placeOfRef(places, '50%'), placeOfRef(places, '%zz')]).toEqual([0, 1, undefined])
})
