// Names compared without their spaces and marks. `S-50 Elite`, `S50Elite` and the first of `S50 Elite, S60 and P50 Elite` are one,
// as `HFA III` is the `HFA 3`, `Dialog plus` the `Dialog+` and `0-arm` the `O-arm`.

import { classesIn, isPart, relationOf } from './device-classes/device-classes.ts'
import { memberWords } from './family-names.ts'
import { accessoryRoles, roleWords, variantWords } from './model-words.ts'
import { plainText } from './plain-text.ts'
import { isPlain } from './plain-words.ts'
import {
  isKind,
  isTelling,
  mostTokens,
  named,
  spelledInitials,
  squeezed,
  squeezedToken,
  tokensOf,
  written,
} from './squeeze.ts'
import type { Squeezed, SqueezedNames } from './squeezed-members.ts'

/** What a device says beside a member that it names. */
export interface Beside {
  readonly squeezed: string
  readonly words: readonly string[]
  readonly isInFront: boolean
  /** Hyphens join it to the name, as an order code: `UG67-868M`, `B-EX4T1-GS12-QM-R`. */
  readonly isOrdered?: boolean
}

/** A name with a word or number more behind it, or with one in front. */
export function squeezedBeside(model: string, strip: ReadonlySet<string>): readonly Beside[] {
  const plain = plainText(model).trim()
  const { tokens } = named(tokensOf(plain), strip)
  const found: Beside[] = []
  if (tokens.length > mostTokens) return found
  for (let length = tokens.length - 1; length > 0; length--) {
    const form = squeezed(tokens.slice(0, length))
    const words = tokens.slice(length)
    const isOrdered =
      words.some((word) => word.length >= 4 || words.length > 1) && plain.endsWith(`-${words.join('-')}`)
    found.push({ squeezed: form, words, isInFront: false, isOrdered })
  }
  const rest = squeezed(tokens.slice(1))
  if (tokens.length > 1) found.push({ squeezed: rest, words: tokens.slice(0, 1), isInFront: true })
  return found
}

const isCode = (form: string): boolean =>
  /^\d{4,}$/.test(form) || (/\d/.test(form.replaceAll('0', '')) && /[a-z]/.test(form))

/** `Vitek 2 Compact 60`, `RAD97 NOMOLINE`, `Stöckert S5`: what stands beside the name is a size, an option or an old brand. */
export function memberBeside(device: readonly Beside[], product: SqueezedNames): string | undefined {
  const isPlain = (word: string) => word.length >= 5 && /^[a-z]+$/.test(word) && !isKind(word) && !partsModels(word)
  const isOrderedPart = (word: string) => /^(?:[a-z]{1,2}|[a-z\d]*\d[a-z\d]*)$/.test(word)
  const isAdded = (word: string) => !partsModels(word) && (/^\d+$/.test(word) || word.length >= 3)
  return device.find(
    ({ squeezed, words, isInFront, isOrdered }) =>
      isCode(squeezed) &&
      (product.members.has(squeezed) || product.patterns.some((pattern) => pattern.test(squeezed))) &&
      !areOfOtherName(words, product.members.get(squeezed)?.kinds ?? []) &&
      (isInFront ? words.every(isPlain) : (isOrdered && words.every(isOrderedPart)) || words.every(isAdded)),
  )?.squeezed
}

/** The `Touch` of a `CS-200 Touch`, where the member is called `CS-200 Excellence`. */
const areOfOtherName = ([word = '']: readonly string[], [named = '']: readonly string[]): boolean =>
  isOwnName(word) && isOwnName(named) && word !== named

const isOwnName = (word: string): boolean =>
  memberWords.has(word) || (/^[a-z]{4,}$/.test(word) && !isKind(word) && !isPlain(word))

/** `iMEC 7` for `iMEC 8, iMEC 10 and iMEC 12`: another of the line. */
export function isAnotherOfLine(device: readonly Beside[], { line, members, patterns }: SqueezedNames): boolean {
  if (line.length < 3 || patterns.length > 0) return false
  const words = device.find(({ squeezed, isInFront }) => !isInFront && squeezed === line)?.words
  if (!words || isKind(words[0]!) || /^\d{4,}$/.test(words[0]!)) return false
  const rests = [...members.keys()].flatMap((member) =>
    member.startsWith(line) && member !== line ? [member.slice(line.length)] : [],
  )
  return !words.map(squeezedToken).some((word) => rests.some((rest) => rest.startsWith(word) || word.startsWith(rest)))
}

const partsModels = (word: string): boolean =>
  variantWords.has(word) || roleWords.has(word) || accessoryRoles.has(word) || isTelling(word) || word === 'agent'

const isVersion = /^v?\d+\.\d[\w.]*$/

/** Two letters are a series, the `XN` of Sysmex, and a letter with a digit may be a model: the `S1` of Hamilton. */
const isLongEnough = (form: string): boolean => form.length >= 3 || /^[a-z0]{2}$|^[a-z]\d$/.test(form)

/** What the device is called, with the kinds that stand behind it, in every way in which it may be meant. */
export function squeezedDevice(model: string, strip: ReadonlySet<string>): ReadonlyMap<string, Squeezed> {
  const found = new Map<string, Squeezed>()
  // The `C4504exSP` is a `C4504ex`: behind small letters capitals say what it was ordered with.
  const ordered = model.replace(/(?<=\d[a-z]{2,3})[A-Z]{1,3}(?![A-Za-z\d])/, '')
  for (const text of ordered === model ? written(model) : [...written(model), ...written(ordered)]) {
    const all = tokensOf(text)
    const bare = tokensOf(text.replace(/\([^()]*\)/g, ' '))
    const ways = [all, ...(bare.length > 0 && bare.length < all.length ? [bare] : [])]
    for (const tokens of ways) {
      const whole = squeezed(tokens)
      if (isLongEnough(whole)) found.set(whole, { kinds: [] })
      const own = named(tokens, strip)
      const form = squeezed(own.tokens)
      if (isLongEnough(form) && !found.has(form)) found.set(form, { kinds: own.kinds })
      for (const short of spelledInitials(own.tokens)) if (!found.has(short)) found.set(short, { kinds: own.kinds })
    }
    // `PowerLUMA Expert 8.1`: the version stands behind the whole name.
    for (const tokens of ways) {
      const form = isVersion.test(tokens.at(-1) ?? '') ? squeezed(tokens.slice(0, -1)) : ''
      if (form.length >= 6 && !found.has(form)) found.set(form, { kinds: [], isVersioned: true })
    }
  }
  return found
}

const saysKind = (kinds: readonly string[], kind: string): boolean =>
  kinds.some((one) => one === kind || one === `${kind}s`)

/**
 * Whether words of kind behind the one name may stand behind the other. `Novum IQ LVP` is no `Novum IQ Syringe Pump`; a word that only
 * the device has may be another thing, as `X ECG` is no `X`, but behind a code it says what the thing is.
 */
function kindsAgree(form: string, own: readonly string[], named: readonly string[]): boolean {
  if (own.length === 0) return true
  const said = classesIn(own)
  const other = classesIn(named).ids
  const isSaid = said.ids.length > 0
  if (isSaid && other.length > 0 && relationOf(said.ids, other) !== 'alike') return false
  const describes = other.length > 0 ? isSaid : isCode(form) && form.length >= 6 && !said.ids.some(isPart)
  return own.every((kind, at) => !isTelling(kind) || saysKind(named, kind) || (describes && said.places.has(at)))
}

/** The member that the device is by its whole name, if it is one. */
export function memberOf(device: ReadonlyMap<string, Squeezed>, product: SqueezedNames): string | undefined {
  for (const [form, { kinds }] of device) {
    const member = product.members.get(form)
    if (member && kindsAgree(form, kinds, member.kinds)) return form
    if (!member && product.patterns.some((pattern) => pattern.test(form))) return form
  }
  return undefined
}

/** The family that the device names without saying which member of it is meant. */
export const familyOf = (device: ReadonlyMap<string, Squeezed>, product: SqueezedNames): string | undefined =>
  [...device].find(
    ([form, { kinds, isVersioned }]) =>
      !isVersioned && product.families.has(form) && kinds.every((kind) => !isTelling(kind) || isOfOne(product, kind)),
  )?.[0]

const isOfOne = ({ members }: SqueezedNames, kind: string): boolean =>
  [...members.values()].some(({ kinds }) => saysKind(kinds, kind))
