import { remembering } from '#model/remember.ts'
import type { Containment } from './containment.ts'
import { compareVersions, endsOfOpen, mayBeSame, readVersion } from './version.ts'
import {
  type Alternative,
  type Bound,
  type Range,
  readVersionExpression,
  type VersionExpression,
} from './version-expression.ts'
import { withoutLabels } from './version-labels.ts'
import { inEnglish } from './version-translations.ts'

// `>= 3`, `2.5 or higher`, `2.0-5.0`, `approx 2.0` in a device's column: its version is one of several, and nobody knows which.

const version =
  '(?:v|ver|version|rev|r)?\\.? ?[a-z]{0,4}\\d[\\w.]*(?: (?:sp|hf|upd|update|patch|build|rev|r|u|p) ?\\d[\\w.]*)*'
const about =
  '(?:~|≈|±|approx(?:\\.|imately)?|about|around|circa|ca\\.?|roughly|etwa|ungefähr|environ|probably|presumably|perhaps|maybe|possibly|vermutlich)'
const before =
  '(?:[<>]=?|=[<>]|at least|at most|min(?:imum|\\.)?|max(?:imum|\\.)?|from|since|starting (?:with|from|at)|(?:newer|later|higher|greater|more|older|earlier|lower|less) than(?: or equal(?: to)?)?|(?:not|no) (?:newer|later|higher|older|earlier|lower) than|above|over|after|up to(?: and including)?|below|before|prior to|under|until|mindestens|höchstens)'
const comparative =
  '(?:higher|later|newer|above|greater|upwards?|onwards?|up|more|lower|older|earlier|below|less|prior|previous|under)'
const behind = `(?:\\+|,? ?(?:and|or|&|/) ?(?:all |any )?${comparative}(?: (?:versions?|releases?))?|upwards?|onwards?)`

const isAbout = new RegExp(
  `^${about} ?\\S*\\d|\\d\\S* ?\\(?(?:approx\\.?|approximately|circa|ca\\.|or so|or similar)\\)?$`,
  'iu',
)
const isOneSided = new RegExp(`^(?:${before} ?${version}|${version} ?${behind})$`, 'iu')
const isBetween = new RegExp(
  `^(?:from |between (?=.* and ))?(${version})(?: (?:-|to|through|thru|up to|until|(?<=^between.*)and) | ?[–—] ?)(${version})$`,
  'iu',
)
const hyphened = /^v?(\d+(?:\.\d+)+)-v?(\d+(?:\.\d+)+)$/i

/** The versions that a device may have; `unknown` where only their neighbourhood is said. */
export type Span = Range | 'unknown'

/** Undefined where the text names one version. */
export const readSpan = remembering((text): Span | undefined => {
  if (text.length > 100) return undefined
  const plain = withoutLabels(
    inEnglish(text.normalize('NFKC').replace(/≥/g, '>=').replace(/≤/g, '<=')).replace(/\s+/g, ' ').trim(),
  ).trim()
  const bare = plain.replace(/^(?:(?:software|firmware|sw|fw|version|ver|release|rev)\b[.:]? ?)+(?=\D)/i, '')
  if (isAbout.test(bare)) return 'unknown'
  if (!isOneSided.test(bare) && !saysTwo(bare)) return undefined
  const { reading, alternatives, condition } = readVersionExpression(bare.replace(/^from (?=[^<>]* to )/i, ''))
  const [only, ...more] = alternatives
  const isRead = reading === 'alternatives' && condition === undefined && more.length === 0 && only?.kind === 'range'
  return isRead ? only : 'unknown'
})

/** `>= 3` and `2.0/4.1`: a text that names no single version, though it begins as one. */
export const saysSeveral = (text: string): boolean =>
  readSpan(text) !== undefined || /^\s*v?\d+(?:\.\d+)+(?:\/v?\d+(?:\.\d+)+)+\s*$/i.test(text)

/** `13.0-47.24` is a build of 13.0, `4.11-1` one of 4.11; `2.0-5.0` is a range. */
function saysTwo(text: string): boolean {
  const [, first = '', last = ''] = hyphened.exec(text) ?? []
  if (first === '') {
    const ends = isBetween
      .exec(text)
      ?.slice(1)
      .map((end) => readVersion(end)?.scheme)
    // `3.30 - 2019` is of 2019.
    return ends !== undefined && ends[0] === ends[1]
  }
  const [lower, upper] = [first, last].map((one) => one.split('.').map(Number)) as [number[], number[]]
  const at = lower.findIndex((number, index) => number !== upper[index])
  return lower.length === upper.length && at >= 0 && upper[at]! > lower[at]! && upper[0]! - lower[0]! < 10
}

/** `no` where none of them is in, `yes` where all are. */
export function spanFits({ alternatives, excluded }: VersionExpression, span: Span): Containment {
  if (span === 'unknown') return 'unknown'
  const answers = alternatives.map((one) => relate(one, span))
  if (answers.every((answer) => answer === 'no')) return 'no'
  const isWhole = excluded.every((one) => relate({ kind: 'exact', version: one, loose: false }, span) === 'no')
  return answers.includes('yes') && isWhole ? 'yes' : 'unknown'
}

function relate(alternative: Alternative, span: Range): Containment {
  switch (alternative.kind) {
    case 'range':
      return within(alternative, span)
    case 'exact': {
      const { version, loose } = alternative
      const [first, last] = version.open ? (endsOfOpen(version) ?? []) : [version, version]
      if (loose || !first || !last || version.parts.some((part) => part.kind === 'number' && part.fuzzy))
        return 'unknown'
      const named = { lower: { version: first, inclusive: true }, upper: { version: last, inclusive: true } }
      return within(named, span) === 'no' ? 'no' : version.open ? within(named, span) : 'unknown'
    }
    case 'branches':
      return alternative.uppers.every((upper) => within({ upper }, span) === 'no') ? 'no' : 'unknown'
    case 'doubtful':
      if (alternative.sure && within(alternative.sure, span) === 'yes') return 'yes'
      return alternative.possible && within(alternative.possible, span) === 'no' ? 'no' : 'unknown'
  }
}

function within(range: Range, span: Range): Containment {
  if (isBefore(span.upper, range.lower) || isBefore(range.upper, span.lower)) return 'no'
  const isAbove = !range.lower || (span.lower && holds(span.lower, range.lower, 'greater'))
  const isBelow = !range.upper || (span.upper && holds(span.upper, range.upper, 'less'))
  return isAbove && isBelow ? 'yes' : 'unknown'
}

/** Does all that ends at the one stand before all that begins at the other? `<= 2.0` may be 2.0.7. */
function isBefore(end: Bound | undefined, start: Bound | undefined): boolean {
  if (!end || !start) return false
  const order = compareVersions(end.version, start.version)
  if (order === 'equal') return !end.inclusive || !start.inclusive
  return order === 'less' && !(end.inclusive && mayBeSame(end.version, start.version))
}

function holds(own: Bound, bound: Bound, side: 'greater' | 'less'): boolean {
  const order = compareVersions(own.version, bound.version)
  if (order === 'equal') return bound.inclusive || !own.inclusive
  return order === side && !(own.inclusive && side === 'less' && mayBeSame(own.version, bound.version))
}
