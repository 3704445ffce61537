import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, ProductStatus } from '#model/advisory.ts'
import { readVersionExpression, type VersionExpression } from '#standards/vers/vers.ts'
import { type ExactNames, indexExactNames } from './exact-names.ts'
import { joinEnds } from './first-and-last.ts'
import { identifierKeys, patternKeys } from './identifiers.ts'
import { type Inside, toInside } from './inside.ts'
import { joinedProduct } from './joined-products.ts'
import { clears } from './judge.ts'
import { letters, rawTokens } from './model-token.ts'
import { lineWords } from './model-words.ts'
import { namesOnlySystem, type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { plainText } from './plain-text.ts'
import { type MakerReading, makersOfProduct, namesVendor } from './product-makers.ts'
import { formsOf, isStrong, type ProductName, readListedModel, readProductName } from './product-name.ts'
import { statedProduct, statesVersions } from './stated-products.ts'
import { isKnownVendor, readVendor, type Vendor, vendorOfProduct, vendorWords } from './vendor.ts'
import { byWholeName } from './whole-names.ts'

/** `none`: the product stands in the advisory, and no status is given for it. */
export interface Verdict {
  readonly vulnerabilityId: string
  readonly status: ProductStatus | 'none'
}

/** What one advisory says about one of its products. */
export interface Statement {
  readonly advisory: Advisory
  readonly product: AdvisoryProduct
  readonly version: VersionExpression
  /** The text that stands for the version, where the name held it (`Xeleris 3.1`) else the product’s own. */
  readonly versionText: string
  /** Words where the version should be, which are models: `MMT-1715 | MMT-1754`. */
  readonly models: readonly ProductName[]
  /** `8.x model 35700BAX2`: the number that is given with the version, in lower case. */
  readonly modelNumber: string | undefined
  /** `PM5560 <= 2.7.8`, `ST-200 firmware 1.2 and earlier`: the member in letters and digits, and what is said of its version. */
  readonly member?: { readonly form: string; readonly version: VersionExpression; readonly versionText: string }
  /** The release whose patches are counted: the 2019 of `SQL Server 2019`. */
  readonly patchedRelease?: string
  readonly speaksOfFirmware: boolean
  /** What is said is said of the product with this inside. */
  readonly inside?: Inside
  readonly verdicts: readonly Verdict[]
}

/** One vendor and product name, and all that the advisories say of it. */
export interface IndexedProduct {
  readonly vendor: Vendor
  readonly name: ProductName
  /** Set where the product is an operating system or a network stack. */
  readonly operatingSystem?: OperatingSystem
  /** Forms of the models that stand where versions belong. */
  readonly listedModels: ReadonlySet<string>
  /** Those, and the other words that stand with versions (`HTML5 3.06 and prior`): in a device's name they part no models. */
  readonly besideVersions: ReadonlySet<string>
  readonly isNamedByOwnMaker: boolean
  /** A branch or the full name says who makes it; else a model number needs no maker. */
  readonly isMakerStated: boolean
  /** Whoever makes it, units that it lists are meant. */
  readonly isOfUnits?: boolean
  readonly statements: readonly Statement[]
}

/** Products of one vendor by the words and codes of their names. */
export interface VendorShelf {
  readonly words: ReadonlySet<string>
  readonly byForm: ReadonlyMap<string, readonly IndexedProduct[]>
  /** By what their names and the beginnings of these are without spaces and marks. */
  readonly bySqueezed: ReadonlyMap<string, readonly IndexedProduct[]>
  /** By the beginnings and ends of numbers that have wildcards; see `patternKeys`. */
  readonly byPattern: ReadonlyMap<string, readonly IndexedProduct[]>
  /** Products whose names hold neither a brand nor a code: `MRI 1.5T`. */
  readonly general: readonly IndexedProduct[]
}

/** Advisories, compiled once to be asked for many configurations. Pure data and memory of what was read. */
export interface MatchIndex {
  readonly shelves: ReadonlyMap<string, VendorShelf>
  /** Of products of which nobody says who makes them, by who their names may begin with; see product-makers.ts. */
  readonly perhapsOf: ReadonlyMap<string, VendorShelf>
  /** Of those, what any maker's device may be. */
  readonly makerless: VendorShelf | undefined
  readonly systems: ReadonlyMap<string, readonly IndexedProduct[]>
  /** Ids of the advisories that name a system as a product: these concern devices of every maker. */
  readonly onSystems: ReadonlySet<string>
  /** By UDI-DI and number; see `identifierKeys`. */
  readonly byIdentifier: ReadonlyMap<string, readonly IndexedProduct[]>
  /** By the names that are a brand of their own; see whole-names.ts. */
  readonly byWholeName: ReadonlyMap<string, readonly IndexedProduct[]>
  /** By CPE name and package URL; see exact-names.ts. */
  readonly exactNames: ExactNames
  /** What was worked out for bills of materials; see match-exact.ts. */
  readonly ofBills: WeakMap<object, unknown>
  /** Whether any advisory speaks of a component in a device. */
  readonly isOnInside: boolean
  readonly advisories: number
  readonly products: number
  /** What was worked out once: vendors near an unknown name, products of a device’s name. */
  readonly memory: Map<string, unknown>
}

interface OpenShelf {
  words: Set<string>
  byForm: Map<string, IndexedProduct[]>
  bySqueezed: Map<string, IndexedProduct[]>
  byPattern: Map<string, IndexedProduct[]>
  general: IndexedProduct[]
}

/** Who makes which operating system: of a device's maker, the product is his build of it. */
const systemMakers: Readonly<Record<string, readonly string[]>> = {
  windows: ['microsoft'],
  vxworks: ['windriver'],
  integrity: ['greenhills'],
  ose: ['enea'],
  itron: ['itron'],
  qnx: ['blackberry', 'qnx'],
  nucleus: ['siemens', 'mentor'],
  threadx: ['expresslogic', 'microsoft'],
  linux: ['linux', 'redhat'],
}

export interface ReadStatement {
  readonly key: string
  readonly vendor: Vendor
  readonly name: string
  readonly statement: Statement
  readonly isMakerStated: boolean
  /** A branch does. */
  readonly hasVendor: boolean
  /** Another reading of who makes it than the first; for `isOfUnits` nobody at all. */
  readonly isOther?: boolean
  readonly isOfUnits?: boolean
}

/** An advisory says the same for as long as it is in memory: only what is new is read when the index is made again. */
const statementsRead = new WeakMap<Advisory, readonly ReadStatement[]>()

function statementsOf(advisory: Advisory): readonly ReadStatement[] {
  const known = statementsRead.get(advisory)
  if (known) return known
  const verdicts = verdictsOf(advisory)
  const rivals = rivalsOf(advisory, verdicts)
  const unsaidOf = unsaid(advisory)
  const each = advisory.products.flatMap((listed): ReadStatement[] => {
    const own = verdicts.get(listed.productId) ?? unsaidOf(listed)
    if (own.length === 0 || listed.identifiers?.unplaced !== undefined) return []
    const { product: joined, component } = joinedProduct(advisory, listed)
    const stated = statedProduct(joined)
    const { main, isStated, others, isOfUnits } = makersOfProduct(
      { ...stated, name: usableName(stated, advisory) },
      advisory,
    )
    const inside = component && toInside(listed.relation!.category, component, rivals.has(listed.productId))
    const hasVendor = namesVendor(stated)
    const readAs = (as: MakerReading, more: Pick<ReadStatement, 'isOther' | 'isOfUnits'> = {}): ReadStatement => {
      const vendor = vendorOfProduct(readVendor(as.vendor), as.name)
      const statement = toStatement(advisory, { ...stated, ...as }, vendor, own)
      const key = [as.vendor, as.name, isStated, ...Object.keys(more)].join('\n')
      return {
        key,
        vendor,
        name: as.name,
        isMakerStated: isStated,
        hasVendor,
        ...more,
        statement: { ...statement, ...(inside && { inside }) },
      }
    }
    return [
      readAs(main),
      ...others.map((other) => readAs(other, { isOther: true })),
      ...(isOfUnits ? [readAs({ ...main, vendor: '' }, { isOther: true, isOfUnits: true })] : []),
    ]
  })
  const read = joinEnds(each)
  statementsRead.set(advisory, read)
  return read
}

/** Who makes it, as far as the advisory says or lets read. */
export const makerOf = (advisory: Advisory, product: AdvisoryProduct): string =>
  namesVendor(product) ? product.vendor : makersOfProduct(statedProduct(product), advisory).main.vendor

/** Whose devices these advisories may be of, where no branch says it: ids of makers, and whether it may be anybody's. */
export function makersRead(advisories: readonly Advisory[]): {
  readonly ids: ReadonlySet<string>
  readonly isOfAll: boolean
} {
  const read = advisories.flatMap(statementsOf).filter(({ name, hasVendor }) => !hasVendor && !namesOnlySystem(name))
  const needNoMaker = ({ statement, vendor, isMakerStated }: ReadStatement) =>
    vendor.ids.length === 0 || (!isMakerStated && identifierKeys(statement.product.identifiers).length > 0)
  return { ids: new Set(read.flatMap(({ vendor }) => vendor.ids)), isOfAll: read.some(needNoMaker) }
}

/** Compiles the advisories of all publishers into an index by vendor and by the words of the product. */
export function compileAdvisories(advisories: readonly Advisory[]): MatchIndex {
  const entries = new Map<string, Omit<ReadStatement, 'statement'> & { statements: Statement[] }>()
  let products = 0
  for (const advisory of advisories) {
    products += advisory.products.length
    for (const { statement, ...read } of statementsOf(advisory)) {
      const entry = entries.get(read.key)
      if (entry) entry.statements.push(statement)
      else entries.set(read.key, { ...read, statements: [statement] })
    }
  }

  const shelves = new Map<string, OpenShelf>()
  const perhapsOf = new Map<string, OpenShelf>()
  const makerless = openShelf()
  const systems = new Map<string, IndexedProduct[]>()
  const onSystems = new Set<string>()
  const byIdentifier = new Map<string, IndexedProduct[]>()
  const named: IndexedProduct[] = []
  const all: IndexedProduct[] = []
  for (const entry of entries.values()) {
    const system = namesOnlySystem(entry.name) ? readOperatingSystem(entry.name) : undefined
    const models = entry.statements.flatMap((statement) => statement.models)
    const listedModels = [...models.flatMap(formsOf), ...entry.statements.flatMap(({ member }) => member?.form ?? [])]
    const product: IndexedProduct = {
      listedModels: new Set(listedModels),
      besideVersions: new Set([...listedModels, ...entry.statements.flatMap(wordsBesideVersion)]),
      vendor: entry.vendor,
      name: productName(entry.name, entry.vendor),
      operatingSystem: system,
      isNamedByOwnMaker:
        entry.vendor.own.length === 0 ||
        (system !== undefined && entry.vendor.own.some((id) => systemMakers[system.family]?.includes(id) === true)),
      isMakerStated: entry.isMakerStated,
      ...(entry.isOfUnits && { isOfUnits: true }),
      statements: entry.statements,
    }
    if (entry.isOther) {
      if (entry.isOfUnits) shelve(makerless, product)
      for (const id of entry.vendor.ids) shelve(shelfOf(perhapsOf, id), product)
      continue
    }
    all.push(product)
    if (system) {
      systems.set(system.family, [...(systems.get(system.family) ?? []), product])
      for (const { advisory } of entry.statements) onSystems.add(advisory.id)
      continue
    }
    named.push(product)
    for (const key of new Set(entry.statements.flatMap((one) => identifierKeys(one.product.identifiers)))) {
      const list = byIdentifier.get(key)
      if (list) list.push(product)
      else byIdentifier.set(key, [product])
    }
    for (const id of entry.vendor.ids) shelve(shelfOf(shelves, id), product)
    if (entry.vendor.ids.length === 0) shelve(makerless, product)
  }
  return {
    shelves,
    perhapsOf,
    makerless: makerless.byForm.size > 0 ? makerless : undefined,
    systems,
    onSystems,
    byIdentifier,
    byWholeName: byWholeName(named),
    exactNames: indexExactNames(all),
    ofBills: new WeakMap(),
    isOnInside: all.some(({ statements }) => statements.some(({ inside }) => inside)),
    advisories: advisories.length,
    products,
    memory: new Map(),
  }
}

const openShelf = (): OpenShelf => ({
  ...{ words: new Set(), byForm: new Map(), bySqueezed: new Map(), byPattern: new Map(), general: [] },
})

function shelfOf(shelves: Map<string, OpenShelf>, id: string): OpenShelf {
  const shelf = shelves.get(id) ?? openShelf()
  shelves.set(id, shelf)
  return shelf
}

function shelve(shelf: OpenShelf, product: IndexedProduct): void {
  const patterns = new Set(product.statements.flatMap((one) => patternKeys(one.product.identifiers)))
  for (const key of patterns) {
    const list = shelf.byPattern.get(key)
    if (list) list.push(product)
    else shelf.byPattern.set(key, [product])
  }
  const named = new Set(formsOf(product.name))
  const forms = new Set([...named, product.name.letters])
  for (const form of product.listedModels) forms.add(form)
  for (const { modelNumber } of product.statements) if (modelNumber) forms.add(modelNumber)
  const maker = letters(product.vendor.text)
  // `Sante PACS Server` of Santesoft may be called `PACS Server`.
  const isGeneral = product.name.readings.some((reading) =>
    reading.groups.filter(isStrong).every(({ forms }) => forms[0]!.length >= 5 && maker.startsWith(forms[0]!)),
  )
  const { members, families, patterns: unlike } = product.name.squeezed
  if (isGeneral || unlike.length > 0) shelf.general.push(product)
  for (const form of [...members.keys(), ...families]) {
    const list = shelf.bySqueezed.get(form)
    if (list) list.push(product)
    else shelf.bySqueezed.set(form, [product])
  }
  for (const form of forms) {
    if (!/\d/.test(form) && form.length >= 4 && (named.has(form) || form !== product.name.letters))
      shelf.words.add(form)
    // The letters of `corpuls3`, against which typing errors are seen.
    const lettered = /^[a-z]{5,}(?=\d{1,2}$)/.exec(form)?.[0]
    if (lettered) shelf.words.add(lettered)
    const list = shelf.byForm.get(form)
    if (list) list.push(product)
    else shelf.byForm.set(form, [product])
  }
}

/** Most names come many times, in one advisory and in its successors, and again when the index is made again. */
const names = new Map<string, ProductName>()

function productName(text: string, vendor: Vendor): ProductName {
  const key = `${vendor.text}\n${text}`
  let name = names.get(key)
  if (!name) {
    name = readProductName(text, vendorWords(vendor))
    // `Orthanc server` of Orthanc: a small maker and its one product have one name.
    if (!isKnownVendor(vendor) && !name.readings.some(({ groups }) => groups.some(isStrong)))
      name = readProductName(text, new Set())
    if (names.size > 200_000) names.clear()
    names.set(key, name)
  }
  return name
}

/** `Xeleris 3.1`: the version that stands in a product's name. */
export const versionInName = ({ vendor, name }: Pick<AdvisoryProduct, 'vendor' | 'name'>): string | undefined =>
  productName(name, readVendor(vendor)).version

const besides = new WeakMap<VersionExpression, readonly string[]>()

/** Texts of versions come many times, and each has one expression. */
function wordsBesideVersion({ version, versionText, models }: Statement): readonly string[] {
  if (models.length > 0 || !/[a-z]{2}/i.test(versionText)) return []
  let words = besides.get(version)
  if (!words) {
    words = rawTokens(plainText(versionText)).flatMap((token) => {
      if (/^[a-z]{3,}\d*$/.test(token)) return lineWords.has(token) ? [] : [token]
      const code = letters(token)
      return /^[a-z]{1,4}\d{2,}[a-z]*$/.test(code) && code !== token ? [code, ...token.split('-')] : []
    })
    besides.set(version, words)
  }
  return words
}

function verdictsOf(advisory: Advisory): Map<string, Verdict[]> {
  const verdicts = new Map<string, Verdict[]>()
  for (const vulnerability of advisory.vulnerabilities) {
    for (const [status, ids] of Object.entries(vulnerability.status) as [ProductStatus, string[]][]) {
      for (const id of ids) {
        const list = verdicts.get(id)
        const verdict = { vulnerabilityId: vulnerability.vulnerabilityId, status }
        if (list) list.push(verdict)
        else verdicts.set(id, [verdict])
      }
    }
  }
  return verdicts
}

/**
 * Of a product without a status: it stands open for the vulnerabilities that name it in a remediation, score, threat or flag, else for
 * all. What only makes up products of relationships is said of nothing.
 */
function unsaid({ products, vulnerabilities }: Advisory): (product: AdvisoryProduct) => readonly Verdict[] {
  const joined = new Set(products.flatMap(({ relation }) => (relation ? [relation.productId, relation.relatesTo] : [])))
  const open = ({ vulnerabilityId }: AdvisoryVulnerability): Verdict => ({ vulnerabilityId, status: 'none' })
  return ({ productId }) => {
    if (joined.has(productId)) return []
    const naming = vulnerabilities.filter(({ remediations, scores, threats, flags }) =>
      [...remediations, ...scores, ...threats, ...flags].some(({ productIds }) => productIds?.includes(productId)),
    )
    return (naming.length > 0 ? naming : vulnerabilities).map(open)
  }
}

/** Products of a device with a component, of which the advisory says otherwise with another version of the component. */
function rivalsOf(advisory: Advisory, verdicts: ReadonlyMap<string, Statement['verdicts']>): ReadonlySet<string> {
  const joined = advisory.products.filter(({ relation, productId }) => relation && verdicts.has(productId))
  if (joined.length < 2) return new Set()
  const names = new Map(advisory.products.map(({ productId, name }) => [productId, name]))
  const rivals = new Set<string>()
  for (const alike of Map.groupBy(joined, ({ relation }) =>
    JSON.stringify([relation!.relatesTo, names.get(relation!.productId)]),
  ).values()) {
    const saidOf = Map.groupBy(
      alike.flatMap(({ productId }) => verdicts.get(productId)!),
      ({ vulnerabilityId }) => vulnerabilityId,
    )
    const areOfOneMind = saidOf
      .values()
      .every((some) => new Set(some.map(({ status }) => clears.has(status))).size === 1)
    if (!areOfOneMind) for (const { productId } of alike) rivals.add(productId)
  }
  return rivals
}

/** A name that says nothing (`Version`, in one of CISA’s) is replaced by the advisory’s title. */
const usableName = (product: AdvisoryProduct, advisory: Advisory): string =>
  /^(?:versions?|products?|software|firmware|devices?|all|n\/a|)$/i.test(product.name.trim())
    ? `${advisory.title}`
    : withFormerName(product)

/** `8.x (formerly PowerSCADA Expert)`: what it was called stands where the version belongs. */
const withFormerName = ({ name, version }: AdvisoryProduct): string => {
  const former = version.includes('(') ? /\(formerly [^()]+\)/i.exec(version)?.[0] : undefined
  return former ? `${name} ${former}` : name
}

/** `UDI/Model/NDC number ZXP425`, `Product ID/Reorder number 19191`. */
const numberLabel =
  /^\s*(?:(?:udi|model|ndc|product|id|reorder|catalog(?:ue)?|order|ref|sku)\b[/\s]*)+(?:numbers?|no\.?|#)?:?\s*/i

/** `2131 and 2141`, `3002 S3 | 3005 S3`. */
function listOf(text: string): string[] {
  const listed = text.split('|').flatMap((piece) => {
    const names = piece.split(/,|\b(?:and|or)\b/i)
    return names.every((name) => /\d/.test(name)) ? names : [piece]
  })
  return listed.map((name) => name.trim())
}

/**
 * `<= UPS 04.5`, `< MAIN 3.2`: a word before the number says whose version it is, as a model's code does (`< IR302 3.5.56`) and
 * what kind of box (`< NVR-B3801.20.17`).
 */
const withoutLead = (text: string): string =>
  /[<>=]\s*[a-z]/i.test(text)
    ? text
        .replace(
          /([<>=]\s*)(?:ups|app|main|core|host|system|application|suite|server|client|package|bundle)\s+(?=v?\d)/gi,
          '$1',
        )
        .replace(
          /^(\s*[<>=]+\s*)(?!(?:rev|ver|build|rel|sp|hf|fw|sw|hw)\d)[a-z]{2,}-?\d{2,}[a-z]{0,2}\s+(?=v?\d+\.\d)/gi,
          '$1',
        )
        .replace(/([<>=]\s*)(?:nvr|dvr|xvr|ipc)-(?=[a-z]{0,2}\d)/gi, '$1')
    : text

/** `2404267 version 1.x`: the version of the product with that number, as `1.x model 2404267` says it. */
const withNumberBehind = (text: string): string =>
  text.replace(
    /^\s*(\d{5,}[a-z\d]*)\s+(?:\([^()]*\)\s*)?(?:firmware |software )?versions?:?\s+(\S.*?)\s*$/i,
    '$2 model $1',
  )

/** `4.4.0 (only affected by CVE-2019-10943)`: of that one alone. */
function ofNamedVulnerabilities(versionText: string, verdicts: Statement['verdicts']): Statement['verdicts'] {
  const ids = /\bonly\b/i.test(versionText) ? (versionText.match(/\bcve-\d{4}-\d{4,}/gi) ?? []) : []
  const named = verdicts.filter(({ vulnerabilityId }) => ids.some((id) => id.toUpperCase() === vulnerabilityId))
  return named.length > 0 ? named : verdicts
}

/** A code before what is said of a version, and none of the words that stand before versions. */
const memberFirst =
  /^\s*(?:model\s+)?(?!(?:v|ver|version|rev|r|sp|fw|sw|hw|hf|build|bn|vb|va|ups|nmc|ha)[\s.-]?\d)([a-z]{1,5}(?:-?\d{2,}[a-z]*|\d{2,}[a-z]*(?:-[a-z\d]+)*|-[a-z]*\d{2,}[a-z]*))\s*(?::\s*|\s(?=<|>|=|(?:all\s)?(?:firmware|software|fw|sw|versions?|ver|v\.?\s?\d|prior|before|up to)))(.*\d.*)$/i

/** `AcquiSuite | A8810`: a code and nothing else, which no version is like. */
const codeAlone = (versionText: string): string | undefined =>
  /^\s*(?!(?:v|r|b|c|ver|rev|rel|sp|fw|sw|hw|hf|bld|build|kb)\d)([a-z]{1,4}\d{4,5})\s*$/i
    .exec(versionText)?.[1]
    ?.toLowerCase()

const members = new Map<string, Statement['member']>()

function memberOf(versionText: string): Statement['member'] {
  if (members.has(versionText)) return members.get(versionText)
  if (members.size > 50_000) members.clear()
  const [, code, rest] = memberFirst.exec(versionText) ?? []
  const version = rest === undefined ? undefined : readVersionExpression(rest.trim())
  const isRead = version?.reading === 'alternatives' && !version.component && !version.condition
  const member = code && rest && isRead ? { form: letters(code), version, versionText: rest.trim() } : undefined
  members.set(versionText, member)
  return member
}

const patchAlone =
  /^\s*(?:all |versions? )*(<=?|before|prior to|earlier than|up to|through)\s*((?:sp|service pack|cu|cumulative update|p|patch|hf|hotfix|upd|update|mr)[ -]?\d+[a-z]?)\s*$/i

/** `< P007` of the `WinCC OA 3.16`, `before CU25` of the `SQL Server 2019`: patches of the version that the name ends with. */
function patchOfName({ name, version }: AdvisoryProduct): { base: string; versionText: string } | undefined {
  const [, sign, pack] = patchAlone.exec(version) ?? []
  const base = pack && /\sv?(\d+(?:\.\d+)*(?: r2)?)\s*$/i.exec(name.replace(/\([^()]*\)/g, ' ').trim())?.[1]
  return base
    ? {
        base,
        versionText: `>= ${base} and ${sign!.replace(/^(?:before|prior to|earlier than)$/i, '<').replace(/^(?:up to|through)$/i, '<=')} ${base} ${pack}`,
      }
    : undefined
}

function toStatement(
  advisory: Advisory,
  product: AdvisoryProduct,
  vendor: Vendor,
  verdicts: Statement['verdicts'],
): Statement {
  const own = readVersionExpression(product.version)
  const saysNone = own.reading === 'none' || (own.reading === 'all' && !own.condition)
  const inName = saysNone ? productName(product.name, vendor).version : undefined
  const patch = patchOfName(product)
  const versionText = inName ?? patch?.versionText ?? withNumberBehind(product.version)
  const written = readVersionExpression(withoutLead(versionText))
  const read: VersionExpression =
    written.reading === 'none' && !statesVersions(advisory) ? { ...written, reading: 'all' } : written
  // `NMC2 <= 6.9.6` of the `Rack PDU using NMC2`: the part is what the product is about.
  const isOwnPart = read.component && plainText(product.name).includes(plainText(read.component))
  const version = isOwnPart ? { ...read, component: undefined } : read
  // `RX1500 | RX1501`: letters and three digits or more, one like the other.
  const areCodes =
    !/\d/.test(product.name) &&
    version.alternatives.length > 1 &&
    version.alternatives.every(
      (one) => one.kind === 'exact' && /^\s*[a-z]{2,4}-?\d{3,5}[a-z]{0,3}\s*$/i.test(one.version.text),
    )
  const areModels =
    version.reading === 'alternatives' &&
    (areCodes || version.alternatives.every((alternative) => alternative.kind === 'exact' && alternative.loose)) &&
    // `82002228_K`: a firmware’s own number.
    !/\d{6,}_[a-z]\b/i.test(versionText) &&
    !/\b(?:windows|linux|android|operating system|edition|part|version|firmware|software|hardware|patch level|serial|manufactured|made|produced|built|shipped|delivered|distributed)\b/i.test(
      versionText,
    )
  const models = areModels
    ? listOf(versionText).map((text) => readListedModel(text.replace(numberLabel, ''), vendorWords(vendor)))
    : []
  return {
    advisory,
    product,
    version,
    versionText,
    models,
    member: memberOf(versionText),
    ...(patch && { patchedRelease: patch.base }),
    modelNumber:
      /^model (\S+)$/i.exec(version.condition ?? '')?.[1]?.toLowerCase() ??
      /\((\d{6,7})\)/.exec(versionText)?.[1] ??
      codeAlone(versionText),
    speaksOfFirmware: /firmware|\bfw\b/i.test(`${product.fullName} ${product.version} ${product.name}`),
    verdicts: ofNamedVulnerabilities(product.version, verdicts),
  }
}
