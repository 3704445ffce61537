import { scanConnector } from '#connectors/scan-report/scan-connector.ts'
import { qualysReader } from './payload.ts'

/** Reads hosts from what Qualys VM and VMDR export. */
export const qualys = scanConnector({
  id: 'qualys',
  title: 'Qualys',
  summary:
    'A scan, an asset report or a list of hosts or vulnerabilities that Qualys exported as XML or CSV: each host that answered, its addresses, its names and the system that it runs.',
  extensions: ['.xml', '.csv'],
  fields: {
    ...{
      ASSET_ID: 'sourceKey',
      ID: 'sourceKey',
      QG_HOSTID: 'sourceKey',
      'asset id': 'sourceKey',
      'host id': 'sourceKey',
    },
    ...{ IP: 'ipAddresses', IPV6: 'ipAddresses', 'asset ipv4': 'ipAddresses', 'asset ipv6': 'ipAddresses' },
    ...{ DNS: 'hostname', FQDN: 'hostname', HOSTNAME: 'hostname', NETBIOS: 'hostname', NETBIOS_HOSTNAME: 'hostname' },
    ...{ netbios: 'hostname', 'asset name': 'hostname' },
    ...{ OPERATING_SYSTEM: 'operatingSystem', OS: 'operatingSystem', 'operating system': 'operatingSystem' },
    ...{ 'last seen': 'lastSeenAt', 'last detected': 'lastSeenAt', 'last scan': 'lastSeenAt' },
  },
  xml: {
    roots: ['ASSET_DATA_REPORT', 'SCAN', 'HOST_LIST_VM_DETECTION_OUTPUT', 'HOST_LIST_OUTPUT'],
    isOurs: (text) => !/<SCAN\b/.test(text) || /<SCAN\s[^>]*value="scan\/|qualys/i.test(text),
    reader: qualysReader,
  },
  lists: [
    {
      marks: [['asset id'], ['asset ipv4'], ['qid']],
      id: { asset: ['asset id'] },
      ips: ['asset ipv4', 'asset ipv6'],
      ownName: ['asset name'],
      system: ['operating system'],
      seenAt: ['last detected'],
      cves: ['cve'],
      state: ['status'],
      kept: ['asset tags'],
    },
    {
      marks: [['ip'], ['qid'], ['last detected'], ['dns', 'netbios']],
      id: { asset: ['asset id'], qualys: ['host id'], agent: ['qg host id'] },
      ips: ['ip', 'ipv6'],
      fqdn: ['fqdn', 'dns'],
      ownName: ['netbios'],
      system: ['os'],
      cpe: ['os cpe'],
      seenAt: ['last detected'],
      // Whatever the language of who exports it.
      dateOrder: 'mdy',
      cves: ['cve id'],
      status: ['ip status'],
      state: ['vuln status'],
      kept: ['network', 'tracking method', 'associated tags'],
    },
    {
      marks: [['ip'], ['qid'], ['hostname'], ['last scan']],
      ips: ['ip'],
      fqdn: ['hostname'],
      system: ['operating system'],
      seenAt: ['last scan'],
      dateOrder: 'told',
      cves: ['cveid'],
    },
  ],
})
