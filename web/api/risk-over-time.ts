import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import { byKey } from './paging.ts'

export const riskOverTimeQuery = (query: NonNullable<Input<'GET /risk-over-time'>['query']>) =>
  queryOptions({
    queryKey: ['risk-over-time', query],
    queryFn: ({ signal }) => call('GET /risk-over-time', { query }, signal),
    placeholderData: (before) => before,
  })

export const riskGroupsQuery = (query: NonNullable<Input<'GET /risk-over-time/groups'>['query']>) =>
  infiniteQueryOptions({
    queryKey: ['risk-over-time', 'groups', query],
    ...byKey('GET /risk-over-time/groups', { query }),
  })
