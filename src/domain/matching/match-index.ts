import type { Advisory } from '#model/advisory.ts'
import type { VersionExpression } from '#standards/vers/vers.ts'
import { type ReadStatement, statementsOf } from './advisory-statements.ts'
import { type ExactNames, indexExactNames } from './exact-names.ts'
import { identifierKeys, patternKeys } from './identifiers.ts'
import type { Vendor } from './makers/vendor.ts'
import { letters, rawTokens } from './model-token.ts'
import { lineWords } from './model-words.ts'
import { isStrong } from './name-groups.ts'
import { namesOnlySystem, type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { plainText } from './plain-text.ts'
import { formsOf, type ProductName } from './product-name.ts'
import { productName } from './remembered-names.ts'
import type { Statement } from './statement.ts'
import { byWholeName } from './whole-names.ts'

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
