import { expect, test } from 'vitest'
import { advisoryOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

const answer = (description: string, model = '', manufacturer = 'Acme Medical') =>
  matchConfiguration(compileAdvisories([advisoryOf(['Acme', 'Zymos 5 Dialysis Machine', 'vers:all/*'])]), {
    manufacturer,
    model,
    modelNumber: '',
    description,
    softwareVersion: '',
    firmwareVersion: '',
    operatingSystem: '',
  })[0]

test.each(['HEMODIALYSIS UNIT', 'Dialysegerät', 'appareil de dialyse'])(
  'a "%s" without a model may be any such product of its maker',
  (description) => {
    expect(answer(description)?.answer).toBe('cannot_tell')
    expect(answer(description)?.because[1]).toMatchObject({ part: 'model', asks: 'model' })
  },
)

test('what has a name, is of another kind or of another maker is not asked for', () => {
  expect(answer('HEMODIALYSIS UNIT', 'Orbis 3')).toBeUndefined()
  expect(answer('Orbis hemodialysis unit')).toBeUndefined()
  expect(answer('VENTILATOR')).toBeUndefined()
  expect(answer('HEMODIALYSIS UNIT', '', 'Zenith')).toBeUndefined()
})
