import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // One word on both sides of a stroke is no list.
  ['no', ['Siemens', 'SIMATIC PN/PN Coupler', 'vers:all/*'], { model: 'SIMATIC S7-1200' }],
  ['no', ['Siemens', 'SIMATIC PN/PN Coupler', 'vers:all/*'], { model: 'SIMATIC HMI KTP700' }],
  ['yes', ['Siemens', 'SIMATIC PN/PN Coupler', 'vers:all/*'], { model: 'SIMATIC PN/PN Coupler' }],
  // A number where the advisory says what the one of the brand is for; a role that the description alone says.
  ['open', ['Zymotec', 'Zymora EEG', 'vers:all/*'], { model: 'Zymora 900' }],
  ['open', ['Zymotec', 'Zymapro Telemetry Server', 'vers:all/*'], { model: 'Zymapro', text: 'Telemetry' }],
  ['yes', ['Zymotec', 'Zymapro Telemetry Server', 'vers:all/*'], { model: 'Zymapro Telemetry Server' }],
  // A short name that people have for two words.
  ['yes', ['Philips', 'IntelliSpace Cardiovascular', '< 4.2'], { model: 'ISCV', software: '2.3' }],
  ['yes', ['Philips', 'IntelliSpace Cardiovascular', '< 4.2'], { model: 'IntelliSpace CV', software: '2.3' }],
  ['no', ['Philips', 'IntelliSpace Perinatal', '< 4.2'], { model: 'ISCV', software: '2.3' }],
  // For computers of another word length.
  ['no', ['Exacq', 'exacqVision Server 32-bit', '<= 21.06'], { model: 'exacqVision Server 64-bit', software: '21.03' }],
  [
    'yes',
    ['Exacq', 'exacqVision Server 32-bit', '<= 21.06'],
    { model: 'exacqVision Server 32 bit', software: '21.03' },
  ],
  ['no', ['Zymotec', 'Zymoview (64 bit)', '<= 3.0'], { model: 'Zymoview 32-Bit', software: '2.1' }],
  ['yes', ['Zymotec', 'Zymoview 32-bit and 64-bit', '<= 3.0'], { model: 'Zymoview 64-bit', software: '2.1' }],
  // Inputs and outputs are what a controller is for.
  ['yes', ['Loytec', 'LIOB-586', 'vers:all/*'], { model: 'LIOB-586 BACnet I/O Controller' }],
  ['yes', ['Zymotec', 'ZX-512 I/O Module', 'vers:all/*'], { model: 'ZX-512 I/O Module' }],
  ['no', ['Loytec', 'LIOB-586', 'vers:all/*'], { model: 'LIOB-588 BACnet I/O Controller' }],
  // What a thing is for, of which the inventory says a part.
  [
    'yes',
    ['Zymotec', 'Zymopick Automated Packaging and Dispensing System', '< 7.2'],
    { model: 'ZYMOPICK SYSTEM', software: '7.1' },
  ],
  [
    'yes',
    ['Zymotec', 'Zymopick Automated Packaging and Dispensing System', '< 7.2'],
    { model: 'Zymopick', software: '7.1' },
  ],
  [
    'no',
    ['Zymotec', 'Zymopick Automated Packaging and Dispensing System', '< 7.2'],
    { model: 'Zymopick Cardio', software: '7.1' },
  ],
  // The same name again, with more behind it.
  ['yes', ['EDAN', 'F9 and F9 Express Fetal & Maternal Monitor', '< 2.75'], { model: 'F9', software: '2.72' }],
  ['yes', ['EDAN', 'F9 and F9 Express Fetal & Maternal Monitor', '< 2.75'], { model: 'F9 Express', software: '2.72' }],
  ['yes', ['Zymotec', 'Zymoscan 4 and Zymoscan 4 Mobile Unit', '< 2.75'], { model: 'Zymoscan 4', software: '2.72' }],
  ['no', ['EDAN', 'F9 and F9 Express Fetal & Maternal Monitor', '< 2.75'], { model: 'F6', software: '2.72' }],
  // Letters of a word that stand in the name by chance do not make it its short form.
  ['no', ['Siemens', 'MOBILETT Elara Max', 'vers:all/*'], { model: 'MOBILETT Mira Max' }],
  ['yes', ['Siemens', 'MOBILETT Elara Max', 'vers:all/*'], { model: 'Mobilett Elara Max' }],
  [
    'no',
    ['APC', 'SMT Series Smart-UPS SmartConnect', '<= UPS 04.5'],
    { model: 'Smart-UPS SRT 3000', software: 'UPS 04.3' },
  ],
  // Which server or client it is.
  [
    'no',
    ['Siemens', 'Siveillance Video Mobile Server', '< 22.2'],
    { model: 'Siveillance Video DLNA Server', software: '22.1' },
  ],
  [
    'yes',
    ['Siemens', 'Siveillance Video Mobile Server', '< 22.2'],
    { model: 'Siveillance Video Mobile Server', software: '22.1' },
  ],
  ['no', ['Zymotec', 'Zymoview Mobile Gateway', '< 22.2'], { model: 'Zymoview Archive Gateway', software: '22.1' }],
  ['open', ['American Dynamics', 'victor Web Client', '<= 5.4.1'], { model: 'victor Client', software: '5.4.1' }],
  ['yes', ['American Dynamics', 'victor Web Client', '<= 5.4.1'], { model: 'victor web client', software: '5.4.1' }],
  ['yes', ['Softneta', 'MedDream PACS Server', '<= 7.2.8'], { model: 'MedDream PACS', software: '7.2.8' }],
  ['open', ['AliveCor', 'Kardia App Android application', '<= 5.17'], { model: 'Kardia App', software: '5.10' }],
  // Suffixes that are words are no typing errors.
  ['no', ['Leviton', 'AcquiSuite', 'vers:all/*'], { model: 'AcquiLite' }],
  ['yes', ['Leviton', 'AcquiSuite', 'vers:all/*'], { model: 'AquiSuite' }],
  ['open', ['Moxa', 'MXview', '<= 2.8'], { model: 'MXview One', software: '1.2' }],
  // Another word where the advisory says which of the brand it is.
  ['open', ['Ubiquiti', 'UniFi Network Application', '<= 8.0'], { model: 'UniFi Protect', software: '2.8' }],
  ['yes', ['Ubiquiti', 'UniFi Network Application', '<= 8.0'], { model: 'UniFi Network', software: '7.5' }],
  // What all members of a list have in common is none of them.
  ['open', ['Bellco', 'Formula 2000 and Formula Therapy', 'vers:all/*'], { model: 'Formula' }],
  ['yes', ['Bellco', 'Formula 2000 and Formula Therapy', 'vers:all/*'], { model: 'Formula Therapy' }],
  ['yes', ['Bellco', 'Formula 2000 and Formula Therapy', 'vers:all/*'], { model: 'Formula 2000' }],
  // What both have in brackets is no name.
  ['no', ['Siemens', 'APOGEE MBC (PPC) (BACnet)', 'vers:all/*'], { model: 'APOGEE MEC (PPC) (BACnet)' }],
  ['yes', ['Siemens', 'APOGEE MBC (PPC) (BACnet)', 'vers:all/*'], { model: 'APOGEE MBC (PPC) (BACnet)' }],
  ['yes', ['Zymotec', 'Zymoview Connex Monitor (ZCM)', 'vers:all/*'], { model: 'ZCM bedside' }],
  // The generation stands in the name, or is the first number of the version.
  ['no', ['Echelon', 'SmartServer 1', 'vers:all/*'], { model: 'SmartServer 2.0' }],
  ['no', ['Echelon', 'SmartServer 1', 'vers:all/*'], { model: 'SmartServer 2' }],
  ['yes', ['Echelon', 'SmartServer 1', 'vers:all/*'], { model: 'SmartServer 1.0' }],
  ['open', ['Echelon', 'SmartServer 1', 'vers:all/*'], { model: 'SmartServer' }],
  ['yes', ['Inductive Automation', 'Ignition 8 Gateway', '< 8.0.10'], { model: 'Ignition Gateway', software: '8.0.7' }],
  ['no', ['Inductive Automation', 'Ignition 8 Gateway', '< 8.0.10'], { model: 'Ignition Gateway', software: '8.1.0' }],
  [
    'no',
    ['Inductive Automation', 'Ignition 8 Gateway', '< 8.0.10'],
    { model: 'Ignition 7.9 Gateway', software: '7.9.4' },
  ],
  ['open', ['Inductive Automation', 'Ignition 8 Gateway', '< 8.0.10'], { model: 'Ignition Gateway' }],
  // A version in the name, beside which the row counts the firmware.
  [
    'yes',
    ['Testo', 'Saveris Base V 3.0', 'Firmware V3.28 and older'],
    { model: 'testo Saveris Base V3.0', firmware: 'V3.28' },
  ],
  [
    'no',
    ['Testo', 'Saveris Base V 3.0', 'Firmware V3.28 and older'],
    { model: 'Saveris Base V 2.0', firmware: '2.45' },
  ],
  [
    'no',
    ['Testo', 'Saveris Base V 3.0', 'Firmware V3.28 and older'],
    { model: 'Saveris Base V 3.0', firmware: '3.30' },
  ],
  ['yes', ['Palo Alto Networks', 'PAN-OS 10.2', '< 10.2.9'], { model: 'PAN-OS 10.2.8' }],
  ['no', ['Palo Alto Networks', 'PAN-OS 10.2', '< 10.2.9'], { model: 'PAN-OS 10.1.3' }],
  ['yes', ['Maquet', 'SERVO-i Ventilator System', '< V8.00.03'], { model: 'SERVO I V 4.0 ADULT' }],
  // Another variant in the place of that which the row names.
  [
    'no',
    ['IDEC', 'FC6A MICROSmart All-in-One CPU Module', '<= 2.32'],
    { model: 'FC6A MICROSmart Plus CPU Module', firmware: '1.80' },
  ],
  [
    'yes',
    ['IDEC', 'FC6A MICROSmart All-in-One CPU Module', '<= 2.32'],
    { model: 'FC6A MICROSmart All-in-One CPU Module', firmware: '1.80' },
  ],
  [
    'no',
    ['Rockwell', 'PanelView Plus 7 Performance', '< V12'],
    { model: 'PanelView Plus 7 Standard', firmware: '11.00' },
  ],
  ['open', ['Rockwell', 'PanelView Plus 7 Performance', '< V12'], { model: 'PanelView Plus 7', firmware: '11.00' }],
  ['open', ['Olympus', 'EVIS EXERA III Video System Center CV-190', 'vers:all/*'], { model: 'CV190 PLUS' }],
  // Between the same two words each has one of its own.
  ['no', ['Schneider Electric', 'EcoStruxure Control Expert', '< 15.1'], { model: 'EcoStruxure Machine Expert 1.2' }],
  [
    'no',
    ['Schneider Electric', 'EcoStruxure Power Monitoring Expert', '< 9'],
    { model: 'EcoStruxure Power SCADA Expert', software: '8.2' },
  ],
  [
    'no',
    ['Schneider Electric', 'PowerChute Serial Shutdown', '<= 1.2'],
    { model: 'PowerChute Network Shutdown', software: '1.2' },
  ],
  ['no', ['Zymotec', 'Zymotrak Energy Expert', '< 3'], { model: 'Zymotrak Machine Expert', software: '2.1' }],
  ['no', ['Zymotec', 'Zymotrak Ward Navigator', '< 3'], { model: 'Zymotrak Theatre Navigator', software: '2.1' }],
  ['yes', ['Zymotec', 'Zymotrak Energy Expert', '< 3'], { model: 'Zymotrak Enrgy Expert', software: '2.1' }],
  ['yes', ['Zymotec', 'Zymotrak Energy Expert', '< 3'], { model: 'Zymotrak Energy Expert', software: '2.1' }],
  [
    'yes',
    ['Schneider Electric', 'EcoStruxure Power Monitoring Expert', '< 9'],
    { model: 'Power Monitoring Expert', software: '8.2' },
  ],
  ['no', ['Milestone', 'XProtect Management Server', '< 10'], { model: 'XProtect Mobile Server', software: '9' }],
  ['yes', ['Milestone', 'XProtect Management Server', '< 10'], { model: 'XProtect Mgmt Srv', software: '9' }],
  ['no', ['GE', 'Centricity Imaging Suite', '< 3'], { model: 'Centricity Cardiology Suite', software: '2' }],
  // Where people work with a system is not its server.
  [
    'no',
    ['Schneider Electric', 'EcoStruxure Building Operation Enterprise Server', '< 3.2.1'],
    { model: 'EcoStruxure Building Operation WorkStation', software: '3.1.2' },
  ],
  [
    'yes',
    ['Schneider Electric', 'EcoStruxure Building Operation Enterprise Server', '< 3.2.1'],
    { model: 'EcoStruxure Building Operation Enterprise Server', software: '3.1.2' },
  ],
  // Forms in which one thing is sold.
  ['yes', ['Fortinet', 'FortiAnalyzer', '7.0.0 through 7.0.12'], { model: 'FortiAnalyzer-VM', software: '7.0.11' }],
  [
    'yes',
    ['HPE', 'MSA 2060 Storage', 'IN110R004 and earlier'],
    { model: 'MSA 2060 16Gb FC SFF Storage', firmware: 'IN110R004' },
  ],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})

const imaging: Pair['product'] = ['Zymotec', 'Horizont Medical Imaging', 'vers:all/*']
const diagnostic: Pair['product'] = ['Zymotec', 'ZACSLyric flow cytometer IVD', 'vers:all/*']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // Software of one brand for several fields of medicine.
  ['yes', imaging, { model: 'HORIZONT MEDICAL IMAGING' }],
  ['yes', imaging, { model: 'Horizont Medical Imaging PACS' }],
  ['yes', imaging, { model: 'Horizont Imaging Radiology' }],
  ['open', imaging, { model: 'Horizont Cardiology' }],
  ['open', imaging, { model: 'Horizont Lab' }],
  ['open', imaging, { model: 'HORIZONT EMERGENCY' }],
  ['open', ['Zymotec', 'Zymora Ultrasound', 'vers:all/*'], { model: 'Zymora Radiology' }],
  ['yes', ['Zymotec', 'Zymora Ultrasound', 'vers:all/*'], { model: 'Zymora Ultrasound Cardiology' }],
  ['yes', ['Zymotec', 'Zymora Ultrasound', 'vers:all/*'], { model: 'Zymora Console' }],
  // For diagnosis or for research alone.
  ['yes', diagnostic, { model: 'ZACSLyric' }],
  ['yes', diagnostic, { model: 'ZACSLyric flow cytometer' }],
  ['yes', diagnostic, { model: 'ZACSLYRIC IVD' }],
  ['no', diagnostic, { model: 'ZACSLyric RUO' }],
  ['no', diagnostic, { model: 'ZACSCanto IVD' }],
  ['yes', ['Zymotec', 'ZACSLyric flow cytometer', 'vers:all/*'], { model: 'ZACSLyric cytometer' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
