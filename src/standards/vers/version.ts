import { wordTable } from '#model/word-table.ts'
import { monthNumber, withIsoDays } from './days.ts'

/** What two versions are to each other; `incomparable` where no scheme orders them, which is not the same as equal. */
export type Order = 'less' | 'equal' | 'greater' | 'incomparable'

/**
 * `wild` stands for any number (`9.1.x`); `fuzzy` marks a number of which only the first digits are known (`8.1x`). `digits` are
 * without zeros before them, `width` counts those that were written.
 */
export type Part =
  | { readonly kind: 'number'; readonly digits: string; readonly fuzzy: boolean; readonly width: number }
  | { readonly kind: 'letters'; readonly letters: string; readonly glued: 'none' | 'before' | 'after' | 'both' }
  | { readonly kind: 'wild' }

/** What follows the numbers: a service pack, an update, a build, a pre-release. */
export interface Qualifier {
  readonly name: string
  readonly numbers: readonly Part[]
}

export interface Version {
  readonly text: string
  readonly epoch: number
  /** `calendar` for a date or a year-based release (2019, 2014 R2), which no plain number can be compared with. */
  readonly scheme: 'plain' | 'calendar' | 'date'
  readonly parts: readonly Part[]
  readonly qualifiers: readonly Qualifier[]
  /** True where the last part stands for anything: `9.1.x`. */
  readonly open: boolean
  /** Of `1.0.0+build.5` what SemVer 2.0.0, clause 10, leaves out of the order. */
  readonly metadata?: string
}

const qualifierNames: Readonly<Record<string, string>> = wordTable({
  sp: 'sp',
  servicepack: 'sp',
  hf: 'hotfix',
  hotfix: 'hotfix',
  hotfixes: 'hotfix',
  upd: 'update',
  update: 'update',
  p: 'patch',
  patch: 'patch',
  pl: 'patch',
  build: 'build',
  bn: 'build',
  bld: 'build',
  rev: 'rev',
  revision: 'rev',
  ru: 'ru',
  fp: 'fp',
  cu: 'cu',
  mp: 'mp',
  mr: 'mr',
  sr: 'sr',
  pr: 'pr',
  r: 'r',
  release: 'r',
  alpha: 'alpha',
  beta: 'beta',
  pre: 'pre',
  preview: 'pre',
  rc: 'rc',
  dev: 'dev',
  snapshot: 'dev',
})

/** Lower ranks come first; all of them come before the release itself. */
const beforeRelease: Readonly<Record<string, number>> = { dev: 0, alpha: 1, beta: 2, pre: 3, rc: 4 }

/** Words that say nothing about order. */
const noise = new Set(['version', 'versions', 'ver', 'v', 'firmware', 'software', 'fw', 'sw', 'ga', 'nr', 'no', 'frn'])

/** `August 28`: a day of a year that is not said. */
const dayOfNoYear =
  /^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:[ -](\d{1,2})(?:st|nd|rd|th)?)?$/

export const numberPart = (digits: string, fuzzy = false): Part => ({
  kind: 'number',
  digits: digits.replace(/^0+(?=\d)/, ''),
  fuzzy,
  width: digits.length,
})

/** No part at all where the text has the form of a day that no month has: `2023-02-30`. */
function readDate(written: string): readonly Part[] | undefined {
  const text = withIsoDays(written)
  const day = (year: string, month: string, day: string): Part[] =>
    Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
      ? []
      : [year, month, day].map((one) => numberPart(one))
  const iso = /^((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])$/.exec(text)
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!)
  const isoMonth = /^((?:19|20)\d\d)[-/](0[1-9]|1[0-2])$/.exec(text)
  if (isoMonth) return [numberPart(isoMonth[1]!), numberPart(isoMonth[2]!), { kind: 'wild' }]
  const compact = /^v?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.exec(text)
  if (compact) return day(compact[1]!, compact[2]!, compact[3]!)

  // As in the United States, where CISA writes.
  const american = /^(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\/((?:19|20)\d\d)$/.exec(text)
  if (american) return day(american[3]!, american[1]!, american[2]!)
  // `3.05.1950` is a version.
  const european = /^(0[1-9]|[12]\d|3[01])([./-])(0[1-9]|1[0-2])\2((?:199|20\d)\d)$/.exec(text)
  if (european) return day(european[4]!, european[3]!, european[1]!)
  const month = /^(0?[1-9]|1[0-2])\/((?:19|20)\d\d)$/.exec(text)
  if (month) return [numberPart(month[2]!), numberPart(month[1]!), { kind: 'wild' }]

  const [, name, ofMonth] = dayOfNoYear.exec(text) ?? []
  if (!name) return undefined
  // The part that is not said stays open: it equals what it does not contradict.
  return [{ kind: 'wild' }, numberPart(String(monthNumber(name))), ofMonth ? numberPart(ofMonth) : { kind: 'wild' }]
}

const packNames: Readonly<Record<string, string>> = wordTable({
  'service pack': 'sp',
  'service release': 'sr',
  'maintenance release': 'mr',
  'maintenance pack': 'mp',
  'feature pack': 'fp',
  'fix pack': 'fp',
  'hot fix': 'hotfix',
  'cumulative update': 'cu',
})
const packs = /(?:service|maintenance|feature|fix|hot|cumulative)\s+(?:pack|release|fix|update)/g

const tokens = /(\d+)|([a-z]+|§)|(\*)|([^a-z0-9*§]+)/gu
/** Characters; the longest version text of the public advisories has 120. */
const longest = 300
const remembered = new Map<string, Version | undefined>()

/** `SRN4000_v2.16`, `CIR_CDC_v1.2.17`, `RUT2_R_00.07.03`: the product’s code, glued to its version. */
export const nameGlued = /(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*_(?:[vV]_?|R_)(?=\d+\.\d)/g

export const hyphenedBuild = /(?<=\d\.\d+)-(\d{4,})(?:-(\d{1,2}))?(?![\w.-])/

/** Reads one version. Undefined where the text holds nothing that orders: `N/A`, `see notes`, an empty text. */
export function readVersion(text: string): Version | undefined {
  if (text.length > longest) return undefined
  if (remembered.has(text)) return remembered.get(text)
  if (remembered.size > 50_000) remembered.clear()
  const version = parse(text)
  remembered.set(text, version)
  return version
}

function parse(text: string): Version | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(nameGlued, 'v')
    // `1.21X` is a revision letter, `8.1x` a digit that was left open: only the case tells them apart.
    .replace(/(?<=\d)X(?![A-Za-z])/g, '§')
    .toLowerCase()
    .replaceAll('_', ' ')
    // A spreadsheet's `.5`.
    .replace(/^(?=\.\d+(?:\.\d+)*$)/, '0')
    .replace(packs, (words) => packNames[words.replace(/\s+/g, ' ')] ?? words)
    // `10.2.9-h1`
    .replace(/(?<=\d\.\d+)-h(?=\d{1,2}$)/, ' hotfix ')
    // `1.4.2.0-9d9eff4`: what it was built from.
    .replace(/(?<=\d\.\d[\w.]*)[-+]g?(?=[\da-f]*[a-f])(?=[\da-f]*\d)[\da-f]{7,40}$/, '')
    // `7.1-42661` is a build of 7.1 and comes before 7.1.1: behind a hyphen no maker counts to a thousand but in builds. What
    // stands behind a build in its turn is an update of it: `7.1.1-42962-2`.
    .replace(
      hyphenedBuild,
      (_, build: string, update?: string) => ` build ${build}${update ? ` update ${update}` : ''}`,
    )
    // `1.2+5`; of three numbers SemVer knows it.
    .replace(/^(v?\d+(?:\.\d+|(?:\.\d+){3,}))\+(?=\d+$)/, '$1 build ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:software|firmware|sw|fw)\s*)?(?:(?:version|ver|rel|release|rev|revision)\b\.?)?[\s:=]*(?=\S)/, '')
    .replace(/[\s.,;:]+$/, '')
  if (plain === '' || isUnknownText(plain)) return undefined

  const date = readDate(plain)
  // `2023.02.30` may be a version all the same, and `20230230` a number.
  if (date?.length === 0 && !/^(?:(?:19|20)\d\d\.[\d.]+|v?\d{8})$/.test(plain)) return undefined
  if (date && date.length > 0)
    return { text, epoch: 0, scheme: 'date', parts: date, qualifiers: [], open: date.at(-1)!.kind === 'wild' }

  const epoch = /^(\d{1,3})[:!](?=\d)/.exec(plain)
  const metadata = withMetadata.exec(plain)?.[1]
  const body = (epoch ? plain.slice(epoch[0].length) : plain)
    .slice(0, metadata === undefined ? undefined : -1 - metadata.length)
    .replace(/^(?:[vr]|[sf]w?v)(?=\d)/, '')
    .replace(/^v(?=[x*]\b)/, '')
  const found = [...body.matchAll(tokens)]

  const parts: Part[] = []
  const qualifiers: { name: string; numbers: Part[] }[] = []
  for (let i = 0; i < found.length; i++) {
    const [, digits, written, star, gap] = found[i]!
    const letters = written === '§' ? 'x' : written
    const isRevisionX = written === '§'
    if (gap !== undefined) continue
    const into = qualifiers.at(-1)?.numbers ?? parts
    const before = found[i - 1]
    const after = found[i + 1]
    const gluedBefore = before !== undefined && before[4] === undefined
    const gluedAfter = after !== undefined && after[4] === undefined

    if (digits !== undefined) {
      into.push(numberPart(digits))
      continue
    }
    if (star !== undefined || (!isRevisionX && /^x+$/.test(letters!))) {
      const last = into.at(-1)
      if (gluedBefore && last?.kind === 'number') into[into.length - 1] = { ...last, fuzzy: true }
      else into.push({ kind: 'wild' })
      continue
    }

    const name =
      qualifierNames[letters!] ??
      (letters === 'u' && parts.length > 1 && after?.[1] && (before?.[1] || found[i - 2]?.[1]) ? 'update' : undefined)
    const numberFollows = after?.[1] !== undefined || (after?.[4] !== undefined && found[i + 2]?.[1] !== undefined)
    // A qualifier needs something before it and, unless it is a word of more than two letters, a number behind it.
    if (name && (parts.length > 0 || name === 'sp' || name === 'build') && (numberFollows || letters!.length > 2)) {
      const short = letters === 'p' || letters === 'r'
      if (!(short && gluedBefore && !after?.[1])) {
        qualifiers.push({ name, numbers: [] })
        continue
      }
    }
    if (noise.has(letters!) && !(gluedBefore && before[1]) && (parts.length > 0 || found.length > 1)) continue
    into.push({
      kind: 'letters',
      letters: letters!,
      glued: gluedBefore ? (gluedAfter ? 'both' : 'before') : gluedAfter ? 'after' : 'none',
    })
  }
  if (parts.length === 0 && qualifiers.length === 0) return undefined

  const first = parts[0]
  const isYear = first?.kind === 'number' && /^(?:19[89]|20[0-4])\d$/.test(first.digits)
  const last = parts.at(-1)
  return {
    text,
    epoch: epoch ? Number(epoch[1]) : 0,
    scheme: isYear ? 'calendar' : 'plain',
    parts,
    qualifiers,
    open: qualifiers.length === 0 && last?.kind === 'wild',
    ...(metadata !== undefined && { metadata }),
  }
}

/** `1.0.0-rc.1+build.5`; a service pack behind the sign is none of it. */
const withMetadata =
  /^v?\d+\.\d+\.\d+(?:-[\da-z-]+(?:\.[\da-z-]+)*)?\+(?!(?:sp|hf|hot|p|patch|upd|update|mr|cu|sr|fp|mp|r|u|rev)\.?-?\d)([\da-z-]+(?:\.[\da-z-]+)*)$/

/** Texts that people write where they do not know, and what a spreadsheet left of a long number (`4.11E+09`): they are no version. */
export const isUnknownText = (text: string): boolean =>
  /^(?:n\s*[/.]?\s*a\.?|none|nil|null|unk(?:nown)?|not (?:known|available|applicable|stated|specified|recorded)|tb[acd]|see notes?|various|multiple|varies|\?+|-+|\.+|x+|current|latest|default|standard|undefined|\d(?:\.\d+)?e\+?\d+|\d{1,2}\. ?(?:jan|feb|mär|mrz|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)\.?|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mär|mrz|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[-.]\d\d)$/i.test(
    text.trim(),
  )

/** `LPI 3.5.12`: letters apart from a version of several numbers. */
export const bearsInitials = ({ parts: [first, ...others] }: Version): boolean =>
  first?.kind === 'letters' &&
  first.glued === 'none' &&
  first.letters.length >= 2 &&
  first.letters.length <= 4 &&
  others.filter((part) => part.kind === 'number').length >= 2

const compareDigits = (a: string, b: string): Order =>
  a === b ? 'equal' : a.length !== b.length ? (a.length < b.length ? 'less' : 'greater') : a < b ? 'less' : 'greater'

const flip: Readonly<Record<Order, Order>> = {
  less: 'greater',
  greater: 'less',
  equal: 'equal',
  incomparable: 'incomparable',
}

function compareLetters(
  a: Part & { kind: 'letters' },
  b: Part & { kind: 'letters' },
  isFirst: boolean,
  isLast: boolean,
): Order {
  if (a.letters === b.letters) return 'equal'
  if (a.letters.length > 2 || b.letters.length > 2) return 'incomparable'
  // `VA48A` comes before `VB20`: the second letter counts the releases.
  if (a.letters.length === 2 && b.letters.length === 2 && isFirst && a.letters[0] === 'v' && b.letters[0] === 'v')
    return a.letters < b.letters ? 'less' : 'greater'
  // `L81` and `U61` are two series; `B.02` and `C.02`, or `1.02C` and `1.02D`, are revisions of one.
  const isSeries = (part: Part & { kind: 'letters' }) => part.glued === 'after' || part.glued === 'both'
  if (isSeries(a) || isSeries(b)) return 'incomparable'
  if (!isFirst && !isLast) return 'incomparable'
  if (a.letters.length !== b.letters.length) return a.letters.length < b.letters.length ? 'less' : 'greater'
  return a.letters < b.letters ? 'less' : 'greater'
}

/** What the shorter version is to the longer one that goes on with `rest`. */
function compareWithRest(rest: readonly Part[], before: Part | undefined): Order {
  for (const [index, part] of rest.entries()) {
    if (part.kind === 'wild') return 'incomparable'
    if (part.kind === 'letters') {
      // A revision letter comes after the bare number; a word or a letter that begins something else does not order.
      return part.letters.length === 1 && part.glued === 'before' && index === 0 ? 'less' : 'incomparable'
    }
    if (part.digits !== '0') return before?.kind === 'letters' ? 'incomparable' : 'less'
  }
  return 'equal'
}

function compareParts(a: readonly Part[], b: readonly Part[], isQualifier = false): Order {
  // `012U000061` and `028U000061`: number, letter and number in one word name a series before the last number.
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const left = a[i]!
    const right = b[i]!
    // Any number is none in particular: `14.1.x` may stand before or behind `14.1.3`, and be `14.1.4` or not.
    if (left.kind === 'wild' || right.kind === 'wild') {
      if (left.kind === right.kind) continue
      return 'incomparable'
    }
    if (left.kind !== right.kind) {
      const letters = left.kind === 'letters' ? left : (right as Part & { kind: 'letters' })
      const number = left.kind === 'number' ? left : (right as Part & { kind: 'number' })
      // `1.2C` and `1.2.0`: the number stands for a missing one.
      if (letters.glued === 'before' && letters.letters.length === 1 && i > 0 && number.digits === '0') {
        return left.kind === 'letters' ? 'greater' : 'less'
      }
      return 'incomparable'
    }
    if (left.kind === 'number' && right.kind === 'number') {
      if (left.fuzzy || right.fuzzy) {
        const order = compareFuzzy(left, right)
        if (order === 'equal') continue
        return order
      }
      const order = compareDigits(left.digits, right.digits)
      if (order === 'equal') continue
      return !isQualifier && (namesSeries(a, i) || namesSeries(b, i)) ? 'incomparable' : order
    }
    if (left.kind === 'letters' && right.kind === 'letters') {
      const order = compareLetters(left, right, i === 0, i === a.length - 1 && i === b.length - 1)
      if (order !== 'equal') return order
    }
  }
  if (a.length === b.length) return 'equal'
  const shorter = a.length < b.length ? a : b
  const longer = a.length < b.length ? b : a
  const order = compareWithRest(longer.slice(shorter.length), shorter.at(-1))
  return a.length < b.length ? order : flip[order]
}

/**
 * `8.1x` takes in 8.10 to 8.19, of versions with two digits there; a number with one digit may be another way of counting. `C.0x`
 * takes in C.0 to C.9 as well.
 */
function compareFuzzy(a: Part & { kind: 'number' }, b: Part & { kind: 'number' }): Order {
  if (a.digits === b.digits) return 'equal'
  const open = a.fuzzy ? a : b
  const other = a.fuzzy ? b : a
  if (other.fuzzy) return open.width === other.width ? compareDigits(a.digits, b.digits) : 'incomparable'
  const order = compareWithOpen(other, open)
  return a.fuzzy ? flip[order] : order
}

function compareWithOpen(other: Part & { kind: 'number' }, open: Part & { kind: 'number' }): Order {
  if (other.width === open.width + 1) {
    const first = other.digits.padStart(other.width, '0').slice(0, -1)
    return compareDigits(first.replace(/^0+(?=\d)/, ''), open.digits)
  }
  if (open.digits === '0') return other.digits.length === 1 ? 'equal' : 'greater'
  return other.width === open.width && compareDigits(other.digits, open.digits) === 'less' ? 'less' : 'incomparable'
}

const namesSeries = (parts: readonly Part[], index: number): boolean => {
  const next = parts[index + 1]
  return index === 0 && next?.kind === 'letters' && next.glued === 'both'
}

/** `07A05` comes before `08A05`: two digits, the letter, two digits count as one number does; so does `22H2`, of half a year. */
const twoLetterTwo = /^\s*v?\d\d(?:[a-z]\d\d|h[12])\s*$/i

const take = (version: Version, name: string): readonly Part[] =>
  version.qualifiers.find((qualifier) => qualifier.name === name)?.numbers ?? []

/** `2023.3.1` may be a day or a version. */
export const mayBeDay = ({ scheme, text }: Version): boolean =>
  scheme === 'date' && /^\D*\d{4}(?:\.\d+)+\s*$/.test(text)

export const isBareYear = ({ scheme, parts, qualifiers }: Version): boolean =>
  scheme === 'calendar' && parts.length === 1 && qualifiers.length === 0

/** Beside `2023.2` or `V2023.13.1` it is a version. */
const areByYear = (a: Version, b: Version): boolean =>
  a.scheme !== 'plain' &&
  b.scheme !== 'plain' &&
  [a, b].every(({ parts, qualifiers }) => qualifiers.length === 0 && parts.every(({ kind }) => kind === 'number')) &&
  (mayBeDay(a) || mayBeDay(b))

/** Orders two versions: numbers first, trailing zeros being equal, then release, service pack and what follows. */
export function compareVersions(a: Version, b: Version): Order {
  if (a === b) return 'equal'
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? 'less' : 'greater'
  if (a.scheme !== b.scheme && !areByYear(a, b)) {
    // Of a day only its year counts beside `2022`; within that year it may stand before or after.
    const isYearBesideDay = isBareYear(a) ? b.scheme === 'date' : isBareYear(b) && a.scheme === 'date'
    const order = isYearBesideDay ? compareParts(a.parts.slice(0, 1), b.parts.slice(0, 1)) : 'incomparable'
    return order === 'equal' ? 'incomparable' : order
  }
  // `SP1` alone does not say of what.
  if ((a.parts.length === 0) !== (b.parts.length === 0)) return 'incomparable'

  if (twoLetterTwo.test(a.text) && twoLetterTwo.test(b.text)) {
    const [one, other] = [a, b].map(({ text }) => text.trim().toLowerCase().replace(/^v/, '')) as [string, string]
    return one === other ? 'equal' : one < other ? 'less' : 'greater'
  }
  const parts = compareParts(a.parts, b.parts)
  if (parts !== 'equal') return parts

  for (const name of ['r', 'sp']) {
    const [left, right] = [take(a, name), take(b, name)]
    // `1.69 release 166`: a release of that number is a build, and who reads `1.69` from a label has not read it.
    if (name === 'r' && (left.length === 0) !== (right.length === 0) && isBuildNumber([...left, ...right][0]))
      return 'incomparable'
    if (
      name === 'sp' &&
      (left.length === 0 ? isPatched(a) : isPatched(b)) &&
      (left.length === 0) !== (right.length === 0)
    )
      return 'incomparable'
    const order = compareParts(left, right, true)
    if (order !== 'equal') return order
  }
  // What SemVer leaves out of the order may be what counts: who writes it on both sides counts by it.
  if (a.metadata !== undefined && b.metadata !== undefined && a.metadata !== b.metadata) return 'incomparable'
  return compareQualifiers(
    a.qualifiers.filter(({ name }) => name !== 'r' && name !== 'sp'),
    b.qualifiers.filter(({ name }) => name !== 'r' && name !== 'sp'),
  )
}

/** `5.1 HF1` and `5.1 SP1` are patches of two kinds; of updates it is known that they are of the release before its first pack. */
const isPatched = ({ qualifiers }: Version): boolean =>
  qualifiers.some(({ name }) => /^(?:hotfix|patch|cu|mr|mp|ru|fp|sr)$/.test(name))

const isBuildNumber = (part: Part | undefined): boolean => part?.kind === 'number' && part.digits.length > 1

function compareQualifiers(a: readonly Qualifier[], b: readonly Qualifier[]): Order {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const left = a[i]
    const right = b[i]
    if (left && right) {
      if (left.name !== right.name) {
        const ranks = [beforeRelease[left.name], beforeRelease[right.name]] as const
        if (ranks[0] !== undefined && ranks[1] !== undefined) return ranks[0] < ranks[1] ? 'less' : 'greater'
        if (ranks[0] !== undefined) return 'less'
        if (ranks[1] !== undefined) return 'greater'
        return 'incomparable'
      }
      const order = compareParts(left.numbers, right.numbers, true)
      if (order !== 'equal') return order
      continue
    }
    const extra = (left ?? right)!
    if (beforeRelease[extra.name] !== undefined) return left ? 'less' : 'greater'
    // Who reads `3.4.4` from a label has not read the build: it may be any.
    if (extra.name === 'build' || extra.name === 'rev') return 'incomparable'
    if (compareParts([], extra.numbers) === 'equal') continue
    return left ? 'greater' : 'less'
  }
  return 'equal'
}

/** `05/06/2023` and `05-06-2023` are the sixth of May or the fifth of June. */
const dayOrMonthFirst = /^\s*(0?[1-9]|1[0-2])([/-])(0?[1-9]|1[0-2])\2((?:19|20)\d\d)\s*$/

function readingsOf(version: Version): readonly Version[] {
  const [, first, sign = '', second, year] = dayOrMonthFirst.exec(version.text) ?? []
  const other = first === second ? undefined : readVersion([second, first, year].join(sign))
  return other ? [version, other] : [version]
}

/** The order of two versions where nobody asks for a range: `incomparable` too where either may be several, and may be the other. */
export function orderVersions(a: Version, b: Version): Order {
  if (a.text.trim().toLowerCase() === b.text.trim().toLowerCase()) return 'equal'
  const [left, right] = [a, b].map((one) => readingsOf({ ...one, metadata: undefined })) as [Version[], Version[]]
  const orders = new Set(left.flatMap((one) => right.map((other) => compareVersions(one, other))))
  const [only] = orders
  const areNumbers = [a, b].every(({ parts }) => parts.every((part) => part.kind !== 'number' || !part.fuzzy))
  return orders.size > 1 || (only === 'equal' && !areNumbers) ? 'incomparable' : only!
}

/** The first and the last version that an open one (`10.0.14393.x`) can be; absent where the version says all its parts. */
export function endsOfOpen(version: Version): readonly [Version, Version] | undefined {
  const { parts, qualifiers } = version
  const known = parts.findIndex((part) => part.kind === 'wild')
  if (known < 1 || qualifiers.length > 0 || parts.slice(known).some((part) => part.kind !== 'wild')) return undefined
  const withPart = (digits: string): Version => ({
    ...version,
    open: false,
    parts: [...parts.slice(0, known), numberPart(digits)],
  })
  return [withPart('0'), withPart('9'.repeat(15))]
}

/** True where the first version may be the second, said with fewer parts: `1.1` and `1.1.7.333`. */
export function mayBeSame(a: Version, b: Version): boolean {
  if (a.scheme !== b.scheme || a.epoch !== b.epoch) return false
  const length = Math.min(a.parts.length, b.parts.length)
  if (length === 0) return false
  if (compareParts(a.parts.slice(0, length), b.parts.slice(0, length)) !== 'equal') return false
  const longer = a.parts.length > b.parts.length ? a : b
  const rest = longer.parts.slice(length)
  // A revision letter makes another version, not a closer name of the same one.
  return !(rest[0]?.kind === 'letters' && rest[0].letters.length === 1 && rest[0].glued === 'before')
}
