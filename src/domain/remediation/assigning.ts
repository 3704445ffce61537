import { listAssignees } from '#domain/access/access.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'

/** Work goes only to somebody who may do it and is still there. */
export async function assertAssignable(db: Db, organisationId: OrganisationId, personId: string): Promise<void> {
  const people = await listAssignees(db, organisationId)
  if (!people.some(({ id }) => id === personId))
    throw new AppError('bad_request', 'Choose somebody who may carry out work: a technician or a manager.', {
      details: { fields: { assignedTo: 'Nobody who may carry out work' } },
    })
}
