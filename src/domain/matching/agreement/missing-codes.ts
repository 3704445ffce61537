// A code of the product's name that the device does not say: it may be left out, or the device has another.

import { codeLetters, isCatalogueNumber, shapeOf } from '#domain/matching/model-token.ts'
import { lineWords, variantWords } from '#domain/matching/model-words.ts'
import { isOfLineBefore } from './lines.ts'
import type { NameComparison } from './name-comparison.ts'
import { agrees, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** `SmartServer 2.0` is no `SmartServer 1`. */
const anotherGeneration: Rule = ({ device, missingCodes }) =>
  device.majors.size > 0 &&
  missingCodes.some(
    ({ group }) =>
      group.forms.every((form) => /^\d{1,2}$/.test(form)) && !group.forms.some((form) => device.majors.has(form)),
  )
    ? another
    : undefined

/** `Encore Programmer` for `29901 Encore Programmer`: an order number is seldom written down. */
const orderNumberLeftOut: Rule = (names) => {
  const { missing, found, extra, extraRoles, missingRoles } = names
  const isOrderNumber =
    missing.length === 1 && found[0] === missing[0] && missing[0]!.group.forms.every((form) => /^\d{5,}$/.test(form))
  return isOrderNumber && extra.length === 0 && extraRoles.length === 0 && missingRoles.length === 0
    ? agrees(names, 0.8)
    : undefined
}

/** `MP20` says the `MP` of `MP monitors MP2/X2`, and is none of them. */
const anotherMember: Rule = ({ isIdentified, missingCodes, device }) => {
  if (isIdentified) return undefined
  const letters = missingCodes.flatMap(({ group }) => group.forms.flatMap((form) => codeLetters(form) ?? []))
  return device.modelTokens.some(({ form, kind }) => kind === 'number' && letters.includes(codeLetters(form) ?? '-'))
    ? another
    : undefined
}

/** `Plum A+` is no `Plum 360`. */
const variantForCode: Rule = ({ isIdentified, extraWords, firstUsed }) =>
  !isIdentified && extraWords.some(({ form, at }) => at > firstUsed && variantWords.has(form)) ? another : undefined

/** Codes of the device that may stand for the missing. */
function hasRivalCode({ missingCodes, extra, isIdentified }: NameComparison): boolean {
  const shapes = missingCodes.flatMap(({ group }) => group.forms.map(shapeOf))
  return extra.some(
    ({ form, kind }) =>
      kind === 'number' && (!isCatalogueNumber(form) || shapes.includes(shapeOf(form)) || !isIdentified),
  )
}

/** `CV-1500` for `EVIS X1 CV-1500`: the short code before it is that of the line. */
const codeOfLineLeftOut: Rule = (names) =>
  names.extraWords.length === 0 && names.missing.every((one) => isOfLineBefore(names, one)) && !hasRivalCode(names)
    ? agrees(names, 0.8)
    : undefined

/** `NMIS BioDose` for `EC2 Software NMIS BioDose`. */
const codeInFrontLeftOut: Rule = (names) => {
  const { extra, matched, missing, found, firstSaid } = names
  if (extra.length > 0) return undefined
  const words = matched.filter(({ forms }) => forms.some((form) => /^[a-z]{4,}$/.test(form) && !lineWords.has(form)))
  const areInFront = missing.every((one) => found.indexOf(one) < firstSaid)
  return words.length >= 2 && areInFront ? agrees(names, 0.8) : undefined
}

const anotherCode: Rule = (names) => (names.isIdentified || hasRivalCode(names) ? another : undefined)

/** A word stands behind the brand where the advisory has the code. */
const wordForCode: Rule = ({ extraWords, matched, firstUsed }) =>
  matched.every(({ group }) => group.kind === 'word') && extraWords.some(({ at }) => at > firstUsed)
    ? another
    : undefined

const codeLeftOut: Rule = (names) =>
  perhaps(
    names,
    0.3,
    `the inventory does not say ${names.missingCodes.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`,
  )

export const missingCodes: RuleGroup = {
  applies: (names) => names.missingCodes.length > 0,
  rules: [
    anotherGeneration,
    orderNumberLeftOut,
    anotherMember,
    variantForCode,
    codeOfLineLeftOut,
    codeInFrontLeftOut,
    anotherCode,
    wordForCode,
    codeLeftOut,
  ],
}
