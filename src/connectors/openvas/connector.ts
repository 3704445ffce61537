import { scanConnector } from '#connectors/scan-report/scan-connector.ts'
import { openvasReader } from './payload.ts'

/** Reads hosts from what OpenVAS and Greenbone export. */
export const openvas = scanConnector({
  id: 'openvas',
  title: 'OpenVAS',
  summary:
    'A report that OpenVAS or Greenbone exported as XML or as CSV results: each host that answered, its addresses, its name and the system that it runs.',
  extensions: ['.xml', '.csv'],
  fields: {
    ...{ asset_id: 'sourceKey', ip: 'ipAddresses', MAC: 'macAddresses', hostname: 'hostname' },
    ...{ best_os_txt: 'operatingSystem', end: 'lastSeenAt', timestamp: 'lastSeenAt' },
  },
  xml: {
    roots: ['report', 'get_reports_response'],
    isOurs: (text) => /\bformat_id="|<(?:gmp|omp)>|<nvt oid="|<scan_run_status>|<get_reports_response\b/.test(text),
    reader: openvasReader,
  },
  lists: [
    {
      marks: [['ip'], ['nvt oid', 'nvt name']],
      ips: ['ip'],
      ownName: ['hostname'],
      seenAt: ['timestamp'],
      cves: ['cves'],
    },
  ],
})
