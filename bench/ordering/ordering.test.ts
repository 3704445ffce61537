import { expect, test } from 'vitest'
import { random } from '#bench/hospital/random.ts'
import { compareOrders, keyOf } from './compare.ts'
import { areaOf, best, curveOf, removedAfter } from './curve.ts'
import { binomial, normal, poisson, shareBelow } from './draws.ts'
import { inOrder, policies } from './policies.ts'
import { usualWorld } from './settings.ts'
import { drawWorld } from './world.ts'

const small = { ...usualWorld, devices: 300, advisories: 40 }
const seeds = [1, 2, 3, 4, 5, 6]
const worlds = seeds.map((seed) => drawWorld(seed, small))
const steps = (visits: ReturnType<typeof drawWorld>) =>
  visits.map(({ minutes, expected }) => ({ minutes, harm: expected.dollars }))

test('the area is that below the stairs', () => {
  const two = [
    { minutes: 30, harm: 3 },
    { minutes: 10, harm: 1 },
  ]
  expect(curveOf(two)).toEqual([
    [0, 0],
    [0.75, 0.75],
    [1, 1],
  ])
  expect(areaOf(two)).toBeCloseTo(0.25 * 0.75)
  expect(removedAfter(two, 0.74)).toBe(0)
  expect(removedAfter(two, 0.75)).toBe(0.75)
  expect(areaOf([{ minutes: 1, harm: 0 }])).toBe(0)
})

test('most harm for each minute first is best of all orders of few visits', () => {
  const few = steps(worlds[0]!)
    .filter(({ harm }) => harm > 0)
    .slice(0, 6)
  expect(few).toHaveLength(6)
  const most = Math.max(...orders(few).map(areaOf))
  expect(areaOf(best(few))).toBeCloseTo(most, 12)
})

test('no order beats the oracle, of any harm, by expected or drawn attacks', () => {
  for (const seed of seeds) {
    const { of } = compareOrders(seed, small)
    for (const measure of ['expected', 'drawn'] as const)
      for (const harm of ['dollars', 'lives', 'careHours', 'records'] as const)
        for (const policy of policies)
          expect(of[keyOf(policy, measure, harm)]!.area).toBeLessThanOrEqual(
            of[keyOf('oracle', measure, harm)]!.area + 1e-9,
          )
  }
})

test('without an order in it, as much of the harm is gone as of the hours', () => {
  const areas = worlds.flatMap((visits, at) =>
    Array.from({ length: 20 }, (_, lot) => areaOf(steps(inOrder(100 * at + lot, visits, 'random')))),
  )
  expect(areas.reduce((sum, area) => sum + area, 0) / areas.length).toBeCloseTo(0.5, 1)
})

test('all orders have the same visits, in an order that does not hang on how they were handed in', () => {
  for (const [at, visits] of worlds.entries())
    for (const policy of policies) {
      const order = inOrder(seeds[at]!, visits, policy).map(({ id }) => id)
      expect(inOrder(seeds[at]!, visits.toReversed(), policy).map(({ id }) => id)).toEqual(order)
      expect(new Set(order)).toEqual(new Set(visits.map(({ id }) => id)))
    }
})

test('equal visits follow each other by lot, as does everything where chance alone decides', () => {
  const [visits] = worlds
  const lots = new Map(inOrder(1, visits!, 'random').map(({ id }, at) => [id, at]))
  const order = inOrder(1, visits!, 'CVSS')
  const worst = (at: number) => Math.max(...order[at]!.findings.map(({ flaw }) => flaw.baseScore ?? 0))
  for (let at = 1; at < order.length; at++) {
    expect(worst(at)).toBeLessThanOrEqual(worst(at - 1))
    if (worst(at) === worst(at - 1)) expect(lots.get(order[at]!.id)!).toBeGreaterThan(lots.get(order[at - 1]!.id)!)
  }
})

test('a seed is one world, whenever it is drawn', () => {
  expect(drawWorld(3, small)).toEqual(worlds[2])
  expect(drawWorld(4, small).map(({ expected }) => expected)).not.toEqual(worlds[2]!.map(({ expected }) => expected))
})

test('what the orders go by is all that changes with what is published: the harm stays', () => {
  const world = drawWorld(1, { ...small, metricNoise: 0, kevCoverage: 0, epssTellsUse: 0, zoneMissing: 1 })
  expect(world.map(({ id, expected }) => [id, expected.dollars])).toEqual(
    worlds[0]!.map(({ id, expected }) => [id, expected.dollars]),
  )
  expect(world.map(({ findings }) => findings[0]!.score.score)).not.toEqual(
    worlds[0]!.map(({ findings }) => findings[0]!.score.score),
  )
})

test('attacks that were drawn come to what was expected, in the mean', () => {
  const often = seeds.flatMap((seed) => drawWorld(seed, { ...small, attacksTail: 5, attacksLeast: 2 }))
  const sum = (of: 'expected' | 'drawn') => often.reduce((all, visit) => all + visit[of].careHours, 0)
  expect(sum('drawn') / sum('expected')).toBeGreaterThan(0.95)
  expect(sum('drawn') / sum('expected')).toBeLessThan(1.05)
})

test('numbers are drawn as their laws say', () => {
  const draw = random(1, 'laws')
  const mean = (one: () => number) =>
    Array.from({ length: 50_000 }, one).reduce((sum, value) => sum + value, 0) / 50_000
  expect(mean(() => normal(draw))).toBeCloseTo(0, 1)
  for (const rate of [0.2, 5, 80]) expect(mean(() => poisson(draw, rate)) / rate).toBeCloseTo(1, 1)
  for (const many of [10, 400]) expect(mean(() => binomial(draw, many, 0.3)) / many).toBeCloseTo(0.3, 2)
  expect(shareBelow(0)).toBeCloseTo(0.5, 6)
  expect(shareBelow(1.96)).toBeCloseTo(0.975, 4)
  expect(shareBelow(-1.96)).toBeCloseTo(0.025, 4)
})

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((first, at) =>
    orders([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [first, ...rest]),
  )
}
