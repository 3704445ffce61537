import type { Treatment } from '#domain/risk/counts-as.ts'
import type { RiskDevice, RiskFlaw, RiskInput } from '#domain/risk/input.ts'
import type { DeviceFunction } from '#model/device-function.ts'
import type { Reason } from '#model/risk.ts'
import type { CvssVersion, FlawTraits } from '#standards/cvss/cvss.ts'

export type Axis = Reason['axis']

/** What is published of the flaw, and what was made out of it once. */
export interface FlawCase {
  readonly flaw: RiskFlaw
  /** Of the published score that is being looked at; null where none can be read. */
  readonly cvss: ReadCvss | null
  /** From the publisher's words. */
  readonly says: { readonly publicExploit: boolean; readonly harm: string | null }
  /** `YYYY-MM-DD` of the advisory's last revision. */
  readonly revisedOn: string | null
}

export interface ReadCvss {
  readonly traits: FlawTraits
  readonly version: CvssVersion
  /** Normalised. */
  readonly vector: string
  /** As published. */
  readonly score: number
  /** Who published it. */
  readonly source: string
  /** `YYYY-MM-DD` of when its publisher said so. */
  readonly asOf: string | null
}

/** The flaw on a device, of whose names only what it does is looked at. */
export interface Case extends FlawCase, Pick<RiskInput, 'answer' | 'probability'> {
  readonly device: Omit<RiskDevice, 'manufacturer' | 'model' | 'description'>
  readonly deviceFunction: DeviceFunction
  readonly treatment: Treatment
}

/** How a rule changes its axis, which is kept within 0 and 10. */
export type Change =
  | { readonly set: number }
  | { readonly add: number }
  | { readonly times: number; readonly notBelow?: number }
  | { readonly atLeast: number }

export interface Effect {
  readonly axis: Axis
  readonly change: Change
  /** A sentence for people. */
  readonly text: string
  /** Where the input comes from: `CISA KEV`, `inventory`. */
  readonly source: string
  /** Date of the input: `YYYY-MM-DD`. */
  readonly asOf: string | null
}

/** What a rule finds: the effects in order; null where it has nothing to say. */
export type Found = Effect | readonly Effect[] | null

/** One consideration. It looks at nothing but its argument; what is unknown counts as the worst that is plausible. */
export type RiskRule = {
  /** The file's name; also the name in reasons. */
  readonly id: string
  readonly title: string
  readonly axes: readonly Axis[]
  /** The published text that it follows. */
  readonly source: string
  readonly url: string
  /** What it does, in a sentence for the manual. */
  readonly sentence: string
} & (
  | { readonly reads: 'flaw'; assess(input: FlawCase): Found }
  /** Asked again for each configuration in each context: the others once for each flaw. */
  | { readonly reads: 'device'; assess(input: Case): Found }
)

/** Gives a rule its types; does nothing at run time. */
export const defineRule = (rule: RiskRule): RiskRule => rule
