import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input, readText } from './client.ts'
import { byKey } from './paging.ts'
import type { Answer } from './types.ts'

export const advisoriesQuery = (query: NonNullable<Input<'GET /advisories'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['advisories', query], ...byKey('GET /advisories', { query }) })

export const advisoryQuery = (advisory: string) =>
  queryOptions({
    queryKey: ['advisory', advisory],
    queryFn: ({ signal }) => call('GET /advisories/{advisory}', { params: { advisory } }, signal),
  })

export const advisoryDocumentQuery = (advisory: string) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'document'],
    queryFn: () => readText('GET /advisories/{advisory}/document', { params: { advisory } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const vulnerabilityQuery = (vulnerability: string) =>
  queryOptions({
    queryKey: ['vulnerability', vulnerability],
    queryFn: ({ signal }) => call('GET /vulnerabilities/{vulnerability}', { params: { vulnerability } }, signal),
  })

export const vulnerabilityDevicesQuery = (vulnerability: string, query: { answer?: Answer | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['vulnerability', vulnerability, 'devices', query],
    ...byKey('GET /vulnerabilities/{vulnerability}/devices', { params: { vulnerability }, query }),
  })
