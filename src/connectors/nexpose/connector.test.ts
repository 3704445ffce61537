import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { readReport, realReports } from '#tests/support/scan-report.ts'
import { nexpose } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.xml`
const text = readFileSync(path, 'utf8')

test('each asset that is alive is one device, by the number that Nexpose gives it', async () => {
  const { byKey, inspection } = await readReport(nexpose, diskFile(path), { timeZone: 'Europe/Berlin' })

  expect(Object.keys(byKey)).toEqual(['device:1021', 'device:1041'])
  expect(byKey['device:1021']).toMatchObject({
    observedAt: '2026-02-24T09:00:00Z',
    claims: {
      hostname: 'ctconsole-21.riverside.example',
      operatingSystem: 'Microsoft Windows 10 Enterprise LTSC 1809',
      ipAddresses: ['192.0.2.21'],
      macAddresses: ['00:1a:2b:00:00:21'],
      lastSeenAt: '2026-02-24T09:00:00Z',
    },
  })
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

test('the time is that of the scan which tested the asset, not of another in the report', async () => {
  const { byKey } = await readReport(nexpose, diskFile(path))

  expect(byKey['device:1021']!.observedAt).toBe('2026-02-24T10:00:00Z')
  expect(byKey['device:1041']!.observedAt).toBe('2026-02-24T11:30:00Z')
})

test('of a guess only the family is taken', async () => {
  const { claims, raw } = (await readReport(nexpose, diskFile(path))).byKey['device:1041']!

  expect(claims.operatingSystem).toBe('Linux')
  expect(raw).toMatchObject({ os: 'Linux 2.6.9', 'os certainty': '0.62' })
})

test('what a test found is kept by its CVE, which stands behind all assets or within one', async () => {
  const cves = async (content: string) => {
    const { byKey } = await readReport(nexpose, memoryFile('report.xml', content))
    return ['device:1021', 'device:1041'].map((key) => byKey[key]?.raw?.['Scanner CVEs'])
  }
  const definitions = /<VulnerabilityDefinitions>.*<\/VulnerabilityDefinitions>/s.exec(text)![0]
  const old = text.replace(definitions, '').replace('</node>', `${definitions}</node>`)

  expect(await cves(text)).toEqual(['CVE-2099-0001', 'CVE-2099-0001'])
  expect(await cves(old)).toEqual(['CVE-2099-0001', 'CVE-2099-0001'])
})

const real = realReports('nexpose')
test.skipIf(!real)('no host of a real report is lost', async () => {
  const found: Record<string, unknown> = {}
  for (const file of real ?? [])
    found[file.name] = (await readReport(nexpose, file)).observations.map(({ sourceKey, observedAt }) => [
      sourceKey,
      observedAt,
    ])
  expect(found).toEqual({
    'dns.xml': [['device:1', '2021-02-28T22:54:29Z']],
    'no_vuln.xml': [['device:7', '2013-11-27T11:55:13Z']],
  })
})
