import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { change, get, type Query, upload } from './client.ts'
import type {
  Catalogue,
  ImportPreview,
  Inspection,
  Run,
  SkippedRow,
  SourcePage,
  SourceRow,
  TableSettings,
  Upload,
} from './contract.ts'
import { byKey } from './paging.ts'

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => get<Catalogue>('/catalogue', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const isUnderWay = (run: Run | null | undefined): boolean => run?.state === 'queued' || run?.state === 'running'

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get<SourceRow[]>('/sources', {}, signal),
  refetchInterval: (query) => (query.state.data?.some((source) => isUnderWay(source.lastRun)) ? 1500 : 30_000),
})

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['source', id],
    queryFn: ({ signal }) => get<SourcePage>(`/sources/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => (query.state.data?.runs.items.some(isUnderWay) ? 1000 : 30_000),
  })

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => get<Run>(`/runs/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => (query.state.data && !isUnderWay(query.state.data) ? false : 700),
  })

export const skippedQuery = (sourceId: string, filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['source', sourceId, 'skipped', filters],
    ...byKey<SkippedRow>(`/sources/${encodeURIComponent(sourceId)}/skipped`, filters, 50),
  })

export interface SourceForm {
  kind: string
  member: string
  name: string
  settings: Record<string, unknown>
  trust?: number
  everyHours?: number | null
  watchFolder?: string | null
}

export const addSource = (form: SourceForm) => change<SourceRow>('POST', '/sources', form)
export const changeSource = (id: string, form: Partial<SourceForm> & { disabled?: boolean }) =>
  change<SourceRow>('PATCH', `/sources/${encodeURIComponent(id)}`, form)
export const checkSource = (form: Pick<SourceForm, 'member' | 'settings'>) =>
  change<void>('POST', '/sources/check', form)

export const runSource = (id: string) => change<Run>('POST', `/sources/${encodeURIComponent(id)}/run`)
export type RunVerb = 'cancel' | 'undo' | 'resume'
export const changeRun = (id: string, verb: RunVerb) => change<Run>('POST', `/runs/${encodeURIComponent(id)}/${verb}`)

export const uploadFile = (file: File, onProgress: (part: number) => void) =>
  upload<Upload>('/uploads', file, file.name, onProgress)

export const inspectUpload = (fileId: string, form: { sourceId?: string; settings?: Partial<TableSettings> }) =>
  change<Inspection>('POST', `/uploads/${encodeURIComponent(fileId)}/inspect`, form)

export interface ImportForm {
  fileId: string
  sourceId?: string
  name?: string
  member?: string
  settings: TableSettings
}

export const previewImport = ({ fileId, sourceId, settings }: ImportForm) =>
  change<ImportPreview>('POST', '/imports/preview', { fileId, settings, ...(sourceId && { sourceId }) })
export const startImport = (form: ImportForm) => change<Run>('POST', '/imports', form)

export const replaySkipped = (id: string, raw: Record<string, string>) =>
  change<{ state: string; deviceId: string }>('POST', `/skipped/${encodeURIComponent(id)}/replay`, { raw })
export const dismissSkipped = (id: string, reason: string) =>
  change<void>('POST', `/skipped/${encodeURIComponent(id)}/dismiss`, { reason })
