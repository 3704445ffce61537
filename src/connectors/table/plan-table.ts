import type { InputFile } from '#connectors/connector.ts'
import { deviceAttributes } from '#model/device.ts'
import { AppError } from '#platform/errors.ts'
import { type Guess, guessColumns } from './guess-columns.ts'
import { findHeader, type Header, headRows } from './header.ts'
import { refusedHeaders } from './patient-data.ts'
import { type Profile, profileTable } from './profile.ts'
import { isTooWide, type PlannedColumn, whyNoDevice } from './row-reader.ts'
import { readHead, stopIfCancelled, type Table, type TableRow } from './table.ts'
import type { TableSettings } from './table-settings.ts'

/** Rows below the header that a guess looks at. */
const sampleRows = 500

/** A table whose columns are decided and which was read once. */
export interface Plan {
  readonly header: Header
  readonly columns: readonly PlannedColumn[]
  /** By index of the column; none for those that were settled by a person. */
  readonly guesses: readonly (Guess | undefined)[]
  readonly sample: readonly TableRow[]
  readonly profile: Profile
}

/** A column is patient data as a whole when so many of its cells look like it. */
const patientShare = 0.3

/** The last of each file, for as long as somebody holds the file: it is looked at, and then collected. */
const plans = new WeakMap<InputFile, { readonly key: string; readonly plan: Plan }>()

/**
 * Decides what the columns mean. With `strict` and columns in the settings, those alone count, and one that is missing is
 * an AppError: its claims would vanish from every device.
 */
export async function planTable(
  table: Table,
  settings: TableSettings,
  strict: boolean,
  signal?: AbortSignal,
): Promise<Plan> {
  stopIfCancelled(signal)
  const key = JSON.stringify([table.format, settings, strict && Object.keys(settings.columns).length > 0])
  const known = plans.get(table.file)
  if (known?.key === key) return known.plan
  const plan = await makePlan(table, settings, strict, signal)
  plans.set(table.file, { key, plan })
  return plan
}

async function makePlan(
  table: Table,
  settings: TableSettings,
  strict: boolean,
  signal: AbortSignal | undefined,
): Promise<Plan> {
  const head = await readHead(table, headRows + sampleRows)
  const remembered = Object.keys(settings.columns)
  const header = findHeader(head, table.merges, remembered)
  const sample = head.filter(
    (row) => row.number > header.row && !whyNoDevice(row, header.names) && !isTooWide(table, row, header.names.length),
  )
  if (strict) assertColumnsThere(header, settings)

  const values = header.names.map((_, index) =>
    sample.map((row) => row.cells[index] ?? '').filter((cell) => cell !== ''),
  )
  const refused = refusedHeaders(header.names)
  const guesses = guessColumns(
    header.names,
    values.map((cells, index) => (refused[index] ? [] : cells)),
  ).map((guess, index) => {
    const name = header.names[index] ?? ''
    const settled = Object.hasOwn(settings.columns, name) || (strict && remembered.length > 0)
    return settled || refused[index] || isTaken(guess, settings) ? undefined : guess
  })
  const columns = header.names.map((name, index): PlannedColumn => {
    const settled = Object.hasOwn(settings.columns, name) ? settings.columns[name] : guesses[index]?.meaning
    return { index, name, meaning: settled === 'ignore' ? undefined : settled, refused: refused[index] }
  })

  const profile = await profileTable(table, header, columns, settings, signal)
  const patients = columns.filter(({ index, refused: already }) => {
    const { filled, patientCells } = profile.columns[index]!
    return !already && patientCells >= 3 && patientCells / filled >= patientShare
  })
  if (patients.length === 0) return { header, columns, guesses, sample, profile }

  // Without these columns the rows have other keys and say other things: they are counted anew.
  const fewer = columns.map((column) =>
    patients.includes(column) ? { ...column, refused: profile.columns[column.index]!.patientWhy } : column,
  )
  return {
    header,
    columns: fewer,
    guesses,
    sample,
    profile: await profileTable(table, header, fewer, settings, signal),
  }
}

/** A person gave the attribute to another column. */
const isTaken = (guess: Guess | undefined, { columns }: TableSettings) =>
  guess !== undefined &&
  Object.values(columns).includes(guess.meaning) &&
  (guess.meaning === 'sourceKey' || deviceAttributes[guess.meaning].kind !== 'list')

function assertColumnsThere(header: Header, settings: TableSettings): void {
  const missing = Object.entries(settings.columns)
    .filter(([name, meaning]) => meaning !== 'ignore' && !header.names.includes(name))
    .map(([name]) => `"${name}"`)
  if (missing.length === 0) return
  throw new AppError(
    'unreadable',
    `The file has no column ${missing.join(', ')}, which this source was set up with. Look at the columns again, or export the list as before.`,
    { details: { missing, columns: header.names } },
  )
}
