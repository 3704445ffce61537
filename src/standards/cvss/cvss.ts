import calculator from 'ae-cvss-calculator'
import { scoresOfThree, scoresOfTwo } from './equations.ts'
import { scoreOfFour } from './macro-vectors.ts'

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

/** A vector that is whole: every base metric is there and has a value of its version's specification. */
export interface Cvss {
  readonly version: CvssVersion
  /** As normalised: with its prefix (none in 2.0), in the specification's order. */
  readonly vector: string
  /** 0–10, by the base metrics alone. */
  readonly baseScore: number
  /** By short name, as defined in the vector: `AV` → `N`. Metrics that are not defined (X, ND) are absent. */
  readonly metrics: ReadonlyMap<string, string>
}

export type CvssResult =
  | { readonly ok: true; readonly cvss: Cvss }
  /** A sentence that says what is wrong with the vector. */
  | { readonly ok: false; readonly reason: string }

/**
 * Reads a vector of CVSS 2.0, 3.0, 3.1 or 4.0 as its specification has it (FIRST): names and values as they are written
 * there, in 2.0 and 4.0 in that order. Brackets round a 2.0 vector, as NVD had them, are taken off.
 */
export function parseCvss(text: string): CvssResult {
  const trimmed = text.trim().replace(/^\(((?!CVSS:).*)\)$/, '$1')
  if (trimmed === '') return { ok: false, reason: 'there is no vector' }
  const parts = trimmed.split('/')
  const prefix = /^CVSS:(.*)$/i.exec(parts[0]!)
  const version = prefix?.[1] ?? '2.0'
  if (!isVersion(version)) return { ok: false, reason: `CVSS ${version} is not a version that exists` }
  if (prefix && version === '2.0')
    return { ok: false, reason: 'a vector of CVSS 2.0 begins with AV, not with CVSS:2.0' }
  if (prefix && !parts[0]!.startsWith('CVSS:'))
    return { ok: false, reason: `"${parts[0]}" must be written CVSS:${version}` }

  const metrics = new Map<string, string>()
  for (const part of prefix ? parts.slice(1) : parts) {
    const [name = '', value = ''] = part.split(':')
    if (!/^[A-Za-z]+:[A-Za-z]+$/.test(part)) return { ok: false, reason: `"${part}" is not a metric with a value` }
    if (metrics.has(name)) return { ok: false, reason: `${name} stands twice` }
    metrics.set(name, value)
  }
  const missing = baseMetrics[version].filter((name) => !metrics.has(name))
  if (missing.length > 0) return { ok: false, reason: `CVSS ${version} needs ${missing.join(', ')}` }

  const vector = new calculators[version]()
  for (const [name, value] of metrics)
    if (!accepts(vector, name, value)) return { ok: false, reason: `${name}:${value} is not in CVSS ${version}` }
  const misplaced = misplacedIn(version, [...metrics.keys()])
  if (misplaced) return { ok: false, reason: misplaced }
  for (const [name, value] of metrics) if (value === 'X' || value === 'ND') metrics.delete(name)
  const unset = baseMetrics[version].filter((name) => !metrics.has(name))
  if (unset.length > 0) return { ok: false, reason: `CVSS ${version} needs a value for ${unset.join(', ')}` }
  const baseScore = baseScoreOf(version, metrics)
  return { ok: true, cvss: { version, vector: vectorOf(version, metrics), baseScore, metrics } }
}

/** 2.0 (clause 2.4) and 4.0 (clause 7) have one order; readers of 3.x must take any (clause 6). */
function misplacedIn(version: CvssVersion, names: readonly string[]): string | undefined {
  if (version === '3.0' || version === '3.1') return undefined
  const order = metricOrder[version]
  const at = names.findIndex((name, place) => place > 0 && order.indexOf(name) < order.indexOf(names[place - 1]!))
  return at === -1 ? undefined : `${names[at]} stands after ${names[at - 1]}; CVSS ${version} has it before`
}

const vectorOf = (version: CvssVersion, metrics: ReadonlyMap<string, string>) =>
  [
    ...(version === '2.0' ? [] : [`CVSS:${version}`]),
    ...metricOrder[version].filter((name) => metrics.has(name)).map((name) => `${name}:${metrics.get(name)}`),
  ].join('/')

/**
 * The score as it is in an environment: `changes` are metrics by short name, `{ MAV: 'L', CR: 'H' }`, that overlay those
 * of the vector. In 4.0 the threat metrics of the vector count too, as the specification wants it.
 */
export function environmentalScore(
  cvss: Cvss,
  changes: Readonly<Record<string, string>>,
):
  | { readonly ok: true; readonly score: number; readonly vector: string }
  | { readonly ok: false; readonly reason: string } {
  const vector = new calculators[cvss.version](cvss.vector)
  const metrics = new Map(cvss.metrics)
  for (const [name, value] of Object.entries(changes)) {
    if (!accepts(vector, name, value)) return { ok: false, reason: `${name}:${value} is not in CVSS ${cvss.version}` }
    if (value === 'X' || value === 'ND') metrics.delete(name)
    else metrics.set(name, value)
  }
  const changed = { ...cvss, metrics, vector: vectorOf(cvss.version, metrics) }
  return { ok: true, score: scoresOf(changed).score, vector: changed.vector }
}

export type Severity = 'none' | 'low' | 'medium' | 'high' | 'critical'

/** All that the metrics of a vector give; what they do not give is absent. */
export interface CvssScores {
  /** 4.0: CVSS-B. */
  readonly baseScore: number
  /** 2.0 and 3.x. */
  readonly temporalScore?: number
  /** 4.0: CVSS-BT. */
  readonly threatScore?: number
  /** In 4.0 without the threat metrics: CVSS-BE. */
  readonly environmentalScore?: number
  /** The most specific one; in 4.0 of all metrics together (CVSS-BTE). */
  readonly score: number
  /** Of `score`: the scale of 3.0 clause 5 and 4.0 clause 6; of 2.0, which has none of its own, NVD's (low, medium, high). */
  readonly severity: Severity
}

export function scoresOf({ version, metrics }: Cvss): CvssScores {
  const all = version === '4.0' ? scoresByMacroVectors(metrics) : scoresByEquations(version, metrics)
  return { ...all, severity: severityOf(version, all.score) }
}

function scoresByMacroVectors(metrics: ReadonlyMap<string, string>) {
  return {
    baseScore: scoreOfFour(metrics, { threat: true, environment: true }),
    ...(metrics.has('E') && { threatScore: scoreOfFour(metrics, { environment: true }) }),
    ...([...metrics.keys()].some(isEnvironmental) && { environmentalScore: scoreOfFour(metrics, { threat: true }) }),
    score: scoreOfFour(metrics),
  }
}
const isEnvironmental = (name: string) => /^M|^[CIA]R$/.test(name)

function scoresByEquations(version: '2.0' | '3.0' | '3.1', metrics: ReadonlyMap<string, string>) {
  const defined = Object.fromEntries(metrics)
  const { base, temporal, environmental } = version === '2.0' ? scoresOfTwo(defined) : scoresOfThree(defined, version)
  const isTemporal = temporalMetrics.some((name) => metrics.has(name))
  const isInEnvironment = [...metrics.keys()].some((name) => !isBaseOrTemporal(version, name))
  return {
    baseScore: base,
    ...(isTemporal && { temporalScore: temporal }),
    ...(isInEnvironment && { environmentalScore: environmental }),
    score: isInEnvironment ? environmental : isTemporal ? temporal : base,
  }
}

const temporalMetrics = ['E', 'RL', 'RC']
const isBaseOrTemporal = (version: CvssVersion, name: string) =>
  baseMetrics[version].includes(name) || temporalMetrics.includes(name)

function severityOf(version: CvssVersion, score: number): Severity {
  if (version === '2.0') return score < 4 ? 'low' : score < 7 ? 'medium' : 'high'
  if (score === 0) return 'none'
  return score < 4 ? 'low' : score < 7 ? 'medium' : score < 9 ? 'high' : 'critical'
}

export type Reach = 'network' | 'adjacent' | 'local' | 'physical'
export type Loss = 'none' | 'low' | 'partial' | 'high'

/** What the base metrics say, in the same words whatever the version. */
export interface FlawTraits {
  readonly reach: Reach
  /** `medium` exists in 2.0 only; the attack requirements of 4.0 count as `high`. */
  readonly complexity: 'low' | 'medium' | 'high'
  readonly privileges: 'none' | 'low' | 'high'
  /** 2.0 does not ask; it counts as `none`, the worst. */
  readonly interaction: 'none' | 'required'
  /** The worst of the vulnerable and the subsequent system, where the version parts them. `partial` exists in 2.0 only. */
  readonly confidentiality: Loss
  readonly integrity: Loss
  readonly availability: Loss
  /** The supplemental metric Safety of 4.0, or a modified subsequent impact of the value Safety: a person can be hurt. */
  readonly hurtsPeople: boolean
}

export function readTraits({ version, metrics }: Cvss): FlawTraits {
  const of = (name: string) => metrics.get(name) ?? ''
  const isFour = version === '4.0'
  const isTwo = version === '2.0'
  const lossOf = (name: string): Loss =>
    isFour ? worst(losses[of(`V${name}`)]!, losses[of(`S${name}`)]!) : (isTwo ? losses2 : losses)[of(name)]!
  return {
    reach: reaches[of('AV')]!,
    complexity: of('AC') === 'H' || of('AT') === 'P' ? 'high' : of('AC') === 'M' ? 'medium' : 'low',
    privileges: isTwo ? authentications[of('Au')]! : privileges[of('PR')]!,
    interaction: isTwo || of('UI') === 'N' ? 'none' : 'required',
    confidentiality: lossOf('C'),
    integrity: lossOf('I'),
    availability: lossOf('A'),
    hurtsPeople: isFour && (of('S') === 'P' || of('MSI') === 'S' || of('MSA') === 'S'),
  }
}

const calculators = {
  '2.0': calculator.Cvss2,
  '3.0': calculator.Cvss3P0,
  '3.1': calculator.Cvss3P1,
  '4.0': calculator.Cvss4P0,
} as const
const isVersion = (text: string): text is CvssVersion => Object.hasOwn(calculators, text)

const baseMetrics: Readonly<Record<CvssVersion, readonly string[]>> = {
  '2.0': ['AV', 'AC', 'Au', 'C', 'I', 'A'],
  '3.0': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '3.1': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '4.0': ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'],
}

const environmentOfThree = ['CR', 'IR', 'AR', 'MAV', 'MAC', 'MPR', 'MUI', 'MS', 'MC', 'MI', 'MA']

/** All metrics as the specifications list them: 2.0 table 13, 3.x table 15, 4.0 table 23. */
const metricOrder: Readonly<Record<CvssVersion, readonly string[]>> = {
  '2.0': [...baseMetrics['2.0'], ...temporalMetrics, 'CDP', 'TD', 'CR', 'IR', 'AR'],
  '3.0': [...baseMetrics['3.0'], ...temporalMetrics, ...environmentOfThree],
  '3.1': [...baseMetrics['3.1'], ...temporalMetrics, ...environmentOfThree],
  '4.0': [
    ...[...baseMetrics['4.0'], 'E', 'CR', 'IR', 'AR', 'MAV', 'MAC', 'MAT', 'MPR', 'MUI'],
    ...['MVC', 'MVI', 'MVA', 'MSC', 'MSI', 'MSA', 'S', 'AU', 'R', 'V', 'RE', 'U'],
  ],
}

type Vector = InstanceType<(typeof calculators)[CvssVersion]>

/** 4.0, table 23: safety is a value of MSI and MSA alone. The calculator takes it for these as well. */
const notOfFour = ['SC:S', 'SI:S', 'SA:S']

/** The calculator itself passes over a metric that does not exist, and says no to a value that is set already. */
function accepts(vector: Vector, name: string, value: string): boolean {
  if (notOfFour.includes(`${name}:${value}`)) return false
  const component = vector.findComponent(name)
  if (component?.shortName !== name || !component.values.some(({ shortName }) => shortName === value)) return false
  vector.applyComponentString(name, value)
  return true
}

function baseScoreOf(version: CvssVersion, metrics: ReadonlyMap<string, string>): number {
  return version === '4.0'
    ? scoreOfFour(metrics, { threat: true, environment: true })
    : scoresByEquations(version, metrics).baseScore
}

const reaches: Readonly<Record<string, Reach>> = { N: 'network', A: 'adjacent', L: 'local', P: 'physical' }
const privileges: Readonly<Record<string, FlawTraits['privileges']>> = { N: 'none', L: 'low', H: 'high' }
const authentications: Readonly<Record<string, FlawTraits['privileges']>> = { N: 'none', S: 'low', M: 'high' }
const losses: Readonly<Record<string, Loss>> = { N: 'none', L: 'low', H: 'high' }
const losses2: Readonly<Record<string, Loss>> = { N: 'none', P: 'partial', C: 'high' }
const weight: Readonly<Record<Loss, number>> = { none: 0, low: 1, partial: 2, high: 3 }
const worst = (a: Loss, b: Loss): Loss => (weight[a] >= weight[b] ? a : b)
