import { ANY, type CpeName, NA, relateValues } from '#standards/cpe/cpe.ts'
import {
  type Applicability,
  criterionHolds,
  relateTargets,
  relateUpdates,
  relateVersions,
  type System,
  unquoted,
  versionOf,
} from '#standards/nvd/nvd.ts'
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
 * What one name of a device hits, whatever else the device bears: `found` from `cves` to `nodes` are CVEs of which this name alone
 * decides, from there to `platforms` nodes of statements that take more, where the name is among what is vulnerable, and from
 * there to `end` nodes where it is what that runs on. Each holds its number and the strength of the hit: the answer, and of equal
 * answers a criterion that names a version is the stronger.
 */
export interface NameHits {
  readonly found: Int32Array
  readonly cves: number
  readonly nodes: number
  readonly platforms: number
  readonly end: number
}

const strengthBits = 3
export const placeOf = (hit: number): number => hit >> strengthBits
export const answerIn = (hit: number): number => (hit >> 1) & 3
export const namesVersion = (hit: number): boolean => (hit & 1) === 1
const strengthOf = (index: NvdIndex, at: number, answer: number): number => answer * 2 + (hasVersion(index, at) ? 1 : 0)

/** Judges criteria for one name after the other. What was worked out is kept for names that come again. */
export interface NameJudge {
  /** `system` is what the device runs, where it is sure. */
  hitsOf(name: CpeName, system: System | undefined): NameHits
  /** One criterion against one name. */
  judge(at: number, name: CpeName, system: System | undefined): number
}

const remembered = 100_000

export function judgeNames(index: NvdIndex): NameJudge {
  /** By product and version; names that say more by their whole key. */
  const plain = new Map<number, Map<string, NameHits>>()
  const hits = new Map<string, NameHits>()
  /** An operating system's names are the same objects wherever it runs, and their keys are long. */
  const ofObjects = new WeakMap<CpeName, NameHits>()
  let kept = 0
  const readings = readingsOf(index)
  const tails = new Map<string, Uint8Array>()
  // Used anew for each name.
  const lists = { cves: new Strongest(), nodes: new Strongest(), platforms: new Strongest() }
  const store = new HitStore()
  const open = index.openProducts.flatMap((product) =>
    range(index.firstOfProduct[product]!, index.firstOfProduct[product + 1]!),
  )

  const openAsk = index.openProducts.some((product) => index.asksForSystem[product] === 1)

  /** What each tail of NVD is to this one: 0 not asked yet, else the answer and one. */
  function tailAnswers(name: CpeName, system: System | undefined): Uint8Array {
    const key = ofSystem(tailKey(name), system)
    let answers = tails.get(key)
    if (!answers) {
      if (tails.size > 500) tails.clear()
      answers = new Uint8Array(index.tails.length)
      tails.set(key, answers)
    }
    return answers
  }

  function judgeTail(at: number, name: CpeName, system: System | undefined): number {
    const source = index.tails[at]!
    let answer = yes
    for (const attribute of tailAttributes) {
      const relation =
        attribute === 'update'
          ? relateUpdates(source.update, name.update)
          : attribute === 'target_sw'
            ? relateTargets(source.target_sw, name, system)
            : relateValues(source[attribute], name[attribute])
      if (relation === 'disjoint') return no
      if (relation !== 'superset' && relation !== 'equal') answer = unknown
    }
    return answer
  }

  function compile(product: number | undefined, name: CpeName, system: System | undefined): NameHits {
    for (const list of [lists.cves, lists.nodes, lists.platforms]) list.clear()
    if (product !== undefined) judgeProduct(product, name, system)
    for (const at of open) {
      const answer = judgeAsWritten(at, name, system)
      if (answer !== no) take(at, answer)
    }
    return store.keep(lists.cves, lists.nodes, lists.platforms)
  }

  function take(at: number, answer: number) {
    const cve = index.criteria.cve[at]!
    const strength = strengthOf(index, at, answer)
    if (cve >= 0) lists.cves.add(cve, strength)
    else
      (isVulnerable(index.criteria.bits[at]!) ? lists.nodes : lists.platforms).add(index.criteria.node[at]!, strength)
  }

  function judgeProduct(product: number, name: CpeName, system: System | undefined) {
    // An open name is the name of no product.
    if (isOpenName(name)) return
    const { criteria } = index
    const first = index.firstOfProduct[product]!
    const end = index.firstOfProduct[product + 1]!
    const isOdd = hasWildcard(name.version)
    const { one, inRange, judge: version } = versionJudge(index, readings, name)
    const tailOf = tailAnswers(name, system)
    const { bits: allBits, span, low, high } = criteria
    for (let at = first; at < end; at++) {
      const bits = allBits[at]!
      const kind = kindOf(bits)
      const isRange = kind === asks.range
      // Nearly all end here: of the kernel there are ninety thousand.
      const rank = isRange ? inRange : one
      if (rank !== undefined && isRanked(bits)) {
        if (rank.span === span[at] ? rank.rank < low[at]! || rank.rank > high[at]! : !isRange) continue
      }
      if (isOdd || kind === asks.odd) {
        const answer = judgeAsWritten(at, name, system)
        if (answer !== no) take(at, answer)
        continue
      }
      const versionAnswer = version(at, bits, kind)
      if (versionAnswer === no) continue
      const tail = criteria.tail[at]!
      let tailAnswer = tailOf[tail]!
      if (tailAnswer === 0) {
        tailAnswer = judgeTail(tail, name, system) + 1
        tailOf[tail] = tailAnswer
      }
      const answer = Math.min(versionAnswer, tailAnswer - 1)
      if (answer !== no) take(at, answer)
    }
  }

  function judgeAsWritten(at: number, name: CpeName, system: System | undefined): number {
    const source = nameAt(index, at)
    if (!source) return no
    const answer = numberOf(criterionHolds(boundsAt(index, at), source, name, system))
    return index.oddCriteria.get(at)?.open === undefined ? answer : Math.min(answer, unknown)
  }

  /** Room for one more. */
  function forgetSome() {
    if (++kept <= remembered) return
    plain.clear()
    hits.clear()
    kept = 1
  }

  function plainHits(product: number, version: string, name: CpeName, system: System | undefined): NameHits {
    const known = plain.get(product)?.get(version)
    if (known) return known
    forgetSome()
    const found = compile(product, name, system)
    const ofProduct = plain.get(product)
    if (ofProduct) ofProduct.set(version, found)
    else plain.set(product, new Map([[version, found]]))
    return found
  }

  function otherHits(product: number | undefined, name: CpeName, system: System | undefined): NameHits {
    const key = ofSystem(nameKey(name), system)
    let found = hits.get(key)
    if (!found) {
      forgetSome()
      found = compile(product, name, system)
      hits.set(key, found)
    }
    if (system === undefined) ofObjects.set(name, found)
    return found
  }

  return {
    hitsOf(name, runs) {
      const isProgram = name.part === 'a' && runs !== undefined
      const ofObject = isProgram ? undefined : ofObjects.get(name)
      if (ofObject) return ofObject
      const { version } = name
      const product = index.products.get(productKey(name))
      // What nearly all products are asked for hangs on no system, and is shared by all.
      const isAsked = isProgram && (openAsk || (product !== undefined && index.asksForSystem[product] === 1))
      const system = isAsked ? runs : undefined
      const isPlain = product !== undefined && typeof version === 'string' && saysNoMore(name)
      if (!isPlain && product === undefined && open.length === 0) return noHits
      return isPlain ? plainHits(product, ofSystem(version, system), name, system) : otherHits(product, name, system)
    },
    judge: judgeAsWritten,
  }
}

const isOpenName = ({ part, vendor, product }: CpeName): boolean =>
  part === ANY || vendor === ANY || product === ANY || hasWildcard(vendor) || hasWildcard(product)

/** What is worked out for a name where the device runs this system. */
const ofSystem = (key: string, system: System | undefined): string =>
  system === undefined ? key : `${key} on ${system}`

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

  const judge = (at: number, bits: number, kind: number): number => {
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
  return { one, inRange, judge }
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
    return own.text === versions[from] ||
      orderWith(from, own.text, own.version) === 'equal' ||
      (own.updatedText !== own.text && orderWith(from, own.updatedText, own.updated) === 'equal')
      ? yes
      : no
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

const noHits: NameHits = { found: new Int32Array(0), cves: 0, nodes: 0, platforms: 0, end: 0 }

/** Numbers and the strongest hit of each; the same number mostly comes several times in a row. */
class Strongest {
  private readonly hits = new Growing()

  get length(): number {
    return this.hits.length
  }

  clear(): void {
    this.hits.clear()
  }

  view(): Int32Array {
    return this.hits.view()
  }

  add(place: number, strength: number): void {
    const last = this.hits.length - 1
    const hit = (place << strengthBits) | strength
    if (last >= 0 && placeOf(this.hits.at(last)) === place) {
      if (hit > this.hits.at(last)) this.hits.set(last, hit)
    } else this.hits.push(hit)
  }
}

const storeLength = 1 << 18

/** The hits of many names in few arrays: one for each name would cost more than what it holds. */
class HitStore {
  private found = new Int32Array(1024)
  private length = 0

  keep(cves: Strongest, nodes: Strongest, platforms: Strongest): NameHits {
    const length = cves.length + nodes.length + platforms.length
    if (length === 0) return noHits
    if (this.length + length > this.found.length) {
      // Twice the room each time, for an index that is asked once is small.
      this.found = new Int32Array(Math.max(Math.min(storeLength, this.found.length * 2), length))
      this.length = 0
    }
    const first = this.length
    const ends = [cves, nodes, platforms].map((list) => {
      if (list.length > 0) this.found.set(list.view(), this.length)
      this.length += list.length
      return this.length
    })
    return { found: this.found, cves: first, nodes: ends[0]!, platforms: ends[1]!, end: ends[2]! }
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
