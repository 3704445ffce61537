import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { dhcpLeases } from './connector.ts'

const fixture = (name: string) => diskFile(`${import.meta.dirname}/fixtures/${name}`)
const textOf = (name: string) => readFileSync(`${import.meta.dirname}/fixtures/${name}`, 'utf8')
const now = () => new Date('2026-02-10T08:00:00Z')

const collect = (file: InputFile, settings: Record<string, unknown> = {}) =>
  gather<Collected>(dhcpLeases.collect({ file, config: dhcpLeases.config.parse(settings), log: silentLog, now }))

async function devices(file: InputFile, settings?: Record<string, unknown>) {
  const all = await collect(file, settings)
  return Object.fromEntries(
    all.flatMap((one) => (one.kind === 'observation' ? [[one.observation.sourceKey, one.observation]] : [])),
  )
}

const claimsOf = async (file: InputFile, settings?: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(await devices(file, settings)).map(([key, { claims }]) => [key, claims]))

test('dhcpd: the newest lease of each client counts, and an address is whose it was last', async () => {
  expect(await claimsOf(fixture('export.leases'))).toEqual({
    'mac:00:00:5e:00:53:10': {
      hostname: 'INFUSION-10',
      ipAddresses: ['192.0.2.26'],
      macAddresses: ['00:00:5e:00:53:10'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T12:00:00Z',
    },
    'mac:00:00:5e:00:53:11': {
      hostname: 'CT-CONSOLE-2',
      ipAddresses: ['192.0.2.21'],
      macAddresses: ['00:00:5e:00:53:11'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T09:30:00Z',
    },
    'mac:00:00:5e:00:53:12': {
      hostname: 'ULTRASOUND-12',
      ipAddresses: ['192.0.2.22'],
      macAddresses: ['00:00:5e:00:53:12'],
      networkConnected: true,
      lastSeenAt: '2025-11-02T04:00:00Z',
    },
    'mac:00:00:5e:00:53:14': {
      hostname: 'SCANNER-14.radiology.example',
      ipAddresses: ['192.0.2.20'],
      macAddresses: ['00:00:5e:00:53:14'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T13:00:00Z',
    },
    'client:ff005313010003': {
      ipAddresses: ['192.0.2.23'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T10:00:00Z',
    },
  })
})

test('dhcpd: an address that was taken over leaves the one before without it, and tells when that was', async () => {
  const text = textOf('export.leases').replace(/# The pump renewed[\s\S]*?(?=lease 192\.0\.2\.20)/, '')
  const { ipAddresses, lastSeenAt } = (await claimsOf(memoryFile('dhcpd.leases', text)))['mac:00:00:5e:00:53:10']!

  expect(ipAddresses).toBeUndefined()
  expect(lastSeenAt).toBe('2026-02-04T08:00:00Z')
})

test('dhcpd, IPv6: the DUID tells the client, without the number of its association', async () => {
  const text = String.raw`ia-na "\001\000\000\000\000\003\000\001\000\000^\000S0" {
  cltt 4 2026/02/05 08:00:00;
  iaaddr 2001:db8::30 {
    binding state active;
    preferred-life 3600;
    max-life 7200;
    ends 4 2026/02/05 10:00:00;
  }
}
`
  expect(await claimsOf(memoryFile('dhcpd6.leases', text))).toEqual({
    'duid:0003000100005e005330': {
      ipAddresses: ['2001:db8::30'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T08:00:00Z',
    },
  })
})

test('Kea: the last line of an address counts; what ended tells who was there and when', async () => {
  const claims = await claimsOf(fixture('kea-leases4.csv'))

  expect(Object.keys(claims).sort()).toEqual([
    'client:ff0053350001',
    'mac:00:00:5e:00:53:30',
    'mac:00:00:5e:00:53:31',
    'mac:00:00:5e:00:53:32',
    'mac:00:00:5e:00:53:34',
    'mac:00:00:5e:00:53:36',
  ])
  expect(claims['mac:00:00:5e:00:53:30']).toEqual({
    hostname: 'monitor-30',
    ipAddresses: ['192.0.2.30'],
    macAddresses: ['00:00:5e:00:53:30'],
    networkConnected: true,
    // 1770289200 less 3600 seconds.
    lastSeenAt: '2026-02-05T10:00:00Z',
  })
  expect(claims['mac:00:00:5e:00:53:31']).toMatchObject({ hostname: 'pump-31.hosp.example' })
  expect(claims['mac:00:00:5e:00:53:31']!.ipAddresses).toBeUndefined()
  // Removed by a line without lifetime, and reclaimed: both keep the name that they had.
  expect(claims['mac:00:00:5e:00:53:32']).toMatchObject({ hostname: 'analyser-32', lastSeenAt: '2026-02-05T09:00:00Z' })
  expect(claims['mac:00:00:5e:00:53:34']).toMatchObject({ hostname: 'bed-34', lastSeenAt: '2026-02-04T10:00:00Z' })
  // A lease for ever began when it was given.
  expect(claims['client:ff0053350001']).toMatchObject({ lastSeenAt: '2026-02-05T12:00:00Z' })
})

test('Kea, IPv6: prefixes of routers tell no device, and what people wrote beside a lease stays out', async () => {
  const claims = await claimsOf(fixture('kea-leases6.csv'))

  expect(Object.keys(claims)).toEqual(['duid:000100012a01020300005e005330', 'duid:000411223344'])
  expect(claims['duid:000100012a01020300005e005330']).toMatchObject({
    ipAddresses: ['2001:db8::30'],
    macAddresses: ['00:00:5e:00:53:30'],
  })
  expect(JSON.stringify(await devices(fixture('kea-leases4.csv')))).not.toContain('Dr. Example')
})

test('Windows: the client was there as long before the end as a lease lasts, in the clock of the server', async () => {
  const claims = await claimsOf(fixture('windows.csv'), { timeZone: 'Europe/Berlin' })

  expect(claims).toEqual({
    'mac:00:00:5e:00:53:40': {
      hostname: 'XRAY-40.hosp.example',
      ipAddresses: ['192.0.2.40'],
      macAddresses: ['00:00:5e:00:53:40'],
      networkConnected: true,
      lastSeenAt: '2026-02-05T19:00:00Z',
    },
    'mac:00:00:5e:00:53:41': {
      hostname: 'PUMP-41',
      ipAddresses: ['192.0.2.41'],
      macAddresses: ['00:00:5e:00:53:41'],
      networkConnected: true,
    },
    'mac:00:00:5e:00:53:42': {
      hostname: 'PUMP-42',
      ipAddresses: ['192.0.2.42'],
      macAddresses: ['00:00:5e:00:53:42'],
      networkConnected: true,
      lastSeenAt: '2026-01-26T07:00:00Z',
    },
  })
  const hours = await claimsOf(fixture('windows.csv'), { leaseHours: 24 })
  // Three days to come: what the settings say of the duration cannot be.
  expect(hours['mac:00:00:5e:00:53:40']!.lastSeenAt).toBeUndefined()
  expect(JSON.stringify(await devices(fixture('windows.csv')))).not.toContain('Dr. Example')
})

test('Windows: a date that can be two days is asked for, and is no time until it is answered', async () => {
  const text = textOf('windows.csv').replace('2/13/2026', '2/5/2026').replace('2/3/2026', '2/4/2026')
  const file = memoryFile('leases.csv', text)
  const inspection = await dhcpLeases.inspect({ file, log: silentLog, now })

  expect(inspection.ambiguousDates).toEqual(['2/5/2026 8:00:00 PM', '2/4/2026 8:00:00 AM'])
  expect((await claimsOf(file))['mac:00:00:5e:00:53:40']!.lastSeenAt).toBeUndefined()
  expect((await claimsOf(file, { dateOrder: 'mdy' }))['mac:00:00:5e:00:53:40']!.lastSeenAt).toBe('2026-01-28T20:00:00Z')
})

test('Windows: a server in German writes days and hours its own way', async () => {
  const german = textOf('windows.csv')
    .replace('2/13/2026 8:00:00 PM', '13.02.2026 20:00:00')
    .replace('2/3/2026 8:00:00 AM', '03.02.2026 08:00:00')
    .replaceAll('","', '";"')
  const file = memoryFile('leases.csv', Buffer.from(german, 'latin1'))
  const settings = { timeZone: 'Europe/Berlin' }

  expect((await dhcpLeases.inspect({ file, log: silentLog, now })).ambiguousDates).toEqual([])
  expect(await claimsOf(file, settings)).toEqual(await claimsOf(fixture('windows.csv'), settings))
})

test('Windows: what PowerShell writes in UTF-16, and with another delimiter, is the same', async () => {
  const expected = await claimsOf(fixture('windows.csv'))
  const wide = Buffer.from(`\ufeff${textOf('windows.csv')}`, 'utf16le')

  expect(await claimsOf(memoryFile('leases.csv', wide))).toEqual(expected)
  expect(await claimsOf(memoryFile('leases.csv', textOf('windows.csv').replaceAll('","', '";"')))).toEqual(expected)
})

test('netsh: lines of clients are read in any language, and the count tells whether all are there', async () => {
  const claims = await claimsOf(fixture('netsh.txt'), { timeZone: 'Europe/Berlin' })

  expect(Object.keys(claims)).toEqual(['mac:00:00:5e:00:53:50', 'mac:00:00:5e:00:53:51'])
  expect(claims['mac:00:00:5e:00:53:50']).toMatchObject({
    hostname: 'VENT-50.hosp.example',
    lastSeenAt: '2026-02-05T20:00:00Z',
  })
  await expect(collect(memoryFile('netsh.txt', textOf('netsh.txt').replace(/^.*VENT-51\n/m, '')))).rejects.toThrow(
    /cut off/,
  )
  const german = textOf('netsh.txt')
    .replace('No of Clients(version 5)', 'Anzahl der Clients (Version 5)')
    .replace('3 in the Scope', '3 im Bereich')
  expect(Object.keys(await claimsOf(memoryFile('netsh.txt', german)))).toHaveLength(2)
})

test('a damaged line is kept with its reason, and the rest goes on', async () => {
  const text = textOf('kea-leases4.csv').replace(
    '192.0.2.30,00:00:5e:00:53:30,01:00:00:5e:00:53:30,3600,1770289200',
    '192.0.2.30,00:00:5e:00:53:30,,x,1770289200',
  )
  const all = await collect(memoryFile('kea-leases4.csv', text))

  expect(all.filter((one) => one.kind === 'skipped').map(({ skipped }) => [skipped.position, skipped.code])).toEqual([
    ['line 4', 'unreadable'],
  ])
  expect(all.filter(({ kind }) => kind === 'observation')).toHaveLength(6)
})

test('a lease file that ends within a line is refused, and so is one without leases', async () => {
  const text = textOf('kea-leases4.csv')

  await expect(collect(memoryFile('kea-leases4.csv', text.slice(0, -20)))).rejects.toThrow(/cut off/)
  await expect(collect(memoryFile('kea-leases4.csv', text.split('\n').slice(0, 1).join('\n')))).rejects.toThrow(
    /no lease/,
  )
})

test('each format is known by its content', () => {
  for (const name of ['export.leases', 'kea-leases4.csv', 'kea-leases6.csv', 'windows.csv', 'netsh.txt'])
    expect(dhcpLeases.recognises!(readFileSync(`${import.meta.dirname}/fixtures/${name}`), 'a.txt'), name).toBe(true)
  expect(dhcpLeases.recognises!(Buffer.from('IP Address,MAC Address,Asset Tag\n'), 'a.csv')).toBe(false)
})
