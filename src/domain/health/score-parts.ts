import type { DeviceAttribute } from '#model/device.ts'
import type { HealthPart } from '#model/inventory-health.ts'

// What the score of a device is made of. Weights are ours: what a device is matched and ranked by counts most.

/** Of the whole score. They make one. */
export const partWeights: Readonly<Record<HealthPart, number>> = {
  completeness: 0.4,
  freshness: 0.2,
  agreement: 0.15,
  validity: 0.15,
  uniqueness: 0.1,
}

/** What belongs to a device, and how much its absence weighs. */
export interface Wanted {
  readonly attribute: DeviceAttribute
  readonly weight: number
  /** Any of these states it as well. */
  readonly or?: readonly DeviceAttribute[]
  /** `networked`: of devices on a network alone; `software`: of those and of models of which a version is known elsewhere. */
  readonly of: 'all' | 'networked' | 'software'
  /** Minutes at the device that reading it takes; null where it is looked up at a desk. */
  readonly minutes: number | null
}

export const wanted: readonly Wanted[] = [
  { attribute: 'manufacturer', weight: 2, of: 'all', minutes: 3 },
  { attribute: 'model', weight: 3, or: ['modelNumber'], of: 'all', minutes: 3 },
  { attribute: 'serialNumber', weight: 3, of: 'all', minutes: 5 },
  { attribute: 'assetTag', weight: 1, of: 'all', minutes: 3 },
  { attribute: 'deviceType', weight: 1, or: ['description'], of: 'all', minutes: null },
  { attribute: 'softwareVersion', weight: 3, or: ['firmwareVersion', 'operatingSystem'], of: 'software', minutes: 10 },
  { attribute: 'macAddresses', weight: 2, of: 'networked', minutes: 10 },
  { attribute: 'zone', weight: 1, or: ['vlan'], of: 'networked', minutes: null },
  { attribute: 'networkConnected', weight: 1, or: ['ipAddresses', 'macAddresses'], of: 'all', minutes: 5 },
  { attribute: 'site', weight: 1, of: 'all', minutes: 2 },
  { attribute: 'careArea', weight: 2, or: ['department', 'room'], of: 'all', minutes: 2 },
  { attribute: 'owner', weight: 1, or: ['department', 'costCentre'], of: 'all', minutes: null },
  { attribute: 'technician', weight: 1, or: ['serviceVendor'], of: 'all', minutes: null },
  { attribute: 'lifecycle', weight: 1, of: 'all', minutes: 2 },
  { attribute: 'criticality', weight: 1, or: ['riskClass'], of: 'all', minutes: null },
]

/** How much a device counts where many are weighed. What is not known weighs as much as what may do harm. */
export const criticalityWeights = { life_sustaining: 4, high: 2, unknown: 2, medium: 1.5, low: 1 } as const

/** Days after which what a register last told of a device that nothing sees is half as fresh. */
export const registerHalfLifeDays = 365

/** Points of agreement that each open conflict takes. */
export const pointsPerConflict = 40

/** Minutes to look for a device that is not where it should be, to settle a conflict, and to settle a pair or a wrong value. */
export const minutesToFind = 20
export const minutesToSettle = 10
