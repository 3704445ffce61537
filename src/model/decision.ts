import { z } from 'zod'
import { AskedAttribute, DecisionKind } from './finding.ts'
import { RiskBand } from './risk.ts'
import { VexJustification } from './vex.ts'

/** What a version is a version of. */
export const VersionAttribute = z.enum(['softwareVersion', 'firmwareVersion', 'operatingSystem'])
export type VersionAttribute = z.infer<typeof VersionAttribute>

const text = z.string().min(1).max(500)

/** On what a decision rests; each is compared with facts, never believed. */
export const Premise = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('product'), manufacturer: z.string().max(300), model: z.string().max(300) }),
    z.object({ kind: z.literal('site'), site: z.string().max(300) }),
    z.object({ kind: z.literal('zone'), zone: text }),
    z.object({ kind: z.literal('off_network') }),
    z.object({ kind: z.literal('versions'), attribute: VersionAttribute, versions: z.array(text).min(1).max(500) }),
    z.object({
      kind: z.literal('version_range'),
      attribute: VersionAttribute,
      range: text.meta({ description: 'A `vers:` range, or as advisories write: `< 9.2`' }),
    }),
    z.object({ kind: z.literal('option_absent'), option: text }),
    z.object({
      kind: z.literal('advisory_unchanged'),
      advisoryId: text,
      revision: z.string().max(200),
      digests: z
        .array(z.string().max(64))
        .min(1)
        .max(500)
        .meta({ description: 'Of status and remediations that the advisory gives the products' }),
    }),
    z.object({ kind: z.literal('answer'), answer: z.literal('cannot_tell') }),
    z.object({ kind: z.literal('score_at_most'), score: z.number().min(0).max(100) }),
    z.object({ kind: z.literal('not_known_exploited') }),
    z.object({
      kind: z.literal('control_verified'),
      controlId: z.uuid(),
      control: z.string().max(300).meta({ description: 'What it is; taken from the record' }),
      place: z.string().max(300).meta({ description: 'Where it holds; taken from the record' }),
    }),
    z.object({
      kind: z.literal('approved_for'),
      bands: z
        .array(RiskBand)
        .meta({ description: 'No worse than what was approved, or for which the rule asks for nobody' }),
      lifeSustaining: z.array(RiskBand).meta({ description: 'The same of devices that sustain life' }),
    }),
    z.object({ kind: z.literal('until'), day: z.iso.date() }),
  ])
  .meta({ id: 'Premise' })
export type Premise = z.infer<typeof Premise>
export type PremiseKind = Premise['kind']

/** A premise that does not hold on a finding, or of which nobody can tell. */
export const FailingPremise = z.object({
  kind: z.string(),
  outcome: z.enum(['broken', 'unknown']),
  /** As it was when the decision began to hold here; null where it never did. */
  was: z.string().nullable(),
  now: z.string(),
  text: z.string(),
})
export type FailingPremise = z.infer<typeof FailingPremise>

export const CheckedPremise = z.object({ kind: z.string(), value: z.string() })
export type CheckedPremise = z.infer<typeof CheckedPremise>

export const StandingState = z.enum(['holds', 'broken', 'asks', 'over', 'withdrawn'])
export type StandingState = z.infer<typeof StandingState>

/** A decision's own state, over all its findings. */
export const DecisionState = z.enum(['in_force', 'broken', 'over', 'withdrawn'])
export type DecisionState = z.infer<typeof DecisionState>

export const DecisionRow = z
  .object({
    id: z.uuid(),
    decision: DecisionKind,
    state: DecisionState,
    reason: z.string(),
    advisoryId: z.string().nullable(),
    /** Empty: of devices without one, or of several. */
    manufacturer: z.string(),
    model: z.string(),
    vulnerabilityIds: z.array(z.string()),
    /** Also on devices and versions that come later. */
    carries: z.boolean(),
    expiresOn: z.string().nullable(),
    decidedAt: z.string(),
    decidedBy: z.string(),
    withdrawnAt: z.string().nullable(),
    withdrawnBy: z.string().nullable(),
    withdrawnReason: z.string().nullable(),
    /** As it was proposed, with who approved it and its record; null of those from before that was kept. */
    proposalId: z.uuid().nullable(),
    /** On every model. */
    isEverywhere: z.boolean(),
    /** The decision of which it is the renewal, and the one that renewed it. */
    renews: z.uuid().nullable(),
    renewedBy: z.uuid().nullable(),
    /** Findings on which it is in force; of these, those to which it was carried. */
    holding: z.number(),
    carried: z.number(),
    /** Findings that are open again, and those that are open until something is known. */
    broken: z.number(),
    asking: z.number(),
  })
  .meta({ id: 'Decision' })
export type DecisionRow = z.infer<typeof DecisionRow>

export const PremiseInWords = z.object({ premise: Premise, words: z.string() })
export type PremiseInWords = z.infer<typeof PremiseInWords>

export const DecisionDetail = DecisionRow.extend({
  /** Null where a database, or nobody, says it. */
  advisory: z.object({ trackingId: z.string(), title: z.string() }).nullable(),
  justification: VexJustification.nullable(),
  premises: z.array(PremiseInWords),
})
export type DecisionDetail = z.infer<typeof DecisionDetail>

/** How a decision stands with one finding. */
export const DecisionFinding = z.object({
  device: z.object({ id: z.uuid(), name: z.string(), site: z.string().nullable(), careArea: z.string().nullable() }),
  vulnerabilityId: z.string(),
  state: StandingState,
  isCarried: z.boolean(),
  checked: z.array(CheckedPremise),
  failing: z.array(FailingPremise),
  asks: AskedAttribute.nullable(),
  since: z.string(),
})
export type DecisionFinding = z.infer<typeof DecisionFinding>

/** A decision as one finding has it. */
export const DecisionOnFinding = DecisionRow.extend({
  standing: StandingState,
  isCarried: z.boolean(),
  checked: z.array(CheckedPremise),
  failing: z.array(FailingPremise),
  asks: AskedAttribute.nullable(),
  since: z.string(),
})
export type DecisionOnFinding = z.infer<typeof DecisionOnFinding>

export const DecisionFilter = z.object({
  state: z
    .enum(['in_force', 'carried', 'broken', 'asking', 'expiring', 'ending_week', 'over', 'withdrawn', 'any'])
    .default('any')
    .meta({
      description:
        '`expiring`: in force, and its last day, or that of its control, comes within 30 days; `ending_week`: within 7',
    }),
  decision: DecisionKind.optional(),
  vulnerability: z.string().max(200).optional(),
  advisory: z.string().max(300).optional(),
  control: z.uuid().optional().meta({ description: 'Those that rest on this control' }),
  q: z.string().max(200).optional().meta({ description: 'Words of reason, model, person, or the number of a CVE' }),
})
export type DecisionFilter = z.infer<typeof DecisionFilter>

/** What a decision would come to, if it were taken now. */
export const DecisionPreview = z.object({
  /** Those offered; the person keeps or strikes each. */
  premises: z.array(PremiseInWords.extend({ isProposed: z.boolean() })),
  devices: z.number(),
  findings: z.number(),
  /** Why it would not hold on others, with the number of their devices; the most first. */
  not: z.array(z.object({ text: z.string(), outcome: z.enum(['broken', 'unknown']), devices: z.number() })),
  /** Names what stands there now; who sends it back is told where somebody else decided meanwhile. */
  seen: z.string(),
  standing: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['decision', 'proposal']),
      decision: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  /** Whose word it takes; null where it takes a decision back. */
  approval: z
    .object({
      findings: z.number(),
      devices: z.number(),
      worstScore: z.number().nullable(),
      worstBand: RiskBand.nullable(),
      isLifeSustaining: z.boolean(),
      approvers: z.number().meta({ description: 'How many have to approve it; 0: it is in force at once' }),
      lastDay: z.string().nullable().meta({ description: 'The rule lets it last so long; null: no limit' }),
      who: z.array(z.string()),
      oneKey: z.boolean().meta({ description: 'It is in force at once, as nobody else is there' }),
    })
    .nullable(),
})
export type DecisionPreview = z.infer<typeof DecisionPreview>
