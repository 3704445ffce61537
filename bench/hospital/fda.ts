import { type Model, models } from './catalogue.ts'
import { makers } from './makers.ts'

/** FDA's product codes of what the hospital has: name, class, regulation, and whether it sustains life. Facts of foiclass. */
const productCodes: Readonly<Record<string, readonly [string, '1' | '2' | '3', string, 'sustains life'?]>> = {
  BSZ: ['Gas-Machine, Anesthesia', '2', '868.5160', 'sustains life'],
  CBK: ['Ventilator, Continuous, Facility Use', '2', '868.5895', 'sustains life'],
  CHL: ['Electrode Measurement, Blood-Gases (Pco2, Po2) And Blood Ph', '2', '862.1120'],
  DPS: ['Electrocardiograph', '2', '870.2340'],
  DQA: ['Oximeter', '2', '870.2700'],
  DRG: ['Transmitters And Receivers, Physiological Signal, Radiofrequency', '2', '870.2910'],
  DWJ: ['System, Thermal Regulating', '2', '870.5900'],
  FET: ['Endoscopic Video Imaging System/Component, Gastroenterology-Urology', '2', '876.1500'],
  FLE: ['Sterilizer, Steam', '2', '880.6880'],
  FMZ: ['Incubator, Neonatal', '2', '880.5400'],
  FNL: ['Bed, Ac-Powered Adjustable Hospital', '2', '880.5100'],
  FRN: ['Pump, Infusion', '2', '880.5725'],
  GEI: ['Electrosurgical, Cutting & Coagulation & Accessories', '2', '878.4400'],
  GKZ: ['Counter, Differential Cell', '2', '864.5220'],
  GWQ: ['Full-Montage Standard Electroencephalograph', '2', '882.1400'],
  IYN: ['System, Imaging, Pulsed Doppler, Ultrasonic', '2', '892.1550'],
  IYO: ['System, Imaging, Pulsed Echo, Ultrasonic', '2', '892.1560'],
  IZI: ['System, X-Ray, Angiographic', '2', '892.1600'],
  IZL: ['System, X-Ray, Mobile', '2', '892.1720'],
  JAK: ['System, X-Ray, Tomography, Computed', '2', '892.1750'],
  JJE: ['Analyzer, Chemistry (Photometric, Discrete), For Clinical Use', '1', '862.2160'],
  JOW: ['Sleeve, Limb, Compressible', '2', '870.5800'],
  KDI: ['Dialyzer, High Permeability With Or Without Sealed Dialysate System', '2', '876.5860', 'sustains life'],
  KPR: ['System, X-Ray, Stationary', '2', '892.1680'],
  KRG: ['Programmer, Pacemaker', '3', '870.3700'],
  LDD: ['Dc-Defibrillator, Low-Energy, (Including Paddles)', '2', '870.5300', 'sustains life'],
  LFR: ['Glucose Dehydrogenase, Glucose', '2', '862.1345'],
  LLZ: ['System, Image Processing, Radiological', '2', '892.2050'],
  LNH: ['System, Nuclear Magnetic Resonance Imaging', '2', '892.1000'],
  LZH: ['Pump, Infusion, Enteral', '2', '880.5725'],
  MDB: ['System, Blood Culturing', '1', '866.2560'],
  MEA: ['Pump, Infusion, Pca', '2', '880.5725'],
  MHX: ['Monitor, Physiological, Patient(With Arrhythmia Detection Or Alarms)', '2', '870.1025'],
  MRZ: ['Accessories, Pump, Infusion', '2', '880.5725'],
  MSX: ['System, Network And Communication, Physiological Monitors', '2', '870.2300', 'sustains life'],
  MUE: ['Full Field Digital, System, X-Ray, Mammographic', '2', '892.1715'],
  MWI: ['Monitor, Physiological, Patient (Without Arrhythmia Detection Or Alarms)', '2', '870.2300'],
  NAY: ['System, Surgical, Computer Controlled Instrument', '2', '876.1500'],
  OWB: ['Interventional Fluoroscopic X-Ray System', '2', '892.1650'],
}

/** The code that a kind of device in the CMMS has. What is no medical device has none: uninterruptible power supplies, tube stations. */
const codeOfKind: Readonly<Record<string, string>> = {
  'ANALYZER, BLOOD CULTURE': 'MDB',
  'ANALYZER, BLOOD GAS': 'CHL',
  'ANALYZER, CHEMISTRY': 'JJE',
  'ANALYZER, HEMATOLOGY': 'GKZ',
  'ANALYZER, IMMUNOASSAY': 'JJE',
  'ANALYZER, POINT OF CARE': 'CHL',
  'ANESTHESIA UNIT': 'BSZ',
  'ANGIOGRAPHY SYSTEM': 'IZI',
  'BED, INTENSIVE CARE': 'FNL',
  'C-ARM, MOBILE': 'OWB',
  'CRRT UNIT': 'KDI',
  'CT SCANNER': 'JAK',
  'DEFIBRILLATOR/MONITOR': 'LDD',
  ELECTROCARDIOGRAPH: 'DPS',
  ELECTROENCEPHALOGRAPH: 'GWQ',
  'ELECTROSURGICAL UNIT': 'GEI',
  'GLUCOSE METER, HOSPITAL': 'LFR',
  'HEMODIALYSIS UNIT': 'KDI',
  'IMAGE SERVER': 'LLZ',
  'INCUBATOR, INFANT': 'FMZ',
  'INFUSION PUMP': 'FRN',
  'INFUSION PUMP DOCK': 'MRZ',
  'INFUSION PUMP, MODULE': 'FRN',
  'INFUSION PUMP, PC UNIT': 'FRN',
  'INFUSION PUMP, PCA': 'MEA',
  'MAMMOGRAPHY SYSTEM': 'MUE',
  'MONITOR, CENTRAL STATION': 'MSX',
  'MONITOR, PHYSIOLOGIC, BEDSIDE': 'MHX',
  'MONITOR, TRANSPORT': 'MHX',
  'MONITOR, VITAL SIGNS, SPOT': 'MWI',
  'MRI SYSTEM': 'LNH',
  'OXIMETER, PULSE': 'DQA',
  'PROGRAMMER, PACEMAKER/ICD': 'KRG',
  'PUMP, COMPRESSION': 'JOW',
  'PUMP, ENTERAL FEEDING': 'LZH',
  'RADIOGRAPHY SYSTEM': 'KPR',
  'RADIOGRAPHY, MOBILE': 'IZL',
  'SCANNER, BLADDER': 'IYO',
  'STERILIZER, STEAM': 'FLE',
  'SURGICAL ROBOT': 'NAY',
  'SYRINGE PUMP': 'FRN',
  'SYRINGE PUMP, MODULE': 'FRN',
  'TELEMETRY SERVER': 'MSX',
  'TELEMETRY TRANSMITTER': 'DRG',
  ULTRASOUND: 'IYN',
  'ULTRASOUND, PORTABLE': 'IYN',
  'VENTILATOR, INTENSIVE CARE': 'CBK',
  'VIDEO PROCESSOR, ENDOSCOPY': 'FET',
  'WARMER, PATIENT': 'DWJ',
  'WORKSTATION, IMAGING': 'LLZ',
}

/** Until when makers of operating systems give security updates, in the layout of endoflife.date's API: release, label, end, end of paid ones. */
const systems = {
  windows: [
    'Microsoft Windows',
    [
      ['10-1507-e-lts', '10 1507 LTS (E)', '2025-10-14'],
      ['10-1607-e-lts', '10 1607 LTS (E)', '2026-10-13'],
      ['10-1809-e-lts', '10 1809 LTS (E)', '2029-01-09'],
      ['10-21h2-e-lts', '10 21H2 LTS (E)', '2027-01-12'],
      ['10-21h2-iot-lts', '10 21H2 LTS (IoT)', '2032-01-13'],
      ['10-22h2', '10 22H2', '2025-10-14', '2028-10-10'],
      ['7-sp1', '7 (SP1)', '2020-01-14', '2023-01-10'],
      ['5-sp3', 'XP (SP3)', '2014-04-08'],
    ],
  ],
  'windows-embedded': [
    'Windows Embedded',
    [
      ['7', 'Standard 7', '2020-10-13', '2023-10-10'],
      ['2009', 'Standard 2009', '2019-01-08'],
      ['xp', 'XP', '2016-01-12'],
      ['ce', 'CE 6.0', '2018-04-10'],
    ],
  ],
  'windows-server': [
    'Microsoft Windows Server',
    [
      ['2012-r2', '2012 R2', '2023-10-10', '2026-10-13'],
      ['2016', '2016', '2027-01-12'],
      ['2019', '2019', '2029-01-09'],
    ],
  ],
} as const

/** FDA's list of product codes, its register of devices, and until when systems are supported. Path to content. */
export function catalogueFiles(): Map<string, string> {
  const files = new Map<string, string>()
  files.set('foiclass.txt', classification())
  files.set('gudid.xml', register())
  for (const [name, [label, releases]] of Object.entries(systems))
    files.set(`support/products/${name}`, `${JSON.stringify(productSupport(name, label, releases), null, 1)}\n`)
  return files
}

const classificationHeader =
  'REVIEW_PANEL|MEDICALSPECIALTY|PRODUCTCODE|DEVICENAME|DEVICECLASS|REGULATIONNUMBER|DEFINITION|Implant_Flag|Life_Sustain_support_flag'

const classification = () =>
  [
    classificationHeader,
    ...Object.entries(productCodes).map(([code, [name, deviceClass, regulation, sustains]]) =>
      ['', '', code, name, deviceClass, regulation, '', 'N', sustains ? 'Y' : 'N'].join('|'),
    ),
    '',
  ].join('\n')

const register = () =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gudid>',
    ...models.flatMap((model, at) => {
      const code = codeOfKind[model.kind]
      return code === undefined ? [] : [record(model, at, code)]
    }),
    '</gudid>',
    '',
  ].join('\n')

/** Its identifier is of the numbers that GS1 leaves to each house, so that it is nobody's. */
function record({ maker, name, cmms = [], mdsp }: Model, at: number, code: string): string {
  const di = withCheckDigit(`02000${String(at + 1).padStart(8, '0')}`)
  const [first = name, second] = [...new Set([mdsp ?? name, ...cmms])].filter((one) => one !== name)
  const lines = [
    '<device xmlns="http://www.fda.gov/cdrh/gudid">',
    '<deviceRecordStatus>Published</deviceRecordStatus>',
    '<publicVersionNumber>1</publicVersionNumber>',
    '<publicVersionDate>2026-01-05</publicVersionDate>',
    `<identifiers><identifier><deviceId>${di}</deviceId><deviceIdType>Primary</deviceIdType></identifier></identifiers>`,
    `<brandName>${xml(name)}</brandName>`,
    `<versionModelNumber>${xml(first)}</versionModelNumber>`,
    ...(second === undefined ? [] : [`<catalogNumber>${xml(second)}</catalogNumber>`]),
    `<companyName>${xml(makers[maker].name)}</companyName>`,
    `<productCodes><fdaProductCode><productCode>${code}</productCode></fdaProductCode></productCodes>`,
    '</device>',
  ]
  return lines.join('\n')
}

/** The check digit of a GTIN: weights 3 and 1 from the right (GS1 General Specifications 7.9.1). */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reduce(
    (total, digit, at) => total + Number(digit) * ((digits.length - at) % 2 === 1 ? 3 : 1),
    0,
  )
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function productSupport(
  name: string,
  label: string,
  releases: readonly (readonly [string, string, string, string?])[],
) {
  return {
    schema_version: '1.2.0',
    result: {
      ...{ name, label, category: 'os' },
      releases: releases.map(([release, title, end, paid]) => ({
        ...{ name: release, label: title, isLts: release.endsWith('lts') },
        eolFrom: end,
        ...(paid !== undefined && { eoesFrom: paid }),
      })),
    },
  }
}
