import { allSources } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { HealthSource } from '#model/inventory-health.ts'
import type { Db } from '#platform/db/database.ts'
import * as store from './counting-store.ts'

/** What a source is to the inventory, and how that is known. */
export interface SourceInRole {
  readonly id: string
  readonly name: string
  readonly kind: 'connector' | 'person'
  readonly role: 'register' | 'observer' | 'person'
  readonly roleBy: HealthSource['roleBy']
  readonly disabledAt: string | null
  readonly everyHours: number | null
  readonly filesAreWhole: boolean
}

/** Of all that speak of devices. Where it is not said, a source is an observer if most of its records say when the device was seen. */
export async function sourcesInRoles(db: Db, organisationId: OrganisationId): Promise<SourceInRole[]> {
  const sources = (await allSources(db, organisationId)).filter(({ kind }) => kind === 'connector' || kind === 'person')
  const toAsk = sources.filter(({ kind, role }) => kind === 'connector' && role === null).map(({ id }) => id)
  const shares = toAsk.length === 0 ? new Map<string, number>() : await store.sightingShares(db, organisationId, toAsk)
  return sources.map((source): SourceInRole => {
    const { id, name } = source
    const rest = {
      disabledAt: source.disabled_at,
      everyHours: source.every_hours,
      filesAreWhole: source.files_are_whole,
    }
    if (source.kind === 'person') return { id, name, kind: 'person', role: 'person', roleBy: 'person', ...rest }
    if (source.role !== null) return { id, name, kind: 'connector', role: source.role, roleBy: 'set', ...rest }
    const role = (shares.get(id) ?? 0) >= 0.5 ? 'observer' : 'register'
    return { id, name, kind: 'connector', role, roleBy: 'records', ...rest }
  })
}
