import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input, readText, upload } from './client.ts'
import type { Sent } from './contract.ts'
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

export const advisoryViewQuery = (advisory: string) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'view'],
    queryFn: ({ signal }) => call('GET /advisories/{advisory}/view', { params: { advisory } }, signal),
  })

export const advisoryFacetsQuery = queryOptions({
  queryKey: ['advisories', 'facets'],
  queryFn: ({ signal }) => call('GET /advisories/facets', {}, signal),
})

export const advisoryRevisionsQuery = (advisory: string) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'revisions'],
    queryFn: ({ signal }) => call('GET /advisories/{advisory}/revisions', { params: { advisory } }, signal),
  })

export const differencesQuery = (advisory: string, query: { from?: string | undefined; to?: string | undefined }) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'differences', query],
    queryFn: ({ signal }) => call('GET /advisories/{advisory}/differences', { params: { advisory }, query }, signal),
  })

export type Certainty = 'sure' | 'likely' | 'all'

export const matchedDevicesQuery = (advisory: string, certainty: Certainty) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'matches', certainty],
    queryFn: ({ signal }) =>
      call('GET /advisories/{advisory}/matches', { params: { advisory }, query: { certainty } }, signal),
  })

export const advisoryHistoryQuery = (advisory: string) =>
  queryOptions({
    queryKey: ['advisory', advisory, 'history'],
    queryFn: ({ signal }) => call('GET /advisories/{advisory}/history', { params: { advisory } }, signal),
  })

export const decideAdvisories = (body: Sent<'POST /advisories/decide'>) => call('POST /advisories/decide', { body })
export const undoDecision = (advisory: string) => call('POST /advisories/{advisory}/undo', { params: { advisory } })
export const markAdvisories = (advisoryIds: string[], read: boolean) =>
  call('POST /advisories/mark', { body: { advisoryIds, read } })
export const commentOnAdvisory = (advisory: string, text: string) =>
  call('POST /advisories/{advisory}/comments', { params: { advisory }, body: { text } })
export const withdrawAdvisory = (advisory: string, reason: string) =>
  call('POST /advisories/{advisory}/withdraw', { params: { advisory }, body: { reason } })
export const restoreAdvisory = (advisory: string) =>
  call('POST /advisories/{advisory}/restore', { params: { advisory } })
export const uploadAdvisory = (file: File, onProgress: (part: number) => void) =>
  upload('POST /advisories', { params: undefined, file, name: file.name }, onProgress)
export const matchAgain = (body: Sent<'POST /match-runs'>) => call('POST /match-runs', { body })

export const matchRunsQuery = (query: NonNullable<Input<'GET /match-runs'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['match-runs', query], ...byKey('GET /match-runs', { query }) })

export const vulnerabilityQuery = (vulnerability: string) =>
  queryOptions({
    queryKey: ['vulnerability', vulnerability],
    queryFn: ({ signal }) => call('GET /vulnerabilities/{vulnerability}', { params: { vulnerability } }, signal),
  })

/** As devices are counted: by how the vulnerability counts there. */
export function vulnerabilityDevicesQuery(vulnerability: string, chosen?: Answer | 'set_aside') {
  const query =
    chosen === 'not_affected'
      ? { answer: chosen }
      : { countsAs: chosen === 'cannot_tell' ? ('to_look_at' as const) : chosen }
  return infiniteQueryOptions({
    queryKey: ['vulnerability', vulnerability, 'devices', query],
    ...byKey('GET /vulnerabilities/{vulnerability}/devices', { params: { vulnerability }, query }),
  })
}
