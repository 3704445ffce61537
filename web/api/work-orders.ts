import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { change, get, type Query, upload } from './client.ts'
import type { Campaign, OutletResult, WorkGroup, WorkOrder, WorkOrderPage, WorkOrderRow } from './contract.ts'
import { byKey } from './paging.ts'
import type { EvidenceKind, HoldReason, WorkOrderState, WorkOrderType } from './words.ts'

export const groupsQuery = (filters: Query = {}) =>
  infiniteQueryOptions({ queryKey: ['groups', filters], ...byKey<WorkGroup>('/groups', filters, 50) })

export const makeWorkOrders = (form: {
  advisoryId: string
  manufacturer: string
  model: string
  site: string
  assignedTo?: string
  dueOn?: string
  type?: WorkOrderType
  deviceIds?: string[]
}) => change<Campaign>('POST', '/campaigns', form)

export const workOrdersQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['work-orders', filters], ...byKey<WorkOrderRow>('/work-orders', filters) })

const path = (id: string) => `/work-orders/${encodeURIComponent(id)}`

export const workOrderQuery = (id: string) =>
  queryOptions({
    queryKey: ['work-order', id],
    queryFn: ({ signal }) => get<WorkOrderPage>(path(id), {}, signal),
  })

export interface TransitionForm {
  to: WorkOrderState
  reason?: string
  holdReason?: HoldReason
  version: number
}

export const moveWorkOrder = (id: string, form: TransitionForm) =>
  change<WorkOrder>('POST', `${path(id)}/transitions`, form)

export const changeWorkOrder = (
  id: string,
  form: { assignedTo?: string | null; dueOn?: string | null; priority?: string; version: number },
) => change<WorkOrder>('PATCH', path(id), form)

export const addEvidence = (
  id: string,
  form: { clientKey: string; kind: EvidenceKind; value: string; fileId?: string },
) => change<void>('POST', `${path(id)}/evidence`, form)

export interface CompletionForm {
  clientKey: string
  softwareVersion?: string
  note?: string
  fileIds?: string[]
  minutes?: number
}

export const completeWorkOrder = (id: string, form: CompletionForm) =>
  change<WorkOrder>('POST', `${path(id)}/complete`, form)

export const acceptEvidence = (id: string, evidence: string) =>
  change<void>('POST', `${path(id)}/evidence/${encodeURIComponent(evidence)}/accept`)

export const uploadPhoto = (photo: Blob, name: string) =>
  upload<{ id: string; name: string; bytes: number }>('/files', photo, name)

export const readResults = (outlet: string, file: File, onProgress: (part: number) => void) =>
  upload<OutletResult>(`/outlets/${outlet}/results`, file, file.name, onProgress)
