// Products that are called by a kind of device, without brand or code: `MRI 1.5T`, `PET/CT Systems`, `GE Ultrasound Products`.

import { classesIn, isOfOneClass } from '#domain/matching/device-classes/device-classes.ts'
import { isFieldStrength } from '#domain/matching/model-token.ts'
import { trivialWords } from '#domain/matching/model-words.ts'
import type { Group } from '#domain/matching/name-groups.ts'
import type { SaidGroup } from '#domain/matching/said-groups.ts'
import type { NameComparison } from './name-comparison.ts'
import { agreesByKind, another, type Rule, type RuleGroup } from './rule.ts'

/** `GE Ultrasound Products`: the maker's name, which agrees with all its devices, and a kind of device. */
const kindOfMaker: Rule = (names) => {
  const { strong, device } = names
  const isMakers = strong.every(
    ({ group, forms }) => group.isMaker === true && forms.every((form) => device.byMaker.has(form)),
  )
  if (!isMakers) return undefined
  return isOfKind(names) ? { ...agreesByKind(names, 0.4), isKind: true } : another
}

/** Whether the device, or what describes it, says to be of that class. */
const isOfKind = ({ ownClasses, namedClasses, device }: NameComparison): boolean =>
  isOfOneClass([...ownClasses.ids, ...classesIn(device.descriptionWords).ids], namedClasses.ids)

/** Of brands and codes the device says none. */
const noBrandOrCode: Rule = ({ matched }) => (matched.length === 0 ? another : undefined)

/** What has to be said of the name: its modality, or the role where it has none. */
const told = ({ modalities, found }: NameComparison): readonly SaidGroup[] =>
  modalities.length > 0 ? modalities : found.filter(({ group }) => group.kind === 'role')

const isTrivial = ({ forms }: Group): boolean => forms.some((form) => trivialWords.has(form))

const leavesOutWords = ({ found }: NameComparison): boolean =>
  found.some(({ group, forms }) => forms.length === 0 && !isTrivial(group))

const addsName = ({ device }: NameComparison): boolean =>
  device.modelTokens.some(({ kind }) => kind === 'number' || kind === 'word')

const anotherKind: Rule = (names) => {
  const needed = told(names)
  return needed.length === 0 || needed.some(({ forms }) => forms.length === 0) ? another : undefined
}

/** `Ingenia 1.5T`, an MRI, for `MRI 1.5T`: the kind and the field of the magnet; the version has to agree besides. */
const fieldOfMagnet: Rule = (names) => {
  const { modalities, found } = names
  const isField =
    modalities.some(({ group }) => group.forms.some(isFieldStrength)) &&
    found.every(({ forms }) => forms.length > 0) &&
    found.filter(({ group: { kind } }) => kind === 'modality' || kind === 'kind' || kind === 'role').length > 1
  return isField && addsName(names) ? { ...agreesByKind(names, 0.8), isField: true } : undefined
}

/** `PET/CT` for `PET/CT Systems`. */
const wholeKind: Rule = (names) => {
  const { found, shown, other } = names
  return found.length > 1 && !leavesOutWords(names) && !addsName(names)
    ? { how: 'sure', probability: 0.9, text: `${shown} agrees with ${other}` }
    : undefined
}

/** A `Provider Portal` is no `Patient Portal`. */
const anotherOfKind: Rule = (names) =>
  names.modalities.length === 0 && leavesOutWords(names) && addsName(names) ? another : undefined

/** Any PET/CT for `PET/CT Systems`. */
const ofKind: Rule = (names) => ({ ...agreesByKind(names, 0.4), isKind: true })

export const kindsOfMakers: RuleGroup = {
  applies: ({ strong }) => strong.length > 0,
  rules: [kindOfMaker, noBrandOrCode],
}

export const kindsAlone: RuleGroup = {
  applies: ({ strong }) => strong.length === 0,
  rules: [anotherKind, fieldOfMagnet, wholeKind, anotherOfKind, ofKind],
}
