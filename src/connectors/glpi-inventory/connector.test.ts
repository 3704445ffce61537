import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Collected, InputFile } from '#connectors/connector.ts'
import type { Observation } from '#model/observation.ts'
import { silentLog } from '#platform/log.ts'
import { readWindowsSystem } from '#standards/windows/windows.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { glpiInventory } from './connector.ts'

const fixture = (name: string) => diskFile(`${import.meta.dirname}/fixtures/${name}`)
const text = readFileSync(`${import.meta.dirname}/fixtures/export.json`, 'utf8')
const now = () => new Date('2026-02-10T08:00:00Z')

const collect = (file: InputFile, settings: Record<string, unknown> = {}) =>
  gather<Collected>(glpiInventory.collect({ file, config: glpiInventory.config.parse(settings), log: silentLog, now }))

async function read(file: InputFile, settings?: Record<string, unknown>): Promise<Observation> {
  const [one] = await collect(file, settings)
  if (one?.kind !== 'observation') throw new Error('no observation')
  return one.observation
}

interface Document {
  partial?: boolean
  content: Record<'accesslog' | 'bios' | 'hardware', Record<string, string>>
}

const changed = (change: (document: Document) => void): InputFile => {
  const document: Document = JSON.parse(text)
  change(document)
  return memoryFile('a.json', JSON.stringify(document))
}

test('a computer: maker, model, serial number, Windows with release and build, updates, and the addresses that are its own', async () => {
  const { sourceKey, observedAt, claims, raw } = await read(fixture('export.json'))

  expect(sourceKey).toBe('uuid:7c4c4544-0034-3010-8048-b6c04f503732')
  expect(observedAt).toBe('2026-02-05T13:19:54Z')
  expect(claims).toEqual({
    serialNumber: 'EXC7K2P19',
    manufacturer: 'Example Computers Inc.',
    model: 'Workstation 5000',
    operatingSystem: 'Microsoft Windows 10 Pro 22H2 (10.0.19045) x64',
    hostname: 'cathlab-ws7.hosp.example',
    installedUpdates: ['KB5032907', 'KB5034127'],
    ipAddresses: ['192.0.2.77', '2001:db8::77', '192.0.2.78'],
    macAddresses: ['00:00:5e:00:53:77'],
    lastSeenAt: '2026-02-05T13:19:54Z',
  })
  expect(readWindowsSystem(claims.operatingSystem!)).toMatchObject({
    family: '10',
    release: '22h2',
    build: 19045,
    architecture: 'x64',
  })
  expect(raw!['interfaces not taken']).toBe(
    'Example USB GbE Family Controller 00:00:5e:00:53:d0 (USB), Hyper-V Virtual Ethernet Adapter 00:15:5d:01:02:03 (virtual), Bluetooth Device (Personal Area Network) 00:00:5e:00:53:b7 (Bluetooth)',
  )
  expect(JSON.stringify({ claims, raw })).not.toMatch(/j\.example|Dr\. Example|AAAAA/)
})

test.each([
  'To be filled by O.E.M.',
  'Default string',
  'System Serial Number',
  'SerialNumber',
  'Not Specified',
  '0123456789',
  '00000000',
  'None',
  'OEM',
  'XXXXXXXX',
])('a serial number of "%s" proves nothing', async (serial) => {
  const file = changed(({ content }) => {
    content.bios.ssn = serial
  })

  expect((await read(file)).claims.serialNumber).toBeUndefined()
})

test('the older XML says the same; a filler of the maker leaves the board’s, and a filler UUID the agent’s name', async () => {
  const { sourceKey, observedAt, claims } = await read(fixture('computer.ocs'), { timeZone: 'Europe/Berlin' })

  expect(sourceKey).toBe('agent:LAB-PC3-2016-05-04-03-02-01')
  expect(observedAt).toBe('2026-02-05T13:19:54Z')
  expect(claims).toEqual({
    manufacturer: 'Example Boards',
    model: 'EB-H81',
    operatingSystem: 'Microsoft Windows 7 Professionnel Service Pack 1 (6.1.7601)',
    hostname: 'LAB-PC3',
    installedUpdates: ['KB4012212'],
    ipAddresses: ['192.0.2.83'],
    macAddresses: ['00:00:5e:00:53:83'],
    lastSeenAt: '2026-02-05T13:19:54Z',
  })
})

test('devices that were asked by SNMP are told by their own numbers, and one that did not answer is kept with the reason', async () => {
  const all = await collect(fixture('snmp.xml'))
  const observations = all.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))

  expect(observations.map(({ sourceKey, claims }) => [sourceKey, claims])).toEqual([
    [
      'serial:example networks:FOX0001A1B2',
      {
        serialNumber: 'FOX0001A1B2',
        manufacturer: 'Example Networks',
        model: 'EN-3750',
        deviceType: 'Network equipment',
        firmwareVersion: '15.2(4)E7',
        hostname: 'sw-4b.hosp.example',
        ipAddresses: ['192.0.2.1'],
        macAddresses: ['00:00:5e:00:53:01'],
        networkConnected: true,
      },
    ],
    [
      'mac:00:00:5e:00:53:75',
      {
        manufacturer: 'Example Print',
        model: 'EP 507',
        deviceType: 'Printer',
        ipAddresses: ['192.0.2.175'],
        macAddresses: ['00:00:5e:00:53:75'],
        networkConnected: true,
      },
    ],
  ])
  expect(all.at(-1)).toMatchObject({ kind: 'skipped', skipped: { code: 'unreadable', position: 'error 1' } })
})

test('a virtual machine says that it is one', async () => {
  const file = changed(({ content }) => {
    content.hardware.vmsystem = 'VMware'
  })

  expect((await read(file)).claims.deviceType).toBe('Virtual machine')
  expect((await read(fixture('export.json'))).claims.deviceType).toBeUndefined()
})

test('a clock that is ahead tells no time, and a partial inventory is refused with what to do', async () => {
  const ahead = changed(({ content }) => {
    content.accesslog.logdate = '2031-01-01 00:00:00'
  })
  expect(await read(ahead)).toMatchObject({ observedAt: '2026-02-10T08:00:00.000Z' })
  expect((await read(ahead)).claims.lastSeenAt).toBeUndefined()

  const partial = changed((document) => {
    document.partial = true
  })
  await expect(collect(partial)).rejects.toThrow(/only what changed.*--full/)
})

test('XML with a document type is refused', async () => {
  const bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><REQUEST><CONTENT/></REQUEST>'

  await expect(collect(memoryFile('a.ocs', bomb))).rejects.toMatchObject({ code: 'hostile_file' })
  await expect(collect(memoryFile('a.ocs', '<REQUEST><CONTENT><BIOS>'))).rejects.toThrow(/cut off/)
})

test('inventories are known by their content', () => {
  for (const name of ['export.json', 'computer.ocs', 'snmp.xml'])
    expect(glpiInventory.recognises!(readFileSync(`${import.meta.dirname}/fixtures/${name}`), 'a')).toBe(true)
  for (const other of [
    '{"resourceType":"Bundle"}',
    '{"content":{"a":1}}',
    '<?xml version="1.0"?><nmaprun>',
    '<REQUEST>',
  ])
    expect(glpiInventory.recognises!(Buffer.from(other), 'a.json')).toBe(false)
})

const corpus = inCorpus('glpi-inventory')

describe.skipIf(!corpus)('real inventories', () => {
  const files = corpus ? globSync('*.json', { cwd: corpus }).toSorted() : []

  test.each(files)('%s is known and read', async (name) => {
    const file = diskFile(`${corpus}/${name}`)
    const document = JSON.parse(readFileSync(`${corpus}/${name}`, 'utf8'))
    expect(glpiInventory.recognises!(readFileSync(`${corpus}/${name}`).subarray(0, 65_536), name)).toBe(true)
    if (document.partial) return await expect(collect(file)).rejects.toThrow(/only what changed/)

    const { claims, raw } = await read(file)
    const { bios, hardware, network_device: device } = document.content
    expect(claims.serialNumber).toBe(device?.serial ?? bios.ssn)
    expect(claims.manufacturer).toBe(device?.manufacturer ?? bios.smanufacturer)
    expect(claims.model).toBe(device?.model ?? bios.smodel)
    if (device) {
      expect(claims.macAddresses).toEqual([device.mac.toLowerCase()])
      expect(claims.firmwareVersion).toBe(device.firmware)
    }
    const people = [
      hardware?.lastloggeduser,
      ...(document.content.users ?? []).map(({ login }: { login: string }) => login),
    ]
    const kept = Object.values(raw!)
    for (const person of people.filter(Boolean)) expect(kept).not.toContain(person)
  })

  test('the computers name their system, and none of their addresses is virtual', async () => {
    const systems = await Promise.all(
      ['computer_1', 'computer_3', 'phone_1'].map(
        async (name) => (await read(diskFile(`${corpus}/${name}.json`))).claims,
      ),
    )

    expect(systems.map(({ operatingSystem }) => operatingSystem)).toEqual([
      'Fedora 31 (Workstation Edition)',
      'Fedora release 25 (Twenty Five)',
      'Q Android 10.0 api 29',
    ])
    for (const { macAddresses } of systems)
      for (const mac of macAddresses ?? []) expect(Number.parseInt(mac.slice(0, 2), 16) & 2).toBe(0)
    expect(systems.every(({ assetTag }) => assetTag === undefined)).toBe(true)
  })
})
