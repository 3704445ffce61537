import { z } from 'zod'

/** Product status of CSAF 2.0, clause 3.2.3.9. */
export const ProductStatus = z.enum([
  'first_affected',
  'first_fixed',
  'fixed',
  'known_affected',
  'known_not_affected',
  'last_affected',
  'recommended',
  'under_investigation',
])
export type ProductStatus = z.infer<typeof ProductStatus>

/** How the text of a product's version reads; see `standards/vers`. */
export const VersionForm = z.enum([
  'none',
  'all',
  'exact',
  'comparison',
  'compound',
  'malformed_vers',
  'vers',
  'free_text',
])
export type VersionForm = z.infer<typeof VersionForm>

/** One product entry of an advisory: a leaf of the product tree, or a product that a relationship makes. */
export const AdvisoryProduct = z.object({
  /** The publisher's product id; unique in its advisory. */
  productId: z.string(),
  vendor: z.string(),
  /** Names from family to product, as written. */
  name: z.string(),
  /** The version text as written: `<= 9.19`, `vers:all/*`, `Version A, Firmware A.03.09`. Empty where none is stated. */
  version: z.string(),
  versionForm: VersionForm,
  /** The product's full name as written. */
  fullName: z.string(),
  /** True where the version stands in a `product_version_range` branch. */
  isRange: z.boolean(),
  /** product_identification_helper, as published. */
  identifiers: z
    .object({
      cpe: z.string().optional(),
      purl: z.string().optional(),
      /** Where there are several, all of them. */
      purls: z.array(z.string()).optional(),
      modelNumbers: z.array(z.string()).optional(),
      serialNumbers: z.array(z.string()).optional(),
      serialRanges: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
      /** The serial numbers are not all that it restricts by: who is not among them is not cleared. */
      areSerialsPartial: z.boolean().optional(),
      udiDis: z.array(z.string()).optional(),
      skus: z.array(z.string()).optional(),
      genericUris: z.array(z.object({ namespace: z.string(), uri: z.string() })).optional(),
      hashes: z.array(z.string()).optional(),
      sbomUrls: z.array(z.string()).optional(),
      /** Why it says of no device what it is; then only a person can. */
      unplaced: z.string().optional(),
    })
    .optional(),
  /** For a product made by a relationship: the products it joins. */
  relation: z.object({ category: z.string(), productId: z.string(), relatesTo: z.string() }).optional(),
})
export type AdvisoryProduct = z.infer<typeof AdvisoryProduct>

/** A CVSS score as published: version, vector and who said it are kept. */
export const PublishedScore = z.object({
  version: z.enum(['2.0', '3.0', '3.1', '4.0']),
  vector: z.string(),
  score: z.number(),
  severity: z.string().optional(),
  source: z.string(),
  productIds: z.array(z.string()),
})
export type PublishedScore = z.infer<typeof PublishedScore>

/** What an advisory says can be done; categories of CSAF 2.0 clause 3.2.3.12.1 and of 2.1. */
export const AdvisoryRemediation = z.object({
  category: z.enum([
    'mitigation',
    'no_fix_planned',
    'none_available',
    'vendor_fix',
    'workaround',
    'fix_planned',
    'optional_patch',
  ]),
  details: z.string(),
  url: z.string().optional(),
  date: z.string().optional(),
  restartRequired: z.string().optional(),
  productIds: z.array(z.string()),
})
export type AdvisoryRemediation = z.infer<typeof AdvisoryRemediation>

/** A flaw as one advisory states it. */
export const AdvisoryVulnerability = z.object({
  /** The CVE; without one the first id that the publisher gives, else `<advisory id>#<ordinal>`. */
  vulnerabilityId: z.string(),
  cve: z.string().optional(),
  title: z.string(),
  description: z.string(),
  cwe: z.string().optional(),
  scores: z.array(PublishedScore),
  remediations: z.array(AdvisoryRemediation),
  /** Product ids by status. */
  status: z.partialRecord(ProductStatus, z.array(z.string())),
  /** CSAF threats of category exploit_status and impact, as text. */
  threats: z.array(
    z.object({
      category: z.string(),
      details: z.string(),
      /** Where it is of some products only. */
      productIds: z.array(z.string()).optional(),
    }),
  ),
  /** VEX justification flags by product. */
  flags: z.array(z.object({ label: z.string(), productIds: z.array(z.string()) })),
})
export type AdvisoryVulnerability = z.infer<typeof AdvisoryVulnerability>

/** What lists of documents are searched by beside what the advisory itself carries: CSAF 2.0 clauses 3.2.1 and 9.1.12. */
export const DocumentProperties = z.object({
  category: z.string(),
  csafVersion: z.string(),
  publisherCategory: z.string(),
  /** Name and version of the engine. */
  generator: z.string(),
  aggregateSeverity: z.string(),
  revisionHistory: z.array(z.object({ number: z.string(), date: z.string(), summary: z.string() })),
  productGroups: z.array(z.object({ id: z.string(), summary: z.string() })).optional(),
})
export type DocumentProperties = z.infer<typeof DocumentProperties>

/** What one publisher says, in one revision of one document. */
export const Advisory = z.object({
  /** `<publisher>:<tracking id>`, lower-case publisher slug: `cisa:ICSMA-20-254-01`. */
  id: z.string(),
  publisher: z.string(),
  publisherNamespace: z.string(),
  /** CSAF's category of the publisher is `vendor`: a product without a maker is its own. */
  isByVendor: z.boolean().optional(),
  trackingId: z.string(),
  title: z.string(),
  summary: z.string(),
  /** Revision number as published. */
  revision: z.string(),
  trackingStatus: z.enum(['draft', 'interim', 'final']),
  /** The revision takes the advisory back: CSAF 2.1's profile `csaf_withdrawn`, or a tracking status that says so. */
  isWithdrawn: z.literal(true).optional(),
  publishedAt: z.string(),
  revisedAt: z.string(),
  /** Link to the human-readable page, where the publisher gives one. */
  url: z.string().optional(),
  /** Absent where it came in another format than CSAF, or was read back from the store. */
  properties: DocumentProperties.optional(),
  products: z.array(AdvisoryProduct),
  vulnerabilities: z.array(AdvisoryVulnerability),
})
export type Advisory = z.infer<typeof Advisory>

/** An entry of CISA's catalogue of known exploited vulnerabilities. */
export const KnownExploited = z.object({
  cve: z.string(),
  vendor: z.string(),
  product: z.string(),
  name: z.string(),
  addedOn: z.string(),
  dueOn: z.string().optional(),
  ransomware: z.boolean(),
  requiredAction: z.string(),
})
export type KnownExploited = z.infer<typeof KnownExploited>

/** An EPSS probability (0–1) of exploitation in the next 30 days; never compared across model versions. */
export const ExploitProbability = z.object({
  cve: z.string(),
  probability: z.number(),
  percentile: z.number(),
  model: z.string(),
  scoredOn: z.string(),
})
export type ExploitProbability = z.infer<typeof ExploitProbability>
