import { expect, test } from 'vitest'
import { contains } from './contains.ts'
import { takeProgram } from './program-name.ts'

test.each([
  ['NZAcquireMD 1.0.0 to 1.2.1', 'NZAcquireMD', '1.0.0 to 1.2.1'],
  ['EzDent-i 3.4.9 and earlier', 'EzDent-i', '3.4.9 and earlier'],
  ['Console software 4.x', 'Console software', '4.x'],
  ['CR-IR 357 Ver 2.2', 'CR-IR 357 Ver', '2.2'],
  ['Som10 VA10 | VA20 | VA30', 'Som10', 'VA10 | VA20 | VA30'],
  ['Som10 VA10 | Som10 VA20', 'Som10', 'VA10 | VA20'],
  ['syngo.via VB10A, VB20A and VB30A', 'syngo.via', 'VB10A, VB20A and VB30A'],
  ['Software 7.9.8 and 7.10.1', '', '7.9.8 and 7.10.1'],
  ['SW-Stand 3.2', '', '3.2'],
])('%s is of "%s"', (text, program, rest) => expect(takeProgram(text)).toEqual({ program, rest }))

test.each([
  '3.2 and earlier',
  'VE11A and VE11C',
  'all versions before 3.2',
  'starsze niż 3.2',
  'Windows 7 SP1 and earlier',
  'BIOS 2.3 and earlier',
  'CODESYS Gateway V3',
  'MMT-1715 | MMT-1754',
  'Version A, Firmware A.03.09',
  'EzDent-i <= 3.4.9',
])('%s begins with no program', (text) => expect(takeProgram(text)).toBeUndefined())

test.each([
  ['Console software 4.x', ['4.2.1', '4.0', 'V4'], ['5.0.2', '3.9']],
  ['Software 7.9.8 and 7.10.1', ['7.9.8', 'SW 7.10.1'], ['7.11.0', '7.10.0']],
  ['Software r14 and prior', ['r13', 'R14', '14'], ['r15', '15']],
  ['NZAcquireMD 1.0.0 to 1.2.1', ['NZAcquireMD 1.1.0', '1.2.1'], ['NZAcquireMD 1.3.0']],
  ['System software versions 2.0 to 2.7', ['2.5'], ['2.8']],
  ['Main firmware < 3.1', ['3.0'], ['3.2']],
  ['Som10 VA10 | VA20 | VA30 | VA40', ['VA20', 'Som10 VA10', 'VA40'], ['VB10', 'VA50']],
  ['syngo.via VB10A, VB20A and VB30A', ['VB10A', 'syngo.via VB30A'], ['VB40A']],
])('"%s" takes in %j and leaves out %j', (range, inside, outside) => {
  expect(inside.map((version) => contains(range, version).answer)).toEqual(inside.map(() => 'yes'))
  expect(outside.map((version) => contains(range, version).answer)).toEqual(outside.map(() => 'no'))
})
