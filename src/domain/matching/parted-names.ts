// What parts two products of one name: brackets, a protocol, a region, an order number, a system.

import { wordTable } from '#model/word-table.ts'
import { saysClass } from './device-classes/device-classes.ts'
import type { DeviceName } from './device-name.ts'
import { isIdentifying, isMeasure, kindOf, rawTokens } from './model-token.ts'
import { isStrong } from './name-groups.ts'
import { plainText } from './plain-text.ts'
import { generationOf, type ProductName, type ProductReading } from './product-name.ts'

/** `POL909 (AWB module)` is no `POL909 (AWM module)`: their brackets differ in one word, which is no common one. */
export function differsInBrackets(device: DeviceName, product: ProductName): boolean {
  if (product.asides.size === 0 || !device.text.includes('(')) return false
  const inside = (text: string) => rawTokens(plainText(/\(([^()]+)\)/.exec(text)?.[1] ?? ''))
  const [own, other] = [inside(device.text), inside(product.text)]
  // `Controller Configuration Tool (CCT)` is no `System Configuration Tool (SCT)`.
  const initials = (text: string) =>
    rawTokens(plainText(text.replace(/\(.*/, ' ')))
      .map((word) => word[0])
      .join('')
  if (own.length === 1 && other.length === 1 && own[0] !== other[0] && own[0]!.length >= 3)
    return initials(device.text).endsWith(own[0]!) && initials(product.text).endsWith(other[0]!)
  if (own.length < 2 || own.length !== other.length) return false
  const differing = own.filter((word, at) => word !== other[at])
  return (
    differing.length === 1 &&
    [differing[0]!, ...other.filter((word) => !own.includes(word))].every((word) => kindOf(word) === 'word')
  )
}

/** `WebAccess/SCADA` is no `WebAccess/NMS`: behind the brand and a slash each has initials of its own. */
export function differsBehindSlash(device: DeviceName, product: ProductName): boolean {
  const [, brand, initials] = /(?<![\w/])([A-Z][a-z]+[A-Za-z]*)\/([A-Z]{2,6})$/.exec(product.text.trim()) ?? []
  if (!brand || !initials || device.forms.has(initials.toLowerCase())) return false
  const own = new RegExp(`(?<![\\w/])${brand}(\\s*/\\s*|[\\s-])([A-Za-z]{2,6})(?![\\w/])`, 'i').exec(device.text)
  return own !== null && (own[1]!.includes('/') || saysClass(own[2]!.toLowerCase()))
}

/** What is said in brackets parts two products of one name: `PXC (BACnet)` is none of those on P2. */
const protocols: ReadonlySet<string> = new Set(
  'bacnet p1 p2 lon lonworks profinet profibus modbus knx ethercat ethernetip devicenet canopen hart mstp'.split(' '),
)

/** `KTP700 Basic` is no `KTP700 Mobile`: how it is made stands with the same code. */
const makes: ReadonlySet<string> = new Set('basic comfort mobile premium'.split(' '))

/** A `Sentiero Handheld` stands on no desk. */
const held: ReadonlySet<string> = new Set(['handheld'])
const standing: ReadonlySet<string> = new Set('desktop tabletop benchtop stationary floorstand'.split(' '))

export function isOfAnotherMake(product: ProductName, { modelTokens }: DeviceName): boolean {
  const own = modelTokens.flatMap(({ form }) => (makes.has(form) ? [form] : []))
  const other = modelTokens.some(({ form }) => held.has(form))
    ? standing
    : modelTokens.some(({ form }) => standing.has(form))
      ? held
      : undefined
  if (own.length !== 1 && !other) return false
  const forms = rawTokens(plainText(product.text))
  if (other && forms.some((form) => other.has(form))) return true
  const wanted = forms.filter((word) => makes.has(word))
  return own.length === 1 && wanted.length === 1 && wanted[0] !== own[0]
}

/** A `CPM-800` is no `Console Server (DSM Series)`, a `Router 6020` no `Router (5000 Series)`: its code begins otherwise. */
export function isOutsideSeries({ seriesBeside, letters }: ProductName, device: DeviceName): boolean {
  if (seriesBeside === undefined || device.forms.has(seriesBeside)) return false
  const { text, numbered, modelTokens } = device
  const own = [...text.matchAll(/(?<![A-Za-z\d])([A-Z]{2,5})-?\d/g)].map(([, code]) => code!.toLowerCase())
  if (own.length > 0 && !own.some((code) => seriesBeside.startsWith(code) || letters.includes(code))) return true
  const digits = /\d+/.exec(seriesBeside)?.[0]
  if (digits === undefined) return false
  const start = seriesBeside.replace(/0+(?=[a-z]?$)/, '').replace(/(?<=\d)[a-z]$/, '')
  if ([...numbered].some((form) => form.startsWith(start))) return false
  return modelTokens.some(
    ({ form, kind }) => kind === 'number' && !isMeasure(form) && (/\d+/.exec(form)?.[0].length ?? 0) >= digits.length,
  )
}

/** How cameras are built: a `Pro Gen 4 PTZ` is no `Pro Gen 4 Dome`. */
const shapes: ReadonlySet<string> = new Set(
  'dome bullet turret eyeball fisheye ptz box cube pinhole multisensor'.split(' '),
)

export function isOfAnotherShape({ text }: ProductName, { modelTokens }: DeviceName): boolean {
  const own = modelTokens.flatMap(({ form }) => (shapes.has(form) ? [form] : []))
  if (own.length === 0) return false
  const wanted = rawTokens(plainText(text)).filter((word) => shapes.has(word))
  return wanted.length > 0 && !wanted.some((shape) => own.includes(shape))
}

/** `MicroLogix 1400 Series A` is none of `Series B and C`. */
export function isOfAnotherSeries(product: ProductName, device: DeviceName): boolean {
  const lettersOf = (text: string) =>
    /\bser(?:ies|\.)? ([a-z](?:(?:, | and | or |\/|, and )[a-z])*)(?![\w-])/
      .exec(plainText(text))?.[1]
      ?.match(/\b[a-z]\b/g)
  const [wanted, own] = [lettersOf(product.text), lettersOf(device.text)]
  return wanted !== undefined && own?.length === 1 && !wanted!.includes(own[0]!)
}

/** Words by which a line has its dearer and cheaper models: which stands in the name tells them apart. */
const tiers: ReadonlySet<string> = new Set(
  'pro plus elite essential essentials advance advanced premium standard basic flex lite select classic value ultra max prime insight expert professional entry core'.split(
    ' ',
  ),
)

/** What in a name tells one of a line from the others; most names have none of it. */
interface OfLine {
  readonly tier?: string
  /** Short words behind the brand, where no number stands in the name. */
  readonly short: readonly string[]
  /** The 2 of `BioStar 2`. */
  readonly major?: readonly string[]
}

const ofLine = new WeakMap<ProductReading, OfLine | 'none'>()

function readOfLine({ groups, isFamily }: ProductReading): OfLine | 'none' {
  const found = groups.flatMap((group) => group.forms.flatMap((form) => tierIn(form) ?? []))
  const tier = found.length === 1 ? found[0]! : undefined
  const hasNumber = groups.some(({ kind }) => kind === 'number')
  const [, ...behind] = groups.flatMap(({ kind, forms }) => (kind === 'word' && forms.length === 1 ? forms : []))
  const short = isFamily || hasNumber ? [] : behind.filter((word) => /^[a-z]{2,5}$/.test(word))
  const last = groups.at(-1)!
  const isMajor = groups.length > 1 && last.kind === 'number' && last.forms.every((form) => /^\d{1,2}$/.test(form))
  return tier || short.length > 0 || isMajor ? { tier, short, major: isMajor ? last.forms : undefined } : 'none'
}

/**
 * `Illustra Pro Gen 4` is no `Illustra Essentials Gen 4`, `MODULYS GP2` no `MODULYS GP`, and a `BioStar 1.93` no `BioStar 2`: each
 * says another tier, generation or version of the line.
 */
export function isAnotherOfItsLine(reading: ProductReading, { modelTokens, forms, majors }: DeviceName): boolean {
  const line = ofLine.get(reading) ?? readOfLine(reading)
  ofLine.set(reading, line)
  if (line === 'none') return false
  const { tier, short, major } = line
  if (major && majors.size > 0 && !major.some((form) => majors.has(form) || forms.has(form))) return true
  const isSaid = (word: string) => modelTokens.some(({ form }) => form === word)
  if (short.some((word) => !isSaid(word) && [2, 3, 4, 5].some((count) => isSaid(word + count)))) return true
  if (tier === undefined || forms.has(tier)) return false
  const own = modelTokens.flatMap(({ form }, at) => (at > 0 ? (tierIn(form) ?? []) : []))
  return own.length === 1 && !areOneWord(own[0]!, tier)
}

/** `Zorb Pro 400` is read as `pro400`. */
const tierIn = (form: string): string | undefined => {
  const word = /\d$/.test(form) ? form.replace(/\d+$/, '') : form
  return tiers.has(word) ? word : undefined
}

const areOneWord = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one)

const central =
  /(?<![\p{L}\d])(?:cms|central (?:monitoring|station|workstation|monitors?|surveillance|viewer|de monitor\p{L}+)|(?:monitor|überwachungs)?zentral(?:e|station)|centrale(?: di monitoraggio| de surveillance)?)(?![\p{L}\d])/iu
const atBedside = /\b(?:patient|bedside|vital signs?|physiological) monitors?\b/i

/** `Vista 120 CMS` is none of the `Vista 120 Patient Monitors`: it shows what they measure. */
export const isCentralOfMonitors = ({ text }: ProductName, device: DeviceName): boolean =>
  central.test(device.text) && atBedside.test(text) && !/cms|central|station/i.test(text)

/** `ThinkSystem SR650 V3` is no `ThinkSystem SR650 V2`. */
export function isOfAnotherGeneration({ generation }: ProductName, { text }: DeviceName): boolean {
  const own = generation && generationOf(text)
  return own !== undefined && own !== '' && own !== generation
}

/** `Gate 100 (US)` is none for Europe. */
const regions: Readonly<Record<string, string>> = wordTable({
  us: 'us',
  usa: 'us',
  nam: 'us',
  eu: 'eu',
  emea: 'eu',
  europe: 'eu',
  jp: 'jp',
  japan: 'jp',
  cn: 'cn',
  china: 'cn',
})

export function isForAnotherRegion({ asides, text }: ProductName, { modelTokens }: DeviceName): boolean {
  const own = modelTokens.flatMap(({ form }) => regions[form] ?? [])
  if (own.length === 0) return false
  const inName = text.match(/\b(?:EU|EMEA|US|USA|NAM|JP|CN)\b/g) ?? []
  const wanted = [...asides, ...inName.map((word) => word.toLowerCase())].flatMap((word) => regions[word] ?? [])
  return wanted.length > 0 && !own.some((region) => wanted.includes(region))
}

export function speaksAnotherProtocol({ asides }: ProductName, { forms }: DeviceName): boolean {
  if (asides.size === 0) return false
  const wanted = [...asides].filter((word) => protocols.has(word))
  return (
    wanted.length > 0 &&
    !wanted.some((word) => forms.has(word)) &&
    [...protocols].some((word) => forms.has(word) && !asides.has(word))
  )
}

/** `… (6ES7 512-1CK00-0AB0)` is none of those with another order number of that make. */
export function hasAnotherOrderNumber(reading: ProductReading, { forms, numbered }: DeviceName): boolean {
  // The `CADD-Solis 2110` is none with `(Model 2120)`.
  const numbers = reading.shortForms.filter((form) => /^\d{4,}$/.test(form))
  const rivals = numbers.length > 0 && !reading.shortForms.some((form) => isIdentifying(form) && forms.has(form))
  // `qube (91390), Ultraview 91367`: the number that stands in its own name is that of no other.
  const isOwn = (form: string) => reading.groups.some(({ forms: named }) => named.includes(form))
  const isLike = (form: string) => /^\d+$/.test(form) && numbers.every((one) => one.length === form.length)
  if (rivals && [...numbered].some((form) => isLike(form) && !isOwn(form))) return true
  const wanted = reading.shortForms.filter((form) => form.length >= 8 && /\d{2}/.test(form))
  if (wanted.length === 0 || wanted.some((form) => forms.has(form))) return false
  const shapes = new Set(wanted.map(makeOf))
  return [...numbered].some((form) => form.length >= 8 && shapes.has(makeOf(form)))
}

/** Letters and digits in the same places, and the same beginning but for long ones: `6AG1…` is the hardened `6ES7…`. */
const makeOf = (form: string): string =>
  (form.length >= 14 ? '' : form.slice(0, 3)) +
  form
    .slice(form.length >= 14 ? 0 : 3)
    .replace(/\d/g, '9')
    .replace(/[a-z]/g, 'a')

/** `exacqVision Server 64-bit` is none of `32-bit`. */
export function isOfOtherBits({ text }: ProductName, { text: own }: DeviceName): boolean {
  const bitsOf = (name: string) => new Set([...name.matchAll(/(?<![\w-])(32|64)[ -]?bit\b/gi)].map((one) => one[1]))
  const wanted = bitsOf(text)
  if (wanted.size !== 1) return false
  const said = bitsOf(own)
  return said.size === 1 && ![...said].some((bits) => wanted.has(bits))
}

/** `APOGEE MEC (PPC)` is no `APOGEE MBC (PPC)`: what both have in brackets is no name, and the line is that of both. */
export function sharesBracketsAlone(
  short: string,
  { forms, modelTokens }: DeviceName,
  { groups }: ProductReading,
  { asides }: ProductName,
): boolean {
  if (/\d/.test(short) || modelTokens[0]?.form === short || !modelTokens.some(({ form }) => form === short))
    return false
  const strong = groups.filter(isStrong).map((group) => group.forms)
  const isSaid = (group: readonly string[]) => group.some((form) => forms.has(form))
  const isOther = ({ form, kind }: DeviceName['modelTokens'][number]) =>
    kind === 'word' && form.length >= 3 && !asides.has(form) && !groups.some((group) => group.forms.includes(form))
  return strong.some(isSaid) && !strong.every(isSaid) && modelTokens.some(isOther)
}

/** An app for Android is not the one for iOS. */
export const rivalSystem = (form: string, { forms }: DeviceName): boolean =>
  (form === 'android' && (forms.has('ios') || forms.has('ipados'))) || (form === 'ios' && forms.has('android'))
