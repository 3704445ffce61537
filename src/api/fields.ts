import { z } from 'zod'
import { longestQuery } from '#model/query.ts'

/** A name or title on one line. */
export const limitedText = z.string().trim().min(1, 'Needed').max(200)

/** Why a person did it. */
export const Reason = z.string().trim().min(1, 'Say why').max(2000)

const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

export const TimeZone = z
  .string()
  .refine((zone) => zones.has(zone), 'This is not the name of a time zone, such as Europe/Berlin')
  .meta({ description: 'IANA name, such as America/Chicago' })

/** Beside the filters of a list. */
export const QueryText = z
  .string()
  .max(longestQuery)
  .optional()
  .meta({ description: 'A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual' })

/** A day, or a moment with its offset. */
export const DayOrMoment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).meta({
  description: 'A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset',
})
