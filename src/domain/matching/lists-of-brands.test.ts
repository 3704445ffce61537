import { describe, expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

/** The device's model, or its maker and model, and what is answered; all versions are named. */
type Case = readonly [name: string, model: string, expected: string]
const answer = (name: string, model: string) =>
  answerTo(['Acme Medical', name, 'all versions'], { model }) ?? 'no match'

describe('brands and codes in one list', () => {
  const breathers = 'Zorva Finity V500, V300, Babox VN500'
  const series = 'X Series, X Series Advanced, Propax M, Propax MD'
  const cabinets = 'XT Automated Dispensing Cabinet, G4 Dispensing Cabinet'
  const monitors = 'Zymora MP2, MP5, MX700, Effixa CM10, CM12'
  const together = 'Aestovia and Aespiro anesthesia devices 7100 and 7900'

  test.each<Case>([
    [breathers, 'Zorva V500', 'affected'],
    [breathers, 'Beatmungsgerät Zorva V300', 'affected'],
    [breathers, 'VENT NEO BABOX VN500', 'affected'],
    [breathers, 'Zorva 4', 'no match'],
    [breathers, 'Babox 8000', 'no match'],
    [series, 'X Series', 'affected'],
    [series, 'DEFIB X-SERIES', 'affected'],
    [series, 'Defibrillator Propax MD', 'affected'],
    [series, 'R Series', 'no match'],
    [series, 'Propax LT', 'no match'],
    [cabinets, 'XT cabinet', 'affected'],
    [cabinets, 'CABINET G4', 'affected'],
    [cabinets, 'G3 cabinet', 'no match'],
    [monitors, 'Zymora MP5', 'affected'],
    [monitors, 'Patient monitor Effixa CM12', 'affected'],
    [monitors, 'Zymora MX800', 'no match'],
    [monitors, 'Effixa CM100', 'no match'],
    [together, 'ANES MACH AESTOVIA 7100', 'affected'],
    [together, 'Narkosegerät Aespiro 7900', 'affected'],
    [together, 'Aespiro 7140', 'no match'],
    [together, 'Avanco CS2', 'no match'],
    ['Finity M300, M300+', 'Finity M300', 'affected'],
    ['Finity M300, M300+', 'TELEMETRY FINITY M300', 'affected'],
    ['Finity M300, M300+', 'Finity M300+', 'affected'],
    ['Finity M300+', 'Finity M300', 'no match'],
    ['Finity M300', 'Finity M300+', 'no match'],
    ['Prymus, Prymus Infinity Empowered, Apollo', "Respirateur d'anesthésie Prymus", 'affected'],
    ['Prymus, Prymus Infinity Empowered, Apollo', 'ANES MACH APOLLO', 'affected'],
    ['Prymus, Prymus Infinity Empowered, Apollo', 'Fabius', 'no match'],
    ['Enterprise 9000X, Zitadel Plus', 'Zitadel Plus bariatric bed', 'affected'],
    ['Enterprise 9000X, Zitadel Plus', 'BED ENTERPRISE 9000X', 'affected'],
    ['Enterprise 9000X, Zitadel Plus', 'Enterprise 5000X', 'no match'],
    ['Zentaur XP / XPT Immunoassay System', 'ANALYZER IMMUNOASSAY ZENTAUR XP', 'affected'],
    ['Zentaur XP / XPT Immunoassay System', 'Zentaur XPT', 'affected'],
    ['Zentaur XP / XPT Immunoassay System', 'Zentaur CP', 'no match'],
    ['Alyce 6 LDxN / LDxS Sleep Diagnostic System', 'Alyce 6 LDxS', 'affected'],
    ['Alyce 6 LDxN / LDxS Sleep Diagnostic System', 'Alyce 6 LDxN', 'affected'],
    ['Alyce 6 LDxN / LDxS Sleep Diagnostic System', 'Alyce NightOne', 'no match'],
    ['QC-70, QC-70 Pro, QC-80', 'US SYS QC-70', 'affected'],
    ['QC-70, QC-70 Pro, QC-80', 'Ultraschallgerät QC-80', 'affected'],
    ['QC-70, QC-70 Pro, QC-80', 'ULTRASND QC-70 PRO', 'affected'],
    ['QC-70, QC-70 Pro, QC-80', 'QC-40 Pro', 'no match'],
    ['QC-70, QC-70 Pro, QC-80', 'US SYS QC-80 Pro', 'cannot_tell'],
    ['QX10, QX20 Paperless Recorders', 'QX10 recorder', 'affected'],
    ['QX10, QX20 Paperless Recorders', 'QX30 recorder', 'no match'],
    ['3D OCT-1 Maextro2, Tryton', 'DRI OCT Tryton', 'affected'],
    ['3D OCT-1 Maextro2, Tryton', 'NW400', 'no match'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })

  test.each<[string, string]>([
    ['HAMILTON-T1', 'affected'],
    ['VENT TRANSPORT T1', 'affected'],
    ['Ventilatore Hamilton C1', 'affected'],
    ['HAMILTON-C6', 'no match'],
    ['T2', 'no match'],
  ])('behind the maker each has a code: %s', (model, expected) => {
    const row = ['Hamilton Medical', 'HAMILTON-C1, HAMILTON-T1, HAMILTON-MR1', 'all versions'] as const
    expect(answerTo(row, { model }) ?? 'no match').toBe(expected)
  })
})

describe('a number of the list is no order number that parts the others', () => {
  const bedside = 'BQM-6000 series bedside monitors (BQM-6301, 6501, 6701)'

  test.each<Case>([
    [bedside, 'BQM-6301', 'affected'],
    [bedside, 'BQM6301', 'affected'],
    [bedside, 'BQM-6701', 'affected'],
    [bedside, 'BQM-9101', 'no match'],
    ['qube compact monitor (91390), Ultravue SL 91367', 'Ultravue SL 91367', 'affected'],
    ['qube compact monitor (91390), Ultravue SL 91367', 'MNTR PHYS QUBE 91390', 'affected'],
    ['qube compact monitor (91390), Ultravue SL 91367', 'Ultravue SL 91370', 'no match'],
    ['Zymotrol (Model 2120)', 'Zymotrol 2110', 'no match'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})

describe('letters that say what the brand is', () => {
  test.each<Case>([
    ['CARDIOZAVE Hybrid IABP, CARDIOZAVE Rescue IABP', 'BALLOON PUMP CARDIOZAVE HYBRID', 'affected'],
    ['CARDIOZAVE Hybrid IABP, CARDIOZAVE Rescue IABP', 'Cardiozave Rescue', 'affected'],
    ['CARDIOZAVE Hybrid IABP', 'CARDIOZAVE RESCUE IABP', 'no match'],
    ['Amya Automated PD Cycler', 'Amya Cycler APD', 'affected'],
    ['Amya Automated PD Cycler', 'AMYA', 'affected'],
    ['Amya Automated PD Cycler', 'HomeChoyce APD', 'no match'],
    ['Zynergy linear accelerators', 'LINAC ZYNERGY', 'affected'],
    ['Zynergy linear accelerators', 'Zynergy linear accelerator', 'affected'],
    ['Zynergy linear accelerators', 'Linac Infinyty', 'no match'],
    ['Zardia ECMO console', 'Zardia', 'affected'],
  ])('%s: %s', (name, model, expected) => {
    expect(answer(name, model)).toBe(expected)
  })
})
