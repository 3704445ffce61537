import calculator from 'ae-cvss-calculator'
import { describe, expect, test } from 'vitest'
import { seeded } from '#tests/support/seeded.ts'
import { type CvssScores, parseCvss, scoresOf } from './cvss.ts'

type Values = Readonly<Record<string, readonly string[]>>
const base = {
  '2.0': {
    AV: ['L', 'A', 'N'],
    AC: ['H', 'M', 'L'],
    Au: ['M', 'S', 'N'],
    C: ['N', 'P', 'C'],
    I: ['N', 'P', 'C'],
    A: ['N', 'P', 'C'],
  },
  '3.x': {
    ...{ AV: ['N', 'A', 'L', 'P'], AC: ['L', 'H'], PR: ['N', 'L', 'H'], UI: ['N', 'R'], S: ['U', 'C'] },
    ...{ C: ['H', 'L', 'N'], I: ['H', 'L', 'N'], A: ['H', 'L', 'N'] },
  },
} satisfies Record<string, Values>
const further = {
  '2.0': {
    ...{ E: ['U', 'POC', 'F', 'H', 'ND'], RL: ['OF', 'TF', 'W', 'U', 'ND'], RC: ['UC', 'UR', 'C', 'ND'] },
    ...{ CDP: ['N', 'L', 'LM', 'MH', 'H', 'ND'], TD: ['N', 'L', 'M', 'H', 'ND'] },
    ...{ CR: ['L', 'M', 'H', 'ND'], IR: ['L', 'M', 'H', 'ND'], AR: ['L', 'M', 'H', 'ND'] },
  },
  '3.x': {
    ...{ E: ['X', 'H', 'F', 'P', 'U'], RL: ['X', 'U', 'W', 'T', 'O'], RC: ['X', 'C', 'R', 'U'] },
    ...{ CR: ['X', 'H', 'M', 'L'], IR: ['X', 'H', 'M', 'L'], AR: ['X', 'H', 'M', 'L'] },
    ...{ MAV: ['X', 'N', 'A', 'L', 'P'], MAC: ['X', 'L', 'H'], MPR: ['X', 'N', 'L', 'H'], MUI: ['X', 'N', 'R'] },
    ...{ MS: ['X', 'U', 'C'], MC: ['X', 'H', 'L', 'N'], MI: ['X', 'H', 'L', 'N'], MA: ['X', 'H', 'L', 'N'] },
  },
} satisfies Record<string, Values>

type Metrics = Record<string, string>
const vectorOf = (prefix: string, metrics: Metrics) =>
  prefix +
  Object.entries(metrics)
    .map(([name, value]) => `${name}:${value}`)
    .join('/')

function* everyOne(values: Values): Generator<Metrics> {
  const [first, ...rest] = Object.entries(values)
  if (!first) yield {}
  else
    for (const value of first[1])
      for (const others of everyOne(Object.fromEntries(rest))) yield { [first[0]]: value, ...others }
}

function scored(vector: string): CvssScores {
  const read = parseCvss(vector)
  if (!read.ok) throw new Error(`${vector}: ${read.reason}`)
  return scoresOf(read.cvss)
}

/** A second implementation; it rounds what binary fractions leave of a half (2.0) or of a whole (3.0). */
function byLibrary(vector: string, version: keyof typeof libraries) {
  const { base, temporal, environmental, overall } = new libraries[version](vector).calculateScores()
  return { base, temporal: temporal ?? base, environmental: environmental ?? temporal ?? base, overall }
}
const libraries = { '2.0': calculator.Cvss2, '3.0': calculator.Cvss3P0, '3.1': calculator.Cvss3P1 }

describe.each([
  // Vectors, and the share of those with all metrics that end on a tie and come out otherwise there.
  ['2.0', '', base['2.0'], further['2.0'], 729, 0.2],
  ['3.0', 'CVSS:3.0/', base['3.x'], further['3.x'], 2592, 0.04],
  ['3.1', 'CVSS:3.1/', base['3.x'], further['3.x'], 2592, 0],
] as const)('CVSS %s', (version, prefix, first, second, count, mostTies) => {
  test('every base vector has the score that another implementation gives it', () => {
    const wrong: unknown[] = []
    let seen = 0
    for (const metrics of everyOne(first)) {
      seen++
      const vector = vectorOf(prefix, metrics)
      const score = scored(vector)
      // The library says -0 where nothing is lost.
      if (score.baseScore !== byLibrary(vector, version).base! + 0 || score.score !== score.baseScore)
        wrong.push([vector, score])
    }
    expect(seen).toBe(count)
    expect(wrong).toEqual([])
  })

  test('so has every one of 20,000 with threats and an environment, but for ties', () => {
    const random = seeded(20)
    const pick = (values: Values) =>
      Object.fromEntries(Object.entries(values).map(([name, some]) => [name, random.of(some)]))
    let ties = 0
    const wrong: unknown[] = []
    for (let n = 0; n < 20_000; n++) {
      const vector = vectorOf(prefix, { ...pick(first), ...pick(second) })
      const { baseScore, temporalScore = baseScore, environmentalScore = temporalScore, score } = scored(vector)
      const other = byLibrary(vector, version)
      const differences = [
        [baseScore, other.base!],
        [temporalScore, other.temporal!],
        [environmentalScore, other.environmental!],
        [score, other.overall],
      ].map(([ours, theirs]) => Math.abs(ours! - theirs!))
      if (Math.max(...differences) > 0) ties++
      // A tie in the middle of the equation of 2.0 can move its end by two tenths.
      if (Math.max(...differences) > 0.21) wrong.push([vector, { baseScore, temporalScore, environmentalScore }, other])
    }
    expect(wrong).toEqual([])
    expect(ties / 20_000).toBeLessThanOrEqual(mostTies)
  })
})

// The disagreements, worked by hand from the equations.
test.each([
  // 9.0 × 0.95 × 1.0 × 1.0 = 8.55, and a half goes up (guide of 2.0, clause 3.2.2: round_to_1_decimal).
  ['AV:N/AC:L/Au:N/C:P/I:P/A:C/E:F/RL:U/RC:C', 'temporalScore', 8.6],
] as const)('%s has a %s of %d', (vector, name, value) => expect(scored(vector)[name]).toBe(value))

test.each([
  [
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H',
    { baseScore: 10, score: 10, severity: 'critical' },
  ],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', { baseScore: 0, score: 0, severity: 'none' }],
  [
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P',
    { baseScore: 9.3, threatScore: 8.9, score: 8.9, severity: 'high' },
  ],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', { baseScore: 7.5, score: 7.5, severity: 'high' }],
  ['AV:L/AC:H/Au:M/C:N/I:N/A:N', { baseScore: 0, score: 0, severity: 'low' }],
])('%s says no more than its metrics give', (vector, scores) => expect(scored(vector)).toEqual(scores))
