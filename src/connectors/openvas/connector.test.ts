import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { readReport, realReports } from '#tests/support/scan-report.ts'
import { openvas } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.xml`
const text = readFileSync(path, 'utf8')

test('a host is put together of its results and of what the report says of it', async () => {
  const { byKey, inspection } = await readReport(openvas, diskFile(path))

  expect(Object.keys(byKey)).toEqual(['asset:0b0b0b0b-0000-4000-8000-000000000021', 'ip:192.0.2.41'])
  expect(byKey['asset:0b0b0b0b-0000-4000-8000-000000000021']).toMatchObject({
    observedAt: '2026-02-24T09:00:00Z',
    claims: {
      hostname: 'ctconsole-21.riverside.example',
      operatingSystem: 'Microsoft Windows 10 1809',
      ipAddresses: ['192.0.2.21'],
      macAddresses: ['00:1a:2b:00:00:21'],
      lastSeenAt: '2026-02-24T09:00:00Z',
    },
    raw: { 'Scanner CVEs': 'CVE-2099-0001' },
  })
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

test('a host that has results only counts as of the end of the scan, and what is merely logged is nothing found', async () => {
  const { observedAt, raw } = (await readReport(openvas, diskFile(path))).byKey['ip:192.0.2.41']!

  expect(observedAt).toBe('2026-02-24T09:05:00Z')
  expect(raw?.['Scanner CVEs']).toBeUndefined()
})

test('an answer of the manager that holds several reports is read as well', async () => {
  const whole = text.replace('<?xml version="1.0"?>', '')
  const second = whole.replaceAll('192.0.2.21', '192.0.2.61').replaceAll('000000000021"', '000000000061"')
  const { observations } = await readReport(
    openvas,
    memoryFile('reports.xml', `<get_reports_response status="200">${whole}${second}</get_reports_response>`),
  )

  expect(observations.flatMap(({ claims }) => claims.ipAddresses)).toEqual(['192.0.2.21', '192.0.2.41', '192.0.2.61'])
})

test('any other report in XML is not taken for one', () => {
  const recognises = (content: string) => openvas.recognises!(Buffer.from(content), 'report.xml')

  expect(recognises(text)).toBe(true)
  expect(recognises('<?xml version="1.0"?><report><title>Sales</title></report>')).toBe(false)
})

test('results as CSV become hosts, as they were seen last', async () => {
  const { observations } = await readReport(
    openvas,
    memoryFile(
      'report.csv',
      'IP,Hostname,Port,CVSS,Severity,NVT Name,Summary,NVT OID,CVEs,Timestamp\n192.0.2.21,ctconsole-21,104,9.8,High,"A","two\nlines",1.3,"CVE-2099-0001,CVE-2099-0002",2026-02-24T08:59:00Z\n192.0.2.21,ctconsole-21,,2.6,Low,B,x,1.4,,2026-02-24T09:00:00Z\n192.0.2.41,,,,Low,B,x,1.4,,2026-02-24T09:05:00Z\n',
    ),
  )

  expect(observations).toMatchObject([
    {
      sourceKey: 'host:ctconsole-21',
      observedAt: '2026-02-24T09:00:00Z',
      claims: { hostname: 'ctconsole-21', ipAddresses: ['192.0.2.21'] },
      raw: { 'Scanner CVEs': 'CVE-2099-0001 CVE-2099-0002' },
    },
    { sourceKey: 'ip:192.0.2.41' },
  ])
})

const real = realReports('openvas')
test.skipIf(!real)('no host of a real report is lost', async () => {
  const found: Record<string, unknown> = {}
  for (const file of real ?? [])
    found[file.name] = (await readReport(openvas, file)).observations.flatMap(({ claims }) => claims.ipAddresses)
  expect(found).toEqual({
    'many_vuln.csv': ['192.168.118.212'],
    'no_vuln.csv': [],
    'one_vuln.csv': ['10.0.0.8'],
    'report_combine_v2.csv': ['45.33.32.156'],
    'report_detail_v2.xml': ['10.99.99.99'],
    'report_using_openVAS.csv': ['45.33.32.156'],
  })
})
