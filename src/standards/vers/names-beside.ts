// A name that only one side says: `< WinCC 7.2 Upd 15` and `7.1`, `syngo MR VE11C` and `VE11C`, `VE01.10.00` and `01.09.00`.

import { readVersion, type Version } from './version.ts'
import type { Range } from './version-expression.ts'
import { type Alternative, type VersionExpression, versionsIn } from './version-expression.ts'

const bareExpressions = new WeakMap<VersionExpression, VersionExpression | undefined>()

/** The expression without the product’s name before its versions; undefined where there is none. */
export function withoutNames(expression: VersionExpression): VersionExpression | undefined {
  if (bareExpressions.has(expression)) return bareExpressions.get(expression)
  let isChanged = false
  const bare = (version: Version): Version => {
    if (version.scheme === 'date') return version
    const rest = nameBefore.exec(version.text.replaceAll('_', ' '))?.[1] ?? namePointed.exec(version.text)?.[1]
    const read = rest === undefined ? undefined : readVersion(rest)
    if (!read) return version
    isChanged = true
    return read
  }
  const alternatives = mapVersions(expression.alternatives, bare)
  const result = isChanged ? { ...expression, alternatives } : undefined
  bareExpressions.set(expression, result)
  return result
}

/** Words of two letters or more before a version of several numbers or of a year; a system’s release is none of the product’s. */
const nameBefore =
  /^(?!.*\b(?:windows|linux|android|ios|macos|java|bios|uefi|boot|bootloader|hw|hardware|fpga|cpld|ups|module|card|part|model|serial|digits|date|edition)\b)\s*(?:[a-z][a-z-]+\d?\s+)+(v?(?:\d+\.\d|(?:19|20)\d\d\b).*)$/i

/** `Illustra.SS016.05.09.04.0006`: a word, a point, and letters that begin the version. */
const namePointed = /^\s*[a-z]{4,}\.([a-z]{1,3}\d{1,4}(?:\.\d+){2,}\s*)$/i

export function lastWord(text: string): Version | undefined {
  const pointed = namePointed.exec(text)?.[1]
  if (pointed) return readVersion(pointed)
  const words = text.trim().split(/\s+/)
  // `c4D 6.2`: a digit between letters is of the name.
  const isNamed =
    words.length > 1 && /^(?:[a-z]{2,}|[a-z]\d[a-z])$/i.test(words[0]!) && /^[a-z]*\d[\w.()]*$/i.test(words.at(-1)!)
  const version =
    isNamed && words.slice(0, -1).every((word) => /^(?:[a-z/]+|[a-z]\d[a-z])$/i.test(word))
      ? readVersion(words.at(-1)!)
      : undefined
  return version && version.parts.length > 1 ? version : undefined
}

function mapVersions(alternatives: readonly Alternative[], change: (version: Version) => Version): Alternative[] {
  const ofRange = <R extends Range>(range: R): R => ({
    ...range,
    ...(range.lower && { lower: { ...range.lower, version: change(range.lower.version) } }),
    ...(range.upper && { upper: { ...range.upper, version: change(range.upper.version) } }),
  })
  return alternatives.map((one): Alternative => {
    if (one.kind === 'range') return ofRange(one)
    if (one.kind === 'exact') return one.loose ? one : { ...one, version: change(one.version) }
    if (one.kind === 'branches')
      return { ...one, uppers: one.uppers.map((bound) => ({ ...bound, version: change(bound.version) })) }
    return {
      ...one,
      ...(one.sure && { sure: ofRange(one.sure) }),
      ...(one.possible && { possible: ofRange(one.possible) }),
    }
  })
}

/** `FL.10.10.1040`: the platform stands before the version. */
const isDotted = /^\s*[a-z]{2,4}\.\d+\.\d/i

/** Letters of two or more before a version of several numbers; one letter counts revisions, and `VA10` releases. */
function seriesOf({ text, parts: [first, ...others] }: Version): string | undefined {
  if (first?.kind === 'number') return ''
  const isSeries =
    first?.kind === 'letters' && /^[a-z]{2,4}$/.test(first.letters) && (first.glued === 'after' || isDotted.test(text))
  return isSeries && others.length >= 2 && others.every((part) => part.kind === 'number' && !part.fuzzy)
    ? first.letters
    : undefined
}

/** `i9.12.1` where the advisory writes 9.14.0: of three numbers at least. A capital counts revisions, and `h`, `b`, `p` are of a part. */
const letterBefore = ({ text, parts: [first, ...others] }: Version): string | undefined =>
  first?.kind === 'letters' &&
  /^\s*[ac-gi-oq-z]\d+\.\d/.test(text) &&
  others.length >= 3 &&
  others.every((part) => part.kind === 'number' && !part.fuzzy)
    ? first.letters
    : undefined

const bareOfSeries = (version: Version): Version => ({ ...version, text: '', parts: version.parts.slice(1) })

/** `VE01.10.00` and `01.09.00`, `2.70` and `MP2.65`: letters that one side leaves out. Undefined where both, or neither, have them. */
export function withoutSeries(
  expression: VersionExpression,
  version: Version,
): { expression: VersionExpression; version: Version } | undefined {
  const named = versionsIn(expression)
  const series = new Set(named.map(seriesOf))
  const [ofNamed] = series
  const own = seriesOf(version) ?? letterBefore(version)
  if (series.size !== 1 || ofNamed === undefined || own === undefined || (ofNamed === '') === (own === ''))
    return undefined
  if ([version, ...named].some(({ scheme, parts }) => scheme !== 'plain' || parts.length < 2)) return undefined
  return own === ''
    ? { expression: { ...expression, alternatives: mapVersions(expression.alternatives, bareOfSeries) }, version }
    : { expression, version: bareOfSeries(version) }
}

/** `APCLX v1.04` beside `< AINLX_v3.47`: a word in capitals says which program is counted. */
export function countsOther(shown: string, version: string): boolean {
  const own = programCode.exec(version)?.[1]
  if (own === undefined) return false
  const named = [...shown.matchAll(new RegExp(programCode.source, 'g'))].map(([, code]) => code!)
  return named.length > 0 && !named.includes(own)
}
const programCode = /(?<![A-Za-z])(?!BUILD|BIOS|VERS|FIRM)([A-Z]{4,6})[ _-]v?\d+\.\d/
