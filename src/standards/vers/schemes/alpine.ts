import { compareTexts } from '#model/text-order.ts'
import { compareDigits, defineScheme } from './scheme.ts'

// apk-package(5): number{.number}{letter}{_suffix{number}}{~hash}{-r#}.

const kinds = ['first', 'number', 'letter', 'suffix', 'suffixNumber', 'hash', 'revision', 'end'] as const
interface Token {
  readonly kind: (typeof kinds)[number]
  readonly text: string
}

/** What stands before the empty one is a pre-release. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']
const release = suffixes.indexOf('')

function read(text: string): readonly Token[] | undefined {
  const found =
    /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+))?$/.exec(
      text,
    )
  if (!found) return undefined
  const [, first, numbers, letter, endings, hash, revision] = found
  const tokens: Token[] = [{ kind: 'first', text: first! }]
  for (const number of numbers!.split('.').slice(1)) tokens.push({ kind: 'number', text: number })
  if (letter) tokens.push({ kind: 'letter', text: letter })
  for (const [, suffix, number] of endings!.matchAll(/_([a-z]+)(\d*)/g)) {
    tokens.push({ kind: 'suffix', text: suffix! })
    if (number) tokens.push({ kind: 'suffixNumber', text: number })
  }
  if (hash) tokens.push({ kind: 'hash', text: hash })
  if (revision !== undefined) tokens.push({ kind: 'revision', text: revision })
  return [...tokens, { kind: 'end', text: '' }]
}

function compare(a: readonly Token[], b: readonly Token[]): number {
  let i = 0
  for (; a[i]!.kind === b[i]!.kind && a[i]!.kind !== 'end'; i++) {
    const order = compareTokens(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  const [left, right] = [a[i]!, b[i]!]
  if (left.kind === right.kind) return 0
  if (isBeforeRelease(left)) return -1
  if (isBeforeRelease(right)) return 1
  // The longer one is later: what may stand further on comes first.
  return kinds.indexOf(right.kind) - kinds.indexOf(left.kind)
}

const isBeforeRelease = ({ kind, text }: Token): boolean => kind === 'suffix' && suffixes.indexOf(text) < release

function compareTokens(a: Token, b: Token): number {
  if (a.kind === 'suffix') return suffixes.indexOf(a.text) - suffixes.indexOf(b.text)
  // After a dot a leading zero makes it a decimal fraction: 1.05 comes before 1.1.
  const isFraction = a.kind === 'number' && (a.text.startsWith('0') || b.text.startsWith('0'))
  if (isFraction || a.kind === 'letter' || a.kind === 'hash') return compareTexts(a.text, b.text)
  return compareDigits(a.text, b.text)
}

export const alpine = defineScheme('alpine', read, compare)
