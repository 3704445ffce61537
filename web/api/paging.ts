import { get, type Query } from './client.ts'
import type { Page } from './contract.ts'

/** The parts of an infinite query that every list shares: it goes on by key, never by offset. */
export const byKey = <T>(path: string, filters: Query = {}, limit = 100) => ({
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    get<Page<T>>(path, { ...filters, cursor: pageParam, limit }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<T>) => page.next ?? undefined,
})

export const allItems = <T>(data: { pages: Page<T>[] } | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? []
