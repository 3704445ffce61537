import type { RiskDevice, RiskFlaw } from '#domain/risk/input.ts'
import type { EnvironmentProfile } from '#model/environment.ts'
import type { CvssVersion, FlawTraits } from '#standards/cvss/cvss.ts'

/** A published vector on a device, with what is known of use and reach. */
export interface EnvironmentCase {
  readonly version: CvssVersion
  /** As published, threat and environment included. */
  readonly metrics: ReadonlyMap<string, string>
  readonly traits: FlawTraits
  readonly source: string
  readonly asOf: string | null
  readonly flaw: RiskFlaw
  readonly saysExploit: boolean
  readonly device: Pick<RiskDevice, 'criticality' | 'careSetting' | 'zone' | 'networkConnected' | 'storesPhi'>
  /** False where the kind of device can hurt nobody, such as a printer. */
  readonly isHarmful: boolean
  readonly known: KnownOfFinding
  readonly profile: EnvironmentProfile
}

/** What a finding has beside what its score is made of. */
export interface KnownOfFinding {
  /** The device has an address on record, so that it was on a network. */
  readonly hasAddress: boolean
  /** Who says that nobody is known to use it or to have an exploit, and of which day that is. */
  readonly unreported: { readonly source: string; readonly asOf: string } | null
  /** Of which day the catalogue of used vulnerabilities is; null where it is not known. */
  readonly catalogueDay: string | null
  /** `YYYY-MM-DD`. */
  readonly today: string
}

export interface FoundMetric {
  readonly metric: string
  /** Null: left undefined. */
  readonly value: string | null
  readonly text: string
  readonly source: string
  readonly asOf: string | null
}

/** One consideration about metrics of threat or environment. */
export interface EnvironmentRule {
  /** The file's name. */
  readonly id: string
  readonly title: string
  /** In words: the metrics by version. */
  readonly metrics: string
  readonly source: string
  readonly url: string
  readonly sentence: string
  assess(input: EnvironmentCase): readonly FoundMetric[]
}

/** Gives a rule its types; does nothing at run time. */
export const defineRule = (rule: EnvironmentRule): EnvironmentRule => rule
