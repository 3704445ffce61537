import { z } from 'zod'

/** A word of a rule, as a person states it. */
export const stated = z
  .string({ error: ({ input }) => (input === undefined ? 'Needed' : undefined) })
  .trim()
  .min(1, 'Needed')
  .max(300)

/** What is kept of every rule: how one knows, who set it, and who took it back. */
export const ruleHistory = {
  note: z.string(),
  setAt: z.string(),
  setBy: z.string(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  undoneReason: z.string().nullable(),
}

/** What became of a file of aliases. */
export const AliasFileResult = z
  .object({
    ids: z.array(z.uuid()).meta({ description: 'Of the rules of the file that hold now' }),
    set: z.number().meta({ description: 'Of these, set by it; the others held before' }),
    skipped: z
      .array(z.object({ position: z.string(), reason: z.string(), text: z.string() }))
      .meta({ description: 'Rows that could not be taken, each as CSV in the order of the columns' }),
  })
  .meta({ id: 'AliasFileResult' })
export type AliasFileResult = z.infer<typeof AliasFileResult>
