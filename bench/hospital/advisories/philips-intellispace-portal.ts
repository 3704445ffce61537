import type { Statement } from './statement.ts'

const affected = ['portal-7', 'portal-8']
const exploited = 'Used by WannaCry and NotPetya since May 2017; on CISA’s list of known exploited vulnerabilities.'
const remoteCode = {
  cwe: 20,
  title: 'SMBv1 runs code from the network',
  description: 'A crafted message to the SMBv1 server of the Windows below the application runs code without a log-in.',
  vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  score: 8.1,
  affected,
  exploited,
}

export const philipsIntelliSpacePortal: Statement = {
  id: 'RGD-18-058-02',
  title: 'Philips IntelliSpace Portal: the SMBv1 flaw of WannaCry on an imaging workstation',
  summary:
    'The imaging workplace runs on Windows without the update of March 2017 (MS17-010). A worm on the same network takes it over and with it access to the images.',
  publishedOn: '2018-02-27',
  revisedOn: '2018-02-27',
  restates: [{ id: 'ICSMA-18-058-02', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-18-058-02' }],
  products: [
    { key: 'portal-7', vendor: 'Philips', name: 'IntelliSpace Portal', version: '7.0.x' },
    { key: 'portal-8', vendor: 'Philips', name: 'IntelliSpace Portal', version: '8.0.x' },
  ],
  flaws: [
    { cve: 'CVE-2017-0143', ...remoteCode },
    { cve: 'CVE-2017-0144', ...remoteCode },
    { cve: 'CVE-2017-0145', ...remoteCode },
    { cve: 'CVE-2017-0146', ...remoteCode },
    { cve: 'CVE-2017-0148', ...remoteCode },
    {
      cve: 'CVE-2017-0147',
      cwe: 200,
      title: 'SMBv1 gives away memory',
      description: 'A crafted message makes the SMBv1 server answer with contents of its memory.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
      score: 5.9,
      affected,
      exploited,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Install the Windows updates that the maker has tested for the portal (service portal of the maker), switch SMBv1 off where it allows, and block port 445 at the zone’s border.',
    },
  ],
  truth: [{ model: 'philips-intellispace-portal', affected: ['7.0.4', '8.0.3'] }],
}
