import { type Line, type NamedRow, type ReportKind, readCsvRows, unreadable } from '#connectors/report-text.ts'
import type { LeaseBook } from './lease-book.ts'

// The memfile of Kea: a CSV that the server appends to, so the last line of an address counts. Until the lease file
// cleanup (LFC) has run, the older lines are in `kea-leases4.csv.2` or `.1`.
// https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html, "Memfile"

/** The states of Kea: 0 assigned, 1 declined, 2 expired and reclaimed, 3 released, 4 registered (by IPv6 clients themselves). */
const declined = '1'
const ended = new Set(['2', '3'])

/** An IPv6 lease of this type is a prefix for a router to give on (IA_PD). */
const prefix = /^(?:2|IA_PD)$/

/** Whether the text begins with the header of a Kea lease file. */
export const isKea = (head: string) => /^\s*address,(?:hwaddr,client_id|duid,valid_lifetime),/.test(head)

/** Notes every lease of the file. Throws an AppError where the file is cut off or lacks a column. */
export async function readKea(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
  book: LeaseBook,
): Promise<{ format: string; remarks: string[] }> {
  let isSix = false
  let prefixes = 0
  let isFirst = true
  for await (const row of readCsvRows(lines, file, kind)) {
    if (isFirst) {
      isSix = row.cells.duid !== undefined
      for (const name of ['address', 'valid_lifetime', 'expire'])
        if (row.cells[name] === undefined) throw unreadable(file, kind, `has no column "${name}"`)
    }
    isFirst = false
    if (isSix && prefix.test(row.cells.lease_type ?? '')) prefixes += 1
    else take(row, book)
  }
  const remarks = prefixes > 0 ? [`${prefixes} leases are prefixes for routers, and tell no device.`] : []
  return { format: isSix ? 'Kea, IPv6' : 'Kea, IPv4', remarks }
}

function take({ number, cells }: NamedRow, book: LeaseBook): void {
  const position = `line ${number}`
  const { address = '', state = '' } = cells
  const [lifetime, expire] = [Number(cells.valid_lifetime), Number(cells.expire)]
  if (!/^[\da-f.:]{3,45}$/i.test(address) || !isSeconds(cells.valid_lifetime) || !isSeconds(cells.expire)) {
    book.skip(
      position,
      'unreadable',
      'The line is damaged: address, lifetime or expiry cannot be read. Copy the file again.',
      cells,
    )
    return
  }
  // An address that a client found in use: nobody has it, and whoever has it did not ask.
  if (state === declined) {
    book.note(address, undefined)
    return
  }

  const before = book.of(address)
  // A lease is removed by a line with no lifetime; it was what the line before says.
  if (lifetime === 0) {
    if (before) book.note(address, { ...before, state: 'ended' })
    return
  }
  book.note(address, {
    position,
    address,
    hardware: cells.hwaddr,
    client: cells.duid ?? cells.client_id,
    // What a reclaimed lease was called is gone from its line, not from the one before.
    hostname: unescaped(cells.hostname ?? '') || (isSameHolder(before?.raw, cells) ? before?.hostname : undefined),
    startedAt: momentOf(expire - lifetime),
    state: ended.has(state) ? 'ended' : 'active',
    raw: withoutContext(cells),
  })
}

const isSeconds = (text: string | undefined) => /^\d{1,12}$/.test(text ?? '')

const isSameHolder = (before: Readonly<Record<string, string>> | undefined, cells: NamedRow['cells']) =>
  before !== undefined &&
  before.hwaddr === cells.hwaddr &&
  (before.duid ?? before.client_id) === (cells.duid ?? cells.client_id)

const momentOf = (seconds: number) =>
  seconds > 0 ? new Date(seconds * 1000).toISOString().replace('.000', '') : undefined

/** Kea writes a comma within a value as `&#x2c`. */
const unescaped = (text: string) => text.replaceAll(/&#x2c;?/gi, ',')

/** What hooks keep with a lease may name people. */
const withoutContext = ({ user_context: _, ...cells }: NamedRow['cells']) => cells
