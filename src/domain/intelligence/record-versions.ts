import type { AffectedProduct, AffectedVersion } from '#model/cve-record.ts'
import {
  compareVersions,
  readVersion,
  readVersionExpression,
  type Version,
  type VersionRange,
} from '#standards/vers/vers.ts'

// The versions of a product in a CVE record (CVE JSON 5, `affected[].versions`) as ranges that are affected. What cannot be
// read is `open`: the device may have it. Nothing here says that a version is not affected.

/** Ends as NVD names them; `exact` is one version. None of them: every version. */
export interface Range {
  readonly exact?: string
  readonly from?: string
  readonly after?: string
  readonly upTo?: string
  readonly before?: string
  /** Why nobody can tell of the versions in it, for people. */
  readonly open?: string
}

type Status = AffectedVersion['status']
interface Piece extends Range {
  readonly status: Status
}

const unread = (text: string) => `of which it writes "${text.slice(0, 60)}"`
const isUnknown = 'of which it says that it does not know'
const saysBoth = 'of which it says both'
const notInOrder = 'whose versions cannot be put in order'

/** What is said to be affected, or may be; empty where nothing is. */
export function affectedRanges({ defaultStatus, versions }: AffectedProduct): Range[] {
  if (versions.length === 0)
    return defaultStatus === 'affected' ? [{}] : defaultStatus === 'unknown' ? [{ open: isUnknown }] : []
  const pieces = versions.flatMap(piecesOf)
  const affected = pieces.filter(({ status }) => status === 'affected')
  if (affected.length === pieces.length && defaultStatus !== 'affected') return affected.map(toRange)
  if (affected.length === 0 && defaultStatus !== 'affected')
    return pieces.filter(({ status }) => status === 'unknown').map((piece) => ({ ...toRange(piece), open: isUnknown }))
  return swept(pieces, defaultStatus)
}

const toRange = ({ status: _, ...range }: Piece): Range => range

// one entry ---------------------------------------------------------------------------------------------------------

const noVersion = /^(?:|n\/?a|unspecified|unknown|none|not applicable|various|-)$/i
const everyVersion = /^(?:\*|all|any|all versions?)$/i
const words = /\b(?:and|or|to|through|prior|before|earlier|later|below|above|from|older|newer|up|until|all)\b/i
const hash = /^(?=.*[a-f])[0-9a-f]{7,40}$/i

/** One version that can be compared with a device's. */
const isVersion = (text: string): boolean =>
  /^v?\d/i.test(text) &&
  !/[<>=,;*]/.test(text) &&
  !words.test(text) &&
  !hash.test(text) &&
  readVersion(text) !== undefined

/** `5.15.*` ends before 5.16. */
function lineOf(text: string): { from: string; before: string } | undefined {
  const [, line = '', last = ''] = /^v?((?:\d+\.)*(\d{1,9}))\.[*x]$/i.exec(text) ?? []
  return line === '' ? undefined : { from: line, before: `${line.slice(0, -last.length)}${Number(last) + 1}` }
}

function piecesOf(entry: AffectedVersion): Piece[] {
  const { status, changes = [] } = entry
  const end = entry.lessThan ?? entry.lessThanOrEqual
  if (end === undefined && changes.length === 0)
    return (inWords(entry.version) ?? [single(entry.version.trim())]).map((range) => ({ status, ...range }))
  const whole = span(entry.version.trim(), end?.trim() ?? '*', entry.lessThan === undefined)
  if (changes.length === 0) return [{ status, ...whole }]
  const odd = changes.find(({ at }) => !isVersion(at.trim()))
  if (odd) return [{ status, ...whole, open: unread(odd.at) }]
  const pieces: Piece[] = []
  let { from, ...rest } = whole
  let now: Status = status
  for (const { at, status: next } of changes) {
    pieces.push({ status: now, ...(from !== undefined && { from }), before: at.trim() })
    from = at.trim()
    now = next === 'affected' || next === 'unaffected' ? next : 'unknown'
  }
  return [...pieces, { status: now, ...rest, ...(from !== undefined && { from }) }]
}

function single(text: string): Range {
  if (everyVersion.test(text)) return {}
  // A version 0 that begins no range stands for some that are not told.
  if (text === '0') return { open: unread(text) }
  const line = lineOf(text)
  return line ?? (isVersion(text) ? { exact: text } : { open: unread(text) })
}

/** `< 3.0`, `>= 2.0, < 2.5`, `5.0 and earlier`, written in the place of a version; undefined where it says more than ranges. */
function inWords(text: string): Range[] | undefined {
  if (!/^\s*[<>]|\b(?:prior|before|earlier|below|older|later|above|newer|up to|through)\b/i.test(text)) return undefined
  const { reading, alternatives, condition, component, program, labelled, excluded } = readVersionExpression(text)
  if (reading !== 'alternatives' || condition || component || program || labelled || excluded.length > 0)
    return undefined
  const ranges = alternatives.map((one) => (one.kind === 'range' ? toEnds(one) : undefined))
  return ranges.every((range) => range !== undefined) ? ranges : undefined
}

function toEnds({ lower, upper }: VersionRange): Range | undefined {
  const [low, high] = [lower, upper].map((bound) => bound?.version.text.trim())
  if ([low, high].some((end) => end !== undefined && !isVersion(end))) return undefined
  return {
    ...(low !== undefined && { [lower!.inclusive ? 'from' : 'after']: low }),
    ...(high !== undefined && { [upper!.inclusive ? 'upTo' : 'before']: high }),
  }
}

function span(start: string, end: string, isIncluded: boolean): Range {
  const isFirst = start === '0' || noVersion.test(start) || everyVersion.test(start)
  const line = lineOf(end)
  const ends: Range = everyVersion.test(end)
    ? {}
    : line
      ? { before: line.before }
      : !isVersion(end)
        ? { open: unread(end) }
        : isIncluded
          ? { upTo: end }
          : { before: end }
  if (isFirst) return ends
  const from = lineOf(start)?.from ?? start
  return isVersion(from) ? { from, ...ends } : { ...ends, open: unread(start) }
}

// what several come to ----------------------------------------------------------------------------------------------

/** A place between versions: just before one, or just after. */
interface Cut {
  readonly text: string
  readonly version: Version
  readonly isAfter: boolean
}
const first = Symbol('before all versions')
const last = Symbol('after all versions')
type End = Cut | typeof first | typeof last

interface Span {
  readonly piece: Piece
  readonly low: End
  readonly high: End
}

const mostCuts = 400

function swept(pieces: readonly Piece[], defaultStatus: Status): Range[] {
  const spans = pieces.map((piece): Span => ({ piece, low: lowOf(piece), high: highOf(piece) }))
  const cuts = spans.flatMap(({ low, high }) => [low, high]).filter((end): end is Cut => typeof end === 'object')
  if (cuts.length > mostCuts || !areOrdered(cuts)) return [{ open: notInOrder }]
  cuts.sort(compareCuts)
  const places: End[] = [first, ...cuts.filter((cut, at) => at === 0 || compareCuts(cuts[at - 1]!, cut) !== 0), last]
  const ranges: { low: End; high: End; open: string | undefined }[] = []
  for (let at = 0; at + 1 < places.length; at++) {
    const low: End = places[at]!
    const high: End = places[at + 1]!
    const covering = spans.filter((one) => compareEnds(one.low, low) <= 0 && compareEnds(one.high, high) >= 0)
    const said = judge(
      covering.map(({ piece }) => piece),
      defaultStatus,
    )
    if (said === undefined) continue
    const before = ranges.at(-1)
    if (before && before.high === low && before.open === said.open) before.high = high
    else ranges.push({ low, high, open: said.open })
  }
  return ranges.map(({ low, high, open }) => ({ ...boundsOf(low, high), ...(open !== undefined && { open }) }))
}

/** Undefined where nothing is said to be affected there. What is unreadable takes nothing from what is said in words. */
function judge(pieces: readonly Piece[], defaultStatus: Status): { open: string | undefined } | undefined {
  const read = (status: Status) => pieces.some((piece) => piece.status === status && piece.open === undefined)
  if (read('affected')) return { open: read('unaffected') ? saysBoth : undefined }
  const open = pieces.find(({ status, open }) => open !== undefined && status === 'affected')?.open
  if (read('unaffected')) return open === undefined ? undefined : { open }
  if (open !== undefined) return { open }
  if (pieces.some(({ status }) => status === 'unknown')) return { open: isUnknown }
  if (defaultStatus !== 'affected') return undefined
  return { open: pieces[0]?.open }
}

const cutAt = (text: string, isAfter: boolean): Cut => ({ text, version: readVersion(text)!, isAfter })

function lowOf({ exact, from }: Range): End {
  const text = exact ?? from
  return text === undefined ? first : cutAt(text, false)
}

function highOf({ exact, upTo, before }: Range): End {
  if (before !== undefined) return cutAt(before, false)
  const text = exact ?? upTo
  return text === undefined ? last : cutAt(text, true)
}

const areOrdered = (cuts: readonly Cut[]) =>
  cuts.every((a, at) => cuts.slice(at + 1).every((b) => compareVersions(a.version, b.version) !== 'incomparable'))

function compareCuts(a: Cut, b: Cut): number {
  const order = compareVersions(a.version, b.version)
  return order === 'less' ? -1 : order === 'greater' ? 1 : Number(a.isAfter) - Number(b.isAfter)
}

function compareEnds(a: End, b: End): number {
  if (a === b) return 0
  if (a === first || b === last) return -1
  if (a === last || b === first) return 1
  return compareCuts(a, b)
}

function boundsOf(low: End, high: End): Range {
  if (typeof low === 'object' && typeof high === 'object' && low.text === high.text) return { exact: low.text }
  return {
    ...(typeof low === 'object' && { [low.isAfter ? 'after' : 'from']: low.text }),
    ...(typeof high === 'object' && { [high.isAfter ? 'upTo' : 'before']: high.text }),
  }
}
