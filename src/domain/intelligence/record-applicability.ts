import type { AffectedProduct, CpeApplicability, CpeMatch, CveRecord } from '#model/cve-record.ts'
import type { NvdConfiguration, NvdCriterion, NvdNode } from '#model/nvd.ts'
import { ANY, bindToFormattedString, type CpeName, readCpe } from '#standards/cpe/cpe.ts'
import { unquoted } from '#standards/nvd/nvd.ts'
import { affectedRanges, type Range } from './record-versions.ts'

// What a CVE applies to by its own record, in the form of NVD's statements (ADR 0031): of each publisher its
// `cpeApplicability`, else the products of which it gives CPE names. The CNA speaks first, then CISA, then the others; of each
// product the first that names it is heard, and none is mixed with another's.

/** Empty where it names no product by a CPE name, and where it was rejected. */
export function recordApplicability(
  record: Pick<CveRecord, 'state' | 'affected' | 'applicability'>,
): NvdConfiguration[] {
  if (record.state === 'rejected') return []
  const publishers = [...new Set([...record.affected, ...record.applicability].map(({ publisher }) => publisher))]
  const named = new Set<string>()
  const all: NvdConfiguration[] = []
  for (const publisher of publishers.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))) {
    const own = saidBy(record, publisher).flatMap((configuration) => withoutProducts(configuration, named))
    for (const product of own.flatMap(vulnerableIn).map(productOf)) named.add(product)
    all.push(...own)
  }
  return all
}

const rankOf = (publisher: string) => (publisher.startsWith('cna:') ? 0 : publisher === 'adp:CISA-ADP' ? 1 : 2)

function saidBy({ affected, applicability }: Pick<CveRecord, 'affected' | 'applicability'>, publisher: string) {
  const own = <T extends { publisher: string }>(some: readonly T[]) => some.filter((one) => one.publisher === publisher)
  const stated = own(applicability).map(toConfiguration)
  if (stated.some((one) => vulnerableIn(one).length > 0)) return stated
  const criteria = own(affected).flatMap(criteriaOf)
  if (criteria.length === 0) return []
  const node: NvdNode = { operator: 'OR', negate: false, criteria: distinct(criteria) }
  return [{ operator: 'OR', negate: false, nodes: [node], by: publisher } as const]
}

const vulnerableIn = ({ nodes }: NvdConfiguration) =>
  nodes.flatMap(({ criteria }) => criteria.filter(({ vulnerable }) => vulnerable))

/** `cpe:2.3:a:vendor:product`; what cannot be read is a product of its own. */
function productOf({ cpe }: NvdCriterion): string {
  const read = readCpe(cpe)
  if (!read.ok) return cpe
  const { part, vendor, product } = read.name
  return [part, vendor, product].map(String).join(':')
}

/** What another has spoken of already is left out; a product together with such a one too. */
function withoutProducts(configuration: NvdConfiguration, named: ReadonlySet<string>): NvdConfiguration[] {
  const isNamed = (criterion: NvdCriterion) => criterion.vulnerable && named.has(productOf(criterion))
  if (!vulnerableIn(configuration).some(isNamed)) return [configuration]
  if (configuration.negate || configuration.nodes.some(({ negate }) => negate)) return []
  const nodes = configuration.nodes.map((node) => ({
    ...node,
    criteria: node.criteria.filter((criterion) => !isNamed(criterion)),
  }))
  const full = nodes.filter(({ criteria }) => criteria.length > 0)
  const isWhole = configuration.operator === 'OR' || full.length === nodes.length
  return isWhole && full.some(({ criteria }) => criteria.some(({ vulnerable }) => vulnerable))
    ? [{ ...configuration, nodes: full }]
    : []
}

const distinct = (criteria: readonly NvdCriterion[]) => [
  ...new Map(criteria.map((criterion) => [JSON.stringify(criterion), criterion])).values(),
]

// cpeApplicability --------------------------------------------------------------------------------------------------

const toConfiguration = ({ publisher, operator, negate, nodes }: CpeApplicability): NvdConfiguration => ({
  ...{ operator, negate, by: publisher },
  nodes: nodes.map(({ operator, negate, cpeMatch }) => ({ operator, negate, criteria: cpeMatch.map(toCriterion) })),
})

function toCriterion(match: CpeMatch): NvdCriterion {
  const bound = (text: string | undefined) => (text === undefined || text.trim() === '*' ? undefined : text.trim())
  const from = bound(match.versionStartIncluding)
  const after = bound(match.versionStartExcluding)
  const upTo = bound(match.versionEndIncluding)
  const before = bound(match.versionEndExcluding)
  return {
    cpe: match.criteria,
    vulnerable: match.vulnerable,
    ...(from !== undefined && { from }),
    ...(after !== undefined && { after }),
    ...(upTo !== undefined && { upTo }),
    ...(before !== undefined && { before }),
  }
}

// affected ----------------------------------------------------------------------------------------------------------

/** More than any publisher writes of one product. */
const mostCriteria = 20_000

function criteriaOf(affected: AffectedProduct): NvdCriterion[] {
  const names = (affected.cpes ?? []).flatMap((cpe) => {
    const read = readCpe(cpe)
    return read.ok ? [read.name] : []
  })
  const ranges = affectedRanges(affected)
  if (names.length === 0 || ranges.length === 0) return []
  const inPackage = packageIn(affected, names)
  if (inPackage !== undefined) return names.map((name) => criterionOf(name, { open: `with the package ${inPackage}` }))
  // Without versions beside it, a name says itself which it means.
  if (affected.versions.length === 0) return names.map((name) => criterionOf(name, ranges[0]!))
  const wide = [...new Map(names.map(ofAnyVersion).map((name) => [bindToFormattedString(name), name])).values()]
  if (wide.length * ranges.length > mostCriteria)
    return wide.map((name) => criterionOf(name, { open: 'in more versions than are read' }))
  const texts = new Set(affected.versions.flatMap(textsOf))
  const besides = names.filter(({ version }) => typeof version === 'string' && !texts.has(unquoted(version)))
  return [
    ...wide.flatMap((name) => ranges.map((range) => criterionOf(name, range))),
    ...besides.map((name) => criterionOf(name, { open: 'beside the versions that it lists' })),
  ]
}

/**
 * Of a distribution the CPE name is the product, and the versions are those of a package in it, of which no inventory of devices
 * tells.
 */
function packageIn({ packageName, collectionUrl = '', versions }: AffectedProduct, names: readonly CpeName[]) {
  const isOfDistribution =
    versions.some(({ versionType = '' }) => /^(?:rpm|deb|apk)$/i.test(versionType)) ||
    collectionUrl.includes('access.redhat.com') ||
    names.some(({ part }) => part === 'o')
  return isOfDistribution ? packageName : undefined
}

const ofAnyVersion = (name: CpeName): CpeName => ({ ...name, version: ANY, update: ANY })

const textsOf = ({ version, lessThan, lessThanOrEqual, changes = [] }: AffectedProduct['versions'][number]) =>
  [version, lessThan, lessThanOrEqual, ...changes.map(({ at }) => at)].flatMap((text) => text?.trim() ?? [])

function criterionOf(name: CpeName, { exact, ...bounds }: Range): NvdCriterion {
  const version = exact === undefined ? name.version : exact.replace(/\W/g, '\\$&')
  return { cpe: bindToFormattedString({ ...name, version }), vulnerable: true, ...bounds }
}
