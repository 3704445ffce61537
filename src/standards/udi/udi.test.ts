import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { inCorpus } from '#tests/support/corpus.ts'
import { donationCheckCharacter, gmnCheckPair, gs1CheckDigit, hibcCheckCharacter } from './check-characters.ts'
import { readUdi } from './udi.ts'

const gs = '\u001d'
const read = (text: string) => {
  const reading = readUdi(text)
  return reading && ('udi' in reading ? reading.udi : reading.wrong)
}

describe('check characters are those of published examples', () => {
  test('GS1: GTIN and Global Model Number', () => {
    expect([gs1CheckDigit('5102222223333'), gs1CheckDigit('0950600013435'), gs1CheckDigit('629104150021')]).toEqual([
      '6',
      '2',
      '3',
    ])
    expect(gmnCheckPair('1987654Ad4X4bL5ttr2310c')).toBe('2K')
  })

  test.each([
    ['+A123BJC5D6E71', 'G'],
    ['+A99912345/$$52001510X3', '3'],
    ['+A123BJC5D6E71/$$52001510X3', 'C'],
    ['+$$52001510X3G', 'D'],
    ['+$A1234G', 'U'],
  ])('HIBC: %s ends with %s', (text, character) => {
    expect(hibcCheckCharacter(text)).toBe(character)
  })

  test('ISBT 128: a donation number', () => {
    expect(donationCheckCharacter('G123498654321')).toBe('H')
  })
})

describe('GS1', () => {
  const whole = {
    ...{ agency: 'GS1', di: '51022222233336', serial: '1234', lot: 'A213B1' },
    ...{ expiresOn: '2015-07-07', manufacturedOn: '2014-12-31' },
  }
  test.each([
    '(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234',
    '(01) 51022222233336 (11) 141231 (17) 150707 (10) A213B1 (21) 1234',
    `]C1015102222223333611141231171507072112${''}34${gs}10A213B1`,
    `]d20151022222233336111412311715070710A213B1${gs}211234`,
    `${gs}0151022222233336111412311715070710A213B1${gs}211234`,
    '0151022222233336111412311715070710A213B1<GS>211234',
    'https://id.gs1.org/01/51022222233336/10/A213B1/21/1234?17=150707&11=141231',
    'https://example.com/some/path/gtin/51022222233336/lot/A213B1/ser/1234?exp=150707&11=141231&linkType=all',
  ])('%s is one UDI', (text) => {
    expect(read(text)).toEqual(whole)
  })

  test.each([
    ['9506000134352', '09506000134352'],
    ['(01)09506000134352', '09506000134352'],
    ['614141123452', '00614141123452'],
    ['96385074', '00000096385074'],
    ['10614141123459', '10614141123459'],
    ['https://id.gs1.org/01/9506000134352', '09506000134352'],
    ['9506000134352.0', '09506000134352'],
    ['9.506000134352E+12', '09506000134352'],
  ])('%s names %s', (text, di) => {
    expect(read(text)).toMatchObject({ agency: 'GS1', di })
  })

  test('zeros in front that a spreadsheet took are put back where the check digit agrees', () => {
    expect(read('12345678905')).toEqual({
      agency: 'GS1',
      di: '00012345678905',
      remarks: ['its leading zeros were lost'],
    })
    expect(read('12345678904')).toBe('a GTIN has 8, 12, 13 or 14 digits, and this has 11')
  })

  test('the end of a month, quantities and other identifiers are read', () => {
    expect(read('(01)09506000134352(17)240200(30)25(240)REF-7(8020)PAY1')).toEqual({
      ...{ agency: 'GS1', di: '09506000134352', expiresOn: '2024-02-29', quantity: 25 },
      others: { 240: 'REF-7', 8020: 'PAY1' },
    })
    expect(read('(01)09506000134352(37)4(11)990131')).toMatchObject({ quantity: 4, manufacturedOn: '1999-01-31' })
  })

  test('without separators a lot that may hold the serial number tells neither', () => {
    expect(read('010950600013435210AB21XYZ')).toEqual({
      agency: 'GS1',
      di: '09506000134352',
      remarks: ['lot and serial number cannot be told apart: the separator between them is lost'],
    })
    expect(read('01095060001343521726010121S10')).toMatchObject({ expiresOn: '2026-01-01', serial: 'S10' })
  })

  test.each([
    ['(01)09506000134357(21)1', 'check digit is 7, should be 2'],
    ['9506000134357', 'check digit is 7, should be 2'],
    ['(01)9506000134352', '(01)9506000134352 is not of 14 digits'],
    ['(01)09506000134352(17)241332', '(17)241332 is no day'],
    ['(01)09506000134352(17)2412', '(17)2412 is no date of six digits'],
    ['(10)A1(21)7', 'it holds no device identifier (01): it is the second of two barcodes'],
    ['(01)09506000134352(21)A(21)B', '(21) comes twice, with two values'],
    ['9.50600E+12', 'a spreadsheet has cut its digits off: format the column as text and export it again'],
    ['00000000000000', 'it is all zeros'],
    ['(8013)1987654Ad4X4bL5ttr2310c2K', 'it is a Basic UDI-DI: it names a family of models, and no device'],
    ['(8013)1987654Ad4X4bL5ttr2310c2J', 'check pair of the Basic UDI-DI is 2J, should be 2K'],
    ['https://id.gs1.org/01/09506000134352/21/%E0%A4%A', 'the address is not encoded as addresses are'],
  ])('%s: %s', (text, wrong) => {
    expect(read(text)).toBe(wrong)
  })
})

describe('HIBCC', () => {
  test.each([
    ['+A123BJC5D6E71G', { di: 'A123BJC5D6E71' }],
    ['*+A123BJC5D6E71G*', { di: 'A123BJC5D6E71' }],
    ['+A99912345/$$52001510X33', { di: 'A99912345', lot: '10X3', expiresOn: '2020-01-15' }],
    ['+A123BJC5D6E71G +$$52001510X3GD', { di: 'A123BJC5D6E71', lot: '10X3', expiresOn: '2020-01-15' }],
  ])('%s is read', (text, said) => {
    expect(read(text)).toEqual({ agency: 'HIBCC', ...said })
  })

  const checked = (text: string) => text + hibcCheckCharacter(text)
  test.each([
    ['$LOT7', { lot: 'LOT7' }],
    ['$+S7', { serial: 'S7' }],
    ['$$0925LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$2093025LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$3250930LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$425093012LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$525273LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$62527312LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$7LOT7', { lot: 'LOT7' }],
    ['$$+3250930S7', { serial: 'S7', expiresOn: '2025-09-30' }],
    ['$$+7S7', { serial: 'S7' }],
    ['$$8053250930LOT7', { lot: 'LOT7', quantity: 5, expiresOn: '2025-09-30' }],
    ['$$900050525273LOT7', { lot: 'LOT7', quantity: 50, expiresOn: '2025-09-30' }],
    ['25273LOT7', { lot: 'LOT7', expiresOn: '2025-09-30' }],
    ['$$7/S77DEFG45/16D20111212', { serial: '77DEFG45', manufacturedOn: '2011-12-12' }],
    ['$$7LOT7/14D20250930/Q3', { lot: 'LOT7', expiresOn: '2025-09-30', quantity: 3 }],
  ])('the secondary data %s are read', (secondary, said) => {
    expect(read(checked(`+A99912345/${secondary}`))).toEqual({ agency: 'HIBCC', di: 'A99912345', ...said })
  })

  test.each([
    ['+A123BJC5D6E71H', 'check character is H, should be G'],
    // As FDA prints it, with a check character that only holds its place.
    [
      '+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202C',
      'check character is C, should be H',
    ],
    ['+$$52001510X3GD', 'it holds no device identifier: it is the second of two barcodes'],
    ['+A99912345/$$3251330LOT7N', undefined],
  ])('%s: %s', (text, wrong) => {
    expect(read(text)).toEqual(wrong ?? expect.stringMatching(/check character|no date/))
  })
})

describe('ICCBBA', () => {
  test('products of human origin and containers of blood are read', () => {
    expect(read('=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123')).toEqual({
      ...{ agency: 'ICCBBA', di: 'A9999XYZ100T0944', serial: '000025', donation: 'A999713123456' },
      ...{ expiresOn: '2014-02-01', manufacturedOn: '2013-02-01', lot: 'XYZ123' },
    })
    expect(read('=)1TE123456A&)RZ12345678')).toEqual({ agency: 'ICCBBA', di: '1TE123456A', lot: 'RZ12345678' })
  })

  test.each([
    ['=/A9999XYZ', '"=/A9999XYZ" is cut off: 16 characters follow "=/"'],
    ['=A99971312345600', 'it holds no device identifier (=/ or =)): it is one of several barcodes'],
    ['=/A9999XYZ100T0944=>014400', '"014400" is no day'],
  ])('%s: %s', (text, wrong) => {
    expect(read(text)).toBe(wrong)
  })
})

test.each([
  '',
  'FP-201',
  'SN 1234',
  '1234',
  '+1 (916) 355-7100',
  '=HYPERLINK("x")',
  'https://example.com/',
  'M4400192Z1',
])('%s is no UDI', (text) => {
  expect(read(text)).toBeUndefined()
})

test('identifiers of GUDID keep their spelling', { timeout: 60_000 }, () => {
  const path = inCorpus('fda/gudid-full-release-sample.zip')
  if (!path) return
  const xml = execFileSync('unzip', ['-p', path], { maxBuffer: 300 * 1024 * 1024, encoding: 'latin1' })
  const ids = [...xml.matchAll(/deviceid="([^"]+)"/g)].map((found) => found[1]!)
  expect(ids.length).toBe(50_000)
  const readings = ids.map((id) => ({ id, reading: readUdi(id) }))
  expect(readings.filter(({ id, reading }) => reading && 'udi' in reading && reading.udi.di !== id)).toEqual([])
  // Nine of them have a check digit that their labelers got wrong.
  expect(readings.filter(({ reading }) => reading && 'wrong' in reading).length).toBe(9)
})
