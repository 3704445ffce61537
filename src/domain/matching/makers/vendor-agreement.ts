// Do two names mean one company?

import type { Aliases } from '#domain/matching/own-aliases.ts'
import { allowedErrors, plainText, typingErrors } from '#domain/matching/plain-text.ts'
import { isKnownVendor, readVendor, type Vendor } from './vendor.ts'
import { knownSpellings, vendorName, withHeirs } from './vendor-register.ts'
import { inLatinLetters } from './vendor-scripts.ts'
import { wordsOf } from './vendor-words.ts'
import { commonWords } from './vendor-written.ts'

export interface VendorAgreement {
  /** `same`: one company; `merger`: one took the other over; `similar`: one is a typing error of the other. */
  readonly how: 'same' | 'merger' | 'similar'
  readonly text: string
}

/** Do two names mean one company, or companies of which one took the other over? Undefined where they do not. */
export function vendorsAgree(device: Vendor, product: Vendor): VendorAgreement | undefined {
  const shown = `vendor "${device.text.trim()}"`
  const other = `"${product.text.trim()}"`
  if (product.own.some((id) => device.apart?.has(id)) || device.own.some((id) => product.apart?.has(id)))
    return undefined
  if (device.own.some((id) => product.own.includes(id))) {
    if (device.isByAlias) return { how: 'same', text: `${shown} is ${other} (an alias of yours)` }
    if (device.misspelt || product.misspelt) return { how: 'similar', text: `${shown} is ${other} (spelt otherwise)` }
    const isSameText = plainText(device.text) === plainText(product.text)
    return { how: 'same', text: isSameText ? `${shown} agrees` : `${shown} is ${other} (alias)` }
  }
  const later = device.ids.find((id) => product.own.includes(id))
  if (later) return { how: 'merger', text: `${shown} is now ${other} (taken over)` }
  const earlier = product.ids.find((id) => device.own.includes(id))
  if (earlier) return { how: 'merger', text: `${shown} took over ${other}` }
  const heirs = new Set(withHeirs(product.own))
  const heir = withHeirs(device.own).find((id) => heirs.has(id) && device.ids.includes(id) && product.ids.includes(id))
  if (heir) return { how: 'merger', text: `${shown} and ${other} are both part of ${vendorName(heir)}` }
  if (isKnownVendor(device)) return undefined
  if (device.own.some((short) => product.own.some((id) => areInitialsOf(short, id))))
    return { how: 'similar', text: `${shown} is ${other} (initials)` }
  if (isKnownVendor(product)) return undefined
  const [right] = product.own
  if (!right) return undefined
  if (device.own.some((left) => areOneCutShort(left, right)))
    return { how: 'similar', text: `${shown} is ${other} (cut short)` }
  const isMisspelt = device.own.some((left) => {
    const allowed = Math.min(allowedErrors(left), allowedErrors(right))
    return left[0] === right[0] && allowed > 0 && typingErrors(left, right, allowed) <= allowed
  })
  if (isMisspelt) return { how: 'similar', text: `${shown} is ${other} (spelt otherwise)` }
  return undefined
}

/** `Life Point` for `LifePoint Informatics`: one begins with the other, wherever the words were parted. */
export function areOneCutShort(a: string, b: string): boolean {
  const [short, long] = a.replaceAll(' ', '').length <= b.replaceAll(' ', '').length ? [a, b] : [b, a]
  const compact = short.replaceAll(' ', '')
  // `OPW` for `OPW Fuel Management`: the whole of the first word.
  if (compact.length < 6) return /^[a-z\d]{3,}$/.test(short) && !commonWords.has(short) && long.startsWith(`${short} `)
  let start = ''
  for (const word of long.split(' ')) {
    start += word
    if (start === compact) return true
  }
  return false
}

/** Initials of known companies, as far as these are no name themselves. */
const knownInitials = Map.groupBy(
  [...knownSpellings].flatMap(([key, ids]) => {
    const initials = initialsOf(key)
    return initials && !knownSpellings.has(initials) ? ids.map((id) => ({ initials, id })) : []
  }),
  ({ initials }) => initials,
)

function initialsOf(key: string): string | undefined {
  const words = key.split(' ')
  return words.length >= 3 && words.every((word) => /^[a-z]{2,}$/.test(word))
    ? words.map((word) => word[0]).join('')
    : undefined
}

/** `PBT` of Phoenix Broadband Technologies. */
export const areInitialsOf = (short: string, id: string): boolean =>
  /^[a-z]{3,5}$/.test(short) &&
  (initialsOf(id) === short || (knownInitials.get(short)?.some((one) => one.id === id) ?? false))

const compared = new Map<string, boolean>()

/** Do two names, as inventories write them, mean one maker? Companies that were taken over count as their owners. */
export function isSameVendor(a: string, b: string, aliases?: Aliases): boolean {
  if (a === b) return true
  const memory = aliases?.compared ?? compared
  const key = a < b ? `${a}\n${b}` : `${b}\n${a}`
  const known = memory.get(key)
  if (known !== undefined) return known
  const [left, right] = [readVendor(a, aliases), readVendor(b, aliases)]
  const areApart = left.own.some((id) => right.apart?.has(id)) || right.own.some((id) => left.apart?.has(id))
  const isSame =
    (vendorsAgree(left, right) ?? vendorsAgree(right, left)) !== undefined ||
    (!areApart && (beginsWith(a, b) || beginsWith(b, a)))
  if (memory.size > 50_000) memory.clear()
  memory.set(key, isSame)
  return isSame
}

/** The same without guessing: neither a typing error nor a name that only begins alike. For what clears, not what warns. */
export function isSurelySameVendor(a: string, b: string, aliases?: Aliases): boolean {
  if (a === b) return true
  const how = vendorsAgree(readVendor(a, aliases), readVendor(b, aliases))?.how
  return how === 'same' || how === 'merger'
}

/** `Fresenius Medical Care` begins with `Fresenius`: by words, so that `Zol` is not the beginning of `Zoll`. */
function beginsWith(long: string, short: string): boolean {
  const [longer, shorter] = [wordsOf(inLatinLetters(long)), wordsOf(inLatinLetters(short))]
  return shorter.length > 0 && shorter[0]!.length > 3 && shorter.every((word, at) => longer[at] === word)
}
