import type { Statement } from './statement.ts'

const affected = ['station', 'pack-on-infusomat', 'pack-on-perfusor', 'data-module']
const fixed = ['station-fixed', 'pack-fixed']
const packUnknown = {
  versions: 'every',
  reason: 'the software of the Wi-Fi battery pack decides, and no inventory records it',
} as const

export const bbraunSpace: Statement = {
  id: 'RGD-21-294-01',
  title: 'B. Braun Space: a remote attacker can reconfigure the infusion pump',
  summary:
    'SpaceCom 2 in the SpaceStation and in the Wi-Fi battery pack accepts data and commands without proof of who sends them. Chained, the flaws let an attacker change what the pump is set to, while it is on standby.',
  publishedOn: '2021-10-21',
  revisedOn: '2021-10-21',
  restates: [{ id: 'ICSMA-21-294-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-21-294-01' }],
  products: [
    {
      key: 'station',
      vendor: 'B. Braun Medical',
      name: 'SpaceStation with SpaceCom 2',
      version: '<= 012U000061',
      range: true,
    },
    { key: 'station-fixed', vendor: 'B. Braun Medical', name: 'SpaceStation with SpaceCom 2', version: '012U000093' },
    {
      key: 'pack',
      vendor: 'B. Braun Medical',
      name: 'Battery pack SP with WiFi',
      version: '<= 028U000061',
      range: true,
      installed: [
        { key: 'pack-on-infusomat', on: 'infusomat' },
        { key: 'pack-on-perfusor', on: 'perfusor' },
      ],
    },
    { key: 'pack-fixed', vendor: 'B. Braun Medical', name: 'Battery pack SP with WiFi', version: '028U000093' },
    {
      key: 'infusomat',
      vendor: 'B. Braun Medical',
      name: 'Infusomat Space Infusion Pump',
      version: 'vers:all/*',
      range: true,
    },
    {
      key: 'perfusor',
      vendor: 'B. Braun Medical',
      name: 'Perfusor Space Infusion Pump',
      version: 'vers:all/*',
      range: true,
    },
    { key: 'data-module', vendor: 'B. Braun Medical', name: 'Data module compactplus', version: 'A10 | A11' },
  ],
  flaws: [
    {
      cve: 'CVE-2021-33885',
      cwe: 345,
      title: 'Critical data is not signed',
      description: 'Data that replaces the real data is accepted unsigned; full command access to the module follows.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 9,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2021-33882',
      cwe: 306,
      title: 'Network commands need no authentication',
      description: 'The proprietary protocol lets an unknown sender reconfigure the device.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N',
      score: 6.8,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2021-33886',
      cwe: 20,
      title: 'Outside text reaches a format function',
      description: 'A string from the network is used as a format; command-line access as a user results.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
      score: 6.8,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2021-33884',
      cwe: 434,
      title: 'Any file can be uploaded',
      description: 'The web interface stores files of any kind, over critical ones too.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N',
      score: 6.5,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2021-33883',
      cwe: 319,
      title: 'Pump configuration in clear text',
      description: 'Values of the pump’s internal configuration can be read from the traffic.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N',
      score: 5.9,
      affected,
      fixed,
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details: 'SpaceStation with SpaceCom 2: install software 012U000093 (United States and Canada).',
      products: ['station'],
    },
    {
      category: 'vendor_fix',
      details:
        'Wi-Fi battery pack: install 028U000093 up to serial number 138852, 054U000093 from serial number 138853 on.',
      products: ['pack-on-infusomat', 'pack-on-perfusor'],
    },
    {
      category: 'mitigation',
      details:
        'Keep pumps in a network zone of their own, not reachable from other departments, and encrypt the wireless.',
    },
  ],
  truth: [
    { model: 'bbraun-spacestation', affected: ['012U000050', '012U000061'] },
    { model: 'bbraun-infusomat-space', affected: [], undecidable: packUnknown },
    { model: 'bbraun-perfusor-space', affected: [], undecidable: packUnknown },
  ],
}
