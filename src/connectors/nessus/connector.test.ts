import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { readReport, realReports } from '#tests/support/scan-report.ts'
import { nessus } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.nessus`
const text = readFileSync(path, 'utf8')
const read = (content: string | Buffer, name = 'scan.nessus', settings = {}) =>
  readReport(nessus, memoryFile(name, content), settings)

test('each host that answered is one device, by the scanner’s own id, else a MAC, else an address', async () => {
  const { byKey, skipped, inspection } = await readReport(nessus, diskFile(path), { timeZone: 'Europe/Berlin' })

  expect(Object.keys(byKey)).toEqual([
    'uuid:0b0b0b0b-0000-4000-8000-000000000021',
    'mac:00:1a:2b:00:00:31',
    'host:gateway-41',
  ])
  expect(skipped).toEqual([])
  expect(inspection.rows).toBe(3)
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

test('addresses, names, system and hardware are claims, with the end of the host’s scan', async () => {
  const { byKey } = await readReport(nessus, diskFile(path), { timeZone: 'Europe/Berlin' })
  const console = byKey['uuid:0b0b0b0b-0000-4000-8000-000000000021']!

  expect(console.observedAt).toBe('2026-02-24T09:00:00Z')
  expect(console.claims).toEqual({
    hostname: 'ctconsole-21.riverside.example',
    operatingSystem: 'Microsoft Windows 10 Enterprise LTSC 1809',
    manufacturer: 'Meadow Computers',
    model: 'Workcart 400',
    serialNumber: 'MW400-0021',
    ipAddresses: ['192.0.2.21'],
    macAddresses: ['00:1a:2b:00:00:21', '00:1a:2b:00:00:22'],
    lastSeenAt: '2026-02-24T09:00:00Z',
  })
  // The machine's own time, where there is no other, is of the scanner's time zone.
  expect(byKey['mac:00:1a:2b:00:00:31']).toMatchObject({
    observedAt: '2026-02-24T09:05:00Z',
    claims: {
      hostname: 'pacs-archive.riverside.example',
      operatingSystem: 'Linux Kernel 5.10.0-21-amd64 on Debian 11.6',
    },
  })
})

test('what the BIOS was never told, the chassis’ maker and guesses are no claims', async () => {
  const { byKey } = await readReport(nessus, diskFile(path))

  expect(byKey['mac:00:1a:2b:00:00:31']!.claims).toMatchObject({ manufacturer: 'Meadow Computers', model: 'Rack 2' })
  expect(byKey['mac:00:1a:2b:00:00:31']!.claims.serialNumber).toBeUndefined()
  expect(byKey['host:gateway-41']!.claims).toEqual({
    hostname: 'gateway-41',
    description: 'Meadow Gateway MG-7 firmware 3.2.1',
    ipAddresses: ['192.0.2.41'],
    lastSeenAt: '2026-02-24T09:10:00Z',
  })
  expect(byKey['host:gateway-41']!.raw?.['operating-system']).toBe('Linux Kernel 2.6\nVxWorks')
})

test('the scanner’s findings stay with the record and are nothing else', async () => {
  const { byKey } = await readReport(nessus, diskFile(path))
  const { claims, raw } = byKey['uuid:0b0b0b0b-0000-4000-8000-000000000021']!

  expect(raw?.['Scanner CVEs']).toBe('CVE-2099-0001 CVE-2099-0002')
  expect(JSON.stringify(claims)).not.toContain('CVE')
  expect(JSON.stringify(raw)).not.toContain('An invented vulnerability')
  expect(raw).toMatchObject({ 'Computer Model': 'Workcart 400', 'Computer SerialNumber': 'MW400-0021' })
})

test('a MAC that many hosts answer with is a router’s, and tells none of them', async () => {
  const hosts = Array.from(
    { length: 4 },
    (_, index) =>
      `<ReportHost name="192.0.2.${index + 1}"><HostProperties><tag name="mac-address">00:1A:2B:00:00:77</tag><tag name="host-ip">192.0.2.${index + 1}</tag></HostProperties></ReportHost>`,
  )
  const { observations } = await read(`<NessusClientData_v2><Report>${hosts.join('')}</Report></NessusClientData_v2>`)

  expect(observations.map(({ sourceKey }) => sourceKey)).toEqual([1, 2, 3, 4].map((host) => `ip:192.0.2.${host}`))
  expect(observations.every(({ claims }) => claims.macAddresses === undefined)).toBe(true)
})

test('a host that stands twice in a report is one, as it was seen last', async () => {
  const host = (system: string, at: number) =>
    `<ReportHost name="192.0.2.1"><HostProperties><tag name="operating-system">${system}</tag><tag name="HOST_END_TIMESTAMP">${at}</tag></HostProperties><ReportItem pluginID="1"><cve>CVE-2099-${at % 10000}</cve></ReportItem></ReportHost>`
  const { observations } = await read(
    `<NessusClientData_v2><Report>${host('Debian 12', 1771924200)}${host('Debian 11', 1771921111)}</Report></NessusClientData_v2>`,
  )

  expect(observations).toHaveLength(1)
  expect(observations[0]).toMatchObject({
    claims: { operatingSystem: 'Debian 12', lastSeenAt: '2026-02-24T09:10:00Z' },
    raw: { 'Scanner CVEs': 'CVE-2099-1111 CVE-2099-4200' },
  })
})

test('a scanner whose clock runs ahead knows no time', async () => {
  const ahead = text.replace('>1771923600<', '>1903460000<')
  const { byKey, inspection } = await read(ahead)
  const console = byKey['uuid:0b0b0b0b-0000-4000-8000-000000000021']!

  expect(console.observedAt).toBe('2026-03-01T08:00:00.000Z')
  expect(console.claims.lastSeenAt).toBeUndefined()
  expect(inspection.remarks).toContainEqual(expect.stringMatching(/^Of 1 host .* a day still to come/))
})

test('encoding and pieces make no difference', async () => {
  const expected = (await read(text)).observations
  const accented = text.replace('Workcart 400', 'Wagenträger 400')
  const model = (content: Buffer) => read(content).then(({ observations: [first] }) => first?.claims.model)

  expect((await readReport(nessus, memoryFile('scan.nessus', text, 7))).observations).toEqual(expected)
  expect(await model(Buffer.from(accented))).toBe('Wagenträger 400')
  expect(await model(Buffer.from(`\ufeff${accented}`, 'utf16le'))).toBe('Wagenträger 400')
  expect(
    await model(
      Buffer.from(accented.replace('<?xml version="1.0" ?>', '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1'),
    ),
  ).toBe('Wagenträger 400')
  // One bad byte costs a letter, not a host.
  expect((await read(Buffer.from(accented, 'latin1'))).observations).toHaveLength(expected.length)
})

test.each([
  ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'unreadable', /is a web page/],
  ['another report', '<nmaprun></nmaprun>', 'unreadable', /no such report/],
  ['nothing', '', 'unreadable', /is empty|has no header/],
  ['an entity of its own', text.replace('<Policy>', '&nbsp;'), 'hostile_file', /entities/],
  [
    'a declaration',
    `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${text.slice(23)}`,
    'hostile_file',
    /entities/,
  ],
  ['half of it', text.slice(0, 3000), 'unreadable', /cut off/],
] as const)('%s is refused with what to do', async (_, content, code, message) => {
  await expect(read(content)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('an upload is refused as soon as it cannot become a report', () => {
  const guarding = (content: string) => {
    const guard = nessus.guard({ name: 'scan.nessus' })
    for (let at = 0; at < content.length; at += 100) guard(Buffer.from(content.slice(at, at + 100)))
  }

  expect(() => guarding(text)).not.toThrow()
  expect(() => guarding(`<html>${' '.repeat(2000)}`)).toThrow(/web page/)
  expect(() => guarding(text.replace('</ReportHost>', '</Report>'))).toThrow(/damaged/)
})

test('lists of findings as CSV become hosts, whoever of Tenable’s products wrote them', async () => {
  const classic = await read(
    'Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis\n1,CVE-2099-0001,,High,192.0.2.21,tcp,0,A,x\n2,,,None,192.0.2.21,tcp,0,B,"x\ny"\n3,CVE-2099-0002,,Low,gateway-41,tcp,0,C,x\n',
    'scan.csv',
  )
  const center = await read(
    'Plugin,Plugin Name,Severity,IP Address,MAC Address,DNS Name,NetBIOS Name,Synopsis,CVE,Last Observed,Host ID\n1,A,High,192.0.2.21,00:1a:2b:00:00:21,ctconsole-21.riverside.example,RIVERSIDE\\CTCONSOLE-21,x,"CVE-2099-0001,CVE-2099-0002","Feb 24, 2026 10:00:00 CET",\n',
    'center.csv',
  )

  expect(classic.observations).toMatchObject([
    { sourceKey: 'ip:192.0.2.21', claims: { ipAddresses: ['192.0.2.21'] }, raw: { 'Scanner CVEs': 'CVE-2099-0001' } },
    { sourceKey: 'host:gateway-41', claims: { hostname: 'gateway-41' } },
  ])
  expect(classic.observations[0]?.claims.lastSeenAt).toBeUndefined()
  expect(classic.inspection.remarks[0]).toMatch(/^Of 2 hosts the report does not say when the scan ended/)
  expect(center.observations).toMatchObject([
    {
      sourceKey: 'mac:00:1a:2b:00:00:21',
      observedAt: '2026-02-24T09:00:00Z',
      claims: { hostname: 'ctconsole-21.riverside.example', macAddresses: ['00:1a:2b:00:00:21'] },
      raw: { 'Scanner CVEs': 'CVE-2099-0001 CVE-2099-0002' },
    },
  ])
})

test.each([
  ['state', 'Fixed'],
  ['state', 'FIXED'],
])('what is fixed is no longer among what the scanner finds (%s %s)', async (_, state) => {
  const list = `asset.id,asset.display_ipv4_address,definition.id,definition.cve,last_seen,state\na-1,192.0.2.1,1,CVE-2099-0001,2026-02-24T09:00:00.000Z,${state}\na-1,192.0.2.1,2,CVE-2099-0002,2026-02-24T09:00:00.000Z,Active\n`
  const { observations } = await read(list, 'list.csv')

  expect(observations).toMatchObject([{ sourceKey: 'asset:a-1', raw: { 'Scanner CVEs': 'CVE-2099-0002' } }])
})

const real = realReports('tenable')
test.skipIf(!real)('no host of a real report is lost', async () => {
  for (const file of real ?? []) {
    const { observations, skipped } = await readReport(nessus, file)
    const content = (await buffer(file.stream())).toString('utf8')
    const hosts = file.name.endsWith('.nessus')
      ? new Set([...content.matchAll(/<ReportHost name="([^"]*)"/g)].map(([, name]) => name))
      : hostsOf(content)
    expect(observations.length + skipped.length, file.name).toBe(hosts.size)
    expect(new Set(observations.map(({ sourceKey }) => sourceKey)).size, file.name).toBe(observations.length)
  }
})

/** The hosts of a list, counted by another reader of CSV. */
function hostsOf(content: string): Set<string> {
  const rows = parse(content, {
    bom: true,
    delimiter: content.startsWith('age_in_days;') ? ';' : ',',
    columns: (header: string[]) => header.map((name, at) => name || `column ${at}`),
    relax_column_count: true,
  }) as Record<string, string>[]
  const names = rows.map((row) => row['asset.id'] ?? (row['IP Address'] || row.Host) ?? '')
  return new Set(names.filter((name) => name.trim() !== ''))
}
