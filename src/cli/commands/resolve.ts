import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { buildCommand } from '@stricli/core'
import type { Connector } from '#connectors/connector.ts'
import { Resolver } from '#domain/resolving/resolving.ts'
import { AppError } from '#platform/errors.ts'
import { idFrom, sha256 } from '#platform/id.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { readSourceRecords } from '../assess/read-records.ts'

interface Flags {
  readonly source?: readonly string[]
  readonly key?: readonly string[]
  readonly format: 'csv' | 'json'
  readonly review?: string
}

/** What a source calls a record. */
interface Reference {
  readonly source: string
  readonly key: string
}

/** The resolver's answers: a line for each record, and the pairs of which a person must say whether they are one device. */
export async function resolveFiles(
  connectors: readonly Connector[],
  { source: named = [], key = [], format, review }: Flags,
  files: readonly string[],
  tell: (message: string) => void,
): Promise<{ readonly lines: Iterable<string>; readonly reviewFile: string | undefined; readonly compared: number }> {
  const inputs = [...files.map((path) => ({ name: nameOf(path), path })), ...named.map(readNamed)]
  if (inputs.length === 0)
    throw new AppError('bad_request', 'Name a file of records, or more: homeostat resolve cmms.csv mdsp.csv')
  const twice = inputs.find(({ name }, at) => inputs.findIndex((other) => other.name === name) !== at)
  if (twice)
    throw new AppError('bad_request', `Two files are called "${twice.name}". Name them apart: --source NAME=FILE.`)

  const resolver = new Resolver()
  const records: Reference[] = []
  for (const { name, path } of inputs) {
    const skipped = await readSourceRecords(
      connectors,
      path,
      { source: name, keys: key, now: () => new Date() },
      (record) => {
        resolver.add(record)
        records.push({ source: name, key: record.key })
      },
    )
    for (const { code, reason, count } of skipped) tell(`${name}: skipped ${count} (${code}): ${reason}`)
  }
  const resolution = resolver.resolve()
  const deviceNames = namesOf(records, resolution.deviceOf)
  const likelihood = (probability: number) => Math.round(probability * 10_000) / 10_000
  const pairs = resolution.reviews.map(({ a, b, probability }) => ({
    review: [records[a]!, records[b]!],
    probability: likelihood(probability),
  }))

  function* lines(): Generator<string> {
    if (format === 'csv') yield csvRow(['source', 'key', 'device', 'probability'])
    for (const [at, record] of records.entries()) {
      const device = deviceNames[resolution.deviceOf[at]!]!
      const probability = likelihood(resolution.probability[at]!)
      yield format === 'csv'
        ? csvRow([record.source, record.key, device, String(probability)])
        : `${JSON.stringify({ ...record, device, probability })}\n`
    }
    if (format === 'json' && review === undefined) for (const pair of pairs) yield `${JSON.stringify(pair)}\n`
  }
  if (format === 'csv' && review === undefined && pairs.length > 0)
    tell(`A person must look at ${pairs.length} pairs of records. Name a file to have them: --review FILE.`)
  const reviewFile =
    review === undefined
      ? undefined
      : format === 'csv'
        ? csvRow(['source', 'key', 'other_source', 'other_key', 'probability']) +
          pairs
            .map(({ review: [a, b], probability }) =>
              csvRow([a!.source, a!.key, b!.source, b!.key, String(probability)]),
            )
            .join('')
        : pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('')
  return { lines: lines(), reviewFile, compared: resolution.compared }
}

/** A device is named by the first of its records, so that a second run gives it the same name. */
function namesOf(records: readonly Reference[], deviceOf: Int32Array): string[] {
  const first = new Map<number, string>()
  for (const [at, { source, key }] of records.entries()) {
    const text = `${source}\n${key}`
    const known = first.get(deviceOf[at]!)
    if (known === undefined || text < known) first.set(deviceOf[at]!, text)
  }
  const names: string[] = []
  for (const [device, text] of first) names[device] = idFrom(sha256(text))
  return names
}

const nameOf = (path: string) => basename(path, extname(path))

function readNamed(text: string) {
  const [, name, path] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (!name || !path) throw new AppError('bad_request', `"${text}" names no source. Write --source NAME=FILE.`)
  return { name, path }
}

export const resolveCommand = ({ connectors }: { readonly connectors: readonly Connector[] }) =>
  buildCommand<Flags, string[]>({
    docs: {
      brief: 'Tell which records of several systems speak of one device',
      fullDescription:
        'Reads lists of devices, each file a source, and prints a line for each record: source, key, device, probability. Records of one device have the same device. After them come the pairs of which a person must say whether they are one device: review, probability. Columns are taken for what they look like, as in an import. Opens no database and no connection.',
    },
    parameters: {
      positional: {
        kind: 'array',
        parameter: {
          parse: String,
          placeholder: 'FILE',
          brief: 'A list of devices: .csv or .xlsx; the source is called as the file',
        },
      },
      flags: {
        source: {
          kind: 'parsed',
          parse: String,
          variadic: true,
          optional: true,
          placeholder: 'NAME=FILE',
          brief: 'A file and what its source is called',
        },
        key: {
          kind: 'parsed',
          parse: String,
          optional: true,
          variadic: true,
          placeholder: 'COLUMN',
          brief: 'The column that names a record, of each file the first that it has; what identifies it unless told',
        },
        format: { kind: 'enum', values: ['csv', 'json'], default: 'json', brief: 'Lines of JSON, or CSV' },
        review: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'FILE',
          brief: 'Where to write the pairs that a person must look at',
        },
      },
    },
    async func(flags, ...files) {
      const tell = (message: string) => void process.stderr.write(`${message}\n`)
      const { lines, reviewFile } = await resolveFiles([...connectors], flags, files, tell)
      if (reviewFile !== undefined)
        await writeFile(flags.review!, reviewFile).catch((cause) => {
          throw new AppError('bad_request', `${flags.review} cannot be written. Name another file.`, { cause })
        })
      await pipeline(chunked(lines), process.stdout, { end: false }).catch((error) => {
        if (error instanceof AppError || error.code !== 'EPIPE') throw error
      })
    },
  })

/** Lines in pieces that are worth writing. */
function* chunked(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length < 60_000) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
