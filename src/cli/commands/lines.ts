import { StringDecoder } from 'node:string_decoder'

/**
 * Lines of UTF-8, or of UTF-16 behind its mark, which Windows PowerShell writes. LF ends one, with or without a CR before it, and
 * nothing else: what Unicode or other systems take for the end of a line is text. A byte order mark at the beginning is left out.
 */
export async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let begun: string[] = []
  let isFirst = true
  const whole = (): string => {
    const line = begun.join('').replace(/\r$/, '')
    const text = isFirst ? line.replace(/^\uFEFF/, '') : line
    isFirst = false
    return text
  }
  for await (const text of textOf(input)) {
    const [first = '', ...more] = text.split('\n')
    begun.push(first)
    for (const next of more) {
      yield whole()
      begun = [next]
    }
  }
  const last = whole()
  if (last !== '') yield last
}

async function* textOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let decoder: StringDecoder | undefined
  let head = Buffer.alloc(0)
  for await (const chunk of input) {
    if (typeof chunk === 'string') {
      yield chunk
      continue
    }
    if (decoder) {
      yield decoder.write(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < 2) continue
    decoder = new StringDecoder(head[0] === 0xff && head[1] === 0xfe ? 'utf16le' : 'utf8')
    yield decoder.write(head)
  }
  yield decoder ? decoder.end() : head.toString()
}

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
