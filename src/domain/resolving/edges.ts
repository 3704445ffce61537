import type { Blocks } from './blocks.ts'
import type { Evidence } from './evidence.ts'
import { fields } from './fields.ts'
import { OneList } from './one-list.ts'

/** Pairs of records that may be of one device, with what speaks for it. */
export class Edges {
  size = 0
  first = new Int32Array(1024)
  second = new Int32Array(1024)
  /** Bits of all fields together; what was known before is not in it. */
  bits = new Float32Array(1024)

  add(a: number, b: number, bits: number): void {
    if (this.size === this.first.length) {
      this.first = grown(this.first, new Int32Array(this.size * 2))
      this.second = grown(this.second, new Int32Array(this.size * 2))
      this.bits = grown(this.bits, new Float32Array(this.size * 2))
    }
    this.first[this.size] = a
    this.second[this.size] = b
    this.bits[this.size++] = bits
  }
}

/** The same pairs, compared by what is known by now; with `last`, only those that still come into question. */
export function compareAgain(evidence: Evidence, edges: Edges, { last }: { readonly last: boolean }): Edges {
  const kept = new Edges()
  const into = new Float64Array(fields.length)
  const { features } = evidence
  for (let e = 0; e < edges.size; e++) {
    const a = edges.first[e]!
    const b = edges.second[e]!
    const bits = evidence.compare(a, b, into)
    const sa = features[a]!.source
    const sb = features[b]!.source
    if (!last || bits + Math.max(evidence.before(sa, sb), evidence.before(sb, sa)) >= least) kept.add(a, b, bits)
  }
  return kept
}

function grown<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Odds, in bits and with what is known before, below which a pair is not looked at again. */
const least = -6
/** By how much more what is learnt may speak for a pair than what is known at the beginning. */
const slack = 9

/** Compares what shares a block, and keeps what is not out of the question; says how many pairs were compared. */
export function findEdges(
  evidence: Evidence,
  blocks: Blocks,
  tellShare: (share: number) => void = () => {},
): { edges: Edges; compared: number } {
  const edges = new Edges()
  let compared = 0
  const candidates: number[] = []
  const into = new Float64Array(fields.length)
  const { features } = evidence
  const oneList = new OneList(evidence)
  const step = Math.ceil(features.length / 20)
  for (let a = 0; a < features.length; a++) {
    if (a % step === 0) tellShare(a / features.length)
    const count = blocks.candidatesOf(a, candidates)
    compared += count
    const sa = features[a]!.source
    for (let i = 0; i < count; i++) {
      const b = candidates[i]!
      const sb = features[b]!.source
      const needed = least - slack - Math.max(evidence.before(sa, sb), evidence.before(sb, sa))
      if (sa === sb && !oneList.mayReach(a, b, needed)) continue
      const bits = evidence.compare(a, b, into)
      if (bits >= needed) edges.add(a, b, bits)
    }
  }
  return { edges, compared }
}

/**
 * How likely each pair is of one device, all others considered: a record has one partner in another source, or none, so that
 * those which come into question share what there is.
 */
export function probabilities(evidence: Evidence, edges: Edges): Float64Array {
  const { features, sizes } = evidence
  const sources = sizes.length
  const sums = new Float64Array(features.length * sources)
  const odds = (e: number, from: number, to: number) =>
    2 ** Math.min(edges.bits[e]! + evidence.before(features[from]!.source, features[to]!.source), 60)
  for (let e = 0; e < edges.size; e++) {
    const a = edges.first[e]!
    const b = edges.second[e]!
    sums[a * sources + features[b]!.source]! += odds(e, a, b)
    sums[b * sources + features[a]!.source]! += odds(e, b, a)
  }
  const likely = new Float64Array(edges.size)
  for (let e = 0; e < edges.size; e++) {
    const a = edges.first[e]!
    const b = edges.second[e]!
    const fromA = odds(e, a, b) / (1 + sums[a * sources + features[b]!.source]!)
    const fromB = odds(e, b, a) / (1 + sums[b * sources + features[a]!.source]!)
    likely[e] = Math.min(fromA, fromB)
  }
  return likely
}
