import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { change, get, type Query } from './client.ts'
import type { Conflict, DeviceClaims, DevicePage, DeviceRow, Facets, HistoryEntry } from './contract.ts'
import { byKey } from './paging.ts'

export const devicesQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['devices', filters], ...byKey<DeviceRow>('/devices', filters) })

export const deviceFacetsQuery = (filters: Query) =>
  queryOptions({
    queryKey: ['devices', 'facets', filters],
    queryFn: ({ signal }) => get<Facets>('/devices/facets', filters, signal),
    placeholderData: (before) => before,
  })

export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id],
    queryFn: ({ signal }) => get<DevicePage>(`/devices/${encodeURIComponent(id)}`, {}, signal),
  })

export const deviceHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id, 'history'],
    queryFn: ({ signal }) => get<HistoryEntry[]>(`/devices/${encodeURIComponent(id)}/history`, {}, signal),
  })

export const addDevice = (form: { claims: DeviceClaims; reason: string }) =>
  change<{ id: string }>('POST', '/devices', form)

export const correctDevice = (id: string, form: { claims: DeviceClaims; reason: string }) =>
  change<void>('POST', `/devices/${encodeURIComponent(id)}/observations`, form)

export const conflictsQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['conflicts', filters], ...byKey<Conflict>('/conflicts', filters) })

export const settleConflict = (id: string, form: { settlement: string; keep?: string }) =>
  change<void>('POST', `/conflicts/${encodeURIComponent(id)}/settle`, form)
