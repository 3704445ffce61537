import type { Actor, OrganisationId } from '#model/access.ts'
import type { FindingComment } from '#model/finding.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { findingCommentRows, insertFindingComment } from './comment-store.ts'
import type { FindingId } from './decide.ts'
import { getFinding } from './lists.ts'

/** Says something of a finding, which may have no row of its own; throws where there is none. */
export async function commentOnFinding(tx: Tx, actor: Actor, finding: FindingId, text: string): Promise<string> {
  await getFinding(tx, actor.organisationId, finding)
  const id = newId()
  await insertFindingComment(tx, actor.organisationId, { ...finding, id, text, by: actor.name })
  return id
}

/** Oldest first. */
export const findingComments = (
  db: Db,
  organisationId: OrganisationId,
  finding: FindingId,
): Promise<FindingComment[]> => findingCommentRows(db, organisationId, finding)
