import type { SystemEntry } from '#connectors/api-connector.ts'
import { type DirectoryEntry, guidOf, isOctets } from '#connectors/directory/directory-entry.ts'

// Attributes of the schema of Active Directory (MS-ADA1 to MS-ADA3, MS-ADSC), and of the server's own entry (MS-ADTS, 3.1.1.3.2).

/** What is asked of each computer, and nothing else. */
export const computerAttributes: readonly string[] = [
  'objectClass',
  'objectGUID',
  'sAMAccountName',
  'dNSHostName',
  'name',
  'description',
  'location',
  'operatingSystem',
  'operatingSystemVersion',
  'operatingSystemServicePack',
  'serialNumber',
  'networkAddress',
  'managedBy',
  'servicePrincipalName',
  'userAccountControl',
  'whenCreated',
  'lastLogon',
  'lastLogonTimestamp',
]

/** As an export has it: texts, GUIDs as Windows writes them. */
export function entryOf({ dn, attributes }: SystemEntry): DirectoryEntry {
  const texts = [...attributes].map(([name, values]): [string, readonly string[]] => [
    name,
    isOctets(name) ? values.flatMap((octets) => guidOf(octets) ?? []) : values.map((octets) => octets.toString('utf8')),
  ])
  return { position: dn.slice(0, 500), attributes: new Map([['dn', [dn]], ...texts]) }
}

export interface DomainController {
  /**
   * Tells one database from another: the invocationId, which is a new one where a controller was restored from a backup, for its
   * counting of changes then begins again (MS-ADTS, 3.1.1.1.9); else the name of its settings.
   */
  readonly database: string
  /** highestCommittedUSN, 64 bits; absent where this is no domain controller. */
  readonly usn: string | undefined
  readonly domain: string | undefined
}

export const textIn = ({ attributes }: SystemEntry, name: string): string | undefined =>
  attributes.get(name.toLowerCase())?.[0]?.toString('utf8') || undefined
