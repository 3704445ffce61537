import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Appetite, Sent } from './contract.ts'

export const appetiteQuery = queryOptions({
  queryKey: ['appetite'],
  queryFn: ({ signal }) => call('GET /settings/appetite', {}, signal),
  // How far it is.
  refetchInterval: ({ state }) => (state.data?.untold ? 3000 : false),
})

export const appetiteCheckQuery = (appetite: Appetite, isAsked: boolean) =>
  queryOptions({
    queryKey: ['appetite', 'check', appetite],
    queryFn: ({ signal }) => call('POST /settings/appetite/check', { body: { appetite } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  })

export const appetitePreviewQuery = (appetite: Appetite, isAsked: boolean) =>
  queryOptions({
    queryKey: ['appetite', 'preview', appetite],
    queryFn: ({ signal }) => call('POST /settings/appetite/preview', { body: { appetite } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  })

export const appetiteVersionsQuery = queryOptions({
  queryKey: ['appetite', 'versions'],
  queryFn: ({ signal }) => call('GET /settings/appetite/versions', { query: { limit: 20 } }, signal),
})

export const saveAppetiteDraft = (body: Sent<'PUT /settings/appetite/draft'>) =>
  call('PUT /settings/appetite/draft', { body })

export const discardAppetiteDraft = () => call('DELETE /settings/appetite/draft')

export const adoptAppetite = (body: Sent<'POST /settings/appetite/adopt'>) =>
  call('POST /settings/appetite/adopt', { body })
