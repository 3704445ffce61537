// Texts that name several companies, or one by words in another order.

import { sidesOf } from './makers/vendor-phrases.ts'
import { knownSpellings, lookUp } from './makers/vendor-register.ts'
import { keyOf, wordsOf } from './makers/vendor-words.ts'

/** `Delta (Loytec)` may be either, whether or not the one in brackets is known; a country or a place in them is nobody. */
export function withInside(plain: string, own: readonly string[] | undefined): readonly string[] | undefined {
  const inside = own ? keyOf(wordsOf(/\(([^)]*)\)/.exec(plain)?.[1] ?? '')) : ''
  return own && inside.length >= 5 && !own.includes(inside) ? [...own, inside] : own
}

export const partsOf = (plain: string): string[] =>
  sidesOf(plain)
    .flatMap((part) => {
      // `APC by Schneider`; but `Control By Web` is one name.
      const sides = part
        .replace(/^an? (?=.{4})/, '')
        .split(/\bby\b/)
        .map((side) => keyOf(wordsOf(side)))
      return sides.some((side) => knownSpellings.has(side))
        ? sides
        : [sides.length > 1 ? keyOf(wordsOf(part)) : sides[0]!]
    })
    .filter((part) => part !== '' && !/^(?:a|an|of)$/.test(part))

/** `Silex Technology and GE Healthcare`, `Carestream Health / Philips`: each part names a company. */
export function severalIn(plain: string): readonly string[] | undefined {
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
export function turned(plain: string): readonly string[] | undefined {
  const [, last, first] = /^([^,]+), ([^,]+)$/.exec(plain) ?? []
  return last && first ? knownSpellings.get(keyOf(wordsOf(`${first} ${last}`))) : undefined
}

/** `Carrier LenelS2`, `UTC Lenel`: one known name behind another, and nothing else. */
export function sideBySide(key: string): readonly string[] | undefined {
  const words = key.split(' ')
  if (words.length < 2 || words.length > 6) return undefined
  for (let length = words.length - 1; length > 0; length--) {
    const own = knownSpellings.get(words.slice(0, length).join(' '))
    if (!own) continue
    const rest = words.slice(length).join(' ')
    const others = knownSpellings.get(rest) ?? sideBySide(rest)
    if (others) return [...new Set([...own, ...others])]
  }
  return undefined
}
