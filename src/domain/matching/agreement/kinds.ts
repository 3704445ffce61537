// Kinds of device, purposes and modalities that part the models of one brand: pump, ventilator, EEG.

import { relationOf } from '#domain/matching/device-classes/device-classes.ts'
import { commonNames } from '#domain/matching/family-names.ts'
import { isFieldStrength } from '#domain/matching/model-token.ts'
import { partingKinds, trivialWords } from '#domain/matching/model-words.ts'
import { type NameComparison, tokenInPlaceOf } from './name-comparison.ts'
import { another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** A number alone is no model of another kind. */
const anotherKindByNumber: Rule = ({ isIdentifiedByNumber, hasMissingKind, extraWords }) =>
  isIdentifiedByNumber && hasMissingKind && extraWords.length > 0 ? another : undefined

const addsPartingKind = ({ device, used }: NameComparison): boolean =>
  device.modelTokens.some(({ form }, at) => partingKinds.has(form) && !used.has(at))

/** A kind of device or a role stands with the same number, where the rest of the name is missing. */
const kindBesideNumber: Rule = (names) =>
  names.missing.length > 0 && names.isIdentifiedByNumber && (addsPartingKind(names) || names.extraRoles.length > 0)
    ? another
    : undefined

/** And where no code tells the model, unless what is missing is seldom said. */
const kindForMissingWord: Rule = (names) => {
  if (names.isIdentified || names.missing.length === 0) return undefined
  const addsKind = addsPartingKind(names) && !isKindInFront(names)
  const isOther = names.extraRoles.length > 0 || (addsKind && !names.isGapWithin && !names.isFamilyLeftOut)
  return isOther ? another : undefined
}

/** `INSULIN PUMP YPSOPUMP` for the `mylife YpsoPump`: what it is stands in front of the rest of the name, of which the end is said. */
const isKindInFront = ({ device, used, firstUsed, found, missing, lastSaid, matched }: NameComparison): boolean =>
  matched.some(({ group, forms }) => group.kind === 'word' && forms.some((form) => form.length >= 6)) &&
  missing.every((one) => found.indexOf(one) < lastSaid) &&
  device.modelTokens.every(({ form }, at) => !partingKinds.has(form) || used.has(at) || at < firstUsed)

/** Nor is another word for it the same, but `R Series ALS` is of the `R Series Defibrillator`. */
const wordForMissingKind: Rule = ({ isIdentified, extraWords, hasMissingKind, found, missing, matched, codes }) => {
  if (isIdentified || extraWords.length === 0 || !hasMissingKind) return undefined
  if (missing.length === 0 && matched.length >= 2 && codes.length > 0) return undefined
  const isNamedSeries = found.some(({ group, forms }) => group.forms[0] === 'series' && forms.length > 0)
  return isNamedSeries ? undefined : another
}

/** `Profusion PSG 5` is no `Profusion EEG 5`: another purpose stands in the same place. */
const anotherPurpose: Rule = ({ found, device, used, firstUsed, lastUsed, lastSaid, ownClasses, namedClasses }) => {
  const silent = found.findIndex(({ forms }, at) => forms.length === 0 && namedClasses.places.has(at))
  const isOther =
    silent > 0 &&
    silent < lastSaid &&
    relationOf(ownClasses.ids, namedClasses.ids) !== 'alike' &&
    device.modelTokens.some(
      ({ form, kind }, at) =>
        !used.has(at) &&
        at > firstUsed &&
        at < lastUsed &&
        (kind === 'word' || ownClasses.places.has(at)) &&
        form.length >= 3,
    )
  return isOther ? another : undefined
}

/** How a thing is reached. */
const connections: ReadonlySet<string> = new Set(
  'serial usb network ethernet lan wireless wired wifi bluetooth modem'.split(' '),
)

/** `PowerChute Network Shutdown` is no `PowerChute Serial Shutdown`. */
const anotherConnection: Rule = (names) => {
  const isOther = names.found.some(
    (one) =>
      one.forms.length === 0 &&
      one.group.forms.some((form) => connections.has(form)) &&
      connections.has(tokenInPlaceOf(names, one)?.form ?? ''),
  )
  return isOther ? another : undefined
}

/** Dialysis and hemodialysis are one. */
const isOneKind = ({ ownClasses, namedClasses }: NameComparison): boolean =>
  relationOf(ownClasses.ids, namedClasses.ids) === 'alike'

/** A `G4 Supply Cabinet` is no `G4 Anesthesia Workstation`. */
const anotherKindBehind: Rule = (names) =>
  names.hasMissingKind && names.kindsBehind.length > 0 && !names.isIdentified && !isOneKind(names) ? another : undefined

/** A word of the name, which stands behind what is said of it where the advisory does not say what the thing is. */
const leavesOutName = ({ missing, namedClasses, found, firstSaid }: NameComparison): boolean =>
  namedClasses.ids.length > 0
    ? missing.length > 0
    : missing.some((one) => one.group.kind === 'word' && found.indexOf(one) > firstSaid)

/** `IntelliSpace ECG` is no `IntelliSpace Cardiovascular`: what stands behind the brand is another thing. */
const kindInPlaceOfName: Rule = (names) =>
  leavesOutName(names) &&
  !names.isIdentified &&
  names.kindsBehind.length > 0 &&
  !isOneKind(names) &&
  !names.isGapWithin &&
  !names.isFamilyLeftOut
    ? another
    : undefined

/** `Zymora Ventilator` for a `Zymora Infusion Pump`: a brand may be on both. */
const otherKindOfBrand: Rule = (names) => {
  const { hasCodes, device, used, ownClasses, found, namedClasses } = names
  // An implant or a pump `MRI` may go into the magnet.
  const own = device.modelTokens.find(
    ({ kind }, at) => kind !== 'modality' && ownClasses.places.has(at) && !used.has(at),
  )
  if (hasCodes || !own || isOneKind(names)) return undefined
  const named = found.filter((_, at) => namedClasses.places.has(at))
  const isOther = named.length > 0 && named.every(({ forms }) => forms.length === 0)
  // Of a series the advisory says what all of it are.
  if (isOther && names.reading.isFamily) return another
  return isOther ? perhaps(names, 0.35, `"${own.form}" is another kind of device`) : undefined
}

const isTellingWord = (form: string): boolean =>
  /^[a-z]{4,}$/.test(form) && (form === 'machine' || !trivialWords.has(form))

/** `EcoStruxure Machine Expert` is no `EcoStruxure Control Expert`: between the same two words each has one of its own. */
const anotherWordWithin: Rule = (names) => {
  const { found, isIdentified } = names
  if (isIdentified) return undefined
  const isOther = found.some((one, at) => {
    const next = found[at + 1]
    if (one.forms.length > 0 || !next || !isTellingWord(one.group.forms[0]!)) return false
    if (next.group.kind !== 'word' && !commonNames.has(next.group.forms[0]!)) return false
    return isTellingWord(tokenInPlaceOf(names, one)?.form ?? '')
  })
  return isOther ? another : undefined
}

const anotherModality: Rule = ({ device, used, extra, firstUsed }) =>
  device.modelTokens.some(({ kind }, at) => kind === 'modality' && !used.has(at)) ||
  extra.some(({ at }) => at > firstUsed)
    ? another
    : undefined

/** `Ingenia` for `Ingenia 1.5T`. */
const unsaidField: Rule = (names) => {
  const field = names.missingModalities.find(({ group }) => group.forms.some(isFieldStrength))
  return field ? perhaps(names, 0.5, `the inventory does not say "${field.group.forms[0]}"`) : undefined
}

export const kinds: RuleGroup = {
  rules: [
    anotherKindByNumber,
    kindBesideNumber,
    kindForMissingWord,
    wordForMissingKind,
    anotherPurpose,
    anotherConnection,
    anotherKindBehind,
    kindInPlaceOfName,
    anotherWordWithin,
    otherKindOfBrand,
  ],
}

export const modalities: RuleGroup = {
  applies: ({ missingModalities }) => missingModalities.length > 0,
  rules: [anotherModality, unsaidField],
}
