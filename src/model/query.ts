import { z } from 'zod'

/** What a query asks for. */
export const QueryEntity = z.enum(['devices', 'findings', 'work'])
export type QueryEntity = z.infer<typeof QueryEntity>

/**
 * text: compared without regard to capitals · word: one of `words` · date: a day of the hospital · moment: a point in time ·
 * list: true where any of its texts is.
 */
export const QueryFieldKind = z.enum(['text', 'word', 'number', 'date', 'moment', 'flag', 'list'])
export type QueryFieldKind = z.infer<typeof QueryFieldKind>

export const QueryField = z.object({
  name: z.string(),
  /** Other names that are read as this one. */
  also: z.array(z.string()),
  kind: QueryFieldKind,
  /** Of a word. */
  words: z.array(z.string()).optional(),
  description: z.string(),
})
export type QueryField = z.infer<typeof QueryField>

/** The longest query, in characters. */
export const longestQuery = 2000

/** `at` and `end` are places in the text, from 0; what is wrong stands between them. `column` counts from 1, for people. */
export const QueryFault = z
  .object({ sentence: z.string(), at: z.int(), end: z.int(), column: z.int() })
  .meta({ id: 'QueryFault' })
export type QueryFault = z.infer<typeof QueryFault>

/** What may stand at the cursor: it takes the place of the text from `at` to `end`. */
export const QueryProposal = z
  .object({
    kind: z.enum(['field', 'operator', 'word', 'value', 'keyword']),
    text: z.string(),
    description: z.string().nullable(),
  })
  .meta({ id: 'QueryProposal' })
export type QueryProposal = z.infer<typeof QueryProposal>
