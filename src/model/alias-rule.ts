import { z } from 'zod'

/** A word of a rule, as a person states it. */
export const stated = z.string().trim().min(1, 'Needed').max(300)

/** What is kept of every rule: how one knows, who set it, and who took it back. */
export const ruleHistory = {
  note: z.string(),
  setAt: z.string(),
  setBy: z.string(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  undoneReason: z.string().nullable(),
}
