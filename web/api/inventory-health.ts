import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const inventoryHealthQuery = queryOptions({
  queryKey: ['inventory-health'],
  queryFn: ({ signal }) => call('GET /inventory-health', {}, signal),
})

export const healthDevicesQuery = (query: NonNullable<Input<'GET /inventory-health/devices'>['query']>) =>
  infiniteQueryOptions({
    queryKey: ['inventory-health', 'devices', query],
    ...byKey('GET /inventory-health/devices', { query }),
  })

export const duplicatesQuery = (query: NonNullable<Input<'GET /inventory-health/duplicates'>['query']>) =>
  infiniteQueryOptions({
    queryKey: ['inventory-health', 'duplicates', query],
    ...byKey('GET /inventory-health/duplicates', { query }),
  })

export const healthScopesQuery = (query: NonNullable<Input<'GET /inventory-health/scopes'>['query']>) =>
  infiniteQueryOptions({
    queryKey: ['inventory-health', 'scopes', query],
    ...byKey('GET /inventory-health/scopes', { query }),
  })

export const rhythmsQuery = (query: NonNullable<Input<'GET /inventory-health/rhythms'>['query']>) =>
  infiniteQueryOptions({
    queryKey: ['inventory-health', 'rhythms', query],
    ...byKey('GET /inventory-health/rhythms', { query }),
  })

export const deviceHealthQuery = (device: string) =>
  queryOptions({
    queryKey: ['device', device, 'health'],
    queryFn: async ({ signal }) =>
      (await call('GET /inventory-health/devices/{device}', { params: { device } }, signal)).health,
  })

export const countHealth = () => call('POST /inventory-health/count', {})
export const setRhythm = (body: Sent<'PUT /inventory-health/rhythms'>) =>
  call('PUT /inventory-health/rhythms', { body })
export const setHealthSettings = (body: Sent<'PUT /inventory-health/settings'>) =>
  call('PUT /inventory-health/settings', { body })
