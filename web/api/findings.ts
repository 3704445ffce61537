import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, callForFile, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const findingsQuery = (query: NonNullable<Input<'GET /findings'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['findings', query], ...byKey('GET /findings', { query }) })

export const findingFacetsQuery = (query: NonNullable<Input<'GET /findings/facets'>['query']>) =>
  queryOptions({
    queryKey: ['findings', 'facets', query],
    queryFn: ({ signal }) => call('GET /findings/facets', { query }, signal),
    placeholderData: (before) => before,
  })

export const findingQuery = (device: string, vulnerability: string) =>
  queryOptions({
    queryKey: ['finding', device, vulnerability],
    queryFn: ({ signal }) =>
      call('GET /findings/{device}/{vulnerability}', { params: { device, vulnerability } }, signal),
  })

export type DecisionForm = Sent<'PUT /findings/{device}/{vulnerability}/decision'>

export const decideFinding = (device: string, vulnerability: string, body: DecisionForm) =>
  call('PUT /findings/{device}/{vulnerability}/decision', { params: { device, vulnerability }, body })

export const decideGroup = (body: Sent<'POST /findings/decide'>) => call('POST /findings/decide', { body })

export const decideMany = (body: Sent<'POST /findings/decide/many'>) => call('POST /findings/decide/many', { body })

/** Which findings a list has, so that all of them can be decided. */
export const listedFindings = (query: Input<'GET /findings/keys'>['query']) => call('GET /findings/keys', { query })

/** What was handed out stands in the audit trail. */
export const takeVex = (query: Input<'GET /vex'>['query']) => callForFile('GET /vex', { query })

export const commentOnFinding = (device: string, vulnerability: string, text: string) =>
  call('POST /findings/{device}/{vulnerability}/comments', { params: { device, vulnerability }, body: { text } })

export const vexIssuesQuery = infiniteQueryOptions({
  queryKey: ['vex-issues'],
  ...byKey('GET /vex/issues', { query: {} }),
})
export const takeVexIssue = (document: string, version: number, format: 'csaf' | 'openvex') =>
  callForFile('GET /vex/issues/{document}/{version}', {
    params: { document, version: String(version) },
    query: { format },
  })
