import { componentText, cpeNameOf, inVersion, isSameVendor } from '#domain/matching/matching.ts'
import type { Component } from '#model/component.ts'
import { wordTable } from '#model/word-table.ts'
import { ANY, readCpe } from '#standards/cpe/cpe.ts'
import { readPurl } from '#standards/purl/purl.ts'
import type { DeviceFact } from './device-fact.ts'
import type { NvdIndex } from './nvd-index.ts'

/** Where the products of NVD are found by the last word of their names. */
export interface ProductShelf {
  /** Software by product, with its vendor. */
  readonly byProduct: ReadonlyMap<
    string,
    readonly { readonly part: string; readonly vendor: string; readonly product: string }[]
  >
  /** How many products each vendor has. */
  readonly counts: ReadonlyMap<string, number>
  /** What names without their versions were found to be. */
  readonly remembered: Map<string, readonly Named[]>
}

type Named = Pick<DeviceFact, 'name' | 'asProduct' | 'asPlatform' | 'probability'>

export function shelveProducts({ productNames }: NvdIndex): ProductShelf {
  const byProduct = new Map<string, { part: string; vendor: string; product: string }[]>()
  const counts = new Map<string, number>()
  for (const { part, vendor, product } of productNames) {
    if (typeof part !== 'string' || typeof vendor !== 'string' || typeof product !== 'string' || part === 'h') continue
    const one = { part, vendor: plainly(vendor), product: plainly(product) }
    counts.set(one.vendor, (counts.get(one.vendor) ?? 0) + 1)
    const list = byProduct.get(one.product)
    if (list) list.push(one)
    else byProduct.set(one.product, [one])
  }
  return { byProduct, counts, remembered: new Map() }
}

/** Without the quoting of a well-formed name. */
const plainly = (value: string) => value.replace(/\\(.)/g, '$1')

/** Packages whose name is not that of the product they are of. */
const productOfPackage: Readonly<Record<string, string>> = wordTable({
  'log4j-core': 'log4j',
  'log4j-api': 'log4j',
  'spring-core': 'spring_framework',
  'spring-beans': 'spring_framework',
  'spring-web': 'spring_framework',
  'spring-webmvc': 'spring_framework',
  'struts2-core': 'struts',
  'tomcat-embed-core': 'tomcat',
  'commons-collections4': 'commons_collections',
  'bcprov-jdk15on': 'legion-of-the-bouncy-castle-java-crytography-api',
  'netty-all': 'netty',
  libssl: 'openssl',
  libcrypto: 'openssl',
  'libssl1.1': 'openssl',
  libssl3: 'openssl',
  sqlite3: 'sqlite',
  'libsqlite3-0': 'sqlite',
  zlib1g: 'zlib',
  'linux kernel': 'linux_kernel',
  linux: 'linux_kernel',
  'linux-image': 'linux_kernel',
  httpd: 'http_server',
  apache2: 'http_server',
})

interface Package {
  readonly type: string
  /** Words of the namespace: who publishes it. */
  readonly publishers: readonly string[]
  readonly name: string
  readonly version: string
}

function packageOf(purl: string): Package | undefined {
  const read = purl === '' ? undefined : readPurl(purl)
  if (!read?.ok) return undefined
  const { type, namespace, name, version } = read.purl
  const publishers = namespace
    .split('/')
    .filter(Boolean)
    .flatMap((part) => part.toLowerCase().replace(/^@/, '').split('.'))
  return { type, publishers, name, version }
}

/** Packages of a distribution carry its repairs under the old number. */
const isRepackaged = (type: string) => ['deb', 'rpm', 'apk', 'alpm', 'yocto'].includes(type)

/** Without what a distribution adds: `1:1.1.1k-1+deb11u1` is 1.1.1k. */
const upstream = (version: string) =>
  version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/\+(?:dfsg|ds|really).*$/, '')

/** What software NVD knows the package languages by, in `target_sw`. */
const targets: Readonly<Record<string, string>> = wordTable({ npm: 'node.js', pypi: 'python' })

/**
 * Names of a component. Its CPE, where it has one, is what it says. Without one the product's name must be NVD's, and the
 * vendor's name that of the supplier or of the package's publisher; a product word that only happens to be equal names nothing
 * (two products called `mail` are two products).
 */
export function componentNames(shelf: ProductShelf, component: Component): DeviceFact[] {
  const base = { by: 'component', text: componentText(component) } as const
  const stated = component.cpe === '' ? undefined : readCpe(component.cpe)
  if (stated?.ok) {
    const { name } = stated
    const version =
      name.version === ANY && component.version !== ''
        ? cpeNameOf({ version: component.version }).version
        : name.version
    return [{ ...base, name: { ...name, version }, asProduct: 'yes', asPlatform: 'yes', probability: 0.95 }]
  }

  const own = packageOf(component.purl)
  const repackaged = own !== undefined && isRepackaged(own.type)
  const said = component.version || own?.version || ''
  const version = repackaged ? upstream(said) : said
  return productsOf(shelf, own?.name ?? component.name, component.supplier, own).map((fact) => ({
    ...fact,
    ...base,
    name: inVersion(fact.name, version),
  }))
}

/** The products that a package or a name with its supplier may be, in any version. */
function productsOf(shelf: ProductShelf, name: string, supplier: string, own: Package | undefined): readonly Named[] {
  const key = [name, supplier, own?.type, own?.publishers.join('/')].join('\n')
  const known = shelf.remembered.get(key)
  if (known) return known
  if (shelf.remembered.size > 50_000) shelf.remembered.clear()
  const found = findProducts(shelf, name, supplier, own)
  shelf.remembered.set(key, found)
  return found
}

function findProducts(shelf: ProductShelf, name: string, supplier: string, own: Package | undefined): Named[] {
  const repackaged = own !== undefined && isRepackaged(own.type)
  const facts: Named[] = []
  for (const word of productWords(name, supplier)) {
    const products = shelf.byProduct.get(word) ?? []
    for (const { part, vendor, product } of products) {
      const agreement = publisherAgrees({
        ...{ vendor, product, others: products.length, ofVendor: shelf.counts.get(vendor) ?? 0, supplier, own },
      })
      if (!agreement) continue
      const isSure = agreement.isSure && !repackaged
      facts.push({
        name: cpeNameOf({ part, vendor, product, target_sw: own && targets[own.type] }),
        asProduct: isSure ? 'yes' : 'unknown',
        asPlatform: isSure ? 'yes' : 'unknown',
        probability: repackaged ? agreement.probability * 0.5 : agreement.probability,
      })
    }
    if (facts.length > 0) break
  }
  return facts
}

/** How NVD may write the product: the package's own name first. */
function productWords(name: string, supplier: string): string[] {
  const plain = name.toLowerCase().trim()
  const known = productOfPackage[plain]
  const withoutSupplier =
    supplier !== '' && plain.startsWith(`${supplier.toLowerCase().split(/[\s,]/)[0]} `)
      ? plain.slice(plain.indexOf(' ') + 1)
      : plain
  const words = [known, plain, withoutSupplier].filter((word) => word !== undefined && word !== '') as string[]
  return [
    ...new Set(
      words.flatMap((word) => [word.replace(/\s+/g, '_'), word.replace(/[\s_]+/g, '-'), word.replace(/[\s-]+/g, '_')]),
    ),
  ]
}

interface Publisher {
  readonly vendor: string
  readonly product: string
  /** How many vendors have a product of this name. */
  readonly others: number
  /** How many products the vendor has. */
  readonly ofVendor: number
  readonly supplier: string
  readonly own: Package | undefined
}

function publisherAgrees({ vendor, product, others, ofVendor, supplier, own }: Publisher) {
  const maker = vendor.replace(/_project$/, '').replaceAll('_', ' ')
  // NVD gives a project that has no company its own name.
  const isOwn = vendor === product || vendor === `${product}_project`
  if (own && own.publishers.length > 0 && !isRepackaged(own.type)) {
    // Behind the domain (`org.apache`) a namespace only repeats the product: `io.quarkus.arc` is no arc's.
    const said = own.publishers.filter((word, at) => at === Math.min(1, own.publishers.length - 1) || word !== product)
    const isSaid = said.some((word) => word === maker || word === vendor || (word.length > 4 && maker.includes(word)))
    return isSaid ? { isSure: true, probability: 0.9 } : undefined
  }
  if (supplier !== '' && isSameVendor(supplier, maker)) return { isSure: true, probability: 0.9 }
  // The Python package `docker` is a client of what the company Docker makes; `lodash` is all that there is of Lodash.
  const isCompanys = vendor === product && own !== undefined && !isRepackaged(own.type) && ofVendor > 2
  if (isOwn && isCompanys) return { isSure: false, probability: 0.4 }
  if (isOwn) return { isSure: true, probability: supplier === '' ? 0.8 : 0.7 }
  // One vendor in all of NVD has a product of this name: it may be it.
  return others === 1 && product.length >= 5 && supplier === '' ? { isSure: false, probability: 0.4 } : undefined
}
