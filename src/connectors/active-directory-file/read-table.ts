import { type DirectoryEntry, guidOf, isOctets } from '#connectors/directory/directory-entry.ts'
import type { NamedRow } from '#connectors/report-text.ts'

/** Whether a line is the header of csvde (`DN,objectClass,…`) or of `Get-ADComputer | Export-Csv`. */
export function isDirectoryHeader(line: string): boolean {
  const names = line.split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim().toLowerCase())
  const isOne = (...wanted: string[]) => wanted.some((name) => names.includes(name))
  if (names[0] === 'dn') return isOne('objectclass', 'dnshostname', 'samaccountname', 'operatingsystem')
  return (
    names.includes('distinguishedname') &&
    isOne('dnshostname', 'samaccountname') &&
    isOne('objectclass', 'objectguid', 'sid', 'operatingsystem')
  )
}

/** The same attributes under the names of PowerShell's own properties. */
const propertyNames: Readonly<Record<string, string>> = {
  distinguishedname: 'dn',
  ipv4address: 'ipv4address',
  ipv6address: 'ipv6address',
}

/** A row as an entry. csvde puts `;` between values, `X'…'` around octets; PowerShell writes a collection's type where it has no text. */
export function entryOf({ number, cells }: NamedRow): DirectoryEntry {
  const attributes = new Map<string, readonly string[]>()
  for (const [column, cell] of Object.entries(cells)) {
    const text = cell.trim()
    if (text === '' || /^(?:Microsoft|System)\.[\w.+]+(?:\[\])?$/.test(text)) continue
    const lower = column.toLowerCase()
    const name = propertyNames[lower] ?? lower
    const octets = /^X'([0-9a-f]*)'$/i.exec(text)?.[1]
    if (octets !== undefined) {
      const guid = isOctets(name) ? guidOf(Buffer.from(octets, 'hex')) : undefined
      if (guid) attributes.set(name, [guid])
      continue
    }
    attributes.set(name, isList(name) ? text.split(/;\s*/) : [text])
  }
  return { position: `row ${number}`, attributes }
}

const isList = (name: string) => /^(?:objectclass|serviceprincipalname|serialnumber|networkaddress)$/.test(name)
