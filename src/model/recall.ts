import { z } from 'zod'

/** Which of FDA's two lists says it: the weekly enforcement report, or CDRH's recall database. */
export const RecallList = z.enum(['enforcement', 'recall'])
export type RecallList = z.infer<typeof RecallList>

/** FDA's classes, I the gravest (21 CFR 7.3(m)). */
export const RecallClass = z.enum(['I', 'II', 'III'])
export type RecallClass = z.infer<typeof RecallClass>

/** What a recall is about, told by its reason. */
export const RecallTopic = z.enum(['security', 'software', 'other'])
export type RecallTopic = z.infer<typeof RecallTopic>

/** What one of FDA's lists says of one recalled product, as it says it. Dates are `YYYY-MM-DD`. */
export const RecallEntry = z.object({
  list: RecallList,
  /** Tells it from the other entries of its list. */
  key: z.string(),
  /** `Z-1234-2025`, one for each product of the event. */
  number: z.string(),
  /** The firm's action, of which there may be many products. */
  eventId: z.string(),
  firm: z.string(),
  product: z.string(),
  codeInfo: z.string(),
  reason: z.string(),
  status: z.string(),
  classification: RecallClass.optional(),
  productCode: z.string().optional(),
  action: z.string().optional(),
  rootCause: z.string().optional(),
  quantity: z.string().optional(),
  distribution: z.string().optional(),
  initiatedOn: z.string().optional(),
  /** Posted by CDRH, or in the report of this day. */
  publishedOn: z.string().optional(),
  terminatedOn: z.string().optional(),
  url: z.string().optional(),
})
export type RecallEntry = z.infer<typeof RecallEntry>

/** A recall event as a list shows it. */
export const RecallRow = z
  .object({
    eventId: z.string(),
    firm: z.string(),
    topic: RecallTopic,
    classification: RecallClass.nullable(),
    status: z.string(),
    reason: z.string(),
    /** The first of its products. */
    product: z.string(),
    products: z.int(),
    initiatedOn: z.string().nullable(),
    publishedOn: z.string().nullable(),
    /** Where it is matched with devices; null where it is only kept. */
    advisoryId: z.string().nullable(),
    takenBy: z.string().nullable(),
  })
  .meta({ id: 'RecallRow' })
export type RecallRow = z.infer<typeof RecallRow>

export const RecallFilter = z.object({
  q: z.string().max(200).optional(),
  topic: RecallTopic.optional(),
  classification: RecallClass.optional(),
  ongoing: z.enum(['true', 'false']).optional(),
  /** Only firms of whom a device stands in the inventory. */
  here: z.enum(['true']).optional(),
})
export type RecallFilter = z.infer<typeof RecallFilter>
