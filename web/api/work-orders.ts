import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, callForFile, type Input, upload } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const groupsQuery = (query: { advisory?: string; vulnerability?: string } = {}) =>
  infiniteQueryOptions({ queryKey: ['groups', query], ...byKey('GET /groups', { query, limit: 30 }) })

export const questionsQuery = infiniteQueryOptions({
  queryKey: ['questions'],
  ...byKey('GET /questions', { query: {}, limit: 30 }),
})

export const makeFieldChecks = (body: Sent<'POST /questions/field-checks'>) =>
  call('POST /questions/field-checks', { body })

export const makeWorkOrders = (body: Sent<'POST /campaigns'>) => call('POST /campaigns', { body })

export const workOrdersQuery = (query: NonNullable<Input<'GET /work-orders'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['work-orders', query], ...byKey('GET /work-orders', { query }) })

export const workOrderQuery = (order: string) =>
  queryOptions({
    queryKey: ['work-order', order],
    queryFn: ({ signal }) => call('GET /work-orders/{order}', { params: { order } }, signal),
  })

export type TransitionForm = Sent<'POST /work-orders/{order}/transitions'>

export const moveWorkOrder = (order: string, body: TransitionForm) =>
  call('POST /work-orders/{order}/transitions', { params: { order }, body })

export const changeWorkOrder = (order: string, body: Sent<'PATCH /work-orders/{order}'>) =>
  call('PATCH /work-orders/{order}', { params: { order }, body })

export type CompletionForm = Sent<'POST /work-orders/{order}/complete'>

export const completeWorkOrder = (order: string, body: CompletionForm) =>
  call('POST /work-orders/{order}/complete', { params: { order }, body })

export const makeInspections = (body: Sent<'POST /work-orders/inspections'>) =>
  call('POST /work-orders/inspections', { body })

export type InspectionForm = Sent<'POST /work-orders/{order}/inspected'>

export const answerInspection = (order: string, body: InspectionForm) =>
  call('POST /work-orders/{order}/inspected', { params: { order }, body })

export const acceptEvidence = (order: string, evidence: string) =>
  call('POST /work-orders/{order}/evidence/{evidence}/accept', { params: { order, evidence } })

export const uploadPhoto = (photo: Blob, name: string) =>
  upload('POST /files', { params: undefined, file: photo, name })

/** Marks them as sent. */
export const takeWorkOrders = (outlet: string, query: { state?: string | undefined }) =>
  callForFile('POST /outlets/{outlet}/work-orders', { params: { outlet }, query })

export const readResults = (outlet: string, file: File, onProgress: (part: number) => void) =>
  upload('POST /outlets/{outlet}/results', { params: { outlet }, file, name: file.name }, onProgress)
