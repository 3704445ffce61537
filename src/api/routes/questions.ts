import { z } from 'zod'
import { route } from '#api/route.ts'
import { createFieldChecks, listQuestions } from '#domain/remediation/remediation.ts'
import { AskedAttribute, Question } from '#model/finding.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'work'

export const questionRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/questions',
    summary: 'List which one look at which devices settles most, per minute of a technician',
    description:
      'Findings of which nobody can tell, by the one attribute that settles them, make, model and care area, however devices write these. An empty text stands for devices without it. What was asked already is left out.',
    tag,
    permission: 'work-order:read',
    query: Paging,
    response: Page(Question),
    async handle({ db, actor, query }) {
      return await listQuestions(db, actor.organisationId, query)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/questions/field-checks',
    summary: 'Make field checks of a question',
    description:
      'Make, model and place in any spelling. One for each device of it, in the order of the rooms; with `assignedTo` they are dispatched at once. A device that was asked already gets none: `skipped` says so.',
    tag,
    permission: 'work-order:write',
    body: z.object({
      attribute: AskedAttribute,
      option: z.string().max(300).default(''),
      manufacturer: z.string().max(300),
      model: z.string().max(300),
      site: z.string().max(300),
      careArea: z.string().max(300),
      assignedTo: z.uuid().optional(),
      dueOn: z.iso.date().optional(),
      deviceIds: z.array(z.uuid()).min(1).max(50_000).optional(),
    }),
    bodyLimit: 4 << 20,
    response: z.object({
      workOrders: z.array(z.object({ id: z.string(), number: z.string() })),
      skipped: z.array(z.object({ deviceId: z.string(), reason: z.string() })),
    }),
    status: 201,
    async handle({ db, actor, body }) {
      const { workOrders, skipped } = await createFieldChecks(db, actor, body)
      return { workOrders: [...workOrders], skipped: [...skipped] }
    },
  }),
]
