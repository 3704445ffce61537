import { expect, test } from 'vitest'
import { answerTo as answer } from '#tests/match-quality/judge.ts'

// What is fitted to a building and its racks, as its makers and those who keep the inventory write it.

type Row = readonly [vendor: string, name: string, version: string]
type Device = Partial<Record<'maker' | 'number' | 'text' | 'software' | 'firmware' | 'os', string>> & { model: string }

const camera: Row = ['Acme', 'Acme PT12X-SDI-xx-G2', 'vers:all/*']
const recorder: Row = ['Acme', 'GX10 / GX20 / GP10 / GP20 Paperless Recorders', '<= R5.04.01']
const visitors: Row = ['Acme', 'Acme SAFE using the optional External Visitor Manager portal', '<= 5.11.3']
const cardReader: Row = ['Acme', 'Gen1 zorSmart card reader firmware', '< 1.7.2']
const bridge: Row = ['Acme', 'VAP11G-300', '<= 3.3.23']
const transmitter: Row = ['Acme', 'Acme KVM ACR1000A-T-R2', '3.4.31307']
const scanner: Row = ['Acme', 'Zorbit 1991iXR', '< 12']
const tool: Row = ['Acme', 'ICU', '<= 6.9.2']
const door: Row = ['Acme', 'zorSTAR Pro Door Controller', 'vers:all/*']
const players: Row = ['Acme', 'Acme OS series 4 players', '< v8.5.53.1']
const screen: Row = ['Acme', 'Vision 280', 'vers:all/*']
const dome: Row = ['Acme', 'LNV5110R', 'vers:all/*']
const printer: Row = ['Acme', 'ZTC Industrial ZT410', 'vers:all/*']
const monitor: Row = ['Acme', 'ZorMonitor 1000 Remote 1408-BC3A-485', '< 4.020']
const panel: Row = ['Acme', 'ZOT2000 series ZT27 model', '<= 01.49']
const plc: Row = ['Acme', 'CC100 0751-9x01', '< 04.08.01']
const framework: Row = ['Acme', 'Zorgara Framework', '<= 4.15']
const logger: Row = ['Acme', 'ZorbSuite', 'A8810']

test.each<[string, Row, Device]>([
  ['the number alone, where versions stand', logger, { model: 'A8810', text: 'energy logger' }],
  ['that number with what was ordered', logger, { model: 'ZorbSuite', number: 'A8810-0', firmware: '02.21.0128' }],
  ['a colour in the open part', camera, { model: 'PT12X-SDI-GY-G2' }],
  ['the same in the number', camera, { model: '12X SDI PTZ camera', number: 'PT12X-SDI-WH-G2' }],
  ['no colour', camera, { model: 'PT12X SDI G2', text: 'lecture hall' }],
  ['a code between slashes', recorder, { model: 'GP20', firmware: 'R5.04.01' }],
  ['that code with an option', recorder, { model: 'GP10-1E1F', firmware: 'R3.02' }],
  ['a line before the code', recorder, { model: 'SMARTZORB+ GX20-1', firmware: 'R3.02' }],
  ['the option in the text', visitors, { model: 'Acme SAFE', text: 'with External Visitor Manager', software: '5.10' }],
  ['the option in the model', visitors, { model: 'SAFE External Visitor Manager portal', software: '5.10' }],
  ['its kind in French', cardReader, { model: 'Lecteur zorSmart Gen1', firmware: '1.5.4' }],
  ['its kind in German', cardReader, { model: 'Kartenleser zorSmart Gen1', firmware: '1.5.4' }],
  [
    'a bus that it reads',
    ['Acme', 'CMe3100', '< 1.13'],
    { model: 'CMe3100 M-Bus Metering Gateway', firmware: 'v1.12.1' },
  ],
  ['how big it is', bridge, { model: 'VAP11G-300 MINI WIFI BRIDGE', firmware: '3.3.22' }],
  [
    'how big its line is',
    ['Acme', 'TCIV-3+', '< 9.3'],
    { model: 'TCIV-3+ Fermo Compact video intercom', software: '9.2' },
  ],
  [
    'what it does, before its code',
    transmitter,
    { model: 'Zeta KVM transmitter ACR1000A-T-R2', firmware: '3.4.31307' },
  ],
  ['a line before the code', scanner, { model: 'Zorbit XP 1991iXR', firmware: '11' }],
  [
    'the tier that is named',
    ['Acme', 'Zorblustra Pro 400', '< 4'],
    { model: 'Zorblustra Pro 400 dome', firmware: '3.1' },
  ],
  ['a size behind the generation', ['Acme', 'MODUZORB GP', '7.2'], { model: 'Moduzorb GP 4x25 kVA', firmware: '7.2' }],
  ['initials, spelt out behind', tool, { model: 'ICU (iZORB Configuration Utility)', software: '6.8.8' }],
  ['initials in brackets', tool, { model: 'iZORB Configuration Utility (ICU)', software: '6.8.8' }],
  ['what it is, left out', door, { model: 'zorSTAR Pro' }],
  ['parts of the box', door, { model: 'zorSTAR Pro ACM/GCM' }],
  ['a series behind the code', players, { model: 'XD1034 Series 4 player', firmware: '8.2.55' }],
  ['its system', players, { model: 'HD224 (series 4)', os: 'Acme OS 8.5.47' }],
  ['a series in the text', players, { model: 'XD1034', text: 'Series 4 player, hall', firmware: '8.2.55' }],
  ['the initial of the one word', screen, { model: 'V280-18-B20B' }],
  ['that word besides', screen, { model: 'Vision V280' }],
  ['the order number that ends the name', monitor, { model: '1408-BC3A-485', firmware: '4.010' }],
  ['a model whose line stands before it', panel, { model: 'ZT2712-STBA', firmware: '01.45.000' }],
  ['an order number with an open digit', plc, { model: 'CC100', number: '751-9301', firmware: '04.06' }],
  ['that number alone', plc, { model: '0751-9401', firmware: '04.06' }],
  [
    'letters that are all its designation',
    ['Acme', 'BACnet Gateway ZW-EM', '< 2'],
    { model: 'ZW-EM', firmware: '1.3' },
  ],
  ['a system with a slash', ['Acme', 'ZorCAT/BSD', '< 14.1'], { model: 'CX5130', os: 'ZorCAT/BSD 13.2' }],
  ['how a printer was ordered', ['Acme', 'ZorLink C405', '< 61.23'], { model: 'ZorLink C405DN', firmware: '60.10' }],
  ['the framework itself', framework, { model: 'Zorgara 4 Framework', software: '4.13' }],
  [
    'a release of a year in the name',
    ['Acme', 'Zorbedge 2020 R2 SP2 and prior', ''],
    { model: 'Zorbedge', software: '2020 R2 SP1' },
  ],
  [
    'a series by four letters',
    ['Acme', 'Zor-UPS ZMTL Series', '<= 15.0'],
    { model: 'ZMTL1500RM2UC', firmware: '14.9' },
  ],
  [
    'an order number with a point',
    ['Acme', 'ZMC III PU 7030.000', '< 6.21'],
    { model: 'ZMC III PU', number: 'DK 7030.000', firmware: '6.11' },
  ],
  ['initials of the maker before the number', ['DSE', 'DSE855', '< 1.1'], { model: '855 gateway', firmware: '1.0.26' }],
  [
    'what moves, behind the number',
    ['Acme', 'ZorFlex 527', '>= 2.001'],
    { model: 'ZorFlex 527 AC drive', firmware: '2.001' },
  ],
  ['the initial before a longer code', ['Acme', 'Fynx 206-F2G', '4.24'], { model: 'F206-F2G', firmware: '4.24' }],
  [
    'letters joined behind the name',
    ['Acme', 'ZiLCOS ZopenBAT', '< 10.34'],
    { model: 'ZopenBAT-R', firmware: '10.12' },
  ],
  ['an option of two letters and one more', ['Acme', 'ZDAM-5550', 'vers:all/*'], { model: 'ZDAM-5550KW-BE' }],
  ['the number that begins the name', ['Acme', '011209 SIP Zorcom', '< 22.0.1'], { model: '011209', firmware: '21.0' }],
])('affected: %s', (_, row, device) => expect(answer(row, device)).toBe('affected'))

test.each<[string, Row, Device]>([['no number', logger, { model: 'ZorbSuite', firmware: '02.21' }]])(
  'cannot tell: %s',
  (_, row, device) => expect(answer(row, device)).toBe('cannot_tell'),
)

test.each<[string, Row, Device]>([
  ['another number of the line', logger, { model: 'ZorbSuite', number: 'A8812' }],
  ['another end than the open part leaves', camera, { model: 'PT12X-SDI-GY-G3' }],
  ['another interface', camera, { model: 'PT12X-USB-GY-G2' }],
  ['a code that is not listed', recorder, { model: 'GX30 Paperless Recorder', firmware: 'R5.03' }],
  ['a later version', recorder, { model: 'GX20-1', firmware: 'R5.05' }],
  ['an option that it is without', visitors, { model: 'Acme SAFE', text: 'no visitor manager', software: '5.10' }],
  ['another generation', cardReader, { model: 'Lecteur zorSmart Gen2', firmware: '1.5.4' }],
  ['another size of another code', bridge, { model: 'VAP11G-500 Mini WiFi bridge', firmware: '3.3.22' }],
  ['the other end of the line', transmitter, { model: 'Zeta KVM receiver ACR1000A-R-R2', firmware: '3.4.31307' }],
  ['what is bought for it', transmitter, { model: 'Power module for ACR1000A-T-R2', firmware: '3.4.31307' }],
  ['another code of the line', scanner, { model: 'Zorbit XP 1991iSR', firmware: '11' }],
  [
    'another tier of the line',
    ['Acme', 'Zorblustra Essentials Gen 4', '< 4'],
    { model: 'Zorblustra Pro Gen 4', firmware: '3' },
  ],
  [
    'another tier before the number',
    ['Acme', 'Zorblustra Pro 400', '< 4'],
    { model: 'Zorblustra Plus 400', firmware: '3' },
  ],
  ['a later generation', ['Acme', 'MODUZORB GP', '< 4'], { model: 'MODUZORB GP2', firmware: '2.30' }],
  [
    'a later generation with its own code',
    ['Acme', 'MODUZORB GP (MOD3GP-SY-120K)', 'Web firmware v01.12.10'],
    { model: 'MODUZORB GP2 M4-S-200', firmware: '01.12.10' },
  ],
  ['a place that begins so', tool, { model: 'ICU (intensive care unit)', software: '6.8.8' }],
  ['another tool', tool, { model: 'SCT (System Configuration Tool)', software: '6.8.8' }],
  ['another of the line', door, { model: 'zorSTAR Ultra SE' }],
  ['another thing of the line', door, { model: 'zorSTAR Pro reader' }],
  ['another series', players, { model: 'XC4055 Series 5 player', firmware: '8.2.55' }],
  ['the number of something else', players, { model: 'XD1034 4 ports', firmware: '8.2.55' }],
  ['another number behind the initial', screen, { model: 'V230-13-B20B' }],
  ['another initial', ['Acme', 'Fermo 280', 'vers:all/*'], { model: 'V280-18-B20B' }],
  ['another code cut short', dome, { model: 'LNV53' }],
  ['another code of the series', printer, { model: 'ZT420' }],
  ['another series', printer, { model: 'ZT600 series' }],
  ['another order number', monitor, { model: '1408-EM3A-ENT', firmware: '4.010' }],
  ['another line of panels', panel, { model: 'ZT2508-VTBA', firmware: '01.45.000' }],
  ['another number than the open one', plc, { model: 'PFC200', number: '750-8212', firmware: '04.06' }],
  ['another designation', ['Acme', 'BACnet Gateway ZW-EM', '< 2'], { model: 'ZW-EX', firmware: '1.3' }],
  ['another printer', ['Acme', 'ZorLink C405', '< 61.23'], { model: 'ZorLink C505DN', firmware: '60.10' }],
  [
    'a later year than the name says',
    ['Acme', 'Zorbedge 2020 R2 SP2 and prior', ''],
    { model: 'Zorbedge', software: '2023' },
  ],
  ['another first number behind the name', ['Acme', 'ZorStar 2', '<= 2.9'], { model: 'ZorStar 1.93' }],
  [
    'another order number with a point',
    ['Acme', 'ZMC III PU 7030.000', '< 6.21'],
    { model: 'ZMC III Compact', number: '7030.010', firmware: '6.11' },
  ],
  ['another number behind the initials', ['DSE', 'DSE855', '< 1.1'], { model: '857 gateway', firmware: '1.0.26' }],
  [
    'another number before what moves',
    ['Acme', 'ZorFlex 527', '>= 2.001'],
    { model: 'ZorFlex 525 AC drive', firmware: '5.001' },
  ],
  ['another number with that option', ['Acme', 'ZDAM-5550', 'vers:all/*'], { model: 'ZDAM-5560KW-BE' }],
  [
    'another number that begins a name',
    ['Acme', '011209 SIP Zorcom', '< 22.0.1'],
    { model: '011186', firmware: '21.0' },
  ],
  ['another scanner of the line', ['Acme', 'Zomatom Drive', '< 2'], { model: 'Zomatom Force', software: '1.0' }],
  ['a release in place of a number', ['Acme', 'ZorbSuite', 'R2019'], { model: 'Zeta R2019', firmware: '1.2' }],
])('not affected: %s', (_, row, device) => expect([undefined, 'not_affected']).toContain(answer(row, device)))
