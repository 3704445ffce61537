/** A BOM-Link, `urn:cdx:<serial>/<version>#<bom-ref>` (https://cyclonedx.org/capabilities/bomlink/). */
export interface BomLink {
  /** A UUID in lower case, without `urn:uuid:`. */
  readonly serial: string
  readonly revision: number
  /** As written, percent-encoding and all; '' where the whole bill is meant. */
  readonly ref: string
}

const form = /^urn:cdx:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([1-9][0-9]{0,8})(?:#(.*))?$/is

export function readBomLink(text: string): BomLink | null {
  const [, serial, revision, ref = ''] = form.exec(text.trim()) ?? []
  return serial && revision ? { serial: serial.toLowerCase(), revision: Number(revision), ref } : null
}

/**
 * What a bill is called in links to it; null where it has no serial number, or a revision that no link can name, as a time
 * in milliseconds. A bill that counts no revisions is its first.
 */
export function linkName(bill: { readonly serialNumber: string; readonly revision: string }) {
  const serial = bill.serialNumber.toLowerCase().replace(/^urn:uuid:/, '')
  const revision = bill.revision === '' ? 1 : Number(bill.revision)
  const isRevision = Number.isInteger(revision) && revision >= 1 && revision <= 999_999_999
  return /^[0-9a-f-]{36}$/.test(serial) && isRevision ? { serial, revision } : null
}

/** Of the part behind `#`: a `bom-ref` may hold characters that were percent-encoded, and may not have been. */
export function placeOfRef(places: ReadonlyMap<string, number>, ref: string): number | undefined {
  const place = places.get(ref)
  if (place !== undefined) return place
  try {
    return places.get(decodeURIComponent(ref))
  } catch {
    return undefined
  }
}
