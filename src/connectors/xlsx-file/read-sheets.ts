import type { InputFile } from '#connectors/connector.ts'
import type { Merge, TableRow } from '#connectors/table/table.ts'
import { AppError } from '#platform/errors.ts'
import { Archive } from './archive.ts'
import { readMerges, readRows } from './sheet.ts'
import { readWorkbook } from './workbook.ts'

export interface ReadSheet {
  readonly name: string
  readonly rows: readonly TableRow[]
  readonly merges: readonly Merge[]
}

const maxSheets = 30
/** Rows of all sheets together: a form has some hundreds. */
const maxRows = 20_000
/** Characters and cells, empty ones too. */
const maxChars = 2_000_000

/** The visible sheets of a workbook that is a form and no list, whole. */
export async function readSheets(file: InputFile): Promise<readonly ReadSheet[]> {
  const archive = await Archive.open(file)
  const workbook = await readWorkbook(archive, file.name)
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden)
  const sheets: ReadSheet[] = []
  let count = 0
  let chars = 0
  for (const sheet of (visible.length > 0 ? visible : workbook.sheets).slice(0, maxSheets)) {
    const rows: TableRow[] = []
    for await (const batch of readRows(archive, workbook, sheet)) {
      rows.push(...batch)
      count += batch.length
      for (const { cells } of batch) for (const cell of cells) chars += cell.length + 1
      if (count > maxRows || chars > maxChars)
        throw new AppError(
          'unreadable',
          `The workbook ${file.name} is too long for a form: it has more than ${maxRows.toLocaleString('en')} rows, or 2 million characters. Lists of devices are read under Sources.`,
        )
    }
    sheets.push({ name: sheet.name, rows, merges: await readMerges(archive, sheet) })
  }
  return sheets
}
