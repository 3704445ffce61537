import type { Answer } from '#model/finding.ts'
import { knots } from './calibration-knots.ts'

/**
 * How likely it is that a device is affected, of which the rules gave this answer and this score (0–1): the share that people
 * called affected among the labelled pairs with such a score, those that they could not decide counted half. Between the
 * knots it is a straight line; it never falls while the score rises. What people cannot decide teaches no probability: there
 * the rules’ own score stands, which tells a missing version (0.6) from a product that only may be the one.
 */
export function calibrated(answer: Answer, score: number): number {
  if (answer === 'cannot_tell') return score
  const line = knots[answer]
  const next = line.findIndex(([at]) => at >= score)
  if (next < 0) return line.at(-1)![1]
  const [at, probability] = line[next]!
  if (next === 0 || at === score) return probability
  const [before, lower] = line[next - 1]!
  return round(lower + ((score - before) / (at - before)) * (probability - lower))
}

export interface Labelled {
  readonly score: number
  /** 1 affected, 0 not, ½ where people could not tell. */
  readonly affected: number
}

/**
 * Isotonic regression (pool adjacent violators; Ayer et al. 1955, used for probabilities by Zadrozny and Elkan 2002), each
 * block's share drawn towards a half by the weight of one pair (Jeffreys' prior): ten pairs that were all right do not make certainty.
 */
export function learnKnots(labelled: readonly Labelled[]): [score: number, probability: number][] {
  const byScore = Map.groupBy(labelled, ({ score }) => score)
  const blocks: { from: number; to: number; pairs: number; affected: number }[] = []
  const share = ({ pairs, affected }: { pairs: number; affected: number }) => (affected + 0.5) / (pairs + 1)
  for (const [score, some] of [...byScore].toSorted(([a], [b]) => a - b)) {
    let block = {
      from: score,
      to: score,
      pairs: some.length,
      affected: some.reduce((sum, { affected }) => sum + affected, 0),
    }
    for (let before = blocks.at(-1); before && share(before) >= share(block); before = blocks.at(-1)) {
      blocks.pop()
      block = {
        from: before.from,
        to: block.to,
        pairs: before.pairs + block.pairs,
        affected: before.affected + block.affected,
      }
    }
    blocks.push(block)
  }
  return blocks.flatMap((block): [number, number][] => {
    const probability = round(share(block))
    return block.from === block.to
      ? [[block.from, probability]]
      : [
          [block.from, probability],
          [block.to, probability],
        ]
  })
}

const round = (probability: number) => Math.round(probability * 1000) / 1000
