import type { Statement } from './statement.ts'

const affected = ['carelink-2090', 'encore-29901']

export const medtronicProgrammers: Statement = {
  id: 'RGD-18-058-01',
  title:
    'Medtronic CareLink 2090 and Encore 29901: programmer of implanted devices takes software from a network it does not check',
  summary:
    'The programmer that adjusts pacemakers and implanted defibrillators fetched updates over a tunnel without checking that the tunnel still stood. Someone in between could hand it other software.',
  publishedOn: '2018-02-27',
  revisedOn: '2020-01-30',
  restates: [{ id: 'ICSMA-18-058-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-18-058-01' }],
  products: [
    {
      key: 'carelink-2090',
      vendor: 'Medtronic',
      name: '2090 CareLink Programmer',
      version: 'vers:all/*',
      range: true,
    },
    { key: 'encore-29901', vendor: 'Medtronic', name: '29901 Encore Programmer', version: 'vers:all/*', range: true },
  ],
  flaws: [
    {
      cve: 'CVE-2018-10596',
      cwe: 923,
      title: 'Updates are fetched without checking the tunnel',
      description:
        'The programmer opens a VPN and then asks for updates over HTTP without making sure that the VPN is still in use.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H',
      score: 7.1,
      affected,
    },
    {
      cve: 'CVE-2018-5446',
      cwe: 257,
      title: 'Credentials can be recovered',
      description: 'User name and password of the update service are stored so that they can be read back.',
      vector: 'CVSS:3.0/AV:P/AC:H/PR:N/UI:N/S:C/C:H/I:N/A:N',
      score: 4.9,
      affected,
    },
    {
      cve: 'CVE-2018-5448',
      cwe: 23,
      title: 'Path traversal in the update network',
      description: 'Files on the system can be read from the software distribution network.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
      score: 4.8,
      affected,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'The maker secured its update servers and deployed patches to them. Update the programmer only with media from the representative or over the re-opened service; keep it under control and off other networks.',
    },
    { category: 'no_fix_planned', details: 'There is no version of the programmer that is free of the flaws.' },
  ],
  truth: [
    { model: 'medtronic-2090', affected: 'every' },
    { model: 'medtronic-29901', affected: 'every' },
  ],
}
