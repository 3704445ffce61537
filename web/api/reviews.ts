import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

type Reviews = NonNullable<Input<'GET /reviews'>['query']>
type Conflicts = NonNullable<Input<'GET /conflicts'>['query']>

export const reviewsQuery = (query: Reviews) =>
  infiniteQueryOptions({ queryKey: ['reviews', query], ...byKey('GET /reviews', { query, limit: 50 }) })

export const reviewFacetsQuery = (query: NonNullable<Input<'GET /reviews/facets'>['query']>) =>
  queryOptions({
    queryKey: ['reviews', 'facets', query],
    queryFn: ({ signal }) => call('GET /reviews/facets', { query }, signal),
    placeholderData: (before) => before,
  })

export const reviewQuery = (review: string) =>
  queryOptions({
    queryKey: ['review', review],
    queryFn: ({ signal }) => call('GET /reviews/{review}', { params: { review } }, signal),
  })

export const answerReview = (review: string, body: Sent<'POST /reviews/{review}/answer'>) =>
  call('POST /reviews/{review}/answer', { params: { review }, body })

export const lookForReview = (review: string, body: Sent<'POST /reviews/{review}/look'>) =>
  call('POST /reviews/{review}/look', { params: { review }, body })

export const withdrawVerdict = (verdict: string, reason: string) =>
  call('POST /identity/verdicts/{verdict}/withdraw', { params: { verdict }, body: { reason } })

export const conflictsQuery = (query: Conflicts) =>
  infiniteQueryOptions({ queryKey: ['conflicts', query], ...byKey('GET /conflicts', { query, limit: 50 }) })

export const conflictFacetsQuery = (query: NonNullable<Input<'GET /conflicts/facets'>['query']>) =>
  queryOptions({
    queryKey: ['conflicts', 'facets', query],
    queryFn: ({ signal }) => call('GET /conflicts/facets', { query }, signal),
    placeholderData: (before) => before,
  })

export const conflictQuery = (conflict: string) =>
  queryOptions({
    queryKey: ['conflict', conflict],
    queryFn: ({ signal }) => call('GET /conflicts/{conflict}', { params: { conflict } }, signal),
  })

export const settleConflict = (conflict: string, body: Sent<'POST /conflicts/{conflict}/settle'>) =>
  call('POST /conflicts/{conflict}/settle', { params: { conflict }, body })

export const putConflictOff = (conflict: string, body: Sent<'POST /conflicts/{conflict}/later'>) =>
  call('POST /conflicts/{conflict}/later', { params: { conflict }, body })

export const lookForConflict = (conflict: string, body: Sent<'POST /conflicts/{conflict}/look'>) =>
  call('POST /conflicts/{conflict}/look', { params: { conflict }, body })
