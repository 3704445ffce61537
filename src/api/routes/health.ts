import { z } from 'zod'
import { route } from '#api/route.ts'
import { isUp } from '#platform/db/database.ts'

const UpOrDown = z.enum(['up', 'down'])

export const healthRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/health',
    summary: 'Say whether the server, its database and its worker are up',
    tag: 'health',
    permission: 'public',
    response: z
      .object({ ok: z.boolean(), version: z.string(), database: UpOrDown, worker: UpOrDown })
      .meta({ id: 'Health' }),
    async handle({ db, services, reply }) {
      const [database, worker] = await Promise.all([isUp(db), services.isWorkerUp().catch(() => false)])
      if (!database) reply.code(503)
      return {
        ok: database,
        version: services.version,
        database: database ? ('up' as const) : ('down' as const),
        worker: worker ? ('up' as const) : ('down' as const),
      }
    },
  }),
]
