import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import { isKnownVendor, readVendor } from './makers/vendor.ts'
import { isShortForm } from './makers/vendor-register.ts'
import { namesOnlySystem } from './operating-system.ts'

// Who makes a product of which no branch names the vendor: of `full_product_names` (CSAF 2.0 clause 3.2.2.2) and of branches without one.

export interface MakerReading {
  readonly vendor: string
  readonly name: string
}

export interface Makers {
  readonly main: MakerReading
  /** A branch or the name says it; else it is the publisher or nobody, and a model number needs no maker. */
  readonly isStated: boolean
  /** How the name may be read besides: `Acme Corp Infusor 500` for who knows a maker `Acme Corp`. */
  readonly others: readonly MakerReading[]
  /** Who publishes it may have another maker's product in his list: a unit of that name which is listed is meant all the same. */
  readonly isOfUnits: boolean
}

/**
 * The maker stands before the product's name in its full name, or begins it where it is a known company; else it is the publisher, where
 * that is a vendor. Then, and where nobody is, the name may still begin with a maker that nobody knows: the inventory tells.
 */
export function makersOfProduct(product: AdvisoryProduct, advisory: Advisory): Makers {
  const { vendor, name, fullName } = product
  const only = (main: MakerReading): Makers => ({ main, isStated: true, others: [], isOfUnits: false })
  if (namesVendor(product) || namesOnlySystem(name)) return only({ vendor, name })
  const before = nameBefore(fullName, name)
  if (before) return only({ vendor: before, name })
  const beginnings = beginningsOf(name)
  // `Philips` of `Philips IntelliVue MX800`, though its brand behind it tells the maker too.
  const known = beginnings.findLast((one) => isKnownMaker(one.vendor))
  if (known) return only(known)
  const publisher = advisory.isByVendor ? advisory.publisher : ''
  const own = readVendor(publisher).own
  const ofPublisher = beginnings.find((one) => readVendor(one.vendor).own.some((id) => own.includes(id)))
  if (ofPublisher) return only(ofPublisher)
  const ids = new Set<string>()
  const others = beginnings.filter((one) => {
    const [id = ''] = readVendor(one.vendor).own
    return id !== '' && !ids.has(id) && ids.add(id)
  })
  const hasSerials = (product.identifiers?.serialNumbers ?? []).length > 0
  return { main: { vendor: publisher, name }, isStated: false, others, isOfUnits: publisher !== '' && hasSerials }
}

/** `Multiple`, `n/a`: the branch is there, and names nobody. */
export const namesVendor = ({ vendor }: AdvisoryProduct): boolean => readVendor(vendor).ids.length > 0

/** The `Acme Corp` of `Acme Corp Infusor 500 2.5`, where the product is the `Infusor 500`. */
function nameBefore(fullName: string, name: string): string | undefined {
  const at = fullName.toLowerCase().indexOf(name.trim().toLowerCase())
  const before = at > 0 ? fullName.slice(0, at).trim() : ''
  return /^[^\d:;<>]{2,60}$/.test(before) && before.split(/\s+/).length <= 5 ? before : undefined
}

/** Of up to three words, the longest first; a number is nobody's name. */
function beginningsOf(text: string): MakerReading[] {
  const words = text.trim().split(/\s+/)
  return [3, 2, 1].flatMap((length) => {
    const vendor = words.slice(0, length).join(' ')
    const name = words.slice(length).join(' ')
    return name === '' || /\d/.test(vendor) ? [] : [{ vendor, name }]
  })
}

function isKnownMaker(text: string): boolean {
  const vendor = readVendor(text)
  return !isShortForm(text) && vendor.misspelt === undefined && isKnownVendor(vendor)
}
