import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { absoluteHours, findSession, type Session } from '#domain/access/access.ts'
import type { Permission } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import type { Method } from './route.ts'

export const sessionCookie = 'homeostat_session'
export const csrfHeader = 'x-csrf-token'

declare module 'fastify' {
  interface FastifyInstance {
    secureCookies: boolean
  }
  interface FastifyRequest {
    session: Session | null
  }
}

export const sessionToken = (request: FastifyRequest): string | null => request.cookies[sessionCookie] || null

export function setSessionCookie(reply: FastifyReply, token: string) {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: reply.server.secureCookies,
    maxAge: absoluteHours * 3600,
  })
}

export function clearSessionCookie(reply: FastifyReply) {
  reply.clearCookie(sessionCookie, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: reply.server.secureCookies,
  })
}

/** Before anything of the body is read: who asks, may they, and did their own page ask? */
export async function admit(
  db: Db,
  request: FastifyRequest,
  method: Method,
  permission: readonly Permission[],
): Promise<void> {
  const token = sessionToken(request)
  request.session = token ? await findSession(db, token) : null
  const isPublic = permission.includes('public')
  if (method !== 'GET') assertOwnPage(request)
  if (!request.session) {
    if (isPublic) return
    throw new AppError('unauthenticated', 'You are not signed in, or your session has ended. Sign in and try again.')
  }
  if (!isPublic && !permission.some((wanted) => request.session?.permissions.includes(wanted)))
    throw new AppError(
      'forbidden',
      permission.includes('finding:approve')
        ? 'You may not approve decisions: no role brings that. Ask an administrator to let you approve, by name.'
        : `Your role (${request.session.person.role}) may not do this. Ask an administrator for a role that has ${permission.join(' or ')}.`,
      { details: { permission } },
    )
  // Signing in works with a stale cookie, whose token the page cannot know: the Origin check alone guards it.
  if (method !== 'GET' && !isPublic) assertCsrfToken(request, request.session)
}

function assertCsrfToken(request: FastifyRequest, session: Session) {
  const given = Buffer.from(String(request.headers[csrfHeader] ?? ''))
  const wanted = Buffer.from(session.csrfToken)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return
  throw new AppError(
    'forbidden',
    `The header ${csrfHeader} is missing or old. Reload the page; a program takes it from GET /api/v1/session.`,
  )
}

const withoutDefaultPort = (host: string) => host.toLowerCase().replace(/:(80|443)$/, '')

/** A browser says where a request comes from; another site's page may not act for the person. */
function assertOwnPage(request: FastifyRequest) {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const isOwn = origin
    ? withoutDefaultPort(URL.parse(origin)?.host ?? 'null') === withoutDefaultPort(request.host)
    : site === undefined || site === 'same-origin' || site === 'none'
  if (!isOwn)
    throw new AppError(
      'forbidden',
      `This request comes from another site (${origin ?? site}). Behind a proxy, pass on the Host header and name the proxy as trusted.`,
    )
}
