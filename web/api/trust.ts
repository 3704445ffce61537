import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent } from './contract.ts'

export type TrustChange = Sent<'PUT /settings/trust'>['changes'][number]

export const trustQuery = queryOptions({
  queryKey: ['trust'],
  queryFn: ({ signal }) => call('GET /settings/trust', {}, signal),
})

export const trustPreviewQuery = (changes: readonly TrustChange[]) =>
  queryOptions({
    queryKey: ['trust', 'preview', changes],
    queryFn: ({ signal }) => call('POST /settings/trust/preview', { body: { changes: [...changes] } }, signal),
    enabled: changes.length > 0,
    placeholderData: (before) => before,
    retry: false,
  })

export const setTrust = (body: Sent<'PUT /settings/trust'>) => call('PUT /settings/trust', { body })
