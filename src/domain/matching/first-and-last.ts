// `first_affected`, `last_affected` and `first_fixed` (CSAF 2.0 clause 3.2.3.9) name the ends of a release line, one product for each
// end: what is said of the versions between them is said by all of a product's ends together.
//
// - A first with the next last or first fixed above it: all from the one to the other, and no others.
// - One end alone: the version itself is affected and what is beyond the end is not; on the other side nobody can tell.
// - A first fixed alone: from there on fixed, below nobody can tell. Where `known_affected` gives a range, that says more.

import {
  type Alternative,
  type Bound,
  compareVersions,
  type Version,
  type VersionExpression,
  type VersionRange,
} from '#standards/vers/vers.ts'
import type { ReadStatement } from './advisory-statements.ts'
import type { Statement } from './statement.ts'

interface Ends {
  readonly first: Version[]
  readonly last: Version[]
  readonly fixed: Version[]
}
type End = keyof Ends

const ends: Readonly<Record<string, End>> = { first_affected: 'first', last_affected: 'last', first_fixed: 'fixed' }

interface Line {
  readonly read: ReadStatement
  readonly ends: Ends
}

/** With one statement for each product's ends in place of one for each end. */
export function joinEnds(all: readonly ReadStatement[]): readonly ReadStatement[] {
  if (!all.some(({ statement }) => statement.verdicts.some(({ status }) => status in ends))) return all
  const lines = new Map<string, Line>()
  const ranged = new Set<string>()
  const rest = all.flatMap((read) => {
    const version = exactVersion(read.statement)
    const verdicts = read.statement.verdicts.filter(({ vulnerabilityId, status }) => {
      const key = JSON.stringify([read.key, read.statement.inside?.name, vulnerabilityId])
      if (status === 'known_affected' && !version) ranged.add(key)
      const end = ends[status]
      if (!end || !version) return true
      const line = lines.get(key) ?? {
        read: { ...read, statement: { ...read.statement, verdicts: [{ vulnerabilityId, status: 'known_affected' }] } },
        ends: { first: [], last: [], fixed: [] },
      }
      line.ends[end].push(version)
      lines.set(key, line)
      return false
    })
    return verdicts.length > 0 ? [{ ...read, statement: { ...read.statement, verdicts } }] : []
  })
  return [...rest, ...[...lines].flatMap(([key, line]) => statementsOfLine(line, ranged.has(key)))]
}

function exactVersion({ version: { reading, alternatives, condition } }: Statement): Version | undefined {
  const [one, ...others] = alternatives
  const isOne = reading === 'alternatives' && condition === undefined && others.length === 0
  return isOne && one?.kind === 'exact' ? one.version : undefined
}

function statementsOfLine({ read, ends }: Line, isRanged: boolean): ReadStatement[] {
  const said = (versions: readonly Version[], words: string) => versions.map(({ text }) => `${words} ${text.trim()}`)
  const text = [
    ...said(ends.first, 'first affected'),
    ...said(ends.last, 'last affected'),
    ...said(ends.fixed, 'first fixed'),
  ].join(', ')
  const withVersion = (
    alternatives: readonly Alternative[],
    excluded: readonly Version[],
    verdicts: Statement['verdicts'],
  ) => {
    const version: VersionExpression = { text, form: 'comparison', reading: 'alternatives', alternatives, excluded }
    const { member: _, ...statement } = read.statement
    return { ...read, statement: { ...statement, version, versionText: text, models: [], verdicts } }
  }
  const affected = affectedBy(ends).filter((one) => !isRanged || one.kind !== 'doubtful')
  const cleared = fixedBy(ends.fixed)
  const { verdicts } = read.statement
  return [
    ...(affected.length > 0 ? [withVersion(affected, ends.fixed, verdicts)] : []),
    ...(cleared.length > 0
      ? [
          withVersion(
            cleared,
            [],
            verdicts.map((verdict) => ({ ...verdict, status: 'first_fixed' })),
          ),
        ]
      : []),
  ]
}

const isBelow = (a: Version, b: Version) => compareVersions(a, b) === 'less'
const inOrder = (versions: readonly Version[]) =>
  versions.toSorted((a, b) => (isBelow(a, b) ? -1 : isBelow(b, a) ? 1 : 0))

function affectedBy({ first, last, fixed }: Ends): Alternative[] {
  const uppers: Bound[] = [
    ...last.map((version) => ({ version, inclusive: true })),
    ...fixed.map((version) => ({ version, inclusive: false })),
  ].sort((a, b) => (isBelow(a.version, b.version) ? -1 : 1))
  const used = new Set<Bound>()
  const ofFirst = inOrder(first).map((version): Alternative => {
    const lower: Bound = { version, inclusive: true }
    const upper = uppers.find((one) => isBelow(version, one.version) || (one.inclusive && isSame(version, one.version)))
    if (!upper) return { kind: 'doubtful', sure: exactly(version), possible: { lower } }
    used.add(upper)
    return { kind: 'range', lower, upper }
  })
  // One end closes a line: between it and the next nobody says where another begins.
  const ofOthers = uppers.map((upper, at): Alternative[] => {
    if (used.has(upper)) return []
    const below = uppers.slice(0, at).findLast((one) => used.has(one))
    const lower = below && { lower: { version: below.version, inclusive: false } }
    const sure = upper.inclusive && { sure: exactly(upper.version) }
    // A fix of what was told to the end says nothing more.
    return !upper.inclusive && below?.inclusive ? [] : [{ kind: 'doubtful', ...sure, possible: { ...lower, upper } }]
  })
  return [...ofFirst, ...ofOthers.flat()]
}

const isSame = (a: Version, b: Version) => compareVersions(a, b) === 'equal'

const exactly = (version: Version): VersionRange => ({
  lower: { version, inclusive: true },
  upper: { version, inclusive: true },
})

/** Of several lines each has its own fix: a version above that of one may be below that of the next. */
function fixedBy(fixed: readonly Version[]): Alternative[] {
  const last = inOrder(fixed).at(-1)
  if (!last) return []
  return [
    { kind: 'range', lower: { version: last, inclusive: true } },
    ...fixed.map((version): Alternative => ({ kind: 'exact', version, loose: false })),
  ]
}
