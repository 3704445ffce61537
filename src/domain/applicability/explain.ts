import type { Answer, Because } from '#model/finding.ts'
import type { NvdCriterion } from '#model/nvd.ts'
import { publisherName } from '#model/publisher-name.ts'
import { bindToFormattedString } from '#standards/cpe/cpe.ts'
import { relateTargets, type System, systemOf, unquoted } from '#standards/nvd/nvd.ts'
import { type Applied, allVersionsWeight, type NvdMatcher } from './apply.ts'
import type { DeviceFact } from './device-fact.ts'
import { no, numberOf, yes } from './name-hits.ts'
import { criterionAt, hasVersion, isOfRecord, isVulnerable, type NvdIndex, nameAt, productKey } from './nvd-index.ts'

/** A CVE that applies to a device, or may. */
export interface NvdHit {
  readonly cve: string
  readonly answer: Exclude<Answer, 'not_affected'>
  readonly probability: number
  /** Set where it is not NVD that says so, but the CVE's own record. */
  readonly isOfRecord?: true
}

export interface NvdMatch extends NvdHit {
  /** Which publisher of the record. */
  readonly publisher?: string
  readonly because: readonly Because[]
}

interface Evidence {
  readonly fact: DeviceFact
  readonly place: number
  readonly answer: number
  readonly weight: number
}

const isOfOperatingSystem = ({ by }: DeviceFact) => by === 'operating_system'

/** What the operating system's names decide, each alone: of one Windows it is a thousand CVEs. */
export const systemHits = (matcher: NvdMatcher, facts: readonly DeviceFact[]): NvdHit[] =>
  hitsOf(matcher, matcher.applyAlone(facts.filter(isOfOperatingSystem)))

/** All else that applies, as far as it is wanted; with `systemHits` it is all that applies. */
export const besidesHits = (
  matcher: NvdMatcher,
  facts: readonly DeviceFact[],
  isWanted: (cve: string, answer: NvdHit['answer']) => boolean,
): NvdHit[] =>
  hitsOf(
    matcher,
    matcher.apply(facts, (at) => isOfOperatingSystem(facts[at]!)),
  ).filter(({ cve, answer }) => isWanted(cve, answer))

const hitsOf = ({ index }: NvdMatcher, { cves, answers, weights }: Applied): NvdHit[] =>
  Array.from(cves, (cve, at) => toHit(index, cve, answers[at]!, weights[at]!))

const toHit = (index: NvdIndex, cve: number, answer: number, weight: number): NvdHit => ({
  cve: index.cves[cve]!,
  ...(isOfRecord(index, cve) && { isOfRecord: true }),
  answer: answer === yes ? 'affected' : 'cannot_tell',
  probability: Math.round((answer === yes ? weight : weight * 0.5) * 100) / 100,
})

/** With what was compared and what hit; of the CVEs that are wanted, or of all. */
export function explain(matcher: NvdMatcher, facts: readonly DeviceFact[], wanted?: ReadonlySet<string>): NvdMatch[] {
  const { index, judge } = matcher
  const { cves, answers, weights } = matcher.apply(facts)
  const system = systemOf(facts)
  const byProduct = new Map<number, DeviceFact[]>()
  const openFacts = index.openProducts.length > 0 ? facts : []
  for (const fact of facts) {
    const product = index.products.get(productKey(fact.name))
    if (product === undefined) continue
    const list = byProduct.get(product)
    if (list) list.push(fact)
    else byProduct.set(product, [fact])
  }
  for (const product of index.openProducts) byProduct.set(product, [...openFacts])

  const asked = Array.from(cves.keys()).filter((at) => !wanted || wanted.has(index.cves[cves[at]!]!))
  asked.sort((a, b) => cves[a]! - cves[b]!)
  return asked.map((at): NvdMatch => {
    const cve = cves[at]!
    let best: Evidence | undefined
    let platform: Evidence | undefined
    for (const place of criteriaOf(matcher, cve)) {
      const own = byProduct.get(index.criteria.product[place]!)
      if (!own) continue
      const vulnerable = isVulnerable(index.criteria.bits[place]!)
      for (const fact of own) {
        const limit = numberOf(vulnerable ? fact.asProduct : fact.asPlatform)
        const answer = limit === no ? no : Math.min(limit, judge.judge(place, fact.name, system))
        if (answer === no) continue
        const weight = fact.probability * (hasVersion(index, place) ? 1 : allVersionsWeight)
        const evidence = { fact, place, answer, weight }
        if (vulnerable) best = stronger(best, evidence)
        else platform = stronger(platform, evidence)
      }
    }
    const hit = toHit(index, cve, answers[at]!, weights[at]!)
    const publisher = publisherAt(index, best ?? platform)
    const who = publisher === undefined ? 'NVD' : recordOf(publisher)
    return {
      ...hit,
      ...(publisher !== undefined && { publisher: publisherName(publisher) }),
      because: [
        ...(best ? becauseOf(best, criterionAt(index, best.place), who) : []),
        ...(platform ? [platformOf(platform, criterionAt(index, platform.place))] : []),
        ...(best && system ? madeFor(index, best, facts, system) : []),
        ...(hit.answer === 'cannot_tell' && best?.answer === yes && !platform ? [unsaidPlatform(who)] : []),
      ],
    }
  })
}

const publisherAt = (
  { publishers, nodes, criteria }: NvdIndex,
  evidence: Pick<Evidence, 'place'> | undefined,
): string | undefined =>
  evidence && publishers.size > 0 ? publishers.get(nodes.configuration[criteria.node[evidence.place]!]!) : undefined

/** `adp:CISA-ADP` is CISA's ADP. */
const recordOf = (publisher: string): string =>
  publisher === 'adp:CISA-ADP' ? 'CISA’s ADP' : `the CVE record of ${publisherName(publisher)}`

/** The product of this name is meant only where it is made for an operating system, and the device's own is one of them. */
function madeFor(index: NvdIndex, { fact, place }: Evidence, facts: readonly DeviceFact[], system: System): Because[] {
  const asked = nameAt(index, place)!.target_sw
  const [unsaid, settled] = [undefined, system].map((one) => relateTargets(asked, fact.name, one))
  const own = facts.find((one) => systemOf([one]) === system)
  if (unsaid !== 'subset' || settled !== 'superset' || !own) return []
  const text = `made for ${unquoted(asked).replaceAll('_', ' ')}: it runs on ${own.text}`
  return [{ part: 'platform', outcome: 'agrees', text }]
}

const unsaidPlatform = (who: string): Because => ({
  part: 'platform',
  outcome: 'unknown',
  text: `${who} names what the product runs on, and nothing says what this one runs on`,
})

const stronger = (a: Evidence | undefined, b: Evidence): Evidence =>
  !a || b.answer > a.answer || (b.answer === a.answer && b.weight > a.weight) ? b : a

function* criteriaOf({ index }: NvdMatcher, cve: number): Iterable<number> {
  const { firstConfiguration, firstNode, firstOfNode, criteriaOfNode } = index
  const from = firstOfNode[firstNode[firstConfiguration[cve]!]!]!
  const end = firstOfNode[firstNode[firstConfiguration[cve + 1]!]!]!
  for (let at = from; at < end; at++) yield criteriaOfNode[at]!
}

/** A criterion that names a product which the device is, and another version of it; `isNamed`: this one, but on another platform. */
export interface Ruled {
  readonly fact: DeviceFact
  readonly place: number
  readonly isNamed: boolean
}

export function namedOutside(index: NvdIndex, { fact, place, isNamed }: Ruled): Because[] {
  const criterion = criterionAt(index, place)
  const publisher = publisherAt(index, { place })
  const who = publisher === undefined ? 'NVD' : recordOf(publisher)
  const said = `${who} names ${shortName(criterion.cpe)}${rangeOf(criterion)}`
  return [
    { part: fact.by, outcome: 'agrees', text: `${fact.text}, which is ${shortName(bindToFormattedString(fact.name))}` },
    isNamed
      ? { part: 'platform', outcome: 'contradicts', text: `${said}, but not on what this device is and runs on` }
      : { part: 'version', outcome: 'contradicts', text: `${said}, and nowhere this version` },
  ]
}

function becauseOf({ fact, answer }: Evidence, criterion: NvdCriterion, who: string): Because[] {
  const named: Because = {
    part: fact.by,
    outcome: fact.asProduct === 'yes' ? 'agrees' : 'unknown',
    text: `${fact.text}, which ${fact.asProduct === 'yes' ? 'is' : 'may be'} ${shortName(bindToFormattedString(fact.name))}`,
  }
  const range = rangeOf(criterion)
  const version: Because = {
    part: 'version',
    outcome: answer === yes ? 'agrees' : fact.asProduct === 'yes' ? 'unknown' : 'agrees',
    text: `${who} names ${shortName(criterion.cpe)}${range}${answer === yes || fact.asProduct !== 'yes' ? '' : ', which the version does not settle'}`,
  }
  return [named, version]
}

function platformOf({ fact, answer }: Evidence, criterion: NvdCriterion): Because {
  return {
    part: 'platform',
    outcome: answer === yes ? 'agrees' : 'unknown',
    text: `it runs on ${shortName(criterion.cpe)}: ${fact.text}`,
  }
}

const shortName = (cpe: string): string => cpe.replace(/(?::\*)+$/, '')

function rangeOf({ from, after, upTo, before, open }: NvdCriterion): string {
  const ends = [
    from !== undefined && `from ${from}`,
    after !== undefined && `after ${after}`,
    upTo !== undefined && `up to ${upTo}`,
    before !== undefined && `before ${before}`,
  ].filter(Boolean)
  return `${ends.length === 0 ? '' : ` ${ends.join(' ')}`}${open === undefined ? '' : `, ${open}`}`
}
