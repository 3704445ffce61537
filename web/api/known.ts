import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { DeviceAttribute } from './contract.ts'
import { byKey } from './paging.ts'

type Listed = NonNullable<Input<'GET /known-devices'>['query']>
type Counted = NonNullable<Input<'GET /known-devices/count'>['query']>

export const knownDevicesQuery = (query: Listed) =>
  infiniteQueryOptions({ queryKey: ['known-devices', query], ...byKey('GET /known-devices', { query }), retry: false })

export const knownCountQuery = (query: Counted) =>
  queryOptions({
    queryKey: ['known-devices', 'count', query],
    queryFn: ({ signal }) => call('GET /known-devices/count', { query }, signal),
    retry: false,
  })

export const knownDeviceQuery = (device: string, asKnownOn: string) =>
  queryOptions({
    queryKey: ['device', device, 'known', asKnownOn],
    queryFn: ({ signal }) => call('GET /known-devices/{device}', { params: { device }, query: { asKnownOn } }, signal),
    retry: false,
  })

export const originQuery = (device: string, attribute: DeviceAttribute['attribute'], asKnownOn: string | undefined) =>
  queryOptions({
    queryKey: ['device', device, 'origin', attribute, asKnownOn ?? ''],
    queryFn: ({ signal }) =>
      call(
        'GET /devices/{device}/attributes/{attribute}/origin',
        { params: { device, attribute }, query: asKnownOn === undefined ? {} : { asKnownOn } },
        signal,
      ),
  })
