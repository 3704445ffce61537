import { compareTexts } from '#model/text-order.ts'
/** How the versions of one ecosystem follow each other. Pure; what was read is remembered. */
export interface Scheme {
  readonly name: string
  /** False where the text is no version of this scheme: it is then in no order with any other. */
  reads(text: string): boolean
  /** Below zero where `a` comes first. Undefined where the scheme does not order the two. */
  compare(a: string, b: string): number | undefined
}

/** Characters; a version of a package has a few dozen. */
const longest = 300

export function defineScheme<Key>(
  name: string,
  read: (text: string) => Key | undefined,
  compare: (a: Key, b: Key) => number | undefined,
): Scheme {
  const remembered = new Map<string, Key | undefined>()
  const keyOf = (text: string): Key | undefined => {
    if (remembered.has(text)) return remembered.get(text)
    if (remembered.size > 50_000) remembered.clear()
    const key = text.length > longest ? undefined : read(text.trim())
    remembered.set(text, key)
    return key
  }
  return {
    name,
    reads: (text) => keyOf(text) !== undefined,
    compare(a, b) {
      const [left, right] = [keyOf(a), keyOf(b)]
      return left === undefined || right === undefined ? undefined : compare(left, right)
    },
  }
}

/** Whole numbers of any length, written in digits. */
export function compareDigits(a: string, b: string): number {
  const [left, right] = [withoutZeros(a), withoutZeros(b)]
  return left.length - right.length || compareTexts(left, right)
}

/** A number has no digits left only if it is zero. */
export const withoutZeros = (digits: string): string => digits.replace(/^0+/, '')

export const isZero = (digits: string): boolean => /^0*$/.test(digits)

export function compareLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item | undefined, b: Item | undefined) => number,
): number {
  for (let i = 0; i < a.length || i < b.length; i++) {
    const order = compare(a[i], b[i])
    if (order !== 0) return order
  }
  return 0
}
