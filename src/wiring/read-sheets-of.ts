import { Readable } from 'node:stream'
import { readSheets } from '#connectors/xlsx-file/read-sheets.ts'
import type { ReadSheets } from '#domain/composition/composition.ts'

/** Reads a workbook that came whole, as the connector for workbooks does. */
export const readSheetsOf: ReadSheets = ({ name, content }) =>
  readSheets({
    name,
    bytes: content.byteLength,
    stream: ({ start = 0, end = content.byteLength - 1 } = {}) =>
      Readable.from([Buffer.from(content.subarray(start, end + 1))], { objectMode: false }),
  })
