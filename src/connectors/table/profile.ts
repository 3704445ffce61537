import { deviceAttributes } from '#model/device.ts'
import { type DateOrder, orderOf } from './date-value.ts'
import type { Header } from './header.ts'
import { digestOf, KeyTable } from './key-table.ts'
import { isTooWide, type PlannedColumn, RowReader, whyNoDevice } from './row-reader.ts'
import { stopIfCancelled, type Table } from './table.ts'
import { cleanText, isMangled } from './text-value.ts'

/** What only the whole table tells, so that no row is read differently for where it stands. */
export interface Profile {
  /** Rows below the header. */
  readonly rows: number
  /** Whether any cell looks like patient data, beside the columns that are refused. */
  readonly holdsPatients: boolean
  readonly keys: KeyTable
  readonly columns: readonly ColumnProfile[]
}

export interface ColumnProfile {
  /** The order of day and month that its unambiguous dates settle; null where they do not. */
  readonly dateOrder: DateOrder | null
  /** Up to five different dates that can be two days, where nothing settles them. */
  readonly ambiguous: readonly string[]
  /** Cells that are filled, that look like patient data, and that Excel took for a number or a date. */
  readonly filled: number
  readonly patientCells: number
  readonly patientWhy: string | undefined
  readonly mangled: number
}

interface Counts {
  filled: number
  patientCells: number
  patientWhy: string | undefined
  mangled: number
  dayFirst: number
  monthFirst: number
  ambiguous: Set<string>
}

/** Reads the whole table once; holds counts and digests only. */
export async function profileTable(
  table: Table,
  header: Header,
  columns: readonly PlannedColumn[],
  settings: { readonly dateOrder: DateOrder | null; readonly timeZone: string },
  signal: AbortSignal | undefined,
): Promise<Profile> {
  const counts = columns.map(
    (): Counts => ({
      filled: 0,
      patientCells: 0,
      patientWhy: undefined,
      mangled: 0,
      dayFirst: 0,
      monthFirst: 0,
      ambiguous: new Set(),
    }),
  )
  const dates = columns.filter(
    ({ meaning, refused }) =>
      !refused && meaning && meaning !== 'sourceKey' && /date|moment/.test(deviceAttributes[meaning].kind),
  )
  const serials = columns.filter(
    ({ meaning, refused }) =>
      !refused && (meaning === 'serialNumber' || meaning === 'assetTag' || meaning === 'sourceKey'),
  )
  const reader = new RowReader(columns, settings.timeZone, [])
  const keys = new KeyTable()
  let rows = 0
  let holdsPatients = false

  for await (const batch of table.batches()) {
    stopIfCancelled(signal)
    for (const row of batch) {
      if (row.number <= header.row) continue
      rows += 1
      if (whyNoDevice(row, header.names) || isTooWide(table, row, columns.length)) continue

      const safe = reader.safe(row)
      for (let index = 0; index < columns.length; index++) if (safe.cells[index] !== '') counts[index]!.filled += 1
      if (safe.emptied.length > 0) holdsPatients = true
      for (const { column, why } of safe.emptied) {
        const count = counts[column.index]
        if (!count) continue
        count.filled += 1
        count.patientCells += 1
        count.patientWhy ??= why
      }
      for (const { index } of dates) noteDate(counts[index]!, safe.cells[index] ?? '')
      for (const { index } of serials) {
        const text = safe.cells[index] ?? ''
        if (/e[+-]\d|-/i.test(text) && isMangled(cleanText(text))) counts[index]!.mangled += 1
      }

      const identity = reader.identity(safe)
      if (!identity) continue
      keys.add(digestOf(identity.key), reader.digests(safe))
    }
  }
  return { rows, holdsPatients, keys, columns: counts.map((count) => toProfile(count, settings.dateOrder)) }
}

function noteDate(count: Counts, cell: string): void {
  if (!/^\D?\d{1,2}[-/ ]/.test(cell)) return
  const text = cleanText(cell)
  const order = orderOf(text)
  if (order === 'dmy') count.dayFirst += 1
  else if (order === 'mdy') count.monthFirst += 1
  // More than are shown, and bounded.
  else if (order === 'ambiguous' && count.ambiguous.size < 500) count.ambiguous.add(text)
}

function toProfile({ dayFirst, monthFirst, ambiguous, ...count }: Counts, given: DateOrder | null): ColumnProfile {
  const settled = dayFirst > 0 && monthFirst === 0 ? 'dmy' : monthFirst > 0 && dayFirst === 0 ? 'mdy' : null
  const dateOrder = given ?? settled
  return { ...count, dateOrder, ambiguous: dateOrder ? [] : [...ambiguous].sort().slice(0, 5) }
}
