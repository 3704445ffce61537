import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme, isZero } from './scheme.ts'

// Conan 2: items between dots, numbers where they are some; `-` begins a pre-release, the last `+` a build.

interface ConanVersion {
  readonly items: readonly string[]
  readonly pre?: readonly string[]
  readonly build?: readonly string[]
}

function read(text: string): ConanVersion | undefined {
  if (text === '' || /\s/.test(text)) return undefined
  const plus = text.lastIndexOf('+')
  const main = plus < 0 ? text : text.slice(0, plus)
  const dash = main.indexOf('-')
  return {
    items: itemsOf(dash < 0 ? main : main.slice(0, dash)),
    ...(dash >= 0 && { pre: itemsOf(main.slice(dash + 1)) }),
    ...(plus >= 0 && { build: itemsOf(text.slice(plus + 1)) }),
  }
}

const isNumber = (item: string): boolean => /^\d+$/.test(item)

function itemsOf(text: string): readonly string[] {
  const items = text.split('.')
  while (items.length > 0 && isNumber(items.at(-1)!) && isZero(items.at(-1)!)) items.pop()
  return items
}

function compare(a: ConanVersion, b: ConanVersion): number {
  const items = compareItems(a.items, b.items)
  if (items !== 0) return items
  if ((a.pre === undefined) !== (b.pre === undefined)) return a.pre ? -1 : 1
  const pre = a.pre && b.pre ? compareItems(a.pre, b.pre) : 0
  if (pre !== 0) return pre
  if ((a.build === undefined) !== (b.build === undefined)) return a.build ? 1 : -1
  return a.build && b.build ? compareItems(a.build, b.build) : 0
}

/** A number and a word are compared as texts. */
const compareItems = (a: readonly string[], b: readonly string[]): number =>
  compareLists(a, b, (left, right) => {
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1
    if (isNumber(left) && isNumber(right)) return compareDigits(left, right)
    return compareTexts(asWritten(left), asWritten(right))
  })

const asWritten = (item: string): string => (isNumber(item) ? item.replace(/^0+(?=\d)/, '') : item)

export const conan = defineScheme('conan', read, compare)
