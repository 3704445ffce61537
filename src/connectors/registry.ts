import type { Connector } from './connector.ts'
import { csvFile } from './csv-file/connector.ts'
import { windowsSysteminfo } from './windows-systeminfo/connector.ts'
import { xlsxFile } from './xlsx-file/connector.ts'

/** Every connector, by its folder's name in order. */
export const connectors: readonly Connector[] = [csvFile, windowsSysteminfo, xlsxFile]
