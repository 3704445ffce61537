import type { Statement } from './statement.ts'

export const bdAlaris: Statement = {
  id: 'RGD-20-317-01',
  title: 'BD Alaris PC Unit 8015 and Systems Manager: the network session is not authenticated well',
  summary:
    'Changed headers in the traffic between the unit and its server take the wireless away from the unit. It goes on pumping, but the drug library and order programming stop, and staff must set it by hand.',
  publishedOn: '2020-11-12',
  revisedOn: '2020-11-12',
  restates: [{ id: 'ICSMA-20-317-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-20-317-01' }],
  products: [
    {
      key: 'pcu',
      vendor: 'Becton, Dickinson and Company (BD)',
      name: 'Alaris PC Unit Model 8015',
      version: '<= 9.33.1',
      range: true,
    },
    {
      key: 'manager',
      vendor: 'Becton, Dickinson and Company (BD)',
      name: 'Alaris Systems Manager',
      version: '<= 4.33',
      range: true,
    },
  ],
  flaws: [
    {
      cve: 'CVE-2020-25165',
      cwe: 287,
      title: 'Session between unit and server can be changed',
      description:
        'Someone on the network can alter configuration headers in transit so that the unit drops its wireless connection.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:L',
      score: 6.5,
      affected: ['pcu', 'manager'],
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details: 'Systems Manager: move to 12.0.1, 12.0.2, 12.1.0 or 12.1.2.',
      products: ['manager'],
    },
    {
      category: 'vendor_fix',
      details: 'PC Unit: install the later PC Unit software that the maker released for this flaw.',
      products: ['pcu'],
    },
    {
      category: 'mitigation',
      details:
        'A firewall between the wireless segment of the pumps and the server; only the ports that the maker lists.',
    },
  ],
  truth: [
    { model: 'bd-alaris-8015', affected: ['9.7', '9.19', '9.33', '9.33.1'] },
    { model: 'bd-alaris-systems-manager', affected: ['4.33'] },
  ],
}
