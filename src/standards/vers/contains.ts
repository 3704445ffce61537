import { containsByScheme } from './by-scheme.ts'
import type { Contained, Containment } from './containment.ts'
import { byEsxiBuild, esxiVersion, namesEsxi } from './esxi.ts'
import type { LabelledRange } from './labelled-ranges.ts'
import { countsOther, lastWord, withoutNames, withoutSeries } from './names-beside.ts'
import { withBuildsOfNetScaler } from './netscaler.ts'
import { faultOfVers, isVendorScheme, schemeNameOf } from './range.ts'
import { readSpan, spanFits } from './spans.ts'
import { daysBeside, labelledVersions, labelOf, splitVersions } from './stated-versions.ts'
import {
  bearsInitials,
  compareVersions,
  hyphenedBuild,
  isBareYear,
  isUnknownText,
  mayBeDay,
  mayBeSame,
  numberPart,
  type Order,
  type Part,
  readVersion,
  type Version,
} from './version.ts'
import {
  type Alternative,
  type Bound,
  type Range,
  readVersionExpression,
  type VersionExpression,
  versionsIn,
} from './version-expression.ts'
import { withoutLabels } from './version-labels.ts'
import { inOtherCount } from './year-releases.ts'

/** Characters; what is longer is no version. */
const longest = 500

/**
 * Does the expression hold for the version? `unknown` where either cannot be read, where they cannot be ordered, or where
 * the expression names a condition that a version does not settle. `no` needs a version that is ordered outside.
 * A `vers:` range of a named scheme is answered by that scheme alone.
 */
export function contains(expression: VersionExpression | string, text: string): Contained {
  const read = typeof expression === 'string' ? readVersionExpression(expression) : expression
  if (text.length > longest) return { answer: 'unknown', because: 'the version of the device is not known' }
  const said = asBuild(read, withBuildsOfNetScaler(text))
  const shown = read.text.trim()
  const isOfEsxi = namesEsxi(shown)
  const byBuild = isOfEsxi ? byEsxiBuild(shown, said) : undefined
  if (byBuild)
    return {
      answer: byBuild,
      because: `version ${said.trim()} is ${byBuild === 'yes' ? 'within' : 'outside'} "${shown}"`,
    }
  const version = isOfEsxi ? esxiVersion(said) : ofReleaseAndVersion(said, read)
  const scheme = schemeNameOf(shown)
  const span = readSpan(version)
  // `2.0-5.0` is one version to SemVer.
  const isOpen = span !== undefined && !/^\s*[\w.]+-[\w.]+\s*$/.test(version)
  if (scheme && !isVendorScheme(scheme)) return containsByScheme(scheme, shown, isOpen ? '' : withoutLabel(version))
  if (read.reading === 'none') return { answer: 'unknown', because: 'the advisory states no version' }
  if (read.reading === 'all') {
    return read.condition
      ? { answer: 'unknown', because: `all versions are named, but only: ${read.condition}` }
      : { answer: 'yes', because: shown === '' ? 'the product is named, and no version' : 'all versions are named' }
  }
  if (version.trim() === '' || isUnknownText(version)) {
    return { answer: 'unknown', because: 'the version of the device is not known' }
  }
  if (read.reading === 'unreadable') {
    const fault = faultOfVers(shown)
    return {
      answer: 'unknown',
      because: fault ? `"${shown}" cannot be read: ${fault}` : `"${shown}" is not a version that can be compared`,
    }
  }
  if (read.component) {
    return { answer: 'unknown', because: `"${shown}" is about the version of "${read.component}"` }
  }

  if (read.labelled) return containsLabelled(read, read.labelled, version)

  const byNumber = span === undefined ? inBrackets(shown, version) : undefined
  if (byNumber) return byNumber

  // `1.4.3 (82002228_K)`: the maker’s number of the firmware stands beside its version.
  const inside = /\(([^()]*\d{5}[^()]*)\)/.exec(version)?.[1]
  if (
    inside &&
    read.alternatives.some((one) => one.kind === 'exact' && together(one.version.text) === together(inside))
  )
    return { answer: 'yes', because: `version ${version.trim()} is within "${shown}"` }
  const ofNames = underTwoNames(read, version)
  if (countsOther(shown, version))
    return { answer: 'unknown', because: `version ${version.trim()} counts another program than "${shown}"` }
  const stated = span === undefined ? ofOneScheme(version, read) : [version]
  const answers = ofNames ? [ofNames] : stated.map((one) => containsOne(read, withoutProgram(one, read)))
  const first = answers[0]!
  if (answers.some((answer) => answer !== first)) {
    return { answer: 'unknown', because: `"${version.trim()}" names several versions, and "${shown}" fits only some` }
  }
  const shownVersion = version.trim()
  if (first === 'no') return { answer: 'no', because: `version ${shownVersion} is outside "${shown}"` }
  if (first === 'unknown' && span !== undefined) {
    return {
      answer: 'unknown',
      because: `"${shownVersion}" may be several versions, of which "${shown}" may be only some`,
    }
  }
  const counted = first === 'unknown' ? inOtherCount(shownVersion, versionsIn(read)) : []
  const [ofYear, ...others] = counted.map((one) => containsOne(read, one))
  if (ofYear && ofYear !== 'unknown' && others.every((one) => one === ofYear) && !read.condition) {
    return {
      answer: ofYear,
      because: `version ${shownVersion} is ${ofYear === 'yes' ? 'within' : 'outside'} "${shown}"`,
    }
  }
  // Its ends are known, and what is between them is not: see `doubtful`.
  if (first === 'unknown' && isWithin(read, shownVersion))
    return { answer: 'unknown', because: `"${shown}" leaves open whether version ${shownVersion} is meant` }
  if (first === 'unknown') {
    return { answer: 'unknown', because: `version ${shownVersion} cannot be compared with "${shown}"` }
  }
  if (read.condition) {
    return { answer: 'unknown', because: `version ${shownVersion} is within "${shown}", but only: ${read.condition}` }
  }
  return { answer: 'yes', because: `version ${shownVersion} is within "${shown}"` }
}

/** `2311 (9.4.4126)`: a release of that year and month, and its version; of both that by which the expression counts. */
function ofReleaseAndVersion(text: string, expression: VersionExpression): string {
  const [, release, version] = /^\s*(\d{4}) ?\(v?(\d{1,2}(?:\.\d+){1,3})\)\s*$/i.exec(text) ?? []
  if (!release || !version) return text
  const isByRelease = versionsIn(expression).every(
    ({ parts: [first] }) => first?.kind === 'number' && first.width === 4,
  )
  return isByRelease ? release : version
}

/** `12.1-17.5`, which might be a range, where the advisory writes `12.1-55.302`: a build of 12.1. */
function asBuild(expression: VersionExpression, text: string): string {
  if (!text.includes('-')) return text
  const [, release] = /^\s*v?(\d+(?:\.\d+)+)-\d+(?:\.\d+)+\s*$/i.exec(text) ?? []
  const isBuild =
    release !== undefined && versionsIn(expression).some((named) => /^\s*v?[\d.]+-[\d.]+\s*$/i.test(named.text))
  return isBuild ? text.replace('-', '.') : text
}

function isWithin({ alternatives, ...read }: VersionExpression, text: string): boolean {
  const possible = alternatives.flatMap((one) =>
    one.kind === 'doubtful' && one.possible ? [{ kind: 'range', ...one.possible } as const] : [],
  )
  return possible.length > 0 && containsOne({ ...read, alternatives: possible }, text) === 'yes'
}

/** One range that holds is enough where no other is broken; outside is what is known to be outside of each. */
function containsLabelled({ text }: VersionExpression, ranges: readonly LabelledRange[], version: string): Contained {
  const stated = labelledVersions(version)
  const answers = ranges.map(({ of, expression }) => {
    const own = stated.find((one) => (one.of ?? labelOf(one.text)) === of)
    return own ? contains(expression, own.text).answer : undefined
  })
  const answer =
    answers.includes('yes') && !answers.includes('no') ? 'yes' : answers.every((one) => one === 'no') ? 'no' : 'unknown'
  const said = { yes: 'is within', no: 'is outside', unknown: 'cannot be compared with' }[answer]
  return { answer, because: `version ${version.trim()} ${said} "${text.trim()}"` }
}

/** `R19.3 SP3 (22.24.5800.0) and earlier`: one version under two names; the device's is written as that in brackets. */
function inBrackets(shown: string, version: string): Contained | undefined {
  const [named, number = ''] =
    /(?<!\S)\S{0,20}\d\S{0,20}(?: (?:SP|MR|CU|HF|U|Update) ?-?\d+)? \((?:build |version )?[vr]?(\d+(?:\.\d+){2,})\)/i.exec(
      shown,
    ) ?? []
  if (!named || !/[<>]|[a-z]{5}/i.test(shown.replace(named, ''))) return undefined
  const own = /^\s*[vr]?(\d+(?:\.\d+)+)\b/i.exec(version)?.[1]
  const countOf = (text: string) => text.split('.').length
  const outer = /\d+(?:\.\d+)*/.exec(named)?.[0] ?? ''
  if (!own || countOf(own) !== countOf(number) || countOf(outer) === countOf(number)) return undefined
  const { answer } = contains(shown.replace(named, number), own)
  if (answer === 'unknown') return undefined
  return { answer, because: `version ${version.trim()} is ${answer === 'yes' ? 'within' : 'outside'} "${shown}"` }
}

/**
 * `v2.2 SR8/SP8 (4.12.006)` is one version under several names: which of them the device bears does not matter. Undefined where
 * the expression is written otherwise, or the device bears none of them and is ordered as any other.
 */
function underTwoNames({ alternatives, text }: VersionExpression, version: string): Containment | undefined {
  const [only, ...others] = alternatives
  if (only?.kind !== 'exact' || others.length > 0) return undefined
  const named = only.version.text.trim()
  const [, start, one, other] = /^(.*\d )((?:sr|sp|mr|cu|hf) ?\d+)\/((?:sr|sp|mr|cu|hf) ?\d+)$/i.exec(named) ?? []
  if (start === undefined) return undefined
  const number = /^ \((\d+(?:\.\d+){2,})\)/.exec(text.slice(text.indexOf(named) + named.length))?.[1]
  const patches = [`${start}${one}`, `${start}${other}`]
  const own = version.trim().replace(/\s*\([^()]*\)$/, '')
  if ([named, ...patches, number ?? named].some((name) => together(name) === together(own))) return 'yes'
  if (number !== undefined && /^v?\d+(?:\.\d+){2,}$/i.test(own)) return contains(number, own).answer
  return patches.every((name) => contains(name, own).answer === 'no') ? 'no' : 'unknown'
}

/** `2.400.14.R, 2016-12-01` and `1.30 (2024-06-03)` say a version and its day: the one that the expression counts by. */
function ofOneScheme(text: string, expression: VersionExpression): readonly string[] {
  const isByDay = versionsIn(expression).some(({ scheme }) => scheme === 'date')
  const days = isByDay ? daysBeside(text) : []
  if (days.length > 0) return days
  // Nobody tells whether the month or the day comes first: both are asked.
  const day = isByDay ? /^\s*(0?[1-9]|1[0-2])\/(0?[1-9]|1[0-2])\/((?:19|20)\d\d)\s*$/.exec(text) : null
  if (day) return [text, `${day[2]}/${day[1]}/${day[3]}`]
  const versions = splitVersions(text)
  if (versions.length < 2) return versions
  const some = versions.filter((one) => (readVersion(one)?.scheme === 'date') === isByDay)
  return some.length > 0 ? some : versions
}

/** `EzDent-i 3.4.8` where the expression is of EzDent-i. */
function withoutProgram(text: string, { program }: Pick<VersionExpression, 'program'>): string {
  if (program === undefined) return text
  // `HiOS-2S-08.5.00`: between the two stands for which boxes it is.
  const own = text.trim().replace(/^([a-z]{3,})-\d?[a-z]{1,2}-(?=\d)/i, '$1 ')
  if (own !== text.trim()) return withoutProgram(own, { program })
  // `JUNOS 18.4R3` of the `Junos OS`.
  const name = [program, program.replace(/ OS$/, '')].find((one) =>
    text.trim().toLowerCase().startsWith(`${one.toLowerCase()} `),
  )
  return name ? withoutLabels(text.trim().slice(name.length + 1)) : text
}

/** `SW V1.2.0`: a scheme knows numbers only. */
const withoutLabel = (text: string): string =>
  text.trim().replace(/^(?:(?:software|firmware|version|release|sw|fw|ver|rel)\b[.:]?\s*)*v?\.?\s*(?=\d)/i, '')

const saysBuild = (text: string): boolean => /(?:\b|_)(?:build|bld|bn)(?![a-z])/i.test(text) || hyphenedBuild.test(text)

function containsOne(expression: VersionExpression, text: string): Containment {
  const span = readSpan(text)
  if (span !== undefined) return spanFits(expression, span)
  const whole = readVersion(text)
  if (!whole) return 'unknown'
  const written = together(whole.text)
  if (expression.alternatives.some((one) => one.kind === 'exact' && together(one.version.text) === written))
    return 'yes'
  const upstream = packaged.exec(text.trim())?.[1]
  if (upstream && !versionsIn(expression).some((bound) => /\d-\d/.test(bound.text)))
    return containsOne(expression, upstream)
  if (hasLostItsPoints(whole, expression)) return 'unknown'
  const version = withBuild(whole, expression)
  if (version.scheme === 'date' && !mayBeDay(version) && countsEditions(expression)) return 'unknown'
  for (const excluded of expression.excluded) {
    const order = compareVersions(version, excluded)
    if (order === 'equal') return 'no'
    if (order === 'incomparable') return 'unknown'
  }
  const answer = fitsAny(expression, version)
  if (answer !== 'unknown') return answer
  // `syngo MR VE11C`: what stands before is the software’s name.
  const last = lastWord(text)
  const ofLast = last ? fitsAny(expression, last) : answer
  if (ofLast !== 'unknown') return ofLast
  // `< WinCC 7.2 Upd 15` on the one side and `7.1` on the other.
  const bare = withoutNames(expression)
  const ofBare = bare ? fitsAny(bare, version) : answer
  if (ofBare !== 'unknown') return ofBare
  const plain = withoutSeries(expression, version)
  return plain ? fitsAny(plain.expression, plain.version) : answer
}

/** `45273`, `08042901`, `2411167_062411`: what a spreadsheet or a hurried hand made of a version with points is neither above nor below one. */
const hasLostItsPoints = (version: Version, expression: VersionExpression): boolean =>
  /^\s*v?\d{5,}(?:[_-]\d{4,})?\s*$/i.test(version.text) &&
  version.scheme !== 'date' &&
  versionsIn(expression).every(
    ({ parts: [first, second] }) =>
      second !== undefined && second.kind !== 'letters' && first?.kind === 'number' && first.width < 4,
  )

/** `2016` may be an edition, which the day in a column says nothing of; `released before 2022` counts days. */
const countsEditions = (expression: VersionExpression): boolean =>
  versionsIn(expression).some(isBareYear) &&
  !/\b(?:released?|dated|built|issued|published|compiled)\b/i.test(expression.text)

/** `3.7.0-1`, `1.2.3+dfsg-2ubuntu1`: behind the hyphen stands who packed it. */
const packaged = /^(v?\d+(?:\.\d+){2,})(?:[+~][a-z][\w.]*)?-\d{1,2}(?:[+~a-z][\w.+~]*)?$/i

function fitsAny(expression: VersionExpression, version: Version): Containment {
  // `8.0.36 and prior, 8.3.0 and prior`: of the versions of a branch its own end decides.
  const uppers = expression.alternatives.flatMap((one) =>
    one.kind === 'range' && !one.lower && one.upper ? [one.upper] : [],
  )
  if (uppers.length > 1 && uppers.length === expression.alternatives.length) {
    const ofBranch = ownBranch(uppers, version)
    // Of `2.0 and prior, 4.0 and prior` the first may be taken in by the second.
    if (ofBranch && ofBranch.version.parts.length > 2) return satisfies(version, ofBranch, 'upper')
  }
  let answer: Containment = 'no'
  for (const alternative of expression.alternatives) {
    const one = fits(alternative, version)
    if (one === 'yes') return 'yes'
    if (one === 'unknown') answer = 'unknown'
  }
  return answer === 'unknown' && isOtherOfList(expression, version) ? 'no' : answer
}

/** `10B` and `2024A` are none of `11B | 12A | 2023B`: they are written as those that are listed, whose count once changed. */
function isOtherOfList({ alternatives }: VersionExpression, { text }: Version): boolean {
  const shape = (written: string) => written.trim().replace(/\d+/g, '9').replace(/[a-z]/gi, 'a')
  const own = shape(text)
  return (
    own === '9a' &&
    alternatives.length > 1 &&
    alternatives.every((one) => one.kind === 'exact' && shape(one.version.text) === own)
  )
}

/** `6.3 V1 L10` is `6.3V1L10`, and `2.1.1 build 3069` is `2.1.1.3069`. */
const together = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\b(?:build|bld|bn)\b\.?/g, '.')
    .replace(/[\s_]+|^v(?=\d)/g, '')
    .replace(/\.+/g, '.')

/** `V5.5.0_170725`, `9.1.7.0 (163)`, `3.1.4022.4`: as many numbers more as the advisory counts in its builds. */
function withLastAsBuild(version: Version, expression: VersionExpression): Version {
  const [first, ...others] = versionsIn(expression).filter(({ qualifiers }) => qualifiers.at(-1)?.name === 'build')
  const at = first?.parts.length ?? 0
  const numbers = version.parts.slice(at)
  const counts = first?.qualifiers.at(-1)?.numbers.length
  const isBuild =
    at > 0 &&
    numbers.length === counts &&
    others.every(({ parts, qualifiers }) => parts.length === at && qualifiers.at(-1)?.numbers.length === counts)
  if (!isBuild || version.qualifiers.length > 0 || !numbers.every(({ kind }) => kind === 'number')) return version
  return { ...version, text: '', parts: version.parts.slice(0, at), qualifiers: [{ name: 'build', numbers }] }
}

const digitsOf = (part: Part | undefined): number => (part?.kind === 'number' ? part.digits.length : 0)

/** A build is the last number of the version where the advisory writes one more; where it speaks of none, every build is meant. */
function withBuild(version: Version, expression: VersionExpression): Version {
  const build = version.qualifiers.at(-1)
  // `1233` of `build 1234 and earlier`.
  if (!build && version.parts.length === 1 && version.parts[0]!.kind === 'number') {
    const named = versionsIn(expression)
    const areBuilds = named.every(({ parts, qualifiers: [first] }) => parts.length === 0 && first?.name === 'build')
    if (named.length > 0 && areBuilds)
      return { ...version, text: '', parts: [], qualifiers: [{ name: 'build', numbers: version.parts }] }
  }
  if (build?.name !== 'build' && saysBuild(expression.text)) return withLastAsBuild(version, expression)
  if (build?.name !== 'build' || saysBuild(expression.text)) return version
  // `build 11.0`, where the advisory counts no builds: that is what the version is called.
  if (version.parts.length === 0) return { ...version, text: '', parts: build.numbers, qualifiers: [] }
  const qualifiers = version.qualifiers.slice(0, -1)
  // But 42661 of `7.1-42661` is no last number beside that of 7.1.1.
  const digits = digitsOf(build.numbers.at(-1))
  const isLastNumber = versionsIn(expression).some(
    ({ parts }) =>
      parts.length === version.parts.length + build.numbers.length &&
      parts.at(-1)?.kind === 'number' &&
      (digits < 4 || digitsOf(parts.at(-1)) > 2),
  )
  return {
    ...version,
    text: '',
    parts: isLastNumber ? [...version.parts, ...build.numbers] : version.parts,
    qualifiers,
  }
}

function fits(alternative: Alternative, version: Version): Containment {
  switch (alternative.kind) {
    case 'range':
      return within(alternative, version)
    case 'exact':
      return isExactly(alternative.version, alternative.loose, version)
    case 'branches':
      return withinBranch(alternative.uppers, version)
    case 'doubtful':
      if (alternative.sure && within(alternative.sure, version) === 'yes') return 'yes'
      return isImpossible(alternative.possible, version) ? 'no' : 'unknown'
  }
}

/** `< 4.8 | SP5` was written for 4.8 SP5: what begins with 4.8 stays possible. */
const isImpossible = (possible: Range | undefined, version: Version): boolean =>
  possible !== undefined &&
  within(possible, version) === 'no' &&
  !(possible.upper && mayBeSame(version, possible.upper.version))

/** `LPI 3.5.12.P30` and `3.5.12.P30`: the product's initials stand before its version. */
const withoutInitials = (version: Version, other: Version): Version =>
  bearsInitials(version) && other.parts[0]?.kind === 'number'
    ? { ...version, text: '', parts: version.parts.slice(1) }
    : version

function isExactly(named: Version, loose: boolean, asked: Version): Containment {
  const wanted = withoutInitials(named, asked)
  const version = withoutInitials(asked, named)
  if (wanted.open) {
    const prefix = withoutWild(wanted.parts)
    if (prefix.length === 0) return 'unknown'
    if (version.parts.length < prefix.length && mayBeSame(version, { ...wanted, parts: prefix })) return 'unknown'
    const release = firstParts(version, prefix.length)
    // `7.4 SP1` is of the `7.4.x`; `2012 R2` is a release of its own.
    const qualifiers = release.qualifiers.filter(({ name }) => name === 'r')
    const order = compareVersions({ ...wanted, text: '', parts: prefix }, { ...release, text: '', qualifiers })
    // `2019.0 LTS` is no 1.x.
    if (isNumbered(wanted) && isNumbered(version) && version.scheme !== wanted.scheme) return 'no'
    if (lacksZero(version, wanted)) return 'unknown'
    return order === 'equal' ? 'yes' : order === 'incomparable' ? 'unknown' : 'no'
  }
  const order = orderOf(version, wanted)
  if (isShortOfOpenZero(version, wanted)) return version.parts.length > wanted.parts.length ? 'no' : 'unknown'
  if (order === 'equal') return 'yes'
  if (endsOpen(wanted)) return isOfOpenDigit(version, wanted)
  // The versions of the release `VB30` are `VB30A`, `VB30B`.
  if (/^[a-z]{2}\d\d$/i.test(wanted.text.trim()) && version.parts[2]?.kind === 'letters') {
    const release = { ...version, text: '', parts: version.parts.slice(0, 2), qualifiers: [] }
    if (compareVersions(release, wanted) === 'equal') return 'yes'
  }
  // `054U00093` cannot be ordered after `054U00091`, but it is another.
  if (haveOneShape(version.text, wanted.text)) return 'no'
  if (loose) return isLastWord(version, wanted) ? 'yes' : 'unknown'
  const isCloser = version.parts.length > wanted.parts.length && mayBeSame(version, wanted)
  if (isBuildOf(version, wanted)) return 'yes'
  // `C.02` names a release whose versions are `C.02.10`; `8` may stand for `8.4`; but `1.6.1` is not `1.6`.
  if (isCloser && wanted.parts[0]?.kind === 'letters') return 'yes'
  // Nobody names a release by one number and means that one alone.
  if (isCloser && wanted.parts.length === 1) return 'yes'
  if (order === 'incomparable') return 'unknown'
  if (lacksZero(version, wanted) || lacksUpdate(version, wanted) || countsOtherwise(version, wanted)) return 'unknown'
  return version.parts.length < wanted.parts.length && mayBeSame(version, wanted) ? 'unknown' : 'no'
}

/** Two numbers at least, or one that is left open behind another: no year alone. */
const isNumbered = ({ parts: [first, second], scheme }: Version): boolean =>
  scheme !== 'date' && first?.kind === 'number' && (second?.kind === 'number' || second?.kind === 'wild')

/** A spreadsheet makes 1.9 of `1.90`, and so does an advisory that was one. */
const lacksZero = (version: Version, wanted: Version): boolean =>
  isWithoutZero(version, wanted) || isWithoutZero(wanted, version)

function isWithoutZero(version: Version, wanted: Version): boolean {
  const [own, other] = [version, wanted].map(({ parts }) => parts[1])
  return (
    version.parts.length === 2 &&
    version.qualifiers.length === 0 &&
    own?.kind === 'number' &&
    other?.kind === 'number' &&
    own.width === 1 &&
    own.digits !== '0' &&
    other.digits === `${own.digits}0` &&
    compareVersions(firstParts(version, 1), firstParts(wanted, 1)) === 'equal'
  )
}

/** `4.4` of a device may be the 4.4 with the update that is named. */
const lacksUpdate = ({ parts, qualifiers }: Version, wanted: Version): boolean =>
  qualifiers.length === 0 &&
  wanted.qualifiers.length > 0 &&
  wanted.qualifiers.every(({ name }) => /^(?:update|hotfix|patch|sp|mr|cu|ru|fp|mp)$/.test(name)) &&
  compareVersions({ ...wanted, text: '', qualifiers: [] }, { ...wanted, text: '', parts, qualifiers: [] }) === 'equal'

/** `2.1` beside `2.0x`, which is 2.00 to 2.09: where two digits are written it is 2.10, and 2.01 where a zero was left out. */
function isShortOfOpenZero(version: Version, wanted: Version): boolean {
  const at = wanted.parts.length - 1
  const [own, open] = [version.parts[at], wanted.parts[at]]
  return (
    endsOpen(wanted) &&
    wanted.parts[0]?.kind === 'number' &&
    open?.kind === 'number' &&
    open.digits === '0' &&
    own?.kind === 'number' &&
    own.width === 1 &&
    own.digits !== '0' &&
    compareVersions(firstParts(version, at), firstParts(wanted, at)) === 'equal'
  )
}

/** `9.1x`: 9.10 to 9.19 and what goes on behind them, and 9.1.0, 9.1.1; 9.2 is neither. */
function isOfOpenDigit(version: Version, wanted: Version): Containment {
  const order = orderOf(firstParts(version, wanted.parts.length), wanted)
  if (order === 'equal') return 'yes'
  const [own, open] = [version, wanted].map(({ parts }) => parts[wanted.parts.length - 1])
  const isOther = order === 'incomparable' && own?.kind === 'number' && open?.kind === 'number' && !own.fuzzy
  if (!isOther) return order === 'incomparable' ? 'unknown' : 'no'
  return own.width === open.width ? 'no' : 'unknown'
}

/** Codes of letters between numbers, in the same places. */
const haveOneShape = (a: string, b: string): boolean => {
  const shape = (text: string) => text.trim().replace(/\d/g, '9').replace(/[a-z]/gi, 'a')
  // `XA20` is none of `VE11A`, `VE11C`.
  const areReleases =
    [a, b].every((text) => /^[a-z]{2}\d\d[a-z]?$/i.test(text.trim())) ||
    [a, b].every((text) => /^\d\d[a-z]\.\d+$/i.test(text.trim()))
  // `15MW44.9` is none of `15MW11.10`, `15MW28.7`.
  const areBranches = [a, b].every((text) => /(?:^|\s)\d+[a-z]+\d+(?:\.\d+)+$/i.test(text.trim()))
  return areReleases || areBranches || (/^\d+[a-z]+\d{2,}$/i.test(a.trim()) && shape(a) === shape(b))
}

/** `NUMARIS/X VA20A` on the one side and `VA20A` on the other. */
function isLastWord(version: Version, wanted: Version): boolean {
  const last = wanted.text.trim().split(' ').at(-1)!
  const alone = /\d/.test(last) && last !== wanted.text.trim() ? readVersion(last) : undefined
  return alone !== undefined && alone.parts.length > 1 && compareVersions(version, alone) === 'equal'
}

function within(stated: Range, asked: Version): Containment {
  const isCounted =
    stated.lower && stated.upper && isLetterFirst(asked) && isCountedBy(stated.lower.version, stated.upper.version)
  const range = isCounted ? { lower: countLetter(stated.lower!), upper: countLetter(stated.upper!) } : stated
  const version = isCounted ? { ...asked, text: '', parts: counted(asked.parts) } : asked
  const above = range.lower ? satisfies(version, range.lower, 'lower') : 'yes'
  if (above === 'no') return 'no'
  const under = range.upper ? satisfies(version, range.upper, 'upper') : 'yes'
  if (under === 'no') return 'no'
  return above === 'yes' && under === 'yes' ? 'yes' : 'unknown'
}

const isLetterFirst = ({ parts: [first] }: Version): boolean => first?.kind === 'letters' && first.letters.length === 1

/** `A1.5.3` to `B1.2.4`: the advisory itself says that B comes after A. */
const isCountedBy = (lower: Version, upper: Version): boolean =>
  isLetterFirst(lower) && isLetterFirst(upper) && compareVersions(lower, upper) === 'incomparable'

const counted = ([first, ...others]: readonly Part[]): Part[] =>
  first?.kind === 'letters' ? [numberPart(String(first.letters.charCodeAt(0))), ...others] : []

const countLetter = (bound: Bound): Bound => ({
  ...bound,
  version: { ...bound.version, text: '', parts: counted(bound.version.parts) },
})

const endsOpen = ({ parts, qualifiers }: Version): boolean => {
  const last = parts.at(-1)
  return last?.kind === 'number' && last.fuzzy && qualifiers.length === 0
}

/** A revision is a letter to the advisory and `N.00.12` on the device: `<= N` takes in all of N. */
const isLetter = ({ parts: [first, ...others], qualifiers }: Version): boolean =>
  first?.kind === 'letters' && first.letters.length === 1 && others.length === 0 && qualifiers.length === 0

/** Before the first of October is before October, and from then on is from October on. */
function ofWholeMonth({ version, inclusive }: Bound, side: 'lower' | 'upper'): Bound {
  const [year, month, day] = version.parts
  const isFirst = version.scheme === 'date' && day?.kind === 'number' && day.digits === '1'
  return isFirst && inclusive === (side === 'lower')
    ? { inclusive, version: { ...version, text: '', parts: [year!, month!, { kind: 'wild' }], open: true } }
    : { version, inclusive }
}

/** `6` of `4 to 6` may be the release with all its versions, or its first. */
const isWholeRelease = ({ parts, qualifiers, scheme }: Version): boolean =>
  parts.length === 1 && scheme === 'plain' && qualifiers.length === 0

function satisfies(version: Version, stated: Bound, side: 'lower' | 'upper'): Containment {
  const bound = stated.version.scheme === 'date' && !mayBeDay(stated.version) ? ofWholeMonth(stated, side) : stated
  const prefix =
    bound.version.open || isLetter(bound.version) || endsOpen(bound.version)
      ? withoutWild(bound.version.parts)
      : undefined
  // `VX.17`, `august 28` without a year: what comes first is not known.
  if (bound.version.parts[0]?.kind === 'wild' && !isOfAnyBranch(bound.version)) return 'unknown'
  // `<= 12.2.x` takes in all of 12.2, `< 3.x` none of 3, `> 4.x` none of 4.
  const order = prefix
    ? orderOf(firstParts(version, prefix.length), { ...bound.version, text: '', parts: prefix, open: false })
    : orderOf(version, bound.version)
  // `7.2-64570` is 7.2 at the least.
  if (order === 'incomparable' && side === 'lower' && bound.inclusive && isNumberedBuild(version, bound.version))
    return 'yes'
  if (order === 'incomparable' && side === 'lower' && bound.inclusive && isOfTrain(version, bound.version)) return 'yes'
  if (order === 'incomparable') return 'unknown'
  if (order === 'equal') return bound.inclusive ? 'yes' : 'no'
  if (side === 'upper' && bound.inclusive && isBuildOf(version, bound.version)) return 'yes'
  if (side === 'upper' && order === 'greater' && countsOtherwise(version, bound.version)) return 'unknown'
  // `13.40` may be the 13.4 of `13.4 and prior`.
  if (side === 'upper' && bound.inclusive && order === 'greater' && isWithoutZero(bound.version, version))
    return 'unknown'
  const isPastFirst = side === 'upper' && bound.inclusive && order === 'greater'
  if (isPastFirst && isWholeRelease(bound.version) && mayBeSame(version, bound.version)) return 'unknown'
  return (order === 'less') === (side === 'upper') ? 'yes' : 'no'
}

/** `15.2(7)E4` is a rebuild of the train `15.2(7)E`. */
const isOfTrain = (version: Version, train: Version): boolean =>
  /\d\([\w.]+\)[a-z]{1,3}\s*$/i.test(train.text) &&
  version.parts.length > train.parts.length &&
  compareVersions(firstParts(version, train.parts.length), train) === 'equal'

/** `2.4.1` beside `2.4 patch 4`: one counts a third number, the other patches of the second, and nothing tells which is later. */
const countsOtherwise = (version: Version, bound: Version): boolean =>
  version.qualifiers.length === 0 &&
  version.parts.length > bound.parts.length &&
  bound.qualifiers.some(({ name }) => /^(?:sp|update|patch|hotfix|mr|mp|cu|ru|fp)$/.test(name)) &&
  compareVersions(firstParts(version, bound.parts.length), { ...bound, text: '', qualifiers: [] }) === 'equal'

/** `7.2 build 64570` of 7.2. */
const isNumberedBuild = (version: Version, release: Version): boolean =>
  version.qualifiers[0]?.name === 'build' &&
  release.qualifiers.length === 0 &&
  compareVersions({ ...version, text: '', qualifiers: [] }, release) === 'equal'

/** `23.9.7.8804` is a build of 23.9.7, and `5.01.62_20220316` of 5.01.62. */
function isBuildOf(version: Version, release: Version): boolean {
  const { length } = release.parts
  const build = version.parts[length]
  return (
    length >= 2 &&
    (length > 2 || version.parts.length > length + 1 || (build?.kind === 'number' && build.digits.length > 3)) &&
    release.qualifiers.length === 0 &&
    release.parts.every(({ kind }) => kind === 'number') &&
    build?.kind === 'number' &&
    build.digits.length >= 3 &&
    compareVersions(firstParts(version, length), release) === 'equal'
  )
}

/** Below all branches is in, above all is out; in a branch its own bound decides; between branches nothing does. */
function withinBranch(uppers: readonly Bound[], version: Version): Containment {
  const answers = uppers.map((upper) => satisfies(version, upper, 'upper'))
  if (answers.every((answer) => answer === 'yes')) return 'yes'
  if (answers.every((answer) => answer === 'no')) return 'no'
  const own = ownBranch(uppers, version)
  return own ? answers[uppers.indexOf(own)]! : 'unknown'
}

const ownBranch = (uppers: readonly Bound[], version: Version): Bound | undefined =>
  uppers.find(({ version: upper }) => {
    const branch = upper.parts.slice(0, -1)
    if (branch.length === 0) return sameSeries(upper, version)
    return (
      version.parts.length > branch.length &&
      compareVersions(
        { ...upper, text: '', parts: branch, qualifiers: [] },
        {
          ...firstParts(version, branch.length),
          qualifiers: [],
        },
      ) === 'equal'
    )
  })

/** `L80` belongs to the series of `L81`, not to that of `U61`. */
const sameSeries = (a: Version, b: Version): boolean => {
  const [left, right] = [a.parts[0], b.parts[0]]
  return left?.kind === 'letters' && right?.kind === 'letters' && left.letters === right.letters
}

const yearOf = ({ parts: [year] }: Version) => (year?.kind === 'number' ? Number(year.digits) : undefined)

/** `xx.61.23`: the first number tells the model that it is for, and two behind it tell the release. */
const isOfAnyBranch = ({ parts: [, ...others], scheme }: Version): boolean =>
  scheme === 'plain' && others.length >= 2 && others.every(({ kind }) => kind === 'number')

/** `3.x.14` is the 14th of each: of 3.1 it is 3.1.14. */
function inBranchOf(version: Version, other: Version): Version {
  const isBranch = (at: number) => at < other.parts.length - 1 && version.parts[at]?.kind === 'number'
  if (other.open || !other.parts.some(({ kind }, at) => kind === 'wild' && isBranch(at))) return other
  const parts = other.parts.map((part, at) => (part.kind === 'wild' && isBranch(at) ? version.parts[at]! : part))
  return { ...other, text: '', parts }
}

function orderOf(version: Version, named: Version): Order {
  const other = inBranchOf(version, named)
  // Released before 2022: no day of it is. That the device is of 2022 may be any day of it.
  if (version.scheme === 'date' && isBareYear(other) && yearOf(version) === yearOf(other)) return 'equal'
  const order = compareVersions(version, other)
  // `< 1.0.0+5` counts what SemVer leaves out, and the device does not say it.
  if (order === 'equal' && other.metadata !== undefined && version.metadata !== other.metadata) return 'incomparable'
  if (!version.parts.some((part) => part.kind === 'wild' || (part.kind === 'number' && part.fuzzy))) return order
  // A device whose version is written `9.12.x` may be any of them.
  const prefix = withoutWild(version.parts)
  if (prefix.length === 0) return 'incomparable'
  const known = { ...version, text: '', parts: prefix }
  return mayBeSame(known, other) ? 'incomparable' : compareVersions(known, other)
}

const withoutWild = (parts: readonly Part[]): Part[] => {
  const end = parts.findIndex(
    (part, index) => part.kind === 'wild' && parts.slice(index).every((p) => p.kind === 'wild'),
  )
  return parts.slice(0, end < 0 ? parts.length : end)
}

const firstParts = (version: Version, count: number): Version => ({
  ...version,
  text: '',
  parts: version.parts.slice(0, count),
  qualifiers: version.parts.length > count ? [] : version.qualifiers,
  open: false,
})
