import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const unmatchedVexQuery = (query: { q?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['vex-products', 'unmatched', query],
    ...byKey('GET /vex-products/unmatched', { query }),
  })

export const vexBindingsQuery = (inForce: boolean) =>
  infiniteQueryOptions({
    queryKey: ['vex-products', 'bindings', inForce],
    ...byKey('GET /vex-products/bindings', { query: { inForce } }),
  })

export const bindVexProduct = (body: Sent<'POST /vex-products/bindings'>) =>
  call('POST /vex-products/bindings', { body })

export const freeVexProduct = (binding: string, reason: string) =>
  call('DELETE /vex-products/bindings/{binding}', { params: { binding }, query: { reason } })
