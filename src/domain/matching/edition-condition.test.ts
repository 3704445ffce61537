import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const editions: Pair['product'] = ['Zymotec', 'Zymopower Expert', '8.1 (Standard DC HC Editions)']
const only: Pair['product'] = ['Zymotec', 'Zymopower Expert', '8.x (Only with Advanced Reports and Charts Module)']
const former: Pair['product'] = ['Zymotec', 'Zymopower Operations', '8.x (formerly PowerLUMA Expert)']
const bios: Pair['product'] = ['Zymotec', 'ZPC627E', 'All BIOS versions < V25.02.08']
const one: Pair['product'] = ['Zymotec', 'Zymopower Manager', 'Essential Edition V2.8.0.060']
const range: Pair['product'] = ['Zymotec', 'Zymopower Manager', 'Enterprise Edition <= 5.2']
const behind: Pair['product'] = ['Zymotec', 'Zymopower Manager', '5.2 Community Edition']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  ['yes', editions, { model: 'Zymopower Expert', software: '8.1', text: 'HC edition' }],
  ['yes', editions, { model: 'Zymopower Expert 8.1 Standard Edition' }],
  ['no', editions, { model: 'Zymopower Expert', software: '8.1', text: 'Buildings Edition' }],
  ['no', editions, { model: 'Zymopower Expert', software: '9.0', text: 'HC edition' }],
  ['open', editions, { model: 'Zymopower Expert', software: '8.1', text: 'Data Center Edition' }],
  ['open', editions, { model: 'Zymopower Expert', software: '8.1' }],
  ['yes', only, { model: 'Zymopower Expert', software: '8.2', text: 'with Advanced Reports and Charts Module' }],
  ['yes', only, { model: 'Zymopower Expert', software: '8.2', text: 'incl. Advanced Reports & Charts' }],
  ['no', only, { model: 'Zymopower Expert', software: '8.2', text: 'no Advanced Reports module' }],
  ['no', only, { model: 'Zymopower Expert', software: '9.0', text: 'with Advanced Reports and Charts Module' }],
  ['open', only, { model: 'Zymopower Expert', software: '8.2' }],
  // One edition before its versions, or behind.
  ['yes', one, { model: 'Zymopower Manager Essential Edition', software: 'V2.8.0.060' }],
  ['yes', one, { model: 'Zymopower Manager', software: 'Essential Edition V2.8.0.060' }],
  ['no', one, { model: 'Zymopower Manager Essential Edition', software: 'V2.8.0.061' }],
  ['no', one, { model: 'Zymopower Manager Advanced Edition', software: 'V2.8.0.060' }],
  ['no', one, { model: 'Zymopower Manager', software: 'Advanced Edition V2.8.0.060' }],
  ['open', one, { model: 'Zymopower Manager', software: 'V2.8.0.060' }],
  ['open', one, { model: 'Zymopower Manager Essential Edition' }],
  ['yes', range, { model: 'Zymopower Manager Enterprise', software: '5.1' }],
  ['yes', range, { model: 'Zymopower Manager', software: '5.1', text: 'Enterprise Edition' }],
  ['no', range, { model: 'Zymopower Manager Standard', software: '5.1' }],
  ['no', range, { model: 'Zymopower Manager', software: '6.0' }],
  ['open', range, { model: 'Zymopower Manager', software: '5.1' }],
  ['yes', behind, { model: 'Zymopower Manager Community Edition', software: '5.2' }],
  ['no', behind, { model: 'Zymopower Manager Professional Edition', software: '5.2' }],
  // The version stands behind the former name.
  ['yes', former, { model: 'PowerLUMA Expert 8.1' }],
  ['no', former, { model: 'PowerLUMA Expert 7.3' }],
  ['no', former, { model: 'PowerLUMA Viewer 8.1' }],
  // Of the BIOS, not of what runs on it.
  ['yes', bios, { model: 'ZPC627E', text: 'Box PC, BIOS V25.02.07' }],
  ['no', bios, { model: 'ZPC627E', text: 'Box PC, BIOS V25.02.08', software: '1.0' }],
  ['yes', bios, { model: 'ZPC627E', firmware: 'V25.02.07' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
