import type { ExploitProbability, KnownExploited, PublishedScore } from '#model/advisory.ts'
import type { CareSetting, Criticality } from '#model/device.ts'
import type { Answer } from '#model/finding.ts'
import type { Thresholds } from '#model/threshold.ts'

/** What a score is made of. Everything unknown counts as the worst that is plausible. */
export interface RiskInput {
  readonly answer: Answer
  /** The matcher's, 0–1. */
  readonly probability: number
  readonly device: RiskDevice
  readonly flaw: RiskFlaw
  /** The hospital's; absent where it has set none. */
  readonly thresholds?: Thresholds | undefined
  /** Only whether the product is the one is in doubt; nothing is missing on record. */
  readonly isNameAlone?: boolean
}

/** A configuration in a context. */
export interface RiskDevice {
  readonly criticality: Criticality
  readonly careSetting: CareSetting
  /** As the source names it; empty where none says. */
  readonly zone: string
  readonly networkConnected: boolean | null
  readonly storesPhi: boolean | null
  /** Whose word that is; absent where it is the inventory's, or nobody's. */
  readonly storesPhiBy?: 'mds2'
  readonly manufacturer: string
  readonly model: string
  /** Description or type: the words that tell what the device does. */
  readonly description: string
}

/**
 * A vulnerability as published. Hand in the same object for all devices that have it: what is read from it is remembered
 * by the object.
 */
export interface RiskFlaw {
  /** Those that hold for the device's product; see `scoresOf`. */
  readonly scores: readonly PublishedScore[]
  /** Whose they are where the advisory gives none that can be read; null where they are the advisory's. */
  readonly scoresFrom: { readonly publisher: string; readonly saidOn: string } | null
  /** `CWE-798`; null where the publisher does not say. */
  readonly cwe: string | null
  readonly description: string
  /** CSAF threats: `exploit_status`, `impact`. */
  readonly threats: readonly { readonly category: string; readonly details: string }[]
  /** Null: not listed in the catalogue as read. `unknown`: the catalogue was never read. */
  readonly knownExploited: Pick<KnownExploited, 'addedOn' | 'ransomware'> | null | 'unknown'
  /** Null: the model gives it no probability. `unknown`: the list was never read. */
  readonly exploitProbability: Omit<ExploitProbability, 'cve'> | null | 'unknown'
  /** What SSVC's decision point Exploitation says, or a data publisher's list; null where nobody says more than none. */
  readonly exploitation: {
    readonly level: 'active' | 'public poc'
    readonly source: string
    readonly asOf: string
  } | null
  /** The advisory that decided: `CISA ICSMA-20-254-01`. */
  readonly advisory: string
  /** When the publisher last revised it: ISO 8601. Null where it does not say. */
  readonly revisedAt: string | null
}

/** The scores that a publisher gives for the products; those that name no product hold for each. All, where none fits. */
export function scoresOf(scores: readonly PublishedScore[], productIds: readonly string[]): readonly PublishedScore[] {
  const fitting = scores.filter(
    (score) => score.productIds.length === 0 || score.productIds.some((id) => productIds.includes(id)),
  )
  return fitting.length > 0 ? fitting : scores
}
