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

test('three lists of a known example', () => {
  const estimate = estimatePopulation([
    { lists: ['a'], count: 30 },
    { lists: ['b'], count: 20 },
    { lists: ['c'], count: 10 },
    { lists: ['a', 'b'], count: 15 },
    { lists: ['b', 'c'], count: 9 },
    { lists: ['a', 'b', 'c'], count: 40 },
  ])!
  // (30 · 20 + 30 · 10 + 20 · 10) / 25
  expect(estimate.hidden).toBeCloseTo(44, 6)
  expect(estimate.known).toBe(124)
  expect(estimate.method).toBe('chao')
})

test('where every device of a list is on another one too, none need be hidden, and a few may be', () => {
  const estimate = estimatePopulation([
    { lists: ['a'], count: 50 },
    { lists: ['a', 'b'], count: 99 },
  ])!
  // 3 · 50 / 100
  expect(estimate).toMatchObject({ hidden: 0, low: 0, high: 1.5 })
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

test.each([
  [[0.7, 0.5], 900],
  [[0.3, 0.2], 300],
  [[0.95, 0.9], 1000],
  [[0.6, 0.6, 0.6], 900],
  // Lists of unequal reach, as a register, a monitor and a scanner are.
  [[0.8, 0.3, 0.5], 400],
  [[0.9, 0.4, 0.1], 2000],
  [[0.7, 0.6, 0.05, 0.4, 0.3], 1500],
])(
  'of lists that see each device alike, with chances of %j, the interval holds the truth nineteen times of twenty',
  (chances, total) => {
    const random = seeded(7)
    const trials = 400
    let held = 0
    let [said, truly] = [0, 0]
    for (let trial = 0; trial < trials; trial++) {
      const estimate = estimatePopulation(caught(random, total, chances))!
      const hidden = total - estimate.known
      said += estimate.hidden
      truly += hidden
      if (hidden >= Math.floor(estimate.low) && hidden <= Math.ceil(estimate.high)) held++
    }
    // Three standard deviations of what so many trials can show, at 95 %.
    expect(held / trials).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / trials))
    expect(said / truly).toBeGreaterThan(0.93)
    expect(said / truly).toBeLessThan(1.07)
  },
)

test.each([[[0.7, 0.6, 0.8]], [[0.9, 0.4, 0.2]], [[0.8, 0.5]]])(
  'where some devices are hard to see for every list, with chances of %j, there are at least as many as said',
  (chances) => {
    const random = seeded(11)
    let above = 0
    for (let trial = 0; trial < 200; trial++) {
      const total = 1000
      const estimate = estimatePopulation(caught(random, total, chances, () => (random() < 0.3 ? 0.2 : 1)))!
      if (estimate.low <= total - estimate.known) above++
    }
    expect(above).toBeGreaterThan(190)
  },
)

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
