import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const editions: Pair['product'] = ['Zymotec', 'Zymopower Expert', '8.1 (Standard DC HC Editions)']
const only: Pair['product'] = ['Zymotec', 'Zymopower Expert', '8.x (Only with Advanced Reports and Charts Module)']
const former: Pair['product'] = ['Zymotec', 'Zymopower Operations', '8.x (formerly PowerLUMA Expert)']
const bios: Pair['product'] = ['Zymotec', 'ZPC627E', 'All BIOS versions < V25.02.08']

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
