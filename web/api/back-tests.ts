import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { BackTest, Sent } from './contract.ts'

export const isUnderWay = (test: Pick<BackTest, 'state'> | null | undefined): boolean =>
  test?.state === 'queued' || test?.state === 'running'

/** The newest few; of one table, where a hash is named. */
export const backTestsQuery = (hash?: string) =>
  queryOptions({
    queryKey: ['back-tests', hash ?? ''],
    queryFn: ({ signal }) =>
      call('GET /settings/appetite/back-tests', { query: { limit: 5, ...(hash !== undefined && { hash }) } }, signal),
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? 1000 : false),
  })

export const backTestQuery = (id: string) =>
  queryOptions({
    queryKey: ['back-test', id],
    queryFn: ({ signal }) => call('GET /settings/appetite/back-tests/{id}', { params: { id } }, signal),
    refetchInterval: (query) => (isUnderWay(query.state.data) ? 1000 : false),
  })

export const askBackTest = (body: Sent<'POST /settings/appetite/back-tests'>) =>
  call('POST /settings/appetite/back-tests', { body })

export const cancelBackTest = (id: string) => call('POST /settings/appetite/back-tests/{id}/cancel', { params: { id } })

export const resumeBackTest = (id: string) => call('POST /settings/appetite/back-tests/{id}/resume', { params: { id } })
