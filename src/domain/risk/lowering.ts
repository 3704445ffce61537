import type { Lowering, LoweringKind } from '#model/lowering.ts'
import type { RiskScore } from '#model/risk.ts'
import type { RiskInput } from './input.ts'
import { readZone } from './rules/network-exposure.ts'
import { scoreFinding } from './score.ts'
import { exploitProbability } from './weights.ts'

/** What of a finding only who knows its device and its advisory can tell. */
export interface LoweringFacts {
  /** The publisher names a fix. */
  readonly hasFix: boolean
  /** What is missing on record, as the matcher says it; empty where nothing is. */
  readonly missing: string
}

interface Change {
  readonly kind: LoweringKind
  readonly text: string
  /** The most that finding out can bring: it may bring nothing. */
  readonly isAtBest?: boolean
  readonly input: RiskInput
}

/**
 * What would bring the score down, one change at a time, each scored as if it were so; what closes the finding first, then what
 * brings most. Only what is possible of this finding: what is known is not found out, and what is off the network is not
 * moved. A change that lowers nothing is left out.
 */
export function whatLowers(
  input: RiskInput,
  { hasFix, missing }: LoweringFacts,
): { readonly now: RiskScore; readonly lowerings: readonly Lowering[] } {
  const now = scoreFinding(input)
  const closing = ({ kind, text, isAtBest = false }: Omit<Change, 'input'>): Lowering => ({
    ...{ kind, text, isAtBest, closes: true, effect: -now.score, after: null },
  })
  const closings = [
    ...(hasFix
      ? [closing({ kind: 'fix', text: 'Install the fix that the publisher names, and have it verified' })]
      : []),
    ...(input.answer === 'cannot_tell'
      ? [
          closing({
            kind: 'find_out_version',
            text: `Find out ${missing || 'what is missing on record'}: it may not be affected`,
            isAtBest: true,
          }),
        ]
      : []),
  ]
  const lowered = [...ofNetwork(input), ...ofDevice(input), ...ofFlaw(input)]
    .flatMap(({ kind, text, isAtBest = false, input: changed }): Lowering[] => {
      const { reasons: _, countsAs: __, ...after } = scoreFinding(changed)
      const effect = Math.round((after.score - now.score) * 10) / 10
      return effect < 0 ? [{ kind, text, isAtBest, closes: false, effect, after }] : []
    })
    .sort((a, b) => a.effect - b.effect)
  return { now, lowerings: [...closings, ...lowered] }
}

function ofNetwork(input: RiskInput): Change[] {
  const { networkConnected, zone } = input.device
  if (networkConnected === false) return []
  const within = (name: string) => ({ ...input, device: { ...input.device, zone: name, networkConnected: true } })
  const off = { ...input, device: { ...input.device, networkConnected: false } }
  const kind = readZone(zone)
  const segment = within('medical')
  const isolated = within('isolated')
  return [
    ...(networkConnected === null
      ? [
          {
            kind: 'find_out_network' as const,
            text: 'Find out whether it is on the network: it may not be',
            isAtBest: true,
            input: off,
          },
        ]
      : [{ kind: 'disconnect' as const, text: 'Take it off the network', input: off }]),
    ...(kind === 'unknown'
      ? [
          {
            kind: 'find_out_zone' as const,
            text:
              zone.trim() === ''
                ? 'Find out its zone: it may be a segment for one purpose'
                : `Give zone “${zone.trim()}” a name that says how far it is apart: it may be a segment for one purpose`,
            isAtBest: true,
            input: segment,
          },
        ]
      : []),
    ...(kind === 'unknown' || kind === 'open'
      ? [{ kind: 'segment' as const, text: 'Move it to a segment for one purpose', input: segment }]
      : []),
    ...(kind === 'isolated'
      ? []
      : [{ kind: 'isolate' as const, text: 'Move it to a zone that is cut off', input: isolated }]),
  ]
}

function ofDevice(input: RiskInput): Change[] {
  const { device } = input
  const found = (kind: LoweringKind, text: string, known: Partial<typeof device>): Change => ({
    kind,
    text,
    isAtBest: true,
    input: { ...input, device: { ...device, ...known } },
  })
  return [
    ...(device.careSetting === 'unknown'
      ? [
          found('find_out_place', 'Find out where it stands: it may be an outpatient clinic', {
            careSetting: 'outpatient',
          }),
        ]
      : []),
    ...(device.criticality === 'unknown'
      ? [found('find_out_criticality', 'Find out how critical it is: it may be little', { criticality: 'low' })]
      : []),
    ...(device.storesPhi === null
      ? [found('find_out_data', 'Find out whether it holds patients’ data: it may hold none', { storesPhi: false })]
      : []),
  ]
}

/** What others do or know; a new object each time, as what is read of a flaw is remembered by it. */
function ofFlaw(input: RiskInput): Change[] {
  const { flaw } = input
  const { exploitProbability: epss, knownExploited } = flaw
  const least = { probability: exploitProbability.from, percentile: 0, model: '', scoredOn: '' }
  return [
    ...(epss === 'unknown'
      ? [
          {
            kind: 'read_list' as const,
            text: 'Read the EPSS list: it may give it a low probability',
            isAtBest: true,
            input: { ...input, flaw: { ...flaw, exploitProbability: least } },
          },
        ]
      : epss !== null && epss.probability > exploitProbability.from
        ? [
            {
              kind: 'epss_falls' as const,
              text: `EPSS falls to ${exploitProbability.from * 100} %; nobody here can bring that about`,
              input: {
                ...input,
                flaw: { ...flaw, exploitProbability: { ...epss, probability: exploitProbability.from } },
              },
            },
          ]
        : []),
    ...(knownExploited === 'unknown'
      ? [
          {
            kind: 'read_list' as const,
            text: 'Read CISA’s catalogue of known exploited vulnerabilities: it may not be listed',
            isAtBest: true,
            input: { ...input, flaw: { ...flaw, knownExploited: null } },
          },
        ]
      : []),
  ]
}
