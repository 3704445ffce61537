import { z } from 'zod'
import { route } from '#api/route.ts'
import { listAudit } from '#domain/access/access.ts'
import { Page, Paging } from '#platform/paging.ts'

export const auditRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List who did what, newest first',
    tag: 'audit',
    permission: 'audit:read',
    query: Paging.extend({
      subjectKind: z.string().max(100).optional(),
      subjectId: z.string().max(300).optional(),
      actor: z.uuid().optional().meta({ description: 'Id of the person who did it' }),
    }),
    response: Page(
      z
        .object({
          id: z.uuid(),
          at: z.iso.datetime(),
          actorName: z.string(),
          action: z.string(),
          subjectKind: z.string(),
          subjectId: z.string(),
          reason: z.string().nullable(),
          detail: z.unknown(),
        })
        .meta({ id: 'AuditEntry' }),
    ),
    handle: ({ db, actor, query }) => {
      const { actor: doneBy, ...rest } = query
      return listAudit(db, actor.organisationId, { ...rest, ...(doneBy ? { actor: doneBy } : {}) })
    },
  }),
]
