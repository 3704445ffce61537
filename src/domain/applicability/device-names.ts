import {
  type Aliases,
  cpeNameOf,
  familyAlone,
  matchConfiguration,
  modelByAlias,
  readVendor,
  systemsOfHardware,
  vendorIdsAsWritten,
} from '#domain/matching/matching.ts'
import type { Configuration } from '#model/matching.ts'
import { NA } from '#standards/cpe/cpe.ts'
import { unquoted } from '#standards/nvd/nvd.ts'
import { isUnknownText, saysSeveral } from '#standards/vers/vers.ts'
import type { DeviceFact } from './device-fact.ts'
import { type MakerCatalogue, makerCatalogue, productsNamed } from './maker-catalogue.ts'
import type { NvdIndex } from './nvd-index.ts'

/** NVD's products by the companies that make them, to be asked for the make and model of a device. */
export interface DeviceShelf {
  readonly products: NvdIndex['productNames']
  readonly byVendor: ReadonlyMap<string, readonly number[]>
  /** Of the makers that were asked for. */
  readonly catalogues: Map<string, MakerCatalogue>
  readonly remembered: Map<string, readonly Named[]>
}

interface Named {
  readonly product: number
  readonly isSure: boolean
  readonly probability: number
  readonly text: string
}

export function shelveDevices({ productNames }: NvdIndex): DeviceShelf {
  const byVendor = new Map<string, number[]>()
  const idsOf = new Map<string, readonly string[]>()
  for (const [at, { vendor }] of productNames.entries()) {
    if (typeof vendor !== 'string') continue
    let ids = idsOf.get(vendor)
    if (!ids) {
      ids = vendorIdsAsWritten(spaced(vendor))
      idsOf.set(vendor, ids)
    }
    for (const id of ids) {
      const list = byVendor.get(id)
      if (list) list.push(at)
      else byVendor.set(id, [at])
    }
  }
  return { products: productNames, byVendor, catalogues: new Map(), remembered: new Map() }
}

const spaced = (value: string) => unquoted(value).replaceAll('_', ' ').trim()

/**
 * Names of the device itself: its make and model against NVD's vendors and products, by the rules for advisories. Hardware is
 * named without a version, software and firmware with the device's.
 */
export function deviceNames(shelf: DeviceShelf, configuration: Configuration, aliases?: Aliases): DeviceFact[] {
  const { manufacturer, model, modelNumber, description, softwareVersion, firmwareVersion } = configuration
  const key = [manufacturer, model, modelNumber, description, aliases?.key].join('\n')
  let found = shelf.remembered.get(key)
  if (!found) {
    if (shelf.remembered.size > 50_000) shelf.remembered.clear()
    found = findProducts(shelf, configuration, aliases)
    shelf.remembered.set(key, found)
  }
  const [software, firmware] = [softwareVersion, firmwareVersion].map((text) =>
    isUnknownText(text) ? '' : text.trim(),
  )
  return found.map(({ product, isSure, probability, text }) => {
    const { part, vendor, product: name } = shelf.products[product]!
    const said = part === 'o' ? firmware || software : software || firmware
    // `5.5 or higher` is no version that a name could bear.
    const version = said === undefined || saysSeveral(said) ? '' : said
    return {
      by: 'model',
      isFirmware: part === 'o',
      name: {
        ...cpeNameOf(part === 'h' ? {} : withUpdate(version)),
        part,
        vendor,
        product: name,
        ...(part === 'h' && { version: NA }),
      },
      asProduct: isSure ? 'yes' : 'unknown',
      asPlatform: isSure ? 'yes' : 'unknown',
      probability,
      text,
    }
  })
}

/** `7.0 SP3`, `2.5 build 7`: NVD keeps the update beside the version. */
function withUpdate(text: string): { readonly version: string; readonly update?: string } {
  const [, version, kind, number] = updated.exec(text) ?? []
  return version ? { version, update: `${kind!.toLowerCase().replace(/\s+/g, '_')}${number}` } : { version: text }
}
const updated =
  /^\s*[vr]?\.?\s*(\d+(?:\.\d+)*)[\s,_-]*(sp|service pack|hf|hot ?fix|update|upd|patch|build|cu|mr)[\s._#-]*(\d+(?:\.\d+)*)\s*$/i

function findProducts(shelf: DeviceShelf, configuration: Configuration, aliases: Aliases | undefined): Named[] {
  const { ids } = readVendor(configuration.manufacturer, aliases)
  if (ids.length === 0 || !ids.some((id) => shelf.byVendor.has(id))) return []
  const { manufacturer, modelNumber, description } = configuration
  const model = modelByAlias(configuration, aliases) ?? configuration.model
  const catalogue = catalogueOf(shelf, ids)
  const { named } = catalogue
  const index = productsNamed(catalogue, [model, modelNumber, description, ...systemsOfHardware(manufacturer, model)])
  const asked = { ...configuration, operatingSystem: '', softwareVersion: '', firmwareVersion: '' }
  // A family alone would make the device every product of it.
  const said = matchConfiguration(index, asked, aliases).filter(({ probability }) => probability > familyAlone)
  return said.flatMap(({ productId, answer, probability, because }) =>
    named.get(productId)!.map((product) => ({
      product,
      isSure: answer === 'affected',
      probability,
      text: because
        .filter(({ part }) => part !== 'version')
        .map(({ text }) => text)
        .join(', '),
    })),
  )
}

function catalogueOf(shelf: DeviceShelf, ids: readonly string[]): MakerCatalogue {
  const key = ids.join('\n')
  const known = shelf.catalogues.get(key)
  if (known) return known
  if (shelf.catalogues.size > 500) shelf.catalogues.clear()
  const named = new Map<string, number[]>()
  for (const at of new Set(ids.flatMap((id) => shelf.byVendor.get(id) ?? []))) {
    const { vendor, product } = shelf.products[at]!
    if (typeof vendor !== 'string' || typeof product !== 'string') continue
    const name = spaced(product).replace(/\s(?:firmware|software)\b/, '')
    const id = `${spaced(vendor)}\n${name}`
    const list = named.get(id)
    if (list) list.push(at)
    else named.set(id, [at])
  }
  const catalogue = makerCatalogue(named)
  shelf.catalogues.set(key, catalogue)
  return catalogue
}
