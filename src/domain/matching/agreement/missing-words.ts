// A brand or another word of the product's name that the device does not say; its codes, if it has any, are said.

import { hasDigit, isIdentifying } from '#domain/matching/model-token.ts'
import { describingRoles, lineWords, trivialWords, variantWords } from '#domain/matching/model-words.ts'
import type { Group } from '#domain/matching/name-groups.ts'
import { leavesOnlyPlainWords } from '#domain/matching/plain-words.ts'
import type { SaidGroup } from '#domain/matching/said-groups.ts'
import { isJoinedBehind } from '#domain/matching/words-beside-codes.ts'
import { isVariant } from './lines.ts'
import { type NameComparison, tokenInPlaceOf } from './name-comparison.ts'
import { agrees, agreesLoosely, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

// Beside a code that tells the model.

/** `XR656` for `XR656 Plus`. */
const variantLeftOut: Rule = (names) => {
  const variant = names.missing.find(({ group }) => isVariant(names, group))
  return variant ? perhaps(names, 0.4, `the inventory does not say "${variant.group.forms[0]}"`) : undefined
}

/** `FC6A Plus CPU Module` is no `FC6A All-in-One CPU Module`. */
const anotherVariant: Rule = ({ extraWords, firstUsed, missing, found, firstSaid }) =>
  extraWords.some(({ form, at }) => at > firstUsed && variantWords.has(form)) &&
  missing.every((one) => one.group.kind === 'word' && found.indexOf(one) > firstSaid)
    ? another
    : undefined

const otherWordBesideCode: Rule = (names) => {
  const { extraWords, missing } = names
  return extraWords.length > 0 && !isByBrandAndNumber(names) && !isLineInFront(names)
    ? perhaps(names, 0.5, `"${extraWords[0]!.form}" stands where the advisory has "${missing[0]!.group.forms[0]}"`)
    : undefined
}

/** `ALARIS PC UNIT` with the number 8015: the brand and the maker’s number together. */
const isByBrandAndNumber = ({ matched, codes, device }: NameComparison): boolean =>
  matched.some(({ group }) => group.kind === 'word') &&
  codes.some((form) => isIdentifying(form) && device.numbered.has(form) && device.forms.get(form)?.length === 0)

/** `SMARTDAC GX20` for `GX20 Paperless Recorders`: the line in front, and behind the code only what the thing is. */
const isLineInFront = ({ extraWords, firstUsed, found }: NameComparison): boolean =>
  extraWords.every(({ form, at }) => at < firstUsed && form.length >= 4) && leavesOnlyPlainWords(found)

const codeWithoutWords: Rule = (names) => agrees(names, 0.9)

export const missingWordsBesideCodes: RuleGroup = {
  applies: ({ missing, isIdentified }) => missing.length > 0 && isIdentified,
  rules: [variantLeftOut, anotherVariant, otherWordBesideCode, codeWithoutWords],
}

// Where no code tells the model.

/** `FBXi-X256` for `FLXEON Controllers FBXi`: the line is left out, and a code added. */
const lineForCode: Rule = (names) => {
  const { extra, matched, missing, found, firstUsed, device } = names
  const own = matched.find(({ group }) => group.kind === 'word')
  if (extra.length === 0 || !own) return undefined
  const isLineLeftOut =
    missing.every((one) => found.indexOf(one) < found.indexOf(own)) &&
    matched.some(
      ({ group, forms }) =>
        group.kind === 'word' &&
        forms.some((form) => form.length >= 4 && device.numbered.has(form) && !lineWords.has(form)),
    ) &&
    extra.every(({ at, form }) => at > firstUsed && (hasDigit(form) || isJoinedBehind(own.forms, form, device.text)))
  return isLineLeftOut ? agreesLoosely(names, 0.7) : undefined
}

/** The role that is missing, if any, only describes what is said besides. */
const isRoleDescribing = ({ missingRoles, matched }: NameComparison): boolean =>
  missingRoles.length === 0 ||
  (matched.length >= 2 && missingRoles.every(({ group }) => group.forms.some((form) => describingRoles.has(form))))

/** `iSTAR Pro ACM/GCM` for `iSTAR Pro Door Controller`: short words behind say what is in the box. */
const partsInBox: Rule = (names) => {
  const { extra, matched, found, lastUsed } = names
  const areParts = extra.every(({ at, form, kind }) => kind === 'word' && /^[a-z]{3,4}$/.test(form) && at > lastUsed)
  return extra.length > 0 && areParts && matched.length >= 2 && isRoleDescribing(names) && leavesOnlyPlainWords(found)
    ? agreesLoosely(names, 0.72)
    : undefined
}

const otherWord: Rule = ({ extra }) => (extra.length > 0 ? another : undefined)

/** `PanelView Plus 7 Standard` is no `PanelView Plus 7 Performance`. */
const standardForVariant: Rule = ({ missing, device, firstUsed, used }) => {
  if (missing.length !== 1 || !missing[0]!.group.forms.every((form) => variantWords.has(form))) return undefined
  return device.modelTokens.some(({ form }, at) => /^(?:standard|basic)$/.test(form) && at > firstUsed && !used.has(at))
    ? another
    : undefined
}

const firstMatched = ({ found }: NameComparison): number =>
  found.findIndex(({ group, forms }) => forms.length > 0 && group.kind !== 'modality')

/** The brand in front is often left out: `X3` for `IntelliVue X3`, `MedStation ES` for `Pyxis MedStation ES`. */
const areInFront = (names: NameComparison): boolean => {
  const first = firstMatched(names)
  return names.missing.every((one) => names.found.indexOf(one) < first)
}

/** What the model itself says of the name. */
const saidInModel = ({ found, device }: NameComparison): readonly SaidGroup[] =>
  found.filter(({ forms }) => forms.some((form) => device.numbered.has(form) && (form.length >= 2 || hasDigit(form))))

/** `INSULIN PUMP YPSOPUMP`: what it is stands in front, and behind the word nothing. */
const isBehindKindsAlone = ({ device, firstUsed }: NameComparison): boolean =>
  firstUsed === device.modelTokens.length - 1 &&
  device.modelTokens.every(({ kind }, at) => kind === 'kind' || at === firstUsed)

/** `GammaPlan` for `Leksell GammaPlan`: a long word that is all the inventory says. */
const longWordAlone: Rule = (names) => {
  const { matched, device } = names
  const isAlone = device.modelTokens.length <= 2 || isBehindKindsAlone(names)
  const isLongWord = isAlone && matched.some(({ forms }) => forms[0]!.length >= 8)
  return isLongWord && !lineWords.has(matched[0]!.forms[0]!) && areInFront(names) ? agrees(names, 0.8) : undefined
}

/** `GW-EM` for `BACnet Gateway GW-EM`: all that the inventory says is the designation. */
const designationAlone: Rule = (names) => {
  const { device, matched, found } = names
  const isDesignation = /^[A-Z]{2,}-[A-Z]{2,}$/.test(device.text.trim()) && matched.at(-1) === found.at(-1)
  return isDesignation && areInFront(names) ? agrees(names, 0.8) : undefined
}

/** `X3` for `IntelliVue X3`, `MedStation ES` for `Pyxis MedStation ES`. */
const brandLeftOut: Rule = (names) => {
  const { codes, device, matched } = names
  if (!areInFront(names)) return undefined
  const isCode =
    codes.some((form) => /^[a-z]+\d/.test(form)) &&
    device.modelTokens.filter(({ kind }, at) => at === 0 || kind !== 'kind').length === 1
  const isName = matched.some(({ forms }) => forms[0]!.length >= 5) && saidInModel(names).length >= 2
  return isCode || isName ? agrees(names, 0.85) : undefined
}

const hasRole = ({ extraRoles, missingRoles }: NameComparison): boolean =>
  extraRoles.length > 0 || missingRoles.length > 0

const isOfLineOrVariant = ({ forms }: Group): boolean =>
  forms.some((form) => variantWords.has(form) || lineWords.has(form))

/** `MRx` for `HeartStart MRx`. */
const familyLeftOut: Rule = (names) => {
  if (!names.isFamilyLeftOut || hasRole(names)) return undefined
  const isOwnName = names.matched.every(
    ({ group, forms }) =>
      group.kind === 'word' &&
      forms.every((form) => form.length >= 3 && names.device.numbered.has(form)) &&
      !isOfLineOrVariant(group),
  )
  return isOwnName ? agrees(names, 0.8) : undefined
}

/** `Dana RS` for `Dana Diabecare RS`: the word in the middle is left out. */
const middleLeftOut: Rule = (names) => {
  const { missing, found, matched, lastSaid } = names
  if (missing.length !== 1 || matched[0]!.forms.some((form) => lineWords.has(form))) return undefined
  const at = found.indexOf(missing[0]!)
  return at > firstMatched(names) && at < lastSaid && saidInModel(names).length >= 2 ? agrees(names, 0.85) : undefined
}

/** `PowerAgent SC3` for `PowerAgent SC3 BMS`: behind brand and code only words are left out, and nothing is added. */
const wordsBehindLeftOut: Rule = (names) => {
  const { found, missing, codes, device } = names
  const lastCode = found.findLastIndex(({ group, forms }) => forms.length > 0 && group.kind === 'number')
  if (lastCode < 0 || hasRole(names)) return undefined
  const areBehind = missing.every(
    (one) =>
      one.group.kind === 'word' &&
      found.indexOf(one) > lastCode &&
      one.group.forms.every((form) => form.length >= 3 && !variantWords.has(form)),
  )
  const isNamedInFull =
    saidInModel(names).length >= 2 && codes.some((form) => device.numbered.has(form) && form.length >= 2)
  return areBehind && isNamedInFull ? agreesLoosely(names, 0.75) : undefined
}

/** `Zymo Report Viewer` is no `Zymo Trend Viewer`: between the same words each has another. */
const otherInMiddle: Rule = (names) => {
  const isOther = names.missing.some((one) => {
    const own = one.group.kind === 'word' ? tokenInPlaceOf(names, one) : undefined
    return own !== undefined && !trivialWords.has(own.form)
  })
  return isOther ? another : undefined
}

/** Only words of every day are left out: `Door Controller`. */
const plainWordsLeftOut: Rule = (names) =>
  names.extraRoles.length === 0 && isRoleDescribing(names) && leavesOnlyPlainWords(names.found)
    ? agreesLoosely(names, 0.75)
    : undefined

const wordLeftOut: Rule = (names) =>
  perhaps(
    names,
    0.35,
    `the inventory does not say ${names.missing.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`,
  )

export const missingWords: RuleGroup = {
  applies: ({ missing }) => missing.length > 0,
  rules: [
    lineForCode,
    partsInBox,
    otherWord,
    otherInMiddle,
    standardForVariant,
    longWordAlone,
    designationAlone,
    brandLeftOut,
    familyLeftOut,
    middleLeftOut,
    wordsBehindLeftOut,
    plainWordsLeftOut,
    wordLeftOut,
  ],
}
