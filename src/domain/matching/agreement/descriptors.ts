// Words beside a brand that say what it is for: `IntelliSpace Perinatal`, `Synapse Mobility`, `Niagara Framework`.

import { relationOf } from '#domain/matching/device-classes/device-classes.ts'
import { trivialWords } from '#domain/matching/model-words.ts'
import type { Group } from '#domain/matching/name-groups.ts'
import { isPlainAlone, specialties } from './describing-words.ts'
import { isLineAlone } from './lines.ts'
import type { NameComparison } from './name-comparison.ts'
import { agreesLoosely, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

const behindBrand = ({ extra, firstUsed }: NameComparison) => extra.find(({ at }) => at > firstUsed)

/** `Sunrise Radiology` is no `Sunrise Acute Care`: each is for other patients of the house. */
const wards: ReadonlySet<string> = new Set('acute intensive ambulatory inpatient outpatient emergency'.split(' '))
const anotherWard: Rule = ({ found, extraDescriptors, hasCodes }) =>
  !hasCodes &&
  extraDescriptors.some(({ form }) => !trivialWords.has(form)) &&
  found.some(({ group, forms }) => forms.length === 0 && group.forms.some((form) => wards.has(form)))
    ? another
    : undefined

/** The kind behind the brand is not what the descriptors describe: `Ethos accelerator` is the `Ethos Treatment System`. */
const isOtherKindFor = (names: NameComparison): boolean => {
  const { kindsBehind, ownClasses, namedClasses, missingDescriptors } = names
  if (kindsBehind.length === 0) return false
  return namedClasses.ids.length > 0
    ? relationOf(ownClasses.ids, namedClasses.ids) !== 'alike'
    : !missingDescriptors.every(({ group }) => group.forms.every((form) => isPlainAlone(names, form)))
}

/** It says to be for something else. */
const anotherDescriptor: Rule = (names) => {
  const { missingDescriptors, extraDescriptors, extraRoles } = names
  if (missingDescriptors.length === 0) return undefined
  return extraDescriptors.length > 0 || extraRoles.length > 0 || isOtherKindFor(names) ? another : undefined
}

/** The `Bedside` of `IntelliBridge Bedside`. */
const saysKindBehind = ({ device, used, firstUsed }: NameComparison): boolean =>
  device.modelTokens.some(
    ({ form, kind }, at) =>
      kind === 'kind' && form.length >= 4 && at > firstUsed && !used.has(at) && !trivialWords.has(form),
  )

/** `IntelliBridge EC10` is no `IntelliBridge Enterprise`, `IntelliSpace Perinatal` no `IntelliSpace Cardiovascular`. */
const anotherOfLine: Rule = (names) =>
  names.missingDescriptors.length > 0 && isLineAlone(names) && (behindBrand(names) || saysKindBehind(names))
    ? another
    : undefined

/** All else is said, and a code or a number stands where the descriptor may be left out. */
const codeForDescriptor: Rule = (names) => {
  const { missingDescriptors, missing } = names
  const behind = behindBrand(names)
  if (missingDescriptors.length === 0 || missing.length > 0 || behind?.kind !== 'number') return undefined
  return /^[a-z]/.test(behind.form)
    ? agreesLoosely(names, 0.7)
    : perhaps(names, 0.4, `the inventory adds "${behind.form}"`)
}

/** `IntelliSpace` for `IntelliSpace Perinatal`. */
const lineWithoutDescriptor: Rule = (names) => {
  const [first] = names.missingDescriptors
  return first && isLineAlone(names)
    ? perhaps(names, 0.35, `the inventory does not say "${first.group.forms[0]}"`)
    : undefined
}

/** `Synapse Cardiovascular` is no `Synapse Mobility`. */
const descriptorForWord: Rule = ({ hasMissingWord, extraDescriptors }) =>
  hasMissingWord && extraDescriptors.length > 0 ? another : undefined

/** `Horizon Cardiology` need not be the `Horizon Medical Imaging`: each says what the one brand is for. */
const descriptorForPurpose: Rule = (names) => {
  const { strong, found, extraDescriptors, device, firstUsed, namedClasses } = names
  const aside = extraDescriptors.find(
    (token) => specialties.has(token.form) && device.modelTokens.indexOf(token) > firstUsed,
  )
  const purposes = found.filter((_, at) => namedClasses.places.has(at))
  const isPurposeSilent = purposes.length > 0 && purposes.every(({ forms }) => forms.length === 0)
  return aside && strong.length === 1 && isPurposeSilent
    ? perhaps(names, 0.4, `"${aside.form}" stands where the advisory has another purpose`)
    : undefined
}

const isFramework = (group: Group): boolean => group.forms.some((form) => /^(?:framework|platform|suite)$/.test(form))

/** `Niagara Enterprise Security` need not be the `Niagara Framework`. */
const descriptorForFramework: Rule = (names) => {
  const [aside] = names.extraDescriptors
  return aside && names.found.some(({ group, forms }) => forms.length === 0 && isFramework(group))
    ? perhaps(names, 0.4, `the inventory adds "${aside.form}"`)
    : undefined
}

export const descriptors: RuleGroup = {
  applies: ({ isIdentified }) => !isIdentified,
  rules: [
    anotherWard,
    anotherDescriptor,
    anotherOfLine,
    codeForDescriptor,
    lineWithoutDescriptor,
    descriptorForWord,
    descriptorForPurpose,
  ],
}

export const frameworks: RuleGroup = {
  applies: ({ matched, isIdentified }) => matched.length === 1 && !isIdentified,
  rules: [descriptorForFramework],
}
