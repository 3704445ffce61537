// CVSS 4.0 (specification, clause 8.2) in whole numbers: a score of 8.55 becomes 8.6, whatever binary fractions would leave of it.
// The specification only says that the score is rounded to one decimal place; Red Hat's calculator lets a half go up since
// November 2024, and so does this.

/**
 * Tenths. The scores that the specification gives the MacroVectors: by EQ1 and EQ2; a row for EQ3 and EQ6 of 00, 01, 10, 11
 * and 21; in it by EQ4, then EQ5.
 */
const table = {
  eq00: `100 98 95 100 93 91 93 89 81 | 99 95 92 96 87 81 90 80 68 | 98 95 90 93 89 81 88 78 69
    | 95 92 84 92 81 65 80 70 48 | 92 82 72 79 69 50 69 55 27`,
  eq01: `99 95 92 95 90 84 92 82 72 | 97 92 85 91 83 71 81 71 53 | 95 92 85 92 80 70 84 71 50
    | 93 85 73 82 72 59 70 52 30 | 86 75 52 71 52 29 63 29 17`,
  eq10: `98 94 91 94 86 77 87 74 63 | 95 87 81 89 74 64 75 63 49 | 94 88 76 86 74 59 72 57 52
    | 89 77 67 76 58 50 57 52 25 | 83 70 54 65 58 26 53 21 13`,
  eq11: `95 88 76 90 75 61 77 68 52 | 90 76 70 77 62 53 66 59 30 | 89 76 62 74 57 47 61 57 24
    | 78 67 58 59 57 23 52 29 16 | 71 59 30 58 26 15 23 13 6`,
  eq20: `93 86 75 86 74 56 70 52 40 | 87 72 58 74 61 34 54 40 22 | 85 74 62 72 55 46 53 34 19
    | 75 55 51 57 41 19 36 19 8 | 64 51 20 47 21 11 24 9 4`,
  eq21: `88 73 60 73 59 41 54 45 20 | 75 53 50 55 40 20 43 22 11 | 75 58 40 61 48 20 46 17 8
    | 55 45 21 51 18 9 18 7 2 | 53 24 14 24 12 5 10 3 1`,
}
const tenths: readonly (readonly number[])[] = Object.values(table)
  .flatMap((rows) => rows.split('|'))
  .map((row) => row.trim().split(/\s+/).map(Number))
const rowOfLoss = [
  [0, 1],
  [2, 3],
  [undefined, 4],
]

/** Undefined where there is no such MacroVector. */
function tenthsOf(eq1: number, eq2: number, eq3: number, eq6: number, eq4: number, eq5: number): number | undefined {
  const row = rowOfLoss[eq3]?.[eq6]
  if (eq1 > 2 || eq2 > 1 || row === undefined || eq4 > 2 || eq5 > 2) return undefined
  return tenths[(eq1 * 2 + eq2) * 5 + row]![eq4 * 3 + eq5]
}

/** The values of a metric from the most severe on. */
const order = {
  ...{ AV: 'NALP', PR: 'NLH', UI: 'NPA', AC: 'LH', AT: 'NP', VC: 'HLN', VI: 'HLN', VA: 'HLN' },
  ...{ CR: 'HML', IR: 'HML', AR: 'HML', SC: 'SHLN', SI: 'SHLN', SA: 'SHLN' },
} as const

const requirements = new Set(['CR', 'IR', 'AR'])

/** What a depth of 1 to 10 divides, so that a distance over a depth is a whole number. */
const common = 2520

/**
 * 0–10. `metrics` by short name; those that are not defined are absent, and a modified metric stands in for its base metric.
 * What is left out counts as not defined.
 */
export function scoreOfFour(
  metrics: ReadonlyMap<string, string>,
  leftOut: { readonly threat?: boolean; readonly environment?: boolean } = {},
): number {
  const of = (name: string) => {
    if (name === 'E') return (leftOut.threat ? undefined : metrics.get('E')) ?? 'A'
    if (leftOut.environment) return (requirements.has(name) ? undefined : metrics.get(name)) ?? 'H'
    return metrics.get(`M${name}`) ?? metrics.get(name) ?? 'H'
  }
  const [AV, PR, UI, VC, VI, VA] = [of('AV'), of('PR'), of('UI'), of('VC'), of('VI'), of('VA')]
  const [SC, SI, SA] = [of('SC'), of('SI'), of('SA')]
  if ([VC, VI, VA, SC, SI, SA].every((loss) => loss === 'N')) return 0

  const isEasy = [AV, PR, UI].map((value) => value === 'N')
  const eq1 = isEasy.every(Boolean) ? 0 : isEasy.some(Boolean) && AV !== 'P' ? 1 : 2
  const eq2 = of('AC') === 'L' && of('AT') === 'N' ? 0 : 1
  const eq3 = VC === 'H' && VI === 'H' ? 0 : [VC, VI, VA].includes('H') ? 1 : 2
  const eq4 = SI === 'S' || SA === 'S' ? 0 : [SC, SI, SA].includes('H') ? 1 : 2
  const eq5 = 'APU'.indexOf(of('E'))
  const isWorst = ['C', 'I', 'A'].some((name) => of(`${name}R`) === 'H' && of(`V${name}`) === 'H')
  const eq6 = isWorst ? 0 : 1

  const own = tenthsOf(eq1, eq2, eq3, eq6, eq4, eq5)!
  const steps = (...names: (keyof typeof order)[]) =>
    names.reduce((sum, name) => sum + (order[name] as string).indexOf(of(name)), 0)
  const lowerByLoss = [tenthsOf(eq1, eq2, eq3 + 1, eq6, eq4, eq5), tenthsOf(eq1, eq2, eq3, eq6 + 1, eq4, eq5)]

  /**
   * For EQ1, EQ2, EQ3 with EQ6, and EQ4: the score of the next lower MacroVector, the severity distance and the depth. All
   * highest vectors of a MacroVector are equally many steps from the most severe values, so that the distance is the vector's
   * steps less theirs, whichever of them is taken. EQ5 has no distance: who shares it shares E.
   */
  const ways: (readonly [lower: number | undefined, distance: number, depth: number])[] = [
    [tenthsOf(eq1 + 1, eq2, eq3, eq6, eq4, eq5), steps('AV', 'PR', 'UI') - [0, 1, 3][eq1]!, [1, 4, 5][eq1]!],
    [tenthsOf(eq1, eq2 + 1, eq3, eq6, eq4, eq5), steps('AC', 'AT') - eq2, eq2 + 1],
    [
      // Where two are next, the higher one.
      lowerByLoss.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a)),
      steps('VC', 'VI', 'VA', 'CR', 'IR', 'AR') -
        [
          [0, 3],
          [1, 3],
          [0, 3],
        ][eq3]![eq6]!,
      [
        [7, 6],
        [8, 8],
        [0, 10],
      ][eq3]![eq6]!,
    ],
    [tenthsOf(eq1, eq2, eq3, eq6, eq4 + 1, eq5), steps('SC', 'SI', 'SA') - [1, 3, 6][eq4]!, [6, 5, 4][eq4]!],
    [tenthsOf(eq1, eq2, eq3, eq6, eq4, eq5 + 1), 0, 1],
  ]
  let sum = 0
  let count = 0
  for (const [lower, distance, depth] of ways) {
    if (lower === undefined) continue
    sum += ((own - lower) * distance * common) / depth
    count++
  }
  // own - sum / (common × count), rounded.
  const parts = common * Math.max(count, 1)
  return Math.floor((2 * (own * parts - sum) + parts) / (2 * parts)) / 10
}
