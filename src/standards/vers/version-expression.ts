import type { VersionForm } from '#model/advisory.ts'
import { remembering } from '#model/remember.ts'
import { withIsoDays } from './days.ts'
import { withEsxiReleases } from './esxi.ts'
import { type LabelledRange, open, readLabelled } from './labelled-ranges.ts'
import { isOwnSoftware, takeProgram } from './program-name.ts'
import { decodeTriplets, faultOfVers } from './range.ts'
import { readUnaffected } from './unaffected-text.ts'
import {
  bearsInitials,
  compareVersions,
  isUnknownText,
  mayBeSame,
  nameGlued,
  readVersion,
  type Version,
} from './version.ts'
import { inClauses, perhapsEarlier } from './version-clauses.ts'
import { takeCondition } from './version-condition.ts'
import { bothReadings, isEastAsian } from './version-east-asian.ts'
import { anyLabel } from './version-labels.ts'
import { readExceptions, readOfSeries, readSeveral } from './version-parts.ts'
import { inEnglish } from './version-translations.ts'
import { inOperators, isOfUnits } from './version-words.ts'

export interface Bound {
  readonly version: Version
  readonly inclusive: boolean
}

/** One of the things that an expression names; a version fits the expression when it fits one of them. */
export type Alternative =
  | { readonly kind: 'range'; readonly lower?: Bound; readonly upper?: Bound }
  /** `loose` where the text looks like a model or a name: it can agree, but what differs from it proves nothing. */
  | { readonly kind: 'exact'; readonly version: Version; readonly loose: boolean }
  /** Several upper bounds, one for each branch that is still maintained: `<= 5.0.27 | <= 5.1.19`. */
  | { readonly kind: 'branches'; readonly uppers: readonly Bound[] }
  /** Reads in more than one way: sure below or within `sure`, impossible outside `possible`, in between unknown. */
  | { readonly kind: 'doubtful'; readonly sure?: Range; readonly possible?: Range }

export interface Range {
  readonly lower?: Bound
  readonly upper?: Bound
}

export interface VersionExpression {
  readonly text: string
  readonly form: VersionForm
  readonly reading: 'none' | 'all' | 'alternatives' | 'unreadable'
  readonly alternatives: readonly Alternative[]
  readonly excluded: readonly Version[]
  /** A restriction in words, which a version alone cannot settle: `with wireless option`. */
  readonly condition?: string
  /** The expression is about the version of a part that has its own name: `BIOS < V22`. */
  readonly component?: string
  /** What stood before the versions, which may be the product, its software or a program on it: `EzDent-i 3.4.9 and earlier`. */
  readonly program?: string
  /** Where firmware and software have a range each: theirs, and all that the alternatives say is that nothing is sure. */
  readonly labelled?: readonly LabelledRange[]
}

type Operator = '<' | '<=' | '>' | '>=' | '=' | '!='
interface Item {
  readonly operator: Operator
  readonly version: Version
  readonly loose?: boolean
}

/** Characters; what is longer is prose, and prose is not taken apart. */
const longest = 600

/** Reads what an advisory wrote where a version belongs. Never fails: what cannot be read says so. */
export const readVersionExpression = remembering(parse)

/** All versions that it names, bounds and others. */
export const versionsIn = (expression: VersionExpression): Version[] =>
  expression.alternatives.flatMap((one) => {
    if (one.kind === 'exact') return [one.version]
    if (one.kind === 'branches') return one.uppers.map(({ version }) => version)
    const ranges = one.kind === 'range' ? [one] : [one.sure, one.possible]
    return ranges.flatMap((range) => [range?.lower, range?.upper]).flatMap((bound) => (bound ? [bound.version] : []))
  })

/** How the text reads; a malformed `vers:all/<range>` is told apart from a sound `vers:` and from plain operators. */
export const classifyVersion = (text: string): VersionForm => readVersionExpression(text).form

function parse(text: string): VersionExpression {
  const unreadable = (form: VersionForm): VersionExpression => ({
    text,
    form,
    reading: 'unreadable',
    alternatives: [],
    excluded: [],
  })
  // Before anything is looked for in it.
  if (text.length > 10 * longest) return unreadable('free_text')
  const plain = withIsoDays(withEsxiReleases(text.normalize('NFKC')))
    .replace(nameGlued, 'v')
    .replaceAll('_', ' ')
    .replace(/≤|=<|<\s+=/g, '<=')
    .replace(/≥|=>|>\s+=/g, '>=')
    .replace(/\s+/g, ' ')
    // `01.14.000 -01.47.000`.
    .replace(/(?<=\d)(?: -|- )(?=v?\d+\.\d)/gi, ' - ')
    .replace(/\b(version|release|build)\(s\)/gi, '$1s')
    .replace(/\s*\(inclusive\)$|\s+only$/i, '')
    .replace(/\bup to \((including|excluding)\)\s*/gi, (_, end: string) => (/^i/i.test(end) ? 'up to ' : '< '))
    .replace(/^from (\S+) < /i, '>= $1 | < ')
    .replace(/^all (?:versions|releases) of (?=[vr]?\d)/i, '')
    .replace(/^(?:all )?(?:(?:software|firmware) )?revisions?:? (?=[a-z]?\.?\d)/i, '')
    .replace(/^(?:software|firmware) (?=rev\b)/i, '')
    // `stable before 6.49.7, long-term through 6.48.6`: by which channel it came does not show.
    .replace(/\b(?:stable|long-term|mainline) (?=(?:before|prior to|through|up to|v?\d))/gi, '')
    // `prior to 6.07.14023 (SR4)`.
    .replace(/(\d) \((?:SR|SP|MR|HF|CU) ?\d+\)$/i, '$1')
    // `4.x, versions up to and including 4.6.2`.
    .replace(/(\d\.x),? versions? (?=(?:up to|before|prior to|through)\b)/i, '$1 ')
    .replace(ofTwoReleases, twoReleases)
    // `M290 / M291, all firmware`, `P/N 3012-00, all software`: models, and nothing of their versions.
    .replace(allOfModels, (_, models: string) => models.replace(/^p\/?n:? /i, '').replaceAll(' / ', ', '))
    .replace(ofUnits, '')
    .replace(/^all versions,? (?:and |of )?all models$/i, 'all versions')
    // A list of which one is every version.
    .replace(/^(?!vers:)(?:\* ?\|.*|.*\| ?\*$)/is, '*')
    .replace(/^[a-z][\w -]*: ?(?=versions? [^:]*\d)/i, '')
    .replace(/\b(and|or) versions? (?=[vr]?\d)/gi, '$1 ')
    // The bar came into `V4.5 SP6 (including) and …` where its publisher cut versions apart.
    .replace(/^([vr]?\d[\w.]*) \| ((?:sp|upd|update|hf|hotfix) ?\d[^|()]*? \((?:including|excluding)\) and )/i, '$1 $2')
    .trim()
  if (plain.length > longest) return unreadable('free_text')
  const decimal = withPoints(plain)
  if (decimal !== plain) return { ...parse(decimal), text }
  if (plain === '' || /^no versions?$/i.test(plain) || (isUnknownText(plain) && !/^[x*]+$/i.test(plain))) {
    return { ...unreadable('none'), reading: 'none' }
  }

  const others = readUnaffected(text, plain, parse)
  if (others) return others

  const vers = /^vers:([a-z0-9.+-]*)\/(.*)$/is.exec(plain)
  if (vers) {
    const [, scheme = '', inner = ''] = vers
    if (inner.trim() === '*') return { ...unreadable('all'), reading: 'all' }
    // `vers:all/<V4.3.8` is no vers of the specification, which has only `*` for the scheme `all`: the range inside counts.
    const form = scheme.toLowerCase() === 'all' ? 'malformed_vers' : 'vers'
    if (faultOfVers(plain)) return unreadable(form)
    const read = parsePlain(text, decodeTriplets(inner) ?? inner)
    return read.reading === 'alternatives' ? { ...read, form } : unreadable(form)
  }
  const day = dated.exec(plain)
  const ofDay =
    day && (readVersion(day[2]!)?.scheme === 'date' || /^(?:19|20)\d\d$/.test(day[2]!))
      ? `${day[1]} ${day[2]}`.replace(/^on or /i, 'until ').replace(/^until before/i, 'until')
      : plain
  const both = isEastAsian.test(ofDay) ? bothReadings(ofDay) : undefined
  if (both) return openAtItsEnd(text, parse(both[0]), parse(both[1]))
  const led = ledByProgram.exec(inEnglish(ofDay)) ?? ledBySystem.exec(inEnglish(ofDay))
  if (led) return { ...parse(led[2]!), text, program: led[1]! }
  const said = isOfUnits.test(ofDay) ? ofDay : inClauses(inEnglish(ofDay))
  if (isEastAsian.test(said)) return unreadable('free_text')
  const labelled = readLabelled(said, parse)
  if (labelled) return { ...unreadable('compound'), reading: 'alternatives', alternatives: [open], labelled }
  const last = perhapsEarlier(said)
  if (last !== undefined) return upToPerhaps(text, parsePlain(text, last))
  const one = (plain: string) => parsePlain(text, inOperators(plain))
  const all = (plain: string) =>
    readOfSeries(plain, one) ?? readSeveral(plain, one) ?? readExceptions(plain, one) ?? one(plain)
  const whole = all(said)
  const named = takeProgram(said)
  if (!named) return whole
  const read = all(inClauses(named.rest.replace(ofTwoReleases, twoReleases)))
  // What still holds a name or a condition says more than a program and its versions.
  const isPlain = read.reading === 'alternatives' && !read.component && !read.condition
  if (!isPlain || read.alternatives.some((one) => one.kind === 'doubtful' || (one.kind === 'exact' && one.loose)))
    return whole
  return named.program === '' ? read : { ...read, program: named.program }
}

const allOfModels =
  /^((?=.*(?:\b[a-z]{1,4}-?\d{2,}|\bp\/?n\b|\d{3,}-\d))[^<>]*?),? all (?:firmware|software)(?: versions?| revisions?)?$/i

/** `Software version 10 and software version 11 prior to 11 SP02`, `17 and 18 prior to 18 SP2`. */
const ofTwoReleases =
  /\b(?:versions? )?(\d+) and (?:(?:software|firmware) )?(?:versions? )?(\d+) (?:prior to|before) (\2[ .]\S.*)$/i
const twoReleases = (whole: string, first: string, second: string, end: string): string =>
  Number(first) < Number(second) ? `>= ${first} | < ${end}` : whole

/** `All units running software 3.2`, `with firmware 2.4`, `Systems running LCS480 1.5`: what follows is said of the version. */
const ofUnits =
  /^(?:(?:all |any )?(?:(?:versions|units|devices|systems|instruments|models|products|installations|machines|equipment|hardware|pumps|monitors|analy[sz]ers|ventilators) )?(?:(?:that|which) (?:are |have )?)?(?:(?:running|runs?|using|uses?|with|on|equipped with)) (?=(?:firmware|software|fw|sw|versions?|releases?|v?\d)\b)(?=.*\d)|all (?:versions|systems|units|devices|instruments) (?:running|using|that run|that use) (?!(?:microsoft|windows|linux|android|vxworks|qnx|nucleus|threadx|freertos|rox|heros|ubuntu|debian|red|rhel|centos|suse|sles|solaris|kernel|ios|java|\.net)\b)(?=[A-Z][\w.-]*(?: [A-Z][\w.-]*)? v?\d+\.\d[^<>]*$))/i

/** `5,2 und niedriger`, `bis 5,2`: a comma between two numbers of a range is the point of other countries. */
function withPoints(plain: string): string {
  if (
    !/\d,\d/.test(plain) ||
    /\d\.\d|\d,\d+,\d/.test(plain) ||
    !(/[<>=]|\d ?[-–] ?\d/.test(plain) || rangeWord.test(plain))
  )
    return plain
  return plain.replace(/(?<=(?:^|[^\d,])[vr]?\d{1,3}),(?=\d{1,3}(?![\d,]))/gi, '.')
}

const rangeWord =
  /(?<![\p{L}\d])(?:below|before|earlier|prior|older|lower|less|through|until|up to|to|later|newer|above|higher|from|since|bis|vor|ab|von|älter|früher|niedriger|neuer|höher|jusqu|avant|antérieur|depuis|à|hasta|antes|anterior|desde|prima|fino|precedent|dalla?|tot|ouder|eerder|vanaf)/iu

/** `Firmware released before March 2023`, `Versions with release date prior to January 2021`. */
const dated =
  /^(?:all )?(?:(?:firmware|software|versions?|builds?|releases?)\s+)*(?:(?:(?:that|which) (?:were|are|have)?|with (?:an?|the)?|whose)\s*)?(?:(?:released?|build|built|dated?|published|issued|compiled)\s+)+(?:(?:dates?|times?)\s+(?:is\s+)?)?(?:of\s+)?(before|prior to|earlier than|older than|until|up to|through|after|since|from|on or before|later than)\s+(.+)$/i

/** `LFX Software before version 1.9`: the program that counts the versions, and then the range. */
const ledByProgram =
  /^(?!(?:All|Any|Versions?|Software|Firmware|Releases?|Builds?|Revisions?|Rev|SP|HF|Patch|Update|Windows|Linux|Android|Java|BIOS|UEFI|Boot|OS|UPS|Hardware|HW|Model|Type|Serial|Lot|Date|Released|Manufactured|Units?|Products?|Fixed|Affected)\b)([A-Z]{3,8}|[A-Z][a-z]+[A-Z][A-Za-z]*) (?:[Ss]oftware |[Ff]irmware )((?:before|prior to|below|earlier than|up to) (?:[Vv]ersions? )?v?\d[\w.]*)$/

/** `Junos OS prior to 18.4R3-S7`, `PAN-OS < 10.1.3`: what a maker calls the system of his devices. */
const ledBySystem =
  /^(?!Windows|Android|Linux|macOS|iOS|iPadOS|watchOS|Chrome)((?:[A-Z][\w-]{1,11} )?OS(?:-[A-Z]{2})?|[A-Z][A-Za-z]*-?OS|Junos(?: OS)?(?: Evolved)?) (?:[Vv]ersions? )?((?:before|prior to|below|earlier than|up to|through|<=?) ?(?:[Vv]ersions? )?v?\d[\w.()-]*)$/

/** The version itself is in, what comes after it is not, and what came before may be. */
function upToPerhaps(text: string, last: VersionExpression): VersionExpression {
  const [only] = last.alternatives
  if (last.alternatives.length !== 1 || only?.kind !== 'exact') return last
  const possible: Alternative = { kind: 'doubtful', possible: { upper: { version: only.version, inclusive: true } } }
  return { ...last, text, form: 'free_text', alternatives: [only, possible] }
}

/** Two readings that differ in whether the last version is in. */
function openAtItsEnd(text: string, without: VersionExpression, included: VersionExpression): VersionExpression {
  const [sure] = without.alternatives
  const [possible] = included.alternatives
  const areOne = [without, included].every(({ alternatives, condition }) => alternatives.length === 1 && !condition)
  if (!areOne || sure?.kind !== 'range' || possible?.kind !== 'range')
    return { text, form: 'free_text', reading: 'unreadable', alternatives: [], excluded: [] }
  return { ...included, text, alternatives: [{ kind: 'doubtful', sure, possible }] }
}

function parsePlain(text: string, plain: string): VersionExpression {
  const between =
    /^(?:all |versions? )*between (.+?) \((including|excluding)\) and (.+?) \((including|excluding)\)$/i.exec(plain) ??
    /^([^|<>]+?) \((including|excluding)\) and ([^|<>]+?) \((including|excluding)\)$/i.exec(plain)
  if (between) {
    const lower = readVersion(between[1]!)
    const upper = readVersion(between[3]!)
    if (lower && upper) {
      const range: Alternative = {
        kind: 'range',
        lower: { version: lower, inclusive: between[2]!.toLowerCase() === 'including' },
        upper: { version: upper, inclusive: between[4]!.toLowerCase() === 'including' },
      }
      return { text, form: 'compound', reading: 'alternatives', alternatives: [range], excluded: [] }
    }
  }

  // `SCADA Web Server Version 2.02.0007 and prior`: the product's name stands before.
  const named = /^[a-z][a-z .'-]* (?=versions? [vr]?\d[^<>=|]*$)/i.exec(plain)?.[0]
  if (named && !/\b(?:all|and|or|to|through|before|prior|firmware|software|hardware|affected)\b/i.test(named))
    return parsePlain(text, plain.slice(named.length))

  const { rest, condition } = takeCondition(plain)
  const withoutAll = rest
    .replace(/^(?:all )?(?:(?:firmware|software)\s+)?versions?\b:?\s*|^all\s+(?=[<>=v\d])/i, '')
    .replace(/^(?:that are|which are)\s+/i, '')
    .trim()
  const unread = (form: VersionForm): VersionExpression => ({
    text,
    form,
    reading: 'unreadable',
    alternatives: [],
    excluded: [],
    condition,
  })

  if (/^(?:\*|all|all versions|any|any version)$/i.test(rest) || (/^all\b/i.test(rest) && withoutAll === '')) {
    return { ...unread(condition ? 'free_text' : 'all'), reading: 'all' }
  }
  if (withoutAll === '' || /\((?:including|excluding)\)/i.test(withoutAll)) return unread('free_text')

  const pieces = withoutAll
    .split(/\|/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
  const items: Item[] = []
  let component: string | undefined
  for (const piece of pieces) {
    const read = readPiece(piece)
    if (!read) return unread('free_text')
    component ??= read.component
    items.push(...read.items)
  }

  const isVers = items.some((item) => item.operator === '!=')
  const { alternatives, excluded } = pair(items, isVers)
  if (alternatives.length === 0) return unread('free_text')
  const hasLoose = alternatives.some((alternative) => alternative.kind === 'exact' && alternative.loose)
  const hasRange = items.some((item) => item.operator !== '=')
  const form: VersionForm =
    condition || component || (hasLoose && !hasRange)
      ? 'free_text'
      : items.length > 1
        ? 'compound'
        : hasRange
          ? 'comparison'
          : 'exact'
  return { text, form, reading: 'alternatives', alternatives, excluded, condition, component }
}

const isLabel = new RegExp(`^(?:v|${anyLabel})[.:]?$`, 'iu')
const operators = /(<=|>=|!=|==|<|>|=)/

/** Reads what stands between two bars: `>= V2.0 and < V2.6`, `2.3.6 and below`, `A10 < A11`, `1.2, 1.3 and 1.4`. */
function readPiece(piece: string): { items: Item[]; component?: string } | undefined {
  if (!operators.test(piece)) {
    const items = /^[~^]/.test(piece) ? undefined : readWords(piece)
    return items && { items }
  }

  const parts = piece.split(operators)
  const items: Item[] = []
  let component: string | undefined

  const head = parts[0]!.replace(/[\s,:;-]+$|\band$/i, '').trim()
  if (head !== '' && !isLabel.test(head)) {
    const versions = head.split(/\s*,\s*|\s+and\s+|\s+or\s+/i).filter((part) => part !== '' && !/^all/i.test(part))
    const read = versions.map(readVersion)
    if (read.every((version) => version !== undefined) && versions.every((version) => !hasWord(version))) {
      // `V04.00.02 and all versions >= …` names a version apart; `A10 < A11` begins a range.
      const begins = !/\b(?:and|or|all)\b/i.test(parts[0]!)
      // `NMC2 <= 6.9.6` is of the NMC2 and begins nothing.
      const bound = readVersion((parts[2] ?? '').trim().replace(/\s.*$/s, ''))
      const isThing = /^[a-z]{2,}\d*$/i.test(head) && bound?.parts[0]?.kind === 'number'
      if (isThing) component = head
      else
        for (const version of read as Version[])
          items.push({ operator: begins && read.length === 1 ? '>=' : '=', version })
    } else if (!isOwnSoftware(head)) component = head
  }

  for (let i = 1; i < parts.length; i += 2) {
    const written = parts[i] === '==' ? '=' : (parts[i] as Operator)
    const operand = (parts[i + 1] ?? '')
      .replace(/^[\s,;]+|[\s,;-]+$/g, '')
      .replace(/\s+(?:and|or|to)$|^(?:and|or)\s+/i, '')
    if (operand === '') return undefined
    const whole = readVersion(operand)
    if (whole?.scheme === 'date') {
      items.push({ operator: written, version: whole })
      continue
    }
    const sides = operand.split(/\s*\/\s*/)
    if (sides.length > 1 && sides.every((side) => /^[vr]?\d+(?:\.\w+)+$/i.test(side))) {
      for (const side of sides) items.push({ operator: written, version: readVersion(side)! })
      continue
    }
    const [first, ...others] = operand
      .replace(/(?<=\d.*)\s+version\s.*$/i, '')
      .split(/\s*,\s*(?=[vr]?\d)|\s+and\s+(?=[vr]?\d)|\s+or\s+(?=[vr]?\d)/i)
    const version = readVersion(first!)
    if (!version) return undefined
    items.push({ operator: written, version })
    for (const other of others) {
      const another = readVersion(other)
      if (!another) return undefined
      items.push({ operator: '=', version: another })
    }
  }
  // `< 3.0 and >= 2.0`: the lower bound comes last.
  const [upper, lower] = items
  if (items.length === 2 && upper!.operator.startsWith('<') && lower!.operator.startsWith('>'))
    if (compareVersions(lower!.version, upper!.version) === 'less') items.reverse()
  return { items, component }
}

const below = '(?:below|prior|earlier|older|lower|previous|before|under|all (?:prior|previous|earlier))'
const above = '(?:later|newer|above|higher|greater|up|onwards?|after|subsequent)'

function readWords(piece: string): Item[] | undefined {
  const one = (operator: Operator, text: string): Item[] | undefined => {
    const version = readVersion(text)
    return version && !hasWord(text) ? [{ operator, version }] : undefined
  }
  const match = (pattern: string) => new RegExp(`^${pattern}$`, 'i').exec(piece)

  const clauses = piece.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i)
  if (clauses.length > 1 && clauses.some((clause) => /\d.*\b(?:to|through|until)\b.*\d/i.test(clause))) {
    // `A.01 to C.0x and 4.0`.
    const all = clauses.map(readWords)
    if (all.every((items) => items !== undefined)) return all.flat()
  }

  let found = match(`(.+?)[\\s,]*(?:\\band\\b|\\bor\\b|&|/)\\s*${below}(?: (?:versions?|releases?))?`)
  if (found) return one('<=', found[1]!)
  found = match(`(.+?)[\\s,]*(?:\\band\\b|\\bor\\b|&|/)\\s*${above}(?: (?:versions?|releases?))?`)
  if (found) return one('>=', found[1]!)
  found = match('(?:prior to|before|earlier than|older than|lower than|below|less than|pre)\\s+(.+)')
  if (found) return one('<', found[1]!)
  found = match('(?:up to(?: and including)?|through|until|not later than)\\s+(.+)')
  if (found) return one('<=', found[1]!)
  found = match('(?:since|from|starting (?:from|with)|after)\\s+(.+?)(?:\\s+(?:on|onwards?|and later))?')
  if (found && !/\s(?:to|through|until)\s/i.test(found[1]!)) {
    return one(/^after/i.test(piece) ? '>' : '>=', found[1]!)
  }

  const range = match('(?:from\\s+)?(.+?)\\s*(?:\\bthrough\\b|\\bto\\b|\\buntil\\b|\\bup to\\b|—|–|\\s-\\s)\\s*(.+)')
  if (range) {
    const lower = one('>=', range[1]!)
    const upper = one('<=', range[2]!)
    if (lower && upper) return [...lower, ...upper]
  }
  const dashed = /^(?:rev(?:ision)?\.?\s*)?([a-z]|v?\d+(?:\.\d+)*)-([a-z]|v?\d+(?:\.\d+)*)$/i.exec(piece)
  // `01-03` is one version of two numbers.
  if (dashed && !/^0\d-/.test(piece)) {
    const lower = readVersion(dashed[1]!)
    const upper = readVersion(dashed[2]!)
    const sameLength = lower && upper && lower.parts.length === upper.parts.length
    const isModel = lower && isLoose(lower)
    if (!isModel && sameLength && compareVersions(lower, upper) === 'less' && lower.scheme === upper.scheme) {
      return [
        { operator: '>=', version: lower },
        { operator: '<=', version: upper },
      ]
    }
  }

  const spaced = piece.replace(/^\(?(?:releases?|versions?)?\s*|\)$/gi, '').split(' ')
  const isSpacedList = spaced.length > 1 && spaced.every((name) => /^v?\d+(?:\.(?:\d+|x))+,?$/i.test(name))
  // `2404267 version 1.x`: a model, and the version of it.
  if (/\S\s+version\s+\S/i.test(piece)) return undefined
  const names = (isSpacedList ? spaced.join(',') : piece)
    .split(/\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*;\s*/i)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const versions = names.map((name) => readVersion(name))
  if (versions.some((version) => version === undefined)) return undefined
  // `Version A, Firmware A.03.09, Part #: M8096` describes one thing by several of its parts.
  const isDescription =
    names.length > 1 && names.some((name) => /^(?:firmware|software|hardware|part|cpld)\b/i.test(name))
  return (versions as Version[]).map((version) => ({
    operator: '=',
    version,
    loose: isDescription || isLoose(version),
  }))
}

/** True where the text holds a word that no version has: it names a thing rather than a version. */
function hasWord(text: string): boolean {
  const version = readVersion(text)
  return !version || version.parts.some((part) => part.kind === 'letters' && part.letters.length > 3)
}

/** `7100`, `7900 MRI`, `MMT-1710`, `Intel XMM71xx`: what looks like a model rather than a version. */
function isLoose(version: Version): boolean {
  if (version.scheme === 'date') return false
  if (bearsInitials(version) && /\d\.\d/.test(version.text)) return false
  const numbers = version.parts.filter((part) => part.kind === 'number')
  const words = version.parts.filter((part) => part.kind === 'letters' && part.letters.length > 1)
  if (words.some((part) => part.kind === 'letters' && (part.letters.length > 2 || part.glued === 'none'))) return true
  const first = version.parts[0]
  if (first?.kind === 'wild' || (first?.kind === 'letters' && numbers.length === 0 && version.parts.length > 1))
    return true
  return (
    version.scheme === 'plain' &&
    first?.kind === 'number' &&
    first.digits.length >= 3 &&
    !/[.]/.test(version.text) &&
    !/^\s*v/i.test(version.text)
  )
}

const isUpper = (item: Item | undefined) => item?.operator === '<' || item?.operator === '<='
const isLower = (item: Item | undefined) => item?.operator === '>' || item?.operator === '>='
const bound = (item: Item): Bound => ({ version: item.version, inclusive: item.operator.endsWith('=') })

/** Puts the items together: `>= a | < b` is a range, `a | b` a choice; what reads in two ways is kept as doubtful. */
function pair(items: readonly Item[], isVers: boolean): { alternatives: Alternative[]; excluded: Version[] } {
  const excluded = items.filter((item) => item.operator === '!=').map((item) => item.version)
  const rest = items.filter((item) => item.operator !== '!=')
  const alternatives: Alternative[] = []

  for (let i = 0; i < rest.length; i++) {
    const item = rest[i]!
    const next = rest[i + 1]
    if (item.operator === '=') {
      alternatives.push({ kind: 'exact', version: item.version, loose: item.loose ?? isLoose(item.version) })
      continue
    }
    if (isLower(item)) {
      if (next && isUpper(next)) {
        i++
        const order = compareVersions(item.version, next.version)
        if (order === 'greater') alternatives.push({ kind: 'doubtful' })
        else alternatives.push({ kind: 'range', lower: bound(item), upper: bound(next) })
      } else if (isLower(next)) {
        // `>= 1.0 | >= 2.4` was written for 1.0 to 2.4: what lies above may be meant or not.
        i++
        alternatives.push({
          kind: 'doubtful',
          sure: { lower: bound(item), upper: { version: next!.version, inclusive: true } },
          possible: { lower: bound(item) },
        })
      } else alternatives.push({ kind: 'range', lower: bound(item) })
      continue
    }

    const uppers = [bound(item)]
    while (isUpper(rest[i + 1])) uppers.push(bound(rest[++i]!))
    const after = rest[i + 1]
    if (uppers.length > 1) {
      alternatives.push({ kind: 'branches', uppers })
    } else if (after?.operator === '=' && !isVers) {
      // `< 17 | 4` was written for "17 update 4", `<= 3.14.25 | 3.15.18` for two branches.
      const others: Version[] = []
      while (rest[i + 1]?.operator === '=') others.push(rest[++i]!.version)
      const highest = others.reduce<Version>(
        (high, other) => (compareVersions(other, high) === 'greater' ? other : high),
        item.version,
      )
      alternatives.push({
        kind: 'doubtful',
        sure: { upper: bound(item) },
        possible: { upper: { version: highest, inclusive: true } },
      })
      // Whichever was meant, the versions that are named are in.
      if (item.operator === '<=')
        for (const version of others)
          if (version.parts.length > 1) alternatives.push({ kind: 'exact', version, loose: false })
    } else if (isLower(after) && !isUpper(rest[i + 2]) && !isApart(item.version, after!.version)) {
      // `<= 8.1 | >= 8.1.10` was written for 8.1 before 8.1.10, the operators turned round: nothing is sure.
      i++
      alternatives.push({ kind: 'doubtful' })
    } else alternatives.push({ kind: 'range', upper: uppers[0] })
  }
  // `!= 2.0` alone: all others.
  if (rest.length === 0 && excluded.length > 0) alternatives.push({ kind: 'range' })
  return { alternatives, excluded }
}

/** `< 1.3 | >= 2.0` leaves out what lies between. */
const isApart = (upper: Version, lower: Version): boolean =>
  compareVersions(upper, lower) === 'less' && !mayBeSame(upper, lower)
