import type { Statement } from './statement.ts'

const affected = ['before']
const fixed = ['fixed']
const remoteCode = { vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, affected, fixed }

export const swisslogTranslogic: Statement = {
  id: 'RGD-21-215-01',
  title: 'Swisslog TransLogic pneumatic tube system (PwnedPiper)',
  summary:
    'The control panel of the tube stations can be taken over from the network. Blood, samples and medicines stop moving, or go astray.',
  publishedOn: '2021-08-03',
  revisedOn: '2021-08-03',
  restates: [{ id: 'ICSMA-21-215-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-21-215-01' }],
  products: [
    {
      key: 'before',
      vendor: 'Swisslog Healthcare',
      family: 'TransLogic PTS',
      name: 'Nexus Control Panel',
      version: '< 7.2.5.7',
      range: true,
    },
    {
      key: 'fixed',
      vendor: 'Swisslog Healthcare',
      family: 'TransLogic PTS',
      name: 'Nexus Control Panel',
      version: '7.2.5.7',
    },
  ],
  flaws: [
    {
      cve: 'CVE-2021-37161',
      cwe: 191,
      title: 'Underflow in the queue',
      description: 'A crafted message overwrites a queue and runs code.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37162',
      cwe: 191,
      title: 'Overflow in the queue',
      description: 'A crafted message overwrites the data of a queue and runs code.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37163',
      cwe: 259,
      title: 'Hard-coded passwords',
      description: 'User and root accounts with fixed passwords are on and cannot be switched off by configuration.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37164',
      cwe: 787,
      title: 'Copy over the end of the stack',
      description: 'Received data is copied to a buffer on the stack that is too small.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37165',
      cwe: 191,
      title: 'Overflow in the display program',
      description: 'A crafted message to the display program runs code.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37166',
      cwe: 287,
      title: 'A local service can be hijacked',
      description: 'A local service listens on outside interfaces, and its connection can be taken over.',
      ...remoteCode,
    },
    {
      cve: 'CVE-2021-37167',
      cwe: 250,
      title: 'From user to root',
      description: 'A user who logs in with the default password can become root.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
      score: 8.8,
      affected,
      fixed,
    },
    {
      cve: 'CVE-2021-37160',
      cwe: 494,
      title: 'Updates are not checked',
      description: 'Firmware is taken without checking where it comes from. Version 7.2.5.7 does not correct this.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
      score: 7.5,
      affected: ['before', 'fixed'],
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details: 'Nexus Control Panel 7.2.5.7 corrects all but CVE-2021-37160.',
      products: ['before'],
    },
    {
      category: 'mitigation',
      details: 'Block Telnet to the stations, allow only the server to reach them, and watch for unexpected senders.',
    },
  ],
  truth: [
    { model: 'swisslog-nexus', cves: ['CVE-2021-37160'], affected: ['7.2.4.1', '7.2.5.7'] },
    {
      model: 'swisslog-nexus',
      cves: [
        'CVE-2021-37161',
        'CVE-2021-37162',
        'CVE-2021-37163',
        'CVE-2021-37164',
        'CVE-2021-37165',
        'CVE-2021-37166',
        'CVE-2021-37167',
      ],
      affected: ['7.2.4.1'],
    },
  ],
}
