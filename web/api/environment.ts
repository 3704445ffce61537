import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { EnvironmentProfile, Sent } from './contract.ts'

export const environmentQuery = queryOptions({
  queryKey: ['environment'],
  queryFn: ({ signal }) => call('GET /settings/cvss-environment', {}, signal),
})

export const environmentVersionsQuery = queryOptions({
  queryKey: ['environment', 'versions'],
  queryFn: ({ signal }) => call('GET /settings/cvss-environment/versions', { query: { limit: 20 } }, signal),
})

export const environmentPreviewQuery = (profile: EnvironmentProfile, isAsked: boolean) =>
  queryOptions({
    queryKey: ['environment', 'preview', profile],
    queryFn: ({ signal }) => call('POST /settings/cvss-environment/preview', { body: { profile } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  })

export const saveEnvironment = (body: Sent<'PUT /settings/cvss-environment'>) =>
  call('PUT /settings/cvss-environment', { body })
