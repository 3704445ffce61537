import type { Statement } from './statement.ts'

const monitors = ['mx100', 'mx400', 'mx600', 'mx750', 'mp', 'x2', 'x3']
const pic = ['pic-b', 'pic-c']
const upToN = { vendor: 'Philips', family: 'IntelliVue', version: '<=N', range: true }

export const philipsIntelliVue: Statement = {
  id: 'RGD-20-254-01',
  title: 'Philips IntelliVue monitors and Patient Information Center iX',
  summary:
    'A device on the monitoring network can make monitors restart, and certificates and identities are not checked as they should be at the central station.',
  publishedOn: '2020-09-10',
  revisedOn: '2023-12-14',
  restates: [{ id: 'ICSMA-20-254-01', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-20-254-01' }],
  products: [
    { key: 'pic-b', vendor: 'Philips', name: 'Patient Information Center iX (PICiX)', version: 'B.02' },
    { key: 'pic-c', vendor: 'Philips', name: 'Patient Information Center iX (PICiX)', version: 'C.02 | C.03' },
    { key: 'mx100', name: 'IntelliVue patient monitor MX100', ...upToN },
    { key: 'mx400', name: 'IntelliVue patient monitor MX400-MX550', ...upToN },
    { key: 'mx600', name: 'IntelliVue patient monitor MX600, MX700 and MX800', ...upToN },
    { key: 'mx750', name: 'IntelliVue patient monitor MX750 and MX850', ...upToN },
    { key: 'mp', name: 'IntelliVue patient monitor MP2-MP90', ...upToN },
    { key: 'x2', name: 'IntelliVue X2', ...upToN },
    { key: 'x3', name: 'IntelliVue X3', ...upToN },
  ],
  flaws: [
    {
      cve: 'CVE-2020-16216',
      cwe: 20,
      title: 'Unchecked input restarts the monitor',
      description: 'Data from the network that is not checked can make a bedside monitor restart.',
      vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 6.5,
      affected: monitors,
    },
    {
      cve: 'CVE-2020-16228',
      cwe: 299,
      title: 'Revoked certificates are accepted',
      description: 'Whether a certificate was revoked is not checked or not checked well.',
      vector: 'CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:U/C:H/I:H/A:L',
      score: 6,
      affected: ['mx100', 'mx400', 'mx750', 'x3', 'pic-c'],
    },
    {
      cve: 'CVE-2020-16212',
      cwe: 668,
      title: 'A way out of kiosk mode',
      description: 'A person at the central station can leave the application and reach the system below.',
      vector: 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 6.8,
      affected: pic,
    },
    {
      cve: 'CVE-2020-16222',
      cwe: 287,
      title: 'Identity is not proved',
      description: 'Who claims an identity is believed without sufficient proof.',
      vector: 'CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L',
      score: 5,
      affected: pic,
    },
    {
      cve: 'CVE-2020-16224',
      cwe: 130,
      title: 'Wrong length restarts the central station',
      description: 'A message whose length field is wrong makes the application restart.',
      vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 6.5,
      affected: ['pic-c'],
    },
  ],
  remedies: [
    {
      category: 'mitigation',
      details:
        'Isolate the monitoring network physically or logically, switch the certificate enrolment service off when it is not in use, and lock the rooms of the servers.',
    },
    {
      category: 'vendor_fix',
      details:
        'Later releases of PIC iX and of the monitors bring corrections; ask the maker’s service which fits the site.',
      url: 'https://www.philips.com/productsecurity',
    },
  ],
  truth: [
    { model: 'philips-mx450', cves: ['CVE-2020-16216', 'CVE-2020-16228'], affected: ['L.01.22', 'M.04.03', 'N.00.12'] },
    { model: 'philips-mx800', cves: ['CVE-2020-16216'], affected: ['L.01.22', 'M.04.03', 'N.00.12'] },
    { model: 'philips-mp50', cves: ['CVE-2020-16216'], affected: ['H.15.51', 'J.10.52'] },
    { model: 'philips-x3', cves: ['CVE-2020-16216', 'CVE-2020-16228'], affected: ['N.00.12'] },
    {
      model: 'philips-pic-ix',
      cves: ['CVE-2020-16224', 'CVE-2020-16228'],
      affected: ['C.02.09', 'C.03.04', 'C.03.06'],
    },
    {
      model: 'philips-pic-ix',
      cves: ['CVE-2020-16212', 'CVE-2020-16222'],
      affected: ['B.02.18', 'C.02.09', 'C.03.04', 'C.03.06'],
    },
  ],
}
