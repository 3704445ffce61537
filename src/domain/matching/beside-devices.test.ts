import { expect, test } from 'vitest'
import { answerTo as answer } from '#tests/match-quality/judge.ts'

// What stands beside medical devices: building automation, access control, networks, power, licence services.

type Row = readonly [vendor: string, name: string, version: string]
interface Device {
  maker?: string
  model: string
  number?: string
  text?: string
  software?: string
  firmware?: string
  os?: string
}

test.each<[string, Row, Device]>([
  ['codes with no commas between', ['Acme', 'RV50 RV55 MG90 and LX40', '< 4.12'], { model: 'MG90', software: '4.9' }],
  ['two codes of other letters', ['Acme', 'NAE55 and NIE55', '<= 9.0'], { model: 'NIE55', software: '9.0' }],
  ['codes between commas', ['Acme', 'B450, C650 and D850', '<= 9.0'], { model: 'C650', software: '9.0' }],
  ['names of one acronym', ['Acme', 'NVRmini2 NVRsolo', '<= 3.8'], { model: 'NVRsolo', firmware: '3.7' }],
  ['an open digit within', ['Acme', 'DS-2CD4xx5 Series', '<= 5.4'], { model: 'DS-2CD4125FWD-IZ', firmware: '5.3' }],
  ['open digits twice', ['Acme', 'cMT-SVR-1xx/2xx', '< 20210305'], { model: 'cMT-SVR-200', firmware: '20201210' }],
  ['a shared end', ['Acme', 'PXC12/22/36-E.D', '< V6.1'], { model: 'PXC22-E.D', firmware: 'V6.0' }],
  ['letters and number parted by a slash', ['Acme', 'NDS/5008', '2.1'], { model: 'NDS/5008', firmware: '2.1' }],
  ['a line before its member', ['Acme', 'NDS-5000 NDS/5008', '2.1'], { model: 'NDS 5008', firmware: '2.1' }],
  ['what was ordered behind a point', ['Acme', 'DXR2', '< 1.2'], { model: 'DXR2.E18-101A', firmware: '1.1' }],
  ['an option joined to the line', ['Acme', 'iBoot-PDU FW', '< 1.4'], { model: 'iBoot-PDU8A-N15', firmware: '1.3' }],
  [
    'a sentence behind the name',
    ['Acme', 'Base Server a server used to control robots with wheels', '< 24'],
    { model: 'Base Server', software: '23' },
  ],
  ['a kind of device only', ['Acme', 'Label Printers', 'vers:all/*'], { model: 'ZX41', text: 'Label printer, ward 3' }],
  [
    'the part spelt out in the description',
    ['Acme', 'MiSeq Dx LRM', '<= 3.1'],
    { model: 'MiSeqDx', text: 'Local Run Manager v2.0' },
  ],
  [
    'a major version in the name',
    ['Acme', 'powermanager V3', 'vers:all/*'],
    { model: 'powermanager', software: '3.6' },
  ],
  ['a market package', ['Acme', 'SiPass integrated V2.80', 'vers:all/*'], { model: 'SiPass integrated MP2.80' }],
  ['the code glued to the version', ['Acme', 'SRN-40', '< SRN40_v2.16_1704'], { model: 'SRN40', firmware: '2.10' }],
  ['one that is named besides', ['Acme', 'EFD-22', '<= 1.12.0 | 1.12.14'], { model: 'EFD-22', firmware: '1.12.14' }],
  [
    'the firmware said in brackets',
    ['Acme', 'WebSys', '< 2.15 (Firmware versions prior to 8.26)'],
    { model: 'WebSys', firmware: '8.20' },
  ],
  [
    'its number beside the version',
    ['Acme', 'Port LTS', '1.4.3'],
    { model: 'Port LTS', firmware: '1.4.3 (82002228_K)' },
  ],
  [
    'that number as the version',
    ['Acme', 'Port LTS', '82002228_K'],
    { model: 'Port LTS', firmware: '1.4.3 (82002228_K)' },
  ],
  ['the Android of a handheld', ['Acme', 'CT50-Ex', '4.4 | 6.0'], { model: 'CT50-Ex', os: 'Android 6.0' }],
  [
    'systems in brackets',
    ['Acme', 'Easy Online', '<= 2.5 (Windows 7, 10, Windows Server 2016)'],
    { model: 'Easy Online', software: '2.5', os: 'Windows 10 Pro' },
  ],
  [
    'a family of numbers',
    ['Acme', 'SCALANCE XB-200 switch family', '< V4.5'],
    { model: 'SCALANCE XB-208', firmware: '4.1' },
  ],
  ['a series by its first digits', ['Acme', 'M30 Series Cameras', 'vers:all/*'], { model: 'M3004-V' }],
  ['a series with a letter behind', ['Acme', 'IA5000A Series', '<= 1.4'], { model: 'IA5250A-T', firmware: '1.3' }],
  ['names between commas', ['Acme', 'WebCTRL, i-Vu, SiteScan Web', '<= 7'], { model: 'i-Vu', software: '7.0' }],
  [
    'one name again and again',
    ['Acme', 'iSTAR Ultra, iSTAR Ultra SE', '< 6.9'],
    { model: 'iSTAR Ultra SE', firmware: '6.8' },
  ],
  [
    'the version in the name',
    ['Acme', 'CodeMeter versions prior to 7.30', 'vers:all/*'],
    { model: 'CodeMeter', software: '7.20' },
  ],
  ['and prior', ['Acme', 'CodeMeter 7.30 and prior', ''], { model: 'CodeMeter', software: '7.20' }],
  ['the system that it runs', ['Acme', 'AXIS OS', '< 10.5'], { model: 'P3245-V', os: 'AXIS OS 10.4' }],
  ['the major version in the name of it', ['Acme', 'ZORTAP 9', '< 9.12'], { model: 'FX200', os: 'ZORTAP 9.11.1P4' }],
  ['the word for it left out', ['Acme', 'Zorware OS', '< 12.10'], { model: 'FX200', os: 'Zorware 12.5.9' }],
  [
    'the system of another maker',
    ['Zorblax', 'Zorblax OS 11', '< 11.09.310'],
    { maker: 'Acme', model: '24CN650N', os: 'Zorblax OS 11.08.230' },
  ],
  [
    'the system that the name asks for',
    ['Acme', 'ZX5130 with Zorcat/BSD', '< 13.2.0.4'],
    { model: 'ZX5130', os: 'Zorcat/BSD 12.2.11.1' },
  ],
  [
    'the software that the name asks for',
    ['Acme', 'Luna iDXA with zorCORE software', '< 18'],
    { model: 'Luna iDXA', software: 'zorCORE 17' },
  ],
  ['the software that it runs', ['Acme', 'ALEOS', '< 4.12'], { model: 'AirLink MP70', software: 'ALEOS 4.9.3' }],
  [
    'QNX of another maker',
    ['BlackBerry', 'QNX SDP', '<= 6.5.0 SP1'],
    { maker: 'Baxter', model: 'X200', os: 'QNX Neutrino 6.5.0' },
  ],
  [
    'a system in the description',
    ['Wind River', 'VxWorks', '6.5 to 6.9'],
    { maker: 'Baxter', model: 'X2', text: 'VxWorks 6.6' },
  ],
])('affected: %s', (_, row, device) => expect(answer(row, device)).toBe('affected'))

test.each<[string, Row, Device]>([
  ['another protocol', ['Acme', 'APO PXC Series (BACnet)', '< 3.5'], { model: 'APO PXC', text: 'P2', firmware: '2.8' }],
  [
    'another order number',
    ['Acme', 'Simat CPU (6ES7512-1CK00-0AB0)', '< 3.5'],
    { model: 'Simat CPU', number: '6ES7515-2AM00-0AB0', firmware: '2.8' },
  ],
  ['the letters of a code', ['Acme', 'Sima RTLS Locating Tool', '< 3'], { model: 'Sima RTLS4030G', firmware: '2.8' }],
  ['another member of the line', ['Acme', 'NDS-5000 NDS/5008', '2.1'], { model: 'NDS 6008', firmware: '2.1' }],
  ['another number than the open one', ['Acme', 'DS-2CD4xx5', '< 3'], { model: 'DS-2CD4126', firmware: '2.8' }],
  ['another major version', ['Acme', 'powermanager V3', 'vers:all/*'], { model: 'powermanager', software: '4.2' }],
  ['a release of a later year', ['Acme', 'FlexPub', '<= 2018 R3'], { model: 'FlexPub', text: 'Version 2019 R3' }],
  [
    'another operating system',
    ['Acme', 'Easy Online', '<= 2.5 (Windows 7, 10, Windows Server 2016)'],
    { model: 'Easy Online', software: '2.5', os: 'Red Hat Enterprise Linux 8' },
  ],
  [
    'another module in brackets',
    ['Acme', 'POL909 (AWB module)', '< 12'],
    { model: 'POL909 (AWM module)', firmware: '11' },
  ],
  ['another region', ['Acme', 'Gate 100 (US)', '< 12'], { model: 'Gate 100 (EU)', firmware: '11' }],
  [
    'a later version than the name says',
    ['Acme', 'CodeMeter versions prior to 7.30', 'vers:all/*'],
    { model: 'CodeMeter', software: '7.40' },
  ],
  [
    'another generation of another maker’s system',
    ['Zorblax', 'Zorblax OS 11', 'vers:all/*'],
    { maker: 'Acme', model: '24CN650N', os: 'Zorblax OS 12.1.230' },
  ],
  ['a later system', ['Acme', 'AXIS OS', '< 10.5'], { model: 'P3245-V', os: 'AXIS OS 10.6' }],
  [
    'QNX that counts otherwise',
    ['BlackBerry', 'QNX SDP', '<= 6.5'],
    { maker: 'Baxter', model: 'X200', os: 'QNX OS for Medical 1.1' },
  ],
  ['another line of its name', ['Acme', 'Syngo fastView', 'vers:all/*'], { model: 'syngo.via', software: 'VB60A' }],
])('not affected: %s', (_, row, device) => expect([undefined, 'not_affected']).toContain(answer(row, device)))

test('a code with one letter more may be another model', () => {
  expect(answer(['Acme', 'NPort 5110', '< 12'], { model: 'NPort 5110A', firmware: '11' })).toBe('cannot_tell')
  expect(answer(['Acme', 'NPort 5110', '< 12'], { model: 'NPort 5110', firmware: '11' })).toBe('affected')
})
