import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { listSavedViews, removeView, saveView } from '#domain/access/access.ts'

const SavedView = z
  .object({ id: z.uuid(), page: z.string(), name: z.string(), query: z.string() })
  .meta({ id: 'SavedView' })

const tag = 'saved views'

export const savedViewRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/saved-views',
    summary: 'List the own saved views',
    tag,
    permission: 'self',
    query: z.object({ page: z.string().max(100).optional() }),
    response: z.array(SavedView),
    handle: ({ db, actor, query }) => listSavedViews(db, actor, query.page),
  }),
  route({
    method: 'POST',
    path: '/api/v1/saved-views',
    summary: 'Save a page’s filters under a name',
    description: 'The same name on the same page again replaces them. Answers all of the page.',
    tag,
    permission: 'self',
    body: z.object({ page: z.string().min(1).max(100), name: limitedText, query: z.string().max(4000) }),
    response: z.array(SavedView),
    status: 201,
    async handle({ db, actor, body }) {
      await saveView(db, actor, body)
      return await listSavedViews(db, actor, body.page)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/saved-views/{view}',
    summary: 'Forget a saved view',
    tag,
    permission: 'self',
    params: z.object({ view: z.uuid() }),
    response: empty,
    handle: ({ db, actor, params }) => removeView(db, actor, params.view),
  }),
]
