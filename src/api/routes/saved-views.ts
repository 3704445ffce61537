import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { removeView, saveView } from '#domain/access/access.ts'
import { listViews, unwatchView, watchView } from '#domain/programme/programme.ts'
import { SavedView } from '#model/saved-view.ts'

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
    handle: ({ db, actor, query }) => listViews(db, actor, query.page),
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
      return await listViews(db, actor, body.page)
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
  route({
    method: 'PUT',
    path: '/api/v1/saved-views/{view}/watch',
    summary: 'Be told, here and by mail, when a saved view gains entries',
    description:
      'Of devices, findings and work orders, 10,000 entries at most. It is asked after runs and every quarter of an hour; what it has now is no news.',
    tag,
    permission: 'self',
    params: z.object({ view: z.uuid() }),
    response: empty,
    handle: ({ db, actor, params }) => watchView(db, actor, params.view),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/saved-views/{view}/watch',
    summary: 'Be told of a saved view no more',
    tag,
    permission: 'self',
    params: z.object({ view: z.uuid() }),
    response: empty,
    handle: ({ db, actor, params }) => unwatchView(db, actor, params.view),
  }),
]
