import type { Answer, Evidence } from '#model/finding.ts'
import type { Match } from '#model/matching.ts'

// What several statements on one configuration and one vulnerability come to. None is dropped: each stays as evidence.
//
// 1. A statement is superseded where the same publisher says, in the same advisory or in one released later, of exactly
//    this version that it is not affected, and the statement itself is of a range or of all versions. It no longer counts.
// 2. Of the others the worst decides: affected before cannot tell before not affected. That one statement's range ends
//    below the device's version takes nothing from another statement.
// 3. Among equals: the more probable, the later released, then by advisory and product, so that the order in which feeds
//    were read does not show.

export type Attribution = Omit<Evidence, 'isSuperseded'>

export interface Combined {
  readonly answer: Answer
  readonly probability: number
  /** The advisory that decided. */
  readonly advisoryId: string
  /** Deciding first. */
  readonly evidence: readonly Evidence[]
  /** Advisories of all evidence, in order. */
  readonly advisoryIds: readonly string[]
  /** Of these, whose own words leave it open. */
  readonly supportedBy: readonly string[]
  /** Of these, who says affected. */
  readonly affectedBy: readonly string[]
}

/** Who says it, and how exactly: from the advisory that the match names. */
export function attribute(
  match: Match,
  advisory: { readonly publisher: string; readonly revisedAt: string },
  isExactVersion: boolean,
): Attribution {
  return {
    advisoryId: match.advisoryId,
    revision: match.revision,
    productId: match.productId,
    answer: match.answer,
    probability: match.probability,
    because: match.because,
    publisher: advisory.publisher,
    revisedAt: advisory.revisedAt,
    namesVersion:
      isExactVersion && match.because.some(({ part, outcome }) => part === 'version' && outcome === 'agrees'),
  }
}

/** At least one statement is needed. */
export function combine(statements: readonly Attribution[]): Combined {
  const evidence = statements
    .map((statement): Evidence => ({ ...statement, isSuperseded: isSuperseded(statement, statements) }))
    .sort(byWeight)
  const deciding = evidence[0]!
  const standing = evidence.filter((one) => !one.isSuperseded)
  return {
    answer: deciding.answer,
    probability: deciding.probability,
    advisoryId: deciding.advisoryId,
    evidence,
    advisoryIds: advisoriesOf(evidence),
    supportedBy: advisoriesOf(standing.filter(({ answer }) => answer !== 'not_affected')),
    affectedBy: advisoriesOf(standing.filter(({ answer }) => answer === 'affected')),
  }
}

const advisoriesOf = (evidence: readonly Evidence[]) => [...new Set(evidence.map((one) => one.advisoryId))].sort()

const isSuperseded = (one: Attribution, all: readonly Attribution[]) =>
  one.answer !== 'not_affected' &&
  !one.namesVersion &&
  all.some(
    (other) =>
      other.answer === 'not_affected' &&
      other.namesVersion &&
      other.publisher === one.publisher &&
      (other.advisoryId === one.advisoryId || other.revisedAt > one.revisedAt),
  )

const weight: Record<Answer, number> = { affected: 0, cannot_tell: 1, not_affected: 2 }

const byWeight = (a: Evidence, b: Evidence): number =>
  Number(a.isSuperseded) - Number(b.isSuperseded) ||
  weight[a.answer] - weight[b.answer] ||
  b.probability - a.probability ||
  compare(b.revisedAt, a.revisedAt) ||
  compare(a.advisoryId, b.advisoryId) ||
  compare(a.productId, b.productId)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
