import { z } from 'zod'
import { AppError } from '#platform/errors.ts'

// NVD's data feeds: https://nvd.nist.gov/vuln/data-feeds. One file for each year, and those of what changed in the last
// eight days, each with a .meta beside it. They have the shape of an answer of the API 2.0.

/** `2024`, `modified` or `recent`; absent where the file is none of NVD's. */
export function feedKeyOf(path: string): string | undefined {
  return /(?:^|\/)nvdcve-(?:2\.0-)?(\d{4}|modified|recent)\.json(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase()
}

/** Years first: what changed since goes over what they say. */
export const byAge = (a: string, b: string) =>
  Number(/\D/.test(a)) - Number(/\D/.test(b)) || (/\D/.test(a) ? -1 : 1) * (a < b ? -1 : 1)

/** SHA-256 of the unpacked file, in lower case; absent where this is no .meta. */
export const sha256InMeta = (text: string): string | undefined =>
  /^sha256:([0-9a-f]{64})\s*$/im.exec(text)?.[1]?.toLowerCase()

export const Envelope = z.object({
  resultsPerPage: z.int().min(0),
  startIndex: z.int().min(0),
  totalResults: z.int().min(0),
  format: z.literal('NVD_CVE'),
  version: z.literal('2.0'),
  timestamp: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
})
export type Envelope = z.infer<typeof Envelope>

export interface NvdDocument {
  readonly envelope: Envelope
  readonly count: number
  /** Elements of `vulnerabilities`, so many at a time, from the given one on. */
  slices(size: number, from: number): Iterable<readonly unknown[]>
}

// Quotes inside of a text are written \", so that this can only be where an element begins.
const opening = Buffer.from('{"cve":{')

/**
 * Reads a file element by element: a year is up to 200 MB, and as one value many times that. Small slices are parsed
 * faster than large ones: few hold more than ASCII, and what is done with is gone before it grows old. A file in
 * another layout is read as a whole. `place` names it to people.
 */
export function openDocument(bytes: Buffer, place: string): NvdDocument {
  const starts: number[] = []
  for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + opening.length)) starts.push(at)
  const end = endOfList(bytes)
  if (starts[0] === undefined || end === undefined) return wholeDocument(bytes, place)

  const envelope = envelopeOf(parsed(`${bytes.toString('utf8', 0, starts[0])}]}`, place), place)
  return {
    envelope,
    count: starts.length,
    *slices(size, from) {
      for (let at = from; at < starts.length; at += size) {
        const text = bytes.toString('utf8', starts[at], starts[at + size] ?? end)
        yield parsed(`[${withoutComma(text)}]`, place) as unknown[]
      }
    },
  }
}

/** Only the end is looked at. */
function withoutComma(text: string): string {
  const end = text.trimEnd()
  return end.endsWith(',') ? end.slice(0, -1) : end
}

function wholeDocument(bytes: Buffer, place: string): NvdDocument {
  const json = parsed(bytes.toString('utf8'), place)
  const envelope = envelopeOf(json, place)
  const list = z.object({ vulnerabilities: z.array(z.unknown()) }).safeParse(json)
  if (!list.success) throw new AppError('unreadable', `${place} holds no list "vulnerabilities". Fetch it again.`)
  const { vulnerabilities } = list.data
  return {
    envelope,
    count: vulnerabilities.length,
    *slices(size, from) {
      for (let at = from; at < vulnerabilities.length; at += size) yield vulnerabilities.slice(at, at + size)
    },
  }
}

/** Where the list ends, when it is the last thing in the file. */
function endOfList(bytes: Buffer): number | undefined {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 64))
  const closing = /\]\s*\}\s*$/.exec(tail)
  return closing ? bytes.length - (tail.length - closing.index) : undefined
}

function envelopeOf(json: unknown, place: string): Envelope {
  const envelope = Envelope.safeParse(json)
  if (envelope.success) return envelope.data
  const issue = envelope.error.issues[0]
  throw new AppError(
    'unreadable',
    `${place} is no NVD file of format 2.0 (${issue?.path.join('.') || 'the whole'}: ${issue?.message}). Fetch it again.`,
  )
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('unreadable', `${place} is no whole JSON: it is damaged or cut off. Fetch it again.`, { cause })
  }
}
