import { z } from 'zod'
import { route } from '#api/route.ts'
import { askBackTest, cancelBackTest, getBackTest, listBackTests, resumeBackTest } from '#domain/programme/programme.ts'
import { BackTest, BackTestAsked, BackTestWithResult } from '#model/back-test.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'settings'
const params = z.object({ id: z.uuid() })

export const backTestRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/appetite/back-tests',
    summary: 'List the back-tests of risk appetites',
    description:
      'The newest first, without what came of them. `hash` names one table: only those of exactly this content.',
    tag,
    permission: 'finding:read',
    query: Paging.extend({ hash: z.string().max(64).optional() }),
    response: Page(BackTest),
    handle: ({ db, actor, query }) => listBackTests(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/back-tests',
    summary: 'Ask for a back-test of the draft of the risk appetite',
    description:
      'What the draft would have asked of the last months, beside the table in force: findings by action and month, deadlines missed, hours needed, and what moves. A worker does it; the same that is under way already is not begun twice.',
    tag,
    permission: 'settings:write',
    body: BackTestAsked,
    response: BackTest,
    handle: ({ db, actor, body }) => askBackTest(db, actor, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/settings/appetite/back-tests/{id}',
    summary: 'Get a back-test, how far it is and what came of it',
    tag,
    permission: 'finding:read',
    params,
    response: BackTestWithResult,
    handle: ({ db, actor, params: { id } }) => getBackTest(db, actor.organisationId, id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/back-tests/{id}/cancel',
    summary: 'Cancel a back-test',
    description: 'One that has ended stays as it is.',
    tag,
    permission: 'settings:write',
    params,
    response: BackTest,
    handle: ({ db, actor, params: { id } }) => cancelBackTest(db, actor, id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/back-tests/{id}/resume',
    summary: 'Take up a back-test that was cancelled or failed',
    description: 'On the same tables and up to the same moment: what came later is not looked at.',
    tag,
    permission: 'settings:write',
    params,
    response: BackTest,
    handle: ({ db, actor, params: { id } }) => resumeBackTest(db, actor, id),
  }),
]
