// What a product's name may be called without its spaces and marks: each member of a list, its codes, notes and initials.

import { roundForms } from './code-forms.ts'
import { isVersionLike } from './model-token.ts'
import { kindWords, lineWords, roleWords, variantWords } from './model-words.ts'
import { plainText } from './plain-text.ts'
import { isPlain } from './plain-words.ts'
import {
  isKind,
  mostTokens,
  type Named,
  named,
  romans,
  signs,
  spelledInitials,
  squeezed,
  squeezedToken,
  tokensOf,
  written,
} from './squeeze.ts'

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
  /** A version stood behind it: what it may be the family of is told by that. */
  readonly isVersioned?: boolean
}

const enough = (form: string): boolean =>
  form.length >= 5 || /^\d{4}$/.test(form) || (form.length >= 3 && /\d/.test(form) && /[a-z]/.test(form))

const greek: ReadonlySet<string> = new Set(signs.flatMap(([, [name]]) => name!))

/** `mBCA 51x` of `mBCA 51x Medical Body Composition Analyzer`: behind the code long words describe. */
function withoutWordsBehind({ tokens, kinds }: Named, names: ReadonlySet<string>): Named | undefined {
  const code = tokens.findLastIndex((token) => /\d/.test(token) || token in romans || greek.has(token))
  const behind = tokens.slice(code + 1)
  const areWords =
    behind.length > 0 &&
    behind.every(
      (token) => (token.length >= 4 || /^(?:co|low)$/.test(token)) && !variantWords.has(token) && !roleWords.has(token),
    )
  // What the `Nimbus II PainPRO` is called ends it, and no word for a thing: the `i63 VoWiFi Handset` has one.
  const endsInName = kinds.length === 0 && behind.some((token) => names.has(token)) && !behind.some(isPlain)
  return code >= 0 && areWords && !endsInName
    ? { tokens: tokens.slice(0, code + 1), kinds: [...behind, ...kinds] }
    : undefined
}

/** Capitals within make a name of a word: the `PainPRO` of a `Nimbus II PainPRO`. */
const namesWithin = (text: string): ReadonlySet<string> =>
  new Set((text.match(/[A-Z][a-z]+[A-Z][A-Za-z]+/g) ?? []).map((name) => name.toLowerCase()))

/** `Com'X 510` of the `Enerlin'X Com'X 510`: a word and a number that the line stands before. */
function withoutLine({ tokens: [line, ...rest], kinds }: Named): Named | undefined {
  const isNamed = /^[a-z]{3,}$/.test(rest[0] ?? '') && !isKind(rest[0]!) && /^[a-z]*\d{2,}[a-z]*$/.test(rest[1] ?? '')
  return isNamed && /^[a-z]{4,}$/.test(line!) && rest.length === 2 ? { tokens: rest, kinds } : undefined
}

const parting = /\s*(?:;|(?<!\d),|,(?!\d))\s*(?:and\s+|or\s+|&\s+)?|\s+\/\s+|\s+(?:and|or|und|oder|et|y|e|&)\s+/

const shapeOf = (token: string) =>
  token.replace(/\d+/g, '9').replace(/[a-z]+/g, (word) => (word.length > 1 ? word : 'a'))

/** `400`, `500v`: a letter behind the number makes no other kind of word of it. */
const looseShape = (token: string) => shapeOf(token).replace(/(?<=^9)a$/, '')

/** `ORTHOPHOS XG 3D, XG 5`: the second begins where the first has the like of its first word. */
function headOf(first: readonly string[], piece: readonly string[]): readonly string[] {
  const [begin] = piece
  if (begin === undefined || first[0] === begin) return []
  const at = first.findIndex(
    (token, nth) => nth > 0 && (token === begin || (/\d/.test(begin) && looseShape(token) === looseShape(begin))),
  )
  return at < 0 ? [] : first.slice(0, at)
}

/** `PB840` for `Puritan Bennett 840`, `LC480` for `LightCycler 480`: the initials of the words before a number. */
function initialled(text: string): string[] {
  // `V280` for `Vision 280`, `L206-F2G` for `Lynx 206-F2G`: of one word only where nothing stands behind the number.
  const [, word, number] = /^([A-Z][a-z]{3,})[\s-](\d{3}(?:-[A-Z\d]+)*)$/.exec(text.trim()) ?? []
  if (word && number && !kindWords.has(word.toLowerCase())) {
    const short = word[0]!.toLowerCase() + squeezedToken(number.toLowerCase())
    return [short, squeezedToken(word.toLowerCase()) + short]
  }
  const words = /^((?:[A-Z][a-z]+[\s-]*){2,4})(\d{3,}.*)$/.exec(text.trim())
  if (!words) return []
  const initials = words[1]!.replace(/[^A-Z]/g, '').toLowerCase()
  const { tokens, kinds } = named(tokensOf(plainText(words[2]!)), new Set())
  const code = withoutWordsBehind({ tokens, kinds }, namesWithin(text))?.tokens ?? tokens
  return [initials + squeezed(code)]
}

/** `ABL8x5`, `51x`, `RS9xxW`: small letters between or behind digits. */
const openDigits = /(?<=\d)(?:x+(?=\d|$)|xx+(?=[a-wyz]))/g
const hasOpenDigits = (text: string): boolean => /\dx/.test(text)

/** `MiniMed 600 Series` are the 630G, the 640G and the 670G. */
const hundredsOf = /(?<=(?:^|[\sa-z-])[1-9]\d?)00(?=(?:[\s-]+)(?:series|serie|family)\b)/g

/** Characters of a product's name; what is longer is prose. */
const longest = 400

const nothing: SqueezedNames = { members: new Map(), patterns: [], families: new Set(), line: '' }

/** What is found of one name, while it is taken apart. */
class Found {
  readonly members = new Map<string, Squeezed>()
  readonly patterns: RegExp[] = []
  readonly families = new Set<string>()
  readonly listed: (readonly string[])[] = []
  readonly isOpen: boolean
  /** Its words that are names by how they are written. */
  readonly names: ReadonlySet<string>

  constructor(text: string) {
    this.isOpen = hasOpenDigits(text)
    this.names = namesWithin(text)
  }

  addForm(form: string): void {
    this.members.set(form, { kinds: [] })
  }

  add({ tokens, kinds }: Named, isShortMember: (form: string) => boolean = () => false): void {
    if (tokens.length > mostTokens) return
    const form = squeezed(tokens)
    if (!enough(form) && !isShortMember(form)) return
    // `IntelliSpace` alone is not the `IntelliSpace Cardiovascular`.
    if (kinds.length > 0 && tokens.every((token) => lineWords.has(token))) {
      this.families.add(form)
      return
    }
    const open = this.isOpen ? form.replace(openDigits, (digits) => `[a-z0-9]{${digits.length}}`) : form
    if (open !== form) this.patterns.push(new RegExp(`^${open}(?!\\d)`))
    else this.members.set(form, { kinds })
    this.addFamilies(tokens)
    // The `5100` of `5100C`, the `550` of `550Dx`, the `zorphon` of `zorphon2`.
    const short = /^(.*\d)(?:[a-z]|dx)$/.exec(form)?.[1] ?? /^([a-z0]{5,})[1-9]$/.exec(form)?.[1]
    if (short && enough(short)) this.families.add(short)
    this.addBeginnings(tokens.at(-1)!)
  }

  /** The `AVM` and `AVM12` of `AVM1203`, the `GK420` of a `GK420d`, the `ZT400 series` of a `ZT410`. */
  private addBeginnings(code: string): void {
    const [, lead = '', digits = '', end = ''] = /^([a-z]{2,5})(\d{3,5})([a-z]{0,2})$/.exec(code) ?? []
    if (digits === '') return
    const start = lead.replaceAll('o', '0')
    if (lead.length >= 3) this.families.add(start)
    for (let length = 2; lead.length >= 3 && length <= digits.length - 2; length++)
      this.families.add(start + digits.slice(0, length))
    if (end !== '') this.families.add(start + digits)
    const [round] = roundForms(lead + digits)
    if (round) this.families.add(`${squeezedToken(round)}series`)
  }

  private addFamilies(tokens: readonly string[]): void {
    // The `uMEC` of `uMEC10`.
    const begun = tokens.length === 1 ? /^[a-z]{4,}(?=\d)/.exec(tokens[0]!)?.[0] : undefined
    if (begun && !isKind(begun) && !roleWords.has(begun)) this.families.add(begun.replaceAll('o', '0'))
    // The `TE` series of the `TE7`.
    const series = /^[a-z]{2,3}(?=\d)/.exec(tokens[0] ?? '')?.[0]
    if (series && !isKind(series) && !roleWords.has(series)) this.families.add(series.replaceAll('o', '0'))
    for (let length = 1; length < tokens.length; length++) {
      const begun = tokens.slice(0, length)
      const family = squeezed(begun)
      if (begun.every((token) => isKind(token) || roleWords.has(token))) continue
      const isSeries = length === 1 && /^[a-z]{2}$/.test(begun[0]!) && /^\d/.test(tokens[1]!)
      if (isSeries || (family.length >= 3 && !/^\d+$/.test(family))) this.families.add(family)
      // The `Ultraview SL` of `Ultraview SL2400`.
      const line = /^[a-z]+(?=\d)/.exec(tokens[length]!)?.[0]
      if (line) this.families.add(family + line.replaceAll('o', '0'))
    }
  }
}

/** The members of a product’s name; none where a condition or a version stands in it, which these forms would lose. */
export function squeezedNames(
  product: { readonly text: string; readonly isWhole: boolean },
  strip: ReadonlySet<string>,
): SqueezedNames {
  if (!product.isWhole || product.text.length > longest) return nothing
  const found = new Found(product.text)
  const hasNotes = product.text.includes('(')
  const bare = hasNotes ? product.text.replace(/\([^()]*\)/g, ' ') : product.text
  const texts = written(bare)
  for (const text of texts) {
    addHundreds(found, text)
    addListed(found, text, strip)
    addSeries(found, text, strip)
  }
  addCodes(found, bare)
  for (const form of initialled(bare)) found.addForm(form)
  const [whole] = texts
  if (whole && !parting.test(whole))
    for (const form of spelledInitials(named(tokensOf(whole), strip).tokens)) found.addForm(form)
  addLines(found, bare)
  if (hasNotes) addNotes(found, product.text, strip)
  for (const form of found.members.keys()) found.families.delete(form)
  const { members, patterns, families, listed } = found
  return { members, patterns, families, line: squeezed(commonBeginning(listed)) }
}

/** `MiniMed 600 Series`. */
function addHundreds(found: Found, text: string): void {
  if (!/00[\s-]+(?:series|serie|family)\b/.test(text)) return
  const open = text.replace(hundredsOf, 'xx')
  if (open === text || parting.test(text)) return
  const form = squeezed(named(tokensOf(open), new Set()).tokens)
  const pattern = form.replace(/(?<=\d)xx(?!.*xx)/, '[0-9]{2}')
  if (pattern !== form && /[a-z]{3}/.test(form)) found.patterns.push(new RegExp(`^${pattern}(?!\\d)`))
}

/** `BacT/ALERT 3D 120/240`: one of each size. */
function withEachSize(part: string): string[] {
  const [, name, one, other] = /^(.*[a-z].*\s)(\d{2,4})\/(\d{2,4})$/.exec(part.trim()) ?? []
  return name ? [name + one, name + other] : [part]
}

/** `Business RV160, RV260 Series`: the RV260P and the Business RV260W are of it. */
function addSeries(found: Found, text: string, strip: ReadonlySet<string>): void {
  if (found.isOpen || !/\d[a-z ]{0,4} (?:series|serie|family)\b/.test(text)) return
  const pieces = text.split(parting).map((piece) => {
    const own = named(tokensOf(piece), strip)
    return (withoutWordsBehind(own, found.names) ?? own).tokens
  })
  for (const tokens of pieces) {
    const head = headOf(pieces[0]!, tokens)
    const forms = [squeezed(tokens), squeezedToken(tokens.at(-1) ?? ''), squeezed([...head, ...tokens])]
    for (const form of new Set(forms.filter((form) => /^[a-z]*[a-z]\d{2,4}$/.test(form))))
      found.patterns.push(new RegExp(`^${form}(?!pro$|max$)[a-z]{1,3}$`))
  }
}

/** `S50 Elite, S60 and P50 Elite`: each of them, with the beginning that all but the first leave out. */
function addListed(found: Found, text: string, strip: ReadonlySet<string>): void {
  const parts = text.split(parting).flatMap(withEachSize).map(tokensOf)
  const own = parts.map((tokens) => named(tokens, strip))
  // Of `V60 and V60 Plus Ventilators` each is one.
  const shared = own.length > 1 ? own.at(-1)!.kinds : []
  const pieces = own.map((piece) => (piece.kinds.length > 0 ? piece : { ...piece, kinds: shared }))
  const [first] = pieces
  if (!first) return
  // `custocardio 300BT` for the `custo cardio 300 BT` of custo: the maker's word was run together with the name.
  for (const tokens of parts) {
    const whole = named(tokens, new Set())
    const saysMaker = whole.tokens.some((token) => strip.has(token))
    if (saysMaker && whole.tokens.some((token) => !strip.has(token) && !isKind(token)))
      found.add(withoutWordsBehind(whole, found.names) ?? whole)
  }
  for (const piece of pieces) {
    if (piece.tokens.length === 0 || piece.tokens.every(isKind)) continue
    const short = withoutWordsBehind(piece, found.names)
    if (short) found.add(short)
    const bare = withoutLine(short ?? piece)
    if (bare) found.add(bare)
    if (piece === first || first.tokens[0] === piece.tokens[0] || pieces.length === 1) {
      // `HAMILTON-G5 / HAMILTON-S1`.
      found.add(piece, (form) => pieces.length > 1 && /^[a-z]\d$/.test(form))
      if (pieces.length > 1) found.listed.push(piece.tokens)
      continue
    }
    const head = headOf(first.tokens, piece.tokens)
    found.listed.push([...head, ...piece.tokens])
    if (head.length > 0) found.add({ ...piece, tokens: [...head, ...piece.tokens] })
    // `Respironics V60 and V60 Plus`: the line is left out of the one as of the other.
    if (head.length > 0 && first.tokens[head.length] === piece.tokens[0])
      found.add({ ...first, tokens: first.tokens.slice(head.length) })
    found.add(piece, (form) => /^[a-z]\d$/.test(form))
  }
}

/** `NW8F` of `TRC-NW8F`. */
function addCodes(found: Found, bare: string): void {
  if (!bare.includes('-') || found.isOpen) return
  for (const [, code] of plainText(bare).matchAll(/(?<![\w-])[a-z]{2,4}-([a-z]+\d[a-z\d]*)(?![\w-])/g))
    if (code!.length >= 4) found.addForm(squeezedToken(code!))
}

/** `RSP RSPE RSPS MSP`: letters that the codes of each line begin with. */
function addLines(found: Found, bare: string): void {
  const lines = bare.trim().split(/\s+/)
  if (lines.length < 4 || !lines.every((line) => /^[A-Z]{2,5}$/.test(line))) return
  for (const line of lines)
    if (line.length >= 3) found.patterns.push(new RegExp(`^${squeezedToken(line.toLowerCase())}[1-9]`))
}

/** What stands in brackets: former names, numbers of parts, further members. */
function addNotes(found: Found, text: string, strip: ReadonlySet<string>): void {
  // `(formerly PowerSCADA Expert)`.
  for (const [, former] of text.matchAll(
    /\((?:formerly|previously|aka|a\.k\.a\.|also known as)(?: known as)?:? ([^()]+)\)/gi,
  ))
    found.add(named(tokensOf(plainText(former!)), strip))
  const notes = [...text.matchAll(/\(([^()]*)\)/g)].flatMap(([, note]) => note!.replace(/^with /i, '').split(parting))
  const [lead = ''] = named(tokensOf(plainText(text)), strip).tokens
  for (const note of notes) {
    // `(BSM-6000 series)`.
    const [, letters, first = '', noughts] =
      /^([a-z]{2,})[- ]?([1-9]\d*?)(0{2,3}) (?:series|serie|family)$/i.exec(note.trim()) ?? []
    if (letters && noughts)
      found.patterns.push(new RegExp(`^${squeezedToken(letters.toLowerCase())}${first}\\d{${noughts.length}}(?!\\d)`))
    // `part numbers BMXP34*`.
    if (note.includes('*'))
      for (const [, begun] of note.matchAll(/(?<![\w*])([A-Za-z]{2,}\d{2,}|\d[A-Za-z\d]{4,}|[A-Z]{4,})\*/g))
        found.patterns.push(new RegExp(`^${squeezedToken(begun!.toLowerCase())}`))
    const tokens = tokensOf(plainText(note)).filter((token) => !/^incl(?:uding)?$/.test(token))
    // `Zymos H series (Zymos HQ and Zymos HS)`.
    const isOwn = lead.length >= 4 && tokens.length > 1 && tokens[0] === lead
    if (!isOwn && !namesOne(note, tokens)) continue
    found.add({ tokens, kinds: [] })
    if (notes.length > 1) found.listed.push(tokens)
  }
}

function namesOne(note: string, tokens: readonly string[]): boolean {
  const form = squeezed(tokens)
  const isNumbered =
    /[a-z]{2}/.test(form) &&
    /\d/.test(form) &&
    form.length >= 4 &&
    !tokens.some((token) => isKind(token) || isVersionLike(token))
  // `(eBMGR-TCH)`, `(TM-Server)`: a hyphen or capitals within make a name of it.
  const isWritten =
    /^(?=.*[A-Z])(?:[A-Za-z]{1,}-[A-Za-z][A-Za-z-]+|[A-Za-z]+[a-z][A-Z]\w*)$/.test(note) && form.length >= 5
  return isNumbered || (isWritten && !/\b(?:only|based|free)\b/i.test(note) && tokens.some((token) => !isKind(token)))
}

function commonBeginning(listed: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = listed
  if (!first || others.length === 0) return []
  let length = 0
  while (length < first.length && others.every((tokens) => tokens[length] === first[length])) length++
  // Where one of them is all that they have in common, it is a member.
  return listed.some((tokens) => tokens.length === length) ? [] : first.slice(0, length)
}
