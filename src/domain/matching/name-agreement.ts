import { readingAgrees } from './agreement/agreement.ts'
import { bearsAnotherNumber } from './agreement/codes.ts'
import { familyAlone, type NameAgreement } from './agreement/rule.ts'
import { classesIn, classesInText, isOneOfSeveral, saysClass } from './device-classes/device-classes.ts'
import type { DeviceName } from './device-name.ts'
import { commonNames } from './family-names.ts'
import { differsByLetter, differsByPlus } from './model-signs.ts'
import { isKindWord, kindOf, rawTokens } from './model-token.ts'
import type { Group } from './name-groups.ts'
import {
  differsBehindSlash,
  differsInBrackets,
  hasAnotherOrderNumber,
  isCentralOfMonitors,
  isForAnotherRegion,
  isOfAnotherGeneration,
  isOfAnotherMake,
  isOfAnotherSeries,
  isOfAnotherShape,
  isOfOtherBits,
  isOutsideSeries,
  speaksAnotherProtocol,
} from './parted-names.ts'
import { plainText } from './plain-text.ts'
import { isPlain } from './plain-words.ts'
import { generationOf, type ProductName } from './product-name.ts'
import type { Releases } from './releases.ts'
import { saysGeneration } from './said-groups.ts'
import { familyOf, isAnotherOfLine, memberBeside, memberOf } from './squeezed-names.ts'
import { isNameCutShort, isSpelledOut } from './word-forms.ts'

const none: ReadonlySet<string> = new Set()

/** Is the device the product, by its name? Undefined where it is another model. `listedModels`: numbers that the advisory gives elsewhere. */
export function namesAgree(
  device: DeviceName,
  product: ProductName,
  listedModels: ReadonlySet<string> = none,
): NameAgreement | undefined {
  let partlyExcluded: Releases | undefined
  for (const { forms, releases } of product.exclusions) {
    if (!forms.every((form) => device.forms.has(form))) continue
    if (!releases) return undefined
    partlyExcluded = releases
  }
  if (device.letters === product.letters) {
    const isWhole =
      product.letters.length >= 6 && (product.bearsMaker || product.readings.some(({ isBranded }) => isBranded))
    return { how: 'sure', probability: 0.98, isWhole, text: `model "${device.text.trim()}" agrees` }
  }
  if (isSpelledOut(device.text, product.letters))
    return { how: 'sure', probability: 0.95, text: `model "${device.text.trim()}" spells out "${product.text.trim()}"` }
  if (areToldApart(device, product)) return undefined
  if (leavesOutSeries(device, product))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": its series is not said`,
    }
  if (leavesOutKindOfLine(device, product) || saysLineAlone(device, product))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": it names the family alone`,
    }
  const isOtherNumber = product.readings.some((reading) => hasAnotherOrderNumber(reading, device))
  if (!isOtherNumber && !partlyExcluded && memberOf(device.squeezed, product.squeezed))
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
  if (best && partlyExcluded)
    return {
      how: 'plausible',
      probability: 0.4,
      text: `${best.text}, but the advisory leaves out some releases of "${device.text.trim()}"`,
      leavesOut: { releases: partlyExcluded, otherwise: best },
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
  const isOfFamily = !best && !isOtherNumber && familyOf(device.squeezed, product.squeezed)
  if (isOfFamily && !product.readings.every(({ groups }) => bearsAnotherNumber(device, groups)))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": it names the family alone`,
    }
  if (!best && !isOtherNumber && isNameCutShort(device.text, withoutMaker(product)))
    return {
      how: 'plausible',
      probability: familyAlone,
      text: `model "${device.text.trim()}" may be "${product.text.trim()}": its name is cut short`,
    }
  if (best && product.generation && !generationOf(device.text))
    return {
      how: 'plausible',
      probability: Math.min(best.probability, 0.45),
      text: `${best.text}, but the inventory does not say "V${product.generation}"`,
    }
  return best && underCondition(device, product, best)
}

/** Something that both say parts them, whatever else agrees. */
export const areToldApart = (device: DeviceName, product: ProductName): boolean =>
  differsByPlus(device.text, product.text) ||
  differsByLetter(device.text, product.text) ||
  differsInBrackets(device, product) ||
  differsBehindSlash(device, product) ||
  speaksAnotherProtocol(product, device) ||
  isOfAnotherMake(product, device) ||
  isOfAnotherSeries(product, device) ||
  isOfAnotherShape(product, device) ||
  isOfOtherBits(product, device) ||
  isOutsideSeries(product, device) ||
  isCentralOfMonitors(product, device) ||
  isOfAnotherGeneration(product, device) ||
  isForAnotherRegion(product, device)

const withoutMaker = ({ text, bearsMaker }: ProductName): string => (bearsMaker ? text.replace(/^\S+\s+/, '') : text)

/** `Console Server` for `Console Server (DSM Series)`: what many things are called. */
const leavesOutSeries = (device: DeviceName, { seriesBeside, readings: [first] }: ProductName): boolean =>
  seriesBeside !== undefined &&
  !device.forms.has(seriesBeside) &&
  device.modelTokens.every(({ form }) => isCommon(form)) &&
  first!.groups.every(({ forms }) => forms.every(isCommon)) &&
  first!.groups.every(({ forms }) => forms.some((form) => device.forms.has(form)))

const isCommon = (form: string): boolean =>
  commonNames.has(form) || isPlain(form) || !/^(?:word|number)$/.test(kindOf(form))

/** Sold as several kinds of one device under one name, which the kind alone tells apart. */
const linesOfKinds = /(?<![\w-])(?:novum iq|evo iq|alaris|benefusion|chroma|agilia)(?![\w-])/i

/** `Novum IQ` for `Novum IQ Syringe Pump`, which may be the large volume pump. */
function leavesOutKindOfLine(device: DeviceName, product: ProductName): boolean {
  if (!linesOfKinds.test(product.text)) return false
  const [before, beside] = plainText(device.text).split(linesOfKinds)
  if (beside === undefined || !rawTokens(`${before} ${beside}`).every((word) => isKindWord(word) || saysClass(word)))
    return false
  const named = classesInText(product.text)
  const own = [...classesInText(device.text), ...classesIn(device.descriptionWords).ids]
  return named.length > 0 && named.every(isOneOfSeveral) && !own.some(isOneOfSeveral)
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
    ) &&
    device.modelTokens.every(({ form, kind }) => form === line || kind === 'kind') &&
    !readings.some(({ groups }) => groups.some(({ forms }) => forms.some((form) => saysGeneration(device, form))))
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
