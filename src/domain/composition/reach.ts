import type { Aliases } from '#domain/matching/matching.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { type Binder, type Binding, type Bound, binderOf } from './binding.ts'
import {
  type BoundRow,
  configurationsById,
  devicesPerConfiguration,
  presentConfigurations,
  presentConfigurationsDigest,
} from './composition-store.ts'

// Which configurations documents of one kind reach. It is worked out from what they say of themselves, never stored, so that
// a document and a device may come in either order.

/** Documents of one kind, as far as they decide which configurations they reach. */
export interface BoundDocuments {
  rows(db: Db, organisationId: string): Promise<readonly BoundRow[]>
  /** Another where `rows` gives something else. */
  digest(db: Db, organisationId: string): Promise<string>
  /** Of what surely speaks of a configuration, what counts; the first where it is not told. */
  counting?(bindings: readonly Binding[]): readonly Binding[]
}

interface Held {
  readonly key: string
  readonly binder: Binder
  /** Configurations never change: what was worked out for one holds as long as the documents do. */
  readonly bindings: Map<string, readonly Binding[]>
  /** The other way round, of the configurations that were there. */
  reached?: { readonly digest: string; readonly byDocument: ReadonlyMap<string, Reached> } | undefined
}

interface Reached {
  readonly configurationIds: string[]
  readonly unsureIds: string[]
}

/** What is not so, and asked all the same. */
export interface Supposed {
  readonly aliases: Aliases | undefined
  /** Configurations that no device has, under ids of the caller's own. */
  readonly configurations?: ReadonlyMap<string, Configuration>
}

/** Bindings of configurations, most specific first; as they would be with other aliases where these are given. */
export type BindingsOf = (
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: Supposed,
) => Promise<ReadonlyMap<string, readonly Binding[]>>

/** Devices of the worklist that a document tells of, and those that it may be of. */
export interface Reach extends Reached {
  readonly devices: number
  readonly findings: number
  readonly unsureDevices: number
}

export function bindingsBy(documents: BoundDocuments) {
  const held = new Map<OrganisationId, Held>()
  const countingOf = documents.counting ?? ((bindings) => bindings.slice(0, 1))

  async function heldFor(db: Db, organisationId: OrganisationId, aliases: Aliases | undefined) {
    const key = `${await documents.digest(db, organisationId)} ${aliases?.key}`
    let mine = held.get(organisationId)
    if (mine?.key !== key) {
      const rows = await documents.rows(db, organisationId)
      mine = { key, binder: binderOf(rows.map(toBound)), bindings: new Map() }
      held.set(organisationId, mine)
    }
    return mine
  }

  const bindingsOf: BindingsOf = async (db, organisationId, configurationIds, supposed) => {
    const aliases = await aliasesOf(db, organisationId)
    const mine = await heldFor(db, organisationId, aliases)
    const { binder } = mine
    const read = supposed ? supposed.aliases : aliases
    const bindings = supposed ? new Map<string, readonly Binding[]>() : mine.bindings
    if (bindings.size > 500_000) bindings.clear()
    for (const [id, configuration] of supposed?.configurations ?? []) bindings.set(id, binder.bind(configuration, read))
    const missing = configurationIds.filter((id) => !bindings.has(id))
    for (let at = 0; at < missing.length; at += 5000)
      for (const row of await configurationsById(db, organisationId, missing.slice(at, at + 5000)))
        bindings.set(row.id, binder.bind(row, read))
    return new Map(configurationIds.map((id) => [id, bindings.get(id) ?? []]))
  }

  async function reachedBy(db: Db, organisationId: OrganisationId): Promise<ReadonlyMap<string, Reached>> {
    const mine = await heldFor(db, organisationId, await aliasesOf(db, organisationId))
    const digest = await presentConfigurationsDigest(db, organisationId)
    if (mine.reached?.digest === digest) return mine.reached.byDocument
    const byDocument = new Map<string, Reached>()
    const of = (documentId: string) => {
      const known = byDocument.get(documentId) ?? { configurationIds: [], unsureIds: [] }
      byDocument.set(documentId, known)
      return known
    }
    const ids = await presentConfigurations(db, organisationId)
    for (const [id, bindings] of await bindingsOf(db, organisationId, ids)) {
      for (const { billId } of countingOf(bindings.filter(({ isSure }) => isSure))) of(billId).configurationIds.push(id)
      for (const { billId } of bindings.filter(({ isSure }) => !isSure)) of(billId).unsureIds.push(id)
    }
    mine.reached = { digest, byDocument }
    return byDocument
  }

  /** What these documents reach; nothing of those that reach no configuration. */
  async function reachOf(
    db: Db,
    organisationId: OrganisationId,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, Reach>> {
    const byDocument = await reachedBy(db, organisationId)
    const reached = documentIds.flatMap((id) => (byDocument.has(id) ? [[id, byDocument.get(id)!] as const] : []))
    const ids = new Set(reached.flatMap(([, { configurationIds, unsureIds }]) => [...configurationIds, ...unsureIds]))
    const standing = new Map((await devicesPerConfiguration(db, organisationId, [...ids])).map((row) => [row.id, row]))
    const sum = (some: readonly string[], part: 'devices' | 'findings') =>
      some.reduce((n, id) => n + (standing.get(id)?.[part] ?? 0), 0)
    return new Map(
      reached.map(([id, { configurationIds, unsureIds }]) => [
        id,
        {
          configurationIds,
          unsureIds,
          devices: sum(configurationIds, 'devices'),
          findings: sum(configurationIds, 'findings'),
          unsureDevices: sum(unsureIds, 'devices'),
        },
      ]),
    )
  }

  /** Configurations that the document surely tells of, or those that it may be of. */
  async function configurationsReached(db: Db, organisationId: OrganisationId, id: string, isSure: boolean) {
    const reached = (await reachedBy(db, organisationId)).get(id)
    return (isSure ? reached?.configurationIds : reached?.unsureIds) ?? []
  }

  return { bindingsOf, reachOf, configurationsReached }
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
