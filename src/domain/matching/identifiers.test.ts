import { expect, test } from 'vitest'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { processorMs } from '#tests/support/processor-time.ts'
import { sameUnit, udiOf } from './identifiers.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'

const pump = (over: Partial<Configuration> = {}): Configuration => ({
  manufacturer: 'Meadow Medical',
  model: 'Infusion Pump MP-200',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
  ...over,
})

const advisoryOn = (identifiers: AdvisoryProduct['identifiers'], over: Partial<AdvisoryProduct> = {}): Advisory =>
  advisoryRecord({
    trackingId: 'T-1',
    products: [
      productEntry({
        productId: 'P-1',
        vendor: 'Meadow Medical',
        name: 'Infusion Pump MP-200',
        version: 'vers:all/*',
        versionForm: 'all',
        identifiers,
        ...over,
      }),
    ],
    vulnerabilities: [statement({ vulnerabilityId: 'V-1', status: { known_affected: ['P-1'] } })],
  }).advisory

const answer = (advisory: Advisory, configuration: Configuration) =>
  matchConfiguration(compileAdvisories([advisory]), configuration).map((match) => ({
    answer: match.answer,
    because: match.because.filter(({ part }) => part === 'identifier').map(({ text, asks }) => [text, asks]),
  }))

test('a serial number inside the range is affected, outside not, and one that is not known is asked for', () => {
  const recall = advisoryOn({ serialRanges: [{ from: 'MP200-10000', to: 'MP200-10999' }] })
  const of = (serialNumber?: string) => answer(recall, pump(serialNumber ? { serialNumber } : {}))[0]

  expect(of('mp200-10500')?.answer).toBe('affected')
  expect(of('MP200 11000')?.answer).toBe('not_affected')
  expect(of()).toMatchObject({ answer: 'cannot_tell', because: [[expect.any(String), 'serialNumber']] })
})

const units = (serials: NonNullable<AdvisoryProduct['identifiers']>, serialNumber: string) =>
  sameUnit(serials, pump({ serialNumber }))?.answer

test.each([
  ['MP200-10000', '10999', 'MP200-10500', 'yes'],
  ['10000', '10999', '10999', 'yes'],
  ['10000', '10999', '11000', 'no'],
  ['A100', 'A200', 'B150', 'no'],
  // The inventory leaves the letters out: nobody can tell.
  ['MP10000', 'MP10999', '10500', 'unknown'],
  ['A100', 'B200', 'A150', 'unknown'],
  ['99999999999999999998', '99999999999999999999', '99999999999999999999', 'yes'],
])('from %s to %s, serial number %s: %s', (from, to, own, expected) => {
  expect(units({ serialRanges: [{ from, to }] }, own)).toBe(expected)
})

test.each([
  ['SN-77?', 'SN-771', 'yes'],
  ['SN-7*', 'SN-7', 'yes'],
  ['SN-7*', 'SN-8', 'no'],
  ['SN\\*1', 'SN*1', 'yes'],
  ['SN\\*1', 'SN21', 'no'],
  ['1001', '1001', 'yes'],
  ['1001', '1002', 'no'],
])('wildcards of CSAF: %s and %s', (pattern, own, expected) => {
  expect(units({ serialNumbers: [pattern] }, own)).toBe(expected)
})

test('units that are restricted by more than was read clear no device', () => {
  expect(units({ serialNumbers: ['1001'], areSerialsPartial: true }, '1002')).toBe('unknown')
})

test('a UDI-DI finds the product whatever the inventory calls it', () => {
  const advisory = advisoryOn({ udiDis: ['00812345678901'] })
  const device = pump({ manufacturer: '', model: 'PUMP,IV', udiDi: '(01)00812345678901(21)X' })

  expect(answer(advisory, device)).toMatchObject([{ answer: 'affected' }])
  expect(answer(advisory, { ...device, udiDi: '00812345678918' })).toEqual([])
})

test('a model number finds the product of the same maker, and of no other', () => {
  const advisory = advisoryOn({ modelNumbers: ['MP-200'] }, { name: 'Something else altogether' })

  expect(answer(advisory, pump({ model: 'IV pump', modelNumber: 'MP200' }))).toMatchObject([{ answer: 'affected' }])
  expect(answer(advisory, pump({ model: 'IV pump', modelNumber: 'MP300' }))).toEqual([])
  expect(answer(advisory, pump({ manufacturer: 'Brook', model: 'IV pump', modelNumber: 'MP200' }))).toEqual([])
})

test('another UDI-DI than those that are named clears the device, one of another issuer leaves it open', () => {
  const advisory = advisoryOn({ udiDis: ['00812345678901'] })
  expect(answer(advisory, pump({ udiDi: '00812345678918' }))).toMatchObject([{ answer: 'not_affected' }])
  expect(answer(advisory, pump({ udiDi: '+H123ABC01' }))).toMatchObject([{ answer: 'cannot_tell' }])
  // The carton of the same item.
  expect(answer(advisory, pump({ udiDi: '10812345678908' }))).toMatchObject([{ answer: 'affected' }])
  expect(answer(advisory, pump())).toMatchObject([{ answer: 'affected' }])
})

test('a version outside the range clears a device that an identifier named', () => {
  const advisory = advisoryOn({ udiDis: ['00812345678901'] }, { version: '<2.0', versionForm: 'comparison' })
  const device = { udiDi: '00812345678901', softwareVersion: '2.1' }
  expect(answer(advisory, pump(device))).toMatchObject([{ answer: 'not_affected' }])
})

test.each([
  ['812345678901', '00812345678901'],
  ['(01)00812345678901(17)260101', '00812345678901'],
  ['0100812345678901', '00812345678901'],
  ['+H123ABC01', 'H123ABC01'],
])('a UDI-DI is read as its issuer writes it: %s', (text, udi) => {
  expect(udiOf(text)).toBe(udi)
})

test('a word that clears some serial numbers neither clears nor opens a device whose number is not known', () => {
  const clearing = (over: Partial<AdvisoryProduct> = {}) => {
    const advisory = advisoryOn({ serialNumbers: ['MP200-10001'] }, over)
    const [vulnerability] = advisory.vulnerabilities
    return { ...advisory, vulnerabilities: [{ ...vulnerability!, status: { known_not_affected: ['P-1'] } }] }
  }
  const of = (advisory: Advisory, serialNumber?: string, model = 'Infusion Pump MP-200') =>
    matchConfiguration(
      compileAdvisories([advisory]),
      pump({ model, softwareVersion: '2.0', ...(serialNumber && { serialNumber }) }),
    )
  expect(of(clearing(), 'MP200-10001')).toMatchObject([{ answer: 'not_affected' }])
  expect(of(clearing(), 'MP200-10002')).toEqual([])
  const [unknown, ...others] = of(clearing())
  expect(others).toEqual([])
  expect(unknown).toMatchObject({ answer: 'cannot_tell', mayClear: true })
  expect(unknown!.because.filter(({ outcome }) => outcome === 'unknown')).toMatchObject([{ asks: 'serialNumber' }])
  expect(strongestMatches([unknown!])).toEqual([])
  // Of another version, or where the name is in doubt, it says nothing.
  expect(of(clearing({ version: '3.0', versionForm: 'exact' }))).toEqual([])
  expect(of(clearing(), undefined, 'Infusion Pump')).toEqual([])
})

test.each([
  ['FP-2??', 'FP-201', true],
  ['FP-2??', 'fp201', true],
  ['FP-2??', 'FP-2011', false],
  ['FP-2??', 'FP-301', false],
  ['FP-2*', 'FP-2011', true],
  ['*-201', 'FP-201', true],
  ['*-201', 'FP-202', false],
  ['*P-2*1', 'FP-201', true],
  ['FP-2\\?1', 'FP-2?1', true],
  ['FP-2\\?1', 'FP-201', false],
  ['FP-2\\*', 'FP-201', false],
  // It says nothing.
  ['*', 'FP-201', false],
  ['?-???', 'A-201', false],
])('model numbers with wildcards reach a device of another name: %s and %s, %s', (pattern, number, isFound) => {
  const advisory = advisoryOn({ modelNumbers: [pattern] }, { name: 'Something else altogether' })
  const expected = isFound ? [expect.objectContaining({ answer: 'affected' })] : []
  expect(answer(advisory, pump({ model: 'IV pump', modelNumber: number }))).toEqual(expected)
  expect(answer(advisory, pump({ model: number }))).toEqual(expected)
  expect(answer(advisory, pump({ manufacturer: 'Brook', model: 'IV pump', modelNumber: number }))).toEqual([])
})

test('a name with a number in it is no model number', () => {
  const advisory = advisoryOn({ modelNumbers: ['FP*'] }, { name: 'Something else altogether' })
  expect(answer(advisory, pump({ model: 'FP 201' }))).toMatchObject([{ answer: 'affected' }])
  expect(answer(advisory, pump({ model: 'FPS Central Monitoring 2' }))).toEqual([])
})

test('many wildcards take no longer than few', () => {
  const advisory = advisoryOn({ modelNumbers: [`AB${'*1'.repeat(200)}X`] }, { name: 'Something else altogether' })
  const worked = processorMs(() => expect(answer(advisory, pump({ model: `AB${'1'.repeat(290)}` }))).toEqual([]))
  expect(worked).toBeLessThan(1000)
})
