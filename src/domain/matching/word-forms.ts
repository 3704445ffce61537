// One word in another form: with another ending, cut short, as initials, spelled out, as a member of its line.

import type { DeviceName } from './device-name.ts'
import { isDescriptor, kindOf, letters, rawTokens } from './model-token.ts'
import { plainText } from './plain-text.ts'

export const isCutFrom = (short: string, long: string): boolean => short.length < long.length && long.startsWith(short)

/**
 * `Pro 3…` may be the `Pro 3EM`, `Galaxy V` the `Galaxy VS` and `ADAM-55` the `ADAM 5550`: a column or a hurried hand cut the name
 * where marks say so, or a letter or two digits are left of what ends it.
 */
export function isNameCutShort(text: string, name: string): boolean {
  const own = plainText(text).trim()
  const whole = plainText(name).trim()
  const begun = own.replace(/(?:\.{2,}|\u2026)$/, '').trim()
  const left = begun.replace(/[^a-z0-9]/g, '')
  if (left.length < 4 || !isCutFrom(left, whole.replace(/[^a-z0-9]/g, ''))) return false
  if (begun !== own) return true
  const [last = '', ending = ''] = [begun, whole].map((one) => /[a-z0-9]+$/.exec(one)?.[0] ?? '')
  return last !== begun && isCutFrom(last, ending) && cutEnding.test(`${last} ${ending.slice(last.length)}`)
}

/** `Delta I` is no `Delta II` cut short. */
const cutEnding = /^(?![ivx] [ivx]+$)(?:[a-z] [a-z]{1,2}|\d{2} \d{2})$/

const endings = /^(?:l?ing|ming|[lm]?er|or|ion|s)?$/

/** `programmer` and `programming`, `monitor` and `monitoring`: one word but for its ending. */
export function areOfOneStem(a: string, b: string): boolean {
  if (a[0] !== b[0] || a[4] !== b[4] || a.length < 5 || a === b || !/^[a-z]+$/.test(a + b)) return false
  let shared = 1
  while (shared < a.length && a[shared] === b[shared]) shared++
  return shared >= 5 && endings.test(a.slice(shared)) && endings.test(b.slice(shared))
}

/** `ISCV` behind `IntelliSpace Cardiovascular` adds nothing: its letters stand in the name, in that order, from two of its words. */
export function abbreviates(form: string, nameWords: readonly string[]): boolean {
  const name = nameWords.join('')
  if (!/^[a-z]{3,6}$/.test(form) || nameWords.length < 2 || form[0] !== name[0]) return false
  // The letters of `Mira` stand in `Mobilett Elara Max` by chance: no second word of it begins with one of them.
  if (!nameWords.slice(1).some((word) => form.includes(word[0]!, 1))) return false
  let at = -1
  for (const letter of form.slice(0, -1)) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  at = name.indexOf(form.at(-1)!, Math.max(at + 1, nameWords[0]!.length))
  return form.length < name.length / 2 && at >= 0
}

/** The words that a short name stands for, where the device says them instead. */
export function spelledOut(short: string, { modelTokens, descriptionWords }: DeviceName): string[] {
  if (!/^[a-z]{3,5}$/.test(short)) return []
  for (const said of [modelTokens.map(({ form }) => form), descriptionWords])
    for (let at = 0; at + short.length <= said.length; at++) {
      const words = said.slice(at, at + short.length)
      if (words.every((word, nth) => word[0] === short[nth] && word.length > 2)) return words
    }
  return []
}

/** `Processing Unit` for the `PU` that ends a name of several words, whose other words stand before it in the device's. */
export function bothSpelledOut(short: string, before: readonly string[], { modelTokens, forms }: DeviceName): string[] {
  if (!/^[a-z]{2}$/.test(short)) return []
  const end = Math.max(-1, ...before.flatMap((form) => forms.get(form) ?? []))
  const words = modelTokens.slice(end + 1, end + 3).map(({ form }) => form)
  return end >= 0 &&
    words.length === 2 &&
    words.every((word, nth) => word[0] === short[nth] && /^[a-z]{4,}$/.test(word))
    ? words
    : []
}

/** `printers` of `printer`, and the other way round. */
export const otherNumber = (form: string): string =>
  /^[a-z]{5,}$/.test(form) ? (form.endsWith('s') ? form.slice(0, -1) : `${form}s`) : ''

/** `nds5000` of `nds5008`: the same letters before a round number. */
export function isLineOf(line: string, member: string): boolean {
  const round = /^([a-z]{2,}\d+?)(0{2,3})$/.exec(line)
  return (
    round !== null &&
    line.length === member.length &&
    member.startsWith(round[1]!) &&
    /^\d+$/.test(member.slice(round[1]!.length))
  )
}
/** `DCMTK DICOM Toolkit`: the rest of the name says what the short word stands for. */
export function expands(word: string, rest: readonly string[]): boolean {
  if (!/^[a-z]{3,6}$/.test(word) || rest.length < 2 || rest[0]![0] !== word[0]) return false
  const name = rest.join('')
  const starts = rest.map((_, index) => rest.slice(0, index).join('').length)
  const places: number[] = []
  let at = -1
  for (const letter of word) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
    places.push(at)
  }
  return starts.every((start) => places.some((place) => place >= start && place < start + 8))
}

/** `ICU (iSTAR Configuration Utility)`, or the other way round, for `ICU`: the brackets and what stands before them say one thing. */
export function isSpelledOut(text: string, name: string): boolean {
  if (name.length > 6 || !text.includes('(') || !/^[a-z]{3,6}$/.test(name)) return false
  const [, before = '', inside = ''] = /^\s*([^()]+?)\s*\(([^()]+)\)\s*$/.exec(text) ?? []
  const initials = (words: string) =>
    rawTokens(plainText(words))
      .map((word) => word[0])
      .join('')
  // `(intensive care unit)` says where the device stands.
  const words = rawTokens(plainText(`${before} ${inside}`)).filter((word) => word !== name)
  if (!words.some((word) => kindOf(word) === 'word' && !isDescriptor(word))) return false
  return (
    (letters(before) === name && initials(inside) === name) || (letters(inside) === name && initials(before) === name)
  )
}
