import { z } from 'zod'
import { AdvisoryRemediation } from './advisory.ts'
import { FindingAction, FindingDue, FindingJudgement } from './due.ts'
import { EnvironmentScore } from './environment.ts'
import { Reason, RiskBand, ScoreInterval } from './risk.ts'
import { CountsAs } from './threshold.ts'

/** The matcher's answer; given only where the product agreed. */
export const Answer = z.enum(['affected', 'not_affected', 'cannot_tell'])
export type Answer = z.infer<typeof Answer>

/** VEX's words (CSAF, OpenVEX). `cannot_tell` stands as `under_investigation`. */
export const FindingStatus = z.enum(['under_investigation', 'affected', 'not_affected', 'fixed'])
export type FindingStatus = z.infer<typeof FindingStatus>

/** A person's verdict. */
export const DecisionKind = z.enum(['none', 'not_affected', 'mitigated', 'accepted', 'deferred', 'false_positive'])
export type DecisionKind = z.infer<typeof DecisionKind>

/** Where the fix stands; claimed and verified are two things. */
export const RemediationState = z.enum(['not_remediated', 'in_progress', 'claimed', 'verified'])
export type RemediationState = z.infer<typeof RemediationState>

/** The four fields of a finding's state, everywhere. */
export const FindingState = z.object({
  answer: Answer,
  status: FindingStatus,
  decision: DecisionKind,
  remediation: RemediationState,
})
export type FindingState = z.infer<typeof FindingState>

export const statusOf = (answer: Answer): FindingStatus => (answer === 'cannot_tell' ? 'under_investigation' : answer)

/** Open: neither fixed nor not affected, no decision in force, not verified; what a threshold sets aside is not. */
export const isOpen = (state: FindingState): boolean =>
  state.status !== 'fixed' &&
  state.status !== 'not_affected' &&
  state.decision === 'none' &&
  state.remediation !== 'verified'

/** What one look at the device can answer. */
export const AskedAttribute = z.enum([
  'manufacturer',
  'model',
  'softwareVersion',
  'firmwareVersion',
  'operatingSystem',
  'serialNumber',
  'option',
])
export type AskedAttribute = z.infer<typeof AskedAttribute>

/** One thing that a matcher compared, in words for people and in data for programs. */
export const Because = z.object({
  /** vendor | model | version | identifier | operating_system | component | platform | status | statement */
  part: z.string(),
  /** agrees | contradicts | unknown */
  outcome: z.enum(['agrees', 'contradicts', 'unknown']),
  /** `vendor "B. Braun" is "B. Braun Melsungen AG" (alias)`. */
  text: z.string(),
  /** Where it is unknown: the one attribute of the device that settles it. */
  asks: AskedAttribute.optional(),
  /** Of `option`: the words that name it, `wireless`. */
  option: z.string().optional(),
})
export type Because = z.infer<typeof Because>

/**
 * Who speaks of what a device is made of: the National Vulnerability Database, a CVE's own record where that says nothing, OSV's
 * of packages, Microsoft of its updates.
 */
export const VulnerabilityDatabase = z.enum(['NVD', 'CVE', 'OSV', 'MSRC'])
export type VulnerabilityDatabase = z.infer<typeof VulnerabilityDatabase>

/** One statement's evidence as it is kept with a match. */
export const Evidence = z.object({
  advisoryId: z.string(),
  revision: z.string(),
  productId: z.string(),
  answer: Answer,
  probability: z.number(),
  because: z.array(Because),
  publisher: z.string(),
  revisedAt: z.string(),
  /** True where the statement is of exactly the device's version, not of a range or of all. */
  namesVersion: z.boolean(),
  /** True where it no longer counts: the publisher itself, or somebody of more weight, says that it is not affected. */
  isSuperseded: z.boolean(),
  /** Why it does not decide, for people; absent where it decides, or says the same. */
  givesWay: z.string().optional(),
  /**
   * Set where it says not affected, and nobody can tell whether of this device (its number, version, model or component): true
   * where the answer would be that, were it so. It never decides.
   */
  mayClear: z.boolean().optional(),
  /** Set where a bill of materials says it (VEX) and no advisory; `advisoryId` is then `sbom:<id>`. */
  sbomId: z.string().optional(),
  /** Set where a VEX document on a bill says it, be the bill here (`sbomId`) or not; `advisoryId` is then `vex:<id>`. */
  vexId: z.string().optional(),
  /** Set where it speaks of the device because a person bound the product, or a bill that is not here, to its model: that word's id. */
  boundBy: z.string().optional(),
  /** True where the maker of the product itself says it. */
  isMaker: z.boolean().optional(),
  /** Set where a database says it of what the device is made of, and no advisory; `advisoryId` is the same word. */
  database: VulnerabilityDatabase.optional(),
})
export type Evidence = z.infer<typeof Evidence>

/** A finding as a list shows it. Scores are null where nothing is left to rank. */
export const FindingRow = z.object({
  device: z.object({
    id: z.string(),
    name: z.string(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    site: z.string().nullable(),
    careArea: z.string().nullable(),
  }),
  vulnerabilityId: z.string(),
  /** The advisory that decided; `NVD`, `CVE`, `OSV` or `MSRC` where no advisory speaks of it, `VEX` where only a bill does. */
  advisoryId: z.string().nullable(),
  title: z.string(),
  answer: Answer,
  status: FindingStatus,
  decision: DecisionKind,
  remediation: RemediationState,
  /** How the hospital's thresholds treat it; null where it is not affected. */
  countsAs: CountsAs.nullable(),
  isOpen: z.boolean(),
  /** False for a device that left the worklist: stored, loaned, retired. */
  isActive: z.boolean(),
  score: z.number().nullable(),
  band: RiskBand.nullable(),
  likelihood: z.number().nullable(),
  safety: z.number().nullable(),
  care: z.number().nullable(),
  privacy: z.number().nullable(),
  knownExploited: z.boolean(),
  /** What the appetite in force asks; null where none was adopted, where the finding is not open, or until it is worked out. */
  action: FindingAction.nullable(),
  /** Null also where no deadline holds. */
  due: FindingDue.nullable(),
  openedAt: z.string(),
  /** Nothing supports it any more: what did last, and whether that was withdrawn. */
  unsupported: z
    .object({
      since: z.string(),
      /** Null: a document on a bill of materials. */
      advisoryId: z.string().nullable(),
      /** `by`: the person, else the publisher. Null where it stands and no longer speaks of the product. */
      withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
      /** The advisory says what it said: the names changed by which devices are compared with it. */
      isUnchanged: z.boolean(),
    })
    .nullable(),
  /** One line. */
  because: z.string(),
  /** Why a decision is in force on it no more, or not yet; null where no decision has to do with it, or one is in force. `waiting`: for approval. */
  undecided: z.object({ state: z.enum(['broken', 'asks', 'waiting']), text: z.string() }).nullable(),
})
export type FindingRow = z.infer<typeof FindingRow>

export const FindingEvent = z.object({
  at: z.string(),
  actorName: z.string(),
  kind: z.string(),
  before: FindingState,
  after: FindingState,
  reason: z.string(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
})
export type FindingEvent = z.infer<typeof FindingEvent>

export const FindingComment = z.object({
  id: z.uuid(),
  text: z.string(),
  writtenAt: z.string(),
  writtenBy: z.string(),
})
export type FindingComment = z.infer<typeof FindingComment>

/** One finding with all that it stands on. */
export const FindingDetail = z.object({
  finding: FindingRow.extend({
    decisionReason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    decisionExpiresOn: z.string().nullable(),
    reopened: z.number(),
    closedAt: z.string().nullable(),
    /** Which threshold decides how it counts; null where none has to do with it. */
    countsAsText: z.string().nullable(),
  }),
  /** How its action and due day come about; null where there is no action. */
  judgement: FindingJudgement.nullable(),
  evidence: z.array(
    Evidence.extend({
      advisoryTitle: z.string(),
      product: z.string(),
      /** Where the publisher says that the product is not affected: its justification (VEX), and its own words. */
      justification: z.string().nullable(),
      impact: z.string().nullable(),
    }),
  ),
  reasons: z.array(Reason),
  environmental: EnvironmentScore.nullable().meta({
    description: 'CVSS as it is on this device; null where nothing is open or no vector can be read',
  }),
  interval: ScoreInterval.nullable().meta({ description: 'How far the score may move; null where nothing is missing' }),
  remediations: z.array(AdvisoryRemediation.extend({ advisoryId: z.string() })),
  events: z.array(FindingEvent),
})
export type FindingDetail = z.infer<typeof FindingDetail>

/** One thing to look at on devices alike at one place, and what that settles. Empty: the inventory does not say. */
export const Question = z
  .object({
    attribute: AskedAttribute,
    /** Of `option`: what the device may have, `wireless`; else empty. */
    option: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    site: z.string(),
    careArea: z.string(),
    devices: z.number(),
    rooms: z.number(),
    /** Findings of which nobody can tell and that this one answer settles. */
    findings: z.number(),
    worstScore: z.number(),
    worstBand: RiskBand,
    knownExploited: z.boolean(),
    /** What the look settles: over the findings, score × entropy of the answer in bits. */
    openRisk: z.number(),
    /** A technician's, for all devices, with the way there, which the first question of a care area has alone. */
    minutes: z.number(),
    /** Another question of the care area has the way: it is on the same round. */
    sharesWay: z.boolean(),
    /** Never more than that of the question that has the way. */
    riskPerMinute: z.number(),
    sampleDevices: z.array(z.object({ id: z.string(), name: z.string(), room: z.string().nullable() })),
  })
  .meta({ id: 'Question' })
export type Question = z.infer<typeof Question>

/** Findings that one advisory makes on one model at one site: what work is made of. */
export const FindingGroup = z.object({
  advisoryId: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  site: z.string(),
  /** On the worklist. */
  devices: z.number(),
  affected: z.number(),
  cannotTell: z.number(),
  /** Devices with at least one open finding of it. */
  open: z.number(),
  worstScore: z.number().nullable(),
  worstBand: RiskBand.nullable(),
  knownExploited: z.boolean(),
  sampleDevices: z.array(z.object({ id: z.string(), name: z.string(), careArea: z.string().nullable() })),
})
export type FindingGroup = z.infer<typeof FindingGroup>
