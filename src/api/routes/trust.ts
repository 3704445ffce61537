import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { previewAttributeTrust, setAttributeTrust, trustTable } from '#domain/inventory/inventory.ts'
import { queueRun } from '#domain/sources/sources.ts'
import { AttributeTrustChange, TrustPreview, TrustTable } from '#model/attribute-trust.ts'
import { inTransaction } from '#platform/db/database.ts'

const tag = 'settings'
const Changes = z.array(AttributeTrustChange).min(1).max(5000)

export const trustRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/trust',
    summary: 'Show how far each source is believed on each attribute',
    description:
      'Of two sources that differ, the one stands whose trust on the attribute, halved with each half-life of its claim’s age, is more. What is read off devices comes before what a register says of it, and a person’s word before all that was said earlier.',
    tag,
    permission: 'device:read',
    response: TrustTable,
    handle: ({ db, actor }) => trustTable(db, actor.organisationId),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/trust/preview',
    summary: 'Show of how many devices a value would be another with other trust',
    description: 'Nothing is written. Of very many devices the first are looked at; the answer says so.',
    tag,
    permission: 'settings:write',
    body: z.object({ changes: Changes }),
    response: TrustPreview,
    handle: ({ db, actor, body }) => previewAttributeTrust(db, actor.organisationId, body.changes),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings/trust',
    summary: 'Say how far sources are believed on attributes',
    description:
      'What is not named stays. The records of the devices concerned are decided anew by a run of each source, which the answer names.',
    tag,
    permission: 'settings:write',
    body: z.object({ changes: Changes, reason: Reason }),
    response: z.object({ runs: z.array(z.object({ sourceId: z.string(), runId: z.string() })) }),
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        const sourceIds = await setAttributeTrust(tx, actor.organisationId, body.changes)
        const runs: { sourceId: string; runId: string }[] = []
        for (const sourceId of sourceIds) {
          const run = await queueRun(tx, { sourceId, trigger: 'person', actor, settings: { rebuild: true } })
          runs.push({ sourceId, runId: run.id })
          await recordAudit(tx, actor, {
            action: 'trust.changed',
            subjectKind: 'source',
            subjectId: sourceId,
            reason: body.reason,
            detail: {
              trust: Object.fromEntries(
                body.changes
                  .filter((change) => change.sourceId === sourceId)
                  .map(({ attribute, trust }) => [attribute, trust]),
              ),
            },
          })
        }
        return { runs }
      }),
  }),
]
