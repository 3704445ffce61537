import { z } from 'zod'

// Nobody's interface in particular: records are found by the paths of the settings. Tokens as in RFC 6749, clauses 4.4 and 5.1.
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().optional(),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
})

/** One record: an object of whatever fields. */
export const AnyRecord = z.record(z.string(), z.unknown())
export type AnyRecord = z.infer<typeof AnyRecord>
