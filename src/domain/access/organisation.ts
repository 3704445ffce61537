import type { OrganisationId } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import * as store from './organisation-store.ts'

export interface Organisation {
  readonly id: OrganisationId
  readonly name: string
  /** IANA name. */
  readonly timeZone: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** The one organisation that there is for now. */
export async function theOrganisation(db: Db): Promise<Organisation> {
  const row = await store.find(db)
  if (!row)
    throw new AppError('unavailable', 'The database holds no organisation yet. Start Homeostat once with `npm start`.')
  return toOrganisation(row)
}

/** The day that it is in the hospital's time zone; near midnight it is another than in UTC. */
export const hospitalDay = (db: Db, organisationId: OrganisationId, at = new Date()): Promise<string> =>
  store.dayOf(db, organisationId, at)

/** Makes the organisation where there is none; servers that start together make one. */
export async function ensureOrganisation(
  db: Db,
  first: { name?: string; timeZone?: string } = {},
): Promise<Organisation> {
  const there = await store.find(db)
  if (there) return toOrganisation(there)
  await inTransaction(db, (tx) =>
    store.insertFirst(tx, { id: newId(), name: first.name ?? 'Our hospital', timeZone: first.timeZone ?? 'UTC' }),
  )
  return await theOrganisation(db)
}

export const toOrganisation = (row: store.OrganisationRow): Organisation => ({
  id: row.id,
  name: row.name,
  timeZone: row.time_zone,
  settings: row.settings,
})
