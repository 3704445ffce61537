import { z } from 'zod'
import { CareSetting, Criticality, deviceAttributeNames, Lifecycle } from './device.ts'
import { DeviceFilter } from './device-list.ts'

/** What the inventory of a past day can be narrowed to. */
export const KnownFilter = DeviceFilter.pick({
  q: true,
  site: true,
  careArea: true,
  manufacturer: true,
  model: true,
  deviceType: true,
  lifecycle: true,
  criticality: true,
  active: true,
})
export type KnownFilter = z.infer<typeof KnownFilter>

export const KnownSort = z.enum(['name', 'site'])
export type KnownSort = z.infer<typeof KnownSort>

/** A device as it was known at a past moment. Findings and scores are of today, and no part of it. */
export const KnownDevice = z
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
    /** By what had been recorded then. */
    lastSeenAt: z.string().nullable(),
    knownSince: z.string().meta({ description: 'When this state of its record was recorded' }),
    isGoneNow: z
      .boolean()
      .meta({ description: 'It is not in the inventory of today: merged into another, or taken back' }),
    changed: z.array(z.enum(deviceAttributeNames)).meta({ description: 'Attributes that are otherwise today' }),
  })
  .meta({ id: 'KnownDevice' })
export type KnownDevice = z.infer<typeof KnownDevice>
