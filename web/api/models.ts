import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import { byKey } from './paging.ts'

export const modelsQuery = (query: NonNullable<Input<'GET /models'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['models', query], ...byKey('GET /models', { query }) })

/** Of all that fit the words, whatever else is asked. */
export const modelCountsQuery = (q: string | undefined) =>
  queryOptions({
    queryKey: ['model-counts', q],
    queryFn: async ({ signal }) => (await call('GET /models', { query: { q, limit: 1 } }, signal)).counts,
  })

export const modelQuery = (model: string) =>
  queryOptions({
    queryKey: ['model', model],
    queryFn: ({ signal }) => call('GET /models/{model}', { params: { model } }, signal),
  })

export const setStage = (model: string, body: Input<'PUT /models/{model}/stages'>['body']) =>
  call('PUT /models/{model}/stages', { params: { model }, body })
