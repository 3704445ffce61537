import { expect, test } from 'vitest'
import { alikeModels } from './alike.ts'

const named = (manufacturer: string, model: string) => ({ manufacturer, model })

test.each([
  [named('ICU Medical', 'Plum 360'), named('Hospira', 'PLUM 360')],
  [named('Fresenius Medical Care', '2008T'), named('Fresenius', 'FRESENIUS 2008T')],
  [named('Smiths Medical', 'MEDFUSION4000'), named('SMITHS', 'Medfusion 4000')],
])('one model: %j and %j', (one, other) => {
  expect(alikeModels([one, other], undefined)).toHaveLength(1)
})

test.each([
  [named('Philips', 'MX450'), named('Philips', 'MX550')],
  [named('Philips', '360'), named('Hospira', '360')],
  [named('Example', 'Pump+'), named('Example', 'Pump')],
])('two models: %j and %j', (one, other) => {
  expect(alikeModels([one, other], undefined)).toHaveLength(2)
})

test('a maker that took two others over joins all three, in any order', () => {
  const rows = [named('Hospira', 'Plum 360'), named('Smiths Medical', 'Plum 360'), named('ICU Medical', 'Plum 360')]
  expect(alikeModels(rows, undefined)).toHaveLength(1)
  expect(alikeModels(rows.toReversed(), undefined)).toHaveLength(1)
})
