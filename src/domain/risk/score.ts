import type { PublishedScore } from '#model/advisory.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { Answer } from '#model/finding.ts'
import type { Reason, RiskBand, RiskScore } from '#model/risk.ts'
import type { CountsAs } from '#model/threshold.ts'
import { type CvssVersion, type FlawTraits, parseCvss, readTraits } from '#standards/cvss/cvss.ts'
import { treat } from './counts-as.ts'
import type { RiskFlaw, RiskInput } from './input.ts'
import { irreversibilityFloor } from './rules/irreversibility-floor.ts'
import { tellsOfExploit } from './rules/public-exploit.ts'
import { rules } from './rules/registry.ts'
import type { Axis, Case, Change, Effect, FlawCase, Found, ReadCvss, RiskRule } from './rules/rule.ts'
import { harmIn } from './rules/stated-harm.ts'
import { bands } from './weights.ts'

/**
 * Likelihood × the worst of the three harms. Axes have one decimal, and the score is the product of what is shown. Where
 * several vectors of the newest CVSS version are published, each is looked at, and the worst outcome counts.
 */
export function scoreFinding(input: RiskInput): RiskScore {
  const { description, manufacturer, model } = input.device
  const deviceFunction = deviceFunctionOf(description, model, `${manufacturer} ${model}`)
  const { answer, probability, device, flaw } = input
  const isExploited = flaw.knownExploited !== null || flaw.exploitation?.level === 'active'
  const { criticality } = device
  const match = { answer, probability, criticality, isNameAlone: input.isNameAlone === true, isExploited }
  const treatment = treat(match, input.thresholds)
  let worst: RiskScore | undefined
  for (const { flawCase, found } of readFlaw(flaw)) {
    const score = scoreCase({ ...flawCase, answer, probability, device, deviceFunction, treatment }, found)
    if (!worst || score.score > worst.score) worst = score
  }
  return isByThreshold(answer, treatment.countsAs) ? { ...worst!, countsAs: treatment.countsAs } : worst!
}

const isByThreshold = (answer: Answer, countsAs: CountsAs): countsAs is Exclude<CountsAs, 'to_look_at'> =>
  countsAs === 'set_aside' || (countsAs === 'affected' && answer !== 'affected')

export const bandOf = (score: number): RiskBand => bands.find(({ from }) => score >= from)!.band

/** `foundOfFlaw` has what the rules that read the flaw found, at the place of the rule. */
function scoreCase(input: Case, foundOfFlaw: readonly Found[]): RiskScore {
  const axes: Record<Axis, number> = { likelihood: 0, safety: 0, care: 0, privacy: 0 }
  const reasons: Reason[] = []
  const take = (rule: RiskRule, { axis, change, text, source, asOf }: Effect) => {
    const before = axes[axis]
    axes[axis] = apply(change, before)
    reasons.push({ rule: rule.id, axis, text, effect: round(axes[axis] - before, 100), source, asOf })
  }
  for (const [place, rule] of rules.entries()) {
    const found = rule.reads === 'flaw' ? foundOfFlaw[place]! : rule.assess(input)
    if (found === null) continue
    if ('axis' in found) take(rule, found)
    else for (const effect of found) take(rule, effect)
  }
  const likelihood = round(axes.likelihood, 10)
  const safety = round(axes.safety, 10)
  const care = round(axes.care, 10)
  const privacy = round(axes.privacy, 10)
  let score = round(likelihood * Math.max(safety, care, privacy), 10)
  if (irreversibilityFloor.applies({ likelihood, safety }, input.device.criticality)) {
    const lifted = round(irreversibilityFloor.lift(score), 10)
    if (lifted > score) {
      const { id, text, source } = irreversibilityFloor
      reasons.push({ rule: id, axis: 'safety', text, effect: 0, source, asOf: null })
      score = lifted
    }
  }
  return { score, band: bandOf(score), likelihood, safety, care, privacy, reasons }
}

function apply(change: Change, before: number): number {
  if ('times' in change) return Math.max(before * change.times, Math.min(before, change.notBelow ?? 0))
  const after = 'set' in change ? change.set : 'add' in change ? before + change.add : Math.max(before, change.atLeast)
  return Math.min(10, Math.max(0, after))
}

const round = (value: number, steps: number) => Math.round(value * steps) / steps

// read once per flaw ---------------------------------------------------------------------------------

interface ReadFlaw {
  readonly flawCase: FlawCase
  /** What the rules found that read the flaw, at the place of the rule. */
  readonly found: readonly Found[]
}

const flaws = new WeakMap<RiskFlaw, readonly ReadFlaw[]>()

/** One for each vector that is to be looked at; at least one. */
function readFlaw(flaw: RiskFlaw): readonly ReadFlaw[] {
  const known = flaws.get(flaw)
  if (known) return known
  const threats = (category: string) => flaw.threats.filter((threat) => threat.category === category)
  const says = {
    publicExploit: threats('exploit_status').some(({ details }) => tellsOfExploit(details)),
    harm: harmIn([...threats('impact').map(({ details }) => details), flaw.description].join('\n')),
  }
  const revisedOn = flaw.revisedAt?.slice(0, 10) ?? null
  const saidOn = flaw.scoresFrom ? flaw.scoresFrom.saidOn : revisedOn
  const read = readVectors(flaw.scores, saidOn).map((cvss): ReadFlaw => {
    const flawCase = { flaw, cvss, says, revisedOn }
    return { flawCase, found: rules.map((rule) => (rule.reads === 'flaw' ? rule.assess(flawCase) : null)) }
  })
  flaws.set(flaw, read)
  return read
}

/** Of each vector that is looked at; empty where none can be read. */
export const traitsOf = (flaw: RiskFlaw): readonly FlawTraits[] =>
  readFlaw(flaw).flatMap(({ flawCase: { cvss } }) => (cvss ? [cvss.traits] : []))

/** The vectors that are looked at: all of the newest version, whole as published. */
export const vectorsLookedAt = (flaw: RiskFlaw): readonly ReadCvss[] =>
  readFlaw(flaw).flatMap(({ flawCase: { cvss } }) => (cvss ? [cvss] : []))

/** Whether the advisory says in its exploit status that an exploit is public. */
export const saysExploit = (flaw: RiskFlaw): boolean => readFlaw(flaw)[0]!.flawCase.says.publicExploit

const newest: Readonly<Record<CvssVersion, number>> = { '2.0': 0, '3.0': 1, '3.1': 2, '4.0': 3 }

function readVectors(scores: readonly PublishedScore[], asOf: string | null): readonly (ReadCvss | null)[] {
  const readable = scores.flatMap(({ vector, score, source }) => {
    const read = readVector(vector)
    return read ? [{ ...read, score, source, asOf }] : []
  })
  if (readable.length === 0) return [null]
  const latest = Math.max(...readable.map(({ version }) => newest[version]))
  const distinct = new Map(
    readable.filter(({ version }) => newest[version] === latest).map((one) => [one.vector, one] as const),
  )
  return [...distinct.values()].sort((a, b) => b.score - a.score || (a.vector < b.vector ? -1 : 1))
}

type ReadVector = Pick<ReadCvss, 'traits' | 'version' | 'vector'>

const vectors = new Map<string, ReadVector | null>()

/** Some thousand vectors stand in all advisories there are. */
function readVector(text: string): ReadVector | null {
  const known = vectors.get(text)
  if (known !== undefined) return known
  const parsed = parseCvss(text)
  const read = parsed.ok
    ? { traits: readTraits(parsed.cvss), version: parsed.cvss.version, vector: parsed.cvss.vector }
    : null
  if (vectors.size < 50_000) vectors.set(text, read)
  return read
}
