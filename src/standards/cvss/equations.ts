// The equations of CVSS 2.0 (guide, clause 3.2), 3.0 and 3.1 (specifications, clauses 7 and 8; 3.1 appendix A), as exact as the
// specifications are: libraries that round what binary fractions leave of 8.55 or 4.00 come to 8.5 and 4.1.

/** A metric that is not defined counts as its specification says, and changes nothing. */
export interface EquationScores {
  readonly base: number
  readonly temporal: number
  readonly environmental: number
}

/** By short name; those that are not defined are absent. */
type Metrics = Readonly<Record<string, string>>
type Weights = Readonly<Record<string, number>>

const weight = (weights: Weights, value: string | undefined) => (value === undefined ? 1 : (weights[value] ?? 1))

const three = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  changedPR: { N: 0.85, L: 0.68, H: 0.5 },
  UI: { N: 0.85, R: 0.62 },
  loss: { H: 0.56, L: 0.22, N: 0 },
  E: { H: 1, F: 0.97, P: 0.94, U: 0.91 },
  RL: { U: 1, W: 0.97, T: 0.96, O: 0.95 },
  RC: { C: 1, R: 0.96, U: 0.92 },
  requirement: { H: 1.5, M: 1, L: 0.5 },
} satisfies Record<string, Weights>

/** The smallest number with one decimal that is not less; 3.1 appendix A says how, without the errors of binary fractions. */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}

export function scoresOfThree(m: Metrics, version: '3.0' | '3.1'): EquationScores {
  const of = (weights: Weights, name: string) => weights[m[name]!]!
  const modified = (name: string) => m[`M${name}`] ?? m[name]!
  const exploitability = (AV: string, AC: string, PR: string, UI: string, changed: boolean) =>
    8.22 *
    (three.AV as Weights)[AV]! *
    (three.AC as Weights)[AC]! *
    ((changed ? three.changedPR : three.PR) as Weights)[PR]! *
    (three.UI as Weights)[UI]!
  const sum = (impact: number, ease: number, changed: boolean) =>
    impact <= 0 ? 0 : roundUp(Math.min((changed ? 1.08 : 1) * (impact + ease), 10))

  const isChanged = m.S === 'C'
  const iss = 1 - (1 - of(three.loss, 'C')) * (1 - of(three.loss, 'I')) * (1 - of(three.loss, 'A'))
  const impact = isChanged ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss
  const base = sum(impact, exploitability(m.AV!, m.AC!, m.PR!, m.UI!, isChanged), isChanged)

  const timely = weight(three.E, m.E) * weight(three.RL, m.RL) * weight(three.RC, m.RC)

  const isModifiedChanged = modified('S') === 'C'
  const left = (name: 'C' | 'I' | 'A') =>
    1 - weight(three.requirement, m[`${name}R`]) * (three.loss as Weights)[modified(name)]!
  const miss = Math.min(1 - left('C') * left('I') * left('A'), 0.915)
  const steep = version === '3.1' ? (miss * 0.9731 - 0.02) ** 13 : (miss - 0.02) ** 15
  const modifiedImpact = isModifiedChanged ? 7.52 * (miss - 0.029) - 3.25 * steep : 6.42 * miss
  const ease = exploitability(modified('AV'), modified('AC'), modified('PR'), modified('UI'), isModifiedChanged)
  return {
    base,
    temporal: roundUp(base * timely),
    environmental: roundUp(sum(modifiedImpact, ease, isModifiedChanged) * timely),
  }
}

const two = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  loss: { N: 0, P: 0.275, C: 0.66 },
  E: { U: 0.85, POC: 0.9, F: 0.95, H: 1 },
  RL: { OF: 0.87, TF: 0.9, W: 0.95, U: 1 },
  RC: { UC: 0.9, UR: 0.95, C: 1 },
  CDP: { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5 },
  TD: { N: 0, L: 0.25, M: 0.75, H: 1 },
  requirement: { L: 0.5, M: 1, H: 1.51 },
} satisfies Record<string, Weights>

/** Halves go up. Where nothing is lost the equation comes to -0. */
const round = (value: number) => Math.round(value * 10 + 1e-9) / 10 + 0

export function scoresOfTwo(m: Metrics): EquationScores {
  const of = (weights: Weights, name: string) => weights[m[name]!]!
  const left = (name: 'C' | 'I' | 'A', requirement: number) => 1 - requirement * of(two.loss, name)
  const impactOf = (c: number, i: number, a: number) => 10.41 * (1 - left('C', c) * left('I', i) * left('A', a))
  const exploitability = 20 * of(two.AV, 'AV') * of(two.AC, 'AC') * of(two.Au, 'Au')
  const baseOf = (impact: number) => round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176))
  const base = baseOf(impactOf(1, 1, 1))
  const timely = weight(two.E, m.E) * weight(two.RL, m.RL) * weight(two.RC, m.RC)
  const [c, i, a] = [m.CR, m.IR, m.AR].map((value) => weight(two.requirement, value))
  const adjusted = round(baseOf(Math.min(10, impactOf(c!, i!, a!))) * timely)
  const collateral = m.CDP === undefined ? 0 : two.CDP[m.CDP as keyof typeof two.CDP]
  return {
    base,
    temporal: round(base * timely),
    // A small loss that is not required makes the adjusted base negative; the score begins at 0 (guide, clause 3.2.3).
    environmental: Math.max(0, round((adjusted + (10 - adjusted) * collateral) * weight(two.TD, m.TD))),
  }
}
