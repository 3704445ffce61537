import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const drive: Pair['product'] = ['Schneider Electric', 'ATV630', '< 4.5']
const printer: Pair['product'] = ['Honeywell', 'PM43 Industrial Label Printer', '< P10.19.050006']
const danfoss: Pair['product'] = ['Danfoss', 'VLT AutomationDrive FC-302', '< 7.0']
const zebra: Pair['product'] = ['Zebra', 'ZT411', '< 7.0']

test.each<[ReturnType<typeof answerTo>, Pair['product'], Pair['device']]>([
  // Power and voltage behind the code of a drive, features behind that of a printer.
  ['affected', drive, { model: 'ATV630D22N4', firmware: '3.4' }],
  ['affected', drive, { model: 'Altivar Process ATV630U75N4', firmware: '3.4' }],
  ['not_affected', drive, { model: 'ATV630D22N4', firmware: '4.5' }],
  ['cannot_tell', drive, { model: 'ATV630C11N4F' }],
  [undefined, drive, { model: 'ATV650D22N4', firmware: '3.4' }],
  [undefined, drive, { model: 'Altivar Machine ATV340D15N4', firmware: '3.4' }],
  ['affected', ['Schneider Electric', 'Altivar 71', '< 4.5'], { model: 'ATV71HU22N4', firmware: '3.4' }],
  [undefined, ['Schneider Electric', 'Altivar 71', '< 4.5'], { model: 'ATV61HU22N4', firmware: '3.4' }],
  ['affected', ['WEG', 'CFW500', '< 3.0'], { model: 'CFW500A02P6T4NB20', firmware: '2.1' }],
  ['affected', danfoss, { model: 'FC-302P11KT5E20H1XGXXXXSXXXXAX', firmware: '6.0' }],
  [undefined, danfoss, { model: 'FC-102P11KT5E20H1XGXXXXSXXXXAX', firmware: '6.0' }],
  ['affected', printer, { model: 'PM43A11000000202', firmware: 'P10.17.019667' }],
  ['affected', printer, { model: 'label printer', number: 'PM43A01000040202', firmware: 'P10.17.019667' }],
  [undefined, printer, { model: 'PM43CA1130000202', firmware: 'P10.17.019667' }],
  [undefined, printer, { model: 'PD43A03300010202', firmware: 'P10.17.019667' }],
  ['affected', ['Honeywell', 'PC43d', '< P10.19'], { model: 'PC43DA00100202', firmware: 'P10.17' }],
  ['affected', zebra, { model: 'ZT41142-T010000Z', firmware: '6.0' }],
  [undefined, zebra, { model: 'ZT42162-T010000Z', firmware: '6.0' }],
  // Less behind the code may make another model.
  [undefined, ['Acme', 'VS2112', '< 2.0'], { model: 'VS2112R20', firmware: '1.0' }],
  // Letters that are written for a line.
  ['affected', drive, { model: 'Altivar 630', firmware: '3.4' }],
  ['affected', drive, { model: 'Altivar Process 630', firmware: '3.4' }],
  [undefined, drive, { model: 'Altivar Process 650', firmware: '3.4' }],
  ['affected', ['Fortinet', 'FG-100F', '< 7.0.1'], { model: 'FortiGate 100F', firmware: '6.4.2' }],
  [undefined, ['Fortinet', 'FG-100F', '< 7.0.1'], { model: 'FortiWiFi 100F', firmware: '6.4.2' }],
])('the answer is %s for %j and %j', (answer, row, device) => {
  expect(answerTo(row, device)).toBe(answer)
})
