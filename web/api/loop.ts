import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

export const loopQuery = queryOptions({
  queryKey: ['loop'],
  queryFn: ({ signal }) => call('GET /loop', {}, signal),
  refetchInterval: 60_000,
})

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call('GET /search', { query: { q } }, signal),
    enabled: q.length >= 2,
    placeholderData: (before) => before,
  })

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call('GET /health', {}, signal),
})
