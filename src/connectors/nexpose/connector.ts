import { scanConnector } from '#connectors/scan-report/scan-connector.ts'
import { nexposeReader } from './payload.ts'

/** Reads hosts from what Rapid7 Nexpose and InsightVM export. */
export const nexpose = scanConnector({
  id: 'nexpose',
  title: 'Rapid7 Nexpose',
  summary:
    'An XML Export 2.0 of Nexpose or InsightVM: each asset that is alive, its addresses, its names and the system that it runs.',
  extensions: ['.xml'],
  fields: {
    ...{ 'device-id': 'sourceKey', address: 'ipAddresses', 'hardware-address': 'macAddresses' },
    ...{ names: 'hostname', os: 'operatingSystem', endTime: 'lastSeenAt' },
  },
  xml: { roots: ['NexposeReport'], reader: nexposeReader },
})
