import { z } from 'zod'

/** Which model something is that makers speak of, by the hospital's own word. */
export const ModelBinding = z.object({
  manufacturer: z.string(),
  model: z.string(),
  /** An expression of versions; what '' means, whoever extends this says. */
  versions: z.string(),
  reason: z.string(),
  boundAt: z.string(),
  boundBy: z.string(),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
  revokedReason: z.string().nullable(),
})
