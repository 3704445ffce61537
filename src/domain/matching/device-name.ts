import { begunCode, engineOf, feedsPower, isOrderedCode, orderedForm, partedCodes, ratedCode } from './code-forms.ts'
import { saysClass } from './device-classes/device-classes.ts'
import {
  isMeasure,
  isVersionLike,
  joined,
  kindOf,
  letters,
  rawTokens,
  spread,
  type TokenKind,
  tidy,
} from './model-token.ts'
import { descriptorWords, kindWords, lineCodes, roleWords, shortNames } from './model-words.ts'
import { packsBehind } from './packs-behind.ts'
import { allowedErrors, plainText, typingErrors } from './plain-text.ts'
import { shortKind } from './short-kinds.ts'
import type { Squeezed } from './squeezed-members.ts'
import { type Beside, squeezedBeside, squeezedDevice } from './squeezed-names.ts'

/** What an inventory says a device is. */
export interface DeviceName {
  readonly text: string
  readonly letters: string
  /** The model in every way in which its whole may be meant; see squeezed-names.ts. */
  readonly squeezed: ReadonlyMap<string, Squeezed>
  readonly beside: readonly Beside[]
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
  /** Codes of the model without their last letter: the 5110 of `5110A`. */
  readonly stems: ReadonlySet<string>
  /** What the model or its number says; the rest only the description does. */
  readonly numbered: ReadonlySet<string>
  /** Versions that stand in the model’s name: `Xeleris 3.1`. */
  readonly versions: readonly string[]
  /** Forms of two to five letters, which may be initials. */
  readonly short: readonly string[]
  /** Letters and digits of the maker. */
  readonly maker: string
  /** Forms that the maker's column alone says. */
  readonly byMaker: ReadonlySet<string>
  /** The description’s words in order. */
  readonly descriptionWords: readonly string[]
  /** Letters and digits of the description. */
  readonly description: string
  /** What the inventory says that the device has not. */
  readonly denied: ReadonlySet<string>
  /** First numbers of the versions in its name, and of those in their columns. */
  readonly majors: ReadonlySet<string>
  readonly columnMajors: ReadonlySet<string>
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
    majors?: readonly string[]
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
    const stem =
      form.length < 6 || feedsPower(form) ? undefined : /^([a-z]{1,4}\d{4,})[a-z]{1,3}(?:\d[a-z]?)?$/.exec(form)?.[1]
    if (stem && !forms.has(stem)) {
      if (at !== undefined && form.length === stem.length + 1) stems.add(stem)
      add(stem, at)
    }
  }
  const versions: string[] = []
  const bareNumbers = new Set<string>()
  const splitNumbers = new Set<string>()
  const prefixes = new Set<string>()
  const stems = new Set<string>()
  const denied = new Set<string>()
  const modelTokens: { form: string; kind: TokenKind }[] = []

  // The `EEG-1200K` of Nihon Kohden is the EEG-1200 for one region.
  const isByRegion = /kohden|khoden/i.test(fields.maker ?? '')
  // `ZD421d`, `MX622ade`: small letters behind a code say what it was ordered with, and so do capitals behind these.
  const optioned = new Set(
    [...fields.model.matchAll(/(?<![A-Za-z\d])[A-Z]{1,4}-?\d{3,4}([a-z]{1,4})(?![A-Za-z\d])/g)].map(([code, option]) =>
      joined(code.slice(0, -option!.length).toLowerCase()),
    ),
  )

  const smallLettered = /\d[a-z]{2,3}[A-Z]/.test(fields.model)
    ? [...fields.model.matchAll(/(?<![A-Za-z\d])([A-Z]{1,4}-?\d{3,4}[a-z]{2,3})[A-Z]{1,3}(?![A-Za-z\d])/g)].map(
        ([, code]) => joined(code!.toLowerCase()),
      )
    : []

  const read = (written: string, isModel: boolean) => {
    const text = isModel ? partedCodes(written, (word) => vocabulary.has(word) || strip.has(word)) : written
    const said = plainText(
      withoutLabels(text, (number) => {
        add(tidy(joined(number)))
        addStem(tidy(joined(number)))
      }),
    )
      .replace(/\bwi[- ]fi\b/g, 'wifi')
      .replace(/\biscv\b/g, 'intellispace cardiovascular')
      .replace(/(?<=\d\w*\s)[ad]c drives?\b/g, ' ')
      .replace(/(?<=\s)v (?=\d+\.\d)/g, 'v')
      .replace(denial, (_, word: string) => {
        denied.add(tidy(word))
        return ' '
      })
    const marked = said.replace(/[()[\]{},;:#"]/g, ' ')
    const tokens = rawTokens(marked)
    // What comes `with` it is beside it: it may name another device, and adds nothing to this one.
    const own = isModel ? rawTokens(marked.replace(/(?<=\S)\s(?:with|w\/)\s.*$/, '')).length : tokens.length
    const parts: { form: string; at: number | undefined }[] = []
    let behindVersion = 0
    for (const [index, token] of tokens.entries()) {
      if (index < behindVersion) {
        add(token)
        continue
      }
      if (isModel && isVersionLike(token) && !isOrderedCode(token)) {
        const packs = packsBehind(tokens, index)
        behindVersion = index + 1 + packs.length
        versions.push([token.replace(/^[a-z]+/, ''), ...packs].join(' '))
        // A `V60` may be the model as well.
        if (/^v\d{2}$/.test(token)) add(token, modelTokens.push({ form: token, kind: 'kind' }) - 1)
        continue
      }
      // `SERVO I V 4.0`.
      if (isModel && token === 'v' && isVersionLike(tokens[index + 1] ?? '')) continue
      const whole = tidy(joined(token))
      const wholeKind = kindOf(whole)
      const begun = isModel ? begunCode(whole) : undefined
      if (begun) add(begun, modelTokens.length)
      // `N'Vision` is one word, and so is `M-Bus`.
      const pieces = token
        .replaceAll("'", '')
        .replace(/^([a-z]{1,2})-bus$/, '$1bus')
        .split(/[-/]/)
        .filter((piece) => piece !== '')
      const meant = spread(pieces)
      // The `500v` of the `SMA 400, 410, 500v` is one of them.
      const isMeasured = isMeasure(whole) && !(isModel && vocabulary.has(whole))
      // `WS-C2960X-48FPS-L`: short letters before and behind the code are how it was ordered.
      const isOrdered = pieces.length >= 3 && /^[a-z]{2}-[a-z]?\d{4}/.test(token)
      // `i-STAT1` is the `i-STAT 1`.
      const brand = pieces.length > 1 ? /^([a-z]{4,})(\d[a-z0-9]?)$/.exec(whole) : null
      for (const [nth, piece] of pieces.entries()) {
        const form = tidy(piece)
        const meaning = shortNames[form]?.[0] ?? form
        // `Vitogate 300 Typ BN/MB`: the type of a model, of which the model alone names all.
        const isType =
          /^(?!i{1,3}$|iv$|vi*$)[a-z]{1,3}$/.test(form) && /^(?:typ|type|typen|types)$/.test(tokens[index - 1] ?? '')
        // `FortiAnalyzer-VM`: the same for a virtual machine.
        const isVirtual = form === 'vm' && nth > 0 && /^[a-z]{6,}$/.test(pieces[nth - 1]!)
        const kind =
          isType || isVirtual || isMeasured || (isOrdered && /^[a-z]{1,2}$/.test(form))
            ? 'kind'
            : wholeKind === 'word' || wholeKind === 'number'
              ? kindOf(meaning)
              : wholeKind
        const at = isModel
          ? modelTokens.push({ form, kind: index < own || kind === 'role' ? kind : 'kind' }) - 1
          : undefined
        add(form, at)
        add(tidy(meant[nth]!), at)
        add(whole, at)
        const regional = isByRegion ? /^([a-z]{2,4}\d{4})[acgjk]$/.exec(whole)?.[1] : undefined
        if (regional) add(regional, at)
        // Of `Intuition-6` each piece is one of the two.
        const isParted = brand !== null && piece === brand[2]
        if (brand && !isParted) add(brand[1]!, at)
        if (brand && (isParted || pieces.at(-1) !== brand[2])) add(brand[2]!, at)
        addStem(whole, at)
        // `ADAM-5550KW-BE` is an `ADAM-5550`.
        if (pieces.length >= 3) addStem(pieces[0]! + pieces[1]!, at)
        const ordinary = /^([a-z]+\d+)[a-z]{1,4}$/.exec(whole)?.[1]
        if (ordinary && optioned.has(ordinary)) add(ordinary, at)
        // The `C4504exSP` is a `C4504ex`.
        const small =
          isModel && smallLettered.length > 0 ? smallLettered.find((code) => whole.startsWith(code)) : undefined
        if (small) add(small, at)
        for (const name of shortNames[form] ?? shortNames[whole] ?? []) add(name, at)
        const line = isModel && /^\d/.test(pieces[nth + 1] ?? tokens[index + 1] ?? '') ? lineCodes[form] : undefined
        if (line) add(line, at)
        parts.push({ form, at })
        // `DXR2.E18-101A` is a `DXR2`: behind the point stands what it was ordered with.
        const ordered = orderedForm(form)
        if (ordered) add(ordered, at)
        const engine = engineOf(form)
        if (engine) add(engine, at)
        const rated = ratedCode(form) ?? ratedCode(whole)
        if (rated) add(rated, at)
        // The `8015LS` may be the `8015`.
        const stem = feedsPower(form) ? undefined : /^([a-z]*\d{4,})[a-z]{1,3}$/.exec(form)?.[1]
        if (stem && !forms.has(stem)) {
          if (at !== undefined && form.length === stem.length + 1) stems.add(stem)
          add(stem, at)
          splitNumbers.add(stem)
        }
        // The `722NAS` is a `722` for North America, the `TC200EN` a `TC200`.
        const market = /^(\d{3}|[a-z]{2,4}\d{3,4})(?:na|nas|wwb|ww|us|eu|jp|cn|en)$/.exec(form)?.[1] ?? printed(form)
        if (market) add(market, at)
        // `mx800` also says `mx` and `800`.
        const code = /^([a-z]+)(\d[a-z0-9]*)$/.exec(rated ?? form)
        if (code) {
          add(code[1]!, at)
          if (isModel) prefixes.add(code[1]!)
          // The 3 of `Libre3` is that of `Libre 3`; the 640 of `XR640` need not be.
          const lineOfCode = isModel ? lineCodes[code[1]!] : undefined
          if (lineOfCode) add(lineOfCode)
          const isBrand = code[1]!.length >= 4 || lineOfCode !== undefined
          if ((code[2]!.length >= 2 || isBrand) && !forms.has(code[2]!)) {
            add(code[2]!, at)
            if (!isBrand) splitNumbers.add(code[2]!)
          }
        }
      }
      // `iBoot-PDU8A-N15` is an `iBoot-PDU`.
      const line = pieces.length > 1 ? /^[a-z]{5,}(?=\d)/.exec(whole)?.[0] : undefined
      if (line && !pieces.includes(line)) add(line, isModel ? modelTokens.length - pieces.length : undefined)
      const lead = pieces.length > 1 ? /^[a-z]{3,4}(?=\d)/.exec(whole)?.[0] : undefined
      if (lead && !forms.has(lead)) add(lead)
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
  // `855` of DSE is the `DSE855`.
  const initials = letters(fields.maker ?? '')
  for (const [at, { form }] of /^[a-z]{2,4}$/.test(initials) ? modelTokens.entries() : [])
    if (/^\d{3,5}[a-z]?$/.test(form)) add(initials + form, at)
  // `Altivar Process 630` is the `ATV630`: letters for the line, whatever branch of it stands between.
  for (const [at, { form }] of modelTokens.entries()) {
    const place = at + 1 + Number(modelTokens[at + 1]?.kind === 'word')
    const number = modelTokens[place]?.form
    for (const short of number && /^\d/.test(number) ? (codesOfLines.get(form) ?? []) : [])
      for (const one of [at, place]) add(short + number, one)
  }
  const numbered = new Set(forms.keys())
  read(fields.description, false)
  const ownForms = new Set(forms.keys())
  // `Cardinal Health Pyxis`: a brand stands with the maker.
  if (fields.maker) read(fields.maker, false)
  const byMaker = new Set([...forms.keys()].filter((form) => !ownForms.has(form)))
  // `T4APP 2.2`: a part’s name before its version.
  if (fields.versions) read(fields.versions, false)
  if (fields.system) add(fields.system)

  // `PMP INF ALARIS`: what stands before the name is cut short.
  for (const [at, token] of modelTokens.entries()) {
    const kind = at < modelTokens.length - 1 ? shortKind(token.form, vocabulary) : undefined
    if (kind) {
      add(kind, at)
      modelTokens[at] = { form: kind, kind: kindOf(kind) }
    } else if (token.kind === 'word' || token.kind === 'number') break
  }

  for (const [at, token] of modelTokens.entries()) {
    if (token.kind !== 'word' || vocabulary.has(token.form)) continue
    // `MicroDicom viewer` is MicroDicom’s `DICOM Viewer`.
    if (strip.has(token.form))
      for (let cut = 3; cut <= token.form.length - 5; cut++)
        if (vocabulary.has(token.form.slice(cut))) add(token.form.slice(cut), at)
    const near = nearest(token.form, vocabulary)
    // `LIAISONXS` is no `LIAISON XL`, and `SERVO` no `SERVO-i`, written as one word.
    // Nor is `PrisMax` the `Prisma`.
    const isVariant =
      near !== undefined &&
      (near.slice(0, -1) === token.form.slice(0, -1) ||
        near.slice(0, -1) === token.form ||
        (near === token.form.slice(0, -1) && !token.form.endsWith('s') && token.form.at(-1) !== near.at(-1))) &&
      !/[ck]{2}/.test(near.slice(-1) + token.form.slice(-1))
    const word = (isVariant ? undefined : near) ?? consonants(token.form, vocabulary)
    if (word) {
      add(word, at)
      // `Corplus 3` is the `corpuls3`.
      const next = modelTokens[at + 1]
      if (next && /^\d/.test(next.form)) for (const place of [at, at + 1]) add(word + next.form, place)
      continue
    }
    if (saysClass(token.form)) continue
    const common =
      token.form.length >= 5
        ? (kindMeant(token.form).near ?? nearest(token.form, strip) ?? kindMeant(token.form).consonants)
        : kindMeant(token.form).consonants
    if (common) {
      add(common, at)
      modelTokens[at] = { form: common, kind: kindOf(common) }
      continue
    }
    // `AlarisPump`, written as one word; `PrisMax` is no `Prisma`.
    for (let cut = 5; cut <= token.form.length - 2; cut++) {
      const rest = token.form.slice(cut)
      if (!vocabulary.has(token.form.slice(0, cut)) || !(vocabulary.has(rest) || kindOf(rest) !== 'word')) continue
      add(token.form.slice(0, cut), at)
      add(rest, at)
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

  // The e of `Logiq e` is none of `G E`: single letters are the maker's only where the model begins with them.
  const afterInitials = modelTokens.findIndex(({ form }) => form.length > 1)
  const kept = modelTokens.map((token, at) =>
    strip.has(token.form) && (token.form.length > 1 || at < afterInitials)
      ? { ...token, kind: 'kind' as const }
      : token,
  )
  const text = fields.model || fields.description
  return {
    text,
    letters: letters(text),
    squeezed: squeezedDevice(fields.model, strip),
    beside: squeezedBeside(fields.model, strip),
    forms,
    modelTokens: kept,
    bareNumbers,
    splitNumbers,
    prefixes,
    stems,
    numbered,
    versions,
    short: [...forms.keys()].filter((form) => /^[a-z]{2,5}$/.test(form)),
    maker: letters(fields.maker ?? ''),
    byMaker,
    descriptionWords: rawTokens(plainText(fields.description)),
    description: letters(fields.description),
    denied,
    majors: new Set(versions.map((version) => /^[^. ]*/.exec(version)![0])),
    columnMajors: new Set(fields.majors),
  }
}

/** `atv` of `altivar`: the letters that are written for a line. */
const codesOfLines = new Map<string, string[]>()
for (const [short, line] of Object.entries(lineCodes))
  codesOfLines.set(line, [...(codesOfLines.get(line) ?? []), short])

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

/** The `C405DN` is a `C405` that prints both sides and is in the network. */
const printed = (form: string): string | undefined => /^([a-z]{1,3}\d{3,4})(?:dn|dtn|dw|dnw|dwf|dxf)$/.exec(form)?.[1]

const longKindWords: ReadonlySet<string> = new Set(
  [...kindWords, ...roleWords, ...descriptorWords].filter((word) => word.length >= 6),
)

interface KindMeant {
  readonly near?: string
  readonly consonants?: string
}
const kindsMeant = new Map<string, KindMeant>()

/** The word of kind that is written with an error or without its vowels; the same words come in many rows. */
function kindMeant(word: string): KindMeant {
  let meant = kindsMeant.get(word)
  if (!meant) {
    meant = { near: nearest(word, longKindWords, 1), consonants: consonants(word, longKindWords) }
    if (kindsMeant.size > 50_000) kindsMeant.clear()
    kindsMeant.set(word, meant)
  }
  return meant
}

/** `MNTR` is a monitor, `INFSN` an infusion: the one word of which it has all consonants, and no vowel but the first letter. */
function consonants(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  if (!/^[a-z][^aeiou\d]{3,}$/.test(word)) return undefined
  let found: string | undefined
  for (const known of vocabulary) {
    if (known.length < 6 || known[0] !== word[0] || known[0] + known.slice(1).replace(/[aeiou]/g, '') !== word) continue
    if (found !== undefined) return undefined
    found = known
  }
  return found
}

const ending =
  /(?:lite|light|suite|plus|pro|max|mini|view|link|net|web|pad|soft|ware|care|scan|vision|cam|box|hub|nav|track|guard|point|scope|stat|star|flow|flex|sense|trace|print|board|desk|dose|path|lab|log|mate|port|tech|plan|sat|vent|pump|med)$/

/** `AcquiLite` is no `AcquiSuite` with typing errors: both end with words of their own. */
function endsOtherwise(word: string, known: string): boolean {
  const own = ending.exec(word)?.[0]
  const other = own && ending.exec(known)?.[0]
  return other !== undefined && own !== other
}

function nearest(word: string, vocabulary: ReadonlySet<string>, most = 2): string | undefined {
  const allowed = Math.min(most, allowedErrors(word))
  if (allowed === 0) return undefined
  let best: string | undefined
  let least = allowed + 1
  for (const known of vocabulary) {
    if (known[0] !== word[0] || /\d/.test(known) || known.length < 5 || endsOtherwise(word, known)) continue
    const errors = typingErrors(word, known, allowed)
    if (errors < least) {
      least = errors
      best = known
    }
  }
  return best
}
