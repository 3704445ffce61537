import { z } from 'zod'
import { defineConnector } from '#connectors/connector.ts'
import { collectTable } from '#connectors/table/collect-table.ts'
import { delimiters, encodings, guardCsv, openCsv } from '#connectors/table/csv-table.ts'
import { inspectTable } from '#connectors/table/inspect-table.ts'
import { TableSettings } from '#connectors/table/table-settings.ts'

const Settings = TableSettings.extend({
  /** Told from the file where it is absent. */
  delimiter: z.enum(delimiters).optional(),
  encoding: z.enum(encodings).optional(),
})

/** Reads a list of devices that a CMMS or MDSP exported as CSV. */
export const csvFile = defineConnector({
  id: 'csv-file',
  title: 'CSV file',
  summary:
    'A list of devices that a CMMS or a network monitoring platform exported as comma- or semicolon-separated text.',
  extensions: ['.csv', '.tsv', '.txt'],
  reads: 'table',
  config: Settings,

  guard: guardCsv,

  async inspect({ file, config = {}, signal }) {
    const settings = Settings.parse(config)
    return await inspectTable(await openCsv(file, settings, signal), settings, signal)
  },

  collect: ({ file, config, log, now, signal, everyRow }) =>
    collectTable(() => openCsv(file, config, signal), { settings: config, log, now, signal, everyRow }),
})
