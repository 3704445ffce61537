import { queryOptions } from '@tanstack/react-query'
import { call, upload } from './client.ts'
import type { Answered, Sent } from './contract.ts'
import { isUnderWay } from './sources.ts'

export type Bundles = Answered<'GET /bundles'>
export type LoadedBundle = Bundles['loaded'][number]
export type MadeBundle = Bundles['made'][number]

export const bundlesQuery = queryOptions({
  queryKey: ['bundles'],
  queryFn: ({ signal }) => call('GET /bundles', {}, signal),
  refetchInterval: (query) => (query.state.data?.loaded.some(({ run }) => isUnderWay(run)) ? 1000 : 30_000),
})

export const makeBundle = (since?: string) => call('POST /bundles', { body: since === undefined ? {} : { since } })
export const loadBundle = (file: File, onProgress: (part: number) => void) =>
  upload('POST /bundles/loads', { params: undefined, file, name: file.name }, onProgress)
export const makeBundleKey = (body: Sent<'POST /bundles/key'>) => call('POST /bundles/key', { body })
export const trustIssuer = (body: Sent<'POST /bundles/trusted'>) => call('POST /bundles/trusted', { body })
export const distrustIssuer = (fingerprint: string, reason: string) =>
  call('POST /bundles/trusted/{fingerprint}/remove', { params: { fingerprint }, body: { reason } })
