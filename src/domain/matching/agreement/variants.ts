// Words and numbers behind the whole name: an option, the version, or what makes another variant or model of it.

import { areDevices, relationOf } from '#domain/matching/device-classes/device-classes.ts'
import { memberWords } from '#domain/matching/family-names.ts'
import { codeLetters, hasDigit } from '#domain/matching/model-token.ts'
import { implantKinds, lineWords, trivialWords, variantWords } from '#domain/matching/model-words.ts'
import type { NameComparison } from './name-comparison.ts'
import { agreesLoosely, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** `Evera XT DR ICD` for `Evera ICD`: implants of one brand differ by leads and chambers, not by their firmware. */
function areLeadsOfImplant({ device, found, hasCodes, variants }: NameComparison): boolean {
  if (hasCodes) return false
  const implant = device.modelTokens.findLastIndex(
    ({ form }) => implantKinds.has(form) && found.some(({ forms }) => forms.includes(form)),
  )
  return variants.every(({ at, kind }) => at < implant && kind === 'word')
}

/** `Ingenia Ambition X`, `SANTE PACS SERVER PG`: behind a name of several words, or a code, two letters are an option. */
const option: Rule = (names) => {
  const { variants, found, device, isIdentified, lastUsed } = names
  const [only, ...others] = variants
  const isShort =
    others.length === 0 &&
    /^[a-z]{1,2}$/.test(only!.form) &&
    !/^(?:i{2,3}|iv|vi+)$/.test(only!.form) &&
    only!.at > lastUsed &&
    !variantWords.has(only!.form)
  if (!isShort) return undefined
  const saidWords = found.filter(
    ({ group, forms }) =>
      group.kind !== 'kind' && forms.some((form) => device.numbered.has(form) && !lineWords.has(form)),
  )
  return saidWords.length >= 2 || isIdentified ? agreesLoosely(names, 0.72) : undefined
}

/** All that is added is a number, which may be the version. */
function addedNumber({ variants: [only, ...others] }: NameComparison): { readonly addedNumber?: string } {
  return others.length === 0 && hasDigit(only!.form) ? { addedNumber: only!.form } : {}
}

/** `UniFi Protect` for `UniFi Network Application`: another word stands where the advisory says which of the brand it is. */
const wordForKind: Rule = (names) => {
  const { matched, product, found, variants } = names
  if (matched.length !== 1 || product.readings.length !== 1) return undefined
  const told = found.find(
    ({ group, forms }) =>
      group.kind === 'kind' &&
      forms.length === 0 &&
      group.forms.every((form) => form.length >= 4 && !trivialWords.has(form)),
  )
  if (!told || !variants.every(({ kind, form }) => kind === 'word' && form.length >= 4 && /[aeiouy]/.test(form)))
    return undefined
  return {
    ...perhaps(names, 0.45, `"${variants[0]!.form}" stands where the advisory has "${told.group.forms[0]}"`),
    ...addedNumber(names),
  }
}

/** `Zymora 900` for the `Zymora EEG`: a number stands where the advisory says what the one of the brand is for. */
const numberForPurpose: Rule = (names) => {
  const { found, hasCodes, variants, ownClasses, namedClasses } = names
  if (relationOf(ownClasses.ids, namedClasses.ids) === 'alike') return undefined
  const purpose = found.find(({ forms }, at) => forms.length === 0 && namedClasses.places.has(at))
  if (hasCodes || !purpose || !variants.some(({ form }) => /^\d{3,}$/.test(form))) return undefined
  return {
    ...perhaps(names, 0.4, `"${variants[0]!.form}" stands where the advisory has "${purpose.group.forms[0]}"`),
    ...addedNumber(names),
  }
}

/** `QardioArm A100` is a `QardioArm`; `Infinity Delta XL` may be another than the `Infinity Delta`. */
const nothingTelling: Rule = (names) => {
  const { matched, strong } = names
  const isOfLine = matched.every(({ forms }) => lineWords.has(forms[0]!))
  const isPattern = strong.some(({ group }) => group.pattern !== undefined)
  return !isOfLine && !isPattern && !partsModels(names)
    ? { ...agreesLoosely(names, 0.72), ...addedNumber(names) }
    : undefined
}

/** Whether one of the variants is such as tells the models of a line apart. */
function partsModels(names: NameComparison): boolean {
  const { ownClasses, variants, strong, matched, device, product, hasCodes, positions } = names
  const stems = strong.flatMap(({ group }) => group.forms.flatMap((form) => codeLetters(form) ?? []))
  return variants.some(({ form, at }, nth) => {
    // `PACS Premium` is an edition, which has the versions of the others.
    if (variantWords.has(form) || (memberWords.has(form) && form !== 'premium' && !ownClasses.places.has(at)))
      return true
    // `STA R Max 3` is no `STA R Max`, nor a `DreamStation 2` a `DreamStation`; the 8 of `NeuroWorks 8` is that of its version.
    const isBehind = at === Math.max(...positions) + 1
    const mayBeGeneration = /^[2-9]$/.test(form) && isBehind && !device.columnMajors.has(form)
    // The 7 of an `Azurion 7 M20` is that of a series.
    const isOnlyNumber = variants.every((other, one) => one === nth || !hasDigit(other.form))
    if (mayBeGeneration && (matched.length > 1 || (isOnlyNumber && areDevices(names.things)))) return true
    if (hasDigit(form))
      return (
        (/^\d+$/.test(form) && variants.length === 1 && (hasCodes || product.readings.length > 1)) ||
        stems.includes(codeLetters(form) ?? '-')
      )
    // `XN-1000 SA-01`: letters and number are one code.
    const isCode = [variants[nth - 1], variants[nth + 1]].some(
      (other) => other && Math.abs(other.at - at) === 1 && hasDigit(other.form),
    )
    return form.length <= 2 && !isCode
  })
}

const addedVariant: Rule = (names) => ({
  ...perhaps(
    names,
    names.hasCodes ? 0.5 : 0.45,
    `the inventory adds ${names.variants.map(({ form }) => `"${form}"`).join(', ')}`,
  ),
  ...addedNumber(names),
})

export const variants: RuleGroup = {
  applies: (names) =>
    names.variants.length > 0 && !names.reading.isFamily && !names.isOfSeries && !areLeadsOfImplant(names),
  rules: [option, wordForKind, numberForPurpose, nothingTelling, addedVariant],
}
