import type { Collected, UnreadValue } from '#connectors/connector.ts'
import type { Log } from '#platform/log.ts'
import { digestOf, type KeyTable, type Place } from './key-table.ts'
import { type Plan, planTable } from './plan-table.ts'
import {
  type Identity,
  isIdentityDamage,
  isTooWide,
  RowReader,
  type SafeRow,
  usedWidth,
  whyNoDevice,
} from './row-reader.ts'
import { stopIfCancelled, type Table, type TableRow } from './table.ts'
import type { TableSettings } from './table-settings.ts'

interface Context {
  readonly settings: TableSettings
  readonly log: Log
  readonly now: () => Date
  readonly signal?: AbortSignal | undefined
  readonly everyRow?: boolean | undefined
}

/**
 * Yields the devices of a table. It is read twice: once for what only the whole tells (duplicates, the order of dates,
 * patient data), once for the rows, so that their order makes no difference to what comes out.
 */
export async function* collectTable(open: () => Promise<Table>, context: Context): AsyncGenerator<Collected> {
  const table = await open()
  const plan = await planTable(table, context.settings, true, context.signal)
  const run = new Run(table, plan, context)
  for await (const batch of table.batches()) {
    stopIfCancelled(context.signal)
    for (const row of batch) if (row.number > plan.header.row) yield* run.take(row)
  }
  run.report()
}

/** One run over the rows: what was made of them, and how often. */
class Run {
  readonly #plan: Plan
  readonly #reader: RowReader
  readonly #table: Table
  readonly #log: Log
  readonly #now: string
  readonly #everyRow: boolean
  readonly #placeOf: ReturnType<KeyTable['taking']>
  /** How many cells the shortest device so far has. */
  #fewestCells: number | undefined
  readonly #counts: Record<string, number> = { rows: 0, observations: 0, identical: 0 }

  constructor(table: Table, plan: Plan, { settings, log, now, everyRow = false }: Context) {
    this.#plan = plan
    this.#reader = new RowReader(
      plan.columns,
      settings.timeZone,
      plan.profile.columns.map(({ dateOrder }) => dateOrder),
      plan.profile.holdsPatients,
    )
    this.#table = table
    this.#log = log
    this.#now = now().toISOString()
    this.#everyRow = everyRow
    this.#placeOf = plan.profile.keys.taking()
  }

  *take(row: TableRow): Generator<Collected> {
    this.#count('rows')
    const noDevice = whyNoDevice(row, this.#plan.header.names)
    if (noDevice) return yield this.#skip(this.#reader.safe(row, true), 'not_a_device', noDevice)

    if (isTooWide(this.#table, row, this.#plan.columns.length))
      return yield this.#skip(
        this.#reader.safe(row, true),
        'unreadable',
        `The row has ${usedWidth(row.cells)} cells and the header ${this.#plan.columns.length}, so its values stand in wrong columns. Put cells that hold the delimiter in quotes.`,
      )

    // What is left of its values may be those of another device: `SN-10` of `SN-1034`.
    if (row.isOpen && row.cells.length < (this.#fewestCells ?? this.#plan.header.names.length))
      return yield this.#skip(
        this.#reader.safe(row, true),
        'unreadable',
        'The file ends within this row, so that it was probably cut off: rows below it are missing. Export it again and import it whole.',
      )
    this.#fewestCells = Math.min(this.#fewestCells ?? row.cells.length, row.cells.length)

    const safe = this.#reader.safe(row)
    const { claims, unread } = this.#reader.claims(safe)
    for (const { code } of unread) this.#count(code)
    const damage = unread.filter(isIdentityDamage)
    const identity = this.#reader.identity(safe)
    if (!identity && !this.#everyRow) return yield this.#skip(safe, 'no_identity', noIdentity(damage))

    const place = identity ? this.#placeOf(digestOf(identity.key), () => this.#reader.digests(safe)) : 'first'
    if (place === 'same' && !this.#everyRow) return this.#count('identical')
    if (place === 'contradicts' && !this.#everyRow)
      return yield this.#skip(
        safe,
        'duplicate_key',
        `Another row has the same ${identity!.via} and says something else; the fuller one was taken. Correct one of them, or remove it.`,
      )

    this.#count('observations')
    const observation = {
      sourceKey: this.#keyOf(identity, place, row),
      observedAt: claims.lastSeenAt ?? this.#now,
      claims,
      raw: this.#reader.raw(safe),
    }
    const position = `row ${row.number}`
    yield unread.length > 0
      ? { kind: 'observation', observation, position, unread }
      : { kind: 'observation', observation, position }
    if (damage.length > 0) yield this.#skip(safe, 'bad_value', `${damaged(damage)} The device was imported without it.`)
  }

  #keyOf(identity: Identity | undefined, place: Place, { number }: TableRow): string {
    if (!identity) return `row ${number}`
    return place === 'first' ? identity.key : `${identity.key} (row ${number})`
  }

  report(): void {
    // No warning, whatever was skipped: that stands on the source's page, where somebody can mend it.
    this.#log.info(this.#counts, 'The table was read.')
  }

  #skip(row: SafeRow, code: string, reason: string): Collected {
    this.#count(`skipped_${code}`)
    return { kind: 'skipped', skipped: { position: `row ${row.number}`, code, reason, raw: this.#reader.raw(row) } }
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1
  }
}

function noIdentity(damage: readonly UnreadValue[]): string {
  const cure = 'Fill in an asset tag, a serial number, a host name or a MAC address.'
  return damage.length > 0 ? `${damaged(damage)} ${cure}` : `Nothing in the row tells which device it is. ${cure}`
}

function damaged(damage: readonly UnreadValue[]): string {
  return damage
    .map(({ column, code }) =>
      code === 'mangled_value'
        ? `The value of "${column}" was turned into a number or a date by Excel and cannot be told any more.`
        : `The value of "${column}" cannot be read.`,
    )
    .join(' ')
}
