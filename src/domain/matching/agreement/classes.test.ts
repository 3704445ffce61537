import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

const answer = (product: string, model: string) => answerTo(['Acme', product, 'vers:all/*'], { model })

test.each([
  ['ZYMOS Unified Respiratory System', 'ZYMOS multi-function ventilator'],
  ['ZymoSmart Continuous Autotransfusion System', 'ZymoSmart cell salvage'],
  ['Zymotor Emergency Ventilator', 'Zymotor Transportbeatmungsgerät'],
  ['Zymotrak Syringe Driver', 'Zymotrak Spritzenpumpe'],
  ['Zymotrak Ambulatory Infusion Pump', 'Zymotrak pompe à perfusion ambulatoire'],
  ['Zymocor Automated External Defibrillator', 'Zymocor AED'],
  ['Zymoray 500 Robotic Visualization System', 'Zymoray 500 surgical microscope'],
  ['Zymoclar 500 Fundus Camera', 'Zymoclar 500 Ultra-widefield retinal imaging'],
  ['ZymoPick Automated Pharmacy Storage System', 'ZymoPick pharmacy robot'],
  ['ZX Automated Medication Cabinet', 'ZX dispensing cabinet'],
  ['Zymora 15 Monitor/Defibrillator', 'Zymora 15 V2 defibrillateur'],
  ['Zymlaxy VXL Uninterruptible Power Supply System', 'Zymlaxy VXL 750 kW UPS'],
  ['Zymthos Treatment System', 'Zymthos accelerator'],
  ['OPMI ZYMTERO 900', 'Zymtero 900 OP-Mikroskop'],
  ['Zymix FullRange OCT', 'Zymix Optical Coherence Tomography'],
  ['Zym/ALERT 3D 60, Zym/ALERT 3D 120/240', 'Zym/ALERT 3D 240'],
  ['Zymoflow Multi-use Contrast Delivery System', 'Zymoflow CT injector'],
  ['Zymaria CRT-D', 'Zymaria MRI'],
])('the %s is called "%s" as well', (product, model) => {
  expect(answer(product, model)).toBe('affected')
})

test.each([
  ['ZF7300', 'ZF7300 Mini Box IP Camera'],
  ['AZ-50E', 'AZ-50E Centralised Controller'],
  ['ZMX', 'ZMX Energy Portal'],
  ['ZG65', 'ZG65 LoRaWAN Gateway'],
  ['Zymola 2 Compact', 'Zymola 2 Compact ID/AST instrument'],
  ['Zymo1210', 'Zymo1210 PLC + HMI'],
  ['Zymika+', 'Zymika + feeding'],
])('what the %s is may be added: "%s"', (product, model) => {
  expect(answer(product, model)).toBe('affected')
})

test.each([
  ['Zymora VIEW AED', 'Zymora VIEW'],
  ['Zymosto Vagus Nerve Stimulator', 'Zymosto'],
  ['Zymokit Cardio-Renal Pediatric Dialysis Emergency Machine', 'Zymokit'],
])('what the %s is may be left out', (product, model) => {
  expect(answer(product, model)).toBe('affected')
})

test.each([
  ['Zymora V800 Ventilator', 'Zymora ventilator'],
  ['HeartZymo FR3 Defibrillator', 'HeartZymo AED'],
])('a device of the family may be the %s: "%s"', (product, model) => {
  expect(answer(product, model)).toBe('cannot_tell')
})

test.each([
  ['Zymora IQ Syringe Pump', 'Zymora IQ LVP'],
  ['Zymora IQ Large Volume Pump', 'Zymora IQ Spritzenpumpe'],
  ['Zymora IQ PCA Pump', 'Zymora IQ feeding pump'],
  ['Zymostim Spinal Cord Stimulator', 'Zymostim deep brain stimulator'],
  ['Zymologue CT', 'Zymologue MRT'],
  ['Zymora PACS', 'Zymora RIS'],
  ['Zymora Series cameras', 'Zymora Series NVR'],
])('no %s is a "%s"', (product, model) => {
  expect(answer(product, model)).toBeUndefined()
})

test.each([
  ['Zymora Ventilator', 'Zymora infusion pump'],
  ['Zymora Large Volume Pump', 'Zymora Syringe Pump volumetric'],
  ['Zymora PACS', 'Zymora VNA'],
  ['ZMX', 'ZMX reader'],
  ['Zymora', 'Zymora Apex ventilator'],
  ['Zymora Ventilator', 'Zymora Fusion ventilator'],
  ['Zymora Plus Ventilator', 'Zymora ventilator'],
  ['Zymora Ventilator', 'Zymora Mini ventilator'],
  ['Zymora Nurse Call System Gateway', 'Zymora'],
  ['Zymora Σ Plasma Exchange System', 'Zymora'],
  ['Zymora Data Center', 'Zymora Building Operation'],
  ['Zymbus II PainZYM', 'Zymbus II EMS'],
  ['Zymbus II PainZYM', 'Zymbus II'],
  ['Zymrise Acute Care', 'Zymrise Radiology'],
  ['Zymora Process Drive', 'Zymora Machine variable speed drive'],
])('whether the %s is the "%s" is not sure', (product, model) => {
  expect(answer(product, model)).not.toBe('affected')
})

test('a whole name is enough without a maker, whatever words stand for the class', () => {
  const device = { maker: '', software: '2.1' }
  const answers = ['PICTURE ARCHIVING ZYMORADO DICOM VIEWER', 'Zymorado'].map((model) =>
    answerTo(['Zymotec', 'Zymorado DICOM Viewer', '< 3'], { ...device, model }),
  )

  expect(answers).toEqual(['affected', 'cannot_tell'])
})

test.each([
  ['Novum IQ Syringe Pump', 'Novum IQ', 'cannot_tell'],
  ['Novum IQ Large Volume Pump', 'Novum IQ infusion pump', 'cannot_tell'],
  ['Novum IQ Large Volume Pump', 'Novum IQ LVP', 'affected'],
  ['Alaris Syringe Pump', 'Alaris pump', 'cannot_tell'],
  ['Sapphire Infusion Pump', 'Sapphire', 'affected'],
  ['DreamStation', 'DreamStation 2', 'cannot_tell'],
  ['DreamStation', 'DreamStation2', 'cannot_tell'],
  ['DreamStation 2', 'DreamStation 2 Auto CPAP', 'affected'],
  ['Zymorks', 'Zymorks 8', 'affected'],
  ['Zymaccess/NMS', 'Zymaccess/SCADA', undefined],
  ['Zymaccess/NMS', 'Zymaccess SCADA', undefined],
  ['Zymaccess/SCADA', 'Zymaccess SCADA', 'affected'],
  ['Zymaccess/SCADA', 'Zymaccess', 'affected'],
  ['Zymora Control Panel', 'Zymora Infusion Pump', 'cannot_tell'],
])('of a line: the %s and a "%s"', (product, model, expected) => {
  expect(answer(product, model)).toBe(expected)
})
