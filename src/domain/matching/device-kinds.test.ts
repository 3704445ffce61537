import { expect, test } from 'vitest'
import { advisoryOf, answerTo, configurationOf } from '#tests/match-quality/judge.ts'
import { classesOfBrands, kindsOfBrand } from './brand-kinds.ts'
import { trades } from './device-classes/device-classes.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const match = (text: string, model = '', maker = 'Acme Medical') =>
  matchConfiguration(
    compileAdvisories([advisoryOf(['Acme', 'Zymos 5 Dialysis Machine', 'vers:all/*'])]),
    configurationOf({ device: { maker, model, text } }),
  )[0]

test.each(['HEMODIALYSIS UNIT', 'Dialysegerät', 'appareil de dialyse'])(
  'a "%s" without a model may be any such product of its maker',
  (description) => {
    expect(match(description)?.answer).toBe('cannot_tell')
    expect(match(description)?.because[1]).toMatchObject({ part: 'model', asks: 'model' })
  },
)

test('what has a name, is of another kind or of another maker is not asked for', () => {
  expect(match('HEMODIALYSIS UNIT', 'Orbis 3')).toBeUndefined()
  expect(match('Orbis hemodialysis unit')).toBeUndefined()
  expect(match('VENTILATOR')).toBeUndefined()
  expect(match('HEMODIALYSIS UNIT', '', 'Zenith')).toBeUndefined()
})

const ofBrand = (row: readonly [string, string], [maker, model, text]: readonly string[]) =>
  answerTo([...row, 'vers:all/*'], { maker, model, text })

test.each<[readonly [string, string], readonly string[], string | undefined]>([
  [['Nipro', 'SURDIAL X'], ['Nipro', '', 'HEMODIALYSIS UNIT'], 'cannot_tell'],
  [['Nipro', 'SURDIAL X'], ['Nipro', '', 'INFUSION PUMP'], undefined],
  [['Elekta', 'Versa HD'], ['Elekta', 'Linearbeschleuniger'], 'cannot_tell'],
  [['Elekta', 'Unity MR-Linac'], ['Elekta', 'Linac', 'Bunker 4'], 'cannot_tell'],
  [['Elekta', 'Versa HD'], ['Elekta', 'CT'], undefined],
  [['Siemens', 'SOMATOM Force'], ['Siemens', 'CT'], 'cannot_tell'],
  [['Siemens', 'SOMATOM Force'], ['Siemens', 'Tomograph'], 'cannot_tell'],
  [['Siemens', 'SOMATOM Force'], ['Siemens', 'MRT'], undefined],
  [['Siemens', 'MAGNETOM Vida'], ['Siemens', 'Kernspintomograph'], 'cannot_tell'],
  [['GE', 'CARESCAPE B650'], ['GE', 'Patientenmonitor'], 'cannot_tell'],
  [['GE', 'CARESCAPE B650'], ['GE', 'Defibrillator'], undefined],
  [['ResMed', 'Stellar 100, Stellar 150'], ['ResMed', 'ventilator'], 'cannot_tell'],
  [['Hamilton Medical', 'HAMILTON-C3'], ['Hamilton Medical', 'Intensivbeatmungsgerät'], 'cannot_tell'],
  [['Optos', 'Daytona (P200T)'], ['Optos plc', '', 'CAMERA, OPHTHALMIC'], 'cannot_tell'],
  [['Akuvox', 'E11'], ['Akuvox', 'SIP door phone'], 'cannot_tell'],
  [['Akuvox', 'E11'], ['Akuvox', 'IP camera'], undefined],
  [['WHILL', 'Model C2 Electric Wheelchair'], ['WHILL', 'power wheelchair'], 'cannot_tell'],
  [['Eaton', '93PM UPS'], ['Eaton', 'USV'], 'cannot_tell'],
  [['Eaton', '93PM UPS'], ['Eaton', 'rack PDU'], undefined],
  [['Hillrom', 'Centrella Smart+ Bed'], ['Hill-Rom', 'Klinikbett'], 'cannot_tell'],
  // What stands beside medical devices, and where.
  [['Digi', 'Digi Passport Console Server'], ['Digi', '', 'console server, 16 ports'], 'cannot_tell'],
  [['Digi', 'Digi Passport Console Server'], ['Digi', '', 'cellular router, 4 ports'], undefined],
  [['Digi', 'Digi Passport Console Server'], ['Digi', 'Zymo console server'], undefined],
  [['AutomationDirect', 'MB-Gateway'], ['AutomationDirect', '', 'Modbus gateway, boiler house'], 'cannot_tell'],
  [['AutomationDirect', 'Zymo BACnet Gateway'], ['AutomationDirect', '', 'Modbus gateway'], undefined],
  [['AutomationDirect', 'MB-Gateway'], ['AutomationDirect', '', 'PLC, boiler house'], undefined],
  [['Schindler', 'Ahead Cube Edge Gateway'], ['Schindler', '', 'Remote monitoring gateway lift 7'], 'cannot_tell'],
  [['Schindler', 'Ahead Cube Edge Gateway'], ['Schindler', '', 'lift 7'], undefined],
  [['Eaton', 'Zymo 93PM UPS'], ['Eaton', 'USV', 'Keller'], 'cannot_tell'],
  [['Zebra', 'Zymo Label Printer'], ['Zebra', 'Etikettendrucker'], 'cannot_tell'],
])('what a brand is known for: %j, %j', (row, device, expected) => {
  expect(ofBrand(row, device)).toBe(expected)
})

test('each brand is of a kind that is asked for', () => {
  const ids = trades.flatMap(({ classes }) => Object.keys(classes))
  expect(classesOfBrands.filter((id) => !ids.includes(id))).toEqual([])
  expect(kindsOfBrand('SURDIAL X')).toEqual(['dialysis'])
  expect(kindsOfBrand('AK 98')).toEqual(['dialysis'])
  expect(kindsOfBrand('HAMILTON-C3')).toEqual(['ventilator'])
  // Letters before a number are no word of another name.
  expect(kindsOfBrand('Macula Scan')).toEqual([])
})

test('of many of a kind that stand on one shelf none is asked for', () => {
  const row = (count: number) => advisoryOf(['Acme', `Zymo ${count}00 Gateway`, 'vers:all/*'])
  const answers = (count: number) =>
    matchConfiguration(
      compileAdvisories(Array.from({ length: count }, (_, at) => ({ ...row(at + 1), id: `test:${at}` }))),
      configurationOf({ device: { maker: 'Acme', text: 'gateway, plant room' } }),
    )
  expect(answers(3)).toHaveLength(3)
  expect(answers(4)).toHaveLength(0)
})
