import { expect, test } from 'vitest'
import { type Cell, estimatePopulation } from './capture-recapture.ts'

/** Park and Miller's generator: what fails once fails again. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

/** Lists that catch each of `total` with its own probability; `reach` says how easily a single one is caught at all. */
function caught(
  random: () => number,
  total: number,
  chances: readonly number[],
  reach: () => number = () => 1,
): Cell[] {
  const cells = new Map<string, number>()
  for (let at = 0; at < total; at++) {
    const own = reach()
    const lists = chances.flatMap((chance, list) => (random() < chance * own ? [`L${list}`] : []))
    if (lists.length > 0) cells.set(lists.join(), (cells.get(lists.join()) ?? 0) + 1)
  }
  return [...cells].map(([lists, count]) => ({ lists: lists.split(','), count }))
}

test('two lists of a known example: 200 and 150 with 60 on both', () => {
  const estimate = estimatePopulation([
    { lists: ['a'], count: 140 },
    { lists: ['b'], count: 90 },
    { lists: ['a', 'b'], count: 60 },
  ])!
  // (201 · 151) / 61 − 1
  expect(estimate.total).toBeCloseTo(496.56, 2)
  expect(estimate.method).toBe('chapman')
  expect(estimate.known).toBe(290)
  expect(estimate.hidden).toBeCloseTo(206.56, 2)
})

test('three lists of a known example, by Chao', () => {
  const estimate = estimatePopulation([
    { lists: ['a'], count: 30 },
    { lists: ['b'], count: 20 },
    { lists: ['a', 'b'], count: 15 },
    { lists: ['b', 'c'], count: 9 },
    { lists: ['a', 'b', 'c'], count: 40 },
  ])!
  // 2/3 · 50 · 49 / (2 · 25)
  expect(estimate.hidden).toBeCloseTo(32.667, 3)
  expect(estimate.known).toBe(114)
})

test('nothing is told of one list, or where none overlaps', () => {
  expect(estimatePopulation([{ lists: ['a'], count: 40 }])).toBeNull()
  expect(estimatePopulation([])).toBeNull()
  expect(
    estimatePopulation([
      { lists: ['a'], count: 4 },
      { lists: ['b'], count: 9 },
    ]),
  ).toBeNull()
})

test('of lists that see each device alike, the interval holds the truth nineteen times of twenty', () => {
  const random = seeded(7)
  for (const chances of [
    [0.7, 0.5],
    [0.5, 0.4, 0.6],
    [0.3, 0.4, 0.5, 0.35, 0.3],
  ]) {
    let held = 0
    for (let trial = 0; trial < 200; trial++) {
      const total = 300 + Math.floor(random() * 1500)
      const estimate = estimatePopulation(caught(random, total, chances))!
      const hidden = total - estimate.known
      if (hidden >= estimate.low - 1 && hidden <= estimate.high + 1) held++
    }
    // Chao's is a lower bound where the lists are of unequal reach: it holds nearly as often.
    expect(held).toBeGreaterThan(170)
  }
})

test('where some devices are hard to see for every list, there are at least as many as said, on the whole', () => {
  const random = seeded(11)
  let above = 0
  for (let trial = 0; trial < 200; trial++) {
    const total = 1000
    const estimate = estimatePopulation(caught(random, total, [0.7, 0.6, 0.8], () => (random() < 0.3 ? 0.2 : 1)))!
    if (estimate.low <= total - estimate.known) above++
  }
  expect(above).toBeGreaterThan(190)
})

test('it is never below what is known, whatever the lists, and their order or names change nothing', () => {
  const random = seeded(3)
  for (let trial = 0; trial < 500; trial++) {
    const lists = 2 + Math.floor(random() * 5)
    const chances = Array.from({ length: lists }, () => 0.05 + 0.9 * random())
    const cells = caught(random, 5 + Math.floor(random() * 300), chances)
    const estimate = estimatePopulation(cells)
    if (!estimate) continue
    expect(estimate.total).toBeGreaterThanOrEqual(estimate.known)
    expect(estimate.low).toBeLessThanOrEqual(estimate.hidden)
    expect(estimate.high).toBeGreaterThanOrEqual(estimate.hidden)
    expect(estimate.low).toBeGreaterThanOrEqual(0)
    const other = cells
      .map(({ lists: own, count }) => ({ lists: own.map((name) => `x${name}`).toReversed(), count }))
      .toReversed()
    expect(estimatePopulation(other)).toEqual(estimate)
  }
})
