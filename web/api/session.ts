import { queryOptions } from '@tanstack/react-query'
import { change, get, rememberCsrfToken } from './client.ts'
import type { AccessLink, Session } from './contract.ts'
import { queryClient } from './query-client.ts'

function keep(session: Session): Session {
  rememberCsrfToken(session.csrfToken)
  return session
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => keep(await get<Session>('/session')),
  staleTime: 5 * 60_000,
})

/** Everything that was read as another person is forgotten. */
function enter(session: Session): Session {
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, keep(session))
  return session
}

export const signIn = async (credentials: { email: string; password: string }) =>
  enter(await change<Session>('POST', '/session', credentials))

export async function signOut(): Promise<void> {
  await change<void>('DELETE', '/session')
  queryClient.clear()
}

export const inspectLink = (token: string) => change<AccessLink>('POST', '/access-links/inspect', { token })

export const redeemLink = async (form: {
  token: string
  password: string
  name?: string
  email?: string
  organisationName?: string
  timeZone?: string
}) => enter(await change<Session>('POST', '/access-links/redeem', form))

/** Other sessions end; this one goes on under a new token. */
export const changePassword = async (form: { current: string; next: string }) =>
  queryClient.setQueryData(sessionQuery.queryKey, keep(await change<Session>('PUT', '/session/password', form)))
