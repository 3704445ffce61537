import { compareTexts } from '#model/text-order.ts'
import { compareDigits, defineScheme, isZero } from './scheme.ts'

// ComparableVersion of Maven 3: nested lists; a dash, or a change between digits and letters, opens one.

type Item =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'word'; readonly word: string }
  | List
interface List {
  readonly kind: 'list'
  readonly items: Item[]
}

const known = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const release = known.indexOf('')
const otherWords: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const shortBeforeDigit: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

function read(text: string): List | undefined {
  if (text === '' || /\s/.test(text)) return undefined
  const root: List = { kind: 'list', items: [] }
  const lists = [root]
  let list = root
  const open = () => {
    const inner: List = { kind: 'list', items: [] }
    list.items.push(inner)
    lists.push(inner)
    list = inner
  }
  let isAfterSeparator = true
  const tokens = [...text.toLowerCase().matchAll(/(\d+)|([.-])|([^\d.-]+)/g)]
  tokens.forEach(([, digits, separator, word], at) => {
    if (separator) {
      if (isAfterSeparator) list.items.push({ kind: 'number', digits: '0' })
      if (separator === '-') open()
      isAfterSeparator = true
      return
    }
    if (!isAfterSeparator) open()
    isAfterSeparator = false
    if (digits) list.items.push({ kind: 'number', digits })
    else {
      const next = tokens[at + 1]
      // `1.x` and `1.x1` are `1-x` and `1-x1`; in the middle, `1.x.2`, a word stays where it is.
      if (list.items.length > 0 && (!next || next[1])) open()
      const full = (next?.[1] && shortBeforeDigit[word!]) || word!
      list.items.push({ kind: 'word', word: otherWords[full] ?? full })
    }
  })
  for (const inner of lists.reverse()) dropNothings(inner)
  return root
}

/** Zeros, release qualifiers and empty lists at the end, and before the lists at the end, say nothing. */
function dropNothings({ items }: List): void {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!
    if (isNothing(item)) items.splice(i, 1)
    else if (item.kind !== 'list') return
  }
}

const isNothing = (item: Item): boolean =>
  item.kind === 'list' ? item.items.length === 0 : item.kind === 'number' ? isZero(item.digits) : item.word === ''

/** Known qualifiers in their order, then the others by letter. */
function compareWords(a: string, b: string): number {
  const [left, right] = [rankOf(a), rankOf(b)]
  return left - right || (left === known.length ? compareTexts(a, b) : 0)
}
const rankOf = (word: string): number => (known.includes(word) ? known.indexOf(word) : known.length)

/** Where one side has no item at this place. */
function compareToNothing(item: Item): number {
  if (item.kind === 'number') return isZero(item.digits) ? 0 : 1
  if (item.kind === 'word') return rankOf(item.word) - release
  return item.items.reduce((order, inner) => order || compareToNothing(inner), 0)
}

/** `1.qualifier` comes before `1-1`, that before `1.1`. */
const kinds = ['word', 'list', 'number']

function compareItems(a: Item, b: Item): number {
  if (a.kind === 'number' && b.kind === 'number') return compareDigits(a.digits, b.digits)
  if (a.kind === 'word' && b.kind === 'word') return compareWords(a.word, b.word)
  if (a.kind === 'list' && b.kind === 'list') return compare(a, b)
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind)
}

function compare(a: List, b: List): number {
  for (let i = 0; i < a.items.length || i < b.items.length; i++) {
    const [left, right] = [a.items[i], b.items[i]]
    const order = left && right ? compareItems(left, right) : left ? compareToNothing(left) : -compareToNothing(right!)
    if (order !== 0) return order
  }
  return 0
}

export const maven = defineScheme('maven', read, compare)
