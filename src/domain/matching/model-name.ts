import {
  accessoryRoles,
  conditionWords,
  describingRoles,
  descriptorWords,
  familyWords,
  implantKinds,
  kindWords,
  lineWords,
  modalityWords,
  partingKinds,
  partRoles,
  pumpKinds,
  purposeKinds,
  roleWords,
  shortNames,
  tellingKinds,
  trivialWords,
  variantWords,
} from './model-words.ts'
import { allowedErrors, plainText, typingErrors } from './plain-text.ts'

/** `number`: a code such as `mx800`; `word`: a brand; `descriptor`: what it is for, beside a brand; `role`: server, gateway; `kind`: pump, monitor. */
type TokenKind = 'number' | 'word' | 'descriptor' | 'role' | 'modality' | 'kind'

/** One thing that a name must say, in any of several forms: `MX800/700/600` is one group of three. */
export interface Group {
  readonly kind: TokenKind
  readonly forms: readonly string[]
  /** `MX400-MX850`. */
  readonly range?: { readonly prefix: string; readonly from: number; readonly to: number }
  /** `IGS 5x0`. */
  readonly pattern?: RegExp
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
}

export interface ProductName {
  readonly text: string
  /** Letters and digits of the whole name: equal where two names differ by marks only. */
  readonly letters: string
  readonly readings: readonly ProductReading[]
  /** `with ViewForum option`: part of the product’s name that an inventory seldom has. */
  readonly condition?: { readonly text: string; readonly forms: readonly string[] }
  /** `not including LOGIQ 100 Pro`. */
  readonly exclusions: readonly (readonly string[])[]
  /** Words in brackets, which an inventory may repeat. */
  readonly asides: ReadonlySet<string>
  /** `Xeleris 3.1`: a version that stands in the name. */
  readonly version?: string
}

const words = /[a-z0-9.+]+(?:[-/'][a-z0-9.+]+)*/g

const hasDigit = (token: string) => /\d/.test(token)
const isVersionLike = (token: string) =>
  (/^[vr]?\d+(?:\.(?:\d+|x))+$/.test(token) || /^v\d{1,2}$/.test(token)) && !isFieldStrength(token)

/** `3.0t` and `3t`, `MX8OO` and `MX800`, `XR656+` and `XR656 Plus` are one. */
function tidy(token: string): string {
  let text = token.replace(/^(\d)\.0t$/, '$1t')
  if (/\d/.test(text)) text = text.replace(/(?<=\d)o(?=\d|o|$)/g, '0').replace(/(?<=\d)o(?=0)/g, '0')
  return text
}

/** `1.5t`, `3t`: the field of a magnet, which many models share. */
const isFieldStrength = (token: string) => /^\d(?:\.\d)?t$/.test(token)

function kindOf(token: string): TokenKind {
  if (isFieldStrength(token)) return 'modality'
  if (/^\d(?:st|nd|rd|th)$/.test(token)) return 'kind'
  if (hasDigit(token)) return 'number'
  if (modalityWords.has(token)) return 'modality'
  if (roleWords.has(token)) return 'role'
  if (kindWords.has(token)) return 'kind'
  return 'word'
}

const rawTokens = (text: string): string[] =>
  (
    text
      // Both at once: neither alone is one of them.
      .replace(/\b(pet|spect)[/-](ct|mr)\b/g, '$1 $2')
      .replace(/\bc\/c\+\+|\bc\+\+|\bc#(?![a-z0-9])|(?<![a-z0-9])\.net\b|\b[a-z]&[a-z]\b/g, ' ')
      .replace(/\bw(?:\/|\.(?=\s))(?=[a-z ])/g, 'with ')
      .replace(/(?<=[a-z0-9])\+/g, ' plus ')
      .replace(/-series\b/g, ' series')
      // `t:slim` is one word.
      .replace(/(?<=\b[a-z]):(?=[a-z])/g, '')
      .match(words) ?? []
  ).map((token) => token.replace(/^\.+|[.']+$/g, '').replace(/'s$/, ''))

/** Joined without its marks: `smart-ups` is `smartups`, `xq/i` is `xqi`. */
const joined = (token: string) => token.replace(/[-/'+]/g, '')

function readRange(token: string): Group | undefined {
  const found = /^([a-z]*)(\d{1,5})-([a-z]*)(\d{1,5})$/.exec(token)
  if (!found) return undefined
  const [, prefix = '', from = '', second = '', to = ''] = found
  if (second !== '' && second !== prefix) return undefined
  if (Number(from) >= Number(to) || (prefix === '' && (from.length < 3 || from.length !== to.length))) return undefined
  return { kind: 'number', forms: [prefix + from, prefix + to], range: { prefix, from: Number(from), to: Number(to) } }
}

/** `mx800/700/600` → mx800, mx700, mx600; `mp5/5sc` → mp5, mp5sc; `865240/41/42` → 865240, 865241, 865242. */
function spread(parts: readonly string[]): string[] {
  const result: string[] = []
  let before = ''
  for (const part of parts) {
    let form = part
    if (/^\d+[a-z]*$/.test(part) && before !== '') {
      const lead = /^[a-z]+(?=\d)/.exec(before)?.[0]
      const digits = /^\d+/.exec(part)![0]
      if (lead) {
        const own = /^[a-z]+(\d+)/.exec(before)![1]!
        form = digits.length < own.length && own.length > 3 ? lead + own.slice(0, -digits.length) + part : lead + part
      } else if (/^\d+$/.test(before) && before.length >= 5 && part.length < before.length) {
        form = before.slice(0, before.length - part.length) + part
      }
    }
    result.push(form)
    before = form
  }
  return result
}

function groupOf(written: string): Group | undefined {
  // `PXC3.E72-x`: whatever stands behind.
  const token = written.replace(/(?<=\d)-x+$/, '')
  const range = readRange(token)
  if (range) return range
  if (token.includes('/')) {
    const parts = token.split('/').filter((part) => part !== '')
    if (parts.some((part) => part.length === 1 && !/\d/.test(part))) {
      const form = joined(token)
      return { kind: kindOf(form), forms: [form] }
    }
    const forms = spread(parts).map((part) => tidy(joined(part)))
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
  if (/^[a-z]+\d+x+\d*$/.test(form)) {
    return { kind: 'number', forms: [form], pattern: new RegExp(`^${form.replaceAll('x', '\\d')}$`) }
  }
  return { kind: kindOf(form), forms: [form] }
}

/** `BSM-3000 series`: all numbers from there to the next such. */
function asSeries(group: Group): Group {
  const found = group.forms.length === 1 && !group.range ? /^([a-z]*)([1-9]\d*?)(0{2,3})$/.exec(group.forms[0]!) : null
  if (!found) return group
  const from = Number(found[2]! + found[3]!)
  return { ...group, range: { prefix: found[1]!, from, to: from + 10 ** found[3]!.length - 1 } }
}

/** Codes that follow each other with the same letters are alternatives: `TC10 TC20 TC30`. */
function joinNeighbours(groups: readonly Group[]): Group[] {
  const result: Group[] = []
  for (const [index, group] of groups.entries()) {
    // `MX600, MX700 and MX800`.
    const next = groups[index + 1]
    if (/^(?:and|or)$/.test(group.forms[0]!) && next?.kind === 'number' && result.at(-1)?.kind === 'number') continue
    // A family before the product repeats its words: `APC Smart-UPS Smart-UPS SMT Series`.
    if (result.some((one) => one.forms[0] === group.forms[0])) continue
    const last = result.at(-1)
    const shape = (one: Group) => /^([a-z]+)\d/.exec(one.forms[0]!)?.[1]
    if (last && shape(last) && shape(last) === shape(group) && !last.range && !group.range) {
      result[result.length - 1] = { kind: 'number', forms: [...last.forms, ...group.forms] }
    } else result.push(group)
  }
  return result
}

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
  /(?:^|\s)((?:used with|enabled with|with installed|with|without|w\/|when|where|only|running|installed on|under)\s.+|[a-z0-9 ]+\bonly)$/

function readWords(text: string, strip: ReadonlySet<string>): Group[] {
  // `ELI 150c/BUR 150c/MLBUR 150c`: letters and number of each alternative belong together.
  const together = text
    .replace(/\b([a-z]{2,5}) (\d+[a-z]?)(?=\/)/g, '$1$2')
    .replace(/(?<=\/)([a-z]{2,5}) (\d+[a-z]?)\b/g, '$1$2')
  // `HAMILTON-T1` of Hamilton is the T1.
  const tokens = joinCodes(
    rawTokens(together).map((token) => {
      const [first, ...others] = token.split('-')
      return others.length > 0 && strip.has(first!) && others.some(hasDigit) ? others.join('-') : token
    }),
  )
  const all = tokens.map(groupOf).filter((group) => group !== undefined)
  const kept = all.filter((group) => !group.forms.every((form) => strip.has(form)))
  return joinNeighbours(kept.some((group) => group.kind !== 'kind') ? kept : all)
}

export const isStrong = (group: Group): boolean => group.kind === 'number' || group.kind === 'word'

/** A code that names a model by itself: `mx800`, `8015`; not `x2`, `64`. */
const isIdentifying = (form: string): boolean =>
  (/^\d+$/.test(form) && form.length >= 4) || (/[a-z]/.test(form) && /\d/.test(form) && form.length >= 4)

/** Reads the name of a product as an advisory writes it. `strip`: words of the vendor’s own name. */
export function readProductName(text: string, strip: ReadonlySet<string>): ProductName {
  let rest = plainText(text).replace(/\bwi[- ]fi\b/g, 'wifi')
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

  const conditions: string[] = []
  const shortForms: string[] = []
  const asides = new Set<string>()
  const extras: string[] = []
  rest = rest.replace(/\(+([^()]*)\)*/g, (_, inside: string) => {
    const note = inside.trim()
    for (const token of rawTokens(note)) asides.add(tidy(joined(token)))
    if (/^incl(?:uding|\.)?/.test(note)) shortForms.push(...codesIn(note.replace(/^incl(?:uding|\.)?/, ' ')))
    else if (/\b(?:with|only|enabled|installed)\b/.test(note)) conditions.push(note)
    else if (/^[a-z]{0,3}\d+-[a-z]{0,3}\d+$/.test(note)) extras.push(note)
    else if (/\d/.test(note)) shortForms.push(...codesIn(note))
    else if (
      /^[a-z]{1,4}(?: [a-z]{1,3})?$/.test(note.replace(/[^a-z ]/g, '')) &&
      !kindWords.has(note) &&
      !modalityWords.has(note)
    ) {
      shortForms.push(joined(note.replace(/\s+/g, '')))
    } else if (/^(?:pic ?ix|picix)$/.test(note)) shortForms.push('picix')
    return ' '
  })
  rest = rest
    .replace(/\bwindows (?:xp|vista|nt|\d+|server \d+(?: r2)?)[\s-]based\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s,;-]+$/, '')
    .trim()

  const condition = conditionStart.exec(rest)
  if (condition && condition.index > 0) {
    conditions.push(condition[1]!.trim())
    rest = rest.slice(0, condition.index).trim()
  }

  let version: string | undefined
  rest = rest.replace(
    /(?:^|\s)(?:version |v)?(\d+(?:\.(?:\d+|x))+(?:\/\d+(?:\.\d+)*)*)(?=\s|$)/g,
    (whole, found: string) => {
      if (version) return whole
      version = found.includes('/') ? found.split('/').join(' | ') : found
      return ' '
    },
  )

  const names = split(withoutRepeated(rest))
  const readings = names.map((name): ProductReading => {
    const written = joinNeighbours([
      ...readWords(name, strip),
      ...extras.map((extra) => readRange(extra)!).filter(Boolean),
    ])
    const isBranded = written.some(isBrandOrCode)
    const described = isBranded ? written.map(toDescriptor) : written
    const groups = /\bseries\b/.test(name) ? described.map(asSeries) : described
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
    }
  })
  return {
    text,
    letters: letters(text),
    readings,
    exclusions,
    asides,
    version,
    condition:
      conditions.length > 0
        ? {
            text: conditions.join('; '),
            forms: conditions.flatMap((one) =>
              joinCodes(rawTokens(one))
                .map((token) => tidy(joined(token)))
                .filter((token) => !conditionWords.has(token)),
            ),
          }
        : undefined,
  }
}

const isDescriptor = (form: string) =>
  descriptorWords.has(form) || (shortNames[form]?.some((name) => descriptorWords.has(name)) ?? false)

const isBrandOrCode = ({ kind, forms }: Group): boolean =>
  kind === 'number'
    ? forms.some(isIdentifying)
    : kind === 'word' && forms.some((form) => form.length >= 3 && !isDescriptor(form) && !variantWords.has(form))

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

const codesIn = (text: string): string[] =>
  rawTokens(text)
    .flatMap((token) => (token.includes('/') ? spread(token.split('/')).map(joined) : [joined(token)]))
    .filter(hasDigit)

/** `Pulsera and Endura`, `Ultrasound EPIQ/Affiniti`, `Spot 4400 Device / Spot 4400 Extended Care Device`. */
function split(name: string): string[] {
  for (const mark of [/\s+\/\s+/, /\s+and\s+/, /\s*\/\s*/]) {
    const sides = name.split(mark)
    if (sides.length < 2) continue
    const strong = sides.map((side) =>
      rawTokens(side).filter((token) => kindOf(tidy(joined(token))) === 'word' && joined(token).length >= 4),
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
  const again = first && !/\/|\band\b/.test(name) ? name.lastIndexOf(` ${first} `) : -1
  return again > 0 ? name.slice(again + 1) : name
}

/** What an inventory says a device is. */
export interface DeviceName {
  readonly text: string
  readonly letters: string
  /** Every form in which anything is said, with the places in the model where it stands (none for other fields). */
  readonly forms: ReadonlyMap<string, readonly number[]>
  /** The model’s words in order. */
  readonly modelTokens: readonly { readonly form: string; readonly kind: TokenKind }[]
  /** Numbers that stand alone in the model: `ExactaMix 2400`. */
  readonly bareNumbers: ReadonlySet<string>
  /** Numbers that were only said with letters before them: the 640 of `XR640`. */
  readonly splitNumbers: ReadonlySet<string>
  /** Letters that codes begin with: the SMT of `SMT1500`. */
  readonly prefixes: ReadonlySet<string>
  /** What the model or its number says; the rest only the description does. */
  readonly numbered: ReadonlySet<string>
  /** Versions that stand in the model’s name: `Xeleris 3.1`. */
  readonly versions: readonly string[]
  /** Forms of two to five letters, which may be initials. */
  readonly short: readonly string[]
  /** Letters and digits of the description. */
  readonly description: string
  /** What the inventory says that the device has not. */
  readonly denied: ReadonlySet<string>
}

/** Reads the fields of a device; `vocabulary` are the words of the vendor’s products, against which typing errors are seen. */
export function readDeviceName(
  fields: {
    model: string
    modelNumber: string
    description: string
    system?: string
    maker?: string
    versions?: string
  },
  strip: ReadonlySet<string>,
  vocabulary: ReadonlySet<string>,
): DeviceName {
  const forms = new Map<string, number[]>()
  const add = (form: string, at?: number) => {
    const places = forms.get(form) ?? []
    if (at !== undefined && !places.includes(at)) places.push(at)
    forms.set(form, places)
  }
  /** The `MMT-1755K` is a `MMT-1755`. */
  const addStem = (form: string, at?: number) => {
    const stem = form.length < 6 ? undefined : /^([a-z]{1,4}\d{4,})[a-z]{1,3}(?:\d[a-z]?)?$/.exec(form)?.[1]
    if (stem && !forms.has(stem)) add(stem, at)
  }
  const versions: string[] = []
  const bareNumbers = new Set<string>()
  const splitNumbers = new Set<string>()
  const prefixes = new Set<string>()
  const denied = new Set<string>()
  const modelTokens: { form: string; kind: TokenKind }[] = []

  const read = (text: string, isModel: boolean) => {
    const said = plainText(
      withoutLabels(text, (number) => {
        add(tidy(joined(number)))
        addStem(tidy(joined(number)))
      }),
    )
      .replace(/\bwi[- ]fi\b/g, 'wifi')
      .replace(denial, (_, word: string) => {
        denied.add(tidy(word))
        return ' '
      })
    const marked = said.replace(/[()[\]{},;:#"]/g, ' ')
    const tokens = rawTokens(marked)
    // What comes `with` it is beside it: it may name another device, and adds nothing to this one.
    const own = isModel ? rawTokens(marked.replace(/(?<=\S)\s(?:with|w\/)\s.*$/, '')).length : tokens.length
    const parts: { form: string; at: number | undefined }[] = []
    for (const [index, token] of tokens.entries()) {
      if (isModel && isVersionLike(token)) {
        versions.push(token.replace(/^[vr]/, ''))
        continue
      }
      const whole = tidy(joined(token))
      const wholeKind = kindOf(whole)
      // `N'Vision` is one word.
      const pieces = token
        .replaceAll("'", '')
        .split(/[-/]/)
        .filter((piece) => piece !== '')
      const meant = spread(pieces)
      const isMeasured = isMeasure(whole)
      // `i-STAT1` is the `i-STAT 1`.
      const brand = pieces.length > 1 ? /^([a-z]{4,})(\d[a-z0-9]?)$/.exec(whole) : null
      for (const [nth, piece] of pieces.entries()) {
        const form = tidy(piece)
        const meaning = shortNames[form]?.[0] ?? form
        const kind = isMeasured ? 'kind' : wholeKind === 'word' || wholeKind === 'number' ? kindOf(meaning) : wholeKind
        const at = isModel
          ? modelTokens.push({ form, kind: index < own || kind === 'role' ? kind : 'kind' }) - 1
          : undefined
        add(form, at)
        add(tidy(meant[nth]!), at)
        add(whole, at)
        if (brand) for (const part of [brand[1]!, brand[2]!]) add(part, at)
        addStem(whole, at)
        for (const name of shortNames[form] ?? shortNames[whole] ?? []) add(name, at)
        parts.push({ form, at })
        // The `8015LS` may be the `8015`.
        const stem = /^([a-z]*\d{4,})[a-z]{1,3}$/.exec(form)?.[1]
        if (stem && !forms.has(stem)) {
          add(stem, at)
          splitNumbers.add(stem)
        }
        // `mx800` also says `mx` and `800`.
        const code = /^([a-z]+)(\d[a-z0-9]*)$/.exec(form)
        if (code) {
          add(code[1]!, at)
          if (isModel) prefixes.add(code[1]!)
          // The 3 of `Libre3` is that of `Libre 3`; the 640 of `XR640` need not be.
          const isBrand = code[1]!.length >= 4
          if ((code[2]!.length >= 2 || isBrand) && !forms.has(code[2]!)) {
            add(code[2]!, at)
            if (!isBrand) splitNumbers.add(code[2]!)
          }
        }
      }
      if (isModel && /^\d{3,}$/.test(whole) && !/^[a-z]{1,3}$/.test(tokens[index - 1] ?? '')) bareNumbers.add(whole)
    }
    for (let i = 0; i + 1 < parts.length; i++) {
      const [a, b, c] = [parts[i]!, parts[i + 1]!, parts[i + 2]]
      for (const [form, places] of [
        [a.form + b.form, [a.at, b.at]],
        [c ? a.form + b.form + c.form : '', [a.at, b.at, c?.at]],
      ] as const) {
        if (form !== '') for (const at of places) add(form, at)
      }
    }
  }
  read(fields.model, true)
  read(fields.modelNumber, false)
  const numbered = new Set(forms.keys())
  read(fields.description, false)
  // `Cardinal Health Pyxis`: a brand stands with the maker.
  if (fields.maker) read(fields.maker, false)
  // `T4APP 2.2`: a part’s name before its version.
  if (fields.versions) read(fields.versions, false)
  if (fields.system) add(fields.system)

  for (const [at, token] of modelTokens.entries()) {
    if (token.kind !== 'word' || vocabulary.has(token.form)) continue
    // `MicroDicom viewer` is MicroDicom’s `DICOM Viewer`.
    if (strip.has(token.form))
      for (let cut = 3; cut <= token.form.length - 5; cut++)
        if (vocabulary.has(token.form.slice(cut))) add(token.form.slice(cut), at)
    const word = nearest(token.form, vocabulary)
    if (word) {
      add(word, at)
      continue
    }
    const common =
      token.form.length >= 5 ? (nearest(token.form, longKindWords, 1) ?? nearest(token.form, strip)) : undefined
    if (common) {
      add(common, at)
      modelTokens[at] = { form: common, kind: kindOf(common) }
      continue
    }
    for (let cut = 3; cut <= token.form.length - 2; cut++) {
      if (!vocabulary.has(token.form.slice(0, cut))) continue
      add(token.form.slice(0, cut), at)
      add(token.form.slice(cut), at)
    }
  }
  for (const token of [...modelTokens]) {
    const code = /^([a-z]{6,})(\d[a-z0-9]*)$/.exec(token.form)
    if (!code) continue
    // `IntelliVueMX800`, written as one word.
    for (let cut = 4; cut < code[1]!.length; cut++) {
      if (!vocabulary.has(code[1]!.slice(0, cut))) continue
      add(code[1]!.slice(0, cut), modelTokens.indexOf(token))
      add(code[1]!.slice(cut) + code[2]!, modelTokens.indexOf(token))
    }
  }

  const kept = modelTokens.map((token) => (strip.has(token.form) ? { ...token, kind: 'kind' as const } : token))
  const text = fields.model || fields.description
  return {
    text,
    letters: letters(text),
    forms,
    modelTokens: kept,
    bareNumbers,
    splitNumbers,
    prefixes,
    numbered,
    versions,
    short: [...forms.keys()].filter((form) => /^[a-z]{2,5}$/.test(form)),
    description: letters(fields.description),
    denied,
  }
}

/** Marks, revisions and catalogue numbers are written into the model's field; the numbers are kept as said, for they may name a model. */
const withoutLabels = (text: string, keep: (number: string) => void): string =>
  !/[(#]|\b(?:rev|version|p\/?n|part|cat|ref|s\/?n|serial)/i.test(text)
    ? text
    : text
        .replace(/\((?:tm|r|c)\)/gi, ' ')
        .replace(/\b(?:rev|revision)\b\.?\s*[a-z0-9.]{1,4}(?=[\s),;]|$)/gi, ' ')
        .replace(/\bversion [a-z](?=[\s),;]|$)/gi, ' ')
        .replace(
          /\b(?:p\/?n|part\s*(?:no|number|#)|cat(?:alog(?:ue)?)?\s*(?:no|number|#)|ref|s\/?n|serial(?:\s*(?:no|number))?)\b[\s.:#]*((?=[a-z-]*\d)[a-z\d-]+)/gi,
          (_, number: string) => {
            keep(number.toLowerCase())
            return ' '
          },
        )

/** `no wireless`, `w/o ViewForum`, `non-wireless`. */
const denial = /\b(?:no|non|not|without|w\/o)[\s-]+(?:the |including )?([a-z]{3,})\b/g

const longKindWords: ReadonlySet<string> = new Set(
  [...kindWords, ...roleWords, ...descriptorWords].filter((word) => word.length >= 6),
)

function nearest(word: string, vocabulary: ReadonlySet<string>, most = 2): string | undefined {
  const allowed = Math.min(most, allowedErrors(word))
  if (allowed === 0) return undefined
  let best: string | undefined
  let least = allowed + 1
  for (const known of vocabulary) {
    if (known[0] !== word[0] || /\d/.test(known) || known.length < 5) continue
    const errors = typingErrors(word, known, allowed)
    if (errors < least) {
      least = errors
      best = known
    }
  }
  return best
}

export interface NameAgreement {
  /** `sure`: the names say one model; `plausible`: one says less than the other, or adds what may part them. */
  readonly how: 'sure' | 'plausible'
  /** The product is a kind of device (`PET/CT Systems`) and the device is one. */
  readonly isKind?: boolean
  /** The product is a kind of magnet of one field, and the device is one: with its version that is enough. */
  readonly isField?: boolean
  /** The names agree, but the advisory names only devices with an option. */
  readonly isConditional?: boolean
  /** Were it not for the option, the names would surely agree. */
  readonly isSureButForOption?: boolean
  /** All that the inventory adds is this number, which may be the version: `NeuroWorks 8`. */
  readonly addedNumber?: string
  /** The inventory adds a word: where another product of the advisory agrees in full, that one is meant. */
  readonly isLoose?: boolean
  /** Nothing is left out or added, and the name is one that no two makers give. */
  readonly isWhole?: boolean
  readonly probability: number
  readonly text: string
}

/** Forms of the group that the device says; for a range or pattern the codes that fall in it. */
function said(group: Group, device: DeviceName): string[] {
  const found = group.forms.filter((form) => device.forms.has(form))
  const { range, pattern } = group
  if (range || pattern) {
    for (const form of device.forms.keys()) {
      if (pattern?.test(form)) found.push(form)
      if (!range || !form.startsWith(range.prefix)) continue
      const number = /^\d+/.exec(form.slice(range.prefix.length))?.[0]
      if (number && Number(number) >= range.from && Number(number) <= range.to) found.push(form)
    }
  }
  return found
}

/** `ExactaMix 2400` for `ExactaMix EM2400`: the number without its letters, next to the brand. */
const saidBare = (group: Group, device: DeviceName): string[] =>
  group.forms
    .map((form) => /^[a-z]{1,3}(\d{3,})$/.exec(form)?.[1] ?? '')
    .filter((digits) => device.bareNumbers.has(digits))

/** Numbers that tell no model: `120v`, `15in`, `12-lead`. */
const isMeasure = (form: string) =>
  /^(?:\d+(?:v|vac|hz|w|kw|kva|va|mm|cm|in|inch|ch|channel|lead|kg|lb|l|ml|gb|tb|mp|slice|cell|bit)|x64|x86|win(?:64|32))$/.test(
    form,
  )
const isCatalogueNumber = (form: string) => (form.match(/\d/g)?.length ?? 0) >= 4 && form.length >= 4

const shapeOf = (form: string) => form.replace(/\d+/g, '9')

const none: ReadonlySet<string> = new Set()

/** Is the device the product, by its name? Undefined where it is another model. `listedModels`: numbers that the advisory gives elsewhere. */
export function namesAgree(
  device: DeviceName,
  product: ProductName,
  listedModels: ReadonlySet<string> = none,
): NameAgreement | undefined {
  let isPartlyExcluded = false
  for (const forms of product.exclusions) {
    // `Venue 40 R1-3` leaves out some releases of it.
    const named = forms.filter((form) => !/^r\d+(?:\d+)?$/.test(form))
    if (!named.every((form) => device.forms.has(form))) continue
    if (named.length === forms.length) return undefined
    isPartlyExcluded = true
  }
  if (device.letters === product.letters) {
    const isWhole = product.letters.length >= 6 && product.readings.some(({ isBranded }) => isBranded)
    return { how: 'sure', probability: 0.98, isWhole, text: `model "${device.text.trim()}" agrees` }
  }
  let best: NameAgreement | undefined
  for (const reading of product.readings) {
    const one = readingAgrees(device, reading, product, listedModels)
    if (one && (!best || one.probability > best.probability)) best = one
  }
  if (best && isPartlyExcluded)
    return {
      how: 'plausible',
      probability: 0.4,
      text: `${best.text}, but the advisory leaves out some releases of "${device.text.trim()}"`,
    }
  if (!best || !product.condition) return best
  const { text, forms } = product.condition
  if (forms.some((form) => device.denied.has(form))) return undefined
  if (forms.length > 0 && forms.every((form) => device.forms.has(form))) return best
  return {
    how: 'plausible',
    isConditional: true,
    isSureButForOption: best.how === 'sure',
    probability: best.probability * 0.6,
    text: `${best.text}, but the advisory names only those ${text}`,
  }
}

const letters = (text: string) => plainText(text).replace(/[^a-z0-9+]/g, '')

const isCutFrom = (short: string, long: string): boolean => short.length < long.length && long.startsWith(short)

const saysCondition = (product: ProductName, form: string): boolean =>
  product.condition !== undefined && new RegExp(`\\b${form}\\b`).test(product.condition.text)

function readingAgrees(
  device: DeviceName,
  reading: ProductReading,
  product: ProductName,
  listedModels: ReadonlySet<string>,
): NameAgreement | undefined {
  // Most products that share a word with the device share no other: leave early.
  if (
    reading.groups.some(isStrong) &&
    !reading.groups.some(
      (group) =>
        isStrong(group) && (group.pattern || group.range || group.forms.some((form) => device.forms.has(form))),
    ) &&
    !reading.shortForms.some((form) => device.forms.has(form))
  ) {
    return undefined
  }
  const shown = `model "${device.text.trim()}"`
  const other = `"${product.text.trim()}"`
  const short = reading.shortForms.find((form) => device.forms.has(form))
  // `N Series (N12, N15, N17)`: the N1 is none of them.
  const stemOf = (form: string) => /^[a-z]+(?=\d+$)/.exec(form)?.[0]
  const listed = reading.shortForms.flatMap((form) => stemOf(form) ?? [])
  const isUnlisted =
    short === undefined &&
    listed.length > 2 &&
    device.modelTokens.some(({ form, kind }) => kind === 'number' && listed.includes(stemOf(form) ?? '-'))
  if (isUnlisted) return undefined
  // `A Series Anesthesia (A5, A7)`: short as they are, they are the models.
  const isListed = listed.length > 1 && reading.shortForms.some((form) => form === device.modelTokens[0]?.form)
  if (isListed) return { how: 'sure', probability: 0.9, text: `${shown} is among ${other}` }
  if (short && (isIdentifying(short) || !hasDigit(short))) {
    return { how: 'sure', probability: 0.95, text: `${shown} agrees with ${other}: it says "${short}"` }
  }

  // The `II` of an advisory is the `2` of an inventory.
  const roman = (group: Group) =>
    group.forms.flatMap((form) => (/^(?:i{2,3}|iv)$/.test(form) ? (shortNames[form] ?? []) : []))
  const found: { group: Group; forms: string[] }[] = reading.groups.map((group) => ({
    group,
    forms: [...said(group, device), ...roman(group).filter((form) => device.forms.has(form))],
  }))
  // A column of 20 or 30 characters cut the last word: `Alaris Gateway Works`.
  const last = device.modelTokens.at(-1)
  if (last && last.form.length >= 3 && device.text.trim().length >= 18 && isCutFrom(device.letters, product.letters)) {
    const cut = found.find(
      ({ group, forms }) => forms.length === 0 && group.forms.some((form) => form.startsWith(last.form)),
    )
    cut?.forms.push(last.form)
  }
  // `Personal Diabetes Manager` for `PDM`.
  for (const one of found)
    if (one.forms.length === 0 && one.group.kind === 'word') one.forms.push(...spelledOut(one.group.forms[0]!, device))
  // `ANESTH` for `anesthesia`.
  for (const one of found) {
    if (one.forms.length > 0) continue
    const cut = device.modelTokens.find(
      ({ form }) =>
        /^[a-z]{3,}$/.test(form) &&
        !variantWords.has(form) &&
        one.group.forms.some(
          (whole) => /^[a-z]+$/.test(whole) && whole.startsWith(form) && whole.length >= form.length + 2,
        ),
    )
    if (cut) one.forms.push(cut.form)
  }
  // `Connex VSM` for `Connex Vital Signs Monitor`.
  const initials = initialsOf(found)
  for (const form of device.short) {
    if (form.length === 2 && !product.asides.has(form)) continue
    const at = initials.indexOf(form)
    if (at < 0) continue
    for (const one of found.slice(at, at + form.length)) if (one.forms.length === 0) one.forms.push(form)
  }
  const strong = found.filter(({ group }) => isStrong(group))
  if (strong.some(({ group, forms }) => group.kind === 'word' && forms.length > 0)) {
    for (const one of strong) if (one.forms.length === 0) one.forms.push(...saidBare(one.group, device))
  }
  const matched = strong.filter(({ forms }) => forms.length > 0)
  const modality = found.filter(({ group }) => group.kind === 'modality')

  if (strong.length === 0) {
    // `MRI 1.5T`, `PET/CT Systems`: a kind of device, no model.
    const needed = found.filter(
      ({ group }) => group.kind === 'modality' || group.kind === 'kind' || group.kind === 'role',
    )
    const specific = modality.length > 0 ? modality : needed.filter(({ group }) => group.kind === 'role')
    if (specific.length === 0 || specific.some(({ forms }) => forms.length === 0)) return undefined
    // A `Provider Portal` is no `Patient Portal`.
    const isSilent = found.some(
      ({ group, forms }) => forms.length === 0 && !group.forms.some((form) => trivialWords.has(form)),
    )
    const isWhole =
      found.length > 1 &&
      found.every(({ group, forms }) => forms.length > 0 || group.forms.some((form) => trivialWords.has(form)))
    const adds = device.modelTokens.some(({ kind }) => kind === 'number' || kind === 'word')
    // `Ingenia 1.5T`, an MRI, for `MRI 1.5T`: the kind and the field of the magnet; the version has to agree besides.
    const isField =
      needed.length > 1 &&
      found.every(({ forms }) => forms.length > 0) &&
      modality.some(({ group }) => group.forms.some(isFieldStrength))
    if (isField && adds) {
      return {
        how: 'plausible',
        probability: 0.8,
        isField: true,
        text: `${other} names a kind of device, and ${shown} is one`,
      }
    }
    if (isWhole && !adds) return { how: 'sure', probability: 0.9, text: `${shown} agrees with ${other}` }
    if (isSilent && adds && modality.length === 0) return undefined
    const text = `${other} names a kind of device, and ${shown} is one`
    return { how: 'plausible', probability: 0.4, isKind: true, text }
  }
  if (matched.length === 0) return undefined

  const nameWords = reading.groups.map((group) => group.forms[0]!)
  const spellsOut =
    nameWords.length === 1 &&
    expands(
      nameWords[0]!,
      device.modelTokens.map(({ form }) => form).filter((form) => form !== nameWords[0]),
    )
  const used = new Set(found.flatMap(({ forms }) => forms.flatMap((form) => device.forms.get(form) ?? [])))
  const positions = matched.flatMap(({ forms }) => forms.flatMap((form) => device.forms.get(form) ?? []))
  const firstUsed = Math.min(...positions, device.modelTokens.length)
  const extra = device.modelTokens
    .map((token, at) => ({ ...token, at }))
    .filter(
      ({ at, kind, form }) =>
        !used.has(at) &&
        (kind === 'number' || kind === 'word') &&
        !isMeasure(form) &&
        !(reading.isBranded && isDescriptor(form)) &&
        !product.condition?.forms.includes(form) &&
        !product.asides.has(form) &&
        !listedModels.has(form) &&
        !abbreviates(form, nameWords) &&
        !spellsOut,
    )
  const namesNothing = device.modelTokens.every(({ kind }) => kind === 'kind' || kind === 'role')
  const extraRole = device.modelTokens.filter(
    (token, at) =>
      !(namesNothing && used.size === 0) &&
      token.kind === 'role' &&
      !/^(?:app|web|website|license|server|servers)$/.test(token.form) &&
      !spellsOut &&
      !used.has(at) &&
      !product.asides.has(token.form) &&
      !saysCondition(product, token.form),
  )
  const missing = strong.filter(({ forms }) => forms.length === 0)
  const missingRole = found.filter(({ group, forms }) => group.kind === 'role' && forms.length === 0)
  const missingModality = modality.filter(({ forms }) => forms.length === 0)
  const rivalModality = device.modelTokens.some((token, at) => token.kind === 'modality' && !used.has(at))

  const missingDescriptors = found.filter(({ group, forms }) => group.kind === 'descriptor' && forms.length === 0)
  const extraDescriptors = reading.isBranded
    ? device.modelTokens.filter(({ form, kind }, at) => kind === 'word' && isDescriptor(form) && !used.has(at))
    : []

  const missingKind = found.some(
    ({ group, forms }) => forms.length === 0 && group.forms.some((form) => partingKinds.has(form)),
  )
  const extraKind = device.modelTokens.some((token, at) => partingKinds.has(token.form) && !used.has(at))

  // `Novum IQ Syringe Pump` is no `Novum IQ Large Volume Pump`.
  const isOtherPump =
    pumpKinds.some((kinds) => found.some(({ group }) => group.forms.some((form) => kinds.has(form)))) &&
    pumpKinds.some(
      (kinds) =>
        device.modelTokens.some(({ form }) => kinds.has(form)) &&
        !found.some(({ group }) => group.forms.some((form) => kinds.has(form))),
    ) &&
    !pumpKinds.some(
      (kinds) =>
        device.modelTokens.some(({ form }) => kinds.has(form)) &&
        found.some(({ group }) => group.forms.some((form) => kinds.has(form))),
    )
  if (isOtherPump) return undefined

  const codes = matched.flatMap(({ group, forms }) => (group.kind === 'number' ? forms : []))
  // `SMT1500` is of the `SMT Series`.
  const isOfSeries =
    matched.some(({ group }) => device.prefixes.has(group.forms[0]!)) &&
    (reading.isFamily || (strong.length === 1 && /^[a-z]{2,3}$/.test(strong[0]!.group.forms[0]!)))
  const isIdentified = codes.some(isIdentifying) || isOfSeries
  const isIdentifiedByNumber = isIdentified && codes.every((form) => !isIdentifying(form) || /^\d+$/.test(form))
  // The 640 of `Optima XR640` need not be the `Optima 640`.
  const looseNumber = matched.find(
    ({ group, forms }) =>
      group.kind === 'number' &&
      forms.every(
        (form) =>
          /^\d{1,3}[a-z]?$/.test(form) &&
          (device.splitNumbers.has(form) || !group.forms.includes(form)) &&
          !group.range,
      ),
  )
  const hasCodes = strong.some(({ group }) => group.kind === 'number')
  const matchedText = matched.map(({ forms }) => `"${forms[0]}"`).join(', ')
  const agrees = (probability: number): NameAgreement => ({
    how: 'sure',
    probability,
    text: `${shown} agrees with ${other}: ${matchedText}`,
  })
  const perhaps = (probability: number, why: string): NameAgreement => ({
    how: 'plausible',
    probability,
    text: `${shown} may be ${other}: ${why}`,
  })

  // `MyCareLink Monitor` with the number 24952 is not the 24950.
  const rivalNumber = missing.some(
    ({ group }) =>
      group.kind === 'number' &&
      !group.range &&
      group.forms.some(
        (form) =>
          /^\d{4,}$/.test(form) && [...device.numbered].some((own) => /^\d+$/.test(own) && own.length === form.length),
      ),
  )
  if (rivalNumber) return undefined

  // `EX1150` is a model by itself, whatever else stands on either side.
  const whole = codes.find((form) => /^[a-z]+\d{3,}[a-z]*$/.test(form) && !device.splitNumbers.has(form))
  const isAccessory = extraRole.some(({ form }) => accessoryRoles.has(form))
  const missesCode = missing.some(({ group }) => group.kind === 'number' || isVariantOf(reading, group))
  const hasVariant = extra.some(({ form, kind }) => kind === 'word' && (variantWords.has(form) || form.length <= 2))
  if (whole && !isAccessory && !missesCode && !hasVariant && missingRole.length === 0) return agrees(0.9)

  if (isIdentifiedByNumber && missingKind && extra.some(({ kind }) => kind === 'word')) return undefined
  if (missing.length > 0 && isIdentifiedByNumber && (extraKind || extraRole.length > 0)) return undefined
  if (
    !isIdentified &&
    ((missing.length > 0 && (extraKind || extraRole.length > 0)) ||
      (extra.some(({ kind }) => kind === 'word') && missingKind))
  )
    return undefined

  const otherKindBehind = device.modelTokens.some(
    ({ form, kind }, at) => kind === 'kind' && tellingKinds.has(form) && !used.has(at) && at > firstUsed,
  )
  if (missingDescriptors.length > 0 && !isIdentified) {
    const isForOther = device.modelTokens.some(
      ({ form, kind }, at) => kind === 'kind' && !used.has(at) && at > firstUsed && purposeKinds.has(form),
    )
    if (extraDescriptors.length > 0 || extraRole.length > 0 || otherKindBehind || isForOther) return undefined
    const isLineAlone = matched.every(
      ({ group, forms }) => group.kind === 'word' && forms.some((form) => lineWords.has(form)),
    )
    // `IntelliBridge EC10` is no `IntelliBridge Enterprise`, `IntelliSpace Perinatal` no `IntelliSpace Cardiovascular`.
    const behind = extra.find(({ at }) => at > firstUsed)
    if (behind && isLineAlone) return undefined
    if (behind?.kind === 'number' && missing.length === 0)
      return /^[a-z]/.test(behind.form)
        ? { ...agrees(0.7), isLoose: true }
        : perhaps(0.4, `the inventory adds "${behind.form}"`)
    if (isLineAlone) return perhaps(0.35, `the inventory does not say "${missingDescriptors[0]!.group.forms[0]}"`)
  }

  // `IntelliSpace ECG` is no `IntelliSpace Cardiovascular`: what stands behind the brand is another thing.
  if (missing.length > 0 && !isIdentified && otherKindBehind) return undefined
  // `Synapse Cardiovascular` is no `Synapse Mobility`.
  if (missing.some(({ group }) => group.kind === 'word') && !isIdentified && extraDescriptors.length > 0)
    return undefined

  if (missing.length > 0) {
    const missingCodes = missing.filter(({ group }) => group.kind === 'number')
    const missingShapes = missingCodes.flatMap(({ group }) => group.forms.map(shapeOf))
    const rivals = extra.filter(
      ({ form, kind }) =>
        kind === 'number' && (!isCatalogueNumber(form) || missingShapes.includes(shapeOf(form)) || !isIdentified),
    )
    const extraWords = extra.filter(({ kind }) => kind === 'word')
    // `MP20` says the `MP` of `MP monitors MP2/X2`, and is none of them.
    const stems = missingCodes.flatMap(({ group }) => group.forms.flatMap((form) => /^[a-z]+(?=\d)/.exec(form) ?? []))
    const isSibling = device.modelTokens.some(
      ({ form, kind }) => kind === 'number' && stems.includes(/^[a-z]+(?=\d)/.exec(form)?.[0] ?? '-'),
    )
    const isOrderNumber =
      missing.length === 1 && found[0] === missing[0] && missing[0]!.group.forms.every((form) => /^\d{5,}$/.test(form))
    if (missingCodes.length > 0) {
      // `Encore Programmer` for `29901 Encore Programmer`: an order number is seldom written down.
      if (
        isOrderNumber &&
        extra.length === 0 &&
        extraRole.length === 0 &&
        matched.length > 0 &&
        missingRole.length === 0
      )
        return agrees(0.8)
      if (isSibling && !isIdentified) return undefined
      // `Plum A+` is no `Plum 360`.
      if (!isIdentified && extraWords.some(({ form, at }) => at > firstUsed && variantWords.has(form))) return undefined
      // `CV-1500` for `EVIS X1 CV-1500`: the short code before it is that of the line.
      const identifying = found.findIndex(({ forms }) => forms.some((form) => /^[a-z]+\d{3,}/.test(form)))
      const areOfLine = missing.every(
        (one) => found.indexOf(one) < identifying && one.group.forms.every((form) => form.length <= 4),
      )
      if (rivals.length === 0 && areOfLine && extraWords.length === 0) return agrees(0.8)
      // `NMIS BioDose` for `EC2 Software NMIS BioDose`.
      const words = matched.filter(({ forms }) =>
        forms.some((form) => /^[a-z]{4,}$/.test(form) && !lineWords.has(form)),
      )
      const first = found.findIndex(({ forms }) => forms.length > 0)
      const areInFront = missing.every((one) => found.indexOf(one) < first)
      if (words.length >= 2 && areInFront && extra.length === 0) return agrees(0.8)
      if (rivals.length > 0 || isIdentified) return undefined
      if (
        extraWords.length > 0 &&
        matched.every(({ group }) => group.kind === 'word') &&
        extraWords.some(({ at }) => at > firstUsed)
      ) {
        return undefined
      }
      return perhaps(
        0.3,
        `the inventory does not say ${missingCodes.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`,
      )
    }
    if (isIdentified) {
      const variant = missing.find(({ group }) => isVariantOf(reading, group))
      if (variant) return perhaps(0.4, `the inventory does not say "${variant.group.forms[0]}"`)
      // `ALARIS PC UNIT` with the number 8015: the brand and the maker’s number together.
      const isByBrand =
        matched.some(({ group }) => group.kind === 'word') &&
        codes.some((form) => isIdentifying(form) && device.numbered.has(form) && device.forms.get(form)?.length === 0)
      return extraWords.length > 0 && !isByBrand
        ? perhaps(0.5, `"${extraWords[0]!.form}" stands where the advisory has "${missing[0]!.group.forms[0]}"`)
        : agrees(0.9)
    }
    // `FBXi-X256` for `FLXEON Controllers FBXi`: the line is left out, and a code added.
    const own = matched.find(({ group }) => group.kind === 'word')
    const isLineLeftOut =
      own !== undefined &&
      missing.every((one) => found.indexOf(one) < found.indexOf(own)) &&
      own.forms.some((form) => form.length >= 4 && device.numbered.has(form) && !lineWords.has(form)) &&
      extra.every(({ at, form }) => at > firstUsed && hasDigit(form))
    if (extra.length > 0 && isLineLeftOut) return { ...agrees(0.7), isLoose: true }
    if (extra.length > 0) return undefined
    // The brand in front is often left out: `X3` for `IntelliVue X3`, `MedStation ES` for `Pyxis MedStation ES`.
    const firstMatched = found.findIndex(({ group, forms }) => forms.length > 0 && group.kind !== 'modality')
    const areLeading = missing.every((one) => found.indexOf(one) < firstMatched)
    const saidWords = found.filter(({ forms }) =>
      forms.some((form) => device.numbered.has(form) && (form.length >= 2 || hasDigit(form))),
    )
    // `GammaPlan` for `Leksell GammaPlan`: a long word that is all the inventory says.
    const isLongWord = matched.some(({ forms }) => forms[0]!.length >= 8) && device.modelTokens.length <= 2
    if (areLeading && isLongWord && !lineWords.has(matched[0]!.forms[0]!)) return agrees(0.8)
    const isCode = codes.some((form) => /^[a-z]+\d/.test(form)) && device.modelTokens.length === 1
    if (areLeading && (isCode || (saidWords.length >= 2 && matched.some(({ forms }) => forms[0]!.length >= 5)))) {
      return agrees(0.85)
    }
    // `Dana RS` for `Dana Diabecare RS`: the word in the middle is left out.
    const lastMatched = found.findLastIndex(({ group, forms }) => forms.length > 0 && isStrong(group))
    const areWithin = missing.every((one) => found.indexOf(one) > firstMatched && found.indexOf(one) < lastMatched)
    const isOfLine = matched[0]!.forms.some((form) => lineWords.has(form))
    if (areWithin && !isOfLine && missing.length === 1 && saidWords.length >= 2) return agrees(0.85)
    return perhaps(0.35, `the inventory does not say ${missing.map(({ group }) => `"${group.forms[0]}"`).join(', ')}`)
  }

  if (missingRole.some(({ group }) => rivalSystem(group.forms[0]!, device))) return undefined
  if (missingRole.length > 0 && !isIdentified) {
    if (extraRole.length > 0 || extra.length > 0 || extraDescriptors.length > 0) return undefined
    // `MedDream` for `MedDream PACS`: the brand alone, where it is not that of a line.
    const isBrandAlone = reading.isBranded && matched.every(({ forms }) => !lineWords.has(forms[0]!))
    const isPart = missingRole.some(({ group }) => group.forms.some((form) => partRoles.has(form)))
    const isSaidInFull = found.filter(({ group, forms }) => forms.length > 0 && group.kind !== 'kind').length >= 2
    if (isBrandAlone && missingRole.length === 1 && (!isPart || isSaidInFull)) return agrees(0.85)
    return perhaps(0.4, `the advisory speaks of the ${missingRole.map(({ group }) => group.forms[0]).join(', ')}`)
  }
  if (missingModality.length > 0) {
    if (rivalModality || extra.some(({ at }) => at > firstUsed)) return undefined
    const field = missingModality.find(({ group }) => group.forms.some(isFieldStrength))
    if (field) return perhaps(0.5, `the inventory does not say "${field.group.forms[0]}"`)
  }

  if (looseNumber) return perhaps(0.5, `the number "${looseNumber.forms[0]}" stands with other letters`)
  if (!isIdentified) {
    const lastUsed = Math.max(...positions, -1)
    const between = device.modelTokens.find(
      (token, at) => partingKinds.has(token.form) && !used.has(at) && at > firstUsed && at < lastUsed,
    )
    if (between) return perhaps(0.5, `the inventory adds "${between.form}"`)
    const before = extra.find(({ at, kind }) => kind === 'word' && at < firstUsed)
    const isLine = extra.every(({ at, form }) => at > firstUsed || lineWords.has(form))
    if (before && matched.length === 1 && !hasCodes && !isLine) {
      return { ...agrees(0.75), isLoose: true }
    }
  }
  if (!matched.some(({ forms }) => forms.some((form) => device.numbered.has(form))) && extra.length > 0) {
    if (device.description.startsWith(product.letters) && product.letters.length >= 8) return agrees(0.8)
    // `iE33` with the description `sends to Xcelera` is another thing; an order number beside a description is none.
    if (extra.some(({ form, kind }) => kind === 'word' || !isCatalogueNumber(form))) return undefined
    return perhaps(0.4, `only the description says ${matchedText}`)
  }

  const isShort = (form: string) => !hasDigit(form) && form.length <= 4
  const variants = extra.filter(({ form, kind, at }) => {
    if (kind === 'number' && isCatalogueNumber(form)) return false
    // A code names the model; a plain word behind it describes.
    if (isIdentified && !isIdentifiedByNumber && kind === 'word' && form.length >= 4 && !variantWords.has(form))
      return false
    // A family’s name stands before the model; what stands behind it may be another model.
    return at > firstUsed || (kind === 'number' && !isIdentified) || (isShort(form) && !isIdentified && at > firstUsed)
  })
  // `Evera XT DR ICD` for `Evera ICD`: implants of one brand differ by leads and chambers, not by their firmware.
  const implant = device.modelTokens.findLastIndex(
    ({ form }) => implantKinds.has(form) && found.some(({ forms }) => forms.includes(form)),
  )
  const areBetween = !hasCodes && variants.every(({ at, kind }) => at < implant && kind === 'word')
  if (variants.length > 0 && !reading.isFamily && !isOfSeries && !areBetween) {
    const names = variants.map(({ form }) => `"${form}"`).join(', ')
    const [only] = variants
    // `QardioArm A100` is a `QardioArm`; `Infinity Delta XL` may be another than the `Infinity Delta`.
    const isOfLine = matched.every(({ forms }) => lineWords.has(forms[0]!))
    const stems = strong.flatMap(({ group }) => group.forms.flatMap((form) => /^[a-z]+(?=\d)/.exec(form) ?? []))
    const partsModels = variants.some(({ form, at }, nth) => {
      if (variantWords.has(form)) return true
      if (hasDigit(form))
        return (/^\d+$/.test(form) && variants.length === 1) || stems.includes(/^[a-z]+(?=\d)/.exec(form)?.[0] ?? '-')
      // `XN-1000 SA-01`: letters and number are one code.
      const isCode = [variants[nth - 1], variants[nth + 1]].some(
        (other) => other && Math.abs(other.at - at) === 1 && hasDigit(other.form),
      )
      return form.length <= 2 && !isCode
    })
    const isPattern = strong.some(({ group }) => group.pattern !== undefined)
    const added = variants.length === 1 && hasDigit(only!.form) ? { addedNumber: only!.form } : {}
    if (!isOfLine && !partsModels && !isPattern) return { ...agrees(0.72), ...added, isLoose: true }
    return { ...perhaps(hasCodes ? 0.5 : 0.45, `the inventory adds ${names}`), ...added }
  }
  const rolesBehind = isIdentified
    ? extraRole.filter((token) => device.modelTokens.indexOf(token) > firstUsed)
    : extraRole
  const areDescribed = matched.length > 1 && rolesBehind.every(({ form }) => describingRoles.has(form))
  if (rolesBehind.length > 0 && areDescribed && missingRole.length === 0) return { ...agrees(0.75), isLoose: true }
  if (rolesBehind.length > 0 && missingRole.length === 0 && !found.some(({ group }) => group.kind === 'role')) {
    return perhaps(0.5, `the inventory speaks of the ${extraRole.map(({ form }) => form).join(', ')}`)
  }
  const isWhole = extra.length === 0 && reading.isBranded && nameWords.join('').length >= 8
  return { ...agrees(extra.length > 0 ? 0.93 : missingDescriptors.length > 0 ? 0.95 : 0.97), isWhole }
}

/** `ISCV` behind `IntelliSpace Cardiovascular` adds nothing: its letters stand in the name, in that order, from two of its words. */
function abbreviates(form: string, nameWords: readonly string[]): boolean {
  const name = nameWords.join('')
  if (!/^[a-z]{3,6}$/.test(form) || nameWords.length < 2 || form[0] !== name[0]) return false
  let at = -1
  for (const letter of form.slice(0, -1)) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  at = name.indexOf(form.at(-1)!, Math.max(at + 1, nameWords[0]!.length))
  return form.length < name.length / 2 && at >= 0
}

const initialsOf = (found: readonly { group: Group }[]): string =>
  found.map(({ group }) => (/^[a-z]{3,}$/.test(group.forms[0]!) ? group.forms[0]![0] : '-')).join('')

/** The words that a short name stands for, where the device says them instead. */
function spelledOut(short: string, { modelTokens }: DeviceName): string[] {
  if (!/^[a-z]{3,5}$/.test(short)) return []
  for (let at = 0; at + short.length <= modelTokens.length; at++) {
    const words = modelTokens.slice(at, at + short.length).map(({ form }) => form)
    if (words.every((word, nth) => word[0] === short[nth] && word.length > 2)) return words
  }
  return []
}

/** An app for Android is not the one for iOS. */
const rivalSystem = (form: string, { forms }: DeviceName): boolean =>
  (form === 'android' && (forms.has('ios') || forms.has('ipados'))) || (form === 'ios' && forms.has('android'))

/** `DCMTK DICOM Toolkit`: the rest of the name says what the short word stands for. */
function expands(word: string, rest: readonly string[]): boolean {
  if (!/^[a-z]{3,6}$/.test(word) || rest.length < 2 || rest[0]![0] !== word[0]) return false
  const name = rest.join('')
  const starts = rest.map((_, index) => rest.slice(0, index).join('').length)
  const places: number[] = []
  let at = -1
  for (const letter of word) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
    places.push(at)
  }
  return starts.every((start) => places.some((place) => place >= start && place < start + 8))
}

/** `XR656 Plus` is not the `XR656`: a short word right behind the code. */
function isVariantOf(reading: ProductReading, group: Group): boolean {
  const before = reading.groups[reading.groups.indexOf(group) - 1]
  const form = group.forms[0]!
  return before?.kind === 'number' && group.kind === 'word' && (form.length <= 3 || variantWords.has(form))
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
    ...reading.groups
      .filter(isStrong)
      .flatMap((group) => [...group.forms, ...(group.range ? [group.range.prefix] : []), ...patternPrefix(group)]),
  ])

const patternPrefix = (group: Group): string[] => {
  const prefix = group.pattern && /^[a-z]+/.exec(group.forms[0]!)?.[0]
  return prefix ? [prefix] : []
}
