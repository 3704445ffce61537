import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const waitingBillsQuery = (query: { q?: string | undefined }) =>
  infiniteQueryOptions({ queryKey: ['awaited-bills', query], ...byKey('GET /awaited-bills', { query }) })

export const awaitedBindingsQuery = (inForce: boolean) =>
  infiniteQueryOptions({
    queryKey: ['awaited-bills', 'bindings', inForce],
    ...byKey('GET /awaited-bills/bindings', { query: { inForce } }),
  })

export const bindAwaitedBill = (body: Sent<'POST /awaited-bills/bindings'>) =>
  call('POST /awaited-bills/bindings', { body })

export const freeAwaitedBill = (binding: string, reason: string) =>
  call('DELETE /awaited-bills/bindings/{binding}', { params: { binding }, query: { reason } })
