import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { change, get, type Query } from './client.ts'
import type { Facets, FindingPage, FindingRow } from './contract.ts'
import { byKey } from './paging.ts'
import type { DecisionKind } from './words.ts'

export const findingsQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['findings', filters], ...byKey<FindingRow>('/findings', filters) })

export const findingFacetsQuery = (filters: Query) =>
  queryOptions({
    queryKey: ['findings', 'facets', filters],
    queryFn: ({ signal }) => get<Facets>('/findings/facets', filters, signal),
    placeholderData: (before) => before,
  })

const path = (device: string, vulnerability: string) =>
  `/findings/${encodeURIComponent(device)}/${encodeURIComponent(vulnerability)}`

export const findingQuery = (device: string, vulnerability: string) =>
  queryOptions({
    queryKey: ['finding', device, vulnerability],
    queryFn: ({ signal }) => get<FindingPage>(path(device, vulnerability), {}, signal),
  })

export interface DecisionForm {
  decision: DecisionKind
  reason: string
  expiresOn?: string
}

export const decideFinding = (device: string, vulnerability: string, form: DecisionForm) =>
  change<void>('PUT', `${path(device, vulnerability)}/decision`, form)

export const decideGroup = (
  form: DecisionForm & {
    advisoryId: string
    manufacturer: string
    model: string
    site: string
    vulnerabilityId?: string
  },
) => change<{ decided: number }>('POST', '/findings/decide', form)
