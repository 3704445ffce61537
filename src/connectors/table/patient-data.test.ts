import { expect, test } from 'vitest'
import { mayHoldPatientData, patientValue, refusedHeaders } from './patient-data.ts'

test.each([
  ['Patient Name', 'patient name or number'],
  ['MRN', 'medical record number'],
  ['Date of Birth', 'birth date'],
  ['DOB', 'birth date'],
  ['SSN', 'social security or insurance number'],
  ['Pt ID', 'patient name or number'],
  ['Geburtsdatum', 'birth date'],
  ['Nombre del paciente', 'patient name or number'],
  ['Patient Monitor Type', undefined],
  ['Patient Care Area', undefined],
  ['Max Patient Weight', undefined],
  ['PAT Number', undefined],
  ['First Name', undefined],
])('a column called %s is refused as %s', (name, expected) => {
  expect(refusedHeaders([name])).toEqual([expected])
})

test('a first name beside a birth date is a patient’s', () => {
  expect(refusedHeaders(['Asset', 'First Name', 'DOB'])).toEqual([undefined, 'name of a person', 'birth date'])
})

test.each([
  ['returned by MRN 00123456', 'medical record number'],
  ['DOB: 01/02/1950', 'birth date'],
  ['SSN 123-45-6789', 'social security number'],
  ['123-45-6789', 'social security number'],
  ['Patient: Roe, Jane', 'patient name'],
  ['ROE^JANE', 'patient name'],
  ['Patient: monitor, bedside', undefined],
  ['Patient monitor, Philips', undefined],
  ['555-12-123', undefined],
  ['666-45-6789', undefined],
  ['Geb. 3, Raum 12', undefined],
])('%s looks like %s', (text, expected) => {
  expect(patientValue(text, false)).toBe(expected)
  if (expected) expect(mayHoldPatientData(`a\u001f${text}\u001fb`)).toBe(true)
})

test('a serial number of the form of a social security number stays one', () => {
  expect(patientValue('123-45-6789', true)).toBeUndefined()
})
