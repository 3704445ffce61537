// The companies that are known, by the ways their names are written, and who took over whom.

import { plainText } from '#domain/matching/plain-text.ts'
import { type KnownVendor, knownVendors, namesOfTrades, shortForms, takenByName } from './vendor-aliases.ts'
import { isDivision, keyOf, legalForms, wholeKeyOf, withoutDivision, wordsOf } from './vendor-words.ts'
import { commonWords, places, wordsWithMeaning } from './vendor-written.ts'

/** Makers that go by one word which no other company bears. */
export const wholeNames = new Set(
  'philips siemens medtronic bd abbott baxter mindray roche stryker drager draeger fujifilm olympus spacelabs carefusion steris zoll carestream hospira hillrom siemens respironics covidien masimo welchallyn hologic mortara biotronik fresenius terumo sysmex radiometer resmed leica brainlab varian elekta'.split(
    ' ',
  ),
)

const byKey = new Map<string, string[]>()
const names = new Map<string, string>()
const takenBy = new Map<string, string[]>()
const partlyTakenBy = new Map<string, string[]>()

/** Those that a company took over the whole of. */
export const tookOver = new Map<string, readonly string[]>()

/** Words of company names, which a model's name may repeat and which tell no model. */
export const wordsOfCompany = new Map<string, Set<string>>()

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
  wordsOfCompany.set(
    vendor.id,
    new Set((isSilent ? [] : written).flatMap((name) => wordsOf(name)).filter((word) => !brandWords.has(word))),
  )
}
for (const vendor of knownVendors) learn(vendor)

/** Spellings of which only the tables of trades tell. */
export const keysOfTrades: ReadonlySet<string> = new Set([...namesOfTrades].map((name) => wholeKeyOf(wordsOf(name))))

const ownNames = new Set(knownVendors.map(({ name }) => wholeKeyOf(wordsOf(name))))

/** `Nova` for Nova Biomedical: names by their first word, where it is no name itself. */
export const beginnings = Map.groupBy(
  [...byKey.keys()].filter(
    (key) => key.includes(' ') && /^[a-z]{4,} /.test(key) && (!keysOfTrades.has(key) || ownNames.has(key)),
  ),
  (key) => key.split(' ')[0]!,
)

for (const word of commonWords) beginnings.delete(word)

/** `TerumoBCT`, `WelchAllyn`: names of several words by their letters alone. */
const runTogether = new Map<string, readonly string[] | undefined>()
for (const [key, ids] of byKey) {
  const letters = key.replaceAll(' ', '')
  if (letters !== key && letters.length >= 6 && !byKey.has(letters))
    runTogether.set(letters, runTogether.has(letters) ? undefined : ids)
}

/** `Stratus` of Stratus Technologies, and `Stratus Systems`: names of the tables of trades without their division. */
const withoutDivisions = new Map<string, readonly string[] | undefined>()

/** Companies whose own name is one word. */
const soleNames = new Map(
  knownVendors.flatMap(({ id, name }) => {
    const isOfTrade = namesOfTrades.has(name)
    const words = wordsOf(name).filter((word) => !legalForms.has(word) && (isOfTrade || !isDivision(word)))
    // Smiths Detection is another company.
    return words.length === 1 && words[0] !== 'smiths' && !commonWords.has(words[0]!) ? [[words[0]!, id] as const] : []
  }),
)

/** Groups of which divisions were sold. */
export const partedGroups = new Set([
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
    others: (partedGroups.has(wordsOf(taken)[0]!) ? lookUp(keyOf(wordsOf(taken))) : undefined) ?? [],
  }))
for (const { taken, others } of learntByName) {
  if (names.has(taken)) continue
  learn({ id: taken, name: taken })
  const key = wholeKeyOf(wordsOf(taken))
  byKey.set(key, [...new Set([...byKey.get(key)!, ...others])])
}

const idsOf = (name: string): readonly string[] =>
  names.has(name) ? [name] : (byKey.get(wholeKeyOf(wordsOf(name))) ?? [])
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

for (const key of keysOfTrades) {
  const rest = withoutDivision(key)
  if (rest === key || !/^[a-z]{5,}$/.test(rest) || byKey.has(rest) || soleNames.has(rest) || commonWords.has(rest))
    continue
  withoutDivisions.set(rest, withoutDivisions.has(rest) ? undefined : byKey.get(key))
}

/** A maker's initials, or as short a name: what begins a model's name so may be anything. */
export const isShortForm = (text: string): boolean => shortForms.has(plainText(text))

/** Spellings of known companies, with the ids of those that bear them. */
export const knownSpellings: ReadonlyMap<string, readonly string[]> = byKey

export const vendorName = (id: string): string => names.get(id) ?? id

export const isKnownCompany = (id: string): boolean => names.has(id)

/** With those that took over the whole of one, or a part of what is named itself. */
export const withSuccessors = (own: readonly string[]): string[] => [
  ...new Set([...withHeirs(own), ...withHeirs(own.flatMap((id) => partlyTakenBy.get(id) ?? []))]),
]

/** With those that took over the whole of one. */
export function withHeirs(own: readonly string[]): string[] {
  const ids = [...own]
  for (let i = 0; i < ids.length; i++) {
    for (const successor of takenBy.get(ids[i]!) ?? []) if (!ids.includes(successor)) ids.push(successor)
  }
  return ids
}

/** Companies that a name stands for as it is spelt, without its division or with a brand behind it. */
export function lookUp(key: string): readonly string[] | undefined {
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
    if (rest.every((word) => isDivision(word)) && withoutDivisions.has(shorter)) return withoutDivisions.get(shorter)
  }
  // `Vocera Communications`, `Natus Neuro`: a company of one long word, whatever else stands behind it.
  const sole = words[0]!.length >= 5 ? soleNames.get(words[0]!) : undefined
  // `CareFusion Nicolet`: the brand is another company’s today.
  const brand = words.length === 2 && words[1]!.length >= 6 && !isDivision(words[1]!) ? byKey.get(words[1]!) : undefined
  if (sole && words.length <= 3) return [...new Set([...(byKey.get(words[0]!) ?? [sole]), ...(brand ?? [])])]
  if (withoutDivisions.has(key)) return withoutDivisions.get(key)
  // `Philips VitalHealth`: a brand behind the one name of a large maker is a part of it.
  const first = words.length <= 3 && wholeNames.has(words[0]!) ? byKey.get(words[0]!) : undefined
  if (first?.length !== 1) return undefined
  return brand ? [...new Set([...first, ...brand])] : first
}
