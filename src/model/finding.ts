import { z } from 'zod'

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

/** Open: neither fixed nor not affected, no decision in force, not verified. */
export const isOpen = (state: FindingState): boolean =>
  state.status !== 'fixed' &&
  state.status !== 'not_affected' &&
  state.decision === 'none' &&
  state.remediation !== 'verified'

/** One thing that a matcher compared, in words for people and in data for programs. */
export const Because = z.object({
  /** vendor | model | version | identifier | operating_system | status */
  part: z.string(),
  /** agrees | contradicts | unknown */
  outcome: z.enum(['agrees', 'contradicts', 'unknown']),
  /** `vendor "B. Braun" is "B. Braun Melsungen AG" (alias)`. */
  text: z.string(),
})
export type Because = z.infer<typeof Because>
