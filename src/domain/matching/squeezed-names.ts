// Names compared without their spaces and marks. `S-50 Elite`, `S50Elite` and the first of `S50 Elite, S60 and P50 Elite` are one,
// as `HFA III` is the `HFA 3`, `Dialog plus` the `Dialog+` and `0-arm` the `O-arm`.

import { wordTable } from '#model/word-table.ts'
import { isDescriptor, isVersionLike, rawTokens } from './model-token.ts'
import {
  accessoryRoles,
  kindWords,
  lineWords,
  modalityWords,
  partingKinds,
  purposeKinds,
  roleWords,
  tellingKinds,
  variantWords,
} from './model-words.ts'
import { plainText } from './plain-text.ts'

/** What one name may be called. */
export interface SqueezedNames {
  /** The members of what the advisory lists, each in all its forms. */
  readonly members: ReadonlyMap<string, Squeezed>
  /** Members with open digits: `mBCA 51x`. */
  readonly patterns: readonly RegExp[]
  /** Beginnings of members, a word or code short of them: which member is meant is not said. */
  readonly families: ReadonlySet<string>
  /** What the listed members have in common: `iMEC` of `iMEC 8, iMEC 10 and iMEC 12`. */
  readonly line: string
}

export interface Squeezed {
  /** Words of kind that stand behind it: `ECG`. */
  readonly kinds: readonly string[]
}

/** Signs and letters that are written out as well. */
const signs: readonly (readonly [RegExp, readonly string[]])[] = [
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
function written(text: string): string[] {
  const plain = plainText(text)
  if (!/[\u0370-\u03ff\u00b5]/.test(plain)) return [plain]
  return signs.reduce<string[]>(
    (texts, [sign, words]) =>
      plain.search(sign) < 0 ? texts : texts.flatMap((one) => words.map((word) => one.replace(sign, word))),
    [plain],
  )
}

const romans: Readonly<Record<string, string>> = wordTable({
  ii: '2',
  iii: '3',
  iv: '4',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
})

/** `3` for `III`, also behind a name that it was run together with. */
const squeezedToken = (token: string): string =>
  (romans[token] ?? token.replace(/(?<=[a-z]{4})iii?$/, (roman) => romans[roman]!))
    .replace(/[^a-z0-9]/g, '')
    // A nought is often typed for the letter, and the letter for it.
    .replaceAll('o', '0')

const squeezed = (tokens: readonly string[]): string => tokens.map(squeezedToken).join('')

/** Colours are the one difference between some models, and a letter alone is part of a code. */
const isKind = (token: string): boolean =>
  token.length > 1 &&
  !/^(?:black|white|gr[ae]y|blue)$/.test(token) &&
  (kindWords.has(token) || modalityWords.has(token) || isDescriptor(token))

/** Kinds that part devices of one name, and those that are models as often: `Basic`, `Transport`. */
const isTelling = (token: string): boolean =>
  partingKinds.has(token) ||
  purposeKinds.has(token) ||
  tellingKinds.has(token) ||
  modalityWords.has(token) ||
  isDescriptor(token) ||
  /^(?:poe|basic|standard|mobile|portable|stationary|transport|digital|analog|wireless|wired|neonatal|infant|pediatric|adult|black|white|gr[ae]y|blue|2d|3d|old|new|table|wall|tower|compact|xr|cr|dr|nm)$/.test(
    token,
  )

/** Tokens of a text, parted where marks part them. */
const tokensOf = (text: string): string[] =>
  rawTokens(text.replace(/[()[\]{}"«»:]/g, ' ')).flatMap((token) =>
    token
      .replaceAll("'", '')
      .split(/[-/]/)
      .filter((part) => part !== ''),
  )

interface Named {
  /** What names it. */
  readonly tokens: readonly string[]
  readonly kinds: readonly string[]
}

/** Without the maker in front, and without the words behind that say what kind of thing it is. */
function named(tokens: readonly string[], strip: ReadonlySet<string>): Named {
  let from = 0
  while (from < tokens.length - 1 && (strip.has(tokens[from]!) || isCommon(tokens[from]!))) from++
  let to = tokens.length
  while (to > from + 1 && isKind(tokens[to - 1]!) && !variantWords.has(tokens[to - 1]!)) to--
  return { tokens: tokens.slice(from, to), kinds: tokens.slice(to) }
}

/** `Model`, `Serie`, `the`: what stands before names. */
const isCommon = (token: string): boolean => kindWords.has(token) && !isTelling(token)

const enough = (form: string): boolean =>
  form.length >= 5 || (form.length >= 3 && /\d/.test(form) && /[a-z]/.test(form))

const greek: ReadonlySet<string> = new Set(signs.flatMap(([, [name]]) => name!))

/** `mBCA 51x` of `mBCA 51x Medical Body Composition Analyzer`: behind the code long words describe. */
function withoutWordsBehind({ tokens, kinds }: Named): Named | undefined {
  const code = tokens.findLastIndex((token) => /\d/.test(token) || token in romans || greek.has(token))
  const behind = tokens.slice(code + 1)
  const areWords =
    behind.length > 0 &&
    behind.every(
      (token) => (token.length >= 4 || /^(?:co|low)$/.test(token)) && !variantWords.has(token) && !roleWords.has(token),
    )
  return code >= 0 && areWords ? { tokens: tokens.slice(0, code + 1), kinds: [...behind, ...kinds] } : undefined
}

/** `Com'X 510` of the `Enerlin'X Com'X 510`: a word and a number that the line stands before. */
function withoutLine({ tokens: [line, ...rest], kinds }: Named): Named | undefined {
  const isNamed = /^[a-z]{3,}$/.test(rest[0] ?? '') && !isKind(rest[0]!) && /^[a-z]*\d{2,}[a-z]*$/.test(rest[1] ?? '')
  return isNamed && /^[a-z]{4,}$/.test(line!) && rest.length === 2 ? { tokens: rest, kinds } : undefined
}

const parting = /\s*(?:;|(?<!\d),|,(?!\d))\s*(?:and\s+|or\s+|&\s+)?|\s+\/\s+|\s+(?:and|or|und|oder|et|y|e|&)\s+/

const shapeOf = (token: string) =>
  token.replace(/\d+/g, '9').replace(/[a-z]+/g, (word) => (word.length > 1 ? word : 'a'))

/** `ORTHOPHOS XG 3D, XG 5`: the second begins where the first has the like of its first word. */
function headOf(first: readonly string[], piece: readonly string[]): readonly string[] {
  const [begin] = piece
  if (begin === undefined || first[0] === begin) return []
  const at = first.findIndex(
    (token, nth) => nth > 0 && (token === begin || (/\d/.test(begin) && shapeOf(token) === shapeOf(begin))),
  )
  return at < 0 ? [] : first.slice(0, at)
}

/** `PB840` for `Puritan Bennett 840`, `LC480` for `LightCycler 480`: the initials of the words before a number. */
function initialled(text: string): string[] {
  const words = /^((?:[A-Z][a-z]+[\s-]*){2,4})(\d{3,}.*)$/.exec(text.trim())
  if (!words) return []
  const initials = words[1]!.replace(/[^A-Z]/g, '').toLowerCase()
  const { tokens, kinds } = named(tokensOf(plainText(words[2]!)), new Set())
  const code = withoutWordsBehind({ tokens, kinds })?.tokens ?? tokens
  return [initials + squeezed(code)]
}

/** `TIA Portal` for `Totally Integrated Automation Portal`: the initials of three words or more, and the rest. */
function spelledInitials(tokens: readonly string[]): string[] {
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

/** `ABL8x5`, `51x`, `RS9xxW`: small letters between or behind digits. */
const openDigits = /(?<=\d)(?:x+(?=\d|$)|xx+(?=[a-wyz]))/g
const hasOpenDigits = (text: string): boolean => /\dx/.test(text)

/** `MiniMed 600 Series` are the 630G, the 640G and the 670G. */
const hundredsOf = /(?<=(?:^|[\sa-z-])[1-9]\d?)00(?=(?:[\s-]+)(?:series|serie|family)\b)/g

/** Characters of a product's name, and tokens of one member: what is longer is prose. */
const longest = 400
const mostTokens = 10

const nothing: SqueezedNames = { members: new Map(), patterns: [], families: new Set(), line: '' }

/** The members of a product’s name; none where a condition or a version stands in it, which these forms would lose. */
export function squeezedNames(
  product: { readonly text: string; readonly isWhole: boolean },
  strip: ReadonlySet<string>,
): SqueezedNames {
  if (!product.isWhole || product.text.length > longest) return nothing
  const members = new Map<string, Squeezed>()
  const patterns: RegExp[] = []
  const isOpen = hasOpenDigits(product.text)
  const families = new Set<string>()
  const listed: (readonly string[])[] = []
  const add = ({ tokens, kinds }: Named) => {
    if (tokens.length > mostTokens) return
    const form = squeezed(tokens)
    if (!enough(form)) return
    // `IntelliSpace` alone is not the `IntelliSpace Cardiovascular`.
    if (kinds.length > 0 && tokens.every((token) => lineWords.has(token))) {
      families.add(form)
      return
    }
    const open = isOpen ? form.replace(openDigits, (digits) => `[a-z0-9]{${digits.length}}`) : form
    if (open !== form) patterns.push(new RegExp(`^${open}(?!\\d)`))
    else members.set(form, { kinds })
    for (let length = 1; length < tokens.length; length++) {
      const begun = tokens.slice(0, length)
      const family = squeezed(begun)
      if (begun.every((token) => isKind(token) || roleWords.has(token))) continue
      if (family.length >= 3 && !/^\d+$/.test(family)) families.add(family)
      // The `Ultraview SL` of `Ultraview SL2400`.
      const line = /^[a-z]+(?=\d)/.exec(tokens[length]!)?.[0]
      if (line) families.add(family + line.replaceAll('o', '0'))
    }
    // The `5100` of `5100C`, the `550` of `550Dx`, the `zorphon` of `zorphon2`.
    const short = /^(.*\d)(?:[a-z]|dx)$/.exec(form)?.[1] ?? /^([a-z0]{5,})[1-9]$/.exec(form)?.[1]
    if (short && enough(short)) families.add(short)
  }
  const addHundreds = (text: string) => {
    const open = text.replace(hundredsOf, 'xx')
    if (open === text || parting.test(text)) return
    const { tokens } = named(tokensOf(open), new Set())
    const form = squeezed(tokens)
    const pattern = form.replace(/(?<=\d)xx(?!.*xx)/, '[0-9]{2}')
    if (pattern !== form && /[a-z]{3}/.test(form)) patterns.push(new RegExp(`^${pattern}(?!\\d)`))
  }
  const hasNotes = product.text.includes('(')
  const bare = hasNotes ? product.text.replace(/\([^()]*\)/g, ' ') : product.text
  const inside = hasNotes ? [...product.text.matchAll(/\(([^()]*)\)/g)].flatMap(([, note]) => note!.split(parting)) : []
  for (const text of written(bare)) {
    if (/00[\s-]+(?:series|serie|family)\b/.test(text)) addHundreds(text)
    const parts = text.split(parting).map(tokensOf)
    const pieces = parts.map((tokens) => named(tokens, strip))
    const [first] = pieces
    if (!first) continue
    // `custocardio 300BT` for the `custo cardio 300 BT` of custo: the maker's word was run together with the name.
    for (const tokens of parts) {
      const whole = named(tokens, new Set())
      if (
        whole.tokens.some((token) => strip.has(token)) &&
        whole.tokens.some((token) => !strip.has(token) && !isKind(token))
      )
        add(withoutWordsBehind(whole) ?? whole)
    }
    for (const piece of pieces) {
      if (piece.tokens.length === 0 || piece.tokens.every(isKind)) continue
      const short = withoutWordsBehind(piece)
      if (short) add(short)
      const own = withoutLine(short ?? piece)
      if (own) add(own)
      if (piece === first || first.tokens[0] === piece.tokens[0] || pieces.length === 1) {
        add(piece)
        if (pieces.length > 1) listed.push(piece.tokens)
        continue
      }
      const head = headOf(first.tokens, piece.tokens)
      listed.push([...head, ...piece.tokens])
      if (head.length > 0) add({ ...piece, tokens: [...head, ...piece.tokens] })
      add(piece)
    }
  }
  // `NW8F` of `TRC-NW8F`.
  for (const [, code] of !bare.includes('-')
    ? []
    : plainText(bare).matchAll(/(?<![\w-])[a-z]{2,4}-([a-z]+\d[a-z\d]*)(?![\w-])/g))
    if (code!.length >= 4 && !isOpen) members.set(squeezedToken(code!), { kinds: [] })
  for (const form of initialled(bare)) members.set(form, { kinds: [] })
  const [whole] = written(bare)
  if (whole && !parting.test(whole))
    for (const form of spelledInitials(named(tokensOf(whole), strip).tokens)) members.set(form, { kinds: [] })
  // `(formerly PowerSCADA Expert)`.
  for (const [, former] of !hasNotes
    ? []
    : product.text.matchAll(/\((?:formerly|previously|aka|a\.k\.a\.|also known as)(?: known as)?:? ([^()]+)\)/gi))
    add(named(tokensOf(plainText(former!)), strip))
  // `RSP RSPE RSPS MSP`: letters that the codes of each line begin with.
  const lines = bare.trim().split(/\s+/)
  if (lines.length >= 4 && lines.every((line) => /^[A-Z]{2,5}$/.test(line)))
    for (const line of lines)
      if (line.length >= 3) patterns.push(new RegExp(`^${squeezedToken(line.toLowerCase())}[1-9]`))
  for (const note of inside) {
    // `part numbers BMXP34*`.
    for (const [, begun] of !note.includes('*')
      ? []
      : note.matchAll(/(?<![\w*])([A-Za-z]{2,}\d{2,}|\d[A-Za-z\d]{4,})\*/g))
      patterns.push(new RegExp(`^${squeezedToken(begun!.toLowerCase())}`))
    const tokens = tokensOf(plainText(note)).filter((token) => !/^incl(?:uding)?$/.test(token))
    const form = squeezed(tokens)
    const isNumbered =
      /[a-z]{2}/.test(form) &&
      /\d/.test(form) &&
      form.length >= 4 &&
      !tokens.some((token) => isKind(token) || isVersionLike(token))
    // `(eBMGR-TCH)`, `(TM-Server)`: a hyphen or capitals within make a name of it.
    const isWritten =
      /^(?=.*[A-Z])(?:[A-Za-z]{1,}-[A-Za-z][A-Za-z-]+|[A-Za-z]+[a-z][A-Z]\w*)$/.test(note) && form.length >= 5
    if (!isNumbered && !(isWritten && !/\b(?:only|based|free)\b/i.test(note) && tokens.some((token) => !isKind(token))))
      continue
    add({ tokens, kinds: [] })
    if (inside.length > 1) listed.push(tokens)
  }
  for (const form of members.keys()) families.delete(form)
  return { members, patterns, families, line: squeezed(commonBeginning(listed)) }
}

function commonBeginning(listed: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = listed
  if (!first || others.length === 0) return []
  let length = 0
  while (length < first.length && others.every((tokens) => tokens[length] === first[length])) length++
  // Where one of them is all that they have in common, it is a member.
  return listed.some((tokens) => tokens.length === length) ? [] : first.slice(0, length)
}

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
      product.members.has(squeezed) &&
      (isInFront ? words.every(isPlain) : (isOrdered && words.every(isOrderedPart)) || words.every(isAdded)),
  )?.squeezed
}

/** `iMEC 7` for `iMEC 8, iMEC 10 and iMEC 12`: another of the line. */
export function isAnotherOfLine(device: readonly Beside[], { line, members, patterns }: SqueezedNames): boolean {
  if (line.length < 3 || patterns.length > 0) return false
  const words = device.find(({ squeezed, isInFront }) => !isInFront && squeezed === line)?.words
  if (!words || isKind(words[0]!) || /^\d{4,}$/.test(words[0]!)) return false
  const rests = [...members.keys()].flatMap((member) => (member.startsWith(line) ? [member.slice(line.length)] : []))
  return !words.map(squeezedToken).some((word) => rests.some((rest) => rest.startsWith(word) || word.startsWith(rest)))
}

const partsModels = (word: string): boolean =>
  variantWords.has(word) || roleWords.has(word) || accessoryRoles.has(word) || isTelling(word) || word === 'agent'

/** What the device is called, with the kinds that stand behind it, in every way in which it may be meant. */
export function squeezedDevice(model: string, strip: ReadonlySet<string>): ReadonlyMap<string, Squeezed> {
  const found = new Map<string, Squeezed>()
  for (const text of written(model)) {
    const all = tokensOf(text)
    const bare = tokensOf(text.replace(/\([^()]*\)/g, ' '))
    for (const tokens of bare.length > 0 && bare.length < all.length ? [all, bare] : [all]) {
      const whole = squeezed(tokens)
      if (whole.length >= 3) found.set(whole, { kinds: [] })
      const own = named(tokens, strip)
      const form = squeezed(own.tokens)
      if (form.length >= 3 && !found.has(form)) found.set(form, { kinds: own.kinds })
      for (const short of spelledInitials(own.tokens)) if (!found.has(short)) found.set(short, { kinds: own.kinds })
    }
  }
  return found
}

/** The member that the device is by its whole name, if it is one. */
export function memberOf(device: ReadonlyMap<string, Squeezed>, product: SqueezedNames): string | undefined {
  for (const [form, { kinds }] of device) {
    const member = product.members.get(form)
    // A word of kind that only the device has may be another thing: `X ECG` is no `X`.
    if (member && kinds.every((kind) => !isTelling(kind) || member.kinds.includes(kind))) return form
    if (!member && product.patterns.some((pattern) => pattern.test(form))) return form
  }
  return undefined
}

/** The family that the device names without saying which member of it is meant. */
export const familyOf = (device: ReadonlyMap<string, Squeezed>, product: SqueezedNames): string | undefined =>
  [...device].find(([form, { kinds }]) => product.families.has(form) && !kinds.some(isTelling))?.[0]
