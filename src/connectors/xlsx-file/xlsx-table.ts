import type { InputFile } from '#connectors/connector.ts'
import { headRows, headScore } from '#connectors/table/header.ts'
import type { Table, TableRow } from '#connectors/table/table.ts'
import { AppError } from '#platform/errors.ts'
import { Archive } from './archive.ts'
import { readMerges, readRows } from './sheet.ts'
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts'

/** Sheets that are looked into to find the list. */
const maxSheets = 30

/** Opens the sheet that is named, or the visible one that looks most like a list of devices. */
export async function openXlsx(
  file: InputFile,
  settings: { readonly sheet?: string | undefined; readonly columns: Readonly<Record<string, string>> },
  signal?: AbortSignal,
): Promise<Table> {
  const archive = await Archive.open(file, signal)
  const workbook = await readWorkbook(archive, file.name)
  const sheet =
    settings.sheet === undefined
      ? await likeliest(archive, workbook, Object.keys(settings.columns))
      : named(workbook, settings.sheet)
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden)
  return {
    file,
    format: { sheet: sheet.name, sheets: visible.map(({ name }) => name).join(', ') },
    remarks: [],
    merges: await readMerges(archive, sheet),
    isDamagedWhenWide: false,
    batches: () => readRows(archive, workbook, sheet),
  }
}

function named(workbook: Workbook, name: string): Sheet {
  const sheet = workbook.sheets.find((one) => one.name === name)
  if (sheet) return sheet
  const names = workbook.sheets.map((one) => `"${one.name}"`).join(', ')
  throw new AppError(
    'unreadable',
    `The workbook has no sheet "${name}", only ${names}. Choose the sheet that holds the list.`,
  )
}

async function likeliest(archive: Archive, workbook: Workbook, remembered: readonly string[]): Promise<Sheet> {
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden)
  const candidates = (visible.length > 0 ? visible : workbook.sheets).slice(0, maxSheets)
  let best = candidates[0]!
  if (candidates.length === 1) return best
  let bestScore = -1
  for (const sheet of candidates) {
    const score = headScore(await headOf(archive, workbook, sheet), remembered)
    if (score > bestScore) [best, bestScore] = [sheet, score]
  }
  return best
}

async function headOf(archive: Archive, workbook: Workbook, sheet: Sheet): Promise<TableRow[]> {
  const head: TableRow[] = []
  for await (const rows of readRows(archive, workbook, sheet)) {
    head.push(...rows.slice(0, headRows - head.length))
    if (head.length >= headRows) break
  }
  return head
}
