import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input, upload } from './client.ts'
import type { Sent, VendorReading } from './contract.ts'
import { byKey } from './paging.ts'

export const vendorNamesQuery = (query: NonNullable<Input<'GET /names/vendors'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['names', 'vendors', query], ...byKey('GET /names/vendors', { query }) })

/** How many names are read in which way. */
export const vendorCountsQuery = queryOptions({
  queryKey: ['names', 'counts'],
  queryFn: async ({ signal }) => (await call('GET /names/vendors', { query: { limit: 1 } }, signal)).counts,
})

export const nameProposalsQuery = queryOptions({
  queryKey: ['names', 'proposals'],
  queryFn: ({ signal }) => call('GET /names/proposals', { query: { limit: 200 } }, signal),
})

export const nameRulesQuery = (inForce: boolean, q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['names', 'rules', inForce, q],
    ...byKey('GET /names/rules', { query: { inForce, q } }),
  })

export type NameChange = Sent<'POST /names/preview'>
export type StatedName = Sent<'POST /names/rules'>['rules'][number]

export const namePreviewQuery = (change: NameChange | null) =>
  queryOptions({
    queryKey: ['names', 'preview', change],
    queryFn: ({ signal }) => call('POST /names/preview', { body: change ?? { add: [], undo: [] } }, signal),
    enabled: change !== null,
    placeholderData: (before) => before,
    retry: false,
  })

export const setNames = (body: Sent<'POST /names/rules'>) => call('POST /names/rules', { body })
export const undoName = (rule: string, reason: string) =>
  call('DELETE /names/rules/{rule}', { params: { rule }, query: { reason } })
export const refuseName = (body: Sent<'POST /names/proposals/refusals'>) =>
  call('POST /names/proposals/refusals', { body })
export const addAliases = (file: File, onProgress: (part: number) => void) =>
  upload('POST /names/aliases', { params: undefined, file, name: file.name, fields: {} }, onProgress)

export const readings: Readonly<Record<VendorReading['how'], string>> = {
  unknown: 'Nobody knows it',
  nobody: 'Names no company',
  misspelt: 'Taken for a typing error',
  alias: 'By an alias of yours',
  apart: 'Kept apart by you',
  advisory: 'As an advisory names it',
  known: 'Known company',
}
