import { z } from 'zod'
import { file, route, upload } from '#api/route.ts'
import type { ApiServices } from '#api/services.ts'
import { onPersonObservation } from '#domain/loop.ts'
import { exportWorkOrders, importResults } from '#domain/remediation/remediation.ts'
import { WorkOrderFilter } from '#model/work-order.ts'
import { notFound } from '#platform/errors.ts'

const tag = 'work'
const params = z.object({ outlet: z.string().max(60) })

function outletOf({ outlets }: ApiServices, id: string) {
  const outlet = outlets.find((one) => one.id === id)
  if (!outlet) throw notFound('outlet', id)
  return outlet
}

export const outletRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/outlets/{outlet}/work-orders',
    summary: 'Take the work orders as a file for the CMMS',
    description:
      'The answer is the file. Marks the work orders in it as sent. Sent is not accepted: that is when the CMMS answers.',
    tag,
    permission: 'work-order:write',
    params,
    query: z.object({ state: WorkOrderFilter.shape.state }),
    response: file('text/csv', 'The work orders, one row each; drafts are left out.'),
    handle({ db, actor, params, query, services }) {
      const outlet = outletOf(services, params.outlet)
      return {
        content: exportWorkOrders(db, actor, outlet, query.state ?? null),
        mediaType: outlet.mediaType,
        fileName: outlet.fileName,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/outlets/{outlet}/results',
    summary: 'Read back what the CMMS says of the work orders',
    description:
      'Work that the CMMS calls complete is a claim here. A row that cannot be taken is given back with the reason; the same file twice changes nothing.',
    tag,
    permission: 'work-order:write',
    params,
    body: upload({ maxBytes: 64 << 20 }),
    response: z.object({
      applied: z.number(),
      unchanged: z.number(),
      skipped: z.array(z.object({ position: z.string(), reason: z.string() })),
    }),
    async handle({ db, actor, params, body, services }) {
      const outlet = outletOf(services, params.outlet)
      const rows = outlet.read({ stream: () => body.stream, name: body.name })
      const { applied, unchanged, skipped } = await importResults(db, actor, outlet, rows, onPersonObservation)
      return { applied, unchanged, skipped: [...skipped] }
    },
  }),
]
