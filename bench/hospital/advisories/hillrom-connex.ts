import type { Statement } from './statement.ts'

const affected = ['csm', 'ciws', 'cvsm', 'cs', 'spot-4400']
const vendor = 'Hillrom'

export const hillromConnex: Statement = {
  id: 'RGD-21-152-01',
  title: 'Hillrom Welch Allyn Connex monitors and their management',
  summary: 'Two memory errors, used one after the other, run code on vital signs monitors and their central station.',
  publishedOn: '2021-06-01',
  revisedOn: '2021-12-14',
  restates: [{ id: 'ICSMA-21-152-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-21-152-01' }],
  products: [
    { key: 'csm', vendor, name: 'Welch Allyn Connex Spot Monitor (CSM)', version: '< 1.52', range: true },
    {
      key: 'ciws',
      vendor,
      name: 'Welch Allyn Connex Integrated Wall System (CIWS)',
      version: '< 2.43.02',
      range: true,
    },
    { key: 'cvsm', vendor, name: 'Welch Allyn Connex Vital Signs Monitor (CVSM)', version: '< 2.43.02', range: true },
    {
      key: 'cs',
      vendor,
      name: 'Welch Allyn Connex Central Station (CS)',
      version: '< 1.8.4 Service Pack 01',
      range: true,
    },
    { key: 'spot-4400', vendor, name: 'Welch Allyn Spot Vital Signs 4400', version: '< 1.11.00', range: true },
  ],
  flaws: [
    {
      cve: 'CVE-2021-27410',
      cwe: 787,
      title: 'Writing out of bounds',
      description: 'Data is written outside its buffer; it can be spoiled or code run.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:L/UI:N/S:U/C:L/I:H/A:L',
      score: 5.9,
      affected,
    },
    {
      cve: 'CVE-2021-27408',
      cwe: 125,
      title: 'Reading out of bounds',
      description: 'Information leaks that helps to use the other flaw.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:L/UI:N/S:U/C:L/I:H/A:L',
      score: 5.9,
      affected,
    },
  ],
  remedies: [
    { category: 'vendor_fix', details: 'Connex Spot Monitor: version 1.52.', products: ['csm'] },
    {
      category: 'vendor_fix',
      details: 'Connex Integrated Wall System and Vital Signs Monitor: version 2.43.02.',
      products: ['ciws', 'cvsm'],
    },
    { category: 'vendor_fix', details: 'Connex Central Station: version 1.8.4 Service Pack 01.', products: ['cs'] },
    { category: 'vendor_fix', details: 'Spot Vital Signs 4400: version 1.11.00.', products: ['spot-4400'] },
  ],
  truth: [
    { model: 'welchallyn-csm', affected: ['1.28', '1.40', '1.51'] },
    { model: 'welchallyn-cvsm', affected: ['2.40.00', '2.42.00'] },
  ],
}
