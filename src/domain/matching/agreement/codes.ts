// Codes and order numbers that the device says, and what stands right behind them: `EX1150`, `1408-BC3A-485`, `5110A`.

import type { DeviceName } from '#domain/matching/device-name.ts'
import { memberWords } from '#domain/matching/family-names.ts'
import { isIdentifying } from '#domain/matching/model-token.ts'
import { accessoryRoles, variantWords } from '#domain/matching/model-words.ts'
import { type Group, isStrong } from '#domain/matching/name-groups.ts'
import { rivalBehindCode } from '#domain/matching/rival-members.ts'
import { saysOrderNumber } from '#domain/matching/words-beside-codes.ts'
import { isOfLineBefore, isVariant } from './lines.ts'
import { type NameComparison, tokenInPlaceOf } from './name-comparison.ts'
import { agrees, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** A `5110A` is seldom the `5110`, unless both say besides what kind of thing they are. */
const anotherLetterBehind: Rule = (names) => {
  const { codes, device, found } = names
  const stemmed = codes.filter(isIdentifying)
  const isOther =
    stemmed.length > 0 &&
    stemmed.every((form) => device.stems.has(form)) &&
    found.every(({ group, forms }) => isStrong(group) || forms.length === 0)
  return isOther
    ? { ...perhaps(names, 0.5, `"${stemmed[0]}" has another letter behind it`), isByStem: true }
    : undefined
}

/** `1408-BC3A-485` for `PowerMonitor 1000 Remote 1408-BC3A-485`: the order number that ends the name, or begins it, is enough. */
const orderNumber: Rule = (names) => {
  const { missing, extra, extraRoles, found, reading, device } = names
  if (missing.length === 0 || extra.length > 0 || extraRoles.length > 0) return undefined
  return saysOrderNumber(found, reading, device) ? agrees(names, 0.9) : undefined
}

/** `MyCareLink Monitor` with the number 24952 is not the 24950. */
export const bearsAnotherNumber = (device: DeviceName, groups: readonly Group[]): boolean =>
  groups.some(
    ({ kind, range, forms }) =>
      kind === 'number' &&
      !range &&
      !forms.some((form) => device.forms.has(form)) &&
      forms.some(
        (form) =>
          /^\d{4,}$/.test(form) && [...device.numbered].some((own) => /^\d+$/.test(own) && own.length === form.length),
      ),
  )

const anotherNumber: Rule = ({ missingCodes, device }) =>
  bearsAnotherNumber(
    device,
    missingCodes.map(({ group }) => group),
  )
    ? another
    : undefined

/** `CS-200 Touch` is no `CS-200 Excellence`: right behind the same code each has a word of its own. */
const anotherWordBehind: Rule = (names) => {
  const { extra, missing, device, found, isIdentified } = names
  const rival = extra.length > 0 && missing.length > 0 ? rivalBehindCode(device, found, extra) : undefined
  if (!rival) return undefined
  if (variantWords.has(rival.own) || memberWords.has(rival.own) || isOfPrograms(names)) return another
  return isIdentified ? perhaps(names, 0.4, `"${rival.own}" stands where the advisory has "${rival.named}"`) : undefined
}

/** The `ACS880 Position Control Program` is another than the `ACS880 Primary Control Program`, of which one drive runs either. */
const isOfPrograms = (names: NameComparison): boolean =>
  /\b(?:program|software|firmware|application|app|package)\s*$/i.test(names.product.text) &&
  /\b(?:program|software|firmware|application|app|package)\s*$/i.test(names.device.text) &&
  names.missing.some((one) => tokenInPlaceOf(names, one) !== undefined)

/** `EX1150` is a model by itself, whatever else stands on either side. */
const wholeCode: Rule = (names) => {
  const { codes, device, extraRoles, missing, missingRoles, extraWords } = names
  const hasCode = codes.some((form) => /^[a-z]+\d{3,}[a-z]*$/.test(form) && !device.splitNumbers.has(form))
  if (!hasCode || missingRoles.length > 0 || extraRoles.some(({ form }) => accessoryRoles.has(form))) return undefined
  const missesCode = missing.some(
    (one) => !isOfLineBefore(names, one) && (one.group.kind === 'number' || isVariant(names, one.group)),
  )
  const hasVariant = extraWords.some(({ form }) => variantWords.has(form) || form.length <= 2)
  return missesCode || hasVariant ? undefined : agrees(names, 0.9)
}

/** The 640 of `Optima XR640` need not be the `Optima 640`. */
const numberWithOtherLetters: Rule = (names) => {
  const { matched, device } = names
  const loose = matched.find(
    ({ group, forms }) =>
      group.kind === 'number' &&
      forms.every(
        (form) =>
          /^\d{1,3}[a-z]?$/.test(form) &&
          (device.splitNumbers.has(form) || !group.forms.includes(form)) &&
          !group.range,
      ),
  )
  return loose ? perhaps(names, 0.5, `the number "${loose.forms[0]}" stands with other letters`) : undefined
}

export const codes: RuleGroup = {
  rules: [anotherLetterBehind, orderNumber, anotherNumber, anotherWordBehind, wholeCode],
}

export const looseNumbers: RuleGroup = { rules: [numberWithOtherLetters] }
