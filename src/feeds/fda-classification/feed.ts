import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineFeed, type FeedContext, FeedLocation, type FeedRecord } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { readZip, ZipRefused } from '#standards/archive/read-zip.ts'
import { type Line, readClassification } from './payload.ts'

const maxBytes = 64 * 1024 * 1024
/** The file has some seven thousand codes: half a file is none. */
const fewest = 0.9

const Config = z.object({
  location: FeedLocation.default('https://www.accessdata.fda.gov/premarket/ftparea/foiclass.zip').meta({
    title: 'Location',
    description:
      "The address of FDA's foiclass.zip or of a mirror; where there is no internet, the path of that file, of foiclass.txt, or of a folder that holds one.",
  }),
})
type Config = z.infer<typeof Config>

/** SHA-256 of the file that was read last, and how many codes it has. `isComplete` is false where a line was skipped. */
const Cursor = z.object({ digest: z.string(), codes: z.int(), isComplete: z.boolean() })

/** FDA's classification of devices by product code. */
export const fdaClassification = defineFeed({
  id: 'fda-classification',
  title: 'FDA product classification',
  summary:
    'Which class, regulation and flags (life-sustaining, implant) each FDA product code has, from FDA or a copy.',
  config: Config,
  cursor: Cursor,
  everyHours: 168,

  async check(context) {
    await readLines(context)
  },

  async *pull(context, since) {
    const { lines, digest } = await readLines(context)
    if (since?.digest === digest && since.isComplete) return
    const records: FeedRecord[] = []
    const skipped: Skipped[] = []
    const seen = new Set<string>()
    for (const line of lines) {
      if ('wrong' in line) skipped.push(notTaken(line))
      else if (!seen.has(line.entry.code)) {
        seen.add(line.entry.code)
        records.push({ kind: 'product_classification', entry: line.entry })
      }
    }
    const isShort = since !== undefined && records.length < since.codes * fewest
    if (isShort) skipped.push(cutShort(records.length, since.codes))
    const isComplete = skipped.length === 0
    // A list with a hole must not take off what fell through it.
    if (isComplete)
      records.push({
        ...{ kind: 'complete', of: 'product_classification', version: digest.slice(0, 12) },
        asOf: context.now().toISOString().slice(0, 10),
      })
    yield {
      ...{ records, skipped, taken: [...seen, ...(isShort ? [] : ['codes'])] },
      cursor: { digest, codes: isShort ? since.codes : seen.size, isComplete },
      progress: { done: lines.length, total: lines.length },
    }
  },
})

async function readLines({ http, files, config }: FeedContext<Config>): Promise<{ lines: Line[]; digest: string }> {
  let found: Uint8Array | undefined
  let where: string
  if (http) {
    where = new URL(config.location).host
    const answer = await http.getBytes(config.location, { maxBytes })
    if (answer !== 'not_modified') found = answer.bytes
  } else if (files) {
    where = files.label
    const paths: string[] = []
    for await (const { path } of files.list()) if (/\.(?:txt|zip)$/i.test(path)) paths.push(path)
    const path = paths.find((one) => /foiclass/i.test(one)) ?? (paths.length === 1 ? paths[0] : undefined)
    if (path !== undefined) found = await files.read(path, { maxBytes })
  } else throw new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
  const code = http ? 'upstream_failed' : 'unreadable'
  const text = found && (await unpacked(found, where, code))
  const lines = text && readClassification(text)
  if (!lines || lines.length === 0)
    throw new AppError(
      code,
      `${where} holds no file of FDA's product codes (foiclass.txt, with PRODUCTCODE among its columns). Fetch foiclass.zip again.`,
    )
  return { lines, digest: createHash('sha256').update(text).digest('hex') }
}

/** The text in an archive, or the text itself. */
async function unpacked(bytes: Uint8Array, where: string, code: 'upstream_failed' | 'unreadable') {
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b)) return bytes
  try {
    const limits = { maxEntryBytes: maxBytes, maxTotalBytes: maxBytes }
    for await (const entry of readZip(bytes, /\.txt$/i, limits)) return entry.bytes
  } catch (error) {
    if (error instanceof ZipRefused)
      throw new AppError(code, `The archive of ${where} cannot be read: ${error.message}. Fetch it again.`, {
        cause: error,
      })
    throw error
  }
  return undefined
}

const notTaken = ({ code, wrong, raw }: Extract<Line, { wrong: string }>): Skipped => ({
  position: code,
  code: 'bad_value',
  reason: `${wrong}. What was read of it before stays.`,
  raw: { line: raw },
})

const cutShort = (codes: number, before: number): Skipped => ({
  position: 'codes',
  code: 'incomplete_list',
  reason: `The file has ${codes} codes and had ${before} before; none is taken off ours until a whole one comes.`,
})
