import { StringDecoder } from 'node:string_decoder'

/**
 * Lines of UTF-8. LF ends one, with or without a CR before it, and nothing else: what Unicode or other systems take for
 * the end of a line is text. A byte order mark at the beginning is left out.
 */
export async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let begun: string[] = []
  let isFirst = true
  const whole = (): string => {
    const line = begun.join('').replace(/\r$/, '')
    const text = isFirst ? line.replace(/^\uFEFF/, '') : line
    isFirst = false
    return text
  }
  for await (const chunk of input) {
    const [first = '', ...more] = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n')
    begun.push(first)
    for (const next of more) {
      yield whole()
      begun = [next]
    }
  }
  begun.push(decoder.end())
  const last = whole()
  if (last !== '') yield last
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
