import type { InputFile } from '#connectors/connector.ts'
import { AppError } from '#platform/errors.ts'

/** One row as texts: dates are ISO 8601 where the file knows them as dates; an empty text is an empty cell. */
export interface TableRow {
  /** Number of the row as a spreadsheet shows it, counted from 1. */
  readonly number: number
  readonly cells: readonly string[]
  /** The last row of a text that no line break ends. */
  readonly isOpen?: boolean
}

/** Merged cells: first and last row and column, rows counted from 1, columns from 0, all inclusive. */
export interface Merge {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  /** As a spreadsheet names it: `A3:C3`. */
  readonly range: string
}

/** A table that can be read as often as wanted, from the top, without being held. */
export interface Table {
  readonly file: InputFile
  /** What the file turned out to be: delimiter and encoding, or sheet and sheets. */
  readonly format: Readonly<Record<string, string>>
  readonly remarks: readonly string[]
  readonly merges: readonly Merge[]
  /** A row wider than the header is damaged: a delimiter stood in it without quotes. */
  readonly isDamagedWhenWide: boolean
  /** Blank rows are left out. */
  batches(): AsyncIterable<readonly TableRow[]>
}

/** The first `count` rows. */
export async function readHead(table: Table, count: number): Promise<TableRow[]> {
  const head: TableRow[] = []
  for await (const batch of table.batches()) {
    head.push(...batch.slice(0, count - head.length))
    if (head.length >= count) break
  }
  return head
}

export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'Reading the file was cancelled. Start the import again.')
}
