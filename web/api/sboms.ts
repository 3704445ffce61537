import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const sbomsQuery = (query: NonNullable<Input<'GET /sboms'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['sboms', query], ...byKey('GET /sboms', { query }) })

export const sbomQuery = (sbom: string) =>
  queryOptions({
    queryKey: ['sbom', sbom],
    queryFn: ({ signal }) => call('GET /sboms/{sbom}', { params: { sbom } }, signal),
  })

export const sbomComponentsQuery = (sbom: string, query: { q?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['sbom', sbom, 'components', query],
    ...byKey('GET /sboms/{sbom}/components', { params: { sbom }, query }),
  })

export const sbomStatementsQuery = (sbom: string) =>
  infiniteQueryOptions({
    queryKey: ['sbom', sbom, 'statements'],
    ...byKey('GET /sboms/{sbom}/statements', { params: { sbom } }),
  })

export const sbomVulnerabilitiesQuery = (sbom: string) =>
  infiniteQueryOptions({
    queryKey: ['sbom', sbom, 'vulnerabilities'],
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
      call(
        'GET /sboms/{sbom}/vulnerabilities',
        { params: { sbom }, query: { ...(pageParam && { cursor: pageParam }), limit: 100 } },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export const vexDocumentsQuery = (query: NonNullable<Input<'GET /vex-documents'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['vex-documents', query], ...byKey('GET /vex-documents', { query }) })

export const vexDocumentQuery = (document: string) =>
  queryOptions({
    queryKey: ['vex-document', document],
    queryFn: ({ signal }) => call('GET /vex-documents/{document}', { params: { document } }, signal),
  })

export const vexStatementsQuery = (document: string) =>
  infiniteQueryOptions({
    queryKey: ['vex-document', document, 'statements'],
    ...byKey('GET /vex-documents/{document}/statements', { params: { document } }),
  })

export const removeVexDocument = (document: string, reason: string) =>
  call('DELETE /vex-documents/{document}', { params: { document }, query: { reason } })

export const deviceSbomsQuery = (device: string) =>
  queryOptions({
    queryKey: ['device', device, 'sboms'],
    queryFn: ({ signal }) => call('GET /devices/{device}/sboms', { params: { device } }, signal),
  })

export const bindSbom = (sbom: string, body: Sent<'PUT /sboms/{sbom}/binding'>) =>
  call('PUT /sboms/{sbom}/binding', { params: { sbom }, body })

export const removeSbom = (sbom: string, reason: string) =>
  call('DELETE /sboms/{sbom}', { params: { sbom }, query: { reason } })
