import { expect, test } from 'vitest'
import { answerTo as answer } from '#tests/match-quality/judge.ts'

// Products that an advisory lists in one entry, and what stands beside them there.

type Row = readonly [vendor: string, name: string, version: string]
type Device = Partial<Record<'maker' | 'model' | 'number' | 'text' | 'software' | 'firmware' | 'os', string>>

const codes: Row = ['Acme', 'Zymos Syringe Pumps (GH, GS, CC, CC with Guards and PK)', '<= 5.1']
const longCodes: Row = ['Acme', 'QX family (QX-1000, QX-2000 with SP-50 and QX-3000)', '< 2']
const byFamily: Row = ['Acme', 'Zymora h-series (Zymora hq and Zymora hs)', '< 5.8.1']
const brands: Row = ['Acme', 'Ignora family (Ignora Alvion and Ignora Belion)', '< 5.7']
const companions: Row = ['Acme', 'zoras finity lab (with zoras finity central lab and zoras finity POC)', '< 3.05.02']
const variants: Row = ['Acme', 'Respirex V60 and V60 Plus Ventilators', '< 3.10']
const pros: Row = ['Acme', 'XQ500 and XQ500 Pro Monitors', '< 3.10']
const planes: Row = ['Acme', 'Alluro Xper QD20, QD20/10, QD20/20 and QD20 OR Table', '< 8.3']
const monitors: Row = ['Acme', 'Visto 120, Visto 120 S and Visto 120 SC Patient Monitors', 'vers:all/*']
const nerves: Row = ['Acme', 'QIM Vital Nerve Monitoring System (QIM4)', '< 1.5']
const cycler: Row = ['Acme', 'Zymora Automated Peritoneal Dialysis System', '< 1.9']
const blood: Row = ['Acme', 'Zymo Continuous Blood Purification System', '< 3.06']
const umec: Row = ['Acme', 'qMEC10, qMEC12 and qMEC15 Patient Monitors', '02.x']
const noted: Row = ['Acme', 'Zymos 300, Zymos 400 (firmware revision B.40 through B.50)', 'vers:all/*']
const earlier: Row = ['Acme', 'Zymos 300 (software versions prior to 4.1)', '']
const hyphens: Row = ['Acme', 'Zervo ventilators (Zervo-u, Zervo-n and Zervo-air with nebulizer)', '< 5']

test.each<[string, Row, Device]>([
  ['a code of the list', codes, { model: 'Zymos CC', software: '4.3' }],
  ['the last of the codes', codes, { model: 'ACME ZYMOS PK', software: '5.1' }],
  ['a longer code, one of them with an option', longCodes, { model: 'QX-1000', software: '1.0' }],
  ['a member in brackets behind the family', byFamily, { model: 'Zymora hq', software: '5.7.0' }],
  ['the other, in capitals', byFamily, { model: 'ZYMORA HS', software: '5.5.2' }],
  ['a brand of the line', brands, { model: 'Ignora Alvion', software: '5.6' }],
  ['one with a suffix', brands, { model: 'Ignora Belion X', software: '5.6' }],
  ['a member behind "with"', companions, { model: 'zoras finity POC', software: '3.04' }],
  ['a longer one', companions, { model: 'zoras finity central lab', software: '3.02.08' }],
  ['a hyphen behind the brand', hyphens, { model: 'Zervo-u', software: '4.1' }],
  [
    'a service that every one of them reports to',
    ['Acme', 'Zymora Home Dialysis System with Sharesource', '< 2.1'],
    { model: 'Zymora', software: '2.0' },
  ],
  [
    'the program that manages them',
    ['Acme', 'Vitalis CR2 Defibrillator (with RESCUEcentral AED Program Manager)', '<= 3.1.7'],
    { model: 'Vitalis CR2 AED', software: '3.1.7' },
  ],
  [
    'the program that examines',
    ['Acme', 'Spectrix with Acquisition Module', '< 6.16'],
    { model: 'SPECTRIX', text: 'OCT', software: '6.12.3' },
  ],
  ['within the revisions in the name', noted, { model: 'Zymos 400', firmware: 'Rev B.50' }],
  ['before the version in the name', earlier, { model: 'Zymos 300', software: '4.0' }],
  ['the first of a list, with the kind of all', variants, { model: 'V60 Ventilator', software: '2.30' }],
  ['its variant, with the kind of all', variants, { model: 'V60 PLUS VENTILATOR', software: '2.30' }],
  ['the first without its line', variants, { model: 'V60', software: '2.30' }],
  ['a code with the kind of its variant', pros, { model: 'XQ500 Monitor', software: '2.30' }],
  ['a code with a second plane', planes, { model: 'Alluro Xper QD20/10', software: '8.1' }],
  ['the same without it', planes, { model: 'Alluro Xper QD20', software: '8.1' }],
  ['codes that share their letters', ['Acme', 'Zymos MP5/8', '< 8.3'], { model: 'Zymos MP8', software: '8.1' }],
  ['a monitor in a room that is called so', monitors, { model: 'Visto 120 S', text: 'Zentrale OP' }],
  ['a brand of two words, without what it is for', nerves, { model: 'QIM Vital', software: '1.4' }],
  ['a short brand, without what it is for', blood, { model: 'Zymo', software: '2.04' }],
  ['the same with its kind in German', blood, { model: 'Zymo Blutreinigungssystem', software: '2.04' }],
  ['peritoneal dialysis cut short', cycler, { model: 'ZYMORA AUTOMATED PD SYSTEM', software: '1.8' }],
  ['the three letters of the ward', cycler, { model: 'Zymora APD Cycler', software: '1.8' }],
])('affected: %s', (_, row, device) => {
  expect(answer(row, device)).toBe('affected')
})

test.each<[string, Row, Device]>([
  ['a version above', codes, { model: 'Zymos GH', software: '6.0' }],
  ['the boundary that is fixed', byFamily, { model: 'Zymora hq', software: '5.8.1' }],
  ['another line of the brand', byFamily, { model: 'Zymora s', software: '2.7.0' }],
  ['a member with another letter', hyphens, { model: 'Zervo-i', software: '4.1' }],
  ['above the revisions in the name', noted, { model: 'Zymos 300', firmware: 'B.60' }],
  ['of another letter than these', noted, { model: 'Zymos 300', firmware: 'A.42' }],
  ['at the version in the name', earlier, { model: 'Zymos 300', software: '4.1' }],
  ['the code of another size', planes, { model: 'Alluro Xper QD10', software: '8.1' }],
  ['another code of the maker', variants, { model: 'V680 Ventilator', software: '2.30' }],
  ['the central station of the monitors', monitors, { model: 'Visto 120 CMS' }],
  ['the central station in words', monitors, { model: 'Visto 120 Central Monitoring System' }],
  ['the central station in German', monitors, { model: 'Visto 120 Überwachungszentrale' }],
  ['another brand of two words', nerves, { model: 'QIM Eclipse', software: '1.4' }],
  ['a variant of the short brand', blood, { model: 'Zymo Pro', software: '2.04' }],
  [
    'the other dialysis',
    ['Acme', 'Zymora Hemodialysis System', '< 1.9'],
    { model: 'Zymora PD System', software: '1.8' },
  ],
  ['another number of the letters', umec, { model: 'qMEC 7', software: '02.14' }],
  ['another kind of the letters', umec, { model: 'qMEC Ventilator', software: '02.14' }],
])('not affected: %s', (_, row, device) => {
  expect(answer(row, device) ?? 'not_affected').toBe('not_affected')
})

test.each<[string, Row, Device]>([
  ['another of the line, of which the family is named', brands, { model: 'Ignora Prodia', software: '5.6' }],
  ['no version', codes, { model: 'Zymos GS Syringe Pump' }],
  ['options in brackets', ['Acme', 'Zymos (with wireless and battery)', '< 2'], { model: 'Zymos', software: '1.0' }],
  [
    'interfaces in brackets',
    ['Acme', 'Zymos (WiFi, LAN and USB with cipher)', '< 2'],
    { model: 'Zymos', software: '1' },
  ],
  [
    'a service as an option',
    ['Acme', 'Zymos 770 Pump with CareLink option', '< 2.1'],
    { model: 'Zymos 770', software: '2' },
  ],
  [
    'hardware for a service',
    ['Acme', 'Zymos 15 with LIFENET gateway', '< 2.1'],
    { model: 'Zymos 15', software: '2.0' },
  ],
  [
    'the version of the viewer beside it',
    ['Acme', 'Spectrix with Acquisition Module', '< 6.16'],
    { model: 'Spectrix', text: 'HEYEX 2 v2.5.6' },
  ],
  ['no revision, where the name bears some', noted, { model: 'Zymos 300' }],
  ['a variant that is not listed', pros, { model: 'XQ500 Lite', software: '2.30' }],
  ['a brand cut short', nerves, { model: 'QIM', text: 'nerve monitor', software: '1.4' }],
  ['the letters that the codes share', umec, { model: 'qMEC', software: '02.14' }],
  ['the letters with the kind of all', umec, { model: 'qMEC patient monitor', software: '02.14' }],
])('cannot tell: %s', (_, row, device) => {
  expect(answer(row, device)).toBe('cannot_tell')
})
