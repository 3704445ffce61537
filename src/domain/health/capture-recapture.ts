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
 * Of two lists by Chapman's estimator, N = (n1 + 1)(n2 + 1)/(m + 1) − 1 (Chapman 1951; variance: Seber 1970). Of more by Chao's lower
 * bound for lists of unequal reach, N = S + (t − 1)/t · f1(f1 − 1)/(2(f2 + 1)), f1 and f2 being on one list and on two
 * (Chao 1987; bias-corrected for t lists: Colwell, EstimateS 9, appendix B). The interval is that of Chao 1987: what is hidden is taken as
 * log-normal, so that it never falls below none. Null where fewer than two lists have any, or where nothing overlaps: then nothing can be told.
 */
export function estimatePopulation(cells: readonly Cell[]): PopulationEstimate | null {
  const lists = [...new Set(cells.filter(({ count }) => count > 0).flatMap((cell) => cell.lists))]
  if (lists.length < 2) return null
  const known = sum(cells)
  const onMany = (times: number) => sum(cells.filter((cell) => cell.lists.length === times))
  if (known === onMany(1)) return null
  const estimate =
    lists.length === 2 ? chapman(cells, lists[0]!, lists[1]!) : chao(known, onMany(1), onMany(2), lists.length)
  const [low, high] = logNormalBounds(estimate.hidden, estimate.variance)
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

function chapman(cells: readonly Cell[], one: string, other: string): Estimate {
  const on = (list: string) => sum(cells.filter(({ lists }) => lists.includes(list)))
  const both = sum(cells.filter(({ lists }) => lists.length === 2))
  const [n1, n2] = [on(one), on(other)]
  const total = ((n1 + 1) * (n2 + 1)) / (both + 1) - 1
  const variance = ((n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both)) / ((both + 1) ** 2 * (both + 2))
  return {
    method: 'chapman',
    hidden: Math.max(0, total - sum(cells)),
    variance,
    says: 'Chapman’s estimator of two lists, (n1 + 1)(n2 + 1)/(m + 1) − 1. It holds where being on one list makes being on the other neither likelier nor less likely; where both see the same devices more easily, there are more than this.',
  }
}

function chao(known: number, once: number, twice: number, lists: number): Estimate {
  const reach = (lists - 1) / lists
  const hidden = (reach * once * (once - 1)) / (2 * (twice + 1))
  const ratio = once / (twice + 1)
  // Of the bias-corrected form: Colwell, EstimateS 9, appendix B.
  const variance =
    (reach * once * (once - 1)) / (2 * (twice + 1)) +
    (reach ** 2 * once * (2 * once - 1) ** 2) / (4 * (twice + 1) ** 2) +
    (reach ** 2 * ratio ** 2 * twice * (once - 1) ** 2) / (4 * (twice + 1) ** 2)
  return {
    method: 'chao',
    hidden,
    variance: known === 0 ? 0 : variance,
    says: 'Chao’s lower bound from the devices on one list and on two, f1(f1 − 1)/(2(f2 + 1)). Lists may reach devices unequally well; it says that there are at least about so many, and records of one device that were not made one raise it.',
  }
}

function logNormalBounds(hidden: number, variance: number): [low: number, high: number] {
  if (hidden <= 0 || variance <= 0) return [Math.max(0, hidden), Math.max(0, hidden)]
  const factor = Math.exp(z * Math.sqrt(Math.log(1 + variance / hidden ** 2)))
  return [hidden / factor, hidden * factor]
}
