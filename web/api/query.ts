import { queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Answered } from './contract.ts'

export type Asked = NonNullable<Input<'GET /query/check'>['query']>['of'] & string
export type QueryCheck = Answered<'GET /query/check'>
export type QueryProposal = NonNullable<QueryCheck['completion']>['proposals'][number]

/** What is wrong with the query, and what may stand at the cursor. */
export const queryCheck = (of: string, text: string, cursor: number) =>
  queryOptions({
    queryKey: ['query', 'check', of, text, cursor],
    queryFn: ({ signal }) => call('GET /query/check', { query: { of, text, cursor } }, signal),
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
