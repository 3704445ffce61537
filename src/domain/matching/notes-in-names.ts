// What stands in brackets or behind `with` in the name of a product: its members, a companion, or what is asked for.

import { askedFor } from './asked-options.ts'
import { hasDigit, joined, rawTokens, spread, tidy } from './model-token.ts'
import { kindWords, modalityWords, remoteServices } from './model-words.ts'
import { plainText } from './plain-text.ts'

/** What stands beside the name of a product, and is no part of it. */
export interface NotesInName {
  /** What is asked for: `with ViewForum option`. */
  readonly conditions: string[]
  /** The device's own system is the first of them: `(Windows)`. */
  isOfSystem: boolean
  /** Words in brackets, which an inventory may repeat. */
  readonly asides: Set<string>
  /** Acronyms and order numbers of the whole. */
  readonly shortForms: string[]
  /** Acronyms of its last words. */
  readonly partsShort: string[]
  /** Ranges of its models: `(MX400-MX850)`. */
  readonly ranges: string[]
  /** Series of which it is: `(DSM Series)`. */
  readonly series: string[]
  /** Which of its versions are meant. */
  version?: string
}

/** Reads what stands in brackets; `rest` is the name without them. */
export function readBrackets(
  name: string,
  text: string,
  strip: ReadonlySet<string>,
): { readonly rest: string; readonly notes: NotesInName } {
  const notes: NotesInName = {
    conditions: [],
    isOfSystem: false,
    asides: new Set(),
    shortForms: [],
    partsShort: [],
    ranges: [],
    series: [],
  }
  const lead = rawTokens(name).find((token) => !strip.has(token))
  const rest = name.replace(/\(+([^()]*)\)*/g, (_, inside: string) => {
    const note = inside.trim()
    // `Object Computing Inc. (OCI) OpenDDS`: the maker's short name names no product.
    if (!strip.has(joined(note))) readNote(note, notes, text, lead)
    return ' '
  })
  return { rest, notes }
}

function readNote(note: string, notes: NotesInName, text: string, lead: string | undefined): void {
  const version = versionNote.exec(note)
  if (version) {
    notes.version ??= version[1]
    return
  }
  for (const token of rawTokens(note)) notes.asides.add(tidy(joined(token)))
  const series = seriesNote.exec(note)?.[1]
  if (series) {
    notes.series.push(series)
    return
  }
  // `VNC Server (Windows)`: the device's system tells.
  const system = /^(windows|linux|macos|android|ios)(?: only)?$/.exec(note)?.[1]
  if (system) {
    notes.isOfSystem = true
    notes.conditions.push(`running ${system}`)
  } else if (/^incl(?:uding|\.)?/.test(note)) notes.shortForms.push(...codesIn(note.replace(/^incl(?:uding|\.)?/, ' ')))
  else if (/\b(?:with|only|enabled|installed)\b/.test(note) && !listsMembers(note, lead)) addCondition(notes, note)
  else if (/^[a-z]{0,3}\d+-[a-z]{0,3}\d+$/.test(note)) notes.ranges.push(note)
  else if (/\d/.test(note)) notes.shortForms.push(...codesIn(note))
  else readAcronym(note, notes, text)
}

/** `(XCC)`, `(PIC iX)`, `(eBMGR)`: letters that stand for the whole, or for its last words. */
function readAcronym(note: string, { shortForms, partsShort }: NotesInName, text: string): void {
  const isShort = /^[a-z]{1,4}(?: [a-z]{1,3})?$/.test(note.replace(/[^a-z ]/g, ''))
  if (isShort && !kindWords.has(note) && !modalityWords.has(note)) {
    const short = joined(note.replace(/\s+/g, ''))
    const isBehindCode = /[a-z]-?\d{2,}/.test(plainText(text).split('(')[0]!) && hasCapitals(text, note)
    const found = isBehindCode ? partsShort : shortForms
    found.push(short)
  } else if (/^pii?c ?ix$/.test(note)) shortForms.push('picix')
  // `(eBMGR)`, `(NicheStack)`: capitals within make a name of it.
  else if (/^(?!.*(?:net|bus|works)$)[a-z]{5,10}$/.test(note) && hasCapitalsWithin(text, note)) {
    const found = areInitialsBehindCode(note, text) ? partsShort : shortForms
    found.push(note)
  }
}

/** A condition, if it is one: else what every one of them works with. */
export function addCondition({ conditions, asides }: NotesInName, condition: string): void {
  if (!isCompanion(condition)) conditions.push(condition)
  else for (const form of askedFor(condition)) asides.add(form)
}

/** `(GH, GS, CC with Guardrails and PK)`, `(with Zymos central lab and Zymos POC)` of the Zymos lab: models, and nothing asked for. */
function listsMembers(note: string, lead: string | undefined): boolean {
  const pieces = note.replace(/^with /, '').split(/\s*[,;]\s*(?:and |or )?|\s+(?:and|or)\s+/)
  const isOwn = (piece: string) => lead !== undefined && lead.length >= 4 && /^[ -]/.test(piece.slice(lead.length))
  const own = pieces.filter((piece) => isOwn(piece) && piece.startsWith(lead!))
  if (own.length * 2 > pieces.length) return true
  const codes = pieces.filter((piece) => memberCode.test(piece))
  return !note.startsWith('with ') && codes.length >= 2 && codes.length * 2 > pieces.length
}

/** `with Sharesource`, `with … Program Manager`, `with Acquisition Module`: what every one of them works with is no option. */
const isCompanion = (condition: string): boolean =>
  /^with (?:the )?(?!.*\b(?:options?|optional|license|only|card|board|gateway|modem|adapter|interface|kit|and|or)\b)/.test(
    condition,
  ) &&
  (/\b(?:program manager|(?:acquisition|examination|operator) module)$/.test(condition) ||
    (!/\bmodule\b/.test(condition) && rawTokens(condition).some((token) => remoteServices.has(token))))

/** `(firmware revision B.40 through B.50)`: which of its versions are meant. */
const versionNote =
  /^(?:all )?(?:(?:firmware|software|[fs]w) )?(?:versions?|revisions?|releases?|revs?\.?|firmware|software|[fs]w):? ((?:up to |prior to |before |below |from |earlier than |older than |lower than |[<>]=? ?)?(?:[vr]?\d[\w.]*|[a-z]\.\d[\w.]*)(?: .*)?)$/

/** `(DSM Series)`, `(EX2000 Series)`, `(5000 family)`. */
const seriesNote = /^([a-z]{2,5}|[a-z]{1,5}-?\d{2,5}[a-z]?|\d{4,5})[ -](?:series|family)$/

/** `GH`, `XN-1000`; no `WiFi`. */
const memberCode = /^(?!(?:only|wifi|wlan|lan|usb|dect|gps|lte|[345]g)$)(?:[a-z\d]{1,4}|[a-z]{1,4}-?\d{2,5}[a-z]{0,3})$/

/** `PowerEdge R740 Integrated Dell Remote Access Controller (iDRAC)`. */
const areInitialsBehindCode = (note: string, text: string): boolean => {
  const words = plainText(text)
    .split('(')[0]!
    .replace(/^.*\d\S*/, '')
    .match(/[a-z]+/g)
  return words?.map((word) => word[0]).join('') === note && /\d/.test(text.split('(')[0]!)
}

/** `(XCC)`. */
const hasCapitals = (text: string, note: string): boolean => text.includes(`(${note.toUpperCase()})`)

const hasCapitalsWithin = (text: string, word: string): boolean => {
  const at = text.toLowerCase().indexOf(`(${word})`)
  return at >= 0 && (text.slice(at + 1, at + 1 + word.length).match(/[A-Z]/g)?.length ?? 0) >= 2
}

const codesIn = (text: string): string[] =>
  rawTokens(text)
    .flatMap((token) => (token.includes('/') ? spread(token.split('/')).map(joined) : [joined(token)]))
    .filter(hasDigit)
