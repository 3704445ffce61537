import type { Statement } from './statement.ts'

const vendor = 'General Electric (GE)'
const core = ['apexpro', 'telemetry-42', 'cscs-1', 'cic']
const bedside = ['b450-2', 'b650-1', 'b650-2', 'b850-1', 'b850-2']

export const geMonitoring: Statement = {
  id: 'RGD-20-023-01',
  title: 'GE CARESCAPE, ApexPro and Clinical Information Center (MDHEX)',
  summary:
    'Keys and passwords that are the same everywhere open the monitoring network: alarms can be silenced, monitors stopped, and settings changed at bedside and central stations.',
  publishedOn: '2020-01-23',
  revisedOn: '2020-01-23',
  restates: [{ id: 'ICSMA-20-023-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-20-023-01' }],
  products: [
    { key: 'apexpro', vendor, name: 'ApexPro Telemetry Server', version: '<= 4.2', range: true },
    { key: 'telemetry-42', vendor, name: 'CARESCAPE Telemetry Server', version: '<= 4.2', range: true },
    { key: 'telemetry-43', vendor, name: 'CARESCAPE Telemetry Server', version: '4.3' },
    { key: 'cic', vendor, name: 'Clinical Information Center (CIC)', version: '4.X | 5.X' },
    { key: 'cscs-1', vendor, name: 'CARESCAPE Central Station (CSCS)', version: '1.X' },
    { key: 'cscs-2', vendor, name: 'CARESCAPE Central Station (CSCS)', version: '2.X' },
    { key: 'b450-2', vendor, family: 'CARESCAPE Monitor', name: 'CARESCAPE B450', version: '2.X' },
    { key: 'b650-1', vendor, family: 'CARESCAPE Monitor', name: 'CARESCAPE B650', version: '1.X' },
    { key: 'b650-2', vendor, family: 'CARESCAPE Monitor', name: 'CARESCAPE B650', version: '2.X' },
    { key: 'b850-1', vendor, family: 'CARESCAPE Monitor', name: 'CARESCAPE B850', version: '1.X' },
    { key: 'b850-2', vendor, family: 'CARESCAPE Monitor', name: 'CARESCAPE B850', version: '2.X' },
  ],
  flaws: [
    {
      cve: 'CVE-2020-6961',
      cwe: 256,
      title: 'One SSH key for all',
      description: 'The private key for remote administration lies in configuration files.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: [...core, 'telemetry-43'],
    },
    {
      cve: 'CVE-2020-6962',
      cwe: 20,
      title: 'The web configuration tool runs code',
      description: 'Input of the web-based configuration is not checked; code can be run from the network.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: [...core, 'telemetry-43', 'cscs-2', ...bedside],
    },
    {
      cve: 'CVE-2020-6963',
      cwe: 798,
      title: 'Hard-coded SMB credentials',
      description: 'A fixed account of the file service lets code be run from the network.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: core,
    },
    {
      cve: 'CVE-2020-6964',
      cwe: 306,
      title: 'Keyboard over the network without a log-in',
      description: 'The service that shares a keyboard between stations takes key strokes from anyone.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: [...core, 'cscs-2'],
    },
    {
      cve: 'CVE-2020-6965',
      cwe: 434,
      title: 'Update packages with any content',
      description: 'A crafted update package writes files of the attacker’s choice.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H',
      score: 8.5,
      affected: [...core, ...bedside],
    },
    {
      cve: 'CVE-2020-6966',
      cwe: 326,
      title: 'Weak encryption of remote control',
      description: 'The remote desktop can be taken over because its encryption is weak.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: core,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Check that the monitoring networks (MC and IX) are isolated as the maker’s network guide demands, block the service ports at the router, and change default passwords.',
    },
    { category: 'vendor_fix', details: 'Ask the maker’s support portal for the software update of your release.' },
  ],
  truth: [
    { model: 'ge-b450', cves: ['CVE-2020-6962', 'CVE-2020-6965'], affected: ['2.0.5'] },
    { model: 'ge-b650', cves: ['CVE-2020-6962', 'CVE-2020-6965'], affected: ['1.0.8', '2.0.7'] },
    { model: 'ge-cic', affected: ['4.1.1', '5.1.2'] },
    { model: 'ge-cscs', cves: ['CVE-2020-6962', 'CVE-2020-6964'], affected: ['1.1.3', '2.0.4'] },
    {
      model: 'ge-cscs',
      cves: ['CVE-2020-6961', 'CVE-2020-6963', 'CVE-2020-6965', 'CVE-2020-6966'],
      affected: ['1.1.3'],
    },
    { model: 'ge-apexpro', affected: ['4.1', '4.2'] },
  ],
}
