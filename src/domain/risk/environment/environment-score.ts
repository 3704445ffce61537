import type { RiskDevice, RiskFlaw } from '#domain/risk/input.ts'
import { saysExploit, vectorsLookedAt } from '#domain/risk/score.ts'
import { functions } from '#domain/risk/weights.ts'
import type { Assessment } from '#model/cve-record.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { EnvironmentMetric, EnvironmentProfile, EnvironmentScore } from '#model/environment.ts'
import { publisherName } from '#model/publisher-name.ts'
import { type Cvss, environmentalScore, parseCvss, readTraits, scoresOf } from '#standards/cvss/cvss.ts'
import { environmentRules } from './registry.ts'
import type { FoundMetric, KnownOfFinding } from './rule.ts'

// CVSS as it is on this device: base metrics as published; threat by what is known of use, environment by the hospital's
// profile. It stands beside the score of the finding, and orders nothing.

export interface EnvironmentInput {
  readonly device: RiskDevice
  readonly flaw: RiskFlaw
  readonly known: KnownOfFinding
  readonly profile: EnvironmentProfile
  /** Of the profile. */
  readonly version: number
}

/** Of the vector with the worst outcome; null where none can be read. */
export function scoreInEnvironment(input: EnvironmentInput): EnvironmentScore | null {
  return vectorsLookedAt(input.flaw)
    .flatMap((published) => {
      const read = parseCvss(published.vector)
      return read.ok ? [scoreVector(input, read.cvss, published)] : []
    })
    .reduce<EnvironmentScore | null>((worst, one) => (worst && worst.score >= one.score ? worst : one), null)
}

function scoreVector(
  { device, flaw, known, profile, version }: EnvironmentInput,
  cvss: Cvss,
  { source, asOf }: { source: string; asOf: string | null },
): EnvironmentScore {
  const deviceFunction = deviceFunctionOf(device.description, device.model, `${device.manufacturer} ${device.model}`)
  const found = environmentRules.flatMap((rule) =>
    rule
      .assess({
        version: cvss.version,
        metrics: cvss.metrics,
        traits: readTraits(cvss),
        source,
        asOf,
        flaw,
        saysExploit: saysExploit(flaw),
        device,
        isHarmful: functions[deviceFunction].safety > harmless,
        known,
        profile,
      })
      .map((one) => ({ rule: rule.id, ...one })),
  )
  const changes = Object.fromEntries([
    ...notOurs(cvss).map((name) => [name, undefinedIn(cvss)]),
    ...found.flatMap(({ metric, value }) => (value === null ? [] : [[metric, value]])),
  ])
  const { score, vector } = scored(cvss, changes)
  const because: EnvironmentMetric[] = found.map((one) => ({ ...one, effect: effectOf(cvss, changes, one, score) }))
  const whole = parsed(vector)
  return {
    version: cvss.version,
    vector,
    score,
    severity: scoresOf(whole).severity,
    published: { vector: cvss.vector, score: cvss.baseScore, source, asOf },
    because,
    profile: version,
  }
}

/** A camera and a printer treat nobody. */
const harmless = 0.1

/** Threat and environment of the publisher's vector are of another day and place; what the rules find takes their place. */
const notOurs = ({ metrics }: Cvss) =>
  [...metrics.keys()].filter((name) => /^(E|RL|RC|CDP|TD|[CIA]R|M[A-Z]+)$/.test(name))

const undefinedIn = ({ version }: Cvss) => (version === '2.0' ? 'ND' : 'X')

function effectOf(
  cvss: Cvss,
  changes: Readonly<Record<string, string>>,
  { metric, value }: FoundMetric,
  score: number,
) {
  if (value === null) return 0
  return Math.round((score - scored(cvss, { ...changes, [metric]: undefinedIn(cvss) }).score) * 10) / 10
}

function scored(cvss: Cvss, changes: Readonly<Record<string, string>>) {
  const result = environmentalScore(cvss, changes)
  if (!result.ok) throw new Error(result.reason)
  return result
}

function parsed(vector: string): Cvss {
  const read = parseCvss(vector)
  if (!read.ok) throw new Error(`${vector}: ${read.reason}`)
  return read.cvss
}

/** The newest statement of SSVC that neither use nor an exploit is known; null where there is none. */
export function unreportedIn(assessments: readonly Assessment[]): KnownOfFinding['unreported'] {
  const said = assessments.flatMap((one) =>
    one.kind === 'ssvc' && one.value.some(({ points }) => points.exploitation === 'none')
      ? [{ source: publisherName(one.publisher), asOf: one.saidAt.slice(0, 10) }]
      : [],
  )
  return said.toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1))[0] ?? null
}
