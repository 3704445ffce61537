import type { RiskBand, RiskScore } from '#model/risk.ts'
import {
  automatable,
  type DecisionPoint,
  exploitation,
  humanImpact,
  inKev,
  missionImpact,
  publiclyExposed,
  safetyImpact,
  systemExposure,
  technicalImpact,
} from '#standards/ssvc/decision-points.ts'
import { decide, findTable } from '#standards/ssvc/ssvc.ts'
import type { RiskFlaw, RiskInput } from './input.ts'
import { readZone } from './rules/network-exposure.ts'
import { saysExploit, scoreFinding, traitsOf } from './score.ts'

/** A decision point of SSVC as a finding answers it. */
export interface AnsweredPoint {
  /** `ssvc:E:1.1.0`. */
  readonly id: string
  readonly name: string
  /** Key of the value. */
  readonly value: string
  readonly text: string
  /** It is not known, and the worst that is plausible was taken. */
  readonly isAssumed: boolean
}

export interface DecisionInputs {
  readonly points: readonly AnsweredPoint[]
  readonly band: RiskBand
}

/**
 * What a finding answers to the decision points that a table of the hospital may ask. Safety and mission impact follow from the
 * axes of the score, so that the table and the score never tell two stories. `score` spares making it again.
 */
export function decisionInputs(input: RiskInput, score: RiskScore = scoreFinding(input)): DecisionInputs {
  const worst = input.flaw.knownExploited === 'unknown' ? scoreFinding({ ...input, flaw: asListed(input.flaw) }) : score
  const [safety, mission] = [safetyOf(input, worst), missionOf(input, worst)]
  return {
    points: [
      exploitationOf(input),
      exposureOf(input),
      automatableOf(input),
      technicalImpactOf(input),
      safety,
      mission,
      humanImpactOf(safety, mission),
      inKevOf(input),
      publiclyExposedOf(input),
    ],
    band: worst.band,
  }
}

const answered = (point: DecisionPoint, name: string, text: string, isAssumed = false): AnsweredPoint => ({
  id: `${point.namespace}:${point.key}:${point.version}`,
  name: point.name,
  value: point.values.find((value) => value.name === name)!.key,
  text,
  isAssumed,
})

function exploitationOf({ flaw }: RiskInput): AnsweredPoint {
  const { knownExploited: kev, exploitation: said } = flaw
  if (kev !== null && kev !== 'unknown')
    return answered(
      exploitation,
      'active',
      `In CISA’s catalogue of known exploited vulnerabilities since ${kev.addedOn}`,
    )
  if (said?.level === 'active') return answered(exploitation, 'active', `Attackers use it, as ${said.source} says`)
  if (kev === 'unknown')
    return answered(exploitation, 'active', 'CISA’s catalogue was not read: it counts as used by attackers', true)
  if (said) return answered(exploitation, 'public poc', `${said.source} says that an exploit is public`)
  if (saysExploit(flaw)) return answered(exploitation, 'public poc', 'The publisher says that an exploit is public')
  return answered(exploitation, 'none', 'Nobody says that it is used or that an exploit is public')
}

function exposureOf({ device: { networkConnected, zone } }: RiskInput): AnsweredPoint {
  if (networkConnected === false) return answered(systemExposure, 'small', 'Not connected to the network')
  const name = zone.trim()
  const kind = readZone(zone)
  if (kind === 'isolated') return answered(systemExposure, 'small', `Zone “${name}” is cut off`)
  if (kind === 'segmented') return answered(systemExposure, 'controlled', `Zone “${name}” is a segment for one purpose`)
  if (kind === 'open') return answered(systemExposure, 'open', `Zone “${name}” is open to many devices`)
  const text = name === '' ? 'Its zone is not known' : `Zone “${name}” does not say how far it is apart`
  return answered(systemExposure, 'open', `${text}: it counts as open`, true)
}

/** Reached over the internet: only a device that is apart by its zone, or off the network, is known not to be. */
function publiclyExposedOf(input: RiskInput): AnsweredPoint {
  const exposure = exposureOf(input)
  return exposure.value === 'O'
    ? answered(publiclyExposed, 'yes', `${exposure.text}; that it is not reached from outside is not known`, true)
    : answered(publiclyExposed, 'no', exposure.text)
}

function automatableOf({ flaw }: RiskInput): AnsweredPoint {
  const traits = traitsOf(flaw)
  if (traits.length === 0)
    return answered(automatable, 'yes', 'No CVSS vector can be read: it counts as one that a program can use', true)
  return traits.some(
    ({ reach, complexity, privileges, interaction }) =>
      reach === 'network' && complexity !== 'high' && privileges === 'none' && interaction === 'none',
  )
    ? answered(
        automatable,
        'yes',
        'Over the network, without rights and without anybody’s help, as its CVSS vector says',
      )
    : answered(automatable, 'no', 'It takes nearness, rights, luck or somebody’s help, as its CVSS vector says')
}

function technicalImpactOf({ flaw }: RiskInput): AnsweredPoint {
  const traits = traitsOf(flaw)
  if (traits.length === 0)
    return answered(technicalImpact, 'total', 'No CVSS vector can be read: it counts as control over the device', true)
  return traits.some(({ integrity, confidentiality }) => integrity === 'high' && confidentiality === 'high')
    ? answered(technicalImpact, 'total', 'All can be read and changed, as its CVSS vector says')
    : answered(technicalImpact, 'partial', 'Not all can be read and changed, as its CVSS vector says')
}

function inKevOf({ flaw: { knownExploited: kev } }: RiskInput): AnsweredPoint {
  if (kev === 'unknown') return answered(inKev, 'yes', 'CISA’s catalogue was not read: it counts as listed', true)
  return kev === null
    ? answered(inKev, 'no', 'Not in CISA’s catalogue')
    : answered(inKev, 'yes', `In CISA’s catalogue since ${kev.addedOn}`)
}

// human impact ---------------------------------------------------------------------------------------

/** From which value of the axis (0–10) on, the worst first. */
const safetyLevels = [
  ['catastrophic', 8.5],
  ['critical', 5.5],
  ['marginal', 2],
  ['negligible', 0],
] as const
const missionLevels = [
  ['mission failure', 9],
  ['mef failure', 6.5],
  ['mef support crippled', 3],
  ['degraded', 0],
] as const

const levelOf = <Level extends string>(levels: readonly (readonly [Level, number])[], value: number): Level =>
  levels.find(([, from]) => value >= from)![0]

/** What of the device is not known and was taken as the worst. */
function unknownOf({ device, flaw }: RiskInput): readonly string[] {
  return [
    ...(device.criticality === 'unknown' ? ['its criticality'] : []),
    ...(device.careSetting === 'unknown' ? ['where it stands'] : []),
    ...(traitsOf(flaw).length === 0 ? ['what is lost'] : []),
  ]
}

function safetyOf(input: RiskInput, { safety }: RiskScore): AnsweredPoint {
  const unknown = unknownOf(input)
  const text = `Safety ${safety} of 10${assumed(unknown)}`
  return answered(safetyImpact, levelOf(safetyLevels, safety), text, unknown.length > 0)
}

function missionOf(input: RiskInput, { care }: RiskScore): AnsweredPoint {
  const unknown = [
    ...unknownOf(input).filter((what) => what !== 'its criticality'),
    ...(input.flaw.knownExploited === 'unknown' ? ['whether ransomware uses it'] : []),
  ]
  const text = `Care ${care} of 10${assumed(unknown)}`
  return answered(missionImpact, levelOf(missionLevels, care), text, unknown.length > 0)
}

const listed = new WeakMap<RiskFlaw, RiskFlaw>()

/** As if the catalogue that was not read had it; one object for all devices, as `RiskFlaw` asks. */
function asListed(flaw: RiskFlaw): RiskFlaw {
  const known = listed.get(flaw) ?? { ...flaw, knownExploited: { addedOn: '', ransomware: true } }
  listed.set(flaw, known)
  return known
}

const assumed = (unknown: readonly string[]) =>
  unknown.length === 0 ? '' : `; not known, and taken as the worst: ${unknown.join(', ')}`

function humanImpactOf(safety: AnsweredPoint, mission: AnsweredPoint): AnsweredPoint {
  const decision = decide(findTable('ssvc:DT_HI:1.0.0')!, {
    [safety.name]: safety.value,
    [mission.name]: mission.value,
  })
  if (!decision.ok) throw new Error(decision.reason)
  return answered(
    humanImpact,
    decision.outcomes[0]!,
    `${safety.text}. ${mission.text}`,
    safety.isAssumed || mission.isAssumed,
  )
}
