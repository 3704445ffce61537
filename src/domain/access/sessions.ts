import { createHash, randomBytes } from 'node:crypto'
import { type OrganisationId, type Permission, permissionsOf, type Role } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { recordAudit } from './audit.ts'
import * as store from './session-store.ts'

/** A shift's length: a workstation that nobody touched for so long asks again who is there. */
export const idleMinutes = 12 * 60
export const absoluteHours = 7 * 24

export interface Session {
  readonly organisationId: OrganisationId
  readonly organisation: { readonly name: string; readonly timeZone: string }
  readonly person: { readonly id: string; readonly email: string; readonly name: string; readonly role: Role }
  readonly permissions: readonly Permission[]
  readonly csrfToken: string
}

/** 256 random bits; only their SHA-256 is stored. */
export const newToken = () => randomBytes(32).toString('base64url')
export const tokenHash = (token: string) => createHash('sha256').update(token).digest()

/** The session that a cookie stands for, while it lasts. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const row = await store.find(db, tokenHash(token), idleMinutes)
  if (!row) return null
  if (row.is_stale) await store.touch(db, row.organisation_id, tokenHash(token))
  return {
    organisationId: row.organisation_id,
    organisation: { name: row.organisation_name, timeZone: row.time_zone },
    person: { id: row.person_id, email: row.email, name: row.name, role: row.role },
    permissions: [...permissionsOf[row.role], ...(row.approves ? (['finding:approve'] as const) : [])],
    csrfToken: row.csrf_token,
  }
}

/** Opens a session and gives its token: the only time that it is seen. */
export async function openSession(
  db: Db,
  organisationId: OrganisationId,
  personId: string,
  userAgent: string,
): Promise<string> {
  const token = newToken()
  await store.removeEnded(db, organisationId, idleMinutes)
  await store.insert(db, {
    organisationId,
    tokenHash: tokenHash(token),
    personId,
    csrfToken: newToken(),
    userAgent,
    hours: absoluteHours,
  })
  return token
}

export const endSession = (db: Db, organisationId: OrganisationId, token: string) =>
  store.remove(db, organisationId, tokenHash(token))

export const endSessionsOf = (db: Db, organisationId: OrganisationId, personId: string) =>
  store.removeAllOf(db, organisationId, personId)

/** Ends the session that the person asks to end. */
export async function signOut(db: Db, { organisationId, person }: Session, token: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await endSession(tx, organisationId, token)
    await recordAudit(
      tx,
      { organisationId, personId: person.id, name: person.name },
      { action: 'session.ended', subjectKind: 'person', subjectId: person.id },
    )
  })
}
