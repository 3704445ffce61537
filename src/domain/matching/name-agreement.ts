import { kindsOfBrand } from './brand-kinds.ts'
import type { DeviceName } from './device-name.ts'
import { commonNames, frontFamilies, memberWords } from './family-names.ts'
import { differsByLetter, differsByPlus } from './model-signs.ts'
import {
  hasDigit,
  isCatalogueNumber,
  isDescriptor,
  isFieldStrength,
  isIdentifying,
  isMeasure,
  shapeOf,
} from './model-token.ts'
import {
  accessoryRoles,
  describingRoles,
  imagingKinds,
  implantKinds,
  lineWords,
  memberRoles,
  partingKinds,
  partRoles,
  pumpKinds,
  purposeKinds,
  shortNames,
  softwareRoles,
  tellingKinds,
  trivialWords,
  variantWords,
} from './model-words.ts'
import {
  differsInBrackets,
  hasAnotherOrderNumber,
  isAnotherOfItsLine,
  isCentralOfMonitors,
  isForAnotherRegion,
  isOfAnotherGeneration,
  isOfAnotherMake,
  isOfAnotherSeries,
  isOfOtherBits,
  rivalSystem,
  sharesBracketsAlone,
  speaksAnotherProtocol,
} from './parted-names.ts'
import { isPlain, leavesOnlyPlainWords } from './plain-words.ts'
import { type Group, generationOf, isStrong, type ProductName, type ProductReading } from './product-name.ts'
import { rivalBehindCode } from './rival-members.ts'
import { beginsAsMaker, type SaidGroup, saidGroups } from './said-groups.ts'
import { familyOf, isAnotherOfLine, memberBeside, memberOf } from './squeezed-names.ts'
import { abbreviates, expands, isCutFrom, isSpelledOut } from './word-forms.ts'
import { isJoinedBehind, isSeriesBefore, saysOrderNumber, wholeCodeAt, withoutSizes } from './words-beside-codes.ts'

/** Where the device bears but the family of what is named. */
export const familyAlone = 0.25

export interface NameAgreement {
  /** `sure`: the names say one model; `plausible`: one says less than the other, or adds what may part them. */
  readonly how: 'sure' | 'plausible'
  /** The product is a kind of device (`PET/CT Systems`) and the device is one. */
  readonly isKind?: boolean
  /** The product is a kind of magnet of one field, and the device is one: with its version that is enough. */
  readonly isField?: boolean
  /** The names agree, but the advisory names only devices with an option. */
  readonly isConditional?: boolean
  /** Were it not for the option, the names would surely agree. */
  readonly isSureButForOption?: boolean
  /** All that the inventory adds is this number, which may be the version: `NeuroWorks 8`. */
  readonly addedNumber?: string
  /** The inventory adds a word: where another product of the advisory agrees in full, that one is meant. */
  readonly isLoose?: boolean
  /** Nothing is left out or added, and the name is one that no two makers give. */
  readonly isWhole?: boolean
  /** The code is that of the device but for a letter behind it. */
  readonly isByStem?: boolean
  readonly probability: number
  readonly text: string
}

const none: ReadonlySet<string> = new Set()

/** Is the device the product, by its name? Undefined where it is another model. `listedModels`: numbers that the advisory gives elsewhere. */
export function namesAgree(
  device: DeviceName,
  product: ProductName,
  listedModels: ReadonlySet<string> = none,
): NameAgreement | undefined {
  let isPartlyExcluded = false
  for (const forms of product.exclusions) {
    // `Venue 40 R1-3` leaves out some releases of it.
    const named = forms.filter((form) => !/^r\d+(?:\d+)?$/.test(form))
    if (!named.every((form) => device.forms.has(form))) continue
    if (named.length === forms.length) return undefined
    isPartlyExcluded = true
  }
  if (device.letters === product.letters) {
    const isWhole =
      product.letters.length >= 6 && (product.bearsMaker || product.readings.some(({ isBranded }) => isBranded))
    return { how: 'sure', probability: 0.98, isWhole, text: `model "${device.text.trim()}" agrees` }
  }
  if (isSpelledOut(device.text, product.letters))
    return { how: 'sure', probability: 0.95, text: `model "${device.text.trim()}" spells out "${product.text.trim()}"` }
  if (
    differsByPlus(device.text, product.text) ||
    differsByLetter(device.text, product.text) ||
    differsInBrackets(device, product) ||
    speaksAnotherProtocol(product, device) ||
    isOfAnotherMake(product, device) ||
    isOfAnotherSeries(product, device) ||
    isOfOtherBits(product, device) ||
    isCentralOfMonitors(product, device) ||
    isOfAnotherGeneration(product, device) ||
    isForAnotherRegion(product, device)
  )
    return undefined
  if (saysLineAlone(device, product))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": it names the family alone`,
    }
  const isOtherNumber = product.readings.some((reading) => hasAnotherOrderNumber(reading, device))
  if (!isOtherNumber && memberOf(device.squeezed, product.squeezed))
    return underCondition(device, product, {
      how: 'sure',
      probability: 0.95,
      text: `model "${device.text.trim()}" agrees with "${product.text.trim()}"`,
    })
  let best: NameAgreement | undefined
  const { joined } = product
  for (const reading of joined && device.forms.has(joined.form) ? [joined.reading] : product.readings) {
    const one = readingAgrees(device, reading, product, listedModels)
    if (one && (!best || one.probability > best.probability)) best = one
  }
  if (best && isPartlyExcluded)
    return {
      how: 'plausible',
      probability: 0.4,
      text: `${best.text}, but the advisory leaves out some releases of "${device.text.trim()}"`,
    }
  if (best && !product.joined && isAnotherOfLine(device.beside, product.squeezed))
    return product.readings.some(({ isFamily }) => isFamily)
      ? { how: 'plausible', probability: familyAlone, text: `${best.text}, but the advisory lists others of the line` }
      : undefined
  if (best?.how !== 'sure' && !isOtherNumber && memberBeside(device.beside, product.squeezed))
    best = {
      how: 'sure',
      probability: 0.72,
      isLoose: true,
      text: `model "${device.text.trim()}" agrees with "${product.text.trim()}", and says more`,
    }
  if (!best && product.readings.some(({ groups }) => groups.some((group) => saysStem(device, group))))
    return {
      how: 'plausible',
      probability: 0.4,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": how it was ordered is not said`,
    }
  if (!best && !isOtherNumber && familyOf(device.squeezed, product.squeezed))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": it names the family alone`,
    }
  if (best && product.generation && !generationOf(device.text))
    return {
      how: 'plausible',
      probability: Math.min(best.probability, 0.45),
      text: `${best.text}, but the inventory does not say "V${product.generation}"`,
    }
  return best && underCondition(device, product, best)
}

/** `Formula` for `Formula 2000 and Formula Therapy`: all that the members have in common, and none of them has no more. */
function saysLineAlone(device: DeviceName, { readings }: ProductName): boolean {
  const [first, ...others] = readings
  const line = first?.groups[0]?.forms[0]
  if (line === undefined || others.length === 0) return false
  const isCommon = (form: string) => readings.every(({ groups }) => groups.some((group) => group.forms[0] === form))
  return (
    readings.every(
      ({ groups: [leading, ...rest] }) =>
        leading?.kind === 'word' &&
        leading.forms[0] === line &&
        rest.some(({ kind, forms }) => kind !== 'kind' && !isCommon(forms[0]!)),
    ) && device.modelTokens.every(({ form, kind }) => form === line || kind === 'kind')
  )
}

/** The advisory names only devices with an option or on a system, of which the inventory may say something. */
function underCondition(device: DeviceName, product: ProductName, best: NameAgreement): NameAgreement | undefined {
  if (!product.condition) return best
  const { text, forms } = product.condition
  if (forms.some((form) => device.denied.has(form))) return undefined
  if (forms.length > 0 && forms.every((form) => device.forms.has(form))) return best
  if (product.condition.pieces.some((piece) => piece.every((form) => device.forms.has(form)))) return best
  return {
    how: 'plausible',
    isConditional: true,
    isSureButForOption: best.how === 'sure',
    probability: best.probability * 0.6,
    text: `${best.text}, but the advisory names only those ${text}`,
  }
}

const saysStem = (device: DeviceName, { stem }: Group): boolean =>
  stem !== undefined &&
  device.numbered.has(stem) &&
  ![...device.numbered].some((form) => form.length > stem.length && form.startsWith(stem))

const saysCondition = (product: ProductName, form: string): boolean =>
  product.condition !== undefined && new RegExp(`\\b${form}\\b`).test(product.condition.text)

/** `GE Ultrasound Products`: the maker's name, which agrees with all its devices, and a kind of device. */
const isMakersKind = (strong: readonly SaidGroup[], { byMaker }: DeviceName): boolean =>
  strong.length > 0 &&
  strong.every(({ group, forms }) => group.isMaker === true && forms.every((form) => byMaker.has(form)))

/** Whether the device says to be of a kind that tells something. */
const isOfKind = (found: readonly SaidGroup[], { forms: own }: DeviceName): boolean =>
  found.some(({ group, forms }) => {
    if (group.forms.includes('imaging')) return [...imagingKinds].some((kind) => own.has(kind))
    return forms.some((form) => tellingKinds.has(form) || form === 'infusion')
  })

const american = (kind: string): string => kind.replace('analyser', 'analyzer').replace('anaes', 'anes')

function readingAgrees(
  device: DeviceName,
  reading: ProductReading,
  product: ProductName,
  listedModels: ReadonlySet<string>,
): NameAgreement | undefined {
  // Most products that share a word with the device share no other: leave early.
  if (
    !beginsAsMaker(device, reading) &&
    reading.groups.some(isStrong) &&
    !reading.groups.some(
      (group) =>
        isStrong(group) && (group.pattern || group.range || group.forms.some((form) => device.forms.has(form))),
    ) &&
    !reading.shortForms.some((form) => device.forms.has(form)) &&
    !reading.runs.some((run) => device.forms.has(run))
  ) {
    return undefined
  }
  const shown = `model "${device.text.trim()}"`
  const other = `"${product.text.trim()}"`
  if (hasAnotherOrderNumber(reading, device) || isAnotherOfItsLine(reading, device)) return undefined
  const short = reading.shortForms.find((form) => device.forms.has(form))
  // `N Series (N12, N15, N17)`: the N1 is none of them.
  const stemOf = (form: string) => /^[a-z]+(?=\d+$)/.exec(form)?.[0]
  const listed = reading.shortForms.flatMap((form) => stemOf(form) ?? [])
  const isUnlisted =
    short === undefined &&
    listed.length > 2 &&
    device.modelTokens.some(({ form, kind }) => kind === 'number' && listed.includes(stemOf(form) ?? '-'))
  if (isUnlisted) return undefined
  // `A Series Anesthesia (A5, A7)`: short as they are, they are the models.
  const isListed = listed.length > 1 && reading.shortForms.some((form) => form === device.modelTokens[0]?.form)
  if (isListed) return { how: 'sure', probability: 0.9, text: `${shown} is among ${other}` }
  // `Model 233 Hyperthermia` with `Zymotrol` beside it, for `Zymotrol III (Model 233)`: the short number and the brand.
  const isBrandBeside = reading.groups.some(
    ({ kind, forms }) => kind === 'word' && forms.some((form) => form.length >= 5 && device.forms.has(form)),
  )
  if (short && /^\d{3}$/.test(short) && device.numbered.has(short) && isBrandBeside)
    return { how: 'sure', probability: 0.85, text: `${shown} agrees with ${other}: it says "${short}"` }
  if (short && sharesBracketsAlone(short, device, reading, product)) return undefined
  if (short && (isIdentifying(short) || !hasDigit(short))) {
    return { how: 'sure', probability: 0.95, text: `${shown} agrees with ${other}: it says "${short}"` }
  }

  const found = saidGroups(device, reading, product)
  const strong = found.filter(({ group }) => isStrong(group))
  const matched = strong.filter(({ forms }) => forms.length > 0)
  const modality = found.filter(({ group }) => group.kind === 'modality')
  if (isMakersKind(strong, device))
    return isOfKind(found, device)
      ? {
          how: 'plausible',
          probability: 0.4,
          isKind: true,
          text: `${other} names a kind of device, and ${shown} is one`,
        }
      : undefined

  if (strong.length === 0) {
    // `MRI 1.5T`, `PET/CT Systems`: a kind of device, no model.
    const needed = found.filter(
      ({ group }) => group.kind === 'modality' || group.kind === 'kind' || group.kind === 'role',
    )
    const specific = modality.length > 0 ? modality : needed.filter(({ group }) => group.kind === 'role')
    if (specific.length === 0 || specific.some(({ forms }) => forms.length === 0)) return undefined
    // A `Provider Portal` is no `Patient Portal`.
    const isSilent = found.some(
      ({ group, forms }) => forms.length === 0 && !group.forms.some((form) => trivialWords.has(form)),
    )
    const isWhole =
      found.length > 1 &&
      found.every(({ group, forms }) => forms.length > 0 || group.forms.some((form) => trivialWords.has(form)))
    const adds = device.modelTokens.some(({ kind }) => kind === 'number' || kind === 'word')
    // `Ingenia 1.5T`, an MRI, for `MRI 1.5T`: the kind and the field of the magnet; the version has to agree besides.
    const isField =
      needed.length > 1 &&
      found.every(({ forms }) => forms.length > 0) &&
      modality.some(({ group }) => group.forms.some(isFieldStrength))
    if (isField && adds) {
      return {
        how: 'plausible',
        probability: 0.8,
        isField: true,
        text: `${other} names a kind of device, and ${shown} is one`,
      }
    }
    if (isWhole && !adds) return { how: 'sure', probability: 0.9, text: `${shown} agrees with ${other}` }
    if (isSilent && adds && modality.length === 0) return undefined
    const text = `${other} names a kind of device, and ${shown} is one`
    return { how: 'plausible', probability: 0.4, isKind: true, text }
  }
  if (matched.length === 0) return undefined

  const nameWords = reading.groups.map((group) => group.forms[0]!)
  const spellsOut =
    nameWords.length === 1 &&
    expands(
      nameWords[0]!,
      device.modelTokens.map(({ form }) => form).filter((form) => form !== nameWords[0]),
    )
  const used = new Set(found.flatMap(({ forms }) => forms.flatMap((form) => device.forms.get(form) ?? [])))
  const positions = matched.flatMap(({ forms }) => forms.flatMap((form) => device.forms.get(form) ?? []))
  const firstUsed = Math.min(...positions, device.modelTokens.length)
  const added = device.modelTokens
    .map((token, at) => ({ ...token, at }))
    .filter(
      ({ at, kind, form }) =>
        !used.has(at) &&
        (kind === 'number' || kind === 'word') &&
        !isMeasure(form) &&
        !(reading.isBranded && isDescriptor(form)) &&
        !product.condition?.forms.includes(form) &&
        !product.asides.has(form) &&
        !listedModels.has(form) &&
        (variantWords.has(form) || !abbreviates(form, nameWords)) &&
        !spellsOut,
    )
  const namesNothing = device.modelTokens.every(({ kind }) => kind === 'kind' || kind === 'role')
  const extraRole = device.modelTokens.filter(
    (token, at) =>
      !(namesNothing && used.size === 0) &&
      token.kind === 'role' &&
      // `InteleViewer PACS workstation`: what the workstation is for.
      !(/^(?:pacs|ris|emr)$/.test(token.form) && /^(?:work)?station$/.test(device.modelTokens[at + 1]?.form ?? '')) &&
      !/^(?:app|web|website|license|server|servers)$/.test(shortNames[token.form]?.[0] ?? token.form) &&
      !spellsOut &&
      !used.has(at) &&
      !product.asides.has(token.form) &&
      !saysCondition(product, token.form),
  )
  const missing = strong.filter(({ forms }) => forms.length === 0)
  const missingRole = found.filter(({ group, forms }) => group.kind === 'role' && forms.length === 0)
  const missingModality = modality.filter(({ forms }) => forms.length === 0)
  const rivalModality = device.modelTokens.some((token, at) => token.kind === 'modality' && !used.has(at))

  const missingDescriptors = found.filter(({ group, forms }) => group.kind === 'descriptor' && forms.length === 0)
  const extraDescriptors = reading.isBranded
    ? device.modelTokens.filter(({ form, kind }, at) => kind === 'word' && isDescriptor(form) && !used.has(at))
    : []

  const missingKind = found.some(
    ({ group, forms }) => forms.length === 0 && group.forms.some((form) => partingKinds.has(form)),
  )
  const extraKind = device.modelTokens.some((token, at) => partingKinds.has(token.form) && !used.has(at))

  // `Novum IQ Syringe Pump` is no `Novum IQ Large Volume Pump`.
  const isOtherPump =
    pumpKinds.some((kinds) => found.some(({ group }) => group.forms.some((form) => kinds.has(form)))) &&
    pumpKinds.some(
      (kinds) =>
        device.modelTokens.some(({ form }) => kinds.has(form)) &&
        !found.some(({ group }) => group.forms.some((form) => kinds.has(form))),
    ) &&
    !pumpKinds.some(
      (kinds) =>
        device.modelTokens.some(({ form }) => kinds.has(form)) &&
        found.some(({ group }) => group.forms.some((form) => kinds.has(form))),
    )
  if (isOtherPump) return undefined

  const codes = matched.flatMap(({ group, forms }) => (group.kind === 'number' ? forms : []))
  // `SMT1500` is of the `SMT Series`.
  const isOfSeries =
    matched.some(({ group }) => device.prefixes.has(group.forms[0]!)) &&
    (reading.isFamily || (strong.length === 1 && /^[a-z]{2,3}$/.test(strong[0]!.group.forms[0]!)))
  const isIdentified = codes.some(isIdentifying) || isOfSeries
  const extra = codes.some(isIdentifying) ? withoutSizes(added, device.modelTokens) : added
  const isIdentifiedByNumber = isIdentified && codes.every((form) => !isIdentifying(form) || /^\d+$/.test(form))
  // The 640 of `Optima XR640` need not be the `Optima 640`.
  const looseNumber = matched.find(
    ({ group, forms }) =>
      group.kind === 'number' &&
      forms.every(
        (form) =>
          /^\d{1,3}[a-z]?$/.test(form) &&
          (device.splitNumbers.has(form) || !group.forms.includes(form)) &&
          !group.range,
      ),
  )
  // A `5110A` is seldom the `5110`, unless both say besides what kind of thing they are.
  const stemmed = codes.filter(isIdentifying)
  const isOtherByLetter =
    stemmed.length > 0 &&
    stemmed.every((form) => device.stems.has(form)) &&
    found.every(({ group, forms }) => isStrong(group) || forms.length === 0)
  const hasCodes = strong.some(({ group }) => group.kind === 'number')
  const matchedText = matched.map(({ forms }) => `"${forms[0]}"`).join(', ')
  const agrees = (probability: number): NameAgreement => ({
    how: 'sure',
    probability,
    text: `${shown} agrees with ${other}: ${matchedText}`,
  })
  const perhaps = (probability: number, why: string): NameAgreement => ({
    how: 'plausible',
    probability,
    text: `${shown} may be ${other}: ${why}`,
  })

  if (isOtherByLetter) return { ...perhaps(0.5, `"${stemmed[0]}" has another letter behind it`), isByStem: true }

  // `1408-BC3A-485` for `PowerMonitor 1000 Remote 1408-BC3A-485`: the order number that ends the name, or begins it, is enough.
  if (missing.length > 0 && extra.length === 0 && extraRole.length === 0 && saysOrderNumber(found, reading, device))
    return agrees(0.9)

  // `MyCareLink Monitor` with the number 24952 is not the 24950.
  const rivalNumber = missing.some(
    ({ group }) =>
      group.kind === 'number' &&
      !group.range &&
      group.forms.some(
        (form) =>
          /^\d{4,}$/.test(form) && [...device.numbered].some((own) => /^\d+$/.test(own) && own.length === form.length),
      ),
  )
  if (rivalNumber) return undefined

  // `EX1150` is a model by itself, whatever else stands on either side.
  const whole = codes.find((form) => /^[a-z]+\d{3,}[a-z]*$/.test(form) && !device.splitNumbers.has(form))
  const isAccessory = extraRole.some(({ form }) => accessoryRoles.has(form))
  // The `X1` of the `EVIS X1 CV-1500` is that of the line.
  const identifying = found.findIndex(({ forms }) => forms.some((form) => /^[a-z]+\d{3,}/.test(form)))
  const isOfLineBefore = (one: (typeof found)[number]) =>
    found.indexOf(one) < identifying &&
    (one.group.forms.every((form) => form.length <= 4) || isSeriesBefore(reading, one.group))
  const missesCode = missing.some(
    (one) => !isOfLineBefore(one) && (one.group.kind === 'number' || isVariantOf(reading, one.group)),
  )
  const hasVariant = extra.some(({ form, kind }) => kind === 'word' && (variantWords.has(form) || form.length <= 2))
  const rival = extra.length > 0 && missing.length > 0 ? rivalBehindCode(device, found, extra) : undefined
  if (rival && (variantWords.has(rival.own) || memberWords.has(rival.own))) return undefined
  if (rival && isIdentified) return perhaps(0.4, `"${rival.own}" stands where the advisory has "${rival.named}"`)
  if (whole && !isAccessory && !missesCode && !hasVariant && missingRole.length === 0) return agrees(0.9)

  // `DANA RS insulin pump` for `Dana Diabecare RS`: what it is for stands behind the whole name.
  const [firstSaid, lastSaid] = [
    found.findIndex(({ forms }) => forms.length > 0),
    found.findLastIndex(({ group, forms }) => forms.length > 0 && isStrong(group)),
  ]
  const isGapWithin =
    missing.length === 1 &&
    found.indexOf(missing[0]!) > firstSaid &&
    found.indexOf(missing[0]!) < lastSaid &&
    matched.length >= 2 &&
    device.modelTokens.every(({ form }, at) => !partingKinds.has(form) || used.has(at) || at > Math.max(...positions))
  // `R Series ALS` is of the `R Series Defibrillator`.
  const isNamedSeries = found.some(({ group, forms }) => group.forms[0] === 'series' && forms.length > 0)
  const isFamilyLeftOut = missing.every(
    (one) => found.indexOf(one) < firstSaid && one.group.forms.some((form) => frontFamilies.has(form)),
  )
  if (isIdentifiedByNumber && missingKind && extra.some(({ kind }) => kind === 'word')) return undefined
  if (missing.length > 0 && isIdentifiedByNumber && (extraKind || extraRole.length > 0)) return undefined
  if (
    !isIdentified &&
    ((missing.length > 0 && ((extraKind && !isGapWithin && !isFamilyLeftOut) || extraRole.length > 0)) ||
      (extra.some(({ kind }) => kind === 'word') && missingKind && !isNamedSeries))
  )
    return undefined

  // `Profusion PSG 5` is no `Profusion EEG 5`: another purpose stands in the same place.
  const silent = found.findIndex(
    ({ group, forms }) => forms.length === 0 && group.forms.some((form) => purposeKinds.has(form)),
  )
  const isOtherPurpose =
    silent > 0 &&
    device.modelTokens.some(
      ({ form, kind }, at) =>
        !used.has(at) &&
        at > firstUsed &&
        at < Math.max(...positions) &&
        (kind === 'word' || purposeKinds.has(form)) &&
        form.length >= 3,
    )
  if (isOtherPurpose) return undefined

  const kindsBehind = device.modelTokens.filter(
    ({ form, kind }, at) => kind === 'kind' && tellingKinds.has(form) && !used.has(at) && at > firstUsed,
  )
  const otherKindBehind = kindsBehind.length > 0
  // A `G4 Supply Cabinet` is no `G4 Anesthesia Workstation`; dialysis and hemodialysis are one.
  const isOneKind = found.some(
    ({ group, forms }) =>
      forms.length === 0 &&
      group.forms.some((named) => kindsBehind.some(({ form }) => american(named).endsWith(american(form)))),
  )
  if (missingKind && otherKindBehind && !isOneKind && !isIdentified) return undefined
  // `Zymora Ventilator` for a `Zymora Infusion Pump`: a brand may be on both.
  const named = found.filter(({ group }) => group.kind === 'kind' && group.forms.some((form) => tellingKinds.has(form)))
  const isOfAnotherKind = named.length > 0 && named.every(({ forms }) => forms.length === 0) && !isOneKind
  if (isOfAnotherKind && otherKindBehind && !hasCodes)
    return perhaps(0.35, `"${kindsBehind[0]!.form}" is another kind of device`)
  if (missingDescriptors.length > 0 && !isIdentified) {
    const isForOther = device.modelTokens.some(
      ({ form, kind }, at) => kind === 'kind' && !used.has(at) && at > firstUsed && purposeKinds.has(form),
    )
    if (extraDescriptors.length > 0 || extraRole.length > 0 || otherKindBehind || isForOther) return undefined
    const isLineAlone = matched.every(
      ({ group, forms }) => group.kind === 'word' && forms.some((form) => lineWords.has(form)),
    )
    // `IntelliBridge EC10` is no `IntelliBridge Enterprise`, `IntelliSpace Perinatal` no `IntelliSpace Cardiovascular`.
    const behind = extra.find(({ at }) => at > firstUsed)
    if (behind && isLineAlone) return undefined
    if (behind?.kind === 'number' && missing.length === 0)
      return /^[a-z]/.test(behind.form)
        ? { ...agrees(0.7), isLoose: true }
        : perhaps(0.4, `the inventory adds "${behind.form}"`)
    if (isLineAlone) return perhaps(0.35, `the inventory does not say "${missingDescriptors[0]!.group.forms[0]}"`)
  }

  // `Siveillance Video DLNA Server` is no `Siveillance Video Mobile Server`: which server it is stands before the word.
  const isOtherOfRole = found.some(({ group, forms }, at) => {
    const which = found[at - 1]
    if (group.kind !== 'role' || forms.length === 0 || !which || which.forms.length > 0 || at < 2) return false
    const place = Math.max(...forms.flatMap((form) => device.forms.get(form) ?? []))
    const own = device.modelTokens[place - 1]
    return own?.kind === 'word' && !used.has(place - 1) && place - 1 > firstUsed && own.form.length >= 3
  })
  if (isOtherOfRole) return undefined

  // Nor is it the `IntelliSpace Critical Care and Anesthesia`, whose line is the one word that names it.
  const isOfLineAlone =
    missing.length === 0 && strong.every(({ group }) => group.forms.some((form) => lineWords.has(form)))
  const kindsOfLine = isOfLineAlone
    ? found.filter(({ group }) => group.kind === 'kind' && !group.forms.some((form) => trivialWords.has(form)))
    : []
  if (kindsOfLine.length > 1 && kindsOfLine.every(({ forms }) => forms.length === 0)) {
    const adds = otherKindBehind || extraRole.length > 0 || extra.some(({ at }) => at > firstUsed)
    return adds ? undefined : perhaps(0.35, `the inventory does not say "${kindsOfLine[0]!.group.forms[0]}"`)
  }
  // `IntelliSpace ECG` is no `IntelliSpace Cardiovascular`: what stands behind the brand is another thing.
  if (missing.length > 0 && !isIdentified && otherKindBehind && !isGapWithin && !isFamilyLeftOut) return undefined
  // `Synapse Cardiovascular` is no `Synapse Mobility`.
  if (missing.some(({ group }) => group.kind === 'word') && !isIdentified && extraDescriptors.length > 0)
    return undefined

  // The letters of `RTLS4030G` say no `RTLS Locating Manager`.
  const isByLettersAlone = matched.some(
    ({ group }) =>
      device.prefixes.has(group.forms[0]!) && !device.modelTokens.some(({ form }) => group.forms.includes(form)),
  )
  if (missing.some(({ group }) => group.kind === 'word') && isByLettersAlone && !isOfSeries) return undefined
  // The letters of the `BACTEC FX40` are those of the `BACTEC FX`, and it is another.
  const initials = nameWords.map((word) => word[0]).join('')
  const byLetters =
    device.prefixes.size > 0 && matched.length > 1 && missing.length === 0
      ? matched.find(
          ({ group: { kind, forms: named }, forms }) =>
            kind === 'word' &&
            forms.every((form) => /^[a-z]{2,3}$/.test(form) && device.prefixes.has(form) && !initials.includes(form)) &&
            device.modelTokens.every(({ form }) => !named.includes(form)) &&
            device.modelTokens.some(
              ({ form }) => /^[a-z]+\d{1,2}$/.test(form) && named.includes(form.replace(/\d+$/, '')),
            ),
        )
      : undefined
  if (byLetters && !reading.isFamily && !isOfSeries)
    return perhaps(0.4, `"${byLetters.forms[0]}" has a number behind it`)
  // The `MX800` may be of the `IntelliVue MX Series`.
  const isBrandAlone = missing.length > 0 && strong.findIndex(({ forms }) => forms.length > 0) === missing.length
  // `SMTL1500` of the `Smart-UPS SMTL Series`: four letters are enough.
  const isByLongLetters = matched.some(
    ({ group }) => group.forms[0]!.length >= 4 && device.prefixes.has(group.forms[0]!),
  )
  if (isBrandAlone && isOfSeries && isByLettersAlone && !hasCodes && !extra.some(({ kind }) => kind === 'word'))
    return isByLongLetters ? agrees(0.8) : perhaps(0.45, `the inventory does not say "${missing[0]!.group.forms[0]}"`)
  // `syngo.via` is no `syngo fastView`.
  const isBeginningAlone = matched.every(
    ({ group }) =>
      group.kind === 'word' &&
      !device.modelTokens.some(({ form }) => group.forms.includes(form)) &&
      device.modelTokens.some(({ form }) => group.forms.some((named) => isCutFrom(named, form))),
  )
  if (missing.some(({ group }) => group.kind === 'word') && isBeginningAlone) return undefined

  if (missing.length > 0) {
    const missingCodes = missing.filter(({ group }) => group.kind === 'number')
    const missingShapes = missingCodes.flatMap(({ group }) => group.forms.map(shapeOf))
    const rivals = extra.filter(
      ({ form, kind }) =>
        kind === 'number' && (!isCatalogueNumber(form) || missingShapes.includes(shapeOf(form)) || !isIdentified),
    )
    const extraWords = extra.filter(({ kind }) => kind === 'word')
    // `MP20` says the `MP` of `MP monitors MP2/X2`, and is none of them.
    const stems = missingCodes.flatMap(({ group }) => group.forms.flatMap((form) => /^[a-z]+(?=\d)/.exec(form) ?? []))
    const isSibling = device.modelTokens.some(
      ({ form, kind }) => kind === 'number' && stems.includes(/^[a-z]+(?=\d)/.exec(form)?.[0] ?? '-'),
    )
    const isOrderNumber =
      missing.length === 1 && found[0] === missing[0] && missing[0]!.group.forms.every((form) => /^\d{5,}$/.test(form))
    if (missingCodes.length > 0) {
      // `SmartServer 2.0` is no `SmartServer 1`.
      const isOtherGeneration =
        device.majors.size > 0 &&
        missingCodes.some(
          ({ group }) =>
            group.forms.every((form) => /^\d{1,2}$/.test(form)) && !group.forms.some((form) => device.majors.has(form)),
        )
      if (isOtherGeneration) return undefined
      // `Encore Programmer` for `29901 Encore Programmer`: an order number is seldom written down.
      if (
        isOrderNumber &&
        extra.length === 0 &&
        extraRole.length === 0 &&
        matched.length > 0 &&
        missingRole.length === 0
      )
        return agrees(0.8)
      if (isSibling && !isIdentified) return undefined
      // `Plum A+` is no `Plum 360`.
      if (!isIdentified && extraWords.some(({ form, at }) => at > firstUsed && variantWords.has(form))) return undefined
      // `CV-1500` for `EVIS X1 CV-1500`: the short code before it is that of the line.
      const areOfLine = missing.every(isOfLineBefore)
      if (rivals.length === 0 && areOfLine && extraWords.length === 0) return agrees(0.8)
      // `NMIS BioDose` for `EC2 Software NMIS BioDose`.
      const words = matched.filter(({ forms }) =>
        forms.some((form) => /^[a-z]{4,}$/.test(form) && !lineWords.has(form)),
      )
      const first = found.findIndex(({ forms }) => forms.length > 0)
      const areInFront = missing.every((one) => found.indexOf(one) < first)
      if (words.length >= 2 && areInFront && extra.length === 0) return agrees(0.8)
      if (rivals.length > 0 || isIdentified) return undefined
      if (
        extraWords.length > 0 &&
        matched.every(({ group }) => group.kind === 'word') &&
        extraWords.some(({ at }) => at > firstUsed)
      ) {
        return undefined
      }
      return perhaps(
        0.3,
        `the inventory does not say ${missingCodes.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`,
      )
    }
    if (isIdentified) {
      const variant = missing.find(({ group }) => isVariantOf(reading, group))
      if (variant) return perhaps(0.4, `the inventory does not say "${variant.group.forms[0]}"`)
      // `ALARIS PC UNIT` with the number 8015: the brand and the maker’s number together.
      const isByBrand =
        matched.some(({ group }) => group.kind === 'word') &&
        codes.some((form) => isIdentifying(form) && device.numbered.has(form) && device.forms.get(form)?.length === 0)
      // `FC6A Plus CPU Module` is no `FC6A All-in-One CPU Module`.
      const isOtherVariant =
        extraWords.some(({ form, at }) => at > firstUsed && variantWords.has(form)) &&
        missing.every((one) => one.group.kind === 'word' && found.indexOf(one) > firstSaid)
      if (isOtherVariant) return undefined
      // `SMARTDAC GX20` for `GX20 Paperless Recorders`: the line in front, and behind the code only what the thing is.
      const isLineInFront =
        extraWords.every(({ form, at }) => at < firstUsed && form.length >= 4) && leavesOnlyPlainWords(found)
      return extraWords.length > 0 && !isByBrand && !isLineInFront
        ? perhaps(0.5, `"${extraWords[0]!.form}" stands where the advisory has "${missing[0]!.group.forms[0]}"`)
        : agrees(0.9)
    }
    // `FBXi-X256` for `FLXEON Controllers FBXi`: the line is left out, and a code added.
    const own = matched.find(({ group }) => group.kind === 'word')
    const isLineLeftOut =
      own !== undefined &&
      missing.every((one) => found.indexOf(one) < found.indexOf(own)) &&
      matched.some(
        ({ group, forms }) =>
          group.kind === 'word' &&
          forms.some((form) => form.length >= 4 && device.numbered.has(form) && !lineWords.has(form)),
      ) &&
      extra.every(({ at, form }) => at > firstUsed && (hasDigit(form) || isJoinedBehind(own.forms, form, device.text)))
    if (extra.length > 0 && isLineLeftOut) return { ...agrees(0.7), isLoose: true }
    // `iSTAR Pro ACM/GCM` for `iSTAR Pro Door Controller`: short words behind say what is in the box.
    const areParts = extra.every(
      ({ at, form, kind }) => kind === 'word' && /^[a-z]{3,4}$/.test(form) && at > Math.max(...positions),
    )
    const areDescribing =
      missingRole.length === 0 ||
      (matched.length >= 2 && missingRole.every(({ group }) => group.forms.some((form) => describingRoles.has(form))))
    if (extra.length > 0 && areParts && matched.length >= 2 && areDescribing && leavesOnlyPlainWords(found))
      return { ...agrees(0.72), isLoose: true }
    if (extra.length > 0) return undefined
    // `PanelView Plus 7 Standard` is no `PanelView Plus 7 Performance`.
    const isStandard = device.modelTokens.some(
      ({ form }, at) => /^(?:standard|basic)$/.test(form) && at > firstUsed && !used.has(at),
    )
    if (isStandard && missing.length === 1 && missing[0]!.group.forms.every((form) => variantWords.has(form)))
      return undefined
    // The brand in front is often left out: `X3` for `IntelliVue X3`, `MedStation ES` for `Pyxis MedStation ES`.
    const firstMatched = found.findIndex(({ group, forms }) => forms.length > 0 && group.kind !== 'modality')
    const areLeading = missing.every((one) => found.indexOf(one) < firstMatched)
    const saidWords = found.filter(({ forms }) =>
      forms.some((form) => device.numbered.has(form) && (form.length >= 2 || hasDigit(form))),
    )
    // `GammaPlan` for `Leksell GammaPlan`: a long word that is all the inventory says.
    const isLongWord = matched.some(({ forms }) => forms[0]!.length >= 8) && device.modelTokens.length <= 2
    if (areLeading && isLongWord && !lineWords.has(matched[0]!.forms[0]!)) return agrees(0.8)
    // `GW-EM` for `BACnet Gateway GW-EM`: all that the inventory says is the designation.
    const isDesignation = /^[A-Z]{2,}-[A-Z]{2,}$/.test(device.text.trim()) && matched.at(-1) === found.at(-1)
    if (areLeading && isDesignation) return agrees(0.8)
    const isCode =
      codes.some((form) => /^[a-z]+\d/.test(form)) &&
      device.modelTokens.filter(({ kind }, at) => at === 0 || kind !== 'kind').length === 1
    if (areLeading && (isCode || (saidWords.length >= 2 && matched.some(({ forms }) => forms[0]!.length >= 5)))) {
      return agrees(0.85)
    }
    // `MRx` for `HeartStart MRx`.
    const isOwnName = matched.every(
      ({ group, forms }) =>
        group.kind === 'word' &&
        forms.every((form) => form.length >= 3 && device.numbered.has(form)) &&
        !isPlainVariant(group),
    )
    if (isFamilyLeftOut && isOwnName && extraRole.length === 0 && missingRole.length === 0) return agrees(0.8)
    // `Dana RS` for `Dana Diabecare RS`: the word in the middle is left out.
    const lastMatched = found.findLastIndex(({ group, forms }) => forms.length > 0 && isStrong(group))
    const areWithin = missing.every((one) => found.indexOf(one) > firstMatched && found.indexOf(one) < lastMatched)
    const isOfLine = matched[0]!.forms.some((form) => lineWords.has(form))
    if (areWithin && !isOfLine && missing.length === 1 && saidWords.length >= 2) return agrees(0.85)
    // `PowerAgent SC3` for `PowerAgent SC3 BMS`: behind brand and code only words are left out, and nothing is added.
    const lastCode = found.findLastIndex(({ group, forms }) => forms.length > 0 && group.kind === 'number')
    const areBehind = missing.every(
      (one) =>
        one.group.kind === 'word' &&
        found.indexOf(one) > lastCode &&
        one.group.forms.every((form) => form.length >= 3 && !variantWords.has(form)),
    )
    const isNamedInFull =
      lastCode >= 0 && saidWords.length >= 2 && codes.some((form) => device.numbered.has(form) && form.length >= 2)
    if (areBehind && isNamedInFull && extraRole.length === 0 && missingRole.length === 0)
      return { ...agrees(0.75), isLoose: true }
    if (extraRole.length === 0 && areDescribing && leavesOnlyPlainWords(found))
      return { ...agrees(0.75), isLoose: true }
    return perhaps(0.35, `the inventory does not say ${missing.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`)
  }

  if (missingRole.some(({ group }) => rivalSystem(group.forms[0]!, device))) return undefined
  if (missingRole.length > 0 && !isIdentified) {
    if (extraRole.length > 0 || extra.length > 0 || extraDescriptors.length > 0) return undefined
    // `MedDream` for `MedDream PACS`: the brand alone, where it is not that of a line.
    const isBrandAlone = reading.isBranded && matched.every(({ forms }) => !lineWords.has(forms[0]!))
    const isPart = missingRole.some(({ group }) => group.forms.some((form) => partRoles.has(form)))
    // The `victor Client` of a desktop is not surely the `victor Web Client`.
    const lastRole = found.findLastIndex(({ group, forms }) => group.kind === 'role' && forms.length > 0)
    const isNarrower = ({ group }: (typeof found)[number], at: number) =>
      at < lastRole || group.forms.some((form) => /^(?:android|ios)$/.test(form))
    if (lastRole >= 0 && missingRole.some((one) => isNarrower(one, found.indexOf(one))))
      return perhaps(0.4, `the advisory speaks of the ${missingRole.map(({ group }) => group.forms[0]).join(', ')}`)
    const isSaidInFull = found.filter(({ group, forms }) => forms.length > 0 && group.kind !== 'kind').length >= 2
    // `PrismaSeT Active - Wireless Panel Server`: what stands behind the dash is a part of it.
    const isBehindDash = missingRole.some(({ group }) =>
      new RegExp(`\\s[-–]\\s.*\\b${group.forms[0]}\\b`, 'i').test(product.text),
    )
    if (isBrandAlone && missingRole.length === 1 && !isBehindDash && (!isPart || isSaidInFull)) return agrees(0.85)
    return perhaps(0.4, `the advisory speaks of the ${missingRole.map(({ group }) => group.forms[0]).join(', ')}`)
  }
  if (missingModality.length > 0) {
    if (rivalModality || extra.some(({ at }) => at > firstUsed)) return undefined
    const field = missingModality.find(({ group }) => group.forms.some(isFieldStrength))
    if (field) return perhaps(0.5, `the inventory does not say "${field.group.forms[0]}"`)
  }

  // `Niagara Enterprise Security` need not be the `Niagara Framework`.
  const [aside] = matched.length === 1 && !isIdentified ? extraDescriptors : []
  if (aside && found.some(({ group, forms }) => forms.length === 0 && isFramework(group)))
    return perhaps(0.4, `the inventory adds "${aside.form}"`)
  if (looseNumber) return perhaps(0.5, `the number "${looseNumber.forms[0]}" stands with other letters`)
  if (!isIdentified) {
    const lastUsed = Math.max(...positions, -1)
    const between = device.modelTokens.find(
      (token, at) => partingKinds.has(token.form) && !used.has(at) && at > firstUsed && at < lastUsed,
    )
    if (between) return perhaps(0.5, `the inventory adds "${between.form}"`)
    const before = extra.find(({ at, kind }) => kind === 'word' && at < firstUsed)
    const isLine = extra.every(({ at, form }) => at > firstUsed || lineWords.has(form))
    // A `Production Manager` is no `Instrument Manager`.
    if (before && isPlain(before.form) && matched.length === 1 && !hasCodes && saysCommonName(found)) return undefined
    if (before && matched.length === 1 && !hasCodes && !isLine) {
      return { ...agrees(0.75), isLoose: true }
    }
  }
  if (!matched.some(({ forms }) => forms.some((form) => device.numbered.has(form))) && extra.length > 0) {
    const isDescribed = [product.letters, product.letters.replace(/s$/, '')].some(
      (name) => name.length >= 8 && device.description.startsWith(name),
    )
    // `XD1035`, described as a `Series 5 player`.
    const isOfNumbered = matched.some(({ forms }) => forms.some((form) => /^(?:series|generation|gen)\d/.test(form)))
    if (isDescribed || (isOfNumbered && missing.length === 0)) return agrees(0.8)
    // `iE33` with the description `sends to Xcelera` is another thing; an order number beside a description is none.
    if (extra.some(({ form, kind }) => kind === 'word' || !isCatalogueNumber(form))) return undefined
    return perhaps(0.4, `only the description says ${matchedText}`)
  }

  const codeAt = wholeCodeAt(codes, device)
  const isShort = (form: string) => !hasDigit(form) && form.length <= 4
  const variants = extra.filter(({ form, kind, at }) => {
    if (kind === 'number' && isCatalogueNumber(form)) return false
    // A code names the model; a plain word behind it describes.
    if (isIdentified && !isIdentifiedByNumber && kind === 'word' && form.length >= 4 && !variantWords.has(form))
      return false
    // A family’s name stands before the model; what stands behind it may be another model.
    // `Granit XP 1991iXR` for `Granit 1991iXR`: what stands before the whole code is the line.
    if (kind === 'word' && at < codeAt) return false
    return at > firstUsed || (kind === 'number' && !isIdentified) || (isShort(form) && !isIdentified && at > firstUsed)
  })
  // `Evera XT DR ICD` for `Evera ICD`: implants of one brand differ by leads and chambers, not by their firmware.
  const implant = device.modelTokens.findLastIndex(
    ({ form }) => implantKinds.has(form) && found.some(({ forms }) => forms.includes(form)),
  )
  const areBetween = !hasCodes && variants.every(({ at, kind }) => at < implant && kind === 'word')
  if (variants.length > 0 && !reading.isFamily && !isOfSeries && !areBetween) {
    const names = variants.map(({ form }) => `"${form}"`).join(', ')
    const [only] = variants
    // `QardioArm A100` is a `QardioArm`; `Infinity Delta XL` may be another than the `Infinity Delta`.
    const isOfLine = matched.every(({ forms }) => lineWords.has(forms[0]!))
    const stems = strong.flatMap(({ group }) => group.forms.flatMap((form) => /^[a-z]+(?=\d)/.exec(form) ?? []))
    const partsModels = variants.some(({ form, at }, nth) => {
      if (variantWords.has(form)) return true
      // `STA R Max 3` is no `STA R Max`; the 8 of `NeuroWorks 8` is that of its version.
      const isBehind = at === Math.max(...positions) + 1
      if (/^[2-9]$/.test(form) && isBehind && matched.length > 1 && !device.columnMajors.has(form)) return true
      if (hasDigit(form))
        return (
          (/^\d+$/.test(form) && variants.length === 1 && (hasCodes || product.readings.length > 1)) ||
          stems.includes(/^[a-z]+(?=\d)/.exec(form)?.[0] ?? '-')
        )
      // `XN-1000 SA-01`: letters and number are one code.
      const isCode = [variants[nth - 1], variants[nth + 1]].some(
        (other) => other && Math.abs(other.at - at) === 1 && hasDigit(other.form),
      )
      return form.length <= 2 && !isCode
    })
    const isPattern = strong.some(({ group }) => group.pattern !== undefined)
    // `Ingenia Ambition X`, `SANTE PACS SERVER PG`: behind a name of several words, or a code, two letters are an option.
    const saidWords = found.filter(
      ({ group, forms }) =>
        group.kind !== 'kind' && forms.some((form) => device.numbered.has(form) && !lineWords.has(form)),
    )
    const isOption =
      variants.length === 1 &&
      /^[a-z]{1,2}$/.test(only!.form) &&
      !/^(?:i{2,3}|iv|vi+)$/.test(only!.form) &&
      only!.at > Math.max(...positions) &&
      !variantWords.has(only!.form) &&
      (saidWords.length >= 2 || isIdentified)
    if (isOption) return { ...agrees(0.72), isLoose: true }
    const added = variants.length === 1 && hasDigit(only!.form) ? { addedNumber: only!.form } : {}
    // `UniFi Protect` for `UniFi Network Application`: another word stands where the advisory says which of the brand it is.
    const toldKind = found.find(
      ({ group, forms }) =>
        group.kind === 'kind' &&
        forms.length === 0 &&
        group.forms.every((form) => form.length >= 4 && !trivialWords.has(form)),
    )
    if (
      toldKind &&
      variants.every(({ kind, form }) => kind === 'word' && form.length >= 4 && /[aeiouy]/.test(form)) &&
      matched.length === 1 &&
      product.readings.length === 1
    )
      return {
        ...perhaps(0.45, `"${only!.form}" stands where the advisory has "${toldKind.group.forms[0]}"`),
        ...added,
      }
    if (!isOfLine && !partsModels && !isPattern) return { ...agrees(0.72), ...added, isLoose: true }
    return { ...perhaps(hasCodes ? 0.5 : 0.45, `the inventory adds ${names}`), ...added }
  }
  // `Zeta KVM transmitter ACR1000A-T` is no accessory of the `ACR1000A-T`.
  const rolesBehind = isIdentified
    ? extraRole.filter((token) => {
        const at = device.modelTokens.indexOf(token)
        return at > firstUsed && (accessoryRoles.has(token.form) || at > codeAt)
      })
    : extraRole
  const isLongBrand =
    reading.isBranded && matched.some(({ forms }) => forms.some((form) => form.length >= 6 && !lineWords.has(form)))
  const areDescribed =
    ((matched.length > 1 || isLongBrand) && rolesBehind.every(({ form }) => describingRoles.has(form))) ||
    ((matched.length > 1 || isLongBrand || isIdentified) &&
      rolesBehind.every(({ form }) => saysSoftware(form, product)))
  if (rolesBehind.length > 0 && areDescribed && missingRole.length === 0) return { ...agrees(0.75), isLoose: true }
  // `COPRA6 Client` for the `COPRA6 Server`.
  if (isIdentified && missingRole.length > 0 && rolesBehind.length > 0) {
    const [wanted, own] = [missingRole[0]!.group.forms[0], rolesBehind[0]!.form]
    return perhaps(0.4, `the inventory speaks of the ${own}, the advisory of the ${wanted}`)
  }
  // `460 Series Gateway` for the `460 Series`: what the members of a family are.
  const areMembers = reading.isFamily && extra.length === 0 && rolesBehind.every(({ form }) => memberRoles.has(form))
  if (rolesBehind.length > 0 && areMembers && missingRole.length === 0) return { ...agrees(0.75), isLoose: true }
  if (rolesBehind.length > 0 && missingRole.length === 0 && !found.some(({ group }) => group.kind === 'role')) {
    return perhaps(0.5, `the inventory speaks of the ${extraRole.map(({ form }) => form).join(', ')}`)
  }
  const isWhole = extra.length === 0 && reading.isBranded && nameWords.join('').length >= 8
  return { ...agrees(extra.length > 0 ? 0.93 : missingDescriptors.length > 0 ? 0.95 : 0.97), isWhole }
}

const isFramework = (group: Group): boolean => group.forms.some((form) => /^(?:framework|platform|suite)$/.test(form))

/** `RadCentre RIS Client`, `IDS7 PACS`: what kind of software it is, and where it runs. A PACS is no RIS, and no viewer of one. */
const saysSoftware = (form: string, { text }: ProductName): boolean =>
  softwareRoles.has(form) &&
  !(form === 'ris' && kindsOfBrand(text).includes('pacs')) &&
  !(form === 'pacs' && /viewer/i.test(text))

/** Of the whole name only a word is said that many names have: `Manager`. */
const saysCommonName = (found: readonly SaidGroup[]): boolean =>
  found.every(
    ({ group, forms }) =>
      forms.length === 0 || group.forms.some((form) => commonNames.has(form) || trivialWords.has(form)),
  )

const isPlainVariant = ({ forms }: Group): boolean =>
  forms.some((form) => variantWords.has(form) || lineWords.has(form))

/** `XR656 Plus` is not the `XR656`, nor the `ABL90 FLEX PLUS` the `ABL90 FLEX`: a short word right behind the code, or a variant's. */
function isVariantOf({ groups }: ProductReading, group: Group): boolean {
  const at = groups.indexOf(group)
  const form = group.forms[0]!
  if (group.kind !== 'word') return false
  if (variantWords.has(form)) return groups.slice(0, at).some(({ kind }) => kind === 'number')
  return groups[at - 1]?.kind === 'number' && form.length <= 3
}
