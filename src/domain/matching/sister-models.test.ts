import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const pc: Pair['product'] = ['FXC', 'AE1021 firmware', '<= 2.0.9']
const dome: Pair['product'] = ['Sensormatic Electronics', 'Pro Gen 4 Dome', '<= Illustra.SS016.05.09.04.0006']
const controller: Pair['product'] = ['Walchem', 'Intuition 9', '< 4.21']
const meter: Pair['product'] = ['Shelly', 'Pro 3EM', 'vers:all/*']
const ups: Pair['product'] = ['Schneider Electric', 'Galaxy VS', 'vers:all/*']
const shutdown: Pair['product'] = ['Schneider Electric', 'PowerChute Serial Shutdown', '<= 1.2.0.301']
const network: Pair['product'] = ['Moxa', 'MXview One Series', '<= 1.4.0']
const proxmox: Pair['product'] = ['Proxmox Server Solutions', 'Proxmox Virtual Environment', '>=7.0|<8.1.4']

test.each<[ReturnType<typeof answerTo>, Pair['product'], Pair['device']]>([
  // What feeds others over the network is a model of its own.
  ['affected', pc, { model: 'AE1021', firmware: '2.0.9' }],
  [undefined, pc, { model: 'AE1021PE', firmware: '2.0.9' }],
  [undefined, ['Acme', 'GS1108', '< 2.0'], { model: 'GS1108HP', firmware: '1.0' }],
  [undefined, ['Acme', 'GS-1108', '< 2.0'], { model: 'GS-1108PoE', firmware: '1.0' }],
  // So are cameras that are built otherwise.
  ['affected', dome, { model: 'Illustra Pro Gen4 Dome', firmware: 'SS016.05.03.04.0009' }],
  [undefined, dome, { model: 'Illustra Pro Gen 4 PTZ', firmware: 'Illustra.SS016.05.03.04.0009' }],
  [undefined, ['Acme', 'Vista 4 Bullet', '< 2.0'], { model: 'Vista 4 Turret', firmware: '1.0' }],
  ['affected', ['Acme', 'Vista 4 Dome', '< 2.0'], { model: 'Vista 4 PTZ Dome', firmware: '1.0' }],
  ['affected', ['Acme', 'Vista 4', '< 2.0'], { model: 'Vista 4 Dome', firmware: '1.0' }],
  // Another number, with or without a hyphen.
  [undefined, controller, { model: 'Intuition-6', firmware: '3.45' }],
  [undefined, controller, { model: 'Intuition 6', firmware: '3.45' }],
  ['affected', controller, { model: 'Intuition-9', firmware: '3.45' }],
  ['affected', ['Abbott', 'i-STAT 1', 'vers:all/*'], { model: 'i-STAT1' }],
  // What it is built on, where versions stand else.
  ['affected', ['MachineSense LLC.', 'FeverWarn', 'ESP32'], { model: 'FeverWarn', text: 'ESP32 based scanner' }],
  [undefined, ['MachineSense LLC.', 'FeverWarn', 'ESP32'], { model: 'FeverWarn DataHub RaspberryPi' }],
  [undefined, ['MachineSense LLC.', 'FeverWarn', 'ESP32'], { model: 'FeverWarn', text: 'Raspberry Pi based' }],
  ['cannot_tell', ['MachineSense LLC.', 'FeverWarn', 'ESP32'], { model: 'FeverWarn' }],
  // A size is no name, whoever the maker is said to be.
  ['affected', ups, { maker: 'Zymo Dealers', model: 'APC Galaxy VS 60kW UPS 400V' }],
  [undefined, ups, { maker: 'Zymo Dealers', model: 'Galaxy VM 60kW UPS 400V' }],
  // Cut short: which of the line it is nobody can tell.
  ['cannot_tell', meter, { model: 'Pro 3…' }],
  ['cannot_tell', meter, { model: 'Pro 3...' }],
  [undefined, meter, { model: 'Pro 4…' }],
  ['cannot_tell', ups, { model: 'Galaxy V' }],
  [undefined, ups, { model: 'Galaxy VM' }],
  ['cannot_tell', ['Advantech', 'Advantech ADAM 5550', 'vers:all/*'], { model: 'ADAM-55' }],
  [undefined, ['Advantech', 'Advantech ADAM 5550', 'vers:all/*'], { model: 'ADAM-555' }],
  [undefined, ['Dornier', 'Compact Delta II', '< 4.0'], { model: 'Compact Delta I', software: '2.1' }],
  // Another word in the same place.
  [undefined, shutdown, { model: 'PowerChute Network Shutdown', software: '1.2.0.200' }],
  ['affected', shutdown, { model: 'PowerChute Serial Shutdown', software: '1.2.0.200' }],
  [undefined, ['Acme', 'Zymolog Trend Player', '< 2.0'], { model: 'Zymolog Audit Player', software: '1.0' }],
  [undefined, ['Acme', 'Zymolog USB Logger', '< 2.0'], { model: 'Zymolog Ethernet Logger', software: '1.0' }],
  ['affected', ['Acme', 'Zymolog Ethernet Logger', '< 2.0'], { model: 'Zymolog Logger', software: '1.0' }],
  [
    undefined,
    ['ABB', 'ACS880 Primary Control Program', '< AINLX_v3.47'],
    { model: 'ACS880 Position Control Program', firmware: '1.04' },
  ],
  // What stands above many of them.
  [undefined, network, { model: 'MXview One Central Manager', software: '1.0.0' }],
  [undefined, ['Acme', 'Zymoview', '< 2.0'], { model: 'Zymoview Fleet Management', software: '1.0' }],
  ['affected', network, { model: 'MXview One', software: '1.0.0' }],
  [
    'affected',
    ['Moxa', 'MXview One Central Manager', '<= 1.4.0'],
    { model: 'MXview One Central Manager', software: '1.0.0' },
  ],
  // Two initials are enough for all that stands behind the maker.
  ['affected', proxmox, { model: 'Proxmox VE', software: '8.1.3' }],
  ['cannot_tell', proxmox, { model: 'Proxmox VE', software: '8' }],
  ['not_affected', proxmox, { model: 'Proxmox VE', software: '8.1.4' }],
  [undefined, proxmox, { model: 'Proxmox BS', software: '8.1.3' }],
  [undefined, proxmox, { model: 'Proxmox Backup VE', software: '8.1.3' }],
  [undefined, ['Acme', 'Virtual Environment', '< 2.0'], { model: 'Zymolog VE', software: '1.0' }],
])('the answer is %s for %j and %j', (answer, row, device) => {
  expect(answerTo(row, device)).toBe(answer)
})
