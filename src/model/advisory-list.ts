import { z } from 'zod'
import { RiskBand } from './risk.ts'
import { TriageDecision, TriageState } from './triage.ts'

/** An advisory as a list shows it, with what it means for the organisation. */
export const AdvisoryRow = z
  .object({
    id: z.string(),
    trackingId: z.string(),
    publisher: z.string(),
    title: z.string(),
    revisedAt: z.string(),
    publishedAt: z.string(),
    revision: z.string(),
    vulnerabilities: z.number(),
    /** The highest base score that it publishes, of any CVSS version. */
    worstCvss: z.number().nullable(),
    knownExploited: z.boolean(),
    worstScore: z.number().nullable().meta({ description: 'The highest that is open here; null where nothing is' }),
    worstBand: RiskBand.nullable(),
    /** Devices of the worklist that it says are affected; those of which it cannot tell. */
    affected: z.number(),
    cannotTell: z.number(),
    withdrawnAt: z.string().nullable(),
    category: z.string(),
    aggregateSeverity: z.string(),
    /** Where it stands with the hospital; the decision in force. */
    triage: TriageState,
    decision: TriageDecision.nullable(),
    /** Not read by the person who asks, or said anew since. */
    isUnread: z.boolean(),
  })
  .meta({ id: 'AdvisoryRow' })
export type AdvisoryRow = z.infer<typeof AdvisoryRow>

export const AdvisoryFilter = z.object({
  q: z.string().max(200).optional(),
  publisher: z.string().max(200).optional(),
  knownExploited: z.boolean().optional(),
  affected: z
    .enum(['yes', 'no', 'any'])
    .default('any')
    .meta({ description: 'Advisories that leave at least one device open, or none' }),
  inbox: z.boolean().optional().meta({ description: 'Waits for a decision, or does not' }),
  unread: z.boolean().optional().meta({ description: 'Not read by you, or said anew since' }),
  decision: TriageDecision.optional(),
  device: z.uuid().optional().meta({ description: 'Leaves this device open' }),
  model: z.string().max(300).optional().meta({ description: 'Leaves devices of this model open' }),
  category: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Of the document: csaf_security_advisory, csaf_vex and so on' }),
  csafVersion: z.string().max(20).optional(),
  publisherCategory: z.string().max(50).optional().meta({ description: 'vendor, coordinator, discoverer and so on' }),
  namespace: z.string().max(300).optional().meta({ description: 'A part of the publisher’s namespace' }),
  title: z.string().max(300).optional().meta({ description: 'A part of the title' }),
  trackingId: z.string().max(300).optional().meta({ description: 'A part of the tracking id' }),
  status: z.enum(['draft', 'interim', 'final']).optional(),
  revision: z.string().max(50).optional().meta({ description: 'The version of the document' }),
  revisionHistory: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Words of a revision’s number, date or summary' }),
  generator: z.string().max(200).optional().meta({ description: 'A part of the generator’s name or version' }),
  currentFrom: z.iso.date().optional().meta({ description: 'Current release on this day or later' }),
  currentTo: z.iso.date().optional(),
  initialFrom: z.iso.date().optional().meta({ description: 'Initial release on this day or later' }),
  initialTo: z.iso.date().optional(),
  cve: z.string().max(200).optional().meta({ description: 'Speaks of this vulnerability' }),
  product: z
    .string()
    .max(300)
    .optional()
    .meta({ description: 'Words of a vendor, product or version in the product tree' }),
  identifier: z
    .string()
    .max(300)
    .optional()
    .meta({ description: 'A part of a CPE, package URL, hash, model number, serial number, SKU or URI' }),
  severity: z.string().max(100).optional().meta({ description: 'The aggregate severity, as the publisher words it' }),
  cvssFrom: z.coerce.number().min(0).max(10).optional().meta({ description: 'The highest score is this or more' }),
  cvssTo: z.coerce.number().min(0).max(10).optional(),
  medical: z.boolean().optional().meta({ description: 'CISA’s medical advisories (ICSMA), or the others' }),
})
export type AdvisoryFilter = z.infer<typeof AdvisoryFilter>

export const AdvisorySort = z.enum([
  'newest',
  'released',
  'worst',
  'affected',
  'cvss',
  'severity',
  'title',
  'publisher',
  'publisherCategory',
  'namespace',
  'id',
  'category',
  'csafVersion',
  'status',
  'revision',
  'revisionHistory',
  'generator',
  'cve',
  'product',
  'identifier',
])
export type AdvisorySort = z.infer<typeof AdvisorySort>

export const advisoryFacets = [
  'category',
  'csafVersion',
  'publisher',
  'publisherCategory',
  'status',
  'severity',
] as const
export type AdvisoryFacet = (typeof advisoryFacets)[number]
