import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { supposedChoices } from '#domain/findings/findings.ts'
import {
  changeScenario,
  getScenario,
  listScenarios,
  removeScenario,
  saveScenario,
  scenarioMoves,
  whatIf,
  whatIfMoves,
  workOutAgain,
} from '#domain/what-if/what-if.ts'
import { WhatIfChoice, WhatIfChoiceOf, WhatIfMove, WhatIfResult, WhatIfScenario, WhatIfSteps } from '#model/what-if.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'what-if'
const params = z.object({ scenario: z.uuid() })
const MovePage = Page(WhatIfMove).extend({ computedAt: z.string() })
const Scenario = z.object({ name: limitedText, steps: WhatIfSteps })

export const whatIfRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/what-if',
    summary: 'Work out what steps would change',
    description:
      'The risk of devices is the sum over them of the worst that is open on each. It is worked out by what matches and ranks, on the data of now; nothing is done. What is not known counts as in scoring, and is never a gain.',
    tag,
    permission: 'finding:read',
    body: z.object({ steps: WhatIfSteps }),
    response: WhatIfResult,
    handle: ({ db, actor, body }) => whatIf(db, actor.organisationId, body.steps),
  }),
  route({
    method: 'POST',
    path: '/api/v1/what-if/moves',
    summary: 'List the findings that steps would move',
    description: 'Those alike in one row, the largest change first, 20,000 rows at most.',
    tag,
    permission: 'finding:read',
    body: z.object({
      steps: WhatIfSteps,
      ...Paging.shape,
      computedAt: z.string().optional().meta({ description: 'Of the result that they belong to; left out, of now' }),
    }),
    response: MovePage,
    handle: ({ db, actor, body: { steps, ...paging } }) => whatIfMoves(db, actor.organisationId, steps, paging),
  }),
  route({
    method: 'GET',
    path: '/api/v1/what-if/choices',
    summary: 'Complete what a step names, from what is on record',
    tag,
    permission: 'finding:read',
    query: z.object({ of: WhatIfChoiceOf, q: z.string().max(200).default('') }),
    response: z.array(WhatIfChoice),
    handle: ({ db, actor, query: { of, q } }) => supposedChoices(db, actor.organisationId, of, q),
  }),
  route({
    method: 'GET',
    path: '/api/v1/what-if/scenarios',
    summary: 'List the scenarios that were saved',
    description: 'By name, each with what it came to when it was worked out last.',
    tag,
    permission: 'finding:read',
    query: Paging,
    response: Page(WhatIfScenario),
    handle: ({ db, actor, query }) => listScenarios(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/what-if/scenarios',
    summary: 'Save steps as a scenario of the organisation',
    description: 'They are worked out again, and kept with what they come to.',
    tag,
    permission: 'finding:decide',
    body: Scenario,
    response: WhatIfScenario,
    status: 201,
    handle: ({ db, actor, body }) => saveScenario(db, actor, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/what-if/scenarios/{scenario}',
    summary: 'Get a scenario, and what it came to',
    tag,
    permission: 'finding:read',
    params,
    response: WhatIfScenario,
    handle: ({ db, actor, params }) => getScenario(db, actor.organisationId, params.scenario),
  }),
  route({
    method: 'GET',
    path: '/api/v1/what-if/scenarios/{scenario}/moves',
    summary: 'List the findings that a scenario moved when it was worked out last',
    tag,
    permission: 'finding:read',
    params,
    query: Paging,
    response: MovePage,
    handle: ({ db, actor, params, query }) => scenarioMoves(db, actor.organisationId, params.scenario, query),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/what-if/scenarios/{scenario}',
    summary: 'Give a scenario other steps, or another name',
    description: 'Refused where somebody else changed it since `seen`.',
    tag,
    permission: 'finding:decide',
    params,
    body: Scenario.extend({ seen: z.string().meta({ description: 'Its `savedAt` as it was looked at' }) }),
    response: WhatIfScenario,
    handle: ({ db, actor, params, body }) => changeScenario(db, actor, params.scenario, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/what-if/scenarios/{scenario}/compute',
    summary: 'Work a scenario out again, on the data of now',
    tag,
    permission: 'finding:decide',
    params,
    response: WhatIfScenario,
    handle: ({ db, actor, params }) => workOutAgain(db, actor, params.scenario),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/what-if/scenarios/{scenario}',
    summary: 'Remove a scenario',
    tag,
    permission: 'finding:decide',
    params,
    response: empty,
    handle: ({ db, actor, params }) => removeScenario(db, actor, params.scenario),
  }),
]
