import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme, isZero } from './scheme.ts'

// Gem::Version: any number of segments; letters make it a pre-release, and a dash stands for `.pre.`.

function read(text: string): readonly string[] | undefined {
  if (!/^\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(text)) return undefined
  const segments = text.replaceAll('-', '.pre.').match(/\d+|[a-zA-Z]+/g) ?? []
  const firstWord = segments.findIndex((segment) => !isNumber(segment))
  const numbers = firstWord < 0 ? segments : segments.slice(0, firstWord)
  return [...withoutTrailingZeros(numbers), ...withoutTrailingZeros(segments.slice(numbers.length))]
}

const isNumber = (segment: string): boolean => /^\d/.test(segment)

function withoutTrailingZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length
  while (end > 0 && isNumber(segments[end - 1]!) && isZero(segments[end - 1]!)) end--
  return segments.slice(0, end)
}

const compare = (a: readonly string[], b: readonly string[]): number =>
  compareLists(a, b, (left = '0', right = '0') => {
    if (isNumber(left) !== isNumber(right)) return isNumber(left) ? 1 : -1
    return isNumber(left) ? compareDigits(left, right) : compareTexts(left, right)
  })

export const gem = defineScheme('gem', read, compare)
