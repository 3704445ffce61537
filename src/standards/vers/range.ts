import type { Containment } from './containment.ts'
import type { Scheme } from './schemes/scheme.ts'
import { findScheme } from './schemes/schemes.ts'
import { compareVersions, readVersion } from './version.ts'

// Ranges of the vers specification (package-url/vers-spec, clause 5) whose versions a scheme of that name orders.

type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface Constraint {
  readonly comparator: Comparator
  readonly version: string
}

/** `scheme` is undefined where the range has only `*`, which needs no order: all of `any`, none of `none`. */
export type VersRange =
  | { readonly kind: 'any'; readonly name: string }
  | { readonly kind: 'none'; readonly name: string }
  | { readonly kind: 'constraints'; readonly scheme: Scheme; readonly constraints: readonly Constraint[] }

export type ReadRange =
  | { readonly ok: true; readonly range: VersRange }
  | { readonly ok: false; readonly reason: string }

/** As they may also be written; Debian doubles the strict ones. */
const comparators: Readonly<Record<string, Comparator>> = { '': '=', '==': '=', '<<': '<', '>>': '>' }

const longest = 10_000
const remembered = new Map<string, ReadRange>()

/** The scheme's name in `vers:<name>/…`; undefined where the text is no vers. */
export const schemeNameOf = (text: string): string | undefined =>
  /^\s*vers:\s*([a-z][a-z0-9.-]*)\//i.exec(text)?.[1]?.toLowerCase()

/** True for what the specification leaves to each reader, and for `unknown`, as NCSC-NL writes: the vendor's way of counting is meant. */
export const isVendorScheme = (name: string): boolean => /^(?:all|generic|unknown)$/i.test(name.trim())

const noScheme = 'it does not begin with vers: and the name of a version scheme'

/**
 * What clause 5 forbids in any `vers:`, whatever its scheme; undefined where nothing is, or the text is no `vers:`. Spaces around
 * constraints, empty ones and a leading `=` are let pass, as earlier texts of the specification did: they leave no doubt.
 */
export function faultOfVers(text: string): string | undefined {
  if (!/^\s*vers:/i.test(text)) return undefined
  const name = schemeNameOf(text)
  if (name === undefined) return noScheme
  if (name === 'invalid') return '"invalid" is reserved for what is never valid'
  const pieces = text
    .slice(text.indexOf('/') + 1)
    .split('|')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
  if (pieces.length === 0) return 'it has no constraint'
  for (const piece of pieces) {
    if (/^[<>=!]*\s*\*$/.test(piece) && (piece !== '*' || pieces.length > 1))
      return 'the * stands for all versions, alone and without another constraint'
    if (/^[<>=!]+$/.test(piece)) return `"${piece}" has no version`
    if (decodeTriplets(piece) === undefined)
      return `"${piece.replace(/^[<>=!]+\s*/, '')}" is not percent-encoded rightly`
  }
  return isVendorScheme(name) ? saidTwice(pieces) : undefined
}

/** `1.0|!=1.0`, `<1.0|<=1.0`: each version stands in one constraint. That the same one comes again is let pass too. */
function saidTwice(pieces: readonly string[]): string | undefined {
  const read = pieces.flatMap((piece) => {
    const [, comparator = '', written = ''] = /^([<>=!]*)\s*(.*)$/s.exec(piece)!
    const version = readVersion(decodeTriplets(written)!)
    return version ? [{ piece, comparator: comparator.replace(/^==?$/, ''), version }] : []
  })
  for (const [at, { piece, comparator, version }] of read.entries()) {
    const other = read.slice(0, at).find((one) => compareVersions(one.version, version) === 'equal')
    if (other && other.comparator !== comparator) return `${other.piece} and ${piece} are about the same version`
  }
  return undefined
}

/** `vers:npm/>=1.0|<2.0`. */
export function readVersRange(text: string): ReadRange {
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size > 50_000) remembered.clear()
  const name = schemeNameOf(text)
  const fault = faultOfVers(text)
  const read: ReadRange = fault
    ? { ok: false, reason: fault }
    : name
      ? readRange(name, text.slice(text.indexOf('/') + 1), true)
      : { ok: false, reason: noScheme }
  remembered.set(text, read)
  return read
}

/** `>= 1.0, < 2.0` of a scheme that is named apart. Commas and spaces separate, nothing is percent-encoded. */
export const readConstraints = (name: string, text: string): ReadRange => readRange(name, text, false)

function readRange(name: string, text: string, isUri: boolean): ReadRange {
  const wrong = (reason: string): ReadRange => ({ ok: false, reason })
  if (text.length > longest) return wrong('it is too long')
  if (name === 'invalid') return wrong('"invalid" is reserved for what is never valid')
  if (name === 'none' && text.trim() !== '*') return wrong('vers:none has only *')
  if (text.trim() === '*') return { ok: true, range: name === 'none' ? { kind: 'none', name } : { kind: 'any', name } }
  const scheme = findScheme(name)
  if (!scheme) return wrong(`"${name}" is no version scheme that is known`)

  const constraints: Constraint[] = []
  for (const piece of isUri ? text.split('|').map((one) => one.trim()) : piecesOf(text)) {
    if (piece === '') continue
    const [, comparator = '', written = ''] = /^(<<|>>|<=|>=|!=|==|<|>|=)?\s*(.*)$/s.exec(piece)!
    const version = isUri ? decode(written) : written.trim()
    if (version === undefined) return wrong(`"${written}" is not percent-encoded rightly`)
    if (isUri && /\s/.test(written)) return wrong(`"${written}" has a space within; it is written %20`)
    if (!scheme.reads(version) || (!isUri && /\s/.test(version)))
      return wrong(`"${version}" is no version of ${scheme.name}`)
    constraints.push({ comparator: comparators[comparator] ?? (comparator as Comparator), version })
  }
  if (constraints.length === 0) return wrong('it has no constraint')
  return arrange(scheme, constraints)
}

/** Between bars, commas and `&&`, and before each operator. */
const piecesOf = (text: string): string[] =>
  text
    .split(/\s*(?:\|\|?|,|&&)\s*|\s+(?=[<>=!])(?<![<>=!]\s+)/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')

function decode(text: string): string | undefined {
  return /[<>=!*]/.test(text) ? undefined : decodeTriplets(text)
}

/** Undefined where a `%` begins no triplet. */
export function decodeTriplets(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const isLower = ({ comparator }: Constraint) => comparator.startsWith('>')
const isUpper = ({ comparator }: Constraint) => comparator.startsWith('<')

/** Sorts by version, each once, and takes out what another constraint says already ("Simplifying constraints"). */
function arrange(scheme: Scheme, written: readonly Constraint[]): ReadRange {
  const wrong = (reason: string): ReadRange => ({ ok: false, reason })
  const bounds = written.filter((constraint) => isLower(constraint) || isUpper(constraint))
  for (let i = 1; i < bounds.length; i++) {
    const [before, bound] = [bounds[i - 1]!, bounds[i]!]
    if (isLower(before) && isUpper(bound) && (scheme.compare(before.version, bound.version) ?? 0) > 0)
      return wrong(`${shown(before)} and ${shown(bound)} leave nothing between them`)
  }
  const sorted: Constraint[] = []
  for (const constraint of written) {
    let at = sorted.length
    for (; at > 0; at--) {
      const before = sorted[at - 1]!
      const order = scheme.compare(before.version, constraint.version)
      if (order === undefined) return wrong(`"${before.version}" and "${constraint.version}" are in no order`)
      if (order < 0) break
      if (order > 0) continue
      if (before.comparator !== constraint.comparator)
        return wrong(`${shown(before)} and ${shown(constraint)} are about the same version`)
      at = -1
      break
    }
    if (at >= 0) sorted.splice(at, 0, constraint)
  }
  return { ok: true, range: { kind: 'constraints', scheme, constraints: simplify(sorted) } }
}

const shown = ({ comparator, version }: Constraint): string => `${comparator === '=' ? '' : comparator}${version}`

function simplify(sorted: readonly Constraint[]): readonly Constraint[] {
  const kept: Constraint[] = []
  for (const constraint of sorted) {
    if (constraint.comparator === '!=') {
      kept.push(constraint)
      continue
    }
    const before = kept.findLast(({ comparator }) => comparator !== '!=')
    // Above a lower bound all is in, up to the next upper bound.
    if (before && isLower(before) && !isUpper(constraint)) continue
    // Below an upper bound all is in, down to the next lower bound.
    while (isUpper(constraint)) {
      const at = kept.findLastIndex(({ comparator }) => comparator !== '!=')
      if (at < 0 || isLower(kept[at]!)) break
      kept.splice(at, 1)
    }
    kept.push(constraint)
  }
  return kept
}

/** The canonical form: sorted, simplified, percent-encoded, the scheme's name in lower case. */
export function formatVersRange(range: VersRange): string {
  if (range.kind !== 'constraints') return `vers:${range.name}/*`
  const encoded = range.constraints.map(
    ({ comparator, version }) => `${comparator === '=' ? '' : comparator}${encode(version)}`,
  )
  return `vers:${range.scheme.name}/${encoded.join('|')}`
}

/** Clause 5.3.3.2: these, spaces, and whatever is not printable ASCII. */
const encode = (version: string): string =>
  version.replace(/[^!-~]|[<>=!*|%]/gu, (character) =>
    /[!*]/.test(character) ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(character),
  )

/** "Checking if a version is contained within a range"; unknown where the version is none of the scheme. */
export function isWithin(range: VersRange, version: string): Containment {
  if (range.kind === 'any') return 'yes'
  if (range.kind === 'none') return 'no'
  const { scheme, constraints } = range
  const orders: number[] = []
  for (const constraint of constraints) {
    const order = scheme.compare(version, constraint.version)
    if (order === undefined) return 'unknown'
    orders.push(order)
  }
  const same = orders.indexOf(0)
  if (same >= 0) return /^(?:=|<=|>=)$/.test(constraints[same]!.comparator) ? 'yes' : 'no'

  // Each alternates with the other now: the nearest bound on one side decides. With `!=` alone all else is in.
  const below = constraints.findLast((one, at) => orders[at]! > 0 && one.comparator !== '!=' && one.comparator !== '=')
  if (below) return isLower(below) ? 'yes' : 'no'
  const above = constraints.find((one, at) => orders[at]! < 0 && one.comparator !== '!=' && one.comparator !== '=')
  if (above) return isUpper(above) ? 'yes' : 'no'
  return constraints.every(({ comparator }) => comparator === '!=') ? 'yes' : 'no'
}
