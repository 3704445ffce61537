import { z } from 'zod'
import { DeviceClaims } from './device.ts'

/**
 * One source's claim about one device at a time. (FHIR's `Observation` is clinical; ours is not.)
 * It is kept as it came, beside what was made of it.
 */
export const Observation = z.object({
  /** What the source calls the device; the same device has the same key in each run. */
  sourceKey: z.string().min(1),
  /** When the source saw it: ISO 8601 with offset. */
  observedAt: z.string(),
  claims: DeviceClaims,
  /** The record as the source gave it: column or field name to text. Patient data is left out before. */
  raw: z.record(z.string(), z.string()).optional(),
})
export type Observation = z.infer<typeof Observation>

/** A record that a source gave and that could not be taken: kept with the reason, to be corrected and replayed. */
export const Skipped = z.object({
  /** Where in the source: a row number, a file name, a document id. */
  position: z.string(),
  /** A promise, for programs: `no_identity`, `bad_value`, `unreadable` … */
  code: z.string(),
  /** A sentence for people that says what to do. */
  reason: z.string(),
  raw: z.record(z.string(), z.string()).optional(),
})
export type Skipped = z.infer<typeof Skipped>
