import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { answerTo } from '#tests/match-quality/judge.ts'

type Device = Partial<Record<'model' | 'number' | 'text' | 'software' | 'firmware', string>>

const answer = (name: string, version: string, device: Device) => answerTo(['Acme', name, version], device)

const controller = 'Zymosystem ZR650 V2 XTender Controller (XTC)'
const remote = 'Zymoedge R740 Integrated Acme Remote Access Controller (iARAC)'

test.each<[string, string, Device, Answer | undefined]>([
  ['the controller before its version', controller, { model: 'Zymosystem ZR650 V2', firmware: 'XTC 3.90' }, 'affected'],
  [
    'the controller without the brand',
    controller,
    { model: 'ZR650 V2 XTender Controller', firmware: '4.20' },
    'affected',
  ],
  ['its short form as the model', controller, { model: 'ZR650 V2 XTC', firmware: '4.20' }, 'affected'],
  ['the next generation', controller, { model: 'Zymosystem ZR650 V3', firmware: 'XTC 4.10' }, undefined],
  ['another box with that controller', controller, { model: 'Zymosystem ZR630 V2', firmware: 'XTC 3.90' }, undefined],
  ['no generation', controller, { model: 'Zymosystem ZR650', firmware: 'XTC 3.90' }, 'cannot_tell'],
  ['a generation, and no version', controller, { model: 'Zymosystem ZR650 V2' }, 'cannot_tell'],
  ['a controller of any box', controller, { model: 'XTender Controller', firmware: '4.2' }, 'cannot_tell'],
  ['small letters before the capitals', remote, { model: 'Zymoedge R740', firmware: 'iARAC 3.10' }, 'affected'],
  ['another box of the line', remote, { model: 'Zymoedge R640', firmware: 'iARAC 3.10' }, undefined],
])('a part of a box is that of the box: %s', (_, name, device, expected) => {
  expect(answer(name, '< 4.30', device)).toBe(expected)
})

test.each<[string, string, string, Device, Answer | undefined]>([
  ['open digits behind letters', 'ASZ-ENZ-x', '<= 3.08', { model: 'ASZ-ENZ-12', firmware: '3.07' }, 'affected'],
  ['the line before it', 'ASZ-ENZ-x', '<= 3.08', { model: 'ASZPEX-Zymo ASZ-ENZ-256', software: '3.08' }, 'affected'],
  ['letters that differ', 'ASZ-ENZ-x', '<= 3.08', { model: 'ASZ-ENG-2', software: '3.07' }, undefined],
  ['an open digit behind letters, and no version', 'ASZ-ENZ-x', '<= 3.08', { model: 'ASZ-ENZ-96' }, 'cannot_tell'],
  ['a model of many', 'QT27 model', '1.14.0 -1.47.0', { model: 'QT2712-STBA', software: '1.45.0' }, 'affected'],
  ['another model of many', 'QT27 model', '1.14.0 -1.47.0', { model: 'QT2512-STBA', software: '1.45.0' }, undefined],
  ['letters for the line', 'FortiAP 231F', '< 7.2', { model: 'FAP-231F-E', firmware: 'v7.0.6 build0097' }, 'affected'],
  ['letters for the line, another of it', 'FortiAP 231F', '< 7.2', { model: 'FAP-431F', firmware: '7.0.6' }, undefined],
  ['letters and number in one', 'PowerFlex 755', '< 16', { model: 'PF755', firmware: '15.1' }, 'affected'],
  ['letters and another number', 'PowerFlex 755', '< 16', { model: 'PF525', firmware: '5.1' }, undefined],
  ['what was ordered', 'QX5U-32MT/ES', '>= 1.060', { model: 'QX5U-32MT/ES', firmware: '1.270' }, 'affected'],
  ['another order', 'QX5U-32MT/ES', '>= 1.060', { model: 'QX5U-32MT/DS', firmware: '1.270' }, undefined],
  ['no order', 'QX5U-32MT/ES', '>= 1.060', { model: 'QX5U-32MT', firmware: '1.270' }, 'cannot_tell'],
  ['a part behind a dash', 'Prismo Active - Panel Server', 'all', { model: 'Prismo Active' }, 'cannot_tell'],
  ['a V in the name', 'Zymita V600', '<= 651', { model: 'Zymita V600' }, 'cannot_tell'],
  ['a V2 in the name', 'ZGS-804HPT-V2', '<= 2.305', { model: 'ZGS-804HPT-V2' }, 'cannot_tell'],
  ['a V behind the name', 'Zymita 600', '<= 2.51', { model: 'Zymita 600 v2.50' }, 'affected'],
  ['a release in the name', 'Zymeillance', '>= 24.1', { model: 'Zymeillance 2022 R3' }, 'not_affected'],
  ['a release of the name', 'Zymeillance 2022 R3', '>= 24.1', { model: 'Zymeillance 2022 R3' }, 'cannot_tell'],
])('a family of boxes is named: %s', (_, name, version, device, expected) => {
  expect(answer(name, version, device)).toBe(expected)
})
