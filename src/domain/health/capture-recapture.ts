import type { PopulationEstimate } from '#model/inventory-health.ts'

// How many there are that no list has, from how the lists overlap. Each list counts as one time that the whole was caught.

/** How many are on exactly these lists. */
export interface Cell {
  readonly lists: readonly string[]
  readonly count: number
}

/** 95 % of the normal distribution. */
const z = 1.96

/**
 * How many are on no list, from those on one list alone and those on exactly two:
 *
 *     f0 = Σ(i<j) f1i · f1j / (f2 + 1)
 *
 * Of two lists that is Chapman's estimator, N = (n1 + 1)(n2 + 1)/(m + 1) − 1 (Chapman 1951), with the variance of Seber 1970 and Wittes
 * 1972. Of more it follows from the odds r of being on a list: where lists are independent, f1i = f0 · ri and f2 = f0 · Σ(i<j) ri · rj, whatever
 * each list's reach. Where some devices are easier to see on every list by a factor θ, it is f0 · E(θ)²/E(θ²), which is never more
 * than f0: a lower bound, by the inequality of Chao 1987. (Her own estimator, (t − 1)/t · f1(f1 − 1)/(2(f2 + 1)), takes lists to be of one
 * reach; of lists that are not it says too much.) The variance is that of the counts, each taken as Poisson, and of f0 itself.
 * The interval takes what is hidden as log-normal (Chao 1987), so that it never falls below none. Null where fewer than two lists have
 * any, or where nothing overlaps: then nothing can be told.
 */
export function estimatePopulation(cells: readonly Cell[]): PopulationEstimate | null {
  const lists = [...new Set(cells.filter(({ count }) => count > 0).flatMap((cell) => cell.lists))]
  if (lists.length < 2) return null
  const known = sum(cells)
  const onMany = (times: number) => sum(cells.filter((cell) => cell.lists.length === times))
  if (known === onMany(1)) return null
  const alone = lists.map((list) => sum(cells.filter((cell) => cell.lists.length === 1 && cell.lists[0] === list)))
  alone.sort((a, b) => b - a)
  const estimate = hiddenBeside(alone, onMany(2))
  // Where none is seen, three are expected at most: that none comes out has a chance of one in twenty then.
  const atMost = () =>
    hiddenBeside(
      alone.map((count) => count || 3),
      onMany(2),
    ).hidden
  const [low, high] = estimate.hidden > 0 ? logNormalBounds(estimate.hidden, estimate.variance) : [0, atMost()]
  return {
    method: estimate.method,
    sources: lists.length,
    known,
    total: known + estimate.hidden,
    hidden: estimate.hidden,
    low,
    high,
    says: estimate.says,
  }
}

const sum = (cells: readonly Cell[]) => cells.reduce((all, { count }) => all + count, 0)

interface Estimate {
  readonly method: PopulationEstimate['method']
  readonly hidden: number
  readonly variance: number
  readonly says: string
}

/** Of how many each list has alone, and how many are on exactly two. */
function hiddenBeside(alone: readonly number[], twice: number): Estimate {
  const all = alone.reduce((total, count) => total + count, 0)
  const hidden = (all ** 2 - alone.reduce((total, count) => total + count ** 2, 0)) / 2 / (twice + 1)
  const [one = 0, other = 0] = alone
  if (alone.length === 2)
    return {
      method: 'chapman',
      hidden,
      variance: ((one + twice + 1) * (other + twice + 1) * one * other) / ((twice + 1) ** 2 * (twice + 2)),
      says: 'Chapman’s estimator of two lists, (n1 + 1)(n2 + 1)/(m + 1) − 1. It holds where being on one list makes being on the other neither likelier nor less likely; where both see the same devices more easily, there are more than this.',
    }
  const ofAlone = alone.reduce((total, count) => total + count * ((all - count) / (twice + 1)) ** 2, 0)
  return {
    method: 'chao',
    hidden,
    variance: hidden + ofAlone + (twice * hidden ** 2) / (twice + 1) ** 2,
    says: 'A lower bound from the devices on one list alone and on two, f1·f1/(f2 + 1) over all pairs of lists, after Chao. Lists may be of unequal reach, and some devices easier to see for all of them; it says that there are at least about so many. Records of one device that were not made one raise it.',
  }
}

function logNormalBounds(hidden: number, variance: number): [low: number, high: number] {
  const factor = Math.exp(z * Math.sqrt(Math.log(1 + variance / hidden ** 2)))
  return [hidden / factor, hidden * factor]
}
