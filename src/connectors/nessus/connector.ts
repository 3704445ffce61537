import { scanConnector } from '#connectors/scan-report/scan-connector.ts'
import { nessusReader } from './payload.ts'

/** Reads hosts from what Nessus and Tenable export. */
export const nessus = scanConnector({
  id: 'nessus',
  title: 'Nessus',
  summary:
    'A scan that Nessus or Tenable exported as .nessus, or its findings as CSV: each host that answered, its addresses, names, system and hardware.',
  extensions: ['.nessus', '.xml', '.csv'],
  fields: {
    ...{ 'host-uuid': 'sourceKey', 'asset.id': 'sourceKey', 'agent id': 'sourceKey', 'host id': 'sourceKey' },
    ...{ 'host-ip': 'ipAddresses', 'ip address': 'ipAddresses', host: 'ipAddresses' },
    ...{ 'asset.display_ipv4_address': 'ipAddresses', 'asset.display_ipv6_address': 'ipAddresses' },
    ...{ 'mac-address': 'macAddresses', 'mac address': 'macAddresses', 'asset.display_mac_address': 'macAddresses' },
    ...{ 'host-fqdn': 'hostname', 'netbios-name': 'hostname', fqdn: 'hostname', 'dns name': 'hostname' },
    ...{ netbios: 'hostname', 'netbios name': 'hostname', 'asset.netbios_name': 'hostname' },
    ...{ 'asset.display_fqdn': 'hostname', 'asset.host_name': 'hostname' },
    ...{ 'operating-system': 'operatingSystem', os: 'operatingSystem', 'asset.operating_system': 'operatingSystem' },
    ...{ HOST_END_TIMESTAMP: 'lastSeenAt', 'host end': 'lastSeenAt', 'last observed': 'lastSeenAt' },
    ...{ last_seen: 'lastSeenAt', 'last found': 'lastSeenAt' },
    ...{ 'Computer Manufacturer': 'manufacturer', 'System Manufacturer': 'manufacturer' },
    ...{ 'Computer Model': 'model', 'System Product Name': 'model' },
    ...{ 'Computer SerialNumber': 'serialNumber', 'System Serial Number': 'serialNumber' },
    ...{ sysDescr: 'description', sysName: 'hostname', HOST_END: 'lastSeenAt' },
  },
  xml: { roots: ['NessusClientData_v2'], reader: nessusReader },
  lists: [
    {
      marks: [['asset.id'], ['definition.id']],
      id: { asset: ['asset.id'] },
      ips: ['asset.display_ipv4_address', 'asset.display_ipv6_address'],
      macs: ['asset.display_mac_address'],
      fqdn: ['asset.display_fqdn', 'asset.host_name', 'asset.name'],
      ownName: ['asset.netbios_name'],
      system: ['asset.operating_system'],
      seenAt: ['last_seen'],
      cves: ['definition.cve'],
      state: ['state'],
      kept: ['asset.system_type', 'asset.network.name'],
    },
    {
      marks: [['plugin id', 'plugin'], ['host', 'ip address'], ['synopsis']],
      id: { agent: ['agent id'], asset: ['host id'] },
      host: ['host'],
      ips: ['ip address'],
      macs: ['mac address'],
      fqdn: ['fqdn', 'dns name'],
      ownName: ['netbios', 'netbios name'],
      system: ['os'],
      seenAt: ['host end', 'last observed', 'last found'],
      cves: ['cve'],
      state: ['vulnerability state'],
      kept: ['system type', 'repository'],
    },
  ],
})
