// What the advisory lists beside the name: order numbers, members, acronyms.

import { hasDigit, isIdentifying } from '#domain/matching/model-token.ts'
import { hasAnotherOrderNumber, isAnotherOfItsLine, sharesBracketsAlone } from '#domain/matching/parted-names.ts'
import type { NameComparison } from './name-comparison.ts'
import { another, type Rule, type RuleGroup } from './rule.ts'

const lettersOf = (form: string): string | undefined => /^[a-z]+(?=\d+$)/.exec(form)?.[0]

/** The letters of `N12, N15, N17`. */
const listedLetters = ({ reading }: NameComparison): readonly string[] =>
  reading.shortForms.flatMap((form) => lettersOf(form) ?? [])

/** `… (Model 2120)` is no 2110, and a `BioStar 1.93` no `BioStar 2`. */
const anotherOrderNumber: Rule = ({ reading, device }) =>
  hasAnotherOrderNumber(reading, device) || isAnotherOfItsLine(reading, device) ? another : undefined

/** `N Series (N12, N15, N17)`: the N1 is none of them. */
const unlistedMember: Rule = (names) => {
  if (names.short !== undefined || names.reading.shortForms.length < 3) return undefined
  const listed = listedLetters(names)
  const isUnlisted =
    listed.length > 2 &&
    names.device.modelTokens.some(({ form, kind }) => kind === 'number' && listed.includes(lettersOf(form) ?? '-'))
  return isUnlisted ? another : undefined
}

/** `A Series Anesthesia (A5, A7)`: short as they are, they are the models. */
const listedMember: Rule = (names) => {
  const { device, reading, shown, other } = names
  const isListed =
    reading.shortForms.some((form) => form === device.modelTokens[0]?.form) && listedLetters(names).length > 1
  return isListed ? { how: 'sure', probability: 0.9, text: `${shown} is among ${other}` } : undefined
}

/** `Model 233 Hyperthermia` with `Zymotrol` beside it, for `Zymotrol III (Model 233)`: the short number and the brand. */
const numberAndBrand: Rule = ({ short, device, reading, shown, other }) => {
  if (short === undefined || !/^\d{3}$/.test(short) || !device.numbered.has(short)) return undefined
  const isBrandBeside = reading.groups.some(
    ({ kind, forms }) => kind === 'word' && forms.some((form) => form.length >= 5 && device.forms.has(form)),
  )
  return isBrandBeside
    ? { how: 'sure', probability: 0.85, text: `${shown} agrees with ${other}: it says "${short}"` }
    : undefined
}

/** `APOGEE MEC (PPC)` is no `APOGEE MBC (PPC)`. */
const bracketsAlone: Rule = ({ short, device, reading, product }) =>
  short && sharesBracketsAlone(short, device, reading, product) ? another : undefined

/** `CVSM` for `Connex Vital Signs Monitor (CVSM)`: an acronym or order number names the whole. */
const shortName: Rule = ({ short, shown, other }) =>
  short && (isIdentifying(short) || !hasDigit(short))
    ? { how: 'sure', probability: 0.95, text: `${shown} agrees with ${other}: it says "${short}"` }
    : undefined

export const listedNumbers: RuleGroup = {
  rules: [anotherOrderNumber, unlistedMember, listedMember, numberAndBrand, bracketsAlone, shortName],
}
