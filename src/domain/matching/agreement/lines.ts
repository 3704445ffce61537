// Lines, series and their members: what is said of the line alone, and what of one model of it.

import { areDevices } from '#domain/matching/device-classes/device-classes.ts'
import { codeLetters } from '#domain/matching/model-token.ts'
import { lineWords, trivialWords, variantWords } from '#domain/matching/model-words.ts'
import type { Group } from '#domain/matching/name-groups.ts'
import type { SaidGroup } from '#domain/matching/said-groups.ts'
import { isCutFrom } from '#domain/matching/word-forms.ts'
import { isSeriesBefore } from '#domain/matching/words-beside-codes.ts'
import type { NameComparison } from './name-comparison.ts'
import { agrees, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** The `X1` of the `EVIS X1 CV-1500` is that of the line. */
export function isOfLineBefore({ found, reading, device }: NameComparison, one: SaidGroup): boolean {
  const identifying = found.findIndex(({ forms }) => forms.some((form) => /^[a-z]+\d{3,}/.test(form)))
  if (found.indexOf(one) >= identifying) return false
  if (one.group.forms.every((form) => form.length <= 4) || isSeriesBefore(reading, one.group)) return true
  // The `AC500` of the `AC500 PM5xx`, of which there are many; an `AC800` is another line.
  const [line] = one.group.forms.flatMap((form) => codeLetters(form) ?? [])
  return (
    found[identifying]!.group.pattern !== undefined &&
    line !== undefined &&
    device.modelTokens.every(({ form }) => codeLetters(form) !== line)
  )
}

/** `XR656 Plus` is not the `XR656`, nor the `ABL90 FLEX PLUS` the `ABL90 FLEX`: a short word right behind the code, or a variant's. */
export function isVariant({ reading: { groups } }: NameComparison, group: Group): boolean {
  const at = groups.indexOf(group)
  const form = group.forms[0]!
  if (group.kind !== 'word') return false
  if (variantWords.has(form)) return groups.slice(0, at).some(({ kind }) => kind === 'number')
  return groups[at - 1]?.kind === 'number' && form.length <= 3
}

/** The brands that both say name a line, of which there are many models: `IntelliSpace`. */
export const isLineAlone = ({ matched }: NameComparison): boolean =>
  matched.every(({ group, forms }) => group.kind === 'word' && forms.some((form) => lineWords.has(form)))

/** Nor is it the `IntelliSpace Critical Care and Anesthesia`, whose line is the one word that names it. */
const lineWithoutItsKinds: Rule = (names) => {
  const { missing, strong, found, kindsBehind, extraRoles, extra, firstUsed } = names
  if (missing.length > 0 || !strong.every(({ group }) => group.forms.some((form) => lineWords.has(form))))
    return undefined
  const kinds = found.filter(
    ({ group }) => group.kind === 'kind' && !group.forms.some((form) => trivialWords.has(form)),
  )
  if (kinds.length < 2 || kinds.some(({ forms }) => forms.length > 0)) return undefined
  const addsToLine = kindsBehind.length > 0 || extraRoles.length > 0 || extra.some(({ at }) => at > firstUsed)
  return addsToLine ? another : perhaps(names, 0.35, `the inventory does not say "${kinds[0]!.group.forms[0]}"`)
}

/** The letters of `RTLS4030G` say no `RTLS Locating Manager`. */
const lettersWithoutWord: Rule = ({ hasMissingWord, isByLettersAlone, isOfSeries }) =>
  hasMissingWord && isByLettersAlone && !isOfSeries ? another : undefined

/** The letters of the `BACTEC FX40` are those of the `BACTEC FX`, and it is another. */
const numberBehindLetters: Rule = (names) => {
  const { device, matched, missing, nameWords, reading, isOfSeries } = names
  if (device.prefixes.size === 0 || matched.length < 2 || missing.length > 0 || reading.isFamily || isOfSeries)
    return undefined
  const initials = nameWords.map((word) => word[0]).join('')
  const letters = matched.find(
    ({ group: { kind, forms: named }, forms }) =>
      kind === 'word' &&
      forms.every((form) => /^[a-z]{2,3}$/.test(form) && device.prefixes.has(form) && !initials.includes(form)) &&
      device.modelTokens.every(({ form }) => !named.includes(form)) &&
      device.modelTokens.some(({ form }) => /^[a-z]+\d{1,2}$/.test(form) && named.includes(form.replace(/\d+$/, ''))),
  )
  return letters ? perhaps(names, 0.4, `"${letters.forms[0]}" has a number behind it`) : undefined
}

/** `DreamStation2` is no `DreamStation`. */
const generationBehindName: Rule = (names) => {
  const { device, matched, missing, reading } = names
  const [brand] = matched
  if (device.prefixes.size === 0 || matched.length !== 1 || missing.length > 0 || reading.isFamily) return undefined
  const isNext = device.modelTokens.some(
    ({ form }) => /^[a-z]{6,}[2-9]$/.test(form) && brand!.group.forms.includes(form.slice(0, -1)),
  )
  return isNext && areDevices(names.things) ? perhaps(names, 0.45, 'a number stands behind it') : undefined
}

/** The `MX800` may be of the `IntelliVue MX Series`, the `SMTL1500` is of the `Smart-UPS SMTL Series`: four letters are enough. */
const seriesWithoutBrand: Rule = (names) => {
  const { missing, matched, strong, device, hasCodes, extraWords } = names
  const isBrandLeftOut = missing.length > 0 && strong.findIndex(({ forms }) => forms.length > 0) === missing.length
  if (!isBrandLeftOut || !names.isOfSeries || !names.isByLettersAlone || hasCodes || extraWords.length > 0)
    return undefined
  const isByLongLetters = matched.some(
    ({ group }) => group.forms[0]!.length >= 4 && device.prefixes.has(group.forms[0]!),
  )
  return isByLongLetters
    ? agrees(names, 0.8)
    : perhaps(names, 0.45, `the inventory does not say "${missing[0]!.group.forms[0]}"`)
}

/** `syngo.via` is no `syngo fastView`. */
const beginningAlone: Rule = ({ hasMissingWord, matched, device }) => {
  if (!hasMissingWord) return undefined
  const isBeginning = matched.every(
    ({ group }) =>
      group.kind === 'word' &&
      !device.modelTokens.some(({ form }) => group.forms.includes(form)) &&
      device.modelTokens.some(({ form }) => group.forms.some((named) => isCutFrom(named, form))),
  )
  return isBeginning ? another : undefined
}

export const lines: RuleGroup = {
  rules: [
    lineWithoutItsKinds,
    lettersWithoutWord,
    numberBehindLetters,
    generationBehindName,
    seriesWithoutBrand,
    beginningAlone,
  ],
}
