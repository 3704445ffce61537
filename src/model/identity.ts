import { z } from 'zod'

// The identity ledger: what made two devices one, or one two.

const Half = z.object({
  id: z.string(),
  name: z.string(),
  isGone: z.boolean().describe('No record speaks of it any more, as long as the merge stands'),
})

export const IdentityKind = z.enum(['merge', 'split'])
export type IdentityKind = z.infer<typeof IdentityKind>

export const IdentityEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: IdentityKind,
    from: Half.describe('Of a merge the device that is no more, of a split the one that records left'),
    into: Half.describe('Of a merge the device that stayed, of a split the one that was made of the records'),
    actorName: z.string(),
    isByPerson: z.boolean(),
    reason: z.string(),
    probability: z
      .number()
      .nullable()
      .describe('How likely it was that the two are one, 0 to 1; null where a person said so'),
    records: z.number().describe('How many records of sources went along'),
    undoneAt: z.string().nullable(),
    undoneBy: z.string().nullable(),
  })
  .meta({ id: 'IdentityEntry' })
export type IdentityEntry = z.infer<typeof IdentityEntry>

const SourceRecord = z.object({ source: z.object({ id: z.string(), name: z.string() }), sourceKey: z.string() })

export const IdentityEntryDetail = IdentityEntry.extend({
  moved: z.array(SourceRecord).describe('The records that went along, at most 200'),
  findings: z.number().describe('How many findings with a history went along'),
  workOrders: z
    .array(z.object({ id: z.string(), number: z.number() }))
    .describe('Work orders that went along; where the entry was undone, that had gone along'),
  later: z.array(z.object({ id: z.string(), kind: IdentityKind, reason: z.string() })).meta({
    description: 'Standing entries that rest on it: to undo it, these are taken back and made again',
  }),
}).meta({ id: 'IdentityEntryDetail' })
export type IdentityEntryDetail = z.infer<typeof IdentityEntryDetail>
