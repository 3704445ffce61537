import { z } from 'zod'

/** The loop, in order. */
export const LoopStepId = z.enum(['observe', 'resolve', 'match', 'rank', 'plan', 'act', 'verify'])
export type LoopStepId = z.infer<typeof LoopStepId>

/** One step of the loop with its live count; `path` opens the list that the number counts. */
export const LoopStep = z.object({
  id: LoopStepId,
  label: z.string(),
  count: z.number(),
  unit: z.string(),
  path: z.string(),
  /** What does not get on by itself; null where nothing is stuck. */
  stuck: z.object({ count: z.number(), text: z.string(), path: z.string() }).nullable(),
})
export type LoopStep = z.infer<typeof LoopStep>

/** What needs a decision today. */
export const TodayItem = z.object({
  kind: z.string(),
  text: z.string(),
  count: z.number(),
  path: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
})
export type TodayItem = z.infer<typeof TodayItem>

export const LoopTotals = z.object({
  devices: z.number(),
  openFindings: z.number(),
  critical: z.number(),
  knownExploited: z.number(),
  workOrdersOpen: z.number(),
  claimed: z.number(),
  verified: z.number(),
  reopened: z.number(),
})
export type LoopTotals = z.infer<typeof LoopTotals>

/** Open and verified findings at the end of a day, `YYYY-MM-DD` in the hospital's time zone. */
export const TrendPoint = z.object({ on: z.string(), open: z.number(), verified: z.number() })
export type TrendPoint = z.infer<typeof TrendPoint>

export const LoopCounts = z.object({
  steps: z.array(LoopStep),
  today: z.array(TodayItem),
  totals: LoopTotals,
  countedAt: z.string(),
  trend: z.array(TrendPoint),
})
export type LoopCounts = z.infer<typeof LoopCounts>

export const SearchKind = z.enum(['device', 'advisory', 'vulnerability', 'work_order', 'model'])
export type SearchKind = z.infer<typeof SearchKind>

export const SearchAnswer = z.object({
  groups: z.array(
    z.object({
      kind: SearchKind,
      items: z.array(z.object({ title: z.string(), subtitle: z.string(), path: z.string() })),
    }),
  ),
})
export type SearchAnswer = z.infer<typeof SearchAnswer>
