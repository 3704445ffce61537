import type { Statement } from './statement.ts'

const pca = ['pca']
const pcaFixed = ['pca-fixed']
const plums = ['plum-a', 'plum-a3', 'symbiq']
const plum360 = ['plum-360']
const pcaFlaws = ['CVE-2015-3459', 'CVE-2014-5406', 'CVE-2015-3955', 'CVE-2015-1011', 'CVE-2015-3957', 'CVE-2015-3958']
const plumFlaws = ['CVE-2015-3952', 'CVE-2015-3953', 'CVE-2015-3954', 'CVE-2015-3956']

export const hospiraInfusionPumps: Statement = {
  id: 'RGD-15-125-01',
  title: 'Hospira LifeCare PCA, Plum A+ and Symbiq: the dose can be changed over the network',
  summary:
    'The communication module of these pumps takes commands from anyone who reaches it. Drug library, settings and dose limits of a pump that gives opioids can be changed without anyone at the bedside.',
  publishedOn: '2015-05-05',
  revisedOn: '2015-06-10',
  restates: [
    { id: 'ICSA-15-125-01B', url: 'https://www.cisa.gov/news-events/ics-advisories/icsa-15-125-01b' },
    { id: 'ICSA-15-161-01', url: 'https://www.cisa.gov/news-events/ics-advisories/icsa-15-161-01' },
  ],
  products: [
    {
      key: 'pca',
      vendor: 'Hospira',
      family: 'LifeCare',
      name: 'LifeCare PCA Infusion System',
      version: '< 7.0',
      range: true,
    },
    { key: 'pca-fixed', vendor: 'Hospira', family: 'LifeCare', name: 'LifeCare PCA Infusion System', version: '7.0' },
    {
      key: 'plum-a',
      vendor: 'Hospira',
      family: 'Plum',
      name: 'Plum A+ Infusion System',
      version: '<= 13.4',
      range: true,
    },
    {
      key: 'plum-a3',
      vendor: 'Hospira',
      family: 'Plum',
      name: 'Plum A+3 Infusion System',
      version: '<= 13.6',
      range: true,
    },
    { key: 'symbiq', vendor: 'Hospira', name: 'Symbiq Infusion System', version: '<= 3.13', range: true },
    {
      key: 'plum-360',
      vendor: 'Hospira',
      family: 'Plum',
      name: 'Plum 360 Infusion System',
      version: 'vers:all/*',
      range: true,
    },
  ],
  flaws: [
    {
      cve: 'CVE-2015-3459',
      cwe: 285,
      title: 'Root shell without a password',
      description:
        'Telnet on the communication module opens a root session with no log-in; the pump can be reconfigured.',
      vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
      score: 10,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2014-5406',
      cwe: 345,
      title: 'Drug library and updates are not authenticated',
      description:
        'The pump takes a drug library, a software update or a configuration from any sender, so medication data can be replaced.',
      vector: 'AV:N/AC:M/Au:N/C:C/I:C/A:C',
      score: 9.3,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2015-3955',
      cwe: 121,
      title: 'Stack overflow',
      description: 'Crafted traffic overflows a buffer on the stack and can run code.',
      vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
      score: 10,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2015-1011',
      cwe: 259,
      title: 'Hard-coded credentials',
      description: 'Accounts with passwords that are the same on every pump.',
      vector: 'AV:N/AC:L/Au:N/C:P/I:N/A:N',
      score: 5,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2015-3957',
      cwe: 320,
      title: 'Keys and certificates stored on the pump',
      description: 'Private keys and certificates can be read from the device.',
      vector: 'AV:L/AC:L/Au:N/C:P/I:P/A:P',
      score: 4.6,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2015-3958',
      cwe: 400,
      title: 'A flood of packets stops the module',
      description: 'Many TCP packets bring the communication module down until someone restarts it.',
      vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:C',
      score: 7.8,
      affected: pca,
      fixed: pcaFixed,
    },
    {
      cve: 'CVE-2015-3954',
      cwe: 285,
      title: 'Telnet gives root to anyone',
      description:
        'Port 23 is open by default and gives root rights without a log-in; commands can be sent to the pump.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      affected: plums,
      notAffected: plum360,
    },
    {
      cve: 'CVE-2015-3956',
      cwe: 345,
      title: 'Commands from unauthenticated hosts',
      description: 'Drug libraries, firmware and pump commands are accepted from any host on the network.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      affected: plums,
      notAffected: plum360,
    },
    {
      cve: 'CVE-2015-3953',
      cwe: 798,
      title: 'Hard-coded accounts',
      description: 'Fixed accounts give access to the device.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      affected: plums,
      notAffected: plum360,
    },
    {
      cve: 'CVE-2015-3952',
      cwe: 312,
      title: 'Wireless keys in plain text',
      description: 'The keys of the wireless network can be read from the pump.',
      vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
      score: 7.5,
      affected: plums,
      notAffected: plum360,
    },
  ],
  remedies: [
    {
      category: 'vendor_fix',
      details:
        'LifeCare PCA: install software 7.0 or later, in which ports 20 and 23 are closed. Read the version on the start screen afterwards.',
      products: pca,
    },
    {
      category: 'none_available',
      details: 'Plum A+, Plum A+3 and Symbiq get no corrected software; the maker points to the Plum 360 as successor.',
      products: plums,
    },
    {
      category: 'mitigation',
      details:
        'Until then: close ports 20 (FTP) and 23 (Telnet), change default passwords, keep pumps on a network of their own, or disconnect them and load the drug library by hand.',
    },
  ],
  truth: [
    { model: 'hospira-lifecare-pca', cves: pcaFlaws, affected: ['5.0', '5.07'] },
    { model: 'hospira-plum-a', cves: plumFlaws, affected: ['11.6', '13.4'] },
    { model: 'icu-plum-360', cves: plumFlaws, affected: [] },
  ],
}
