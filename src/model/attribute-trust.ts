import { z } from 'zod'
import { deviceAttributeNames } from './device.ts'

const Attribute = z.enum(deviceAttributeNames)
const Trust = z.int().min(0).max(100)

/** Who is believed on what. */
export const TrustTable = z
  .object({
    attributes: z.array(
      z.object({
        attribute: Attribute,
        title: z.string(),
        group: z.string(),
        nature: z.string(),
        halfLifeDays: z.number().meta({ description: 'After so many days a value is half as likely to hold still' }),
        why: z.string(),
      }),
    ),
    sources: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        trade: z.string().meta({ description: 'What kind of source it is; its starting trust follows from it' }),
        why: z.string(),
        trust: Trust.meta({ description: 'In general' }),
        attributes: z.record(
          Attribute,
          z.object({
            trust: Trust,
            starting: Trust.meta({ description: 'What it is where nobody says otherwise' }),
            isSet: z.boolean(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'TrustTable' })
export type TrustTable = z.infer<typeof TrustTable>

/** `trust` null goes back to what a source of its trade starts with. */
export const AttributeTrustChange = z.object({ sourceId: z.uuid(), attribute: Attribute, trust: Trust.nullable() })
export type AttributeTrustChange = z.infer<typeof AttributeTrustChange>

export const TrustPreview = z
  .object({
    devices: z.number().meta({ description: 'Devices of which at least one value would be another' }),
    looked: z.number().meta({ description: 'Devices that were looked at' }),
    isCapped: z.boolean().meta({ description: 'There are more devices than were looked at' }),
    byAttribute: z.array(z.object({ attribute: Attribute, title: z.string(), devices: z.number() })),
    examples: z.array(
      z.object({
        device: z.object({ id: z.string(), name: z.string() }),
        attribute: Attribute,
        before: z.string(),
        after: z.string(),
      }),
    ),
  })
  .meta({ id: 'TrustPreview' })
export type TrustPreview = z.infer<typeof TrustPreview>

/** As text for people; empty where there is none. */
export const attributeValueText = (value: unknown): string =>
  value === undefined || value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value)
