import { typingErrors } from './plain-text.ts'

interface Name {
  readonly text: string
  /** Its place among all: where several are as near, the first counts. */
  readonly at: number
  /** A bit for each letter, and one for all else. */
  readonly letters: number
}

export interface NearName {
  readonly text: string
  readonly at: number
  readonly errors: number
}

/**
 * Names to be asked for by their typing errors. Only those that begin with the same letter and are of about the same length and
 * of the same letters are compared in full: of some thousand names a handful.
 */
export function nearNames(names: Iterable<string>): (text: string, allowed: number) => NearName[] {
  const shelves = new Map<string, Name[]>()
  let at = 0
  for (const text of names) {
    const key = shelfOf(text, text.length)
    const shelf = shelves.get(key)
    const name = { text, at: at++, letters: lettersOf(text) }
    if (shelf) shelf.push(name)
    else shelves.set(key, [name])
  }
  return (text, allowed) => {
    const letters = lettersOf(text)
    const near: NearName[] = []
    for (let length = text.length - allowed; length <= text.length + allowed; length++)
      for (const name of shelves.get(shelfOf(text, length)) ?? []) {
        // An error puts one letter for another at most.
        if (bitsIn(name.letters & ~letters) > allowed || bitsIn(letters & ~name.letters) > allowed) continue
        const errors = typingErrors(text, name.text, allowed)
        if (errors <= allowed) near.push({ text: name.text, at: name.at, errors })
      }
    return near.sort((a, b) => a.at - b.at)
  }
}

const shelfOf = (text: string, length: number) => `${text[0]}${length}`

function lettersOf(text: string): number {
  let letters = 0
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i) - 97
    letters |= 1 << (letter >= 0 && letter < 26 ? letter : 26)
  }
  return letters
}

function bitsIn(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
