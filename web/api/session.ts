import { queryOptions } from '@tanstack/react-query'
import { call, rememberCsrfToken } from './client.ts'
import type { Sent, Session } from './contract.ts'
import { queryClient } from './query-client.ts'

function keep(session: Session): Session {
  rememberCsrfToken(session.csrfToken)
  return session
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => keep(await call('GET /session')),
  staleTime: 5 * 60_000,
})

/** Everything that was read as another person is forgotten. */
function enter(session: Session): Session {
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, keep(session))
  return session
}

export const signIn = async (body: Sent<'POST /session'>) => enter(await call('POST /session', { body }))

export async function signOut(): Promise<void> {
  await call('DELETE /session')
  queryClient.clear()
}

export const inspectLink = (token: string) => call('POST /access-links/inspect', { body: { token } })

export const redeemLink = async (body: Sent<'POST /access-links/redeem'>) =>
  enter(await call('POST /access-links/redeem', { body }))

/** Other sessions end; this one goes on under a new token. */
export const changePassword = async (body: Sent<'PUT /session/password'>) =>
  queryClient.setQueryData(sessionQuery.queryKey, keep(await call('PUT /session/password', { body })))
