import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

export const loweringsQuery = (device: string, vulnerability: string) =>
  queryOptions({
    queryKey: ['finding', device, vulnerability, 'lowerings'],
    queryFn: ({ signal }) =>
      call('GET /findings/{device}/{vulnerability}/lowerings', { params: { device, vulnerability } }, signal),
  })
