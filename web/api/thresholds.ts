import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent, Thresholds } from './contract.ts'

export const thresholdsQuery = queryOptions({
  queryKey: ['thresholds'],
  queryFn: ({ signal }) => call('GET /settings/thresholds', {}, signal),
})

export const thresholdPreviewQuery = (thresholds: Thresholds, isAsked: boolean) =>
  queryOptions({
    queryKey: ['thresholds', 'preview', thresholds],
    queryFn: ({ signal }) => call('POST /settings/thresholds/preview', { body: { thresholds } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  })

export const setThresholds = (body: Sent<'PUT /settings/thresholds'>) => call('PUT /settings/thresholds', { body })
