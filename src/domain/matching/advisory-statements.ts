// All that an advisory says, product by product, and of whose devices.

import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, ProductStatus } from '#model/advisory.ts'
import { joinEnds } from './first-and-last.ts'
import { identifierKeys } from './identifiers.ts'
import { toInside } from './inside.ts'
import { joinedProduct } from './joined-products.ts'
import { clears } from './judge.ts'
import { readVendor, type Vendor, vendorOfProduct } from './makers/vendor.ts'
import { namesOnlySystem } from './operating-system.ts'
import { type MakerReading, makersOfProduct, namesVendor } from './product-makers.ts'
import { statedProduct } from './stated-products.ts'
import { type Statement, toStatement, type Verdict } from './statement.ts'

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

export function statementsOf(advisory: Advisory): readonly ReadStatement[] {
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
