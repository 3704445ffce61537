import { random } from '#bench/hospital/random.ts'
import { type DecisionInputs, decisionInputs, type RiskInput, scoreFinding } from '#domain/risk/risk.ts'
import type { RiskScore } from '#model/risk.ts'
import { tellDevices } from './devices.ts'
import { binomial, poisson } from './draws.ts'
import { drawAdvisories, type Flaw } from './flaws.ts'
import { type Harm, harmOf, harms, reachOf } from './harm.ts'
import type { WorldSettings } from './settings.ts'

/** A finding as the hospital has it: a device that by its told version has the flaw, or of which nobody can tell. */
export interface Finding {
  readonly flaw: Flaw
  readonly score: RiskScore
  readonly inputs: DecisionInputs
}

/** One visit to one device settles all findings of one advisory there. */
export interface Visit {
  readonly id: string
  readonly minutes: number
  readonly findings: readonly Finding[]
  /** Harm a year that attacks are expected to do there and that the visit takes away. Nothing but the oracle reads it. */
  readonly expected: Harm
  /** The same of the attacks that were drawn, a year. */
  readonly drawn: Harm
}

const today = '2026-11-16'
/** Attacks are drawn for so long; what they did is told by the year. */
const years = 50

/** The hospital, its flaws, what is published of them, and what attackers will do: all of one seed. */
export function drawWorld(seed: number, settings: WorldSettings): Visit[] {
  const told = tellDevices(seed, today, settings)
  const advisories = drawAdvisories(seed, today, settings)
  const harm = harmOf(
    seed,
    told.map(({ device }) => device),
    settings,
  )
  const reach = reachOf(seed, settings)
  const attacks = random(seed, 'attacks')
  const visits: Visit[] = []
  for (const { id, flaws, affected, minutes } of advisories) {
    // One campaign tries every device that has the flaw.
    const campaigns = flaws.map((flaw) => poisson(attacks, flaw.attacks * years))
    for (const { device, known, version } of told) {
      const versions = affected.get(device.model.id)
      if (!versions || (version !== null && !versions.has(version))) continue
      const isAffected = device.version !== null && versions.has(device.version)
      const expected = { ...none }
      const drawn = { ...none }
      const findings = flaws.map((flaw, at): Finding => {
        if (isAffected) {
          const share = reach(device, flaw)
          const each = harm(device, flaw)
          add(expected, each, flaw.attacks * share)
          add(drawn, each, binomial(attacks, campaigns[at]!, share) / years)
        }
        const input: RiskInput = {
          answer: version === null ? 'cannot_tell' : 'affected',
          probability: 0.95,
          device: known,
          flaw: flaw.published,
        }
        const score = scoreFinding(input)
        return { flaw, score, inputs: decisionInputs(input, score) }
      })
      visits.push({ id: `${id}/${device.id}`, minutes, findings, expected, drawn })
    }
  }
  return visits
}

const none: Harm = { lives: 0, careHours: 0, records: 0, dollars: 0 }

function add(to: { -readonly [name in keyof Harm]: number }, harm: Harm, times: number): void {
  for (const name of harms) to[name] += harm[name] * times
}
