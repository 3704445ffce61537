import { z } from 'zod'
import { route } from '#api/route.ts'
import { search } from '#domain/programme/programme.ts'
import { SearchAnswer } from '#model/programme.ts'

export const searchRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/search',
    summary: 'Search everything',
    description:
      'By asset tag, serial number, IP or MAC address in any notation, model, CVE, advisory or work order number. Two characters at least.',
    tag: 'loop',
    permission: 'device:read',
    query: z.object({ q: z.string().max(200) }),
    response: SearchAnswer,
    handle: ({ db, actor, query }) => search(db, actor.organisationId, query.q),
  }),
]
