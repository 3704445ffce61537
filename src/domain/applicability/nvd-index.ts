import type { NvdConfiguration, NvdCriterion } from '#model/nvd.ts'
import { ANY, type CpeAttribute, type CpeName, type CpeValue, NA, readCpe } from '#standards/cpe/cpe.ts'
import { asksForSystem, isSystem, unquoted, type VersionBounds } from '#standards/nvd/nvd.ts'
import { Growing } from './growing.ts'
import { firstRank, lastRank, type Rank, rankOf, rankVersions, type VersionRanks } from './version-ranks.ts'

/** What a CVE applies to; no configurations where it names no products, or was rejected. */
export interface NvdStatement {
  readonly cve: string
  readonly configurations: readonly NvdConfiguration[]
}

/** How a criterion asks for a version: any, none (`-`), one, those of a range, or in a way that is judged one by one. */
export const asks = { any: 0, none: 1, one: 2, range: 3, odd: 4 } as const
const kindBits = 7
const afterBit = 8
const beforeBit = 16
const vulnerableBit = 32
/** Its ends are numbers alone: `low` and `high` tell. */
const rankedBit = 64

export const kindOf = (bits: number): number => bits & kindBits
export const isVulnerable = (bits: number): boolean => (bits & vulnerableBit) !== 0
export const isAfter = (bits: number): boolean => (bits & afterBit) !== 0
export const isBefore = (bits: number): boolean => (bits & beforeBit) !== 0
export const isRanked = (bits: number): boolean => (bits & rankedBit) !== 0

/** Whether the criterion asks for a version at all. */
export const hasVersion = ({ criteria }: NvdIndex, at: number): boolean => {
  const kind = criteria.bits[at]! & kindBits
  return kind !== asks.any && kind !== asks.none
}

/** What a node holds beside the criteria that hit: a platform of which the device may say nothing. */
export const nodeAsks = { system: 1, hardware: 2, unreadable: 4, firmware: 8 } as const

/** `simple`: one list of vulnerable products, any of which is enough; `odd`: judged as it is written. */
export const shapes = { simple: 0, anyNode: 1, allNodes: 2, odd: 3 } as const

/**
 * All of NVD's applicability statements in a few arrays of whole numbers, the criteria by product. Compiled once, asked for
 * many configurations.
 */
export interface NvdIndex {
  readonly cves: readonly string[]
  /** Of these, how many still hold. */
  readonly standing: number
  /** By `part:vendor:product` as well-formed values. */
  readonly products: ReadonlyMap<string, number>
  readonly productNames: readonly Pick<CpeName, 'part' | 'vendor' | 'product'>[]
  /** Products whose names hold a wildcard: they are asked of every name. */
  readonly openProducts: readonly number[]
  readonly tails: readonly CpeName[]
  readonly versions: readonly string[]
  readonly ranks: VersionRanks
  /** Where the criteria of each product begin; one more than there are products. */
  readonly firstOfProduct: Int32Array
  readonly criteria: {
    readonly node: Int32Array
    /** The CVE that the criterion alone decides, where its statement is `simple`; else -1. */
    readonly cve: Int32Array
    readonly product: Int32Array
    readonly tail: Int32Array
    readonly bits: Uint8Array
    readonly span: Uint8Array
    readonly low: Int32Array
    readonly high: Int32Array
    /** Texts of its version or of its ends in `versions`; -1 where it has none. */
    readonly from: Int32Array
    readonly upTo: Int32Array
  }
  /** By product: whether one of its criteria asks what operating system the product is made for. */
  readonly asksForSystem: Uint8Array
  /** The criteria of each node, in the order in which NVD writes them. */
  readonly firstOfNode: Int32Array
  readonly criteriaOfNode: Int32Array
  readonly nodes: { readonly configuration: Int32Array; readonly asks: Uint8Array }
  readonly firstNode: Int32Array
  readonly configurations: { readonly cve: Int32Array; readonly shape: Uint8Array }
  readonly firstConfiguration: Int32Array
  /** As written: what the arrays cannot say. */
  readonly oddCriteria: ReadonlyMap<number, NvdCriterion>
  readonly oddConfigurations: ReadonlyMap<number, NvdConfiguration>
  /** Whose word a configuration is, where it is not NVD's: a publisher of the CVE record. */
  readonly publishers: ReadonlyMap<number, string>
}

export interface NvdIndexBuilder {
  /** Of a CVE that comes again, the later statement holds; one without configurations takes the earlier back. */
  add(statement: NvdStatement): void
  finish(): NvdIndex
}

/** Whether the CVE's own record says what it applies to, and not NVD. */
export const isOfRecord = ({ publishers, firstConfiguration }: NvdIndex, cve: number): boolean =>
  publishers.size > 0 && publishers.has(firstConfiguration[cve]!)

/** Takes the statements as they come. */
export function buildNvdIndex(): NvdIndexBuilder {
  const cves: string[] = []
  const numbers = new Map<string, number>()
  const replaced = new Set<number>()
  const firstConfiguration = new Growing()
  const configurationCve = new Growing()
  const configurationShape = new Growing()
  const firstNode = new Growing()
  const nodeConfiguration = new Growing()
  const nodeAsking = new Growing()
  const firstOfNode = new Growing()
  const [product, tail, bits, from, upTo, node] = Array.from({ length: 6 }, () => new Growing())
  const oddCriteria = new Map<number, NvdCriterion>()
  const oddConfigurations = new Map<number, NvdConfiguration>()
  const publishers = new Map<number, string>()

  const products = new Interned((text) => nameOf(`cpe:2.3:${text}:*:*:*:*:*:*:*:*`), productKey)
  const tails = new Interned((text) => nameOf(`cpe:2.3:a:a:a:*:${text}`), tailKey)
  const exact = new Interned(
    (text) => nameOf(`cpe:2.3:a:a:a:${text}:*:*:*:*:*:*:*`),
    (name) => keyOf(name.version),
  )
  const versions = new Map<string, number>()
  /** By number in `exact`. */
  const plainVersions: number[] = []
  const versionAt = (text: string | undefined): number => {
    if (text === undefined) return -1
    let at = versions.get(text)
    if (at === undefined) {
      at = versions.size
      versions.set(text, at)
    }
    return at
  }

  function addCriterion(criterion: NvdCriterion): number {
    const parts = partsOf(criterion.cpe)
    const [productAt, exactAt, tailAt] = parts
      ? [products.at(parts.product), exact.at(parts.version), tails.at(parts.tail)]
      : [-1, -1, -1]
    const flags = criterion.vulnerable ? vulnerableBit : 0
    if (productAt < 0 || exactAt < 0 || tailAt < 0) {
      oddCriteria.set(product!.length, criterion)
      push(-1, 0, asks.odd | flags, -1, -1)
      return nodeAsks.unreadable
    }
    const { after, before } = criterion
    const asked = exact.values[exactAt]!.version
    const isRange = [criterion.from, after, criterion.upTo, before].some((bound) => bound !== undefined)
    const isOdd =
      criterion.open !== undefined ||
      (criterion.from !== undefined && after !== undefined) ||
      (criterion.upTo !== undefined && before !== undefined) ||
      (!isRange && hasWildcard(asked))
    if (isOdd) {
      oddCriteria.set(product!.length, criterion)
      push(productAt, tailAt, asks.odd | flags, -1, -1)
    } else if (isRange) {
      const ends = (after !== undefined ? afterBit : 0) | (before !== undefined ? beforeBit : 0)
      push(
        productAt,
        tailAt,
        asks.range | ends | flags,
        versionAt(criterion.from ?? after),
        versionAt(criterion.upTo ?? before),
      )
    } else if (typeof asked === 'string') {
      plainVersions[exactAt] ??= versionAt(unquoted(asked))
      push(productAt, tailAt, asks.one | flags, plainVersions[exactAt], -1)
    } else push(productAt, tailAt, (asked === ANY ? asks.any : asks.none) | flags, -1, -1)
    if (criterion.vulnerable) return 0
    const asking = products.values[productAt]!
    if (isSystem(asking)) return nodeAsks.system
    const { part } = asking
    return part === 'a' ? 0 : part === 'o' ? nodeAsks.firmware : part === 'h' ? nodeAsks.hardware : nodeAsks.unreadable
  }

  function push(productAt: number, tailAt: number, kind: number, fromAt: number, upToAt: number) {
    product!.push(productAt)
    tail!.push(tailAt)
    bits!.push(kind)
    from!.push(fromAt)
    upTo!.push(upToAt)
    node!.push(nodeConfiguration.length)
  }

  return {
    add({ cve, configurations }) {
      const before = numbers.get(cve)
      if (before !== undefined) replaced.add(before)
      if (configurations.length === 0) {
        numbers.delete(cve)
        return
      }
      numbers.set(cve, cves.length)
      cves.push(cve)
      firstConfiguration.push(configurationCve.length)
      for (const configuration of configurations) {
        firstNode.push(nodeConfiguration.length)
        const isOdd =
          configuration.negate ||
          configuration.nodes.some((one) => one.negate || (one.operator === 'AND' && one.criteria.length > 1))
        let isSimple = configuration.nodes.length === 1 && !isOdd
        for (const one of configuration.nodes) {
          firstOfNode.push(product!.length)
          let asking = 0
          for (const criterion of one.criteria) {
            asking |= addCriterion(criterion)
            if (!criterion.vulnerable) isSimple = false
          }
          if (asking !== 0) isSimple = false
          nodeConfiguration.push(configurationCve.length)
          nodeAsking.push(asking)
        }
        if (isOdd) oddConfigurations.set(configurationCve.length, configuration)
        if (configuration.by !== undefined) publishers.set(configurationCve.length, configuration.by)
        configurationShape.push(
          isOdd
            ? shapes.odd
            : isSimple
              ? shapes.simple
              : configuration.operator === 'AND'
                ? shapes.allNodes
                : shapes.anyNode,
        )
        configurationCve.push(cves.length - 1)
      }
    },

    finish() {
      firstConfiguration.push(configurationCve.length)
      firstNode.push(nodeConfiguration.length)
      firstOfNode.push(product!.length)
      const texts = [...versions.keys()]
      const ranks = rankVersions(texts)
      const rankAt = texts.map((text) => rankOf(ranks, text))

      const count = product!.length
      const standing = product!.view().slice()
      // What no longer holds is found under no product.
      if (replaced.size > 0)
        for (let at = 0; at < count; at++) {
          if (replaced.has(configurationCve.at(nodeConfiguration.at(node!.at(at))))) standing[at] = -1
        }
      const { order, first } = sortedByProduct(standing, products.values.length)
      const place = new Int32Array(count)
      const sorted = (values: Growing): Int32Array => {
        const all = values.view()
        const result = new Int32Array(count)
        for (let at = 0; at < count; at++) result[at] = all[order[at]!]!
        return result
      }
      const criteria = {
        node: sorted(node!),
        cve: new Int32Array(count),
        product: sorted(product!),
        tail: sorted(tail!),
        bits: new Uint8Array(sorted(bits!)),
        span: new Uint8Array(count),
        low: new Int32Array(count),
        high: new Int32Array(count),
        from: sorted(from!),
        upTo: sorted(upTo!),
      }
      for (let at = 0; at < count; at++) {
        place[order[at]!] = at
        const configuration = nodeConfiguration.at(criteria.node[at]!)
        criteria.cve[at] =
          configurationShape.at(configuration) === shapes.simple ? configurationCve.at(configuration) : -1
        const ends = endsOf(criteria.bits[at]!, rankAt[criteria.from[at]!], rankAt[criteria.upTo[at]!], {
          ranks,
          hasFrom: criteria.from[at]! >= 0,
          hasUpTo: criteria.upTo[at]! >= 0,
        })
        if (!ends) continue
        criteria.bits[at]! |= rankedBit
        criteria.span[at] = ends.span
        criteria.low[at] = ends.low
        criteria.high[at] = ends.high
      }
      return {
        cves,
        standing: cves.length - replaced.size,
        products: products.keys,
        productNames: products.values.map(({ part, vendor, product }) => ({ part, vendor, product })),
        openProducts: [...products.values.keys()].filter((at) => isOpen(products.values[at]!)),
        tails: tails.values,
        versions: texts,
        ranks,
        firstOfProduct: first,
        criteria,
        asksForSystem: productsOfSystems(criteria, tails.values, products.values.length),
        firstOfNode: firstOfNode.view().slice(),
        criteriaOfNode: place,
        nodes: { configuration: nodeConfiguration.view().slice(), asks: new Uint8Array(nodeAsking.view()) },
        firstNode: firstNode.view().slice(),
        configurations: {
          cve: configurationCve.view().slice(),
          shape: new Uint8Array(configurationShape.view()),
        },
        firstConfiguration: firstConfiguration.view().slice(),
        oddCriteria: new Map([...oddCriteria].map(([at, criterion]) => [place[at]!, criterion])),
        oddConfigurations,
        publishers,
      }
    },
  }
}

function productsOfSystems(
  { product, tail }: Pick<NvdIndex['criteria'], 'product' | 'tail'>,
  tails: NvdIndex['tails'],
  products: number,
): Uint8Array {
  const asked = tails.map(({ target_sw }) => asksForSystem(target_sw))
  const found = new Uint8Array(products)
  for (let at = 0; at < product.length; at++) if (product[at]! >= 0 && asked[tail[at]!]) found[product[at]!] = 1
  return found
}

/** Ranks from the first to the last version that is asked for, where numbers alone say it. */
function endsOf(
  bits: number,
  from: Rank | undefined,
  upTo: Rank | undefined,
  { ranks, hasFrom, hasUpTo }: { ranks: VersionRanks; hasFrom: boolean; hasUpTo: boolean },
): { span: number; low: number; high: number } | undefined {
  const kind = bits & kindBits
  if (kind === asks.one) return from && { span: from.span, low: from.rank, high: from.rank }
  if (kind !== asks.range) return undefined
  if ((hasFrom && !from) || (hasUpTo && !upTo)) return undefined
  const span = (from ?? upTo)!.span
  if (upTo && upTo.span !== span) return undefined
  return {
    span,
    low: from ? from.rank + (bits & afterBit ? 1 : 0) : firstRank(ranks, span),
    high: upTo ? upTo.rank - (bits & beforeBit ? 1 : 0) : lastRank(ranks, span),
  }
}

/** The criterion in NVD's words. */
export function criterionAt(index: NvdIndex, at: number): NvdCriterion {
  const odd = index.oddCriteria.get(at)
  if (odd) return odd
  const { criteria, versions } = index
  const bits = criteria.bits[at]!
  const kind = bits & kindBits
  const version = kind === asks.one ? quoted(versions[criteria.from[at]!]!) : kind === asks.none ? '-' : '*'
  const { part, vendor, product } = index.productNames[criteria.product[at]!]!
  const tail = tailKey(index.tails[criteria.tail[at]!]!)
  return {
    cpe: `cpe:2.3:${keyOf(part)}:${written(vendor)}:${written(product)}:${version}:${tail}`,
    vulnerable: isVulnerable(bits),
    ...boundsAt(index, at),
  }
}

/** The ends of the criterion's range. */
export function boundsAt(index: NvdIndex, at: number): VersionBounds {
  const odd = index.oddCriteria.get(at)
  if (odd) return odd
  const { criteria, versions } = index
  const bits = criteria.bits[at]!
  if (kindOf(bits) !== asks.range) return {}
  const [from, upTo] = [versions[criteria.from[at]!], versions[criteria.upTo[at]!]]
  return {
    ...(from !== undefined && { [bits & afterBit ? 'after' : 'from']: from }),
    ...(upTo !== undefined && { [bits & beforeBit ? 'before' : 'upTo']: upTo }),
  }
}

/** The criterion's name; undefined where it cannot be read. */
export function nameAt(index: NvdIndex, at: number): CpeName | undefined {
  const odd = index.oddCriteria.get(at)
  if (odd) return nameOf(odd.cpe)
  const { criteria } = index
  const kind = criteria.bits[at]! & kindBits
  const version = kind === asks.one ? quotedValue(index.versions[criteria.from[at]!]!) : kind === asks.none ? NA : ANY
  return { ...index.tails[criteria.tail[at]!]!, ...index.productNames[criteria.product[at]!]!, version }
}

/** Interns texts by what they mean: two spellings of one name are one; -1 for what cannot be read. */
class Interned {
  readonly keys = new Map<string, number>()
  readonly values: CpeName[] = []
  private readonly texts = new Map<string, number>()
  private readonly read: (text: string) => CpeName | undefined
  private readonly keyOf: (name: CpeName) => string

  constructor(read: (text: string) => CpeName | undefined, keyOf: (name: CpeName) => string) {
    this.read = read
    this.keyOf = keyOf
  }

  at(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const at = this.find(text)
    this.texts.set(text, at)
    return at
  }

  private find(text: string): number {
    const name = this.read(text)
    if (!name) return -1
    const key = this.keyOf(name)
    const known = this.keys.get(key)
    if (known !== undefined) return known
    this.keys.set(key, this.values.length)
    return this.values.push(name) - 1
  }
}

function nameOf(text: string): CpeName | undefined {
  const read = readCpe(text)
  return read.ok ? read.name : undefined
}

/** `a:vendor:product`, the version and the seven attributes behind it, as texts; undefined where there are no eleven. */
function partsOf(cpe: string): { product: string; version: string; tail: string } | undefined {
  if (!cpe.startsWith('cpe:2.3:')) return undefined
  let colons = 0
  let productEnd = 0
  let versionEnd = 0
  for (let at = 8; at < cpe.length; at++) {
    const code = cpe.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x3a) {
      colons++
      if (colons === 3) productEnd = at
      else if (colons === 4) versionEnd = at
    }
  }
  if (colons !== 10) return undefined
  return {
    product: cpe.slice(8, productEnd),
    version: cpe.slice(productEnd + 1, versionEnd),
    tail: cpe.slice(versionEnd + 1),
  }
}

/** Values apart from each other; a text `-` is quoted and no logical value. */
const keyOf = (value: CpeValue): string => (value === ANY ? '*' : typeof value === 'string' ? value : '-')

export const productKey = ({ part, vendor, product }: Pick<CpeName, 'part' | 'vendor' | 'product'>): string =>
  `${keyOf(part)}:${keyOf(vendor)}:${keyOf(product)}`

export const tailAttributes = [
  'update',
  'edition',
  'language',
  'sw_edition',
  'target_sw',
  'target_hw',
  'other',
] as const satisfies CpeAttribute[]

/** The attributes behind the version as they stand in a formatted string. */
export function tailKey(name: CpeName): string {
  if (saysNoMore(name)) return anyTail
  return tailAttributes.map((attribute) => written(name[attribute])).join(':')
}
/** Whether the name ends with its version. */
export const saysNoMore = (name: CpeName): boolean =>
  name.update === ANY &&
  name.edition === ANY &&
  name.language === ANY &&
  name.sw_edition === ANY &&
  name.target_sw === ANY &&
  name.target_hw === ANY &&
  name.other === ANY

const anyTail = tailAttributes.map(() => '*').join(':')

/** `.`, `-` and `_` need no quoting in a formatted string. */
const written = (value: CpeValue): string => {
  const text = keyOf(value)
  return text.includes('\\') ? text.replace(/\\([.-])/g, '$1') : text
}
/** As a well-formed name has it. */
export const quotedValue = (text: string): string => text.replace(/\W/g, '\\$&')
const quoted = (text: string): string => text.replace(/[^\w.-]/g, '\\$&')

/** An unquoted `*` or `?`. */
export const hasWildcard = (value: CpeValue): boolean => typeof value === 'string' && /(?<!\\)(?:\\\\)*[*?]/.test(value)

const isOpen = ({ part, vendor, product }: CpeName): boolean =>
  part === ANY || vendor === ANY || product === ANY || hasWildcard(vendor) || hasWildcard(product)

/** Counting sort: criteria without a readable product come last, in no product's part. */
function sortedByProduct(product: Int32Array, products: number): { order: Int32Array; first: Int32Array } {
  const first = new Int32Array(products + 1)
  let none = 0
  for (const at of product) {
    if (at < 0) none++
    else first[at + 1]!++
  }
  for (let at = 0; at < products; at++) first[at + 1]! += first[at]!
  const next = first.slice()
  const order = new Int32Array(product.length)
  let last = product.length - none
  for (let at = 0; at < product.length; at++) {
    const of = product[at]!
    order[of < 0 ? last++ : next[of]!++] = at
  }
  return { order, first }
}
