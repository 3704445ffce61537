import type { RiskInput } from '#domain/risk/input.ts'
import type { DeviceFunction } from '#model/device-function.ts'
import type { Reason } from '#model/risk.ts'
import type { FlawTraits } from '#standards/cvss/cvss.ts'

export type Axis = Reason['axis']

/** What a rule reads: the input, and what was made out of it once. */
export interface Case extends RiskInput {
  /** Of the published score that is being looked at; null where none can be read. */
  readonly cvss: {
    readonly traits: FlawTraits
    readonly version: string
    readonly score: number
    readonly source: string
  } | null
  readonly deviceFunction: DeviceFunction
  /** From the publisher's words. */
  readonly says: { readonly publicExploit: boolean; readonly harm: string | null }
  /** `YYYY-MM-DD` of the advisory's last revision. */
  readonly revisedOn: string | null
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

/** One consideration. It looks at nothing but its argument; what is unknown counts as the worst that is plausible. */
export interface RiskRule {
  /** The file's name; also the name in reasons. */
  readonly id: string
  readonly title: string
  readonly axes: readonly Axis[]
  /** The published text that it follows. */
  readonly source: string
  readonly url: string
  /** What it does, in a sentence for the manual. */
  readonly sentence: string
  assess(input: Case): Effect | readonly Effect[] | null
}

/** Gives a rule its types; does nothing at run time. */
export const defineRule = <Rule extends RiskRule>(rule: Rule) => rule
