import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineFeed, type FeedContext, FeedLocation, type FeedRecord } from '#feeds/feed.ts'
import { inParallel } from '#feeds/in-parallel.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { readCsaf } from '#standards/csaf/read-csaf.ts'
import { isOpenVex, readOpenVex } from '#standards/openvex/read-openvex.ts'
import { folderProvider } from './folder-provider.ts'
import { codeOf, Ledger, LedgerState } from './ledger.ts'
import { type ListedDocument, type Provider, sidecars } from './listing.ts'
import { networkProvider } from './network-provider.ts'
import { openProof, type Proof } from './proof.ts'
import { type Asked, judgeVanished } from './vanished.ts'

const documentsPerPage = 50
const readAtOnce = 6
/** So many documents that cannot be fetched one after the other are no longer a matter of the documents. */
const failuresInARow = 10

const Config = z.object({
  location: FeedLocation,
  publicKey: z.string().trim().optional().meta({
    title: 'Public keys of the publisher',
    description:
      'OpenPGP, in ASCII armour. With a key, a document without a valid signature is not taken. Without one, only its checksum is verified.',
  }),
  include: z.string().trim().optional().meta({
    title: 'Only these documents',
    description: 'By file name or by path, such as icsma-* or 2024/**. Empty reads all.',
  }),
})
type Config = z.infer<typeof Config>

/** Reads the advisories of any CSAF provider, from its site or from a copy. */
export const csafProvider = defineFeed({
  id: 'csaf-provider',
  title: 'CSAF provider',
  summary:
    'Advisories and VEX of a manufacturer or coordinator that publishes CSAF, from its site, a folder or a zip archive; OpenVEX documents beside them.',
  config: Config,
  cursor: LedgerState,
  everyHours: 12,
  toldOnce: ['partly_read'],

  async check(context) {
    await openProof(context.config.publicKey)
    const { documents } = await openProvider(context).list()
    if (documents.length > 0) return
    throw new AppError('unreadable', `${placeOf(context)} lists no CSAF documents. Check the location.`)
  },

  async *pull(context, since) {
    const provider = openProvider(context)
    const proof = await openProof(context.config.publicKey)
    const ledger = new Ledger(since)
    const listing = await provider.list()
    if (listing.documents.length === 0 && ledger.size > 0 && listing.list !== 'none')
      throw new AppError(
        'upstream_failed',
        `${placeOf(context)} lists no document any more, where it had ${ledger.size}. Nothing was withdrawn; look whether the provider moved.`,
      )

    const isIncluded = matcherOf(context.config.include)
    const due = listing.documents
      .map((document) => ({ document, code: codeOf(document.stamp, proof.keys) }))
      .filter(({ document, code }) => isIncluded(document.path) && !ledger.isRead(document.path, code))
    const paths = new Set(listing.documents.map(({ path }) => path))
    const isUnlisted = new Set(listing.list === 'whole' ? ledger.otherThan(paths).map(({ path }) => path) : [])
    // Of what was listed before more is told, once it was asked for.
    let skipped: Skipped[] = listing.skipped.filter(
      ({ code, position }) => code !== 'not_listed' || !isUnlisted.has(position),
    )
    const read = readerOf(provider, proof, context.signal)
    for (let start = 0; start < due.length; start += documentsPerPage) {
      const page = due.slice(start, start + documentsPerPage)
      const outcomes = await inParallel(page, readAtOnce, ({ document }) => read(document))
      for (const [index, { id }] of outcomes.entries()) {
        const { document, code } = page[index] ?? {}
        if (id && document) ledger.record(document.path, code ?? '', id)
      }
      yield {
        records: outcomes.flatMap(({ records }) => records),
        skipped: [...skipped, ...outcomes.flatMap((outcome) => outcome.skipped)],
        taken: page.flatMap(({ document }, index) => (outcomes[index]?.id ? [document.path] : [])),
        cursor: ledger.state(),
        progress: { done: start + page.length, total: due.length },
      }
      skipped = []
    }

    if (listing.list === 'partial') {
      if (skipped.length > 0) yield { records: [], skipped, cursor: ledger.state(), progress: progressOf(due) }
      return
    }
    const before = ledger.size
    const ask = asking(provider, proof, context.signal)
    const vanished = await judgeVanished(ledger, paths, listing.list === 'whole' ? ask : undefined)
    skipped = [...skipped, ...vanished.skipped]
    if (vanished.records.length > 0 || skipped.length > 0 || ledger.size < before)
      yield { records: vanished.records, skipped, cursor: ledger.state(), progress: progressOf(due) }
    if (vanished.refused > 0)
      throw new AppError(
        'upstream_failed',
        `Partly done: what is listed was read, but of ${ledger.ids().size} advisories ${placeOf(context)} neither lists nor holds ${vanished.refused} any more. That many at once look like a fault, so none was withdrawn. Look whether the provider moved or a copy is half; what it did take back, withdraw on the advisory's page.`,
      )
  },
})

const progressOf = (due: readonly unknown[]) => ({ done: due.length, total: due.length })

function openProvider({ http, files, config }: FeedContext<Config>): Provider {
  if (http) return networkProvider(http, config.location)
  if (files) return folderProvider(files)
  throw new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
}

/** For people; a location's query may hold a key. */
const placeOf = ({ http, files }: FeedContext<Config>) => http?.origin ?? files?.label ?? 'The source'

export interface Outcome {
  readonly records: FeedRecord[]
  readonly skipped: Skipped[]
  /** The advisory's; absent where the document is to be read again with the next run. */
  readonly id?: string
}

/** Asks for the document of an advisory that is on no list any more. */
function asking(provider: Provider, proof: Proof, signal: AbortSignal | undefined) {
  return async (path: string): Promise<Asked> => {
    if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
    const bytes = await provider.readIfPublished(path)
    if (!bytes) return 'gone'
    const wrong = await proof.check(provider, { path, stamp: '', ...sidecars(path) }, bytes)
    return wrong ? { records: [], skipped: [wrong] } : readDocument(path, bytes)
  }
}

/** What one document costs at most is itself, unless the provider as a whole does not answer. */
function readerOf(provider: Provider, proof: Proof, signal: AbortSignal | undefined) {
  let failures = 0

  return async (document: ListedDocument): Promise<Outcome> => {
    if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
    try {
      const bytes = await provider.read(document.path)
      const wrong = await proof.check(provider, document, bytes)
      failures = 0
      if (wrong) return { records: [], skipped: [wrong] }
      return readDocument(document.path, bytes)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failures += 1
      const stops = ['cancelled', 'upstream_busy', 'upstream_timeout'].includes(error.code)
      if (stops || failures >= failuresInARow) throw error
      return { records: [], skipped: [{ position: document.path, code: error.code, reason: error.message }] }
    }
  }
}

export function readDocument(path: string, bytes: Uint8Array): Outcome {
  const notTaken = (code: string, reason: string): Outcome => ({
    records: [],
    skipped: [{ position: path, code, reason }],
  })
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = JSON.parse(text)
  } catch {
    return notTaken('unreadable', 'The file is not JSON in UTF-8: damaged, cut off, or something else. Fetch it again.')
  }
  // PostgreSQL's text holds no NUL, and no honest advisory does.
  if (text.includes('\\u0000')) return notTaken('bad_value', 'The document holds NUL characters. Tell the provider.')
  const isVex = isOpenVex(json)
  const read = isVex ? readOpenVex(json) : readCsaf(json)
  if ('error' in read) return notTaken(isVex ? 'not_openvex' : 'not_csaf', read.error)

  const { advisory, remarks } = read
  const digest = createHash('sha256').update(bytes).digest('hex')
  // Everything is taken that can be; what cannot is said, once.
  const skipped =
    remarks.length > 0 ? [{ position: path, code: 'partly_read', reason: `Taken, but for: ${remarks.join('; ')}` }] : []
  return { records: [{ kind: 'advisory', advisory, digest, document: text }], skipped, id: advisory.id }
}

/** `*` and `?` stay within a name, `**` goes across folders; a pattern without `/` is compared with the file name. */
function matcherOf(pattern: string | undefined): (path: string) => boolean {
  if (!pattern) return () => true
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild === '?' ? '[^/]' : wild === '*' ? '[^/]*' : '.*'))
  const expression = new RegExp(`^${source}$`, 'i')
  const inPath = new RegExp(`(^|/)${source}$`, 'i')
  return (path) => (pattern.includes('/') ? inPath.test(path) : expression.test(path.slice(path.lastIndexOf('/') + 1)))
}
