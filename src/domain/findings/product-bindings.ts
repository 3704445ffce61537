import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { checkVersions } from '#domain/composition/composition.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { UnmatchedVexProduct, VexProductBinding, VexProductName } from '#model/vex-product.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './product-binding-store.ts'

// What a hospital says of products of VEX that no device here bears the name of. Table: vex_product_binding.

export interface NewBinding extends VexProductName {
  readonly manufacturer: string
  readonly model: string
  readonly versions: string
  readonly reason: string
}

/** What is to be matched again after a product was bound or set free. */
export interface BindingChange {
  readonly id: string
  readonly advisoryIds: readonly string[]
  readonly vendors: readonly string[]
}

export async function bindVexProduct(tx: Tx, actor: Actor, said: NewBinding): Promise<BindingChange> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const advisoryIds = await store.documentsNaming(tx, [said])
  if (advisoryIds.length === 0)
    throw new AppError('not_found', 'No VEX document in force by this publisher names this product.')
  const versions = versionsOf(said.versions.trim())
  const target = { manufacturer: said.manufacturer.trim(), model: said.model.trim(), versions }
  const name = { publisher: said.publisher, vendor: said.vendor, product: said.product }
  const isThere = (await store.bindingsInForce(tx, organisationId)).some(
    (one) =>
      (['publisher', 'vendor', 'product'] as const).every((part) => one[part] === name[part]) &&
      one.manufacturer === target.manufacturer &&
      one.model === target.model,
  )
  if (isThere) throw new AppError('conflict', 'This product is bound to this model already. Revoke that first.')
  const id = newId()
  await store.insertBinding(tx, organisationId, { id, ...name, ...target, reason: said.reason, boundBy: actor.name })
  await recordAudit(tx, actor, {
    action: 'vex_product.bound',
    subjectKind: 'vex_product',
    subjectId: id,
    reason: said.reason,
    detail: { ...name, ...target },
  })
  return { id, advisoryIds, vendors: [target.manufacturer] }
}

/** '' leaves each statement its own. */
const versionsOf = (given: string) => (given === '' ? '' : checkVersions(given, true) || 'vers:all/*')

export async function freeVexProduct(tx: Tx, actor: Actor, id: string, reason: string): Promise<BindingChange> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const row = await store.revokeBinding(tx, organisationId, id, actor.name, reason)
  if (!row) throw notFound('binding in force', id)
  const { publisher, vendor, product, manufacturer, model, versions } = row
  await recordAudit(tx, actor, {
    action: 'vex_product.freed',
    subjectKind: 'vex_product',
    subjectId: id,
    reason,
    detail: { publisher, vendor, product, manufacturer, model, versions },
  })
  return { id, advisoryIds: await store.documentsNaming(tx, [row]), vendors: [manufacturer] }
}

export async function listVexBindings(
  db: Db,
  organisationId: OrganisationId,
  { inForce, cursor, limit }: { inForce: boolean; cursor?: string | undefined; limit: number },
): Promise<PageOf<VexProductBinding>> {
  const [before] = cursor ? decodeCursor(cursor, z.tuple([z.uuid()])) : [null]
  const rows = await store.bindingPage(db, organisationId, { isInForce: inForce, before, limit: limit + 1 })
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  )
}

/** Products of VEX documents in force of which no device bears the name, those of makers that are here first. */
export async function listUnmatchedVexProducts(
  db: Db,
  organisationId: OrganisationId,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PageOf<UnmatchedVexProduct>> {
  const after = cursor ? decodeCursor(cursor, z.tuple([z.boolean(), z.string(), z.string(), z.string()])) : null
  const rows = await store.unmatchedPage(db, organisationId, { q, after, limit: limit + 1 })
  return pageOf(
    rows,
    limit,
    (row) => [!row.isMakerHere, row.publisher, row.vendor, row.product],
    ({ unplaced, isMakerHere, ...row }) => ({
      ...row,
      versions: row.versions.filter((version) => version !== '' && version !== 'vers:all/*'),
      reason: unplaced
        ? `It does not say which device is meant: ${unplaced}.`
        : isMakerHere
          ? 'Devices of this maker are here, and none of this model.'
          : 'No device here is of this maker and model.',
    }),
  )
}
