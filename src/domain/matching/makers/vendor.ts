import { isLegalFormAlone, withoutWrittenForms } from '#domain/matching/legal-forms.ts'
import type { Aliases } from '#domain/matching/own-aliases.ts'
import { plainText } from '#domain/matching/plain-text.ts'
import { partsOf, severalIn, sideBySide, turned, withInside } from '#domain/matching/several-vendors.ts'
import { closest, heardAs, knownWithin, misspeltBeginning, ofOneMaker, repaired, shortened } from './vendor-misspelt.ts'
import { saysRelation, withoutAmericanPlace, withoutRemarks } from './vendor-phrases.ts'
import {
  beginnings,
  isKnownCompany,
  knownSpellings,
  lookUp,
  partedGroups,
  tookOver,
  withHeirs,
  withSuccessors,
  wordsOfCompany,
} from './vendor-register.ts'
import { inLatinLetters, isTransliterated } from './vendor-scripts.ts'
import { cutWords, isDivision, keyOf, vendorSpelling, wholeKeyOf, withoutDivision, wordsOf } from './vendor-words.ts'
import { withoutChinesePlace } from './vendor-written.ts'

/** Who a name means. */
export interface Vendor {
  readonly text: string
  /** Ids of the companies that the name may stand for: its own first, then those that took it over. */
  readonly ids: readonly string[]
  readonly own: readonly string[]
  /** Set where the name was only understood as a typing error of another. */
  readonly misspelt?: string
  /** Set where the organisation itself says who it is. */
  readonly isByAlias?: boolean
  /** Companies that the organisation says it is not. */
  readonly apart?: ReadonlySet<string>
}

export const isKnownVendor = (vendor: Vendor): boolean => vendor.own.some(isKnownCompany)

/**
 * One key for all spellings of a manufacturer: `Philips Healthcare`, `PHILIPS MEDICAL SYSTEMS` and `Phillips` have one.
 * Companies that were taken over keep a key of their own. Empty where the text names nobody.
 */
export const vendorKey = (text: string): string => readVendor(text).own[0] ?? ''

/** Words of the vendor’s name that a model’s name may repeat: `Philips IntelliVue` is the IntelliVue. */
export function vendorWords(vendor: Vendor): ReadonlySet<string> {
  const known = wordsOfVendor.get(vendor)
  if (known) return known
  const words = new Set<string>()
  const ids = [...vendor.ids]
  for (let i = 0; i < ids.length; i++) {
    for (const taken of tookOver.get(ids[i]!) ?? []) if (!ids.includes(taken)) ids.push(taken)
  }
  for (const id of ids) for (const word of wordsOfCompany.get(id) ?? []) words.add(word)
  // `LPI` of `LifePoint Informatics`.
  const initials =
    vendor.text
      .match(/\p{Lu}(?=\p{Ll})/gu)
      ?.join('')
      .toLowerCase() ?? ''
  if (initials.length === 3) words.add(initials)
  for (const id of vendor.own) if (!wordsOfCompany.has(id)) for (const word of id.split(' ')) words.add(word)
  wordsOfVendor.set(vendor, words)
  return words
}

const wordsOfVendor = new WeakMap<Vendor, ReadonlySet<string>>()

/** Words that stand in a manufacturer’s field and name none. */
const nobody =
  /^(?:|n\/?a|none|unknown|unk|various|multiple|other|misc|miscellaneous|generic|tbd|see notes?|not (?:listed|known|available)|multiple (?:open source|.*manufacturers)|open[- ]source(?: (?:software|project|community))?|freeware|in[- ]?house|self[- ]?(?:built|made|developed)|no ?name|oem|(?:to be )?(?:determined|confirmed)|not (?:stated|specified|recorded|applicable)|various (?:makers|manufacturers)|unbekannt|keine? angaben?|k\.? ?a\.?|ohne|diverse|sonstige|inconnue?|sans marque|divers|desconocid[oa]|sin (?:marca|datos)|vari[oa]s|sconosciut[oa]|desconhecid[oa]|sem marca|onbekend|okand|ukendt|ukjent|neznamy|neizvest(?:no|en)|ne ukazan[oa]?|prochee|不明|未知|未詳|无|なし|その他|其他|미상|기타|없음|[-?.]+)$/

/**
 * Companies that a name stands for as it is written, and those that took over the whole of one; typing errors are not looked for.
 * Who bought a part is none of them: of a maker of computers that once had monitors, Philips has no computer.
 */
export const vendorIdsAsWritten = (text: string): readonly string[] => {
  const key = wholeKeyOf(wordsOf(inLatinLetters(text)))
  // As an inventory's name of somebody unknown is read: `Example Medical` and `Example`.
  return withHeirs(lookUp(key) ?? (key === '' ? [] : [...new Set([key, withoutDivision(key)])]))
}

const remembered = new Map<string, Vendor>()

/** Characters. */
const longest = 300

/**
 * Reads a manufacturer’s name as it stands in an inventory or an advisory. `ids` is empty where it names nobody. What the
 * organisation says of names (`aliases`) is for names of its inventory, not for those of advisories.
 */
export function readVendor(text: string, aliases?: Aliases): Vendor {
  const memory = aliases?.remembered ?? remembered
  const known = memory.get(text)
  if (known) return known
  if (memory.size > 20_000) memory.clear()
  // What is longer is no name, and prose is not taken apart.
  const name = text.slice(0, longest)
  const read = aliases ? readByAliases(name, aliases) : parse(name)
  const vendor = name === text ? read : { ...read, text }
  memory.set(text, vendor)
  return vendor
}

/** `Siemens SIMATIC WinCC OA` in a list of another company: the product's name begins with the one that makes it. */
export function vendorOfProduct(vendor: Vendor, product: string): Vendor {
  const [, first, rest] = /^([\p{L}]{4,}) (.*\p{L}{3})/u.exec(product.trim()) ?? []
  if (!first || !rest || vendor.own.length === 0) return vendor
  const key = plainText(first)
  const maker = partedGroups.has(key) ? knownSpellings.get(key) : undefined
  if (!maker || maker.some((id) => vendor.ids.includes(id) || withSuccessors(maker).includes(vendor.own[0]!)))
    return vendor
  const own = [...vendor.own, ...maker]
  return { text: `${vendor.text.trim()} (${first})`, own, ids: withSuccessors(own) }
}

function readByAliases(text: string, { makers, apart }: Aliases): Vendor {
  const spelling = vendorSpelling(text)
  const maker = makers.get(spelling)
  const { own, ids, misspelt } = readVendor(maker ?? text)
  const read: Vendor = maker === undefined ? { text, own, ids, misspelt } : { text, own, ids, isByAlias: true }
  const others = apart.get(spelling)
  if (!others) return read
  const strangers = new Set(others.flatMap((other) => readVendor(other).own))
  const rest = own.filter((id) => !strangers.has(id))
  const left = rest.length > 0 ? rest : [spelling]
  return {
    ...(rest.length > 0 ? read : { text }),
    own: left,
    ids: withSuccessors(left).filter((id) => !strangers.has(id)),
    apart: strangers,
  }
}

function parse(text: string): Vendor {
  const said = plainText(inLatinLetters(withoutAmericanPlace(text)))
  if (nobody.test(said)) return { text, ids: [], own: [] }
  const plain = withoutWrittenForms(withoutRemarks(said)).trim() || said

  const key = wholeKeyOf(wordsOf(plain))
  const outside = plain.replace(/\([^)]*\)/g, ' ')
  // Of `ENEA, Green Hills Software, ITRON` the first is not all.
  const isList = plain.split(',').length > 2 || saysRelation(plain)
  const whole =
    knownSpellings.get(key) ??
    severalIn(plain) ??
    (isList ? undefined : withInside(plain, lookUp(key) ?? lookUp(keyOf(wordsOf(outside))))) ??
    sideBySide(key) ??
    turned(plain) ??
    (isList ? undefined : (lookUp(repaired(plain)) ?? lookUp(withoutChinesePlace(key, isDivision))))
  if (whole) return { text, own: whole, ids: withSuccessors(whole) }

  // `SMITHS MED ASD`, `INSTRUMENTATION LAB`.
  const spelt = key
    .split(' ')
    .map((word) => cutWords[word] ?? word)
    .join(' ')
  const meant = spelt === key ? undefined : (knownSpellings.get(spelt) ?? lookUp(spelt))
  if (meant) return { text, own: meant, ids: withSuccessors(meant) }

  const heard = isTransliterated(text) ? heardAs(key) : undefined
  if (heard) return { text, own: heard.ids, ids: withSuccessors(heard.ids), misspelt: heard.misspelt }

  // `BD/CareFusion`, `Becton, Dickinson (formerly CareFusion)`.
  const parts = partsOf(plain)
  const own = new Set<string>()
  let misspelt: string | undefined
  const strangers: string[] = []
  for (const part of parts) {
    const ids = lookUp(part)
    if (ids) for (const id of ids) own.add(id)
    else if (parts.length > 1 && !part.split(' ').every((word) => isDivision(word) || isLegalFormAlone(word)))
      strangers.push(withoutDivision(part))
  }
  // `Fischer & Paykel` is one; of `Zymed / Phliips`, where none of them is known, one may be misspelt.
  const isOneName = own.size === 0 && parts.length === 2 && / (?:&|and) /.test(plain)
  const together = isOneName ? closest(key) : undefined
  const guesses =
    own.size > 0 || parts.length < 2 ? [] : together ? [together] : parts.flatMap((part) => closest(part) ?? [])
  for (const guess of guesses) for (const id of guess.ids) own.add(id)
  if (guesses.length > 0) misspelt = guesses[0]!.key
  for (const part of together ? [] : strangers) own.add(part)
  if (own.size === 0) {
    const guess =
      ofOneMaker(beginnings.get(key)) ?? closest(keyOf(wordsOf(outside)) || key || plain) ?? misspeltBeginning(key)
    const within = guess ? undefined : (shortened(key) ?? knownWithin(key))
    if (guess) {
      misspelt = guess.key
      for (const id of guess.ids) own.add(id)
    } else if (within) for (const id of within) own.add(id)
    else own.add(withoutDivision(repaired(plain) || key || plain))
  }
  return { text, own: [...own], ids: withSuccessors([...own]), misspelt }
}
