import type { Statement } from './statement.ts'

const affected = ['pulsera', 'veradius-viewforum', 'veradius-wireless']
const optionUnknown = {
  versions: 'every',
  reason: 'the wireless option and the day of shipping decide, and no inventory records them',
} as const

export const philipsVeradius: Statement = {
  id: 'RGD-19-353-01',
  title: 'Philips Veradius Unity, Pulsera and Endura: router with weak encryption',
  summary:
    'Mobile C-arms that were shipped with a wireless or ViewForum option contain a router whose encryption is weak.',
  publishedOn: '2019-12-19',
  revisedOn: '2019-12-19',
  restates: [{ id: 'ICSMA-19-353-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-19-353-01' }],
  products: [
    {
      key: 'pulsera',
      vendor: 'Philips',
      name: 'Pulsera (718095) and Endura (718075)',
      version: 'with wireless option (shipped between 26-June-2017 through 07-August 2018)',
    },
    {
      key: 'veradius-viewforum',
      vendor: 'Philips',
      name: 'Veradius Unity (718132)',
      version: 'with ViewForum option (shipped between 2016-August 2018)',
    },
    {
      key: 'veradius-wireless',
      vendor: 'Philips',
      name: 'Veradius Unity (718132)',
      version: 'with wireless option (shipped between 2016-August 2018)',
    },
  ],
  flaws: [
    {
      cve: 'CVE-2019-18263',
      cwe: 326,
      title: 'Weak encryption in the router',
      description: 'The management of the built-in router uses encryption that can be broken; the link can be stopped.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 5.3,
      affected,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details: 'Keep the system in a secured network; the maker replaces the router where the option is present.',
    },
  ],
  truth: [{ model: 'philips-veradius', affected: [], undecidable: optionUnknown }],
}
