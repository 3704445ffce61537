import { isOrderedCode } from './code-forms.ts'
import {
  hasDigit,
  isDescriptor,
  isFieldStrength,
  isIdentifying,
  joined,
  kindOf,
  letters,
  rawTokens,
  spread,
  type TokenKind,
  tidy,
} from './model-token.ts'
import { conditionWords, familyWords, kindWords, modalityWords, roleWords, variantWords } from './model-words.ts'
import { isCompanion, listsMembers, versionNote } from './notes-in-names.ts'
import { plainText } from './plain-text.ts'
import { withoutSerialDigits } from './serial-digits.ts'
import { type SqueezedNames, squeezedNames } from './squeezed-members.ts'

/** One thing that a name must say, in any of several forms: `MX800/700/600` is one group of three. */
export interface Group {
  readonly kind: TokenKind
  readonly forms: readonly string[]
  /** `MX400-MX850`. */
  readonly range?: {
    readonly prefix: string
    readonly from: number
    readonly to: number
    /** `IA5000A`: behind the number stands this. */
    readonly suffix?: string
  }
  /** `IGS 5x0`. */
  readonly pattern?: RegExp
  /** The maker's own name, where the product has none besides: `GE Ultrasound Products`. */
  readonly isMaker?: boolean
  /** The code without what was ordered behind it: `FX5U-32MT` of `FX5U-32MT/ES`. */
  readonly stem?: string
}

/** One way to read a product’s name; `A and B (…)` has two. */
export interface ProductReading {
  readonly groups: readonly Group[]
  /** Forms any of which names the whole: an acronym or a part number in brackets. */
  readonly shortForms: readonly string[]
  /** A family is stated as a whole: `MP Series`, `Gemini Family`. */
  readonly isFamily: boolean
  /** A brand or a code names it: words for what it is for only describe it. */
  readonly isBranded: boolean
  /** Neighbours written as one: `MACVU360` of `MAC VU360`, `AQT90FLEX` of `AQT90 FLEX`. */
  readonly runs: readonly string[]
}

export interface ProductName {
  readonly text: string
  /** Letters and digits of the whole name: equal where two names differ by marks only. */
  readonly letters: string
  readonly readings: readonly ProductReading[]
  readonly squeezed: SqueezedNames
  /** `BACT/ALERT VIRTUO` read as one name, for a device that says `BACT/ALERT` too. */
  readonly joined?: { readonly form: string; readonly reading: ProductReading }
  /** The maker’s name stands in that of the product: `Weasis DICOM Viewer` of the Weasis Team. */
  readonly bearsMaker: boolean
  /** `with ViewForum option`: part of the product’s name that an inventory seldom has. */
  readonly condition?: {
    readonly text: string
    readonly forms: readonly string[]
    /** Of `HP Z2 workstation, shipped with the S8 Sorter` either names the same devices: the brand and the codes of each. */
    readonly pieces: readonly (readonly string[])[]
  }
  /** `not including LOGIQ 100 Pro`. */
  readonly exclusions: readonly (readonly string[])[]
  /** Words in brackets, which an inventory may repeat. */
  readonly asides: ReadonlySet<string>
  /** `Xeleris 3.1`: a version that stands in the name. */
  readonly version?: string
  /** The 2 of `ThinkSystem SR650 V2`. */
  readonly generation?: string
}

/** Behind the code of a box a V counts its generations: `SR650 V2`. */
export const generationOf = (text: string): string | undefined =>
  / v\d/i.test(text) ? /\b[a-z]{1,5}-?\d{2,5}[a-z]{0,2} v([1-9])(?![\w.])/.exec(plainText(text))?.[1] : undefined

function readRange(token: string): Group | undefined {
  const found = /^([a-z]*)(\d{1,5})-([a-z]*)(\d{1,5})$/.exec(token)
  if (!found) return undefined
  const [, prefix = '', from = '', second = '', to = ''] = found
  if (second !== '' && second !== prefix) return undefined
  // `S7-1500` is one code.
  if (prefix !== '' && second === '' && from.length !== to.length) return undefined
  if (Number(from) >= Number(to) || (prefix === '' && (from.length < 3 || from.length !== to.length))) return undefined
  // `750-872` is one number: a range begins and ends with the same digit.
  if (prefix === '' && from[0] !== to[0]) return undefined
  return { kind: 'number', forms: [prefix + from, prefix + to], range: { prefix, from: Number(from), to: Number(to) } }
}

function groupOf(written: string): Group | undefined {
  // `PXC3.E72-x`: whatever stands behind.
  const token = written.replace(/(?<=\d)-x+$/, '')
  const range = readRange(token)
  if (range) return range
  // `ASP-ENT-x`: any number behind the letters.
  const lettersOnly = /^([a-z]+(?:-[a-z]+)+)-x+$/.exec(token)?.[1]
  if (lettersOnly) {
    const form = joined(lettersOnly)
    return { kind: 'number', forms: [form], pattern: new RegExp(`^${form}\\d`) }
  }
  if (token.includes('/') && !/^[a-z]{1,4}\/\d{3,}[a-z]*$/.test(token) && !orderedBehind.test(token)) {
    const parts = withSharedEnd(token.split('/').filter((part) => part !== ''))
    if (parts.some((part) => part.length === 1 && !/\d/.test(part))) {
      const form = joined(token)
      return { kind: kindOf(form), forms: [form] }
    }
    const forms = spread(parts).map((part) => tidy(joined(part)))
    // `cMT-SVR-1xx/2xx`.
    const open = forms.filter((form) => openDigits.test(form)).map((form) => patternOf(form).source)
    if (open.length > 0) return { kind: 'number', forms: [...new Set(forms)], pattern: new RegExp(open.join('|')) }
    const kinds = forms.map(kindOf)
    const kind = kinds.includes('number')
      ? 'number'
      : kinds.includes('word')
        ? 'word'
        : kinds.includes('role')
          ? 'role'
          : (kinds[0] ?? 'kind')
    return { kind, forms: [...new Set(forms)] }
  }
  const form = tidy(joined(token))
  if (form === '') return undefined
  if (openPart.test(token)) return { kind: 'number', forms: [form], pattern: patternOfParts(token) }
  // `Catalyst 2960-X`: one model of the line, or any letter.
  if (/^\d{3,}-x$/.test(written)) return { kind: 'number', forms: [form, `${form}x`] }
  // The `II-S` is the `2 S`.
  const roman = /^(i{2,3})-([a-z])$/.exec(token)
  if (roman) return { kind: 'word', forms: [form, `${roman[1]!.length}${roman[2]}`] }
  // `0751-9x01`, which inventories write without the nought in front.
  if (/^0?\d{3}-\d+x+\d+$/.test(token))
    return {
      kind: 'number',
      forms: [form],
      pattern: new RegExp(`^0?${form.replace(/^0/, '').replace(/x/g, '\\d')}(?!\\d)`),
    }
  if (token.includes('/') && orderedBehind.test(token))
    return { kind: 'number', forms: [form], stem: joined(token.replace(/\/.*/, '')) }
  if (openDigits.test(form) || /^\d{3,}-\d+x$/.test(token))
    return { kind: 'number', forms: [form], pattern: patternOf(form) }
  return { kind: kindOf(form), forms: [form] }
}

/** `DS-2CD4xx5`, `EFD-22xx`, `cMT-SVR-1xx`, `48xx`: an x beside a digit stands for one. */
const openDigits = /^(?:[a-z]+(?:\d+[a-z]+)*\d+(?:x+\d*|(?:xx+|x+\d+)[a-wyz]+)|\d+x{2,})$/
const patternOf = (form: string) =>
  new RegExp(`^${form.replace(/(?<=\d)x+|x+(?=\d)/g, (open) => '\\d'.repeat(open.length))}(?![\\d.])`)

/** `PT12X-SDI-xx-G2`: a part of nothing but x stands for a colour or a market, which may be left out. */
const openPart = /^(?=.*\d)[a-z\d]+(?:-[a-z\d]+)*-xx+(?:-[a-z\d]+)+$/
const patternOfParts = (token: string) =>
  new RegExp(
    `^${token
      .split('-')
      .map((part) => (/^xx+$/.test(part) ? `[a-z0-9]{0,${part.length}}` : part))
      .join('')}$`,
  )

/** `750-8204/025-000`, `FX5U-32MT/ES`: behind the slash stands how it was ordered, which makes another of it. */
const orderedBehind = /^(?:\d{3,}(?:-\d{3,})+\/\d{3}-\d{3}|[a-z]+\d+[a-z]*-\d+[a-z]{1,3}\/[a-z]{2,3})$/

/** `PXC12/22/36-E.D`: what stands behind the last number stands behind each. */
function withSharedEnd(parts: readonly string[]): readonly string[] {
  const end = parts.length > 1 ? /^\d+(-[a-z][a-z.]*)$/.exec(parts.at(-1)!)?.[1] : undefined
  return end ? spread([...parts.slice(0, -1), parts.at(-1)!.slice(0, -end.length)]).map((part) => part + end) : parts
}

/** `BSM-3000 series`: all numbers from there to the next such. */
function asSeries(group: Group): Group {
  if (group.forms.length !== 1 || group.range || group.pattern) return group
  // `M30 Series`: the M3004, M3026.
  if (/^[a-z]{1,3}[1-9]\d$/.test(group.forms[0]!))
    return { ...group, pattern: new RegExp(`^(?:${group.forms[0]}$|${group.forms[0]}\\d{2}(?!\\d))`) }
  // `LaserJet M507 series`: the M507dn, M507x.
  if (/^[a-z]{1,3}[1-9]\d\d[1-9]?$/.test(group.forms[0]!) && !/0$/.test(group.forms[0]!))
    return { ...group, pattern: new RegExp(`^${group.forms[0]}(?:[a-z]{1,3})?$`) }
  // `NPort IA5000A Series`: the IA5250A.
  // `OnCell G3100-HSPA Series`: the G3150-HSPA; `250cx Series`: the 259cx.
  const found = /^([a-z]*)([1-9]\d*?)(0{2,3}|0(?=[a-z]))([a-z]?)[a-z]*$/.exec(group.forms[0]!)
  if (!found) return group
  const from = Number(found[2]! + found[3]!)
  return { ...group, range: { prefix: found[1]!, from, to: from + 10 ** found[3]!.length - 1, suffix: found[4]! } }
}

/** Codes that follow each other with the same letters are alternatives: `TC10 TC20 TC30`. */
function joinNeighbours(groups: readonly Group[]): Group[] {
  const result: Group[] = []
  let isChoice = false
  for (const [index, group] of groups.entries()) {
    // `MX600, MX700 and MX800`.
    const next = groups[index + 1]
    const before = result.at(-1)
    if (/^(?:and|or)$/.test(group.forms[0]!) && next?.kind === 'number' && before?.kind === 'number') {
      // `NAE85 and NIE85`: a choice, whatever their letters.
      isChoice = true
      continue
    }
    // `FL SWITCH 3xxx 4xxx and 48xx`.
    if (before?.pattern && group.pattern && (isChoice || shapeStart(before) === shapeStart(group))) {
      result[result.length - 1] = {
        kind: 'number',
        forms: [...before.forms, ...group.forms],
        pattern: new RegExp(`${before.pattern.source}|${group.pattern.source}`),
      }
      isChoice = false
      continue
    }
    if (isChoice && before && !before.range && !group.range && !before.pattern && !group.pattern) {
      // `MP70 MP70E RV50 and LX60`: with no commas between those before.
      let run = result.length - 1
      while (run > 0 && isPlainCode(result[run - 1]!)) run--
      const areMany = result.slice(run).flatMap((one) => one.forms).length >= 3
      const from = areMany ? run : result.length - 1
      const forms = [...result.slice(from).flatMap((one) => one.forms), ...group.forms]
      result.splice(from, result.length, { kind: 'number', forms: [...new Set(forms)] })
      isChoice = false
      continue
    }
    isChoice = false
    // A family before the product repeats its words: `APC Smart-UPS Smart-UPS SMT Series`.
    if (result.some((one) => one.forms[0] === group.forms[0])) continue
    const last = result.at(-1)
    // `EA9 EA9-T15CL`: the line, and then its member.
    if (last && isBeginningOfCode(last, group)) {
      result[result.length - 1] = group
      continue
    }
    if (last && areOfOneAcronym(last, group)) {
      result[result.length - 1] = { kind: 'number', forms: [...last.forms, ...group.forms] }
      continue
    }
    const shape = (one: Group) => /^([a-z]+)\d/.exec(one.forms[0]!)?.[1]
    if (last && shape(last) && shape(last) === shape(group) && !last.range && !group.range) {
      result[result.length - 1] = { kind: 'number', forms: [...last.forms, ...group.forms] }
    } else result.push(group)
  }
  return result
}

const isBeginningOfCode = (line: Group, member: Group): boolean =>
  line.kind === 'number' &&
  line.forms.length === 1 &&
  member.forms.length === 1 &&
  !line.range &&
  !line.pattern &&
  /^[a-z]+\d+$/.test(line.forms[0]!) &&
  new RegExp(`^${line.forms[0]}[a-z]+\\d`).test(member.forms[0]!)

const shapeStart = ({ forms }: Group) => /^[a-z]*/.exec(forms[0]!)![0]

/** `NVRmini2 NVRsolo`; `5110 5130 5150`. */
const areOfOneAcronym = (a: Group, b: Group): boolean => {
  if (a.range || b.range || a.pattern || b.pattern) return false
  const [one, other] = [a.forms.at(-1)!, b.forms[0]!]
  if (/^\d{3,}$/.test(one) && /^\d{3,}$/.test(other)) return one.length === other.length
  const acronym = /^[b-df-hj-np-tv-z]{3}(?=[a-z]{4})/.exec(one)?.[0]
  return isStrong(a) && isStrong(b) && acronym !== undefined && other.startsWith(acronym) && other.length >= 6
}

const isPlainCode = ({ kind, forms, range, pattern }: Group): boolean =>
  kind === 'number' && !range && !pattern && forms.every((form) => /^[a-z]+\d+[a-z]*$/.test(form))

/** `Discovery XR 656`: a short word before a number belongs to it. */
function joinCodes(tokens: readonly string[]): string[] {
  const result: string[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (
      last !== undefined &&
      /^\d[\dx]{0,3}[a-z]{0,3}$/.test(token) &&
      !isFieldStrength(token) &&
      /^[a-z]{1,3}$/.test(last) &&
      !kindWords.has(last) &&
      !roleWords.has(last)
    ) {
      result[result.length - 1] = last + token
    } else result.push(token)
  }
  return result
}

const conditionStart =
  /(?:^|\s)((?:used with|using (?:the |an )?optional|enabled with|with installed|containing(?: the)?|equipped with|with|without|w\/|when|where|only|running|installed on|under)\s.+|[a-z0-9 ]+\bonly)$/

function readWords(text: string, strip: ReadonlySet<string>): Group[] {
  // `ELI 150c/BUR 150c/MLBUR 150c`: letters and number of each alternative belong together.
  const together = text
    .replace(/\b([a-z]{2,5}) (\d+[a-z]?)(?=\/)/g, '$1$2')
    .replace(/(?<=\/)([a-z]{2,5}) (\d+[a-z]?)\b/g, '$1$2')
  // `HAMILTON-T1` of Hamilton is the T1.
  const tokens = joinCodes(
    rawTokens(withChoices(together))
      .flatMap(partedLine)
      .map((token) => {
        const [first, ...others] = token.split('-')
        return others.length > 0 && strip.has(first!) && others.some(hasDigit) ? others.join('-') : token
      }),
  )
  const all = tokens
    .map((token, at) => asBrand(groupOf(withSecondPlane(token, tokens)), at, tokens))
    .filter((group) => group !== undefined)
  const kept = all.filter((group) => !group.forms.every((form) => strip.has(form)))
  if (kept.some((group) => group.kind !== 'kind')) return joinNeighbours(kept)
  return joinNeighbours(all.map((group) => (kept.includes(group) ? group : { ...group, isMaker: true })))
}

/** The `NIM Vital` is called so, and measures no vital signs. */
const asBrand = (group: Group | undefined, at: number, tokens: readonly string[]): Group | undefined =>
  group?.forms[0] === 'vital' && at > 0 && !/^(?:signs?|monitor(?:s|ing)?|parameters?)$/.test(tokens[at + 1] ?? '')
    ? { ...group, kind: 'word' }
    : group

/** `FD20, FD20/10`: what has the first alone beside it is a code of its own, and no `FD10`. */
const withSecondPlane = (token: string, all: readonly string[]): string => {
  const [, code, second] = /^([a-z]+\d+)\/(\d+)$/.exec(token) ?? []
  return code && all.includes(code) ? code + second : token
}

/** `G-Cam/EFD-2250`: a line and one of its models, which are no two choices. */
function partedLine(token: string): string[] {
  const [line, model, ...others] = token.split('/')
  const isModel = /^[a-z]{1,5}-?\d{3,}[a-z]*$/.test(model ?? '')
  return others.length === 0 && isModel && /^[a-z](?:[a-z-]*[a-z])$/.test(line!) && joined(line!).length >= 4
    ? [line!, model!]
    : [token]
}

/** `NVRmini2, NVRsolo`, `B450, B650`, `GX10 / GP10`: what commas part, where each side is a code. */
const withChoices = (text: string): string =>
  text.replace(/(?<=\b[a-z]+-?\d[a-z\d-]*)(?:\s*(?:,\s*(?:and\s+|or\s+)?|&)\s*|\s+\/\s+)(?=[a-z]+-?\d)/g, ' and ')

export const isStrong = (group: Group): boolean => group.kind === 'number' || group.kind === 'word'

const legalForm =
  /(?<=^\S+(?: \S+){0,3})[ ,]+(?:inc|ltd|llc|gmbh|corp|co\. ltd|s\.?a\.?s|s\.?p\.?a|ag)(?:\.|,)?(?= \(| \S)/

/** Reads the name of a product as an advisory writes it. `strip`: words of the vendor’s own name. */
export function readProductName(text: string, strip: ReadonlySet<string>): ProductName {
  let rest = plainText(withoutSerialDigits(text)).replace(/\bwi[- ]fi\b/g, 'wifi')
  if (strip.has(/^[a-z]+/.exec(rest)?.[0] ?? '')) rest = rest.replace(legalForm, ' ')
  const exclusions: string[][] = []
  rest = rest.replace(
    /[,;(]?\s*(?:not including|excluding|except(?: for)?|other than)\s+([^,;)]+)\)?/g,
    (_, names: string) => {
      for (const name of names.split(/\s+(?:and|or)\s+/)) {
        const forms = readWords(name, strip)
          .filter((group) => group.kind !== 'kind')
          .map((group) => group.forms[0]!)
        if (forms.length > 0) exclusions.push(forms)
      }
      return ' '
    },
  )

  // `Saveris Base V 3.0`.
  rest = rest.replace(/(?<=\s)v (?=\d+\.\d)/g, 'v')

  // `Home Base Server a server used to control …`: what follows explains it.
  rest = rest.replace(
    /(?<=\S\s\S+)(?:,| is| -)? an? (?:[a-z-]+ ){1,4}?(?:used|that|which|designed|intended|for|to|of)\s.*$/,
    ' ',
  )

  const conditions: string[] = []
  const partsShort: string[] = []
  const asides = new Set<string>()
  const ask = (condition: string) => {
    if (!isCompanion(condition)) conditions.push(condition)
    else for (const form of askedFor(condition)) asides.add(form)
  }
  const lead = rawTokens(rest).find((token) => !strip.has(token))
  const shortForms: string[] = []
  const extras: string[] = []
  let isOfSystem = false
  let noted: string | undefined
  rest = rest.replace(/\(+([^()]*)\)*/g, (_, inside: string) => {
    const note = inside.trim()
    // `Object Computing Inc. (OCI) OpenDDS`: the maker's short name names no product.
    if (strip.has(joined(note))) return ' '
    noted ??= versionNote.exec(note)?.[1]
    if (versionNote.test(note)) return ' '
    for (const token of rawTokens(note)) asides.add(tidy(joined(token)))
    // `VNC Server (Windows)`: the device's system tells.
    const system = /^(windows|linux|macos|android|ios)(?: only)?$/.exec(note)?.[1]
    isOfSystem ||= system !== undefined
    if (system) conditions.push(`running ${system}`)
    else if (/^incl(?:uding|\.)?/.test(note)) shortForms.push(...codesIn(note.replace(/^incl(?:uding|\.)?/, ' ')))
    else if (/\b(?:with|only|enabled|installed)\b/.test(note) && !listsMembers(note, lead)) ask(note)
    else if (/^[a-z]{0,3}\d+-[a-z]{0,3}\d+$/.test(note)) extras.push(note)
    else if (/\d/.test(note)) shortForms.push(...codesIn(note))
    else if (
      /^[a-z]{1,4}(?: [a-z]{1,3})?$/.test(note.replace(/[^a-z ]/g, '')) &&
      !kindWords.has(note) &&
      !modalityWords.has(note)
    ) {
      const short = joined(note.replace(/\s+/g, ''))
      if (/[a-z]-?\d{2,}/.test(plainText(text).split('(')[0]!) && hasCapitals(text, note)) partsShort.push(short)
      else shortForms.push(short)
    } else if (/^pii?c ?ix$/.test(note)) shortForms.push('picix')
    // `(eBMGR)`, `(NicheStack)`: capitals within make a name of it.
    else if (/^(?!.*(?:net|bus|works)$)[a-z]{5,10}$/.test(note) && hasCapitalsWithin(text, note)) {
      if (areInitialsBehindCode(note, text)) partsShort.push(note)
      else shortForms.push(note)
    }
    return ' '
  })
  rest = rest
    .replace(/\bwindows (?:xp|vista|nt|\d+|server \d+(?: r2)?)[\s-]based\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s,;-]+$/, '')
    .trim()

  // `TeamViewer Host for Windows`: the device's system tells.
  rest = rest.replace(/(?<=\S)\s+for (windows|linux|macos|android|ios)$/, ' running $1')
  // `products running firmware`: every one does.
  rest = rest.replace(/\s+(?:products\s+)?running (?:firmware|software)(?: versions?)?$/, '')
  const condition = conditionStart.exec(rest)
  if (condition && condition.index > 0) {
    ask(condition[1]!.trim())
    rest = rest.slice(0, condition.index).trim()
  }

  const generation = generationOf(text)
  if (generation) rest = rest.replace(/(?<=\d[a-z]{0,2}) v[1-9](?![\w.])/, ' ')

  let version = noted
  // `CodeMeter versions prior to 7.30`, `CodeMeter 7.30 and prior`.
  rest = rest.replace(versionWords, (_, words: string | undefined, bare: string | undefined) => {
    version ??= (words ?? bare)!.trim()
    return ' '
  })
  rest = rest.replace(
    /(?:^|\s)(?:version |v)?(\d+(?:\.(?:\d+|x))+(?:\/\d+(?:\.\d+)*)*)(?=\s|$)/g,
    (whole, found: string) => {
      if (version || isOrderedCode(found)) return whole
      version = found.includes('/') ? found.split('/').join(' | ') : found
      return ' '
    },
  )

  // `powermanager V3`: which of its versions is meant.
  rest = rest.replace(/(?<=\b[a-z]{6,}\s)v(\d)$/, (whole, major: string) => {
    if (version) return whole
    version = `${major}.x`
    return ' '
  })

  // `600 Series Pumps: MiniMed 630G MMT-1715, MMT-1755`: the line, and then its models.
  const members = /^(?=.*\b(?:series|family|line|products|devices|systems|pumps|models)\b)[^:]{4,}:\s+(\S.*)$/.exec(
    rest,
  )?.[1]
  if (members && /[a-z]{3}/.test(members) && /\d/.test(members)) rest = members

  rest = withSeries(rest.trim(), strip)

  const names = split(withoutRepeated(rest.trim()))
  const readingOf = (name: string): ProductReading => {
    const written = joinNeighbours([
      ...readWords(name, strip),
      ...extras.map((extra) => readRange(extra)!).filter(Boolean),
    ])
    const isBranded = written.some(isBrandOrCode)
    const described = (isBranded ? written.map(toDescriptor) : written).map(asDescribed)
    const isSeries = /\b(?:series|family)\b|\b[a-z]{2,3}[1-9]\d models?\b/.test(name)
    const named = isSeries ? described.map(asSeries) : described
    const groups = partsShort.reduce(withShortPart, named)
    // `EPIQ/Affiniti`: several brands in one entry, each with models of its own.
    const isFamily =
      rawTokens(name).some((token) => familyWords.has(token)) ||
      (names.length > 1 && !/\d/.test(rest)) ||
      exclusions.length > 0
    const { whole, runs } = acronymsOf(name, strip)
    // `CNS-6201 Central Nurse Station`: the letters alone name the whole line.
    if (!groups.some(({ kind }) => kind === 'number')) shortForms.push(...whole)
    for (const run of runs) asides.add(run)
    return {
      groups,
      shortForms: [...new Set(shortForms)].filter((form) => form.length >= 3 || /^[a-z]\d$/.test(form)),
      isFamily,
      isBranded,
      runs: [...runsOf(groups), ...initialsWithMaker(name, strip)],
    }
  }
  const readings = names.map(readingOf)
  const slashed = names.length > 1 ? /[a-z]{3,}\/[a-z]{3,}/.exec(rest)?.[0] : undefined
  return {
    text,
    letters: letters(text),
    readings,
    squeezed: squeezedNames(
      {
        text,
        isWhole: version === noted && conditions.length === Number(isOfSystem) && exclusions.length === 0,
      },
      strip,
    ),
    joined: slashed ? { form: joined(slashed), reading: readingOf(rest) } : undefined,
    bearsMaker: rawTokens(rest).some((token) => token.length >= 5 && strip.has(token)),
    exclusions,
    asides,
    version,
    generation,
    condition:
      conditions.length > 0
        ? {
            text: conditions.join('; '),
            forms: conditions.flatMap((one) => withoutThing(askedFor(one))),
            pieces: conditions.flatMap(piecesOf),
          }
        : undefined,
  }
}

/** `BrightSign OS series 4 players`: where nothing else names it, the number is that of the series: `series4`. */
function withSeries(name: string, strip: ReadonlySet<string>): string {
  const [whole, word, number] = /(?<![\w-])(series|generation|gen) (\d{1,2})(?![\w.-])/.exec(name) ?? []
  if (!whole) return name
  const others = rawTokens(name.replace(whole, ' ')).filter((token) => !strip.has(token))
  const isAll = others.every(
    (token) => /^(?:os|players?|printers?)$/.test(token) || kindOf(token) !== 'word' || isDescriptor(token),
  )
  return isAll && !others.some(hasDigit)
    ? name.replace(whole, `${word}${number} series`).replace(/(?<![\w-])os(?![\w-])/, ' ')
    : name
}

/**
 * `SR650 V2 XClarity Controller (XCC)`: behind a code the short form is that of the words right before it, and no name of the
 * whole.
 */
function withShortPart(groups: readonly Group[], short: string): Group[] {
  const end = groups.at(-1)
  const from = groups.findLastIndex(({ forms }) => /^[a-z]{2,}$/.test(forms[0]!) && forms[0]![0] === short[0])
  const isOfWords =
    end !== undefined &&
    from >= 0 &&
    end.forms[0]![0] === short.at(-1) &&
    groups.slice(from).every(({ forms }) => !hasDigit(forms[0]!))
  return isOfWords
    ? groups.map((group, at) => (at < from ? group : { ...group, forms: [...group.forms, short] }))
    : [...groups]
}

function runsOf(groups: readonly Group[]): string[] {
  const plain = groups.map(({ forms, range, pattern }) => (range || pattern ? '' : forms[0]!))
  const runs = plain.flatMap((_, at) =>
    [2, 3].flatMap((count) => {
      const some = groups.slice(at, at + count)
      const run = plain.slice(at, at + count)
      const isNamed = some.length === count && run.every((form) => form !== '') && some.some(isStrong)
      return isNamed && run.join('').length >= 5 ? [run.join('')] : []
    }),
  )
  return [...new Set(runs)]
}

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

const askedFor = (condition: string): string[] =>
  joinCodes(rawTokens(condition))
    .map((token) => tidy(joined(token)))
    .filter((token) => !conditionWords.has(token))

/** The `portal` of an `External Visitor Manager portal` is left out as often as not. */
const withoutThing = (forms: readonly string[]): readonly string[] =>
  forms.length >= 3 && roleWords.has(forms.at(-1)!) ? forms.slice(0, -1) : forms

function piecesOf(condition: string): string[][] {
  const pieces = condition.split(/\s*[,;]\s*(?:and |or )?/)
  if (pieces.length < 2 || !/\bshipped\b|\bused\b|\binstalled\b/.test(condition)) return []
  return pieces.flatMap((piece) => {
    const words = askedFor(piece).filter(
      (form) => kindOf(form) === 'number' || (kindOf(form) === 'word' && !isDescriptor(form)),
    )
    const told = words.filter((form) => !/^(?:shipped|delivered|sold|hosted|based)$/.test(form))
    const brand = told.find((form) => kindOf(form) === 'word')
    const telling = told.filter((form) => form === brand || hasDigit(form))
    return telling.join('').length >= 4 ? [telling] : []
  })
}

const earlierOrLater = '(?:prior|earlier|older|below|lower|previous|before|later|newer|above|higher)'
/** `R2`, `SP 1`, `Update 3` of a release. */
const partOfRelease = '(?:r|sp|p|u|hf|update|patch|hotfix|service pack) ?\\d+[a-z]?'
const versionWords = new RegExp(
  `(?<=\\S)[\\s,:-]+(?:((?:all )?(?:firmware |software )?(?:versions?|releases?):? (?:up to|prior to|before|below|through|from|earlier than|older than|lower than|<|v?\\d)[^()]*\\d[^()]*)|((?:v?\\d+(?:\\.\\w+)+(?: ${partOfRelease})*|(?:v?\\d+|20\\d\\d)(?: ${partOfRelease})+|20\\d\\d),? (?:and|or) (?:all )?${earlierOrLater}(?: versions?| releases?)?))$`,
)

const isBrandOrCode = ({ kind, forms }: Group): boolean =>
  kind === 'number'
    ? forms.some(isIdentifying)
    : kind === 'word' && forms.some((form) => form.length >= 3 && !isDescriptor(form) && !variantWords.has(form))

/** `SNC Series Supervisory Controller`: a series is named, and words behind it say what it is for. */
const asDescribed = (group: Group, at: number, all: readonly Group[]): Group => {
  const series = all.findIndex(({ forms }) => /^(?:series|family)$/.test(forms[0]!))
  const isNamed = series > 0 && all.slice(0, series).filter(isStrong).length >= 2
  const isDescribing = group.kind === 'word' && group.forms.every((form) => form.length >= 4 && !variantWords.has(form))
  return isNamed && at > series && isDescribing ? { ...group, kind: 'descriptor' } : group
}

const toDescriptor = (group: Group): Group =>
  group.kind === 'word' && group.forms.every(isDescriptor) ? { ...group, kind: 'descriptor' } : group

/** `CVSM` and `VSM` for `Connex Vital Signs Monitor`: what people on the ward call it. */
function acronymsOf(name: string, strip: ReadonlySet<string>): { whole: string[]; runs: string[] } {
  const initials = rawTokens(name)
    .filter((token) => /^[a-z]{2,}$/.test(token) && !strip.has(token) && !/^(?:and|or|of|the|for|with)$/.test(token))
    .map((token) => token[0]!)
    .join('')
  if (initials.length < 3 || initials.length > 6) return { whole: [], runs: [] }
  const runs: string[] = []
  for (let start = 0; start < initials.length; start++) {
    for (let end = start + 3; end <= initials.length; end++) runs.push(initials.slice(start, end))
  }
  return { whole: [initials], runs }
}

/** `ACC` of the `Avigilon Control Center Server`: the maker's initial is its first. */
function initialsWithMaker(name: string, strip: ReadonlySet<string>): string[] {
  const [first, ...others] = rawTokens(name).filter((token) => !roleWords.has(token))
  if (!first || !strip.has(first) || others.length < 2 || !others.every((token) => /^[a-z]{3,}$/.test(token))) return []
  return [first, ...others].length <= 5 ? [[first, ...others].map((token) => token[0]).join('')] : []
}

const codesIn = (text: string): string[] =>
  rawTokens(text)
    .flatMap((token) => (token.includes('/') ? spread(token.split('/')).map(joined) : [joined(token)]))
    .filter(hasDigit)

/** `Pulsera and Endura`, `Ultrasound EPIQ/Affiniti`, `Spot 4400 Device / Spot 4400 Extended Care Device`. */
export function split(name: string): string[] {
  // `F9 and F9 Express Fetal & Maternal Monitor`: the same name again, with more behind it.
  const again = /^([a-z][a-z\d]*(?:[ -][a-z\d]+){0,3}?) (?:and|&|or) (\1 (?!and\b)[a-z].*)$/.exec(name)
  if (again && /\d|[a-z]{4}/.test(again[1]!)) return [again[1]!, again[2]!]
  for (const mark of [
    /\s*;\s+/,
    /\s*,\s*(?:and\s+|or\s+|&\s*)?|\s+and\s+|\s+&\s+/,
    /\s+\/\s+/,
    /\s+and\s+/,
    /\s*\/\s*/,
  ]) {
    const sides = name.split(mark)
    if (sides.length < 2) continue
    // `iSTAR Ultra, iSTAR Ultra SE`: each begins anew.
    const [lead] = sides.map((side) => /^[a-z][a-z-]{2,}(?=\s)/.exec(side)?.[0])
    if (lead && sides.every((side) => side.startsWith(`${lead} `))) return sides
    const strong = sides.map((side) =>
      rawTokens(side).filter(
        (token) =>
          kindOf(tidy(joined(token))) === 'word' &&
          !isDescriptor(token) &&
          joined(token).length >= (sides.length > 2 ? 3 : 4),
      ),
    )
    const hasCode = sides.some((side) => rawTokens(side).some(hasDigit))
    const isLoose = mark.source === '\\s*\\/\\s*'
    if (strong.every((found) => found.length > 0) && !(isLoose && hasCode)) return sides
  }
  return [name]
}

/** `Alaris Gateway Workstation Alaris GH`: the line comes again before the product itself. */
function withoutRepeated(name: string): string {
  const first = /^[a-z]{5,}(?=\s)/.exec(name)?.[0]
  const again = first && !/[/,]|\band\b/.test(name) ? name.lastIndexOf(` ${first} `) : -1
  return again > 0 ? name.slice(again + 1) : name
}

/** `882410 Gemini GXL 16 Slice` in a list of models: its order number names it, and so do its words. */
export function readListedModel(text: string, strip: ReadonlySet<string>): ProductName {
  const numbered = /^\s*(\d{5,}[a-z]?)\s+(?=\D)(.*[a-z].*)$/i.exec(text)
  if (!numbered) return readProductName(text, strip)
  const [, number = '', rest = ''] = numbered
  const name = readProductName(rest.replace(/\bw\/.*$/i, ' '), strip)
  return {
    ...name,
    text,
    readings: name.readings.map((reading) => ({
      ...reading,
      shortForms: [number.toLowerCase(), ...reading.shortForms],
    })),
  }
}

/** The words and codes of a product, for the vocabulary and the index. */
export const formsOf = (product: ProductName): string[] =>
  product.readings.flatMap((reading) => [
    ...reading.shortForms,
    ...reading.runs,
    ...reading.groups
      .filter(isStrong)
      .flatMap((group) => [
        ...group.forms,
        ...(group.range ? [group.range.prefix] : []),
        ...patternPrefix(group),
        ...(group.stem ? [group.stem] : []),
      ]),
  ])

const patternPrefix = (group: Group): string[] => {
  const prefix = group.pattern && /^[a-z]+/.exec(group.forms[0]!)?.[0]
  return prefix ? [prefix] : []
}
