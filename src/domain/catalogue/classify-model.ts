import type { IdentifiedRecord, NamedRecords } from '#domain/intelligence/intelligence.ts'
import { type Aliases, isSameVendor } from '#domain/matching/matching.ts'
import type { ProductClassification } from '#model/device-catalogue.ts'
import type { CodeConfidence, ModelClassification, ProductCode } from '#model/model-catalogue.ts'

/** What is known of a model, and of what it is asked. */
export interface Asked {
  readonly manufacturer: string
  /** Model and model numbers, as devices write them. */
  readonly names: readonly string[]
  /** Device identifiers, in GUDID's spelling. */
  readonly dis: readonly string[]
}

export interface Found {
  readonly byIdentifier: ReadonlyMap<string, readonly IdentifiedRecord[]>
  readonly byName: ReadonlyMap<string, readonly NamedRecords[]>
  readonly codes: ReadonlyMap<string, ProductClassification>
}

interface Evidence {
  readonly records: readonly { readonly codes: readonly string[]; readonly count: number }[]
  readonly gmdn: ModelClassification['gmdn']
  readonly confidence: CodeConfidence
  readonly because: string
}

const nothing: ModelClassification = {
  ...{
    codes: [],
    confidence: null,
    because: null,
    deviceClass: null,
    isLifeSustaining: null,
    isImplant: null,
    gmdn: [],
  },
}

/**
 * Which product codes a model has: by the identifiers of its devices; else by what GUDID's records of the same company call their
 * model or catalogue number; else by their brand. What names several kinds of device is unsure.
 */
export function classifyModel(asked: Asked, found: Found, aliases: Aliases | undefined): ModelClassification {
  const all = [byIdentifier(asked, found, aliases), ...byNames(asked, found, aliases)].filter(
    (one) => one !== undefined,
  )
  const evidence = all.find(({ records }) => records.some(({ codes }) => codes.length > 0))
  const gmdn = uniqueTerms(all[0]?.gmdn ?? [])
  if (!evidence) return { ...nothing, gmdn }
  const codes = countCodes(evidence.records, found.codes)
  const flag = (name: 'isLifeSustaining' | 'isImplant') =>
    codes.some((code) => code[name]) ? true : codes.every((code) => code[name] === false) ? false : null
  // One name of several kinds of device: that some of them sustain life tells nothing of this one.
  const isSplit = evidence.confidence === 'unsure' && new Set(codes.map((code) => code.isLifeSustaining)).size > 1
  return {
    codes,
    confidence: evidence.confidence,
    because: evidence.because,
    deviceClass: highestClass(codes),
    isLifeSustaining: isSplit ? null : flag('isLifeSustaining'),
    isImplant: flag('isImplant'),
    gmdn,
  }
}

function byIdentifier({ manufacturer, dis }: Asked, { byIdentifier }: Found, aliases: Aliases | undefined) {
  const records = dis.flatMap((di) => byIdentifier.get(di) ?? [])
  const [first] = records
  if (!first) return undefined
  const known = dis.filter((di) => byIdentifier.has(di))
  const isSame = manufacturer === '' || records.some(({ company }) => isSameVendor(manufacturer, company, aliases))
  const name = [first.brand, first.model].filter((text) => text !== '').join(' ')
  const which =
    known.length === 1 ? `UDI-DI ${known[0]} is` : `${known.length} UDI-DIs of its devices are, as ${known[0]},`
  const evidence: Evidence = {
    records: records.map(({ product_codes }) => ({ codes: product_codes, count: 1 })),
    gmdn: records.flatMap(({ more }) => termsOf(more.gmdn)),
    // Sold under another name, or mistyped into another's identifier.
    confidence: isSame ? 'certain' : 'unsure',
    because: `${which} "${name}" of ${first.company} in GUDID${isSame ? '' : `, and the inventory names ${manufacturer}`}`,
  }
  return evidence
}

const words = {
  model: 'version or model',
  catalog: 'catalogue number',
  whole: 'brand and model',
  brand: 'brand',
} as const

function byNames({ manufacturer, names }: Asked, { byName }: Found, aliases: Aliases | undefined): Evidence[] {
  if (manufacturer === '') return []
  return (['model', 'catalog', 'whole', 'brand'] as const).flatMap((by) => {
    for (const name of names) {
      const rows = (byName.get(name) ?? []).filter(
        (row) => row.by === by && isSameVendor(manufacturer, row.company, aliases),
      )
      const [first] = rows
      if (!first) continue
      const kinds = new Set(
        rows.filter(({ product_codes }) => product_codes.length > 0).map((row) => row.product_codes.join()),
      )
      const count = rows.reduce((sum, { records }) => sum + records, 0)
      const have = count === 1 ? 'One record of' : `${count} records of`
      return [
        {
          records: rows.map(({ product_codes, records }) => ({ codes: product_codes, count: records })),
          gmdn: rows.flatMap((row) => termsOf(row.gmdn)),
          confidence: kinds.size <= 1 ? ('likely' as const) : ('unsure' as const),
          because: `${have} ${first.company} in GUDID ${count === 1 ? 'has' : 'have'} the ${words[by]} "${name}"${
            kinds.size > 1 ? `, of ${kinds.size} kinds of device` : ''
          }`,
        },
      ]
    }
    return []
  })
}

const termsOf = (gmdn: IdentifiedRecord['more']['gmdn'] | undefined) =>
  (gmdn ?? []).map(({ name, code }) => ({ name, code: code ?? null }))

const uniqueTerms = (terms: ModelClassification['gmdn']) =>
  [...new Map(terms.map((term) => [term.name, term])).values()].slice(0, 20)

function countCodes(records: Evidence['records'], known: Found['codes']): ProductCode[] {
  const counts = new Map<string, number>()
  for (const { codes, count } of records) for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + count)
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([code, count]) => {
      const said = known.get(code)
      return {
        code,
        name: said?.name ?? null,
        deviceClass: said?.deviceClass || null,
        regulation: said?.regulation ?? null,
        isLifeSustaining: said?.isLifeSustaining ?? null,
        isImplant: said?.isImplant ?? null,
        records: count,
      }
    })
}

const highestClass = (codes: readonly ProductCode[]): string | null =>
  codes
    .map(({ deviceClass }) => deviceClass)
    .filter((one) => one !== null)
    .sort((a, b) => rank(b) - rank(a))[0] ?? null

const rank = (deviceClass: string) => (/^[123]$/.test(deviceClass) ? Number(deviceClass) : 0)

/** How much harm its failure can do at least, by FDA's word; null where that is not sure enough, or says nothing. */
export const harmOf = ({ confidence, isLifeSustaining, deviceClass }: ModelClassification) => {
  if (confidence === null || confidence === 'unsure') return null
  if (isLifeSustaining) return 'life_sustaining'
  return deviceClass === '3' ? 'high' : null
}
