import { expect, test } from 'vitest'
import { calibrated, learnKnots } from './calibration.ts'

const pairs = (score: number, affected: number, not: number, open = 0) => [
  ...Array.from({ length: affected }, () => ({ score, affected: 1 })),
  ...Array.from({ length: not }, () => ({ score, affected: 0 })),
  ...Array.from({ length: open }, () => ({ score, affected: 0.5 })),
]

test('a score becomes the share of pairs that were affected, drawn a little towards a half', () => {
  expect(learnKnots([...pairs(0.5, 4, 4), ...pairs(0.9, 19, 0)])).toEqual([
    [0.5, 0.5],
    [0.9, 0.975],
  ])
})

test('where a higher score was right less often than a lower one, both have one probability', () => {
  expect(learnKnots([...pairs(0.7, 9, 0), ...pairs(0.8, 5, 4), ...pairs(0.95, 99, 0)])).toEqual([
    [0.7, 0.763],
    [0.8, 0.763],
    [0.95, 0.995],
  ])
})

test('pairs that people could not decide count half', () => {
  expect(learnKnots(pairs(0.9, 1, 0, 2))).toEqual([[0.9, 0.625]])
})

test('the probability never falls while the score rises, and what cannot be told keeps its score', () => {
  const scores = Array.from({ length: 101 }, (_, at) => at / 100)
  const probabilities = scores.map((score) => calibrated('affected', score))

  expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b))
  expect(probabilities.every((probability) => probability > 0 && probability < 1)).toBe(true)
  expect(scores.map((score) => calibrated('cannot_tell', score))).toEqual(scores)
})
