import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const catalogue: Pair['product'] = ['Rockwell Automation', 'MicroLogix 1100 controllers', '1763-L16BWA']
const open: Pair['product'] = ['WAGO', 'Series PFC200', '750-82xx/xxx-xxx']
const code: Pair['product'] = ['Leviton', 'AcquiSuite', 'A8810']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  ['yes', catalogue, { model: 'MicroLogix 1100', number: '1763-L16BWA' }],
  ['yes', catalogue, { model: 'MicroLogix 1100 1763-L16BWA Ser B', firmware: '16.0' }],
  ['no', catalogue, { model: 'MicroLogix 1100', number: '1763-L16AWA' }],
  ['no', catalogue, { model: 'MicroLogix 1100 1763-L16DWD' }],
  ['open', catalogue, { model: 'MicroLogix 1100' }],
  ['open', catalogue, { model: 'MicroLogix 1100', number: '10024561' }],
  ['yes', open, { model: 'PFC200 750-8207/025-000', firmware: '03.03.10(15)' }],
  ['yes', open, { model: 'PFC200', number: '750-8212/000-100' }],
  ['open', open, { model: 'PFC200' }],
  ['open', open, { model: 'PFC200', number: '750-8102/025-000' }],
  ['yes', code, { model: 'AcquiSuite data acquisition server', number: 'A8810-0', firmware: '02.17.0112' }],
  ['open', code, { model: 'AcquiSuite', firmware: '02.17.0112' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
