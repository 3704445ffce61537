import { route } from '#api/route.ts'
import { loopCounts } from '#domain/programme/programme.ts'
import { LoopCounts } from '#model/programme.ts'

export const loopRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/loop',
    summary: 'Get the loop with its counts',
    description:
      'Each step with how much is in it and where it is stuck, what needs a decision today, and how it went. Every `path` opens the list that the number counts.',
    tag: 'loop',
    permission: 'device:read',
    response: LoopCounts,
    handle: ({ db, actor }) => loopCounts(db, actor.organisationId),
  }),
]
