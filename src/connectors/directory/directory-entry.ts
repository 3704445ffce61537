/** One entry of the directory: attributes by name in small letters, each with its values as texts. */
export interface DirectoryEntry {
  /** Where in the file: `line 12`. */
  readonly position: string
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

export const first = ({ attributes }: DirectoryEntry, name: string): string | undefined =>
  attributes.get(name.toLowerCase())?.find((text) => text !== '')

export const all = ({ attributes }: DirectoryEntry, name: string): readonly string[] =>
  attributes.get(name.toLowerCase()) ?? []

/**
 * A GUID as Windows writes it, of 16 octets of which the first three groups stand with the lowest octet first
 * (MS-DTYP, 2.3.4.2).
 */
export function guidOf(octets: Buffer): string | undefined {
  if (octets.length !== 16) return undefined
  const groups = [
    Buffer.from(octets.subarray(0, 4)).reverse(),
    Buffer.from(octets.subarray(4, 6)).reverse(),
    Buffer.from(octets.subarray(6, 8)).reverse(),
    octets.subarray(8, 10),
    octets.subarray(10, 16),
  ]
  return groups.map((group) => group.toString('hex')).join('-')
}

/** Attributes whose values are octets; all others are texts. */
export const isOctets = (name: string) => /^(?:objectguid|objectsid)$/.test(name)
