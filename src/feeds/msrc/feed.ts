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
import { readCvrf, readUpdateList } from '#standards/msrc/msrc.ts'
import { maxDefinitionsBytes, maxDocumentBytes, parseJson, readDefinitions, readList } from './payload.ts'

const entriesPerPage = 1000

const Config = z.object({
  location: FeedLocation.default('https://api.msrc.microsoft.com/cvrf/v3.0/').meta({
    title: 'Location',
    description:
      "The https address of Microsoft's Security Update Guide API or of a mirror; where there is no internet, the path of a folder or zip archive with its documents (JSON), or of wesng's definitions.zip.",
  }),
})
type Config = z.infer<typeof Config>

const Cursor = z.object({
  /** Of each document that was stored, its revision. */
  documents: z.record(z.string(), z.string()).optional(),
  /** SHA-256 of the names and stamps of a folder that was read to its end. */
  folder: z.string().optional(),
})
type Cursor = z.infer<typeof Cursor>

/** Microsoft's own word: which Windows a CVE affects, which update cures it, and what that update supersedes. */
export const msrc = defineFeed({
  id: 'msrc',
  title: 'Microsoft (MSRC)',
  summary:
    "Which update cures which CVE on which Windows, and what it supersedes: from Microsoft's Security Update Guide, a mirror or a copy.",
  config: Config,
  cursor: Cursor,
  everyHours: 6,
  silentDays: 40,
  isOfFew: true,
  timeoutMs: 120_000,

  headers: () => ({ accept: 'application/json' }),

  async check({ http, files, config }) {
    if (http) await listOf(http, config.location)
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
type Page = FeedPage<Cursor>

const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')

function stopIfAsked({ signal }: Context) {
  if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
}

const addressOf = (location: string, path: string) =>
  new URL(path, location.endsWith('/') ? location : `${location}/`).href

async function bytesAt(http: FeedHttp, address: string): Promise<Uint8Array> {
  const answer = await http.getBytes(address, { maxBytes: maxDocumentBytes })
  if (answer === 'not_modified') throw new AppError('upstream_failed', `${address} gave no answer to a plain question.`)
  return answer.bytes
}

async function listOf(http: FeedHttp, location: string) {
  const address = addressOf(location, 'updates')
  return readList(parseJson(await bytesAt(http, address), address), address)
}

/** Documents in the order of their revision: what was stored stays stored where a later one fails. */
async function* fromNetwork(
  context: Context & { readonly http: FeedHttp },
  since: Cursor | undefined,
): AsyncIterable<Page> {
  const { http, config } = context
  let cursor: Cursor = since ?? {}
  const known = since?.documents ?? {}
  const due = (await listOf(http, config.location)).filter(({ id, revisedAt }) => known[id] !== revisedAt)
  for (const [index, { id, revisedAt }] of due.entries()) {
    stopIfAsked(context)
    const progress = { done: index + 1, total: due.length }
    const stored = known[id]
    if (stored !== undefined && revisedAt < stored) {
      yield { records: [], skipped: [older(id, revisedAt, stored)], cursor, progress }
      continue
    }
    const address = addressOf(config.location, `cvrf/${encodeURIComponent(id)}`)
    const { records, skipped } = await documentFrom(http, address, id)
    // One that could not be read is asked for again with the next run.
    if (records.length > 0) cursor = { ...cursor, documents: { ...cursor.documents, [id]: revisedAt } }
    yield { records, skipped, taken: records.length > 0 ? [id] : [], cursor, progress }
    await setImmediate()
  }
}

interface ReadDocument {
  readonly records: readonly FeedRecord[]
  readonly skipped: readonly Skipped[]
}

async function documentFrom(http: FeedHttp, address: string, position: string): Promise<ReadDocument> {
  try {
    return documentAt(parseJson(await bytesAt(http, address), address), position)
  } catch (error) {
    if (!isOfDocument(error)) throw error
    const { code, message: reason } = error
    return { records: [], skipped: [{ position, code, reason }] }
  }
}

/** The others can be read where this one is missing, too large or no JSON; where the publisher fails they cannot. */
const isOfDocument = (error: unknown): error is AppError =>
  error instanceof AppError &&
  (error.code === 'unreadable' || error.code === 'too_large' || [404, 410].includes(Number(error.details?.status)))

function documentAt(json: unknown, position: string): ReadDocument {
  const read = readCvrf(json)
  if (!read.ok) {
    const reason = `It is no document of Microsoft's Security Update Guide: ${read.reason}.`
    return { records: [], skipped: [{ position, code: 'bad_value', reason }] }
  }
  const { document, asOf, entries, isComplete, odd } = read
  // A number that comes twice in a document is one statement; the later has it.
  const byCve = new Map(entries.map((entry) => [entry.cve, entry]))
  const records: FeedRecord[] = [...byCve.values()].map((entry) => ({ kind: 'msrc_cve', entry }))
  records.push({ kind: 'msrc_document', document, asOf, cves: [...byCve.keys()].sort(), isComplete })
  const shown = odd.slice(0, 5).join('; ')
  const reason = `Taken without a part that cannot be read: ${shown}${odd.length > 5 ? ` and ${odd.length - 5} more` : ''}.`
  return { records, skipped: odd.length > 0 ? [{ position, code: 'part_left_out', reason }] : [] }
}

const isDefinitions = (path: string) => /(?:^|\/)CVEs[^/]*\.csv$/i.test(path)
const isDocument = (path: string) => /\.json$/i.test(path) || /(?:^|\/)(?:updates|\d{4}-\w{3})$/i.test(path)

async function lookAtFiles(files: FeedFiles): Promise<void> {
  for await (const { path } of files.list()) if (isDefinitions(path) || /\d{4}-\w{3}[^/]*$/i.test(path)) return
  throw nothingThere(files)
}

const nothingThere = ({ label }: FeedFiles) =>
  new AppError(
    'unreadable',
    `${label} holds neither documents of Microsoft's Security Update Guide (2024-Jan.json …) nor wesng's list (CVEs_….csv). Check the path; of wesng, name definitions.zip itself.`,
  )

/** A folder is read again whole where a file in it changed; what is stored already is then written to no more. */
async function* fromFiles(
  context: Context & { readonly files: FeedFiles },
  since: Cursor | undefined,
): AsyncIterable<Page> {
  const { files } = context
  const paths: string[] = []
  const hash = createHash('sha256')
  for await (const { path, stamp } of files.list()) {
    if (!isDefinitions(path) && !isDocument(path)) continue
    paths.push(path)
    hash.update(`${path}\n${stamp}\n`)
  }
  if (paths.length === 0) throw nothingThere(files)
  const folder = hash.digest('hex')
  if (since?.folder === folder) return

  const cursor: Cursor = { ...since }
  const progress = (done: number) => ({ done, total: paths.length })
  let documents = 0
  for (const [index, path] of paths.entries()) {
    stopIfAsked(context)
    const place = `"${path}" in ${files.label}`
    try {
      if (isDefinitions(path)) {
        const bytes = await files.read(path, { maxBytes: maxDefinitionsBytes })
        for (const page of definitionPages(bytes, path, place)) {
          stopIfAsked(context)
          yield { ...page, cursor, progress: progress(index) }
          await setImmediate()
        }
        documents++
        continue
      }
      const json = parseJson(await files.read(path, { maxBytes: maxDocumentBytes }), place)
      if (readUpdateList(json)) continue
      const { records, skipped } = documentAt(json, path)
      if (records.length > 0) documents++
      yield { records, skipped, taken: records.length > 0 ? [path] : [], cursor, progress: progress(index + 1) }
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'cancelled') throw error
      const { code, message: reason } = error
      yield { records: [], skipped: [{ position: path, code, reason }], cursor, progress: progress(index + 1) }
    }
  }
  if (documents === 0) throw nothingThere(files)
  yield { records: [], skipped: [], cursor: { ...cursor, folder } }
}

function* definitionPages(bytes: Uint8Array, path: string, place: string): Generator<Omit<Page, 'cursor'>> {
  const asOf = /(\d{4})(\d\d)(\d\d)[^/]*$/.exec(path)?.slice(1).join('-') ?? ''
  const { entries, cves, unnumbered } = readDefinitions(bytes, asOf, place)
  let records: FeedRecord[] = []
  for (const entry of entries) {
    records.push({ kind: 'msrc_cve', entry })
    if (records.length < entriesPerPage) continue
    yield { records, skipped: [] }
    records = []
  }
  records.push({ kind: 'msrc_document', document: 'definitions', asOf, cves })
  const reason = `${unnumbered} rows that name no CVE were left out: advisories without a number, and service packs.`
  yield { records, skipped: unnumbered > 0 ? [{ position: path, code: 'part_left_out', reason }] : [], taken: [path] }
}

const older = (id: string, listed: string, stored: string): Skipped => ({
  position: id,
  code: 'older_than_stored',
  reason: `The list has it as of ${listed}, before ${stored}, as of which it was read already. Nothing of it was taken.`,
})
