import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const peopleQuery = infiniteQueryOptions({ queryKey: ['people'], ...byKey('GET /people') })

export const assigneesQuery = queryOptions({
  queryKey: ['assignees'],
  queryFn: ({ signal }) => call('GET /assignees', {}, signal),
})

export const invite = (body: Sent<'POST /people'>) => call('POST /people', { body })

export const changePerson = (person: string, body: Sent<'PATCH /people/{person}'>) =>
  call('PATCH /people/{person}', { params: { person }, body })

export const makeResetLink = (person: string) => call('POST /people/{person}/reset-link', { params: { person } })

export const auditQuery = (query: { subjectKind?: string; subjectId?: string; actor?: string }) =>
  infiniteQueryOptions({ queryKey: ['audit', query], ...byKey('GET /audit', { query }) })

/** How many are unread, and the newest; the bell asks for it again and again. */
export const newestNoticesQuery = queryOptions({
  queryKey: ['notifications', 'newest'],
  queryFn: ({ signal }) => call('GET /notifications', { query: { limit: 8 } }, signal),
  refetchInterval: 60_000,
})

export const noticesQuery = infiniteQueryOptions({
  queryKey: ['notifications', 'all'],
  ...byKey('GET /notifications', { limit: 50 }),
})

export const markRead = (ids: string[] | 'all') => call('POST /notifications/read', { body: { ids } })

export const savedViewsQuery = (page: string) =>
  queryOptions({
    queryKey: ['saved-views', page],
    queryFn: ({ signal }) => call('GET /saved-views', { query: { page } }, signal),
  })

export const saveView = (body: Sent<'POST /saved-views'>) => call('POST /saved-views', { body })
export const watchView = (view: string) => call('PUT /saved-views/{view}/watch', { params: { view } })
export const unwatchView = (view: string) => call('DELETE /saved-views/{view}/watch', { params: { view } })
export const forgetView = (view: string) => call('DELETE /saved-views/{view}', { params: { view } })

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call('GET /settings', {}, signal),
})

export type SettingsForm = Sent<'PUT /settings'>
export const saveSettings = (body: SettingsForm) => call('PUT /settings', { body })
export const checkMail = () => call('POST /settings/mail/check')
