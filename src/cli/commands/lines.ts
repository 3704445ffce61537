import { isUtf8 } from 'node:buffer'

export interface Line {
  readonly text: string
  /** False where its bytes are not of the encoding: then `text` has U+FFFD for what could not be read. */
  readonly isText: boolean
}

/**
 * Lines of UTF-8, or of UTF-16 behind its mark, which Windows PowerShell writes. LF ends one, with or without a CR before it, and
 * nothing else: what Unicode or other systems take for the end of a line is text. A byte order mark at the beginning is left out.
 */
export async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<Line> {
  let isFirst = true
  let isUtf16 = false
  let begun: Uint8Array[] = []
  const whole = (): Line => {
    const bytes = Buffer.concat(begun)
    const isText = isUtf16 ? bytes.length % 2 === 0 && bytes.toString('utf16le').isWellFormed() : isUtf8(bytes)
    const line = (isUtf16 ? bytes.toString('utf16le').toWellFormed() : bytes.toString()).replace(/\r$/, '')
    const text = isFirst ? line.replace(/^\uFEFF/, '') : line
    isFirst = false
    return { text, isText }
  }
  for await (const chunk of chunksOf(input)) {
    if (isFirst && begun.length === 0) isUtf16 = isMark(chunk)
    let from = 0
    for (let end = endOf(chunk, from, isUtf16); end !== -1; end = endOf(chunk, from, isUtf16)) {
      begun.push(chunk.subarray(from, end))
      yield whole()
      begun = []
      from = end + (isUtf16 ? 2 : 1)
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  const last = whole()
  if (last.text !== '' || !last.isText) yield last
}

function endOf(chunk: Buffer, from: number, isUtf16: boolean): number {
  let end = chunk.indexOf(0x0a, from)
  // A chunk begins with a whole unit: LF is 0A 00 at an even place.
  while (isUtf16 && end !== -1 && (end % 2 > 0 || chunk[end + 1] !== 0)) end = chunk.indexOf(0x0a, end + 1)
  return end
}

/** As they come, so that a line is answered at once; of UTF-16 in whole units. The first has two bytes, if there are as many. */
async function* chunksOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  let kept = Buffer.alloc(0)
  let isUtf16: boolean | undefined
  for await (const piece of input) {
    const chunk = Buffer.concat([kept, typeof piece === 'string' ? Buffer.from(piece) : piece])
    if (chunk.length >= 2) isUtf16 ??= isMark(chunk)
    const end = isUtf16 === undefined ? 0 : isUtf16 ? chunk.length - (chunk.length % 2) : chunk.length
    kept = Buffer.from(chunk.subarray(end))
    if (end > 0) yield chunk.subarray(0, end)
  }
  if (kept.length > 0) yield kept
}

const isMark = (chunk: Buffer) => chunk[0] === 0xff && chunk[1] === 0xfe

/** What TypeScript's library does not know yet of JSON (ECMAScript proposal "JSON.parse source text access"). */
type ExactJson = {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(source: string): unknown
  isRawJSON(value: unknown): boolean
}
const exact = JSON as unknown as ExactJson

/** What a text of JSON says; undefined where it is none. Numbers stay as they are written: as numbers long ones lose digits. */
export function readJson(text: string): unknown {
  try {
    return exact.parse(text, (_, value, { source }) =>
      typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value,
    )
  } catch {
    return undefined
  }
}

/** The members of an object; none of anything else. */
export const membersOf = (given: unknown): Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && !exact.isRawJSON(given)
    ? (given as Readonly<Record<string, unknown>>)
    : {}
