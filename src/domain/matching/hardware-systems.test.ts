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
  // Names of several words, and months that count.
  [
    'yes',
    ['KUNBUS', 'Revolution Pi OS Bookworm', '<= 01/2025'],
    { model: 'RevPi Connect 4', os: 'Revolution Pi OS Bookworm 10/2024' },
  ],
  [
    'no',
    ['KUNBUS', 'Revolution Pi OS Bookworm', '<= 01/2025'],
    { model: 'RevPi Connect 4', os: 'Revolution Pi OS Bookworm 02/2025' },
  ],
  [
    'no',
    ['KUNBUS', 'Revolution Pi OS Bookworm', '<= 01/2025'],
    { model: 'RevPi Core 3', os: 'Revolution Pi OS Buster 06/2022' },
  ],
  // What the box may run, where the inventory does not say.
  ['open', ['KUNBUS', 'Revolution Pi OS Bookworm', '<= 01/2025'], { model: 'RevPi Connect 4' }],
  ['no', ['KUNBUS', 'Revolution Pi OS Bookworm', '<= 01/2025'], { model: 'Gateway Modbus TCP' }],
  ['open', ['HP Inc.', 'HP ThinPro 8', '< 8.0_SP8'], { model: 't640 Thin Client' }],
  ['open', ['HP Inc.', 'HP ThinPro 8', '< 8.0_SP8'], { model: 't640', firmware: 'M30 v01.12' }],
  ['no', ['HP Inc.', 'HP ThinPro 8', '< 8.0_SP8'], { model: 't640 Thin Client', os: 'Windows 10 IoT Enterprise' }],
  ['no', ['HP Inc.', 'HP ThinPro 8', '< 8.0_SP8'], { model: 'LaserJet T640' }],
  ['open', ['Dell', 'ThinOS', '< 9.5'], { model: 'Wyse 5070' }],
  ['no', ['Dell', 'ThinOS', '< 9.5'], { model: 'OptiPlex 3000' }],
  ['open', ['Beckhoff', 'TwinCAT/BSD', '< 14'], { model: 'CX5130-0125' }],
  // The box and what runs on it say the name together.
  ['yes', ['KUNBUS', 'Revolution Pi PiCtory', '<= 2.11.1'], { model: 'RevPi Core 3', software: 'PiCtory 2.9.0' }],
  ['no', ['KUNBUS', 'Revolution Pi PiCtory', '<= 2.11.1'], { model: 'RevPi Core 3', software: 'PiCtory 2.12' }],
  ['no', ['KUNBUS', 'Revolution Pi PiCtory', '<= 2.11.1'], { model: 'RevPi Core 3', software: 'Webstatus 2.4.5' }],
  ['yes', ['QNAP', 'VioStor NVR QVR firmware', '< 4.x'], { model: 'VioStor VS-2112 Pro+ NVR', firmware: 'QVR 3.6.2' }],
  ['no', ['QNAP', 'VioStor NVR QVR firmware', '< 4.x'], { model: 'VioStor VS-2112 Pro+ NVR', firmware: 'QVR 5.1.6' }],
  ['open', ['QNAP', 'VioStor NVR QVR firmware', '< 4.x'], { model: 'VioStor VS-4108 Pro+', text: 'NVR Haus 3' }],
  ['no', ['QNAP', 'VioStor NVR QVR firmware', '< 4.x'], { model: 'TS-453D', software: 'QVR Elite 2.1' }],
])('the answer is %s for %j and the box %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
