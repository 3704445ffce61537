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
  ['Main: 3.30 / DSP: 4.10', 'Main: 3.50 / DSP: 1.04'],
  ['Main 3.30; DSP 4.10', 'Main 3.50; DSP 1.04'],
  ['Hauptprogramm 3.30 / Pumpe 4.10', 'Base 3.50, Option pack 1'],
  ['3.30, option pack 4', '3.50, option pack 3'],
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

const below = [
  '3.30 (was 3.50)',
  '3.10 -> 3.30',
  '3.10 → 3.30',
  '3.30 (previously 3.50)',
  '3.30 (ex 3.50)',
  'SW 3.30; DB 12.1',
  '3.30, Java 8',
  '3.30 / Windows 10',
  '3.30, Win10 1809',
  '3.30; DICOM 3.0',
  '3.30 / HW 4.0',
  'HW 4.0 SW 3.30',
  'HW4.0/SW3.30',
  'HW Rev. 4 / SW Rev. 3.30',
  '3.30 (HW 4.0)',
  'Kernel 4.14, App 3.30',
  'Boot 5.0 / App 3.30',
  'Bootloader 5.0, Firmware 3.30',
  'Client 3.30 Server 3.30',
  '3.30 & 3.20',
  '3.30 und 3.20',
  '3.30 + 3.20',
  'FW 3.30 BL 5.0',
  'FPGA 5.1 FW 3.30',
  'SQL Server 2016, 3.30',
  '3.30 (Build 4.0.1)',
  'HW:4.0,FW:3.30',
  'HW V4.0 FW V3.30',
  'Hardware: 4.0; Software: 3.30',
  'OS 4.0 / SW 3.30',
  'SW 3.30 OS 5.1',
  'PCB 5, SW 3.30',
  'V3.30/HW4',
  'BIOS 4.1; 3.30',
  '3.30 (SQL 2016)',
  '3.30 (Win 7)',
  '3.30, OS Windows 7 SP1',
  '3.30, EPROM 4.1',
  '3.30 (Rev 7)',
  '3.30 - 2019',
  '3.30/2019',
  '3.30 2021-04-01',
  '3.30 v. 01.04.2021',
  '3.30 vom 01.04.2021',
  '3.30 dated 01/04/2021',
  '3.30 from 2021',
  '3.30 (Apr 2021)',
  '3.30 04/2021',
  'Version 3.30 (2021)',
  '3.30, Lizenz 5',
  '3.30 en',
  '3.30 DE',
  '3.30 (deutsch)',
  '3.30_DE',
  '3.30-EU',
  '3.30 EU',
  '3.30 64bit',
  '3.30 x64',
  '3.30 (64-bit)',
  '3.30 stable',
  '3.30 LTS',
  '3.30 final',
  '3.30 Release',
  '3.30 GA',
  '3.30.',
  '3.30 ',
  '"3.30"',
  "'3.30",
  '=3.30',
  'V3.30 ?',
]
const above = [
  '3.50 (was 3.30)',
  '3.10 -> 3.41',
  '3.10 → 3.41',
  '3.41 (previously 3.30)',
  '3.41 vorher 3.10',
  '3.41 (prev. 3.10)',
  '3.41 (alt: 3.30)',
  '3.41 (bisher 3.30)',
  '3.41 (ancien 3.30)',
  'upgraded 3.30 to 3.41',
  '3.30 updated to 3.41',
  'SW 3.41; DB 2.1',
  'SW 3.41 HW 2.0',
  'HW 2.0 SW 3.41',
  'HW:2.0,FW:3.41',
  '3.41, Java 2',
  'Boot 2.0 / App 3.41',
  '3.41 (HW 2.0)',
  'FPGA 2.1 FW 3.41',
  'V3.41/HW2',
  '3.41 DE',
  '3.41_DE',
  '3.41 x64',
]

test.each(below)('the version of the device stands in %j, and is below 3.40', (text) => {
  expect(contains('< 3.40', text).answer).toBe('yes')
})

test.each(below.filter((text) => !/3\.[25]0|Rev 7/.test(text)))(
  'what stands beside 3.30 in %j is none of it',
  (text) => {
    expect([contains('<= 3.30', text).answer, contains('< 3.30', text).answer]).toEqual(['yes', 'no'])
  },
)

test.each(above)('the version of the device stands in %j, and is not below 3.40', (text) => {
  expect(contains('< 3.40', text).answer).toBe('no')
})

test.each(['3.30 / 3.50', 'UI 3.30, Safety 5.0', '3.30 or 3.50', '3.30 oder 3.50', '3.4?', '3.30?', '3.?'])(
  'of %j nobody can tell whether it is below 3.40',
  (text) => expect(contains('< 3.40', text).answer).toBe('unknown'),
)
