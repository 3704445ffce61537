import type { DeviceClaims } from '#model/device.ts'

/** What identifies a device, normalised so that spellings of one system agree with another's. */
export interface Identifier {
  readonly kind: 'serial' | 'mac' | 'asset_tag'
  readonly value: string
}

/** Words that people write where they know no value; as identity they prove nothing. */
const noValue = new Set([
  '',
  'NA',
  'NONE',
  'UNKNOWN',
  'SEENOTES',
  'TBD',
  'NULL',
  'NIL',
  'NOTAVAILABLE',
  'PENDING',
  'MISSING',
])

/** Upper case, letters and digits only, no leading zeros (Excel loses them). Undefined where it proves nothing. */
export function normaliseCode(text: string | null | undefined, minLength: number): string | undefined {
  const upper = (text ?? '').toUpperCase()
  // Nearly all are ASCII, where the same takes a fraction of the time.
  const written = /^[\x20-\x7e]*$/.test(upper) ? upper.replace(/[^A-Z0-9]+/g, '') : upper.replace(/[^\p{L}\p{N}]/gu, '')
  const code = written.replace(/^0+/, '')
  if (code.length < minLength || noValue.has(code)) return undefined
  return code
}

export function normaliseSerial(text: string | null | undefined): string | undefined {
  const serial = normaliseCode(text, 4)
  // 1111, XXXX: the same character throughout is a filler. (Asset tags are counted; 1111 is one of them.)
  return serial && /^(.)\1*$/u.test(serial) ? undefined : serial
}
export const normaliseTag = (text: string | null | undefined) => normaliseCode(text, 2)

/** A MAC that its owner made up (bit 2 of the first byte: virtual, randomised) or shares (multicast, all zeros) identifies nothing. */
export function identifyingMac(mac: string): string | undefined {
  const value = mac.toLowerCase()
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(value)) return undefined
  const first = Number.parseInt(value.slice(0, 2), 16)
  if (first & 0b11 || value.startsWith('00:00:00')) return undefined
  return value
}

export function identifiersOf(claims: DeviceClaims): readonly Identifier[] {
  const serial = normaliseSerial(claims.serialNumber)
  const tag = normaliseTag(claims.assetTag)
  const macs = new Set((claims.macAddresses ?? []).map(identifyingMac).filter((mac) => mac !== undefined))
  return [
    ...(serial ? [{ kind: 'serial', value: serial } as const] : []),
    ...[...macs].map((value) => ({ kind: 'mac', value }) as const),
    ...(tag ? [{ kind: 'asset_tag', value: tag } as const] : []),
  ]
}

/** What one record says of who it is, ready to compare. */
export interface Identity {
  readonly serial: string | undefined
  readonly tag: string | undefined
  readonly macs: readonly string[]
  /** The manufacturer as it is written; undefined where none is stated. */
  readonly vendor: string | undefined
}

export function identityOf(claims: DeviceClaims, identifiers: readonly Identifier[]): Identity {
  return {
    serial: identifiers.find(({ kind }) => kind === 'serial')?.value,
    tag: identifiers.find(({ kind }) => kind === 'asset_tag')?.value,
    macs: identifiers.filter(({ kind }) => kind === 'mac').map(({ value }) => value),
    vendor: claims.manufacturer?.trim() || undefined,
  }
}

/** How one record's identity stands to another's: what agrees, and what contradicts. */
export interface Comparison {
  readonly agrees: readonly ('serial' | 'mac' | 'asset_tag')[]
  readonly contradicts: readonly ('serial number' | 'asset tag' | 'manufacturer')[]
}

export function compareIdentities(
  a: Identity,
  b: Identity,
  isSameVendor: (a: string, b: string) => boolean,
): Comparison {
  const sameSerial = a.serial !== undefined && a.serial === b.serial
  const sameMac = a.macs.some((mac) => b.macs.includes(mac))
  const sameTag = a.tag !== undefined && a.tag === b.tag
  // Two identifiers that agree outweigh a maker's name that is spelt beyond recognition.
  const isSettled = [sameSerial, sameMac, sameTag].filter(Boolean).length > 1
  const vendorDiffers =
    !isSettled && a.vendor !== undefined && b.vendor !== undefined && !isSameVendor(a.vendor, b.vendor)
  const agrees: Comparison['agrees'][number][] = []
  // One serial by two makers is two devices.
  if (sameSerial && !vendorDiffers && (isSettled || a.vendor !== undefined || b.vendor !== undefined))
    agrees.push('serial')
  if (sameMac) agrees.push('mac')
  if (sameTag) agrees.push('asset_tag')

  const contradicts: Comparison['contradicts'][number][] = []
  if (a.serial !== undefined && b.serial !== undefined && a.serial !== b.serial) contradicts.push('serial number')
  if (a.tag !== undefined && b.tag !== undefined && a.tag !== b.tag) contradicts.push('asset tag')
  if (vendorDiffers) contradicts.push('manufacturer')
  return { agrees, contradicts }
}
