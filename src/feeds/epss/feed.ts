import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { defineFeed, type FeedContext, type FeedFiles, FeedLocation, type FeedRecord } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { aheadOfClock, inForceAt, isAhead } from '#model/shared-list.ts'
import { AppError } from '#platform/errors.ts'
import { type EpssHeader, readHeader, readRow } from './payload.ts'

const rowsPerPage = 20_000
const maxBytes = 128 * 1024 * 1024
const maxUnpackedBytes = 512 * 1024 * 1024

const Config = z.object({
  location: FeedLocation.default('https://epss.empiricalsecurity.com/epss_scores-current.csv.gz'),
})
type Config = z.infer<typeof Config>

/** Which file, and how far in it: `next` is the place in the text of the first row that was not yet read. */
const Cursor = z.object({
  model: z.string(),
  scoredOn: z.string(),
  /** SHA-256 of the text: a file that was corrected on the same day is another. */
  digest: z.string(),
  next: z.int(),
  line: z.int(),
  skipped: z.int(),
  isFinished: z.boolean(),
})

/** FIRST's probabilities that a vulnerability is exploited in the next 30 days. */
export const epss = defineFeed({
  id: 'epss',
  title: 'EPSS',
  summary:
    'How probable it is that a vulnerability is exploited within 30 days, from FIRST or from a copy of its file.',
  config: Config,
  cursor: Cursor,
  everyHours: 24,
  silentDays: 3,

  toldOnce: ['bad_value'],
  dayOf: ({ scoredOn }) => scoredOn,

  async check(context) {
    await readScores(context)
  },

  async *pull(context, cursor) {
    const { text, header } = await readScores(context)
    const now = context.now()
    const since = cursor && !isAhead(cursor.scoredOn, now) ? cursor : undefined
    const inForce = inForceAt(context.inForce, now)
    const { model, scoredOn } = header
    if (since && scoredOn < since.scoredOn) {
      yield {
        records: [],
        skipped: [older(scoredOn, `that of ${since.scoredOn}, which was read before`)],
        cursor: since,
      }
      return
    }
    const digest = createHash('sha256').update(text).digest('hex')
    const start = { model, scoredOn, digest, next: header.firstRow, line: 3, skipped: 0, isFinished: false }
    if (inForce && scoredOn < inForce.day) {
      const other = `that of ${inForce.day} that is in force`
      yield { records: [], skipped: [older(scoredOn, other)], cursor: start }
      return
    }
    const isSameFile = since?.digest === digest && since.model === model && since.scoredOn === scoredOn
    // Another source's may have taken its place that should not have. One with a hole never was in force whole.
    const isInForce = !context.inForce || inForce?.day === scoredOn || (since?.skipped ?? 0) > 0
    if (isSameFile && since.isFinished && isInForce) return

    let at = isSameFile && !since.isFinished ? since : start
    while (!at.isFinished) {
      if (context.signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
      const page = readPage(text, header, at.next, at.line)
      const skipped = at.skipped + page.skipped.length
      at = { ...at, next: page.next, line: page.line, skipped, isFinished: page.next >= text.length }
      // A list with a hole must not retire the entry that fell through it.
      if (at.isFinished && skipped === 0)
        page.records.push({ kind: 'complete', of: 'exploit_probability', asOf: scoredOn, version: model })
      yield { records: page.records, skipped: page.skipped, cursor: at, progress: progressOf(at, text) }
    }
  },
})

function readPage(text: string, header: EpssHeader, start: number, firstLine: number) {
  const records: FeedRecord[] = []
  const skipped: Skipped[] = []
  let next = start
  let line = firstLine
  for (; next < text.length && line < firstLine + rowsPerPage; line++) {
    const newline = text.indexOf('\n', next)
    const end = newline < 0 ? text.length : newline
    const row = text.slice(next, text[end - 1] === '\r' ? end - 1 : end)
    next = end + 1
    if (row === '') continue
    const entry = readRow(row, header)
    if ('cve' in entry) records.push({ kind: 'exploit_probability', entry })
    else skipped.push(notUnderstood(row, line, entry.wrong))
  }
  return { records, skipped, next, line }
}

const notUnderstood = (row: string, line: number, wrong: string): Skipped => ({
  position: `line ${line}`,
  code: 'bad_value',
  reason: `${wrong}. No probability is taken off our list until a whole file comes.`,
  raw: { row: row.slice(0, 200) },
})

const older = (scoredOn: string, than: string): Skipped => ({
  position: scoredOn,
  code: 'older_than_stored',
  reason: `The file of ${scoredOn} is older than ${than}: it is not taken. Fetch the current one.`,
})

/** Rows done, and a guess at all of them from the length of those. */
function progressOf(at: { next: number; line: number; isFinished: boolean }, text: string) {
  const done = at.line - 3
  return { done, total: at.isFinished ? done : Math.round((done * text.length) / at.next) }
}

async function readScores(context: FeedContext<Config>): Promise<{ text: string; header: EpssHeader }> {
  const { bytes, place, code } = await readBytes(context)
  const text = new TextDecoder().decode(unpacked(bytes, place, code))
  const header = readHeader(text)
  const now = context.now()
  if (header && isAhead(header.scoredOn, now)) throw new AppError(code, aheadOfClock(place, header.scoredOn, now))
  if (header && /\S/.test(text.slice(header.firstRow))) return { text, header }
  throw new AppError(
    code,
    `${place} is no EPSS file: it should begin with "#model_version:" and hold rows of cve,epss,percentile.`,
  )
}

async function readBytes({ http, files, config }: FeedContext<Config>) {
  if (http) {
    const answer = await http.getBytes(config.location, { maxBytes })
    if (answer === 'not_modified') throw new AppError('upstream_failed', `${http.origin} gave no file. Try again.`)
    return { bytes: answer.bytes, place: http.origin, code: 'upstream_failed' as const }
  }
  if (!files) throw new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
  const path = await findScores(files)
  return { bytes: await files.read(path, { maxBytes }), place: `"${path}"`, code: 'unreadable' as const }
}

/** The latest file by the date in its name (`epss_scores-2026-01-30.csv.gz`), or the only one that can be it. */
async function findScores(files: FeedFiles): Promise<string> {
  const found: string[] = []
  for await (const { path } of files.list()) if (/\.csv(\.gz)?$/i.test(path)) found.push(path)
  const dateOf = (path: string) => /(\d{4}-\d\d-\d\d)[^/]*$/.exec(path)?.[1] ?? ''
  const latest = found
    .filter(dateOf)
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
    .at(-1)
  const path = latest ?? (found.length === 1 ? found[0] : undefined)
  if (path) return path
  throw new AppError(
    'unreadable',
    `${files.label} should hold a file such as epss_scores-2026-01-30.csv.gz, but has ${found.length} without a date in their names.`,
  )
}

function unpacked(bytes: Uint8Array, place: string, code: 'upstream_failed' | 'unreadable'): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes })
  } catch (cause) {
    const { code: reason } = cause as { code?: string }
    if (reason === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('too_large', `${place} unpacks to more than ${maxUnpackedBytes} bytes and was not read.`)
    throw new AppError(code, `${place} cannot be unpacked (${reason}): it is damaged or cut off. Fetch it again.`, {
      cause,
    })
  }
}
