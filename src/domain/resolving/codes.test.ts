import { expect, test } from 'vitest'
import { foldedCode, isLeftOf, normaliseSerial, readDamagedNumber, relateCodes, withoutAnnouncement } from './codes.ts'

const relation = (one: string, other: string) => {
  const code = (text: string) => ({ text, folded: foldedCode(text) })
  return relateCodes(code(one), code(other))
}

test('two codes are told apart by what people do to them', () => {
  expect(relation('DE83947261', 'DE83947261')).toBe('exact')
  expect(relation('DE1O9I52', 'DE109152')).toBe('folded')
  expect(relation('DE83947261', '83947261')).toBe('contained')
  expect(relation('DE83947261', 'DE8394')).toBe('contained')
  expect(relation('DE83947261', 'DE83947262')).toBe('edit')
  expect(relation('DE83947261', 'DE83974261')).toBe('edit')
  expect(relation('DE83947261', 'DE8947261')).toBe('edit')
  expect(relation('DE83947261', 'DE83900000')).toBe('other')
  expect(relation('DE83947261', '8390')).toBe('different')
  expect(relation('1234', '91234')).toBe('contained')
  expect(relation('123', '9123')).toBe('different')
})

test('what announces a serial number is left out, and what proves nothing is none', () => {
  expect(withoutAnnouncement('S/N 4711')).toBe('4711')
  expect(withoutAnnouncement('SN:KRTE91E')).toBe('KRTE91E')
  expect(withoutAnnouncement('SN12345')).toBe('SN12345')
  expect(normaliseSerial('To be filled by O.E.M.')).toBeUndefined()
  expect(normaliseSerial('0000000')).toBeUndefined()
  expect(normaliseSerial('00-4711-88')).toBe('471188')
})

test('a number that a spreadsheet shortened fits the numbers that it may have been', () => {
  const damaged = readDamagedNumber('3.21654E+14')!
  expect(damaged).toEqual({ digits: '321654', length: 15 })
  expect(isLeftOf(damaged, '321654398712345')).toBe(true)
  expect(isLeftOf(damaged, '321653987123459')).toBe(true)
  expect(isLeftOf(damaged, '321655598712345')).toBe(false)
  expect(isLeftOf(damaged, '32165439871234')).toBe(false)
  expect(readDamagedNumber('DE1234')).toBeUndefined()
  expect(readDamagedNumber('1,00E+15')).toEqual({ digits: '1', length: 16 })
})
