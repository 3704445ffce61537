import { areaOf, best, removedAfter } from './curve.ts'
import { type Harm, harms } from './harm.ts'
import { inOrder, policies } from './policies.ts'
import type { WorldSettings } from './settings.ts'
import { drawWorld, type Visit } from './world.ts'

export const measures = ['expected', 'drawn'] as const
/** Shares of all hours after which is told what is gone. */
export const looks = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75] as const

export interface Outcome {
  readonly area: number
  readonly removed: readonly number[]
}

/** One seed: what each order comes to, by which attacks are counted and by which harm. */
export interface Compared {
  readonly seed: number
  readonly visits: number
  readonly findings: number
  readonly listed: number
  readonly hours: number
  readonly of: Readonly<Record<string, Outcome>>
}

export const keyOf = (policy: string, measure: (typeof measures)[number], harm: keyof Harm) =>
  `${policy} · ${measure} · ${harm}`

export function compareOrders(seed: number, settings: WorldSettings): Compared {
  const visits = drawWorld(seed, settings)
  const of: Record<string, Outcome> = {}
  const orders = policies.map((policy) => [policy, inOrder(seed, visits, policy)] as const)
  for (const measure of measures)
    for (const harm of harms) {
      const steps = (some: readonly Visit[]) =>
        some.map((visit) => ({ minutes: visit.minutes, harm: visit[measure][harm] }))
      for (const [policy, order] of [...orders, ['oracle', null] as const]) {
        const walked = order === null ? best(steps(visits)) : steps(order)
        of[keyOf(policy, measure, harm)] = {
          area: areaOf(walked),
          removed: looks.map((share) => removedAfter(walked, share)),
        }
      }
    }
  const findings = visits.flatMap((visit) => visit.findings)
  const flaws = new Set(findings.map(({ flaw }) => flaw))
  return {
    seed,
    visits: visits.length,
    findings: findings.length,
    listed: [...flaws].filter(({ published }) => published.knownExploited !== null).length / flaws.size,
    hours: visits.reduce((sum, { minutes }) => sum + minutes, 0) / 60,
    of,
  }
}
