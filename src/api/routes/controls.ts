import { z } from 'zod'
import { route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { addControl, getControl, listControls, recordVerification } from '#domain/findings/findings.ts'
import { ControlDetail, ControlRow, NewControl, NewVerification } from '#model/control.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'decisions'
const params = z.object({ control: z.uuid() })

export const controlRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/controls',
    summary: 'List compensating controls by name',
    description: 'Each with what was recorded last, and the number of decisions that rest on it.',
    tag,
    permission: 'finding:read',
    query: Paging,
    response: Page(ControlRow),
    handle: ({ db, actor, query }) => listControls(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/controls',
    summary: 'Add a compensating control that was verified',
    description:
      'Decisions can rest on it by a premise `control_verified`, until the day by which it is to be verified again.',
    tag,
    permission: 'finding:decide',
    body: NewControl,
    response: ControlDetail,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        const id = await addControl(tx, actor, body)
        await recordAudit(tx, actor, {
          action: 'control.added',
          subjectKind: 'control',
          subjectId: id,
          reason: body.evidence,
          detail: body,
        })
        return await getControl(tx, actor.organisationId, id)
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/controls/{control}',
    summary: 'Get a compensating control with its verifications',
    tag,
    permission: 'finding:read',
    params,
    response: ControlDetail,
    handle: ({ db, actor, params }) => getControl(db, actor.organisationId, params.control),
  }),
  route({
    method: 'POST',
    path: '/api/v1/controls/{control}/verifications',
    summary: 'Record that a control held, failed, or that its verification is taken back',
    description:
      'What is recorded last counts. Findings whose decisions rest on it open, or are decided again, at once.',
    tag,
    permission: 'finding:decide',
    params,
    body: NewVerification,
    response: ControlDetail,
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        await recordVerification(tx, actor, params.control, body)
        await recordAudit(tx, actor, {
          action: 'control.verified',
          subjectKind: 'control',
          subjectId: params.control,
          reason: body.evidence,
          detail: body,
        })
        return await getControl(tx, actor.organisationId, params.control)
      }),
  }),
]
