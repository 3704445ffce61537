import { saysClass } from './device-classes/device-classes.ts'
import { isForeignKind } from './foreign-kinds.ts'
import { descriptorWords, kindWords, modalityWords, roleWords, shortNames } from './model-words.ts'
import { plainText } from './plain-text.ts'

/** `number`: a code such as `mx800`; `word`: a brand; `descriptor`: what it is for, beside a brand; `role`: server, gateway; `kind`: pump, monitor. */
export type TokenKind = 'number' | 'word' | 'descriptor' | 'role' | 'modality' | 'kind'

export const words = /[a-z0-9.+]+(?:[-/'][a-z0-9.+]+)*/g

/** The `mx` of `mx800`. */
export const codeLetters = (form: string): string | undefined => /^[a-z]+(?=\d)/.exec(form)?.[0]

export const hasDigit = (token: string) => /\d/.test(token)

export const isVersionLike = (token: string) =>
  (/^(?:[vr]|mp|sw|sv|fw|ver|rev|rel)?\d+(?:\.(?:\d+|x))+$/.test(token) || /^v\d{1,2}$/.test(token)) &&
  !isFieldStrength(token)

/** `3.0t` and `3t`, `MX8OO` and `MX800`, `XR656+` and `XR656 Plus` are one. */
export function tidy(token: string): string {
  let text = token.replace(/^(\d)\.0t$/, '$1t')
  if (/\d/.test(text)) text = text.replace(/(?<=\d)o(?=\d|o|$)/g, '0').replace(/(?<=\d)o(?=0)/g, '0')
  return text
}

/** `1.5t`, `3t`: the field of a magnet, which many models share. */
export const isFieldStrength = (token: string) => /^\d(?:\.\d)?t$/.test(token)

export const isKindWord = (token: string): boolean => kindWords.has(token) || isForeignKind(token)

export function kindOf(token: string): TokenKind {
  if (isFieldStrength(token)) return 'modality'
  if (/^\d(?:st|nd|rd|th)$/.test(token)) return 'kind'
  if (hasDigit(token)) return 'number'
  if (modalityWords.has(token)) return 'modality'
  if (roleWords.has(token)) return 'role'
  if (isKindWord(token)) return 'kind'
  return 'word'
}

export const rawTokens = (text: string): string[] =>
  (
    text
      // Both at once: neither alone is one of them.
      .replace(/\b(pet|spect)[/-](ct|mr)\b/g, '$1 $2')
      .replace(/\bc\/c\+\+|\bc\+\+|\bc#(?![a-z0-9])|(?<![a-z0-9])\.net\b|\b[a-z]&[a-z]\b|(?<![\w-])i\/o(?![\w-])/g, ' ')
      .replace(/\bw(?:\/|\.(?=\s))(?=[a-z ])/g, 'with ')
      // `Archive+Viewer`, `HRA+OCT`: both.
      .replace(/(?<=(?<![a-z0-9])[a-z]{3,})\+(?=[a-z]{3})/g, ' and ')
      // `PLC + HMI`: both as well; the plus of an `Amika + pump` is of its name.
      .replace(/([a-z0-9]+) \+ (?=[a-z])/g, (text, word: string) => (saysClass(word) ? `${word} and ` : text))
      .replace(/(?<=[a-z0-9])\+/g, ' plus ')
      .replace(/-series\b/g, ' series')
      // `t:slim` is one word.
      .replace(/(?<=\b[a-z]):(?=[a-z])/g, '')
      .match(words) ?? []
  ).map((token) => token.replace(/^\.+|[.']+$/g, '').replace(/'s$/, ''))

/** Joined without its marks: `smart-ups` is `smartups`, `xq/i` is `xqi`, `syngo.plaza` is `syngoplaza`. */
export const joined = (token: string) => {
  const text = /[-/'+]/.test(token) ? token.replace(/[-/'+]/g, '') : token
  return text.includes('.') ? text.replace(/(?<=[a-z])\.(?=[a-z]{2})/g, '') : text
}

/** `mx800/700/600` → mx800, mx700, mx600; `mp5/5sc` → mp5, mp5sc; `865240/41/42` → 865240, 865241, 865242. */
export function spread(parts: readonly string[]): string[] {
  const result: string[] = []
  let before = ''
  for (const part of parts) {
    let form = part
    if (/^\d+[a-z]*$/.test(part) && before !== '') {
      // `cMT-SVR-1xx/2xx`.
      const lead = /^[a-z]+(?:-[a-z]+)*-?(?=\d)/.exec(before)?.[0]
      const digits = /^\d+/.exec(part)![0]
      if (lead) {
        const own = /\d+/.exec(before.slice(lead.length))![0]
        form = digits.length < own.length && own.length > 3 ? lead + own.slice(0, -digits.length) + part : lead + part
      } else if (/^\d+$/.test(before) && before.length >= 5 && part.length < before.length) {
        form = before.slice(0, before.length - part.length) + part
      }
    }
    result.push(form)
    before = form
  }
  return result
}

/** A code that names a model by itself: `mx800`, `8015`; not `x2`, `64`. */
export const isIdentifying = (form: string): boolean =>
  (/^\d+$/.test(form) && form.length >= 4) ||
  (/[a-z]/.test(form) && /\d/.test(form) && form.length >= 4 && !/^\d{2}bit$/.test(form))

export const isDescriptor = (form: string) =>
  descriptorWords.has(form) || (shortNames[form]?.some((name) => descriptorWords.has(name)) ?? false)

/** Numbers that tell no model: `120v`, `15in`, `12-lead`. */
export const isMeasure = (form: string) =>
  /^(?:\d+(?:v|vac|hz|w|kw|kva|va|mm|cm|in|inch|ch|channel|lead|kg|lb|l|ml|gb|tb|mp|slice|cell|bit)|x64|x86|win(?:64|32))$/.test(
    form,
  )

export const isCatalogueNumber = (form: string) => (form.match(/\d/g)?.length ?? 0) >= 4 && form.length >= 4

export const shapeOf = (form: string) => form.replace(/\d+/g, '9')

export const letters = (text: string) => plainText(text).replace(/[^a-z0-9+]/g, '')
