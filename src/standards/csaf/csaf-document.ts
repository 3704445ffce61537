import { z } from 'zod'

/**
 * CSAF 2.0 (OASIS, 2022-11-18) and what is read of 2.1, in the publisher's words. Only the fields that are used, and those
 * permissively: one field that is not as the schema says must not lose the document.
 * https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html
 */

const text = z.string().catch('')
const texts = z.array(z.string()).catch([])
const items = z.array(z.unknown()).catch([])

const Note = z.object({ category: text, text, title: text })
const Reference = z.object({ category: text, summary: text, url: text })

/** `product_identification_helper`, clause 3.1.3.3. */
const Helper = z.object({
  cpe: z.string().optional().catch(undefined),
  hashes: z.array(z.unknown()).optional().catch(undefined),
  purl: z.string().optional().catch(undefined),
  /** CSAF 2.1 has several. */
  purls: z.array(z.string()).optional().catch(undefined),
  model_numbers: z.array(z.string()).optional().catch(undefined),
  sbom_urls: z.array(z.string()).optional().catch(undefined),
  serial_numbers: z.array(z.string()).optional().catch(undefined),
  skus: z.array(z.string()).optional().catch(undefined),
  x_generic_uris: z
    .array(z.object({ namespace: z.string(), uri: z.string() }))
    .optional()
    .catch(undefined),
})

/** `full_product_name_t`, clause 3.1.3. */
export const FullProductName = z.object({
  name: text,
  product_id: z.string(),
  product_identification_helper: Helper.optional().catch(undefined),
})
export type FullProductName = z.infer<typeof FullProductName>

/** `branches_t`, clause 3.1.2; its children are read one by one. */
export const Branch = z.object({
  category: text,
  name: text,
  product: z.unknown().optional(),
  branches: items.optional(),
})

/** Clause 3.2.2.4. */
export const Relationship = z.object({
  category: text,
  full_product_name: FullProductName,
  product_reference: z.string(),
  relates_to_product_reference: z.string(),
})

export const ProductGroup = z.object({ group_id: z.string(), product_ids: texts, summary: text })

/** Clause 3.2.1.12.6. */
export const Revision = z.object({
  number: z.union([z.string(), z.number().transform(String)]),
  date: text,
  summary: text,
})

export const CsafDocument = z.object({
  document: z.object({
    title: text,
    category: text,
    csaf_version: text,
    notes: items.optional(),
    references: items.optional(),
    publisher: z.object({ name: z.string().min(1), namespace: text, category: text }),
    aggregate_severity: z.object({ text }).optional().catch(undefined),
    tracking: z.object({
      id: z.string().min(1),
      status: z.enum(['draft', 'interim', 'final', 'withdrawn']).catch('final'),
      version: z.union([z.string(), z.number().transform(String)]).catch(''),
      initial_release_date: text,
      current_release_date: text,
      generator: z
        .object({ engine: z.object({ name: text, version: text }) })
        .optional()
        .catch(undefined),
      revision_history: items.optional(),
    }),
  }),
  product_tree: z
    .object({
      branches: items.optional(),
      full_product_names: items.optional(),
      relationships: items.optional(),
      product_groups: items.optional(),
    })
    .optional(),
  vulnerabilities: items.optional(),
})

const Cvss = z.looseObject({
  version: text,
  vectorString: text,
  baseScore: z.number().optional().catch(undefined),
  baseSeverity: z.string().optional().catch(undefined),
})

/** Clause 3.2.3.13 (`scores`), and `metrics` of CSAF 2.1, which puts the same under `content` and may name a source. */
export const Score = z.object({
  products: texts,
  cvss_v2: Cvss.optional().catch(undefined),
  cvss_v3: Cvss.optional().catch(undefined),
  cvss_v4: Cvss.optional().catch(undefined),
  content: z
    .object({
      cvss_v2: Cvss.optional().catch(undefined),
      cvss_v3: Cvss.optional().catch(undefined),
      cvss_v4: Cvss.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  source: z.string().optional().catch(undefined),
})

/** Clause 3.2.3.12. */
export const Remediation = z.object({
  category: text,
  details: text,
  url: z.string().optional().catch(undefined),
  date: z.string().optional().catch(undefined),
  restart_required: z.object({ category: text }).optional().catch(undefined),
  product_ids: texts,
  group_ids: texts,
})

/** Clauses 3.2.3.14 and 3.2.3.5. */
export const Threat = z.object({ category: text, details: text, product_ids: texts, group_ids: texts })
export const Flag = z.object({ label: text, product_ids: texts, group_ids: texts })

export const CsafVulnerability = z.object({
  cve: z.string().optional().catch(undefined),
  ids: z.array(z.object({ text })).optional().catch(undefined),
  title: text,
  cwe: z.object({ id: text, name: text }).optional().catch(undefined),
  /** CSAF 2.1. */
  cwes: z
    .array(z.object({ id: text, name: text }))
    .optional()
    .catch(undefined),
  notes: items.optional(),
  product_status: z.record(z.string(), z.unknown()).optional().catch(undefined),
  scores: items.optional(),
  metrics: items.optional(),
  remediations: items.optional(),
  threats: items.optional(),
  flags: items.optional(),
})

export { Note, Reference }
