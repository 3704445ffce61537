// Brand or code is said in full, and both sides go on with words for what kind of thing it is, which differ:
// `VOCSN multi-function ventilator` for the `VOCSN Unified Respiratory System`.

import { kindsOfBrand } from '#domain/matching/brand-kinds.ts'
import { isOfOneClass, isPart, relationOf } from '#domain/matching/device-classes/device-classes.ts'
import { lineWords } from '#domain/matching/model-words.ts'
import type { SaidGroup } from '#domain/matching/said-groups.ts'
import { isPlainAlone, isPlainBeside } from './describing-words.ts'
import type { NameComparison } from './name-comparison.ts'
import { agrees, agreesLoosely, another, familyAlone, isWholeName, perhaps, type Rule, type RuleGroup } from './rule.ts'

const isDescribing = (names: NameComparison, one: SaidGroup): boolean =>
  names.namedClasses.places.has(names.found.indexOf(one)) ||
  (one.group.kind !== 'number' &&
    one.group.kind !== 'role' &&
    one.group.forms.every((form) => isPlainBeside(names, form)))

/** What both say of the name, without the words for what it is. */
const brands = (names: NameComparison): readonly SaidGroup[] =>
  names.matched.filter(
    (one) =>
      one.forms.some((form) => names.device.numbered.has(form)) && !isDescribing(names, one) && !one.group.isMaker,
  )

/** Besides what both say, each only says what kind of thing it is. */
function onlyDescribes(names: NameComparison): boolean {
  const { missing, missingRoles, missingModalities, missingDescriptors } = names
  return (
    addsOnlyWords(names) &&
    [...missing, ...missingRoles, ...missingModalities, ...missingDescriptors].every((one) => isDescribing(names, one))
  )
}

function addsOnlyWords(names: NameComparison): boolean {
  const { device, used, extra, extraRoles, ownClasses } = names
  const saysClass = (at: number) => ownClasses.places.has(at)
  return (
    extra.every(({ at, kind, form }) => saysClass(at) || (kind === 'word' && isPlainBeside(names, form))) &&
    extraRoles.every((token) => saysClass(device.modelTokens.indexOf(token))) &&
    device.modelTokens.every(({ kind }, at) => kind !== 'modality' || used.has(at) || saysClass(at))
  )
}

/** Words for a class that only the device's model says, or only the product's name. */
const addsClass = ({ device, used, ownClasses }: NameComparison): boolean =>
  device.modelTokens.some((_, at) => ownClasses.places.has(at) && !used.has(at))
const leavesOutClass = ({ found, namedClasses, device }: NameComparison): boolean =>
  found.some(
    ({ forms }, at) =>
      namedClasses.places.has(at) && forms.every((form) => (device.forms.get(form)?.length ?? 0) === 0),
  )

/** `Novum IQ Syringe Pump` is no `Novum IQ Large Volume Pump`. */
const anotherClass: Rule = (names) => {
  const { ownClasses, namedClasses, isIdentified } = names
  if (ownClasses.ids.length === 0 || namedClasses.ids.length === 0) return undefined
  return !isIdentified && relationOf(ownClasses.ids, namedClasses.ids) === 'siblings' ? another : undefined
}

/** `CATSmart cell salvage` for the `CATSmart Continuous Autotransfusion System`. */
const sameClass: Rule = (names) => {
  const { ownClasses, namedClasses } = names
  if (ownClasses.ids.length === 0 || namedClasses.ids.length === 0) return undefined
  if (!addsClass(names) && !leavesOutClass(names)) return undefined
  if (!isNamed(names, 2) || !onlyDescribes(names)) return undefined
  return relationOf(ownClasses.ids, namedClasses.ids) === 'alike'
    ? { ...agrees(names, names.missing.length > 0 ? 0.9 : 0.95), isWhole: isWholeName(names) }
    : undefined
}

/** `VOCSN` for the `VOCSN Unified Respiratory System`. */
const classLeftOut: Rule = (names) => {
  const { ownClasses, namedClasses, extra, extraDescriptors, product, device } = names
  if (ownClasses.ids.length > 0 || !leavesOutClass(names) || namedClasses.ids.some(isPart)) return undefined
  if (
    extra.length > 0 ||
    !extraDescriptors.every(({ form }) => isPlainAlone(names, form)) ||
    leavesOutBareRole(names) ||
    hasSign(product.text) !== hasSign(device.text)
  )
    return undefined
  return isNamed(names, 3) && onlyDescribes(names) ? { ...agrees(names, 0.85), isWhole: isWholeName(names) } : undefined
}

/** `EMX Energy Portal` for the `EMX`. */
const classAdded: Rule = (names) => {
  const { ownClasses, namedClasses, missing, missingDescriptors } = names
  if (namedClasses.ids.length > 0 || !addsClass(names) || ownClasses.ids.some(isPart)) return undefined
  if (missing.length > 0 || missingDescriptors.length > 0 || addsBareRole(names)) return undefined
  return isNamed(names, 3) && onlyDescribes(names)
    ? { ...agreesLoosely(names, 0.85), isWhole: isWholeName(names) }
    : undefined
}

/** `iTero intraoral scanner` may be the `iTero Element 2`: the brand, and what all of the brand are. */
const classOfFamily: Rule = (names) => {
  const { ownClasses, namedClasses, missing, missingCodes, found, product, isIdentified } = names
  if (
    isIdentified ||
    missingCodes.length === 0 ||
    ownClasses.ids.some(isPart) ||
    !addsClass(names) ||
    !addsOnlyWords(names)
  )
    return undefined
  const last = found.findLastIndex(({ forms }) => forms.length > 0)
  if (missing.some((one) => found.indexOf(one) < last) || !isNamed(names, 4)) return undefined
  const ids = [...namedClasses.ids, ...kindsOfBrand(product.text)]
  return isOfOneClass(ids, ownClasses.ids)
    ? perhaps(names, familyAlone, 'it names the family and what that is')
    : undefined
}

/** `MyCareLink Reader` is another than the `MyCareLink`; an `AE-50E Controller` is the `AE-50E`. */
const addsBareRole = ({ isIdentified, extraRoles, ownClasses, device }: NameComparison): boolean =>
  !isIdentified && extraRoles.some((token) => ownClasses.single.has(device.modelTokens.indexOf(token)))

const leavesOutBareRole = ({ isIdentified, missingRoles, namedClasses, found }: NameComparison): boolean =>
  !isIdentified && missingRoles.some((one) => namedClasses.single.has(found.indexOf(one)))

/** The `Plasauto Σ` is another than the `Plasauto`. */
const hasSign = (text: string): boolean => /[\p{Script=Greek}²³]/u.test(text)

/** By a brand, or a code of letters and digits, of that length and more. */
const isNamed = (names: NameComparison, length: number): boolean =>
  brands(names).some(({ forms }) =>
    forms.some(
      (form) =>
        form.length >= length &&
        names.device.forms.get(form)!.length > 0 &&
        (!/^\d+$/.test(form) || form.length >= 4) &&
        !lineWords.has(form),
    ),
  )

export const classes: RuleGroup = { rules: [anotherClass, sameClass, classLeftOut, classAdded, classOfFamily] }
