import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import { classifyVersion, readVersionExpression } from '#standards/vers/vers.ts'
import { isUnversioned } from './joined-products.ts'

// Where a product's version stands, when its own branch does not say it (CSAF 2.0 clause 3.1.2): in the branch's name with that of the
// product, in the product's full name, or nowhere.

/** With name and version each in its place. */
export function statedProduct(product: AdvisoryProduct): AdvisoryProduct {
  const parted = product.name.trim() === '' ? ofOneText(product.version) : undefined
  if (parted) return withVersion({ ...product, name: parted.name }, parted.version)
  if (readVersionExpression(product.version).reading !== 'none') return product
  const [, name, range] = /^(.*\S)\s+([<>=≤≥]\s*=?\s*\S*\d.*)$/s.exec(product.name) ?? []
  if (name && range) return withVersion({ ...product, name }, range)
  const version = behindName(product)
  return version ? withVersion(product, version) : product
}

const withVersion = (product: AdvisoryProduct, version: string): AdvisoryProduct => ({
  ...product,
  version,
  versionForm: classifyVersion(version),
})

const versionWords =
  /\b(?:versions?|releases?|revisions?|builds?|prior|before|earlier|later|older|newer|all|firmware|software|hardware|fw|sw)\b|^\s*vers:/i

/** `Infusor 500 2.5` in a branch for versions, below a branch for the maker. */
function ofOneText(text: string): { readonly name: string; readonly version: string } | undefined {
  if (!/[a-z]{3}/i.test(text) || versionWords.test(text)) return undefined
  const [, name, version] = /^([^<>=≤≥]*[^\s<>=≤≥])\s+(v?\d+(?:\.\w+)+|[<>=≤≥].*\d.*)$/s.exec(text.trim()) ?? []
  return name && version ? { name, version } : { name: text.trim(), version: '' }
}

/** The `version 2.5` of `Acme Corp Infusor 500 version 2.5`. */
function behindName({ name, fullName }: AdvisoryProduct): string | undefined {
  const own = name.trim()
  const at = own === '' ? -1 : fullName.toLowerCase().indexOf(own.toLowerCase())
  if (at < 0) return undefined
  const [, rest] =
    /^[\s:,-]+(?=[<>=≤≥]|v?\.?\d+\.\d|(?:all |firmware |software )?(?:versions?|releases?)\b)(.*\d.*)$/is.exec(
      fullName.slice(at + own.length),
    ) ?? []
  return rest && readVersionExpression(rest).reading === 'alternatives' ? rest.trim() : undefined
}

const known = new WeakMap<Advisory, boolean>()

/**
 * Whether a version of anything stands in the advisory: then a product without one may be meant as its text says. Where none does,
 * the product is meant as it is named, in all its versions.
 */
export function statesVersions(advisory: Advisory): boolean {
  let states = known.get(advisory)
  if (states === undefined) {
    states =
      advisory.products.some((product) => !isUnversioned(statedProduct(product).version)) ||
      textsOf(advisory).some((text) => version.test(text.replace(numbersOfOthers, ' ')))
    known.set(advisory, states)
  }
  return states
}

const textsOf = ({ title, summary, vulnerabilities }: Advisory): string[] => [
  title,
  summary,
  ...vulnerabilities.flatMap((one) => [
    one.title,
    one.description,
    ...one.remediations.map(({ details }) => details),
    ...one.threats.map(({ details }) => details),
  ]),
]

/** Addresses, identifiers, scores, days and protocols. */
const numbersOfOthers =
  /\bhttps?:\S+|\b(?:cve|cwe|icsa|icsma|rhsa)-\S+|\bcvss\S*(?:\s*v?\d(?:\.\d)?)?|\bscores?(?:\s+(?:of|is))?[\s:]*\d+\.\d|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b(?:tls|ssl|http|smb|snmp|usb|bluetooth|ssh|dicom|hl7)[\s/]*v?\d+(?:\.\d+)?/gi
const version = /\b(?:versions?|releases?|revisions?|firmware|software|builds?|v)\.?:?\s*\d|(?<![\w.])\d+\.\d+/i
