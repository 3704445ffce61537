import type { Collected, Connector, ConnectorContext, InspectedColumn, Inspection } from '#connectors/connector.ts'
import { guardCsv } from '#connectors/table/csv-table.ts'
import type { DeviceAttribute } from '#model/device.ts'
import { beginsAsList, type FindingList, readFindingList } from './read-csv.ts'
import { guardXml, type ReportHandler, readXmlReport, rootOf, textOf } from './read-xml.ts'
import { ScanSettings } from './scan-settings.ts'
import { cveField, HostList, seenBy } from './scanned-host.ts'

export interface ScanReport {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly extensions: readonly string[]
  /** Fields of the report by its own names, and the attribute that each becomes; others are kept in `raw` only. */
  readonly fields: Readonly<Record<string, DeviceAttribute | 'sourceKey'>>
  readonly xml?: {
    readonly roots: readonly string[]
    /** Where a root is not the scanner's alone: whether the beginning of the file is. */
    isOurs?(text: string): boolean
    /** Reads one report. */
    reader(hosts: HostList, settings: ScanSettings): ReportHandler
  }
  readonly lists?: readonly FindingList[]
}

/** A connector that reads a scanner's reports: each host that answered is one observation. */
export function scanConnector(report: ScanReport): Connector<ScanSettings> {
  const { id, title, summary, extensions, xml, lists = [] } = report

  async function read({ file, signal }: Pick<ConnectorContext<unknown>, 'file' | 'signal'>, settings: ScanSettings) {
    const hosts = new HostList(file.name)
    const isXml = xml && (lists.length === 0 || (await beginsAsXml(file)))
    if (isXml) await readXmlReport({ file, signal }, title, xml.roots, xml.reader(hosts, settings))
    else await readFindingList({ file, signal }, { title, lists, timeZone: settings.timeZone }, hosts)
    return { hosts, format: isXml ? 'XML' : 'CSV' }
  }

  return {
    id,
    title,
    summary,
    extensions,
    reads: 'report',
    role: 'observer',
    config: ScanSettings,

    recognises(head) {
      const text = textOf(head)
      const root = rootOf(text)
      if (root !== undefined) return !!xml?.roots.includes(root) && (xml.isOurs?.(text) ?? true)
      return beginsAsList(text, lists)
    },

    guard(file) {
      let guard: ((bytes: Buffer) => void) | undefined
      return (bytes) => {
        guard ??= xml && (lists.length === 0 || isXmlText(bytes)) ? guardXml(file, title, xml.roots) : guardCsv(file)
        guard(bytes)
      }
    },

    async inspect({ config, ...context }): Promise<Inspection> {
      const { hosts, format } = await read(context, ScanSettings.parse(config ?? {}))
      return {
        headerRow: 1,
        columns: columnsOf(hosts, report),
        format: { report: `${title} ${format}` },
        ambiguousDates: [],
        remarks: remarksOf(hosts, context.now()),
        rows: hosts.size,
      }
    },

    async *collect({ config, log, now, ...context }): AsyncGenerator<Collected> {
      const { hosts, format } = await read(context, config)
      log.info(
        { report: id, format, hosts: hosts.size, silent: hosts.silent, skipped: hosts.skipped.length },
        'A report of a scanner was read',
      )
      for (const { observation, position } of hosts.observations(now))
        yield { kind: 'observation', observation, position }
      for (const skipped of hosts.skipped) yield { kind: 'skipped', skipped }
    },
  }
}

const isXmlText = (start: Buffer) => textOf(start).trimStart().startsWith('<')

async function beginsAsXml(file: ConnectorContext<unknown>['file']): Promise<boolean> {
  if (file.bytes === 0) return false
  const pieces: Buffer[] = []
  for await (const piece of file.stream({ start: 0, end: Math.min(file.bytes, 1024) - 1 })) pieces.push(piece as Buffer)
  return isXmlText(Buffer.concat(pieces))
}

function columnsOf({ hosts }: HostList, { fields }: ScanReport): InspectedColumn[] {
  const samples = new Map<string, Set<string>>()
  for (const { raw, cves } of hosts) {
    for (const [name, text] of Object.entries(raw)) addSample(samples, name, text)
    for (const cve of cves) addSample(samples, cveField, cve)
  }
  return [...samples]
    .map(([name, values]) => {
      const attribute = fields[name] ?? fields[name.toLowerCase()]
      return { name, ...(attribute && { attribute }), confidence: attribute ? 1 : 0, samples: [...values] }
    })
    .sort((a, b) => b.confidence - a.confidence)
}

function addSample(samples: Map<string, Set<string>>, name: string, text: string): void {
  const known = samples.get(name) ?? new Set<string>()
  if (known.size < 5) known.add(text.slice(0, 120))
  samples.set(name, known)
}

function remarksOf(hosts: HostList, now: Date): string[] {
  const timeless = hosts.hosts.filter((host) => seenBy(host, now) === undefined).length
  const count = (number: number, one: string, many: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? one : many}`
  return [
    ...(hosts.size === 0 && hosts.skipped.length === 0 ? ['The report names no host that answered.'] : []),
    ...(hosts.silent > 0
      ? [
          `${count(hosts.silent, 'host', 'hosts')} did not answer the scanner and ${hosts.silent === 1 ? 'is' : 'are'} left out.`,
        ]
      : []),
    ...(timeless > 0
      ? [
          `Of ${count(timeless, 'host', 'hosts')} the report does not say when the scan ended, or a day still to come; what it says counts as of the import. Import it when it is fresh.`,
        ]
      : []),
    ...(hosts.skipped.length > 0
      ? [
          `${count(hosts.skipped.length, 'record', 'records')} of the report cannot be told from others and will be kept among the skipped.`,
        ]
      : []),
  ]
}
