import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  defineFeed,
  type FeedContext,
  type FeedFiles,
  FeedLocation,
  type FeedPage,
  type FeedRecord,
} from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { Answer, readProduct } from './payload.ts'

const maxBytes = 64 * 1024 * 1024

const Config = z.object({
  location: FeedLocation.default('https://endoflife.date/api/v1/').meta({
    title: 'Location',
    description:
      'The address of the API (version 1) or of a mirror; where there is no internet, the path of a folder with its answers as .json files: that of products/full, or those of single products.',
  }),
})
type Config = z.infer<typeof Config>

/** When the publisher made what was read; of a folder the SHA-256 of names and stamps. `isComplete` is false where something was left out. */
const Cursor = z.object({
  generatedAt: z.string().optional(),
  folder: z.string().optional(),
  isComplete: z.boolean(),
})
type Cursor = z.infer<typeof Cursor>

/** Until when operating systems and software are supported. */
export const endoflife = defineFeed({
  id: 'endoflife',
  title: 'endoflife.date',
  summary: 'Until when releases of operating systems and software get security updates, from endoflife.date or a copy.',
  config: Config,
  cursor: Cursor,
  everyHours: 24,

  async check(context) {
    if (context.http) await fromNetwork({ ...context, http: context.http })
    else if (context.files) await listFiles(context.files)
    else throw neither()
  },

  async *pull(context, since) {
    if (context.http) yield* pullNetwork({ ...context, http: context.http }, since)
    else if (context.files) yield* pullFiles(context.files, since)
    else throw neither()
  },
})

type Context = FeedContext<Config>
const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')

async function fromNetwork({ http, config }: Context & { http: NonNullable<Context['http']> }) {
  const { href } = new URL('products/full', config.location.replace(/\/?$/, '/'))
  const answer = await http.getJson(href, Answer, { maxBytes })
  if (Array.isArray(answer.result) && answer.generated_at !== undefined)
    return { products: answer.result, total: answer.total, generatedAt: answer.generated_at }
  throw new AppError(
    'upstream_failed',
    `${new URL(href).host} does not answer with a list of products. Check the address.`,
  )
}

async function* pullNetwork(
  context: Context & { http: NonNullable<Context['http']> },
  since: Cursor | undefined,
): AsyncIterable<FeedPage<Cursor>> {
  const { products, total, generatedAt } = await fromNetwork(context)
  const known = since?.generatedAt
  if (known !== undefined && Date.parse(generatedAt) < Date.parse(known)) {
    yield { records: [], skipped: [older(generatedAt, known)], cursor: since! }
    return
  }
  if (known === generatedAt && since?.isComplete) return
  const { records, skipped, taken } = take(products)
  if (total !== undefined && total !== products.length) skipped.push(incomplete(total, products.length))
  const isComplete = skipped.length === 0
  // A list with a hole must not take off what fell through it.
  if (isComplete) records.push(complete(generatedAt))
  yield {
    records,
    skipped,
    taken: [theList, 'total', ...taken],
    cursor: { generatedAt, isComplete },
    progress: { done: products.length, total: total ?? products.length },
  }
}

const complete = (generatedAt: string): FeedRecord => ({
  kind: 'complete',
  of: 'product_support',
  asOf: generatedAt.slice(0, 10),
  version: generatedAt,
})

const isData = (path: string) => /\.json$|(?:^|\/)products\/[^/.]+$/i.test(path)

async function listFiles(files: FeedFiles): Promise<{ paths: string[]; folder: string }> {
  const paths: string[] = []
  const hash = createHash('sha256')
  for await (const { path, stamp } of files.list()) {
    if (!isData(path)) continue
    paths.push(path)
    hash.update(`${path}\n${stamp}\n`)
  }
  if (paths.length > 0) return { paths, folder: hash.digest('hex') }
  throw new AppError('unreadable', `${files.label} holds no .json file of endoflife.date's API. Check the path.`)
}

async function* pullFiles(files: FeedFiles, since: Cursor | undefined): AsyncIterable<FeedPage<Cursor>> {
  const { paths, folder } = await listFiles(files)
  if (since?.folder === folder) return
  const records: FeedRecord[] = []
  const skipped: Skipped[] = []
  const taken: string[] = ['total']
  let whole: string | undefined
  for (const path of paths) {
    const answer = Answer.safeParse(jsonOf(new TextDecoder().decode(await files.read(path, { maxBytes }))))
    if (!answer.success) {
      const reason = 'It is no answer of endoflife.date’s API (version 1), or cut off. Fetch it again.'
      skipped.push({ position: path, code: 'unreadable', reason })
      continue
    }
    const { result, total, generated_at: generatedAt } = answer.data
    const products = Array.isArray(result) ? result : [result]
    const read = take(products)
    records.push(...read.records)
    skipped.push(...read.skipped)
    taken.push(path, ...read.taken)
    if (Array.isArray(result) && total !== undefined && total !== products.length)
      skipped.push(incomplete(total, products.length))
    else if (Array.isArray(result) && generatedAt !== undefined) whole = generatedAt
  }
  // Files of single products tell nothing of those that are not there.
  if (whole !== undefined && paths.length === 1 && skipped.length === 0) records.push(complete(whole))
  yield { records, skipped, taken, cursor: { folder, isComplete: skipped.length === 0 } }
}

function take(products: readonly unknown[]) {
  const records: FeedRecord[] = []
  const skipped: Skipped[] = []
  const taken: string[] = []
  for (const [index, raw] of products.entries()) {
    const read = readProduct(raw)
    if ('entry' in read) {
      records.push({ kind: 'product_support', entry: read.entry })
      taken.push(read.entry.product, `product ${index + 1}`)
    } else {
      const named = z.object({ name: z.string() }).safeParse(raw)
      skipped.push({
        position: named.success ? named.data.name : `product ${index + 1}`,
        code: 'bad_value',
        reason: `${read.wrong}. What was read of it before stays.`,
        raw: { entry: (JSON.stringify(raw) ?? 'undefined').slice(0, 2000) },
      })
    }
  }
  return { records, skipped, taken }
}

const incomplete = (total: number, found: number): Skipped => ({
  position: 'total',
  code: 'incomplete_list',
  reason: `The list says that it has ${total} products and holds ${found}; none is taken off ours until a whole one comes.`,
})

/** Where the whole list is what was not taken. */
const theList = 'list'

const older = (generatedAt: string, known: string): Skipped => ({
  position: theList,
  code: 'older_than_stored',
  reason: `The list was made at ${generatedAt}, before ${known}, of which it was read already. Nothing of it was taken.`,
})

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told by whoever checks the form.
    return undefined
  }
}
