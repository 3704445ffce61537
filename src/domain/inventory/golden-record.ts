import { type DeviceAttribute, type DeviceClaims, deviceAttributeNames } from '#model/device.ts'

/** A present observation, as survivorship needs it. */
export interface Claimant {
  readonly observationId: string
  readonly sourceId: string
  readonly sourceKind: string
  readonly trust: number
  readonly observedAt: string
  readonly claims: DeviceClaims
}

/** What changes while a device is in use: here what read the device beats what a register says, then the newest. */
const volatile = new Set<DeviceAttribute>([
  'softwareVersion',
  'firmwareVersion',
  'operatingSystem',
  'installedUpdates',
  'hostname',
  'ipAddresses',
  'vlan',
  'zone',
  'networkConnected',
  'lastSeenAt',
])

/** Something read the device itself: it was seen on the network, or a person stood beside it. */
export const isRead = (claimant: Pick<Claimant, 'sourceKind' | 'claims'>) =>
  claimant.sourceKind === 'person' || Boolean(claimant.claims.lastSeenAt)

/** The order in which sources are believed on one attribute; the first decides. */
export function byCredence(attribute: DeviceAttribute) {
  return (a: Claimant, b: Claimant): number => {
    const time = a.observedAt < b.observedAt ? 1 : a.observedAt > b.observedAt ? -1 : 0
    const order = volatile.has(attribute)
      ? Number(isRead(b)) - Number(isRead(a)) || time || b.trust - a.trust
      : b.trust - a.trust || time
    return order || (a.observationId < b.observationId ? -1 : 1)
  }
}

/** Those who claim a value for the attribute, the most credible first. */
export const claimantsOf = (attribute: DeviceAttribute, claimants: readonly Claimant[]): Claimant[] =>
  claimants.filter(({ claims }) => hasValue(claims[attribute])).sort(byCredence(attribute))

/** One record from all present observations; a pure function of them, so that provenance needs no table. */
export function goldenRecord(claimants: readonly Claimant[]): DeviceClaims {
  const golden: Record<string, unknown> = {}
  const [only] = claimants.length === 1 ? claimants : []
  for (const attribute of deviceAttributeNames) {
    const first = only ?? claimantsOf(attribute, claimants)[0]
    if (first && hasValue(first.claims[attribute])) golden[attribute] = first.claims[attribute]
  }
  const macs = new Set(claimants.flatMap(({ claims }) => claims.macAddresses ?? []))
  if (macs.size > 0) golden.macAddresses = [...macs].sort()
  return golden as DeviceClaims
}

const hasValue = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
