import { defineConnector } from '#connectors/connector.ts'
import { collectTable } from '#connectors/table/collect-table.ts'
import { inspectTable } from '#connectors/table/inspect-table.ts'
import { TableSettings } from '#connectors/table/table-settings.ts'
import { guardXlsx } from './archive.ts'
import { openXlsx } from './xlsx-table.ts'

/** Reads a list of devices that a CMMS or MDSP exported as an Excel workbook. */
export const xlsxFile = defineConnector({
  id: 'xlsx-file',
  title: 'Excel workbook',
  summary:
    'A list of devices that a CMMS or a network monitoring platform exported as a workbook, or that a person keeps in one.',
  extensions: ['.xlsx', '.xlsm'],
  reads: 'table',
  config: TableSettings,

  guard: guardXlsx,

  async inspect({ file, config = {}, signal }) {
    const settings = TableSettings.parse(config)
    return await inspectTable(await openXlsx(file, settings, signal), settings, signal)
  },

  collect: ({ file, config, log, now, signal, everyRow }) =>
    collectTable(() => openXlsx(file, config, signal), { settings: config, log, now, signal, everyRow }),
})
