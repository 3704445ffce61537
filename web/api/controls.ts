import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent } from './contract.ts'

/** Controls to choose from; a hospital has dozens of them. */
export const controlsQuery = queryOptions({
  queryKey: ['controls'],
  queryFn: ({ signal }) => call('GET /controls', { query: { limit: 200 } }, signal),
})

export const controlQuery = (control: string) =>
  queryOptions({
    queryKey: ['control', control],
    queryFn: ({ signal }) => call('GET /controls/{control}', { params: { control } }, signal),
  })

export const addControl = (body: Sent<'POST /controls'>) => call('POST /controls', { body })

export const recordVerification = (control: string, body: Sent<'POST /controls/{control}/verifications'>) =>
  call('POST /controls/{control}/verifications', { params: { control }, body })
