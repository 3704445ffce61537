import { countOnce, ofInterface } from './counted-once.ts'
import type { Edges } from './edges.ts'
import { type Evidence, modelWithSerial } from './evidence.ts'
import { fieldAt, fields, telling } from './fields.ts'
import { NumberTable } from './number-table.ts'

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

/** Groups that come into question for each other, each two once, in the order of their first edges. */
class GroupPairs {
  readonly #places: NumberTable
  /** The groups, the lower number first. */
  readonly x: Int32Array
  readonly y: Int32Array
  /** The records that speak most for it, and how much. */
  readonly a: Int32Array
  readonly b: Int32Array
  readonly best: Float64Array
  /** Bits of all that their records say. */
  readonly bits: Float64Array
  readonly likely: Float64Array
  /** 1 where something tells the device from its like. */
  readonly isTelling: Uint8Array
  /** 1 where both have records of one source. */
  readonly isTwice: Uint8Array

  constructor(most: number) {
    this.#places = new NumberTable(most)
    this.x = new Int32Array(most)
    this.y = new Int32Array(most)
    this.a = new Int32Array(most)
    this.b = new Int32Array(most)
    this.best = new Float64Array(most)
    this.bits = new Float64Array(most)
    this.likely = new Float64Array(most)
    this.isTelling = new Uint8Array(most)
    this.isTwice = new Uint8Array(most)
  }

  get size(): number {
    return this.#places.size
  }

  find(key: number): number {
    return this.#places.find(key)
  }

  place(key: number): number {
    return this.#places.place(key)
  }
}

/** Fields where what agrees counts, and that others differ does not: a device has several, or changed since. */
const severalFields = new Set([fieldAt.mac, fieldAt.host, fieldAt.ip, fieldAt.code, fieldAt.software, fieldAt.where])
const several = fields.map((_, field) => severalFields.has(field))
const isTellingField = fields.map((_, field) => telling.includes(field))
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
  /** Edges between two groups, in their order. */
  const live = Int32Array.from({ length: edges.size }, (_, e) => e)
  let liveSize = edges.size
  const sums = new Float64Array(features.length * sources)
  const stamps = new Int32Array(sources)
  let stamp = 0
  let joinedPairs = 0
  let wrongPairs = 0
  let pairs = new GroupPairs(0)
  let changed = new Set<number>()

  for (let round = 0; round < mostRounds; round++) {
    pairs = pairsOf(pairs, changed)
    changed = new Set()
    sums.fill(0)
    for (let at = 0; at < pairs.size; at++) {
      addOdds(pairs.x[at]!, pairs.y[at]!, pairs.bits[at]!)
      addOdds(pairs.y[at]!, pairs.x[at]!, pairs.bits[at]!)
    }
    const ranked: number[] = []
    for (let at = 0; at < pairs.size; at++) {
      const [x, y, bits] = [pairs.x[at]!, pairs.y[at]!, pairs.bits[at]!]
      pairs.likely[at] = Math.min(share(x, y, bits), share(y, x, bits))
      if (pairs.likely[at]! >= likelySame) ranked.push(at)
    }
    const { likely: likelihoods, bits: allBits, a, b } = pairs
    ranked.sort(
      (one, other) =>
        likelihoods[other]! - likelihoods[one]! ||
        allBits[other]! - allBits[one]! ||
        a[one]! - a[other]! ||
        b[one]! - b[other]!,
    )
    for (const at of ranked) {
      const [x, y, likely] = [pairs.x[at]!, pairs.y[at]!, pairs.likely[at]!]
      const size = members[x]!.length * members[y]!.length
      const wrong = (1 - likely) * size
      if (likely < surelySame) {
        // What is likely only waits until all that is sure is joined: it may be sure by then.
        const isWithin = wrongPairs + wrong <= mayBeWrong * (joinedPairs + size)
        if (changed.size > 0 || !isWithin) break
        // One source seldom tells of one device twice.
        if (pairs.isTwice[at]) continue
      }
      if (!pairs.isTelling[at] || changed.has(x) || changed.has(y)) continue
      wrongPairs += wrong
      joinedPairs += size
      for (const side of [x, y])
        for (const record of members[side]!)
          probability[record] = Number.isNaN(probability[record])
            ? likely
            : Math.max(Math.min(probability[record]!, 1), likely)
      for (const record of members[y]!) groupOf[record] = x
      members[x] = [...members[x]!, ...members[y]!].sort((one, other) => one - other)
      members[y] = []
      changed.add(x)
      changed.add(y)
    }
    if (changed.size === 0) break
  }

  const devices = Math.max(...sizes, 0)
  const wonBy = (at: number) => pairs.likely[at]! * members[pairs.x[at]!]!.length * members[pairs.y[at]!]!.length
  const asked: number[] = []
  for (let at = 0; at < pairs.size; at++) {
    const likely = pairs.likely[at]!
    if (likely >= worthAsking && (pairs.isTelling[at] || likely >= 0.5)) asked.push(at)
    for (const side of [pairs.x[at]!, pairs.y[at]!])
      for (const record of members[side]!)
        if (members[side]!.length === 1)
          probability[record] = Math.min(Number.isNaN(probability[record]) ? 1 : probability[record]!, 1 - likely)
  }
  const reviews = asked
    .sort(
      (one, other) => wonBy(other) - wonBy(one) || pairs.a[one]! - pairs.a[other]! || pairs.b[one]! - pairs.b[other]!,
    )
    .slice(0, Math.max(askedAtLeast, Math.floor((devices * askedOfHundred) / 100)))
    .map((at) => ({ a: pairs.a[at]!, b: pairs.b[at]!, probability: pairs.likely[at]! }))
  for (let at = 0; at < probability.length; at++) if (Number.isNaN(probability[at])) probability[at] = 1
  return { deviceOf: groupOf, probability, reviews }

  /** The pairs of groups by now; what groups that did not change came to is taken from those before. */
  function pairsOf(before: GroupPairs, changed: ReadonlySet<number>): GroupPairs {
    let left = 0
    for (let at = 0; at < liveSize; at++) {
      const e = live[at]!
      if (groupOf[edges.first[e]!] !== groupOf[edges.second[e]!]) live[left++] = e
    }
    liveSize = left
    const found = new GroupPairs(liveSize)
    for (let at = 0; at < liveSize; at++) {
      const e = live[at]!
      const a = edges.first[e]!
      const b = edges.second[e]!
      const x = Math.min(groupOf[a]!, groupOf[b]!)
      const y = Math.max(groupOf[a]!, groupOf[b]!)
      if (apartFrom.size > 0 && areApart(x, y)) continue
      const known = found.size
      const place = found.place(x * features.length + y)
      if (place < known && edges.bits[e]! <= found.best[place]!) continue
      found.x[place] = x
      found.y[place] = y
      found.a[place] = a
      found.b[place] = b
      found.best[place] = edges.bits[e]!
    }
    for (let place = 0; place < found.size; place++) {
      const x = found.x[place]!
      const y = found.y[place]!
      const held = changed.has(x) || changed.has(y) ? -1 : before.find(x * features.length + y)
      if (held < 0) weigh(found, place)
      else {
        found.bits[place] = before.bits[held]!
        found.isTelling[place] = before.isTelling[held]!
        found.isTwice[place] = before.isTwice[held]!
      }
    }
    return found
  }

  function areApart(x: number, y: number): boolean {
    return members[x]!.some((record) => (apartFrom.get(record) ?? []).some((other) => groupOf[other] === y))
  }

  /** What all records of two groups say together; each field is counted once. */
  function weigh(found: GroupPairs, place: number): void {
    pool.fill(0)
    let before = Number.NEGATIVE_INFINITY
    let twice = 0
    let first = -1
    let isOtherInterface = false
    stamp++
    for (const i of members[found.x[place]!]!)
      for (const j of members[found.y[place]!]!) {
        isOtherInterface ||= evidence.isSecondInterface(i, j)
        evidence.compare(i, j, into)
        const si = features[i]!.source
        const sj = features[j]!.source
        if (si === sj) {
          if (twice === 0) first = si
          if (stamps[si] !== stamp) twice++
          stamps[si] = stamp
        } else before = Math.max(before, Math.min(evidence.before(si, sj), evidence.before(sj, si)))
        for (let field = 0; field < fields.length; field++) {
          pool[field] = Math.max(pool[field]!, into[field]!)
          pool[fields.length + field] = Math.min(pool[fields.length + field]!, into[field]!)
        }
      }
    if (twice > 0) {
      const same = evidence.before(first, first)
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
      const up = pool[field]!
      into[field] = up > 0 && several[field] ? up : up + pool[fields.length + field]!
    }
    countOnce(into)
    let bits = before
    for (let field = 0; field < fields.length; field++) {
      bits += into[field]!
      if (into[field]! >= tells && isTellingField[field]) isTelling = true
    }
    found.bits[place] = bits
    found.isTelling[place] = Number(isTelling)
    found.isTwice[place] = Number(twice > 0)
  }

  function addOdds(from: number, to: number, bits: number): void {
    const odds = 2 ** Math.min(bits, 60)
    stamp++
    for (const record of members[to]!) {
      const { source } = features[record]!
      if (stamps[source] === stamp) continue
      stamps[source] = stamp
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
