import { z } from 'zod'
import { type Actor, type OrganisationId, type Permission, permissionsOf, Role } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { openLink } from './access-links.ts'
import { recordAudit } from './audit.ts'
import { theOrganisation } from './organisation.ts'
import * as organisationStore from './organisation-store.ts'
import * as store from './person-store.ts'
import { endSessionsOf } from './sessions.ts'

export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  /** May approve decisions of others; comes with no role. */
  readonly approves: boolean
  readonly lockedUntil: string | null
  readonly disabledAt: string | null
  readonly createdAt: string
  readonly lastSeenAt: string | null
}

export async function listPeople(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<PageOf<Person>> {
  const after = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.uuid()])) : null
  const rows = await store.list(db, organisationId, after, limit + 1)
  return pageOf(rows, limit, (row) => [row.sort_name, row.id], toPerson)
}

export async function getPerson(db: Db, organisationId: OrganisationId, id: string): Promise<Person> {
  const row = await store.find(db, organisationId, id)
  if (!row) throw notFound('person', id)
  return toPerson(row)
}

/** False until the first administrator has set a password. */
export const hasAdministrator = async (db: Db, organisationId: OrganisationId) =>
  (await store.countAdministrators(db, organisationId, null)) > 0

/** Who work can be given to. */
export const listAssignees = (db: Db, organisationId: OrganisationId) =>
  listHolders(db, organisationId, 'work-order:perform')

/** The people, not disabled, who have the permission: by their role, or by name where it comes with none. */
export const listHolders = (db: Db, organisationId: OrganisationId, permission: Permission) =>
  permission === 'finding:approve'
    ? store.listApprovers(db, organisationId)
    : store.listOfRoles(
        db,
        organisationId,
        Role.options.filter((role) => permissionsOf[role].includes(permission)),
      )

/** Nobody is there who could be asked. Somebody invited counts: they may come. */
export const isOnePerson = async (db: Db, organisationId: OrganisationId): Promise<boolean> =>
  (await store.countPeople(db, organisationId)) <= 1

/** The people, not disabled, who have the role. */
export const listPeopleOfRole = (db: Db, organisationId: OrganisationId, role: Role) =>
  store.listOfRoles(db, organisationId, [role])

/** Adds a person who has no password yet; the link, good for one use, lets them set it. */
export async function invitePerson(
  db: Db,
  actor: Actor,
  invited: { email: string; name: string; role: Role; approves?: boolean | undefined },
): Promise<{ person: Person; link: string }> {
  const { organisationId } = actor
  const email = invited.email.trim()
  return await inTransaction(db, async (tx) => {
    const id = newId()
    const made = await store.insert(tx, {
      organisationId,
      id,
      email,
      name: invited.name.trim(),
      role: invited.role,
      approves: invited.approves ?? false,
      passwordHash: null,
    })
    if (!made)
      throw new AppError('conflict', `There is a person with the address ${email} already.`, {
        details: { fields: { email: 'Belongs to somebody already' } },
      })
    await recordAudit(tx, actor, {
      action: 'person.invited',
      subjectKind: 'person',
      subjectId: id,
      detail: { email, role: invited.role, ...(invited.approves && { approves: true }) },
    })
    return { person: await getPerson(tx, organisationId, id), link: await openLink(tx, organisationId, 'invite', id) }
  })
}

export interface PersonChange {
  readonly name?: string
  readonly role?: Role
  readonly approves?: boolean
  readonly disabled?: boolean
  readonly unlock?: boolean
}

/** One administrator who can sign in always stays. A disabled person's sessions end at once. */
export async function changePerson(db: Db, actor: Actor, id: string, change: PersonChange): Promise<Person> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await organisationStore.lock(tx)
    const before = await getPerson(tx, organisationId, id)
    const role = change.role ?? before.role
    const disabled = change.disabled ?? before.disabledAt !== null
    const wasAdministrator = before.role === 'administrator' && !before.disabledAt
    if (wasAdministrator && (role !== 'administrator' || disabled))
      if ((await store.countAdministrators(tx, organisationId, id)) === 0)
        throw new AppError(
          'conflict',
          `${before.name} is the last administrator. Make somebody else one first, and let them sign in once.`,
        )
    await store.update(tx, organisationId, id, {
      name: change.name?.trim() || before.name,
      role,
      approves: change.approves ?? before.approves,
      disabled,
      unlock: change.unlock ?? false,
    })
    if (disabled) await endSessionsOf(tx, organisationId, id)
    const after = await getPerson(tx, organisationId, id)
    await recordAudit(tx, actor, {
      action: actionOf(before, after, change),
      subjectKind: 'person',
      subjectId: id,
      detail: { before: shownInTrail(before), after: shownInTrail(after) },
    })
    return after
  })
}

function actionOf(before: Person, after: Person, { unlock }: PersonChange): string {
  if (!before.disabledAt && after.disabledAt) return 'person.disabled'
  if (before.disabledAt && !after.disabledAt) return 'person.enabled'
  if (before.role !== after.role) return 'person.role_changed'
  if (before.approves !== after.approves) return after.approves ? 'person.may_approve' : 'person.may_not_approve'
  return unlock ? 'person.unlocked' : 'person.renamed'
}

const shownInTrail = ({ name, role, approves, disabledAt, lockedUntil }: Person) => ({
  name,
  role,
  approves,
  disabled: disabledAt !== null,
  locked: lockedUntil !== null,
})

/** A link with which the person sets a new password. Their old one and their sessions hold until it is used. */
export async function openResetLink(db: Db, actor: Actor, id: string): Promise<string> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    const person = await store.find(tx, organisationId, id)
    if (!person) throw notFound('person', id)
    if (person.disabled_at) throw new AppError('conflict', `${person.name} is disabled. Enable the account first.`)
    await recordAudit(tx, actor, { action: 'person.reset_link_made', subjectKind: 'person', subjectId: id })
    return await openLink(tx, organisationId, person.password_hash === null ? 'invite' : 'reset', id)
  })
}

/** For the one at the server's console: unlocks and enables the account, and gives a link for a new password. */
export async function rescuePerson(db: Db, email: string): Promise<{ person: Person; link: string }> {
  const { id: organisationId } = await theOrganisation(db)
  const actor: Actor = { organisationId, personId: null, name: 'console' }
  return await inTransaction(db, async (tx) => {
    const row = await store.findByEmail(tx, organisationId, email.trim())
    if (!row) throw new AppError('not_found', `There is no person with the address ${email}. Check how it is written.`)
    const person = await changePerson(tx, actor, row.id, { unlock: true, disabled: false })
    return { person, link: await openResetLink(tx, actor, row.id) }
  })
}

/** For the one at the server's console: lets a person approve decisions of others, or no longer. */
export async function letApprove(db: Db, email: string, approves: boolean): Promise<Person> {
  const { id: organisationId } = await theOrganisation(db)
  const actor: Actor = { organisationId, personId: null, name: 'console' }
  const row = await store.findByEmail(db, organisationId, email.trim())
  if (!row) throw new AppError('not_found', `There is no person with the address ${email}. Check how it is written.`)
  return row.approves === approves ? toPerson(row) : await changePerson(db, actor, row.id, { approves })
}

const toPerson = (row: store.PersonRow): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  approves: row.approves,
  lockedUntil: row.locked_until,
  disabledAt: row.disabled_at,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})
