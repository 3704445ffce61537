import type { Actor } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { recordAudit } from './audit.ts'
import { type Organisation, theOrganisation } from './organisation.ts'
import { assertGoodPassword, hashPassword, isPassword } from './password.ts'
import * as store from './person-store.ts'
import { endSession, endSessionsOf, openSession, type Session } from './sessions.ts'

/** The fifth failure locks for a minute, each further one for twice as long, up to an hour. */
export const lockOut = { after: 5, seconds: 60, atMost: 3600 }

/** Counts failures for addresses that nobody has, so that a lock does not tell who has an account. */
const strangers = new Map<string, { failed: number; lockedUntil: number }>()

/** Gives the new session's token. Every refusal is the same sentence: it does not tell whether the account exists. */
export async function signIn(
  db: Db,
  attempt: { email: string; password: string; userAgent: string; oldToken: string | null },
): Promise<string> {
  const organisation = await theOrganisation(db)
  const email = attempt.email.trim()
  const person = await store.beginAttempt(db, organisation.id, email, lockOut)
  if (!person) {
    const locked = await store.findByEmail(db, organisation.id, email)
    const until = locked ? (locked.locked_until ?? new Date().toISOString()) : knockOfStranger(email)
    if (until) throw lockedOut(until, organisation)
  }
  const isRight = await isPassword(person?.password_hash ?? null, attempt.password)
  if (!person || !isRight || person.disabled_at) {
    if (person)
      await recordAudit(
        db,
        { organisationId: organisation.id, personId: null, name: person.email },
        {
          action: person.locked_until ? 'person.locked' : 'session.refused',
          subjectKind: 'person',
          subjectId: person.id,
          detail: { failedAttempts: person.failed_attempts, lockedUntil: person.locked_until },
        },
      )
    throw new AppError('unauthenticated', 'The e-mail address or the password is not right.')
  }
  return await inTransaction(db, async (tx) => {
    await store.clearAttempts(tx, organisation.id, person.id)
    if (attempt.oldToken) await endSession(tx, organisation.id, attempt.oldToken)
    await recordAudit(
      tx,
      { organisationId: organisation.id, personId: person.id, name: person.name },
      { action: 'session.opened', subjectKind: 'person', subjectId: person.id },
    )
    return await openSession(tx, organisation.id, person.id, attempt.userAgent)
  })
}

/** Until when a stranger's address is locked, by the same rule as an account; null where it is not. */
function knockOfStranger(email: string): string | null {
  const key = email.toLowerCase()
  const now = Date.now()
  const before = strangers.get(key)
  if (before && before.lockedUntil > now) return new Date(before.lockedUntil).toISOString()
  const failed =
    before && before.lockedUntil > 0 && before.lockedUntil < now - 86_400_000 ? 1 : (before?.failed ?? 0) + 1
  const seconds = failed < lockOut.after ? 0 : Math.min(lockOut.seconds * 2 ** (failed - lockOut.after), lockOut.atMost)
  strangers.delete(key)
  strangers.set(key, { failed, lockedUntil: seconds ? now + seconds * 1000 : 0 })
  if (strangers.size > 10_000) strangers.delete(strangers.keys().next().value!)
  return null
}

function lockedOut(until: string, { timeZone }: Organisation): AppError {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone })
  return new AppError(
    'too_many_requests',
    `Too many failed attempts. Try again after ${time.format(new Date(until))}, or ask an administrator to unlock the account.`,
    { details: { lockedUntil: until } },
  )
}

/** The person is asked again who they are: a failure counts as one of the sign-in does. Not within a transaction, which would undo that. */
export async function confirmPassword(db: Db, actor: Actor, password: string): Promise<void> {
  const person = actor.personId === null ? undefined : await store.find(db, actor.organisationId, actor.personId)
  if (!person) throw new AppError('forbidden', 'Only a person can sign.')
  const counted = await store.beginAttempt(db, actor.organisationId, person.email, lockOut)
  if (!counted) throw new AppError('too_many_requests', 'Too many failed attempts. Try again in a few minutes.')
  if (!(await isPassword(counted.password_hash, password))) {
    const wrong = 'The password is not right.'
    await recordAudit(db, actor, { action: 'person.not_confirmed', subjectKind: 'person', subjectId: person.id })
    throw new AppError('bad_request', wrong, { details: { fields: { password: wrong } } })
  }
  await store.clearAttempts(db, actor.organisationId, person.id)
}

/** Ends every session of the person; gives the token of a new one for whoever changed it. */
export async function changePassword(
  db: Db,
  session: Session,
  change: { current: string; next: string; userAgent: string },
): Promise<string> {
  const { organisationId, person } = session
  assertGoodPassword(change.next, person, 'next')
  const wrong = 'The present password is not right.'
  const counted = await store.beginAttempt(db, organisationId, person.email, lockOut)
  if (!counted) throw new AppError('too_many_requests', 'Too many failed attempts. Try again in a few minutes.')
  if (!(await isPassword(counted.password_hash, change.current)))
    throw new AppError('bad_request', wrong, { details: { fields: { current: wrong } } })
  const passwordHash = await hashPassword(change.next)
  return await inTransaction(db, async (tx) => {
    await store.setPassword(tx, organisationId, person.id, passwordHash)
    await endSessionsOf(tx, organisationId, person.id)
    await recordAudit(
      tx,
      { organisationId, personId: person.id, name: person.name },
      { action: 'person.password_changed', subjectKind: 'person', subjectId: person.id },
    )
    return await openSession(tx, organisationId, person.id, change.userAgent)
  })
}
