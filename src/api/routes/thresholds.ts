import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { getThresholds, previewThresholds, setThresholds } from '#domain/findings/findings.ts'
import { ThresholdPreview, Thresholds } from '#model/threshold.ts'
import { inTransaction } from '#platform/db/database.ts'

const tag = 'settings'

const InForce = z
  .object({
    thresholds: Thresholds,
    isCatalogueRead: z.boolean().meta({ description: 'Nothing is set aside while the KEV catalogue is not read' }),
  })
  .meta({ id: 'ThresholdsInForce' })

export const thresholdRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/thresholds',
    summary: 'Show from which probability a match counts, by criticality',
    description:
      'They say how the hospital treats matches of which nobody can tell; the answer stays what it is. A device whose criticality is not known is treated as life-sustaining.',
    tag,
    permission: 'finding:read',
    response: InForce,
    handle: ({ db, actor }) => getThresholds(db, actor.organisationId),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/thresholds/preview',
    summary: 'Show what other thresholds would make of the open findings',
    description: 'Nothing is written.',
    tag,
    permission: 'settings:write',
    body: z.object({ thresholds: Thresholds }),
    response: ThresholdPreview,
    handle: ({ db, actor, body }) => previewThresholds(db, actor.organisationId, body.thresholds),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings/thresholds',
    summary: 'Set from which probability a match counts, by criticality',
    description: 'They hold for every finding at once. No criticality may ask for more than a lower one.',
    tag,
    permission: 'settings:write',
    body: z.object({ thresholds: Thresholds, reason: Reason }),
    response: InForce,
    handle: ({ db, actor, body: { thresholds, reason } }) =>
      inTransaction(db, async (tx) => {
        await setThresholds(tx, actor, thresholds, reason)
        return await getThresholds(tx, actor.organisationId)
      }),
  }),
]
