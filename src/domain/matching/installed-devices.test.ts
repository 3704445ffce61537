import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { advisoryOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'

// What is fitted to a building and its racks, as its makers and those who keep the inventory write it.

type Row = readonly [vendor: string, name: string, version: string]
type Device = Partial<Record<'maker' | 'number' | 'text' | 'software' | 'firmware' | 'os', string>> & { model: string }

const answer = (row: Row, device: Device): Answer | undefined =>
  strongestMatches(
    matchConfiguration(compileAdvisories([advisoryOf(row)]), {
      manufacturer: device.maker ?? row[0],
      model: device.model,
      modelNumber: device.number ?? '',
      description: device.text ?? '',
      softwareVersion: device.software ?? '',
      firmwareVersion: device.firmware ?? '',
      operatingSystem: device.os ?? '',
    }),
  )[0]?.answer

const logger: Row = ['Acme', 'ZorbSuite', 'A8810']

test.each<[string, Row, Device]>([
  ['the number alone, where versions stand', logger, { model: 'A8810', text: 'energy logger' }],
  ['that number with what was ordered', logger, { model: 'ZorbSuite', number: 'A8810-0', firmware: '02.21.0128' }],
])('affected: %s', (_, row, device) => expect(answer(row, device)).toBe('affected'))

test.each<[string, Row, Device]>([['no number', logger, { model: 'ZorbSuite', firmware: '02.21' }]])(
  'cannot tell: %s',
  (_, row, device) => expect(answer(row, device)).toBe('cannot_tell'),
)

test.each<[string, Row, Device]>([
  ['another number of the line', logger, { model: 'ZorbSuite', number: 'A8812' }],
  ['a release in place of a number', ['Acme', 'ZorbSuite', 'R2019'], { model: 'Zeta R2019', firmware: '1.2' }],
])('not affected: %s', (_, row, device) => expect([undefined, 'not_affected']).toContain(answer(row, device)))
