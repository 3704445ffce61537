import { expect, test } from 'vitest'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { readReport, realReports } from '#tests/support/scan-report.ts'
import { qualys } from './connector.ts'

const path = `${import.meta.dirname}/fixtures/export.xml`
const read = (content: string, name = 'report.xml', settings = {}) =>
  readReport(qualys, memoryFile(name, content), settings)

test('an asset report gives each host, seen when one of its vulnerabilities was seen last', async () => {
  const { byKey } = await readReport(qualys, diskFile(path))

  expect(Object.keys(byKey)).toEqual([
    'agent:0b0b0b0b-0000-4000-8000-000000000021',
    'host:pacs-archive.riverside.example',
  ])
  expect(byKey['agent:0b0b0b0b-0000-4000-8000-000000000021']).toMatchObject({
    observedAt: '2026-02-24T09:00:00Z',
    claims: {
      hostname: 'ctconsole-21.riverside.example',
      operatingSystem: 'Windows 10 Enterprise LTSC 64 bit 1809',
      ipAddresses: ['192.0.2.21'],
      lastSeenAt: '2026-02-24T09:00:00Z',
    },
    raw: { 'Scanner CVEs': 'CVE-2099-0001 CVE-2099-0002' },
  })
  expect(byKey['host:pacs-archive.riverside.example']!.raw?.['Scanner CVEs']).toBe('CVE-2099-0003')
})

test('the results of one scan give hosts as of its end, and none that was down', async () => {
  const { observations, inspection } = await read(`<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE SCAN SYSTEM "https://qualys.example/scan-1.dtd">
<SCAN value="scan/1771923000.00001">
<HEADER><KEY value="USERNAME">scans</KEY><KEY value="DATE"><![CDATA[2026-02-24T08:50:00Z]]></KEY><KEY value="DURATION">00:10:05</KEY></HEADER>
<IP value="192.0.2.21" name="ctconsole-21.riverside.example"><OS><![CDATA[Windows 10]]></OS><NETBIOS_HOSTNAME><![CDATA[CTCONSOLE-21]]></NETBIOS_HOSTNAME>
<VULNS><CAT value="SMB" port="445"><VULN number="900001" severity="5"><TITLE><![CDATA[Invented flaw]]></TITLE><CVE_ID_LIST><CVE_ID><ID><![CDATA[CVE-2099-0001]]></ID></CVE_ID></CVE_ID_LIST></VULN></CAT></VULNS></IP>
<IP value="192.0.2.99" name="No registered hostname" status="down"/>
</SCAN>`)

  expect(observations).toMatchObject([
    {
      sourceKey: 'host:ctconsole-21.riverside.example',
      observedAt: '2026-02-24T09:00:05Z',
      claims: { operatingSystem: 'Windows 10', ipAddresses: ['192.0.2.21'] },
      raw: { 'Scanner CVEs': 'CVE-2099-0001' },
    },
  ])
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

test('detections of the API give hosts by the number of the asset, as they were scanned last', async () => {
  const { observations } = await read(
    `<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><DATETIME>2026-02-25T08:00:00Z</DATETIME><HOST_LIST>
<HOST><ID>5021</ID><ASSET_ID>7021</ASSET_ID><IP>192.0.2.21</IP><IPV6>2001:db8::21</IPV6><TRACKING_METHOD>IP</TRACKING_METHOD><OS><![CDATA[VxWorks 6.9]]></OS><DNS><![CDATA[mr-21]]></DNS><DNS_DATA><HOSTNAME>mr-21</HOSTNAME><FQDN>mr-21.riverside.example</FQDN></DNS_DATA><LAST_SCAN_DATETIME>2026-02-24T09:00:00Z</LAST_SCAN_DATETIME><LAST_VM_SCANNED_DATE>2026-02-24T08:59:00Z</LAST_VM_SCANNED_DATE>
<DETECTION_LIST><DETECTION><UNIQUE_VULN_ID>1</UNIQUE_VULN_ID><QID>900001</QID><LAST_FOUND_DATETIME>2026-02-24T08:58:00Z</LAST_FOUND_DATETIME></DETECTION></DETECTION_LIST></HOST>
</HOST_LIST></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>`,
  )

  expect(observations).toMatchObject([
    {
      sourceKey: 'asset:7021',
      observedAt: '2026-02-24T08:59:00Z',
      claims: {
        hostname: 'mr-21.riverside.example',
        operatingSystem: 'VxWorks 6.9',
        ipAddresses: ['192.0.2.21', '2001:db8::21'],
      },
    },
  ])
})

test('a host that is only entered and was never scanned is no device', async () => {
  const host = (id: number, scanned: string) => `<HOST><ID>${id}</ID><IP>192.0.2.${id}</IP>${scanned}</HOST>`
  const { observations, inspection } = await read(
    `<HOST_LIST_OUTPUT><RESPONSE><HOST_LIST>${host(1, '<LAST_VULN_SCAN_DATETIME>2026-02-24T09:00:00Z</LAST_VULN_SCAN_DATETIME>')}${host(2, '')}</HOST_LIST></RESPONSE></HOST_LIST_OUTPUT>`,
  )

  expect(observations.map(({ sourceKey }) => sourceKey)).toEqual(['qualys:1'])
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

const classic = (...rows: string[]) =>
  ['"IP","DNS","NetBIOS","OS","IP Status","QID","Vuln Status","FQDN","Last Detected","CVE ID","OS CPE"', ...rows].join(
    '\r\n',
  )

test('a report as CSV gives hosts; what was fixed or did not answer is left out', async () => {
  const { observations, inspection } = await read(
    classic(
      '"192.0.2.21","ctconsole-21.riverside.example","CTCONSOLE-21","Windows 10","host scanned, found vuln","1","Active","","02/03/2026 09:00:00","CVE-2099-0001,CVE-2099-0002",""',
      '"192.0.2.21","ctconsole-21.riverside.example","CTCONSOLE-21","Windows 10","host scanned, found vuln","2","Fixed","","02/04/2026 09:00:00","CVE-2099-0003",""',
      '"192.0.2.99","","","","host not alive","","","","","",""',
    ),
    'report.csv',
    { timeZone: 'Europe/Berlin' },
  )

  expect(observations).toMatchObject([
    {
      sourceKey: 'host:ctconsole-21.riverside.example',
      // The month stands first, whatever the organisation's own dates look like.
      observedAt: '2026-02-04T08:00:00Z',
      claims: { operatingSystem: 'Windows 10', ipAddresses: ['192.0.2.21'] },
      raw: { 'Scanner CVEs': 'CVE-2099-0001 CVE-2099-0002' },
    },
  ])
  expect(inspection.remarks).toEqual(['1 host did not answer the scanner and is left out.'])
})

test('a list of VMDR begins below its title, which has the time zone', async () => {
  const list = (title: string) =>
    `${title}"QID","Last Detected","Status","Asset Id","Asset Name","Asset IPV4","Asset IPV6","Operating System","CVE"\n"1","Feb 03, 2026 07:00 AM","ACTIVE","300","CTCONSOLE-21","192.0.2.21,192.0.2.22","'-","Windows 10","CVE-2099-0001"\n`
  const title = '"Asset Vuln Datalist Report","04 Feb 2026 10:00AM GMT-0500","1"\n"Riverside General"\n'

  expect((await read(list(title), 'list.csv')).observations).toMatchObject([
    {
      sourceKey: 'asset:300',
      observedAt: '2026-02-03T12:00:00Z',
      claims: { hostname: 'CTCONSOLE-21', ipAddresses: ['192.0.2.21', '192.0.2.22'] },
    },
  ])
  expect((await read(list(''), 'list.csv')).observations[0]?.observedAt).toBe('2026-02-03T07:00:00Z')
})

test('a list whose days can be two has no time until one of them tells the order', async () => {
  const list = (...days: string[]) =>
    `IP,HOSTNAME,LAST SCAN,QID,OPERATING SYSTEM,CVEID\n${days.map((day, at) => `192.0.2.${at + 1},,${day},1,Linux,\n`).join('')}`
  const seen = async (...days: string[]) =>
    (await read(list(...days), 'list.csv')).observations.map(({ claims }) => claims.lastSeenAt)

  expect(await seen('03/04/2025 10:00')).toEqual([undefined])
  expect(await seen('03/04/2025 10:00', '22/04/2025 10:00')).toEqual(['2025-04-03T10:00:00Z', '2025-04-22T10:00:00Z'])
})

const real = [...(realReports('qualys') ?? []), ...(realReports('qualys_vmdr') ?? [])]
test.skipIf(real.length === 0)('no host of a real report is lost', async () => {
  const found: Record<string, unknown> = {}
  for (const file of real)
    found[file.name] = (await readReport(qualys, file)).observations.map(({ claims }) => claims.ipAddresses?.join(' '))
  expect(found).toEqual({
    'Qualys_Sample_Report.csv': ['10.98.57.180', '10.98.57.151', '10.98.49.209', '10.98.35.11'],
    'empty.csv': [],
    'monthly_pci_issue6932.csv': ['192.168.0.1'],
    'many_vulns_cve.csv': expect.arrayContaining(['192.168.1.10', '192.168.1.11', '192.168.1.20']),
    'no_vuln_cve.csv': [],
    'no_vuln_qid.csv': [],
    'one_vuln_no_metadata_cve.csv': ['10.1.0.50'],
  })
  expect(found['many_vulns_cve.csv']).toHaveLength(5)
})
