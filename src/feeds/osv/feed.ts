import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
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
import { readOsv } from '#standards/osv/osv.ts'
import { byTime, type ListedEntry, maxEntryBytes, readArchive, readModifiedList } from './payload.ts'

const entriesPerPage = 500
/** So many are fetched one by one; of more the whole archive is. */
const mostOneByOne = 1000
const atOnce = 6
const maxListBytes = 128 * 1024 * 1024
const maxArchiveBytes = 512 * 1024 * 1024

const Config = z.object({
  location: FeedLocation.default('https://osv-vulnerabilities.storage.googleapis.com/').meta({
    title: 'Location',
    description:
      "An https address of OSV's data or of a mirror; where there is no internet, the path of a folder or zip archive with entries (.json) or OSV's all.zip files.",
  }),
  ecosystems: z
    .string()
    .trim()
    .max(2000)
    .regex(/^[\w .,:-]+$/, 'holds what no ecosystem is called')
    .default('PyPI, npm, Maven, NuGet, Go, crates.io, Debian, Alpine')
    .meta({
      title: 'Ecosystems',
      description: 'Which of OSV’s ecosystems are read from the address, separated by commas. A folder is read whole.',
    }),
})
type Config = z.infer<typeof Config>

const Cursor = z.object({
  /** By ecosystem the last entry of the list, in order of time, that was read. */
  network: z.record(z.string(), z.object({ modifiedAt: z.string(), id: z.string() })).optional(),
  /** SHA-256 of the names and stamps of a folder that was read to its end. */
  folder: z.string().optional(),
})
type Cursor = z.infer<typeof Cursor>

/** Which versions of which packages are vulnerable, from any publisher of OSV entries. */
export const osv = defineFeed({
  id: 'osv',
  title: 'OSV',
  summary: 'Which versions of which software packages are vulnerable, from OSV.dev, a mirror or a copy of its files.',
  config: Config,
  cursor: Cursor,
  everyHours: 6,
  silentDays: 5,
  isOfFew: true,

  async check({ http, files, config }) {
    if (http) await readList(http, config.location, ecosystemsOf(config)[0]!)
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

const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')

function stopIfAsked({ signal }: Context) {
  if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
}

const ecosystemsOf = ({ ecosystems }: Config): string[] => {
  const names = ecosystems.split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

const addressOf = (location: string, ecosystem: string, name: string): string =>
  new URL(`${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`, location.replace(/\/?$/, '/')).href

const listName = 'modified_id.csv'

async function readList(http: FeedHttp, location: string, ecosystem: string) {
  const address = addressOf(location, ecosystem, listName)
  const answer = await http.getBytes(address, { maxBytes: maxListBytes })
  const list = answer === 'not_modified' ? undefined : readModifiedList(new TextDecoder().decode(answer.bytes))
  if (list) return list
  throw new AppError('upstream_failed', `${address} is no list of OSV entries. Check the address and the ecosystem.`)
}

async function* fromNetwork(
  context: Context & { readonly http: FeedHttp },
  since: Cursor | undefined,
): AsyncIterable<FeedPage<Cursor>> {
  const { http, config } = context
  let cursor: Cursor = { ...since, network: { ...since?.network } }
  const till = (ecosystem: string, last: ListedEntry): Cursor => ({
    ...cursor,
    network: { ...cursor.network, [ecosystem]: { modifiedAt: last.modifiedAt, id: last.id } },
  })
  for (const ecosystem of ecosystemsOf(config)) {
    const { entries, bad } = await readList(http, config.location, ecosystem)
    const read = cursor.network?.[ecosystem]
    const due = read ? entries.filter((entry) => byTime(entry, read) > 0) : entries
    const newest = entries.at(-1)
    if (read && newest && byTime(newest, read) < 0) {
      yield { records: [], skipped: [older(ecosystem, newest.modifiedAt, read.modifiedAt)], cursor }
      continue
    }
    if (!newest || due.length === 0) continue
    let odd = bad > 0 ? [badRows(ecosystem, bad)] : []
    const pages =
      due.length > mostOneByOne
        ? wholeArchive(http, addressOf(config.location, ecosystem, 'all.zip'), ecosystem)
        : oneByOne(http, config.location, ecosystem, due)
    for await (const { records, skipped, taken, last, progress } of pages) {
      stopIfAsked(context)
      if (last) cursor = till(ecosystem, last)
      const lists = [ecosystem, `${ecosystem}/${listName}`]
      yield { records, skipped: [...odd, ...skipped], taken: [...lists, ...taken], cursor, progress }
      odd = []
    }
    if (due.length <= mostOneByOne) continue
    // Only now is it sure that all of the archive is stored.
    cursor = till(ecosystem, newest)
    yield { records: [], skipped: [], cursor }
  }
}

interface Part extends Taking {
  /** The list is read up to here. */
  readonly last?: ListedEntry
  readonly progress: { readonly done: number; readonly total: number }
}

async function* oneByOne(
  http: FeedHttp,
  location: string,
  ecosystem: string,
  due: readonly ListedEntry[],
): AsyncIterable<Part> {
  for (let start = 0; start < due.length; start += entriesPerPage) {
    const page = due.slice(start, start + entriesPerPage)
    const taking = nothingYet()
    for (let at = 0; at < page.length; at += atOnce) {
      const some = page.slice(at, at + atOnce)
      const texts = await Promise.all(some.map(({ id }) => textAt(http, addressOf(location, ecosystem, `${id}.json`))))
      for (const [index, text] of texts.entries()) {
        const { id } = some[index]!
        if (text === undefined) taking.skipped.push(notThere(ecosystem, id))
        else take(text, `${ecosystem}/${id}`, taking)
      }
    }
    yield { ...taking, last: page.at(-1)!, progress: { done: start + page.length, total: due.length } }
  }
}

/** Undefined where it is not there. */
async function textAt(http: FeedHttp, address: string): Promise<string | undefined> {
  try {
    const answer = await http.getBytes(address, { maxBytes: maxEntryBytes })
    return answer === 'not_modified' ? undefined : new TextDecoder().decode(answer.bytes)
  } catch (error) {
    const status = error instanceof AppError ? error.details?.status : undefined
    if (status === 404 || status === 410) return undefined
    throw error
  }
}

async function* wholeArchive(http: FeedHttp, address: string, ecosystem: string): AsyncIterable<Part> {
  const answer = await http.getBytes(address, { maxBytes: maxArchiveBytes })
  if (answer === 'not_modified') return
  yield* archivePages(answer.bytes, address, ecosystem)
}

async function* archivePages(bytes: Uint8Array, place: string, shown: string): AsyncIterable<Part> {
  let [taking, done, total] = [nothingYet(), 0, 0]
  for await (const file of readArchive(bytes, place)) {
    // As it is called where entries are read one by one.
    take(new TextDecoder().decode(file.bytes), `${shown}/${file.path.replace(/\.json$/i, '')}`, taking)
    total = file.of
    if (++done % entriesPerPage > 0) continue
    yield { ...taking, progress: { done, total } }
    taking = nothingYet()
    await setImmediate()
  }
  yield { ...taking, progress: { done, total: done } }
}

async function lookAtFiles(files: FeedFiles): Promise<void> {
  for await (const { path } of files.list()) if (/\.json$|all[^/]*\.zip$/i.test(path)) return
  throw new AppError(
    'unreadable',
    `${files.label} holds no OSV entries: files such as GHSA-….json, or OSV's all.zip. Check the path.`,
  )
}

/** A folder is read again whole where a file in it changed; what is stored already is then written to no more. */
async function* fromFiles(
  context: Context & { readonly files: FeedFiles },
  since: Cursor | undefined,
): AsyncIterable<FeedPage<Cursor>> {
  const { files } = context
  const paths: string[] = []
  const hash = createHash('sha256')
  for await (const { path, stamp } of files.list()) {
    if (!/\.json$|\.zip$/i.test(path)) continue
    paths.push(path)
    hash.update(`${path}\n${stamp}\n`)
  }
  if (paths.length === 0) await lookAtFiles(files)
  const folder = hash.digest('hex')
  if (since?.folder === folder) return

  const cursor: Cursor = { ...since }
  let [taking, done] = [nothingYet(), 0]
  for (const path of paths.filter((one) => /\.json$/i.test(one))) {
    try {
      take(new TextDecoder().decode(await files.read(path, { maxBytes: maxEntryBytes })), path, taking)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      taking.skipped.push({ position: path, code: error.code, reason: error.message })
    }
    if (++done % entriesPerPage > 0) continue
    stopIfAsked(context)
    yield { ...taking, cursor, progress: { done } }
    taking = nothingYet()
  }
  if (taking.records.length + taking.skipped.length > 0) yield { ...taking, cursor, progress: { done } }
  for (const path of paths.filter((one) => /\.zip$/i.test(one))) {
    const bytes = await files.read(path, { maxBytes: maxArchiveBytes })
    for await (const part of archivePages(bytes, `"${path}" in ${files.label}`, path)) {
      stopIfAsked(context)
      yield { ...part, cursor, progress: { done: done + part.progress.done } }
    }
  }
  yield { records: [], skipped: [], cursor: { ...cursor, folder } }
}

interface Taking {
  readonly records: FeedRecord[]
  readonly skipped: Skipped[]
  /** Positions of the records. */
  readonly taken: string[]
}
const nothingYet = (): Taking => ({ records: [], skipped: [], taken: [] })

function take(text: string, position: string, { records, skipped, taken }: Taking): void {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    skipped.push({ position, code: 'unreadable', reason: 'It is no JSON: it may be cut off. Fetch it again.' })
    return
  }
  const read = readOsv(document)
  if (!read.ok) {
    const reason = `It is no OSV entry that can be read: ${read.reason}.`
    skipped.push({ position, code: 'bad_value', reason, raw: { entry: text.slice(0, 2000) } })
    return
  }
  records.push({ kind: 'package_vulnerability', entry: read.entry })
  taken.push(position)
  if (read.odd.length === 0) return
  const reason = `Taken without a part that cannot be read: ${read.odd.join('; ')}.`
  skipped.push({ position, code: 'part_left_out', reason })
}

const older = (ecosystem: string, newest: string, stored: string): Skipped => ({
  position: ecosystem,
  code: 'older_than_stored',
  reason: `The list of ${ecosystem} ends at ${newest}, before ${stored}, up to which it was read already. Nothing of it was taken.`,
})

const badRows = (ecosystem: string, bad: number): Skipped => ({
  position: `${ecosystem}/${listName}`,
  code: 'bad_value',
  reason: `${bad} of its rows hold no time and id and were left out.`,
})

const notThere = (ecosystem: string, id: string): Skipped => ({
  position: `${ecosystem}/${id}`,
  code: 'not_found',
  reason: 'The publisher lists it and does not have it. It is read when it is listed anew.',
})
