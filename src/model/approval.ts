import { z } from 'zod'
import { DecisionRow, FailingPremise, PremiseInWords } from './decision.ts'
import { DecisionKind } from './finding.ts'
import { RiskBand } from './risk.ts'
import { VexJustification } from './vex.ts'

/** Decisions that can need approval: to take one back never does. */
export const ProposedKind = DecisionKind.exclude(['none'])
export type ProposedKind = z.infer<typeof ProposedKind>

const approvers = z.int().min(0).max(3)
const days = z.int().min(1).max(3650).nullable()

/** Which decisions need how many people beside the one who proposes them, and how far ahead a risk may be accepted. */
export const ApprovalRule = z
  .object({
    kinds: z.array(ProposedKind).meta({ description: 'To which it applies; all others are in force at once' }),
    approvers: z
      .object({ critical: approvers, high: approvers, medium: approvers, low: approvers })
      .meta({ description: 'By the band of the worst finding in scope' }),
    lifeSustaining: z
      .object({ critical: approvers, high: approvers, medium: approvers, low: approvers })
      .meta({ description: 'The same where a device in scope sustains life, or nobody knows' }),
    longestDays: z
      .object({ critical: days, high: days, medium: days, low: days })
      .meta({ description: 'How many days ahead accepted and deferred may last; null: as long as wanted' }),
    oneKey: z
      .object({ passes: z.boolean(), reason: z.string().max(500) })
      .meta({ description: 'In an organisation of one person: decisions take effect without approval, because …' }),
  })
  .meta({ id: 'ApprovalRule' })
export type ApprovalRule = z.infer<typeof ApprovalRule>

export const ApprovalSetting = z
  .object({
    inForce: z
      .object({
        rule: ApprovalRule,
        version: z.number(),
        hash: z.string(),
        adoptedAt: z.string(),
        adoptedBy: z.string(),
        reason: z.string(),
      })
      .nullable()
      .meta({ description: 'Null: none was adopted, and no decision waits' }),
    starting: ApprovalRule,
    approvers: z.array(z.object({ id: z.uuid(), name: z.string() })),
    isOnePerson: z.boolean(),
    waiting: z.number(),
  })
  .meta({ id: 'ApprovalSetting' })
export type ApprovalSetting = z.infer<typeof ApprovalSetting>

const FindingKey = z.object({ deviceId: z.uuid(), vulnerabilityId: z.string().max(200) })

/** So many findings can be decided one by one in one decision. */
export const mostFindings = 5000

/** On what a decision is taken. */
export const DecisionOn = z
  .discriminatedUnion('kind', [
    FindingKey.extend({ kind: z.literal('finding') }),
    z.object({
      kind: z.literal('group'),
      advisoryId: z.string().max(300),
      manufacturer: z.string().max(300),
      model: z.string().max(300),
      site: z.string().max(300),
      vulnerabilityId: z.string().max(200).optional(),
    }),
    z.object({
      kind: z.literal('everywhere'),
      vulnerabilityId: z.string().max(200).optional(),
      advisoryId: z.string().max(300).optional(),
      site: z.string().max(300).optional().meta({ description: 'Only there; left out: the whole organisation' }),
    }),
    z.object({ kind: z.literal('findings'), findings: z.array(FindingKey).min(1).max(mostFindings) }),
  ])
  .meta({ id: 'DecisionOn' })
export type DecisionOn = z.infer<typeof DecisionOn>

/** What a decision would be in force on, and whose word that takes. */
export const DecisionLevel = z
  .object({
    findings: z.number(),
    devices: z.number(),
    worstScore: z.number().nullable(),
    worstBand: RiskBand.nullable().meta({ description: 'Null: it is not known, and counts as the worst' }),
    isLifeSustaining: z.boolean().meta({ description: 'Of a device in scope, or nobody knows' }),
    approvers: z.number().meta({ description: 'How many have to approve beside who proposed it' }),
  })
  .meta({ id: 'DecisionLevel' })
export type DecisionLevel = z.infer<typeof DecisionLevel>

export const ProposalState = z.enum(['waiting', 'taken', 'refused', 'withdrawn', 'lapsed'])
export type ProposalState = z.infer<typeof ProposalState>

export const ProposalRow = z
  .object({
    id: z.uuid(),
    state: ProposalState,
    decision: ProposedKind,
    on: z.string().meta({ description: 'In words: `CVE-2026-1000 on Example Medical Drip 3000, North`' }),
    reason: z.string(),
    expiresOn: z.string().nullable(),
    level: DecisionLevel.meta({ description: 'When it was proposed' }),
    approvals: z.number().meta({ description: 'Given to what it is now, by people who may still approve' }),
    approvedByIds: z.array(z.uuid()),
    proposedAt: z.string(),
    proposedBy: z.string(),
    proposedById: z.uuid().nullable(),
    renews: z.uuid().nullable(),
    closedAt: z.string().nullable(),
    closedBy: z.string().nullable(),
    closedReason: z.string().nullable(),
    recordHash: z.string().nullable(),
    recordNumber: z.number().nullable(),
  })
  .meta({ id: 'DecisionProposal' })
export type ProposalRow = z.infer<typeof ProposalRow>

export const ProposalDetail = ProposalRow.extend({
  scope: DecisionOn,
  vulnerabilityIds: z
    .array(z.string())
    .meta({ description: 'On which it would be in force now; once it does not wait, on which it was taken' }),
  evidence: z.string(),
  justification: VexJustification.nullable(),
  premises: z.array(PremiseInWords),
  given: z.array(
    z.object({
      name: z.string(),
      at: z.string(),
      note: z.string(),
      counts: z.boolean().meta({ description: 'False: it was given to what this was before' }),
    }),
  ),
  /** Null once it does not wait. */
  now: DecisionLevel.nullable(),
  /** What is another than when it was proposed; the approver reads it first. */
  changes: z.array(z.string()),
  not: z.array(z.object({ text: z.string(), outcome: FailingPremise.shape.outcome, devices: z.number() })),
  waitsFor: z.array(z.string()).meta({ description: 'Who may approve it and has not' }),
  /** Names what was shown; to approve, send it back. */
  seen: z.string().nullable(),
  /** Why whoever asks cannot approve it; null: they can. */
  notByYou: z.string().nullable(),
  decisionIds: z.array(z.uuid()),
})
export type ProposalDetail = z.infer<typeof ProposalDetail>

/** A decision that waits, as a finding tells of it. */
export const WaitingOnFinding = z
  .object({
    id: z.uuid(),
    decision: ProposedKind,
    reason: z.string(),
    proposedBy: z.string(),
    proposedAt: z.string(),
    text: z.string(),
  })
  .meta({ id: 'WaitingDecision' })
export type WaitingOnFinding = z.infer<typeof WaitingOnFinding>

const column = <T extends z.ZodType>(row: T) => z.object({ count: z.number(), items: z.array(row) })

export const DecisionBoard = z
  .object({
    waitsForMe: column(ProposalRow),
    waitsForOthers: column(ProposalRow),
    broken: column(DecisionRow),
    asks: column(DecisionRow),
    endsInWeek: column(DecisionRow),
    endsInMonth: column(DecisionRow).meta({ description: 'But not within the week' }),
  })
  .meta({ id: 'DecisionBoard', description: 'Of each what comes first, and how many there are' })
export type DecisionBoard = z.infer<typeof DecisionBoard>

/** What the record of a decision says; `worst` with the parts of its score at that time, null where nothing could be ranked. */
export const DecisionRecordContent = z
  .object({
    format: z.string(),
    number: z.number(),
    previous: z.string().nullable(),
    id: z.string(),
    organisation: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    decision: z.string(),
    on: z.string(),
    scope: z.unknown(),
    vulnerabilityIds: z.array(z.string()),
    products: z.array(
      z.object({ manufacturer: z.string(), model: z.string(), site: z.string(), findings: z.number() }),
    ),
    level: DecisionLevel,
    worst: z
      .object({
        device: z.string(),
        vulnerabilityId: z.string(),
        score: z.number().nullable(),
        band: z.string().nullable(),
        likelihood: z.number().nullable(),
        safety: z.number().nullable(),
        care: z.number().nullable(),
        privacy: z.number().nullable(),
        parts: z.array(
          z.object({
            axis: z.string(),
            effect: z.number(),
            text: z.string(),
            source: z.string(),
            asOf: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
    reason: z.string(),
    evidence: z.string(),
    justification: z.string().nullable(),
    premises: z.array(PremiseInWords),
    expiresOn: z.string().nullable(),
    renews: z.string().nullable(),
    proposed: z.object({ by: z.string(), byId: z.string().nullable(), at: z.string() }),
    approvals: z.array(
      z.object({
        by: z.string(),
        byId: z.string(),
        at: z.string(),
        authenticated: z.literal('password'),
        approved: z.string(),
        note: z.string(),
      }),
    ),
    rule: z.object({ version: z.number().nullable(), approvers: z.number(), oneKey: z.string().nullable() }),
    inForceFrom: z.string(),
  })
  .meta({ id: 'DecisionRecordContent' })
export type DecisionRecordContent = z.infer<typeof DecisionRecordContent>
