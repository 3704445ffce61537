// What a rule is, and how it says what it decides.

import type { Releases } from '../releases.ts'
import type { NameComparison } from './name-comparison.ts'

export interface NameAgreement {
  /** `sure`: the names say one model; `plausible`: one says less than the other, or adds what may part them. */
  readonly how: 'sure' | 'plausible'
  /** The product is a kind of device (`PET/CT Systems`) and the device is one. */
  readonly isKind?: boolean
  /** The product is a kind of magnet of one field, and the device is one: with its version that is enough. */
  readonly isField?: boolean
  /** The names agree, but the advisory names only devices with an option. */
  readonly isConditional?: boolean
  /** Were it not for the option, the names would surely agree. */
  readonly isSureButForOption?: boolean
  /** All that the inventory adds is this number, which may be the version: `NeuroWorks 8`. */
  readonly addedNumber?: string
  /** The inventory adds a word: where another product of the advisory agrees in full, that one is meant. */
  readonly isLoose?: boolean
  /** Nothing is left out or added, and the name is one that no two makers give. */
  readonly isWhole?: boolean
  /** The code is that of the device but for a letter behind it. */
  readonly isByStem?: boolean
  /** Releases that the advisory leaves out, and what the names say of every other. */
  readonly leavesOut?: { readonly releases: Releases; readonly otherwise: NameAgreement }
  readonly probability: number
  readonly text: string
}

/** Where the device bears but the family of what is named. */
export const familyAlone = 0.25

/** The device is another model than the product: no later rule is asked. */
export const another = 'another model'

/** Looks at one thing in the two names. Undefined where it cannot tell: the next rule is asked. */
export type Rule = (names: NameComparison) => NameAgreement | typeof another | undefined

/** Rules on one kind of knowledge, asked in this order: the first that decides, decides. */
export interface RuleGroup {
  /** Where this is not so, none of them is asked. */
  readonly applies?: (names: NameComparison) => boolean
  readonly rules: readonly Rule[]
}

export const agrees = ({ shown, other, matched }: NameComparison, probability: number): NameAgreement => ({
  how: 'sure',
  probability,
  text: `${shown} agrees with ${other}: ${matched.map(({ forms }) => `"${forms[0]}"`).join(', ')}`,
})

/** Nothing is left out or added but what kind of thing it is, and the name is too long and of its own for two makers to give it. */
export const isWholeName = ({ missing, extra, reading, nameWords }: NameComparison): boolean =>
  missing.length === 0 && extra.length === 0 && reading.isBranded && nameWords.join('').length >= 8

/** As `agrees`, but for another product of the advisory that agrees in full. */
export const agreesLoosely = (names: NameComparison, probability: number): NameAgreement => ({
  ...agrees(names, probability),
  isLoose: true,
})

export const perhaps = ({ shown, other }: NameComparison, probability: number, why: string): NameAgreement => ({
  how: 'plausible',
  probability,
  text: `${shown} may be ${other}: ${why}`,
})

/** As `perhaps`, where the product is a kind of device and no model. */
export const agreesByKind = ({ shown, other }: NameComparison, probability: number): NameAgreement => ({
  how: 'plausible',
  probability,
  text: `${other} names a kind of device, and ${shown} is one`,
})
