import type { HospitalVector } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { adoptedVectors, type RubricRow } from './rubric-store.ts'

/** Vectors that the hospital adopted for one vulnerability, by `spellingKey` of the model. */
export type OwnVectors = ReadonlyMap<string, HospitalVector>

/** By vulnerability; those that have none are not there. */
export async function ownVectors(
  db: Db,
  organisationId: OrganisationId,
  vulnerabilityIds: readonly string[],
): Promise<ReadonlyMap<string, OwnVectors>> {
  const rows = await adoptedVectors(db, organisationId, vulnerabilityIds)
  return new Map(
    [...Map.groupBy(rows, (row) => row.vulnerability_id)].map(([id, some]) => [
      id,
      new Map(some.map((row) => [row.product_key, toVector(row)!])),
    ]),
  )
}

/** Undefined where it was never adopted. */
export const toVector = (row: RubricRow): HospitalVector | undefined =>
  row.adopted_at === null
    ? undefined
    : {
        vector: row.vector!,
        score: row.score!,
        adoptedBy: row.adopted_by!,
        adoptedOn: row.adopted_at.slice(0, 10),
        against: row.against!,
      }
