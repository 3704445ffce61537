import { z } from 'zod'
import { empty, route } from '#api/route.ts'
import { listNotifications, markNotificationsRead } from '#domain/access/access.ts'
import { Page, Paging } from '#platform/paging.ts'

const Notification = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    kind: z.string(),
    title: z.string(),
    body: z.string(),
    path: z.string().nullable(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notification' })

const tag = 'notifications'

export const notificationRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/notifications',
    summary: 'List the own notices, newest first',
    tag,
    permission: 'self',
    query: Paging,
    response: Page(Notification).extend({ unread: z.int() }),
    handle: ({ db, actor, query }) => listNotifications(db, actor.organisationId, actor.personId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/notifications/read',
    summary: 'Mark own notices as read',
    tag,
    permission: 'self',
    body: z.object({ ids: z.union([z.array(z.uuid()).max(500), z.literal('all')]) }),
    response: empty,
    handle: ({ db, actor, body }) => markNotificationsRead(db, actor.organisationId, actor.personId, body.ids),
  }),
]
