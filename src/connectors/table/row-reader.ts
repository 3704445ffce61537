import type { UnreadValue } from '#connectors/connector.ts'
import { type DeviceClaims, deviceAttributes } from '#model/device.ts'
import { readUdi } from '#standards/udi/udi.ts'
import type { ColumnMeaning } from './column-names.ts'
import type { DateOrder } from './date-value.ts'
import { type Digests, digestOfCells } from './key-table.ts'
import { mayHoldPatientData, patientValue } from './patient-data.ts'
import { type ClaimValue, type Reading, type ReadingContext, readValue } from './read-value.ts'
import type { Table, TableRow } from './table.ts'
import { cleanText, isNoIdentity } from './text-value.ts'

/** A column, and what it was decided to mean. */
export interface PlannedColumn {
  readonly index: number
  readonly name: string
  readonly meaning?: ColumnMeaning | undefined
  /** Why nothing of it is imported. */
  readonly refused?: string | undefined
}

/** A row without patient data, at least as wide as the header. */
export interface SafeRow {
  readonly number: number
  readonly cells: readonly string[]
  /** Columns of the cells that were emptied because they look like patient data, and why. */
  readonly emptied: readonly { readonly column: PlannedColumn; readonly why: string }[]
}

export interface Identity {
  readonly key: string
  /** How the key is called in a sentence: `asset tag`. */
  readonly via: string
}

/** Attributes by which a device is told from others: damage to them is worth a person's look. */
const identityAttributes = new Set<ColumnMeaning>(['sourceKey', 'assetTag', 'serialNumber', 'macAddresses'])

/** Numbers of these are no social security numbers, whatever they look like. */
const numbered = new Set<ColumnMeaning | undefined>([
  ...identityAttributes,
  ...([
    'modelNumber',
    'udiDi',
    'nomenclatureCode',
    'purchaseOrder',
    'costCentre',
    'softwareVersion',
    'firmwareVersion',
  ] as const),
])

const separator = '\u001f'

/** Makes claims, raw texts and identities of rows; keeps what it has read of words, dates and numbers. */
export class RowReader {
  readonly #columns: readonly PlannedColumn[]
  readonly #mapped: readonly (PlannedColumn & { meaning: ColumnMeaning })[]
  readonly #contexts: readonly ReadingContext[]
  /** By column; none where reading is as quick as remembering. */
  readonly #memories: (Memory | undefined)[]
  readonly #mappedIndexes: readonly number[]
  /** What several columns mean: of these the first that says something counts, and lists are joined. */
  readonly #repeated: ReadonlySet<ColumnMeaning>
  readonly #looksForPatients: boolean

  /** `dateOrders` by index of the column. A table that was looked through for patient data need not be again. */
  constructor(
    columns: readonly PlannedColumn[],
    timeZone: string,
    dateOrders: readonly (DateOrder | null)[],
    looksForPatients = true,
  ) {
    this.#columns = columns
    this.#mapped = columns.filter((column): column is PlannedColumn & { meaning: ColumnMeaning } =>
      Boolean(column.meaning && !column.refused),
    )
    this.#mappedIndexes = this.#mapped.map(({ index }) => index)
    const meanings = this.#mapped.map(({ meaning }) => meaning)
    this.#repeated = new Set(meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index))
    this.#contexts = columns.map(({ index, name }) => ({
      header: name,
      dateOrder: dateOrders[index] ?? null,
      timeZone,
    }))
    this.#memories = columns.map(({ meaning }) =>
      isText(meaning) ? undefined : { readings: new Map(), hits: 0, misses: 0 },
    )
    this.#looksForPatients = looksForPatients
  }

  /** Empties cells that look like patient data; `anyway` where the row was not among those looked through before. */
  safe(row: TableRow, anyway = false): SafeRow {
    let cells = this.#asWide(row.cells)
    if (!(this.#looksForPatients || anyway) || !mayHoldPatientData(cells.join(separator)))
      return { number: row.number, cells, emptied: [] }

    const emptied = cells.flatMap((cell, index) => {
      const column = this.#columns[index] ?? { index, name: `column ${index + 1}` }
      const why = column.refused ? undefined : patientValue(cell, numbered.has(column.meaning))
      return why ? [{ column, why }] : []
    })
    if (emptied.length > 0) {
      const gone = new Set(emptied.map(({ column }) => column.index))
      cells = cells.map((cell, index) => (gone.has(index) ? '' : cell))
    }
    return { number: row.number, cells, emptied }
  }

  /** As wide as the header, wider only where something stands there. */
  #asWide(cells: readonly string[]): readonly string[] {
    const width = this.#columns.length
    if (cells.length === width) return cells
    if (cells.length < width) {
      const wide = cells.slice()
      while (wide.length < width) wide.push('')
      return wide
    }
    return cells.slice(0, Math.max(width, usedWidth(cells)))
  }

  /** What tells two rows of one key apart. */
  digests({ cells }: SafeRow): Digests {
    let filled = 0
    for (const { index } of this.#mapped) if (cells[index]) filled += 1
    return { filled, said: digestOfCells(cells, this.#mappedIndexes), whole: digestOfCells(cells) }
  }

  /** The source's own key, else the asset tag, else serial number and manufacturer, else the host name or a MAC address, else a whole UDI. */
  identity(row: SafeRow): Identity | undefined {
    const own = this.#first(row, 'sourceKey')
    if (own !== undefined) return { key: String(own), via: 'key' }
    const tag = this.#first(row, 'assetTag')
    if (tag !== undefined) return { key: `tag:${tag}`, via: 'asset tag' }
    const serial = this.#first(row, 'serialNumber')
    if (serial !== undefined) {
      const maker = this.#first(row, 'manufacturer')
      return { key: `serial:${String(maker ?? '').toLowerCase()}:${serial}`, via: 'serial number and manufacturer' }
    }
    const host = this.#first(row, 'hostname')
    if (host !== undefined) return { key: `host:${String(host).toLowerCase()}`, via: 'host name' }
    const macs = this.#first(row, 'macAddresses')
    if (Array.isArray(macs)) return { key: `mac:${macs.toSorted()[0]}`, via: 'MAC address' }
    const unit = this.#serialOfUdi(row)
    return unit ? { key: `udi:${unit.di}:${unit.serial}`, via: 'UDI' } : undefined
  }

  /** The serial number that a whole UDI holds (AI 21 and its like). */
  #serialOfUdi(row: SafeRow): { readonly di: string; readonly serial: string } | undefined {
    for (const { meaning, index } of this.#mapped) {
      const cell = meaning === 'udiDi' ? cleanText(row.cells[index] ?? '') : ''
      const reading = cell === '' ? undefined : readUdi(cell)
      if (reading && 'udi' in reading && reading.udi.serial !== undefined && !isNoIdentity(reading.udi.serial))
        return { di: reading.udi.di, serial: reading.udi.serial }
    }
    return undefined
  }

  claims(row: SafeRow): { readonly claims: DeviceClaims; readonly unread: readonly UnreadValue[] } {
    const claims: Record<string, ClaimValue> = {}
    const unread: UnreadValue[] = row.emptied.map(({ column }) => ({
      column: column.name,
      attribute: column.meaning,
      code: 'patient_data',
    }))
    for (const column of this.#mapped) {
      const reading = this.#reading(row, column)
      if (!reading) continue
      if ('unread' in reading) {
        unread.push({ column: column.name, attribute: column.meaning, code: reading.unread })
        continue
      }
      if (column.meaning === 'sourceKey') continue
      const before = this.#repeated.has(column.meaning) ? claims[column.meaning] : undefined
      if (before === undefined) claims[column.meaning] = reading.value
      else if (Array.isArray(before) && Array.isArray(reading.value))
        claims[column.meaning] = [...new Set([...before, ...reading.value])]
    }
    if (claims.udiDi !== undefined && claims.serialNumber === undefined) {
      const told = this.#serialOfUdi(row)
      if (told) claims.serialNumber = told.serial
    }
    return { claims: claims as DeviceClaims, unread }
  }

  /** Each cell that is not empty, as it came. */
  raw({ cells }: SafeRow): Record<string, string> {
    const raw: Record<string, string> = {}
    for (const { index, name, refused } of this.#columns) {
      const text = cells[index]
      if (text && !refused) raw[name] = text
    }
    for (let index = this.#columns.length; index < cells.length; index++)
      if (cells[index]) raw[`column ${index + 1}`] = cells[index]!
    return raw
  }

  #first(row: SafeRow, meaning: ColumnMeaning): ClaimValue | undefined {
    for (const column of this.#mapped) {
      if (column.meaning !== meaning) continue
      const reading = this.#reading(row, column)
      if (reading && 'value' in reading) return reading.value
    }
    return undefined
  }

  #reading(row: SafeRow, { index, meaning }: PlannedColumn & { meaning: ColumnMeaning }): Reading {
    const cell = row.cells[index] ?? ''
    if (cell === '') return undefined

    const context = this.#contexts[index]!
    const memory = this.#memories[index]
    if (!memory) return readValue(meaning, cell, context)
    const known = memory.readings.get(cell)
    if (known) {
      memory.hits += 1
      return known.reading
    }
    // Values of their own, as serial numbers are, are not worth remembering.
    if (memory.misses > memorySize && memory.hits < memory.misses) this.#memories[index] = undefined

    memory.misses += 1
    if (memory.readings.size >= memorySize) memory.readings.clear()
    // A part of a text keeps the whole text in memory: remember a copy.
    const copy = ` ${cell}`.slice(1)
    const reading = readValue(meaning, copy, context)
    memory.readings.set(copy, { reading })
    return reading
  }
}

const isText = (meaning: ColumnMeaning | undefined) =>
  meaning === undefined || meaning === 'sourceKey' || deviceAttributes[meaning].kind === 'text'

/** Different values that are remembered of a column; dates of thirty years are as many. */
const memorySize = 10_000

interface Memory {
  readonly readings: Map<string, { readonly reading: Reading }>
  hits: number
  misses: number
}

/** Whether damage to the value makes it harder to tell which device it is. */
export const isIdentityDamage = ({ attribute, code }: UnreadValue) =>
  attribute !== undefined && code !== 'patient_data' && identityAttributes.has(attribute)

/** How many columns a row uses. */
export const usedWidth = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1

/** A delimiter without quotes stood in the row: its values are in wrong columns. */
export const isTooWide = (table: Table, row: TableRow, width: number) =>
  table.isDamagedWhenWide && row.cells.length > width && usedWidth(row.cells) > width

const notADevice =
  /^(?:(?:grand |sub ?)?totals?\b|sum(?:me)?\b|gesamt|insgesamt|anzahl|count\b|number of|records?\b|rows?\b|page \d|seite \d|end of|ende d|fin d|printed|generated|report\b|confidential|filter|run date|-{3,}|={3,}|\*{3,})/i

/** Why a row is no device: a total, a remark below the table, a heading of a group, or the header once more. */
export function whyNoDevice(row: TableRow, names: readonly string[]): string | undefined {
  const first = row.cells.findIndex((cell) => cell !== '')
  const text = cleanText(row.cells[first] ?? '')
  if (text === names[first] && row.cells.every((cell, index) => cell === '' || cleanText(cell) === names[index]))
    return 'The row repeats the header. Nothing needs to be done.'

  if (!/^[a-z=*-]/i.test(text)) return undefined
  const filled = row.cells.reduce((count, cell) => count + (cell.trim() === '' ? 0 : 1), 0)
  if (notADevice.test(text) && filled <= Math.max(2, names.length / 3))
    return 'The row is a total or a remark below the list, not a device. Nothing needs to be done.'
  if (filled === 1 && names.length >= 4 && /[\s:]/.test(text))
    return 'Only one cell of the row is filled, as in the heading of a group. If it is a device, fill in its asset tag.'
  return undefined
}
