import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input, upload } from './client.ts'
import type { PlaceReading, Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const placesQuery = (query: NonNullable<Input<'GET /places'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['places', 'list', query], ...byKey('GET /places', { query }) })

/** How many places are read in which way. */
export const placeCountsQuery = (kind: PlaceReading['kind'] | undefined) =>
  queryOptions({
    queryKey: ['places', 'counts', kind],
    queryFn: async ({ signal }) => (await call('GET /places', { query: { kind, limit: 1 } }, signal)).counts,
  })

export const placeProposalsQuery = queryOptions({
  queryKey: ['places', 'proposals'],
  queryFn: ({ signal }) => call('GET /places/proposals', { query: { limit: 200 } }, signal),
})

export const placeRulesQuery = (inForce: boolean, q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['places', 'rules', inForce, q],
    ...byKey('GET /places/rules', { query: { inForce, q } }),
  })

export type PlaceChange = Sent<'POST /places/preview'>
export type StatedPlace = Sent<'POST /places/rules'>['rules'][number]

export const placePreviewQuery = (change: PlaceChange | null) =>
  queryOptions({
    queryKey: ['places', 'preview', change],
    queryFn: ({ signal }) => call('POST /places/preview', { body: change ?? { add: [], undo: [] } }, signal),
    enabled: change !== null,
    placeholderData: (before) => before,
    retry: false,
  })

export const setPlaces = (body: Sent<'POST /places/rules'>) => call('POST /places/rules', { body })
export const undoPlace = (rule: string, reason: string) =>
  call('DELETE /places/rules/{rule}', { params: { rule }, query: { reason } })
export const refusePlace = (body: Sent<'POST /places/proposals/refusals'>) =>
  call('POST /places/proposals/refusals', { body })
export const addPlaceAliases = (file: File, onProgress: (part: number) => void) =>
  upload('POST /places/aliases', { params: undefined, file, name: file.name, fields: {} }, onProgress)

export const placeHows: Readonly<Record<PlaceReading['how'], string>> = {
  own: 'As it is written',
  spelling: 'Joined by spelling',
  alias: 'By an alias of yours',
  apart: 'Kept apart by you',
}
