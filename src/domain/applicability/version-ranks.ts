import { compareVersions, readVersion, type Version } from '#standards/vers/vers.ts'

/**
 * Versions of numbers alone, in their order: most of them. Each known one has an odd rank, and what lies between two of
 * them the even rank between theirs, so that "is it in the range" is a comparison of two whole numbers. The three schemes
 * (plain, calendar, date) cannot be compared with each other and stand in spans of their own.
 */
export interface VersionRanks {
  readonly spans: readonly Span[]
}

interface Span {
  readonly scheme: Version['scheme']
  /** Rank before the first version. */
  readonly start: number
  readonly versions: readonly Version[]
}

export interface Rank {
  readonly rank: number
  /** Which span it is of. */
  readonly span: number
}

const schemes = ['plain', 'calendar', 'date'] as const

/** Numbers alone are in one total order: `compareVersions` leaves open what letters, qualifiers and open digits mean. */
const isNumbersOnly = ({ epoch, qualifiers, parts }: Version): boolean =>
  epoch === 0 &&
  qualifiers.length === 0 &&
  parts.length > 0 &&
  parts.every((part) => part.kind === 'number' && !part.fuzzy)

/** Undefined where the text says more than numbers. */
function numbersOnly(text: string): Version | undefined {
  const version = readVersion(text)
  return version && isNumbersOnly(version) ? version : undefined
}

const order = (a: Version, b: Version): number => {
  const found = compareVersions(a, b)
  return found === 'less' ? -1 : found === 'greater' ? 1 : 0
}

export function rankVersions(texts: Iterable<string>): VersionRanks {
  const byScheme = new Map<Version['scheme'], Version[]>(schemes.map((scheme) => [scheme, []]))
  for (const text of texts) {
    const version = numbersOnly(text)
    if (version) byScheme.get(version.scheme)!.push(version)
  }
  let start = 0
  const spans = schemes.map((scheme): Span => {
    const sorted = byScheme.get(scheme)!.sort(order)
    const versions = sorted.filter((version, at) => at === 0 || order(sorted[at - 1]!, version) !== 0)
    const span = { scheme, start, versions }
    start += versions.length * 2 + 1
    return span
  })
  return { spans }
}

export const firstRank = ({ spans }: VersionRanks, span: number): number => spans[span]!.start
export const lastRank = ({ spans }: VersionRanks, span: number): number =>
  spans[span]!.start + spans[span]!.versions.length * 2

/** Undefined where only `compareVersions` can tell. */
export function rankOf({ spans }: VersionRanks, text: string): Rank | undefined {
  const version = numbersOnly(text)
  if (!version) return undefined
  const span = schemes.indexOf(version.scheme)
  const { start, versions } = spans[span]!
  let low = 0
  let high = versions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order(versions[middle]!, version) < 0) low = middle + 1
    else high = middle
  }
  const isKnown = low < versions.length && order(versions[low]!, version) === 0
  return { span, rank: start + low * 2 + (isKnown ? 1 : 0) }
}
