import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import type { Binding } from './binding.ts'
import { type BoundRow, boundBills } from './composition-store.ts'
import { bindingsOfForms } from './mds2.ts'
import { boundForms } from './mds2-store.ts'
import { counting } from './reach.ts'
import { bindingsOf } from './said.ts'

/** A bill of materials or an MDS2 form that speaks of some of the configurations. */
export interface DocumentOfConfigurations {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  readonly versions: string
  /** False where it may be of another model or version. */
  readonly isSure: boolean
  /** It is the one that counts for some configuration. */
  readonly counts: boolean
}

/** Bills and forms in force that speak of the configurations; those that count first. */
export async function documentsOfConfigurations(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
): Promise<{ readonly bills: DocumentOfConfigurations[]; readonly forms: DocumentOfConfigurations[] }> {
  return {
    bills: listed(await bindingsOf(db, organisationId, configurationIds), await boundBills(db, organisationId)),
    forms: listed(await bindingsOfForms(db, organisationId, configurationIds), await boundForms(db, organisationId)),
  }
}

function listed(
  bindings: ReadonlyMap<string, readonly Binding[]>,
  rows: readonly BoundRow[],
): DocumentOfConfigurations[] {
  const all = [...bindings.values()]
  const bound = all.flat()
  const countingIds = new Set(all.map((some) => counting(some)?.billId))
  const sureIds = new Set(bound.filter(({ isSure }) => isSure).map(({ billId }) => billId))
  const ids = new Set(bound.map(({ billId }) => billId))
  return rows
    .filter(({ id }) => ids.has(id))
    .map(({ id, manufacturer, model, versions }) => ({
      ...{ id, manufacturer, model, versions },
      ...{ isSure: sureIds.has(id), counts: countingIds.has(id) },
    }))
    .sort((a, b) => Number(b.counts) - Number(a.counts) || Number(b.isSure) - Number(a.isSure))
}
