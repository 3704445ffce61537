import { acronymsOf, initialsWithMaker, runsOf, withShortPart } from './acronyms.ts'
import { conditionOf, readCondition } from './asked-options.ts'
import { withCodesWrittenOut } from './code-lists.ts'
import { joined, letters, rawTokens } from './model-token.ts'
import { familyWords } from './model-words.ts'
import { asSeries, type Group, isStrong, readRange } from './name-groups.ts'
import { asDescribed, isBrandOrCode, readWords, toDescriptor } from './name-words.ts'
import { membersOf, split, withoutRepeated, withSeries } from './names-in-one.ts'
import { joinNeighbours } from './neighbouring-groups.ts'
import { addCondition, type NotesInName, readBrackets } from './notes-in-names.ts'
import { plainText } from './plain-text.ts'
import { type Releases, readReleases } from './releases.ts'
import { withoutSerialDigits } from './serial-digits.ts'
import { type SqueezedNames, squeezedNames } from './squeezed-members.ts'
import { readVersion } from './version-in-name.ts'

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
  readonly exclusions: readonly Exclusion[]
  /** Words in brackets, which an inventory may repeat. */
  readonly asides: ReadonlySet<string>
  /** The `dsm` of a `Console Server (DSM Series)`, the `5000` of a `Router (5000 Series)`: what its models begin with. */
  readonly seriesBeside?: string
  /** `Xeleris 3.1`: a version that stands in the name. */
  readonly version?: string
  /** The 2 of `ThinkSystem SR650 V2`. */
  readonly generation?: string
}

/** `not including LOGIQ 100 Pro`, or of `Venue 40 R1-3` some releases. */
export interface Exclusion {
  readonly forms: readonly string[]
  readonly releases?: Releases
}

/** Behind the code of a box a V counts its generations: `SR650 V2`. */
export const generationOf = (text: string): string | undefined =>
  / v\d/i.test(text) ? /\b[a-z]{1,5}-?\d{2,5}[a-z]{0,2} v([1-9])(?![\w.])/.exec(plainText(text))?.[1] : undefined

/** Reads the name of a product as an advisory writes it. `strip`: words of the vendor’s own name. */
export function readProductName(text: string, strip: ReadonlySet<string>): ProductName {
  const name = withFormerName(withoutBits(withCodesWrittenOut(withoutReleasesOfModels(text))))
  const included = readExclusions(plainName(name, strip), strip)
  const { rest: bare, notes } = readBrackets(withoutExplanation(included.rest), name, strip)
  const unasked = readCondition(withoutBase(bare))
  if (unasked.condition) addCondition(notes, unasked.condition)
  const generation = generationOf(text)
  const { rest: unversioned, version } = readVersion(
    generation ? unasked.rest.replace(/(?<=\d[a-z]{0,2}) v[1-9](?![\w.])/, ' ') : unasked.rest,
    notes.version,
  )

  const rest = withSeries(membersOf(unversioned).trim(), strip)
  const names = split(withoutRepeated(rest.trim()))
  const { exclusions } = included
  const areFamilies = exclusions.length > 0 || (names.length > 1 && !/\d/.test(rest))
  const readings = [...names, ...notes.series.map((one) => `${one} series`)].map((name) =>
    readReading(name, notes, strip, areFamilies),
  )
  const slashed = names.length > 1 ? /[a-z]{3,}\/[a-z]{3,}/.exec(rest)?.[0] : undefined
  return {
    text,
    letters: letters(text),
    readings,
    squeezed: squeezedNames(
      {
        text: exclusions.length > 0 ? withoutExcluded(name) : name,
        isWhole: version === notes.version && notes.conditions.length === Number(notes.isOfSystem),
      },
      strip,
    ),
    joined: slashed ? { form: joined(slashed), reading: readReading(rest, notes, strip, areFamilies) } : undefined,
    bearsMaker: rawTokens(rest).some((token) => token.length >= 5 && strip.has(token)),
    exclusions,
    asides: notes.asides,
    seriesBeside: notes.series[0]?.replace('-', ''),
    version,
    generation,
    condition: conditionOf(notes.conditions),
  }
}

/** `Sigma Spectrum v6.x model 35700BAX and v8.x model 35700BAX2`: the number of the model says which release it has. */
const withoutReleasesOfModels = (text: string): string =>
  / model /i.test(text)
    ? text
        .replace(/ v\d+(?:\.\d+)*\.x,?(?= \(?model )/gi, '')
        .replace(/(?<=\d\S*(?:,| and| or)) model (?=\S*\d{3})/gi, ' ')
    : text

/** `SQL Server 2017 for x64-based Systems (GDR)`: for which processor, and by which channel it is updated. */
const withoutBits = (name: string): string =>
  /\bfor (?:x|arm|\d)/i.test(name)
    ? name
        .replace(
          / for (?:x64|x86|arm64|32-bit|64-bit)(?:-based)? (?:systems|editions)(?: \((?:gdr|rtm|cu ?\d*)\))?/i,
          ' ',
        )
        .trim()
    : name

/** `Home Controller (5200WHC2) formerly known as Wiser Home Controller`: as it stands in brackets elsewhere. */
const withFormerName = (name: string): string =>
  / (?:formerly|previously) /i.test(name)
    ? name.replace(
        /(?<=\S)[,;]? (?:formerly|previously)(?: known as| called| named)? ((?:[^\s()]+ ?){1,7})$/i,
        ' (formerly $1)',
      )
    : name

const legalForm =
  /(?<=^\S+(?: \S+){0,3})[ ,]+(?:inc|ltd|llc|gmbh|corp|co\. ltd|s\.?a\.?s|s\.?p\.?a|ag)(?:\.|,)?(?= \(| \S)/

function plainName(text: string, strip: ReadonlySet<string>): string {
  const name = plainText(withoutSerialDigits(text)).replace(/\bwi[- ]fi\b/g, 'wifi')
  return strip.has(/^[a-z]+/.exec(name)?.[0] ?? '') ? name.replace(legalForm, ' ') : name
}

const excluded = /[,;(]?\s*(?:not including|excluding|except(?: for)?|other than)\s+([^,;)]+)\)?/gi

/** Within brackets that go on before it these are closed. */
const withoutExcluded = (name: string): string =>
  name.replace(excluded, (whole) => (whole.endsWith(')') && !whole.includes('(') ? ') ' : ' '))

function readExclusions(
  name: string,
  strip: ReadonlySet<string>,
): { readonly rest: string; readonly exclusions: readonly Exclusion[] } {
  const exclusions: Exclusion[] = []
  const rest = name.replace(excluded, (_, names: string) => {
    for (const one of names.split(/\s+(?:and|or)\s+/)) {
      const releases = readReleases(one)
      const forms = readWords(releases ? one.replace(releases.text, ' ') : one, strip)
        .filter((group) => group.kind !== 'kind')
        .map((group) => group.forms[0]!)
      if (forms.length > 0) exclusions.push({ forms, ...(releases && { releases }) })
    }
    return ' '
  })
  return { rest, exclusions }
}

const withoutExplanation = (name: string): string =>
  name
    // `Saveris Base V 3.0`.
    .replace(/(?<=\s)v (?=\d+\.\d)/g, 'v')
    // `Home Base Server a server used to control …`: what follows explains it.
    .replace(
      /(?<=\S\s\S+)(?:,| is| -)? an? (?:[a-z-]+ ){1,4}?(?:used|that|which|designed|intended|for|to|of)\s.*$/,
      ' ',
    )

/** `Windows 10-based`: what it is built on. */
const withoutBase = (name: string): string =>
  name
    .replace(/\bwindows (?:xp|vista|nt|\d+|server \d+(?: r2)?)[\s-]based\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s,;-]+$/, '')
    .trim()

/** One of the names; what is found out about short forms goes into `notes`, for those behind it too. */
function readReading(
  name: string,
  { ranges, partsShort, shortForms, asides }: NotesInName,
  strip: ReadonlySet<string>,
  isOfFamilies: boolean,
): ProductReading {
  const written = joinNeighbours([
    ...readWords(name, strip),
    ...ranges.map((range) => readRange(range)!).filter(Boolean),
  ])
  const isBranded = written.some(isBrandOrCode)
  const described = (isBranded ? written.map(toDescriptor) : written).map(asDescribed)
  const isSeries = /\b(?:series|family)\b|\b[a-z]{2,3}[1-9]\d models?\b/.test(name)
  const named = isSeries ? described.map(asSeries) : described
  const groups = partsShort.reduce(withShortPart, named)
  const { whole, runs } = acronymsOf(name, strip)
  // `CNS-6201 Central Nurse Station`: the letters alone name the whole line.
  if (!groups.some(({ kind }) => kind === 'number')) shortForms.push(...whole)
  for (const run of runs) asides.add(run)
  return {
    groups,
    shortForms: [...new Set(shortForms)].filter((form) => form.length >= 3 || /^[a-z]\d$/.test(form)),
    // `EPIQ/Affiniti`: several brands in one entry, each with models of its own.
    isFamily: isOfFamilies || rawTokens(name).some((token) => familyWords.has(token)),
    isBranded,
    runs: [...runsOf(groups), ...initialsWithMaker(name, strip)],
  }
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
