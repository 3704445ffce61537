import { type Edges, probabilities } from './edges.ts'
import { type Evidence, gapDays } from './evidence.ts'
import type { Features, Group } from './features.ts'
import {
  chancesToBeginWith,
  fieldAt,
  fields,
  groupFields,
  levelCount,
  levelsOf,
  ownFields,
  paperFields,
  sharesToBeginWith,
  telling,
} from './fields.ts'

// What a source pair's records look like when they are of one device follows from those that surely are. A field is learnt
// only from pairs that are sure without it: else a field would confirm itself.

/** From which probability a pair counts as surely of one device. */
const sure = 0.97
/** From which probability a pair may be surely of one device but for one field. */
const likelyButOne = 0.5
/** Odds in bits that all other fields together must give before one is learnt from the pair. */
const decisive = 5
/** How many pairs what stood at the beginning is worth. */
const strength = 40
const gaps = gapDays.length + 1
/** Pairs that are looked at for each two sources. */
const enough = 40_000

/** Fields of which the share of each level is learnt. */
const learntFields = [...telling, ...paperFields]
/** Those that may differ throughout: by their serial numbers and interfaces devices are told from their modules and successors. */
const mayDiffer: readonly number[] = learntFields.filter((field) => field !== fieldAt.serial && field !== fieldAt.mac)

/** What pairs of records show of their two sources, whatever is learnt: by the two sources, then by field or gap. */
interface Shown {
  /** Pairs that agree in a field of one's own as no others of the two sources do. */
  readonly foundBy: Float64Array
  /** Of pairs with one address, those that are still the same interface, and those that are not. */
  readonly confirmed: Float64Array
  readonly givenOn: Float64Array
  /** Of each pair, 1 where two devices would show by chance what is of one. */
  readonly mayCoincide: Uint8Array
}

/** Counts what stays the same however often it is learnt from the same pairs. */
export function countShown(evidence: Evidence, edges: Edges): Shown {
  const { features, sizes } = evidence
  const sources = sizes.length
  const foundBy = new Float64Array(sources * sources * ownFields.length)
  const confirmed = new Float64Array(sources * sources * gaps)
  const givenOn = new Float64Array(sources * sources * gaps)
  const mayCoincide = new Uint8Array(edges.size)
  for (let e = 0; e < edges.size; e++) {
    const i = edges.first[e]!
    const j = edges.second[e]!
    const a = features[i]!.source
    const b = features[j]!.source
    if (a === b) continue
    mayCoincide[e] = Number(evidence.hasCommonSign(i, j))
    const pair = Math.min(a, b) * sources + Math.max(a, b)
    for (let which = 0; which < ownFields.length; which++)
      if (evidence.agreesAlone(ownFields[which]!, i, j)) foundBy[pair * ownFields.length + which]!++
    const stillThere = evidence.isStillThere(i, j)
    if (stillThere !== undefined) (stillThere ? confirmed : givenOn)[pair * gaps + evidence.gapOf(i, j)]!++
  }
  return { foundBy, confirmed, givenOn, mayCoincide }
}

/** What a pair of records is to be learnt from: one of a source that may be told of twice, one of two devices, or of one. */
const ofTwice = 1
const ofTwo = 2
const ofOne = 3

export function learn(evidence: Evidence, edges: Edges, { foundBy, confirmed, givenOn, mayCoincide }: Shown): void {
  const { features, sizes } = evidence
  const sources = sizes.length
  const likely = probabilities(evidence, edges)
  /** Of each record, whether it has a sure partner in the source. */
  const partner = new Int32Array(features.length * sources).fill(-1)
  for (let e = 0; e < edges.size; e++) {
    const [a, b] = [edges.first[e]!, edges.second[e]!]
    const [toB, toA] = [a * sources + features[b]!.source, b * sources + features[a]!.source]
    if (likely[e]! < sure) continue
    partner[toB] = b
    partner[toA] = a
  }
  const use = new Uint8Array(edges.size)
  for (let e = 0; e < edges.size; e++) {
    const i = edges.first[e]!
    const j = edges.second[e]!
    const a = features[i]!.source
    const b = features[j]!.source
    // It may be sure but for one field that differs: two lists that number on their own never agree in their tags.
    if (a === b) use[e] = ofTwice
    else if (likely[e]! >= likelyButOne) use[e] = ofOne
    else if (mayCoincide[e] === 0) continue
    else if (likely[e]! < 0.02 && (partner[i * sources + b]! >= 0 || partner[j * sources + a]! >= 0)) use[e] = ofTwo
  }

  const pairCount = sources * sources
  const met = new Float64Array(pairCount * levelCount)
  const coincided = new Float64Array(pairCount * fields.length)
  const looked = new Float64Array(pairCount)
  const into = new Float64Array(fields.length)
  const shown = new Int8Array(fields.length)
  /** Of each source, what is told besides of records that bear one code. */
  const besides = { serial: sizes.map((): number[] => []), tag: sizes.map((): number[] => []) }
  const told: Told[] = []
  /** Pairs that are sure but for what their words say against it. */
  const against: typeof told = []
  const firstLevels = levelsOf.map((own) => own[0] ?? -1)
  // Spread over all records, whatever the order they came in.
  const step = 7919
  for (let turn = 0, e = 0; turn < edges.size; turn++, e = (e + step) % Math.max(edges.size, 1)) {
    if (edges.size % step === 0) e = turn
    if (use[e] === 0) continue
    const [i, j] = [edges.first[e]!, edges.second[e]!]
    const [a, b] = [features[i]!, features[j]!]
    if (use[e] === ofTwice) {
      for (const field of codeFields)
        if (evidence.isTwice(a, b, field)) {
          const bits = evidence.compare(i, j, into)
          besides[field][a.source]!.push(bits - into[fieldAt[field]]!)
          break
        }
      continue
    }
    const pair = Math.min(a.source, b.source) * sources + Math.max(a.source, b.source)
    const isSure = likely[e]! >= sure
    if (use[e] === ofOne && looked[pair]!++ > enough) continue
    const bits = evidence.compare(i, j, into, shown)
    if (use[e] === ofTwo) {
      for (const field of telling)
        if (shown[field]! >= 0 && shown[field] === firstLevels[field] && evidence.isOnly(fields[field]!, i, j))
          coincided[pair * fields.length + field]!++
      for (const field of paperFields)
        if (shown[field]! >= 0 && shown[field] === firstLevels[field] && evidence.isBoughtAlone(fields[field]!, i, j))
          coincided[pair * fields.length + field]!++
      continue
    }
    const before = Math.min(evidence.before(a.source, b.source), evidence.before(b.source, a.source))
    let [best, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const field of telling) {
      if (into[field]! > best) [best, second] = [into[field]!, best]
      else second = Math.max(second, into[field]!)
    }
    const isSureWithout = (field: number) =>
      bits - into[field]! + before >= decisive && (into[field] === best ? second : best) >= 4
    for (const field of learntFields)
      if (shown[field]! >= 0 && (isSure || (into[field]! < 0 && mayDiffer.includes(field))) && isSureWithout(field))
        met[pair * levelCount + shown[field]!]!++
    const isSureBut = groupFields.filter(([, field]) => isSureWithout(field))
    if (isSure) {
      if (isSureBut.length > 0) told.push({ a, b, groups: isSureBut.map(([group]) => group) })
    } else if (!evidence.translations.areOfTwoMakers(a, b))
      for (const [group, field] of isSureBut) if (into[field]! < 0) against.push({ a, b, groups: [group] })
  }

  for (let x = 0; x < sources; x++)
    for (let y = x + 1; y < sources; y++) {
      const pair = x * sources + y
      const shares = new Float64Array(levelCount)
      for (const own of levelsOf) {
        let total = 0
        let starting = 0
        for (const level of own) {
          total += met[pair * levelCount + level]!
          starting += sharesToBeginWith[level]!
        }
        for (const level of own)
          shares[level] =
            (met[pair * levelCount + level]! + (strength * sharesToBeginWith[level]!) / starting) / (total + strength)
      }
      const chances = Float64Array.from(fields, (_, field) => {
        const known = Math.max(sizes[x]!, sizes[y]!)
        if (field === fieldAt.ip) return 0
        const seen = coincided[pair * fields.length + field]!
        return Math.min((seen + chancesToBeginWith[field]! * 200) / (known + 200), 3)
      })
      evidence.learnt(x, y, {
        shares,
        chances,
        givenOn: Float64Array.from({ length: gaps }, (_, gap) => addressChance(pair, gap)),
        covered: [coverage(x, y), coverage(y, x)],
      })
    }
  for (const field of codeFields)
    for (const [source, bits] of besides[field].entries()) {
      evidence.learntOfTwice(field, source, oddsAmong(bits))
    }
  evidence.translations.learn([...told, ...thoseRepeated(against)])

  /** How often an address was given on meanwhile; of two sources that say no MACs, what all others tell. */
  function addressChance(pair: number, gap: number): number {
    let [given, same] = [0, 0]
    for (let at = gap; at < givenOn.length; at += gaps) {
      given += givenOn[at]!
      same += confirmed[at]!
    }
    const usual = (given + chancesToBeginWith[fieldAt.ip]! * 30) / (given + same + 30)
    const own = pair * gaps + gap
    return (givenOn[own]! + usual * 30) / (givenOn[own]! + confirmed[own]! + 30)
  }

  /**
   * Which share of a source's devices another knows, by the field that finds most. Counted are those that it could find, by how
   * often the other fills it in: that nothing can be compared tells nothing.
   */
  function coverage(from: number, to: number): number {
    const usual = Math.min(0.6, (0.6 * sizes[to]!) / Math.max(sizes[from]!, 1))
    const pair = Math.min(from, to) * sources + Math.max(from, to)
    let most = 0
    for (const [which, field] of ownFields.entries()) {
      const filled = evidence.filled(field, to) / Math.max(sizes[to]!, 1)
      const could = evidence.filled(field, from) * filled
      const found = foundBy[pair * ownFields.length + which]!
      most = Math.max(most, (found + 20 * usual) / (could + 20))
    }
    return Math.min(most, 0.9)
  }
}

type Told = { readonly a: Features; readonly b: Features; readonly groups: readonly Group[] }

/** Words that contradict are learnt where several pairs have them: one pair alone would confirm itself. */
function thoseRepeated(told: readonly Told[]): Told[] {
  const keyOf = ({ a, b, groups: [group] }: Told) =>
    group === 'where'
      ? `where ${wordsOfPlace(a)} ${wordsOfPlace(b)}`
      : `${group} ${a.combined[group as 'what' | 'software']} ${b.combined[group as 'what' | 'software']}`
  const counts = new Map<string, number>()
  for (const one of told) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return told.filter((one) => counts.get(keyOf(one))! >= repeated)
}
const repeated = 2
/** Without the room, which few share. */
const wordsOfPlace = ({ source, values }: Features) => `${source} ${values.where.slice(1, 3).join()}`

/** Odds, in bits, at which what is told of each case agrees with them (expectation maximisation); even ones to begin with. */
function oddsAmong(bits: readonly number[]): number {
  let share = 0.5
  for (let round = 0; round < 20; round++) {
    const odds = share / (1 - share)
    const expected = bits.reduce((sum, told) => sum + 1 / (1 + 2 ** -told / odds), 0)
    share = (expected + evenCases / 2) / (bits.length + evenCases)
  }
  return Math.log2(share / (1 - share))
}
const codeFields = ['serial', 'tag'] as const
const evenCases = 10
