import type { Statement } from './statement.ts'

const affected = ['v8']
const fixed = ['v8.5-gma3']
const outOfBounds = {
  cwe: 125,
  title: 'Reading out of bounds',
  description: 'A crafted packet makes the program read outside its buffer and stop.',
  vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
  score: 7.5,
  affected,
  fixed,
}
const overflow = {
  cwe: 121,
  title: 'Stack overflow',
  description: 'A crafted packet overwrites the stack; the attacker can take over the program.',
  vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
  score: 10,
  affected,
  fixed,
}

export const natusNeuroworks: Statement = {
  id: 'RGD-18-165-01',
  title: 'Natus Xltek NeuroWorks: EEG system can be taken over from the network',
  summary: 'The EEG software trusts the packets that it gets; crafted ones stop it or run code with its rights.',
  publishedOn: '2018-06-14',
  revisedOn: '2018-06-14',
  restates: [{ id: 'ICSMA-18-165-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-18-165-01' }],
  products: [
    {
      key: 'v8',
      vendor: 'Natus Medical, Inc. (Natus)',
      name: 'Natus Xltek NeuroWorks',
      version: '8.0 | 8.1 | 8.4 | 8.5',
    },
    {
      key: 'v8.5-gma3',
      vendor: 'Natus Medical, Inc. (Natus)',
      name: 'Natus Xltek NeuroWorks',
      version: '8.5 GMA 3',
    },
  ],
  flaws: [
    { cve: 'CVE-2017-2853', ...overflow },
    { cve: 'CVE-2017-2868', ...overflow },
    { cve: 'CVE-2017-2869', ...overflow },
    {
      cve: 'CVE-2017-2867',
      ...overflow,
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 9,
    },
    { cve: 'CVE-2017-2852', ...outOfBounds },
    { cve: 'CVE-2017-2858', ...outOfBounds },
    { cve: 'CVE-2017-2860', ...outOfBounds },
    { cve: 'CVE-2017-2861', ...outOfBounds },
  ],
  remedies: [
    { category: 'vendor_fix', details: 'Install NeuroWorks/SleepWorks 8.5 GMA 3; it is free for users of version 8.' },
  ],
  truth: [{ model: 'natus-neuroworks', affected: ['8.1', '8.4', '8.5'] }],
}
