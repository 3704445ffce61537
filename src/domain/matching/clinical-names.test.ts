import { describe, expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

/** Vendor, name and versions of an advisory's row. */
type Row = readonly [vendor: string, name: string, versions: string]
/** Manufacturer, model, software and description of an inventory's. */
type Device = readonly [manufacturer: string, model: string, softwareVersion?: string, description?: string]

const answer = (row: Row, [maker, model, software, text]: Device) =>
  answerTo(row, { maker, model, software, text }) ?? 'no match'

describe('a V and a number name a model', () => {
  const v500: Row = ['Dräger', 'Evita Infinity V500', '<= 2.51']
  const v60: Row = ['Philips', 'Respironics V60 Ventilator', '< 2.30']

  test.each<[Row, Device, string]>([
    [v500, ['Dräger', 'Evita Infinity V500'], 'cannot_tell'],
    [v500, ['Dräger', 'Evita V500'], 'cannot_tell'],
    [v500, ['Dräger', 'Evita V500', '2.40'], 'affected'],
    [v500, ['Dräger', 'Evita V500', '2.60'], 'not_affected'],
    [v500, ['Dräger', 'Evita V800', '2.40'], 'no match'],
    [v60, ['Philips', 'V60', '2.20'], 'affected'],
    [v60, ['Respironics', 'V60 Beatmungsgerät', '2.20'], 'affected'],
    [v60, ['Philips', 'V60 ventilator'], 'cannot_tell'],
    [v60, ['Philips', 'V680', '2.20'], 'no match'],
    [v60, ['Philips', 'Trilogy Evo', '2.20'], 'no match'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('a word of variants behind a code and its name makes another model', () => {
  const flexPlus: Row = ['Radiometer', 'ABL90 FLEX PLUS', '< 3.5']

  test.each<[Row, Device, string]>([
    [flexPlus, ['Radiometer', 'ABL 90 Flex Plus', '3.4'], 'affected'],
    [flexPlus, ['Radiometer', 'ABL90 FLEX', '3.4'], 'cannot_tell'],
    [flexPlus, ['Radiometer', 'ABL800 FLEX', '3.4'], 'no match'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('what kind of thing it is stands beside the model in the language of the house', () => {
  const goPlus: Row = ['FUJIFILM Corporation', 'FDR Go PLUS Mobile X-ray System', 'vers:all/*']
  const nxt: Row = ['ZOLL Medical Corporation', 'AutoPulse NXT Resuscitation System', 'vers:all/*']
  const revolution: Row = ['Carestream', 'DRX-Revolution Mobile X-Ray System', '< 5.7']
  const essenz: Row = ['LivaNova', 'Essenz HLM', '< 1.6']

  test.each<[Row, Device, string]>([
    [goPlus, ['FUJIFILM Deutschland GmbH', 'FDR Go Plus fahrbares Röntgengerät'], 'affected'],
    [goPlus, ['Fujifilm', 'FDR nano fahrbares Röntgengerät'], 'no match'],
    [nxt, ['ZOLL Medical Deutschland GmbH', 'AutoPulse NXT Reanimationshilfe'], 'affected'],
    [nxt, ['ZOLL', 'AutoPulse NXT Thoraxkompressionsgerät'], 'affected'],
    [nxt, ['ZOLL', 'AutoPulse 100'], 'no match'],
    [revolution, ['Carestream', 'DRX-Revolution fahrbares Röntgen', '5.6'], 'affected'],
    [['Getinge', 'SERVO-u Ventilator', '< 4.4'], ['Maquet', 'Servo-u beademingstoestel', '4.3'], 'affected'],
    [['Mindray', 'SV300 Ventilator', 'vers:all/*'], ['Mindray', 'SV300 Respirator intensywnej terapii'], 'affected'],
    [['GE', 'LOGIQ E10 Ultrasound', 'vers:all/*'], ['GE', 'LOGIQ E10 ecografo portatile'], 'affected'],
    [['Zoll', 'M Series', 'vers:all/*'], ['Zoll', 'R Series Defibrillateur'], 'no match'],
    [['Biotronik', 'BIOMONITOR III', 'vers:all/*'], ['Biotronik', 'Biomonitor III'], 'affected'],
    [['Siemens', 'Biograph mCT', 'vers:all/*'], ['Siemens', 'Biograph Vision'], 'no match'],
    [essenz, ['LivaNova', 'Essenz Herz-Lungen-Maschine HLM', '1.2'], 'affected'],
    [essenz, ['LivaNova', 'Essenz ILBM', '1.2'], 'no match'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('the family is written short, or left out before the name of its member', () => {
  const lp15: Row = ['Stryker', 'LIFEPAK 15 Monitor/Defibrillator', 'vers:all/*']
  const xi: Row = ['Intuitive Surgical', 'da Vinci Xi Surgical System', 'vers:all/*']
  const mrx: Row = ['Philips', 'HeartStart MRx', 'vers:all/*']
  const force: Row = ['Siemens Healthineers', 'SOMATOM Force', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [lp15, ['Stryker', 'LP15 monitor/defibrillator'], 'affected'],
    [lp15, ['Physio-Control', 'LP 15'], 'affected'],
    [lp15, ['Physio-Control', 'LP12'], 'no match'],
    [lp15, ['Philips', 'LP15'], 'no match'],
    [xi, ['Intuitive', 'dVXi'], 'affected'],
    [xi, ['Intuitive', 'dVX'], 'no match'],
    [['ResMed', 'AirSense 10', 'vers:all/*'], ['ResMed', 'AS10'], 'affected'],
    [['ResMed', 'AirSense 10', 'vers:all/*'], ['ResMed', 'AC10'], 'no match'],
    [['Siemens', 'RAPIDPoint 500', 'vers:all/*'], ['Siemens', 'RP500 Blutgas'], 'affected'],
    [['Siemens', 'RAPIDPoint 500', 'vers:all/*'], ['Siemens', 'RP405'], 'no match'],
    [mrx, ['Philips', 'MRx Defibrillator'], 'affected'],
    [mrx, ['Philips', 'FRx Defibrillator'], 'no match'],
    [force, ['Siemens', 'Force CT'], 'affected'],
    [force, ['Siemens', 'Drive CT'], 'no match'],
    [['GE Healthcare', 'Revolution Apex', 'vers:all/*'], ['GE', 'Revolution'], 'cannot_tell'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('two letters before a number are a series, of which any member may be meant', () => {
  const te7: Row = ['Mindray', 'TE7 Diagnostic Ultrasound System', 'vers:all/*']
  const xn: Row = ['Sysmex', 'XN-L Series (XN-350, XN-450, XN-550)', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [te7, ['Mindray', 'TE series'], 'cannot_tell'],
    [te7, ['Mindray', 'TE-Serie'], 'cannot_tell'],
    [te7, ['Mindray', 'TE5'], 'no match'],
    [te7, ['Mindray', 'DC'], 'no match'],
    [xn, ['Sysmex', 'XN', '', 'haematology'], 'cannot_tell'],
    [xn, ['Sysmex', 'XN-450'], 'affected'],
    [xn, ['Sysmex', 'XN-1000'], 'no match'],
    [['Agfa', 'DR 600', 'vers:all/*'], ['Agfa', 'CR'], 'no match'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('a line and the kind of thing are the name of one product of the line', () => {
  const icca: Row = ['Philips', 'IntelliSpace Critical Care and Anesthesia (ICCA)', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [icca, ['Philips', 'IntelliSpace Critical Care & Anesthesia'], 'affected'],
    [icca, ['Philips', 'ICCA'], 'affected'],
    [icca, ['Philips', 'IntelliSpace ECG'], 'no match'],
    [icca, ['Philips', 'IntelliSpace Portal'], 'no match'],
    [icca, ['Philips', 'IntelliSpace Perinatal'], 'no match'],
    [icca, ['Philips', 'IntelliSpace'], 'cannot_tell'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('right behind one code two members of a family have names of their own', () => {
  const excellence: Row = ['SCHILLER AG', 'CARDIOVIT CS-200 Excellence', '< 4.0']
  const tera: Row = ['Sebia', 'CAPILLARYS 3 TERA', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [excellence, ['SCHILLER', 'CARDIOVIT CS-200 Excellence', '3.2'], 'affected'],
    [excellence, ['SCHILLER', 'CS-200 Excellence ErgoSpiro', '3.2'], 'affected'],
    [excellence, ['SCHILLER', 'CARDIOVIT CS-200 Touch', '3.2'], 'no match'],
    [excellence, ['SCHILLER', 'CS-200 Office', '3.2'], 'no match'],
    [excellence, ['SCHILLER', 'CS-200 Messplatz', '3.2'], 'cannot_tell'],
    [tera, ['Sebia', 'Capillarys 3 Tera'], 'affected'],
    [tera, ['Sebia', 'Capillarys 3 Octa'], 'no match'],
    [['Sebia', 'MINICAP FLEX', 'vers:all/*'], ['Sebia', 'Minicap'], 'cannot_tell'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('what kind of software it is, and where it runs, stands behind its name', () => {
  const radCentre: Row = ['i-SOLUTIONS Health GmbH', 'RadCentre', '<= 10.4.2']
  const ids7: Row = ['Sectra', 'IDS7', '< 25.1']
  const synapse: Row = ['Fujifilm', 'Synapse', '< 5.8']
  const iw: Row = ['GE Healthcare', 'Centricity PACS-IW', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [radCentre, ['iSOLUTIONS Health GmbH', 'RadCentre RIS Client', '10.3.7'], 'affected'],
    [radCentre, ['iSOLUTIONS Health GmbH', 'LabCentre Client', '10.3.7'], 'no match'],
    [ids7, ['Sectra', 'IDS7 PACS Client', '24.2'], 'affected'],
    [ids7, ['Sectra', 'IDS5 PACS Client', '24.2'], 'no match'],
    [synapse, ['Fujifilm', 'Synapse PACS', '5.7'], 'affected'],
    [synapse, ['Fujifilm', 'Synapse RIS', '5.7'], 'cannot_tell'],
    [synapse, ['Fujifilm', 'Synapse Gateway', '5.7'], 'cannot_tell'],
    [iw, ['GE', 'Centricity PACS IW'], 'affected'],
    [iw, ['GE', 'Centricity PACS RA1000'], 'no match'],
    [iw, ['GE', 'Centricity PACS'], 'cannot_tell'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('a number behind the name is a generation, unless it begins the version', () => {
  const max: Row = ['Stago', 'STA R Max', 'vers:all/*']
  const works: Row = ['Natus', 'Xltek NeuroWorks', '< 9']

  test.each<[Row, Device, string]>([
    [max, ['Stago', 'STA R Max'], 'affected'],
    [max, ['Stago', 'STA R Max 3', '107'], 'cannot_tell'],
    [['Stago', 'STA R Max', '< 108'], ['Stago', 'STA R Max 3', '107'], 'cannot_tell'],
    [works, ['Natus', 'NeuroWorks 8', '8.5'], 'affected'],
    [works, ['Natus', 'Xltek NeuroWorks 8'], 'affected'],
    [['KaVo', 'OP 3D', '< 7.5'], ['Instrumentarium', 'ORTHOPANTOMOGRAPH OP 3D', '7.4'], 'affected'],
    [['KaVo', 'OP 3D', '< 7.5'], ['Instrumentarium', 'ORTHOPANTOMOGRAPH OP 300', '7.4'], 'no match'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('a series in brackets is all its numbers', () => {
  const tr: Row = ['Nihon Kohden', 'Life Scope TR (BSM-6000 series)', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [tr, ['Nihon Kohden', 'BSM-6701'], 'affected'],
    [tr, ['Nihon Kohden', 'Life Scope TR'], 'affected'],
    [tr, ['Nihon Kohden', 'BSM-3562'], 'no match'],
    [tr, ['Nihon Kohden', 'BSM-67011'], 'no match'],
    [['Philips', 'IntelliVue Information Center iX (PIC iX)', 'vers:all/*'], ['Philips', 'PIIC iX'], 'affected'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

describe('what parts two devices of one name', () => {
  const st: Row = ['ResMed', 'Lumis 150 VPAP ST', 'vers:all/*']
  const fx: Row = ['BD', 'BD BACTEC FX', 'vers:all/*']
  const aws: Row = ['Omnicell', 'G4 Anesthesia Workstation (AWS)', 'vers:all/*']
  const eu: Row = ['Siemens', 'RUGGEDCOM RM1224 LTE(4G) EU', 'vers:all/*']
  const dialysis: Row = ['Baxter', 'Phoenix Hemodialysis Delivery System', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [st, ['ResMed', 'Lumis 150 VPAP ST'], 'affected'],
    [st, ['ResMed', 'Lumis 150 VPAP ST-A'], 'no match'],
    [['ResMed', 'Lumis 150 VPAP ST-A', 'vers:all/*'], ['ResMed', 'Lumis 150 VPAP ST A'], 'affected'],
    [fx, ['BD', 'BACTEC FX'], 'affected'],
    [fx, ['BD', 'BACTEC FX40'], 'cannot_tell'],
    [['Pepperl+Fuchs', 'Box Thin Client BTC', 'vers:all/*'], ['Pepperl+Fuchs', 'BTC12'], 'affected'],
    [aws, ['Omnicell', 'G4 Anesthesia Workstation'], 'affected'],
    [aws, ['Omnicell', 'G4 Supply Cabinet 2-cell'], 'no match'],
    [dialysis, ['Gambro', 'Phoenix dialysis system'], 'affected'],
    [eu, ['Siemens', 'RUGGEDCOM RM1224 LTE(4G) EU'], 'affected'],
    [eu, ['Siemens', 'RUGGEDCOM RM1224 LTE(4G) NAM'], 'no match'],
    [['PATH MEDICAL', 'Sentiero Desktop', 'vers:all/*'], ['PATH MEDICAL', 'Sentiero Handheld'], 'no match'],
    [['Zimmer Biomet', 'ROSA ONE Brain', 'vers:all/*'], ['Zimmer Biomet', 'ROSA ONE Spine'], 'no match'],
    [
      ['Nova Biomedical', 'Stat Profile Prime', 'vers:all/*'],
      ['Nova Biomedical', 'Stat Profile Prime VET'],
      'cannot_tell',
    ],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

test.each(['Defi, Drucker FW 1.02', 'WLAN Version 2.0', 'Akku-Modul SW 3.1'])(
  'the version of a part that a description names is not the device’s: %s',
  (description) => {
    expect(answer(['Philips', 'Efficia DFM100', '<= 2.10'], ['Philips', 'Efficia DFM100', '', description])).toBe(
      'cannot_tell',
    )
  },
)

describe('names as the ward writes them', () => {
  const eeg: Row = ['Nihon Kohden', 'Neurofax EEG-1200', 'vers:all/*']
  const g5: Row = ['Hamilton Medical', 'HAMILTON-G5 / HAMILTON-S1 Intensive Care Ventilator', 'vers:all/*']
  const centrifuge: Row = ['Eppendorf SE', 'Centrifuge 5804, 5804 R, 5810 and 5810 R', 'vers:all/*']
  const forum: Row = ['Carl Zeiss Meditec', 'FORUM Archive & Viewer', 'vers:all/*']
  const bond: Row = ['Leica Biosystems', 'BOND-III Fully Automated IHC and ISH Stainer', 'vers:all/*']
  const manager: Row = ['Data Innovations', 'Instrument Manager', 'vers:all/*']

  test.each<[Row, Device, string]>([
    [eeg, ['Nihon Kohden', 'Neurofax EEG-1200K'], 'affected'],
    [eeg, ['Nihon Kohden', 'Neurofax EEG-1250K'], 'no match'],
    [['Acme', 'Zymos EEG-1200', 'vers:all/*'], ['Acme', 'Zymos EEG-1200K'], 'cannot_tell'],
    [g5, ['Hamilton Medical', 'S1'], 'affected'],
    [g5, ['Hamilton Medical', 'C1'], 'no match'],
    [centrifuge, ['Eppendorf', 'Centrifuge 5804', '', 'Zentrifuge'], 'affected'],
    [centrifuge, ['Eppendorf', 'Centrifuge 5702'], 'no match'],
    [forum, ['Zeiss', 'FORUM Archive+Viewer'], 'affected'],
    [forum, ['Zeiss', 'CIRRUS Archive+Viewer'], 'no match'],
    [['Heidelberg', 'SPECTRALIS HRA+OCT', 'vers:all/*'], ['Heidelberg', 'Spectralis HRA and OCT'], 'affected'],
    [['Baxter', 'Tracer SC+', 'vers:all/*'], ['Baxter', 'Tracer SC'], 'no match'],
    [bond, ['Leica', 'BOND III', '', 'IHC Färbeautomat'], 'affected'],
    [bond, ['Leica', 'BOND-MAX', '', 'IHC Färbeautomat'], 'no match'],
    [['Maquet', 'SERVO-i Ventilator', '< V8.00.03'], ['Maquet', 'SERVO I V 4.0 ADULT'], 'affected'],
    [['Maquet', 'SERVO-i Ventilator', '< V3.00'], ['Maquet', 'SERVO I V 4.0 ADULT'], 'not_affected'],
    [manager, ['Data Innovations', 'Instrument Manager'], 'affected'],
    [manager, ['Data Innovations', 'Laboratory Production Manager'], 'no match'],
    [['ZOLL', 'R Series Defibrillator', 'vers:all/*'], ['ZOLL', 'R Series ALS'], 'affected'],
    [['ZOLL', 'R Series Defibrillator', 'vers:all/*'], ['ZOLL', 'X Series CCT'], 'no match'],
    [['corpuls', 'corpuls3', 'vers:all/*'], ['GS Elektromedizin', 'C3 Defibrillator'], 'affected'],
    [['corpuls', 'corpuls3', 'vers:all/*'], ['GS Elektromedizin', 'C1 Defibrillator'], 'no match'],
    [['ASP', 'STERRAD 100NX with ALLClear Technology', 'vers:all/*'], ['ASP', 'Sterrad 100NX ALLClear'], 'affected'],
    [['ASP', 'STERRAD 100NX with ALLClear Technology', 'vers:all/*'], ['ASP', 'Sterrad 100NX'], 'cannot_tell'],
    [['Medtronic', 'CareLink 2090 Programmer', 'vers:all/*'], ['Medtronic', 'Programmer'], 'cannot_tell'],
  ])('%j: %j', (row, device, expected) => {
    expect(answer(row, device)).toBe(expected)
  })
})

test('a former maker stands in front of a code of letters too', () => {
  const evo: Row = ['NewTom (Cefla)', 'VGi evo, 5G XL', 'vers:all/*']

  expect(answer(evo, ['Cefla', 'NewTom VGi EVO'])).toBe('affected')
  expect(answer(evo, ['QR srl Verona', 'NewTom VG i evo'])).toBe('affected')
  expect(answer(evo, ['Cefla', 'NewTom Giano HR'])).toBe('no match')
  const engine: Row = ['Rhapsody Health', 'Rhapsody Integration Engine', 'vers:all/*']
  expect(answer(engine, ['Lyniate (Corepoint Health)', 'Corepoint Integration Engine'])).toBe('no match')
})

test.each<[string, string, string]>([
  ['P/N 3012-00, all software', '3012-00', 'affected'],
  ['P/N 3012-00, all software', '', 'cannot_tell'],
  ['P/N 3012-00, all software', '3010-00', 'cannot_tell'],
  ['M290 / M291 / M292, all firmware', 'M291', 'affected'],
  ['M290 / M291 / M292 (all versions)', 'M291', 'affected'],
  ['M290 / M291 / M292, all firmware', 'M240', 'cannot_tell'],
])('of the numbers in "%s" is "%s"', (versions, number, expected) => {
  expect(answerTo(['Magstim', 'Rapid2', versions], { model: 'Rapid2', number })).toBe(expected)
})
