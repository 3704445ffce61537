import { scanConnector } from '#connectors/scan-report/scan-connector.ts'
import { nmapReader } from './payload.ts'

/** Reads hosts from what nmap writes with `-oX`. */
export const nmap = scanConnector({
  id: 'nmap',
  title: 'nmap',
  summary: 'What nmap writes with -oX: each host that answered, its addresses, its names and the system that it runs.',
  extensions: ['.xml'],
  fields: {
    ...{ ipv4: 'ipAddresses', ipv6: 'ipAddresses', mac: 'macAddresses' },
    ...{ 'hostname PTR': 'hostname', 'hostname user': 'hostname' },
    ...{ osmatch: 'operatingSystem', 'smb-os-discovery': 'operatingSystem' },
    ...{ 'snmp-sysdescr': 'description', endtime: 'lastSeenAt' },
  },
  xml: { roots: ['nmaprun'], reader: nmapReader },
})
