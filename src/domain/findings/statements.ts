import { isSurelySameVendor } from '#domain/matching/matching.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { Match } from '#model/matching.ts'

// What several statements on one configuration and one vulnerability come to. None is dropped: each stays as evidence.
//
// 1. A statement is superseded where the same publisher says, in the same advisory or in one released later, of exactly
//    this version that it is not affected, and the statement itself is of a range or of all versions. It no longer counts.
//    So is one where the maker’s own bill of materials says that the product is not affected (VEX), by this order of weight:
//    the maker of exactly this version, the maker of a range, anybody else. What somebody else’s bill says counts beside.
// 2. Of the others the worst decides: affected before cannot tell before not affected. That one statement's range ends
//    below the device's version takes nothing from another statement.
// 3. Among equals: the more probable, the later released, then by advisory and product, so that the order in which feeds
//    were read does not show.

export type Attribution = Omit<Evidence, 'isSuperseded'>

export interface Combined {
  readonly answer: Answer
  readonly probability: number
  /** The advisory that decided; where a bill of materials did, the first of the advisories. */
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

/** At least one statement of an advisory is needed. */
export function combine(statements: readonly Attribution[]): Combined {
  const evidence = statements
    .map((statement): Evidence => ({ ...statement, isSuperseded: isSuperseded(statement, statements) }))
    .sort(byWeight)
  const deciding = evidence[0]!
  const standing = evidence.filter((one) => !one.isSuperseded)
  return {
    answer: deciding.answer,
    probability: deciding.probability,
    advisoryId: evidence.find(({ sbomId }) => sbomId === undefined)!.advisoryId,
    evidence,
    advisoryIds: advisoriesOf(evidence),
    supportedBy: advisoriesOf(standing.filter(({ answer }) => answer !== 'not_affected')),
    affectedBy: advisoriesOf(standing.filter(({ answer }) => answer === 'affected')),
  }
}

const advisoriesOf = (evidence: readonly Evidence[]) =>
  [...new Set(evidence.filter(({ sbomId }) => sbomId === undefined).map((one) => one.advisoryId))].sort()

const isSuperseded = (one: Attribution, all: readonly Attribution[]) =>
  one.answer !== 'not_affected' && (isTakenBack(one, all) || all.some((other) => isClearedByMaker(one, other)))

const isTakenBack = (one: Attribution, all: readonly Attribution[]) =>
  !one.namesVersion &&
  all.some(
    (other) =>
      other.answer === 'not_affected' &&
      other.namesVersion &&
      other.publisher === one.publisher &&
      (other.advisoryId === one.advisoryId || other.revisedAt > one.revisedAt),
  )

const isClearedByMaker = (one: Attribution, other: Attribution) =>
  other.isMaker === true &&
  other.answer === 'not_affected' &&
  weightOf(other, other.publisher) >= weightOf(one, other.publisher) &&
  (weightOf(other, other.publisher) > weightOf(one, other.publisher) || other.revisedAt > one.revisedAt)

const weightOf = ({ isMaker, namesVersion, publisher }: Attribution, maker: string) =>
  isMaker || isSurelySameVendor(publisher, maker) ? (namesVersion ? 3 : 2) : 1

const weight: Record<Answer, number> = { affected: 0, cannot_tell: 1, not_affected: 2 }

const byWeight = (a: Evidence, b: Evidence): number =>
  Number(a.isSuperseded) - Number(b.isSuperseded) ||
  weight[a.answer] - weight[b.answer] ||
  b.probability - a.probability ||
  compare(b.revisedAt, a.revisedAt) ||
  compare(a.advisoryId, b.advisoryId) ||
  compare(a.productId, b.productId)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
