import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import { byKey } from './paging.ts'

export const recallsQuery = (query: NonNullable<Input<'GET /recalls'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['recalls', query], ...byKey('GET /recalls', { query }) })

export const recallQuery = (event: string) =>
  queryOptions({
    queryKey: ['recall', event],
    queryFn: ({ signal }) => call('GET /recalls/{event}', { params: { event } }, signal),
  })

export const matchRecall = (event: string) => call('POST /recalls/{event}/match', { params: { event } })
