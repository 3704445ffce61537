import type { Mds2Word } from '#model/mds2.ts'

export interface Said {
  readonly word: Mds2Word
  readonly note: string
}

const spoken =
  /^(yes|no|n\s*\/\s*a|n\.\s*a|na|not applicable|(?:please )?(?:see|refer to)(?: the)? notes?|[yn](?=\W*$))(?![\p{L}\p{N}])(.*)$/isu
const nothing = /^[_\s.…–—-]*$/

/** The answer at the start of a text, and what is said beside it: `Yes, optional`, `N/A: no default accounts`. */
export function readAnswer(text: string): Said {
  const written = plain(text)
  if (nothing.test(written)) return { word: 'blank', note: '' }
  const [, word, rest] = spoken.exec(written) ?? []
  if (word === undefined || rest === undefined) return { word: 'other', note: written }
  return { word: wordOf(word), note: plain(rest.replace(/^[\s.,:;)–—-]+/, '')) }
}

export const isAnswer = (text: string) => spoken.test(plain(text))

function wordOf(word: string): Mds2Word {
  const first = word.toLowerCase().replace(/[^a-z]/g, '')
  if (first.startsWith('y')) return 'yes'
  if (first === 'no' || first === 'n') return 'no'
  return /note/.test(first) ? 'see_note' : 'not_applicable'
}

/** Longer texts are cut: no answer is as long, and what looks for words in it should end. In characters. */
const longest = 20_000
const isQuote = (mark: string | undefined) => mark === '"' || mark === '“' || mark === '”'
const separators = ' ,;'

/** Without quotes around it, separators behind it and what stands for an empty cell. */
export function plain(text: string): string {
  let trimmed = trimEnd(
    text
      .slice(0, longest)
      .replace(/[\s\u00a0]+/g, ' ')
      .trimStart(),
  )
  // A quote is taken off with its fellow, or where it has none.
  for (let times = 0; times < 4; times++) {
    let quotes = 0
    for (const mark of trimmed) if (isQuote(mark)) quotes++
    const [starts, ends] = [isQuote(trimmed[0]), isQuote(trimmed.at(-1))]
    if (!(starts && ends) && !(quotes % 2 === 1 && (starts || ends))) break
    trimmed = trimmed.slice(starts ? 1 : 0, ends && (trimmed.length > 1 || !starts) ? -1 : undefined).trim()
  }
  return nothing.test(trimmed) ? '' : trimmed
}

function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && separators.includes(text[end - 1]!)) end--
  return text.slice(0, end)
}
