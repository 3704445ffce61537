import { ANY, type CpeName, NA, relateValues } from '#standards/cpe/cpe.ts'
import { type Applicability, criterionHolds, relateVersions, unquoted, versionOf } from '#standards/nvd/nvd.ts'
import { Growing } from './growing.ts'
import {
  asks,
  boundsAt,
  hasWildcard,
  isRanked,
  isVulnerable,
  kindOf,
  type NvdIndex,
  nameAt,
  productKey,
  quotedValue,
  shapes,
  tailAttributes,
  tailKey,
} from './nvd-index.ts'
import { type Rank, rankOf } from './version-ranks.ts'

/** Answers as numbers that grow with their strength; of two, the larger holds. */
export const no = 0
export const unknown = 1
export const yes = 2
export const numberOf = (answer: Applicability): number =>
  answer === 'yes' ? yes : answer === 'unknown' ? unknown : no

/** What one name of a device hits, whatever else the device bears. */
export interface NameHits {
  /** CVEs of which this name alone decides. */
  readonly cves: Int32Array
  readonly cveAnswers: Uint8Array
  /** Nodes of statements that take more, where the name is among what is vulnerable, and where it is what that runs on. */
  readonly nodes: Int32Array
  readonly nodeAnswers: Uint8Array
  readonly platforms: Int32Array
  readonly platformAnswers: Uint8Array
}

/** Judges criteria for one name after the other. What was worked out is kept for names that come again. */
export interface NameJudge {
  hitsOf(name: CpeName): NameHits
  /** One criterion against one name. */
  judge(at: number, name: CpeName): number
}

const remembered = 100_000

export function judgeNames(index: NvdIndex): NameJudge {
  const hits = new Map<string, NameHits>()
  const tails = new Map<string, Uint8Array>()
  // Used anew for each name.
  const lists = { cves: new Pairs(), nodes: new Pairs(), platforms: new Pairs() }
  const open = index.openProducts.flatMap((product) =>
    range(index.firstOfProduct[product]!, index.firstOfProduct[product + 1]!),
  )

  /** What each tail of NVD is to this one: 0 not asked yet, else the answer and one. */
  function tailAnswers(name: CpeName): Uint8Array {
    const key = tailKey(name)
    let answers = tails.get(key)
    if (!answers) {
      if (tails.size > 500) tails.clear()
      answers = new Uint8Array(index.tails.length)
      tails.set(key, answers)
    }
    return answers
  }

  function judgeTail(at: number, name: CpeName): number {
    const source = index.tails[at]!
    let answer = yes
    for (const attribute of tailAttributes) {
      const relation = relateValues(source[attribute], name[attribute])
      if (relation === 'disjoint') return no
      if (relation !== 'superset' && relation !== 'equal') answer = unknown
    }
    return answer
  }

  function compile(name: CpeName): NameHits {
    for (const list of Object.values(lists)) list.clear()
    const take = (at: number, answer: number) => {
      const node = index.criteria.node[at]!
      const configuration = index.nodes.configuration[node]!
      if (index.configurations.shape[configuration] === shapes.simple)
        lists.cves.add(index.configurations.cve[configuration]!, answer)
      else (isVulnerable(index.criteria.bits[at]!) ? lists.nodes : lists.platforms).add(node, answer)
    }
    const product = index.products.get(productKey(name))
    if (product !== undefined) judgeProduct(product, name, take)
    for (const at of open) {
      const answer = judgeAsWritten(at, name)
      if (answer !== no) take(at, answer)
    }
    return {
      cves: lists.cves.keys.view().slice(),
      cveAnswers: new Uint8Array(lists.cves.answers.view()),
      nodes: lists.nodes.keys.view().slice(),
      nodeAnswers: new Uint8Array(lists.nodes.answers.view()),
      platforms: lists.platforms.keys.view().slice(),
      platformAnswers: new Uint8Array(lists.platforms.answers.view()),
    }
  }

  function judgeProduct(product: number, name: CpeName, take: (at: number, answer: number) => void) {
    // An open name is the name of no product.
    if (isOpenName(name)) return
    const { criteria } = index
    const first = index.firstOfProduct[product]!
    const end = index.firstOfProduct[product + 1]!
    const isOdd = hasWildcard(name.version)
    const version = versionJudge(index, name)
    const tailOf = tailAnswers(name)
    for (let at = first; at < end; at++) {
      const bits = criteria.bits[at]!
      const kind = kindOf(bits)
      if (isOdd || kind === asks.odd) {
        const answer = judgeAsWritten(at, name)
        if (answer !== no) take(at, answer)
        continue
      }
      const versionAnswer = version(at, bits, kind)
      if (versionAnswer === no) continue
      const tail = criteria.tail[at]!
      let tailAnswer = tailOf[tail]!
      if (tailAnswer === 0) {
        tailAnswer = judgeTail(tail, name) + 1
        tailOf[tail] = tailAnswer
      }
      const answer = Math.min(versionAnswer, tailAnswer - 1)
      if (answer !== no) take(at, answer)
    }
  }

  function judgeAsWritten(at: number, name: CpeName): number {
    const source = nameAt(index, at)
    return source ? numberOf(criterionHolds(boundsAt(index, at), source, name)) : no
  }

  return {
    hitsOf(name) {
      const key = nameKey(name)
      let found = hits.get(key)
      if (!found) {
        if (hits.size > remembered) hits.clear()
        found = compile(name)
        hits.set(key, found)
      }
      return found
    },
    judge: judgeAsWritten,
  }
}

const isOpenName = ({ part, vendor, product }: CpeName): boolean =>
  part === ANY || vendor === ANY || product === ANY || hasWildcard(vendor) || hasWildcard(product)

const versionKey = ({ version }: CpeName): string =>
  typeof version === 'string' ? version : version === ANY ? '*' : '-'
export const nameKey = (name: CpeName): string => `${productKey(name)}:${versionKey(name)}:${tailKey(name)}`

/**
 * Judges the version of one name. Where both sides are numbers alone, ranks tell; else `relateVersions` does, once for each
 * pair of ends.
 */
function versionJudge(index: NvdIndex, name: CpeName) {
  const { criteria, versions, ranks } = index
  const isText = typeof name.version === 'string'
  const one = isText ? rankOf(ranks, unquoted(name.version)) : undefined
  const inRange = isText && typeof name.update === 'string' ? rankOf(ranks, versionOf(name)) : one
  const compared = new Map<number, number>()

  return (at: number, bits: number, kind: number): number => {
    if (kind === asks.any) return yes
    if (kind === asks.none) return name.version === NA ? yes : isText ? no : unknown
    if (!isText) return name.version === ANY ? unknown : no
    const rank: Rank | undefined = kind === asks.one ? one : inRange
    if (rank !== undefined && isRanked(bits)) {
      if (rank.span !== criteria.span[at]) return kind === asks.one ? no : unknown
      return rank.rank >= criteria.low[at]! && rank.rank <= criteria.high[at]! ? yes : no
    }
    const key = ((criteria.from[at]! + 1) * (versions.length + 1) + criteria.upTo[at]! + 1) * 256 + (bits & 31)
    let answer = compared.get(key)
    if (answer === undefined) {
      answer = relate(index, at, kind, name)
      compared.set(key, answer)
    }
    return answer
  }
}

function relate(index: NvdIndex, at: number, kind: number, name: CpeName): number {
  const source = kind === asks.one ? quotedValue(index.versions[index.criteria.from[at]!]!) : ANY
  const relation = relateVersions(boundsAt(index, at), source, name)
  return relation === 'disjoint' ? no : relation === 'equal' || relation === 'superset' ? yes : unknown
}

/** Numbers and the strongest answer for each; the same number mostly comes several times in a row. */
class Pairs {
  readonly keys = new Growing()
  readonly answers = new Growing()

  clear(): void {
    this.keys.clear()
    this.answers.clear()
  }

  add(key: number, answer: number): void {
    const last = this.keys.length - 1
    if (last >= 0 && this.keys.at(last) === key) {
      if (answer > this.answers.at(last)) this.answers.set(last, answer)
      return
    }
    this.keys.push(key)
    this.answers.push(answer)
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
