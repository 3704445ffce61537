import { activeDirectoryFile } from './active-directory-file/connector.ts'
import type { Connector } from './connector.ts'
import { csvFile } from './csv-file/connector.ts'
import { dhcpLeases } from './dhcp-leases/connector.ts'
import { fhirDevice } from './fhir-device/connector.ts'
import { glpiInventory } from './glpi-inventory/connector.ts'
import { nessus } from './nessus/connector.ts'
import { nexpose } from './nexpose/connector.ts'
import { nmap } from './nmap/connector.ts'
import { openvas } from './openvas/connector.ts'
import { qualys } from './qualys/connector.ts'
import { windowsSysteminfo } from './windows-systeminfo/connector.ts'
import { xlsxFile } from './xlsx-file/connector.ts'

/** Every connector, by its folder's name in order. */
export const connectors: readonly Connector[] = [
  activeDirectoryFile,
  csvFile,
  dhcpLeases,
  fhirDevice,
  glpiInventory,
  nessus,
  nexpose,
  nmap,
  openvas,
  qualys,
  windowsSysteminfo,
  xlsxFile,
]
