import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { change, get, type Query } from './client.ts'
import type { Assignee, AuditEntry, Notices, Person, SavedView, Settings } from './contract.ts'
import { byKey } from './paging.ts'
import type { Role } from './words.ts'

export const peopleQuery = infiniteQueryOptions({
  queryKey: ['people'],
  ...byKey<Person>('/people'),
})

export const assigneesQuery = queryOptions({
  queryKey: ['assignees'],
  queryFn: ({ signal }) => get<Assignee[]>('/assignees', {}, signal),
})

export const invite = (form: { email: string; name: string; role: Role }) =>
  change<{ person: Person; link: string; mailed: boolean }>('POST', '/people', form)

export const changePerson = (id: string, form: { name?: string; role?: Role; disabled?: boolean; unlock?: boolean }) =>
  change<Person>('PATCH', `/people/${id}`, form)

export const makeResetLink = (id: string) => change<{ link: string }>('POST', `/people/${id}/reset-link`)

export const auditQuery = (filters: Query) =>
  infiniteQueryOptions({ queryKey: ['audit', filters], ...byKey<AuditEntry>('/audit', filters) })

export const noticesQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) => get<Notices>('/notifications', {}, signal),
  refetchInterval: 60_000,
})

export const markRead = (ids: string[] | 'all') => change<void>('POST', '/notifications/read', { ids })

export const savedViewsQuery = (page: string) =>
  queryOptions({
    queryKey: ['saved-views', page],
    queryFn: ({ signal }) => get<SavedView[]>('/saved-views', { page }, signal),
  })

export const saveView = (view: { page: string; name: string; query: string }) =>
  change<SavedView[]>('POST', '/saved-views', view)

export const forgetView = (id: string) => change<void>('DELETE', `/saved-views/${id}`)

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => get<Settings>('/settings', {}, signal),
})

export type SettingsForm = Omit<Settings, 'mail'> & {
  mail: (Omit<NonNullable<Settings['mail']>, 'hasPassword'> & { password?: string }) | null
}

export const saveSettings = (form: SettingsForm) => change<Settings>('PUT', '/settings', form)
