import type { Aliases } from '#domain/matching/matching.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { type Binder, type Binding, type Bound, binderOf } from './binding.ts'
import { type BoundRow, configurationsById, devicesPerConfiguration } from './composition-store.ts'

// Which configurations documents of one kind reach. It is worked out from what they say of themselves, never stored, so that
// a document and a device may come in either order.

interface Held {
  readonly key: string
  readonly binder: Binder
  /** Configurations never change: what was worked out for one holds as long as the documents do. */
  readonly bindings: Map<string, readonly Binding[]>
}

/** Bindings of configurations, most specific first; as they would be with other aliases where these are given. */
export type BindingsOf = (
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: { readonly aliases: Aliases | undefined },
) => Promise<ReadonlyMap<string, readonly Binding[]>>

export function bindingsBy(boundRows: (db: Db, organisationId: string) => Promise<readonly BoundRow[]>): BindingsOf {
  const held = new Map<OrganisationId, Held>()
  return async (db, organisationId, configurationIds, supposed) => {
    const documents = await boundRows(db, organisationId)
    if (documents.length === 0) return new Map()
    const aliases = await aliasesOf(db, organisationId)
    const key = JSON.stringify([documents, aliases?.key])
    let mine = held.get(organisationId)
    if (mine?.key !== key) {
      mine = { key, binder: binderOf(documents.map(toBound)), bindings: new Map() }
      held.set(organisationId, mine)
    }
    const { binder } = mine
    const read = supposed ? supposed.aliases : aliases
    const bindings = supposed ? new Map<string, readonly Binding[]>() : mine.bindings
    if (bindings.size > 500_000) bindings.clear()
    const missing = configurationIds.filter((id) => !bindings.has(id))
    for (let at = 0; at < missing.length; at += 5000)
      for (const row of await configurationsById(db, organisationId, missing.slice(at, at + 5000)))
        bindings.set(row.id, binder.bind(row, read))
    return new Map(configurationIds.map((id) => [id, bindings.get(id) ?? []]))
  }
}

const toBound = (row: BoundRow): Bound => ({
  id: row.id,
  manufacturer: row.manufacturer,
  model: row.model,
  versions: row.versions,
  statedAt: row.stated_at,
  uploadedAt: row.uploaded_at,
})

export const counting = (bindings: readonly Binding[] | undefined) => bindings?.find(({ isSure }) => isSure)

/** Devices of the worklist that a document tells of, and those that it may be of. */
export interface Reach {
  readonly configurationIds: string[]
  readonly unsureIds: string[]
  devices: number
  findings: number
  unsureDevices: number
}

export async function reachOf(
  db: Db,
  organisationId: OrganisationId,
  bindingsOf: BindingsOf,
): Promise<ReadonlyMap<string, Reach>> {
  const standing = await devicesPerConfiguration(db, organisationId)
  const bindings = await bindingsOf(
    db,
    organisationId,
    standing.map(({ id }) => id),
  )
  const reach = new Map<string, Reach>()
  const of = (documentId: string) => {
    const known = reach.get(documentId) ?? {
      configurationIds: [],
      unsureIds: [],
      devices: 0,
      findings: 0,
      unsureDevices: 0,
    }
    reach.set(documentId, known)
    return known
  }
  for (const { id, devices, findings } of standing) {
    const sure = counting(bindings.get(id))
    if (sure) {
      of(sure.billId).configurationIds.push(id)
      of(sure.billId).devices += devices
      of(sure.billId).findings += findings
    }
    for (const { billId } of bindings.get(id)?.filter(({ isSure }) => !isSure) ?? []) {
      of(billId).unsureIds.push(id)
      of(billId).unsureDevices += devices
    }
  }
  return reach
}
