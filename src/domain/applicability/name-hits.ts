import { ANY, type CpeName, NA, relateValues } from '#standards/cpe/cpe.ts'
import { type Applicability, criterionHolds, relateVersions, unquoted, versionOf } from '#standards/nvd/nvd.ts'
import { compareVersions, type Order, readVersion, type Version } from '#standards/vers/vers.ts'
import { Growing } from './growing.ts'
import {
  asks,
  boundsAt,
  hasVersion,
  hasWildcard,
  isAfter,
  isBefore,
  isRanked,
  isVulnerable,
  kindOf,
  type NvdIndex,
  nameAt,
  productKey,
  quotedValue,
  saysNoMore,
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

/**
 * What one name of a device hits, whatever else the device bears. A strength holds the answer, and of equal answers a criterion
 * that names a version is the stronger.
 */
export interface NameHits {
  /** CVEs of which this name alone decides. */
  readonly cves: Int32Array
  readonly cveStrengths: Uint8Array
  /** Nodes of statements that take more, where the name is among what is vulnerable, and where it is what that runs on. */
  readonly nodes: Int32Array
  readonly nodeStrengths: Uint8Array
  readonly platforms: Int32Array
  readonly platformStrengths: Uint8Array
}

export const answerIn = (strength: number): number => strength >> 1
export const namesVersion = (strength: number): boolean => (strength & 1) === 1
const strengthOf = (index: NvdIndex, at: number, answer: number): number => answer * 2 + (hasVersion(index, at) ? 1 : 0)

/** Judges criteria for one name after the other. What was worked out is kept for names that come again. */
export interface NameJudge {
  hitsOf(name: CpeName): NameHits
  /** One criterion against one name. */
  judge(at: number, name: CpeName): number
}

const remembered = 100_000

export function judgeNames(index: NvdIndex): NameJudge {
  /** By product and version; names that say more by their whole key. */
  const plain = new Map<number, Map<string, NameHits>>()
  const hits = new Map<string, NameHits>()
  let kept = 0
  const readings = readingsOf(index)
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

  function compile(product: number | undefined, name: CpeName): NameHits {
    for (const list of Object.values(lists)) list.clear()
    const take = (at: number, answer: number) => {
      const node = index.criteria.node[at]!
      const configuration = index.nodes.configuration[node]!
      if (index.configurations.shape[configuration] === shapes.simple)
        lists.cves.add(index.configurations.cve[configuration]!, strengthOf(index, at, answer))
      else
        (isVulnerable(index.criteria.bits[at]!) ? lists.nodes : lists.platforms).add(
          node,
          strengthOf(index, at, answer),
        )
    }
    if (product !== undefined) judgeProduct(product, name, take)
    for (const at of open) {
      const answer = judgeAsWritten(at, name)
      if (answer !== no) take(at, answer)
    }
    return {
      cves: lists.cves.numbers(),
      cveStrengths: lists.cves.strengths(),
      nodes: lists.nodes.numbers(),
      nodeStrengths: lists.nodes.strengths(),
      platforms: lists.platforms.numbers(),
      platformStrengths: lists.platforms.strengths(),
    }
  }

  function judgeProduct(product: number, name: CpeName, take: (at: number, answer: number) => void) {
    // An open name is the name of no product.
    if (isOpenName(name)) return
    const { criteria } = index
    const first = index.firstOfProduct[product]!
    const end = index.firstOfProduct[product + 1]!
    const isOdd = hasWildcard(name.version)
    const version = versionJudge(index, readings, name)
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
      const product = index.products.get(productKey(name))
      const { version } = name
      const isPlain = product !== undefined && typeof version === 'string' && saysNoMore(name)
      if (!isPlain && product === undefined && open.length === 0) return noHits
      let ofProduct = isPlain ? plain.get(product) : undefined
      const key = isPlain ? '' : nameKey(name)
      const known = isPlain ? ofProduct?.get(version) : hits.get(key)
      if (known) return known
      if (++kept > remembered) {
        plain.clear()
        hits.clear()
        ofProduct = undefined
        kept = 1
      }
      const found = compile(product, name)
      if (!isPlain) hits.set(key, found)
      else if (ofProduct) ofProduct.set(version, found)
      else plain.set(product, new Map([[version, found]]))
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
function versionJudge(index: NvdIndex, readings: Readings, name: CpeName) {
  const { criteria, versions, ranks } = index
  const isText = typeof name.version === 'string'
  const one = isText ? rankOf(ranks, unquoted(name.version)) : undefined
  const inRange = isText && typeof name.update === 'string' ? rankOf(ranks, versionOf(name)) : one
  let compared: Map<number, number> | undefined
  let own: OwnVersion | undefined

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
    compared ??= new Map()
    let answer = compared.get(key)
    if (answer === undefined) {
      own ??= ownVersion(name)
      answer = own.isOpen ? relate(index, at, kind, name) : relateRead(index, readings, at, own)
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

/** Versions of the criteria, read when they are first asked for. */
type Readings = (index: number) => Version | undefined

function readingsOf({ versions }: NvdIndex): Readings {
  const read = new Map<number, Version | undefined>()
  return (at) => {
    if (!read.has(at)) read.set(at, readVersion(versions[at]!))
    return read.get(at)
  }
}

interface OwnVersion {
  readonly text: string
  readonly version: Version | undefined
  /** With its update: what the ends of a range are compared with. */
  readonly updatedText: string
  readonly updated: Version | undefined
  /** `10.0.x` stands for several. */
  readonly isOpen: boolean
}

function ownVersion(name: CpeName): OwnVersion {
  const text = unquoted(name.version)
  const updatedText = versionOf(name)
  const version = readVersion(text)
  return {
    text,
    version,
    updatedText,
    updated: updatedText === text ? version : readVersion(updatedText),
    isOpen: /[x*]$/i.test(text),
  }
}

/** What `relate` says of a version that names one, without reading texts again. */
function relateRead({ criteria, versions }: NvdIndex, readings: Readings, at: number, own: OwnVersion): number {
  const bits = criteria.bits[at]!
  const from = criteria.from[at]!
  const orderWith = (end: number, text: string, version: Version | undefined): Order => {
    const other = readings(end)
    if (version && other) return compareVersions(version, other)
    return text === versions[end] && text !== '' ? 'equal' : 'incomparable'
  }
  if (kindOf(bits) === asks.one)
    return own.text === versions[from] || orderWith(from, own.text, own.version) === 'equal' ? yes : no
  let answer = yes
  for (const [end, outside, excludes] of [
    [from, 'less', isAfter(bits)],
    [criteria.upTo[at]!, 'greater', isBefore(bits)],
  ] as const) {
    if (end < 0) continue
    const order = orderWith(end, own.updatedText, own.updated)
    if (order === outside || (order === 'equal' && excludes)) return no
    if (order === 'incomparable') answer = unknown
  }
  return answer
}

const noNumbers = new Int32Array(0)
const noStrengths = new Uint8Array(0)
const noHits: NameHits = {
  cves: noNumbers,
  cveStrengths: noStrengths,
  nodes: noNumbers,
  nodeStrengths: noStrengths,
  platforms: noNumbers,
  platformStrengths: noStrengths,
}

/** Numbers and the strongest hit of each; the same number mostly comes several times in a row. */
class Pairs {
  readonly keys = new Growing()
  readonly most = new Growing()

  clear(): void {
    this.keys.clear()
    this.most.clear()
  }

  /** Most names hit nothing of a kind: these share one empty list. */
  numbers(): Int32Array {
    return this.keys.length === 0 ? noNumbers : this.keys.view().slice()
  }

  strengths(): Uint8Array {
    return this.most.length === 0 ? noStrengths : new Uint8Array(this.most.view())
  }

  add(key: number, strength: number): void {
    const last = this.keys.length - 1
    if (last >= 0 && this.keys.at(last) === key) {
      if (strength > this.most.at(last)) this.most.set(last, strength)
      return
    }
    this.keys.push(key)
    this.most.push(strength)
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
