import { z } from 'zod'

// Nobody's interface in particular: records are found by the paths of the settings.

/** One record: an object of whatever fields. */
export const AnyRecord = z.record(z.string(), z.unknown())
export type AnyRecord = z.infer<typeof AnyRecord>
