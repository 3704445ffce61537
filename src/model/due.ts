import { z } from 'zod'
import { Role } from './access.ts'

// What the hospital's appetite asks of a finding, and by when.

export const FindingAction = z
  .object({
    key: z.string(),
    name: z.string(),
    rank: z.int().meta({ description: '1 is the least urgent' }),
    of: z.int().meta({ description: 'How many actions the table has' }),
  })
  .meta({ id: 'FindingAction' })
export type FindingAction = z.infer<typeof FindingAction>

/** The earliest deadline of those that hold. */
export const FindingDue = z
  .object({
    on: z.string().meta({ description: 'The last day, `2026-03-14`, in the time zone of the device’s site' }),
    at: z.string().meta({ description: 'The first moment that is too late' }),
    by: z.string().meta({ description: 'Who says so: the action, or a preset' }),
    timeZone: z.string(),
    isOverdue: z.boolean(),
  })
  .meta({ id: 'FindingDue' })
export type FindingDue = z.infer<typeof FindingDue>

/** What the table asked of a finding, what it answers, and all that follows. */
export const FindingJudgement = z
  .object({
    version: z.int().meta({ description: 'Of the appetite' }),
    points: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        value: z.string().meta({ description: 'Key of the value' }),
        valueName: z.string(),
        text: z.string(),
        isAssumed: z.boolean().meta({ description: 'It is not known, and the worst was taken' }),
      }),
    ),
    deadlines: z
      .array(z.object({ by: z.string(), on: z.string(), at: z.string() }))
      .meta({ description: 'All that hold, the earliest first' }),
    timeZone: z.string(),
    escalations: z.array(
      z.object({ at: z.string(), to: Role, isMissed: z.boolean().meta({ description: 'At the deadline' }) }),
    ),
  })
  .meta({ id: 'FindingJudgement' })
export type FindingJudgement = z.infer<typeof FindingJudgement>
