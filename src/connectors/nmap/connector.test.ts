import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { readReport, realReports } from '#tests/support/scan-report.ts'
import { nmap } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.xml`
const text = readFileSync(path, 'utf8')

test('hosts that answered are devices; those that were down, or counted as up unasked, are none', async () => {
  const { byKey, inspection } = await readReport(nmap, diskFile(path))

  expect(Object.keys(byKey)).toEqual(['mac:00:1a:2b:00:00:21', 'host:pacs-archive.riverside.example', 'ip:192.0.2.50'])
  expect(inspection.remarks).toEqual(['2 hosts did not answer the scanner and are left out.'])
})

test('what the machine says of its system counts before what nmap takes it for', async () => {
  const { byKey } = await readReport(nmap, diskFile(path))

  expect(byKey['mac:00:1a:2b:00:00:21']).toMatchObject({
    observedAt: '2026-02-24T09:00:00Z',
    claims: {
      hostname: 'ctconsole-21.riverside.example',
      operatingSystem: 'Windows 10 Enterprise LTSC 17763',
      ipAddresses: ['192.0.2.21'],
      macAddresses: ['00:1a:2b:00:00:21'],
      lastSeenAt: '2026-02-24T09:00:00Z',
    },
  })
})

test('the whole name that a machine says of itself counts before its name in NetBIOS, which is cut', async () => {
  const { byKey } = await readReport(
    nmap,
    memoryFile('scan.xml', text.replaceAll('ctconsole-21.', 'ctconsole-radiology-21.')),
  )

  expect(byKey['mac:00:1a:2b:00:00:21']!.claims.hostname).toBe('ctconsole-radiology-21.riverside.example')
})

test('of a range of versions only what all have in common is taken, of a guess nothing but the family', async () => {
  const { byKey } = await readReport(nmap, diskFile(path))
  const system = async (from: string, to: string) => {
    const { observations } = await readReport(nmap, memoryFile('scan.xml', text.replace(from, to)))
    return observations[1]?.claims.operatingSystem
  }

  expect(byKey['host:pacs-archive.riverside.example']!.claims.operatingSystem).toBe('Linux')
  expect(byKey['ip:192.0.2.50']!.claims.operatingSystem).toBeUndefined()
  expect(byKey['ip:192.0.2.50']!.raw).toMatchObject({ osmatch: 'Wind River VxWorks', 'osmatch accuracy': '91' })
  expect(await system('Linux 4.15 - 5.19', 'Linux 5.10')).toBe('Linux 5.10')
  expect(await system('Linux 4.15 - 5.19" accuracy="100"', 'Linux 5.10" accuracy="95"')).toBe('Linux Kernel')
  expect(await system('Linux 4.15 - 5.19', 'Microsoft Windows 10 1709 - 1909')).toBe('Microsoft Windows 10')
})

test('the maker of the network card is not the maker of the device', async () => {
  const { claims, raw } = (await readReport(nmap, diskFile(path))).byKey['mac:00:1a:2b:00:00:21']!

  expect(claims.manufacturer).toBeUndefined()
  expect(raw?.['mac vendor']).toBe('Meadow Networks')
})

test('a script that says that a flaw is not there names nothing', async () => {
  const { raw } = (await readReport(nmap, diskFile(path))).byKey['mac:00:1a:2b:00:00:21']!

  expect(raw?.['Scanner CVEs']).toBe('CVE-2099-0003')
})

test('a host of which nmap does not say when it was done counts as of the end of the scan', async () => {
  expect((await readReport(nmap, diskFile(path))).byKey['ip:192.0.2.50']!.observedAt).toBe('2026-02-24T09:05:00Z')
})

test('the scanner that scanned itself is kept among the skipped', async () => {
  const itself = text.replaceAll('192.0.2.50', '127.0.0.1')
  const { skipped, observations } = await readReport(nmap, memoryFile('scan.xml', itself))

  expect(observations).toHaveLength(2)
  expect(skipped).toMatchObject([{ code: 'no_identity', position: 'host 127.0.0.1', raw: { ipv4: '127.0.0.1' } }])
})

const real = realReports('nmap')
test.skipIf(!real)('no host of a real report is lost', async () => {
  const found: Record<string, [string[], number]> = {}
  for (const file of real ?? []) {
    const { observations, skipped } = await readReport(nmap, file)
    found[file.name] = [observations.flatMap(({ claims }) => claims.ipAddresses ?? []), skipped.length]
  }
  expect(found).toEqual({
    'issue12411.xml': [['172.217.18.238', '54.239.28.85'], 0],
    // It scanned itself.
    'nmap_0port.xml': [[], 1],
    'nmap_multiple_port.xml': [['198.38.82.159'], 0],
  })
})
