// A product is known by its whole name where that is a brand of its own, whoever the inventory gives as the maker: a dealer,
// a former owner, the company whose system it came with.

import type { Configuration } from '#model/matching.ts'
import { type Vendor, vendorWords } from './makers/vendor.ts'
import type { IndexedProduct } from './match-index.ts'
import { isDescriptor, isMeasure, isVersionLike, joined, kindOf, rawTokens, tidy } from './model-token.ts'
import { variantWords } from './model-words.ts'
import { plainText } from './plain-text.ts'
import type { ProductName } from './product-name.ts'

const none: ReadonlySet<string> = new Set()

/** What of a text names a product: words for kinds, versions and what stands in brackets are left out. */
function namingTokens(text: string, strip: ReadonlySet<string>): string[] {
  const tokens = rawTokens(plainText(text).replace(/\([^()]*\)/g, ' '))
  return tokens.flatMap((token) => {
    const form = tidy(joined(token))
    return form === '' || isVersionLike(token) || kindOf(form) === 'kind' || strip.has(form) ? [] : [form]
  })
}

const isBrand = (form: string): boolean =>
  form.length >= 5 && kindOf(form) === 'word' && !isDescriptor(form) && !variantWords.has(form)

/** The names under which a product is known to everybody; none where another maker may well use the same. */
export function wholeNames({ text, condition, version }: ProductName, vendor: Vendor): string[] {
  if (condition !== undefined || version !== undefined || vendor.ids.length === 0) return []
  const tokens = namingTokens(text, vendorWords(vendor))
  const name = tokens.join('')
  if (name.length < 5) return []
  const [maker] = namingTokens(vendor.text, none)
  // With the maker before it, `Moxa NPort 5150`, a shorter name will do.
  const named = maker !== undefined && maker.length >= 4 && tokens.length > 0 ? [maker + name] : []
  // `Valleylab Exchange Client` is its maker's; others have an `Exchange Client` as well.
  const bearsMaker = tokens.length < namingTokens(text, none).length
  if (bearsMaker) return [...named, namingTokens(text, none).join('')]
  const isOwn = tokens.some(isBrand) && name.length >= 8 && tokens.length > 1
  return isOwn ? [name, ...named] : named
}

/** What the device may be known by: with its sizes, which may be of the name, and without: `Galaxy VXL 1250kW 400V`. */
export function namesOfDevice({ model, modelNumber }: Pick<Configuration, 'model' | 'modelNumber'>): string[] {
  const names = [model, modelNumber, `${model} ${modelNumber}`].flatMap((text) => {
    const tokens = text.trim() === '' ? [] : namingTokens(text, none)
    return [tokens.join(''), tokens.filter((form) => !isMeasure(form)).join('')]
  })
  return [...new Set(names)].filter((name) => name.length >= 8)
}

/** An index is made again with every new advisory, and the names of the others are what they were. */
const known = new WeakMap<ProductName, { readonly vendor: Vendor; readonly names: ReadonlySet<string> }>()

function knownNames({ name, vendor }: IndexedProduct): ReadonlySet<string> {
  const before = known.get(name)
  if (before?.vendor === vendor) return before.names
  const names = new Set(wholeNames(name, vendor))
  known.set(name, { vendor, names })
  return names
}

/** Products by their whole names. */
export function byWholeName(products: Iterable<IndexedProduct>): Map<string, IndexedProduct[]> {
  const found = new Map<string, IndexedProduct[]>()
  for (const product of products)
    for (const name of knownNames(product)) {
      const list = found.get(name)
      if (list) list.push(product)
      else found.set(name, [product])
    }
  return found
}
