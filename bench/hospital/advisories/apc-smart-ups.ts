import type { Statement } from './statement.ts'

const smartConnect = ['smartconnect-smt', 'smartconnect-smc']
const all = ['smt-18', 'smt-1040', 'smc-1005', 'smx-20', 'srt', ...smartConnect]
const vendor = 'Schneider Electric'

export const apcSmartUps: Statement = {
  id: 'RGD-22-067-02',
  title: 'APC Smart-UPS (TLStorm): an uninterruptible power supply that can be switched off or made to burn',
  summary:
    'Firmware of the power supplies is not signed as it should be, and models with the cloud link can be taken over by a crafted TLS packet. Researchers changed the firmware so that the unit overheated.',
  publishedOn: '2022-03-08',
  revisedOn: '2022-06-14',
  restates: [{ id: 'SEVD-2022-067-02', url: 'https://www.se.com/ww/en/download/document/SEVD-2022-067-02/' }],
  products: [
    {
      key: 'smt-18',
      vendor,
      family: 'APC Smart-UPS',
      name: 'Smart-UPS SMT Series (ID=18)',
      version: '<= UPS 09.8',
      range: true,
    },
    {
      key: 'smt-1040',
      vendor,
      family: 'APC Smart-UPS',
      name: 'Smart-UPS SMT Series (ID=1040)',
      version: 'UPS 01.2 and prior',
    },
    {
      key: 'smc-1005',
      vendor,
      family: 'APC Smart-UPS',
      name: 'Smart-UPS SMC Series (ID=1005)',
      version: 'UPS 14.1 and prior',
    },
    {
      key: 'smx-20',
      vendor,
      family: 'APC Smart-UPS',
      name: 'Smart-UPS SMX Series (ID=20)',
      version: '<= UPS 10.2',
      range: true,
    },
    {
      key: 'srt',
      vendor,
      family: 'APC Smart-UPS',
      name: 'Smart-UPS SRT Series (ID=1010/1019/1025)',
      version: 'UPS 08.3 and prior',
    },
    {
      key: 'smartconnect-smt',
      vendor,
      family: 'APC SmartConnect',
      name: 'SmartConnect SMT Series (ID=1015)',
      version: '<= UPS 04.5',
      range: true,
    },
    {
      key: 'smartconnect-smc',
      vendor,
      family: 'APC SmartConnect',
      name: 'SmartConnect SMC Series (ID=1018)',
      version: '<= UPS 04.2',
      range: true,
    },
  ],
  flaws: [
    {
      cve: 'CVE-2022-22805',
      cwe: 120,
      title: 'Buffer overflow while a TLS packet is put together',
      description: 'A crafted packet in the cloud connection overflows a buffer and runs code on the power supply.',
      vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 9,
      affected: smartConnect,
    },
    {
      cve: 'CVE-2022-22806',
      cwe: 294,
      title: 'Log-in by replay',
      description: 'A malformed handshake leaves the connection authenticated without a key.',
      vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H',
      score: 9,
      affected: smartConnect,
    },
    {
      cve: 'CVE-2022-0715',
      cwe: 287,
      title: 'Firmware is not authenticated',
      description:
        'One key for all units protects the firmware; who has it can load his own and change how the unit behaves.',
      vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:L/I:H/A:H',
      score: 8.9,
      affected: all,
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details: 'Install the firmware that the maker names for the model and ID, on site or over the network card.',
      url: 'https://www.se.com/ww/en/download/document/SEVD-2022-067-02/',
    },
    {
      category: 'mitigation',
      details: 'Switch the SmartConnect function off on the front panel or pull its network cable.',
      products: smartConnect,
    },
    { category: 'mitigation', details: 'Change the default password of the network card and keep it in its own zone.' },
  ],
  truth: [
    { model: 'apc-smt', cves: ['CVE-2022-0715'], affected: ['UPS 09.3 (ID18)', 'UPS 09.8 (ID18)'] },
    { model: 'apc-smx', cves: ['CVE-2022-0715'], affected: ['UPS 10.0 (ID20)'] },
    { model: 'apc-srt', cves: ['CVE-2022-0715'], affected: ['UPS 08.3 (ID1010)'] },
    { model: 'apc-smt-c', affected: ['UPS 04.2 (ID1015)', 'UPS 04.5 (ID1015)'] },
  ],
}
