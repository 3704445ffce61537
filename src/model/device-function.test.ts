import { expect, test } from 'vitest'
import { type DeviceFunction, deviceFunctionOf } from './device-function.ts'

const facts: readonly (readonly [DeviceFunction, ...string[]])[] = [
  [
    'infusion',
    'INFUSION PUMP',
    'INFUSION PUMP, PC UNIT',
    'SYRINGE PUMP, MODULE',
    'Infusionspumpe',
    'Spritzenpumpe',
    'Pousse-seringue',
    'Bomba de infusión',
    'INFUSION PUMP DOCK',
    'INFUSION PUMP, PCA',
  ],
  ['device_server', 'Infusion Pump Gateway', 'SERVER, INFUSION', 'TELEMETRY SERVER', 'Medical Server'],
  ['ventilator', 'VENTILATOR, INTENSIVE CARE', 'Beatmungsgerät', 'Respirateur de réanimation', 'Respirador'],
  [
    'anaesthesia',
    'ANESTHESIA UNIT',
    'Narkosegerät',
    'Anästhesiearbeitsplatz',
    'Appareil d’anesthésie',
    'Máquina de anestesia',
  ],
  ['medication_cabinet', 'MEDICATION CABINET', 'Medication Dispensing', 'Pyxis Anesthesia ES Dispensing Cabinet'],
  ['defibrillator', 'DEFIBRILLATOR/MONITOR', 'Defibrillator', 'Défibrillateur', 'Desfibrilador', 'AED'],
  ['dialysis', 'HEMODIALYSIS UNIT', 'CRRT UNIT', 'Dialysegerät', 'Générateur de dialyse', 'Máquina de hemodiálisis'],
  ['incubator', 'INCUBATOR, INFANT', 'Inkubator', 'Couveuse'],
  ['lab_analyser', 'ANALYZER, CHEMISTRY', 'ANALYZER, BLOOD CULTURE', 'Incubator, laboratory', 'Analyseur de biochimie'],
  ['point_of_care', 'GLUCOSE METER, HOSPITAL', 'ANALYZER, POINT OF CARE', 'ANALYZER, BLOOD GAS', 'Blutgasanalysator'],
  [
    'patient_monitor',
    'MONITOR, PHYSIOLOGIC, BEDSIDE',
    'TELEMETRY TRANSMITTER',
    'OXIMETER, PULSE',
    'Überwachungsmonitor',
    'Moniteur multiparamétrique',
  ],
  ['central_station', 'MONITOR, CENTRAL STATION', 'Central Monitoring Station'],
  ['vital_signs', 'MONITOR, VITAL SIGNS, SPOT'],
  ['implant_programmer', 'PROGRAMMER, PACEMAKER/ICD', 'Implant Programmer'],
  ['implant_monitor', 'HOME MONITOR, IMPLANT'],
  ['feeding_pump', 'PUMP, ENTERAL FEEDING'],
  ['minor_therapy', 'PUMP, COMPRESSION', 'WARMER, PATIENT', 'SCANNER, BLADDER'],
  ['imaging', 'CT SCANNER', 'MRI SYSTEM', 'RADIOGRAPHY, MOBILE', 'MAMMOGRAPHY SYSTEM', 'Röntgengerät', 'IRM', 'X-Ray'],
  ['interventional_imaging', 'C-ARM, MOBILE', 'ANGIOGRAPHY SYSTEM', 'C-Bogen'],
  ['ultrasound', 'ULTRASOUND, PORTABLE', 'Ultraschallgerät', 'Échographe', 'Ecógrafo'],
  ['image_system', 'WORKSTATION, IMAGING', 'IMAGE SERVER', 'PACS'],
  ['physiological_recorder', 'ELECTROCARDIOGRAPH', 'ELECTROENCEPHALOGRAPH', 'EKG-Gerät'],
  ['energy_surgery', 'ELECTROSURGICAL UNIT'],
  ['surgical_robot', 'SURGICAL ROBOT'],
  ['endoscopy', 'VIDEO PROCESSOR, ENDOSCOPY'],
  ['bed', 'BED, INTENSIVE CARE', 'Krankenbett'],
  ['pneumatic_tube', 'PNEUMATIC TUBE STATION', 'Rohrpoststation'],
  ['steriliser', 'STERILIZER, STEAM'],
  ['power', 'UPS', 'Uninterruptible Power Supply', 'USV', 'Onduleur'],
  ['workstation', 'Monitor, computer', 'Workstation', 'Laptop'],
  ['camera', 'IP Camera'],
  ['printer', 'Printer', 'Etikettendrucker', 'Imprimante'],
  ['unknown', '', 'Widget', '12345'],
]

test.each(facts.flatMap(([kind, ...texts]) => texts.map((text) => [text, kind])))('%s is %s', (text, kind) => {
  expect(deviceFunctionOf(text)).toBe(kind)
})

test('the words of the type count before those of the model, and both before a brand', () => {
  expect(deviceFunctionOf('Workstation', 'Alaris PCU 8015')).toBe('workstation')
  expect(deviceFunctionOf('', null, undefined, 'Alaris PCU 8015')).toBe('infusion')
  expect(deviceFunctionOf('8015', 'Zebra', 'Infusion Pump')).toBe('infusion')
})
