import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

type Filters = NonNullable<Input<'GET /devices/facets'>['query']>
type Listed = NonNullable<Input<'GET /devices'>['query']>

export const devicesQuery = (query: Listed) =>
  infiniteQueryOptions({ queryKey: ['devices', query], ...byKey('GET /devices', { query }) })

export const deviceFacetsQuery = (query: Filters) =>
  queryOptions({
    queryKey: ['devices', 'facets', query],
    queryFn: ({ signal }) => call('GET /devices/facets', { query }, signal),
    placeholderData: (before) => before,
  })

export const deviceQuery = (device: string) =>
  queryOptions({
    queryKey: ['device', device],
    queryFn: ({ signal }) => call('GET /devices/{device}', { params: { device } }, signal),
  })

export const deviceHistoryQuery = (device: string) =>
  queryOptions({
    queryKey: ['device', device, 'history'],
    queryFn: ({ signal }) => call('GET /devices/{device}/history', { params: { device } }, signal),
  })

type Updates = NonNullable<Input<'GET /devices/{device}/windows-updates'>['query']>

/** What Microsoft's updates say of the device, with as few CVEs as can be. */
export const windowsUpdatesQuery = (device: string) =>
  queryOptions({
    queryKey: ['device', device, 'windows-updates'],
    queryFn: ({ signal }) =>
      call('GET /devices/{device}/windows-updates', { params: { device }, query: { limit: 1 } }, signal),
  })

export const windowsVulnerabilitiesQuery = (device: string, query: Updates) =>
  infiniteQueryOptions({
    queryKey: ['device', device, 'windows-updates', query],
    ...byKey('GET /devices/{device}/windows-updates', { params: { device }, query }),
  })

export const addDevice = (body: Sent<'POST /devices'>) => call('POST /devices', { body })

export const correctDevice = (device: string, body: Sent<'POST /devices/{device}/observations'>) =>
  call('POST /devices/{device}/observations', { params: { device }, body })
