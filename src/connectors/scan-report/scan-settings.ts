import type { z } from 'zod'
import { TableSettings } from '#connectors/table/table-settings.ts'

/** The settings of every connector that reads a scanner's report. */
export const ScanSettings = TableSettings.pick({ timeZone: true })
export type ScanSettings = z.infer<typeof ScanSettings>
