import type { z } from 'zod'
import type {
  Advisory,
  AdvisoryProduct,
  AdvisoryRemediation,
  AdvisoryVulnerability,
  PublishedScore,
} from '#model/advisory.ts'
import { ProductStatus } from '#model/advisory.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import {
  Branch,
  CsafDocument,
  CsafVulnerability,
  Flag,
  FullProductName,
  Note,
  ProductGroup,
  Reference,
  Relationship,
  Remediation,
  Revision,
  Score,
  Threat,
} from './csaf-document.ts'

export type ReadCsaf = { advisory: Advisory; remarks: string[] } | { error: string }

/** Deeper trees than this are hostile: the standard’s own categories give no reason for more than a dozen levels. */
const deepest = 100

/**
 * Reads a CSAF 2.0 document (2.1 too) into our words. Text of the advisory stays plain data: it is neither rendered nor
 * cleaned here. A document without publisher, tracking id or a readable frame is an `error`; anything smaller that cannot be
 * taken as it stands is taken as far as possible and named in `remarks`.
 */
export function readCsaf(document: unknown): ReadCsaf {
  const read = CsafDocument.safeParse(document)
  if (!read.success) return { error: `This is not a CSAF document: ${firstIssue(read.error)}` }
  const { document: frame, product_tree: tree, vulnerabilities } = read.data

  const remarks: string[] = []
  const publisher = frame.publisher.name
  const id = `${slug(publisher)}:${frame.tracking.id}`
  const products = readProducts(tree ?? {}, remarks)
  const known = new Set(products.map((product) => product.productId))
  const productGroups = each(tree?.product_groups ?? [], ProductGroup, 'product group', remarks)
  const groups = new Map(productGroups.map((group) => [group.group_id, group.product_ids]))
  const notes = each(frame.notes ?? [], Note, 'note', remarks)
  const references = each(frame.references ?? [], Reference, 'reference', remarks)
  const exploitability = notes.find((note) => note.title.toLowerCase() === 'exploitability')?.text.trim()

  const advisory: Advisory = {
    id,
    publisher,
    publisherNamespace: frame.publisher.namespace,
    ...(frame.publisher.category === 'vendor' && { isByVendor: true }),
    trackingId: frame.tracking.id,
    title: frame.title,
    summary: notes
      .filter((note) => note.category === 'summary')
      .map((note) => note.text)
      .join('\n\n'),
    revision: frame.tracking.version,
    trackingStatus: frame.tracking.status === 'withdrawn' ? 'final' : frame.tracking.status,
    ...((frame.category.toLowerCase() === 'csaf_withdrawn' || frame.tracking.status === 'withdrawn') && {
      isWithdrawn: true,
    }),
    publishedAt: frame.tracking.initial_release_date,
    revisedAt: frame.tracking.current_release_date,
    url: humanReadableUrl(references),
    properties: {
      category: frame.category,
      csafVersion: frame.csaf_version,
      publisherCategory: frame.publisher.category,
      generator: [frame.tracking.generator?.engine.name, frame.tracking.generator?.engine.version]
        .filter(Boolean)
        .join(' '),
      aggregateSeverity: frame.aggregate_severity?.text ?? '',
      revisionHistory: each(frame.tracking.revision_history ?? [], Revision, 'revision', remarks),
      ...(productGroups.length > 0 && {
        productGroups: productGroups.map(({ group_id, summary }) => ({ id: group_id, summary })),
      }),
    },
    products,
    vulnerabilities: [],
  }
  for (const [index, vulnerability] of (vulnerabilities ?? []).entries()) {
    const label = `vulnerability ${index + 1}`
    const one = CsafVulnerability.safeParse(vulnerability)
    if (!one.success) {
      remarks.push(`${label} cannot be read: ${firstIssue(one.error)}`)
      continue
    }
    advisory.vulnerabilities.push(
      readVulnerability(one.data, {
        id: `${id}#${index + 1}`,
        label,
        publisher,
        known,
        groups,
        exploitability,
        remarks,
      }),
    )
  }
  return { advisory, remarks }
}

const slug = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'unknown'

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'unreadable'
}

/** Reads items one by one, so that a bad one costs only itself. */
function each<T>(values: readonly unknown[], schema: z.ZodType<T>, what: string, remarks: string[]): T[] {
  const result: T[] = []
  for (const [index, value] of values.entries()) {
    const read = schema.safeParse(value)
    if (read.success) result.push(read.data)
    else remarks.push(`${what} ${index + 1} cannot be read: ${firstIssue(read.error)}`)
  }
  return result
}

const isWebUrl = (url: string | undefined): boolean => url !== undefined && /^https?:\/\//i.test(url)

function humanReadableUrl(references: readonly z.infer<typeof Reference>[]): string | undefined {
  const own = references.filter((reference) => reference.category === 'self' && isWebUrl(reference.url))
  return (own.find(({ url }) => !/\.json(?:$|[?#])/i.test(url)) ?? own[0])?.url
}

type Tree = NonNullable<z.infer<typeof CsafDocument>['product_tree']>
interface Step {
  readonly category: string
  readonly name: string
}

function readProducts(tree: Tree, remarks: string[]): AdvisoryProduct[] {
  const products = new Map<string, AdvisoryProduct>()
  const add = (product: AdvisoryProduct) => {
    if (products.has(product.productId)) remarks.push(`product id ${product.productId} is given to several products`)
    // The standard forbids a second product of the same id (6.1.1); it is kept under a name of its own.
    let id = product.productId
    for (let i = 2; products.has(id); i++) id = `${product.productId} (${i})`
    products.set(id, { ...product, productId: id })
  }

  const walk = (values: readonly unknown[], path: readonly Step[]) => {
    if (path.length >= deepest) {
      remarks.push(`branches below ${path[0]?.name ?? ''} are nested more than ${deepest} deep and were not read`)
      return
    }
    for (const value of values) {
      const branch = Branch.safeParse(value)
      if (!branch.success) {
        remarks.push(`a branch below "${path.at(-1)?.name ?? 'the product tree'}" cannot be read`)
        continue
      }
      const here = [...path, { category: branch.data.category, name: branch.data.name }]
      if (branch.data.product !== undefined) {
        const product = FullProductName.safeParse(branch.data.product)
        if (product.success) add(fromBranch(product.data, here))
        else remarks.push(`the product of branch "${branch.data.name}" cannot be read: ${firstIssue(product.error)}`)
      }
      walk(branch.data.branches ?? [], here)
    }
  }
  walk(tree.branches ?? [], [])

  for (const product of each(tree.full_product_names ?? [], FullProductName, 'full product name', remarks)) {
    add(fromBranch(product, [{ category: 'product_name', name: product.name }]))
  }

  let waiting = each(tree.relationships ?? [], Relationship, 'relationship', remarks)
  while (waiting.length > 0) {
    const later: typeof waiting = []
    for (const relationship of waiting) {
      const part = products.get(relationship.product_reference)
      const whole = products.get(relationship.relates_to_product_reference)
      if (part && whole) add(fromRelationship(relationship, part, whole))
      else later.push(relationship)
    }
    if (later.length === waiting.length) {
      for (const relationship of later) {
        remarks.push(
          `product ${relationship.full_product_name.product_id} joins products that are not in the tree; kept by its name`,
        )
        const product = fromBranch(relationship.full_product_name, [
          { category: 'product_name', name: relationship.full_product_name.name },
        ])
        add({
          ...product,
          relation: {
            category: relationship.category,
            productId: relationship.product_reference,
            relatesTo: relationship.relates_to_product_reference,
          },
        })
      }
      break
    }
    waiting = later
  }
  return [...products.values()]
}

/** Branch categories that together state the version (clause 3.1.2.1). */
const versionCategories = new Set(['product_version', 'product_version_range', 'service_pack', 'patch_level'])

function fromBranch(product: z.infer<typeof FullProductName>, path: readonly Step[]): AdvisoryProduct {
  const versions = path.filter((step) => versionCategories.has(step.category))
  const names = path.filter((step) => !versionCategories.has(step.category) && step.category !== 'vendor')
  const version = versions.map((step) => step.name).join(' ')
  return {
    productId: product.product_id,
    vendor: path.findLast((step) => step.category === 'vendor')?.name ?? '',
    name: names
      .filter((step, index) => !names[index + 1]?.name.startsWith(step.name))
      .map((step) => step.name)
      .join(' '),
    version,
    versionForm: classifyVersion(version),
    fullName: product.name,
    isRange: versions.some((step) => step.category === 'product_version_range'),
    identifiers: identifiersOf(product),
  }
}

/** `firmware 2.0 installed on pump 3000`: the name of the whole, the version of the part. */
function fromRelationship(
  relationship: z.infer<typeof Relationship>,
  part: AdvisoryProduct,
  whole: AdvisoryProduct,
): AdvisoryProduct {
  const version = part.version || whole.version
  return {
    productId: relationship.full_product_name.product_id,
    vendor: whole.vendor || part.vendor,
    name: whole.name.includes(part.name)
      ? whole.name
      : part.name.includes(whole.name)
        ? part.name
        : `${whole.name} ${part.name}`,
    version,
    versionForm: classifyVersion(version),
    fullName: relationship.full_product_name.name,
    isRange: part.version ? part.isRange : whole.isRange,
    identifiers: identifiersOf(relationship.full_product_name) ?? whole.identifiers,
    relation: { category: relationship.category, productId: part.productId, relatesTo: whole.productId },
  }
}

function identifiersOf(product: z.infer<typeof FullProductName>): AdvisoryProduct['identifiers'] {
  const helper = product.product_identification_helper
  if (!helper) return undefined
  const hashes = (helper.hashes ?? []).map((hash) => JSON.stringify(hash))
  const purls = [...new Set([...(helper.purl === undefined ? [] : [helper.purl]), ...(helper.purls ?? [])])]
  const identifiers = {
    cpe: helper.cpe,
    purl: purls[0],
    purls: purls.length > 1 ? purls : undefined,
    modelNumbers: helper.model_numbers,
    serialNumbers: helper.serial_numbers,
    skus: helper.skus,
    genericUris: helper.x_generic_uris,
    hashes: hashes.length > 0 ? hashes : undefined,
    sbomUrls: helper.sbom_urls,
  }
  const given = Object.entries(identifiers).filter(([, value]) => value !== undefined)
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

interface Reading {
  /** Stands in where the publisher gives no id. */
  readonly id: string
  readonly label: string
  readonly publisher: string
  readonly known: ReadonlySet<string>
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly exploitability: string | undefined
  readonly remarks: string[]
}

function readVulnerability(vulnerability: z.infer<typeof CsafVulnerability>, reading: Reading): AdvisoryVulnerability {
  const { label, remarks } = reading
  const cve = vulnerability.cve?.trim() || undefined
  const notes = each(vulnerability.notes ?? [], Note, `${label}: note`, remarks)
  const cwe = vulnerability.cwe ?? vulnerability.cwes?.[0]
  const productsOf = (value: { product_ids: string[]; group_ids: string[] }): string[] => [
    ...new Set([...value.product_ids, ...value.group_ids.flatMap((group) => reading.groups.get(group) ?? [])]),
  ]

  const threats: AdvisoryVulnerability['threats'] = each(
    vulnerability.threats ?? [],
    Threat,
    `${label}: threat`,
    remarks,
  ).map((threat) => {
    const productIds = productsOf(threat)
    return { category: threat.category, details: threat.details, ...(productIds.length > 0 && { productIds }) }
  })
  // CISA states exploitability once, in a note of the document; it holds for each flaw in it.
  if (reading.exploitability && !threats.some((threat) => threat.category === 'exploit_status')) {
    threats.push({ category: 'exploit_status', details: reading.exploitability })
  }

  return {
    vulnerabilityId: cve ?? (vulnerability.ids?.[0]?.text || reading.id),
    cve,
    title: vulnerability.title || cwe?.name || cve || '',
    description: notes
      .filter((note) => ['description', 'summary', 'details', 'general'].includes(note.category))
      .map((note) => note.text)
      .join('\n\n'),
    cwe: cwe?.id || undefined,
    scores: readScores(vulnerability, reading),
    remediations: each(vulnerability.remediations ?? [], Remediation, `${label}: remediation`, remarks).map(
      (remediation) => toRemediation(remediation, productsOf(remediation), label, remarks),
    ),
    status: readStatus(vulnerability.product_status ?? {}, reading),
    threats,
    flags: each(vulnerability.flags ?? [], Flag, `${label}: flag`, remarks).map((flag) => ({
      label: flag.label,
      productIds: productsOf(flag),
    })),
  }
}

const remediationCategories = new Set<string>([
  'mitigation',
  'no_fix_planned',
  'none_available',
  'vendor_fix',
  'workaround',
  'fix_planned',
  'optional_patch',
])

function toRemediation(
  remediation: z.infer<typeof Remediation>,
  productIds: string[],
  label: string,
  remarks: string[],
): AdvisoryRemediation {
  const isKnown = remediationCategories.has(remediation.category)
  if (!isKnown)
    remarks.push(`${label}: remediation category "${remediation.category}" is not known; kept as a mitigation`)
  const { url } = remediation
  const isWeb = isWebUrl(url)
  if (url !== undefined && !isWeb && !/^(?:mailto|ftp):/i.test(url)) {
    remarks.push(`${label}: the remediation’s link is no web address and is kept as text: ${url.slice(0, 80)}`)
  }
  return {
    category: isKnown ? (remediation.category as AdvisoryRemediation['category']) : 'mitigation',
    // A link that a browser must not follow blindly is kept where it can only be read.
    details:
      url && !isWeb && !remediation.details.includes(url) ? `${remediation.details} (${url})` : remediation.details,
    url: isWeb ? url : undefined,
    date: remediation.date,
    restartRequired: remediation.restart_required?.category || undefined,
    productIds,
  }
}

function readStatus(published: Record<string, unknown>, reading: Reading): AdvisoryVulnerability['status'] {
  const status: AdvisoryVulnerability['status'] = {}
  for (const [name, ids] of Object.entries(published)) {
    // CSAF 2.1 adds `unknown`, which asks for the same of a reader as `under_investigation`.
    const key = ProductStatus.safeParse(name === 'unknown' ? 'under_investigation' : name)
    if (!key.success || !Array.isArray(ids)) {
      reading.remarks.push(`${reading.label}: product status "${name}" cannot be read`)
      continue
    }
    const given = [...new Set(ids.filter((id): id is string => typeof id === 'string'))]
    for (const id of given.filter((one) => !reading.known.has(one))) {
      reading.remarks.push(`${reading.label}: product ${id} has a status but is not in the product tree`)
    }
    status[key.data] = [...(status[key.data] ?? []), ...given]
  }
  return status
}

function readScores(vulnerability: z.infer<typeof CsafVulnerability>, reading: Reading): PublishedScore[] {
  const { label, remarks } = reading
  const published = each(
    [...(vulnerability.scores ?? []), ...(vulnerability.metrics ?? [])],
    Score,
    `${label}: score`,
    remarks,
  )
  const scores: PublishedScore[] = []
  for (const score of published) {
    const source = score.source ?? reading.publisher
    for (const cvss of [
      score.cvss_v2 ?? score.content?.cvss_v2,
      score.cvss_v3 ?? score.content?.cvss_v3,
      score.cvss_v4 ?? score.content?.cvss_v4,
    ]) {
      if (!cvss) continue
      const { version, vectorString: vector, baseScore, baseSeverity } = cvss
      if (
        (version !== '2.0' && version !== '3.0' && version !== '3.1' && version !== '4.0') ||
        baseScore === undefined
      ) {
        remarks.push(`${label}: a CVSS score of version "${version}" without a readable base score was left out`)
        continue
      }
      scores.push({ version, vector, score: baseScore, severity: baseSeverity, source, productIds: score.products })
    }
  }
  return scores
}
