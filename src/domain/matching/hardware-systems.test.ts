import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // The system under its other name.
  ['yes', ['Sophos', 'Sophos Firewall', 'v19.5 MR3 (19.5.3) and older'], { model: 'XGS 136', os: 'SFOS 18.5.2 MR-2' }],
  ['no', ['Sophos', 'Sophos Firewall', 'v19.5 MR3 (19.5.3) and older'], { model: 'XGS 136', os: 'SFOS 19.5.4 MR-4' }],
  ['yes', ['Sophos', 'Sophos Firewall', '< 20.0'], { model: 'Sophos Firewall XG 230', os: 'SFOS 19.0.1 MR-1' }],
  ['no', ['Sophos', 'Sophos Firewall', '< 20.0'], { model: 'Sophos Firewall XG 230', os: 'SFOS 20.0.1 MR-1' }],
  ['yes', ['Extreme Networks', 'ExtremeXOS', '< 31.7.2'], { model: 'X440-G2', os: 'EXOS 30.7.1' }],
  ['no', ['Extreme Networks', 'ExtremeXOS', '< 31.7.2'], { model: 'X440-G2', os: 'EXOS 32.1' }],
  ['open', ['Sophos', 'Sophos Firewall', '< 20.0'], { model: 'XGS 136', os: 'SFOS' }],
  // What the inventory says that it runs, against what its kind may run.
  ['no', ['QNAP', 'QTS', '< 5.1.3'], { model: 'TS-h886', os: 'QuTS hero h5.1.2' }],
  ['yes', ['QNAP', 'QTS', '< 5.1.3'], { model: 'TS-h886', os: 'QTS 5.1.2' }],
  ['no', ['QNAP', 'QuTS hero', '< h5.1.3'], { model: 'TS-h886', os: 'QTS 5.1.2' }],
  ['yes', ['QNAP', 'QTS', '< 5.1.3'], { model: 'TS-453D', firmware: '5.1.2' }],
  ['no', ['Cisco', 'IOS XE', '< 17.9.5'], { model: 'Catalyst 9300', os: 'NX-OS 9.3' }],
  ['yes', ['Cisco', 'IOS XE', '< 17.9.5'], { model: 'Catalyst 9300', os: 'IOS-XE 17.6.1' }],
])('the answer is %s for %j and the box %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
