import { expect, test } from 'vitest'
import { areBoxesKnown, classesIn, isPlainOf, relationOf, trades } from './device-classes.ts'

const idsIn = (text: string) => classesIn(text.toLowerCase().split(/[\s/-]+/)).ids
const all = new Map(trades.flatMap(({ classes }) => Object.entries(classes)))
const phrasesOf = (said: string) => said.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '))

test('each wider class is one, and each phrase means one class', () => {
  expect(trades.flatMap(({ classes }) => Object.keys(classes))).toHaveLength(all.size)
  expect([...all.values()].flatMap(({ of }) => (of ? phrasesOf(of) : [])).filter((id) => !all.has(id))).toEqual([])
  expect(areBoxesKnown()).toBe(true)

  const phrases = [...all.values()].flatMap(({ said, abroad }) => phrasesOf(abroad ? `${said}, ${abroad}` : said))
  expect(phrases.filter((phrase, at) => phrase === '' || phrases.indexOf(phrase) !== at)).toEqual([])
})

test.each([
  ['multi-function ventilator', ['ventilator']],
  ['Intensivbeatmungsgerat', ['ventilator']],
  ['syringe infusion pumps', ['syringe pump']],
  ['anaesthetic machine', ['anaesthesia']],
  ['HF-Chirurgiegeraet', ['electrosurgery']],
  ['mini box IP camera', ['ip camera']],
  ['64-channel NVR', ['video recorder']],
  ['PLC and HMI', ['plc', 'hmi']],
  ['onduleur', ['ups']],
  ['table light', []],
])('"%s" says %j', (text, ids) => {
  expect(idsIn(text)).toEqual(ids)
})

test.each([
  ['infusion pump', 'syringe driver', 'alike'],
  ['syringe pump', 'large volume pump', 'siblings'],
  ['EEG', 'polysomnography', 'unlike'],
  ['spinal cord stimulator', 'deep brain stimulator', 'siblings'],
  ['monitor', 'fetal monitor', 'alike'],
  ['patient monitor', 'defibrillator', 'alike'],
  ['gateway', 'controller', 'alike'],
  ['ventilator', 'infusion pump', 'unlike'],
  ['PACS', 'RIS', 'siblings'],
] as const)('a %s and a %s are %s', (one, other, relation) => {
  expect(relationOf(idsIn(one), idsIn(other))).toBe(relation)
})

test('what describes things of one trade may tell those of another apart', () => {
  expect(isPlainOf('noninvasive', ['ventilator'])).toBe(true)
  expect(isPlainOf('noninvasive', ['ip camera'])).toBe(false)
  expect(isPlainOf('automated', ['ip camera'])).toBe(true)
})
