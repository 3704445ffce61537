import type { Actor, OrganisationId } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import * as store from './access-link-store.ts'
import { recordAudit } from './audit.ts'
import { theOrganisation } from './organisation.ts'
import * as organisationStore from './organisation-store.ts'
import { assertGoodPassword, hashPassword } from './password.ts'
import * as personStore from './person-store.ts'
import { endSessionsOf, newToken, openSession, tokenHash } from './sessions.ts'

export type LinkPurpose = store.LinkPurpose

const hoursOf: Record<LinkPurpose, number> = { set_up: 72, invite: 7 * 24, reset: 24 }
const pageOf: Record<LinkPurpose, string> = { set_up: '/set-up', invite: '/join', reset: '/join' }

/** The path of a new link. The token stands behind `#`, where no server and no proxy logs it; its hash is stored. */
export async function openLink(
  db: Db,
  organisationId: OrganisationId,
  purpose: LinkPurpose,
  personId: string | null,
): Promise<string> {
  const token = newToken()
  if (personId) await store.removeUnusedOf(db, organisationId, personId)
  await store.insert(db, { organisationId, tokenHash: tokenHash(token), purpose, personId, hours: hoursOf[purpose] })
  return `${pageOf[purpose]}#token=${token}`
}

/** The link for the first administrator, while there is none; an older one that nobody used is void. */
export async function ensureSetUpLink(db: Db): Promise<string | null> {
  const { id } = await theOrganisation(db)
  return await inTransaction(db, async (tx) => {
    await organisationStore.lock(tx)
    await store.removeUnusedSetUp(tx, id)
    if ((await personStore.countAdministrators(tx, id, null)) > 0) return null
    return await openLink(tx, id, 'set_up', null)
  })
}

const spent = () =>
  new AppError(
    'not_found',
    'This link was used already or has expired. Ask an administrator for a new one; the first administrator gets one by starting Homeostat again.',
  )

/** What a link is for, before anything is filled in. */
export async function inspectLink(
  db: Db,
  token: string,
): Promise<{ purpose: LinkPurpose; email: string | null; name: string | null }> {
  const { id } = await theOrganisation(db)
  const link = await store.find(db, id, tokenHash(token))
  if (!link) throw spent()
  const person = link.person_id ? await personStore.find(db, id, link.person_id) : undefined
  if (link.person_id && (!person || person.disabled_at)) throw spent()
  return { purpose: link.purpose, email: person?.email ?? null, name: person?.name ?? null }
}

export interface Redemption {
  readonly token: string
  readonly password: string
  readonly name?: string
  readonly email?: string
  readonly organisationName?: string
  readonly timeZone?: string
}

/** Uses the link up, sets the password and signs in; gives the session's token. */
export async function redeemLink(db: Db, redemption: Redemption, userAgent: string): Promise<string> {
  const organisation = await theOrganisation(db)
  const seen = await inspectLink(db, redemption.token)
  const email = seen.email ?? redemption.email?.trim()
  const name = redemption.name?.trim() || seen.name
  if (!email || !name)
    throw new AppError('bad_request', 'Give your name and e-mail address.', {
      details: { fields: { ...(email ? {} : { email: 'Needed' }), ...(name ? {} : { name: 'Needed' }) } },
    })
  assertGoodPassword(redemption.password, { email, name })
  const passwordHash = await hashPassword(redemption.password)

  return await inTransaction(db, async (tx) => {
    await organisationStore.lock(tx)
    const link = await store.use(tx, organisation.id, tokenHash(redemption.token))
    if (!link) throw spent()
    const personId = link.person_id ?? newId()
    const actor: Actor = { organisationId: organisation.id, personId, name }
    if (link.person_id) {
      await personStore.setPassword(tx, organisation.id, personId, passwordHash)
      await personStore.setName(tx, organisation.id, personId, name)
      await endSessionsOf(tx, organisation.id, personId)
    } else {
      const made = await personStore.insert(tx, {
        organisationId: organisation.id,
        id: personId,
        email,
        name,
        role: 'administrator',
        approves: false,
        passwordHash,
      })
      if (!made)
        throw new AppError('conflict', `There is a person with the address ${email} already. Take another address.`)
      await organisationStore.update(tx, organisation.id, {
        name: redemption.organisationName?.trim() || organisation.name,
        timeZone: redemption.timeZone ?? organisation.timeZone,
        settings: {},
      })
    }
    const action = { set_up: 'organisation.set_up', invite: 'person.joined', reset: 'person.password_reset' }[
      link.purpose
    ]
    await recordAudit(tx, actor, { action, subjectKind: 'person', subjectId: personId, detail: { email } })
    return await openSession(tx, organisation.id, personId, userAgent)
  })
}
