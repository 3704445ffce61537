import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme } from './scheme.ts'

// Gentoo's Package Manager Specification, chapter 3: number{.number}{letter}{_suffix{number}}{-r#}.

interface EbuildVersion {
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly Suffix[]
  readonly revision: string
}

interface Suffix {
  readonly rank: number
  readonly number: string
}

/** What stands before the empty one is a pre-release. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'p']
const release: Suffix = { rank: suffixes.indexOf(''), number: '0' }

function read(text: string): EbuildVersion | undefined {
  const found = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/.exec(text)
  if (!found) return undefined
  return {
    numbers: found[1]!.split('.'),
    letter: found[2]!,
    suffixes: [...found[3]!.matchAll(/_([a-z]+)(\d*)/g)].map(([, name, number]) => ({
      rank: suffixes.indexOf(name!),
      number: number || '0',
    })),
    revision: found[4] ?? '0',
  }
}

const compare = (a: EbuildVersion, b: EbuildVersion): number =>
  compareDigits(a.numbers[0]!, b.numbers[0]!) ||
  compareLists(a.numbers.slice(1), b.numbers.slice(1), compareFurther) ||
  compareTexts(a.letter, b.letter) ||
  compareLists(
    a.suffixes,
    b.suffixes,
    (left = release, right = release) => left.rank - right.rank || compareDigits(left.number, right.number),
  ) ||
  compareDigits(a.revision, b.revision)

/** A leading zero makes it a decimal fraction; of two versions of which one begins the other the longer is later. */
function compareFurther(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1
  if (!a.startsWith('0') && !b.startsWith('0')) return compareDigits(a, b)
  return compareTexts(a.replace(/0+$/, ''), b.replace(/0+$/, ''))
}

export const ebuild = defineScheme('ebuild', read, compare)
