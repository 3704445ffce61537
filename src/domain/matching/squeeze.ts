// Names without their spaces and marks, and the words of kind that stand before and behind them.

import { wordTable } from '#model/word-table.ts'
import { isDescriptor, isKindWord, rawTokens } from './model-token.ts'
import { modalityWords, partingKinds, variantWords } from './model-words.ts'
import { plainText } from './plain-text.ts'

/** Tokens of one member: what is longer is prose. */
export const mostTokens = 10

/** Signs and letters that are written out as well. */
export const signs: readonly (readonly [RegExp, readonly string[]])[] = [
  [/α/g, ['alpha', 'a']],
  [/β/g, ['beta', 'b']],
  [/γ/g, ['gamma']],
  [/δ/g, ['delta']],
  [/ε/g, ['epsilon']],
  [/[σς]/g, ['sigma']],
  [/[µμ]/g, ['micro', 'u']],
  [/ω/g, ['omega']],
]

/** The text in each way in which its signs are written; one for nearly all. */
export function written(text: string): string[] {
  const plain = plainText(text)
  if (!/[\u0370-\u03ff\u00b5]/.test(plain)) return [plain]
  return signs.reduce<string[]>(
    (texts, [sign, words]) =>
      plain.search(sign) < 0 ? texts : texts.flatMap((one) => words.map((word) => one.replace(sign, word))),
    [plain],
  )
}

export const romans: Readonly<Record<string, string>> = wordTable({
  ii: '2',
  iii: '3',
  iv: '4',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
})

/** `3` for `III`, also behind a name that it was run together with. */
export const squeezedToken = (token: string): string =>
  (romans[token] ?? token.replace(/(?<=[a-z]{4})iii?$/, (roman) => romans[roman]!))
    .replace(/[^a-z0-9]/g, '')
    // A nought is often typed for the letter, and the letter for it.
    .replaceAll('o', '0')

export const squeezed = (tokens: readonly string[]): string => tokens.map(squeezedToken).join('')

/** Colours are the one difference between some models, and a letter alone is part of a code. */
export const isKind = (token: string): boolean =>
  token.length > 1 &&
  !/^(?:black|white|gr[ae]y|blue)$/.test(token) &&
  (isKindWord(token) || modalityWords.has(token) || isDescriptor(token))

/** Said of one thing of a name, they may be the name of another: `X ECG` is no `X`. */
const kindsAsNames: ReadonlySet<string> = new Set(
  'imaging ultrasound tomography resonance radiography fluoroscopy mammography angiography ecg ekg eeg emg infusion glucose dispensing telemetry surgical bedside pump monitor platform oximeter meter analyzer analyser generator cabinet'.split(
    ' ',
  ),
)

/** Kinds that part devices of one name, and those that are models as often: `Basic`, `Transport`. */
export const isTelling = (token: string): boolean =>
  partingKinds.has(token) ||
  modalityWords.has(token) ||
  isDescriptor(token) ||
  kindsAsNames.has(token) ||
  /^(?:poe|basic|standard|mobile|portable|stationary|transport|digital|analog|wireless|wired|neonatal|infant|pediatric|adult|black|white|gr[ae]y|blue|2d|3d|old|new|table|wall|tower|compact|xr|cr|dr|nm)$/.test(
    token,
  )

/** Tokens of a text, parted where marks part them. */
export const tokensOf = (text: string): string[] =>
  rawTokens(text.replace(/[()[\]{}"«»:]/g, ' ')).flatMap((token) =>
    token
      .replaceAll("'", '')
      .split(/[-/]/)
      .filter((part) => part !== ''),
  )

export interface Named {
  /** What names it. */
  readonly tokens: readonly string[]
  readonly kinds: readonly string[]
}

/** Without the maker in front, and without the words behind that say what kind of thing it is. */
export function named(tokens: readonly string[], strip: ReadonlySet<string>): Named {
  let from = 0
  while (from < tokens.length - 1 && (strip.has(tokens[from]!) || isCommon(tokens[from]!))) from++
  let to = tokens.length
  while (to > from + 1 && isKind(tokens[to - 1]!) && !variantWords.has(tokens[to - 1]!)) to--
  return { tokens: tokens.slice(from, to), kinds: tokens.slice(to) }
}

/** `Model`, `Serie`, `the`: what stands before names. */
const isCommon = (token: string): boolean => isKindWord(token) && !isTelling(token)

/** `TIA Portal` for `Totally Integrated Automation Portal`: the initials of three words or more, and the rest. */
export function spelledInitials(tokens: readonly string[]): string[] {
  const words = tokens.findIndex((token) => !/^[a-z]{2,}$/.test(token))
  const most = Math.min(words < 0 ? tokens.length - 1 : words, 5)
  const found: string[] = []
  for (let count = 3; count <= most; count++) {
    const rest = tokens.slice(count)
    if (rest.join('').length < 4) continue
    const initials = tokens.slice(0, count).map((token) => token[0]!)
    found.push(squeezedToken(initials.join('')) + squeezed(rest))
  }
  return found
}
