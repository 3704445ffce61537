import { call, type Operation, type Query } from './client.ts'
import type { Page } from './contract.ts'
import type { Operations } from './types.ts'

/** The operations that answer with a page of a list. */
export type Listing = { [O in Operation]: Operations[O]['response'] extends Page<unknown> ? O : never }[Operation]
export type Item<O extends Listing> = Operations[O]['response'] extends Page<infer T> ? T : never

interface Where<O extends Listing> {
  query?: { readonly [Name in keyof Operations[O]['query']]?: Query[string] }
  params?: Operations[O]['params']
  limit?: number
}

/** The parts of an infinite query that every list shares: it goes on by key, never by offset. */
export const byKey = <O extends Listing>(operation: O, { query, params, limit = 100 }: Where<O> = {}) => ({
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    // Each of these operations takes a cursor and a limit; the types cannot say so of all at once.
    call<Operation>(operation, { params, query: { ...query, cursor: pageParam, limit } } as never, signal) as Promise<
      Page<Item<O>>
    >,
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<Item<O>>) => page.next ?? undefined,
})

export const allItems = <T>(data: { pages: Page<T>[] } | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? []
