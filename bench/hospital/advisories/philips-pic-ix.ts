import type { Statement } from './statement.ts'

export const philipsPicIx: Statement = {
  id: 'RGD-21-322-02',
  title: 'Philips Patient Information Center iX and Efficia CM Series',
  summary:
    'The central station can be brought down from the monitoring network, and its stored and sent data are protected with a fixed key and a broken algorithm.',
  publishedOn: '2021-11-18',
  revisedOn: '2021-11-18',
  restates: [{ id: 'ICSMA-21-322-02', url: 'https://www.cisa.gov/news-events/ics-medical-advisories/icsma-21-322-02' }],
  products: [
    { key: 'pic-c', vendor: 'Philips', name: 'Patient Information Center iX (PIC iX)', version: 'C.02 | C.03' },
    { key: 'pic-b', vendor: 'Philips', name: 'Patient Information Center iX (PIC iX)', version: 'B.02' },
    { key: 'pic-fixed', vendor: 'Philips', name: 'Patient Information Center iX (PIC iX)', version: 'C.03.06' },
    { key: 'efficia', vendor: 'Philips', name: 'Efficia CM Series', version: 'A.01 to C.0x and 4.0' },
  ],
  flaws: [
    {
      cve: 'CVE-2021-43548',
      cwe: 20,
      title: 'Input from the network stops the station',
      description: 'The central station does not check data that it receives and can be stopped with it.',
      vector: 'CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 6.5,
      affected: ['pic-c'],
      fixed: ['pic-fixed'],
    },
    {
      cve: 'CVE-2021-43552',
      cwe: 321,
      title: 'Hard-coded key',
      description: 'Encrypted data can be recovered because the key is the same everywhere.',
      vector: 'CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N',
      score: 6.1,
      affected: ['pic-c', 'pic-b'],
    },
    {
      cve: 'CVE-2021-43550',
      cwe: 327,
      title: 'Broken algorithm between monitor and station',
      description: 'Data between the station and Efficia monitors is protected with an algorithm that can be broken.',
      vector: 'CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N',
      score: 5.9,
      affected: ['pic-c', 'efficia'],
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details: 'CVE-2021-43548: PIC iX C.03.06. The other two were announced for later releases.',
      products: ['pic-c'],
      url: 'https://www.philips.com/productsecurity',
    },
    {
      category: 'mitigation',
      details: 'Isolate the monitoring network, keep disk encryption on, and lock the rooms where the servers stand.',
    },
  ],
  truth: [
    { model: 'philips-pic-ix', cves: ['CVE-2021-43548'], affected: ['C.02.09', 'C.03.04'] },
    { model: 'philips-pic-ix', cves: ['CVE-2021-43550'], affected: ['C.02.09', 'C.03.04', 'C.03.06'] },
    { model: 'philips-pic-ix', cves: ['CVE-2021-43552'], affected: ['B.02.18', 'C.02.09', 'C.03.04', 'C.03.06'] },
    { model: 'philips-efficia-cm', cves: ['CVE-2021-43550'], affected: ['B.00.42', 'C.00.05'] },
  ],
}
