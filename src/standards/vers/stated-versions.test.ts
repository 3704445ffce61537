import { expect, test } from 'vitest'
import { contains } from './contains.ts'

test.each([
  ['SW 3,30', 'SW 3,40'],
  ['SW-Stand 3.30', 'SW-Stand 3.41'],
  ['Softwarestand 3.30', 'Softwarestand: 3.41'],
  ['Softwareversion 3.30', 'Softwareversion 4.0'],
  ['Software-Version: 3.30', 'Software-Version: 3.40'],
  ['Versionsstand 3.30', 'Versionsstand 3.41'],
  ['versión 3.30', 'versión 3.50'],
  ['versión de software 3.30', 'versión de software: 3.50'],
  ['version logicielle 3.30', 'version logicielle 3.50'],
  ['Logiciel version 3.30', 'logiciel 3.41'],
  ['micrologiciel 3.30', 'micrologiciel 3.41'],
  ['versione 3.30', 'versione 3.41'],
  ['versie 3.30', 'versie 3.41'],
  ['wersja 3.30', 'wersja 3.41'],
  ['Vers. 3.30', 'Vers. 3.41'],
  ['Ver.3.30', 'Ver.3.40'],
  ['Vs. 3.30', 'Vs. 3.41'],
  ['v.3.30', 'v.3.41'],
  ['V 3.30', 'V03.41'],
  ['SW3.30', 'SW3.41'],
  ['SWV3.30', 'SWV3.41'],
  ['FW:3.30', 'FW:3.41'],
  ['F/W 3.30', 'F/W 3.41'],
  ['S/W Rev 3.30', 'S/W Rev 3.41'],
  ['Softw. 3.30', 'Softw. 3.41'],
  ['Release 3.30', 'Release 4'],
  ['R3.30', 'R4.0'],
  ['Rev.3.30', 'Rev. 3.50'],
  ['System SW 3.30', 'System SW 3.50'],
  ['Programm 3.30', 'Programm 3.50'],
  ['3.30 (Build 11)', '3.40 (Build 11)'],
  ['3.30 SP2', '3.40 SP1'],
  ['3.30 HF1', '3.40 HF1'],
  ['3.30 (2023-05-04)', '3.40 (2023-05-04)'],
  ['3.30 / 2023-05-04', '3.40 / 2023-05-04'],
  ['V3.30 (installed 2022)', 'V3.40 (installed 2022)'],
  ['SW v3.30 FW v3.30', 'SW v3.50 FW v3.50'],
])('the column of versions says %s or %s, and the first is below 3.40', (inside, outside) => {
  expect([contains('< 3.40', inside).answer, contains('< 3.40', outside).answer]).toEqual(['yes', 'no'])
})

test.each([
  ['1.30 (2024-04-03)', '1.30 (2024-06-03)'],
  ['1.30 / 2024-04-03', '1.30 / 2024-06-03'],
  ['V2 (April 2024)', 'V2 (June 2024)'],
])('the day beside the version decides where the advisory counts by days: %s', (inside, outside) => {
  const range = 'Firmware released before May 2024'
  expect([contains(range, inside).answer, contains(range, outside).answer]).toEqual(['yes', 'no'])
  expect(contains(range, '1.30').answer).toBe('unknown')
})
