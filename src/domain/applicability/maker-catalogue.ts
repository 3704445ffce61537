import { compileAdvisories, type MatchIndex, romans } from '#domain/matching/matching.ts'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'

/** What NVD has of one maker. A maker of thousands of products is not read whole for each model of his. */
export interface MakerCatalogue {
  /** Products behind each name: `alaris_8015_pcu` and `alaris_8015_pcu_firmware` are one device. */
  readonly named: ReadonlyMap<string, readonly number[]>
  readonly names: readonly string[]
  /** Places in `names` by the parts of their words. */
  readonly byPart: ReadonlyMap<string, readonly number[]>
  /** Each name as an advisory, made when it is asked for; and the index of all, where most are. */
  readonly advisories: (Advisory | undefined)[]
  whole?: MatchIndex
}

/** Of more names than this the index of all is made once instead of one for each model. */
const most = 200

/** @param named  numbers of the products behind each `vendor\nname` */
export function makerCatalogue(named: ReadonlyMap<string, readonly number[]>): MakerCatalogue {
  const names = [...named.keys()]
  const byPart = new Map<string, number[]>()
  for (const [at, name] of names.entries())
    for (const part of partsOf(name.slice(name.indexOf('\n')))) {
      const list = byPart.get(part)
      if (list) list.push(at)
      else byPart.set(part, [at])
    }
  return { named, names, byPart, advisories: [] }
}

/** The products with which the texts have the part of a word in common, ready to be asked. */
export function productsNamed(catalogue: MakerCatalogue, texts: readonly string[]): MatchIndex {
  const found = new Set<number>()
  for (const part of partsOf(texts.join(' '))) for (const at of catalogue.byPart.get(part) ?? []) found.add(at)
  if (found.size > most) {
    catalogue.whole ??= compileAdvisories(catalogue.names.map((_, at) => advisoryOf(catalogue, at)))
    return catalogue.whole
  }
  return compileAdvisories([...found].toSorted((a, b) => a - b).map((at) => advisoryOf(catalogue, at)))
}

/** The beginning and the end of each word, and each number: one of them is left whatever was mistyped or run together. */
function partsOf(text: string): Set<string> {
  const parts = new Set<string>()
  const words = text.toLowerCase().match(/\d+|\p{L}+/gu) ?? []
  // `EBI` of an `Enterprise Buildings Integrator`.
  for (let at = 2; at < words.length; at++) parts.add(words[at - 2]![0]! + words[at - 1]![0]! + words[at]![0]!)
  for (const word of words) {
    parts.add(/^\d/.test(word) ? word : word.slice(0, 3))
    if (word.length > 4 && word > '9') parts.add(`-${word.slice(-3)}`)
    const roman = romans[word]
    if (roman) parts.add(roman)
  }
  return parts
}

/** A product as an advisory on all its versions would name it, for the matcher of advisories reads such. */
function advisoryOf(catalogue: MakerCatalogue, at: number): Advisory {
  const known = catalogue.advisories[at]
  if (known) return known
  const productId = catalogue.names[at]!
  const [vendor = '', name = ''] = productId.split('\n')
  const product: AdvisoryProduct = {
    ...{ productId, vendor, name, fullName: name },
    ...{ version: 'vers:all/*', versionForm: 'all', isRange: true },
  }
  const advisory: Advisory = {
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
    products: [product],
    vulnerabilities: [
      {
        vulnerabilityId: 'named',
        title: '',
        description: '',
        scores: [],
        remediations: [],
        status: { known_affected: [productId] },
        threats: [],
        flags: [],
      },
    ],
  }
  catalogue.advisories[at] = advisory
  return advisory
}
