import { z } from 'zod'
import { CareSetting, Criticality, Lifecycle } from './device.ts'
import { RiskBand } from './risk.ts'
import { Support } from './support.ts'

/** A device as the inventory lists it. */
export const DeviceRow = z
  .object({
    id: z.string(),
    name: z.string(),
    assetTag: z.string().nullable(),
    serialNumber: z.string().nullable(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    deviceType: z.string().nullable(),
    softwareVersion: z.string().nullable(),
    operatingSystem: z.string().nullable(),
    /** Of the operating system; in lists, and null where nothing is known of it. */
    systemSupport: Support.nullable().optional(),
    hostname: z.string().nullable(),
    site: z.string().nullable(),
    careArea: z.string().nullable(),
    room: z.string().nullable(),
    zone: z.string().nullable(),
    ipAddresses: z.array(z.string()),
    macAddresses: z.array(z.string()),
    lifecycle: Lifecycle,
    criticality: Criticality,
    careSetting: CareSetting,
    isActive: z.boolean(),
    conflicts: z.number(),
    openFindings: z.number(),
    worstScore: z.number().nullable(),
    worstBand: RiskBand.nullable(),
    knownExploited: z.boolean(),
    /** When something last saw the device itself; null where only registers know it. */
    lastSeenAt: z.string().nullable(),
    nextMaintenanceOn: z.string().nullable(),
  })
  .meta({ id: 'DeviceRow' })
export type DeviceRow = z.infer<typeof DeviceRow>

export const DeviceSort = z.enum(['name', 'risk', 'lastSeen', 'site'])
export type DeviceSort = z.infer<typeof DeviceSort>

/** What the list of devices can be narrowed to; the same words stand in the URL of the page and of the API. */
export const DeviceFilter = z.object({
  q: z.string().optional(),
  site: z.string().optional(),
  careArea: z.string().optional(),
  manufacturer: z.string().optional(),
  model: z.string().optional(),
  deviceType: z.string().optional(),
  lifecycle: Lifecycle.optional(),
  criticality: Criticality.optional(),
  careSetting: CareSetting.optional(),
  zone: z.string().optional(),
  band: RiskBand.optional(),
  active: z.boolean().optional(),
  hasConflict: z.boolean().optional(),
  knownExploited: z.boolean().optional(),
  /** Devices of which nobody states this attribute. */
  missing: z.string().optional(),
  /** Devices that this source speaks of. */
  source: z.string().optional(),
  /** Of these, those that it no longer reports, or still does; without `source` any source. */
  unreported: z.boolean().optional(),
})
export type DeviceFilter = z.infer<typeof DeviceFilter>

export const deviceFacets = [
  'site',
  'careArea',
  'manufacturer',
  'model',
  'deviceType',
  'lifecycle',
  'criticality',
] as const
export type DeviceFacet = (typeof deviceFacets)[number]

/** Two claims that cannot both be true. */
export const Conflict = z
  .object({
    id: z.string(),
    device: z.object({ id: z.string(), name: z.string() }),
    kind: z.enum(['identity', 'attribute', 'lifecycle']),
    attribute: z.string().nullable(),
    text: z.string(),
    detail: z.record(z.string(), z.unknown()),
    openedAt: z.string(),
    settledAt: z.string().nullable(),
    settledBy: z.string().nullable(),
    settlement: z.string().nullable(),
  })
  .meta({ id: 'Conflict' })
export type Conflict = z.infer<typeof Conflict>
