import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const catalyst: Pair['product'] = ['Cisco', 'Catalyst 2960-X Series Switches', 'IOS 15.2(7)E before 15.2(7)E8']
const laserJet: Pair['product'] = [
  'HP Inc.',
  'LaserJet Enterprise M507 series',
  'FutureSmart 5 before 5.6.0.2, FutureSmart 4 before 4.11.2.5',
]

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // Rebuilds of a train.
  ['yes', catalyst, { model: 'WS-C2960X-48FPS-L', software: '15.2(7)E4' }],
  ['yes', catalyst, { model: 'Catalyst 2960-X', os: 'IOS 15.2(7)E7' }],
  ['no', catalyst, { model: 'Catalyst 2960-X', os: 'Cisco IOS 15.2(7)E8' }],
  ['no', catalyst, { model: 'Catalyst 2960-X', os: 'Cisco IOS Software, Version 15.2(7)E10, RELEASE SOFTWARE (fc2)' }],
  ['no', catalyst, { model: 'Catalyst 2960-X', os: 'IOS 15.0(2)SE11' }],
  ['no', catalyst, { model: 'Catalyst 2960-X', os: 'IOS 15.2(8)E1' }],
  [
    'yes',
    catalyst,
    {
      model: 'Catalyst 2960-X',
      os: 'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)',
    },
  ],
  // The firmware of printers has a name of its own.
  ['yes', laserJet, { model: 'LaserJet Enterprise M507dn', firmware: '5.5.0.3' }],
  ['yes', laserJet, { model: 'HP LJ Enterprise M507x', firmware: 'FS 4.11.2.1' }],
  ['yes', laserJet, { model: 'HP LJ Enterprise M507x', firmware: 'FutureSmart 4.11.2.1' }],
  ['no', laserJet, { model: 'LaserJet Enterprise M507dn', firmware: '5.6.0.2' }],
  ['no', laserJet, { model: 'LaserJet Enterprise M507dn', firmware: '4.11.2.5' }],
  ['open', laserJet, { model: 'LaserJet Enterprise M507dn', firmware: '2411167_062411' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
