import { z } from 'zod'

/** How a watched view stands. */
export const Watch = z.object({
  startedAt: z.string(),
  /** When it was last asked; null before the first time. */
  checkedAt: z.string().nullable(),
  members: z.int(),
  /** Why it cannot be asked as it is. */
  fault: z.string().nullable(),
})
export type Watch = z.infer<typeof Watch>

export const SavedView = z
  .object({
    id: z.uuid(),
    page: z.string(),
    name: z.string(),
    query: z.string(),
    watch: Watch.nullable().meta({ description: 'Set where its owner is told of what it gains' }),
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>
