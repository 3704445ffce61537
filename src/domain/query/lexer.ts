// Words, quoted texts and signs of a query, each with its place.

export interface Token {
  readonly kind: 'word' | 'quoted' | 'sign' | 'end'
  /** Of a quoted text, without its marks. */
  readonly text: string
  readonly at: number
  readonly end: number
  /** A quoted text whose closing mark is not there. */
  readonly isCut?: boolean
}

const signs = ['!=', '!~', '<=', '>=', '=', '~', '<', '>', '(', ')', ','] as const
/** Marks that word processors put in their place are read as they are meant. */
const opening = '"“„«'
const closing = '"”“»'
const ends = new Set([' ', '\t', '\n', '\r', '\u00a0', '(', ')', ',', '=', '~', '<', '>'])

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    if (/\s/.test(char)) {
      at++
      continue
    }
    const token = opening.includes(char) ? quoted(text, at) : (sign(text, at) ?? word(text, at))
    tokens.push(token)
    at = token.end
  }
  return [...tokens, { kind: 'end', text: '', at: text.length, end: text.length }]
}

function sign(text: string, at: number): Token | undefined {
  const found = signs.find((one) => text.startsWith(one, at))
  return found && { kind: 'sign', text: found, at, end: at + found.length }
}

function quoted(text: string, at: number): Token {
  const isClosing = (char: string) => (text[at] === '"' ? char === '"' : closing.includes(char))
  let said = ''
  for (let end = at + 1; end < text.length; end++) {
    const char = text[end]!
    if (char === '\\' && (text[end + 1] === '\\' || isClosing(text[end + 1] ?? ''))) said += text[++end]
    else if (isClosing(char)) return { kind: 'quoted', text: said, at, end: end + 1 }
    else said += char
  }
  return { kind: 'quoted', text: said, at, end: text.length, isCut: true }
}

function word(text: string, at: number): Token {
  let end = at + 1
  while (end < text.length && !ends.has(text[end]!) && !(text[end] === '!' && '=~'.includes(text[end + 1] ?? ' ')))
    end++
  return { kind: 'word', text: text.slice(at, end), at, end }
}

/** As it must be written to be read as this text again. */
export const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** Whether it is one word as it stands. */
export const isOneWord = (text: string) => {
  const [first, second] = tokensOf(text)
  return first?.kind === 'word' && first.text === text && second?.kind === 'end'
}
