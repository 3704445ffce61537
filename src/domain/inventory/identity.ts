import { foldedCode, hostOf, identifyingMac, normaliseSerial, normaliseTag } from '#domain/resolving/resolving.ts'
import type { DeviceClaims } from '#model/device.ts'

/** What identifies a device, normalised so that spellings of one system agree with another's. */
export interface Identifier {
  readonly kind: 'serial' | 'mac' | 'asset_tag' | 'folded' | 'host'
  readonly value: string
}

export function identifiersOf(claims: DeviceClaims): readonly Identifier[] {
  const serial = normaliseSerial(claims.serialNumber)
  const tag = normaliseTag(claims.assetTag)
  const folded = serial && foldedCode(serial)
  const host = hostOf(claims.hostname)
  const macs = new Set((claims.macAddresses ?? []).map(identifyingMac).filter((mac) => mac !== undefined))
  return [
    ...(serial ? [{ kind: 'serial', value: serial } as const] : []),
    ...[...macs].map((value) => ({ kind: 'mac', value }) as const),
    ...(tag ? [{ kind: 'asset_tag', value: tag } as const] : []),
    ...(folded && folded !== serial ? [{ kind: 'folded', value: folded } as const] : []),
    ...(host ? [{ kind: 'host', value: host } as const] : []),
  ]
}

/** What to look for to find the records that may be of the device of one that has these. */
export const soughtBy = (identifiers: readonly Identifier[]): readonly Identifier[] =>
  identifiers.flatMap((one): Identifier[] =>
    one.kind === 'serial'
      ? [one, { kind: 'folded', value: one.value }]
      : one.kind === 'folded'
        ? [one, { kind: 'serial', value: one.value }]
        : [one],
  )

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
