import { z } from 'zod'
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
    /** Devices of the worklist that it says are affected; those of which it cannot tell. */
    affected: z.number(),
    cannotTell: z.number(),
    withdrawnAt: z.string().nullable(),
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
  medical: z.boolean().optional().meta({ description: 'CISA’s medical advisories (ICSMA), or the others' }),
})
export type AdvisoryFilter = z.infer<typeof AdvisoryFilter>

export const AdvisorySort = z.enum(['newest', 'affected', 'cvss', 'title', 'publisher', 'id'])
export type AdvisorySort = z.infer<typeof AdvisorySort>
