import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, upload } from './client.ts'
import type { Run, Sent, TableSettings } from './contract.ts'
import { byKey } from './paging.ts'

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => call('GET /catalogue', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const isUnderWay = (run: Pick<Run, 'state'> | null | undefined): boolean =>
  run?.state === 'queued' || run?.state === 'running'

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => call('GET /sources', {}, signal),
  refetchInterval: (query) => (query.state.data?.some((source) => isUnderWay(source.lastRun)) ? 1500 : 30_000),
})

export const sourceQuery = (source: string) =>
  queryOptions({
    queryKey: ['source', source],
    queryFn: ({ signal }) => call('GET /sources/{source}', { params: { source } }, signal),
    refetchInterval: (query) => (query.state.data?.runs.items.some(isUnderWay) ? 1000 : 30_000),
  })

export const runQuery = (run: string) =>
  queryOptions({
    queryKey: ['run', run],
    queryFn: ({ signal }) => call('GET /runs/{run}', { params: { run } }, signal),
    refetchInterval: (query) => (query.state.data && !isUnderWay(query.state.data) ? false : 700),
  })

export const skippedQuery = (source: string, query: { state: string }) =>
  infiniteQueryOptions({
    queryKey: ['source', source, 'skipped', query],
    ...byKey('GET /sources/{source}/skipped', { params: { source }, query, limit: 50 }),
  })

export const addSource = (body: Sent<'POST /sources'>) => call('POST /sources', { body })
export const changeSource = (source: string, body: Sent<'PATCH /sources/{source}'>) =>
  call('PATCH /sources/{source}', { params: { source }, body })
export const checkSource = (body: Sent<'POST /sources/check'>) => call('POST /sources/check', { body })

export const runSource = (source: string) => call('POST /sources/{source}/run', { params: { source } })
export const confirmRun = (run: string, answer: 'take' | 'keep') =>
  call('POST /runs/{run}/confirm', { params: { run }, body: { answer } })
export type RunVerb = 'cancel' | 'undo' | 'resume'
export const changeRun = (run: string, verb: RunVerb) => call(`POST /runs/{run}/${verb}`, { params: { run } })

export const uploadFile = (file: File, onProgress: (part: number) => void) =>
  upload('POST /uploads', { params: undefined, file, name: file.name }, onProgress)

export const inspectUpload = (file: string, form: { sourceId?: string; settings?: Partial<TableSettings> }) =>
  call('POST /uploads/{file}/inspect', { params: { file }, body: form })

export interface ImportForm {
  fileId: string
  sourceId?: string
  name?: string
  member?: string
  settings: TableSettings
}

export const previewImport = ({ fileId, sourceId, settings }: ImportForm) =>
  call('POST /imports/preview', { body: { fileId, settings: { ...settings }, ...(sourceId && { sourceId }) } })

export const startImport = (form: ImportForm) =>
  call('POST /imports', { body: { ...form, settings: { ...form.settings } } })

export const replaySkipped = (skipped: string, raw: Record<string, string>) =>
  call('POST /skipped/{skipped}/replay', { params: { skipped }, body: { raw } })
export const dismissSkipped = (skipped: string, reason: string) =>
  call('POST /skipped/{skipped}/dismiss', { params: { skipped }, body: { reason } })
