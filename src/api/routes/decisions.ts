import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import {
  countDecisions,
  getDecision,
  listDecisionFindings,
  listDecisions,
  withdrawDecision,
} from '#domain/findings/findings.ts'
import { DecisionDetail, DecisionFilter, DecisionFinding, DecisionRow, StandingState } from '#model/decision.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'decisions'
const params = z.object({ decision: z.uuid() })

const Detail = DecisionDetail.extend({
  failing: z
    .array(
      z.object({
        text: z.string(),
        state: z.enum(['broken', 'asks']),
        findings: z.number(),
        devices: z.number(),
      }),
    )
    .meta({ description: 'Why it is not in force where it is not; the most frequent first' }),
})

export const decisionRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/decisions',
    summary: 'List decisions about findings, newest first',
    description: 'Each with the findings that it is in force on, was carried to, and is broken on.',
    tag,
    permission: 'finding:read',
    query: DecisionFilter.extend(Paging.shape),
    response: Page(DecisionRow),
    handle: ({ db, actor, query: { cursor, limit, ...filter } }) =>
      listDecisions(db, actor.organisationId, { filter, cursor, limit }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decisions/counts',
    summary: 'Count decisions by state',
    tag,
    permission: 'finding:read',
    response: z.record(DecisionFilter.shape.state.unwrap(), z.number()),
    handle: ({ db, actor }) => countDecisions(db, actor.organisationId),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decisions/{decision}',
    summary: 'Get a decision with its premises',
    tag,
    permission: 'finding:read',
    params,
    response: Detail,
    handle: ({ db, actor, params }) => getDecision(db, actor.organisationId, params.decision),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decisions/{decision}/findings',
    summary: 'List the findings that a decision stands with',
    description: 'By state: `holds` in force, `broken` a premise no longer holds, `asks` something is not known.',
    tag,
    permission: 'finding:read',
    params,
    query: z.object({ state: StandingState.optional(), ...Paging.shape }),
    response: Page(DecisionFinding),
    handle: ({ db, actor, params, query }) => listDecisionFindings(db, actor.organisationId, params.decision, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/decisions/{decision}/withdraw',
    summary: 'Take a decision back wherever it is in force',
    description: 'Its findings are open again. A decision that it had taken the place of stays over.',
    tag,
    permission: 'finding:decide',
    params,
    body: z.object({ reason: Reason }),
    response: Detail,
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        await withdrawDecision(tx, actor, params.decision, body.reason)
        await recordAudit(tx, actor, {
          action: 'decision.withdrawn',
          subjectKind: 'decision',
          subjectId: params.decision,
          reason: body.reason,
        })
        return await getDecision(tx, actor.organisationId, params.decision)
      }),
  }),
]
