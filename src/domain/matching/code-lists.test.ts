import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import { withCodesWrittenOut } from './code-lists.ts'

const orders = 'MELSEC iQ-F Series FX5U-xMy/z (x=32, 64; y=T, R; z=ES, DSS)'
const bare = 'MELSEC iQ-F FX5UC-xMy/z x=32,96, y=T, z=D,DSS'
const numbers = 'MELSEC-Q Series Q03UDECPU, Q04/06/10/13/20/26/50/100UDEHCPU'
const bracketed = 'MELSEC iQ-R Series R04/08/16/32/120(EN)CPU'

test.each([
  ['R00/01/02CPU', 'R00CPU/R01CPU/R02CPU'],
  ['R04/08(EN)CPU', 'R04CPU/R08CPU/R04ENCPU/R08ENCPU'],
  ['Q04/06UDEHCPU', 'Q04UDEHCPU/Q06UDEHCPU'],
  // The letters are those of the last alone, or of a measure.
  ['MX800/700/600', 'MX800/700/600'],
  ['IntelliVue MP5/5SC', 'IntelliVue MP5/5SC'],
  ['SURT 1000/2000VA', 'SURT 1000/2000VA'],
  ['750-8204/025-000', '750-8204/025-000'],
])('%s is %s', (written, all) => {
  expect(withCodesWrittenOut(written)).toBe(all)
})

test.each<[string, string]>([
  [orders, 'FX5U-32MT/ES'],
  [orders, 'MELSEC iQ-F FX5U-64MR/DSS PLC'],
  [bare, 'FX5UC-96MT/D'],
  [numbers, 'Q06UDEHCPU'],
  [numbers, 'MELSEC Q Q03UDECPU SPS'],
  [numbers, 'Q100UDEHCPU'],
  [bracketed, 'R08CPU'],
  [bracketed, 'R08ENCPU'],
  [bracketed, 'MELSEC iQ-R R120CPU'],
  ['MELSEC iQ-R Series R00/01/02CPU', 'R01CPU'],
])('%s names the %s', (name, model) => {
  expect(answerTo(['Mitsubishi Electric', name, '1.060 and prior'], { model, firmware: '1.050' })).toBe('affected')
})

test.each<[string, string]>([
  [orders, 'FX3U-32MT/ES'],
  [orders, 'FX5UC-32MT/D'],
  [bare, 'FX5U-32MT/ES'],
  [numbers, 'Q13UDVCPU'],
  [bracketed, 'R12CCPU-V'],
  ['MELSEC iQ-R Series R00/01/02CPU', 'R04CPU'],
])('%s does not name the %s', (name, model) => {
  expect(answerTo(['Mitsubishi Electric', name, '1.060 and prior'], { model, firmware: '1.050' })).toBeUndefined()
})
