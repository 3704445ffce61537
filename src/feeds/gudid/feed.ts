import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  defineFeed,
  type FeedContext,
  type FeedFiles,
  type FeedHttp,
  FeedLocation,
  type FeedPage,
  type FeedRecord,
} from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { readZip, ZipRefused } from '#standards/archive/read-zip.ts'
import { XmlFault } from '#standards/xml/xml-scanner.ts'
import { type Read, ReleaseReader } from './payload.ts'

/** Devices that are stored together. */
const pageSize = 2500
const maxArchiveBytes = 512 * 1024 * 1024
const limits = { maxEntryBytes: 1024 * 1024 * 1024, maxTotalBytes: 2 * 1024 * 1024 * 1024 }
/** How long daily updates stay at the publisher's. */
const keptDays = 31

const Config = z.object({
  location: FeedLocation.default('https://accessgudid.nlm.nih.gov/release_files/download/').meta({
    title: 'Location',
    description:
      "The address below which AccessGUDID's daily updates lie, or of one release (.zip); for the full release, and where there is no internet, the path of the .zip, or of a folder with releases.",
  }),
})
type Config = z.infer<typeof Config>

/**
 * `done`: digests of the names and stamps of the files that were read. `at`: the one that is being read, and how many devices of
 * it are stored. `day`: that of the last daily update. `etag`: of a release that is read from the network.
 */
const Cursor = z.object({
  done: z.array(z.string()).default([]),
  at: z.object({ file: z.string(), devices: z.int() }).optional(),
  day: z.iso.date().optional(),
  etag: z.string().optional(),
})
type Cursor = z.infer<typeof Cursor>

/** What FDA's database of device identifiers says of each model. */
export const gudid = defineFeed({
  id: 'gudid',
  title: 'GUDID (FDA device identifiers)',
  summary:
    'Which maker, model, product code and GMDN term each UDI-DI names, from AccessGUDID or from its release files.',
  config: Config,
  cursor: Cursor,
  everyHours: 24,
  timeoutMs: 120_000,

  async check({ http, files, config, now }) {
    if (http && isRelease(config.location)) await http.getBytes(config.location, { maxBytes: maxArchiveBytes })
    else if (http) await anyUpdate(http, config, now())
    else if (files) await listReleases(files)
    else throw neither()
  },

  async *pull(context, since = { done: [] }) {
    const { http, files, config } = context
    if (http && isRelease(config.location)) yield* pullRelease(http, config, since)
    else if (http) yield* pullDays(context, http, since)
    else if (files) yield* pullFiles(files, since)
    else throw neither()
  },
})

const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
const isRelease = (location: string) => /\.zip(?:$|\?)/i.test(location)

// files ---------------------------------------------------------------------------------------------------------------

interface Release {
  readonly path: string
  readonly mark: string
}

async function listReleases(files: FeedFiles): Promise<Release[]> {
  const found: Release[] = []
  for await (const { path, stamp } of files.list())
    if (/\.(?:xml|zip)$/i.test(path)) found.push({ path, mark: markOf(`${path}\n${stamp}`) })
  if (found.length > 0) return found
  throw new AppError('unreadable', `${files.label} holds no .xml file of a GUDID release. Check the path.`)
}

const markOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 12)

async function* pullFiles(files: FeedFiles, since: Cursor): AsyncIterable<FeedPage<Cursor>> {
  const releases = await listReleases(files)
  const marks = new Set(releases.map(({ mark }) => mark))
  let done = since.done.filter((mark) => marks.has(mark))
  for (const { path, mark } of releases) {
    if (done.includes(mark)) continue
    const skip = since.at?.file === mark ? since.at.devices : 0
    const source = /\.zip$/i.test(path)
      ? unpacked(await files.read(path, { maxBytes: maxArchiveBytes }), path, 'unreadable')
      : single(path, files.pieces(path))
    const unfinished = done
    done = [...done, mark]
    yield* pagesOf(source, skip, 'unreadable', (devices) =>
      devices === 'all' ? { done } : { done: unfinished, at: { file: mark, devices } },
    )
  }
}

async function* single(path: string, pieces: AsyncIterable<Uint8Array>) {
  yield { path, pieces }
}

interface Pieces {
  readonly path: string
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

async function* unpacked(bytes: Uint8Array, path: string, code: ErrorCode): AsyncIterable<Pieces> {
  try {
    let isAny = false
    for await (const entry of readZip(bytes, /\.xml$/i, limits)) {
      isAny = true
      yield { path: `${path}: ${entry.path}`, pieces: cut(entry.bytes) }
    }
    if (!isAny) throw new AppError(code, `"${path}" holds no .xml file of a GUDID release. Fetch it again.`)
  } catch (error) {
    if (!(error instanceof ZipRefused)) throw error
    throw new AppError(code, `"${path}" cannot be read: ${error.message}. Fetch it again.`, { cause: error })
  }
}

function* cut(bytes: Uint8Array): Iterable<Uint8Array> {
  const size = 256 * 1024
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

// network -------------------------------------------------------------------------------------------------------------

type ErrorCode = 'unreadable' | 'upstream_failed'

async function* pullRelease(http: FeedHttp, config: Config, since: Cursor): AsyncIterable<FeedPage<Cursor>> {
  const answer = await http.getBytes(config.location, {
    maxBytes: maxArchiveBytes,
    ...(since.etag && { ifNoneMatch: since.etag }),
  })
  if (answer === 'not_modified') return
  const mark = markOf(createHash('sha256').update(answer.bytes).digest('hex'))
  if (since.done.includes(mark)) return
  const skip = since.at?.file === mark ? since.at.devices : 0
  const path = new URL(config.location).pathname
  yield* pagesOf(unpacked(answer.bytes, path, 'upstream_failed'), skip, 'upstream_failed', (devices) =>
    devices === 'all'
      ? { done: [mark], ...(answer.etag && { etag: answer.etag }) }
      : { done: [], at: { file: mark, devices } },
  )
}

/** Updates are published for each day on which something changed. */
async function* pullDays(
  { config, now }: FeedContext<Config>,
  http: FeedHttp,
  since: Cursor,
): AsyncIterable<FeedPage<Cursor>> {
  const [first, last] = [dayBefore(now(), keptDays), dayBefore(now(), 0)]
  const from = since.day === undefined || since.day < first ? first : dayAfter(since.day)
  if (since.day !== undefined && since.day < first)
    yield { records: [], skipped: [tooLate(since.day, first)], cursor: { ...since, day: first } }
  for (let day = from; day <= last; day = dayAfter(day)) {
    const bytes = await fetchDay(http, config, day)
    if (!bytes) continue
    const skip = since.at?.file === day ? since.at.devices : 0
    const place = (devices: number | 'all') =>
      devices === 'all' ? { done: [], day } : { done: [], day: dayBefore(new Date(day), 1), at: { file: day, devices } }
    yield* pagesOf(unpacked(bytes, nameOf(day), 'upstream_failed'), skip, 'upstream_failed', place, true)
  }
}

const nameOf = (day: string) => `gudid_daily_update_${day.replaceAll('-', '')}.zip`

async function fetchDay(http: FeedHttp, config: Config, day: string): Promise<Uint8Array | undefined> {
  const { href } = new URL(nameOf(day), config.location.replace(/\/?$/, '/'))
  try {
    const answer = await http.getBytes(href, { maxBytes: maxArchiveBytes })
    return answer === 'not_modified' ? undefined : answer.bytes
  } catch (error) {
    if (error instanceof AppError && error.details?.status === 404) return undefined
    throw error
  }
}

/** Proves that updates lie there: one of the last week, most days have one. */
async function anyUpdate(http: FeedHttp, config: Config, now: Date): Promise<void> {
  for (let days = 1; days <= 7; days++) if (await fetchDay(http, config, dayBefore(now, days))) return
  throw new AppError(
    'upstream_failed',
    `${new URL(config.location).host} has no daily update of the last week (${nameOf(dayBefore(now, 1))}) below this address. Check the address.`,
  )
}

const dayBefore = (date: Date, days: number) =>
  new Date(date.getTime() - days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const dayAfter = (day: string) => dayBefore(new Date(day), -1)

const tooLate = (day: string, first: string): Skipped => ({
  position: day,
  code: 'updates_missed',
  reason: `The last daily update that was read is of ${day}, and those before ${first} are no longer published. Read a monthly update or the full release once, from its file.`,
})

// devices -------------------------------------------------------------------------------------------------------------

/** `place`: the cursor after so many devices of all that is read here, or after all. */
async function* pagesOf(
  source: AsyncIterable<Pieces>,
  skip: number,
  code: ErrorCode,
  place: (devices: number | 'all') => Cursor,
  isDay = false,
): AsyncIterable<FeedPage<Cursor>> {
  let devices = 0
  let records: FeedRecord[] = []
  let skipped: Skipped[] = []
  const page = (after: number | 'all') => ({
    ...{ records, skipped, cursor: place(after) },
    // What could not be taken of an earlier release, and is mended in this one.
    taken: records.flatMap((one) => (one.kind === 'gudid_device' ? [one.entry.di] : [])),
    progress: after === 'all' ? { done: devices, total: devices } : { done: devices },
  })
  const take = (read: Read) => {
    devices++
    if (devices <= skip) return
    if ('entry' in read) records.push({ kind: 'gudid_device', entry: read.entry })
    else skipped.push(notTaken(read))
  }
  for await (const { path, pieces } of source) {
    const reader = new ReleaseReader()
    try {
      for await (const piece of pieces) {
        for (const read of reader.push(piece)) take(read)
        if (records.length < pageSize) continue
        yield page(devices)
        records = []
        skipped = []
      }
      reader.end()
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error
      // What came before the fault is stored.
      if (records.length > 0) yield page(devices)
      throw new AppError(
        code,
        `"${path}" is no release of GUDID, or cut off (${error.message}, after ${devices} devices). Fetch it again.`,
        { cause: error },
      )
    }
  }
  // On some days nothing was changed.
  if (devices === 0 && !isDay)
    throw new AppError(code, 'The release holds no device of GUDID. Check the file, or fetch it again.')
  yield page('all')
}

const notTaken = ({ di, wrong, raw }: Extract<Read, { wrong: string }>): Skipped => ({
  position: di,
  code: 'bad_value',
  reason: `${wrong}. What was read of it before stays.`,
  raw: { record: raw },
})
