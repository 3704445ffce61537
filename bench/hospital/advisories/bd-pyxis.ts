import type { Statement } from './statement.ts'

const vendor = 'Becton, Dickinson and Company (BD)'
const all = { vendor, family: 'Pyxis', version: 'vers:all/*', range: true }
const affected = [
  'medstation-es',
  'medstation-4000',
  'es-server',
  'anesthesia-es',
  'anesthesia-4000',
  'ciisafe',
  'supplystation',
]

export const bdPyxis: Statement = {
  id: 'RGD-22-062-01',
  title: 'BD Pyxis: hard-coded credentials in medication cabinets',
  summary:
    'The cabinets share credentials that the maker manages and the hospital cannot change. With them the file system and stored patient information can be reached.',
  publishedOn: '2022-03-03',
  revisedOn: '2022-03-03',
  restates: [{ id: 'ICSMA-22-062-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-22-062-01' }],
  products: [
    { key: 'medstation-es', name: 'BD Pyxis MedStation ES', ...all },
    { key: 'medstation-4000', name: 'BD Pyxis MedStation 4000', ...all },
    { key: 'es-server', name: 'BD Pyxis MedStation ES Server', ...all },
    { key: 'anesthesia-es', name: 'BD Pyxis Anesthesia Station ES', ...all },
    { key: 'anesthesia-4000', name: 'BD Pyxis Anesthesia Station 4000', ...all },
    { key: 'ciisafe', name: 'BD Pyxis CIISafe', ...all },
    { key: 'supplystation', name: 'BD Pyxis SupplyStation (including RF, EC, CP)', ...all },
  ],
  flaws: [
    {
      cve: 'CVE-2022-22766',
      cwe: 798,
      title: 'Hard-coded credentials',
      description:
        'Fixed credentials open the file system; from there application passwords can be decrypted and patient data read.',
      vector: 'CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H',
      score: 7,
      affected,
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Limit physical access, keep the cabinets behind a firewall in their own zone, watch log-ins, and take up the maker’s credential management when it is offered for the site.',
    },
    { category: 'none_available', details: 'There is no version that is free of the credentials.' },
  ],
  truth: [
    { model: 'bd-pyxis-medstation-es', affected: 'every' },
    { model: 'bd-pyxis-medstation-4000', affected: 'every' },
    { model: 'bd-pyxis-anesthesia-es', affected: 'every' },
  ],
}
