import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { bindToFormattedString, type CpeName, readCpe } from '#standards/cpe/cpe.ts'
import { unquoted } from '#standards/nvd/nvd.ts'
import { packageKey } from '#standards/osv/osv.ts'
import { type PackageUrl, purlText, readPurl } from '#standards/purl/purl.ts'
import { systemsOfHardware } from './hardware-systems.ts'
import { readVendor, type Vendor, vendorIdsAsWritten, vendorWords } from './makers/vendor.ts'
import type { IndexedProduct } from './match-index.ts'
import type { Aliases } from './own-aliases.ts'
import { plainText } from './plain-text.ts'
import type { Statement } from './statement.ts'

// CPE names and package URLs of the products of advisories (CSAF 2.0 clause 3.1.3.3.1 and 3.1.3.3.3): exact names of devices, of
// their operating systems and of what is inside them.

export interface CpeStatement {
  readonly product: IndexedProduct
  readonly statement: Statement
  readonly name: CpeName
  readonly text: string
}

export interface PurlStatement {
  readonly product: IndexedProduct
  readonly statement: Statement
  readonly purl: PackageUrl
  readonly text: string
}

export interface ExactNames {
  /** By part, vendor and product; see `cpeKey`. */
  readonly byCpe: ReadonlyMap<string, readonly CpeStatement[]>
  /** Of the same, where a maker and the model of a device find them. */
  readonly byModel: ReadonlyMap<string, readonly CpeStatement[]>
  /** By type, namespace and name. */
  readonly byPackage: ReadonlyMap<string, readonly PurlStatement[]>
}

interface Names {
  readonly cpe?: { readonly name: CpeName; readonly text: string }
  readonly purls: readonly { readonly purl: PackageUrl; readonly text: string }[]
}

const noNames: Names = { purls: [] }

export function indexExactNames(products: readonly IndexedProduct[]): ExactNames {
  const [byCpe, byModel] = [new Map<string, CpeStatement[]>(), new Map<string, CpeStatement[]>()]
  const byPackage = new Map<string, PurlStatement[]>()
  for (const product of products)
    for (const statement of product.statements) {
      const { cpe, purls } = namesOf(statement.advisory, statement.product)
      const ofPart = onPartAlone(statement)
      for (const { purl, text } of purls) add(byPackage, packageKey(purl), { product, statement: ofPart, purl, text })
      if (!cpe) continue
      const named = { product, statement: cpe.name.part === 'h' ? statement : ofPart, ...cpe }
      add(byCpe, cpeKey(cpe.name), named)
      for (const key of modelKeysOf(cpe.name)) add(byModel, key, named)
    }
  return { byCpe, byModel, byPackage }
}

/** `openssl < 3.0 as a component of the pump`: who has that openssl is asked for its version, not for the pump's. */
function onPartAlone({ inside, ...statement }: Statement): Statement {
  if (!inside) return statement
  return { ...statement, version: inside.version, versionText: inside.version.text }
}

function add<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}

/**
 * What names the product itself. `openssl 1.1.1 as a component of the pump`: what such a row has of the whole names the whole, and
 * only a device can be told by it.
 */
function namesOf(advisory: Advisory, { identifiers, relation }: AdvisoryProduct): Names {
  if (!identifiers?.cpe && !identifiers?.purl) return noNames
  const whole = relation && advisory.products.find(({ productId }) => productId === relation.relatesTo)?.identifiers
  const cpe = identifiers.cpe === undefined ? undefined : readWholeCpe(identifiers.cpe)
  const ofWhole = new Set(whole ? purlTexts(whole) : [])
  return {
    ...(cpe && !(identifiers.cpe === whole?.cpe && cpe.part !== 'h') && { cpe: { name: cpe, text: identifiers.cpe! } }),
    purls: purlTexts(identifiers).flatMap((text) => {
      const read = ofWhole.has(text) ? undefined : readPurl(text)
      return read?.ok && !isOneDevice(read.purl) ? [{ purl: read.purl, text }] : []
    }),
  }
}

const purlTexts = ({ purl, purls }: NonNullable<AdvisoryProduct['identifiers']>): readonly string[] =>
  purls ?? (purl === undefined ? [] : [purl])

const isOneDevice = ({ qualifiers }: PackageUrl) =>
  qualifiers.device !== undefined || qualifiers.serial_number !== undefined

const cpesRead = new Map<string, CpeName | undefined>()

/** Undefined where it leaves part, vendor or product open: it names nothing then. */
function readWholeCpe(text: string): CpeName | undefined {
  if (cpesRead.has(text)) return cpesRead.get(text)
  if (cpesRead.size > 100_000) cpesRead.clear()
  const read = readCpe(text)
  const isWhole =
    read.ok &&
    [read.name.part, read.name.vendor, read.name.product].every(
      (value) => typeof value === 'string' && !/(?<!\\)[*?]/.test(value),
    )
  const name = isWhole ? read.name : undefined
  cpesRead.set(text, name)
  return name
}

export const cpeKey = ({ part, vendor, product }: CpeName): string =>
  `${unquoted(part)}:${unquoted(vendor)}:${unquoted(product)}`

const spaced = (text: string) => text.replaceAll('_', ' ').trim()

/** NVD calls the `PowerScope 4000` also `powerscope_4000_firmware`. */
function modelKeysOf({ vendor, product }: CpeName): string[] {
  const maker = spaced(unquoted(vendor))
  const name = spaced(unquoted(product)).replace(/ (?:firmware|software)$/, '')
  return keysOf(vendorIdsAsWritten(maker), formsOfModel(name, readVendor(maker)))
}

export function modelKeys(configuration: Configuration, aliases: Aliases | undefined): string[] {
  const { manufacturer, model, modelNumber } = configuration
  const vendor = readVendor(manufacturer, aliases)
  if (vendor.ids.length === 0) return []
  const texts = [model, modelNumber, ...systemsOfHardware(manufacturer, model)]
  return keysOf(vendor.ids, [...new Set(texts.flatMap((text) => formsOfModel(text, vendor)))])
}

const keysOf = (ids: readonly string[], forms: readonly string[]) =>
  ids.flatMap((id) => forms.map((form) => `${id}\n${form}`))

/** Its letters and digits, and its words in whatever order (`alaris_8015_pcu`), without the maker's. */
function formsOfModel(text: string, vendor: Vendor): string[] {
  const words = plainText(text).match(/[\p{L}\p{N}+]+/gu) ?? []
  const makers = vendorWords(vendor)
  const own = words.filter((word) => !makers.has(word))
  const said = own.length > 0 ? own : words
  if (said.join('').length < 2) return []
  return [said.join(''), ...(said.length > 1 ? [said.toSorted().join(' ')] : [])]
}

const stemOf = (name: CpeName) => bindToFormattedString(name).toLowerCase().split(':').slice(2, 5).join(':')

/** By what a component of a bill of materials may be of these advisories: as CPE names and package URLs begin. */
export function componentStems(advisories: Iterable<Advisory>): { cpes: string[]; purls: string[] } {
  const [cpes, purls] = [new Set<string>(), new Set<string>()]
  for (const advisory of advisories)
    for (const product of advisory.products) {
      const names = namesOf(advisory, product)
      if (names.cpe) cpes.add(stemOf(names.cpe.name))
      for (const { purl } of names.purls) purls.add(purlText({ ...purl, version: '', qualifiers: {}, subpath: '' }))
    }
  return { cpes: [...cpes], purls: [...purls] }
}
