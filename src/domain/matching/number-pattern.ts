// Numbers of which a part is not told (CSAF 2.0 clause 3.1.3.3.5): `*` stands for any number of characters, `?` for one, and `\\`
// takes their meaning away.

interface Token {
  readonly kind: 'any' | 'one' | 'literal'
  /** Of a literal. */
  readonly text: string
}

export const hasWildcard = (number: string): boolean => /[*?\\]/.test(number)

const tokensOf = (pattern: string): Token[] =>
  [
    ...pattern
      .trim()
      .toLowerCase()
      .matchAll(/\\(.)|(\*)|(\?)|(.)/gs),
  ].map(([, escaped, any, one, plain]) => ({
    kind: any ? 'any' : one ? 'one' : 'literal',
    text: escaped ?? plain ?? '',
  }))

/** What stands before its first wildcard and behind its last. */
export function literalEnds(pattern: string): { readonly beginning: string; readonly end: string } {
  const tokens = tokensOf(pattern)
  const textOf = (some: readonly Token[]) => some.map(({ text }) => text).join('')
  const first = tokens.findIndex(({ kind }) => kind !== 'literal')
  const last = tokens.findLastIndex(({ kind }) => kind !== 'literal')
  if (first < 0) return { beginning: textOf(tokens), end: textOf(tokens) }
  return { beginning: textOf(tokens.slice(0, first)), end: textOf(tokens.slice(last + 1)) }
}

/** As it is written, or without the spaces and marks of both: an inventory has `FP201` for the `FP-201`. */
export function fitsPattern(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern)
  const own = text.trim().toLowerCase()
  if (fits(tokens, own)) return true
  // A mark that was escaped is meant.
  if (pattern.includes('\\')) return false
  const isMark = (token: Token) => token.kind === 'literal' && !/[a-z0-9]/.test(token.text)
  return fits(
    tokens.filter((token) => !isMark(token)),
    own.replace(/[^a-z0-9]/g, ''),
  )
}

/** Goes back to the last `*` alone: however many there are, the work is bounded by the product of both lengths. */
function fits(tokens: readonly Token[], text: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0]
  while (place < text.length) {
    const token = tokens[at]
    if (token?.kind === 'any') {
      star = at++
      resume = place
    } else if (token && (token.kind === 'one' || token.text === text[place])) {
      at++
      place++
    } else if (star >= 0) {
      at = star + 1
      place = ++resume
    } else return false
  }
  return tokens.slice(at).every(({ kind }) => kind === 'any')
}
