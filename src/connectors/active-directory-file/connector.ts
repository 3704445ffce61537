import type { z } from 'zod'
import { type ConnectorContext, defineConnector } from '#connectors/connector.ts'
import type { DirectoryEntry } from '#connectors/directory/directory-entry.ts'
import { toObservation, writtenDates } from '#connectors/directory/to-observation.ts'
import { inspectReport } from '#connectors/inspect-report.ts'
import {
  decodeHead,
  guardText,
  type Line,
  type ReportKind,
  readCsvRows,
  readLines,
  unreadable,
} from '#connectors/report-text.ts'
import { digestOf } from '#connectors/table/key-table.ts'
import { TableSettings } from '#connectors/table/table-settings.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { isLdif, readLdif } from './read-ldif.ts'
import { entryOf, isDirectoryHeader } from './read-table.ts'

const Settings = TableSettings.pick({ timeZone: true, dateOrder: true })
type Settings = z.infer<typeof Settings>

const kind: ReportKind = {
  what: 'exports of Active Directory',
  again: 'Export the computers again, with csvde, ldifde or Get-ADComputer.',
}

/** Reads the computers that an Active Directory knows, from an export. */
export const activeDirectoryFile = defineConnector({
  id: 'active-directory-file',
  title: 'Active Directory export',
  summary: 'Computers of an Active Directory: what csvde, ldifde, ldapsearch or Get-ADComputer with Export-Csv wrote.',
  extensions: ['.ldif', '.ldf', '.csv'],
  reads: 'report',
  role: 'observer',
  config: Settings,

  recognises: (head) => formatOf(decodeHead(head)) !== undefined,

  guard: (file) => guardText(file, kind),

  async inspect({ config, ...context }) {
    const settings = Settings.parse(config ?? {})
    const { format, observations, others, ambiguousDates } = await read({ ...context, config: settings })
    const remarks =
      others > 0
        ? [
            `${others} ${others === 1 ? 'entry is no computer and is' : 'entries are no computers and are'} left out. Export with the filter (objectClass=computer), so that accounts of people do not leave the directory.`,
          ]
        : []
    return inspectReport(
      observations.map(({ observation }) => observation),
      {
        format: { export: format },
        remarks,
        ambiguousDates: settings.dateOrder ? [] : ambiguousDates,
      },
    )
  },

  async *collect(context) {
    const { format, observations, skipped, others } = await read(context)
    context.log.info({ format, computers: observations.length, others }, 'An export of a directory was read')
    for (const one of observations) yield { kind: 'observation', ...one }
    for (const one of skipped) yield { kind: 'skipped', skipped: one }
  },
})

function formatOf(head: string): 'LDIF' | 'CSV' | undefined {
  if (isLdif(head)) return 'LDIF'
  const header = head.split(/\r?\n/, 2).find((line) => !line.startsWith('#TYPE '))
  return header !== undefined && isDirectoryHeader(header) ? 'CSV' : undefined
}

/** Computers of a directory are some tens of thousands: they are held, so that a file that is cut off yields none. */
async function read({ file, config, now, signal }: Omit<ConnectorContext<Settings>, 'log'>) {
  const pieces: Buffer[] = []
  for await (const piece of file.stream({ start: 0, end: Math.max(1, Math.min(file.bytes, 65_536)) - 1 }))
    pieces.push(Buffer.from(piece as Buffer))
  const format = formatOf(decodeHead(Buffer.concat(pieces)))
  if (!format) throw unreadable(file, kind, 'is no export of computers from an Active Directory')

  const lines = readLines(file, kind, signal)
  const entries = format === 'LDIF' ? readLdif(lines, file, kind) : csvEntries(lines, file)
  const observations: { readonly observation: Observation; readonly position: string }[] = []
  const skipped: Skipped[] = []
  const seen = new Map<string, number>()
  const dates = new Set<string>()
  let others = 0
  for await (const entry of entries) {
    const told = toObservation(entry, { ...config, now: now() })
    if ('other' in told) {
      others += 1
      continue
    }
    if ('skipped' in told) {
      skipped.push(told.skipped)
      continue
    }
    for (const date of writtenDates(entry)) if (dates.size < 5) dates.add(date)
    const { sourceKey, claims, raw } = told.observation
    const said = digestOf(JSON.stringify(claims))
    const before = seen.get(sourceKey)
    if (before === undefined) {
      seen.set(sourceKey, said)
      observations.push({ observation: told.observation, position: entry.position })
    } else if (before !== said)
      skipped.push({
        position: entry.position,
        code: 'duplicate_key',
        reason:
          'Another entry of the file is the same computer and says something else; the first was taken. Export each computer once.',
        ...(raw && { raw }),
      })
  }
  if (observations.length + skipped.length === 0) throw unreadable(file, kind, 'holds no computer')
  return { format, observations, skipped, others, ambiguousDates: [...dates] }
}

async function* csvEntries(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
): AsyncGenerator<DirectoryEntry> {
  for await (const row of readCsvRows(lines, file, kind)) yield entryOf(row)
}
