import type { OrganisationId } from '#model/access.ts'
import { type Threshold, type Thresholds, tiers } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import { thresholdRows } from './threshold-store.ts'

/** Where nothing is set the answer alone counts. */
export const noThreshold: Threshold = { affectedFrom: null, lookFrom: 0 }

/** Undefined where none is set that changes anything. */
export async function thresholdsOf(db: Db, organisationId: OrganisationId): Promise<Thresholds | undefined> {
  const set = new Map(
    (await thresholdRows(db, organisationId)).map((row): [string, Threshold] => [
      row.criticality,
      { affectedFrom: row.affected_from, lookFrom: row.look_from },
    ]),
  )
  const changes = [...set.values()].some(({ affectedFrom, lookFrom }) => affectedFrom !== null || lookFrom > 0)
  return changes ? byTier((tier) => set.get(tier) ?? noThreshold) : undefined
}

export const byTier = (of: (tier: (typeof tiers)[number]) => Threshold) =>
  Object.fromEntries(tiers.map((tier) => [tier, of(tier)])) as Thresholds
