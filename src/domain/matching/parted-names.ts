// What parts two products of one name: brackets, a protocol, a region, an order number, a system.

import { wordTable } from '#model/word-table.ts'
import type { DeviceName } from './device-name.ts'
import { kindOf, rawTokens } from './model-token.ts'
import { plainText } from './plain-text.ts'
import type { ProductName, ProductReading } from './product-name.ts'

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

/** What is said in brackets parts two products of one name: `PXC (BACnet)` is none of those on P2. */
const protocols: ReadonlySet<string> = new Set(
  'bacnet p1 p2 lon lonworks profinet profibus modbus knx ethercat ethernetip devicenet canopen hart mstp'.split(' '),
)

/** `KTP700 Basic` is no `KTP700 Mobile`: how it is made stands with the same code. */
const makes: ReadonlySet<string> = new Set('basic comfort mobile premium'.split(' '))

export function isOfAnotherMake(product: ProductName, { modelTokens }: DeviceName): boolean {
  const own = modelTokens.flatMap(({ form }) => (makes.has(form) ? [form] : []))
  if (own.length !== 1) return false
  const wanted = rawTokens(plainText(product.text)).filter((word) => makes.has(word))
  return wanted.length === 1 && wanted[0] !== own[0]
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

/** `MODULYS GP2` is no `MODULYS GP`: a number joined to the short word behind the brand counts the generations. */
export function isOfLaterGeneration({ groups, isFamily }: ProductReading, { modelTokens }: DeviceName): boolean {
  const [brand, ...short] = groups.flatMap(({ kind, forms, range, pattern }) =>
    kind === 'word' && forms.length === 1 && !range && !pattern ? forms : [],
  )
  if (isFamily || brand === undefined || groups.some(({ kind }) => kind === 'number')) return false
  const said = new Set(modelTokens.map(({ form }) => form))
  return short.some(
    (word) => /^[a-z]{2,5}$/.test(word) && !said.has(word) && [2, 3, 4, 5].some((count) => said.has(word + count)),
  )
}

/** A `BioStar 1.93` is no `BioStar 2`: the version behind its name begins with another number. */
export function isOfAnotherMajor({ groups }: ProductReading, { majors, forms }: DeviceName): boolean {
  const last = groups.at(-1)
  const isMajor = groups.length > 1 && last?.kind === 'number' && last.forms.every((form) => /^\d{1,2}$/.test(form))
  return isMajor && majors.size > 0 && !last.forms.some((form) => majors.has(form) || forms.has(form))
}

/** Words by which a line has its dearer and cheaper models: which stands in the name tells them apart. */
const tiers: ReadonlySet<string> = new Set(
  'pro plus elite essential essentials advance advanced premium standard basic flex lite select classic value ultra max prime insight expert professional entry core'.split(
    ' ',
  ),
)

/** `Illustra Pro Gen 4` is no `Illustra Essentials Gen 4`: each says another tier. */
export function isOfAnotherTier({ groups }: ProductReading, { modelTokens, forms }: DeviceName): boolean {
  // `Zorb Pro 400` is read as `pro400`.
  const wanted = groups.flatMap((group) => group.forms.flatMap((form) => tierIn(form) ?? []))
  if (wanted.length !== 1) return false
  const own = modelTokens.flatMap(({ form }, at) => (at > 0 ? (tierIn(form) ?? []) : []))
  return own.length === 1 && !forms.has(wanted[0]!) && !areOneWord(own[0]!, wanted[0]!)
}

const tierIn = (form: string): string | undefined => {
  const word = form.replace(/\d+$/, '')
  return tiers.has(word) ? word : undefined
}

const areOneWord = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one)

/** `Gate 100 (US)` is none for Europe. */
const regions: Readonly<Record<string, string>> = wordTable({
  us: 'us',
  usa: 'us',
  eu: 'eu',
  emea: 'eu',
  europe: 'eu',
  jp: 'jp',
  japan: 'jp',
  cn: 'cn',
  china: 'cn',
})

export function isForAnotherRegion({ asides }: ProductName, { modelTokens }: DeviceName): boolean {
  if (asides.size === 0) return false
  const wanted = [...asides].flatMap((word) => regions[word] ?? [])
  const own = modelTokens.flatMap(({ form }) => regions[form] ?? [])
  return wanted.length > 0 && own.length > 0 && !own.some((region) => wanted.includes(region))
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
  const rivals = numbers.length > 0 && !numbers.some((form) => forms.has(form))
  if (rivals && [...numbered].some((form) => /^\d+$/.test(form) && numbers.every((one) => one.length === form.length)))
    return true
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

/** An app for Android is not the one for iOS. */
export const rivalSystem = (form: string, { forms }: DeviceName): boolean =>
  (form === 'android' && (forms.has('ios') || forms.has('ipados'))) || (form === 'ios' && forms.has('android'))
