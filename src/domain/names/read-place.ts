import {
  directions,
  floorWords,
  generalSiteWords,
  generalWords,
  longestPhrase,
  numberedPhrases,
  phrases,
  saintWords,
} from './place-words.ts'

// What the words of a place mean. Numbers, single letters and directions tell places of one kind apart and are never
// dropped: ICU 1 and ICU 2 are two, whatever they are called.

export interface PlaceReading {
  /** Kinds of place and of patients. */
  readonly kinds: readonly string[]
  /** Words that the tables do not have. */
  readonly names: readonly string[]
  /** Numbers, and letters that stand alone. */
  readonly numbers: readonly string[]
  readonly directions: readonly string[]
  /** Null: the text does not say. */
  readonly floor: string | null
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .replace(/(?<=\p{L})['’]s\b/gu, 's')
    .replace(/\b[dl]['’]/gu, ' ')
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')

const floors = new RegExp(`\\b(?:(?:${floorWords}) (\\d+)|(\\d+)(?:st|nd|rd|th|e|er|eme|o|a)? ?(?:${floorWords}))\\b`)

export function readCareArea(text: string): PlaceReading {
  const plain = wordsOf(text).join(' ')
  const [whole, behind, before] = floors.exec(plain) ?? []
  const floor = behind ?? before ?? null
  const words = plain
    .replace(whole ?? '', ' ')
    .replace(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => (/^\d+$/.test(word) ? String(Number(word)) : word))
  const hasNumber = words.some((word) => /^\d/.test(word))
  const kinds = new Set<string>()
  const found = { names: [] as string[], numbers: [] as string[], directions: [] as string[] }
  for (let at = 0; at < words.length; ) {
    const word = words[at]!
    const [length, meant] = phraseAt(words, at)
    for (const kind of meant) kinds.add(kind)
    at += length
    if (length > 0) continue
    at++
    const numbered = hasNumber ? numberedPhrases.get(word) : undefined
    const direction = directions.get(word)
    if (numbered) kinds.add(numbered)
    // A letter is a direction beside a number only: `4 W`, not `OR E`.
    else if (direction && (word.length > 1 || hasNumber)) found.directions.push(direction)
    else if (/^\d+$/.test(word) || word.length === 1) found.numbers.push(word)
    else if (!generalWords.has(word)) found.names.push(word)
  }
  return {
    kinds: [...kinds].sort(),
    names: found.names.sort(),
    numbers: found.numbers,
    directions: found.directions.sort(),
    floor,
  }
}

/** The longest phrase that begins here. */
function phraseAt(words: readonly string[], at: number): [number, readonly string[]] {
  for (let length = Math.min(longestPhrase, words.length - at); length > 0; length--) {
    const meant = phrases.get(words.slice(at, at + length).join(' '))
    if (meant) return [length, meant]
  }
  return [0, []]
}

/** Without the floor, which few say. */
export const readingKey = ({ kinds, names, numbers, directions }: PlaceReading): string =>
  JSON.stringify([kinds, names, numbers, directions])

export const hasReading = ({ kinds, names, numbers }: PlaceReading) => kinds.length + names.length + numbers.length > 0

/** In words, for people. */
export const readingInWords = ({ kinds, names, numbers, directions }: PlaceReading): string =>
  [...kinds, ...names, ...numbers, ...directions].join(', ')

/** What tells a site from others: `Saint Mary's Hospital` and `St Marys` are `saint, marys`. */
export function readSite(text: string): readonly string[] {
  return wordsOf(text)
    .map((word) => (saintWords.has(word) ? 'saint' : (directions.get(word) ?? word)))
    .map((word) => (/^\d+$/.test(word) ? String(Number(word)) : word))
    .filter((word) => word !== '' && !generalSiteWords.has(word) && !generalWords.has(word))
    .toSorted()
}

/** `Saint Mary's Hospital` is `smh`. */
export function initialsOf(text: string): string {
  const words = wordsOf(text).filter((word) => word !== '' && !generalWords.has(word))
  return words.length < 2 ? '' : words.map((word) => word[0]).join('')
}
export const isInitials = (text: string) => /^\p{L}{2,5}$/u.test(text.trim().replaceAll('.', ''))
