import {
  type Aliases,
  compileAdvisories,
  familyAlone,
  type MatchIndex,
  matchConfiguration,
  readVendor,
  vendorIdsAsWritten,
} from '#domain/matching/matching.ts'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { NA } from '#standards/cpe/cpe.ts'
import { unquoted } from '#standards/nvd/nvd.ts'
import { isUnknownText } from '#standards/vers/vers.ts'
import { cpeNameOf, type DeviceFact } from './device-fact.ts'
import type { NvdIndex } from './nvd-index.ts'

/** NVD's products by the companies that make them, to be asked for the make and model of a device. */
export interface DeviceShelf {
  readonly products: NvdIndex['productNames']
  readonly byVendor: ReadonlyMap<string, readonly number[]>
  /** Compiled for the makers that were asked for. */
  readonly compiled: Map<string, Compiled>
  readonly remembered: Map<string, readonly Named[]>
}

interface Compiled {
  readonly index: MatchIndex
  /** Products behind each name: `alaris_8015_pcu` and `alaris_8015_pcu_firmware` are one device. */
  readonly named: ReadonlyMap<string, readonly number[]>
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
  return { products: productNames, byVendor, compiled: new Map(), remembered: new Map() }
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
    const version = part === 'o' ? firmware || software : software || firmware
    return {
      by: 'model',
      name: {
        ...cpeNameOf(part === 'h' ? {} : { version }),
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

function findProducts(shelf: DeviceShelf, configuration: Configuration, aliases: Aliases | undefined): Named[] {
  const { ids } = readVendor(configuration.manufacturer, aliases)
  if (ids.length === 0 || !ids.some((id) => shelf.byVendor.has(id))) return []
  const { index, named } = compiledFor(shelf, ids)
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

function compiledFor(shelf: DeviceShelf, ids: readonly string[]): Compiled {
  const key = ids.join('\n')
  const known = shelf.compiled.get(key)
  if (known) return known
  if (shelf.compiled.size > 500) shelf.compiled.clear()
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
  const compiled = { index: compileAdvisories([listOf([...named.keys()])]), named }
  shelf.compiled.set(key, compiled)
  return compiled
}

/** NVD's products as an advisory on all their versions would name them, for the matcher of advisories reads such. */
function listOf(names: readonly string[]): Advisory {
  const products = names.map((productId): AdvisoryProduct => {
    const [vendor = '', name = ''] = productId.split('\n')
    return { productId, vendor, name, version: 'vers:all/*', versionForm: 'all', fullName: name, isRange: true }
  })
  return {
    id: 'nvd:products',
    publisher: 'NVD',
    publisherNamespace: 'https://nvd.nist.gov',
    trackingId: 'products',
    title: '',
    summary: '',
    revision: '1',
    trackingStatus: 'final',
    publishedAt: '',
    revisedAt: '',
    products,
    vulnerabilities: [
      {
        vulnerabilityId: 'named',
        title: '',
        description: '',
        scores: [],
        remediations: [],
        status: { known_affected: [...names] },
        threats: [],
        flags: [],
      },
    ],
  }
}
