import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { answerTo } from '#tests/match-quality/judge.ts'

type Device = Partial<Record<'model' | 'text' | 'software' | 'firmware' | 'os', string>>

const answer = (name: string, version: string, device: Device) =>
  answerTo(['Acme', name, version], { model: name, ...device })

test.each<[string, string, Device, Answer]>([
  ['the program in its column', 'TomoView 3.4.9 and earlier', { software: 'TomoView 3.4.2' }, 'affected'],
  ['software that is above it', 'TomoView 3.4.9 and earlier', { software: 'TomoView 3.5' }, 'not_affected'],
  ['the program in a text', 'TomoView 3.4.9 and earlier', { text: 'chair 2, TomoView 3.4.2' }, 'affected'],
  ['a bare version of software', 'TomoView 3.4.9 and earlier', { software: '3.4.2' }, 'affected'],
  ['the firmware of the unit alone', 'TomoView 3.4.9 and earlier', { firmware: '1.0.14' }, 'cannot_tell'],
  ['both, of which the software counts', 'TomoView 3.4.9', { software: '3.4.9', firmware: '1.0' }, 'affected'],
  ['the product’s own name', 'Zymotor 3.4.9 and earlier', { firmware: '3.4.2' }, 'affected'],
  ['its own software', 'System software 4.x', { firmware: '4.2' }, 'affected'],
  ['two versions with labels', 'Firmware < 2.0', { software: 'App 3.2 / FW 1.8' }, 'affected'],
  ['two versions with labels', 'Firmware < 2.0', { software: 'App 1.2 / FW 2.1' }, 'not_affected'],
  ['two versions with labels', 'Software < 2.0', { software: 'SW 3.2, FW 1.8' }, 'not_affected'],
  ['the column that is spoken of', 'Software < 2.0', { software: '3.2', firmware: '1.8' }, 'not_affected'],
  ['the column that is spoken of', 'Firmware < 2.0', { software: '3.2', firmware: '1.8' }, 'affected'],
  ['the only column that is filled', 'Software < 2.0', { firmware: '1.8' }, 'affected'],
  ['its main version alone', '>= 10.1 | <= 10.5', { software: 'v10' }, 'cannot_tell'],
  ['its main version alone', '4.2.1 and earlier', { software: '4' }, 'cannot_tell'],
  ['less than the range begins with', '>= 10.1.2 | <= 10.5', { software: '10.1' }, 'cannot_tell'],
  ['what is below it', '>= 10.1.2 | <= 10.5', { software: '10.0' }, 'not_affected'],
  ['a version that ends too early', '< 3.6.7', { software: '3.6' }, 'cannot_tell'],
  ['the same in the name', '< 3.6.7', { model: 'Fermo Zymotor 320 3.6' }, 'affected'],
  ['the last place', '8.10.0.0 to 8.10.0.12', { firmware: '8.10' }, 'cannot_tell'],
  ['a place that changes nothing', '< 3.6.0', { software: '3.6' }, 'not_affected'],
  ['a hotfix that is not said', '< VB30E_HF07', { software: 'VB30E' }, 'cannot_tell'],
  ['a first hotfix that is not said', '< 4.5 HF1', { software: '4.5' }, 'affected'],
  ['a service pack that is not said', '< 4.5 SP1', { software: '4.5' }, 'affected'],
  ['a hotfix that nobody read', '< 4.5 HF1', { software: '4.5 HF?' }, 'cannot_tell'],
  ['a patch that is not said', '< V3.17 P013', { software: '3.17' }, 'cannot_tell'],
  ['a day of the system', 'OS version before 20210218', { os: '20200709' }, 'affected'],
  ['that day itself', 'OS version before 20210218', { os: '20210218' }, 'not_affected'],
  ['a revision that is not said', '1.28r05 and older', { software: '1.28' }, 'cannot_tell'],
  ['the same behind the name', '>= 15 | <= 15.2.2', { model: 'Fermo Zymotor 320 15' }, 'cannot_tell'],
  ['a release behind the name', '2022 R3 and earlier', { model: 'Fermo Zymotor 320 2022 R3' }, 'affected'],
  [
    'a generation of boxes',
    '11.0.x all versions, 11.1.x before 11.1.3.1',
    { model: 'Fermo Zymotor 320 V2' },
    'cannot_tell',
  ],
  [
    'the code before the version',
    '< FZ320 3.5.56',
    { model: 'Fermo Zymotor 320', firmware: 'V3.5.72' },
    'not_affected',
  ],
  ['the code before the version', '< FZ320 3.5.56', { model: 'Fermo Zymotor 320', firmware: 'V3.5.52' }, 'affected'],
  ['the code in the column too', '<= 3.5.56', { model: 'Fermo Zymotor 320 FZ32', firmware: 'FZ32 3.5.52' }, 'affected'],
  [
    'the code in the column too',
    '<= 3.5.56',
    { model: 'Fermo Zymotor 320 FZ32', firmware: 'FZ32 V3.6' },
    'not_affected',
  ],
  ['the kind of box before it', '< NVR-B38.20.17', { firmware: 'NVR-B38.20.10' }, 'affected'],
  ['the kind of box on one side', '< NVR-B38.20.17', { firmware: 'B38.20.17' }, 'not_affected'],
  ['the kind of box on the other', '< B38.20.17', { firmware: 'IPC-B38.20.10' }, 'affected'],
  ['a nought that may have been lost', '7.2', { firmware: '7.20' }, 'cannot_tell'],
  ['a nought that was not', '7.2', { firmware: '7.21' }, 'not_affected'],
  ['a nought that may have been lost from a range', '<= 7.2', { firmware: '7.20' }, 'cannot_tell'],
  ['a number beyond a range', '<= 7.2', { firmware: '7.21' }, 'not_affected'],
  ['a sign that holds for both', '< R02 (or Software Version 1.1.13166)', { software: '1.1.13020' }, 'affected'],
  ['a sign that holds for both', '< R02 (or Software Version 1.1.13166)', { software: '1.1.13166' }, 'not_affected'],
  ['that there is none', '7.2 without patch 4', { software: '7.2', text: 'no patches installed' }, 'affected'],
  ['software beside firmware', 'firmware 2.2 / software 3.1 and earlier', { software: '3.0' }, 'affected'],
  ['both', 'firmware 2.2 / software 3.1 and earlier', { software: '3.0', firmware: '2.1' }, 'affected'],
  ['what nobody speaks of', 'firmware 2.2 / software 3.1 and earlier', { firmware: '2.1' }, 'cannot_tell'],
  ['software above its bound', 'firmware 2.2 / software 3.1 and earlier', { software: '3.2' }, 'cannot_tell'],
  ['both above', 'Firmware < 2.2 and software < 3.1', { software: '3.2', firmware: '2.2' }, 'not_affected'],
  ['a release of the year that is not said', '2019 R2', { software: '2019' }, 'cannot_tell'],
  ['a release without its letter', '< VB30C', { software: 'VB30' }, 'cannot_tell'],
  ['a digit that nobody read', '1.10 | 1.11', { software: '1.1?' }, 'cannot_tell'],
  ['a main version that decides', '4.2.1 and earlier', { software: '3' }, 'affected'],
  ['a main version that decides', '4.2.1 and earlier', { software: '5' }, 'not_affected'],
  ['a main version that is the bound', '< 5.0', { software: '5' }, 'not_affected'],
  ['the year alone', '<= 2025.1', { software: '2025' }, 'cannot_tell'],
  ['what a spreadsheet made a day of', '03-22 and earlier', { software: '05. Mrz' }, 'cannot_tell'],
  ['its system', '< 2.0 (only Windows versions are affected)', { software: '1.8', os: 'Windows 10' }, 'affected'],
  ['its system', '< 2.0 (only Windows versions are affected)', { software: '1.8', os: 'Ubuntu 22.04' }, 'not_affected'],
  ['software that is spared', 'Firmware < 4.2.1; software not affected', { software: '4.1' }, 'cannot_tell'],
  [
    'firmware beside it',
    'Firmware < 4.2.1; software not affected',
    { software: '3.8', firmware: '4.3' },
    'not_affected',
  ],
  [
    'firmware beside it',
    'Firmware < 4.2.1 (software is not affected)',
    { software: '5.0', firmware: '4.2.0' },
    'affected',
  ],
  ['a main unit', 'Main software before 3.05, any DSP version', { software: 'Main: 3.02 / DSP: 4.10' }, 'affected'],
  ['a main unit', 'Main software before 3.05, any DSP version', { software: 'Main 3.05; DSP 1.04' }, 'not_affected'],
  ['a part besides', 'Base software 5.2 with option pack 3', { software: '5.2, option pack 3' }, 'affected'],
  ['a part besides', 'Base software 5.2 with option pack 3', { software: '5.2, option pack 4' }, 'not_affected'],
  [
    'a part besides',
    'Base software 5.2 with option pack 3',
    { software: 'Base: 5.3 / Option pack: 3' },
    'not_affected',
  ],
  ['the system that a maker calls its firmware', 'ZYM-OS 6.9.6 and earlier', { firmware: '6.8.2' }, 'affected'],
  ['the system that a maker calls its firmware', 'ZymOS 6.9.6 and earlier', { firmware: '7.0' }, 'not_affected'],
  [
    'an option on a system',
    'All versions with FIS running on Debian 9 or earlier',
    { text: 'with FIS', os: 'Debian 8' },
    'affected',
  ],
  [
    'an option on a system',
    'All versions with FIS running on Debian 9 or earlier',
    { text: 'FIS', os: 'Debian 10' },
    'not_affected',
  ],
  ['an option on a system', 'All versions with FIS running on Debian 9 or earlier', { os: 'Debian 8' }, 'cannot_tell'],
  [
    'the patch level',
    'Android 11 with security patch level before June 5, 2023',
    { os: 'Android 11', software: 'Security patch level 2023-06-05' },
    'not_affected',
  ],
  [
    'the patch level',
    'Android 11 with security patch level before June 5, 2023',
    { os: 'Android 11, patch December 2022' },
    'affected',
  ],
  [
    'the patch level',
    'Android 11 with security patch level before June 5, 2023',
    { os: 'Android 13', text: 'patch level: 2022-12-01' },
    'not_affected',
  ],
  ['the patch level', 'Android 11 with security patch level before June 5, 2023', { os: 'Android 11' }, 'cannot_tell'],
  [
    'the day of its firmware',
    'Firmware released before 15 March 2022',
    { firmware: 'FW dated June 2023' },
    'not_affected',
  ],
  ['the day of its firmware', 'Firmware released before 15 March 2022', { firmware: 'Stand Mai 2021' }, 'affected'],
  [
    'a system that the description names',
    'All versions running Windows 7',
    { text: 'robot, Win10 LTSC 2019' },
    'not_affected',
  ],
  [
    'a system that the description names',
    'All versions running Windows 7',
    { text: 'robot, Windows 7 Embedded' },
    'affected',
  ],
  [
    'a system that the description names',
    'All versions running Windows 7',
    { text: 'robot with windows' },
    'cannot_tell',
  ],
  ['the day it was made', 'Controls made before May 2019', { text: 'bed, built 2018' }, 'affected'],
  ['the day it was made', '3.2 (manufactured before 2019)', { text: 'built 2020', software: '3.2' }, 'not_affected'],
  ['the day it was made', '3.2 (manufactured before 2019)', { text: 'built 2018', software: '3.2' }, 'affected'],
  ['the day it was made', '3.2 (manufactured before 2019)', { text: 'built 2018', software: '3.3' }, 'not_affected'],
])('of %s, where "%s" is affected, %j is %s', (_, version, device, expected) => {
  expect(answer('Fermo Zymotor 320', version, device)).toBe(expected)
})

test('of models that are listed with the version of a part, that part decides', () => {
  const listed = '1SAP561200R0001 (revision A0 with BSP <= UN30 1.76)'
  const unit = (firmware: string, text = 'rev. A0') =>
    answer('CP661', listed, { model: 'CP661 1SAP561200R0001', firmware, text })

  expect(unit('BSP UN30 1.70')).toBe('affected')
  expect(unit('BSP UN30 2.31')).toBe('not_affected')
  expect(unit('BSP UN30 1.70', '')).toBe('cannot_tell')
  expect(unit('')).toBe('cannot_tell')
})

test.each<[string, Device, Answer]>([
  ['in its column', { os: 'TomoLine 9.0' }, 'affected'],
  ['in its column, above', { os: 'TomoLine: 9.2' }, 'not_affected'],
  ['before the version', { software: 'Tomo-Line 9.0' }, 'affected'],
  ['of others', { os: 'Debian 9.2' }, 'cannot_tell'],
])('of a system that the product is named by, %s', (_, device, expected) => {
  expect(answer('Zymotor 320 TomoLine Debian', '< 9.1', device)).toBe(expected)
})

test.each<[string, Device, Answer]>([
  ['no version', {}, 'cannot_tell'],
  ['a version below', { firmware: '2.305b240101' }, 'affected'],
  ['a version above', { firmware: '2.306' }, 'not_affected'],
])('the V2 of a code says no version: with %s it is %s', (_, device, expected) => {
  expect(answer('ZX-804T-V2', '<=2.305b250121', device)).toBe(expected)
})

const inColumns = (versions: string, columns: Device, name = 'Infusomat Space') =>
  answerTo(['B. Braun', name, versions], { model: name, ...columns })

test.each<[Device, string]>([
  [{ software: 'WLAN Card 3.0' }, 'cannot_tell'],
  [{ software: 'WLAN Card 4.0' }, 'cannot_tell'],
  [{ software: 'Space WLAN Card 4.0' }, 'cannot_tell'],
  [{ software: 'Bluetooth-Modul v5.0' }, 'cannot_tell'],
  [{ software: 'Barcode scanner FW 4.0' }, 'cannot_tell'],
  [{ software: 'WLAN-Karte 4.0', firmware: '3.2' }, 'affected'],
  [{ software: '3.4; WLAN card 4.0' }, 'affected'],
  [{ software: 'Main 4.0' }, 'not_affected'],
  [{ software: 'V4.0' }, 'not_affected'],
])('a part alone in a column says nothing of the device: %j', (columns, expected) => {
  expect(inColumns('< 3.5', columns)).toBe(expected)
})

test('of an advisory on the part its version counts', () => {
  expect(inColumns('WLAN card < 3.5', { software: 'WLAN card 3.0' })).not.toBe('not_affected')
  expect(inColumns('< 3.5', { software: 'WLAN Card 4.0' }, 'Space WLAN Card')).toBe('not_affected')
})
