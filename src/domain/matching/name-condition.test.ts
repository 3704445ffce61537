import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const server: Pair['product'] = ['Zymotec', 'Zymoview Server (Windows)', '6.11.0 and earlier']
const app: Pair['product'] = ['Zymotec', 'Zymoview App for macOS', '< 3.2']
const client: Pair['product'] = ['Zymotec', 'Zymoview Full Client Windows', '< 15.58.4']
const phones: Pair['product'] = ['Cisco', 'IP Phone 7800 Series with Multiplatform Firmware', '< 11.3(1)SR1']
const handheld: Pair['product'] = ['Honeywell', 'CT60 running Android OS', '7.1']
const image: Pair['product'] = ['Moxa', 'UC-8540 with Debian 9 System Image', '>= 2.0 | <= 2.1']
const wireless: Pair['product'] = ['Zymotec', 'ZX1400 with WLAN interface', '< 2.11.2']
const card: Pair['product'] = ['Zymotec', 'ZX900 with NetLink 7 card installed', '< 2.0']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  // The system in brackets.
  ['yes', server, { model: 'Zymoview Server', software: '6.7.4', os: 'Windows Server 2019' }],
  ['yes', server, { model: 'Zymoview Server', software: '6.7.4', os: 'Win 10' }],
  ['no', server, { model: 'Zymoview Server', software: '6.12.0', os: 'Windows Server 2019' }],
  ['no', server, { model: 'Zymoview Server', software: '6.7.4', os: 'Raspberry Pi OS' }],
  ['no', server, { model: 'Zymoview Server', software: '6.7.4', os: 'macOS 13' }],
  ['open', server, { model: 'Zymoview Server', software: '6.7.4' }],
  ['open', server, { model: 'Zymoview Server', os: 'Windows 7' }],
  ['yes', app, { model: 'Zymoview App', software: '3.1', os: 'Mac OS X 10.15' }],
  ['no', app, { model: 'Zymoview App', software: '3.1', os: 'IGEL OS 11' }],
  // The system at the end of the name.
  ['yes', client, { model: 'Zymoview Full Client', software: '15.40', os: 'Windows 11' }],
  ['yes', client, { model: 'Zymoview Full Client for Windows', software: '15.40' }],
  ['no', client, { model: 'Zymoview Full Client', software: '15.40', os: 'macOS 13' }],
  ['no', client, { model: 'Zymoview Full Client', software: '15.60', os: 'Windows 11' }],
  ['open', client, { model: 'Zymoview Full Client', software: '15.40' }],
  // With firmware of another kind.
  ['yes', phones, { model: 'IP Phone 7841 MPP', firmware: '11.2(4)' }],
  ['yes', phones, { model: '7861 IP Phone Multiplatform', firmware: '11.2(1)' }],
  ['no', phones, { model: 'IP Phone 8845 MPP', firmware: '11.2(1)' }],
  ['open', phones, { model: 'IP Phone 7841', firmware: '11.2(1)' }],
  // The Android of a handheld is its firmware.
  ['yes', handheld, { model: 'CT60', os: 'Android 7.1' }],
  ['no', handheld, { model: 'CT60', os: 'Android 10' }],
  // What is asked for is said without the word for the thing that it is.
  ['yes', image, { model: 'UC-8540-LX', os: 'Debian 9', firmware: '2.1' }],
  ['no', image, { model: 'UC-8540-LX', os: 'Debian 9', firmware: '2.2' }],
  ['open', image, { model: 'UC-8540-LX', os: 'Debian 9' }],
  ['yes', wireless, { model: 'ZX1400 WLAN', firmware: '2.9.1' }],
  ['open', wireless, { model: 'ZX1400', firmware: '2.9.1' }],
  ['no', wireless, { model: 'ZX1400', firmware: '2.9.1', text: 'without WLAN' }],
  ['yes', card, { model: 'ZX900 with NetLink 7', firmware: '1.9' }],
  ['open', card, { model: 'ZX900', firmware: '1.9' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
