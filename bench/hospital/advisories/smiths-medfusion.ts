import type { Statement } from './statement.ts'

const affected = ['v1.1', 'v1.5', 'v1.6']
const fixed = ['v1.6.1']
const pump = { vendor: 'Smiths Medical', name: 'Medfusion 4000 Wireless Syringe Infusion Pump' }

export const smithsMedfusion: Statement = {
  id: 'RGD-17-250-02',
  title: 'Smiths Medical Medfusion 4000: syringe pump joins networks with a fixed password',
  summary:
    'Fixed credentials and an overflow in a bought-in component let an attacker reach the communication module of a syringe pump used in neonatal and intensive care.',
  publishedOn: '2017-09-07',
  revisedOn: '2017-12-12',
  restates: [
    { id: 'ICSMA-17-250-02A', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-17-250-02a' },
  ],
  products: [
    { key: 'v1.1', ...pump, version: '1.1' },
    { key: 'v1.5', ...pump, version: '1.5' },
    { key: 'v1.6', ...pump, version: '1.6' },
    { key: 'v1.6.1', ...pump, version: '1.6.1' },
  ],
  flaws: [
    {
      cve: 'CVE-2017-12725',
      cwe: 798,
      title: 'Joins a wireless network with fixed credentials',
      description: 'In its default configuration the pump connects to a wireless network with hard-coded credentials.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12718',
      cwe: 120,
      title: 'Overflow in a bought-in component',
      description:
        'Input is copied without checking its size; code can be run, under conditions that are hard to meet.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 8.1,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12720',
      cwe: 284,
      title: 'FTP without a log-in',
      description: 'Where FTP is allowed, the server asks for no password.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 8.1,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12724',
      cwe: 798,
      title: 'Fixed FTP credentials',
      description: 'The FTP server holds credentials that are the same on every pump.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 8.1,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12721',
      cwe: 295,
      title: 'Certificates are not checked',
      description: 'The pump does not check the certificate of its host, so someone can stand in between.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
      score: 7.5,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12726',
      cwe: 259,
      title: 'Fixed Telnet password',
      description: 'Telnet can be used with a hard-coded password where outside communication is allowed.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L',
      score: 5.6,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12722',
      cwe: 125,
      title: 'Reading out of bounds stops the module',
      description: 'The communication module crashes; the part that pumps goes on.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L',
      score: 5.3,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2017-12723',
      cwe: 260,
      title: 'Passwords in the configuration file',
      description: 'Some passwords can be read from the configuration file.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N',
      score: 3.7,
      affected,
      fixed,
    },
  ],
  remedies: [
    { category: 'vendor_fix', details: 'Install version 1.6.1.' },
    {
      category: 'mitigation',
      details: 'Fixed addresses, no FTP, a separate network; or take the pump off the network until it is updated.',
    },
  ],
  truth: [{ model: 'smiths-medfusion-4000', affected: ['1.1', '1.5', '1.6'] }],
}
