import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import { squeezedNames } from './squeezed-members.ts'
import { memberOf, squeezedDevice } from './squeezed-names.ts'

interface Device {
  readonly maker?: string
  readonly number?: string
  readonly text?: string
  readonly os?: string
  readonly firmware?: string
}

const answer = (product: string, model: string, device: Device = {}, version = 'vers:all/*') =>
  answerTo([device.maker ?? 'Zymotec', product, version], { model, ...device })

test.each<[string, string, string]>([
  ['words run together', 'S50 Elite, S60 and P50 Elite', 'S50Elite'],
  ['a code parted by a hyphen', 'S50 Elite, S60 and P50 Elite', 'S-60'],
  ['letters and size run together', 'VGi evo, 5G XL', '5GXL'],
  ['a word parted', 'Veralumepocs 3D R100 / F40', 'Veralum epocs 3D R 100'],
  ['a member that shares its beginning with the first', 'Ortholuma XG 3D / XG 5 / XG Plus', 'Ortholuma XG5'],
  ['a sign for a word', 'Ortholuma XG 3D / XG 5 / XG Plus', 'Ortholuma XG+'],
  ['a word for a sign', 'Dialuma+ Dialysis Machine', 'Dialuma plus'],
  ['an Arabic for a Roman number', 'Spirolum III and Spirobanc II', 'Spirolum 3'],
  ['a Roman for an Arabic number', 'Spirolum 3', 'SpirolumIII'],
  ['a Greek letter written out', 'Plasoluma Σ Separator', 'Plasoluma Sigma'],
  ['a Greek letter for its name', 'Lumiscope alpha 7', 'LUMISCOPE α7'],
  ['a nought for the letter', 'O-arm Q2', '0-arm Q2'],
  ['a code without the word behind it', 'Capilluma 3 Tessera', 'Capilluma 3'],
  ['open digits', 'mBQA 51x Body Analyzer', 'mBQA 515'],
  ['open digits within', 'QBL800 FLEX (QBL8x5, QBL8x7)', 'QBL825 FLEX'],
  ['initials before the number', 'Puritas Bennet 840 Ventilator', 'PB840'],
  ['the second part of a hyphened code', 'TRQ-NW8F Retinal Camera', 'NW8F'],
  ['the short name in brackets', 'Integrated Lights-Off 5 (iLU 5)', 'iLU 5'],
  ['a hyphened name in brackets', 'enterBus Manager Touch (eZMGR-TCH) firmware', 'eZMGR-TCH'],
  ['what it is called, in brackets', 'Telezym-Medical (ZM-Server)', 'ZM-Server'],
  ['an option in small letters behind a code', 'ZX421', 'ZX421d'],
  ['several such options', 'ZX622', 'ZX622ade'],
  ['a code for one market', 'ZIMAGE1 S CONNECT TQ200', 'TQ200EN ZIMAGE 1 S CONNECT'],
  ['one letter for another of its sound', 'ENDOZYM Logic 4K (5525301)', 'ENDOZYM LOGIK 4K'],
  ['the patients it is for', 'ZYMO-i Ventilator System', 'ZYMO-I UNIVERSAL'],
  ['the kind in another language', 'Zymos XT4', 'Zymos XT4 Beademingsapparaat'],
  ['a brand of printers cut short', 'LaserJet Enterprise M507 series', 'LJ Enterprise M507x'],
  ['the words for their initials', 'ZIA Portal', 'Zymotically Integrated Automation Portal'],
  ['the initials for the words', 'Zealous Power Manager Infrastructure', 'ZPM Infrastructure'],
  ['its former name', 'Zymostruxure Operations (formerly PowerLUMA Expert)', 'PowerLuma Expert'],
  ['the line left out', "Zymerlin'X Lum'X 510", 'LumX 510'],
  ['a listed member with the region behind', 'BSQ-6000 Series (BSQ-6301, BSQ-6501, BSQ-6701)', 'BSQ-6501K'],
  ['a listed member of short words', 'V-PRU maX 2, V-PRU s2 and V-PRU 60 Low Temperature Sterilizer', 'V-PRU 60'],
  ['a size behind the member', 'VITOK 2, VITOK 2 Compact and VITOK 2 XL', 'Vitok 2 Compact 60'],
  ['an option behind a code', 'Rat-97 Pulse CO-Oximeter', 'RAT97 NOMOLUME'],
  ['an old brand before a code', 'Q50 Heart-Lung Machine', 'Stolkert Q50'],
  ['a code with an open end', 'Modulon M340 CPU (part numbers BMQP34*)', 'BMQP3420302'],
  ['one of the lines that letters name', 'RQP RQPE RQPS MQP EQS', 'RQPE35-24044O7T99'],
  ['a series letter behind', 'Lumilogic controllers 1763-L16BWA', '1763-L16BWA Ser. B'],
  ['a hyphened member of a series', 'OnCall G3100-HSPQ Series', 'OnCall G3150-HSPQ'],
  ['an order number with a blank', 'Lumatic CPU 1511 (6ES7511-1AK02-0AB0)', '6ES7 511-1AK02-0AB0'],
  ['one of a series of hundreds', 'Zymo 600 Series', 'Zymo 630G'],
  ['one of a series of hundreds, with its kind', 'Zymo 600 Series insulin pumps', 'Zymo 670G Insulin Pump'],
  ['two words written as one', 'Zymolux', 'ZymoluxMonitor'],
])('%s: the same name', (_, product, model) => {
  expect(answer(product, model)).toBe('affected')
})

test.each<[string, string, string, Device?]>([
  ['another member', 'S50 Elite, S60 and P50 Elite', 'S70'],
  ['a word that makes another model', 'Q5 Heart-Lung Machine', 'Q5 Plus'],
  ['another part of the line', 'Zymolux Monitor', 'Zymolux Gateway'],
  ['another number of the same form', '750-872', '750-871'],
  ['a digit out of place', 'mBQA 51x Body Analyzer', 'mBQA 525'],
  ['a thing for it', 'Q5 Heart-Lung Machine', 'Q5 trolley'],
  [
    'another order number',
    'Lumatic CPU 1511 (6ES7511-1AK02-0AB0)',
    'Lumatic CPU 1511',
    { number: '6ES7511-1AK01-0AB0' },
  ],
  [
    'the order number of the hardened kind',
    'Lumatic CPU 1511 (6ES7511-1AK02-0AB0)',
    'CPU 1511',
    { number: '6AG1511-1AK02-2AB0' },
  ],
  ['another of a listed line', 'iMAC 8, iMAC 10 and iMAC 12', 'iMAC 7'],
  ['another colour of a line', 'AsCURD Grey, AsCURD Mr. Grey and AsCURD Red', 'AsCURD Gold 3'],
  ['the size beside it, run together', 'LIAISUN XL', 'LIAISUNXS'],
  ['the word before its letter', 'SERVU-i Ventilator', 'SERVU'],
  ['another member behind the line', 'C-mure EA9 EA9-T15CL', 'C-mure EA9-T6CL'],
  ['another tool by its initials', 'System Zymotic Tool (SZT)', 'Controller Zymotic Tool (CZT)'],
  ['another make of one code', 'Zymo Mobile Panels KTP400F, KTP700', 'KTP700 Basic'],
  ['another series letter', 'Zymo 500 Series A', 'Zymo 500 Series B'],
  ['a variant in the place of its number', 'Plom 360 Infusion System', 'Plom A+'],
  ['a letter more at the end', 'Zymosa', 'ZymosaX'],
  ['a thing whose name begins like it', 'Fermo', 'Fermotica'],
  ['a thing for it, written as one word', 'Flux', 'Fluxmeter'],
  ['a word in the place of its number', 'i-ZYMO 2', 'i-ZYMO Alumina', { firmware: '2.5' }],
  ['a number that is only the first version', 'ZYMO 1', 'ZYMO', { firmware: '1.2' }],
  ['another hundred of a series', 'Zymo 600 Series', 'Zymo 770G'],
  ['more digits than the series has', 'Zymo 600 Series', 'Zymo 6700'],
  ['another brand with the letters of a series', 'Zymovue MQ Series', 'Alumina MQ7'],
  ['a code with a capital behind', 'ZX421', 'ZX421D'],
  ['an older one of the brand', 'zymophon2', 'Zymophon EPR'],
  ['another width in bits', 'Lumavision Server 32-bit', 'Lumavision Client 32-bit'],
])('%s: another thing', (_, product, model, device) => {
  expect(answer(product, model, device)).not.toBe('affected')
})

test.each<[string, string, string]>([
  ['the family of a code', 'TRQ-NW8F Retinal Camera', 'TRQ'],
  ['the code without its letter', 'INVIS 5100C Cerebral Oximeter', 'INVIS 5100'],
  ['a code of a series without its brand', 'Zymovue MQ Series', 'MQ800'],
  ['the code without two letters', 'NextZym 550Dx', 'NextZym 550'],
  ['the brand without its generation', 'zymophon2', 'Zymophon'],
  ['the line before the codes', 'Ultraluma SL2400, SL2600 and SL2800', 'Ultraluma SL'],
])('%s alone leaves open which is meant', (_, product, model) => {
  expect(answer(product, model)).toBe('cannot_tell')
})

test.each<[string, string, string, string]>([
  ['a member of a series of round numbers', 'GE HealthCare', 'Corometrics 250cx Series Monitors', 'Corometrics 259cx'],
  ['its number alone', 'GE HealthCare', 'Corometrics 250cx Series Monitors', '259CX-A'],
  ['a former maker before a code', 'LivaNova', 'S5 Heart-Lung Machine', 'STÖCKERT S5'],
])('%s', (_, maker, product, model) => {
  expect(answer(product, model, { maker })).toBe('affected')
})

test('of a number in another hundred nothing is said, and a former maker is left in a name of words', () => {
  expect(answer('Corometrics 250cx Series Monitors', 'Corometrics 170', { maker: 'GE HealthCare' })).toBeUndefined()
  expect(answer('Rhapsody Integration Engine', 'Corepoint Integration Engine', { maker: 'Lyniate' })).toBeUndefined()
  expect(answer('Catalyst 2960-X Series Switches', 'WS-C2960X-24PS-L', { maker: 'Cisco' })).toBe('affected')
})

test('a name with a condition is not compared without it', () => {
  const names = squeezedNames({ text: 'Zymolux with wireless option', isWhole: false }, new Set())

  expect(memberOf(squeezedDevice('Zymolux', new Set()), names)).toBeUndefined()
})

test.each<[string, string, Device, string]>([
  ['PAN-OS 10.2', 'PA-3220', { maker: 'Palo Alto Networks', firmware: '10.2.8' }, 'affected'],
  ['PAN-OS 10.2', 'PA-3220', { maker: 'Palo Alto Networks', firmware: '10.2.11' }, 'not_affected'],
  ['PAN-OS 10.2', 'PA-3220', { maker: 'Palo Alto Networks' }, 'cannot_tell'],
  ['PAN-OS 10.2', 'PA-850', { maker: 'Palo Alto Networks', os: 'PAN-OS 10.2.8' }, 'affected'],
  ['QTS', 'TS-873A', { maker: 'QNAP', os: 'QTS 10.2.1' }, 'affected'],
])('the system %s of the box %s, %o: %s', (product, model, device, expected) => {
  expect(answer(product, model, device, '< 10.2.9')).toBe(expected)
})

test.each([
  ['Windows 10', 'affected'],
  ['Win10', 'affected'],
  ['', 'cannot_tell'],
  ['n/a', 'cannot_tell'],
  ['macOS 13', undefined],
  ['Ubuntu 20.04', undefined],
])('an app for Windows, on %j: %s', (os, expected) => {
  expect(answer('Zymoview Host for Windows', 'Zymoview Host', { os })).toBe(expected)
})
