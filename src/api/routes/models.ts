import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { getModel, listModels, setStage } from '#domain/catalogue/catalogue.ts'
import { ModelFilter, ModelPage, ModelRow, SupportStage } from '#model/model-catalogue.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'models'
const params = z.object({ model: z.string().max(1000) })

const Counts = z.object({
  total: z.number(),
  lifeSustaining: z.number(),
  deviceClass: z.record(z.string(), z.number()),
  confidence: z.record(z.string(), z.number()).meta({ description: 'Of no known product code as `none`' }),
  stage: z.record(z.string(), z.number()).meta({ description: 'Of no recorded stage as `none`' }),
})

export const modelRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/models',
    summary: 'List the models of the inventory, with what FDA says of each',
    description:
      'In order of manufacturer and model; what devices spell each in its own way is one. Product codes come from the feeds “FDA product classification” and “GUDID”.',
    tag,
    permission: 'device:read',
    query: ModelFilter.extend(Paging.shape),
    response: Page(ModelRow).extend({ counts: Counts.meta({ description: 'Of all that fit `q`' }) }),
    handle: ({ db, actor, query }) => listModels(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/models/{model}',
    summary: 'Get a model: devices, versions, product codes and why, stages of support, documents',
    description: 'By the id of any of its spellings.',
    tag,
    permission: 'device:read',
    params,
    response: ModelPage,
    handle: ({ db, actor, params: { model } }) => getModel(db, actor.organisationId, model),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/models/{model}/stages',
    summary: 'Record from when a stage of the model’s support is, or take it back',
    description:
      'Stages of IMDRF N70, in order. The last word counts, for all spellings of the model; the same again changes nothing.',
    tag,
    permission: 'device:write',
    params,
    body: z.object({
      stage: SupportStage,
      startsOn: z.iso.date().nullable().meta({ description: 'Null takes back what was recorded' }),
      reason: Reason.meta({ description: 'Who says so: a letter, a contract, a page' }),
    }),
    response: ModelPage,
    handle: ({ db, actor, params: { model }, body }) =>
      inTransaction(db, async (tx) => {
        await setStage(tx, actor, model, body)
        return await getModel(tx, actor.organisationId, model)
      }),
  }),
]
