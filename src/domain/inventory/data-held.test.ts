import { expect, test } from 'vitest'
import { dataHeld } from './data-held.ts'

test.each([
  [null, null, { stores_phi: null }],
  [true, null, { stores_phi: true }],
  [true, false, { stores_phi: true }],
  [false, null, { stores_phi: false }],
  [false, false, { stores_phi: false }],
  [false, true, { stores_phi: true, stores_phi_by: 'mds2' }],
  [null, true, { stores_phi: true, stores_phi_by: 'mds2' }],
  [null, false, { stores_phi: false, stores_phi_by: 'mds2' }],
])('of inventory %j and form %j the worse counts', (inventory, form, held) =>
  expect(dataHeld(inventory, form)).toEqual(held),
)
