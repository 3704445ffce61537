import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { route } from '#api/route.ts'
import type { ApiServices } from '#api/services.ts'
import {
  changePerson,
  findMailer,
  invitePerson,
  listAssignees,
  listPeople,
  openResetLink,
  type Person as PersonType,
} from '#domain/access/access.ts'
import { Role } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

export const Person = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: Role,
    approves: z.boolean().meta({ description: 'May approve decisions of others; comes with no role' }),
    lockedUntil: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Person' })

const tag = 'people'
const params = z.object({ person: z.uuid() })

export const peopleRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/people',
    summary: 'List people, by name',
    tag,
    permission: 'person:read',
    query: Paging,
    response: Page(Person),
    handle: ({ db, actor, query }) => listPeople(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/people',
    summary: 'Invite a person',
    description:
      '`link` is good for one use within seven days and is shown this once. It is mailed too where mail and the public address are set up.',
    tag,
    permission: 'person:write',
    body: z.object({
      email: z.email({ error: 'This is not an e-mail address' }).max(320),
      name: limitedText,
      role: Role,
      approves: z.boolean().optional(),
    }),
    response: z.object({ person: Person, link: z.string(), mailed: z.boolean() }),
    status: 201,
    async handle({ db, actor, body, services }) {
      const { person, link } = await invitePerson(db, actor, body)
      return { person, link, mailed: await mailInvitation(db, services, person, link) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/people/{person}',
    summary: 'Change a person’s name or role, let them approve, disable, enable or unlock them',
    description: 'Who is disabled is signed out at once. The last administrator stays one.',
    tag,
    permission: 'person:write',
    params,
    body: z
      .object({
        name: limitedText.optional(),
        role: Role.optional(),
        approves: z.boolean().optional(),
        disabled: z.boolean().optional(),
        unlock: z.boolean().optional(),
      })
      .refine((change) => Object.keys(change).length > 0, 'Name what is to change'),
    response: Person,
    handle: ({ db, actor, params, body }) => changePerson(db, actor, params.person, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/{person}/reset-link',
    summary: 'Make a link with which a person sets a new password',
    description: 'Good for one use within a day; shown this once. Earlier links of the person are void.',
    tag,
    permission: 'person:write',
    params,
    response: z.object({ link: z.string() }),
    status: 201,
    handle: async ({ db, actor, params }) => ({ link: await openResetLink(db, actor, params.person) }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/assignees',
    summary: 'List who work can be given to',
    tag,
    permission: 'work-order:read',
    response: z.array(z.object({ id: z.uuid(), name: z.string(), role: Role })),
    handle: ({ db, actor }) => listAssignees(db, actor.organisationId),
  }),
]

/** The invitation stands even where the mail does not go out: the link is on the screen. */
async function mailInvitation(db: Db, services: ApiServices, person: PersonType, link: string): Promise<boolean> {
  try {
    const found = await findMailer(db, services.secrets)
    if (!found?.publicUrl) return false
    await found.mailer.send({
      to: person.email,
      subject: 'Your account in Homeostat',
      text: `${person.name}, you are invited to Homeostat. Set your password within seven days:\n\n${new URL(link, found.publicUrl).href}\n`,
    })
    return true
  } catch (error) {
    services.log.warn({ person: person.id, error: (error as Error).message }, 'An invitation could not be mailed')
    return false
  }
}
