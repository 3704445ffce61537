import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

type Listed = NonNullable<Input<'GET /identity/entries'>['query']>

export const identityEntriesQuery = (query: Listed) =>
  infiniteQueryOptions({ queryKey: ['identity', query], ...byKey('GET /identity/entries', { query }) })

export const identityEntryQuery = (entry: string) =>
  queryOptions({
    queryKey: ['identity', 'entry', entry],
    queryFn: ({ signal }) => call('GET /identity/entries/{entry}', { params: { entry } }, signal),
  })

export const mergeDevices = (body: Sent<'POST /identity/merges'>) => call('POST /identity/merges', { body })

export const splitDevice = (body: Sent<'POST /identity/splits'>) => call('POST /identity/splits', { body })

export const undoIdentity = (entry: string, reason: string) =>
  call('POST /identity/entries/{entry}/undo', { params: { entry }, body: { reason } })
