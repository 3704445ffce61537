import type { Criticality } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { CountsAs, Thresholds, Tier } from '#model/threshold.ts'

// How the hospital treats what the matcher answers. The answer stays what it is: only where nobody can tell do the
// thresholds of the device's criticality say whether it is worked on, looked at or left alone (ADR 0026).

export interface TreatedMatch {
  readonly answer: Answer
  readonly probability: number
  readonly criticality: Criticality
  /** Only whether the product is the one is in doubt; nothing is missing on record. */
  readonly isNameAlone: boolean
  /** Attackers are known to use it, or nobody knows as the catalogue was never read. */
  readonly isExploited: boolean
}

export interface Treatment {
  readonly countsAs: CountsAs
  /** Set where a threshold says something of it, for people. */
  readonly text: string | null
}

export function treat(match: TreatedMatch, thresholds: Thresholds | undefined): Treatment {
  const { answer, probability, criticality } = match
  if (answer === 'affected') return { countsAs: 'affected', text: null }
  if (answer === 'not_affected' || !thresholds) return { countsAs: 'to_look_at', text: null }
  const { affectedFrom, lookFrom } = thresholds[tierOf(criticality)]
  const than = (sign: string, threshold: number) =>
    `${percent(probability)} ${sign} ${percent(threshold)}, the threshold for ${names[criticality]}`
  if (affectedFrom !== null && probability >= affectedFrom)
    return { countsAs: 'affected', text: `Counts as affected: ${than('≥', affectedFrom)}` }
  if (probability < lookFrom) {
    const whyNot = !match.isNameAlone
      ? 'what is missing on record, or may be, sets nothing aside'
      : match.isExploited
        ? 'what attackers use, or may use, is not set aside'
        : null
    return whyNot
      ? { countsAs: 'to_look_at', text: `To be looked at, though ${than('<', lookFrom)}: ${whyNot}` }
      : { countsAs: 'set_aside', text: `Set aside: ${than('<', lookFrom)}` }
  }
  return {
    countsAs: 'to_look_at',
    text: affectedFrom === null ? null : `To be looked at: ${than('<', affectedFrom)}`,
  }
}

/** What is not known counts as the worst. */
export const tierOf = (criticality: Criticality): Tier => (criticality === 'unknown' ? 'life_sustaining' : criticality)

const percent = (share: number) => `${Math.round(share * 100)} %`

const names: Readonly<Record<Criticality, string>> = {
  life_sustaining: 'life-sustaining devices',
  high: 'devices of high criticality',
  medium: 'devices of medium criticality',
  low: 'devices of low criticality',
  unknown: 'life-sustaining devices, as its criticality is not known',
}
