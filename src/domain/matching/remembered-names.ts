import type { AdvisoryProduct } from '#model/advisory.ts'
import { isKnownVendor, readVendor, type Vendor, vendorWords } from './makers/vendor.ts'
import { isStrong } from './name-groups.ts'
import { type ProductName, readProductName } from './product-name.ts'

/** Most names come many times, in one advisory and in its successors, and again when the index is made again. */
const names = new Map<string, ProductName>()

export function productName(text: string, vendor: Vendor): ProductName {
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
