import { z } from 'zod'
import { type Collected, type ConnectorContext, defineConnector, type InputFile } from '#connectors/connector.ts'
import { inspectReport } from '#connectors/inspect-report.ts'
import {
  assertNotDeep,
  cutOff,
  decodeHead,
  guardText,
  type ReportKind,
  readJson,
  readLines,
  readWhole,
  unreadable,
} from '#connectors/report-text.ts'
import { digestOf } from '#connectors/table/key-table.ts'
import type { Observation } from '#model/observation.ts'
import { FhirBundle, FhirDevice } from './payload.ts'
import { References } from './references.ts'
import { toObservation } from './to-observation.ts'

const Settings = z.object({})

const kind: ReportKind = {
  what: 'resources of FHIR',
  again: 'Export the Device resources again, as one Bundle or as NDJSON (bulk data).',
}

/** A Bundle is held as a whole; a list of many devices is NDJSON, which is not. */
const maxBundleBytes = 256 * 1024 * 1024
const maxDepth = 100
const headBytes = 64 * 1024

/** Reads the `Device` resources that a FHIR server exported. */
export const fhirDevice = defineConnector({
  id: 'fhir-device',
  title: 'FHIR devices',
  summary: 'Device resources of a FHIR server, R4 or R5: a Bundle, one resource, or the NDJSON of a bulk export.',
  extensions: ['.json', '.ndjson'],
  reads: 'report',
  config: Settings,

  recognises: (head) =>
    /^\s*\{/.test(decodeHead(head)) &&
    /"resourceType"\s*:\s*"(?:Bundle|Device|Location|Organization)"/.test(decodeHead(head)),

  guard: (file) => guardText(file, kind),

  async inspect(context) {
    const observations: Observation[] = []
    const exported = await open(context)
    let skipped = 0
    for await (const one of devicesOf(exported, context))
      if (one.kind === 'skipped') skipped += 1
      else observations.push(one.observation)
    const remarks = [
      ...(exported.isPage
        ? [
            'The Bundle is one page of several (it links to a next one): the devices of the others are not in this file.',
          ]
        : []),
      ...(skipped > 0 ? [`${skipped} resources are left out; the import says why.`] : []),
    ]
    return inspectReport(observations, { format: { export: exported.format }, remarks })
  },

  async *collect(context) {
    const exported = await open(context)
    let devices = 0
    for await (const one of devicesOf(exported, context)) {
      if (one.kind === 'observation') devices += 1
      yield one
    }
    context.log.info({ devices, format: exported.format }, 'An export of FHIR was read')
  },
})

interface Document {
  readonly position: string
  /** Undefined where it is damaged. */
  readonly json: unknown
}

interface Export {
  readonly format: 'Bundle' | 'NDJSON' | 'resource'
  readonly references: References
  readonly isPage: boolean
  readonly exportedAt: string | undefined
  documents(): AsyncIterable<Document>
}

type Context = Pick<ConnectorContext<unknown>, 'file' | 'now' | 'signal'>

/** Reads all once: for what devices refer to, and to know that the file is whole. */
async function open({ file, signal }: Context): Promise<Export> {
  const isLines = await isNdjson(file)
  let whole: unknown
  if (!isLines) whole = readJson(file, kind, await readWhole(file, kind, maxBundleBytes, signal), maxDepth)
  const documents = isLines
    ? () => lineDocuments(file, signal)
    : async function* () {
        yield { position: 'resource', json: whole }
      }

  const references = new References()
  let isPage = false
  let exportedAt: string | undefined
  let devices = 0
  for await (const { json } of documents()) {
    const { resources, ...told } = readDocument(json)
    isPage ||= told.isPage
    exportedAt ??= told.timestamp
    for (const { resource, fullUrl } of resources)
      if (isType(resource, 'Device')) devices += 1
      else references.note(resource, fullUrl)
  }
  if (devices === 0) throw unreadable(file, kind, 'holds no Device resource')
  const format = isLines ? 'NDJSON' : isType(whole, 'Bundle') ? 'Bundle' : 'resource'
  return { format, references, isPage, exportedAt, documents }
}

/** The first line is a resource of its own. A Bundle on one line is read as a whole. */
async function isNdjson(file: InputFile): Promise<boolean> {
  const pieces: Buffer[] = []
  for await (const piece of file.stream({ start: 0, end: Math.max(1, Math.min(file.bytes, headBytes)) - 1 }))
    pieces.push(Buffer.from(piece as Buffer))
  const head = decodeHead(Buffer.concat(pieces)).trimStart()
  const end = head.indexOf('\n')
  if (end === -1) return false
  try {
    return !isType(JSON.parse(head.slice(0, end)), 'Bundle')
  } catch {
    return false
  }
}

async function* lineDocuments(file: InputFile, signal: AbortSignal | undefined): AsyncGenerator<Document> {
  for await (const { text, number, isEnded } of readLines(file, kind, signal)) {
    if (text.trim() === '') continue
    assertNotDeep(file, kind, text, maxDepth)
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      if (!isEnded) throw cutOff(file, kind)
    }
    yield { position: `line ${number}`, json }
  }
}

interface Found {
  readonly resource: unknown
  readonly fullUrl?: string | undefined
  /** Which entry of its Bundle it is, counted from 1. */
  readonly entry?: number
}

function readDocument(json: unknown) {
  const bundle = FhirBundle.safeParse(json)
  if (!bundle.success) {
    const resources: readonly Found[] = [{ resource: json }]
    return { resources, isPage: false, isHistory: false, timestamp: undefined }
  }
  const { type, timestamp, link, entry } = bundle.data
  const resources: readonly Found[] = entry.map(({ resource, fullUrl }, at) => ({ resource, fullUrl, entry: at + 1 }))
  const isPage = link.some(({ relation }) => relation === 'next')
  return { resources, isPage, isHistory: type === 'history', timestamp }
}

const isType = (resource: unknown, type: string) =>
  typeof resource === 'object' && resource !== null && (resource as { resourceType?: unknown }).resourceType === type

async function* devicesOf({ references, exportedAt, documents }: Export, { now }: Context): AsyncGenerator<Collected> {
  const asOf = exportedAt && !Number.isNaN(Date.parse(exportedAt)) ? new Date(exportedAt) : now()
  const seen = new Map<string, number>()
  for await (const { position: line, json } of documents()) {
    if (json === undefined) {
      yield damaged(line)
      continue
    }
    // Of a history the newest version comes first (https://hl7.org/fhir/R4/http.html#history).
    const { resources, isHistory } = readDocument(json)
    for (const { resource, entry } of resources) {
      if (!isType(resource, 'Device')) continue
      const position = entry === undefined ? line : `entry ${entry}`
      const device = FhirDevice.safeParse(resource)
      if (!device.success) {
        yield damaged(position)
        continue
      }
      const read = toObservation(device.data, references, position, asOf.toISOString())
      if ('skipped' in read) {
        yield { kind: 'skipped', skipped: read.skipped }
        continue
      }
      const { sourceKey, claims, raw } = read.observation
      const said = digestOf(JSON.stringify(claims))
      const before = seen.get(sourceKey)
      seen.set(sourceKey, before ?? said)
      if (before === undefined) yield { kind: 'observation', observation: read.observation, position }
      else if (before !== said && !isHistory)
        yield {
          kind: 'skipped',
          skipped: {
            position,
            code: 'duplicate_key',
            reason:
              'Another resource of the file has the same id and says something else; the first was taken. Export the devices once.',
            ...(raw && { raw }),
          },
        }
    }
  }
}

const damaged = (position: string): Collected => ({
  kind: 'skipped',
  skipped: {
    position,
    code: 'unreadable',
    reason: 'The resource is no JSON of a Device. Export it again.',
  },
})
