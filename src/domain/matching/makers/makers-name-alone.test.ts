import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

// Products whose names are the maker's, with a kind of device or with nothing: that the maker agrees is no agreement of names.

const answer = (row: readonly [vendor: string, name: string, version: string], [maker, model, text]: string[]) =>
  answerTo(row, { maker, model, text, software: '3.17' })

const imaging = ['GE Healthcare', 'GE Imaging and Ultrasound Products', 'vers:all/*'] as const
const oci = ['Object Computing, Inc. (OCI)', 'Object Computing Inc. (OCI) OpenDDS', '<3.18.1'] as const
const rti = ['Real-Time Innovations (RTI)', 'Real-Time Innovations (RTI) Connext DDS Micro', 'vers:all/*'] as const

test.each([
  [imaging, ['GE Healthcare', 'Giraffe Omnibed', 'INFANT WARMER']],
  [imaging, ['General Electric (GE)', 'Zorblax 9000']],
  [imaging, ['GE Healthcare', 'Aisys CS2', 'Anesthesia']],
  [
    ['Philips', 'Philips Ultrasound Products', 'vers:all/*'],
    ['Philips', 'IntelliVue MX800', 'Monitor'],
  ],
  [oci, ['Object Computing, Inc. (OCI)', 'Zorblax 9000']],
  [rti, ['Real-Time Innovations (RTI)', 'Zorblax 9000']],
] as const)('%j is not %j', (row, device) => {
  expect(answer(row, [...device])).toBeUndefined()
})

test.each([
  [imaging, ['GE Healthcare', 'LOGIQ E9', 'ULTRASOUND SYSTEM']],
  [imaging, ['GE Healthcare', 'Optima CT660', 'CT SCANNER']],
  [
    ['BD', 'BD Infusion Products', 'vers:all/*'],
    ['BD', 'Alaris 8015', 'INFUSION PUMP'],
  ],
] as const)('of %j, which names a kind, %j is a question', (row, device) => {
  expect(answer(row, [...device])).toBe('cannot_tell')
})

test('a brand with another kind behind it is a question', () => {
  const row = ['Acme', 'Zymora Infusion Pump', 'vers:all/*'] as const
  expect(['Zymora Ventilator', 'Zymora', 'Zymora Pump'].map((model) => answer(row, ['Acme', model]))).toEqual([
    'cannot_tell',
    'affected',
    'affected',
  ])
  expect(answer(['Acme', 'Zymora Analyzer', 'vers:all/*'], ['Acme', 'Zymora Analyser'])).toBe('affected')
})

test.each([
  [imaging, ['GE', 'GE Imaging and Ultrasound']],
  [oci, ['OCI', 'OpenDDS']],
  [rti, ['RTI', 'Connext DDS Micro']],
  [
    ['Treck Inc.', 'Treck Inc TCP/IP', 'vers:all/*'],
    ['Treck', 'TCP/IP stack'],
  ],
] as const)('%j is %j', (row, device) => {
  expect(answer(row, [...device])).toBe('affected')
})
