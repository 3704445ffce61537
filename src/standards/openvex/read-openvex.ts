import { z } from 'zod'
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, ProductStatus } from '#model/advisory.ts'
import type { FindingStatus } from '#model/finding.ts'
import { isCve, VexJustification } from '#model/vex.ts'
import { readCpe } from '#standards/cpe/cpe.ts'
import { purlText, readPurl } from '#standards/purl/purl.ts'
import { classifyVersion } from '#standards/vers/vers.ts'

// OpenVEX 0.2.0 (https://github.com/openvex/spec), as it is written: the schema has `@cpe23` where the prose has `cpe23`.

const text = z.string().optional().catch(undefined)

const Component = z.object({
  '@id': text,
  identifiers: z.record(z.string(), z.string()).optional().catch(undefined),
})

const Statement = z.object({
  vulnerability: z.union([
    z.string().transform((name) => ({ name, aliases: [] as string[] })),
    z.object({ name: z.string().min(1), aliases: z.array(z.string()).catch([]) }),
  ]),
  products: z.array(Component).min(1),
  status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
  timestamp: text,
  last_updated: text,
  justification: VexJustification.optional().catch(undefined),
  impact_statement: text,
  action_statement: text,
})
type Statement = z.infer<typeof Statement>

const Document = z.object({
  '@id': z.string().min(1),
  author: z.string().trim().min(1),
  timestamp: z.iso.datetime({ offset: true }),
  last_updated: text,
  version: z.union([z.number(), z.string()]),
  statements: z.array(z.unknown()),
})

export const isOpenVex = (document: unknown): boolean =>
  /^https:\/\/openvex\.dev\/ns/.test(z.object({ '@context': z.string() }).safeParse(document).data?.['@context'] ?? '')

/**
 * Reads an OpenVEX document as an advisory of its author. Of two statements on one product and vulnerability the later
 * counts. What cannot be applied to a device is named in `remarks` with the reason, and kept as a product that no device
 * bears the name of where a person may say which model it is.
 */
export function readOpenVex(document: unknown): { advisory: Advisory; remarks: string[] } | { error: string } {
  const read = Document.safeParse(document)
  if (!read.success) {
    const issue = read.error.issues[0]
    return { error: `This is not an OpenVEX document: ${issue?.path.join('.')}: ${issue?.message}` }
  }
  const { '@id': id, author, timestamp, last_updated, version } = read.data
  const revisedAt = isTime(last_updated) ? last_updated : timestamp
  const remarks: string[] = []
  const products = new Map<string, AdvisoryProduct>()
  const said = new Map<string, { statement: Statement; productId: string; at: number }>()
  for (const [index, one] of read.data.statements.entries()) {
    const label = `statement ${index + 1}`
    const parsed = Statement.safeParse(one)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      remarks.push(`${label} cannot be read: ${issue?.path.join('.')}: ${issue?.message}`)
      continue
    }
    const statement = parsed.data
    if (statement.status === 'not_affected' && !statement.justification && !statement.impact_statement) {
      remarks.push(`${label} says not affected without a justification or an impact statement, and was not applied`)
      continue
    }
    const at = [statement.last_updated, statement.timestamp].find(isTime) ?? revisedAt
    for (const component of statement.products) {
      const read = toProduct(component)
      if ('reason' in read) remarks.push(`${label} was not applied to ${read.name}: ${read.reason}`)
      const product = 'reason' in read ? read.unplaced : read
      if (!product) continue
      products.set(product.productId, product)
      const key = `${statement.vulnerability.name}\n${product.productId}`
      const before = said.get(key)
      if (!before || before.at <= Date.parse(at))
        said.set(key, { statement, productId: product.productId, at: Date.parse(at) })
    }
  }
  const byVulnerability = Map.groupBy(said.values(), ({ statement }) => statement.vulnerability.name)
  return {
    remarks,
    advisory: {
      id: `${slug(author)}:${id}`,
      publisher: author,
      publisherNamespace: '',
      trackingId: id,
      title: `VEX of ${author}`,
      summary: '',
      revision: `${version}`,
      trackingStatus: 'final',
      publishedAt: timestamp,
      revisedAt,
      properties: { ...noProperties, category: 'openvex' },
      products: [...products.values()],
      vulnerabilities: [...byVulnerability.values()].map(toVulnerability),
    },
  }
}

const noProperties = {
  csafVersion: '',
  publisherCategory: '',
  generator: '',
  aggregateSeverity: '',
  revisionHistory: [],
}

const isTime = (value: string | undefined): value is string => value !== undefined && !Number.isNaN(Date.parse(value))

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'unknown'

const statusOf: Record<FindingStatus, ProductStatus> = {
  affected: 'known_affected',
  fixed: 'fixed',
  not_affected: 'known_not_affected',
  under_investigation: 'under_investigation',
}

function toVulnerability(said: readonly { statement: Statement; productId: string }[]): AdvisoryVulnerability {
  const { name, aliases } = said[0]!.statement.vulnerability
  const cve = [name, ...aliases].find(isCve)
  const status: AdvisoryVulnerability['status'] = {}
  const result: AdvisoryVulnerability = {
    vulnerabilityId: cve ?? name,
    ...(cve && { cve }),
    title: cve ?? name,
    description: '',
    scores: [],
    remediations: [],
    status,
    threats: [],
    flags: [],
  }
  for (const { statement, productId } of said) {
    const key = statusOf[statement.status]
    status[key] = [...(status[key] ?? []), productId]
    const productIds = [productId]
    if (statement.justification) result.flags.push({ label: statement.justification, productIds })
    if (statement.impact_statement && statement.status === 'not_affected')
      result.threats.push({ category: 'impact', details: statement.impact_statement, productIds })
    if (statement.action_statement && statement.status === 'affected')
      result.remediations.push({ category: 'mitigation', details: statement.action_statement, productIds })
  }
  return result
}

interface NotPlaced {
  readonly name: string
  readonly reason: string
  /** Absent where it has no name that it could have again, or is no model. */
  readonly unplaced?: AdvisoryProduct
}

/** A package URL of type `generic` with the manufacturer as namespace, or a CPE name, says which device is meant. */
function toProduct(component: z.infer<typeof Component>): AdvisoryProduct | NotPlaced {
  const { identifiers = {}, '@id': id = '' } = component
  const purl = identifiers.purl ?? (id.startsWith('pkg:') ? id : undefined)
  const cpe =
    identifiers.cpe23 ??
    identifiers['@cpe23'] ??
    identifiers.cpe22 ??
    identifiers['@cpe22'] ??
    (id.startsWith('cpe:') ? id : undefined)
  const name = id || purl || cpe || 'a product without a name'
  const not = (reason: string): NotPlaced => {
    const read = purl ? readPurl(purl) : undefined
    const version = read?.ok ? read.purl.version : ''
    // The same package has the same name in its next version.
    const stem = read?.ok ? purlText({ ...read.purl, version: '', qualifiers: {}, subpath: '' }) : id || cpe
    return { name, reason, ...(stem && { unplaced: product(name, '', stem, version, { unplaced: reason }) }) }
  }
  if (purl) {
    const read = readPurl(purl)
    if (!read.ok) return not(read.reason)
    const { type, namespace, name: model, version, qualifiers } = read.purl
    if (qualifiers.device || qualifiers.serial_number) return { name, reason: 'it is one device, and no model' }
    if (type === 'generic' && namespace) return product(name, namespace, model, version, { purl })
    if (!cpe) return not(`a package of type ${type} without a manufacturer names no model of a device`)
  }
  if (!cpe) return not('it is named neither by a package URL nor by a CPE name')
  const read = readCpe(cpe)
  if (!read.ok) return not(read.reason)
  const words = (value: unknown) => (typeof value === 'string' ? value.replace(/\\/g, '').replace(/_/g, ' ') : '')
  const { vendor, product: model, version } = read.name
  if (!words(vendor) || !words(model)) return not('its CPE name leaves vendor or product open')
  return product(name, words(vendor), words(model), words(version), { cpe })
}

function product(
  productId: string,
  vendor: string,
  name: string,
  stated: string,
  identifiers: { purl?: string; cpe?: string; unplaced?: string },
): AdvisoryProduct {
  const version = stated || 'vers:all/*'
  return {
    productId,
    vendor,
    name,
    version,
    versionForm: classifyVersion(version),
    fullName: [vendor, name, stated].filter(Boolean).join(' '),
    isRange: !stated,
    identifiers,
  }
}
