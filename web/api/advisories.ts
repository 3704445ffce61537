import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, getText, type Query } from './client.ts'
import type { AdvisoryPage, AdvisoryRow, FindingRow, VulnerabilityPage } from './contract.ts'
import { byKey } from './paging.ts'

export const advisoriesQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['advisories', filters], ...byKey<AdvisoryRow>('/advisories', filters) })

export const advisoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['advisory', id],
    queryFn: ({ signal }) => get<AdvisoryPage>(`/advisories/${encodeURIComponent(id)}`, {}, signal),
  })

export const advisoryDocumentQuery = (id: string) =>
  queryOptions({
    queryKey: ['advisory', id, 'document'],
    queryFn: () => getText(`/advisories/${encodeURIComponent(id)}/document`),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const vulnerabilityQuery = (id: string) =>
  queryOptions({
    queryKey: ['vulnerability', id],
    queryFn: ({ signal }) => get<VulnerabilityPage>(`/vulnerabilities/${encodeURIComponent(id)}`, {}, signal),
  })

export const vulnerabilityDevicesQuery = (id: string, filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['vulnerability', id, 'devices', filters],
    ...byKey<FindingRow>(`/vulnerabilities/${encodeURIComponent(id)}/devices`, filters),
  })
