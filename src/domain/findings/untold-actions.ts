import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { rankVulnerabilities } from './ranking.ts'
import { rollUp } from './roll-up.ts'
import { closeUntold, countUntold, vulnerabilitiesUntold } from './score-store.ts'
import { settleDecisions } from './settle.ts'

// Scores of a version that knew no actions.

/** Scores that devices have open and of which no action is known yet. */
export const countUntoldActions = (db: Db, organisationId: OrganisationId): Promise<number> =>
  countUntold(db, organisationId)

const vulnerabilitiesAtOnce = 200

/** Works out what scores of an earlier version answer, part by part; false where none is left. */
export async function answerUntold(tx: Tx, actor: Actor): Promise<boolean> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const ids = await vulnerabilitiesUntold(tx, organisationId, vulnerabilitiesAtOnce)
  if (ids.length === 0) return false
  const configurationIds = await rankVulnerabilities(tx, organisationId, ids)
  await closeUntold(tx, organisationId, ids)
  if (configurationIds.length === 0) return true
  await settleDecisions(tx, organisationId, { configurationIds }, { actor })
  await rollUp(tx, organisationId, { configurationIds })
  return true
}
