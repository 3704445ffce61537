import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import {
  defineFeed,
  type FeedContext,
  type FeedHttp,
  FeedLocation,
  type FeedPage,
  type FeedRecord,
  feedSecret,
} from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { readNvdVulnerability } from '#standards/nvd/nvd.ts'
import { ApiState, checkApi, isApi, keyFor, readApi } from './api.ts'
import { folderMirror, type NvdMirror, networkMirror, type OpenedFile } from './mirror.ts'
import { type Limits, limitsOf } from './pace.ts'
import { feedKeyOf, openDocument } from './payload.ts'

const entriesPerPage = 4000
/** Entries that are parsed and read in one go, a few milliseconds; then whatever the database answered comes first. */
const breath = 50
/** The modified feed holds the last eight days: so long it can stand for the years. */
const yearsEveryMs = 6 * 24 * 3600 * 1000

const Config = z.object({
  location: FeedLocation.default('https://nvd.nist.gov/feeds/json/cve/2.0/').meta({
    title: 'Location',
    description:
      "An https address of NVD's files or of a mirror, or that of the API (https://services.nvd.nist.gov/rest/json/cves/2.0); where there is no internet, the path of a folder, a zip archive or a file on this server.",
  }),
  apiKey: feedSecret({
    title: 'API key',
    description: 'Only for the API: with a key, NVD answers ten times as often. Its files need none.',
  }),
})
type Config = z.infer<typeof Config>

const Cursor = z.object({
  /** What was read to its end, by year or name; `asOf` is NVD's own moment of writing. */
  files: z.record(z.string(), z.object({ stamp: z.string(), sha256: z.string(), asOf: z.string() })),
  /** The file that is being read, and its next entry. */
  part: z.object({ key: z.string(), sha256: z.string(), next: z.int() }).optional(),
  /** When every year was asked for; since then what was modified is enough. */
  yearsAskedAt: z.string().optional(),
  api: ApiState.optional(),
})
type Cursor = z.infer<typeof Cursor>

/** NIST's National Vulnerability Database: what each CVE applies to, and how severe each publisher says it is. */
export const nvd = defineFeed({
  id: 'nvd',
  title: 'NVD',
  summary:
    'Which products each CVE applies to, with severity and weakness: from NVD, from a mirror or from a copy of its files.',
  config: Config,
  cursor: Cursor,
  everyHours: 2,
  silentDays: 3,
  // On bad days the API takes a minute for a page.
  timeoutMs: 120_000,

  headers: (config) => {
    const apiKey = keyFor(config)
    return (apiKey ? { apiKey } : {}) as Record<string, string>
  },

  async check(context) {
    const { http, config } = context
    if (http && isApi(config.location)) return await checkApi({ ...context, http }, limitsOf(!!keyFor(config)))
    const mirror = openMirror(context, undefined)
    for (const key of (await mirror.keys()).toReversed()) {
      const opened = await mirror.open(key, undefined)
      if (opened === 'absent' || opened === 'unchanged') continue
      openDocument(opened.bytes, opened.place)
      return
    }
    throw nothingThere(context)
  },

  async *pull(context, since) {
    const { http, config } = context
    if (http && isApi(config.location)) return yield* pullApi({ ...context, http }, since, limitsOf(!!keyFor(config)))
    const mirror = openMirror(context, since)
    const keys = await mirror.keys()
    const open = (key: string | undefined) => {
      const opened = key === undefined ? undefined : mirror.open(key, since?.files[key])
      // Whoever waits for it is told.
      opened?.catch(() => {})
      return opened
    }
    let cursor: Cursor = since ?? { files: {} }
    let done = 0
    let whole = 0
    const refused: { readonly key: string; readonly error: AppError }[] = []
    let next: ReturnType<typeof open> | Promise<Awaited<ReturnType<typeof open>>> = open(keys[0])
    for (const [index, key] of keys.entries()) {
      if (key === 'modified' && index > 0 && refused.length === 0)
        cursor = { ...cursor, yearsAskedAt: context.now().toISOString() }
      const opening = next
      // The next file is fetched and unpacked while this one is read.
      next = opening?.then(
        () => open(keys[index + 1]),
        () => open(keys[index + 1]),
      )
      next?.catch(() => {})
      try {
        const opened = await opening
        if (opened === undefined || opened === 'absent') continue
        if (opened === 'unchanged') {
          whole++
          continue
        }
        for await (const page of readFile(opened, key, cursor)) {
          if (context.signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
          cursor = page.cursor
          done += page.records.length
          if (page.records.length + page.skipped.length > 0) yield { ...page, progress: { done } }
        }
        whole++
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'unreadable') throw error
        refused.push({ key, error })
      }
    }
    // One half file among others costs only itself; where nothing else is there, the run says so.
    if (whole === 0) throw refused[0]?.error ?? nothingThere(context)
    if (refused.length === 0) return
    const skipped = refused.map(({ key, error }) => notTaken(key, 'unreadable', error.message))
    yield { records: [], skipped, cursor, progress: { done } }
  },
})

export async function* pullApi(
  context: FeedContext<Config> & { readonly http: FeedHttp },
  since: Cursor | undefined,
  limits: Limits,
): AsyncIterable<FeedPage<Cursor>> {
  const before = since ?? { files: {} }
  for await (const { elements, state, done, total, older } of readApi(context, before.api ?? {}, limits)) {
    const cursor = { ...before, api: state }
    if (older) {
      const reason = `An answer of ${context.http.origin} is of ${older}, which was read before. Nothing of it was taken; the next run asks again.`
      yield { records: [], skipped: [notTaken('API', 'older_than_stored', reason)], cursor }
      return
    }
    const entries = entriesFrom(done - elements.length)
    readElements(entries, elements, 'API')
    const { records, skipped, taken } = entries
    yield { records, skipped, taken: ['API', ...taken], cursor, progress: { done, total } }
  }
}

function openMirror({ http, files, config, now }: FeedContext<Config>, since: Cursor | undefined): NvdMirror {
  if (files) return folderMirror(files)
  if (!http) throw new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
  const age = since?.yearsAskedAt ? now().getTime() - Date.parse(since.yearsAskedAt) : Number.NaN
  return networkMirror(http, config.location, now(), !(age >= 0 && age < yearsEveryMs))
}

function nothingThere({ http, files }: FeedContext<Config>) {
  const left = files?.leftOut?.().find(({ position }) => feedKeyOf(position) !== undefined)
  return new AppError(
    http ? 'upstream_failed' : 'unreadable',
    `${http?.origin ?? files?.label ?? 'The source'} should hold files such as nvdcve-2.0-2024.json.gz, but has none${left ? ` that can be read. ${left.position}: ${left.reason}` : '. Check the location.'}`,
  )
}

/** A page without records and skips only carries the cursor on. */
async function* readFile(opened: OpenedFile, key: string, since: Cursor): AsyncIterable<FeedPage<Cursor>> {
  const { bytes, stamp, expected, place } = opened
  const known = since.files[key]
  const sha256 = hash('sha256', bytes)
  const { part: begun, ...whole } = since
  const refuse = (code: string, reason: string) => ({
    records: [],
    skipped: [notTaken(key, code, reason)],
    cursor: since,
  })
  if (expected !== undefined && expected !== sha256) {
    yield refuse(
      'digest_mismatch',
      `${place} does not fit the .meta beside it: one of them is older, or it is damaged. What was read before stays; the next run looks again.`,
    )
    return
  }
  const document = openDocument(bytes, place)
  const { timestamp: asOf, totalResults } = document.envelope
  if (document.count !== totalResults) {
    yield refuse(
      'incomplete_list',
      `${place} says that it has ${totalResults} entries and holds ${document.count}. What was read before stays; fetch it again.`,
    )
    return
  }
  if (known && asOf < known.asOf) {
    yield refuse(
      'older_than_stored',
      `${place} is of ${asOf}, older than that of ${known.asOf}, which was read before. Fetch the current one.`,
    )
    return
  }
  const end: Cursor = { ...whole, files: { ...since.files, [key]: { stamp, sha256, asOf } } }
  if (known?.sha256 === sha256) {
    yield { records: [], skipped: [], cursor: end }
    return
  }

  const from = begun?.key === key && begun.sha256 === sha256 ? begun.next : 0
  for await (const { records, skipped, taken, next } of readEntries(document.slices(breath, from), key, from))
    yield {
      records,
      skipped,
      taken: [key, ...taken],
      cursor: next < document.count ? { ...whole, part: { key, sha256, next } } : end,
    }
  // A file with no entries, or one whose last page was stored before a crash.
  yield { records: [], skipped: [], cursor: end }
}

interface Entries {
  readonly records: FeedRecord[]
  readonly skipped: Skipped[]
  readonly taken: string[]
  /** The next entry, counted from 0. */
  next: number
}
const entriesFrom = (next: number): Entries => ({ records: [], skipped: [], taken: [], next })

async function* readEntries(slices: Iterable<readonly unknown[]>, key: string, from: number): AsyncIterable<Entries> {
  let begin = from
  let entries = entriesFrom(begin)
  for (const elements of slices) {
    await setImmediate()
    readElements(entries, elements, key)
    if (entries.next < begin + entriesPerPage) continue
    yield entries
    begin = entries.next
    entries = entriesFrom(begin)
  }
  if (entries.next > begin) yield entries
}

function readElements(entries: Entries, elements: readonly unknown[], key: string) {
  const { records, skipped, taken } = entries
  for (const element of elements) {
    entries.next++
    const read = readNvdVulnerability(element)
    // A CVE stands in its year and among the modified ones: it is one record.
    const position = (read.ok ? read.entry.cve : read.id) || `${key}: entry ${entries.next}`
    if (!read.ok) {
      const reason = `It cannot be read: ${read.reason}.`
      skipped.push({ position, code: 'bad_value', reason, raw: { entry: JSON.stringify(element).slice(0, 2000) } })
      continue
    }
    records.push({ kind: 'nvd_cve', entry: read.entry })
    taken.push(position)
    // What stood at this place of the year's file without a name has gone from it, or is told again.
    if (/^\d{4}$/.test(key)) taken.push(`${key}: entry ${entries.next}`)
    if (read.odd.length > 0)
      skipped.push({
        position,
        code: 'part_left_out',
        reason: `Taken without a part that cannot be read: ${read.odd.join('; ')}.`,
      })
  }
}

const notTaken = (key: string, code: string, reason: string): Skipped => ({ position: key, code, reason })
