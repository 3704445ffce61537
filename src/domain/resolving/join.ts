import { countOnce, ofInterface } from './counted-once.ts'
import type { Edges } from './edges.ts'
import { type Evidence, modelWithSerial } from './evidence.ts'
import { fieldAt, fields, telling } from './fields.ts'

// Records become devices in rounds: of the groups that come into question for each other, those that are surely one are
// joined, and what was joined is compared anew with all that its records say together. A record that tells too little by
// itself finds its device by what another source adds.

/** Probability from which two groups are one without asking anybody. */
const surelySame = 0.985
/** Probability from which they are, as long as few of all that is joined are expected to be wrong. */
const likelySame = 0.9
/** How many of the joined pairs of records may be expected to be wrong for what is likely to be joined too. */
const mayBeWrong = 0.0005
/** Probability from which a person is asked. */
const worthAsking = 0.25
/** Of so many of a hundred devices of the longest list a person is asked at most, of those first where most is won. */
const askedOfHundred = 4.5
const askedAtLeast = 20

export interface Joined {
  /** Number of the device of each record. */
  readonly deviceOf: Int32Array
  /** How likely it is that each record is of its device. */
  readonly probability: Float64Array
  readonly reviews: readonly { readonly a: number; readonly b: number; readonly probability: number }[]
}

/** A group is called by the least of its records. */
function groupsToBeginWith(size: number, deviceOf: Int32Array | undefined) {
  const groupOf = Int32Array.from({ length: size }, (_, at) => at)
  const members: (readonly number[])[] = Array.from({ length: size }, (_, at) => [at])
  const firstOf = new Map<number, number>()
  for (const [at, device] of (deviceOf ?? []).entries()) {
    if (device < 0) continue
    const first = firstOf.get(device)
    if (first === undefined) firstOf.set(device, at)
    else {
      groupOf[at] = first
      members[first] = [...members[first]!, at]
      members[at] = []
    }
  }
  return { groupOf, members }
}

interface Weighed {
  readonly bits: number
  readonly isTelling: boolean
  readonly isTwice: boolean
}

interface GroupPair {
  readonly x: number
  readonly y: number
  bits: number
  isTelling: boolean
  /** Both have records of one source. */
  isTwice: boolean
  /** The records that speak most for it. */
  readonly a: number
  readonly b: number
  best: number
}

/** Fields where what agrees counts, and that others differ does not: a device has several, or changed since. */
const several = new Set([fieldAt.mac, fieldAt.host, fieldAt.ip, fieldAt.code, fieldAt.software, fieldAt.where])
const isTellingField = new Set(telling)
/** A device is told of by some sources, each joined in one round; what is likely only takes rounds of its own. */
const mostRounds = 30
/** Bits that one field must give for more than a likeness. */
const tells = 5

/** What is settled before anything is weighed. */
export interface Settled {
  /** Of each record the device that it is known to be of, numbered from 0; -1 where nobody knows. */
  readonly deviceOf: Int32Array
  /** Records that are of two devices. */
  readonly apart: readonly (readonly [number, number])[]
}

export function join(evidence: Evidence, edges: Edges, settled?: Settled): Joined {
  const { features, sizes } = evidence
  const sources = sizes.length
  const { groupOf, members } = groupsToBeginWith(features.length, settled?.deviceOf)
  const apartFrom = new Map<number, number[]>()
  for (const [a, b] of settled?.apart ?? [])
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      apartFrom.set(one, [...(apartFrom.get(one) ?? []), other])
  const probability = new Float64Array(features.length).fill(Number.NaN)
  for (const [at, device] of (settled?.deviceOf ?? []).entries()) if (device >= 0) probability[at] = 1
  const into = new Float64Array(fields.length)
  const pool = new Float64Array(fields.length * 2)
  /** What groups that did not change came to. */
  const known = new Map<number, Weighed>()
  let open: { pair: GroupPair; likely: number }[] = []
  const sums = new Float64Array(features.length * sources)
  let joinedPairs = 0
  let wrongPairs = 0

  for (let round = 0; round < mostRounds; round++) {
    const pairs = pairsOf()
    sums.fill(0)
    for (const pair of pairs) {
      addOdds(pair.x, pair.y, pair.bits)
      addOdds(pair.y, pair.x, pair.bits)
    }
    const ranked = pairs
      .map((pair) => ({ pair, likely: Math.min(share(pair.x, pair.y, pair.bits), share(pair.y, pair.x, pair.bits)) }))
      .sort(
        (one, other) =>
          other.likely - one.likely ||
          other.pair.bits - one.pair.bits ||
          one.pair.a - other.pair.a ||
          one.pair.b - other.pair.b,
      )
    const changed = new Set<number>()
    for (const { pair, likely } of ranked) {
      const size = members[pair.x]!.length * members[pair.y]!.length
      const wrong = (1 - likely) * size
      if (likely < surelySame) {
        // What is likely only waits until all that is sure is joined: it may be sure by then.
        const isWithin = wrongPairs + wrong <= mayBeWrong * (joinedPairs + size)
        if (changed.size > 0 || likely < likelySame || !isWithin) break
        // One source seldom tells of one device twice.
        if (pair.isTwice) continue
      }
      if (!pair.isTelling || changed.has(pair.x) || changed.has(pair.y)) continue
      wrongPairs += wrong
      joinedPairs += size
      const [to, from] = pair.x < pair.y ? [pair.x, pair.y] : [pair.y, pair.x]
      for (const side of [pair.x, pair.y])
        for (const record of members[side]!)
          probability[record] = Number.isNaN(probability[record])
            ? likely
            : Math.max(Math.min(probability[record]!, 1), likely)
      members[to] = [...members[to]!, ...members[from]!].sort((one, other) => one - other)
      for (const record of members[from]!) groupOf[record] = to
      members[from] = []
      changed.add(to)
      changed.add(from)
    }
    open = ranked
    if (changed.size === 0) break
    for (const key of known.keys()) {
      const x = Math.floor(key / features.length)
      if (changed.has(x) || changed.has(key - x * features.length)) known.delete(key)
    }
  }

  const devices = Math.max(...sizes, 0)
  const wonBy = ({ pair, likely }: (typeof open)[number]) => likely * members[pair.x]!.length * members[pair.y]!.length
  const reviews = open
    .filter(({ pair, likely }) => likely >= worthAsking && (pair.isTelling || likely >= 0.5))
    .sort((one, other) => wonBy(other) - wonBy(one) || one.pair.a - other.pair.a || one.pair.b - other.pair.b)
    .slice(0, Math.max(askedAtLeast, Math.floor((devices * askedOfHundred) / 100)))
    .map(({ pair, likely }) => ({ a: pair.a, b: pair.b, probability: likely }))
  for (const { pair, likely } of open)
    for (const side of [pair.x, pair.y])
      for (const record of members[side]!)
        if (members[side]!.length === 1)
          probability[record] = Math.min(Number.isNaN(probability[record]) ? 1 : probability[record]!, 1 - likely)
  for (let at = 0; at < probability.length; at++) if (Number.isNaN(probability[at])) probability[at] = 1
  return { deviceOf: groupOf, probability, reviews }

  /** Groups that come into question for each other, each two once. */
  function pairsOf(): GroupPair[] {
    const found = new Map<number, GroupPair>()
    for (let e = 0; e < edges.size; e++) {
      const [a, b] = [edges.first[e]!, edges.second[e]!]
      const [ga, gb] = [groupOf[a]!, groupOf[b]!]
      if (ga === gb) continue
      const [x, y] = ga < gb ? [ga, gb] : [gb, ga]
      if (apartFrom.size > 0 && areApart(x, y)) continue
      const key = x * features.length + y
      const there = found.get(key)
      if (!there)
        found.set(key, { x, y, bits: Number.NaN, isTelling: false, isTwice: false, a, b, best: edges.bits[e]! })
      else if (edges.bits[e]! > there.best) found.set(key, { ...there, a, b, best: edges.bits[e]! })
    }
    for (const [key, pair] of found) {
      let held = known.get(key)
      if (!held) {
        held = together(members[pair.x]!, members[pair.y]!)
        known.set(key, held)
      }
      pair.bits = held.bits
      pair.isTelling = held.isTelling
      pair.isTwice = held.isTwice
    }
    return [...found.values()]
  }

  function areApart(x: number, y: number): boolean {
    return members[x]!.some((record) => (apartFrom.get(record) ?? []).some((other) => groupOf[other] === y))
  }

  /** What all records of two groups say together; each field is counted once. */
  function together(one: readonly number[], other: readonly number[]): Weighed {
    pool.fill(0)
    let before = Number.NEGATIVE_INFINITY
    let twice = 0
    let isOtherInterface = false
    const seen = new Set<number>()
    for (const i of one)
      for (const j of other) {
        isOtherInterface ||= evidence.isSecondInterface(i, j)
        evidence.compare(i, j, into)
        const [si, sj] = [features[i]!.source, features[j]!.source]
        if (si === sj) {
          if (!seen.has(si)) twice++
          seen.add(si)
        } else before = Math.max(before, Math.min(evidence.before(si, sj), evidence.before(sj, si)))
        for (let field = 0; field < fields.length; field++) {
          pool[field] = Math.max(pool[field]!, into[field]!)
          pool[fields.length + field] = Math.min(pool[fields.length + field]!, into[field]!)
        }
      }
    if (twice > 0) {
      const [first] = seen
      const same = evidence.before(first!, first!)
      before = before === Number.NEGATIVE_INFINITY ? same : before
      before = Math.min(before, same) - 8 * (twice - 1)
    }
    if (isOtherInterface) for (const field of ofInterface) pool[fields.length + field] = 0
    if (pool[fieldAt.serial]! > 0) pool[fieldAt.what] = Math.min(pool[fieldAt.what]!, modelWithSerial)
    if (pool[fieldAt.ip]! > 0) pool[fieldAt.where] = 0
    // It is the same code once more.
    if (pool[fieldAt.serial]! > 0 || pool[fieldAt.tag]! > 0 || pool[fieldAt.host]! > 0) pool[fieldAt.code] = 0
    let isTelling = false
    for (let field = 0; field < fields.length; field++) {
      const [up, down] = [pool[field]!, pool[fields.length + field]!]
      into[field] = up > 0 && several.has(field) ? up : up + down
    }
    countOnce(into)
    let bits = before
    for (let field = 0; field < fields.length; field++) {
      bits += into[field]!
      if (into[field]! >= tells && isTellingField.has(field)) isTelling = true
    }
    return { bits, isTelling, isTwice: twice > 0 }
  }

  function addOdds(from: number, to: number, bits: number): void {
    const odds = 2 ** Math.min(bits, 60)
    const seen = new Set<number>()
    for (const record of members[to]!) {
      const { source } = features[record]!
      if (seen.has(source)) continue
      seen.add(source)
      sums[from * sources + source]! += odds
    }
  }

  /** Of all that come into question for a group in a source of the other, the other's share. */
  function share(from: number, to: number, bits: number): number {
    const odds = 2 ** Math.min(bits, 60)
    let least = 1
    for (const record of members[to]!)
      least = Math.min(least, odds / (1 + sums[from * sources + features[record]!.source]!))
    return least
  }
}
