import { type Random, random } from '#bench/hospital/random.ts'

/** A number of the normal distribution, by Box and Muller. */
export const normal = (draw: Random): number =>
  Math.sqrt(-2 * Math.log(1 - draw.next())) * Math.cos(2 * Math.PI * draw.next())

export const between = (draw: Random, low: number, high: number): number => low + draw.next() * (high - low)

/** As often between 1 and 10 as between 10 and 100. */
export const orderBetween = (draw: Random, low: number, high: number): number => low * (high / low) ** draw.next()

/** How many of what comes at this rate; above 30 by the normal distribution. */
export function poisson(draw: Random, rate: number): number {
  if (rate > 30) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal(draw)))
  const limit = Math.exp(-rate)
  let count = 0
  for (let product = draw.next(); product > limit; product *= draw.next()) count++
  return count
}

/** How many of so many come, each with that chance; above 60 by the normal distribution. */
export function binomial(draw: Random, of: number, chance: number): number {
  if (of > 60) {
    const count = of * chance + Math.sqrt(of * chance * (1 - chance)) * normal(draw)
    return Math.min(of, Math.max(0, Math.round(count)))
  }
  let count = 0
  for (let at = 0; at < of; at++) if (draw.chance(chance)) count++
  return count
}

/** The share of the normal distribution below `z`; Abramowitz and Stegun 7.1.26, to 1.5e-7. */
export function shareBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
  return z >= 0 ? 1 - tail / 2 : tail / 2
}

/** A value that is the same whenever the same is asked for: drawn once for each name. */
export function drawnOnce<T>(
  seed: number,
  label: string,
  make: (draw: Random, name: string) => T,
): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const value = make(random(seed, `${label}/${name}`), name)
    made.set(name, value)
    return value
  }
}
