import { isBareYear, mayBeDay, readVersion, type Version } from '#standards/vers/vers.ts'

/**
 * Versions of numbers alone, in their order: most of them. Each known one has an odd rank, and what lies between two of
 * them the even rank between theirs, so that "is it in the range" is a comparison of two whole numbers. The three schemes
 * (plain, calendar, date) cannot be compared with each other and stand in spans of their own.
 */
export interface VersionRanks {
  readonly spans: readonly Span[]
}

interface Span {
  /** Rank before the first version. */
  readonly start: number
  /** In order. */
  readonly keys: readonly string[]
  readonly places: ReadonlyMap<string, number>
}

export interface Rank {
  readonly rank: number
  /** Which span it is of. */
  readonly span: number
}

interface Key {
  readonly text: string
  readonly span: number
}

const schemes: readonly Version['scheme'][] = ['plain', 'calendar', 'date']

/**
 * A text whose alphabetical order is that of the numbers, trailing zeros being equal. Undefined where the version says more
 * than numbers: letters, qualifiers and open digits are left to `compareVersions`.
 */
function keyOf(text: string): Key | undefined {
  if (isPlain(text)) return { text: keyOfNumbers(text.split('.')), span: 0 }
  const version = readVersion(text)
  // What may be a day, and a year beside days, is compared by what it stands beside.
  if (
    version?.epoch !== 0 ||
    mayBeDay(version) ||
    isBareYear(version) ||
    version.qualifiers.length > 0 ||
    version.metadata !== undefined ||
    version.parts.length === 0
  )
    return undefined
  const numbers: string[] = []
  for (const part of version.parts) {
    if (part.kind !== 'number' || part.fuzzy) return undefined
    numbers.push(part.digits)
  }
  return { text: keyOfNumbers(numbers), span: schemes.indexOf(version.scheme) }
}

/** Numbers and dots that are neither a date nor a year: what `readVersion` makes of them is known. */
const isPlain = (text: string): boolean =>
  text.length < 40 &&
  /^\d+(?:\.\d+)*$/.test(text) &&
  !/^(?:(?:19|20)\d\d(?:\.|$)|\d{8}$|\d\d?\.\d\d?\.(?:19|20)\d\d$)/.test(text)

/** Each number behind a letter that says how long it is. */
function keyOfNumbers(numbers: readonly string[]): string {
  let key = ''
  let length = 0
  for (const digits of numbers) {
    const number = digits.length > 1 && digits.startsWith('0') ? digits.replace(/^0+(?=\d)/, '') : digits
    key += String.fromCharCode(48 + number.length) + number
    if (number !== '0') length = key.length
  }
  return key.slice(0, length)
}

export function rankVersions(texts: Iterable<string>): VersionRanks {
  const found = schemes.map(() => new Set<string>())
  for (const text of texts) {
    const key = keyOf(text)
    if (key) found[key.span]!.add(key.text)
  }
  let start = 0
  const spans = found.map((all): Span => {
    const keys = [...all].sort()
    const span = { start, keys, places: new Map(keys.map((key, at) => [key, at])) }
    start += keys.length * 2 + 1
    return span
  })
  return { spans }
}

export const firstRank = ({ spans }: VersionRanks, span: number): number => spans[span]!.start
export const lastRank = ({ spans }: VersionRanks, span: number): number =>
  spans[span]!.start + spans[span]!.keys.length * 2

/** Undefined where only `compareVersions` can tell. */
export function rankOf({ spans }: VersionRanks, text: string): Rank | undefined {
  const key = keyOf(text)
  if (!key) return undefined
  const { start, keys, places } = spans[key.span]!
  const known = places.get(key.text)
  if (known !== undefined) return { span: key.span, rank: start + known * 2 + 1 }
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key.text) low = middle + 1
    else high = middle
  }
  return { span: key.span, rank: start + low * 2 }
}
