import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import { readVersionExpression } from '#standards/vers/vers.ts'
import { isSurelySameVendor } from './makers/vendor-agreement.ts'
import { namesOnlySystem } from './operating-system.ts'
import { plainText } from './plain-text.ts'

// Products that a relationship joins (CSAF 2.0 clause 3.2.2.4): which of the two is the device, and whose version is its own?
//
// 1. The first is the device's own software: `firmware 2.0 installed on pump 3000`. Its version is the device's.
// 2. The second is an operating system: `viewer 4.1 installed on Windows 10`. The first is the product, the system a condition.
// 3. Else the first is a component of the second, which is the device: each has a version of its own. See inside.ts.

export interface Joined {
  /** As the device is called; its version is one of the device's own. */
  readonly product: AdvisoryProduct
  /** What is inside it, or beside it. */
  readonly component?: AdvisoryProduct
}

/** Deeper chains of relationships than this say nothing of devices. */
const deepest = 10

export function joinedProduct(advisory: Advisory, product: AdvisoryProduct, depth = 0): Joined {
  const { relation } = product
  if (!relation || depth > deepest) return { product }
  const byId = productsById(advisory)
  const [first, second] = [byId.get(relation.productId), byId.get(relation.relatesTo)]
  if (!first || !second) return { product }
  const [part, whole] = [first, second].map((one) => joinedProduct(advisory, one, depth + 1).product) as [
    AdvisoryProduct,
    AdvisoryProduct,
  ]
  if (isOwnSoftware(part, whole, relation.category)) return { product }
  if (isSystem(whole.name) && /^installed_/.test(relation.category)) return { product: onSystem(product, part, whole) }
  const { vendor, name, version, versionForm, isRange, fullName } = whole
  return { product: { ...product, vendor, name, version, versionForm, isRange, fullName }, component: part }
}

const known = new WeakMap<Advisory, ReadonlyMap<string, AdvisoryProduct>>()

function productsById(advisory: Advisory): ReadonlyMap<string, AdvisoryProduct> {
  let products = known.get(advisory)
  if (!products) {
    products = new Map(advisory.products.map((product) => [product.productId, product]))
    known.set(advisory, products)
  }
  return products
}

const isSystem = (name: string): boolean =>
  namesOnlySystem(name) || /\b(?:linux|ubuntu|debian|centos|suse|sles|rhel|macos|android|ios|ipados)\b/i.test(name)

const programWords =
  /^(?:(?:the|device|system|embedded|main|application|operating|base)\s+)*(?:firmware|software|bios|uefi|system|os)$/i
const speaksOfOwn = /\b(?:firmware|fw|bios|uefi|operating system|[a-z-]*os)\b/i

/** What makes the device run: it bears the device's name or no name of its own, or is what its maker installs on bare hardware. */
function isOwnSoftware(part: AdvisoryProduct, whole: AdvisoryProduct, category: string): boolean {
  const [inside, outside] = [plainText(part.name).trim(), plainText(whole.name).trim()]
  if (inside === '' || outside === '' || programWords.test(inside)) return true
  const isOneMaker =
    part.vendor.trim() === '' || whole.vendor.trim() === '' || isSurelySameVendor(part.vendor, whole.vendor)
  if (!isOneMaker) return false
  if (inside.includes(outside) || outside.includes(inside) || speaksOfOwn.test(part.name)) return true
  return category === 'installed_on' && isBareHardware(whole)
}

/** Named without a version, or with one of the hardware. */
const isBareHardware = ({ version }: AdvisoryProduct): boolean =>
  isUnversioned(version) || /\b(?:hardware|hw|rev(?:ision)?)\b/i.test(version)

export function isUnversioned(version: string): boolean {
  const { reading, condition } = readVersionExpression(version)
  return (reading === 'none' || reading === 'all') && condition === undefined
}

function onSystem(product: AdvisoryProduct, part: AdvisoryProduct, system: AdvisoryProduct): AdvisoryProduct {
  const { vendor, version, versionForm, isRange } = part
  const edition = isUnversioned(system.version) || system.isRange ? '' : ` ${system.version}`
  return { ...product, vendor, name: `${part.name} running ${system.name}${edition}`, version, versionForm, isRange }
}
