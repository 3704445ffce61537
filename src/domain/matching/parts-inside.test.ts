import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const rtos: Pair['product'] = ['NXP Semiconductors', 'MQX RTOS', '<= 5.0']
const sdk: Pair['product'] = ['ThroughTek', 'Kalay P2P SDK', '<= 3.1.5']
const board: Pair['product'] = ['Hewlett Packard Enterprise (HPE)', 'Integrated Lights-Out 5 (iLO 5)', '< 2.78']
const runtime: Pair['product'] = ['Beckhoff', 'TwinCAT', '<= 3.1 Build 4022.4']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // Of other makers: what the part is stands before its maker, behind it, or nowhere.
  ['yes', rtos, { maker: 'ResMed', model: 'Home ventilator modem', text: 'RTOS: NXP MQX 4.2' }],
  ['yes', rtos, { maker: 'ResMed', model: 'Home ventilator modem', text: 'runs NXP MQX 4.2' }],
  ['no', rtos, { maker: 'ResMed', model: 'Home ventilator modem', text: 'RTOS: NXP MQX 5.1' }],
  ['no', rtos, { maker: 'ResMed', model: 'Home ventilator modem', text: 'processor: NXP i.MX 6' }],
  ['yes', sdk, { maker: 'VTech', model: 'Baby monitor', text: 'P2P: ThroughTek Kalay SDK 3.1.4' }],
  ['yes', sdk, { maker: 'VTech', model: 'Baby monitor', text: 'ThroughTek Kalay P2P SDK 3.1.4' }],
  ['no', sdk, { maker: 'VTech', model: 'Baby monitor', text: 'P2P: ThroughTek Kalay SDK 3.1.10' }],
  // Of the same maker, by a short name that is written as no common word is.
  ['yes', board, { maker: 'HPE', model: 'ProLiant DL380 Gen10', text: 'iLO 5 v2.72' }],
  ['no', board, { maker: 'HPE', model: 'ProLiant DL380 Gen10', text: 'iLO 5 v2.80' }],
  ['no', board, { maker: 'HPE', model: 'ProLiant DL380 Gen9', text: 'iLO 4 v2.72' }],
  ['no', board, { maker: 'HPE', model: 'ProLiant DL380 Gen10' }],
  ['yes', runtime, { maker: 'Beckhoff', model: 'CX5130', text: 'Lab track; TwinCAT 3.1.4020.32' }],
  ['no', runtime, { maker: 'Beckhoff', model: 'CX5130', text: 'Lab track; TwinCAT 3.1.4024.10' }],
  ['open', runtime, { maker: 'Beckhoff', model: 'CX5130', text: 'connected to TwinCAT 3.1.4020.32' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
