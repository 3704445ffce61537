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

const cpus: Row = [
  'Schneider Electric',
  'Modicon M580 CPU (part numbers BMEP* and BMEH*, excluding M580 CPU Safety)',
  '< 4.20',
]
const home: Row = [
  'Schneider Electric',
  'Spacelogic C-Bus Home Controller (5200WHC2) formerly known as C-Bus Wiser Home Controller MK2',
  '< 4.20',
]
const appliances: Row = ['SonicWall', 'SMA 200, 210, 400, 410, 500v', '< 4.20']
const printers: Row = ['Ricoh', 'MP C4504ex, IM C3000', '< 4.20']
const engines: Row = ['Johnson Controls', 'Facility Explorer F4-SNC Series Controller', '< 4.20']

test.each<[Row, string, string | undefined]>([
  [cpus, 'BMEP582040', 'affected'],
  [cpus, 'BMEH584040', 'affected'],
  [cpus, 'M580 CPU Safety BMEP584040S', undefined],
  [cpus, 'BMXP342020', undefined],
  [home, '5200WHC2', 'affected'],
  [home, 'C-Bus Wiser Home Controller MK2', 'affected'],
  [home, 'Spacelogic C-Bus Home Controller', 'affected'],
  // Of volts and of a virtual machine the list tells which is meant.
  [appliances, 'SMA 500v', 'affected'],
  [appliances, 'SMA500v', 'affected'],
  [appliances, 'SMA 410', 'affected'],
  [appliances, 'SMA 1000', undefined],
  // Capitals behind small letters say what it was ordered with.
  [printers, 'MP C4504exSP', 'affected'],
  [printers, 'MP C4504SP', undefined],
  [['Lexmark', 'CX622ade', '< 4.20'], 'CX622adeH', 'affected'],
  [engines, 'Facility Explorer SNC F4-SNC25150-0', 'affected'],
  [engines, 'F4-SNE11000', undefined],
  [['Rittal', 'CMC III PU', '< 4.20'], 'CMC III Processing Unit', 'affected'],
  [['Rittal', 'CMC III PU', '< 4.20'], 'CMC III Power Module', undefined],
  // The line stands before the open code, and is left out.
  [['ABB', 'AC500 PM5xx', '< 4.20'], 'PM583-ETH', 'affected'],
  [['ABB', 'AC500 PM5xx', '< 4.20'], 'PM5650', undefined],
  [['ABB', 'AC500 PM5xx', '< 4.20'], 'AC800 PM583', undefined],
])('of %j the %s is %s', (row, model, answer) => {
  expect(answerTo(row, { model, firmware: '3.30' })).toBe(answer)
})
