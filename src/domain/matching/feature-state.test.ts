import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const stratix: Pair['product'] = [
  'Rockwell Automation',
  'Stratix 5800 (running Cisco IOS XE Software with the Web UI feature enabled)',
  'vers:all/*',
]
const camera: Pair['product'] = ['Acme', 'ZC3100 with ONVIF enabled', '< 2.0']
const plc: Pair['product'] = ['Acme', 'Zymologic 340 (with the FTP server enabled)', '< 2.0']

test.each<[ReturnType<typeof answerTo>, Pair['product'], Pair['device']]>([
  ['affected', stratix, { model: 'Stratix 5800', text: 'IOS XE 17.09.01, Web UI enabled' }],
  ['affected', stratix, { model: 'Stratix 5800', text: 'web UI on', os: 'Cisco IOS XE 17.7' }],
  ['affected', stratix, { model: 'Stratix 5800', text: 'WebUI aktiviert', os: 'IOS-XE 17.7' }],
  [undefined, stratix, { model: 'Stratix 5800', text: 'Web UI disabled', os: 'IOS XE 17.7' }],
  [undefined, stratix, { model: 'Stratix 5800', text: 'no web UI', os: 'IOS XE 17.7' }],
  [undefined, stratix, { model: 'Stratix 5800', text: 'Web-UI: deaktiviert', os: 'IOS XE 17.7' }],
  ['cannot_tell', stratix, { model: 'Stratix 5800', os: 'IOS XE 17.7' }],
  ['cannot_tell', stratix, { model: 'Stratix 5800', text: 'web UI on' }],
  [undefined, stratix, { model: 'Stratix 5400', text: 'web UI on', os: 'IOS XE 17.7' }],
  ['affected', camera, { model: 'ZC3100', text: 'ONVIF on', firmware: '1.4' }],
  ['not_affected', camera, { model: 'ZC3100', text: 'ONVIF on', firmware: '2.0' }],
  [undefined, camera, { model: 'ZC3100', text: 'ONVIF not used', firmware: '1.4' }],
  ['cannot_tell', camera, { model: 'ZC3100', firmware: '1.4' }],
  ['affected', plc, { model: 'Zymologic 340', text: 'FTP server is enabled', firmware: '1.4' }],
  [undefined, plc, { model: 'Zymologic 340', text: 'FTP server turned off', firmware: '1.4' }],
  [undefined, plc, { model: 'Zymologic 340', text: 'ohne FTP-Server', firmware: '1.4' }],
])('the answer is %s for %j and %j', (answer, row, device) => {
  expect(answerTo(row, device)).toBe(answer)
})
