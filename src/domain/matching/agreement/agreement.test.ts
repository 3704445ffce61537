import { describe, expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

// What the rules say of themselves, file by file. All versions are named, so that the names decide.

type Named = Parameters<typeof answerTo>[1]
const cases: Readonly<Record<string, readonly (readonly [string, string, string | Named, string | undefined])[]>> = {
  'added words': [
    ['Data Innovations', 'Instrument Manager', 'Production Manager', undefined],
    ['Philips', 'Xcelera', { model: 'iE33', text: 'sends to Xcelera' }, undefined],
  ],
  codes: [
    ['Moxa', 'NPort 5110', 'NPort 5110A', 'cannot_tell'],
    ['Rockwell Automation', 'PowerMonitor 1000 Remote 1408-BC3A-485', '1408-BC3A-485', 'affected'],
    ['Medtronic', 'MyCareLink Monitor 24950', { model: 'MyCareLink Monitor', number: '24952' }, undefined],
    ['ABB', 'ACS880 Primary Control Program', 'ACS880 Position Control Program', undefined],
  ],
  descriptors: [
    ['Philips', 'IntelliSpace Cardiovascular', 'IntelliSpace Perinatal', undefined],
    ['Philips', 'IntelliSpace Perinatal', 'IntelliSpace', 'cannot_tell'],
    ['Fujifilm', 'Synapse Mobility', 'Synapse Cardiovascular', undefined],
    ['Tridium', 'Niagara Framework', 'Niagara Enterprise Security', 'cannot_tell'],
  ],
  'kinds alone': [
    ['GE Healthcare', 'GE Ultrasound Products', 'LOGIQ E9 Ultrasound', 'cannot_tell'],
    ['GE Healthcare', 'GE Ultrasound Products', 'Giraffe Incubator', undefined],
    ['Siemens', 'PET/CT Systems', 'PET/CT', 'affected'],
    ['Zymotec', 'Patient Portal', 'Provider Portal', undefined],
  ],
  kinds: [
    ['Baxter', 'Novum IQ Large Volume Pump', 'Novum IQ Syringe Pump', undefined],
    ['ZOLL', 'R Series Defibrillator', 'R Series ALS', 'affected'],
    ['Compumedics', 'Profusion EEG 5', 'Profusion PSG 5', undefined],
    ['Schneider Electric', 'PowerChute Serial Shutdown', 'PowerChute Network Shutdown', undefined],
    ['Zymotec', 'Zymora Infusion Pump', 'Zymora Ventilator', 'cannot_tell'],
    ['Schneider Electric', 'EcoStruxure Control Expert', 'EcoStruxure Machine Expert', undefined],
  ],
  lines: [
    ['Becton Dickinson', 'BACTEC FX', 'BACTEC FX40', 'cannot_tell'],
    ['APC', 'Smart-UPS SMTL Series', 'SMTL1500', 'affected'],
    ['Siemens Healthineers', 'syngo fastView', 'syngo.via', undefined],
    ['Zymotec', 'RTLS Locating Manager', 'RTLS4030G', undefined],
  ],
  'listed numbers': [
    ['Mindray', 'N Series (N12, N15, N17)', 'N1', undefined],
    ['Mindray', 'A Series Anesthesia (A5, A7)', 'A5', 'affected'],
    ['Welch Allyn', 'Connex Vital Signs Monitor (CVSM)', 'CVSM', 'affected'],
  ],
  'missing codes': [
    ['Echelon', 'SmartServer 1', 'SmartServer 2.0', undefined],
    ['Medtronic', '29901 Encore Programmer', 'Encore Programmer', 'affected'],
    ['ICU Medical', 'Plum 360', 'Plum A+', undefined],
    ['Olympus', 'EVIS X1 CV-1500', 'CV-1500', 'affected'],
  ],
  'missing words': [
    ['GE Healthcare', 'XR656 Plus', 'XR656', 'cannot_tell'],
    ['Idec', 'FC6A All-in-One CPU Module', 'FC6A Plus CPU Module', undefined],
    ['Rockwell Automation', 'PanelView Plus 7 Performance', 'PanelView Plus 7 Standard', undefined],
    ['Philips', 'IntelliVue X3', 'X3', 'affected'],
    ['Elekta', 'Leksell GammaPlan', 'GammaPlan', 'affected'],
    ['Philips', 'HeartStart MRx', 'MRx', 'affected'],
    ['Zymotec', 'Zymo Trend Viewer', 'Zymo Report Viewer', undefined],
  ],
  roles: [
    ['Siemens', 'Siveillance Video Mobile Server', 'Siveillance Video DLNA Server', undefined],
    ['Softneta', 'MedDream PACS', 'MedDream', 'affected'],
    ['COPRA System', 'COPRA6 Server', 'COPRA6 Client', 'cannot_tell'],
    ['Real Time Automation', '460 Series', '460 Series Gateway', 'affected'],
  ],
  variants: [
    ['Medtronic', 'Evera ICD', 'Evera XT DR ICD', 'affected'],
    ['Philips', 'Ingenia Ambition', 'Ingenia Ambition X', 'affected'],
    ['Ubiquiti', 'UniFi Network Application', 'UniFi Protect', 'cannot_tell'],
    ['Qardio', 'QardioArm', 'QardioArm A100', 'affected'],
    ['Draeger', 'Infinity Delta', 'Infinity Delta XL', 'cannot_tell'],
  ],
}

describe.each(Object.entries(cases))('%s', (_, some) => {
  test.each(some)('%s, %s: %j is %s', (vendor, name, device, answer) => {
    expect(answerTo([vendor, name, 'vers:all/*'], typeof device === 'string' ? { model: device } : device)).toBe(answer)
  })
})
