import type { Statement } from './statement.ts'

const affected = ['cms8000']

export const contecCms8000: Statement = {
  id: 'RGD-22-244-01',
  title: 'Contec CMS8000: patient monitor with hard-coded credentials',
  summary:
    'The same service passwords on every monitor, firmware from any USB stick, and one network packet that stops all monitors on the segment at once.',
  publishedOn: '2022-09-01',
  revisedOn: '2022-09-01',
  restates: [{ id: 'ICSMA-22-244-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-22-244-01' }],
  products: [
    {
      key: 'cms8000',
      vendor: 'Contec Health',
      name: 'CMS8000 Vital Signs Patient Monitor',
      version: 'vers:all/*',
      range: true,
    },
  ],
  flaws: [
    {
      cve: 'CVE-2022-38069',
      cwe: 798,
      title: 'Hard-coded credentials',
      description:
        'Default credentials that are the same on all monitors give a person at the device privileged access.',
      vector: 'CVSS:3.0/AV:P/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L',
      score: 4.3,
      affected,
    },
    {
      cve: 'CVE-2022-38100',
      cwe: 400,
      title: 'One UDP packet stops the monitor',
      description:
        'Malformed network data crashes the monitor until it is restarted; as broadcast it stops all of them.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 7.5,
      affected,
    },
    {
      cve: 'CVE-2022-36385',
      cwe: 284,
      title: 'Firmware from any USB stick',
      description: 'Whoever plugs in a USB stick can replace the firmware for good.',
      vector: 'CVSS:3.0/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 6.8,
      affected,
    },
    {
      cve: 'CVE-2022-3027',
      cwe: 284,
      title: 'Name of a wireless network is not checked',
      description: 'A crafted network name can write files or show wrong values on the monitor.',
      vector: 'CVSS:3.0/AV:A/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
      score: 5.7,
      affected,
    },
    {
      cve: 'CVE-2022-38453',
      cwe: 489,
      title: 'Debug information left in',
      description: 'Programs were built with debug data, which makes it easier to find further flaws.',
      vector: 'CVSS:3.0/AV:L/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N',
      score: 3,
      affected,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Switch UART off at processor level, make the bootloader unique to the device, lock the enclosure and the USB port, and keep the monitor off the network or replace it.',
    },
    { category: 'none_available', details: 'The maker offers no corrected version.' },
  ],
  truth: [{ model: 'contec-cms8000', affected: 'every' }],
}
