import { expect, test } from 'vitest'
import { advisoryOf, answerTo as answer, configurationOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, isSameVendor, mayFindVendors } from './matching.ts'

type Row = readonly [vendor: string, name: string, version: string]
type Device = Partial<Record<'maker' | 'model' | 'number' | 'text' | 'software' | 'firmware' | 'os', string>>

test.each<[string, Row, Device]>([
  ['letters and code as one', ['Acme', 'ABC XY360 Recorder', '1.1'], { model: 'ABCXY360', software: '1.1' }],
  ['the hyphen elsewhere', ['Acme', 'QZT90 FLEX', '< 8.2'], { model: 'QZT-90FLEX', software: '8.1' }],
  ['only words left out behind the code', ['Acme', 'Fermo 320 Zymotor', 'vers:all/*'], { model: 'Fermo 320' }],
  [
    'words behind a series',
    ['Acme', 'Plant Explorer SNQ Series Overseeing Regulator', '11'],
    { model: 'Plant Explorer SNQ', software: '11.0' },
  ],
  ['a viewer of a long brand', ['Acme', 'Luminar DICOM', '<= 3.2'], { model: 'Luminar DICOM Viewer', software: '3.1' }],
  [
    'an app on a tablet',
    ['Acme', 'eChart iOS Application', '2.6'],
    { model: 'eChart', software: '2.6', os: 'iPadOS 17' },
  ],
  [
    'either of two things shipped together',
    ['Acme', 'Choros (XP Z2 G9 workstation, shipped with Sortiva S8 Sorter)', '5.0'],
    { model: 'Sortiva S8', text: 'cell sorter, with Choros 5.0' },
  ],
  [
    'open digits alone',
    ['Acme', 'FL SWIFT 3xxx 4xxx and 48xx', '< 1.35'],
    { model: 'FL SWIFT 4824E', firmware: '1.32' },
  ],
  ['a line and its model', ['Acme', 'Q-Cam/EFD-2250', '1.11'], { model: 'Q-Cam/EFD-2250 IR', firmware: '1.11' }],
  [
    'members behind a colon',
    ['Acme', '600 Series Pumps: Doser 630 QQT-1715, QQT-1754', 'all'],
    { model: 'Doser 630', number: 'QQT-1754' },
  ],
  [
    'a Roman number with a letter',
    ['Acme', 'HeartCourier II-S GSM', '2.2'],
    { model: 'HeartCourier 2 S GSM', software: '2.2' },
  ],
  ['a number for one market', ['Acme', 'Paradox 522 / 722', 'all'], { model: 'Paradox QQT-722NAS' }],
  ['capitals within brackets', ['Acme', 'enterBus Manager (eZMGR)', '< 3.4'], { model: 'eZMGR', firmware: '3.3' }],
  ['its use behind the name', ['Acme', 'Tana Diacare RS', 'all'], { model: 'TANA RS insulin pump' }],
  [
    'the product’s own number for a version',
    ['Acme', 'Vagus X Clinician', 'A51300'],
    { model: 'Vagus X Clinician App', number: 'A51300' },
  ],
  ['a labelled number', ['Acme', 'Vagus Reader', 'Part number 4471300'], { model: 'Vagus Reader', number: '4471300' }],
  ['models of letters and digits', ['Acme', 'Railway', 'RX1500 | RX1501'], { model: 'Railway RX1501' }],
  [
    'a member before its version',
    ['Acme', 'PowerLogos PM5000', 'PM5560 <= 2.7.8'],
    { model: 'PowerLogos PM5560', firmware: '2.7.4' },
  ],
  ['the first number of the version', ['Acme', 'Ignitor 8', '< 8.0.13'], { model: 'Ignitor', text: 'Ignitor 8.0.12' }],
  [
    'a release behind the name',
    ['Acme', 'Vigil Video DLNA Server', '2019 R1'],
    { model: 'VIGIL VIDEO DLNA SERVER 2019R1' },
  ],
  [
    'software of the same maker on it',
    ['Acme', 'Automatic License Keeper 6', '< V6.0.8'],
    { model: 'Field PQ M5', text: 'Automatic License Keeper V6.0.7' },
  ],
  [
    'the version of a named software',
    ['Acme', 'Skyline DXA System', 'APEX software prior to 5.6.1'],
    { model: 'Skyline DXA', software: 'APEX 5.6.0' },
  ],
  [
    'the day of its firmware',
    ['Acme', 'Cardivit FT-1', 'Firmware released before March 2023'],
    { model: 'Cardivit FT-1', firmware: '15.02.2023' },
  ],
  [
    'a stack of another maker inside',
    ['Treck Inc', 'TCP/IP stack', '<= 6.0.1.67'],
    { maker: 'Acme', model: 'Pump 9', text: 'component: Treck TCP/IP stack 6.0.1.66' },
  ],
  [
    'a part with its maker behind',
    ['Wibu-Systems', 'CodeMeter', '< 7.21'],
    { maker: 'Siemens', model: 'Station Z', text: 'CodeMeter 7.10 runtime by Wibu-Systems' },
  ],
  [
    'a part with its maker in brackets behind',
    ['Wibu-Systems', 'CodeMeter', '< 7.21'],
    { maker: 'Siemens', model: 'Station Z', text: 'CodeMeter 7.10 (Wibu-Systems)' },
  ],
  [
    'a part of plain words, with its maker in full',
    ['3S-Smart Software Solutions GmbH', 'CODESYS Web Server', '<= 2.3'],
    { maker: 'Getinge', model: 'PLC 9', text: 'with 3S CODESYS Web Server 2.3' },
  ],
  [
    'a product of another maker in a list of the maker of its part',
    ['WIBU-SYSTEMS AG', 'Siemens SIMATIC WinCC OA', '< 3.18'],
    { maker: 'Siemens', model: 'SIMATIC WinCC OA', software: '3.17' },
  ],
])('affected: %s', (_, row, device) => {
  expect(answer(row, device)).toBe('affected')
})

test.each<[string, Row, Device]>([
  ['another model of the line', ['Acme', 'Q-Cam/EFD-2250', '1.11'], { model: 'Q-Cam/EWP-2270', firmware: '1.11' }],
  ['another order number', ['Acme', '750-8204/025-000', '< 2.7'], { model: '750-8202/025-000', firmware: '2.6' }],
  [
    'another number than that in brackets',
    ['Acme', 'CADO-Solo VIP Pump (Model 2120)', '< 4.4'],
    { model: 'CADO-Solo', number: '2110', software: '3.0' },
  ],
  [
    'another purpose in the same place',
    ['Acme', 'Effusion EEG 5', '< 5.1'],
    { model: 'Effusion PSG 5', software: '5.0' },
  ],
  [
    'a code that looks like a range',
    ['Acme', 'SIMAT S7-1500 CPU', '< 2.9'],
    { model: 'SIMAT S7-1200', firmware: '2.5' },
  ],
  [
    'a neighbour that it talks to',
    ['Treck Inc', 'TCP/IP stack', 'vers:all/*'],
    { maker: 'Acme', model: 'Pump 9', text: 'connected to Treck TCP/IP stack tester' },
  ],
  [
    'a later version of the part',
    ['Treck Inc', 'TCP/IP stack', '<= 6.0.1.67'],
    { maker: 'Acme', model: 'Pump 9', text: 'with Treck TCP/IP stack 6.0.1.68' },
  ],
  [
    'a part of plain words without its maker',
    ['3S-Smart Software Solutions GmbH', 'CODESYS Web Server', '<= 2.3'],
    { maker: 'Getinge', model: 'PLC 9', text: 'with web server 2.3' },
  ],
  [
    'a product of another maker than the list names it by',
    ['WIBU-SYSTEMS AG', 'Siemens SIMATIC WinCC OA', '< 3.18'],
    { maker: 'Philips', model: 'SIMATIC WinCC OA', software: '3.19' },
  ],
])('not affected: %s', (_, row, device) => {
  expect(answer(row, device)).not.toBe('affected')
  expect(answer(row, device)).not.toBe('cannot_tell')
})

test.each([
  ['B.P.L.', 'BPL Medical Technologies'],
  ['TerumoBCT', 'Terumo BCT'],
  ['PBT', 'Phoenix Broadband Technologies LLC'],
  ['OPW', 'OPW Fuel Management Systems'],
  ['Mirth Corporation', 'NextGen Healthcare'],
  ['Baxa', 'Baxter'],
  ['Fenwal', 'Fresenius Kabi'],
  ['Embla', 'Natus'],
])('%s is %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test('the makers of what a text names may be asked for, whoever made the device', () => {
  const stack = advisoryOf(['Treck Inc', 'TCP/IP stack', '<= 6.0.1.67'])
  const index = compileAdvisories([stack, advisoryOf(['Acme', 'Pump 9', '1'])])
  const device = { maker: 'Acme', model: 'Pump 9', text: 'component: Treck TCP/IP stack 6.0.1.66' }
  const named = configurationOf({ device })

  expect(mayFindVendors(index, named, new Set(['treck']))).toBe(true)
  expect(mayFindVendors(index, { ...named, description: '' }, new Set(['treck']))).toBe(false)
})
