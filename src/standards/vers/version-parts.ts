// An expression of several: `4.5 and prior; 5.0`, `all versions except 3.4`. Each part is read by itself, and then they are put together.

import { compareVersions, readVersion } from './version.ts'
import type { Alternative, Bound, Range, VersionExpression } from './version-expression.ts'

type Read = (plain: string) => VersionExpression

const start = '(?:[<>]=?|=|versions?|all versions|from|since|starting|up to|prior to|before|earlier than|through)'
/** Where one part ends and another may begin: at its first number, or at a word before it. */
const between = new RegExp(
  `\\s*;\\s*(?:and |or )?|\\s*,\\s*(?:and |or )?(?=(?:${start} ?)*[vr]?\\d)|\\s+(?:and|or|as well as) (?=(?:${start} ?)*[vr]?\\d)`,
  'i',
)
const saysRange =
  /[<>]|\b(?:below|before|earlier|prior|older|lower|through|thru|until|up to|to|later|newer|above|higher|from|since)\b|\d ?[-–—] ?v?\d|;/i

/** Reads parts that semicolons, commas or *and* divide; undefined where it is one, or where a part alone would mean something else. */
export function readSeveral(plain: string, read: Read): VersionExpression | undefined {
  if (!saysRange.test(plain) || /[|()]|\b(?:between|except|excluding|other than|but not)\b/i.test(plain))
    return undefined
  const parts = plain.split(between).map((part) => part.trim())
  // `November 11, 2017` is one day.
  if (parts.length < 2 || parts.some((part) => !/\d/.test(part) || /^(?:19|20)\d\d$/.test(part))) return undefined
  const expressions = parts.map(read)
  if (!expressions.every(isPlain)) return undefined
  const ones = expressions.flatMap(({ alternatives }) => alternatives)
  // `< 3.0 and >= 2.0` is one range.
  if (ones.some(isLowerOnly) && ones.some(isUpperOnly)) return undefined
  for (const [at, { alternatives }] of expressions.entries()) {
    const before = expressions[at - 1]?.alternatives
    if (!before || !alternatives.every(isUpperOnly)) continue
    // `>= 4.0, < 4.2` and `4.x, prior to 4.2` are each one range; `4.0, 4.1 and earlier` is a list.
    const isList = /^v?\d/i.test(parts[at]!) ? !before.some(isLowerOnly) : before.every(isUpperOnly)
    if (!isList && !before.every(isClosed)) return undefined
  }
  return {
    ...expressions[0]!,
    form: 'compound',
    alternatives: ones,
  }
}

const isPlain = ({ reading, alternatives, condition, component, excluded }: VersionExpression): boolean =>
  reading === 'alternatives' &&
  condition === undefined &&
  component === undefined &&
  excluded.length === 0 &&
  alternatives.every(
    (one) => one.kind === 'range' || (one.kind === 'exact' && !one.loose && one.version.parts.length > 0),
  )

const isUpperOnly = (one: Alternative): boolean => one.kind === 'range' && !one.lower
const isLowerOnly = (one: Alternative): boolean => one.kind === 'range' && !one.upper
const isClosed = (one: Alternative): boolean => one.kind === 'range' && !!one.lower && !!one.upper

const ofSeries =
  /^(.*\S) \((?:all |only |in the |of the )*([vr]?\d+(?:\.\d+)*)\.[x*](?: (?:series|branch|line|train|versions?|releases?))?(?: only)?\)$/i

/** `< 6.6 (6.x series)` begins at 6.0. */
export function readOfSeries(plain: string, read: Read): VersionExpression | undefined {
  const [, range = '', series = ''] = ofSeries.exec(plain) ?? []
  const first = readVersion(series)
  if (range === '' || !first) return undefined
  const whole = read(range)
  if (!isPlain(whole) || !whole.alternatives.every(isUpperOnly)) return undefined
  const lower = { version: first, inclusive: true }
  return {
    ...whole,
    form: 'compound',
    alternatives: whole.alternatives.map((one) => (one.kind === 'range' ? { ...one, lower } : one)),
  }
}

const exceptions =
  /^(.*?)[\s,;(]+(?:except(?:ing)?(?: for)?|excluding|other than|but not|with the exception of)\s+(?:for\s+)?(?:versions?\s+)?(?=v?\d|(?:rev\.? ?)?[a-z](?![a-z]))([^()]*)\)?$/i

/** `all versions except 3.0`, `<= 9.6 (excluding 9.4.2.6 and 9.5.3.2)`; undefined where what is left out is no version. */
export function readExceptions(plain: string, read: Read): VersionExpression | undefined {
  const [, before = '', behind = ''] = exceptions.exec(plain) ?? []
  if (before === '' || /\bto$/i.test(before)) return undefined
  const whole = readSeveral(before, read) ?? read(before)
  const left = readSeveral(behind, read) ?? read(behind)
  if (whole.condition || whole.component || left.condition || left.component || left.reading !== 'alternatives')
    return undefined
  if (whole.reading !== 'all' && whole.reading !== 'alternatives') return undefined
  const alternatives: readonly Alternative[] = whole.reading === 'all' ? [{ kind: 'range' }] : whole.alternatives
  const base = { ...whole, form: 'compound', reading: 'alternatives' } as const
  const versions = left.alternatives.flatMap((one) => (one.kind === 'exact' && !one.loose ? one.version : []))
  if (versions.length === left.alternatives.length)
    return { ...base, alternatives, excluded: [...whole.excluded, ...versions] }
  const [range, ...others] = left.alternatives
  if (others.length > 0 || range?.kind !== 'range' || !alternatives.every((one) => one.kind === 'range'))
    return undefined
  return { ...base, alternatives: alternatives.flatMap((one) => without(one, range)) }
}

const turned = (bound: Bound): Bound => ({ ...bound, inclusive: !bound.inclusive })

/** What is left of a range: below the other's lower bound and above its upper one. */
function without(one: Range, left: Range): Alternative[] {
  const under = left.lower && tighter(one.upper, turned(left.lower), 'less')
  const over = left.upper && tighter(one.lower, turned(left.upper), 'greater')
  return [
    ...(under && isSome(one.lower, under) ? [{ kind: 'range', lower: one.lower, upper: under } as const] : []),
    ...(over && isSome(over, one.upper) ? [{ kind: 'range', lower: over, upper: one.upper } as const] : []),
  ]
}

const tighter = (own: Bound | undefined, other: Bound, side: 'less' | 'greater'): Bound =>
  own && compareVersions(own.version, other.version) === side ? own : other

const isSome = (lower: Bound | undefined, upper: Bound | undefined): boolean =>
  !lower || !upper || compareVersions(lower.version, upper.version) !== 'greater'
