// What one advisory says of one of its products, read from the words that it has for it.

import type { Advisory, AdvisoryProduct, ProductStatus } from '#model/advisory.ts'
import { readVersionExpression, type VersionExpression } from '#standards/vers/vers.ts'
import type { Inside } from './inside.ts'
import { type Vendor, vendorWords } from './makers/vendor.ts'
import { letters } from './model-token.ts'
import { plainText } from './plain-text.ts'
import { type ProductName, readListedModel } from './product-name.ts'
import { productName } from './remembered-names.ts'
import { statesVersions } from './stated-products.ts'

/** `none`: the product stands in the advisory, and no status is given for it. */
export interface Verdict {
  readonly vulnerabilityId: string
  readonly status: ProductStatus | 'none'
}

/** What one advisory says about one of its products. */
export interface Statement {
  readonly advisory: Advisory
  readonly product: AdvisoryProduct
  readonly version: VersionExpression
  /** The text that stands for the version, where the name held it (`Xeleris 3.1`) else the product’s own. */
  readonly versionText: string
  /** Words where the version should be, which are models: `MMT-1715 | MMT-1754`. */
  readonly models: readonly ProductName[]
  /** `8.x model 35700BAX2`: the number that is given with the version, in lower case. */
  readonly modelNumber: string | undefined
  /** `PM5560 <= 2.7.8`, `ST-200 firmware 1.2 and earlier`: the member in letters and digits, and what is said of its version. */
  readonly member?: { readonly form: string; readonly version: VersionExpression; readonly versionText: string }
  /** The release whose patches are counted: the 2019 of `SQL Server 2019`. */
  readonly patchedRelease?: string
  readonly speaksOfFirmware: boolean
  /** Its version is the one in the product's name. */
  readonly isByName: boolean
  /** What is said is said of the product with this inside. */
  readonly inside?: Inside
  readonly verdicts: readonly Verdict[]
}

/** `UDI/Model/NDC number ZXP425`, `Product ID/Reorder number 19191`. */
const numberLabel =
  /^\s*(?:(?:udi|model|ndc|product|id|reorder|catalog(?:ue)?|order|ref|sku)\b[/\s]*)+(?:numbers?|no\.?|#)?:?\s*/i

/** `2131 and 2141`, `3002 S3 | 3005 S3`. */
function listOf(text: string): string[] {
  const listed = text.split('|').flatMap((piece) => {
    const names = piece.split(/,|\b(?:and|or)\b/i)
    return names.every((name) => /\d/.test(name)) ? names : [piece]
  })
  return listed.map((name) => name.trim())
}

/**
 * `<= UPS 04.5`, `< MAIN 3.2`: a word before the number says whose version it is, as a model's code does (`< IR302 3.5.56`) and
 * what kind of box (`< NVR-B3801.20.17`).
 */
const withoutLead = (text: string): string =>
  /[<>=]\s*[a-z]|^\s*ups\b/i.test(text)
    ? text
        .replace(/^\s*ups\s+(?=v?\d[\w.]* (?:and|or) [a-z ]+$)/i, '')
        .replace(
          /([<>=]\s*)(?:ups|app|main|core|host|system|application|suite|server|client|package|bundle)\s+(?=v?\d)/gi,
          '$1',
        )
        .replace(
          /^(\s*[<>=]+\s*)(?!(?:rev|ver|build|rel|sp|hf|fw|sw|hw)\d)[a-z]{2,}-?\d{2,}[a-z]{0,2}\s+(?=v?\d+\.\d)/gi,
          '$1',
        )
        .replace(/([<>=]\s*)(?:nvr|dvr|xvr|ipc)-(?=[a-z]{0,2}\d)/gi, '$1')
    : text

/** `2404267 version 1.x`: the version of the product with that number, as `1.x model 2404267` says it. */
const withNumberBehind = (text: string): string =>
  text.replace(
    /^\s*(\d{5,}[a-z\d]*)\s+(?:\([^()]*\)\s*)?(?:firmware |software )?versions?:?\s+(\S.*?)\s*$/i,
    '$2 model $1',
  )

/** `4.4.0 (only affected by CVE-2019-10943)`: of that one alone. */
function ofNamedVulnerabilities(versionText: string, verdicts: Statement['verdicts']): Statement['verdicts'] {
  const ids = /\bonly\b/i.test(versionText) ? (versionText.match(/\bcve-\d{4}-\d{4,}/gi) ?? []) : []
  const named = verdicts.filter(({ vulnerabilityId }) => ids.some((id) => id.toUpperCase() === vulnerabilityId))
  return named.length > 0 ? named : verdicts
}

/** A code before what is said of a version, and none of the words that stand before versions. */
const memberFirst =
  /^\s*(?:model\s+)?(?!(?:v|ver|version|rev|r|sp|fw|sw|hw|hf|build|bn|vb|va|ups|nmc|ha)[\s.-]?\d)([a-z]{1,5}(?:-?\d{2,}[a-z]*|\d{2,}[a-z]*(?:-[a-z\d]+)*|-[a-z]*\d{2,}[a-z]*))\s*(?::\s*|\s(?=<|>|=|(?:all\s)?(?:firmware|software|fw|sw|versions?|ver|v\.?\s?\d|prior|before|up to)))(.*\d.*)$/i

/** `AcquiSuite | A8810`: a code and nothing else, which no version is like. */
const codeAlone = (versionText: string): string | undefined =>
  /^\s*(?!(?:v|r|b|c|ver|rev|rel|sp|fw|sw|hw|hf|bld|build|kb)\d)([a-z]{1,4}\d{4,5})\s*$/i
    .exec(versionText)?.[1]
    ?.toLowerCase()

const members = new Map<string, Statement['member']>()

function memberOf(versionText: string): Statement['member'] {
  if (members.has(versionText)) return members.get(versionText)
  if (members.size > 50_000) members.clear()
  const [, code, rest] = memberFirst.exec(versionText) ?? []
  const version = rest === undefined ? undefined : readVersionExpression(rest.trim())
  const isRead = version?.reading === 'alternatives' && !version.component && !version.condition
  const member = code && rest && isRead ? { form: letters(code), version, versionText: rest.trim() } : undefined
  members.set(versionText, member)
  return member
}

const patchAlone =
  /^\s*(?:all |versions? )*(<=?|before|prior to|earlier than|up to|through)\s*((?:sp|service pack|cu|cumulative update|p|patch|hf|hotfix|upd|update|mr)[ -]?\d+[a-z]?)\s*$/i

/** `< P007` of the `WinCC OA 3.16`, `before CU25` of the `SQL Server 2019`: patches of the version that the name ends with. */
function patchOfName({ name, version }: AdvisoryProduct): { base: string; versionText: string } | undefined {
  const [, sign, pack] = patchAlone.exec(version) ?? []
  const base =
    pack && /\sv?(\d+(?:\.\d+)*(?: r2)?(?: sp ?\d+)?)\s*$/i.exec(name.replace(/\([^()]*\)/g, ' ').trim())?.[1]
  return base
    ? {
        base,
        versionText: `>= ${base} and ${sign!.replace(/^(?:before|prior to|earlier than)$/i, '<').replace(/^(?:up to|through)$/i, '<=')} ${base} ${pack}`,
      }
    : undefined
}

/** `All versions` of the `WinCC V7.4` are those of that release, its service packs and updates among them. */
function ofRelease(named: string): string {
  if (/^\d+(?:\.\d+)+$/.test(named)) return `${named}.x`
  const [, release, pack, count] = /^(\d[\d.]*(?: \w+)*? )?((?:sp|update|upd|cu|hf) ?)(\d+)$/i.exec(named) ?? []
  return release && pack ? `>= ${named} and < ${release}${pack}${Number(count) + 1}` : named
}

export function toStatement(
  advisory: Advisory,
  product: AdvisoryProduct,
  vendor: Vendor,
  verdicts: Statement['verdicts'],
): Statement {
  const own = readVersionExpression(product.version)
  const saysNone = own.reading === 'none' || (own.reading === 'all' && !own.condition)
  const named = saysNone ? productName(product.name, vendor).version : undefined
  const inName = named && own.reading === 'all' ? ofRelease(named) : named
  const patch = patchOfName(product)
  const versionText = inName ?? patch?.versionText ?? withNumberBehind(product.version)
  const written = readVersionExpression(withoutLead(versionText))
  const read: VersionExpression =
    written.reading === 'none' && !statesVersions(advisory) ? { ...written, reading: 'all' } : written
  // `NMC2 <= 6.9.6` of the `Rack PDU using NMC2`: the part is what the product is about.
  const isOwnPart = read.component && plainText(product.name).includes(plainText(read.component))
  const version = isOwnPart ? { ...read, component: undefined } : read
  // `RX1500 | RX1501`: letters and three digits or more, one like the other.
  const areCodes =
    !/\d/.test(product.name) &&
    version.alternatives.length > 1 &&
    version.alternatives.every(
      (one) => one.kind === 'exact' && /^\s*[a-z]{2,4}-?\d{3,5}[a-z]{0,3}\s*$/i.test(one.version.text),
    )
  const areModels =
    version.reading === 'alternatives' &&
    (areCodes || version.alternatives.every((alternative) => alternative.kind === 'exact' && alternative.loose)) &&
    // `82002228_K`: a firmware’s own number.
    !/\d{6,}_[a-z]\b/i.test(versionText) &&
    !/\b(?:windows|linux|android|operating system|edition|part|version|firmware|software|hardware|patch level|serial|manufactured|made|produced|built|shipped|delivered|distributed)\b/i.test(
      versionText,
    )
  const models = areModels
    ? listOf(versionText).map((text) => readListedModel(text.replace(numberLabel, ''), vendorWords(vendor)))
    : []
  return {
    advisory,
    product,
    version,
    versionText,
    models,
    member: memberOf(versionText),
    ...(patch && { patchedRelease: patch.base }),
    isByName: inName !== undefined,
    modelNumber:
      /^model (\S+)$/i.exec(version.condition ?? '')?.[1]?.toLowerCase() ??
      /\((\d{6,7})\)/.exec(versionText)?.[1] ??
      codeAlone(versionText),
    speaksOfFirmware: /firmware|\bfw\b/i.test(`${product.fullName} ${product.version} ${product.name}`),
    verdicts: ofNamedVulnerabilities(product.version, verdicts),
  }
}
