import { createHash } from 'node:crypto'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import {
  defineFeed,
  type FeedContext,
  type FeedFiles,
  type FeedHttp,
  FeedLocation,
  type FeedPage,
  type FeedRecord,
  feedSecret,
  isAtPublisher,
} from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { RecallList } from '#model/recall.ts'
import { AppError } from '#platform/errors.ts'
import { readZip, ZipRefused } from '#standards/archive/read-zip.ts'
import { listOf, OpenFdaAnswer, readEntry } from './payload.ts'

const perPage = 1000
const maxBytes = 512 * 1024 * 1024
/** 240 requests a minute, with a key and without: https://open.fda.gov/apis/authentication/. */
const pauseMs = 260
const restarts = 2

const Config = z.object({
  location: FeedLocation.default('https://api.fda.gov/device/').meta({
    title: 'Location',
    description:
      "The address of openFDA's device interface or of a mirror; where there is no internet, the path of a folder with the files that openFDA offers for download (device-recall-….json.zip, device-enforcement-….json.zip), packed or unpacked.",
  }),
  apiKey: feedSecret({
    title: 'API key',
    description:
      'Only for the interface: without one, openFDA answers 1,000 requests a day. A whole reading takes about a hundred.',
  }),
})
type Config = z.infer<typeof Config>

const Cursor = z.object({
  /** By list the day of openFDA's data that was read to its end. */
  lists: z.partialRecord(RecallList, z.string()).optional(),
  /** The lists that were read whole since that was last said. */
  whole: z.array(RecallList).optional(),
  /** What is being read. `next` is the page's address without its origin; `done` counts entries. */
  reading: z.object({ list: RecallList, asOf: z.string(), next: z.string(), done: z.int() }).optional(),
  /** SHA-256 of the names and stamps of a folder that was read to its end. */
  folder: z.string().optional(),
})
type Cursor = z.infer<typeof Cursor>

/** FDA's device recalls and enforcement reports, from openFDA. */
export const openfda = defineFeed({
  id: 'openfda',
  title: 'FDA recalls',
  summary: 'Device recalls and enforcement reports of the FDA, from openFDA, a mirror or a copy of its files.',
  config: Config,
  cursor: Cursor,
  everyHours: 24,
  timeoutMs: 90_000,

  // A mirror is not to have the key. openFDA takes it as a user name, which keeps it out of addresses and logs.
  headers: ({ location, apiKey }) =>
    (apiKey && isApi(location) && isAtPublisher(location, 'api.fda.gov')
      ? { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` }
      : {}) as Record<string, string>,

  async check({ http, files, config }) {
    if (http) await read(http, addressOf(config.location, 'recall', 1))
    else if (files) await lookAtFiles(files)
    else throw neither()
  },

  async *pull(context, since) {
    if (context.http) yield* fromNetwork({ ...context, http: context.http }, since)
    else if (context.files) yield* fromFiles({ ...context, files: context.files }, since)
    else throw neither()
  },
})

type Context = FeedContext<Config>

export const isApi = (location: string) => URL.canParse(location) && /\/device\/?$/.test(new URL(location).pathname)

const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
const stopped = () => new AppError('cancelled', 'The run was stopped.')

function addressOf(location: string, list: RecallList, limit: number): string {
  const { pathname } = new URL(`${list}.json`, location.replace(/\/?$/, '/'))
  return `${pathname}?limit=${limit}`
}

async function read(http: FeedHttp, address: string): Promise<{ answer: OpenFdaAnswer; next: string | undefined }> {
  const place = `${new URL(http.origin).host}${address.replace(/\?.*/s, '')}`
  const got = await http.getBytes(address, { maxBytes })
  if (got === 'not_modified') throw new AppError('upstream_failed', `${place} answers that nothing changed, unasked.`)
  const json = jsonOf(new TextDecoder().decode(got.bytes))
  if (json === undefined)
    throw new AppError('upstream_cut_off', `The answer of ${place} is no whole JSON. The next run goes on from there.`)
  const parsed = OpenFdaAnswer.safeParse(json)
  if (!parsed.success)
    throw new AppError('upstream_failed', `${place} does not answer as openFDA does. Check the address.`)
  return { answer: parsed.data, next: got.next === undefined ? undefined : withinOrigin(got.next, http.origin) }
}

/** Kept with the place in the reading: without the origin, and without a key that somebody put into it. */
function withinOrigin(link: string, origin: string): string {
  const url = new URL(link, origin)
  if (url.origin !== origin)
    throw new AppError(
      'upstream_untrusted',
      `${new URL(origin).host} names a next page on ${url.host}. It was not read.`,
    )
  url.searchParams.delete('api_key')
  return `${url.pathname}${url.search}`
}

/** Nobody says what changed since a day: where the data is of another day than what was read, all of it is read again. */
async function* fromNetwork(
  context: Context & { readonly http: FeedHttp },
  since: Cursor | undefined,
): AsyncIterable<FeedPage<Cursor>> {
  const { http, config, signal } = context
  const pace = async () => {
    if (!isApi(config.location)) return
    await sleep(pauseMs, undefined, { signal }).catch(() => {
      throw stopped()
    })
  }
  let cursor: Cursor = since ?? {}
  let hasChanged = cursor.reading !== undefined || cursor.whole !== undefined
  const days: string[] = []
  const gone: unknown[] = []
  for (const list of RecallList.options) {
    const first = addressOf(config.location, list, perPage)
    const known = cursor.lists?.[list]
    let reading = cursor.reading?.list === list ? cursor.reading : undefined
    if (!reading && cursor.reading) {
      if (known) days.push(known)
      continue
    }
    if (!reading && known !== undefined) {
      const answer = await read(http, addressOf(config.location, list, 1)).then(
        (got) => got.answer,
        (error) => {
          if (!isGone(error)) throw error
          gone.push(error)
        },
      )
      await pace()
      if (!answer) {
        // Where both are gone the address is no longer the right one.
        if (gone.length === RecallList.options.length) throw gone[0]
        yield { records: [], skipped: [nothingIn(list)], cursor }
        continue
      }
      const asOf = answer.meta.last_updated
      if (asOf < known) yield { records: [], skipped: [older(list, asOf, known)], cursor }
      if (asOf <= known) {
        days.push(known)
        continue
      }
    }
    let again = 0
    for (let address = reading?.next ?? first; ; ) {
      const { answer, next } = await read(http, address).catch((error) => {
        // openFDA answers 404 where nothing matches; behind the first page the place in the reading is of a day that is over.
        if (!isGone(error) || again >= restarts) throw error
        return { answer: undefined, next: undefined }
      })
      if (answer === undefined && address === first) {
        yield { records: [], skipped: [nothingIn(list)], cursor }
        break
      }
      const asOf = answer?.meta.last_updated
      if (answer === undefined || (reading && asOf !== reading.asOf)) {
        if (again++ > restarts) throw changing(http)
        reading = undefined
        address = first
        continue
      }
      hasChanged = true
      const { records, skipped, taken } = take(answer.results, list)
      const done = (reading?.done ?? 0) + answer.results.length
      const total = answer.meta.results?.total ?? done
      const isLast = next === undefined || answer.results.length === 0
      if (isLast && done < total)
        throw new AppError(
          'upstream_cut_off',
          `${new URL(http.origin).host} has ${total} entries in "${list}" and gave ${done}. The next run reads them again.`,
        )
      reading = isLast ? undefined : { list, asOf: asOf!, next, done }
      const { reading: _, ...before } = cursor
      cursor = isLast
        ? {
            ...before,
            lists: { ...cursor.lists, [list]: asOf! },
            whole: [...new Set([...(cursor.whole ?? []), list])],
          }
        : { ...before, reading }
      yield { records, skipped, taken: [list, ...taken], cursor, progress: { done, total } }
      if (signal?.aborted) throw stopped()
      if (isLast) {
        days.push(asOf!)
        break
      }
      address = next
      await pace()
    }
  }
  const { whole = [], ...said } = cursor
  if (hasChanged) yield { records: [complete(days, whole)], skipped: [], cursor: said }
}

const isGone = (error: unknown) => error instanceof AppError && [400, 404, 410].includes(Number(error.details?.status))

const nothingIn = (list: RecallList): Skipped => ({
  position: list,
  code: 'not_found',
  reason: `The publisher has nothing in "${list}". What was read before stays; it is asked for again with the next run.`,
})

const changing = ({ origin }: FeedHttp) =>
  new AppError(
    'upstream_failed',
    `${new URL(origin).host} changed its data while it was read. The next run reads it again.`,
  )

const complete = (days: readonly string[], lists: readonly RecallList[]): FeedRecord => {
  const own = [...new Set(days)].sort()
  return { kind: 'complete', of: 'recall', lists, asOf: own.at(-1) ?? '', version: own.join(' ') }
}

function take(entries: readonly unknown[], list: RecallList) {
  const records: FeedRecord[] = []
  const skipped: Skipped[] = []
  const taken: string[] = []
  for (const raw of entries) {
    const own = listOf(raw) ?? list
    const result = readEntry(raw, own)
    if (result === 'not_a_device') continue
    if ('entry' in result) {
      records.push({ kind: 'recall', entry: result.entry })
      taken.push(positionOf(own, result.entry.number))
    } else skipped.push(notUnderstood(raw, own, result.wrong))
  }
  // All of a list is read each time: those without a number are told again, or are no more.
  return { records, skipped, taken: [...taken, positionOf(list, undefined)] }
}

const positionOf = (list: RecallList, number: string | undefined) => `${list} ${number ?? 'without a number'}`

function notUnderstood(raw: unknown, list: RecallList, wrong: string): Skipped {
  const named = z
    .object({ recall_number: z.string().optional(), product_res_number: z.string().optional() })
    .safeParse(raw)
  const number = named.success ? (named.data.product_res_number ?? named.data.recall_number) : undefined
  return {
    position: positionOf(list, number),
    code: 'bad_value',
    reason: `It is no entry that can be read: ${wrong}.`,
    raw: { entry: (JSON.stringify(raw) ?? 'undefined').slice(0, 2000) },
  }
}

const older = (list: RecallList, asOf: string, known: string): Skipped => ({
  position: list,
  code: 'older_than_stored',
  reason: `The data of "${list}" is of ${asOf}, before ${known}, up to which it was read already. Nothing of it was taken.`,
})

const isData = (path: string) => /\.json(?:\.zip)?$|\.zip$/i.test(path)

async function lookAtFiles(files: FeedFiles): Promise<void> {
  for await (const { path } of files.list()) if (isData(path)) return
  throw new AppError(
    'unreadable',
    `${files.label} holds no file of openFDA's device recalls, such as device-recall-0001-of-0001.json.zip. Check the path.`,
  )
}

/** A folder is read again whole where a file in it changed; what is stored already is then written to no more. */
async function* fromFiles(
  { files, signal }: Context & { readonly files: FeedFiles },
  since: Cursor | undefined,
): AsyncIterable<FeedPage<Cursor>> {
  const paths: string[] = []
  const hash = createHash('sha256')
  for await (const { path, stamp } of files.list()) {
    if (!isData(path)) continue
    paths.push(path)
    hash.update(`${path}\n${stamp}\n`)
  }
  if (paths.length === 0) await lookAtFiles(files)
  const folder = hash.digest('hex')
  if (since?.folder === folder) return

  const cursor: Cursor = { ...since }
  const days: string[] = []
  const read = new Map<RecallList, { entries: number; total: number }>()
  let isCutOff = false
  let done = 0
  for (const path of paths) {
    const place = `"${path}" in ${files.label}`
    for await (const text of textsOf(await files.read(path, { maxBytes }), path, place)) {
      const parsed = OpenFdaAnswer.safeParse(jsonOf(text))
      if (!parsed.success) {
        isCutOff = true
        const reason = 'It is no file of openFDA, or cut off. Fetch it again.'
        yield { records: [], skipped: [{ position: path, code: 'unreadable', reason }], cursor }
        continue
      }
      const { results, meta } = parsed.data
      days.push(meta.last_updated)
      const named = listOf(results[0])
      if (named) {
        const { entries, total } = read.get(named) ?? { entries: 0, total: 0 }
        read.set(named, {
          entries: entries + results.length,
          total: Math.max(total, meta.results?.total ?? 0),
        })
      }
      for (let at = 0; at < results.length; at += perPage) {
        const some = results.slice(at, at + perPage)
        const list = listOf(some[0]) ?? (/enforcement/i.test(path) ? 'enforcement' : 'recall')
        done += some.length
        const { taken, ...page } = take(some, list)
        yield { ...page, taken: [path, ...taken], cursor, progress: { done } }
        if (signal?.aborted) throw stopped()
        await setImmediate()
      }
    }
  }
  // Which list a file that cannot be read was of, nobody knows.
  const whole = isCutOff ? [] : [...read].flatMap(([list, { entries, total }]) => (entries < total ? [] : list))
  yield { records: days.length > 0 ? [complete(days, whole)] : [], skipped: [], cursor: { ...cursor, folder } }
}

async function* textsOf(bytes: Uint8Array, path: string, place: string): AsyncIterable<string> {
  if (!/\.zip$/i.test(path)) {
    yield new TextDecoder().decode(bytes)
    return
  }
  try {
    for await (const file of readZip(bytes, /\.json$/i, { maxEntryBytes: maxBytes, maxTotalBytes: 4 * maxBytes }))
      yield new TextDecoder().decode(file.bytes)
  } catch (cause) {
    if (!(cause instanceof ZipRefused)) throw cause
    const [code, why] = cause.isHostile
      ? (['hostile_file', `unpacks to more than it should at "${cause.message}". It is refused`] as const)
      : (['unreadable', `is no zip archive that can be read (${cause.message}). Fetch it again`] as const)
    throw new AppError(code, `${place} ${why}.`, { cause })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told by whoever checks the form.
    return undefined
  }
}
