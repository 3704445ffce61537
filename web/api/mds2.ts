import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input, upload } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const mds2FormsQuery = (query: NonNullable<Input<'GET /mds2'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['mds2', query], ...byKey('GET /mds2', { query }) })

export const mds2FormQuery = (form: string) =>
  queryOptions({
    queryKey: ['mds2', 'form', form],
    queryFn: ({ signal }) => call('GET /mds2/{form}', { params: { form } }, signal),
  })

export const deviceMds2Query = (device: string) =>
  queryOptions({
    queryKey: ['device', device, 'mds2'],
    queryFn: ({ signal }) => call('GET /devices/{device}/mds2', { params: { device } }, signal),
  })

/** What is left empty is taken from the document. */
export interface DocumentTarget {
  manufacturer: string
  model: string
  versions: string
}

export const addDocument = (file: File, target: DocumentTarget, onProgress: (part: number) => void) =>
  upload(
    'POST /documents',
    {
      params: undefined,
      file,
      name: file.name,
      fields: Object.fromEntries(Object.entries(target).filter(([, value]) => value.trim() !== '')),
    },
    onProgress,
  )

export const bindMds2 = (form: string, body: Sent<'PUT /mds2/{form}/binding'>) =>
  call('PUT /mds2/{form}/binding', { params: { form }, body })

export const removeMds2 = (form: string, reason: string) =>
  call('DELETE /mds2/{form}', { params: { form }, query: { reason } })
