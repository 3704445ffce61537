import { expect, test } from 'vitest'
import { isAccessoryOf } from './accessories.ts'
import { readProductName } from './product-name.ts'

const product = (name: string) => readProductName(name, new Set())

test.each([
  ['Zymos 400 rolling stand', '', 'Zymos 400 Monitor'],
  ['Zymos administration set 15095', '', 'Zymos Infusion Pump'],
  ['Zymos 400', 'Verbrauchsmaterial', 'Zymos 400'],
  ['ZY51 Vitrectomy pack', 'Zymos consumable', 'Zymos'],
  ['Zymos 400 Kabel', '', 'Zymos 400'],
  ['Power module for ZY1000A-T', '', 'Zymos KVM ZY1000A-T'],
  ['Batterie: battery pour Zymos 400', '', 'Zymos 400'],
  ['Zymos Luxor convex probe', '', 'Zymos Luxor'],
  ['Zymos Luxor dual charger', '', 'Zymos Luxor'],
])('%s (%s) is something for the %s', (model, description, name) => {
  expect(isAccessoryOf({ model, description }, product(name))).toBe(true)
})

test.each([
  ['Zymos 400 with rolling stand', '', 'Zymos 400 Monitor'],
  ['Zymos 400', 'monitor on a stand', 'Zymos 400'],
  ['Zymos Luxor Dual Probe', '', 'Zymos Luxor'],
  ['Zymos Charger 2', '', 'Zymos Charger'],
  ['BP cuff', 'Zymos wireless', 'Zymos'],
  ['Network card for Zymos UPS', '', 'Zymos Card for UPS'],
  ['Zymos 400', 'pump, incl. accessories', 'Zymos 400'],
])('%s (%s) may be the %s', (model, description, name) => {
  expect(isAccessoryOf({ model, description }, product(name))).toBe(false)
})
