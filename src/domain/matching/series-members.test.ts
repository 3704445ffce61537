import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

type Row = readonly [vendor: string, name: string, version: string]

const routers: Row = ['Cisco', 'Small Business RV160, RV260 Series Routers', '1.0.01.04 and earlier']
const points: Row = ['D-Link', 'DAP-1360 series, DAP-1665 series', '1.0.01.04 and earlier']

test.each<[Row, string]>([
  [routers, 'RV260W'],
  [routers, 'RV260W VPN router'],
  [routers, 'Small Business RV260P'],
  [routers, 'RV160W'],
  [points, 'DAP-1360U'],
  [['Cisco', 'RV260 Series Routers', '1.0.01.04 and earlier'], 'RV260P PoE VPN router'],
  [['Juniper', 'SRX340 Series', '1.0.01.04 and earlier'], 'SRX340B'],
  [['HP', 'LaserJet Pro M404, M405 series printers', '1.0.01.04 and earlier'], 'LaserJet M405dw'],
  [['Brother', 'HL-L2350 series', '1.0.01.04 and earlier'], 'HL-L2350DW'],
  [['Hikvision', 'DS-2CD2xx2F-I Series, DS-2CD2xx0F-I Series', '1.0.01.04 and earlier'], 'DS-2CD2032F-I Bullet'],
])('letters behind the code of %j are of its series: %s', (row, model) => {
  expect(answerTo(row, { model, firmware: '1.0.00.17' })).toBe('affected')
})

test.each<[Row, string]>([
  [routers, 'RV345'],
  [routers, 'RV2601'],
  [routers, 'RV130W'],
  [points, 'DAP-1325'],
  [['Cisco', 'RV160, RV260', '1.0.01.04 and earlier'], 'RV260W'],
  [['HP', 'LaserJet Pro M404, M405 series printers', '1.0.01.04 and earlier'], 'LaserJet M428fdw'],
  [['Acme', 'ZQ260 Series', '1.0.01.04 and earlier'], 'ZQ270P'],
])('another number is another series than %j: %s', (row, model) => {
  expect(answerTo(row, { model, firmware: '1.0.00.17' })).toBeUndefined()
})
