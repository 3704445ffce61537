import { wordTable } from '#model/word-table.ts'
import { nearNames } from './near-names.ts'
import type { Aliases } from './own-aliases.ts'
import { allowedErrors, plainText, typingErrors } from './plain-text.ts'
import { brandsAlone, type KnownVendor, knownVendors, shortForms, takenByName } from './vendor-aliases.ts'
import { inLatinLetters, isTransliterated, soundOf } from './vendor-scripts.ts'
import {
  countries,
  places,
  shortenedNames,
  spacedLetters,
  trades,
  withoutChinesePlace,
  wordsWithMeaning,
} from './vendor-written.ts'

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

const legalForms = new Set([
  ...countries,
  ...'inc incorporated corp corporation co company ltd limited llc llp lp gmbh ag kg kgaa se sa sas sarl spa srl bv nv oy oyj ab as asa aps plc pty pte kk sp zoo mbh ohg ev usa us uk america americas europe deutschland germany france italia iberia japan china international intl holding holdings group worldwide global the of subsidiary formerly mfg cie fa firma'.split(
    ' ',
  ),
])
/** What companies add to their name for a division; taken off only where the rest is a known name. */
const divisions = new Set([
  ...trades,
  ...places,
  ...'medical healthcare health care systems system solutions technologies technology technik medizintechnik medizinische diagnostics imaging instruments devices products electronics software services ultrasound melsungen biosciences laboratories laboratory labs north manufacturing critical it informatics informatik networking networks automation robotics biomedical biomedica diagnostic diagnostica pharma scientific science sciences lifesciences life research team project foundation community'.split(
    ' ',
  ),
])

/** Words of a trade end so in German, French, Italian and Spanish: `WAGO Kontakttechnik`. */
const isDivision = (word: string): boolean =>
  divisions.has(word) ||
  (word.length >= 8 &&
    /(?:technik|technologie|systeme|systemes|sistemas|sistemi|elektronik|gerate|geraete|bau)$/.test(word))

/** Words of makers’ names as a narrow column cuts them. */
const cutWords: Readonly<Record<string, string>> = wordTable({
  med: 'medical',
  lab: 'laboratory',
  labs: 'laboratories',
  sys: 'systems',
  tech: 'technologies',
  diag: 'diagnostics',
  sci: 'scientific',
  instr: 'instruments',
  hlth: 'health',
  hlthcare: 'healthcare',
  elec: 'electronics',
})

const wordsOf = (text: string): string[] =>
  plainText(text)
    .replace(
      /\bs\.?\s?p\.?\s?a\b\.?|\bs\.?\s?r\.?\s?l\b\.?|\bs\.\s?a\.\s?s?\b\.?|\bb\.\s?v\b\.?|\bn\.\s?v\b\.?|\be\.\s?v\b\.?/g,
      ' ',
    )
    // `B.P.L.` is BPL; the B. of `B. Braun` stands alone.
    .replace(/\b(?:[a-z]\.){2,}(?:[a-z]\b)?/g, (initials) => `${initials.replaceAll('.', '')} `)
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(spacedLetters, (spaced) => spaced.replaceAll(' ', ''))
    .split(' ')
    .filter((word) => word !== '' && word !== 'and')

const keyOf = (words: readonly string[]): string => words.filter((word) => !legalForms.has(word)).join(' ')

/** The whole of a name that is nothing but such a word: `AB` of Allen-Bradley. */
const wholeKeyOf = (words: readonly string[]): string => keyOf(words) || words.join(' ')

/** Makers that go by one word which no other company bears. */
const wholeNames = new Set(
  'philips siemens medtronic bd abbott baxter mindray roche stryker drager draeger fujifilm olympus spacelabs carefusion steris zoll carestream hospira hillrom siemens respironics covidien masimo welchallyn hologic mortara biotronik fresenius terumo sysmex radiometer resmed leica brainlab varian elekta'.split(
    ' ',
  ),
)

const byKey = new Map<string, string[]>()
const names = new Map<string, string>()
const takenBy = new Map<string, string[]>()
const partlyTakenBy = new Map<string, string[]>()
const tookOver = new Map<string, readonly string[]>()
/** Words of company names, which a model's name may repeat and which tell no model. */
const wordsById = new Map<string, Set<string>>()

const brandWords = new Set(knownVendors.flatMap((vendor) => vendor.brands ?? []))

function learn(vendor: KnownVendor): void {
  names.set(vendor.id, vendor.name)
  const written = [vendor.name, ...(vendor.aliases ?? [])]
  for (const name of [...written, ...(vendor.spellings ?? []), ...(vendor.brands ?? [])]) {
    for (const key of new Set([name, name.replace(/\([^)]*\)/g, '')].map((one) => wholeKeyOf(wordsOf(one))))) {
      const ids = byKey.get(key) ?? []
      if (!ids.includes(vendor.id)) byKey.set(key, [...ids, vendor.id])
    }
  }
  const isSilent = takenByName.has(vendor.id) && vendor.aliases === undefined && vendor.name === vendor.id
  wordsById.set(
    vendor.id,
    new Set((isSilent ? [] : written).flatMap((name) => wordsOf(name)).filter((word) => !brandWords.has(word))),
  )
}
for (const vendor of knownVendors) learn(vendor)
/** `Nova` for Nova Biomedical: names by their first word, where it is no name itself. */
const beginnings = Map.groupBy(
  [...byKey.keys()].filter((key) => key.includes(' ') && /^[a-z]{4,} /.test(key)),
  (key) => key.split(' ')[0]!,
)
const common = new Set(
  'general boston advanced american united national first smart global beacon change carl becton smiths care digital mobile universal control acoustic software texas phoenix extreme express silicon allied green texas cyber control solar video server pangea reliable inductive palo check medical health life bio the new one all pro net data med clinical standard northern southern central image insight mobius delta'.split(
    ' ',
  ),
)
for (const word of common) beginnings.delete(word)
/** `TerumoBCT`, `WelchAllyn`: names of several words by their letters alone. */
const runTogether = new Map<string, readonly string[] | undefined>()
for (const [key, ids] of byKey) {
  const letters = key.replaceAll(' ', '')
  if (letters !== key && letters.length >= 6 && !byKey.has(letters))
    runTogether.set(letters, runTogether.has(letters) ? undefined : ids)
}
/** Companies whose own name is one word. */
const soleNames = new Map(
  knownVendors.flatMap(({ id, name }) => {
    const words = wordsOf(name).filter((word) => !legalForms.has(word) && !isDivision(word))
    // Smiths Detection is another company.
    return words.length === 1 && words[0] !== 'smiths' && !common.has(words[0]!) ? [[words[0]!, id] as const] : []
  }),
)
/** Groups of which divisions were sold. */
const groups = new Set([
  ...wholeNames,
  ...'ge bd ibm abb hp johnson mckesson motorola toshiba zimmer cardinal kodak sorin stanley gambro ericsson samsung nokia avaya zebra alere lumenis integra bayer bruker bard sectra lexmark perkinelmer invacare thermo'.split(
    ' ',
  ),
])

const listed = new Set(knownVendors.map((vendor) => vendor.id))
const learntByName = knownVendors
  .flatMap(({ took, tookInPart }) => [...(took ?? []), ...(tookInPart ?? [])])
  .filter((taken) => !listed.has(taken) && !byKey.has(keyOf(wordsOf(taken))))
  // `Siemens Health Services` stays a name of Siemens as well.
  .map((taken) => ({
    taken,
    others: (groups.has(wordsOf(taken)[0]!) ? lookUp(keyOf(wordsOf(taken))) : undefined) ?? [],
  }))
for (const { taken, others } of learntByName) {
  if (names.has(taken)) continue
  learn({ id: taken, name: taken })
  const key = keyOf(wordsOf(taken))
  byKey.set(key, [...new Set([...byKey.get(key)!, ...others])])
}
const idsOf = (name: string): readonly string[] => (names.has(name) ? [name] : (byKey.get(keyOf(wordsOf(name))) ?? []))
for (const { id, took, tookInPart } of knownVendors) {
  const taken = new Set((took ?? []).flatMap(idsOf))
  taken.delete(id)
  tookOver.set(id, [...taken])
  for (const one of taken) takenBy.set(one, [...(takenBy.get(one) ?? []), id])
  for (const one of (tookInPart ?? []).flatMap(idsOf)) partlyTakenBy.set(one, [...(partlyTakenBy.get(one) ?? []), id])
}

/** Of those that were taken over as well, unless the word has a meaning of its own. */
for (const [key, ids] of byKey)
  if (
    takenByName.has(key) &&
    /^[a-z]{6,}$/.test(key) &&
    !wordsWithMeaning.has(key) &&
    !soleNames.has(key) &&
    !isDivision(key)
  )
    soleNames.set(key, ids[0]!)

/** A maker's initials, or as short a name: what begins a model's name so may be anything. */
export const isShortForm = (text: string): boolean => shortForms.has(plainText(text))

/** Spellings of known companies, with the ids of those that bear them. */
export const knownSpellings: ReadonlyMap<string, readonly string[]> = byKey

export const vendorName = (id: string): string => names.get(id) ?? id

export const isKnownVendor = (vendor: Vendor): boolean => vendor.own.some((id) => names.has(id))

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
  for (const id of ids) for (const word of wordsById.get(id) ?? []) words.add(word)
  // `LPI` of `LifePoint Informatics`.
  const initials =
    vendor.text
      .match(/\p{Lu}(?=\p{Ll})/gu)
      ?.join('')
      .toLowerCase() ?? ''
  if (initials.length === 3) words.add(initials)
  for (const id of vendor.own) if (!wordsById.has(id)) for (const word of id.split(' ')) words.add(word)
  wordsOfVendor.set(vendor, words)
  return words
}

const wordsOfVendor = new WeakMap<Vendor, ReadonlySet<string>>()

/** With those that took over the whole of one, or a part of what is named itself. */
const withSuccessors = (own: readonly string[]): string[] => [
  ...new Set([...withHeirs(own), ...withHeirs(own.flatMap((id) => partlyTakenBy.get(id) ?? []))]),
]

function withHeirs(own: readonly string[]): string[] {
  const ids = [...own]
  for (let i = 0; i < ids.length; i++) {
    for (const successor of takenBy.get(ids[i]!) ?? []) if (!ids.includes(successor)) ids.push(successor)
  }
  return ids
}

/** Words that stand in a manufacturer’s field and name none. */
const nobody =
  /^(?:|n\/?a|none|unknown|unk|various|multiple|other|misc|miscellaneous|generic|tbd|see notes?|not (?:listed|known|available)|multiple (?:open source|.*manufacturers)|open[- ]source(?: (?:software|project|community))?|freeware|in[- ]?house|self[- ]?(?:built|made|developed)|no ?name|oem|(?:to be )?(?:determined|confirmed)|not (?:stated|specified|recorded|applicable)|various (?:makers|manufacturers)|unbekannt|keine? angaben?|k\.? ?a\.?|ohne|diverse|sonstige|inconnue?|sans marque|divers|desconocid[oa]|sin (?:marca|datos)|vari[oa]s|sconosciut[oa]|desconhecid[oa]|sem marca|onbekend|okand|ukendt|ukjent|neznamy|neizvest(?:no|en)|ne ukazan[oa]?|prochee|不明|未知|未詳|无|なし|その他|其他|미상|기타|없음|[-?.]+)$/

function lookUp(key: string): readonly string[] | undefined {
  // `TerumoBCT` as `SONO SCAPE`: the letters are the name, wherever it is parted.
  const letters = key.replaceAll(' ', '')
  const known = byKey.get(key) ?? runTogether.get(letters) ?? (letters.length >= 6 ? byKey.get(letters) : undefined)
  if (known) return known
  // `Philips Medical Systems Nederland`, `Dräger Medical`: the division is left off from the right.
  const words = key.split(' ')
  for (let length = words.length - 1; length > 0; length--) {
    const rest = words.slice(length)
    if (!rest.some((word) => isDivision(word))) continue
    const shorter = words.slice(0, length).join(' ')
    const own = shortForms.has(shorter) && !rest.every((word) => places.has(word)) ? undefined : byKey.get(shorter)
    if (own) return own
  }
  // `Vocera Communications`, `Natus Neuro`: a company of one long word, whatever else stands behind it.
  const sole = words[0]!.length >= 5 ? soleNames.get(words[0]!) : undefined
  // `CareFusion Nicolet`: the brand is another company’s today.
  const brand = words.length === 2 && words[1]!.length >= 6 && !isDivision(words[1]!) ? byKey.get(words[1]!) : undefined
  if (sole && words.length <= 3) return [...new Set([...(byKey.get(words[0]!) ?? [sole]), ...(brand ?? [])])]
  // `Philips VitalHealth`: a brand behind the one name of a large maker is a part of it.
  const first = words.length <= 3 && wholeNames.has(words[0]!) ? byKey.get(words[0]!) : undefined
  if (first?.length !== 1) return undefined
  return brand ? [...new Set([...first, ...brand])] : first
}

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
  const maker = groups.has(key) ? byKey.get(key) : undefined
  if (!maker || maker.some((id) => vendor.ids.includes(id) || withSuccessors(maker).includes(vendor.own[0]!)))
    return vendor
  const own = [...vendor.own, ...maker]
  return { text: `${vendor.text.trim()} (${first})`, own, ids: withSuccessors(own) }
}

/** One for spellings that differ in case, signs, accents or legal form alone. */
export const vendorSpelling = (text: string): string => keyOf(wordsOf(text)) || plainText(text)

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
  const latin = inLatinLetters(text)
  const plain = plainText(latin)
    .replace(/\ba\/s\b/g, ' ')
    .trim()
  if (nobody.test(plain)) return { text, ids: [], own: [] }

  const key = wholeKeyOf(wordsOf(latin))
  const outside = plain.replace(/\([^)]*\)/g, ' ')
  // Of `ENEA, Green Hills Software, ITRON` the first is not all.
  const isList = plain.split(',').length > 2
  const whole =
    byKey.get(key) ??
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
  const meant = spelt === key ? undefined : (byKey.get(spelt) ?? lookUp(spelt))
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
    else if (parts.length > 1) strangers.push(part)
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

/** `Delta (Loytec)` may be either, whether or not the one in brackets is known; a country or a place in them is nobody. */
function withInside(plain: string, own: readonly string[] | undefined): readonly string[] | undefined {
  const inside = own ? keyOf(wordsOf(/\(([^)]*)\)/.exec(plain)?.[1] ?? '')) : ''
  return own && inside.length >= 5 && !own.includes(inside) ? [...own, inside] : own
}

/** What stands between two companies: `Welch Allyn, a Hillrom company`, `Zorblax vormals Quuxmed`. */
const connected =
  /\bc\/o\b|\s*[,;/()|]\s*|\s+and\s+|\s+&\s+|\s+-\s+|\b(?:formerly|previously|dba|aka|fka|vormals|ehemals|ehem|fruher|frueher|anciennement)\b\.?|\b(?:part|division|brand|member|unit|subsidiary|business) of\b|\b(?:owned|acquired) by\b|\s(?:now|ex|jetzt|heute)\s/

const partsOf = (plain: string): string[] =>
  plain
    .split(connected)
    .flatMap((part) => {
      // `APC by Schneider`; but `Control By Web` is one name.
      const sides = part
        .replace(/^an? (?=.{4})/, '')
        .split(/\bby\b/)
        .map((side) => keyOf(wordsOf(side)))
      return sides.some((side) => byKey.has(side)) ? sides : [sides.length > 1 ? keyOf(wordsOf(part)) : sides[0]!]
    })
    .filter((part) => part !== '' && !/^(?:a|an|of)$/.test(part))

/** `Silex Technology and GE Healthcare`, `Carestream Health / Philips`: each part names a company. */
function severalIn(plain: string): readonly string[] | undefined {
  const parts = partsOf(plain)
  if (parts.length < 2) return undefined
  const own = new Set<string>()
  for (const part of parts) {
    const ids = lookUp(part)
    if (!ids) return undefined
    for (const id of ids) own.add(id)
  }
  return own.size > 1 ? [...own] : undefined
}

/** `Storz, Karl`. */
function turned(plain: string): readonly string[] | undefined {
  const [, last, first] = /^([^,]+), ([^,]+)$/.exec(plain) ?? []
  return last && first ? byKey.get(keyOf(wordsOf(`${first} ${last}`))) : undefined
}

/** `Carrier LenelS2`, `UTC Lenel`: one known name behind another, and nothing else. */
function sideBySide(key: string): readonly string[] | undefined {
  const words = key.split(' ')
  if (words.length < 2 || words.length > 6) return undefined
  for (let length = words.length - 1; length > 0; length--) {
    const own = byKey.get(words.slice(0, length).join(' '))
    if (!own) continue
    const rest = words.slice(length).join(' ')
    const others = byKey.get(rest) ?? sideBySide(rest)
    if (others) return [...new Set([...own, ...others])]
  }
  return undefined
}

const tradesNear = nearNames([...divisions].filter((form) => form.length >= 7 && !places.has(form)))

/** `MESA LABORATORIES IN`, of which a column of 20 letters kept no more, and `Mesa Labratories`. */
function repaired(plain: string): string {
  const all = wordsOf(plain)
  const last = all.at(-1) ?? ''
  const isCut =
    plain.length >= 18 &&
    [...legalForms, ...divisions].some((form) => form.length > last.length && form.startsWith(last))
  const words = isCut && all.length > 1 ? all.slice(0, -1) : all
  return keyOf(
    words.map((word, at) =>
      at === 0 || word.length < 7 || isDivision(word) ? word : (tradesNear(word, 1)[0]?.text ?? word),
    ),
  )
}

/** `PMS Philips Medizin Systeme`: one company’s name stands within. */
function knownWithin(key: string): readonly string[] | undefined {
  const words = key.split(' ')
  if (words.length < 2) return undefined
  for (let length = words.length - 1; length > 0; length--) {
    const found = new Set<string>()
    for (let at = 0; at + length <= words.length; at++) {
      const part = words.slice(at, at + length).join(' ')
      if (length === 1 && !wholeNames.has(part)) continue
      for (const id of byKey.get(part) ?? []) found.add(id)
    }
    if (found.size > 0) return found.size === 1 ? [...found] : undefined
  }
  return undefined
}

function ofOneMaker(keys: readonly string[] | undefined): { key: string; ids: readonly string[] } | undefined {
  const [key] = keys ?? []
  const ids = key === undefined ? undefined : byKey.get(key)
  return key && ids && keys!.every((other) => byKey.get(other)!.join() === ids.join()) ? { key, ids } : undefined
}

const shortened = shortenedNames(byKey, isDivision)

const beginningsNear = nearNames([...beginnings.keys()].filter((word) => word.length >= 6))

/** `Cadwel` of Cadwell Industries: a typing error in the one long word that people call a company by. */
function misspeltBeginning(key: string): { key: string; ids: readonly string[] } | undefined {
  if (!/^[a-z]{6,}$/.test(key)) return undefined
  const found = beginningsNear(key, 1).filter(({ errors }) => errors === 1)
  return found.length === 1 ? ofOneMaker(beginnings.get(found[0]!.text)) : undefined
}

/** Known names by how they sound; made when the first name in Cyrillic or Greek letters is read. */
let sounds: { ids: Map<string, readonly string[]>; near: ReturnType<typeof nearNames> } | undefined

function knownSounds() {
  if (sounds) return sounds
  const ids = new Map<string, readonly string[]>()
  for (const [key, own] of byKey) {
    const sound = soundOf(key)
    if (sound.length >= 4) ids.set(sound, [...new Set([...(ids.get(sound) ?? []), ...own])])
  }
  for (const [key, own] of byKey) {
    const sound = soundOf(withoutTrade(key))
    if (sound.length >= 4 && !ids.has(sound)) ids.set(sound, own)
  }
  sounds = { ids, near: nearNames(ids.keys()) }
  return sounds
}

/** `Шиллер`, in Latin letters `shiller`, is Schiller. */
function heardAs(key: string): { ids: readonly string[]; misspelt?: string } | undefined {
  const { ids, near } = knownSounds()
  const name = soundOf(withoutTrade(key) || key)
  const exact = ids.get(soundOf(key)) ?? ids.get(name)
  if (exact) return exact.length <= 2 ? { ids: exact } : undefined
  const found = name.length < 6 ? [] : near(name, allowedErrors(name))
  const least = Math.min(...found.map(({ errors }) => errors))
  const nearest = found.filter(({ errors }) => errors === least)
  const own = new Set(nearest.flatMap(({ text }) => ids.get(text)!))
  return own.size > 0 && own.size <= 2 ? { ids: [...own], misspelt: nearest[0]!.text } : undefined
}

const withoutTrade = (key: string): string =>
  key
    .split(' ')
    .filter((word) => !isDivision(word))
    .join(' ')

/** Of what was taken over only the longer names: a short one is near too much. */
const namesNear = nearNames(
  [...byKey.keys()].filter(
    (known) =>
      !brandsAlone.has(known) && known.length >= (takenByName.has(known) && byKey.get(known)![0] === known ? 8 : 5),
  ),
)

/** The known names that the text is a typing error of, as near one as another: `Baxer` may be Baxter or Bayer. */
function closest(key: string): { key: string; ids: readonly string[] } | undefined {
  const candidates = [
    key,
    key
      .split(' ')
      .filter((word) => !isDivision(word) && cutWords[word] === undefined)
      .join(' '),
  ].filter((one) => one.length >= 5)
  let best: { key: string; ids: readonly string[]; errors: number } | undefined
  for (const candidate of new Set(candidates)) {
    for (const { text: known, errors } of namesNear(candidate, allowedErrors(candidate))) {
      if ((best && errors > best.errors) || !areNearWithoutTrade(candidate, known)) continue
      const ids = byKey.get(known)!
      best =
        best?.errors === errors ? { ...best, ids: [...new Set([...best.ids, ...ids])] } : { key: known, ids, errors }
    }
  }
  return best && best.ids.length <= 4 ? best : undefined
}

/** `Acme Medical` is no `Ace Medical`: the errors have to be few for what is the name of it. */
function areNearWithoutTrade(a: string, b: string): boolean {
  const [left, right] = [withoutTrade(a), withoutTrade(b)]
  if (left === '' || right === '' || left === right) return true
  const allowed = Math.min(allowedErrors(left), allowedErrors(right))
  return typingErrors(left, right, allowed) <= allowed
}

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

/** `Omron Healthcare` is `Omron`, as far as nobody else bears the name. */
function withoutDivision(whole: string): string {
  const key = withoutChinesePlace(whole, isDivision)
  const words = key.split(' ')
  while (words.length > 1 && isDivision(words.at(-1)!)) words.pop()
  const rest = words.join(' ')
  return words.length > 1 ||
    (rest.length >= 3 &&
      !/^(?:general|united|american|advanced|national|universal|medical|first|smart|global)$/.test(rest))
    ? rest
    : key
}

/** `Life Point` for `LifePoint Informatics`: one begins with the other, wherever the words were parted. */
export function areOneCutShort(a: string, b: string): boolean {
  const [short, long] = a.replaceAll(' ', '').length <= b.replaceAll(' ', '').length ? [a, b] : [b, a]
  const compact = short.replaceAll(' ', '')
  // `OPW` for `OPW Fuel Management`: the whole of the first word.
  if (compact.length < 6) return /^[a-z\d]{3,}$/.test(short) && !common.has(short) && long.startsWith(`${short} `)
  let start = ''
  for (const word of long.split(' ')) {
    start += word
    if (start === compact) return true
  }
  return false
}

/** Initials of known companies, as far as these are no name themselves. */
const knownInitials = Map.groupBy(
  [...byKey].flatMap(([key, ids]) => {
    const initials = initialsOf(key)
    return initials && !byKey.has(initials) ? ids.map((id) => ({ initials, id })) : []
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
