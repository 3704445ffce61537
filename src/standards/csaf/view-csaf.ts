import { z } from 'zod'
import type { CsafView } from '#model/csaf-view.ts'
import { parseCvss, scoresOf } from '#standards/cvss/cvss.ts'
import {
  Branch,
  CsafDocument,
  CsafVulnerability,
  FullProductName,
  ProductGroup,
  Relationship,
} from './csaf-document.ts'

// The whole document for a person's eyes: what matching has no use for is read too. A part that is not as the schema says is
// left out of what is shown; the document itself can be read beside it.

const text = z.string().catch('')
const texts = z.array(z.string()).catch([])
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((values) => values.flatMap((value) => item.safeParse(value).data ?? []) as z.output<T>[])

const Notes = list(z.object({ category: text, title: text, audience: text, text }))
const References = list(z.object({ category: text, summary: text, url: text }))
const Acknowledgments = list(z.object({ names: texts, organization: text, summary: text, urls: texts }))

/** Clause 3.2.1. */
const Frame = z.object({
  category: text,
  csaf_version: text,
  lang: text,
  source_lang: text,
  aggregate_severity: z.object({ text, namespace: text }).nullable().catch(null),
  distribution: z
    .object({ text, tlp: z.object({ label: text, url: text }).catch({ label: '', url: '' }) })
    .catch({ text: '', tlp: { label: '', url: '' } }),
  publisher: z.object({ name: text, category: text, namespace: text, contact_details: text, issuing_authority: text }),
  tracking: z.object({
    id: text,
    aliases: texts,
    status: text,
    version: z.union([z.string(), z.number().transform(String)]).catch(''),
    initial_release_date: text,
    current_release_date: text,
    generator: z
      .object({ date: text, engine: z.object({ name: text, version: text }) })
      .catch({ date: '', engine: { name: '', version: '' } }),
    revision_history: list(
      z.object({ number: z.union([z.string(), z.number().transform(String)]), date: text, summary: text }),
    ),
  }),
  notes: Notes,
  references: References,
  acknowledgments: Acknowledgments,
})

const about = { product_ids: texts, group_ids: texts }

const Cvss = z.object({
  version: text,
  vectorString: text,
  baseScore: z.number().nullable().catch(null),
  baseSeverity: text,
})
const Measures = {
  cvss_v2: Cvss.optional().catch(undefined),
  cvss_v3: Cvss.optional().catch(undefined),
  cvss_v4: Cvss.optional().catch(undefined),
}
const Scores = list(z.object({ products: texts, ...Measures, content: z.object(Measures).optional().catch(undefined) }))

/** Clause 3.2.3. */
const Vulnerability = z.object({
  cve: text,
  ids: list(z.object({ system_name: text, text })),
  title: text,
  cwe: z.object({ id: text, name: text }).optional().catch(undefined),
  /** CSAF 2.1. */
  cwes: list(z.object({ id: text, name: text })),
  discovery_date: text,
  release_date: text,
  notes: Notes,
  references: References,
  acknowledgments: Acknowledgments,
  involvements: list(z.object({ party: text, status: text, date: text, summary: text })),
  product_status: z.record(z.string(), texts).catch({}),
  scores: Scores,
  metrics: Scores,
  remediations: list(
    z.object({
      category: text,
      details: text,
      date: text,
      url: text,
      entitlements: texts,
      restart_required: z.object({ category: text, details: text }).catch({ category: '', details: '' }),
      ...about,
    }),
  ),
  threats: list(z.object({ category: text, details: text, date: text, ...about })),
  flags: list(z.object({ label: text, date: text, ...about })),
})
type Vulnerability = z.infer<typeof Vulnerability>

/** Absent where it is no CSAF document. */
export function viewCsaf(document: unknown): CsafView | undefined {
  const read = CsafDocument.safeParse(document)
  const whole = z.object({ document: Frame }).safeParse(document)
  if (!read.success || !whole.success) return undefined
  const { publisher, tracking, distribution, ...frame } = whole.data.document
  const { product_tree: tree = {}, vulnerabilities = [] } = read.data
  return {
    category: frame.category,
    csafVersion: frame.csaf_version,
    language: frame.lang,
    sourceLanguage: frame.source_lang,
    aggregateSeverity: frame.aggregate_severity,
    distribution: { text: distribution.text, tlp: distribution.tlp.label, tlpUrl: distribution.tlp.url },
    publisher: {
      name: publisher.name,
      category: publisher.category,
      namespace: publisher.namespace,
      contact: publisher.contact_details,
      authority: publisher.issuing_authority,
    },
    tracking: {
      id: tracking.id,
      aliases: tracking.aliases,
      status: tracking.status,
      version: tracking.version,
      initialRelease: tracking.initial_release_date,
      currentRelease: tracking.current_release_date,
      generator: [tracking.generator.engine.name, tracking.generator.engine.version].filter(Boolean).join(' '),
      generatedAt: tracking.generator.date,
      revisions: tracking.revision_history,
    },
    notes: frame.notes,
    references: frame.references,
    acknowledgments: frame.acknowledgments,
    tree: [
      ...linesOf(tree.branches ?? [], 0),
      ...(tree.full_product_names ?? []).flatMap((value) => {
        const product = FullProductName.safeParse(value).data
        return product ? [{ depth: 0, category: 'product_name', name: product.name, ...productOf(product) }] : []
      }),
    ],
    relationships: (tree.relationships ?? []).flatMap((value) => {
      const one = Relationship.safeParse(value).data
      if (!one) return []
      return {
        category: one.category,
        productId: one.full_product_name.product_id,
        fullName: one.full_product_name.name,
        reference: one.product_reference,
        relatesTo: one.relates_to_product_reference,
      }
    }),
    groups: (tree.product_groups ?? []).flatMap((value) => {
      const one = ProductGroup.safeParse(value).data
      const summary = z.object({ summary: text }).safeParse(value).data?.summary ?? ''
      return one ? [{ id: one.group_id, summary, productIds: one.product_ids }] : []
    }),
    // Those that reading for the matcher leaves out are left out here, so that both have the same order.
    vulnerabilities: vulnerabilities.flatMap((value) => {
      const one = CsafVulnerability.safeParse(value).success ? Vulnerability.safeParse(value).data : undefined
      return one ? [viewVulnerability(one)] : []
    }),
  }
}

/** Deeper than any honest tree. */
const deepest = 100

function linesOf(values: readonly unknown[], depth: number): CsafView['tree'] {
  if (depth >= deepest) return []
  return values.flatMap((value) => {
    const branch = Branch.safeParse(value).data
    if (!branch) return []
    const product = FullProductName.safeParse(branch.product).data
    const line = { depth, category: branch.category, name: branch.name, ...productOf(product) }
    return [line, ...linesOf(branch.branches ?? [], depth + 1)]
  })
}

function productOf(product: z.infer<typeof FullProductName> | undefined) {
  const helper = Object.entries(product?.product_identification_helper ?? {})
  return {
    productId: product?.product_id ?? '',
    fullName: product?.name ?? '',
    identifiers: helper.flatMap(([kind, value]) =>
      (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(
        (one) => `${helperNames[kind] ?? kind}: ${typeof one === 'string' ? one : identifierText(one)}`,
      ),
    ),
  }
}

const helperNames: Readonly<Record<string, string>> = {
  cpe: 'CPE',
  purl: 'Package URL',
  purls: 'Package URL',
  sbom_urls: 'SBOM',
  model_numbers: 'Model number',
  serial_numbers: 'Serial number',
  skus: 'SKU',
  hashes: 'Hash',
  x_generic_uris: 'URI',
}

/** Clauses 3.1.3.3.2 (hashes) and 3.1.3.3.8 (a URI with the namespace that says what it is). */
function identifierText(value: unknown): string {
  const hash = z
    .object({ filename: text, file_hashes: list(z.object({ algorithm: text, value: text })) })
    .safeParse(value).data
  if (hash && hash.file_hashes.length > 0)
    return `${hash.filename} ${hash.file_hashes.map((one) => `${one.algorithm} ${one.value}`).join(', ')}`.trim()
  const uri = z.object({ uri: text, namespace: text }).safeParse(value).data
  return uri?.uri ? `${uri.uri} (${uri.namespace})` : JSON.stringify(value)
}

const viewAbout = ({ product_ids, group_ids }: { product_ids: string[]; group_ids: string[] }) => ({
  productIds: product_ids,
  groupIds: group_ids,
})

function viewVulnerability(one: Vulnerability): CsafView['vulnerabilities'][number] {
  const cwes = [...(one.cwe ? [one.cwe] : []), ...one.cwes]
  return {
    cve: one.cve,
    ids: one.ids.map(({ system_name, text: id }) => ({ system: system_name, text: id })),
    title: one.title,
    cwe: cwes.map(({ id, name }) => [id, name].filter(Boolean).join(' ')).join('; '),
    discoveredAt: one.discovery_date,
    releasedAt: one.release_date,
    notes: one.notes,
    references: one.references,
    acknowledgments: one.acknowledgments,
    involvements: one.involvements,
    status: Object.entries(one.product_status).map(([status, productIds]) => ({ status, productIds })),
    scores: [...one.scores, ...one.metrics].flatMap(({ products, content, ...own }) =>
      [own.cvss_v2 ?? content?.cvss_v2, own.cvss_v3 ?? content?.cvss_v3, own.cvss_v4 ?? content?.cvss_v4].flatMap(
        (cvss) => (cvss ? [viewScore(cvss, products)] : []),
      ),
    ),
    remediations: one.remediations.map(({ restart_required, entitlements, ...rest }) => ({
      category: rest.category,
      details: rest.details,
      date: rest.date,
      url: rest.url,
      entitlements,
      restart: restart_required.category,
      restartDetails: restart_required.details,
      ...viewAbout(rest),
    })),
    threats: one.threats.map(({ category, details, date, ...rest }) => ({
      category,
      details,
      date,
      ...viewAbout(rest),
    })),
    flags: one.flags.map(({ label, date, ...rest }) => ({ label, date, ...viewAbout(rest) })),
  }
}

function viewScore(cvss: z.infer<typeof Cvss>, productIds: string[]) {
  return {
    system: `CVSS ${cvss.version}`,
    vector: cvss.vectorString,
    score: cvss.baseScore,
    severity: cvss.baseSeverity,
    byVector: otherByVector(cvss),
    productIds,
  }
}

/** The vector is preferred where it and what stands beside it disagree (clause 9.1.11). */
function otherByVector({ vectorString, baseScore, baseSeverity, version }: z.infer<typeof Cvss>): string | null {
  const read = parseCvss(vectorString)
  if (!read.ok) return vectorString ? `not readable: ${read.reason}` : null
  const scores = scoresOf(read.cvss)
  // The word belongs to the base score; where the vector has more metrics than the base there is none to compare with.
  const severity = scores.score === scores.baseScore ? scores.severity : ''
  const isSame =
    read.cvss.version === version &&
    (baseScore === null || baseScore === scores.baseScore) &&
    (baseSeverity === '' || severity === '' || baseSeverity.toLowerCase() === severity)
  return isSame ? null : `CVSS ${read.cvss.version}, ${scores.baseScore.toFixed(1)}${severity && `, ${severity}`}`
}
