import { z } from 'zod'

/** What a verification came to; `taken_back`: the one before it counts no more. */
export const VerificationOutcome = z.enum(['held', 'failed', 'taken_back'])
export type VerificationOutcome = z.infer<typeof VerificationOutcome>

export const ControlVerification = z
  .object({
    outcome: VerificationOutcome,
    verifiedOn: z.string(),
    verifiedBy: z.string(),
    evidence: z.string(),
    /** The last day on which it counts; null where it did not hold. */
    verifyAgainBy: z.string().nullable(),
    recordedAt: z.string(),
    recordedBy: z.string(),
  })
  .meta({ id: 'ControlVerification' })
export type ControlVerification = z.infer<typeof ControlVerification>

export const ControlState = z.enum(['verified', 'overdue', 'failed', 'taken_back'])
export type ControlState = z.infer<typeof ControlState>

/** A safeguard in place of the fix. */
export const ControlRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** Where it holds. */
    place: z.string(),
    state: ControlState,
    /** What was recorded last. */
    last: ControlVerification,
    /** Decisions that rest on it and were not taken back. */
    decisions: z.number(),
  })
  .meta({ id: 'Control' })
export type ControlRow = z.infer<typeof ControlRow>

export const ControlDetail = ControlRow.extend({
  /** The newest first, the last hundred. */
  verifications: z.array(ControlVerification),
})
export type ControlDetail = z.infer<typeof ControlDetail>

const day = z.iso.date()
const words = z.string().trim().min(1)

/** A person looked whether the control holds. */
export const NewVerification = z
  .object({
    outcome: VerificationOutcome,
    verifiedOn: day.meta({ description: 'The day of the look; not of `taken_back`' }).optional(),
    verifiedBy: words.max(200).optional().meta({ description: 'Who looked; left out, whoever records it' }),
    evidence: words.max(4000).meta({ description: 'What was seen, and where the proof lies; of `taken_back` why' }),
    verifyAgainBy: day.optional().meta({ description: 'The last day on which it counts; needed where it held' }),
  })
  .meta({ id: 'NewVerification' })
export type NewVerification = z.infer<typeof NewVerification>

export const NewControl = z
  .object({
    name: words.max(300).meta({ description: 'What it is' }),
    place: words.max(300).meta({ description: 'Where it holds' }),
    verifiedOn: day,
    verifiedBy: words.max(200).optional(),
    evidence: words.max(4000),
    verifyAgainBy: day,
  })
  .meta({ id: 'NewControl' })
export type NewControl = z.infer<typeof NewControl>
