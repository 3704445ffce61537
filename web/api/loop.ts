import { queryOptions } from '@tanstack/react-query'
import { get } from './client.ts'
import type { Loop, SearchResult } from './contract.ts'

export const loopQuery = queryOptions({
  queryKey: ['loop'],
  queryFn: ({ signal }) => get<Loop>('/loop', {}, signal),
  refetchInterval: 60_000,
})

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => get<SearchResult>('/search', { q }, signal),
    enabled: q.length >= 2,
    placeholderData: (before) => before,
  })
