import { z } from 'zod'
import { route } from '#api/route.ts'
import { catalogue, operatorsOf, relationsOf } from '#domain/query/query.ts'
import { checkAsked, countAsked } from '#domain/remediation/remediation.ts'
import { longestQuery, QueryEntity, QueryFault, QueryField, QueryProposal } from '#model/query.ts'

const tag = 'query'
const Text = z.string().max(longestQuery)

export const queryRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/query/fields',
    summary: 'What queries can ask of devices, findings and work',
    tag,
    permission: 'device:read',
    response: z.array(
      z.object({
        of: QueryEntity,
        fields: z.array(QueryField.extend({ operators: z.array(z.string()) }).meta({ id: 'QueryField' })),
        relations: z.array(z.string()).meta({ description: 'After `with` and `without`' }),
      }),
    ),
    handle: () =>
      QueryEntity.options.map((of) => ({
        of,
        fields: catalogue[of].map((field) => ({ ...field, operators: [...operatorsOf[field.kind]] })),
        relations: [...relationsOf[of]],
      })),
  }),
  route({
    method: 'GET',
    path: '/api/v1/query/check',
    summary: 'Check a query, and complete it at the cursor',
    description:
      'A query that cannot be read is an answer here, with the place of its fault; a list refuses it. Without `cursor` nothing is proposed.',
    tag,
    permission: 'device:read',
    query: z.object({ of: QueryEntity, text: Text, cursor: z.int().min(0).max(longestQuery).optional() }),
    response: z.object({
      fault: QueryFault.nullable(),
      printed: z.string().meta({ description: 'The query in one way of writing' }),
      completion: z
        .object({
          at: z.int().meta({ description: 'A proposal takes the place of the text from here …' }),
          end: z.int().meta({ description: '… to here' }),
          proposals: z.array(QueryProposal),
        })
        .nullable(),
    }),
    handle: ({ db, actor, query: { of, text, cursor } }) => checkAsked(db, actor.organisationId, of, text, cursor),
  }),
  route({
    method: 'GET',
    path: '/api/v1/query/count',
    summary: 'Count what a query finds, up to 10,000',
    description: 'All devices, open findings on the worklist unless the query says which, all work orders.',
    tag,
    permission: 'device:read',
    query: z.object({ of: QueryEntity, query: Text }),
    response: z.object({ count: z.int(), isCapped: z.boolean().meta({ description: 'There are more' }) }),
    handle: ({ db, actor, query: { of, query } }) => countAsked(db, actor, of, query),
  }),
]
