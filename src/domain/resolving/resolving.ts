/**
 * Which records of several systems speak of one device: a function of the records. It learns from them how careful each two
 * sources are and which words of one go with which of another, weighs what agrees and what contradicts (Fellegi and Sunter
 * 1969), and gives three answers: the same, another, or a person must look.
 */
import { blocksOf } from './blocks.ts'
import { compareAgain, findEdges } from './edges.ts'
import { Evidence } from './evidence.ts'
import { readRecords, type SourceRecord } from './features.ts'
import { join } from './join.ts'
import { learn } from './learn.ts'

export { identifyingMac } from './addresses.ts'
export {
  foldedCode,
  isLeftOf,
  normaliseCode,
  normaliseSerial,
  normaliseTag,
  readDamagedNumber,
  relateCodes,
} from './codes.ts'
export type { SourceRecord } from './features.ts'

export interface Resolution {
  /** Of each record, in the order given, the number of its device; devices are numbered from 0. */
  readonly deviceOf: Int32Array
  /** Of each record, how likely it is that it speaks of that device. */
  readonly probability: Float64Array
  /** Pairs of records of which a person must say whether they are of one device, the likeliest first. */
  readonly reviews: readonly { readonly a: number; readonly b: number; readonly probability: number }[]
}

/** How often it is learnt from what is sure by then. */
const rounds = 3

/** Resolves records from nothing. Their order makes no difference to which are of one device. */
export function resolveRecords(records: readonly SourceRecord[]): Resolution {
  const order = records
    .map((_, at) => at)
    .sort(
      (a, b) => compareTexts(records[a]!.source, records[b]!.source) || compareTexts(records[a]!.key, records[b]!.key),
    )
  const sorted = order.map((at) => records[at]!)
  const reading = readRecords(sorted)
  const evidence = new Evidence(reading)
  let edges = findEdges(evidence, blocksOf(reading))
  for (let round = 1; round <= rounds; round++) {
    learn(evidence, edges)
    edges = compareAgain(evidence, edges, { last: round === rounds })
  }
  const joined = join(evidence, edges)

  const deviceOf = new Int32Array(records.length)
  const probability = new Float64Array(records.length)
  const numbers = new Map<number, number>()
  for (const [place, at] of order.entries()) {
    const group = joined.deviceOf[place]!
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    deviceOf[at] = numbers.get(group)!
    probability[at] = joined.probability[place]!
  }
  const reviews = joined.reviews.map(({ a, b, probability: likely }) => ({
    a: order[a]!,
    b: order[b]!,
    probability: likely,
  }))
  return { deviceOf, probability, reviews }
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
