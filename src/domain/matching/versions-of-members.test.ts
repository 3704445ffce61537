import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

type Row = readonly [vendor: string, name: string, versions: string]

const gas: Row = ['Radiometer', 'ABL800 FLEX, ABL90 FLEX', 'ABL800 FLEX 6.18 and earlier, ABL90 FLEX 3.4 and earlier']
const three: Row = ['Radiometer', 'ABL800 FLEX, ABL90 FLEX, ABL90 FLEX PLUS', gas[2]]
const mixers: Row = [
  'Baxter',
  'ExactaMix EM 1200 and EM 2400',
  'ExactaMix EM 1200 versions 1.1, 1.2, 1.4; ExactaMix EM 2400 versions 1.10, 1.11 and 1.13',
]
const pumps: Row = ['Acme', 'Zymora MP and Quentis SP', 'Zymora MP: 2.1 and prior | Quentis SP: 4.0 and prior']
const shared: Row = ['Acme', 'Zymora MP and Quentis SP', '2.1, 3.0 and 4.0']

test.each<[Row, string, string, string]>([
  [gas, 'ABL800 FLEX', '6.0', 'affected'],
  [gas, 'ABL800 FLEX', '6.19', 'not_affected'],
  [gas, 'Blutgasanalysator ABL90 FLEX', '3.4', 'affected'],
  [gas, 'ABL90 FLEX', '4.0', 'not_affected'],
  [three, 'ABL90 FLEX', '3.3', 'affected'],
  [three, 'ABL90 FLEX PLUS', '3.3', 'cannot_tell'],
  [three, 'ABL90 FLEX PLUS', '7.0', 'cannot_tell'],
  [mixers, 'ExactaMix EM2400', '1.13', 'affected'],
  [mixers, 'ExactaMix EM 1200', '1.13', 'not_affected'],
  [mixers, 'ExactaMix EM 1200', '1.4', 'affected'],
  [pumps, 'Zymora MP', '2.0', 'affected'],
  [pumps, 'Zymora MP', '3.0', 'not_affected'],
  [pumps, 'QUENTIS SP', '3.0', 'affected'],
  [shared, 'Zymora MP', '4.0', 'affected'],
  [shared, 'Quentis SP', '2.1', 'affected'],
])('%j: %s %s', (row, model, software, expected) => {
  expect(answerTo(row, { model, software })).toBe(expected)
})
