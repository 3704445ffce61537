import type { Contained, Containment } from './containment.ts'
import { isWithin, type ReadRange, readConstraints, readVersRange, schemeNameOf } from './range.ts'
import { findScheme } from './schemes/schemes.ts'
import { isUnknownText } from './version.ts'
import { type Bound, readVersionExpression, type VersionExpression } from './version-expression.ts'

/** Below zero where `a` comes first; undefined where the scheme is not known or does not order the two. */
export const compareByScheme = (name: string, a: string, b: string): number | undefined =>
  findScheme(name)?.compare(a, b)

/** True where the `vers:` range is of the scheme, by this or another of its names; true of whatever is no `vers:`. */
export function isSchemeOf(name: string, range: string): boolean {
  const own = schemeNameOf(range)
  if (own === undefined || own === name.trim().toLowerCase()) return true
  const scheme = findScheme(name)
  return scheme !== undefined && scheme === findScheme(own)
}

/** Does the range, a `vers:`, constraints or an advisory's words, hold for the version by the rules of the scheme? */
export function containsByScheme(name: string, range: string, version: string): Contained {
  const shown = range.trim()
  const read = schemeNameOf(shown) ? readVersRange(shown) : readConstraints(name.trim().toLowerCase(), shown)
  if (read.ok && read.range.kind === 'any') return { answer: 'yes', because: 'all versions are named' }
  if (read.ok && read.range.kind === 'none') return { answer: 'no', because: 'no version is named' }
  if (version.trim() === '' || isUnknownText(version))
    return { answer: 'unknown', because: 'the version of the device is not known' }

  const answer = answerOf(read, name, shown, version)
  if (answer === undefined)
    return { answer: 'unknown', because: `"${shown}" cannot be read: ${read.ok ? '' : read.reason}` }
  const rules = `by the rules of ${name.trim().toLowerCase()}`
  if (answer === 'unknown')
    return { answer, because: `version ${version.trim()} cannot be compared with "${shown}" ${rules}` }
  return {
    answer,
    because: `version ${version.trim()} is ${answer === 'yes' ? 'within' : 'outside'} "${shown}" ${rules}`,
  }
}

function answerOf(read: ReadRange, name: string, shown: string, version: string): Containment | undefined {
  if (read.ok) return isWithin(read.range, version)
  return schemeNameOf(shown) || !findScheme(name)
    ? undefined
    : isWithinWords(name, readVersionExpression(shown), version)
}

/** `2.3.6 and below`: read as words, compared by the scheme. Undefined where the words say more than bounds. */
function isWithinWords(name: string, words: VersionExpression, version: string): Containment | undefined {
  if (words.condition || words.component || words.reading !== 'alternatives' || words.excluded.length > 0)
    return undefined
  let answer: Containment = 'no'
  for (const alternative of words.alternatives) {
    if (alternative.kind !== 'range' && (alternative.kind !== 'exact' || alternative.version.open)) return undefined
    const one =
      alternative.kind === 'exact'
        ? holds(compareByScheme(name, version, alternative.version.text), (order) => order === 0)
        : both(isOnSide(name, version, alternative.lower, 1), isOnSide(name, version, alternative.upper, -1))
    if (one === 'yes') return 'yes'
    if (one === 'unknown') answer = 'unknown'
  }
  return answer
}

const holds = (order: number | undefined, test: (order: number) => boolean): Containment =>
  order === undefined ? 'unknown' : test(order) ? 'yes' : 'no'

const isOnSide = (name: string, version: string, bound: Bound | undefined, side: 1 | -1): Containment =>
  bound
    ? holds(compareByScheme(name, version, bound.version.text), (order) =>
        order === 0 ? bound.inclusive : order * side > 0,
      )
    : 'yes'

const both = (a: Containment, b: Containment): Containment =>
  a === 'no' || b === 'no' ? 'no' : a === 'yes' && b === 'yes' ? 'yes' : 'unknown'
