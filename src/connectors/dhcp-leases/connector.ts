import { z } from 'zod'
import { type ConnectorContext, defineConnector } from '#connectors/connector.ts'
import { inspectReport } from '#connectors/inspect-report.ts'
import { decodeHead, guardText, type ReportKind, readLines, unreadable } from '#connectors/report-text.ts'
import { TableSettings } from '#connectors/table/table-settings.ts'
import { isIsc, readIsc } from './isc-leases.ts'
import { isKea, readKea } from './kea-leases.ts'
import { LeaseBook, type LeaseFile } from './lease-book.ts'
import { isNetsh, isWindowsCsv, readNetsh, readWindowsCsv } from './windows-leases.ts'

const Settings = TableSettings.pick({ timeZone: true, dateOrder: true }).extend({
  leaseHours: z.number().positive().max(87_600).default(192).meta({
    title: 'Lease duration (hours)',
    description:
      'Windows tells only when a lease ends. So long before, the client was seen last. Windows’ own default is 8 days (192).',
  }),
})
type Settings = z.infer<typeof Settings>

const kind: ReportKind = {
  what: 'lists of DHCP leases',
  again: 'Copy the lease file from the server again, or export the leases again.',
}

/** Reads which devices a DHCP server gave addresses to. */
export const dhcpLeases = defineConnector({
  id: 'dhcp-leases',
  title: 'DHCP leases',
  summary:
    'Which device got which address when: lease files of Kea and of ISC dhcpd, and what Get-DhcpServerv4Lease or netsh prints on Windows.',
  extensions: ['.leases', '.csv', '.txt'],
  reads: 'report',
  role: 'observer',
  config: Settings,

  recognises: (head) => readerOf(decodeHead(head)) !== undefined,

  guard: (file) => guardText(file, kind),

  async inspect({ config, ...context }) {
    const { format, observations, remarks, ambiguousDates } = await readLeases({
      ...context,
      config: Settings.parse(config ?? {}),
    })
    return inspectReport(observations, { format: { leases: format }, remarks, ambiguousDates })
  },

  async *collect(context) {
    const { format, observations, skipped } = await readLeases(context)
    context.log.info({ format, devices: observations.length, skipped: skipped.length }, 'A list of leases was read')
    for (const observation of observations) {
      const position = `lease ${observation.sourceKey}`
      yield { kind: 'observation', observation, position }
    }
    for (const one of skipped) yield { kind: 'skipped', skipped: one }
  },
})

type Reader = 'kea' | 'isc' | 'windows' | 'netsh'

function readerOf(head: string): Reader | undefined {
  if (isKea(head)) return 'kea'
  if (isWindowsCsv(head)) return 'windows'
  if (isNetsh(head)) return 'netsh'
  return isIsc(head) ? 'isc' : undefined
}

async function readLeases({ file, config, now, signal }: Omit<ConnectorContext<Settings>, 'log'>): Promise<LeaseFile> {
  const head: Buffer[] = []
  for await (const piece of file.stream({ start: 0, end: Math.max(0, Math.min(file.bytes, 65_536) - 1) }))
    head.push(Buffer.from(piece as Buffer))
  const reader = readerOf(decodeHead(Buffer.concat(head)))
  if (!reader)
    throw unreadable(file, kind, 'is no list of leases of Kea, ISC dhcpd or Windows, or its beginning is missing')
  const book = new LeaseBook()
  const lines = readLines(file, kind, signal)
  const read = { remarks: [] as string[], ambiguousDates: [] as readonly string[] }
  const told =
    reader === 'kea'
      ? await readKea(lines, file, kind, book)
      : reader === 'isc'
        ? await readIsc(lines, file, kind, book)
        : reader === 'windows'
          ? await readWindowsCsv(lines, file, kind, book, config)
          : await readNetsh(lines, file, kind, book, config)
  const devices = book.devices(now())
  if (devices.observations.length === 0 && devices.skipped.length === 0)
    throw unreadable(file, kind, 'holds no lease, so it would tell that no device is there')
  return {
    ...read,
    ...told,
    ...devices,
    remarks: [...read.remarks, ...('remarks' in told ? told.remarks : []), ...devices.remarks],
  }
}
