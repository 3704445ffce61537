import { buildCommand } from '@stricli/core'
import { theOrganisation } from '#domain/access/access.ts'
import { listFindings } from '#domain/findings/findings.ts'
import { listDevices } from '#domain/inventory/inventory.ts'
import { checkQuery } from '#domain/query/query.ts'
import {
  type Asker,
  askDevices,
  askFindings,
  askWork,
  countAsked,
  listWorkOrders,
} from '#domain/remediation/remediation.ts'
import type { DeviceRow } from '#model/device-list.ts'
import type { FindingRow } from '#model/finding.ts'
import type { QueryEntity } from '#model/query.ts'
import type { WorkOrderRow } from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import type { OpenDb } from './user-reset.ts'

type Cell = string | number | boolean | null
type Columns<Row> = readonly [title: string, cell: (row: Row) => Cell][]
interface Flags {
  data?: string
  of: QueryEntity
  format: 'table' | 'json' | 'csv'
  limit?: number
  count: boolean
}

const deviceColumns: Columns<DeviceRow> = [
  ['Device', (row) => row.name],
  ['Asset tag', (row) => row.assetTag],
  ['Serial number', (row) => row.serialNumber],
  ['Manufacturer', (row) => row.manufacturer],
  ['Model', (row) => row.model],
  ['Software', (row) => row.softwareVersion],
  ['Site', (row) => row.site],
  ['Care area', (row) => row.careArea],
  ['Open findings', (row) => row.openFindings],
  ['Worst score', (row) => row.worstScore],
  ['Last seen', (row) => row.lastSeenAt],
]
const findingColumns: Columns<FindingRow> = [
  ['Action', (row) => row.action?.name ?? null],
  ['Due on', (row) => row.due?.on ?? null],
  ['Overdue', (row) => (row.due?.isOverdue ? 'yes' : '')],
  ['Score', (row) => row.score],
  ['Band', (row) => row.band],
  ['Vulnerability', (row) => row.vulnerabilityId],
  ['Device', (row) => row.device.name],
  ['Site', (row) => row.device.site],
  ['Care area', (row) => row.device.careArea],
  ['Answer', (row) => row.answer],
  ['Status', (row) => row.status],
  ['Decision', (row) => row.decision],
  ['Remediation', (row) => row.remediation],
  ['Known exploited', (row) => (row.knownExploited ? 'yes' : 'no')],
  ['Opened', (row) => row.openedAt],
]
const workColumns: Columns<WorkOrderRow> = [
  ['Number', (row) => row.number],
  ['Title', (row) => row.title],
  ['State', (row) => row.state],
  ['Priority', (row) => row.priority],
  ['Due', (row) => row.dueOn],
  ['Device', (row) => row.device.name],
  ['Site', (row) => row.device.site],
  ['Given to', (row) => row.assignee?.name ?? null],
  ['Findings', (row) => row.findings],
]

/** So many at a time. */
const pageSize = 500
/** A table is for people. */
const tableRows = 50

interface Found<Row> {
  readonly columns: Columns<Row>
  readonly rows: AsyncGenerator<Row>
}

export const queryCommand = ({ openDb }: { openDb: OpenDb }) =>
  buildCommand<Flags, [string]>({
    docs: {
      brief: 'Ask devices, findings or work in the query language',
      fullDescription:
        'Asks the database of this server, which may run meanwhile. The language is the same as on the pages and at the API; findings are open ones unless the query says which.',
    },
    parameters: {
      flags: {
        data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data; ./.homeostat unless told' },
        of: { kind: 'enum', values: ['devices', 'findings', 'work'], default: 'devices', brief: 'What is asked for' },
        format: { kind: 'enum', values: ['table', 'json', 'csv'], default: 'table', brief: 'json is a line for each' },
        limit: {
          kind: 'parsed',
          parse: atLeastOne,
          optional: true,
          brief: `At most so many; all of them unless told, of a table ${tableRows}`,
        },
        count: { kind: 'boolean', default: false, brief: 'Only how many there are, counted up to 10,000' },
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, placeholder: 'query', brief: 'site = "North" and seen < 30 days ago' }],
      },
    },
    async func(flags, text) {
      const write = (line: string) => this.process.stdout.write(line)
      refuseFault(flags.of, text)
      const { db, close } = await openDb(flags)
      try {
        const { id } = await theOrganisation(db)
        const asker: Asker = { organisationId: id, personId: null }
        if (flags.count) {
          const { count, isCapped } = await countAsked(db, asker, flags.of, text)
          write(`${count}${isCapped ? '+' : ''}\n`)
        } else if (flags.of === 'devices') await print(write, flags, await devices(db, asker, text))
        else if (flags.of === 'findings') await print(write, flags, await findings(db, asker, text))
        else await print(write, flags, await work(db, asker, text))
      } finally {
        await close()
      }
    },
  })

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error('a whole number from 1')
  return Number(text)
}

/** Before a database is opened: the query with a mark under what is wrong. */
function refuseFault(of: QueryEntity, text: string) {
  const { fault } = checkQuery(of, text)
  if (!fault) return
  const mark = `${' '.repeat(fault.at)}${'^'.repeat(Math.max(1, fault.end - fault.at))}`
  throw new AppError('bad_request', `${text.replace(/\s/g, ' ')}\n${mark}\n${fault.sentence}`)
}

async function devices(db: Db, asker: Asker, text: string): Promise<Found<DeviceRow>> {
  const queried = await askDevices(db, asker, text)
  async function* rows() {
    let after: Awaited<ReturnType<typeof listDevices>>['next'] = null
    do {
      const page: Awaited<ReturnType<typeof listDevices>> = await listDevices(
        db,
        asker.organisationId,
        { queried },
        { sort: 'name', after, limit: pageSize },
      )
      yield* page.items
      after = page.next
    } while (after)
  }
  return { columns: deviceColumns, rows: rows() }
}

async function findings(db: Db, asker: Asker, text: string): Promise<Found<FindingRow>> {
  const query = await askFindings(db, asker, text)
  return {
    columns: findingColumns,
    rows: allPages((cursor) =>
      listFindings(db, asker.organisationId, { filter: { open: 'true' }, query, cursor, limit: pageSize }),
    ),
  }
}

async function work(db: Db, asker: Asker, text: string): Promise<Found<WorkOrderRow>> {
  const queried = await askWork(db, asker, text)
  return {
    columns: workColumns,
    rows: allPages((cursor) =>
      listWorkOrders(db, asker.organisationId, { filter: {}, queried, sort: 'due', cursor, limit: pageSize }),
    ),
  }
}

async function* allPages<Row>(page: (cursor: string | undefined) => Promise<{ items: Row[]; next: string | null }>) {
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    yield* items
    cursor = next ?? undefined
  } while (cursor)
}

async function print<Row>(write: (line: string) => void, { format, limit }: Flags, { columns, rows }: Found<Row>) {
  const most = limit ?? (format === 'table' ? tableRows : Number.POSITIVE_INFINITY)
  const shown: string[][] = []
  if (format === 'csv') write(csvRow(columns.map(([title]) => title)))
  let count = 0
  let isMore = false
  for await (const row of rows) {
    if (count === most) {
      isMore = true
      break
    }
    count++
    if (format === 'json') write(`${JSON.stringify(row)}\n`)
    else if (format === 'csv') write(csvRow(columns.map(([, cell]) => cell(row))))
    else shown.push(columns.map(([, cell]) => String(cell(row) ?? '')))
  }
  if (format !== 'table') return
  if (count === 0) return write('Nothing fits.\n')
  const lines = [columns.map(([title]) => title), ...shown]
  const widths = columns.map((_, at) => Math.min(40, Math.max(...lines.map((line) => line[at]!.length))))
  for (const line of lines)
    write(
      `${line
        .map((cell, at) => cut(cell, widths[at]!).padEnd(widths[at]!))
        .join('  ')
        .trimEnd()}\n`,
    )
  if (isMore) write(`\nThe first ${count}; --limit shows more, --count says how many there are.\n`)
}

const cut = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text)
