import { isOfSystem } from '#domain/applicability/applicability.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { Match } from '#model/matching.ts'

// What several statements on one configuration and one vulnerability come to. None is dropped: each stays as evidence, and
// says why it gives way.
//
// 1. What somebody says weighs more, in this order: the manufacturer of exactly this version; the manufacturer of a range that
//    holds it; a third party; what only follows, as a range that ends elsewhere or a product of which nobody can tell whether
//    it is this one. What the hospital itself verified or decided stands above them all, in the finding's own row.
// 2. A statement is superseded, and no longer counts, where somebody of more weight says *not affected* of this version, in
//    words; of two manufacturers' statements of one weight, by the later. So is one on a range where its own publisher says so
//    of exactly this version, in the same advisory or in one released later. What nobody can tell gives way only to the
//    manufacturer or to a word on exactly this version, and not to an older one of the manufacturer that is now looking into it.
//    The manufacturer's bill of materials is a word of the manufacturer; somebody else's bill supersedes nothing.
//    What a database (NVD, OSV) says is of the products inside, not of the device: it gives way to the manufacturer wherever
//    the manufacturer says affected or not, a range that ends below this version included; and supersedes nothing.
//    Microsoft's updates (MSRC) alone are told by what is installed on the device. What NVD or OSV say of the operating system
//    gives way to them, whatever they say. Where they prove the flaw cured, so does everybody's word on it; of a flaw that is
//    not in Windows alone (curl, HTTP/2, a processor, Office), what is said of the operating system alone.
// 3. Of the others the worst decides: affected before cannot tell before not affected. That one statement's range ends
//    below the device's version takes nothing from another statement.
//    A word of *not affected* on some serial numbers, versions or versions of a component, where the device's may be one of them or
//    not, or on a product that may be another, decides nothing and clears nothing. It stands beside what is open, for one look at the device may settle it.
// 4. Among equals: the more probable, the later released, then by advisory and product, so that the order in which feeds
//    were read does not show.

export type Attribution = Omit<Evidence, 'isSuperseded' | 'givesWay'>

export interface Combined {
  readonly answer: Answer
  readonly probability: number
  /**
   * The advisory that decided; where a bill of materials or a database did, the first of the advisories. Where no advisory
   * speaks of it, the database; where none does either, `VEX`.
   */
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
  isMaker = false,
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
    ...(isMaker && { isMaker }),
    ...(match.mayClear && { mayClear: true }),
  }
}

/** False where all that is said may clear the device, of which nobody says that it is affected. */
export const isSpokenOf = (statements: readonly Attribution[]): boolean => statements.some((one) => !one.mayClear)

/** At least one statement is needed that does more than perhaps clear the device. */
export function combine(statements: readonly Attribution[]): Combined {
  const others = statements.filter((one) => !one.mayClear)
  const doubts = statements.filter((one) => one.mayClear && !isOtherHalf(one, others))
  const combined = combineOthers(others)
  if (doubts.length === 0 || combined.answer === 'not_affected') return combined
  const wouldClear = (doubt: Attribution) =>
    combineOthers([...others, { ...doubt, answer: 'not_affected' }]).answer === 'not_affected'
  const evidence = [
    ...combined.evidence,
    ...doubts
      .toSorted(byStrength)
      .map((one): Evidence => ({ ...one, mayClear: wouldClear(one), isSuperseded: false, givesWay: saysOfSome(one) })),
  ]
  const advisoryIds = [...new Set([...combined.advisoryIds, ...doubts.map((one) => one.advisoryId)])].sort()
  return { ...combined, evidence, advisoryIds }
}

/** That an advisory leaves versions open says already that others are not affected. */
const isOtherHalf = (doubt: Attribution, others: readonly Attribution[]) =>
  !isOfUnits(doubt) &&
  others.some(
    (one) => one.advisoryId === doubt.advisoryId && one.answer !== 'not_affected' && one.productId !== doubt.productId,
  )

const isOfUnits = ({ because }: Attribution) =>
  because.some(({ part, outcome }) => part === 'identifier' && outcome === 'unknown')

function saysOfSome(one: Attribution): string {
  if (isOfUnits(one))
    return 'It clears some serial numbers only, and whether this device’s is among them cannot be told.'
  const open = one.because.flatMap(({ outcome, text }) => (outcome === 'unknown' ? [text] : []))
  return `${whoSays(one)} says that it is not affected, which is not applied, as nobody can tell whether that is said of this device: ${open.join('; ')}.`
}

function combineOthers(statements: readonly Attribution[]): Combined {
  const inOrder = [...statements].sort(byStrength)
  const weighed = inOrder
    .map((statement) => ({ statement, by: inOrder.find((other) => isTakenBack(statement, other)) }))
    .sort((a, b) => Number(a.by !== undefined) - Number(b.by !== undefined))
  const deciding = weighed[0]!.statement
  const evidence = weighed.map(({ statement, by }): Evidence => {
    const givesWay = by ? saysSo(statement, by) : outvoted(statement, deciding)
    return { ...statement, isSuperseded: by !== undefined, ...(givesWay && { givesWay }) }
  })
  const standing = evidence.filter((one) => !one.isSuperseded)
  // Where an advisory speaks of it, a database only adds its evidence: it is the advisory's group that is worked on.
  const first = evidence.find(isAdvisory) ?? evidence.find(({ database }) => database !== undefined)
  const advisoryId = first?.advisoryId ?? 'VEX'
  const speakersOf = (some: readonly Evidence[]) =>
    first && isAdvisory(first)
      ? [...new Set(some.filter(isAdvisory).map((one) => one.advisoryId))].sort()
      : some.length > 0
        ? [advisoryId]
        : []
  return {
    answer: deciding.answer,
    probability: deciding.probability,
    advisoryId,
    evidence,
    advisoryIds: speakersOf(evidence),
    supportedBy: speakersOf(standing.filter(({ answer }) => answer !== 'not_affected')),
    affectedBy: speakersOf(standing.filter(({ answer }) => answer === 'affected')),
  }
}

/** A bill of materials says it, or a VEX document on one. */
export const isOfBill = ({ sbomId, vexId }: Pick<Attribution, 'sbomId' | 'vexId'>) => (sbomId ?? vexId) !== undefined
const isAdvisory = (one: Evidence) => !isOfBill(one) && one.database === undefined

function isTakenBack(one: Attribution, other: Attribution): boolean {
  if (other.database !== undefined) return other.database === 'MSRC' && isOverruled(one, other)
  if (isCure(one)) return false
  if (one.database !== undefined && other.isMaker && other.answer !== 'cannot_tell') return true
  if (one.answer === 'not_affected' || other.answer !== 'not_affected' || isInferred(other)) return false
  if (isOfBill(other) && !other.isMaker) return false
  const isLater = other.revisedAt > one.revisedAt
  if (
    other.namesVersion &&
    !one.namesVersion &&
    other.publisher === one.publisher &&
    (other.advisoryId === one.advisoryId || isLater)
  )
    return true
  if (one.answer === 'cannot_tell') {
    if (one.isMaker && one.revisedAt > other.revisedAt) return false
    return other.isMaker === true || (other.namesVersion && other.publisher !== one.publisher)
  }
  const difference = authorityOf(other) - authorityOf(one)
  return difference > 0 || (difference === 0 && other.isMaker === true && isLater)
}

/** By what Microsoft's updates say of the device. */
function isOverruled(one: Attribution, byMicrosoft: Attribution): boolean {
  if (one.database !== undefined) return one.database !== 'MSRC' && isOfSystem(one.because)
  return (
    one.answer !== 'not_affected' &&
    byMicrosoft.answer === 'not_affected' &&
    (isCure(byMicrosoft) || isOfSystem(one.because))
  )
}

/** A flaw of Windows alone, and an installed update or the build proves that it is mended. */
const isCure = ({ database, answer, isMaker }: Attribution) =>
  database === 'MSRC' && answer === 'not_affected' && isMaker === true

/** Nobody said it in words: it follows from a range that does not hold the version. */
const isInferred = ({ answer, because }: Attribution) =>
  answer === 'not_affected' &&
  because.some(({ outcome }) => outcome === 'contradicts') &&
  !because.some(({ part }) => part === 'status' || part === 'statement')

const authorityOf = (one: Attribution) =>
  isInferred(one) || one.answer === 'cannot_tell'
    ? 0
    : one.database !== undefined
      ? 0.5
      : !one.isMaker
        ? 1
        : one.namesVersion
          ? 3
          : 2

const whoSays = ({ publisher, isMaker, database }: Attribution) =>
  isMaker && !database ? `${publisher}, the manufacturer,` : publisher

const saysSo = (one: Attribution, by: Attribution) =>
  by.database === 'MSRC'
    ? saysOfUpdates(by)
    : one.database !== undefined && (by.answer === 'affected' || isInferred(by))
      ? `${whoSays(by)} speaks of the device itself${by.answer === 'affected' ? '' : ', and its range does not hold this version'}.`
      : saysNot(by)

const saysOfUpdates = ({ answer }: Attribution) =>
  answer === 'not_affected'
    ? 'Microsoft’s updates show that it is cured on this device.'
    : 'Microsoft’s updates tell of this very Windows, with what is installed on it.'

const saysNot = (one: Attribution) =>
  `${whoSays(one)} says of ${one.namesVersion ? 'exactly this version' : 'a range that holds this version'} that it is not affected.`

/** Why a statement that stands does not decide; nothing where it says what the deciding one says. */
function outvoted(one: Attribution, deciding: Attribution): string | undefined {
  if (one.answer === deciding.answer) return undefined
  if (isInferred(one))
    return `That its range does not hold this version takes nothing from what ${deciding.publisher} says.`
  if (deciding.answer === 'cannot_tell')
    return `It does not settle what ${whoSays(deciding)} leaves open: that needs the manufacturer, or a word on exactly this version.`
  const weighs = authorityOf(deciding) > authorityOf(one) ? ', which weighs more' : '; the worst of equal words decides'
  return `${whoSays(deciding)} says that it is affected${weighs}.`
}

const weight: Record<Answer, number> = { affected: 0, cannot_tell: 1, not_affected: 2 }

const byStrength = (a: Attribution, b: Attribution): number =>
  weight[a.answer] - weight[b.answer] ||
  authorityOf(b) - authorityOf(a) ||
  b.probability - a.probability ||
  compare(b.revisedAt, a.revisedAt) ||
  compare(a.advisoryId, b.advisoryId) ||
  compare(a.productId, b.productId)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
