import type { Statement } from './statement.ts'

const vendor = 'Siemens Healthineers'

export const siemensLog4shell: Statement = {
  id: 'RGD-21-44228',
  title: 'Siemens Healthineers imaging and reading systems: Log4Shell',
  summary:
    'Reading, archive and scanner software contains the Log4j library that runs code from a log line. Scanners use it for their help system on port 8090.',
  publishedOn: '2021-12-13',
  revisedOn: '2021-12-22',
  restates: [
    {
      id: 'Siemens Healthineers, CVE-2021-44228',
      url: 'https://www.siemens-healthineers.com/en-us/support-documentation/cybersecurity/cve-2021-44228',
    },
    { id: 'CISA Log4j affected list', url: 'https://github.com/cisagov/log4j-affected-db' },
  ],
  products: [
    {
      key: 'via',
      vendor,
      name: 'syngo.via',
      version: 'VB20A | VB20B | VB30A | VB30B | VB40A | VB40B | VB50A | VB50B | VB60A',
    },
    { key: 'plaza', vendor, name: 'syngo.plaza', version: 'VB20A | VB30A | VB30B | VB30C' },
    { key: 'vida', vendor, family: 'MAGNETOM', name: 'MAGNETOM Vida', version: 'NUMARIS/X VA20A | VA31A' },
    { key: 'sola', vendor, family: 'MAGNETOM', name: 'MAGNETOM Sola', version: 'NUMARIS/X VA20A | VA31A' },
    { key: 'go-up', vendor, family: 'SOMATOM', name: 'SOMATOM go.Up', version: 'Som10 VA10 | VA20 | VA30 | VA40' },
  ],
  flaws: [
    {
      cve: 'CVE-2021-44228',
      cwe: 502,
      title: 'Log4Shell',
      description: 'A text that is written to the log makes the library fetch and run code from the network.',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 10,
      affected: ['via', 'plaza', 'vida', 'sola', 'go-up'],
      exploited: 'Exploited everywhere since December 2021; on CISA’s list of known exploited vulnerabilities.',
    },
  ],
  remedies: [
    {
      category: 'workaround',
      details: 'Remove the vulnerable class from the library’s file, with the maker’s service.',
      products: ['via', 'plaza'],
    },
    {
      category: 'workaround',
      details: 'Keep other devices from reaching port 8090 of the scanner.',
      products: ['vida', 'sola', 'go-up'],
    },
  ],
  truth: [
    { model: 'siemens-syngo-via', affected: ['VB30A', 'VB40B', 'VB60A'] },
    { model: 'siemens-magnetom-vida', affected: ['NUMARIS/X VA20A', 'NUMARIS/X VA31A'] },
    { model: 'siemens-somatom-go-up', affected: ['Som10 VA20', 'Som10 VA30'] },
  ],
}
