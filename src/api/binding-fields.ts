import { z } from 'zod'
import { Paging } from '#platform/paging.ts'
import { limitedText, Reason } from './fields.ts'

// What the routes take alike that bind something to a model, list what was bound, and take it back.

export const BindingList = Paging.extend({
  inForce: z.stringbool().default(true).meta({ description: 'false: also what was revoked' }),
})

export const modelOfInventory = { manufacturer: limitedText, model: limitedText }

export const Bound = z.object({ id: z.uuid() })

export const ofBinding = { params: z.object({ binding: z.uuid() }), query: z.object({ reason: Reason }) }
