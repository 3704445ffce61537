import { cutOff, type Line, type ReportKind, readCsvRows, unreadable } from '#connectors/report-text.ts'
import { type DateOrder, momentOf, orderOf, readDate } from '#connectors/table/date-value.ts'
import type { Lease, LeaseBook } from './lease-book.ts'

// What a Windows DHCP server prints: `Get-DhcpServerv4Lease | Export-Csv` and `netsh dhcp server scope … show clients`. Both
// tell when a lease ends, in the clock and the notation of the server, and not when it was given.

export interface WindowsClock {
  readonly timeZone: string
  readonly dateOrder: DateOrder | null
  /** How long the scopes' leases last, in hours: the client asked so long before the end. */
  readonly leaseHours: number
}

const isCsvHeader = (line: string) =>
  /"?IPAddress"?[,;\t]/.test(line) && /"?ClientId"?/.test(line) && /ScopeId|AddressState|LeaseExpiryTime/.test(line)

/** The lines of netsh: address, mask, client, end of the lease, and with `show clients 1` kind and name. */
const client =
  /^\s*(\d{1,3}(?:\.\d{1,3}){3})\s*-\s*(\d{1,3}(?:\.\d{1,3}){3})\s*-\s*((?:[0-9a-f]{2}-){2,}[0-9a-f]{2}|[0-9a-f]{2})\s*-?\s*-\s*(.*?)\s*-\s*([NDBUR])\s*(?:-\s*(.*?)\s*)?$/i

export const isWindowsCsv = (head: string) => head.split(/\r?\n/, 3).some(isCsvHeader)
export const isNetsh = (head: string) => {
  const lines = head.split(/\r?\n/)
  return lines.some((line) => client.test(line)) && lines.some((line) => /^=+\s*$/.test(line))
}

interface Found extends Omit<Lease, 'startedAt'> {
  /** When it ends, as it is written. */
  readonly expires: string
}

/** Notes every lease of the file; gives the dates that can be two days. Throws an AppError where the file is cut off. */
export async function readWindowsCsv(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
  book: LeaseBook,
  clock: WindowsClock,
): Promise<{ format: string; ambiguousDates: readonly string[] }> {
  const found: Found[] = []
  for await (const { number, cells } of readCsvRows(lines, file, kind)) {
    if (cells.IPAddress === undefined) throw unreadable(file, kind, 'has no column "IPAddress"')
    const { IPAddress: address, ClientId: id = '', HostName: hostname, AddressState: state = '' } = cells
    // An address that a client found in use, and a reservation that nobody may ever have used.
    if (/declin|inactive/i.test(state)) continue
    const isOver = /expired|released/i.test(state)
    found.push({
      position: `row ${number}`,
      address,
      hardware: id,
      client: id,
      hostname,
      state: isOver ? 'ended' : 'active',
      expires: cells.LeaseExpiryTime ?? '',
      raw: Object.fromEntries(
        [
          'IPAddress',
          'ScopeId',
          'ClientId',
          'HostName',
          'ClientType',
          'AddressState',
          'LeaseExpiryTime',
          'ServerIP',
        ].map((name) => [name, cells[name] ?? '']),
      ),
    })
  }
  return { format: 'Windows, Get-DhcpServerv4Lease', ambiguousDates: noteAll(found, book, clock) }
}

/** The same of what netsh prints. */
export async function readNetsh(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
  book: LeaseBook,
  clock: WindowsClock,
): Promise<{ format: string; ambiguousDates: readonly string[] }> {
  const found: Found[] = []
  let announced = 0
  let clients = 0
  let isCounted = true
  for await (const { number, text } of lines) {
    const match = client.exec(text)
    if (match) {
      clients += 1
      const [, address = '', , id = '', expires = '', type = '', hostname] = match
      isCounted = false
      if (/^inactive$/i.test(expires)) continue
      found.push({
        position: `line ${number}`,
        address,
        hardware: id,
        client: id,
        hostname,
        state: 'active',
        expires,
        raw: { 'IP Address': address, 'Unique ID': id, 'Lease Expires': expires, Type: type, Name: hostname ?? '' },
      })
      continue
    }
    // `No of Clients(version 5): 12 in the Scope : 192.0.2.0.`, in whatever language: a sentence with the count and the scope.
    const count = /:\s*(\d+)\D+?(?:\d{1,3}\.){3}\d{1,3}\.?\s*$/.exec(text)?.[1]
    if (count === undefined) continue
    announced += Number(count)
    isCounted = true
  }
  if (!isCounted || announced > clients) throw cutOff(file, kind)
  return { format: 'Windows, netsh', ambiguousDates: noteAll(found, book, clock) }
}

function noteAll(found: readonly Found[], book: LeaseBook, clock: WindowsClock): readonly string[] {
  const orders = new Set(found.map(({ expires }) => orderOf(expires)))
  const told = [...orders].filter((order) => order !== undefined && order !== 'ambiguous')
  const order = clock.dateOrder ?? (told.length === 1 ? told[0]! : null)
  const ambiguous = new Set<string>()
  for (const { expires, ...lease } of found) {
    const read = readDate(expires.trim(), order)
    if (read?.kind === 'ambiguous') ambiguous.add(expires)
    // Of a reservation that never ends there is no time to count from.
    const ends =
      read?.kind === 'date' && read.time !== undefined ? momentOf(read.on, read.time, clock.timeZone) : undefined
    const startedAt =
      ends && new Date(Date.parse(ends) - clock.leaseHours * 3_600_000).toISOString().replace('.000', '')
    book.note(lease.address, { ...lease, startedAt })
  }
  return [...ambiguous].slice(0, 5)
}
