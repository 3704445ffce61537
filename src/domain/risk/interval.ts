import { CareSetting, Criticality } from '#model/device.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { RiskScore, ScoreInterval, UnknownInput } from '#model/risk.ts'
import type { RiskFlaw, RiskInput } from './input.ts'
import { readZone } from './rules/network-exposure.ts'
import { scoreFinding, vectorsLookedAt } from './score.ts'

// How far a score may move once somebody finds out what is missing: the same scorer, with each plausible value in its place.

/**
 * From what the score would be if all that is missing turned out best, to what it would be if it turned out worst; null where
 * nothing is missing. What moves it most stands first. Whether the device has the flaw at all is not asked: the answer says that.
 */
export function scoreInterval(input: RiskInput, score: RiskScore = scoreFinding(input)): ScoreInterval | null {
  const missing = unknowns.filter(({ isMissing }) => isMissing(input))
  if (missing.length === 0) return null
  const found = missing.map((unknown) => {
    const tried = unknown.tries.map((set) => ({ set, score: scoreFinding(set(input)) }))
    const inOrder = tried.toSorted((a, b) => a.score.score - b.score.score || axesOf(a.score) - axesOf(b.score))
    return { ...unknown, best: inOrder[0]!, worst: inOrder.at(-1)! }
  })
  const allBest = found.reduce((one, { best }) => best.set(one), input)
  const allWorst = found.reduce((one, { worst }) => worst.set(one), input)
  const low = Math.min(score.score, scoreFinding(allBest).score)
  const high = Math.max(score.score, scoreFinding(allWorst).score)
  const dependsOn = found.map(({ what, best, worst }) => ({
    what,
    low: Math.min(score.score, best.score.score),
    high: Math.max(score.score, worst.score.score),
    // Where the worse of two unknowns decides, neither moves the score alone.
    against: scoreFinding(worst.set(allBest)).score - scoreFinding(allBest).score,
  }))
  const moved = ({ low, high, against }: (typeof dependsOn)[number]) => [high - low, against] as const
  dependsOn.sort((a, b) => moved(b)[0] - moved(a)[0] || moved(b)[1] - moved(a)[1])
  return { low, high, dependsOn: dependsOn.map(({ against: _, ...one }) => one) }
}

const axesOf = ({ likelihood, safety, care, privacy }: RiskScore) => likelihood * 10 + safety + care + privacy

interface Unknown {
  readonly what: UnknownInput
  isMissing(input: RiskInput): boolean
  /** The input with each value that it may turn out to have. */
  readonly tries: readonly ((input: RiskInput) => RiskInput)[]
}

const onDevice =
  (over: Partial<RiskInput['device']>) =>
  (input: RiskInput): RiskInput => ({ ...input, device: { ...input.device, ...over } })

/** One object for all devices, as `RiskFlaw` asks. */
function ofFlaw(change: (flaw: RiskFlaw) => RiskFlaw): (input: RiskInput) => RiskInput {
  const changed = new WeakMap<RiskFlaw, RiskFlaw>()
  return (input) => {
    const flaw = changed.get(input.flaw) ?? change(input.flaw)
    changed.set(input.flaw, flaw)
    return { ...input, flaw }
  }
}

const asPublished = (vector: string, score: number) =>
  ofFlaw((flaw) => ({ ...flaw, scores: [{ version: '3.1', vector, score, source: 'plausible', productIds: [] }] }))

const unknowns: readonly Unknown[] = [
  {
    what: 'care_setting',
    isMissing: ({ device }) => device.careSetting === 'unknown',
    tries: CareSetting.options.filter((one) => one !== 'unknown').map((careSetting) => onDevice({ careSetting })),
  },
  {
    what: 'criticality',
    isMissing: ({ device }) => device.criticality === 'unknown',
    tries: Criticality.options.filter((one) => one !== 'unknown').map((criticality) => onDevice({ criticality })),
  },
  {
    what: 'device_function',
    isMissing: ({ device: { description, model, manufacturer } }) =>
      deviceFunctionOf(description, model, `${manufacturer} ${model}`) === 'unknown',
    // The mildest and the worst of weights.ts.
    tries: [onDevice({ description: 'Camera' }), onDevice({ description: 'Linear accelerator' })],
  },
  {
    what: 'connection',
    isMissing: ({ device }) => device.networkConnected === null,
    tries: [onDevice({ networkConnected: false }), onDevice({ networkConnected: true })],
  },
  {
    what: 'zone',
    isMissing: ({ device }) => device.networkConnected !== false && readZone(device.zone) === 'unknown',
    tries: ['isolated', 'infusion', 'flat'].map((zone) => onDevice({ zone })),
  },
  {
    what: 'patient_data',
    isMissing: ({ device }) => device.storesPhi === null,
    tries: [onDevice({ storesPhi: false }), onDevice({ storesPhi: true })],
  },
  {
    what: 'vector',
    isMissing: ({ flaw }) => vectorsLookedAt(flaw).length === 0,
    tries: [
      asPublished('CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.6),
      asPublished('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8),
    ],
  },
  {
    what: 'exploit_probability',
    isMissing: ({ flaw }) => flaw.exploitProbability === null || flaw.exploitProbability === 'unknown',
    tries: [0, 1].map((probability) =>
      ofFlaw((flaw) => ({
        ...flaw,
        exploitProbability: { probability, percentile: probability, model: '', scoredOn: '' },
      })),
    ),
  },
  {
    what: 'known_exploited',
    isMissing: ({ flaw }) => flaw.knownExploited === 'unknown',
    tries: [null, { addedOn: '', ransomware: true }].map((knownExploited) =>
      ofFlaw((flaw) => ({ ...flaw, knownExploited })),
    ),
  },
]
