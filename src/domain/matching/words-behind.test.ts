import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // What the members of a family are.
  ['yes', ['Real Time Automation', '460 Series', '< 8.9.8'], { model: '460 Series Gateway', firmware: 'v8.9.7' }],
  ['yes', ['Zymotec', 'ZX300 Series', '< 2.0'], { model: 'ZX300 Series Recorder', firmware: '1.1' }],
  ['open', ['Zymotec', 'ZX300 Series', '< 2.0'], { model: 'ZX300 Series Battery Pack', firmware: '1.1' }],
  // The client of a system, the workstation of an archive.
  ['yes', ['COPRA', 'COPRA6', '< 6.9.24'], { model: 'COPRA6 Client', software: '6.9.23' }],
  ['no', ['COPRA', 'COPRA6', '< 6.9.24'], { model: 'COPRA6 Client', software: '6.9.24' }],
  ['open', ['COPRA', 'COPRA6 Server', '< 6.9.24'], { model: 'COPRA6 Client', software: '6.9.23' }],
  ['yes', ['Intelerad', 'InteleViewer', '< 5.6.1'], { model: 'InteleViewer PACS workstation', software: '5.6.0' }],
  ['open', ['Intelerad', 'InteleViewer', '< 5.6.1'], { model: 'InteleViewer PACS', software: '5.6.0' }],
  // A type of the model, of which the model alone names all.
  ['yes', ['Viessmann', 'Vitogate 300', '< 2.1'], { model: 'VITOGATE 300 Typ BN/MB', firmware: 'V2.0' }],
  ['yes', ['Viessmann', 'Vitogate 300', '< 2.1'], { model: 'Vitogate 300 type WP', firmware: 'V2.0' }],
  ['no', ['Viessmann', 'Vitogate 300', '< 2.1'], { model: 'Vitogate 200 Typ KNX', firmware: 'V2.0' }],
  ['open', ['Viessmann', 'Vitogate 300 Typ BN/MB', '< 2.1'], { model: 'Vitogate 300 Typ WP', firmware: 'V2.0' }],
  ['open', ['Zymotec', 'Zymogate 300', '< 2.1'], { model: 'Zymogate 300 Type II', firmware: 'V2.0' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
