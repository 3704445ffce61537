/** Something that takes time and removes harm when it is done. */
export interface Step {
  readonly minutes: number
  readonly harm: number
}

/** How much of all harm is gone after which share of all hours: 0 to 1, both; from the origin, a corner for each step. */
export function curveOf(steps: readonly Step[]): readonly (readonly [hours: number, removed: number])[] {
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0)
  const harm = steps.reduce((sum, step) => sum + step.harm, 0)
  let [spent, removed] = [0, 0]
  return [
    [0, 0],
    ...steps.map((step) => {
      spent += step.minutes
      removed += step.harm
      return [spent / minutes, harm === 0 ? 0 : removed / harm] as const
    }),
  ]
}

/** The area below the stairs: 0 where all is removed at the end, near 1 where it is at once, 0.5 where no order is in it. */
export function areaOf(steps: readonly Step[]): number {
  const curve = curveOf(steps)
  return curve.slice(1).reduce((area, [hours], at) => area + (hours - curve[at]![0]) * curve[at]![1], 0)
}

/** What is gone after that share of the hours. */
export const removedAfter = (steps: readonly Step[], share: number): number =>
  curveOf(steps).findLast(([hours]) => hours <= share + 1e-9)![1]

/** No order has a larger area: most harm for each minute first (W. E. Smith, 1956). */
export const best = <T extends Step>(steps: readonly T[]): T[] =>
  steps.toSorted((a, b) => b.harm / b.minutes - a.harm / a.minutes)
