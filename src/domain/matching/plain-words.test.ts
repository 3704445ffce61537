import { expect, test } from 'vitest'
import { advisoryOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const answer = (name: string, model: string) =>
  matchConfiguration(compileAdvisories([advisoryOf(['Acme', name, '< 2.5'])]), {
    manufacturer: 'Acme',
    model,
    modelNumber: '',
    description: '',
    softwareVersion: '2.4',
    firmwareVersion: '',
    operatingSystem: '',
  })[0]?.answer

test.each([
  ['Zymotrak 2 Enteral Access System', 'ZYMOTRAK 2'],
  ['ZymoPak Rooftop Air Conditioner', 'ZymoPak'],
  ['S5 Heart-Lung Machine', 'S5'],
  ['Zymos XT4 Slide Scanner', 'Zymos XT4'],
  ['Zymos-III Fully Automated IHC and ISH Stainer', 'Zymos-III'],
  ['Zymos Claria APD System', 'Zymos Claria'],
  ['ZYMOS PLUS Endoscope Reprocessing System', 'Zymos Plus'],
])('what the %s is for may be left out', (name, model) => {
  expect(answer(name, model)).toBe('affected')
})

test.each([
  ['Zymos Eflexor', 'Zymos'],
  ['Zymos Air', 'Zymos'],
  ['Zymos Agent', 'Zymos'],
  ['Rooftop Air Conditioner', 'Rooftop'],
])('the %s may be another than the %s', (name, model) => {
  expect(answer(name, model)).not.toBe('affected')
})
