import { compareDigits, defineScheme } from './scheme.ts'

// Debian Policy 5.6.12: [epoch:]upstream[-revision].

interface DebianVersion {
  readonly epoch: string
  readonly upstream: string
  readonly revision: string
}

function read(text: string): DebianVersion | undefined {
  const found = /^(?:(\d+):)?(\d[A-Za-z0-9.+:~-]*?)(?:-([A-Za-z0-9.+~]+))?$/.exec(text)
  if (!found || (found[1] === undefined && text.includes(':')) || text.endsWith('-')) return undefined
  return { epoch: found[1] ?? '0', upstream: found[2]!, revision: found[3] ?? '' }
}

const compare = (a: DebianVersion, b: DebianVersion): number =>
  compareDigits(a.epoch, b.epoch) || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision)

/** By turns what is no number, character by character, and a number; the end counts as nothing and as zero. */
function comparePart(a: string, b: string): number {
  let [left, right] = [a, b]
  while (left !== '' || right !== '') {
    const [words, otherWords] = [/^\D*/.exec(left)![0], /^\D*/.exec(right)![0]]
    for (let i = 0; i < words.length || i < otherWords.length; i++) {
      const order = weight(words[i]) - weight(otherWords[i])
      if (order !== 0) return order
    }
    left = left.slice(words.length)
    right = right.slice(otherWords.length)
    const [digits, otherDigits] = [/^\d*/.exec(left)![0], /^\d*/.exec(right)![0]]
    const order = compareDigits(digits, otherDigits)
    if (order !== 0) return order
    left = left.slice(digits.length)
    right = right.slice(otherDigits.length)
  }
  return 0
}

/** A tilde comes before the end, the end before letters, letters before all else. */
function weight(character: string | undefined): number {
  if (character === undefined) return 0
  if (character === '~') return -1
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256
}

export const deb = defineScheme('deb', read, compare)
