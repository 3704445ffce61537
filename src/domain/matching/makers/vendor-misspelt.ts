// Which company is meant by a name that is misspelt, cut short or written as it sounds.

import { nearNames } from '#domain/matching/near-names.ts'
import { allowedErrors, typingErrors } from '#domain/matching/plain-text.ts'
import { brandsAlone, takenByName } from './vendor-aliases.ts'
import { beginnings, keysOfTrades, knownSpellings, wholeNames } from './vendor-register.ts'
import { soundOf } from './vendor-scripts.ts'
import { cutWords, divisions, isDivision, keyOf, legalForms, withoutTrade, wordsOf } from './vendor-words.ts'
import { places, shortenedNames } from './vendor-written.ts'

const tradesNear = nearNames([...divisions].filter((form) => form.length >= 7 && !places.has(form)))

/** `MESA LABORATORIES IN`, of which a column of 20 letters kept no more, and `Mesa Labratories`. */
export function repaired(plain: string): string {
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
export function knownWithin(key: string): readonly string[] | undefined {
  const words = key.split(' ')
  if (words.length < 2) return undefined
  for (let length = words.length - 1; length > 0; length--) {
    const found = new Set<string>()
    for (let at = 0; at + length <= words.length; at++) {
      const part = words.slice(at, at + length).join(' ')
      if (length === 1 && !wholeNames.has(part)) continue
      for (const id of knownSpellings.get(part) ?? []) found.add(id)
    }
    if (found.size > 0) return found.size === 1 ? [...found] : undefined
  }
  return undefined
}

export function ofOneMaker(keys: readonly string[] | undefined): { key: string; ids: readonly string[] } | undefined {
  const [key] = keys ?? []
  const ids = key === undefined ? undefined : knownSpellings.get(key)
  return key && ids && keys!.every((other) => knownSpellings.get(other)!.join() === ids.join())
    ? { key, ids }
    : undefined
}

/** `R. Wolf` of Richard Wolf. */
export const shortened = shortenedNames(knownSpellings, isDivision)

const beginningsNear = nearNames(
  [...beginnings].flatMap(([word, keys]) =>
    word.length >= 6 && !keys.some((key) => keysOfTrades.has(key)) ? [word] : [],
  ),
)

/** `Cadwel` of Cadwell Industries: a typing error in the one long word that people call a company by. */
export function misspeltBeginning(key: string): { key: string; ids: readonly string[] } | undefined {
  if (!/^[a-z]{6,}$/.test(key)) return undefined
  const found = beginningsNear(key, 1).filter(({ errors }) => errors === 1)
  return found.length === 1 ? ofOneMaker(beginnings.get(found[0]!.text)) : undefined
}

/** Known names by how they sound; made when the first name in Cyrillic or Greek letters is read. */
let sounds: { ids: Map<string, readonly string[]>; near: ReturnType<typeof nearNames> } | undefined

function knownSounds() {
  if (sounds) return sounds
  const ids = new Map<string, readonly string[]>()
  for (const [key, own] of knownSpellings) {
    const sound = soundOf(key)
    if (sound.length >= 4) ids.set(sound, [...new Set([...(ids.get(sound) ?? []), ...own])])
  }
  for (const [key, own] of knownSpellings) {
    const sound = soundOf(withoutTrade(key))
    if (sound.length >= 4 && !ids.has(sound)) ids.set(sound, own)
  }
  sounds = { ids, near: nearNames(ids.keys()) }
  return sounds
}

/** `Шиллер`, in Latin letters `shiller`, is Schiller. */
export function heardAs(key: string): { ids: readonly string[]; misspelt?: string } | undefined {
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

/** Of what was taken over, and of the tables of trades, only the longer names: a short one is near too much. */
const namesNear = nearNames(
  [...knownSpellings.keys()].filter(
    (known) =>
      !brandsAlone.has(known) &&
      known.length >=
        (keysOfTrades.has(known) || (takenByName.has(known) && knownSpellings.get(known)![0] === known) ? 8 : 5),
  ),
)

/** The known names that the text is a typing error of, as near one as another: `Baxer` may be Baxter or Bayer. */
export function closest(key: string): { key: string; ids: readonly string[] } | undefined {
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
      const ids = knownSpellings.get(known)!
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
