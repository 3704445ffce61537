import type { ConnectorContext, InputFile } from '#connectors/connector.ts'
import { openCsv } from '#connectors/table/csv-table.ts'
import { type DateOrder, orderOf } from '#connectors/table/date-value.ts'
import type { Table, TableRow } from '#connectors/table/table.ts'
import { cleanText } from '#connectors/table/text-value.ts'
import { AppError } from '#platform/errors.ts'
import { ownText } from './own-text.ts'
import { readScanTime } from './scan-time.ts'
import { addCves, addIps, addMacs, type HostList, keep, newHost, readName } from './scanned-host.ts'
import { systemText } from './system-text.ts'

/**
 * A list of findings, one to a row: the host stands in each of its rows. Columns are named as in the export, in small letters;
 * of several the first that says something counts, and of addresses all.
 */
export interface FindingList {
  /** Columns that only this export has together. */
  readonly marks: readonly (readonly string[])[]
  /** What the scanner calls the asset, by the kind of that name: `asset`. */
  readonly id?: Readonly<Record<string, readonly string[]>>
  /** An address or a name, whichever the scan was given. */
  readonly host?: readonly string[]
  readonly ips: readonly string[]
  readonly macs?: readonly string[]
  readonly fqdn?: readonly string[]
  readonly ownName?: readonly string[]
  readonly system?: readonly string[]
  readonly cpe?: readonly string[]
  readonly seenAt?: readonly string[]
  readonly cves?: readonly string[]
  /** Tells hosts that did not answer. */
  readonly status?: readonly string[]
  /** Tells findings that are gone: `Fixed`. */
  readonly state?: readonly string[]
  /** Days as in 05/06/2021; `told` where only the file can tell. */
  readonly dateOrder?: DateOrder | 'told'
  /** Further columns of a host to be kept. */
  readonly kept?: readonly string[]
}

const isSilent = (status: string) => /not alive|not scanned|\bdead\b|\bdown\b/i.test(status)

/** Whether a text begins with the header of such a list; exports may have a few rows above it. */
export const beginsAsList = (text: string, lists: readonly FindingList[]): boolean =>
  text.split(/\r?\n/, 12).some((line) => lists.some((list) => bears(line.split(/[,;\t|]/).map(nameOfCell), list)))

const nameOfCell = (cell: string) =>
  cleanText(cell.replace(/^\ufeff?\s*"|"\s*$/g, ''))
    .replace(/^\ufeff/, '')
    .toLowerCase()

const bears = (names: readonly string[], { marks }: FindingList) =>
  marks.every((options) => options.some((option) => names.includes(option)))

/** Reads such a list into hosts. Throws an AppError where it is none. */
export async function readFindingList(
  { file, signal }: Pick<ConnectorContext<unknown>, 'file' | 'signal'>,
  { title, lists, timeZone }: { title: string; lists: readonly FindingList[]; timeZone: string },
  hosts: HostList,
): Promise<void> {
  const table = await openCsv(file, {}, signal)
  const { list, header, offset } = await findHeader(table, title, file, lists)
  const names = header.cells.map(nameOfCell)
  const places = (options: readonly string[] = []) => options.map((name) => names.indexOf(name)).filter((at) => at >= 0)
  const columns = {
    ids: Object.entries(list.id ?? {}).map(([kind, options]) => ({ kind, at: places(options) })),
    host: places(list.host),
    ips: places(list.ips),
    macs: places(list.macs),
    fqdn: places(list.fqdn),
    ownName: places(list.ownName),
    system: places(list.system),
    cpe: places(list.cpe),
    seenAt: places(list.seenAt),
    cves: places(list.cves),
    status: places(list.status),
    state: places(list.state),
  }
  const { ids, cves: _, status: __, state: ___, ...told } = columns
  const kept = [...ids.map(({ at }) => at), ...Object.values(told), places(list.kept)].flat()
  const order = list.dateOrder === 'told' ? await orderIn(table, header, columns.seenAt) : (list.dateOrder ?? null)

  const silent = new Set<string>()
  for await (const rows of table.batches())
    for (const { number, cells } of rows) {
      if (number <= header.number) continue
      const cell = (at: readonly number[]) => at.map((one) => said(cells[one] ?? '')).find((text) => text !== '') ?? ''
      const host = newHost(`row ${number}`)
      for (const { kind, at } of columns.ids) if (cell(at) !== '') host.id ??= `${kind}:${cell(at)}`
      addIps(host, cell(columns.host))
      for (const at of columns.ips) addIps(host, cell([at]))
      addMacs(host, cell(columns.macs))
      host.fqdn = readName(cell(columns.fqdn)) ?? readName(cell(columns.host))
      host.ownName = readName(cell(columns.ownName))
      if (isSilent(cell(columns.status))) {
        silent.add([...host.ips][0] ?? host.fqdn ?? `row ${number}`)
        continue
      }
      const system = systemText({ text: cell(columns.system), cpe: cell(columns.cpe) })
      if (system) host.claims.operatingSystem = system
      host.seenAt = momentIn(cell(columns.seenAt), offset, timeZone, order)
      if (!/fixed/i.test(cell(columns.state))) addCves(host, cell(columns.cves))
      for (const at of kept) keep(host, header.cells[at]!.replace(/^\ufeff/, '').trim(), cell([at]))
      hosts.add(host)
    }
  hosts.silent += silent.size
}

/** What stands in a cell; Qualys writes `'-` for nothing. */
const said = (cell: string) => {
  const text = cleanText(cell)
  return /^'?-+$/.test(text) ? '' : ownText(text)
}

function momentIn(text: string, offset: string, timeZone: string, order: DateOrder | null): string | undefined {
  if (text === '') return undefined
  return (offset && readScanTime(`${text} ${offset}`, timeZone, order)) || readScanTime(text, timeZone, order)
}

async function findHeader(table: Table, title: string, file: InputFile, lists: readonly FindingList[]) {
  let offset = ''
  let seen = 0
  for await (const rows of table.batches())
    for (const row of rows) {
      const names = row.cells.map(nameOfCell)
      const list = lists.find((one) => bears(names, one))
      if (list) return { list, header: row, offset }
      // The time zone of the whole report, above its header: `04 Feb 2026 10:00AM GMT-0500`.
      offset ||= row.cells.map((cell) => /\bGMT([+-]\d{2}:?\d{2})\b/.exec(cell)?.[1] ?? '').find(Boolean) ?? ''
      seen++
      if (seen > 60) throw noList(file, title)
    }
  throw noList(file, title)
}

const noList = (file: InputFile, title: string) =>
  new AppError(
    'unreadable',
    `The file ${file.name} has no header of a report of ${title}. Export the report again with its columns unchanged.`,
  )

/** The order of day and month, where a date of the column tells it and no other contradicts. */
async function orderIn(table: Table, header: TableRow, [at = -1]: readonly number[]): Promise<DateOrder | null> {
  const orders = new Set<DateOrder>()
  if (at < 0) return null
  for await (const rows of table.batches())
    for (const { number, cells } of rows) {
      const order = number > header.number ? orderOf(cleanText(cells[at] ?? '')) : undefined
      if (order && order !== 'ambiguous') orders.add(order)
    }
  const [only] = orders
  return orders.size === 1 ? only! : null
}
