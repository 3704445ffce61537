// The words of makers' names, and what of them tells no maker: legal forms, divisions, places.

import { legalFormWords, withoutLegalForms, withoutWrittenForms } from '#domain/matching/legal-forms.ts'
import { plainText } from '#domain/matching/plain-text.ts'
import { wordTable } from '#model/word-table.ts'
import { countries, places, spacedLetters, trades, withoutChinesePlace } from './vendor-written.ts'

export const legalForms = new Set([
  ...countries,
  ...legalFormWords,
  ...'usa us uk america americas europe deutschland germany france italia italy iberia japan china international worldwide global'.split(
    ' ',
  ),
])
/** What companies add to their name for a division; taken off only where the rest is a known name. */
export const divisions = new Set([
  ...trades,
  ...places,
  ...'medical healthcare health care systems system solutions technologies technology technik medizintechnik medizinische diagnostics imaging instruments devices products electronics software services ultrasound melsungen biosciences laboratories laboratory labs north manufacturing critical it informatics informatik networking networks automation robotics biomedical biomedica diagnostic diagnostica pharma scientific science sciences lifesciences life research team project foundation community'.split(
    ' ',
  ),
])

/** Words of a trade end so in German, French, Italian and Spanish: `WAGO Kontakttechnik`. */
export const isDivision = (word: string): boolean =>
  divisions.has(word) ||
  (word.length >= 8 &&
    /(?:technik|technologie|systeme|systemes|sistemas|sistemi|elektronik|gerate|geraete|bau)$/.test(word))

/** Words of makers’ names as a narrow column cuts them. */
export const cutWords: Readonly<Record<string, string>> = wordTable({
  med: 'medical',
  lab: 'laboratory',
  labs: 'laboratories',
  sys: 'systems',
  tech: 'technologies',
  diag: 'diagnostics',
  sci: 'scientific',
  instr: 'instruments',
  hlth: 'health',
  hlthcare: 'healthcare',
  elec: 'electronics',
})

export const wordsOf = (text: string): string[] =>
  withoutWrittenForms(plainText(text))
    // `B.P.L.` is BPL; the B. of `B. Braun` stands alone.
    .replace(/\b(?:[a-z]\.){2,}(?:[a-z]\b)?/g, (initials) => `${initials.replaceAll('.', '')} `)
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(spacedLetters, (spaced) => spaced.replaceAll(' ', ''))
    .split(' ')
    .filter((word) => word !== '' && !/^(?:and|und|et)$/.test(word))

export const keyOf = (words: readonly string[]): string => withoutLegalForms(words, legalForms).join(' ')

/** The whole of a name that is nothing but such a word: `AB` of Allen-Bradley. */
export const wholeKeyOf = (words: readonly string[]): string => keyOf(words) || words.join(' ')

/** One for spellings that differ in case, signs, accents or legal form alone. */
export const vendorSpelling = (text: string): string => keyOf(wordsOf(text)) || plainText(text)

export const withoutTrade = (key: string): string =>
  key
    .split(' ')
    .filter((word) => !isDivision(word))
    .join(' ')

/** `Omron Healthcare` is `Omron`, as far as nobody else bears the name. */
export function withoutDivision(whole: string): string {
  const key = withoutChinesePlace(whole, isDivision)
  const words = key.split(' ')
  while (words.length > 1 && isDivision(words.at(-1)!)) words.pop()
  const rest = words.join(' ')
  return words.length > 1 ||
    (rest.length >= 3 &&
      !/^(?:general|united|american|advanced|national|universal|medical|first|smart|global)$/.test(rest))
    ? rest
    : key
}
