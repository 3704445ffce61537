import { z } from 'zod'
import { deviceAttributeNames } from '#model/device.ts'

const isTimeZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The settings of every connector that reads a table; see `TableSettings` in the contract. */
export const TableSettings = z.object({
  /** With no column named, the columns are taken for what they look like. */
  columns: z.record(z.string(), z.enum([...deviceAttributeNames, 'sourceKey', 'ignore'])).default({}),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).nullable().default(null),
  timeZone: z.string().refine(isTimeZone, 'Name a time zone as in Europe/Berlin or America/New_York.').default('UTC'),
  sheet: z.string().optional(),
})
export type TableSettings = z.infer<typeof TableSettings>
