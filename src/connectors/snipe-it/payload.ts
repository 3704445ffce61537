import { z } from 'zod'

// Snipe-IT's list of hardware, only the fields that we read: https://snipe-it.readme.io/reference/hardware-list
const named = z.object({ name: z.string() }).nullish().catch(null)
const day = z.object({ date: z.string() }).nullish().catch(null)
const label = z.object({ name: z.string(), status_meta: z.string().nullish() }).nullish().catch(null)
const text = z.union([z.string(), z.number()]).nullish().catch(null)

export const Hardware = z.object({
  id: z.int(),
  name: text,
  asset_tag: text,
  serial: text,
  model: named,
  model_number: text,
  manufacturer: named,
  category: named,
  supplier: named,
  /** Of the same form in both; the older name goes with a later version. */
  status: label,
  status_label: label,
  company: named,
  location: named,
  order_number: text,
  purchase_date: day,
  purchase_cost: text,
  warranty_expires: day,
  updated_at: z.object({ datetime: z.string() }).nullish().catch(null),
  // PHP writes an empty list where there is none.
  custom_fields: z
    .record(z.string(), z.object({ value: text }))
    .nullish()
    .catch(null),
})
export type Hardware = z.infer<typeof Hardware>

export const Changed = z.object({ updated_at: z.object({ datetime: z.string() }) })

export const HardwareAnswer = z.object({ total: z.int(), rows: z.array(z.unknown()) })

/** What is wrong comes with status 200, too. */
export const ErrorAnswer = z.object({ status: z.literal('error'), messages: z.unknown() })
