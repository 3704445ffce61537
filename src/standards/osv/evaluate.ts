import type { OsvAffected, OsvEvent, OsvRange } from '#model/osv.ts'
import { compareByScheme } from '#standards/vers/vers.ts'
import { schemeOf } from './ecosystems.ts'

// "Evaluation" of the OSV schema, with a third answer where versions cannot be compared.

export interface Evaluated {
  readonly answer: 'yes' | 'no' | 'unknown'
  /** A sentence's end: `1.2 is one of the versions that are listed`. */
  readonly because: string
}

type Compare = (a: string, b: string) => number | undefined

/** IsVulnerable for one affected package, which the version is of. */
export function evaluate(affected: OsvAffected, version: string): Evaluated {
  const scheme = schemeOf(affected.ecosystem)
  const compare: Compare = (a, b) => (scheme ? compareByScheme(scheme, a, b) : undefined)
  if (affected.versions.some((one) => one === version || compare(one, version) === 0))
    return { answer: 'yes', because: `${version} is one of the versions that are listed` }

  let unknown: string | undefined
  const numbered = affected.ranges.filter(({ type }) => type !== 'GIT')
  for (const range of numbered) {
    const inRange = includedIn(range, version, range.type === 'SEMVER' ? semver(compare) : compare)
    if (inRange === true) return { answer: 'yes', because: `${version} lies in ${shown(range)}` }
    if (inRange === undefined)
      unknown ??= scheme
        ? `${version} cannot be compared with ${shown(range)}`
        : `no rules are known by which versions of ${affected.ecosystem} are ordered`
  }
  if (unknown) return { answer: 'unknown', because: unknown }
  // Commits say the same in another way where there are versions; alone they need the repository.
  if (numbered.length === 0 && affected.ranges.length > 0)
    return { answer: 'unknown', because: 'only commits are named, which a version does not tell' }
  if (numbered.length === 0 && affected.versions.length === 0)
    return { answer: 'unknown', because: 'neither versions nor ranges are named' }
  const where = numbered.length > 0 ? numbered.map(shown).join(', ') : 'the versions that are listed'
  return { answer: 'no', because: `${version} lies outside ${where}` }
}

/** Ranges of this type are SemVer whatever the ecosystem; where its own rules read more, they agree on what SemVer reads. */
const semver =
  (own: Compare): Compare =>
  (a, b) =>
    compareByScheme('semver', a, b) ?? own(a, b)

/** BeforeLimits and the events in order; undefined where they cannot be compared. */
function includedIn({ events }: OsvRange, version: string, compare: Compare): boolean | undefined {
  const limits = events.filter(({ kind }) => kind === 'limit')
  const isBefore = limits.map(({ version: limit }) => (limit === '*' ? true : isLess(version, limit, compare)))
  if (limits.length > 0 && !isBefore.includes(true)) return isBefore.includes(undefined) ? undefined : false

  const sorted = sortEvents(
    events.filter(({ kind }) => kind !== 'limit'),
    compare,
  )
  if (!sorted) return undefined
  let isVulnerable = false
  for (const event of sorted) {
    const order = event.kind === 'introduced' && event.version === '0' ? 1 : compare(version, event.version)
    if (order === undefined) return undefined
    if (event.kind === 'introduced' && order >= 0) isVulnerable = true
    else if (event.kind === 'fixed' && order >= 0) isVulnerable = false
    else if (event.kind === 'last_affected' && order > 0) isVulnerable = false
  }
  return isVulnerable
}

function isLess(version: string, limit: string, compare: Compare): boolean | undefined {
  const order = compare(version, limit)
  return order === undefined ? undefined : order < 0
}

/** "0" sorts before any other version; of the same version what was written first. */
function sortEvents(events: readonly OsvEvent[], compare: Compare): readonly OsvEvent[] | undefined {
  let isComparable = true
  const sorted = events.toSorted((a, b) => {
    if (a.version === b.version) return 0
    if (a.version === '0' && a.kind === 'introduced') return -1
    if (b.version === '0' && b.kind === 'introduced') return 1
    const order = compare(a.version, b.version)
    if (order === undefined) isComparable = false
    return order ?? 0
  })
  return isComparable ? sorted : undefined
}

const words = { introduced: 'from', fixed: 'fixed in', last_affected: 'up to', limit: 'only before' }
const shown = ({ events }: OsvRange): string =>
  `"${events.map(({ kind, version }) => `${words[kind]} ${version}`).join(', ')}"`

/** The versions in which it is fixed, as written. */
export const fixedIn = (affected: OsvAffected): string[] => [
  ...new Set(
    affected.ranges
      .filter(({ type }) => type !== 'GIT')
      .flatMap(({ events }) => events.filter(({ kind }) => kind === 'fixed').map(({ version }) => version)),
  ),
]
