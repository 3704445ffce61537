import { z } from 'zod'
import { limitedText, TimeZone } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { clearSessionCookie, sessionToken, setSessionCookie } from '#api/session.ts'
import {
  changePassword,
  findSession,
  getPerson,
  hasAdministrator,
  inspectLink,
  longestPassword,
  redeemLink,
  type Session,
  shortestPassword,
  signIn,
  signOut,
  theOrganisation,
} from '#domain/access/access.ts'
import { Permission } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { Person } from './people.ts'

const SessionAnswer = z
  .object({
    person: Person.nullable(),
    permissions: z.array(Permission),
    /** For the header `x-csrf-token`; empty while nobody is signed in. */
    csrfToken: z.string(),
    organisation: z.object({ name: z.string(), timeZone: z.string() }),
    needsSetUp: z.boolean(),
  })
  .meta({ id: 'Session' })

const Token = z.string().min(20).max(100)
const Password = z.string().min(1).max(1024)
const NewPassword = z
  .string()
  .max(1024)
  .meta({ description: `${shortestPassword} to ${longestPassword} characters` })

const tag = 'access'

async function answer(db: Db, session: Session | null): Promise<z.infer<typeof SessionAnswer>> {
  if (session)
    return {
      person: await getPerson(db, session.organisationId, session.person.id),
      permissions: [...session.permissions],
      csrfToken: session.csrfToken,
      organisation: session.organisation,
      needsSetUp: false,
    }
  const { id, name, timeZone } = await theOrganisation(db)
  return {
    person: null,
    permissions: ['public'],
    csrfToken: '',
    organisation: { name, timeZone },
    needsSetUp: !(await hasAdministrator(db, id)),
  }
}

export const accessRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Say who is signed in and what they may do',
    tag,
    permission: 'public',
    response: SessionAnswer,
    handle: ({ db, session }) => answer(db, session),
  }),
  route({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Sign in',
    description: 'Sets the session cookie. After five failures the account is locked for a while, longer each time.',
    tag,
    permission: 'public',
    rateLimit: 30,
    body: z.object({ email: z.string().max(320), password: Password }),
    response: SessionAnswer,
    async handle({ db, body, request, reply }) {
      const userAgent = request.headers['user-agent'] ?? ''
      const token = await signIn(db, { ...body, userAgent, oldToken: sessionToken(request) })
      setSessionCookie(reply, token)
      return answer(db, await findSession(db, token))
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'Sign out',
    tag,
    permission: 'self',
    response: empty,
    async handle({ db, session, request, reply }) {
      await signOut(db, session, sessionToken(request)!)
      clearSessionCookie(reply)
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v1/session/password',
    summary: 'Change the own password',
    description: 'Ends every session of the person and opens a new one for this client: take its new csrfToken.',
    tag,
    permission: 'self',
    rateLimit: 30,
    body: z.object({ current: Password, next: NewPassword }),
    response: SessionAnswer,
    async handle({ db, session, body, request, reply }) {
      const token = await changePassword(db, session, { ...body, userAgent: request.headers['user-agent'] ?? '' })
      setSessionCookie(reply, token)
      return answer(db, await findSession(db, token))
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/access-links/inspect',
    summary: 'Say what a one-time link is for',
    tag,
    permission: 'public',
    rateLimit: 60,
    body: z.object({ token: Token }),
    response: z.object({
      purpose: z.enum(['set_up', 'invite', 'reset']),
      email: z.string().nullable(),
      name: z.string().nullable(),
    }),
    handle: ({ db, body }) => inspectLink(db, body.token),
  }),
  route({
    method: 'POST',
    path: '/api/v1/access-links/redeem',
    summary: 'Use a one-time link: set a password and sign in',
    description:
      'The set-up link makes the first administrator and names the hospital; invitation and reset belong to a person already.',
    tag,
    permission: 'public',
    rateLimit: 30,
    body: z.object({
      token: Token,
      password: NewPassword,
      name: limitedText.optional(),
      email: z.email({ error: 'This is not an e-mail address' }).max(320).optional(),
      organisationName: limitedText.optional(),
      timeZone: TimeZone.optional(),
    }),
    response: SessionAnswer,
    async handle({ db, body, request, reply }) {
      const token = await redeemLink(db, body, request.headers['user-agent'] ?? '')
      setSessionCookie(reply, token)
      return answer(db, await findSession(db, token))
    },
  }),
]
