import type { HospitalVector } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { spellingKey } from './alike.ts'
import { adoptedVectors, modelsWithVectors, type RubricRow } from './rubric-store.ts'

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
      // By the names: the table of makers may have learnt a spelling since. Where two are one product now, the last adopted counts.
      new Map(some.map((row) => [spellingKey(row), toVector(row)!])),
    ]),
  )
}

/** `spellingKey` of products of which any vulnerability has a vector of the hospital. */
export const productsWithVectors = async (db: Db, organisationId: OrganisationId): Promise<ReadonlySet<string>> =>
  new Set((await modelsWithVectors(db, organisationId)).map(spellingKey))

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
