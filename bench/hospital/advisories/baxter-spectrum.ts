import type { Statement } from './statement.ts'

const pumps = ['v6', 'v8', 'iq']
const modules = ['v6-wbm', 'v8-wbm', 'iq-wbm']
const batteryUnknown = {
  versions: 'every',
  reason: 'the version of the wireless battery module decides, and no inventory records it',
} as const

export const baxterSpectrum: Statement = {
  id: 'RGD-22-251-01',
  title: 'Baxter Sigma Spectrum and Spectrum IQ: wireless battery module',
  summary:
    'The battery that gives the pump its wireless keeps network credentials and patient data unencrypted, and does not check which server it talks to.',
  publishedOn: '2022-09-08',
  revisedOn: '2022-09-29',
  restates: [{ id: 'ICSMA-22-251-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-22-251-01' }],
  products: [
    { key: 'v6', vendor: 'Baxter', name: 'Sigma Spectrum', version: '6.x model 35700BAX' },
    { key: 'v8', vendor: 'Baxter', name: 'Sigma Spectrum', version: '8.x model 35700BAX2' },
    { key: 'iq', vendor: 'Baxter', name: 'Spectrum IQ', version: '9.x model 35700BAX3' },
    {
      key: 'v6-wbm',
      vendor: 'Baxter',
      name: 'Sigma Spectrum LVP',
      version: '6.x (with Wireless Battery Modules v16 | v16D38 | v17 | v17D19 | >= v20D29 | <= v20D32)',
      range: true,
    },
    {
      key: 'v8-wbm',
      vendor: 'Baxter',
      name: 'Sigma Spectrum LVP',
      version: '8.x (with Wireless Battery Modules v17 | v17D19 | >= v20D29 | <= v20D32)',
      range: true,
    },
    {
      key: 'iq-wbm',
      vendor: 'Baxter',
      name: 'Spectrum IQ LVP',
      version: '9.x (with Wireless Battery Modules >= v22D19 | <= v22D28)',
      range: true,
    },
  ],
  flaws: [
    {
      cve: 'CVE-2022-26390',
      cwe: 311,
      title: 'Credentials and patient data are not encrypted',
      description:
        'Network credentials, and patient data on pumps with automatic programming, can be read from a device.',
      vector: 'CVSS:3.0/AV:P/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
      score: 4.2,
      affected: pumps,
    },
    {
      cve: 'CVE-2022-26392',
      cwe: 134,
      title: 'Format string in superuser mode',
      description: 'A message to the module in superuser mode can read its memory.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N',
      score: 3.1,
      affected: ['v6-wbm', 'v8-wbm'],
    },
    {
      cve: 'CVE-2022-26393',
      cwe: 134,
      title: 'Format string in application messages',
      description: 'A crafted message reads memory of the module or stops it.',
      vector: 'CVSS:3.0/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:L',
      score: 5,
      affected: modules,
    },
    {
      cve: 'CVE-2022-26394',
      cwe: 306,
      title: 'The gateway is not authenticated',
      description: 'A machine in the middle can change parameters or pose as the server.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:C/C:L/I:H/A:L',
      score: 7.5,
      affected: ['v6-wbm', 'v8-wbm'],
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Erase all data and settings of pump and battery module before they leave the house, following the maker’s steps.',
    },
    {
      category: 'vendor_fix',
      details:
        'Wireless battery module 20D30 corrects CVE-2022-26393; authentication of the gateway comes with Spectrum IQ.',
      products: ['v6-wbm', 'v8-wbm', 'iq-wbm'],
    },
    { category: 'mitigation', details: 'Give the pumps a network of their own and the strongest wireless security.' },
  ],
  truth: [
    { model: 'baxter-spectrum-v6', cves: ['CVE-2022-26390'], affected: 'every' },
    { model: 'baxter-spectrum-v8', cves: ['CVE-2022-26390'], affected: 'every' },
    { model: 'baxter-spectrum-iq', cves: ['CVE-2022-26390'], affected: 'every' },
    {
      model: 'baxter-spectrum-v6',
      cves: ['CVE-2022-26392', 'CVE-2022-26393', 'CVE-2022-26394'],
      affected: [],
      undecidable: batteryUnknown,
    },
    {
      model: 'baxter-spectrum-v8',
      cves: ['CVE-2022-26392', 'CVE-2022-26393', 'CVE-2022-26394'],
      affected: [],
      undecidable: batteryUnknown,
    },
    { model: 'baxter-spectrum-iq', cves: ['CVE-2022-26393'], affected: [], undecidable: batteryUnknown },
  ],
}
