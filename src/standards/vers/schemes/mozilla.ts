import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme } from './scheme.ts'

// Mozilla's toolkit version format: parts between points, each a number, a word, a number and a rest, of which all may be missing.

interface Part {
  readonly number: string
  readonly word: string
  readonly wordNumber: string
  readonly rest: string
}

const nothing: Part = { number: '0', word: '', wordNumber: '0', rest: '' }

function read(text: string): readonly Part[] | undefined {
  // The letters of an `esr` name its channel, and the toolkit does not see them.
  if (!/^\d+[\w+]*(?:\.[\w+]*)*$/.test(text) || /esr/i.test(text)) return undefined
  return text.split('.').map((part): Part => {
    const [, number = '', word = '', wordNumber = '', rest = ''] = /^(\d*)([^\d]*)(\d*)(.*)$/.exec(part) ?? []
    // `1.0+` comes just before 1.1, as 1.1pre does.
    if (word === '+') return { number: String(BigInt(number || '0') + 1n), word: 'pre', wordNumber: '0', rest: '' }
    return { number: number || '0', word, wordNumber: wordNumber || '0', rest }
  })
}

/** A word makes it a pre-release: none is later than any. */
const compareWords = (a: string, b: string): number =>
  a === '' || b === '' ? Number(b !== '') - Number(a !== '') : compareTexts(a, b)

const compare = (a: readonly Part[], b: readonly Part[]): number =>
  compareLists(
    a,
    b,
    (left = nothing, right = nothing) =>
      compareDigits(left.number, right.number) ||
      compareWords(left.word, right.word) ||
      compareDigits(left.wordNumber, right.wordNumber) ||
      compareWords(left.rest, right.rest),
  )

export const mozilla = defineScheme('mozilla', read, compare)
