// What stands in the address after the question mark: text, always. The router neither guesses numbers nor quotes them,
// so that a model called 9100 stays a model, and an address can be typed, sent and bookmarked.

export type SearchParams = Readonly<Record<string, string>>

export function parseSearch(text: string): SearchParams {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  const query = parameters.toString()
  return query ? `?${query}` : ''
}

type Reader = (value: string) => string | undefined

/** An empty text asks for what has none: `site=`. */
export const text: Reader = (value) => value.slice(0, 300)
/** In the language of queries. */
export const queryText: Reader = (value) => value.slice(0, 2000)
export const flag: Reader = (value) => (value === 'true' || value === 'false' ? value : undefined)
export const day: Reader = (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined)
/** A day, or a moment with its offset. */
export const dayOrMoment: Reader = (value) =>
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(value) ? value : undefined
/** Of CVSS. */
export const score: Reader = (value) => (/^(?:10|\d)(?:\.\d)?$/.test(value) && Number(value) <= 10 ? value : undefined)
export const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (value: string): Word | undefined =>
    words.find((word) => word === value)

/** A reader of a page's address: what it does not know, or cannot read, is left out. */
export function readSearch<Shape extends Record<string, Reader>>(shape: Shape) {
  type Read = { [Name in keyof Shape]?: NonNullable<ReturnType<Shape[Name]>> }
  return (search: Readonly<Record<string, unknown>>): Read => {
    const read: Read = {}
    for (const [name, reader] of Object.entries(shape) as [keyof Shape & string, Reader][]) {
      const value = search[name]
      const word = value === undefined || value === null ? undefined : reader(String(value))
      if (word !== undefined) read[name] = word as NonNullable<ReturnType<Shape[typeof name]>>
    }
    return read
  }
}
