import { z } from 'zod'

/** What the hospital decided about an advisory as a whole. */
export const TriageDecision = z.enum(['handled', 'nothing_to_do', 'watch', 'open_work'])
export type TriageDecision = z.infer<typeof TriageDecision>

/**
 * Why an advisory waits in the inbox: nobody decided yet; a revision says something new about what is here; its day has come;
 * it spoke of no device here when it was decided, and now does. `settled` waits for nothing.
 */
export const TriageState = z.enum(['new', 'revised', 'due', 'now_here', 'settled'])
export type TriageState = z.infer<typeof TriageState>

export const AdvisoryDecision = z
  .object({
    id: z.uuid(),
    decision: TriageDecision,
    reason: z.string(),
    watchUntil: z.string().nullable(),
    revision: z.string(),
    digest: z.string(),
    decidedAt: z.string(),
    decidedBy: z.string(),
    undoneAt: z.string().nullable(),
    undoneBy: z.string().nullable(),
  })
  .meta({ id: 'AdvisoryDecision' })
export type AdvisoryDecision = z.infer<typeof AdvisoryDecision>

export const AdvisoryComment = z.object({
  id: z.uuid(),
  text: z.string(),
  revision: z.string(),
  writtenAt: z.string(),
  writtenBy: z.string(),
})
export type AdvisoryComment = z.infer<typeof AdvisoryComment>

/** How far down the probability a list of matched devices goes. */
export const Certainty = z.enum(['sure', 'likely', 'all'])
export type Certainty = z.infer<typeof Certainty>
export const atLeast: Readonly<Record<Certainty, number>> = { sure: 0.9, likely: 0.5, all: 0 }

/** Devices that an advisory matches, by what is done about its vulnerabilities on them (CSAF 2.0 clause 9.1.13). */
const RemediationCounts = z.object({
  devices: z.number(),
  notRemediated: z.number(),
  inProgress: z.number(),
  done: z.number(),
})
export type RemediationCounts = z.infer<typeof RemediationCounts>

const MatchedReason = z
  .object({
    deciding: z.string().meta({ description: 'The comparison that the answer rests on' }),
    compared: z.array(z.string()).meta({ description: 'All that was compared, as it was compared' }),
    probability: z.number(),
  })
  .meta({ id: 'MatchedReason' })
export type MatchedReason = z.infer<typeof MatchedReason>

/** Names in the spelling of most of the devices; those that differ in spelling alone are one. */
export const MatchedGroup = RemediationCounts.extend({
  manufacturer: z.string(),
  model: z.string(),
  site: z.string(),
  careArea: z.string(),
  affected: z.number().meta({ description: 'Without devices that it no longer speaks of' }),
  cannotTell: z.number(),
  probability: z.number().meta({ description: 'Of the surest device' }),
  whyAffected: MatchedReason.nullable().meta({ description: 'Of the surest device that is affected' }),
  whyLook: MatchedReason.nullable().meta({ description: 'Of the surest device of which nobody can tell' }),
}).meta({ id: 'MatchedGroup' })
export type MatchedGroup = z.infer<typeof MatchedGroup>

export const MatchedDevices = z.object({
  counts: RemediationCounts,
  groups: z.array(MatchedGroup),
  setAside: z.number().meta({ description: 'Devices that the thresholds set aside; in none of the other numbers' }),
})
export type MatchedDevices = z.infer<typeof MatchedDevices>

export const MatchRun = z
  .object({
    id: z.uuid(),
    trigger: z.enum(['person', 'advisories', 'devices', 'databases', 'bills', 'aliases', 'rules']),
    advisoryIds: z.array(z.string()),
    deviceIds: z.array(z.uuid()),
    configurations: z.number(),
    changed: z.number().meta({ description: 'Matches that came out otherwise than before' }),
    ...RemediationCounts.shape,
    startedAt: z.string(),
    endedAt: z.string(),
    by: z.string(),
  })
  .meta({ id: 'MatchRun' })
export type MatchRun = z.infer<typeof MatchRun>

/** One difference of two revisions of an advisory. */
export const AdvisoryDifference = z
  .object({
    part: z.enum(['document', 'product', 'vulnerability', 'status', 'score', 'remediation', 'threat', 'flag']),
    change: z.enum(['added', 'removed', 'changed']),
    subject: z.string().meta({ description: 'What it is about: a product, a vulnerability, a field' }),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'AdvisoryDifference' })
export type AdvisoryDifference = z.infer<typeof AdvisoryDifference>

export const AdvisoryRevision = z
  .object({ digest: z.string(), revision: z.string(), storedAt: z.string(), isPresent: z.boolean() })
  .meta({ id: 'AdvisoryRevision' })
export type AdvisoryRevision = z.infer<typeof AdvisoryRevision>
