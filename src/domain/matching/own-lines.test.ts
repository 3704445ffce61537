import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const panels: Pair['product'] = ['Siemens', 'SIMATIC HMI Comfort Panels', '< V16']
const freezer: Pair['product'] = ['Thermo Fisher Scientific', 'TSX Series Ultra-Low Temperature Freezer', 'vers:all/*']
const server: Pair['product'] = ['Microsoft', 'Windows Server 2019', '10.0.17763.0 before 10.0.17763.5830']
const base: Pair['product'] = ['Microsoft', 'SQL Server 2017 for x64-based Systems (GDR)', '14.0.0 < 14.0.2052.1']
const ventilator: Pair['product'] = ['Fritz Stephan GmbH', 'EVE IN Ventilator', '< 2.4.0']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // The line in front is left out, and the member stands behind.
  ['yes', panels, { model: 'HMI Comfort Panel TP700', software: 'V15.1' }],
  ['yes', panels, { model: 'Comfort Panel TP1200', software: 'V15.1' }],
  ['no', panels, { model: 'HMI Basic Panel KTP700', software: 'V15.1' }],
  ['yes', freezer, { model: 'TSX60086V' }],
  ['no', freezer, { model: 'TDE60086' }],
  // The house's name for all of its automation is left out.
  ['yes', ['Siemens', 'SIMATIC WinCC', '< 7.5'], { model: 'WinCC', software: '7.4' }],
  ['yes', ['Siemens', 'SIMATIC WinCC V7.4', '< 7.4 SP1 Update 16'], { model: 'WinCC V7.4 SP1 Upd 15' }],
  ['yes', ['Siemens', 'Desigo Insight', '< 6.0'], { model: 'Insight', software: '5.1' }],
  [
    'yes',
    ['Schneider Electric', 'EcoStruxure Control Expert', '< 15.1'],
    { model: 'Control Expert', software: '15.0' },
  ],
  ['yes', ['HPE', 'ProLiant DL380 Gen10', '< 2.0'], { model: 'DL380 Gen10', firmware: '1.4' }],
  ['no', ['Siemens', 'SIMATIC WinCC', '< 7.5'], { model: 'WinCC OA', software: '7.4' }],
  ['no', ['Siemens', 'SIMATIC WinCC', '< 7.5'], { model: 'WinCC Unified', software: '7.4' }],
  ['no', ['VMware', 'vSphere Client', '< 7'], { model: 'Client', software: '6.7' }],
  ['open', ['Siemens', 'Desigo CC', '< 6'], { model: 'CC', software: '5.1' }],
  // Two words behind the brand by their initials.
  ['yes', ['Siemens', 'SINEMA Remote Connect Server', 'V3.0 SP2'], { model: 'SINEMA RC Server', software: '3.0 SP2' }],
  ['yes', ['Siemens', 'Desigo Energy Manager', '< 10'], { model: 'Desigo EM', software: '9' }],
  ['no', ['Siemens', 'SINEMA Remote Connect Server', 'V3.0 SP2'], { model: 'SINEMA RC Client', software: '3.0 SP2' }],
  ['no', ['Siemens', 'Desigo Energy Manager', '< 10'], { model: 'Desigo EX', software: '9' }],
  ['no', ['Genetec', 'Security Center', '< 10'], { model: 'SC', software: '9' }],
  // What it is stands in the code already.
  ['yes', ['Notifier', 'NFN-GW-EM-3', '2.0 and prior'], { model: 'NFN-GW-EM-3 gateway', software: '2.0' }],
  ['yes', ['Zymotec', 'ZQT-100-SRV', '< 2'], { model: 'ZQT-100-SRV server', software: '1' }],
  ['open', ['Notifier', 'NFN-GW-EM-3', '2.0 and prior'], { model: 'NFN-GW-EM-3 module', software: '1.9' }],
  ['no', ['Notifier', 'NFN-GW-EM-3', '2.0 and prior'], { model: 'NFN-GW-PC-F gateway', software: '1.9' }],
  // For which processor it is, and by which channel it is updated, is no part of its name.
  ['yes', base, { model: 'SQL Server 2017', software: '14.0.2037.2' }],
  ['yes', base, { model: 'MS SQL 2017 Standard', software: '14.0.2037.2' }],
  ['yes', base, { model: 'SQL Server 2017 Express', software: '14.0.1000.169' }],
  ['no', base, { model: 'SQL Server 2017', software: '14.0.2056.2' }],
  ['no', base, { model: 'SQL Server 2019', software: '14.0.2037.2' }],
  // A system that is listed as a device.
  ['yes', server, { model: 'Windows Server 2019', software: '10.0.17763.5696' }],
  ['no', server, { model: 'Windows Server 2019', software: '10.0.17763.5830' }],
  ['no', server, { model: 'Windows Server 2016', software: '10.0.14393.6897' }],
  // Long words of other languages that say what a thing is.
  ['yes', ventilator, { model: 'EVE IN Intensivbeatmungsgerät', software: '2.2' }],
  ['yes', ventilator, { model: 'EVE IN beademingstoestel', software: '2.2' }],
  ['no', ventilator, { model: 'EVE IN Intensivbeatmungsgerät', software: '2.4.0' }],
  // How engines are ordered.
  ['yes', ['Johnson Controls', 'Metasys NAE55', '< 10.1.6'], { model: 'Metasys MS-NAE5510-2U', software: '8.1.0' }],
  ['no', ['Johnson Controls', 'Metasys NAE55', '< 10.1.6'], { model: 'MS-NAE4510-2', software: '8.1.0' }],
  ['no', ['Johnson Controls', 'Metasys NAE55', '< 10.1.6'], { model: 'MS-NIE5510-0', software: '8.1.0' }],
  // Initials that begin with the maker's.
  [
    'yes',
    ['Avigilon', 'Avigilon Control Center Server', '< 7.12'],
    { model: 'Avigilon ACC Server', software: '7.10.2' },
  ],
  ['yes', ['Avigilon', 'Avigilon Control Center Server', '< 7.12'], { model: 'ACC Server', software: '7.10.2' }],
  ['no', ['Avigilon', 'Avigilon Control Center Server', '< 7.12'], { model: 'ACC Client', software: '7.10.2' }],
  ['no', ['Avigilon', 'Avigilon Control Center Server', '< 7.12'], { model: 'ACM Server', software: '7.10.2' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
