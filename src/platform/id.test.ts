import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './id.ts'

test('canonical JSON is JSON, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the order of keys does not show, and what is undefined is not there', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: new Date(0), e: '"\\\u0007\ud800' })).toBe(
    '{"a":"1970-01-01T00:00:00.000Z","b":[{"d":1}],"e":"\\"\\\\\\u0007\\ud800"}',
  )
  expect(canonicalJson([undefined, Number.NaN, -0])).toBe('[null,null,0]')
})
