import { expect, test } from 'vitest'
import { runsOn } from './system-condition.ts'

const on = (condition: string, operatingSystem: string) =>
  runsOn(condition, {
    manufacturer: '',
    model: '',
    modelNumber: '',
    description: '',
    softwareVersion: '',
    firmwareVersion: '',
    operatingSystem,
  })

test.each([
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Windows 10 Pro', 'yes'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Win10 64-bit', 'yes'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Windows Server 2019 Standard', 'yes'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Windows Server 2012 R2', 'no'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Red Hat Enterprise Linux 8', 'no'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', 'Windows', 'unknown'],
  ['Windows 7, 10, 11, Windows Server 2016, 2019, 2022', '', 'unknown'],
  ['except microsoft windows server; all microsoft windows operating systems', 'Windows Server 2016', 'no'],
  ['except microsoft windows server; all microsoft windows operating systems', 'Windows 11', 'yes'],
  ['except microsoft windows server; all microsoft windows operating systems', 'Ubuntu 20.04 LTS', 'no'],
  ['running on Linux', 'SUSE Linux Enterprise Server 12', 'yes'],
  ['on macOS only', 'Windows 10', 'no'],
] as const)('"%s" on %s: %s', (condition, system, answer) => expect(on(condition, system)).toBe(answer))

test('what names something besides operating systems is not settled by one', () => {
  expect(on('with wireless option', 'Windows 10')).toBeUndefined()
  expect(on('Windows 7 with IIS 7.5', 'Windows 7')).toBeUndefined()
  expect(on('', 'Windows 7')).toBeUndefined()
})
