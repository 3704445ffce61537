import { countBatch, countBought, countFrame, countOnce, ofInterface } from './counted-once.ts'
import type { Edges } from './edges.ts'
import { type Evidence, modelWithSerial } from './evidence.ts'
import { fieldAt, fields, paperFields, serialLevel, tagLevel, telling } from './fields.ts'
import { NumberTable } from './number-table.ts'

// Records become devices in rounds: of the groups that come into question for each other, those that are surely one are
// joined, and what was joined is compared anew with all that its records say together. A record that tells too little by
// itself finds its device by what another source adds.

/** Probability from which two groups are one without asking anybody. */
const surelySame = 0.985
/** Probability from which they are, as long as few of all that is joined are expected to be wrong. */
const likelySame = 0.9
/** How many of the joined pairs of records may be expected to be wrong for what is likely to be joined too. */
const mayBeWrong = 0.003
/** Probability from which a person is asked. */
const worthAsking = 0.25
/** Of so many of a hundred devices a person is asked at most, of those first where most is won. */
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
  /** The same without what is taken off because signs may have passed from one device to the other: against others in question. */
  readonly claim: Float64Array
  /** Both as odds. */
  readonly odds: Float64Array
  readonly claimOdds: Float64Array
  readonly likely: Float64Array
  /** Odds of the second for the first, as far as no others claim the second; and the other way. */
  readonly leftToX: Float64Array
  readonly leftToY: Float64Array
  /** 1 where something tells the device from its like. */
  readonly isTelling: Uint8Array
  /** 1 where a sign of the device's own tells, and not labels alone, which pass on. */
  readonly isOwn: Uint8Array
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
    this.claim = new Float64Array(most)
    this.odds = new Float64Array(most)
    this.claimOdds = new Float64Array(most)
    this.likely = new Float64Array(most)
    this.leftToX = new Float64Array(most)
    this.leftToY = new Float64Array(most)
    this.isTelling = new Uint8Array(most)
    this.isOwn = new Uint8Array(most)
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

interface Twin {
  readonly group: number
  readonly likely: number
}

/** Fields where what agrees counts, and that others differ does not: a device has several, or changed since. */
const severalFields = new Set([fieldAt.mac, fieldAt.host, fieldAt.ip, fieldAt.code, fieldAt.software, fieldAt.where])
const several = fields.map((_, field) => severalFields.has(field))
/** Fields whose values are among the codes of a record. */
const bearingCodes = [fieldAt.serial, fieldAt.tag, fieldAt.host, fieldAt.mac]
const isTellingField = fields.map((_, field) => telling.includes(field))
/** A device is told of by some sources, each joined in one round; what is likely only takes rounds of its own. */
const mostRounds = 30
/** Bits that one field must give for more than a likeness. */
const tells = 5
/** Fields that contradict: other values are seldom of one device. */
const contradictingFields = [
  fieldAt.serial,
  fieldAt.tag,
  fieldAt.mac,
  fieldAt.ae,
  fieldAt.what,
  fieldAt.purchasedOn,
  fieldAt.inServiceOn,
  fieldAt.purchaseOrder,
]
const isPaper = fields.map((_, field) => paperFields.includes(field))
/** Bits that papers give only where nothing of its kind was bought with a device. */
const boughtAlone = 8.5
const isContradicting = fields.map((_, field) => contradictingFields.includes(field))
/** Signs that come by different ways, and pass from one device to another each by its own. */
const ways = [[fieldAt.serial], [fieldAt.mac], [fieldAt.tag, fieldAt.host, fieldAt.ip, fieldAt.code, fieldAt.ae]]
/** Bits against one device from which signs may have passed on, and most that those of one way tell then: it is one case in some hundred. */
const contradicted = -2
const oneWay = 7.5
/** Most that is told for one device where only labels tell it, in bits: what replaces a device takes on its tag and name. */
const labelsAlone = 7
const ownSigns = [fieldAt.serial, fieldAt.mac, fieldAt.ip]
/** Levels of the serial number that others of a batch show too: by a slip, or because a row was copied. */
const ofBatch: readonly number[] = [
  serialLevel.exact,
  serialLevel.folded,
  serialLevel.damaged,
  serialLevel.edit,
  serialLevel.contained,
]
/** Odds, in bits, from which two groups with records of one source are taken into account as one device told of twice. */
const maybeTwice = -2

/** Fields that are copied with slips. */
const codeFields = [fieldAt.serial, fieldAt.tag]
const unread = -1000

/** How often it is looked at anew how far those in question are claimed by others. */
const passes = 3

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
  /** Of each group, the sources of its records, each once. */
  const sourcesOf = members.map((group) => [...new Set(group.map((record) => features[record]!.source))])
  const into = new Float64Array(fields.length)
  const pool = new Float64Array(fields.length * 2)
  const shown = new Int8Array(fields.length)
  /** Edges between two groups, in their order. */
  const live = Int32Array.from({ length: edges.size }, (_, e) => e)
  let liveSize = edges.size
  const agreed = new Float64Array(features.length * codeFields.length).fill(unread)
  /** Of each group and source: odds of those that have a sign of their own, of the others, and what the others claim. */
  const rivals = new Float64Array(features.length * sources * 3)
  const others = new Float64Array(edges.size * 2)
  const stamps = new Int32Array(sources)
  let stamp = 0
  let joinedPairs = 0
  let wrongPairs = 0
  let pairs = new GroupPairs(0)
  let changed = new Set<number>()

  for (let round = 0; round < mostRounds; round++) {
    pairs = pairsOf(pairs, changed)
    const reached = round === 0 ? allOf(pairs) : reachedFrom(pairs, changed)
    changed = new Set()
    const twins = twinsAmong(pairs)
    assign(pairs, twins, reached)
    const ranked: number[] = []
    for (let at = 0; at < pairs.size; at++) if (pairs.likely[at]! >= likelySame) ranked.push(at)
    const { likely: likelihoods, bits: allBits, a, b } = pairs
    ranked.sort(
      (one, other) =>
        likelihoods[other]! - likelihoods[one]! ||
        allBits[other]! - allBits[one]! ||
        a[one]! - a[other]! ||
        b[one]! - b[other]!,
    )
    let isSomethingSure = false
    for (const at of ranked) {
      const [x, y, likely] = [pairs.x[at]!, pairs.y[at]!, pairs.likely[at]!]
      const size = members[x]!.length * members[y]!.length
      const wrong = (1 - likely) * size
      if (likely < surelySame) {
        // What is likely only waits until all that is sure is joined: it may be sure by then.
        const isWithin = wrongPairs + wrong <= mayBeWrong * (joinedPairs + size)
        if (isSomethingSure || !isWithin) break
        // One source seldom tells of one device twice.
        if (pairs.isTwice[at]) continue
      }
      if (!pairs.isTelling[at] || changed.has(x) || changed.has(y)) continue
      isSomethingSure ||= likely >= surelySame
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
      sourcesOf[x] = [...new Set([...sourcesOf[x]!, ...sourcesOf[y]!])]
      sourcesOf[y] = []
      changed.add(x)
      changed.add(y)
    }
    if (changed.size === 0) break
  }

  // There are as many as the longest list has, or as were found by several records.
  const devices = Math.max(...sizes, members.filter((group) => group.length > 1).length)
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
        found.claim[place] = before.claim[held]!
        found.odds[place] = before.odds[held]!
        found.claimOdds[place] = before.claimOdds[held]!
        found.likely[place] = before.likely[held]!
        found.isTelling[place] = before.isTelling[held]!
        found.isOwn[place] = before.isOwn[held]!
        found.isTwice[place] = before.isTwice[held]!
      }
    }
    return found
  }

  /** Pairs that come anew into question: those that are linked, by whichever others, to a group that changed. */
  function reachedFrom(found: GroupPairs, changed: ReadonlySet<number>): Int32Array {
    // A pair that people keep apart by now links no more, and claimed something before.
    if (apartFrom.size > 0) return allOf(found)
    const linked = Int32Array.from({ length: features.length }, (_, at) => at)
    const firstOf = (group: number) => {
      let at = group
      while (linked[at] !== at) {
        linked[at] = linked[linked[at]!]!
        at = linked[at]!
      }
      return at
    }
    for (let at = 0; at < found.size; at++) linked[firstOf(found.x[at]!)] = firstOf(found.y[at]!)
    const isReached = new Uint8Array(features.length)
    for (const group of changed) isReached[firstOf(group)] = 1
    return allOf(found).filter((at) => isReached[firstOf(found.x[at]!)] === 1)
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
    let isOfOneBatch = false
    let siblings = 1
    let isTagExact = false
    let isOfFrame = false
    let areModules = false
    let isCodeOwn = false
    stamp++
    for (const i of members[found.x[place]!]!)
      for (const j of members[found.y[place]!]!) {
        isOtherInterface ||= evidence.isSecondInterface(i, j)
        evidence.compare(i, j, into, shown)
        if (into[fieldAt.serial]! > pool[fieldAt.serial]!) {
          isOfOneBatch = ofBatch.includes(shown[fieldAt.serial]!)
          siblings = evidence.siblings
        }
        if (into[fieldAt.code]! >= tells) isCodeOwn ||= evidence.isCodeOfDevice(i, j)
        if (shown[fieldAt.tag] === tagLevel.exact) {
          isTagExact = true
          areModules ||= evidence.isAttached(features[i]!) || evidence.isAttached(features[j]!)
          isOfFrame ||= areModules || evidence.isOfFrame(features[i]!.tagId)
        }
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
        for (let which = 0; which < codeFields.length; which++) {
          const bits = into[codeFields[which]!]!
          if (bits === 0) continue
          const at = which * features.length
          agreed[at + i] = Math.max(agreed[at + i]!, bits)
          agreed[at + j] = Math.max(agreed[at + j]!, bits)
        }
      }
    for (let which = 0; which < codeFields.length; which++) {
      const field = codeFields[which]!
      if (pool[field]! > 0 && pool[fields.length + field]! < 0)
        pool[fields.length + field] = Math.min(
          0,
          unexplained(members[found.x[place]!]!, which),
          unexplained(members[found.y[place]!]!, which),
        )
    }
    for (const side of [found.x[place]!, found.y[place]!])
      for (const record of members[side]!)
        for (let which = 0; which < codeFields.length; which++) agreed[which * features.length + record] = unread
    if (twice > 0) {
      const same = evidence.before(first, first)
      before = before === Number.NEGATIVE_INFINITY ? same : before
      before = Math.min(before, same) - (isOtherInterface ? 0 : 8 * (twice - 1))
    }
    if (isOtherInterface) for (const field of ofInterface) pool[fields.length + field] = 0
    if (pool[fieldAt.serial]! > 0) pool[fieldAt.what] = Math.min(pool[fieldAt.what]!, modelWithSerial)
    if (pool[fieldAt.ip]! > 0) pool[fieldAt.where] = 0
    // It is the same code once more.
    for (const field of bearingCodes) if (pool[field]! > 0) pool[fieldAt.code] = 0
    let isTelling = false
    for (let field = 0; field < fields.length; field++) {
      const up = pool[field]!
      into[field] = up > 0 && several[field] ? up : up + pool[fields.length + field]!
    }
    if (isOfOneBatch) {
      const tag = into[fieldAt.tag]!
      countBatch(into, siblings)
      if (isTagExact) into[fieldAt.tag] = tag
    }
    countBought(into)
    if (isOfFrame) countFrame(into, areModules)
    countOnce(into)
    let support = before
    let against = 0
    for (let field = 0; field < fields.length; field++) {
      if (into[field]! < 0 && isContradicting[field]) against += into[field]!
      else support += into[field]!
      if (into[field]! >= (isTellingField[field] ? tells : isPaper[field] ? boughtAlone : 99)) isTelling = true
    }
    const claim = support + against
    // Labels pass on, rows are copied: what contradicts weighs more than the number of signs.
    if (against < contradicted) {
      const told = ways.filter((way) => way.some((field) => into[field]! >= tells)).length
      support = Math.min(support, oneWay * Math.max(told, 1))
    }
    // The end of its serial number, or of its MAC, is in its name.
    isCodeOwn &&= into[fieldAt.code]! >= tells
    if (
      !isCodeOwn &&
      ownSigns.every((field) => into[field]! < tells) &&
      paperFields.every((field) => into[field]! < boughtAlone)
    )
      support = Math.min(support, labelsAlone)
    found.bits[place] = support + against
    found.claim[place] = claim
    found.odds[place] = oddsOf(support + against)
    found.claimOdds[place] = oddsOf(claim)
    found.isTelling[place] = Number(isTelling)
    found.isOwn[place] = Number(isCodeOwn || ownSigns.some((field) => into[field]! >= tells))
    found.isTwice[place] = Number(twice > 0)
  }

  /** The worst that a record's code says which agrees with nothing on the other side, nor is a slip of what does. */
  function unexplained(group: readonly number[], which: number): number {
    const at = which * features.length
    let worst = 0
    for (const record of group) {
      const bits = agreed[at + record]!
      if (bits === unread || bits >= worst) continue
      const isSlip = group.some(
        (other) => agreed[at + other]! > 0 && evidence.isVariant(record, other, which === 0 ? 'serial' : 'tag'),
      )
      if (!isSlip) worst = bits
    }
    return worst
  }

  /**
   * How likely each pair is, all others considered: of each source a group has one partner or none, so that those which come into
   * question share what there is, each as far as nobody else claims it (sum-product on the assignment, in a few passes). Reckoned are
   * those at the places given, which no others are linked to.
   */
  function assign(found: GroupPairs, twins: ReadonlyMap<number, readonly Twin[]>, places: Int32Array): void {
    found.leftToX.fill(1)
    found.leftToY.fill(1)
    for (let pass = 0; pass <= passes; pass++) {
      for (const at of places) {
        forget(found.x[at]!)
        forget(found.y[at]!)
      }
      for (const at of places) {
        addOdds(found, at, found.x[at]!, found.y[at]!, found.leftToX[at]!)
        addOdds(found, at, found.y[at]!, found.x[at]!, found.leftToY[at]!)
      }
      for (const at of places) {
        const [x, y] = [found.x[at]!, found.y[at]!]
        others[at * 2] = othersOf(found, at, x, y, found.leftToX[at]!, twins)
        others[at * 2 + 1] = othersOf(found, at, y, x, found.leftToY[at]!, twins)
        if (pass === passes) {
          const left = found.odds[at]! / (1 + others[at * 2]!) / (1 + others[at * 2 + 1]!)
          found.likely[at] = left / (1 + left)
        }
      }
      if (pass < passes)
        for (const at of places) {
          found.leftToX[at] = 1 / (1 + others[at * 2 + 1]!)
          found.leftToY[at] = 1 / (1 + others[at * 2]!)
        }
    }
  }

  function forget(group: number): void {
    rivals.fill(0, group * sources * 3, (group + 1) * sources * 3)
  }

  function addOdds(found: GroupPairs, at: number, from: number, to: number, left: number): void {
    const isOwn = found.isOwn[at] === 1
    const odds = left * found.odds[at]!
    const claim = left * found.claimOdds[at]!
    for (const source of sourcesOf[to]!) {
      const place = (from * sources + source) * 3
      if (isOwn) rivals[place]! += odds
      else {
        rivals[place + 1]! += odds
        rivals[place + 2]! += claim
      }
    }
  }

  /** For each group those that may be the same device told of twice by a source: they are no rivals. */
  function twinsAmong(found: GroupPairs): Map<number, Twin[]> {
    const twins = new Map<number, Twin[]>()
    const add = (one: number, other: number, likely: number) => {
      const known = twins.get(one)
      if (known) known.push({ group: other, likely })
      else twins.set(one, [{ group: other, likely }])
    }
    for (let at = 0; at < found.size; at++) {
      if (!found.isTwice[at] || found.bits[at]! < maybeTwice) continue
      const likely = 1 / (1 + 2 ** -found.bits[at]!)
      add(found.x[at]!, found.y[at]!, likely)
      add(found.y[at]!, found.x[at]!, likely)
    }
    return twins
  }

  /**
   * Odds of all others that come into question for a group in a source of the other; of the source where they are most. What was taken
   * off here is taken off them too, but for those that have a sign of their own: that a label may have passed on speaks for none of the others.
   */
  function othersOf(
    found: GroupPairs,
    pair: number,
    from: number,
    to: number,
    left: number,
    twins: ReadonlyMap<number, readonly Twin[]>,
  ): number {
    const same = twins.get(to)
    const odds = found.odds[pair]!
    const claim = found.claimOdds[pair]!
    let most = 0
    for (const source of sourcesOf[to]!) {
      const place = (from * sources + source) * 3
      let own = rivals[place]!
      let sum = rivals[place + 1]!
      let claimed = rivals[place + 2]!
      if (found.isOwn[pair]) own -= left * odds
      else {
        sum -= left * odds
        claimed -= left * claim
      }
      if (same)
        for (const twin of same) {
          if (!sourcesOf[twin.group]!.includes(source)) continue
          const at = found.find(Math.min(from, twin.group) * features.length + Math.max(from, twin.group))
          if (at < 0) continue
          const share = twin.likely * (from < twin.group ? found.leftToX[at]! : found.leftToY[at]!)
          if (found.isOwn[at]) own -= share * found.odds[at]!
          else {
            sum -= share * found.odds[at]!
            claimed -= share * found.claimOdds[at]!
          }
        }
      most = Math.max(most, Math.max(own, 0) + Math.max(Math.min(sum, (claimed * odds) / claim), 0))
    }
    return most
  }
}

const allOf = ({ size }: GroupPairs) => Int32Array.from({ length: size }, (_, at) => at)

const oddsOf = (bits: number) => 2 ** Math.min(bits, 60)
