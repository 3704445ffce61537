/**
 * Which records of several systems speak of one device: a function of the records. It learns from them how careful each two
 * sources are and which words of one go with which of another, weighs what agrees and what contradicts (Fellegi and Sunter
 * 1969), and gives three answers: the same, another, or a person must look.
 */
import { blocksOf } from './blocks.ts'
import { compareAgain, findEdges } from './edges.ts'
import { Evidence } from './evidence.ts'
import { type Reading, RecordReader, type SourceRecord } from './features.ts'
import { type Field, fields } from './fields.ts'
import { join, type Settled } from './join.ts'
import { countShown, learn } from './learn.ts'

export { identifyingMac } from './addresses.ts'
export {
  foldedCode,
  isLeftOf,
  normaliseCode,
  normaliseSerial,
  normaliseTag,
  readDamagedNumber,
  relateCodes,
  withoutAnnouncement,
} from './codes.ts'
export { hostOf, type SourceRecord } from './features.ts'

export interface Resolution {
  /** Of each record, in the order given, the number of its device; devices are numbered from 0. */
  readonly deviceOf: Int32Array
  /** Of each record, how likely it is that it speaks of that device. */
  readonly probability: Float64Array
  /** Pairs of records of which a person must say whether they are of one device, the likeliest first. */
  readonly reviews: readonly Review[]
  /** How many pairs of records were compared. */
  readonly compared: number
}

export interface Review {
  readonly a: number
  readonly b: number
  readonly probability: number
  /** What each field says for one device, or against it, in bits; those that say something. */
  readonly reasons: readonly { readonly field: Field; readonly bits: number }[]
}

/** How often it is learnt from what is sure by then. */
const rounds = 3

/** What is known of records beforehand, by their places among them. */
export interface Known {
  /** Of each record the device that it stands for already, by any name; undefined where it stands for none. Such records stay together. */
  readonly devices?: readonly (string | undefined)[]
  /** What people said of pairs: it binds. */
  readonly verdicts?: readonly { readonly a: number; readonly b: number; readonly answer: 'same' | 'different' }[]
}

/** Resolves records, from nothing or beside what is known. Their order makes no difference to which are of one device. */
export function resolveRecords(records: readonly SourceRecord[], known: Known = {}): Resolution {
  const resolver = new Resolver()
  for (const record of records) resolver.add(record)
  return resolver.resolve(known)
}

/** Takes records one by one and keeps of what they claim only what is compared. */
export class Resolver {
  readonly #reader = new RecordReader()

  add(record: SourceRecord): void {
    this.#reader.add(record)
  }

  /**
   * Resolves all that was added; places among them are those at which they were added. To be called once. Now and then it says which
   * share of the work is done, about.
   */
  resolve(known: Known = {}, tellShare: (share: number) => void = () => {}): Resolution {
    const { reading, order } = this.#reader.read()
    return resolveReading(reading, order, known, tellShare)
  }
}

function resolveReading(
  reading: Reading,
  order: Int32Array,
  known: Known,
  tellShare: (share: number) => void,
): Resolution {
  const evidence = new Evidence(reading)
  tellShare(0.1)
  const found = findEdges(evidence, blocksOf(reading), (share) => tellShare(0.1 + 0.3 * share))
  let { edges } = found
  const shown = countShown(evidence, edges)
  for (let round = 1; round <= rounds; round++) {
    learn(evidence, edges, shown)
    edges = compareAgain(evidence, edges, { last: round === rounds })
    tellShare(0.4 + (0.2 * round) / rounds)
  }
  const joined = join(evidence, edges, settle(order, known))
  tellShare(0.95)

  const deviceOf = new Int32Array(order.length)
  const probability = new Float64Array(order.length)
  const numbers = new Map<number, number>()
  for (const [place, at] of order.entries()) {
    const group = joined.deviceOf[place]!
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    deviceOf[at] = numbers.get(group)!
    probability[at] = joined.probability[place]!
  }
  const into = new Float64Array(fields.length)
  const reviews = joined.reviews.map(({ a, b, probability: likely }) => {
    evidence.compare(a, b, into)
    const reasons = fields.flatMap((field, at) => (into[at] === 0 ? [] : [{ field, bits: into[at]! }]))
    return { a: order[a]!, b: order[b]!, probability: likely, reasons }
  })
  return { deviceOf, probability, reviews, compared: found.compared }
}

/** The same by the records' places in their order, with those together of which a person says that they are one. */
function settle(order: Int32Array, { devices, verdicts = [] }: Known): Settled | undefined {
  if (!devices && verdicts.length === 0) return undefined
  const placeOf = new Int32Array(order.length)
  for (const [place, at] of order.entries()) placeOf[at] = place
  const numbers = new Map<string, number>()
  const deviceOf = Int32Array.from(order, (at) => {
    const name = devices?.[at]
    if (name === undefined) return -1
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
  // What a person joined goes by the number of one of the two.
  const joinedTo: number[] = []
  const numberOf = (place: number): number => {
    let number = deviceOf[place]!
    while (joinedTo[number] !== undefined) number = joinedTo[number]!
    return number
  }
  let next = numbers.size
  const apart: (readonly [number, number])[] = []
  for (const { a, b, answer } of verdicts) {
    const [one, other] = [placeOf[a]!, placeOf[b]!]
    if (answer === 'different') {
      apart.push([one, other])
      continue
    }
    for (const place of [one, other]) if (deviceOf[place] === -1) deviceOf[place] = next++
    const [to, from] = [numberOf(one), numberOf(other)]
    if (to !== from) joinedTo[from] = to
  }
  if (joinedTo.length > 0)
    for (let place = 0; place < deviceOf.length; place++) if (deviceOf[place]! >= 0) deviceOf[place] = numberOf(place)
  return { deviceOf, apart }
}
